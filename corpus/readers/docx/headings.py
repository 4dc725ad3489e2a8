"""Headings that an author made by hand, in bold, underlined or larger, where Word's styles for them aren't used."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.blocks import Kind
from corpus.readers.docx.entry import Entry
from corpus.readers.docx.text import lines, raw

_LONGEST = 200  # characters
_LONGEST_WITH_STYLES = 120  # where there are headings with styles, and this may be a mere emphasis
_LONGEST_ITALIC = 100
_LONGEST_BYLINE = 100
_MOST = 0.4  # of all letters; where more are set as a heading would be, the look tells nothing
_LARGER = 2  # half points
_PART = re.compile(r"^(?:deel|hoofdstuk|part|chapter) (?:\d{1,2}|[IVX]{1,5}|[A-Z])\b", re.IGNORECASE)
_NO_HEADING = re.compile(
    r"^(?:figuur|tabel|grafiek|kader|bron|figure|table|source)\b|^(?:https?://|www\.)|[,;]$", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.:;,]$")
_CLOSED = re.compile(r"[.:;,!?…]$")

# What ranks a heading among others, highest first: size, centred, then bold, italic and underlined; "Deel 1" last
_Rank = tuple[int, bool, int, bool]
_ONLY_UNDERLINED = 2


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What may be a heading: an entry, or the first line of one, which leaves ``rest``."""

    heading: Entry
    rest: Entry | None
    rank: _Rank


def with_headings(entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` with what looks like a heading made one, and the title above all others."""
    styled = [entry for entry in entries if entry.kind is Kind.HEADING]
    by_hand = all(entry.title for entry in styled)
    found = _candidates(entries, by_hand)
    above = max((entry.level for entry in styled), default=0)
    if not styled and (title := _plain_title(entries, found)) is not None:
        found[0], above = title, 1
    levels = _levels([each.rank for place, each in found.items() if place or not above or styled], above)
    made: list[Entry] = []
    for place, entry in enumerate(entries):
        if (candidate := found.get(place)) is None:
            made.append(entry)
            continue
        heading = replace(candidate.heading, kind=Kind.HEADING, level=levels.get(candidate.rank, 1))
        heading.underlined = candidate.rank[0] == 0 and candidate.rank[2] == _ONLY_UNDERLINED
        made += [heading, candidate.rest] if candidate.rest else [heading]
    _raise_title(made)
    return made


def _levels(ranks: Sequence[_Rank], above: int) -> dict[_Rank, int]:
    """Levels from ``above`` on. "Deel 1" stands above what looks the same only where nothing looks lower: where the
    chapters of a part have a look of their own, "Conclusie" is no chapter of the last part."""
    looks = {rank[:3] for rank in ranks}
    ordered = sorted({rank if rank[:3] == max(looks) else (*rank[:3], False) for rank in ranks})
    levels = {rank: level for level, rank in enumerate(ordered, start=above + 1)}
    return {rank: levels.get(rank) or levels[*rank[:3], False] for rank in ranks}


def _candidates(entries: Sequence[Entry], by_hand: bool) -> dict[int, _Candidate]:
    """What may be headings, by place. ``by_hand``: no other headings are there."""
    usual = _usual_size(entries)
    found: dict[int, _Candidate] = {}
    for place, entry in enumerate(entries):
        if entry.table or entry.caption or not _can_head(entries, place):
            continue
        for heading, rest in _ways(entry):
            followed = rest is not None or place + 1 < len(entries)
            if followed and (rank := _rank(heading, usual, by_hand)) is not None:
                found[place] = _Candidate(heading, rest, rank)
                break
        else:
            follows = entries[place - 1].kind is Kind.PARAGRAPH and place - 1 not in found if place else False
            if by_hand and follows and _is_italic_heading(entry, entries[place + 1 : place + 2]):
                found[place] = _Candidate(entry, None, (0, True, 3, True))
    letters = sum(len(each.heading.text) for each in found.values())
    return found if letters <= _MOST * sum(len(entry.text) for entry in entries) else {}


def _can_head(entries: Sequence[Entry], place: int) -> bool:
    """A paragraph, or the one numbered item of its kind between paragraphs."""
    entry = entries[place]
    if entry.kind is not Kind.ITEM:
        return entry.kind is Kind.PARAGRAPH
    neighbours = [*entries[max(0, place - 1) : place], *entries[place + 1 : place + 2]]
    return bool(entry.label) and all(other.kind is not Kind.ITEM for other in neighbours)


def _ways(entry: Entry) -> Iterator[tuple[Entry, Entry | None]]:
    """``entry`` as a whole; its first line before what follows."""
    yield entry, None
    first, rest = lines(entry.pieces)
    if rest and raw(rest):
        yield replace(entry, pieces=first, notes=[]), replace(entry, pieces=rest, label="")


def _rank(entry: Entry, usual: int, by_hand: bool) -> _Rank | None:
    """None where it isn't set as a heading."""
    look, text = entry.look, entry.text
    if look is None or _NO_HEADING.search(text):
        return None
    larger = look.size - usual if look.size - usual >= _LARGER else 0
    if not (look.bold or look.underlined or (larger and by_hand)):
        return None
    if len(text) > (_LONGEST if by_hand else _LONGEST_WITH_STYLES) or (not by_hand and _SENTENCE.search(text)):
        return None
    emphasis = 1 if look.bold and look.italic else 0 if look.bold else _ONLY_UNDERLINED
    return -larger, not entry.centred, emphasis, not _PART.match(text)


def _is_italic_heading(entry: Entry, following: Sequence[Entry]) -> bool:
    look = entry.look
    return (
        look is not None
        and look.italic
        and entry.kind is Kind.PARAGRAPH
        and entry.apart
        and not entry.below_picture
        and len(entry.text) <= _LONGEST_ITALIC
        and "\t" not in raw(entry.pieces)
        and not _CLOSED.search(entry.text)
        and not _NO_HEADING.search(entry.text)
        and any(each.kind is Kind.PARAGRAPH and not (each.look and each.look.italic) for each in following)
    )


def _usual_size(entries: Sequence[Entry]) -> int:
    sizes: Counter[int] = Counter()
    for entry in entries:
        for piece in entry.pieces:
            sizes[piece.look.size] += len(piece.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0


def _plain_title(entries: Sequence[Entry], found: dict[int, _Candidate]) -> _Candidate | None:
    """The first line of a document, set like the text: a title where only a short line parts it from a heading."""
    first = min(found, default=0)
    if first not in (1, 2):
        return None
    lines_ = entries[:first]
    if any(entry.kind is not Kind.PARAGRAPH or len(entry.text) > _LONGEST_BYLINE for entry in lines_):
        return None
    return None if _CLOSED.search(lines_[0].text) else _Candidate(lines_[0], None, (0, True, 9, True))


def _raise_title(entries: Sequence[Entry]) -> None:
    headings = [entry for entry in entries if entry.kind is Kind.HEADING]
    if not headings or not headings[0].title or all(entry.level > 1 for entry in headings[1:]):
        return
    for entry in headings[1:]:
        entry.level += 0 if entry.title else 1
