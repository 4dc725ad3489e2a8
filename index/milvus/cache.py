"""What was read of the server and cannot change: kept in memory up to a size, the least used let go first.

A number is never used for anything else, so what was read under it stays right; whether it still counts is asked of
the state, each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from index.milvus.connection import Connection
from index.milvus.parts import Kind, read

T = TypeVar("T")
HELD = 256_000_000  # bytes, as they came


class Cache:
    """Values by their number and kind."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[int, Kind], tuple[Any, int]] = OrderedDict()
        self._size = 0

    def read(
        self,
        connection: Connection,
        numbers: Sequence[int],
        kind: Kind,
        since: int | None,
        decode: Callable[[bytes], T],
    ) -> dict[int, T]:
        """The values by their numbers, in the order of these, without those that are not there. Raises
        LibraryDamaged."""
        wanted = [number for number in dict.fromkeys(numbers) if (number, kind) not in self._held]
        coming = read(connection, wanted, kind, since)
        values = {number: decode(value) for number, value in coming.items()}
        found: dict[int, T] = {}
        for number in numbers:
            if number in values:
                found[number] = values[number]
            elif held := self._held.get((number, kind)):
                self._held.move_to_end((number, kind))
                found[number] = held[0]
        for number, value in values.items():
            self._keep((number, kind), value, len(coming[number]))
        return found

    def _keep(self, place: tuple[int, Kind], value: Any, size: int) -> None:
        self._held[place] = value, size
        self._size += size
        while self._size > HELD:
            _, (_, size) = self._held.popitem(last=False)
            self._size -= size
