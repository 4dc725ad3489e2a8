"""Footnotes: the small type at the foot of a column, told apart from its running text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.blocks import Marker
from corpus.readers.pdf.boxes import Box
from corpus.readers.pdf.columns import Line

_SMALL = 0.95  # of the size of running text; notes are smaller
_PLAIN_NUMBER = re.compile(r"(?P<number>\d{1,3})\)?[ \t]+(?=\S)")


def take_notes(lines: Sequence[Line], rules: Sequence[Box], size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a column as (running text, notes). Notes begin under a short rule or with their raised mark."""
    at = len(lines)
    while at and lines[at - 1].size < _SMALL * size:
        at -= 1
    foot = list(lines[at:])
    if under := _under_rule(lines, rules):
        if under < at and not _begins(lines[under]) and not _plainly_numbered(lines[under]):
            under = at
        raised = any(_begins(line) for line in lines[under:])
        ruled = [line if raised else _numbered(line) for line in lines[under:]]
        if ruled and (foot or any(_begins(line) for line in ruled)):
            return list(lines[:under]), ruled
    first = next((place for place, line in enumerate(foot) if _begins(line)), None)
    if first is None:
        return list(lines), []
    return [*lines[:at], *foot[:first]], foot[first:]


def _begins(line: Line) -> bool:
    return bool(line.markers) and line.markers[0].offset == 0 and bool(line.text)


def _plainly_numbered(line: Line) -> bool:
    return _PLAIN_NUMBER.match(line.text) is not None


def _under_rule(lines: Sequence[Line], rules: Sequence[Box]) -> int | None:
    """The first line under the lowest short rule that stands by itself at the column's edge."""
    if not lines:
        return None
    edge = min(line.left for line in lines)
    widest = max(line.right for line in lines) - edge
    for rule in sorted(rules, key=lambda rule: -rule.top):
        if abs(rule.left - edge) > 12 or not 20 < rule.width < max(0.7 * widest, 150):
            continue
        below = next((place for place, line in enumerate(lines) if line.base - 0.5 * line.size > rule.top), None)
        if below is None:
            continue
        line = lines[below]
        above = lines[below - 1] if below else None
        underlines = above is not None and rule.top - above.base < 0.35 * above.size
        if not underlines and (_begins(line) or _plainly_numbered(line) or line.size < (above or line).size):
            return below
    return None


def _numbered(line: Line) -> Line:
    """A note's number that is not raised, as a mark."""
    if _begins(line) or not (match := _PLAIN_NUMBER.match(line.text)):
        return line
    moved = tuple(Marker(marker.number, max(0, marker.offset - match.end())) for marker in line.markers)
    return replace(line, text=line.text[match.end() :], markers=(Marker(match["number"], 0), *moved))
