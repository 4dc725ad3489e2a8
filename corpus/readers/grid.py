"""Rows of a table whose cells can reach over several columns and rows.

The words of such a cell stand once, in the first column and row that it covers: a quote must not find words twice
that are printed once. What it covers beyond that is empty, so that the cells after it keep their columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.blocks import Block, Kind, Marker
from corpus.readers.flow import joined

_MOST = 200  # columns a table can have, so that a made-up span costs nothing


@dataclass(frozen=True, slots=True)
class Cell:
    """``column`` counts from 0 and is None where the cell stands next to the one before it."""

    blocks: Sequence[Block]
    column: int | None = None
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Grid:
    """The rows of one table, from the top."""

    _reaching: dict[int, int] = field(default_factory=dict)  # column → rows that a cell above still covers there

    def row(self, cells: Sequence[Cell], line: int, *, heads: bool) -> Block | None:
        """The next row as a block; None where it holds no words."""
        covered = {column for column, rows in self._reaching.items() if rows > 0}
        self._reaching = {column: rows - 1 for column, rows in self._reaching.items() if rows > 1}
        placed: dict[int, tuple[str, tuple[Marker, ...]]] = {}
        at = 0
        for cell in cells:
            if cell.column is not None and cell.column < _MOST:
                at = cell.column
            while at in placed or (cell.column is None and at in covered):
                at += 1
            placed[at] = joined(cell.blocks, " ")
            width = max(1, min(cell.columns, _MOST))
            self._reaching.update(dict.fromkeys(range(at, at + width), cell.rows - 1))
            at += width
        if not any(text or markers for text, markers in placed.values()):
            return None
        return _row([placed.get(column, ("", ())) for column in range(max(placed) + 1)], line, heads)


def _row(cells: Sequence[tuple[str, tuple[Marker, ...]]], line: int, heads: bool) -> Block:
    blocks = [Block(Kind.ROW, text.replace("\n", " "), line, markers=markers) for text, markers in cells]
    text, markers = joined(blocks, " | ")
    return Block(Kind.ROW, text, line, level=int(heads), markers=markers)
