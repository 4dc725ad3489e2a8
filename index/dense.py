"""Nearest passages by the model's one vector a passage (or a window of a long one), in FAISS."""

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Floats

Keys = npt.NDArray[np.int64]


class DenseIndex:
    """Vectors under their passage's key; a key may have several. Search is exact."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    @classmethod
    def empty(cls, dimensions: int) -> "DenseIndex":
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions)))

    @classmethod
    def read(cls, path: Path) -> "DenseIndex":
        """Raises RuntimeError (faiss) where the file is damaged."""
        return cls(faiss.read_index(str(path)))

    def write(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, keys: Keys, vectors: Floats) -> None:
        """keys: (n,) int64; vectors: (n, d) float32, unit length."""
        if len(keys):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(keys))

    def remove(self, keys: Keys) -> None:
        self._index.remove_ids(faiss.IDSelectorBatch(keys))

    def cosine(self, vector: Floats, key: int) -> float:
        """The best cosine of ``vector`` (d,) with the windows of one passage."""
        selected = faiss.SearchParameters(sel=faiss.IDSelectorBatch(np.array([key], np.int64)))  # type: ignore[call-arg]
        cosines, _ = self._index.search(vector[None, :], 1, params=selected)
        return float(cosines[0, 0])

    def search(self, vector: Floats, k: int) -> tuple[Keys, Floats]:
        """The (at most) ``k`` nearest passages to ``vector`` (d,), best first: keys and cosines, each key once."""
        # A passage may stand in several windows, so that k vectors can be fewer than k passages.
        wanted = min(2 * k, len(self))
        if wanted == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        cosines, keys = self._index.search(vector[None, :], wanted)
        found = keys[0] >= 0  # FAISS pads with -1
        keys, cosines = keys[0][found], cosines[0][found]
        _, first = np.unique(keys, return_index=True)
        first = np.sort(first)[:k]
        return keys[first], cosines[first]
