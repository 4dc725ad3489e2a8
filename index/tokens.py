"""Token vectors of all passages, in files that are mapped into memory, not read.

Late interaction: each token of the question looks for its best match among the passage's tokens (MaxSim,
Khattab & Zaharia 2020), weighed by how rare it is in this library.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Encoding, Floats
from index.fitted import Fitted

_ARRAYS = ("keys", "offsets", "hubs", "vectors", "ids", "spans")


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """One passage's tokens: vectors (t, e) float16, ids (t,) int32, spans (t, 2) int32 as in Encoding.

    ``hub`` says how near the passage is to questions in general: such a passage matches everything a little.
    """

    vectors: npt.NDArray[np.float16]
    ids: npt.NDArray[np.int32]
    spans: npt.NDArray[np.int32]
    hub: float


class TokenStore:
    """The tokens of passages under their keys.

    keys: (p,) int64, ascending; hubs: (p,) float32; offsets: (p + 1,) int64 into the rows of vectors (T, e)
    float16, ids (T,) int32 and spans (T, 2) int32.
    """

    def __init__(self, arrays: dict[str, npt.NDArray[Any]]) -> None:
        self._arrays = arrays
        self._frequencies: npt.NDArray[np.int32] | None = None

    @classmethod
    def read(cls, folder: Path) -> "TokenStore":
        """Raises OSError or ValueError where a file is missing or cut."""
        return cls({name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS})

    def __len__(self) -> int:
        return len(self._arrays["keys"])

    @property
    def dimensions(self) -> int:
        return int(self._arrays["vectors"].shape[1])

    def passage(self, key: int) -> PassageTokens:
        """Raises KeyError for a key that is not here."""
        place = int(np.searchsorted(self._arrays["keys"], key))
        if place >= len(self) or self._arrays["keys"][place] != key:
            raise KeyError(key)
        start, end = self._arrays["offsets"][place : place + 2].tolist()
        rows: Any = {name: self._arrays[name][start:end] for name in ("vectors", "ids", "spans")}
        return PassageTokens(**rows, hub=float(self._arrays["hubs"][place]))

    def __iter__(self) -> Iterator[tuple[int, PassageTokens]]:
        for key in self._arrays["keys"].tolist():
            yield key, self.passage(key)

    def rarity(self, ids: npt.NDArray[np.int32], fitted: Fitted) -> Floats:
        """The weight (n,) float32 of each token id: -ln((n + m b + ½) / (N + m + 1)), never below 0.

        n of the library's N passages hold the token; b is the share of texts at large that do, which counts for m
        passages, so that in a library of one letter "de" is common and "DIANA" rare from the start.
        """
        if self._frequencies is None:
            self._frequencies = self._count()
        holding = _looked_up(self._frequencies, ids) + fitted.prior * _looked_up(fitted.background, ids)
        share = (holding + 0.5) / (len(self) + fitted.prior + 1)
        return np.maximum(0, -np.log(share)).astype(np.float32)

    def _count(self) -> npt.NDArray[np.int32]:
        highest = int(self._arrays["ids"].max(initial=-1))
        counts = np.zeros(highest + 2, np.int32)
        for _, tokens in self:
            held = np.unique(tokens.ids)
            counts[held[held >= 0]] += 1
        return counts


def write_tokens(folder: Path, passages: Sequence[tuple[int, PassageTokens]], dimensions: int) -> None:
    """Write the five arrays for ``passages``, which come in ascending order of key."""
    lengths = [len(tokens.ids) for _, tokens in passages]
    total = sum(lengths)
    offsets = np.zeros(len(passages) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    np.save(folder / "keys.npy", np.array([key for key, _ in passages], np.int64))
    np.save(folder / "offsets.npy", offsets)
    np.save(folder / "hubs.npy", np.array([tokens.hub for _, tokens in passages], np.float32))
    for name, dtype, shape in (
        ("vectors", np.float16, (total, dimensions)),
        ("ids", np.int32, (total,)),
        ("spans", np.int32, (total, 2)),
    ):
        if total == 0:  # an empty file cannot be mapped
            np.save(folder / f"{name}.npy", np.empty(shape, dtype))
            continue
        written = np.lib.format.open_memmap(folder / f"{name}.npy", mode="w+", dtype=dtype, shape=shape)
        for place, (_, tokens) in enumerate(passages):
            written[offsets[place] : offsets[place + 1]] = getattr(tokens, name)
        written.flush()


def compact(encoding: Encoding, fitted: Fitted) -> PassageTokens:
    """An encoder's tokens as they are stored, with the mean of what its best tokens have in common with questions."""
    hub = 0.0
    if len(fitted.centroids) and len(encoding.tokens):
        hub = float((encoding.tokens @ fitted.centroids.T).max(axis=0).mean())
    return PassageTokens(encoding.tokens.astype(np.float16), encoding.token_ids, encoding.spans, hub)


def _looked_up(values: npt.NDArray[Any], ids: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """``values[id]`` for each id, 0 for those beyond it."""
    known = (ids >= 0) & (ids < len(values))
    found = np.zeros(len(ids))
    found[known] = values[ids[known]]
    return found


def best_matches(question: Encoding, passage: PassageTokens) -> Floats:
    """The similarities (q, t) float32 of each question token with each passage token."""
    return question.tokens @ passage.vectors.astype(np.float32).T
