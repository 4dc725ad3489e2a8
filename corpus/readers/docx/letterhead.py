"""The letterhead: rows and lines such as "Ons kenmerk | IENW/BSK-2022/1" before the text begins."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from corpus.blocks import Kind, folded
from corpus.dates import written_date
from corpus.labels import ADDRESSEE, DATE, FIELDS, KENMERK, LABEL, SENT, SUBJECT, value_of
from corpus.letter import Metadata
from corpus.readers.docx.entry import Entry

_ALONE = re.compile(rf"^{LABEL}\s?:?$", re.IGNORECASE)
_PARTED = re.compile(rf"^{LABEL}(?:\s?:\s?|\s?\t\s*:?\s*)(?P<value>\S.*)$", re.IGNORECASE | re.DOTALL)
_SALUTATION = re.compile(r"^(?:(?:Hoogg|Zeer g|G)eachte?|Beste|Dear|Majesteit|Excellentie|L\. ?S\.)(?!\w)")
_ADDRESS = re.compile(r"Postbus \d|\d{4} ?[A-Z]{2}\b|['’A-Z].* \d{1,4} ?[a-zA-Z]?$")
_FEWEST_LABELS = 3
_TEXT = 200  # characters of a paragraph with which the text has begun
_LONGEST_VALUE = 300


@dataclass(slots=True)
class _Stated:
    """What labels say; the first to say a thing is right."""

    values: dict[str, str] = field(default_factory=dict)

    def note(self, label: str, value: str) -> None:
        name = FIELDS.get(" ".join(label.casefold().split()))
        if name and value:
            self.values.setdefault(name, value_of(name, value))

    def metadata(self) -> Metadata:
        place, day = written_date(self.values.get(DATE) or self.values.get(SENT, ""))
        addressee = self.values.get(ADDRESSEE)
        return Metadata(
            date=day,
            place=place,
            subject=self.values.get(SUBJECT),
            kenmerk=self.values.get(KENMERK),
            addressee=addressee if addressee and addressee.startswith(("de ", "De ", "het ", "Het ")) else None,
        )


def take_letterhead(entries: Sequence[Entry], headers: Iterable[Sequence[Entry]]) -> Metadata:
    """What the letterhead states; its lines become HEAD.

    ``headers`` are the heads of pages, which are no part of the text but can state the same.
    """
    stated = _Stated()
    _take(entries[: _begin_of_text(entries)], stated)
    for header in headers:
        _take(header, stated)
    return stated.metadata()


def is_letterhead(header: Sequence[Entry]) -> bool:
    """Whether the head of a page is the letterhead that stands beside a letter, by its labels: "Inlichtingen",
    "Kenmerk"; others say again what the letter says."""
    labels = {_bare(each.text).casefold() for each in header if _ALONE.match(each.text)}
    return len(labels) >= _FEWEST_LABELS


def _begin_of_text(entries: Sequence[Entry]) -> int:
    for place, entry in enumerate(entries):
        begins = entry.kind in (Kind.HEADING, Kind.ITEM) or _SALUTATION.match(entry.text)
        if not entry.table and (begins or len(entry.text) > _TEXT):
            return place
    return 0  # without text, nothing shows where a letterhead ends


def _take(entries: Sequence[Entry], stated: _Stated) -> None:
    for table, group in groupby(entries, key=lambda entry: entry.table):
        members = list(group)
        if table:
            _take_table(members, stated)
        else:
            _take_lines(members, stated)


def _take_table(rows: Sequence[Entry], stated: _Stated) -> None:
    """A table is of the letterhead if at least half of its rows are."""
    filled = [[cell for cell in row.cells if cell] for row in rows]
    labelled = [cells for cells in filled if len(cells) >= 2 and _ALONE.match(folded(cells[0]))]
    single = [match for cells in filled if len(cells) == 1 and (match := _PARTED.match(cells[0]))]
    if 2 * (len(labelled) + len(single)) < len(rows):
        return
    if any(_field(cells[0]) == DATE and written_date(cells[1])[1] is None for cells in labelled):
        return  # "Datum | Onderwerp" heads a table of its own
    for cells in labelled:
        stated.note(_bare(cells[0]), folded(" ".join(cells[1:])))
    for match in single:
        stated.note(match["label"], folded(match["value"]))
    for row in rows:
        row.kind, row.level = Kind.HEAD, 0
        row.text = folded(row.text.replace(" | ", " "))


def _take_lines(entries: Sequence[Entry], stated: _Stated) -> None:
    waiting: Entry | None = None  # a label whose value is to come
    for entry in entries:
        if waiting is not None and entry.kind is Kind.PARAGRAPH and not _ALONE.match(entry.text):
            if len(entry.text) <= _LONGEST_VALUE:
                said = entry.text
                if _field(waiting.text) == ADDRESSEE:  # whose address below is none of it
                    said = " ".join(takewhile(lambda line: not _ADDRESS.match(line), said.split("\n")))
                stated.note(_bare(waiting.text), folded(said))
                waiting.kind = entry.kind = Kind.HEAD
            waiting = None
            continue
        if waiting is not None:
            waiting = None  # labels under each other: what follows may belong to any of them
            continue
        waiting = entry if _is_label(entry) else None
        found = list(_lines(entry))
        if found and entry.kind is Kind.PARAGRAPH:
            for label, value in found:
                stated.note(label, value)
            entry.kind = Kind.HEAD


def _is_label(entry: Entry) -> bool:
    match = _ALONE.match(entry.text)
    return match is not None and entry.kind is Kind.PARAGRAPH and _field(entry.text) is not None


def _lines(entry: Entry) -> Iterator[tuple[str, str]]:
    """Labels and values, where every line of an entry has them, or goes on with the value above."""
    if len(entry.text) > _LONGEST_VALUE:
        return
    raw_lines = "".join(piece.text for piece in entry.pieces).strip().split("\n")
    matches = [_PARTED.match(line.strip(" ")) for line in raw_lines]
    if matches and all(matches):
        for match in filter(None, matches):
            yield match["label"], folded(match["value"])


def _field(label: str) -> str | None:
    return FIELDS.get(_bare(label).casefold())


def _bare(label: str) -> str:
    return folded(label).rstrip(": ")
