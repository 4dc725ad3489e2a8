"""DOCX → blocks: what Word prints, in the order in which it is read."""

from collections.abc import Iterator
from dataclasses import replace

from corpus.blocks import Block, Document, Kind
from corpus.errors import Unreadable
from corpus.readers.docx.body import Body
from corpus.readers.docx.entry import Entry
from corpus.readers.docx.headings import with_headings
from corpus.readers.docx.letterhead import is_letterhead, take_letterhead
from corpus.readers.docx.names import descend
from corpus.readers.docx.notes import Notes
from corpus.readers.docx.numbering import Numbering
from corpus.readers.docx.package import Package, open_package
from corpus.readers.docx.styles import Styles

__all__ = ["read_docx"]


def read_docx(data: bytes) -> Document:
    """The blocks of a DOCX file, and what its letterhead states. Raises Unreadable where it can't be read."""
    package = open_package(data)
    try:
        return _document(package)
    except RecursionError as error:
        raise Unreadable("the text is nested too deeply; open it in Word and save it again as .docx") from error


def _document(package: Package) -> Document:
    styles = Styles.of(package.styles)
    notes = Notes.of(package, styles)
    body = descend(package.document, "body")
    if body is None:
        raise Unreadable("the document has no body; open it in Word and save it again as .docx")
    entries = list(Body.of(package.document, styles, Numbering.of(package.numbering, styles), notes).entries(body))
    headers = [
        list(Body.of(header, styles, Numbering.of(package.numbering, styles), notes).entries(header))
        for header in package.headers
    ]
    metadata = take_letterhead(entries, headers)
    first = next(filter(is_letterhead, headers), [])  # later pages say it again
    beside = (entry.block() for entry in first if entry.text)
    own = (replace(block, kind=Kind.HEAD, level=0, markers=()) for block in beside)
    return Document((*own, *_blocks(with_headings(entries))), metadata)


def _blocks(entries: list[Entry]) -> Iterator[Block]:
    for entry in entries:
        if entry.text or entry.markers:
            yield entry.block()
        yield from entry.notes
