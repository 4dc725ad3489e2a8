"""Products of a question's vectors with many that are kept in a byte a dimension, in whole numbers: a quarter of the
memory is read that float32 takes, and all of it takes half of the time or less.

`products.onnx` is one MatMulInteger of what is stored, 128 added, with what is asked;
tests/index/vectors/test_products.py has it as text. It is kept made, since to make it takes the package onnx, which
takes longer to import than a question.
"""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import Floats
from index.models.runtime import session
from index.vectors.dense import Stored

GRAPH = Path(__file__).with_name("products.onnx")
# A number of a question is two bytes: 63rds of the vector's largest, and 126ths of these. Two neighbours of 63 times
# 255 each just fit the sixteen bits in which some processors add them.
STEPS = 63

# What gives products (t, q) with vectors (q, e) of a question.
Products = Callable[[Floats], Floats]


def products_with(stored: Stored) -> Products:
    """What gives the products (t, q) float32 of those ``stored`` (t, e) int8, each made of unit length, with vectors
    (q, e); they differ from those in float32 by some 1e-5."""
    unsigned = stored.view(np.uint8) ^ 128
    lengths = np.sqrt(np.einsum("te,te->t", stored, stored, dtype=np.int32))
    units = (1 / np.maximum(lengths, 1)).astype(np.float32)[:, None]

    def products(vectors: Floats) -> Floats:
        largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
        scaled = vectors * (STEPS / largest)
        coarse = np.rint(scaled)
        fine = np.rint((scaled - coarse) * (2 * STEPS))
        asked = np.concatenate([coarse, fine]).astype(np.int8).T
        (whole,) = _multiplying().run(None, {"stored": unsigned, "asked": np.ascontiguousarray(asked)})
        sums = whole[:, : len(vectors)] * np.int32(2 * STEPS) + whole[:, len(vectors) :]
        every: Floats = sums.astype(np.float32)
        every *= units
        every *= largest.T / np.float32(2 * STEPS * STEPS)
        return every

    return products


@functools.cache
def _multiplying() -> Any:
    return session(GRAPH)
