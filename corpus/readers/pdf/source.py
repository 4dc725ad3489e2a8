"""A PDF's pages as pdfium draws them: glyphs with their place, and the ruled lines and boxes around them.

Coordinates are points from the top left of the page as a reader sees it, y downwards.
"""

import math
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, NamedTuple

from corpus.errors import Unreadable
from corpus.limits import most_pages
from corpus.readers.pdf.boxes import Box, boxes_of
from corpus.readers.pdf.glyphs import Glyph, composed, glyphs_of

MAX_GLYPHS = 60_000  # on one page; a dense page of print has 10,000
MAX_ALL_GLYPHS = 8_000_000  # in one file: 2,000 dense pages
_MAX_BOXES = 1_000  # of one sort; a page with more is a drawing, and its first ones do
_PAPER = (595.0, 842.0)  # a page's size where the file gives none: A4
_LARGEST = 20_000.0  # points; the rest of a larger page is not looked at
_WIDEST = 10  # times the size of its type; no letter is wider
_CURVED = 40  # slanting letters at as many heights are set around a figure
_THIN = 2.5  # points; a path no thicker is a rule
_PDFIUM = threading.Lock()  # pdfium keeps state of its own and is not safe to call from two threads


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the file."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Box, ...] = ()  # horizontal
    bars: tuple[Box, ...] = ()  # vertical
    pictures: tuple[Box, ...] = ()
    dots: tuple[Box, ...] = ()  # as large as a bullet


def sheets(data: bytes, begin: Callable[[int], None] = lambda _: None) -> Generator[Sheet, None, None]:
    """The pages one by one; ``begin`` is told how many before the first. pdfium is held until the last one or until
    the iterator is closed.

    Raises Unreadable where the bytes are no PDF, or a damaged, locked, empty or oversized one.
    """
    import pypdfium2  # noqa: F401  (starts the library)
    import pypdfium2.raw as pdfium

    if b"%PDF-" not in data[:1024]:
        raise Unreadable("it is not a PDF (no %PDF- at its beginning); give the file its right name")
    with _PDFIUM:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise Unreadable(_why(pdfium, pdfium.FPDF_GetLastError()))
        try:
            count = pdfium.FPDF_GetPageCount(document)
            if count < 1:
                raise Unreadable("it holds no pages; fetch the file again")
            if count > (most := most_pages()):
                raise Unreadable(
                    f"it has {count:,} pages, more than {most:,}; split it into parts, or set VINDPLAATS_MAX_PAGES"
                )
            begin(count)
            left = MAX_ALL_GLYPHS
            for index in range(count):
                with _page(pdfium, document, index) as page:
                    sheet = _sheet(pdfium, page, index)
                left -= len(sheet.glyphs)
                if left < 0:
                    raise Unreadable(
                        f"it holds more than {MAX_ALL_GLYPHS} characters up to page {index + 1}; split it into parts"
                    )
                yield sheet
        finally:
            pdfium.FPDF_CloseDocument(document)


def _why(pdfium: Any, error: int) -> str:
    if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return "it is locked with a password; save a copy without one and add that"
    return "it is damaged: no document can be made of it; fetch the file again"


@contextmanager
def _page(pdfium: Any, document: Any, index: int) -> Iterator[Any]:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise Unreadable(f"page {index + 1} is damaged and cannot be opened; fetch the file again")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def _sheet(pdfium: Any, page: Any, index: int) -> Sheet:
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise Unreadable(f"page {index + 1} is damaged: its text cannot be loaded; fetch the file again")
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MAX_GLYPHS:
            raise Unreadable(f"page {index + 1} holds {count} characters, more than {MAX_GLYPHS}; leave that page out")
        drawn = list(glyphs_of(pdfium, text, count))
    finally:
        pdfium.FPDFText_ClosePage(text)
    turns = Counter(turn for glyph, turn in drawn if not glyph.text.isspace())
    turn = max((0, 1, 2, 3), key=lambda quarter: (turns[quarter], quarter == 0))
    frame = _frame(pdfium, page)
    place = _Placing(frame, turn)
    boxes = list(boxes_of(pdfium, page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject))
    placed = [(kind, place.box(box)) for kind, box in boxes]
    paths = [box for kind, box in placed if kind == "path"]
    width, height = place.size
    slanting = [place.glyph(glyph) for glyph, direction in drawn if direction == -1]
    curved = [_around(slanting)] if len({glyph.base for glyph in slanting}) >= _CURVED else []
    glyphs = composed(place.glyph(glyph) for glyph, direction in drawn if direction == turn)
    return Sheet(
        width,
        height,
        tuple(glyph for glyph in glyphs if -2 < glyph.left < width + 2 and -2 < glyph.base < height + 2),
        _few(box for box in paths if box.bottom - box.top <= _THIN and box.width > 4 * _THIN),
        _few(box for box in paths if box.width <= _THIN and box.bottom - box.top > 2 * _THIN),
        _few(chain(curved, (box for kind, box in placed if kind == "image" and min(_sides(box)) > 20))),
        _few(box for box in paths if all(1.2 < side < 7 for side in _sides(box))),
    )


def _few(boxes: Iterable[Box]) -> tuple[Box, ...]:
    return tuple(islice(boxes, _MAX_BOXES))


def _sides(box: Box) -> tuple[float, float]:
    return box.width, box.bottom - box.top


def _around(glyphs: list[Glyph]) -> Box:
    return Box(
        min(glyph.left - glyph.size for glyph in glyphs),
        min(glyph.base - glyph.size for glyph in glyphs),
        max(glyph.end + glyph.size for glyph in glyphs),
        max(glyph.base + glyph.size for glyph in glyphs),
    )


def _frame(pdfium: Any, page: Any) -> Box:
    """The visible part of the page as (left, bottom, right, top) in the file's own coordinates."""
    box = pdfium.FS_RECTF()
    known = pdfium.FPDF_GetPageBoundingBox(page, box) and math.isfinite(box.left + box.bottom + box.right + box.top)
    if not known or box.right - box.left < 1 or box.top - box.bottom < 1:
        return Box(0, 0, *_PAPER)
    left, top = box.left, box.top
    return Box(left, max(box.bottom, top - _LARGEST), min(box.right, left + _LARGEST), top)


class _Placing(NamedTuple):
    """From the file's coordinates to those of the page as its text is read, whichever way the page is turned."""

    frame: Box
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.frame.right - self.frame.left, self.frame.bottom - self.frame.top
        return (height, width) if self.turn % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        frame = self.frame
        match self.turn:
            case 0:
                return x - frame.left, frame.bottom - y
            case 1:
                return frame.bottom - y, frame.right - x
            case 2:
                return frame.right - x, y - frame.top
            case _:
                return y - frame.top, x - frame.left

    def glyph(self, glyph: Glyph) -> Glyph:
        """``end`` holds the advance until the glyph is placed."""
        text, left, advance, base, size, bold, italic = glyph
        left, base = self.point(left, base)
        return Glyph(text, left, left + min(advance, _WIDEST * size), round(base, 2), size, bold, italic)

    def box(self, box: Box) -> Box:
        corners = [self.point(box.left, box.top), self.point(box.right, box.bottom)]
        (x, y), (other_x, other_y) = corners
        return Box(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))
