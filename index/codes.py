"""How token vectors are stored: a byte a dimension or, in a large library, as product codes.

An optimised product quantiser (Ge et al., "Optimized product quantization", 2014) turns a vector, cuts it into parts
and stores for each the number of the nearest of 256 centroids: a byte a part, here for every 4.3 dimensions. A library
learns turn and centroids from its own vectors, once, when it gets large. What comes back is made of unit length again,
without which nDCG@10 on the letters of development falls by .01 more. `python -m tests.benchmarks.packing` measures
what packing costs, at this and other sizes.
"""

import hashlib
from pathlib import Path
from typing import IO, Any, Protocol

import numpy as np
import numpy.typing as npt

from index import dense
from index.encoder import Floats

Packed = npt.NDArray[Any]  # int8 or uint8

CENTROIDS = 256
LENGTH = 4  # dimensions of a part
KEPT = 15 / 16  # of a vector's dimensions
TURNED, TURNS = 30_000, 3  # vectors from which the turn is learned, and in how many rounds
# How often centroids move: for the first turn, and in the end. It takes 25 s. FAISS's own 40 and 25, with 12 rounds of
# turning, take 108 s; with 8, 25 and 12 rounds it is 83 s for a cosine of .9655 instead of .9630.
FIRST, LAST = 8, 12


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


class Bytes:
    """A byte a dimension, int8: nearly what the vectors are, and made into them ten times as fast as float16."""

    def pack(self, vectors: Floats) -> Packed:
        return dense.packed(vectors)

    def unpack(self, packed: Packed) -> Floats:
        return dense.unpacked(packed)

    def asked(self, vectors: Floats) -> Floats:
        return vectors


class ProductCodes:
    """turn: (m, e) float32, rows of unit length at right angles; centroids: (parts, 256, m / parts) float32."""

    def __init__(self, turn: Floats, centroids: Floats) -> None:
        import faiss

        parts, _, length = centroids.shape
        self.arrays = turn, centroids
        self._turn = np.ascontiguousarray(turn.T)
        self._normalize: Any = faiss.normalize_L2
        self._quantizer: Any = faiss.ProductQuantizer(parts * length, parts, CENTROIDS.bit_length() - 1)
        faiss.copy_array_to_vector(np.ascontiguousarray(centroids, np.float32).ravel(), self._quantizer.centroids)

    @classmethod
    def learned(cls, vectors: Floats) -> "ProductCodes":
        """Codes for ``vectors`` (n, e) and others like them; e is at least 16."""
        import faiss

        parts = round(vectors.shape[1] * KEPT / LENGTH)
        turning: Any = faiss.OPQMatrix(vectors.shape[1], parts, parts * LENGTH)
        turning.niter, turning.niter_pq_0 = TURNS, FIRST
        turning.pq = inner = faiss.ProductQuantizer(parts * LENGTH, parts, CENTROIDS.bit_length() - 1)
        inner.cp.min_points_per_centroid = 1  # it says what it thinks of fewer on standard error
        turning.train(np.ascontiguousarray(vectors[:TURNED], np.float32))
        inner.cp.niter = LAST
        turn: Floats = faiss.vector_to_array(turning.A).reshape(parts * LENGTH, -1)
        inner.train(np.ascontiguousarray(vectors @ turn.T, np.float32))
        return cls(turn, faiss.vector_to_array(inner.centroids).reshape(parts, CENTROIDS, LENGTH))

    @classmethod
    def read(cls, path: Path | IO[bytes]) -> "ProductCodes":
        """Raises OSError or ValueError where the file is missing or damaged."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["turn"], arrays["centroids"])

    def write(self, path: Path | IO[bytes]) -> None:
        turn, centroids = self.arrays
        np.savez(path, turn=turn, centroids=centroids)

    def digest(self) -> str:
        """What tells these codes from others."""
        return hashlib.sha256(b"".join(each.astype("<f4").tobytes() for each in self.arrays)).hexdigest()

    def pack(self, vectors: Floats) -> Packed:
        if not len(vectors):
            return np.empty((0, self._quantizer.M), np.uint8)
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
