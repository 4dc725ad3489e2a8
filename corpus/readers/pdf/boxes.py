"""Ruled lines, boxes and pictures: where the paths and images of a page lie."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

_MAX_OBJECTS = 20_000  # of one page
_MAX_NESTING = 3  # of forms in forms


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


def boxes_of(pdfium: Any, holder: Any, count: Any, get: Any, depth: int = 0) -> Iterator[tuple[str, Box]]:
    """Where paths and images lie, those in forms included."""
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(count(holder), _MAX_OBJECTS)):
        drawn = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_NESTING:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
            inner = boxes_of(pdfium, drawn, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth + 1)
            for name, box in inner:
                yield name, _moved(box, matrix)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE) and pdfium.FPDFPageObj_GetBounds(
            drawn, *edges
        ):
            left, bottom, right, top = (edge.value for edge in edges)
            if math.isfinite(left + bottom + right + top):
                yield "path" if kind == pdfium.FPDF_PAGEOBJ_PATH else "image", Box(left, bottom, right, top)


def _moved(box: Box, matrix: Any) -> Box:
    xs = [matrix.a * x + matrix.c * y + matrix.e for x in (box.left, box.right) for y in (box.top, box.bottom)]
    ys = [matrix.b * x + matrix.d * y + matrix.f for x in (box.left, box.right) for y in (box.top, box.bottom)]
    return Box(min(xs), min(ys), max(xs), max(ys))
