"""What is derived of a library's passages at one moment, open for reading: a few segments, which are written once and
never changed. SQLite names them in the transaction that makes them current, so a reader sees the old state or the new
one and never a mixture. Passages that are gone are skipped until their segment is written again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Floats
from index.files import about, damaged
from index.fitted import Fitted
from index.folder.inverted import Within
from index.vectors.codes import Bytes, Codes, ProductCodes
from index.vectors.piece import Ints
from index.vectors.products import Products
from index.vectors.segment import Segment, open_segment

# A segment of so many token vectors at the most is compared whole: some 12 MB in bytes, 45 of product codes.
WHOLE = 30_000
# After so many questions the pages of files that were looked at are given back, some 100 MB of a large library.
UNMAPPED = 16
EMPTY: Mapping[str, Any] = {"number": 0, "segments": [], "codes": None}


Places = npt.NDArray[np.int64]


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
        self._wholes: dict[str, _Whole] = {}
        self._asked = 0

    def __len__(self) -> int:
        return sum(map(len, self._segments)) - sum(map(len, self._gone))

    def nearest(self, vector: Floats, k: int, within: Within | None = None) -> list[int]:
        """The keys of the (at most) ``k`` passages whose vectors are nearest to ``vector`` (d,), best first; only those
        ``within`` those, where they are given."""
        found: list[tuple[float, int]] = []
        for segment, gone in zip(self._segments, self._gone, strict=True):
            keys = segment.piece.keys
            kept = None
            if within is not None or len(gone):
                kept = np.ones(len(keys), bool) if within is None else np.isin(keys, within.keys, kind="sort")
                kept[gone] = False
            found += [(cosine, int(keys[place])) for place, cosine in segment.dense.search(vector, k, kept)]
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return [key for _, key in found[:k]]

    def matches(self, tokens: Floats, keys: Sequence[int]) -> Floats:
        """(n, q) the best match of each of the question's ``tokens`` (q, e) in each passage, by MaxSim (Khattab &
        Zaharia, 2020); 0 where a passage has no token. Raises KeyError."""
        best = np.zeros((len(keys), len(tokens)), np.float32)
        for segment, rows, places in self._found(keys):
            if whole := self._whole(segment):
                best[rows] = best_of(whole.tokens(tokens), segment.piece.tokens)[places]
            else:
                codes = [segment.codes(place) for place in places.tolist()]
                products = self._codes.compared(np.concatenate(codes))(tokens)
                best[rows] = best_of(products, [len(each) for each in codes])
        return best

    def sentences(self, tokens: Floats, keys: Sequence[int]) -> list[Sentences]:
        """The same for each sentence of each passage, read alone. Raises KeyError."""
        found: dict[int, Sentences] = {}
        for segment, rows, places in self._found(keys):
            spans = [segment.spans(place) for place in places.tolist()]
            if whole := self._whole(segment):
                best = best_of(whole.sentences(tokens), whole.lengths)
                starts = segment.first_sentences(places)
            else:
                every = [segment.sentences(place) for place in places.tolist()]
                products = self._codes.compared(np.concatenate([codes for _, codes in every]))(tokens)
                best = best_of(products, np.concatenate([lengths for lengths, _ in every]))
                starts = np.cumsum([0, *map(len, spans)])
            for row, start, own in zip(rows.tolist(), starts.tolist(), spans, strict=False):
                found[row] = Sentences(own, best[start : start + len(own)])
        self._asked += 1
        if self._asked % UNMAPPED == 0:
            for segment in self._segments:
                segment.unmap()
        return [found[row] for row in range(len(keys))]

    def rarity(self, ids: Ints, fitted: Fitted) -> Floats:
        """The weight (n,) float32 of each token id; see ``rarity``."""
        held = sum((segment.holding(ids) for segment in self._segments), np.zeros(len(ids), np.int64))
        return rarity(ids, held, sum(map(len, self._segments)), fitted)

    def _found(self, keys: Sequence[int]) -> list[tuple[Segment, Places, Places]]:
        """The passages by segment: rows of ``keys``, and their places in the segment. Raises KeyError."""
        wanted, missing = np.array(keys, np.int64), np.ones(len(keys), bool)
        found = []
        for segment in self._segments:
            places = segment.places(wanted)
            rows = np.flatnonzero(places >= 0)
            missing[rows] = False
            if len(rows):
                found.append((segment, rows, places[rows]))
        if missing.any():
            raise KeyError(int(wanted[missing][0]))
        return found

    def _whole(self, segment: Segment) -> "_Whole | None":
        """All vectors of a small segment, kept ready to be compared: to pick those of some passages, and make them
        ready, takes longer than to compare all."""
        piece = segment.piece
        if len(piece.codes) + len(piece.sentence_codes) > WHOLE:
            return None
        if segment.name not in self._wholes:
            compared = self._codes.compared
            alone = [segment.sentences(place) for place in range(len(segment))]
            self._wholes[segment.name] = _Whole(
                compared(piece.codes),
                compared(np.concatenate([codes for _, codes in alone])),
                np.concatenate([lengths for lengths, _ in alone]),
            )
        return self._wholes[segment.name]


@dataclass(frozen=True, slots=True)
class _Whole:
    """What gives products with all token vectors of a segment: those of its passages and those of their sentences, of
    which each has so many of the lengths (s,)."""

    tokens: Products
    sentences: Products
    lengths: Ints


def best_of(products: Floats, lengths: Sequence[int] | Ints) -> Floats:
    """(n, q) the best match of each of a question's vectors in each of n texts, of their ``products`` (t, q) with the
    vectors of these, which stand one after another, ``lengths`` of them; 0 where a text has none."""
    best = np.zeros((len(lengths), products.shape[1]), np.float32)
    there = np.flatnonzero(lengths)
    if len(there):
        starts = np.cumsum(np.concatenate([[0], lengths]), dtype=np.int64)[there]
        best[there] = np.maximum.reduceat(products, starts, axis=0)
    return best


def rarity(ids: Ints, held: npt.NDArray[np.int64], passages: int, fitted: Fitted) -> Floats:
    """The weight (n,) float32 of each token id: -ln((n + m b + ½) / (N + m + 1)), never below 0.

    n of the library's N passages, ``held`` (n,), hold the token; b is the share of texts at large that do, which counts
    for m passages, so that in a library of one letter "de" is common and "DIANA" rare from the start.
    """
    holding = held + fitted.prior * fitted.shares(ids)
    share = (holding + 0.5) / (passages + fitted.prior + 1)
    return np.maximum(0, -np.log(share)).astype(np.float32)


def open_generation(library: Path, record: Mapping[str, Any]) -> Generation:
    """Open what SQLite names. Raises FileNotFoundError where it is gone, LibraryDamaged where changed."""
    segments = [open_segment(library, each) for each in record["segments"]]
    return Generation(segments, [each["gone"] for each in record["segments"]], codes_of(library, record))


def codes_of(library: Path, record: Mapping[str, Any]) -> Codes:
    """How token vectors are packed in what SQLite names. Raises FileNotFoundError where the file is gone,
    LibraryDamaged where it is changed."""
    if not record["codes"]:
        return Bytes()
    path = library / record["codes"]["name"]
    if about(path) != {key: value for key, value in record["codes"].items() if key != "name"}:
        raise damaged(path, library, "is not what was written there")
    return ProductCodes.read(path)
