"""Nearest passages by the model's one vector a passage (or a window of a long one), in FAISS.

Up to EXACT vectors the search is exact. Above that the vectors lie in cells around centroids, and the cells nearest to
the question are searched (Sivic & Zisserman, "Video Google", 2003; FAISS, IVF): first by codes of half a byte for every
PART dimensions, which processors compare by the dozen (André, Kermarrec & Le Scouarnec, "Cache locality is not enough",
2015; FAISS, fast scan), then, of those that come first, by the vectors themselves.
"""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Floats, Notice, told

Stored = npt.NDArray[np.int8]

EXACT = 50_000
BLOCK = 10_000  # vectors that go into an index together
# Cells that are searched, and of many cells what share; how many vectors the codes pick for each that is wanted. So
# .99 of the 100 nearest are found among a million.
PROBED, PROBED_SHARE = 320, 1 / 3
PICKED = 3
PART, BITS = 2, 4
SAMPLE = 40  # vectors a cell that the centroids are learned from
SEED = 1
_normalize: Any = faiss.normalize_L2


class DenseIndex:
    """Passages by their vectors: vectors (w, d), as they are stored; windows (p,) int32, how many of them each passage
    has."""

    def __init__(self, vectors: Stored, windows: npt.NDArray[np.int32], path: Path) -> None:
        self._vectors = vectors
        self._passages = np.repeat(np.arange(len(windows)), windows)
        self._path = path
        self._index: Any = None

    def search(self, vector: Floats, k: int, kept: npt.NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
        """The (at most) ``k`` passages nearest to ``vector`` (d,), best first: place and cosine, each place once; only
        those of which ``kept`` (p,) is true."""
        # A passage may stand in several windows, so that k vectors can be fewer than k passages.
        wanted = min(2 * k, len(self._vectors))
        if wanted == 0:
            return []
        index = self._opened()
        chosen: Any = None
        among: npt.NDArray[np.bool_] | None = None
        if kept is not None:
            among = kept[self._passages]
            chosen = faiss.IDSelectorBitmap(np.packbits(among, bitorder="little"))  # type: ignore[call-arg, arg-type]
        if not isinstance(index, faiss.IndexIVF):
            cosines, rows = index.search(vector[None, :], wanted, params=faiss.SearchParameters(sel=chosen))  # type: ignore[call-arg]
            order = rows[0]
            cosines = cosines[0]
        else:
            if among is not None and np.count_nonzero(among) <= EXACT:
                rows = np.flatnonzero(among)  # the cells searched may hold few of so few
            else:
                cells = max(PROBED, round(index.nlist * PROBED_SHARE))
                parameters = faiss.SearchParametersIVF(sel=chosen, nprobe=cells)  # type: ignore[call-arg]
                rows = index.search(vector[None, :], PICKED * wanted, params=parameters)[1][0]
                rows = np.sort(rows[rows >= 0])
            cosines = unpacked(self._vectors[rows]) @ vector
            best = np.argsort(-cosines, kind="stable")[:wanted]
            order, cosines = rows[best], cosines[best]
        found: dict[int, float] = {}
        for row, cosine in zip(order.tolist(), cosines.tolist(), strict=True):
            if row >= 0:  # FAISS pads with -1
                found.setdefault(int(self._passages[row]), cosine)
        return list(found.items())[:k]

    def _opened(self) -> Any:
        if self._index is None:
            if self._path.exists():
                self._index = faiss.read_index(str(self._path))
            else:
                self._index = faiss.IndexFlatIP(self._vectors.shape[1])
                self._index.add(unpacked(self._vectors))
        return self._index


def packed(vectors: Floats) -> Stored:
    """Vectors (w, d) of unit length in a byte a dimension: the largest of a vector's is 127. Of ministers' answers its
    cosine with what was packed is .99994 at the least."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    scaled: Stored = np.rint(vectors * (127 / largest)).astype(np.int8)
    return scaled


def unpacked(stored: Stored) -> Floats:
    """Stored vectors as (w, d) float32 of unit length."""
    vectors = stored.astype(np.float32)
    if vectors.size:
        _normalize(vectors)
    return vectors


def write_index(vectors: Stored, path: Path, notice: Notice | None = None) -> None:
    """Write an index of ``vectors`` (w, d) to ``path``, where there are so many that they need one; ``notice`` hears
    how many are in it."""
    count, dimensions = vectors.shape
    if count <= EXACT:
        return
    progress = told(notice, "making the index of vectors", "vectors")
    cells = 2 * round(count**0.5)
    parts = next(parts for parts in range(dimensions // PART, 0, -1) if dimensions % parts == 0)
    index = faiss.IndexIVFPQFastScan(
        faiss.IndexFlatIP(dimensions), dimensions, cells, parts, BITS, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.seed = SEED
    drawn = np.random.default_rng(SEED).choice(count, min(count, SAMPLE * cells), replace=False)
    index.train(unpacked(vectors[np.sort(drawn)]))
    for start in range(0, count, BLOCK):
        index.add(unpacked(vectors[start : start + BLOCK]))
        if progress:
            progress(index.ntotal, count)
    with path.open("wb") as file:  # FAISS itself only says on standard error that the disk was full when it closed one
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]
