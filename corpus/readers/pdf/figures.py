"""Words of figures: small and scattered, or set on a picture that has small ones too. They are no running text, and
captions part none."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.blocks import CAPTION
from corpus.readers.pdf.boxes import Box
from corpus.readers.pdf.pages import Page
from corpus.readers.pdf.paragraphs import PART_ENDED, QUESTION, Draft
from corpus.readers.pdf.segments import Segment
from corpus.readers.pdf.tables import Table

_TINY = 0.85  # of the size of running text
_AS_CAPTIONS = ("Figuur", "Tabel", "Grafiek", "Bron", "Kader", "Noot")  # "Bronnen: CBS", "Tabel1"
_STEP = 6  # points; the width of the strips in which running text is looked for
_NEIGHBOURS = 200  # looked at on either side


def take_figures(page: Page, size: float) -> None:
    """Take the words of figures off ``page``."""
    tiny = sorted((one for one in page.segments if one.size < _TINY * size), key=lambda one: one.base)
    gone = {id(segment) for box in page.pictures for segment in _labels(box, page, size)}
    if tiny:
        running = [one for one in page.segments if one.size >= _TINY * size]
        surroundings = _Surroundings(tiny, _lowest(running), 0.5 * _full_width(running, page, size), size)
        gone |= {id(segment) for place, segment in enumerate(tiny) if surroundings.scatter(place)}
    if gone:
        page.segments = [segment for segment in page.segments if id(segment) not in gone]


def past_captions(found: Sequence[Draft | Table]) -> list[Draft | Table]:
    """``found``, where a paragraph that goes on behind what is written at a picture is one, with that behind it."""
    whole: list[Draft | Table] = []
    captions: list[Draft] = []  # at the end of ``whole``
    for piece in found:
        parted = whole[-len(captions) - 1] if captions and len(whole) > len(captions) else None
        if isinstance(piece, Draft) and isinstance(parted, Draft) and _goes_on(parted, captions, piece):
            for line in piece.lines:
                parted.add(line)
            captions = []
            continue
        whole.append(piece)
        if isinstance(piece, Draft) and CAPTION.match(piece.first.text):
            captions.append(piece)
        else:
            captions = []
    return whole


def _goes_on(parted: Draft, captions: Sequence[Draft], rest: Draft) -> bool:
    """Whether ``rest`` goes on in the sentence of ``parted``, which fills its last line and titles nothing."""
    last, first = parted.last, rest.first
    if rest.item or not first.text[:1].islower() or PART_ENDED.search(last.text):
        return False
    # "Tabel 3 laat zien dat" in the type of the text is text
    unlike = all(each.first.size < 0.95 * last.size or each.all_italic or each.all_bold for each in captions)
    same = abs(first.size - last.size) < 0.06 * first.size and parted.all_italic == rest.all_italic
    titles = parted.all_bold or rest.all_bold or parted.underlined or rest.underlined
    full = last.end - last.right < 0.3 * (last.end - last.start) and not QUESTION.fullmatch(last.text)
    return unlike and same and full and not titles


def _full_width(running: Sequence[Segment], page: Page, size: float) -> float:
    """The width of a full line of running text."""
    widths = sorted(one.right - one.left for one in running if abs(one.size - size) < 0.08 * size)
    return widths[(3 * len(widths)) // 4] if widths else 0.5 * page.width


def _lowest(running: Sequence[Segment]) -> dict[int, float]:
    """The lowest baseline of running text in each strip of the page."""
    lowest: dict[int, float] = {}
    for segment in running:
        for strip in _strips(segment):
            lowest[strip] = max(lowest.get(strip, 0.0), segment.base)
    return lowest


def _strips(segment: Segment) -> range:
    return range(int(segment.left // _STEP), int(segment.right // _STEP) + 1)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """``tiny`` is sorted by baseline; ``wide`` is what a line of small print measures at least; ``captions`` are the
    lines of captions met so far."""

    tiny: Sequence[Segment]
    lowest: dict[int, float]
    wide: float
    size: float
    captions: set[int] = field(default_factory=set)

    def scatter(self, place: int) -> bool:
        """Whether no full line of small type is near and running text goes on below."""
        segment = self.tiny[place]
        if segment.text.startswith(_AS_CAPTIONS) or CAPTION.match(segment.text) or self._of_caption(place):
            self.captions.add(id(segment))
            return False
        if segment.markers:
            return False
        if any(self.lowest.get(strip, 0.0) > segment.base for strip in _strips(segment)):
            return not any(self._printed(other, segment) for other in self._near(place))
        return False

    def _of_caption(self, place: int) -> bool:
        """Whether a line goes on in small letters in that of a caption right above it."""
        segment = self.tiny[place]
        return segment.text[:1].islower() and any(
            id(other) in self.captions
            and 0 < segment.base - other.base < 1.5 * segment.size
            and abs(other.left - segment.left) < 2
            and abs(other.size - segment.size) < 0.1
            for other in self._near(place)
        )

    def _near(self, place: int) -> Sequence[Segment]:
        base = self.tiny[place].base
        around = self.tiny[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
        return [other for other in around if abs(other.base - base) < 3 * self.size]

    def _printed(self, other: Segment, segment: Segment) -> bool:
        over = other.left < segment.right and other.right > segment.left
        return over and (other.right - other.left > self.wide or bool(other.markers))


def _labels(box: Box, page: Page, size: float) -> list[Segment]:
    """The words on a picture: all of them, but for words of the size of running text on one that has no smaller ones,
    such as a signature over a name or a stamp."""
    if box.width * (box.bottom - box.top) >= 0.4 * page.width * page.height:
        return []
    inside = [
        segment
        for segment in page.segments
        if box.left <= segment.left
        and segment.right <= box.right
        and box.top <= segment.top
        and segment.base <= box.bottom
    ]
    running = [segment for segment in inside if abs(segment.size - size) < 0.08 * size]
    return [] if len(running) == len(inside) else inside
