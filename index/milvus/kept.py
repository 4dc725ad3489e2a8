"""What a library keeps whole: how its token vectors are packed, and how many passages hold each token."""

import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.milvus.connection import Connection
from index.milvus.state import State, read_blob, write_blob
from index.vectors.codes import ProductCodes

Counts = npt.NDArray[np.int64]
# So many changes' counts are added up before they are kept as one.
ADDED_UP = 32


class Kept:
    """What was read of it, by name: nothing that has a name changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._codes: dict[str, ProductCodes] = {}
        self._counts: tuple[tuple[str, ...], Counts] = ((), np.zeros(0, np.int64))

    def codes(self, state: State) -> ProductCodes | None:
        if not state.codes:
            return None
        if state.codes not in self._codes:
            self._codes = {state.codes: read_codes(read_blob(self._connection, state.codes))}
        return self._codes[state.codes]

    def holding(self, state: State) -> Counts:
        """(n,) how many passages hold each token, by its id."""
        names, total = self._counts
        if names != state.tokens:
            if names != state.tokens[: len(names)]:
                names, total = (), np.zeros(0, np.int64)
            for name in state.tokens[len(names) :]:
                total = added(total, _read_counts(read_blob(self._connection, name)))
            self._counts = state.tokens, total
        return total


def keep_codes(connection: Connection, codes: ProductCodes, number: int) -> str:
    file = io.BytesIO()
    codes.write(file)
    return write_blob(connection, f"codes-{number}", file.getvalue(), number)


def read_codes(value: bytes) -> ProductCodes:
    return ProductCodes.read(io.BytesIO(value))


def keep_counts(connection: Connection, counts: Counts, number: int) -> str:
    """Keep how many more (or fewer) passages hold each token."""
    known = np.flatnonzero(counts)
    value = np.concatenate([known, counts[known]]).astype("<i8").tobytes()
    return write_blob(connection, f"tokens-{number}", value, number)


def _read_counts(value: bytes) -> Counts:
    known, counts = np.frombuffer(value, "<i8").reshape(2, -1)
    total = np.zeros(int(known.max(initial=-1)) + 1, np.int64)
    total[known] = counts
    return total


def added(left: Counts, right: Counts) -> Counts:
    total = np.zeros(max(len(left), len(right)), np.int64)
    total[: len(left)] += left
    total[: len(right)] += right
    return total


def counted(every: Sequence[npt.NDArray[np.int32]]) -> Counts:
    """How many of ``every``, each with different ids, have each id."""
    ids = np.concatenate([np.zeros(0, np.int32), *every])
    return np.bincount(ids).astype(np.int64) if len(ids) else np.zeros(0, np.int64)
