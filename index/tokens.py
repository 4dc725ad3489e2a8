"""Token vectors of all passages, in files that are mapped into memory, not read.

Late interaction: each token of the question looks for its best match among the passage's tokens (MaxSim,
Khattab & Zaharia 2020), weighed by how rare it is in this library.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoder import Encoding, Floats

_ARRAYS = ("keys", "offsets", "vectors", "ids", "spans")


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """One passage's tokens: vectors (t, e) float16, ids (t,) int32, spans (t, 2) int32 as in Encoding."""

    vectors: npt.NDArray[np.float16]
    ids: npt.NDArray[np.int32]
    spans: npt.NDArray[np.int32]


class TokenStore:
    """The tokens of passages under their keys.

    keys: (p,) int64, ascending; offsets: (p + 1,) int64 into the rows of vectors (T, e) float16, ids (T,) int32
    and spans (T, 2) int32.
    """

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
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
        arrays = self._arrays
        return PassageTokens(arrays["vectors"][start:end], arrays["ids"][start:end], arrays["spans"][start:end])  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[tuple[int, PassageTokens]]:
        for key in self._arrays["keys"].tolist():
            yield key, self.passage(key)

    def rarity(self, ids: npt.NDArray[np.int32]) -> Floats:
        """The weight (n,) float32 of each token id: BM25's idf, ln(1 + (N - n + ½) / (n + ½)).

        N is the number of passages, n how many hold the token; a token the library never holds weighs most.
        """
        if self._frequencies is None:
            self._frequencies = self._count()
        known = (ids >= 0) & (ids < len(self._frequencies))
        holding = np.where(known, self._frequencies[np.where(known, ids, 0)], 0).astype(np.float64)
        return np.log1p((len(self) - holding + 0.5) / (holding + 0.5)).astype(np.float32)

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


def compact(encoding: Encoding) -> PassageTokens:
    """An encoder's tokens as they are stored."""
    return PassageTokens(encoding.tokens.astype(np.float16), encoding.token_ids, encoding.spans)


def best_matches(question: Encoding, passage: PassageTokens) -> Floats:
    """The similarities (q, t) float32 of each question token with each passage token."""
    return question.tokens @ passage.vectors.astype(np.float32).T
