"""Which lines of a plain text are headings, where nothing but their words and their place can say so: "2.1 Kademuur",
or "Kernboodschap" alone above a paragraph."""

import re
from collections.abc import Iterator, Sequence

from corpus.blocks import CAPTION
from corpus.dates import dated_line
from corpus.letterhead import SALUTATION
from corpus.signature import CLOSING, OFFICE, is_name

_HIGHEST = 2  # the level of a heading that is below none but the title
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.? ['’‘“\"«]?[A-ZÀ-Þ].{1,80}")
_UNNUMBERED = re.compile(r"[A-ZÀ-Þ][^|:;]{2,60}")
_ENDED = (".", ",", ";", ":", "!", "…")  # a heading may be a question
_SENTENCE = re.compile(r".{40,}[.?!:][»”’\"')\]]*(?:\d{1,2}|\[\d{1,2}\])?", re.DOTALL)  # and the mark of a footnote
_ITEM = re.compile(r"(?:[-–—•·*+▪◦‣]|\(?\w{1,2}[.)])\s")
_MOST_WORDS = 9
_FEWEST_NUMBERED = 2  # one alone may be the item of a list


def heading_levels(paragraphs: Sequence[Sequence[str]]) -> dict[int, int]:
    """The places of the ``paragraphs``, each by its lines, whose first line is a heading, with its level."""
    numbered = _numbered(paragraphs)
    levels = {place: _HIGHEST + number.count(".") for place, number in numbered.items()}
    begun = False  # whether the head is behind
    for place, lines in enumerate(paragraphs[:-1]):
        if place in levels:
            begun = True
            continue
        if any(map(CLOSING.match, lines)):
            break
        if begun and len(lines) == 1 and _stands_above_text(paragraphs, place, levels):
            levels[place] = _HIGHEST
        begun = begun or _is_text(lines) or _greets(lines)
    return levels


def _numbered(paragraphs: Sequence[Sequence[str]]) -> dict[int, str]:
    """The places of those that begin with a numbered heading, with its number: where the numbers go on from 1 as those
    of an outline do, and stand above text."""
    found: dict[int, str] = {}
    last: tuple[int, ...] = (0,)
    for place, lines in enumerate(paragraphs):
        match = _NUMBERED.fullmatch(lines[0])
        if not match or lines[0].endswith(_ENDED):
            continue
        number = tuple(map(int, match["number"].split(".")))
        if number in _next(last) and _heads(paragraphs, place, number):
            found[place], last = match["number"], number
    return found if len(found) >= _FEWEST_NUMBERED else {}


def _next(number: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The numbers that an outline may go on with."""
    yield (*number, 1)
    for depth in range(len(number)):
        yield (*number[:depth], number[depth] + 1)


def _heads(paragraphs: Sequence[Sequence[str]], place: int, number: tuple[int, ...]) -> bool:
    """Whether text, or a heading of the next level, stands below: of a list the next item does. With text in the same
    paragraph it must be broken off before it is full."""
    first, *rest = paragraphs[place]
    if not rest and place + 1 == len(paragraphs):
        return False
    below = rest or paragraphs[place + 1]
    if match := _NUMBERED.match(below[0]):
        return not rest and tuple(map(int, match["number"].split("."))) == (*number, 1)
    full = rest and len(first) + 1 + len(rest[0].split()[0]) > max(map(len, rest))
    # a sentence that goes on below is none, but for the item "a."
    is_item = bool(_ITEM.match(below[0]))
    return not full and (is_item or (not below[0][0].islower() and _is_text(below)))


def _stands_above_text(paragraphs: Sequence[Sequence[str]], place: int, levels: dict[int, int]) -> bool:
    """Whether a line alone heads what is below it: behind a sentence, a greeting or a heading, above text, and no name,
    day or caption."""
    (line,) = paragraphs[place]
    if line.endswith(_ENDED) or len(line.split()) > _MOST_WORDS or not _UNNUMBERED.fullmatch(line):
        return False
    others = (CAPTION.match, OFFICE.match, _NUMBERED.match, _ITEM.match)
    if any(form(line) for form in others) or is_name(line) or dated_line(line)[1]:
        return False
    above, below = paragraphs[place - 1], paragraphs[place + 1]
    follows = place - 1 in levels or _is_text(above) or _greets(above) or bool(_ITEM.match(above[-1]))
    return follows and (_is_text(below) or bool(_ITEM.match(below[0]) and len(below) > 1))


def _is_text(lines: Sequence[str]) -> bool:
    return _SENTENCE.fullmatch(" ".join(lines)) is not None


def _greets(lines: Sequence[str]) -> bool:
    return len(lines) == 1 and len(lines[0]) < 200 and SALUTATION.fullmatch(lines[0]) is not None
