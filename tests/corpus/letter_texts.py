"""Letters to be set in every format: the supplied one, and others of real text in the shapes that letters have."""

import datetime
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus import read
from corpus.blocks import Block, Document, Kind, Marker, Style
from corpus.letter import Letter, Metadata, Sender
from tests.conftest import LETTER, SHARED

PASSAGES = SHARED / "data" / "kamervragen" / "passages.jsonl"
LETTERS = 24  # of the passages


@dataclass(frozen=True)
class Words:
    """Text with the numbers of notes, each with the offset before which it stands."""

    text: str
    marks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Heading:
    words: Words
    level: int  # from 1


@dataclass(frozen=True)
class Listed:
    items: tuple[Words, ...]
    numbered: bool


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Words | Heading | Listed | Table


@dataclass(frozen=True)
class Text:
    """A letter to be set. ``published`` as a Kamerstuk; else as a ministry sends it, with a letterhead."""

    name: str
    published: bool
    data: Metadata
    parts: tuple[Part, ...]
    notes: dict[str, str]
    salutation: str | None = None

    @property
    def day(self) -> str:
        from corpus.citation import dutch_date

        assert self.data.date
        return dutch_date(self.data.date.isoformat())

    @property
    def printed_dossier(self) -> str:
        assert self.data.dossier
        return f"{self.data.dossier[:2]} {self.data.dossier[2:]}"

    def document(self) -> Document:
        """What a reader should make of it, without the head."""
        found: list[Block] = []
        for part in self.parts:
            found += _blocks(part)
        notes = (
            Block(Kind.PARAGRAPH, text, 0, markers=(Marker(number, 0),)) for number, text in sorted_notes(self.notes)
        )
        return Document((*found, *notes), self.data, self.data.subject)


def sorted_notes(notes: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(notes.items(), key=lambda note: int(note[0]))


def _blocks(part: Part) -> Iterator[Block]:
    match part:
        case Words():
            yield Block(Kind.PARAGRAPH, part.text, 0, markers=_markers(part))
        case Heading():
            style = Style.BOLD if part.level == 1 else Style.ITALIC
            yield Block(Kind.HEADING, part.words.text, 0, part.level + 1, style, _markers(part.words))
        case Listed():
            for number, item in enumerate(part.items, 1):
                label = f"{number}. " if part.numbered else ""
                markers = tuple(Marker(mark.number, mark.offset + len(label)) for mark in _markers(item))
                yield Block(Kind.ITEM, label + item.text, 0, 1, markers=markers)
        case Table():
            yield Block(Kind.ROW, " | ".join(part.heads), 0, 1)
            for row in part.rows:
                yield Block(Kind.ROW, " | ".join(row), 0)


def _markers(words: Words) -> tuple[Marker, ...]:
    return tuple(Marker(number, offset) for offset, number in words.marks)


@cache
def passages() -> tuple[str, ...]:
    """Ministers' answers that can stand as a paragraph: whole sentences, and no label of a list in front."""
    with PASSAGES.open(encoding="utf-8") as lines:
        texts = [" ".join(json.loads(line)["text"].split()) for line in lines]
    whole = re.compile(r"[«‘“(]?[A-ZÀ-Þ][^|\[\]]*[a-zß-ÿ)]{2}[.?!][»’”]?")
    return tuple(dict.fromkeys(text for text in texts if whole.fullmatch(text)))


class _Writer:
    """Makes a letter of passages as chance has it."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self.notes: dict[str, str] = {}
        self.parts: list[Part] = []
        self._waiting = self.chance.sample(passages(), len(passages()))

    def text(self, least: int = 0, most: int = 3000) -> str:
        for place, text in enumerate(self._waiting):
            if least <= len(text) <= most:
                return self._waiting.pop(place)
        raise LookupError(f"no passage of {least} to {most} characters is left")

    def marked(self, text: str, likely: float) -> Words:
        ends = [match.start() for match in re.finditer(r"(?<=[a-z]{2}[.,)])(?= )|$", text)]
        marks = []
        for at in sorted(self.chance.sample(ends, min(len(ends), self.chance.choice((1, 1, 2))))):
            if self.chance.random() < likely:
                number = str(len(self.notes) + 1)
                self.notes[number] = self.chance.choice(
                    (f"Kamerstuk 28 676, nr. {number}.", self.text(60, 300), f"Bijlage {number} bij deze brief.")
                )
                marks.append((at, number))
        return Words(text, tuple(marks))

    def heading(self, number: str, level: int) -> None:
        words = re.findall(r"[A-Za-zé]{4,}", self.text(200))[: self.chance.randint(2, 6)]
        text = f"{number} {' '.join(words).capitalize()}".strip()
        self.parts.append(Heading(self.marked(text, 0.15), level))

    def paragraphs(self) -> None:
        for _ in range(self.chance.randint(1, 4)):
            text = self.chance.choice((self.text(20), self.text(20), self.text(20, 80), self.text(600)))
            self.parts.append(self.marked(text, 0.3))

    def enumeration(self) -> None:
        self.parts.append(self.marked(self.text(200)[:100].rsplit(" ", 1)[0].rstrip(",;. -–") + ":", 0))
        items = tuple(
            self.marked(self.text(60, self.chance.choice((150, 400))), 0.2) for _ in range(self.chance.randint(2, 5))
        )
        self.parts.append(Listed(items, numbered=self.chance.random() < 0.5))
        self.parts.append(self.marked(self.text(100), 0))

    def table(self) -> None:
        words = re.findall(r"\b[a-z]{4,9}\b", self.text(500))
        heads = ("Onderdeel", *(str(year) for year in range(2021, 2021 + self.chance.randint(2, 3))))
        rows = tuple(
            (
                words[place].capitalize(),
                *(f"{self.chance.randint(1, 9999) / 10:.1f}".replace(".", ",") for _ in heads[1:]),
            )
            for place in range(self.chance.randint(3, 6))
        )
        self.parts += [Words("De kosten staan in deze tabel."), Table(heads, rows), self.marked(self.text(100), 0)]

    def questions(self) -> None:
        for number in range(1, self.chance.randint(3, 5)):
            for label, least in ((f"Vraag {number}", 60), (f"Antwoord {number}", 20)):
                self.parts.append(Heading(Words(label), 1))
                self.parts.append(self.marked(self.text(least, 900), 0.2))


def _letter(number: int) -> Text:
    writer = _Writer(number)
    chance = writer.chance
    writer.paragraphs()
    if number % 6 == 5:
        writer.questions()
    else:
        numbered = chance.random() < 0.5
        for chapter in range(1, chance.randint(3, 5)):
            writer.heading(f"{chapter}." if numbered else "", 1)
            for shape in chance.sample((writer.paragraphs, writer.enumeration, writer.table), chance.randint(1, 3)):
                shape()
            for section in range(1, chance.choice((1, 1, 3))):
                writer.heading(f"{chapter}.{section}" if numbered else "", 2)
                writer.paragraphs()
    return Text(
        f"brief-{number}",
        number % 2 == 0,
        _data(number, chance),
        tuple(writer.parts),
        writer.notes,
        _salutation(number),
    )


def _salutation(number: int) -> str | None:
    return "Geachte voorzitter," if number % 4 else None


def _data(number: int, chance: random.Random) -> Metadata:
    offices = ("Minister van Infrastructuur en Waterstaat", "STAATSSECRETARIS VAN JUSTITIE EN VEILIGHEID")
    names = ("M.G.J. Harbers", "drs. V.L.W.A. Heijnen", "Hugo de Jonge", "D. Yesilgöz-Zegerius")
    senders = tuple(
        Sender(office, name)
        for office, name in zip(offices[: 1 + number % 3 // 2], chance.sample(names, 2), strict=False)
    )
    day = datetime.date(2022, 1 + number % 12, 1 + number)
    to = "de Voorzitter van de Tweede Kamer der Staten-Generaal"
    if number % 2 == 0:
        return Metadata(
            dossier=str(31_000 + number),
            dossier_title="Vernieuwing van het openbaar vervoer",
            number=str(number + 1),
            vergaderjaar="2021/22",
            chamber="II",
            date=day,
            place="Den Haag",
            kind="BRIEF VAN DE MINISTER VAN INFRASTRUCTUUR EN WATERSTAAT",
            addressee=to,
            senders=senders,
        )
    subject = " ".join(re.findall(r"[A-Za-zé]{4,}", chance.choice(passages()))[:5]).capitalize()
    return Metadata(
        chamber="II", date=day, addressee=to, subject=subject, kenmerk=f"IENW/BSK-2022/{number}", senders=senders
    )


def supplied() -> Text:
    """The supplied letter. Its one title is left out: as a Kamerstuk has it, it stands above a second document."""
    letter = read(LETTER)
    parts: list[Part] = []
    for section in letter.sections:
        if section.heading:
            at = len(section.heading)
            marks = tuple((at, number) for number in section.footnotes)
            parts.append(Heading(Words(section.heading, marks), max(1, section.level - 1)))
        for paragraph in section.paragraphs:
            text = re.sub(r"\s+", " ", paragraph.text)
            parts.append(Words(text, tuple((len(text), number) for number in paragraph.footnotes)))
    notes = {note.number: note.text for note in letter.footnotes}
    return Text(letter.id, True, letter.metadata, tuple(parts), notes)


def texts() -> Iterator[Text]:
    yield supplied()
    if PASSAGES.exists():
        for number in range(LETTERS):
            yield _letter(number)


def truth(text: Text) -> Letter:
    """The letter as a perfect reader has it."""
    from corpus.assemble import assemble

    return assemble(text.document(), text.name)
