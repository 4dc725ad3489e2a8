"""Packed token vectors."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from index.encoder import unit
from index.vectors.codes import Bytes, ProductCodes


def test_a_byte_a_dimension_is_compared_as_what_it_was() -> None:
    vectors = unit(np.random.default_rng(1).normal(size=(5, 8)))
    codes = Bytes()
    assert codes.pack(vectors).dtype == np.int8
    assert codes.compared(codes.pack(vectors))(vectors[:2]) == pytest.approx(vectors @ vectors[:2].T, abs=5e-3)


# Two parts of two dimensions; the first has centroids (n, 0), the second (0, n). The first two dimensions change
# places, and the last of five is left out.
CENTROIDS = np.zeros((2, 256, 2), np.float32)
CENTROIDS[0, :, 0] = CENTROIDS[1, :, 1] = np.arange(256)
BY_HAND = {"turn": np.eye(5, dtype=np.float32)[[1, 0, 2, 3]], "centroids": CENTROIDS}


def test_product_codes_by_hand() -> None:
    middles = np.zeros((256, 4), np.float32)
    middles[7] = 0, 40, 0, 30
    codes = ProductCodes({**BY_HAND, "middles": middles})
    packed = codes.pack(np.array([[40, 3.2, 0, 33.9, 8], [1, 0, 7.6, 0, 1]], np.float32))
    assert packed[0].tolist() == [7, 3, 4]
    assert packed[1, 0] != 7
    assert codes.unpack(packed)[0] == pytest.approx(np.array([3, 40, 0, 34]) / np.linalg.norm([3, 40, 0, 34]))
    assert codes.asked(np.array([[1, 2, 3, 4, 5]], np.float32)).tolist() == [[2, 1, 3, 4]]


def test_codes_of_older_libraries_are_as_they_were(tmp_path: Path) -> None:
    np.savez(tmp_path / "codes.npz", **BY_HAND)
    codes = ProductCodes.read(tmp_path / "codes.npz")
    packed = codes.pack(np.array([[0, 3.2, 0, 3.9, 8], [9, 0, 7.6, 0, 1]], np.float32))
    assert packed.tolist() == [[3, 4], [0, 0]]
    assert codes.unpack(packed) == pytest.approx(np.array([[0.6, 0, 0, 0.8], [0, 0, 0, 0]]))
    # what shards that were made with them name them by
    written = BY_HAND["turn"].tobytes() + BY_HAND["centroids"].tobytes()
    assert codes.digest() == hashlib.sha256(written).hexdigest()
    codes.write(tmp_path / "again.npz")
    assert ProductCodes.read(tmp_path / "again.npz").digest() == codes.digest()


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """In clusters, as the tokens of texts lie."""
    drawn = np.random.default_rng(4)
    centres = drawn.normal(size=(60, 48))
    return unit(centres[drawn.integers(0, 60, 6000)] + 0.4 * drawn.normal(size=(6000, 48)))


def test_learned_codes_keep_what_vectors_say(
    vectors: np.ndarray, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    codes = ProductCodes.learned(vectors)
    assert capfd.readouterr() == ("", "")  # FAISS warns of few vectors
    packed = codes.pack(vectors[:100])
    assert (packed.shape, packed.dtype) == ((100, 13), np.uint8)
    back = codes.unpack(packed)
    assert np.linalg.norm(back, axis=1) == pytest.approx(1, abs=1e-5)
    assert codes.compared(packed)(vectors[:100]).diagonal().mean() > 0.9
    codes.write(tmp_path / "codes.npz")
    again = ProductCodes.read(tmp_path / "codes.npz")
    assert (again.pack(vectors[:100]) == packed).all()
    assert (ProductCodes.learned(vectors).pack(vectors[:100]) == packed).all()


@pytest.mark.parametrize("codes", [Bytes(), ProductCodes({"turn": np.eye(8), "centroids": np.zeros((1, 256, 8))})])
def test_nothing_is_packed_as_nothing(codes: Bytes | ProductCodes) -> None:
    packed = codes.pack(np.empty((0, 8), np.float32))
    assert len(packed) == 0
    assert codes.compared(packed)(np.ones((2, 8), np.float32)).shape == (0, 2)
