"""A conversation as a file: its questions, the passages that answered them word for word, and numbered sources."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from app.exporting.record import Record, record_of
from app.texts import InterfaceLanguage
from app.view.conversation import Turn

__all__ = ["KINDS", "Kind", "exported", "file_name"]

Kind = Literal["docx", "html", "md"]
KINDS: dict[Kind, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "md": "text/markdown",
}
"""What a conversation can be saved as, with the media type of each."""


def exported(turns: list[Turn], kind: Kind, language: InterfaceLanguage, day: date) -> bytes:
    """The conversation as a file, its headings in ``language``."""
    return _writer(kind)(record_of(turns, language, day))


def file_name(kind: Kind, day: date) -> str:
    """vindplaats-2026-11-25.docx"""
    return f"vindplaats-{day.isoformat()}.{kind}"


def _writer(kind: Kind) -> Callable[[Record], bytes]:
    # imported where it is used: nobody who doesn't save needs them
    if kind == "docx":
        from app.exporting.word import as_docx

        return as_docx
    if kind == "html":
        from app.exporting.web import as_html

        return as_html
    from app.exporting.markdown import as_markdown

    return as_markdown
