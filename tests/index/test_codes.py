"""Packed token vectors."""

import numpy as np
import pytest

from index.bundled import HUB_NAME
from index.codes import HalfPrecision, ProductCodes, bundled_codes, codes_for
from index.encoder import unit


def test_half_precision_gives_back_what_it_was_given() -> None:
    vectors = unit(np.random.default_rng(1).normal(size=(5, 8)))
    codes = HalfPrecision()
    assert codes.pack(vectors).dtype == np.float16
    assert codes.unpack(codes.pack(vectors)) == pytest.approx(vectors, abs=1e-3)


def test_product_codes_by_hand() -> None:
    # two parts of two dimensions; the first has centroids (n, 0), the second (0, n)
    centroids = np.zeros((2, 256, 2), np.float32)
    centroids[0, :, 0] = centroids[1, :, 1] = np.arange(256)
    # the first two dimensions change places, and the last of five is left out
    turn = np.eye(5, dtype=np.float32)[[1, 0, 2, 3]]
    codes = ProductCodes(turn, centroids)
    packed = codes.pack(np.array([[0, 3.2, 0, 3.9, 8], [9, 0, 7.6, 0, 1]], np.float32))
    assert packed.tolist() == [[3, 4], [9, 0]]
    assert codes.unpack(packed) == pytest.approx(np.array([[0.6, 0, 0, 0.8], [1, 0, 0, 0]]))
    assert codes.asked(np.array([[1, 2, 3, 4, 5]], np.float32)).tolist() == [[2, 1, 3, 4]]


def test_the_bundled_codes_keep_what_vectors_say() -> None:
    codes = bundled_codes()
    drawn = unit(np.random.default_rng(2).normal(size=(3, 384)))
    products = codes.unpack(codes.pack(drawn)) @ codes.asked(drawn).T
    assert np.linalg.norm(codes.unpack(codes.pack(drawn)), axis=1) == pytest.approx(1, abs=1e-5)
    assert (products.argmax(axis=1) == [0, 1, 2]).all()


@pytest.mark.parametrize("codes", [HalfPrecision(), bundled_codes()])
def test_nothing_is_packed_as_nothing(codes: HalfPrecision | ProductCodes) -> None:
    packed = codes.pack(np.empty((0, 384), np.float32))
    assert len(packed) == 0
    assert codes.unpack(packed).shape == (0, codes.asked(np.empty((0, 384), np.float32)).shape[1])


def test_the_bundled_model_has_codes_of_its_own() -> None:
    assert codes_for(HUB_NAME) is bundled_codes()
    assert isinstance(codes_for("another"), HalfPrecision)
