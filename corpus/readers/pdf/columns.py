"""The lines of a page in the order in which they are read: columns, whether they fill the page or a part of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.blocks import Marker
from corpus.readers.pdf.pages import rows
from corpus.readers.pdf.segments import Segment, joined_segments

_GUTTER = 7.0  # points
_NARROWEST = 7  # of the size of the type; a column of text is no narrower
_FEWEST = 3  # lines of a column
_LONGEST_TERM = 12  # times the size of the type
_NUMERAL = re.compile(r"\d{1,2}\.?")
_OFFICE = re.compile(r"(?:De |Het )?(?:demissionair )?(?:vice-)?(?:minister|staatssecretaris)\b", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A line of text. ``second`` is where its second word begins; ``start`` and ``end`` are the edges of its column;
    ``column`` counts the columns of the document. ``tab`` is where the words behind a short term begin that a wide gap
    sets apart; 0 where there are none."""

    text: str
    markers: tuple[Marker, ...]
    left: float
    right: float
    base: float
    size: float
    letters: int
    bold: int
    italic: int
    starts_bold: bool
    spaced: bool
    second: float
    page: int
    column: int
    start: float = 0.0
    end: float = 0.0
    underlined: bool = False
    dotted: bool = False  # a bullet is drawn before it
    tab: float = 0.0

    @property
    def all_bold(self) -> bool:
        return 0 < self.letters == self.bold

    @property
    def all_italic(self) -> bool:
        return 0 < self.letters == self.italic


def in_columns(segments: Sequence[Segment], depth: int = 0) -> list[list[Segment]]:
    """The segments of each column, columns in reading order."""
    if not segments:
        return []
    if not depth:
        segments = _with_numerals(segments)
    found = (_signers(segments) or _gutter(segments)) if depth < 12 else None
    if not found:
        return [list(segments)]
    at, top, bottom = found
    above = [segment for segment in segments if segment.base < top]
    below = [segment for segment in segments if segment.base > bottom]
    between = [segment for segment in segments if top <= segment.base <= bottom]
    left = [segment for segment in between if segment.left < at]
    right = [segment for segment in between if segment.left >= at]
    return [column for part in (above, left, right, below) for column in in_columns(part, depth + 1)]


def _with_numerals(segments: Sequence[Segment]) -> list[Segment]:
    """Large numerals on the line of the heading before which they stand, whose baseline they needn't share."""
    moved = list(segments)
    for place, numeral in enumerate(segments):
        if not _NUMERAL.fullmatch(numeral.text):
            continue
        beside = [
            segment
            for segment in segments
            if segment.letters
            and segment.bold == segment.letters
            and 1.3 * segment.size < numeral.size
            and 0 < segment.left - numeral.right < 1.5 * numeral.size
            and numeral.top < segment.base < numeral.base + 1
        ]
        if beside:
            moved[place] = replace(numeral, base=min(segment.base for segment in beside))
    return moved


def _signers(segments: Sequence[Segment]) -> tuple[float, float, float] | None:
    """Like ``_gutter``, for two who sign side by side."""
    row = next((row for row in rows(segments) if len(row) == 2 and all(_OFFICE.match(one.text) for one in row)), None)
    if row is None:
        return None
    at = row[1].left - 0.5
    below = [segment for segment in segments if segment.base >= row[0].base - 2]
    run = next(iter(_runs_beside(below, at)), [])
    return (at, run[0].base - 1, run[-1].base) if run and run[0].base < row[0].base + 2 else None


def _gutter(segments: Sequence[Segment]) -> tuple[float, float, float] | None:
    """Where the right one of two columns begins, and between which baselines they run side by side."""
    starts = Counter(round(segment.left / 3) for segment in segments if segment.letters > 3)
    edge = min(segment.left for segment in segments)
    width = max(segment.right for segment in segments) - edge
    best: tuple[float, float, float] | None = None
    most = 0.0
    for place, times in starts.most_common(24):
        times += starts[place - 1] + starts[place + 1]
        near = [segment.left for segment in segments if abs(segment.left / 3 - place) < 1.5]
        at = min(near) - 0.5
        if times < _FEWEST or at < edge + 20:
            continue
        for run in _runs_beside(segments, at):
            left = [segment for segment in run if segment.left < at]
            right = [segment for segment in run if segment.left >= at]
            if _columns(left, right):
                letters = sum(segment.letters for segment in run)
                weight = letters * (1 - 0.3 * abs(at - edge - width / 2) / width)  # the middle one first
                if weight > most:
                    most = weight
                    best = at, run[0].base, run[-1].base
    return best


def _runs_beside(segments: Sequence[Segment], at: float) -> Iterable[list[Segment]]:
    """Segments between two that stand across the gutter."""
    run: list[Segment] = []
    for segment in sorted(segments, key=lambda segment: segment.base):
        if segment.left < at and segment.right > at - _GUTTER:
            if run:
                yield run
            run = []
        else:
            run.append(segment)
    if run:
        yield run


def _columns(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether these are two columns of text, no labels with their values and no cells of a table."""
    if len(left) < _FEWEST or len(right) < _FEWEST:
        return False
    for side in (left, right):
        widths = sorted(max(segment.right for segment in row) - row[0].left for row in rows(side))
        size = sorted(segment.size for segment in side)[len(side) // 2]
        if widths[(3 * len(widths)) // 4] < _NARROWEST * size:
            return False
        if sum(width > 0.6 * widths[-1] for width in widths) < 0.4 * len(widths):
            return False
    top = max(left[0].base, right[0].base)
    bottom = min(left[-1].base, right[-1].base)
    return bottom - top > 2 * left[0].size


def lines_of(segments: Sequence[Segment], page: int, column: int) -> list[Line]:
    """The lines of one column, from the top down."""
    return [line_of(row, page, column) for row in rows(segments)]


def line_of(row: Sequence[Segment], page: int, column: int) -> Line:
    whole = joined_segments(row)
    return Line(
        whole.text,
        whole.markers,
        whole.left,
        whole.right,
        whole.base,
        whole.size,
        whole.letters,
        whole.bold,
        whole.italic,
        whole.starts_bold,
        whole.spaced,
        whole.second,
        page,
        column,
        tab=row[1].left if len(row) == 2 and row[0].right - row[0].left < _LONGEST_TERM * whole.size else 0.0,
    )
