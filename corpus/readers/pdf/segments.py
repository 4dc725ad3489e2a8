"""Glyphs → segments: stretches of text on one baseline, without a wide gap in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.blocks import Marker, visible
from corpus.readers.numerals import marks_of
from corpus.readers.pdf.boxes import Box
from corpus.readers.pdf.glyphs import Glyph

_SPACE = 0.155  # of the size of the type; a gap no narrower parts two words
_SPACE_LOOSE = 0.187  # where letters are not set close: some programs place each for the screen
_NARROWEST = 0.09  # a gap narrower is never a space
_CLOSE = 0.03
_APART = 0.4  # a gap no narrower parts type of two sizes: a margin column's begins beside a full line
_WIDE = 1.0  # of the size; a gap no narrower may be a column's edge, a tab or a cell's
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))


@dataclass(frozen=True, slots=True)
class Segment:
    """``letters``, ``bold`` and ``italic`` count letters and digits; ``spaced`` tells of a space drawn at its end;
    ``second`` is where its second word begins, or its end."""

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
    second: float = 0.0

    @property
    def top(self) -> float:
        return self.base - 0.8 * self.size


def segments(glyphs: Sequence[Glyph], bars: Sequence[Box] = ()) -> list[Segment]:
    """The segments of a page, from top to bottom and from left to right; none reaches across one of ``bars``."""
    space = _SPACE_LOOSE if _loosely_set(glyphs) else _SPACE
    drawn = _space_widths(glyphs)
    found = []
    for run, main in _merged(_runs(glyphs, bars), bars):
        segment = _typeset(run, main, min(space, max(_NARROWEST, 0.8 * drawn.get(main.size, space))))
        if segment.text or segment.markers:
            found.append(segment)
    return sorted(found, key=lambda segment: (round(segment.base), segment.left))


def _loosely_set(glyphs: Sequence[Glyph]) -> bool:
    loose = near = 0
    for first, second in pairwise(glyphs):
        gap = abs(second.left - first.end)
        if first.base == second.base and gap < 0.15 * first.size:
            near += 1
            loose += gap > _CLOSE * first.size
    return loose > 0.2 * near


def _space_widths(glyphs: Sequence[Glyph]) -> dict[float, float]:
    """The usual width of the spaces drawn in each size of type, as a part of the size."""
    widths: dict[float, list[float]] = {}
    for glyph in glyphs:
        if glyph.text.isspace() and glyph.size and glyph.end - glyph.left > _NARROWEST * glyph.size:
            widths.setdefault(glyph.size, []).append((glyph.end - glyph.left) / glyph.size)
    return {size: sorted(found)[len(found) // 2] for size, found in widths.items() if len(found) >= 3}


def joined_segments(parts: Sequence[Segment]) -> Segment:
    """Segments of one line as one."""
    if len(parts) == 1:
        return parts[0]
    text = ""
    markers: list[Marker] = []
    for part in parts:
        text += " " if text and part.text else ""
        markers += [Marker(marker.number, marker.offset + len(text)) for marker in part.markers]
        text += part.text
    main = max(parts, key=lambda part: (part.letters, len(part.text)))
    return replace(
        main,
        text=text,
        markers=tuple(markers),
        left=min(part.left for part in parts),
        right=max(part.right for part in parts),
        letters=sum(part.letters for part in parts),
        bold=sum(part.bold for part in parts),
        italic=sum(part.italic for part in parts),
        starts_bold=parts[0].starts_bold,
        second=parts[0].second if " " in parts[0].text else parts[1].left,
        spaced=parts[-1].spaced,
    )


def _barred(left: Glyph, right: Glyph, bars: Sequence[Box]) -> bool:
    """Whether a vertical rule stands between two glyphs of one line."""
    return any(
        left.end - 1 < bar.left and bar.right < right.left + 1 and bar.top < left.base < bar.bottom + 1 for bar in bars
    )


def _runs(glyphs: Sequence[Glyph], bars: Sequence[Box]) -> Iterator[list[Glyph]]:
    """As the file draws them: letters that follow each other on a line, raised and lowered ones included."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run:
            last = run[-1]
            size = max(last.size, glyph.size)
            near = -0.6 * size <= glyph.left - last.end < _WIDE * size
            near = near and abs(glyph.base - last.base) <= 0.6 * size
            if not near or (glyph.left - last.end > _SPACE * size and _barred(last, glyph, bars)):
                yield run
                run = []
        if run or not glyph.text.isspace():
            run.append(glyph)
    if run:
        yield run


def _merged(runs: Iterable[list[Glyph]], bars: Sequence[Box]) -> Iterator[tuple[list[Glyph], Glyph]]:
    """Runs that touch on one baseline, whatever the order in which they were drawn, each with its main glyph."""
    lines: list[list[_Run]] = []
    bases: list[float] = []
    for run in sorted((_Run(run, _main(run)) for run in runs), key=lambda run: run.main.base):
        if lines and run.main.base - bases[-1] < 0.25 * run.main.size:
            lines[-1].append(run)
        else:
            lines.append([run])
            bases.append(run.main.base)
    for line in _with_raised(lines):
        line.sort(key=lambda run: run.glyphs[0].left)
        held = line[0]
        for run in line[1:]:
            size, other = sorted((held.main.size, run.main.size), reverse=True)
            wide = _WIDE if other > 0.85 * size else _APART
            near = -0.5 * size < run.glyphs[0].left - held.glyphs[-1].end < wide * size
            if near and not _barred(held.glyphs[-1], run.glyphs[0], bars):
                held.glyphs += run.glyphs
                held.main = _main(held.glyphs)
            else:
                yield held.glyphs, held.main
                held = run
        yield held.glyphs, held.main


@dataclass(slots=True, eq=False)
class _Run:
    """``main`` is of the size and on the baseline that most of it has."""

    glyphs: list[Glyph]
    main: Glyph


def _with_raised(lines: list[list[_Run]]) -> list[list[_Run]]:
    """Small raised runs joined to the run behind or before which they stand, on the line below them."""
    for place, line in enumerate(lines):
        for run in list(line):
            for other in lines[place + 1 : place + 3]:
                if _joined_raised(run, other):
                    line.remove(run)
                    break
    return [line for line in lines if line]


def _joined_raised(run: _Run, hosts: Sequence[_Run]) -> bool:
    if not marks_of("".join(glyph.text for glyph in run.glyphs)):
        return False
    for host in hosts:
        size = host.main.size
        raised = run.main.size < 0.8 * size and 0 < host.main.base - run.main.base < 0.6 * size
        if raised and -1 < run.glyphs[0].left - host.glyphs[-1].end < 0.4 * size:
            host.glyphs += run.glyphs
            return True
        if raised and -1 < host.glyphs[0].left - run.glyphs[-1].end < 3 * size:  # a note's number before its words
            host.glyphs[:0] = run.glyphs
            return True
    return False


def _main(run: Sequence[Glyph]) -> Glyph:
    """A glyph of the size and on the baseline that most of the run has."""
    counts: dict[tuple[float, float], int] = {}
    examples: dict[tuple[float, float], Glyph] = {}
    for glyph in run:
        if not glyph.text.isspace():
            key = glyph.size, glyph.base
            counts[key] = counts.get(key, 0) + 1
            examples[key] = glyph
    return examples[max(counts, key=lambda key: (counts[key], key[0]))] if counts else run[0]


def _typeset(run: Sequence[Glyph], main: Glyph, space: float) -> Segment:
    text, raised = "", ""
    markers: list[Marker] = []
    letters = bold = italic = 0
    starts_bold: bool | None = None
    second: float | None = None
    last: Glyph | None = None

    def settle(following: str) -> None:
        """Take the raised characters as marks, or put them into the text: 1e, m²."""
        nonlocal text, raised
        if marks := marks_of(raised):
            text = text.rstrip(" ") if following == "" or not following[0].isalnum() else text
            markers.extend(Marker(number, len(text)) for number in marks)
        else:
            text += raised
        raised = ""

    for place, glyph in enumerate(run):
        letter = glyph.text if glyph.text.isascii() else visible(glyph.text)
        if letter.isspace():
            following = run[place + 1] if place + 1 < len(run) else None
            drawn = following is None or following.left - glyph.left >= 0.1 * main.size
            if drawn and not raised:
                text += " "
            elif drawn:
                settle(" ")
                text += " "
            last = glyph if drawn else last
            continue
        if not letter or ord(letter[0]) < 32:
            continue
        high = glyph.size < 0.85 * main.size and main.base - glyph.base > 0.12 * main.size
        if letter in _RAISED:
            high, letter = True, _RAISED[letter]
        gap = last is not None and not last.text.isspace() and glyph.left - last.end > space * main.size
        if high:
            raised += (" " if gap and raised else "") + letter
        else:
            if raised:
                settle(letter)
            text += (" " if gap else "") + letter
            if second is None and " " in text.strip():
                second = glyph.left
        last = glyph
        if letter.isalnum() and not high:
            letters += 1
            bold += glyph.bold
            italic += glyph.italic
            starts_bold = glyph.bold if starts_bold is None else starts_bold
    spaced = text.endswith(" ") and not raised
    if raised:
        settle("")
    return _tidy(
        Segment(
            text,
            tuple(markers),
            run[0].left,
            max((glyph.end for glyph in run if not glyph.text.isspace()), default=run[0].end),
            main.base,
            main.size,
            letters,
            bold,
            italic,
            bool(starts_bold),
            spaced,
            run[-1].end if second is None else second,
        )
    )


def _tidy(segment: Segment) -> Segment:
    """White space folded; the markers move along."""
    if not segment.markers:
        return replace(segment, text=" ".join(segment.text.split()))
    text = ""
    at: list[int] = []
    for letter in segment.text:
        at.append(len(text))
        letter = " " if letter.isspace() else letter
        if letter != " " or (text and text[-1] != " "):
            text += letter
    at.append(len(text))
    stripped = text.rstrip()
    markers = tuple(Marker(marker.number, min(at[marker.offset], len(stripped))) for marker in segment.markers)
    return replace(segment, text=stripped, markers=markers)
