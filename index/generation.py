"""What is derived of a library's passages at one moment: a few segments, which are written once and never changed.

SQLite names them in the transaction that makes them current, so a reader sees the old state or the new one and never a
mixture. New passages become a segment of their own, with the newest of the others that are not much larger taken
into it (as log-structured merge-trees do, O'Neil et al., 1996): a letter costs what it has itself, and there are never
many segments. Passages that are gone are skipped until their segment is written again.
"""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.codes import Codes, Packed
from index.encoder import Floats
from index.fitted import Fitted
from index.segment import Ints, Piece, Segment, open_segment, write_segment

# A segment up to so many times the size of what comes is taken into the new one.
MUCH_LARGER = 2
# A segment of which passages are gone is written again if it is no larger than this, or if a fifth is gone.
SMALL, GONE = 4096, 0.2
# Passages that come are held in memory up to so many, some 100 MB.
SPILLED = 20_000
EMPTY: Mapping[str, Any] = {"number": 0, "segments": []}


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a passage: spans (s, 2) int32, their characters; matches (s, q) float32, the best match in each
    of every token of the question."""

    spans: Ints
    matches: Floats


class Generation:
    """The segments of one moment, open for reading. ``gone`` are the keys of each that are no longer there."""

    def __init__(self, segments: Sequence[Segment], gone: Sequence[Collection[int]], codes: Codes) -> None:
        self._segments = segments
        self._gone = [
            segment.places(np.array(sorted(keys), np.int64)) for segment, keys in zip(segments, gone, strict=True)
        ]
        self._codes = codes

    def __len__(self) -> int:
        return sum(map(len, self._segments)) - sum(map(len, self._gone))

    def nearest(self, vector: Floats, k: int) -> list[int]:
        """The keys of the (at most) ``k`` passages whose vectors are nearest to ``vector`` (d,), best first."""
        found: list[tuple[float, int]] = []
        for segment, gone in zip(self._segments, self._gone, strict=True):
            keys = segment.piece.keys
            found += [(cosine, int(keys[place])) for place, cosine in segment.dense.search(vector, k, gone.tolist())]
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return [key for _, key in found[:k]]

    def cosines(self, vector: Floats, keys: Sequence[int]) -> Floats:
        """(n,) the best cosine of ``vector`` (d,) with the windows of each passage. Raises KeyError."""
        windows = [segment.vectors(place) for segment, place in self._found(keys)]
        if not windows:
            return np.zeros(0, np.float32)
        starts = np.cumsum([0, *map(len, windows)])[:-1]
        best: Floats = np.maximum.reduceat(np.concatenate(windows).astype(np.float32) @ vector, starts)
        return best

    def matches(self, tokens: Floats, keys: Sequence[int]) -> Floats:
        """(n, q) the best match of each of the question's ``tokens`` (q, e) in each passage, by MaxSim (Khattab &
        Zaharia, 2020); 0 where a passage has no token. Raises KeyError."""
        packed = [segment.codes(place) for segment, place in self._found(keys)]
        return self._best(tokens, packed, [len(each) for each in packed])

    def sentences(self, tokens: Floats, keys: Sequence[int]) -> list[Sentences]:
        """The same for each sentence of each passage, read alone. Raises KeyError."""
        every = [segment.sentences(place) for segment, place in self._found(keys)]
        lengths = [count for _, counts, _ in every for count in counts.tolist()]
        best = self._best(tokens, [codes for _, _, codes in every], lengths)
        bounds = np.cumsum([0, *(len(spans) for spans, _, _ in every)]).tolist()
        return [Sentences(every[row][0], best[start:end]) for row, (start, end) in enumerate(pairwise(bounds))]

    def rarity(self, ids: Ints, fitted: Fitted) -> Floats:
        """The weight (n,) float32 of each token id: -ln((n + m b + ½) / (N + m + 1)), never below 0.

        n of the library's N passages hold the token; b is the share of texts at large that do, which counts for m
        passages, so that in a library of one letter "de" is common and "DIANA" rare from the start.
        """
        held = sum((segment.holding(ids) for segment in self._segments), np.zeros(len(ids), np.int64))
        holding = held + fitted.prior * _looked_up(fitted.background, ids)
        share = (holding + 0.5) / (sum(map(len, self._segments)) + fitted.prior + 1)
        return np.maximum(0, -np.log(share)).astype(np.float32)

    def _found(self, keys: Sequence[int]) -> list[tuple[Segment, int]]:
        wanted = np.array(keys, np.int64)
        found: dict[int, tuple[Segment, int]] = {}
        for segment in self._segments:
            places = segment.places(wanted)
            found |= {int(row): (segment, int(places[row])) for row in np.flatnonzero(places >= 0)}
        if missing := [key for row, key in enumerate(keys) if row not in found]:
            raise KeyError(missing[0])
        return [found[row] for row in range(len(keys))]

    def _best(self, tokens: Floats, packed: Sequence[Packed], lengths: Sequence[int]) -> Floats:
        """(n, q) the best match of each of ``tokens`` (q, e) in each of n texts, whose token vectors stand packed one
        after another, ``lengths`` of them; 0 where a text has none."""
        best = np.zeros((len(lengths), len(tokens)), np.float32)
        there = np.flatnonzero(lengths)
        if len(there):
            starts = np.cumsum([0, *lengths])[there]
            matches = self._codes.unpack(np.concatenate(packed)) @ self._codes.asked(tokens).T
            best[there] = np.maximum.reduceat(matches, starts, axis=0)
        return best


def open_generation(library: Path, record: Mapping[str, Any], codes: Codes) -> Generation:
    """Open what SQLite names. Raises FileNotFoundError where it is gone, LibraryDamaged where changed."""
    segments = [open_segment(library, each) for each in record["segments"]]
    return Generation(segments, [each["gone"] for each in record["segments"]], codes)


def write_generation(
    library: Path, record: Mapping[str, Any], pieces: Iterable[Piece], gone: Collection[int]
) -> dict[str, Any]:
    """Write what follows ``record``: without the passages ``gone``, with ``pieces``, in ascending order of keys.

    Returns the new record, which becomes current when SQLite commits it.
    """
    number = int(record["number"]) + 1
    names = (f"segment-{number:08d}-{place}" for place in range(1_000_000))
    coming = _spilled(library, names, pieces)
    kept: list[dict[str, Any]] = []
    for old in reversed(record["segments"]):
        segment = open_segment(library, old)
        places = segment.places(np.array(sorted(gone), np.int64))
        lost = {*old["gone"], *segment.piece.keys[places[places >= 0]].tolist()}
        left = len(segment) - len(lost)
        again = lost and (len(segment) <= SMALL or len(lost) > GONE * len(segment))
        if left and not kept and coming and left <= MUCH_LARGER * sum(map(len, coming)):
            coming = [*segment.without(lost), *coming]
        elif left and again:
            kept.append(write_segment(library, next(names), list(segment.without(lost))))
        elif left:
            kept.append({**old, "gone": sorted(lost)})
    kept.reverse()
    if coming:
        kept.append(write_segment(library, next(names), coming))
    return {"number": number, "segments": kept}


def _spilled(library: Path, names: Iterator[str], pieces: Iterable[Piece]) -> list[Piece]:
    """``pieces``, in files as soon as they are many: a library of millions does not fit into memory."""
    held: list[Piece] = []
    done: list[Piece] = []
    for piece in pieces:
        held.append(piece)
        if sum(map(len, held)) >= SPILLED:
            done.append(open_segment(library, write_segment(library, next(names), held)).piece)
            held = []
    return done + held


def clear(library: Path, record: Mapping[str, Any] | None) -> None:
    """Delete every segment that ``record`` does not name, and what killed writers left."""
    named = {each["name"] for each in record["segments"]} if record else set()
    for folder in library.glob("segment-*"):
        if folder.name not in named:
            shutil.rmtree(folder, ignore_errors=True)


def _looked_up(values: npt.NDArray[Any], ids: Ints) -> npt.NDArray[np.float64]:
    """``values[id]`` for each id, 0 for those beyond it."""
    known = (ids >= 0) & (ids < len(values))
    found = np.zeros(len(ids))
    found[known] = values[ids[known]]
    return found
