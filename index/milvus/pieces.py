"""What is derived of one passage, as bytes: ``piece.Piece`` cut up, and put together again.

WHOLE holds what a question compares with every passage that is proposed, SENTENCES what it compares with the best of
them; apart, since the sentences are as large as all else.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.vectors.codes import Packed
from index.vectors.dense import Stored
from index.vectors.piece import Ints, Piece, offsets

_HEAD = struct.Struct("<6i")
_TYPES = (np.dtype(np.int8), np.dtype(np.uint8))  # a byte a dimension, or product codes


@dataclass(frozen=True, slots=True)
class Whole:
    """vectors (w, d), codes (t, c) and ids (h,) of a passage, as ``Piece`` has them."""

    vectors: Stored
    codes: Packed
    ids: Ints

    def to_bytes(self) -> bytes:
        sizes = (*self.vectors.shape, *self.codes.shape, len(self.ids), _TYPES.index(self.codes.dtype))
        return _HEAD.pack(*sizes) + self.vectors.tobytes() + self.codes.tobytes() + self.ids.astype("<i4").tobytes()

    @classmethod
    def of(cls, value: bytes) -> "Whole":
        windows, dimensions, tokens, columns, held, kind = _HEAD.unpack_from(value)
        first = _HEAD.size
        vectors = np.frombuffer(value, np.int8, windows * dimensions, first).reshape(windows, dimensions)
        first += vectors.size
        codes = np.frombuffer(value, _TYPES[kind], tokens * columns, first).reshape(tokens, columns)
        ids = np.frombuffer(value, "<i4", held, first + codes.size).astype(np.int32)
        return cls(vectors, codes, ids)


@dataclass(frozen=True, slots=True)
class Apart:
    """spans (s, 2), lengths (s,) and codes (u, c) of a passage's sentences; no codes where the only one is all that was
    read as the passage."""

    spans: Ints
    lengths: Ints
    codes: Packed

    def to_bytes(self) -> bytes:
        sizes = (len(self.spans), *self.codes.shape, _TYPES.index(self.codes.dtype), 0, 0)
        numbers = np.concatenate([self.spans.ravel(), self.lengths]).astype("<i4")
        return _HEAD.pack(*sizes) + numbers.tobytes() + self.codes.tobytes()

    @classmethod
    def of(cls, value: bytes) -> "Apart":
        sentences, rows, columns, kind, _, _ = _HEAD.unpack_from(value)
        numbers = np.frombuffer(value, "<i4", 3 * sentences, _HEAD.size).astype(np.int32)
        codes = np.frombuffer(value, _TYPES[kind], rows * columns, _HEAD.size + 4 * numbers.size)
        return cls(numbers[: 2 * sentences].reshape(-1, 2), numbers[2 * sentences :], codes.reshape(rows, columns))


def each_of(piece: Piece) -> Iterator[tuple[int, Whole, Apart]]:
    """The passages of ``piece``, each with its key."""
    windows, tokens, sentences, held = (
        offsets(counts) for counts in (piece.windows, piece.tokens, piece.sentences, piece.held)
    )
    lengths = offsets(piece.lengths)
    for place, key in enumerate(piece.keys.tolist()):
        first, last = sentences[place], sentences[place + 1]
        yield (
            key,
            Whole(
                piece.vectors[windows[place] : windows[place + 1]],
                piece.codes[tokens[place] : tokens[place + 1]],
                piece.ids[held[place] : held[place + 1]],
            ),
            Apart(
                piece.spans[first:last],
                piece.lengths[first:last],
                piece.sentence_codes[lengths[first] : lengths[last]],
            ),
        )
