"""How token vectors are stored: a byte a dimension or, in a large library, as product codes.

A product quantiser of residuals (Jégou, Douze & Schmid, "Product quantization for nearest neighbor search", 2011)
stores for a vector the number of the nearest of 256 middles, and what is left of it, turned and cut into parts (Ge et
al., "Optimized product quantization", 2014), as the number of the nearest of 256 centroids for each part: a byte for
every four dimensions. A library learns middles, turn and centroids from its own vectors, once, when it gets large.
What comes back is made of unit length again. `python -m tests.benchmarks.packing` measures what packing costs.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Protocol

import numpy as np
import numpy.typing as npt

from index.encoder import Floats
from index.vectors import dense
from index.vectors.products import Products, products_with

Packed = npt.NDArray[Any]  # int8 or uint8

CENTROIDS = 256
LENGTH = 4  # dimensions of a part
TURNED, TURNS = 30_000, 3  # vectors from which the turn is learned, and in how many rounds
# How often centroids move: for the first turn, and in the end. It takes 25 s. FAISS's own 40 and 25, with 12 rounds of
# turning, take four times as long.
FIRST, LAST = 8, 12


class Codes(Protocol):
    """How vectors of e dimensions are packed into columns, and compared."""

    def pack(self, vectors: Floats) -> Packed:
        """(n, e) float32 to (n, columns)."""
        ...

    def compared(self, packed: Packed) -> Products:
        """What gives the cosines (n, q) float32 of packed vectors (n, columns) with those (q, e) of a question."""
        ...


class Bytes:
    """A byte a dimension, int8: nearly what the vectors are."""

    def pack(self, vectors: Floats) -> Packed:
        return dense.packed(vectors)

    def compared(self, packed: Packed) -> Products:
        return products_with(packed)


class ProductCodes:
    """Learned codes. ``arrays`` are what they consist of: turn (m, e) float32, rows of unit length at right angles;
    middles (256, m) float32; centroids (parts, 256, m / parts) float32."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        import faiss

        names = [name for name in ("turn", "centroids", "middles") if name in arrays]
        self.arrays = {name: np.ascontiguousarray(arrays[name], np.float32) for name in names}
        parts, _, length = self.arrays["centroids"].shape
        # codes of before 2026-12 have no middles: one, which is 0, takes no byte
        middles = self.arrays.get("middles", np.zeros((1, parts * length), np.float32))
        self._turn = np.ascontiguousarray(self.arrays["turn"].T)
        self._normalize: Any = faiss.normalize_L2
        nearest: Any = faiss.IndexFlatL2(parts * length)
        nearest.add(middles)
        # it holds no vectors, and only says what their codes are
        self._codec: Any = faiss.IndexIVFPQ(nearest, nearest.d, nearest.ntotal, parts, CENTROIDS.bit_length() - 1)
        faiss.copy_array_to_vector(self.arrays["centroids"].ravel(), self._codec.pq.centroids)
        self._codec.is_trained = True

    @classmethod
    def learned(cls, vectors: Floats) -> "ProductCodes":
        """Codes for ``vectors`` (n, e) and others like them; n is at least 256, e at least 16."""
        import faiss

        vectors = np.ascontiguousarray(vectors, np.float32)
        size = vectors.shape[1]
        parts = size // LENGTH
        # they say what they think of few vectors on standard error
        coarse: Any = faiss.Kmeans(size, CENTROIDS, niter=LAST, min_points_per_centroid=1)
        coarse.train(vectors)
        left = vectors - coarse.centroids[coarse.index.search(vectors, 1)[1][:, 0]]
        turning: Any = faiss.OPQMatrix(size, parts, parts * LENGTH)
        turning.niter, turning.niter_pq_0 = TURNS, FIRST
        turning.pq = inner = faiss.ProductQuantizer(parts * LENGTH, parts, CENTROIDS.bit_length() - 1)
        inner.cp.min_points_per_centroid = 1
        turning.train(left[:TURNED])
        inner.cp.niter = LAST
        turn: Floats = faiss.vector_to_array(turning.A).reshape(parts * LENGTH, -1)
        inner.train(np.ascontiguousarray(left @ turn.T))
        centroids = faiss.vector_to_array(inner.centroids).reshape(parts, CENTROIDS, LENGTH)
        return cls({"turn": turn, "middles": coarse.centroids @ turn.T, "centroids": centroids})

    @classmethod
    def read(cls, path: Path | IO[bytes]) -> "ProductCodes":
        """Raises OSError, KeyError or ValueError where the file is missing or damaged."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays)

    def write(self, path: Path | IO[bytes]) -> None:
        np.savez(path, **self.arrays)  # type: ignore[arg-type]

    def digest(self) -> str:
        """What tells these codes from others."""
        return hashlib.sha256(b"".join(each.astype("<f4").tobytes() for each in self.arrays.values())).hexdigest()

    def pack(self, vectors: Floats) -> Packed:
        if not len(vectors):
            return np.empty((0, self._codec.sa_code_size()), np.uint8)
        packed: npt.NDArray[np.uint8] = self._codec.sa_encode(self.asked(vectors))
        return packed

    def compared(self, packed: Packed) -> Products:
        unpacked = self.unpack(packed)
        return lambda vectors: unpacked @ self.asked(vectors).T

    def unpack(self, packed: Packed) -> Floats:
        """(n, columns) to (n, m) float32, of unit length."""
        if not len(packed):
            return np.empty((0, self._turn.shape[1]), np.float32)
        vectors: Floats = self._codec.sa_decode(np.ascontiguousarray(packed, np.uint8))
        self._normalize(vectors)
        return vectors

    def asked(self, vectors: Floats) -> Floats:
        """(n, e) vectors to (n, m), whose products with unpacked ones are cosines."""
        turned: Floats = np.ascontiguousarray(vectors @ self._turn, np.float32)
        return turned
