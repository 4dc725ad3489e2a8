"""What the lines of a passage are: running text, items of a list, rows of a table, labels of question and answer.

A passage is one text with line ends (``corpus/grouping.py`` and ``corpus/pairs.py`` make it so); page and terminal set
its lines apart without a character more or less.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from corpus.grouping import is_item
from corpus.pairs import is_label
from corpus.tables import Span, cells, is_row, lines_of

_FIGURE = re.compile(r"[€$<>≤≥±~+–-]*\s?\d[\d.,\s]*(?:%|‰)?|[–-]|n\.?v\.?t\.?|n\.?b\.?", re.IGNORECASE)


class Kind(Enum):
    """What a line is."""

    TEXT = auto()
    ITEM = auto()
    LABEL = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A line, or all rows of a table, or all lines of a head.

    ``start`` and ``end`` are characters of the passage. Of a table, ``rows`` has the characters of each cell, with as
    many cells in each row; the first row has the column heads.
    """

    kind: Kind
    start: int
    end: int
    rows: tuple[tuple[Span, ...], ...] = ()


def parts(text: str, *, is_head: bool = False) -> Iterator[Part]:
    """``text`` from beginning to end; only the line ends between two parts are in none. The head of a letter has lines
    of its own, which are no list or table."""
    lines = lines_of(text)
    if is_head or len(lines) < 2:
        if lines:
            yield Part(Kind.TEXT, lines[0][0], lines[-1][1])
        return
    for kind, group in groupby(lines, key=lambda line: _kind(text[slice(*line)])):
        members = list(group)
        if kind is Kind.ROW and len(members) > 1:
            yield Part(kind, members[0][0], members[-1][1], cells(text, members))
        else:
            yield from (Part(Kind.TEXT if kind is Kind.ROW else kind, start, end) for start, end in members)


def figures(text: str, rows: Sequence[Sequence[Span]]) -> tuple[bool, ...]:
    """For each column of a table whether there are only figures under its head, which are set to the right."""
    columns = [[text[slice(*cell)] for cell in column] for column in zip(*rows[1:], strict=True)]
    return tuple(any(column) and all(not cell or _FIGURE.fullmatch(cell) for cell in column) for column in columns)


def _kind(line: str) -> Kind:
    if is_row(line):
        return Kind.ROW
    if is_label(line):
        return Kind.LABEL
    return Kind.ITEM if is_item(line) else Kind.TEXT
