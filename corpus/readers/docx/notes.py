"""Footnotes and endnotes: their numbers, which the file doesn't hold, and their bodies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.blocks import Block, Kind, Marker
from corpus.readers.docx.fields import Fields
from corpus.readers.docx.names import Element, descend, number, value, w
from corpus.readers.docx.numbering import written
from corpus.readers.docx.package import Package
from corpus.readers.docx.styles import Styles
from corpus.readers.docx.text import Reader, fold

_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}  # Word's own, where nothing else is stated


@dataclass(slots=True)
class Notes:
    """The notes of one document, counted in the order in which the text refers to them."""

    _styles: Styles
    _bodies: dict[tuple[str, str], Element] = field(default_factory=dict)
    _readers: dict[str, Reader] = field(default_factory=dict)
    _formats: dict[str, str] = field(default_factory=dict)
    _next: dict[str, int] = field(default_factory=dict)
    _marks: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package, styles: Styles) -> "Notes":
        notes = cls(styles)
        for kind, part in (("footnote", package.footnotes), ("endnote", package.endnotes)):
            properties = list(_properties(package, kind))
            stated = (value(each, "numFmt") for each in properties)
            notes._formats[kind] = next(filter(None, stated), _FORMATS[kind])
            starts = (number(value(each, "numStart")) for each in properties)
            notes._next[kind] = next((start for start in starts if start is not None), 1)
            if part is None:
                continue
            notes._readers[kind] = Reader(styles, Fields.of(part), lambda _kind, _id: "")
            for note in part.iterchildren(w(kind)):
                notes._bodies.setdefault((kind, note.get(w("id"), "")), note)
        return notes

    def count(self, kind: str, identifier: str) -> str:
        """The mark of the next note that the text refers to."""
        place = kind, identifier
        if place not in self._marks:
            self._marks[place] = written(self._next[kind], self._formats[kind])
            self._next[kind] += 1
        return self._marks[place]

    def bodies(self, references: Iterable[tuple[str, str, str]]) -> Iterator[Block]:
        """The notes that a paragraph refers to, each once in a document."""
        for kind, identifier, mark in references:
            body = self._bodies.pop((kind, identifier), None)
            if body is None:
                continue
            text = self._text(kind, body, mark)
            if text:
                yield Block(Kind.PARAGRAPH, text, 0, markers=(Marker(mark, 0, stated=True),))

    def _text(self, kind: str, body: Element, mark: str) -> str:
        reader = self._readers[kind]
        boxed = w("txbxContent")
        paragraphs = (each for each in body.iter(w("p")) if next(each.iterancestors(boxed), None) is None)
        texts = (fold(reader.words(paragraph).pieces, marks=False)[0] for paragraph in paragraphs)
        text = "\n".join(filter(None, texts))
        # an author who chose the mark typed it before the note as well
        return text.removeprefix(mark).lstrip() if next(body.iter(w(f"{kind}Ref")), None) is None else text


def _properties(package: Package, kind: str) -> Iterator[Element]:
    name = f"{kind}Pr"
    for section in package.document.iter(w("sectPr")):
        if (found := descend(section, name)) is not None:
            yield found
    if (found := descend(package.settings, name)) is not None:
        yield found
