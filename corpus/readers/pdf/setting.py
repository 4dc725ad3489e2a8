"""Lines → text: the spaces between them, and the hyphens that divide words at their ends."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from corpus.blocks import Marker
from corpus.joining import hyphen_opens, joined
from corpus.readers.pdf.columns import Line

HYPHENED = re.compile(r"\w[-\u2010]$")
_JOINED = re.compile(r"[^\w\s-][-\u2010]$")  # LHBTIQ+-gemeenschap, (zee)-egel
_URL_GOES_ON = re.compile(r"[%/?&=#._-]|[a-z]*\d+\S*|[a-z]+[/=&?]")
_TAIL = 400  # characters looked back; an address is at most 300
_URL_END = re.compile(r"(?:https?://|www\.)\S*$")


def text_of(
    lines: Sequence[Line], words: Collection[str], hyphenated: bool, parts: Collection[int] = ()
) -> tuple[str, tuple[Marker, ...]]:
    """The words of ``lines`` as one text, and its markers; the lines at ``parts`` begin on a line of their own."""
    text = ""  # the end of it, so that a paragraph of a hundred pages costs no more a line than a short one
    before: list[str] = []
    length = 0
    markers: list[Marker] = []
    last: Line | None = None
    for place, line in enumerate(lines):
        if len(text) > 2 * _TAIL:
            before.append(text[:-_TAIL])
            length += len(before[-1])
            text = text[-_TAIL:]
        if last is not None:
            if place in parts:
                text += "\n"
            else:
                text = _before_next(text, last, line.text, words, hyphenated)
        markers += [Marker(marker.number, marker.offset + length + len(text)) for marker in line.markers]
        text += line.text
        last = line
    return "".join(before) + text, tuple(markers)


def _before_next(text: str, last: Line, second: str, words: Collection[str], hyphenated: bool) -> str:
    """``text`` as it stands before the words of the next line, with the space between them where there is one."""
    if HYPHENED.search(text) and second[:1].isalnum():
        if last.spaced:
            return text + " "
        first, _ = joined(text, second, words)
        return first if hyphenated or first.endswith((" ", "-")) or _undivided(text, second, words) else text
    if _JOINED.search(text) and second[:1].isalnum() and not last.spaced:
        return text
    if hyphen_opens(text, second) and not last.spaced:
        return text
    if HYPHENED.search(text) and second[:1] in ")]»”’.,;:" and not last.spaced:
        return text
    tail = text[-200:].rsplit(" ", 1)[-1]
    if not last.spaced and _URL_END.search(tail) and (tail[-1] in "/_=&?-." or _URL_GOES_ON.match(second)):
        return text
    return text + " "


def _undivided(first: str, second: str, words: Collection[str]) -> bool:
    left = re.search(r"(\w+)[-\u2010]$", first[-100:])
    right = re.match(r"\w+", second)
    return bool(left and right and (left[1] + right.group()).lower() in words)


def divides_words(lines: Sequence[Line], words: Collection[str]) -> bool:
    """Whether the lines of this document end in divided words: some stand undivided elsewhere in it, or there are
    far more hyphens than compounds alone would give."""
    ends = undivided = 0
    for line, following in pairwise(lines):
        if HYPHENED.search(line.text) and not line.spaced and following.text[:1].islower():
            ends += 1
            undivided += _undivided(line.text, following.text, words)
    return undivided >= 2 or ends > 0.02 * max(len(lines), 1)
