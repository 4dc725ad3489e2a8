"""What is derived of a run of passages, in memory: vectors, token vectors, and which tokens they hold.

On disk a piece is a segment, on a server a row for each of its passages, in a shard on its way to one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from index.encoder import Encoding
from index.fitted import Fitted
from index.vectors import dense
from index.vectors.codes import Codes, Packed
from index.vectors.dense import Stored

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Piece:
    """Passages one after another, p of them. Each array has the rows of the first, then those of the second, and so on.

    keys: (p,) int64, ascending. windows: (p,) how many rows of vectors (w, d) int8 a passage has, one for each window
    that the model read. tokens: (p,) how many rows of codes (t, c), the token vectors that are kept of it.
    sentences: (p,) how many rows of spans (s, 2), the characters of each sentence with a word, or what stands for a
    footnote (notes.span_of), and of lengths (s,), how many rows of sentence_codes (u, c) that sentence has: those that
    are kept of it when it is read alone; 0 where it is all that was read as the passage, whose codes are then its own.
    held: (p,) how many of ids (h,), all different tokens in it. All other numbers are int32.
    """

    keys: npt.NDArray[np.int64]
    windows: Ints
    vectors: Stored
    tokens: Ints
    codes: Packed
    sentences: Ints
    spans: Ints
    lengths: Ints
    sentence_codes: Packed
    held: Ints
    ids: Ints

    def __len__(self) -> int:
        return len(self.keys)


ARRAYS = tuple(field.name for field in fields(Piece))


def piece_of(
    key: int, encoding: Encoding, sentences: Sequence[tuple[tuple[int, int], Encoding | None]], fitted: Fitted
) -> Piece:
    """One passage, a byte a dimension. sentences: each with its characters and its own encoding, None where that is the
    passage's; those without a word are left out. ``fitted`` tells which tokens are worth a vector: the others have one
    with the passage, and none with its sentences."""
    whole = fitted.telling_first(encoding)
    worded = [
        (span, fitted.telling(alone) if alone else whole[:0])
        for span, alone in sentences
        if len((alone or encoding).tokens)
    ]
    ids = np.unique(encoding.token_ids[encoding.token_ids >= 0])
    return Piece(
        keys=np.array([key], np.int64),
        windows=np.array([len(encoding.vectors)], np.int32),
        vectors=dense.packed(encoding.vectors),
        tokens=np.array([len(whole)], np.int32),
        codes=dense.packed(whole),
        sentences=np.array([len(worded)], np.int32),
        spans=np.array([span for span, _ in worded], np.int32).reshape(-1, 2),
        lengths=np.array([len(tokens) for _, tokens in worded], np.int32),
        sentence_codes=dense.packed(np.concatenate([whole[:0], *(tokens for _, tokens in worded)])),
        held=np.array([len(ids)], np.int32),
        ids=ids.astype(np.int32),
    )


def packed(piece: Piece, codes: Codes) -> Piece:
    """A piece with its token vectors packed by ``codes``; one that is packed already stays as it is."""
    if piece.codes.dtype == np.uint8:
        return piece
    whole, sentences = (codes.pack(dense.unpacked(each)) for each in (piece.codes, piece.sentence_codes))
    return replace(piece, codes=whole, sentence_codes=sentences)


def joined(pieces: Sequence[Piece]) -> Piece:
    """Pieces, at least one, as one."""
    return Piece(**{name: np.concatenate([getattr(piece, name) for piece in pieces]) for name in ARRAYS})


class Rows:
    """A piece with where the rows of each of its passages begin and, last, where those of the last one end."""

    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self.windows, self.tokens, self.sentences, self.held = (
            offsets(counts) for counts in (piece.windows, piece.tokens, piece.sentences, piece.held)
        )
        self.lengths = offsets(piece.lengths)

    def run(self, first: int, last: int) -> Piece:
        """The passages from the place ``first`` up to ``last``; nothing is copied."""
        piece = self._piece
        sentences = slice(self.sentences[first], self.sentences[last])
        return Piece(
            keys=piece.keys[first:last],
            windows=piece.windows[first:last],
            vectors=piece.vectors[self.windows[first] : self.windows[last]],
            tokens=piece.tokens[first:last],
            codes=piece.codes[self.tokens[first] : self.tokens[last]],
            sentences=piece.sentences[first:last],
            spans=piece.spans[sentences],
            lengths=piece.lengths[sentences],
            sentence_codes=piece.sentence_codes[
                self.lengths[self.sentences[first]] : self.lengths[self.sentences[last]]
            ],
            held=piece.held[first:last],
            ids=piece.ids[self.held[first] : self.held[last]],
        )


def offsets(counts: Ints) -> npt.NDArray[np.int64]:
    """Where the rows of each begin, and where the last end."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
