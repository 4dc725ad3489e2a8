"""Products in whole numbers are those in float32."""

import numpy as np
import onnx
import onnx.parser
import pytest

from index.encoder import Floats, unit
from index.vectors.dense import packed, unpacked
from index.vectors.products import GRAPH, STEPS, products_with

AS_TEXT = """
<ir_version: 8, opset_import: ["": 17]>
products (uint8[t, e] stored, int8[e, q] asked) => (int32[t, q] products)
<uint8 nought = {128}>
{ products = MatMulInteger(stored, asked, nought) }
"""


def vectors(rows: int, columns: int) -> Floats:
    return unit(np.random.default_rng(rows).normal(size=(rows, columns)))


def test_the_graph_is_what_its_text_says() -> None:
    """Were it changed: ``onnx.save(onnx.parser.parse_model(AS_TEXT), GRAPH)``."""
    assert onnx.load(GRAPH) == onnx.parser.parse_model(AS_TEXT)


@pytest.mark.parametrize("columns", [2, 3, 384])
def test_they_are_those_of_the_vectors(columns: int) -> None:
    stored = packed(vectors(500, columns))
    multiplied = products_with(stored)
    for rows in (15, 1, 0, 16):
        asked = vectors(rows, columns)
        expected = unpacked(stored) @ asked.T
        found = multiplied(asked)
        assert (found.shape, found.dtype) == (expected.shape, np.float32)
        # each number is off by half a 126th of a 63rd of the vector's largest at the most
        off = 0.5 / (2 * STEPS) / STEPS * np.abs(asked).max(axis=1, initial=0) * np.sqrt(columns)
        assert (np.abs(found - expected) <= off + 1e-6).all()


def test_no_sum_overflows() -> None:
    """All numbers are as large as they come: sums of two neighbours are the largest that sixteen bits must hold."""
    signs = np.where(np.random.default_rng(1).random((40, 384)) < 0.5, -1, 1)
    stored = np.concatenate([np.full((1, 384), 127), np.full((1, 384), -127), 127 * signs]).astype(np.int8)
    asked = unit(np.concatenate([np.ones((1, 384)), -np.ones((1, 384)), signs]))
    assert products_with(stored)(asked) == pytest.approx(unpacked(stored) @ asked.T, abs=1e-5)


def test_what_is_nothing_matches_nothing() -> None:
    nothing = np.zeros((2, 3), np.float32)
    assert products_with(np.zeros((4, 3), np.int8))(vectors(2, 3)).tolist() == np.zeros((4, 2)).tolist()
    assert products_with(packed(vectors(4, 3)))(nothing) == pytest.approx(np.zeros((4, 2)))
    assert products_with(np.zeros((0, 3), np.int8))(vectors(2, 3)).shape == (0, 2)
