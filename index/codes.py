"""How token vectors are stored: as they are, in half precision, or as product codes.

An optimised product quantiser (Ge et al., "Optimized product quantization", 2014) turns a vector, cuts it into parts
and stores for each the number of the nearest of 256 centroids: a byte a part. What comes back is made of unit length
again: without that, nDCG@10 falls by .015 on the letters of development, with it by nothing to speak of. Turn and
centroids of the bundled model were learned once, on the development data, and come with the program, so that a library
needs no training and a letter can be added by itself. tests/evaluation/fitting/fit_codes.py learns them.
"""

import functools
import hashlib
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.bundled import HUB_NAME
from index.encoder import Floats

Packed = npt.NDArray[Any]  # float16 or uint8


class Codes(Protocol):
    """How vectors of e dimensions are packed into columns, and compared when they are unpacked."""

    def pack(self, vectors: Floats) -> Packed:
        """(n, e) float32 to (n, columns)."""
        ...

    def unpack(self, packed: Packed) -> Floats:
        """(n, columns) to (n, m) float32, of unit length."""
        ...

    def asked(self, vectors: Floats) -> Floats:
        """(n, e) vectors of a question to (n, m), whose products with unpacked ones are cosines."""
        ...


class HalfPrecision:
    """Vectors as float16."""

    def pack(self, vectors: Floats) -> Packed:
        return vectors.astype(np.float16)

    def unpack(self, packed: Packed) -> Floats:
        return packed.astype(np.float32)

    def asked(self, vectors: Floats) -> Floats:
        return vectors


class ProductCodes:
    """turn: (m, e) float32, rows of unit length that are at right angles; centroids: (parts, 256, m / parts) float32;
    ``fingerprint`` tells them from others."""

    def __init__(self, turn: Floats, centroids: Floats, fingerprint: str = "") -> None:
        import faiss

        parts, many, length = centroids.shape
        self.fingerprint = fingerprint
        self._parts = parts
        self._turn = np.ascontiguousarray(turn.T)
        self._normalize: Any = faiss.normalize_L2
        self._quantizer: Any = faiss.ProductQuantizer(parts * length, parts, many.bit_length() - 1)
        faiss.copy_array_to_vector(np.ascontiguousarray(centroids, np.float32).ravel(), self._quantizer.centroids)

    def pack(self, vectors: Floats) -> Packed:
        if not len(vectors):
            return np.empty((0, self._parts), np.uint8)
        packed: npt.NDArray[np.uint8] = self._quantizer.compute_codes(self.asked(vectors))
        return packed

    def unpack(self, packed: Packed) -> Floats:
        if not len(packed):
            return np.empty((0, self._turn.shape[1]), np.float32)
        vectors: Floats = self._quantizer.decode(np.ascontiguousarray(packed, np.uint8))
        self._normalize(vectors)
        return vectors

    def asked(self, vectors: Floats) -> Floats:
        turned: Floats = np.ascontiguousarray(vectors @ self._turn, np.float32)
        return turned


def codes_for(model: str) -> Codes:
    """How the token vectors of the model with this name are stored."""
    return bundled_codes() if model == HUB_NAME else HalfPrecision()


@functools.cache
def bundled_codes() -> ProductCodes:
    """codes.npz holds "turn" and "centroids" as float16."""
    stored = files("index").joinpath("codes.npz")
    with stored.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        turn, centroids = (arrays[name].astype(np.float32) for name in ("turn", "centroids"))
    return ProductCodes(turn, centroids, hashlib.blake2b(stored.read_bytes(), digest_size=4).hexdigest())
