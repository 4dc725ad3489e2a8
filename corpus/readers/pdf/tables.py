"""Tables that rules or aligned cells make plain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.blocks import Marker
from corpus.readers.pdf.boxes import Box
from corpus.readers.pdf.pages import Page, rows
from corpus.readers.pdf.segments import Segment, joined_segments

_WIDTH = 90.0  # points; a table's rules are no shorter
_ALIGNED = 3  # rows, and cells of each, that make a table where no rules do
_MAX_RULES = 600  # on one page


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    markers: tuple[Marker, ...]
    head: bool


@dataclass(frozen=True, slots=True)
class Table:
    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[Row, ...]
    page: int


def take_tables(page: Page, place: int) -> list[Table]:
    """Take the cells of tables off ``page``, the one at ``place``; the tables, from the top down."""
    found: list[Table] = []
    for area, bands in _ruled(page):
        inside = [segment for segment in page.segments if _within(segment, area)]
        for cellular in _cellular(inside, area, bands):
            group = _with_beside(cellular, page.segments, area)
            cells = [segment for band in group for segment in band]
            found.append(_table(group, cells, place))
            gone = set(map(id, cells))
            page.segments = [segment for segment in page.segments if id(segment) not in gone]
    found += _take_aligned(page, place)
    return sorted(found, key=lambda table: table.top)


def _within(segment: Segment, area: Box) -> bool:
    """Whether a segment stands between the outer rules, or a cell's words run on beyond them."""
    inside = min(segment.right, area.right + 4) - max(segment.left, area.left - 4)
    return inside > 0.5 * (segment.right - segment.left) and area.top < segment.base < area.bottom


def _with_beside(bands: list[list[Segment]], segments: Sequence[Segment], area: Box) -> list[list[Segment]]:
    """``bands`` with the column that the rules leave out at their left or right: in each band but perhaps the head
    there is one short cell, under those above it, and nothing else."""
    if len(bands) < 3:
        return bands
    top, bottom = bands[0][0].base - 1, bands[-1][-1].base + 1
    level = [segment for segment in segments if top < segment.base < bottom and not _within(segment, area)]
    for column in (
        [segment for segment in level if segment.left < area.left],
        [segment for segment in level if segment.left >= area.left],
    ):
        if len(column) > len(bands) or not all(_stands_near(segment, area) for segment in column):
            continue
        head, *cells = ([segment for segment in column if _on_row(segment, band)] for band in bands)
        if len(head) + len(cells) == len(column) and all(len(each) == 1 for each in cells):
            edges = [each[0].left for each in cells], [each[0].right for each in cells]
            if any(max(edge) - min(edge) < 4 for edge in edges):
                bands = [[*band, *more] for band, more in zip(bands, (head, *cells), strict=True)]
    return bands


def _stands_near(segment: Segment, area: Box) -> bool:
    gap = max(area.left - segment.right, segment.left - area.right)
    return max(gap, segment.right - segment.left) < 8 * segment.size


def _on_row(segment: Segment, line: Sequence[Segment]) -> bool:
    return any(abs(segment.base - other.base) < 0.3 * segment.size for other in line)


def _whole_rules(rules: Sequence[Box]) -> list[Box]:
    """Rules drawn cell by cell, put together."""
    whole: list[Box] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.top), rule.left))[:_MAX_RULES]:
        last = whole[-1] if whole else None
        if last and abs(rule.top - last.top) < 1.5 and rule.left <= last.right + 6:
            whole[-1] = last._replace(right=max(last.right, rule.right))
        else:
            whole.append(rule)
    return [rule for rule in whole if rule.width >= _WIDTH]


def _ruled(page: Page) -> list[tuple[Box, list[float]]]:
    """Areas between rules of one width, with the heights of the rules."""
    groups: list[list[Box]] = []
    for rule in _whole_rules(page.rules):
        for group in groups:
            if abs(rule.left - group[-1].left) < 6 and abs(rule.right - group[-1].right) < 6:
                group.append(rule)
                break
        else:
            groups.append([rule])
    areas = []
    for group in groups:
        heights = sorted({round(rule.bottom, 1) for rule in group})
        if len(heights) >= 3 or (len(heights) == 2 and len(page.bars) >= 2):
            areas.append((Box(group[0].left, heights[0] - 1, group[0].right, heights[-1] + 1), heights))
    return areas


def _cellular(inside: Sequence[Segment], area: Box, heights: Sequence[float]) -> list[list[list[Segment]]]:
    """Runs of bands between two rules that have cells side by side. What runs on beyond the rules makes no table: it
    may be text below a heading that has a rule."""
    runs: list[list[list[Segment]]] = [[]]
    for top, bottom in pairwise(heights):
        band = [segment for segment in inside if top < segment.base <= bottom + 0.5]
        whole = rows(each for each in band if area.left - 4 <= each.left and each.right <= area.right + 4)
        if not whole:
            continue
        if any(len(row) > 1 for row in whole) or (runs[-1] and len(whole) == 1 and bottom - top < 30):
            runs[-1].append(band)
        else:
            runs.append([])
    return [run for run in runs if run and sum(len(rows(band)) for band in run) >= 2]


def _edges(cells: Sequence[Segment]) -> list[tuple[float, float]]:
    """The columns: what the fullest rows cover."""
    lines = rows(cells)
    most = max(len(line) for line in lines)
    fullest = [segment for line in lines if len(line) == most for segment in line]
    edges: list[tuple[float, float]] = []
    for segment in sorted(fullest, key=lambda segment: segment.left):
        if edges and segment.left < edges[-1][1]:
            edges[-1] = edges[-1][0], max(edges[-1][1], segment.right)
        else:
            edges.append((segment.left, segment.right))
    return edges


def _table(bands: Sequence[Sequence[Segment]], cells: Sequence[Segment], page: int) -> Table:
    edges = _edges(cells)
    found: list[Row] = []
    ruled = len(bands) > 2  # then a band is a row
    for number, band in enumerate(bands):
        found += (_row(line, number == 0 and len(bands) > 1) for line in _band_rows(band, edges, ruled))
    return Table(
        min(cell.left for cell in cells),
        max(cell.right for cell in cells),
        min(cell.base for cell in cells),
        max(cell.base for cell in cells),
        tuple(found),
        page,
    )


def _column(segment: Segment, edges: Sequence[tuple[float, float]]) -> int:
    def shared(edge: tuple[float, float]) -> float:
        return min(segment.right, edge[1]) - max(segment.left, edge[0])

    return max(range(len(edges)), key=lambda place: shared(edges[place]))


def _band_rows(
    band: Sequence[Segment], edges: Sequence[tuple[float, float]], ruled: bool
) -> list[dict[int, list[Segment]]]:
    """A band's lines as rows; lines that go on in the cells of the line above belong to its row, and where rules
    part the rows all lines do, unless each fills every column."""
    found: list[dict[int, list[Segment]]] = []
    filled = [
        {column: [segment for segment in line if _column(segment, edges) == column] for column in range(len(edges))}
        for line in rows(band)
    ]
    separate = all(all(cells.values()) for cells in filled)
    for cells in filled:
        partial = not cells[0] or not any(cells[column] for column in range(1, len(edges)))
        if found and not separate and (ruled or partial):
            for column, more in cells.items():
                found[-1][column] += more
        else:
            found.append(cells)
    return found


def _row(cells: dict[int, list[Segment]], head: bool) -> Row:
    text = ""
    markers: list[Marker] = []
    for column, parts in sorted(cells.items()):
        text += " | " if column else ""
        if parts:
            whole = joined_segments(parts)
            markers += [Marker(marker.number, marker.offset + len(text)) for marker in whole.markers]
            text += whole.text
    return Row(text, tuple(markers), head)


def _take_aligned(page: Page, place: int) -> list[Table]:
    """Rows of three or more short cells under each other, without rules."""
    found: list[Table] = []
    run: list[list[Segment]] = []
    all_rows = rows(page.segments)
    for row in [*all_rows, []]:
        short = len(row) >= _ALIGNED and all(segment.right - segment.left < 14 * segment.size for segment in row)
        if short and (not run or _lie_under(run[-1], row)):
            run.append(row)
            continue
        if len(run) >= _ALIGNED and _has_numbers(run):
            cells = [segment for line in run for segment in line]
            table = _table(run, cells, place)
            found.append(replace(table, rows=tuple(replace(line, head=False) for line in table.rows)))
            gone = set(map(id, cells))
            page.segments = [segment for segment in page.segments if id(segment) not in gone]
        run = [row] if short else []
    return found


def _has_numbers(run: Sequence[Sequence[Segment]]) -> bool:
    """Whether one column at least is mostly of numbers."""
    return any(
        sum(bool(re.fullmatch(r"[€$%+–\-\d.,\s]*\d[\d.,%]*", cell.text)) for cell in column) > 0.5 * len(run)
        for column in zip(*run, strict=True)
    )


def _lie_under(above: Sequence[Segment], row: Sequence[Segment]) -> bool:
    if len(above) != len(row) or row[0].base - above[0].base > 4 * row[0].size:
        return False
    return all(
        min(abs(one.left - other.left), abs(one.right - other.right)) < 4 for one, other in zip(above, row, strict=True)
    )
