"""Headings with inconsistent levels → a sane outline.

Rules, strongest first: numbering ("2.1" lies under "2.", and a run that begins again at 1 under the number above it,
where it is of a lower level or alone italic); italics, the lowest rank of heading in Kamerstukken,
so that two italic headings are siblings whatever their number of "#"; the source's own level. Levels that are
skipped (## then ####) close up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.blocks import Block, Style
from corpus.citation import MONTHS

# "3 mei 2021" above a part of a chapter is a day, no chapter 3
_NUMBERING = re.compile(rf"^(?P<number>\d{{1,2}}(?:\.\d{{1,2}})*)\.?\s+(?!(?:{'|'.join(MONTHS)})\b)\D")


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading whose section is open."""

    text: str
    level: int
    style: Style
    number: tuple[str, ...]  # ("2", "1") for "2.1", empty without numbering


def paths(headings: Sequence[Block]) -> list[tuple[str, ...]]:
    """For each heading its outline path, its own text last."""
    stack: list[_Open] = []
    result = []
    for heading in headings:
        match = _NUMBERING.match(heading.text)
        entry = _Open(heading.text, heading.level, heading.style, tuple(match["number"].split(".")) if match else ())
        before: _Open | None = None
        while stack and not _contains(stack[-1], entry, before):
            before = stack.pop()
        stack.append(entry)
        result.append(tuple(opened.text for opened in stack))
    return result


def _contains(outer: _Open, inner: _Open, before: _Open | None) -> bool:
    """Whether ``inner`` lies under ``outer``; ``before`` is the heading between them that it does not lie under."""
    if outer.number and inner.number:
        if len(outer.number) < len(inner.number) and inner.number[: len(outer.number)] == outer.number:
            return True
        in_run = inner.number == ("1",) or (before is not None and _counts_on(before, inner))
        return in_run and (_is_lower(outer, inner) or _alone_is_italic(outer, inner))
    return _is_lower(outer, inner)


def _counts_on(before: _Open, inner: _Open) -> bool:
    """Whether two headings that look the same are of one run: "1." and "2."."""
    same = (before.level, before.style) == (inner.level, inner.style)
    return same and len(before.number) == len(inner.number) == 1 and int(before.number[0]) < int(inner.number[0])


def _alone_is_italic(outer: _Open, inner: _Open) -> bool:
    return outer.level == inner.level and inner.style is Style.ITALIC and outer.style is not Style.ITALIC


def _is_lower(outer: _Open, inner: _Open) -> bool:
    if outer.style == inner.style == Style.ITALIC:
        return False
    return outer.level < inner.level
