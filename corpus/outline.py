"""Headings with inconsistent levels → a sane outline.

Rules, strongest first: numbering ("2.1" lies under "2."); italics, the lowest rank of heading in Kamerstukken,
so that two italic headings are siblings whatever their number of "#"; the source's own level. Levels that are
skipped (## then ####) close up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.blocks import Block, Style

_NUMBERING = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+\D")


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
        while stack and not _contains(stack[-1], entry):
            stack.pop()
        stack.append(entry)
        result.append(tuple(opened.text for opened in stack))
    return result


def _contains(outer: _Open, inner: _Open) -> bool:
    if outer.number and inner.number:
        return len(outer.number) < len(inner.number) and inner.number[: len(outer.number)] == outer.number
    if outer.style == inner.style == Style.ITALIC:
        return False
    return outer.level < inner.level
