"""Token vectors of all passages, in files that are mapped into memory, not read.

Late interaction: each token of the question looks for its best match among the passage's tokens (MaxSim,
Khattab & Zaharia 2020), weighed by how rare it is in this library. A passage is kept twice: its tokens as they
stand in it, where they know what the passage is about, and the tokens of each sentence read alone, where they
say most precisely what that sentence says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Encoding, Floats
from index.fitted import Fitted

_ARRAYS = (
    "keys",
    "offsets",
    "vectors",
    "ids",
    "spans",
    "sentence_offsets",
    "sentence_spans",
    "sentence_rows",
    "sentence_vectors",
)


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """One passage's tokens.

    vectors (t, e) float16, ids (t,) int32, spans (t, 2) int32: in the passage, as in Encoding.
    sentence_spans: (s, 2) int32, the characters of its sentences; sentence_vectors: (u, e) float16, the tokens of
    those, each sentence read alone; sentence_rows: (s,) int64, the first of them for each sentence.
    """

    vectors: npt.NDArray[np.float16]
    ids: npt.NDArray[np.int32]
    spans: npt.NDArray[np.int32]
    sentence_spans: npt.NDArray[np.int32]
    sentence_rows: npt.NDArray[np.int64]
    sentence_vectors: npt.NDArray[np.float16]


class TokenStore:
    """The tokens of passages under their keys.

    keys: (p,) int64, ascending; offsets: (p + 1,) int64 into the rows of vectors (T, e)
    float16, ids (T,) int32 and spans (T, 2) int32; sentence_offsets: (p + 1,) int64 into sentence_spans (S, 2) int32
    and sentence_rows (S + 1,) int64, which leads into the rows of sentence_vectors (U, e) float16.
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
        arrays = self._arrays
        start, end = arrays["offsets"][place : place + 2].tolist()
        first, last = arrays["sentence_offsets"][place : place + 2].tolist()
        rows = arrays["sentence_rows"][first : last + 1]
        return PassageTokens(
            vectors=arrays["vectors"][start:end],
            ids=arrays["ids"][start:end],
            spans=arrays["spans"][start:end],
            sentence_spans=arrays["sentence_spans"][first:last],
            sentence_rows=rows[:-1] - rows[0],
            sentence_vectors=arrays["sentence_vectors"][rows[0] : rows[-1]],
        )

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
    """Write the arrays for ``passages``, which come in ascending order of key."""
    every = [tokens for _, tokens in passages]
    rows = [0]
    for tokens in every:
        ends = [*tokens.sentence_rows[1:].tolist(), len(tokens.sentence_vectors)] if len(tokens.sentence_rows) else []
        rows += [rows[-1] + end for end in ends]
    numbers: tuple[tuple[str, Any, npt.DTypeLike], ...] = (
        ("keys", [key for key, _ in passages], np.int64),
        ("offsets", np.cumsum([0] + [len(tokens.ids) for tokens in every]), np.int64),
        ("sentence_offsets", np.cumsum([0] + [len(tokens.sentence_spans) for tokens in every]), np.int64),
        ("sentence_rows", rows, np.int64),
    )
    for name, values, dtype in numbers:
        np.save(folder / f"{name}.npy", np.asarray(values, dtype))
    for name, dtype, shape in (
        ("vectors", np.float16, (dimensions,)),
        ("ids", np.int32, ()),
        ("spans", np.int32, (2,)),
        ("sentence_spans", np.int32, (2,)),
        ("sentence_vectors", np.float16, (dimensions,)),
    ):
        _write_rows(folder / f"{name}.npy", [getattr(tokens, name) for tokens in every], dtype, shape)


def _write_rows(path: Path, parts: Sequence[npt.NDArray[Any]], dtype: npt.DTypeLike, shape: tuple[int, ...]) -> None:
    """Write ``parts`` one after another without holding them in memory at once."""
    total = sum(map(len, parts))
    if total == 0:  # an empty file cannot be mapped
        np.save(path, np.empty((0, *shape), dtype))
        return
    written = np.lib.format.open_memmap(path, mode="w+", dtype=dtype, shape=(total, *shape))
    at = 0
    for part in parts:
        written[at : at + len(part)] = part
        at += len(part)
    written.flush()


def compact(encoding: Encoding, sentences: Sequence[tuple[tuple[int, int], Encoding]]) -> PassageTokens:
    """An encoder's tokens as they are stored.

    sentences: the passage's sentences, each with its characters and its own encoding; those without a word are
    left out.
    """
    worded = [(span, alone.tokens) for span, alone in sentences if len(alone.tokens)]
    lengths = [len(tokens) for _, tokens in worded]
    return PassageTokens(
        vectors=encoding.tokens.astype(np.float16),
        ids=encoding.token_ids,
        spans=encoding.spans,
        sentence_spans=np.array([span for span, _ in worded], np.int32).reshape(-1, 2),
        sentence_rows=np.cumsum([0, *lengths])[:-1],
        sentence_vectors=np.concatenate([encoding.tokens[:0], *(tokens for _, tokens in worded)]).astype(np.float16),
    )


def _looked_up(values: npt.NDArray[Any], ids: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """``values[id]`` for each id, 0 for those beyond it."""
    known = (ids >= 0) & (ids < len(values))
    found = np.zeros(len(ids))
    found[known] = values[ids[known]]
    return found
