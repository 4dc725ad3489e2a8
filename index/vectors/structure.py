"""Whether the arrays of a segment belong together, as far as that can be told without reading all of them.

The checksums of large files are not compared when a library is opened. What is compared then are sizes, and this: no
count can point outside the files, whatever byte was changed, so that nothing is ever read that is not there.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from index.vectors.piece import Piece

_TYPES = {
    "keys": ("int64",), "windows": ("int32",), "vectors": ("int8",), "tokens": ("int32",),
    "codes": ("int8", "uint8"), "sentences": ("int32",), "spans": ("int32",), "lengths": ("int32",),
    "sentence_codes": ("int8", "uint8"), "held": ("int32",), "ids": ("int32",),
}  # fmt: skip
_TABLES = ("vectors", "codes", "spans", "sentence_codes")
_COUNTS = (
    ("windows", "vectors"), ("tokens", "codes"), ("sentences", "spans"), ("sentences", "lengths"),
    ("lengths", "sentence_codes"), ("held", "ids"),
)  # fmt: skip


def misfit(piece: "Piece") -> str | None:
    """The name of the first array that cannot be what was written, None where there is none."""
    for name, types in _TYPES.items():
        array = getattr(piece, name)
        if array.dtype.name not in types or array.ndim != 1 + (name in _TABLES) or not array.flags.c_contiguous:
            return name
    if not bool(np.all(piece.keys[1:] > piece.keys[:-1])):
        return "keys"
    if piece.spans.shape[1] != 2:
        return "spans"
    if piece.codes.shape[1] != piece.sentence_codes.shape[1] or piece.codes.dtype != piece.sentence_codes.dtype:
        return "codes"
    for name in ("windows", "tokens", "sentences", "held"):
        if len(getattr(piece, name)) != len(piece.keys):
            return name
    for counts, rows in _COUNTS:
        counted = getattr(piece, counts)
        if counted.min(initial=0) < 0 or counted.sum(dtype=np.int64) != len(getattr(piece, rows)):
            return counts
    return None
