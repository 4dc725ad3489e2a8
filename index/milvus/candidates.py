"""Passages by their vectors, as the server finds them, and by their token vectors, as they are compared here:
``Candidates`` of storage.py, as ``Generation`` is in a folder.

The server proposes. All that decides is read from it, a few hundred kilobytes for a question, and compared by the same
code as a library in a folder has. What was read once is kept (``cache.py``).
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Floats
from index.fitted import Fitted
from index.folder.generation import Sentences, best_of, rarity
from index.milvus.cache import Cache
from index.milvus.chosen import OnServerWithin
from index.milvus.connection import Connection
from index.milvus.parts import Kind
from index.milvus.pieces import Apart, Whole
from index.milvus.state import State
from index.vectors.codes import Bytes, Codes
from index.vectors.piece import Ints

MOST = 16_384  # rows that Milvus gives at a time
_BYTES = Bytes()


class ServerCandidates:
    """Those of one state. ``codes``: how token vectors are packed, of a library that has packed any; ``holding``: how
    many passages hold each token, by its id; ``looking``: the search parameters of the index."""

    def __init__(
        self,
        connection: Connection,
        state: State,
        cache: Cache,
        codes: Codes | None,
        holding: npt.NDArray[np.int64],
        looking: dict[str, Any],
    ) -> None:
        self._connection = connection
        self._state = state
        self._cache = cache
        self._codes = codes
        self._holding = holding
        self._looking = looking

    def __len__(self) -> int:
        return self._state.passages

    def nearest(self, vector: Floats, k: int, within: OnServerWithin | None = None) -> list[int]:
        """The keys of the (at most) ``k`` passages whose vectors are nearest to ``vector`` (d,), best first; only those
        ``within`` those, where they are given."""
        found = self._connection.search(
            "windows",
            "vector",
            vector.tolist(),
            min(2 * k, MOST),  # a passage may stand in several windows
            within.where if within else self._state.counting(),
            ["number"],
            self._looking,
            self._state.since("windows"),
        )
        best: dict[int, float] = {}
        for cosine, row in found:
            best.setdefault(int(row["number"]), cosine)
        return sorted(best, key=lambda key: (-best[key], key))[:k]

    def matches(self, tokens: Floats, keys: Sequence[int]) -> Floats:
        """(n, q) the best match of each of the question's ``tokens`` (q, e) in each passage. Raises KeyError."""
        every = [whole.codes for whole in self._wholes(keys)]
        return self._best(tokens, every, [[len(codes)] for codes in every])

    def sentences(self, tokens: Floats, keys: Sequence[int]) -> list[Sentences]:
        """The same for each sentence of each passage, read alone. Raises KeyError."""
        found = self._read(keys, Kind.SENTENCES, Apart.of)
        every, lengths = [], []
        for each, whole in zip(found, self._wholes(keys), strict=True):
            is_whole = len(each.lengths) == 1 and not each.lengths[0]
            every.append(whole.codes if is_whole else each.codes)
            lengths.append([len(whole.codes)] if is_whole else each.lengths.tolist())
        best = self._best(tokens, every, lengths)
        starts = np.cumsum([0, *map(len, lengths)]).tolist()
        return [
            Sentences(each.spans, best[start : start + len(each.spans)])
            for each, start in zip(found, starts, strict=False)
        ]

    def rarity(self, ids: Ints, fitted: Fitted) -> Floats:
        """The weight (n,) float32 of each token id; see ``generation.rarity``."""
        held = np.zeros(len(ids), np.int64)
        known = (ids >= 0) & (ids < len(self._holding))
        held[known] = self._holding[ids[known]]
        return rarity(ids, held, self._state.passages, fitted)

    def _best(self, tokens: Floats, every: Sequence[Any], lengths: Sequence[Sequence[int]]) -> Floats:
        """(n, q) the best match in each of n texts: ``every`` the packed vectors of a passage, ``lengths`` how many of
        them each of its texts has. Those that were packed before there were codes are compared as they are."""
        counts = [len(each) for each in lengths]
        best = np.zeros((sum(counts), len(tokens)), np.float32)
        rows = np.split(np.arange(len(best)), np.cumsum(counts)[:-1])
        for codes, kind in ((_BYTES, np.int8), (self._codes, np.uint8)):
            places = [place for place, packed in enumerate(every) if packed.dtype == kind]
            if places and codes:
                products = codes.compared(np.concatenate([every[place] for place in places]))(tokens)
                own = [length for place in places for length in lengths[place]]
                best[np.concatenate([rows[place] for place in places])] = best_of(products, own)
        return best

    def _wholes(self, keys: Sequence[int]) -> list[Whole]:
        return self._read(keys, Kind.WHOLE, Whole.of)

    def _read(self, keys: Sequence[int], kind: Kind, decode: Callable[[bytes], Any]) -> list[Any]:
        found = self._cache.read(self._connection, keys, kind, self._state.since("parts"), decode)
        return [found[key] for key in keys]
