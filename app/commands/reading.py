"""A letter as ``read`` prints it, so that a wrong reading can be seen: as text, and as JSON."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from corpus import Letter, Metadata, Paragraph, Section

WIDTH = 96
_LABELS = 14  # characters; the names of metadata stand in as many


def letter_json(letter: Letter) -> dict[str, Any]:
    """How a letter was understood, as plain values; the form is a front door and stays as it is."""
    metadata = asdict(letter.metadata)
    metadata["date"] = letter.metadata.date.isoformat() if letter.metadata.date else None
    return {
        "id": letter.id,
        "title": letter.title,
        "url": letter.url,
        "metadata": metadata,
        "headings": [
            {
                "level": section.level,
                "text": section.heading,
                "page": section.page,
                "footnotes": list(section.footnotes),
            }
            for section in letter.sections
            if section.heading
        ],
        "paragraphs": [
            {
                "id": paragraph.id,
                "section": list(section.path),
                "paragraph": paragraph.number,
                "page": paragraph.page,
                "text": paragraph.text,
                "footnotes": list(section.notes_of(paragraph)),
            }
            for section, paragraph in letter.paragraphs()
        ],
        "footnotes": [{"number": note.number, "text": note.text, "page": note.page} for note in letter.footnotes],
        "references": [
            {"text": reference.text, "id": reference.id, "url": reference.url} for reference in letter.references()
        ],
        "warnings": list(letter.warnings),
        "head": list(letter.head),
    }


def reading_lines(letter: Letter) -> Iterator[str]:
    """How a letter was understood, from its metadata to its warnings; printed pages stand in the margin."""
    yield letter.id
    yield from _wrapped(letter.title, "")
    yield ""
    for name, value in _stated(letter.metadata):
        yield from _wrapped(value, f"  {name:{_LABELS}}")
    if letter.url:
        yield f"  {'address':{_LABELS}}{letter.url}"
    yield f"  {'holds':{_LABELS}}{_counts(letter)}"
    yield from _titled("Head and signatures, as printed", (f"  | {line}" for line in letter.head))
    yield from _titled("Outline", _outline(letter))
    yield from _titled("Text", _text(letter))
    yield from _titled("Footnotes", _footnotes(letter))
    yield from _titled("References", _references(letter))
    yield from _titled("Warnings", (line for each in letter.warnings for line in _wrapped(each, "  ")))


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    """``lines`` under their title; nothing where there are none."""
    for place, line in enumerate(lines):
        if not place:
            yield from ("", f"== {title} ==")
        yield line


def _stated(data: Metadata) -> Iterator[tuple[str, str]]:
    for name, value in (
        ("kind", data.kind),
        ("dossier", f"{data.dossier} {data.dossier_title or ''}".strip() if data.dossier else None),
        *(("dossier", f"{each.number} {each.title or ''}".strip()) for each in data.further_dossiers),
        ("number", data.number),
        ("vergaderjaar", data.vergaderjaar),
        ("chamber", data.chamber),
        ("date", data.date.isoformat() if data.date else None),
        ("place", data.place),
        ("addressee", data.addressee),
        ("subject", data.subject),
        ("kenmerk", data.kenmerk),
        *(("sender", ", ".join(filter(None, (sender.office, sender.name)))) for sender in data.senders),
        ("language", data.language),
    ):
        if value:
            yield name, value


def _counts(letter: Letter) -> str:
    counts = (
        (sum(len(section.paragraphs) for section in letter.sections), "paragraph"),
        (sum(bool(section.heading) for section in letter.sections), "heading"),
        (len(letter.footnotes), "footnote"),
        (len(letter.references()), "reference"),
        (len(letter.warnings), "warning"),
    )
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts)


def _outline(letter: Letter) -> Iterator[str]:
    for section in letter.sections:
        if section.heading:
            page = f", p. {section.page}" if section.page else ""
            under = f" ({len(section.paragraphs)}{page})"
            yield from _wrapped(section.heading + under, "  " * section.level, "  " * (section.level + 2))


def _text(letter: Letter) -> Iterator[str]:
    width = _margin_width([paragraph.page for _, paragraph in letter.paragraphs()])
    shown: str | None = None
    for place, section in enumerate(letter.sections):
        if place:
            yield ""
        if section.heading:
            margin, shown = _margin(section.page, shown, width)
            heading = f"{'#' * section.level} {section.heading}{_marks(section)}"
            yield from _wrapped(heading, margin, " " * len(margin))
        for paragraph in section.paragraphs:
            margin, shown = _margin(paragraph.page, shown, width)
            yield from _wrapped(
                paragraph.text + _marks(paragraph), f"{margin}{paragraph.number:>3}. ", " " * (len(margin) + 5)
            )


def _margin_width(pages: Sequence[str | None]) -> int:
    """How wide the margin is in which ``pages`` stand, 0 where there are none."""
    return max((len(f"p. {page}   ") for page in pages if page), default=0)


def _margin(page: str | None, shown: str | None, width: int) -> tuple[str, str | None]:
    """The margin, with the printed page where it isn't that of the line before, and the page that is shown now."""
    return (f"p. {page}" if page and page != shown else "").ljust(width), page or shown


def _marks(part: Section | Paragraph) -> str:
    return "".join(f" [{number}]" for number in part.footnotes)


def _footnotes(letter: Letter) -> Iterator[str]:
    width = _margin_width([note.page for note in letter.footnotes])
    for note in letter.footnotes:
        margin, _ = _margin(note.page, None, width)
        label = f"{margin}[{note.number}] "
        yield from _wrapped(note.text, label, " " * len(label))


def _references(letter: Letter) -> Iterator[str]:
    for text, url in dict.fromkeys((reference.text, reference.url) for reference in letter.references()):
        yield f"  {text}  {url}"


def _wrapped(text: str, first: str, rest: str | None = None) -> Iterator[str]:
    """``text`` in lines of at most WIDTH, its own line ends kept; no word is divided, however long."""
    rest = " " * len(first) if rest is None else rest
    for place, line in enumerate(text.split("\n")):
        yield from textwrap.wrap(
            line,
            WIDTH,
            initial_indent=rest if place else first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
