"""Tables in the text of a paragraph: a line a row, its cells apart by " | ", the column heads first.

``grouping.py`` writes them so.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

Span = tuple[int, int]

_BETWEEN_CELLS = re.compile(r"(?<!\S)\|(?!\S)")
_LINE = re.compile(r"[^\n]+")


def lines_of(text: str) -> list[Span]:
    """The characters of each line that has any."""
    return [match.span() for match in _LINE.finditer(text)]


def is_row(line: str) -> bool:
    return bool(_BETWEEN_CELLS.search(line))


def tables(text: str) -> Iterator[list[Span]]:
    """The lines of each table, two or more, that of its column heads first."""
    if "|" not in text:
        return
    for row, group in groupby(lines_of(text), key=lambda line: is_row(text[slice(*line)])):
        lines = list(group)
        if row and len(lines) > 1:
            yield lines


def cells(text: str, lines: Sequence[Span]) -> tuple[tuple[Span, ...], ...]:
    """The characters of each cell, row by row, as many in each; empty cells at the end of a row are not written."""
    rows = [tuple(_cells(text, start, end)) for start, end in lines]
    columns = max(map(len, rows))
    return tuple((*row, *[(row[-1][1], row[-1][1])] * (columns - len(row))) for row in rows)


def heads_over(text: str, spans: Sequence[Span]) -> list[str]:
    """For each of these characters the column heads that stand over them, "" outside of a table and in its heads."""
    over = [(heads, last) for heads, *rows in tables(text) for _, last in rows[-1:]]
    return [
        next((text[slice(*heads)] for heads, last in over if heads[1] < start and end <= last), "")
        for start, end in spans
    ]


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _BETWEEN_CELLS.finditer(text, start, end):
        yield _trimmed(text, start, match.start())
        start = match.end()
    yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
