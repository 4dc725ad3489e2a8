"""Charts as SVG that stands in a page: no script, no font, no colour of their own.

Every shape has a class, and the page's style sheet says how it looks, in light and in dark. A chart is an image to
those who hear the page: its title and description say what it shows. Sizes are in units of about a pixel on a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 360
LEFT, RIGHT, TOP = 40, 16, 30
PLOT = 190  # height of the field that the axes enclose
STRIP = 48  # height of the strip beneath it, where there is one
LINE = 18  # from one line of text to the next


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high``; ``ticks`` are the places that are named."""

    label: str
    low: float
    high: float
    ticks: Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar; ``kind`` is its class."""

    kind: str
    count: int
    told: str


class Chart:
    """A field between two axes, to draw in by the axes' own values. What is drawn first lies beneath."""

    def __init__(self, x: Axis, y: Axis, *, strip: str = "") -> None:
        """``strip`` names a strip of bars beneath the field, on the same x axis."""
        self._x, self._y, self._strip = x, y, strip
        self._shapes: list[str] = []
        self._bottom = TOP + PLOT
        self._floor = self._bottom + (STRIP if strip else 0)

    def line(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        self._shapes.append(f'<polyline class="{kind}" points="{self._path(points)}"/>')

    def band(self, points: Sequence[tuple[float, float, float]]) -> None:
        """An area, by its (x, low, high)."""
        edge = [(x, low) for x, low, _ in points] + [(x, high) for x, _, high in reversed(points)]
        self._shapes.append(f'<polygon class="band" points="{self._path(edge)}"/>')

    def whisker(self, x: float, low: float, high: float) -> None:
        """An interval, as a line from ``low`` to ``high``."""
        self.line([(x, low), (x, high)], "whisker")

    def dot(self, x: float, y: float, told: str, kind: str = "dot") -> None:
        """A point that says ``told`` to a pointer that rests on it."""
        at = f'cx="{_short(self._at_x(x))}" cy="{_short(self._at_y(y))}"'
        self._shapes.append(f'<circle class="{kind}" {at} r="4"><title>{escape(told)}</title></circle>')

    def strip_bar(self, low: float, high: float, height: float, told: str) -> None:
        """A bar in the strip from x ``low`` to ``high``, ``height`` 0 to 1, with ``told`` above it."""
        left, right = self._at_x(low) + 1, self._at_x(high) - 1
        tall = max(1.0, height * (STRIP - 2 * LINE + 6))
        self._shapes.append(_box("count", left, self._floor - tall, right - left, tall))
        self._shapes.append(_text((left + right) / 2, self._floor - tall - 3, told, "tick middle"))

    def drawn(self, identifier: str, title: str, description: str) -> str:
        """The chart as an ``svg`` element; ``identifier`` is its own on the page."""
        axes = []
        for value, named in self._y.ticks:
            y = self._at_y(value)
            axes.append(_rule("grid", LEFT, y, WIDTH - RIGHT, y))
            axes.append(_text(LEFT - 6, y + 4, named, "tick end"))
        for value, named in self._x.ticks:
            axes.append(_text(self._at_x(value), self._floor + 16, named, "tick middle"))
        axes.append(_rule("axis", LEFT, self._bottom, WIDTH - RIGHT, self._bottom))
        if self._strip:
            axes.append(_rule("axis", LEFT, self._floor, WIDTH - RIGHT, self._floor))
            axes.append(_text(LEFT - 6, self._floor, self._strip, "tick end"))
        axes.append(_text(0, 14, self._y.label, "label"))
        axes.append(_text((LEFT + WIDTH - RIGHT) / 2, self._floor + 36, self._x.label, "label middle"))
        return _svg(identifier, title, description, self._floor + 44, [*axes, *self._shapes])

    def _at_x(self, value: float) -> float:
        return LEFT + (value - self._x.low) / (self._x.high - self._x.low) * (WIDTH - LEFT - RIGHT)

    def _at_y(self, value: float) -> float:
        return self._bottom - (value - self._y.low) / (self._y.high - self._y.low) * PLOT

    def _path(self, points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{_short(self._at_x(x))},{_short(self._at_y(y))}" for x, y in points)


def stacked(
    identifier: str, title: str, description: str, label: str, rows: Sequence[tuple[str, Sequence[Part]]]
) -> str:
    """Bars of equal length, one a row, each cut up into parts, which are named beneath it. Parts of nothing stay
    named. ``label`` says what the length stands for."""
    shapes = []
    y = 14.0
    for named, parts in rows:
        whole = sum(part.count for part in parts)
        shapes.append(_text(0, y, named, "label"))
        left = 0.0
        for part in parts:
            wide = part.count / whole * WIDTH if whole else 0.0
            if wide:
                shapes.append(_box(f"part {part.kind}", left, y + 8, wide, 26))
            left += wide
        y += 52
        for part in parts:
            share = f" ({part.count / whole:.0%})" if whole else ""
            shapes.append(_box(f"part {part.kind}", 1, y - 10, 11, 11))
            shapes.append(_text(20, y, f"{part.count}{share} {part.told}", "tick"))
            y += LINE
        y += 12
    shapes.append(_text(0, y, label, "tick soft"))
    return _svg(identifier, title, description, y + 8, shapes)


def _svg(identifier: str, title: str, description: str, height: float, shapes: Sequence[str]) -> str:
    names = f"{identifier}-title", f"{identifier}-desc"
    return (
        f'<svg class="chart" role="img" aria-labelledby="{names[0]} {names[1]}" viewBox="0 0 {WIDTH} {_short(height)}">'
        f'<title id="{names[0]}">{escape(title)}</title><desc id="{names[1]}">{escape(description)}</desc>'
        f"{''.join(shapes)}</svg>"
    )


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{_short(x)}" y="{_short(y)}">{escape(text)}</text>'


def _rule(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{_short(x1)}" y1="{_short(y1)}" x2="{_short(x2)}" y2="{_short(y2)}"/>'


def _box(kind: str, x: float, y: float, width: float, height: float) -> str:
    place = f'x="{_short(x)}" y="{_short(y)}" width="{_short(width)}" height="{_short(height)}"'
    return f'<rect class="{kind}" {place}/>'


def _short(value: float) -> str:
    """A tenth of a unit is finer than any screen shows."""
    return f"{value:.1f}".removesuffix(".0")
