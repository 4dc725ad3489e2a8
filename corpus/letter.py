"""A letter as the rest of the product sees it: metadata, sections, paragraphs.

Every text here is verbatim: the words of the source with its markup taken off, white space folded to one space.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Chamber = Literal["I", "II"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of another official publication.

    ``start`` and ``end`` are character offsets into the text that mentions it (a paragraph's or a footnote's).
    """

    text: str
    id: str
    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of a page; ``number`` is its mark, which a letter may use more than once."""

    number: str
    text: str
    references: tuple[Reference, ...] = ()
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signed: the office ("Minister van Defensie") and the name where the letter gives it.

    ``office`` is empty where a name stands alone: a member's under a motion, or of somebody who signs for another.
    """

    office: str
    name: str | None = None

    @property
    def author(self) -> str:
        """Whom a reference names: the office, else the name."""
        return self.office or self.name or ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a letter is filed under: the number without the space in it, "36600 VII", and the title where it stands."""

    number: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text; ``number`` counts from 1 within its section's path.

    ``footnotes`` are the numbers of the notes it refers to; ``page`` is the printed page it stands on, where known:
    a range where it crosses pages (``corpus.pages``).
    """

    id: str
    number: int
    text: str
    footnotes: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the paragraphs directly under it.

    ``path`` is the outline from the outermost section down to this one; it is empty for text before any heading.
    The heading that titles the whole letter is level 1 and stands in no path.
    """

    heading: str | None
    level: int
    path: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[str, ...] = ()
    page: str | None = None

    def notes_of(self, paragraph: Paragraph) -> tuple[str, ...]:
        """The notes a reader of ``paragraph`` wants: its own, and for the first one the heading's."""
        return (self.footnotes if paragraph in self.paragraphs[:1] else ()) + paragraph.footnotes


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a letter says. Only what the source states is filled in.

    ``number`` is the sub-number in the dossier, of an Aanhangsel its number in the vergaderjaar. A letter that stands
    in several dossiers has its number in the first; the others are the ``further_dossiers``. ``kenmerk`` is the
    sender's own reference, ``subject`` what stands behind "Betreft" or "Onderwerp".
    """

    dossier: str | None = None
    dossier_title: str | None = None
    number: str | None = None
    vergaderjaar: str | None = None
    chamber: Chamber | None = None
    date: datetime.date | None = None
    place: str | None = None
    kind: str | None = None
    addressee: str | None = None
    subject: str | None = None
    kenmerk: str | None = None
    senders: tuple[Sender, ...] = ()
    language: str | None = None
    further_dossiers: tuple[Dossier, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Metadata":
        """From the values of its fields as JSON has them."""
        day = values["date"]
        return cls(
            **{
                **values,
                "date": datetime.date.fromisoformat(day) if day else None,
                "senders": tuple(Sender(**each) for each in values["senders"]),
                "further_dossiers": tuple(Dossier(**each) for each in values.get("further_dossiers", ())),
            }
        )

    @property
    def dossiers(self) -> tuple[str, ...]:
        """The numbers of all dossiers it stands in, the one it has its number in first."""
        return (*filter(None, (self.dossier,)), *(each.number for each in self.further_dossiers))

    @property
    def writers(self) -> tuple[Sender, ...]:
        """Whose letter it is: those who signed, but of a board that is named by itself, "Gedeputeerde Staten", not its
        chair and its secretary, whose role has a small letter."""
        boards = [sender for sender in self.senders if sender.office and not sender.name]
        return tuple(sender for sender in self.senders if not (boards and sender.name and sender.office[:1].islower()))


NOTHING_STATED = Metadata()


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, whole. ``head`` holds the lines of head and signatures, verbatim and in order."""

    id: str
    title: str
    metadata: Metadata
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...] = ()
    head: tuple[str, ...] = ()
    url: str | None = None
    warnings: tuple[str, ...] = field(default=(), compare=False)

    def paragraphs(self) -> Iterator[tuple[Section, Paragraph]]:
        """All paragraphs in reading order, each with its section."""
        for section in self.sections:
            for paragraph in section.paragraphs:
                yield section, paragraph

    def references(self) -> tuple[Reference, ...]:
        """All mentions of other publications, in reading order, those in footnotes last."""
        running = [reference for _, paragraph in self.paragraphs() for reference in paragraph.references]
        noted = [reference for note in self.footnotes for reference in note.references]
        return (*running, *noted)
