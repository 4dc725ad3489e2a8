"""What counts: one row a change, written last, that makes all rows up to its number count, but for those it says are
gone.

Numbers are microseconds since 2020, times 4096: a change numbers its passages from the moment it begins, and then its
letters; the last of these is the number of the change. They only grow, so "everything up to N" is always whole: what a
writer that was killed left lies above the N of its time, and the next writer deletes it. That one also notes the
numbers that the other had taken as ``lost``, so that nothing ever counts of a writer that was thought to be dead, and
wakes up.

The row is inserted, never updated: an update is a deletion and an insertion, between which a reader could see neither.
Readers take the row with the highest number; older ones are deleted when no reader can be at work with them.
"""

import json
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from index.errors import LibraryOutdated
from index.milvus.connection import Connection, listed, quoted
from index.milvus.parts import MOST, cut, joined
from index.milvus.schema import NOTHING

LAYOUT = 2
COMMIT, BLOB = "commit", "blob"
EPOCH = 1_577_836_800  # 2020-01-01
ROOM = 12  # bits: 4096 numbers a microsecond
# Seconds that a reader may take for a question: so long the rows it may be reading stay.
GRACE = 30.0
# and so long a writer may sleep, whose numbers are noted as lost.
ASLEEP = 7 * 86_400.0

# The longest ranges of what is gone that a filter names as such; of the others it lists the numbers. milvus-lite
# understands no filter of 50 ranges.
RANGES = 16

Range = tuple[int, int, float]  # first and last number, and when they went


@dataclass(frozen=True, slots=True)
class State:
    """number: that of the last change; when: when all of that was written, which may be long after the time in its
    number. gone: the numbers that don't count any more; lost: those of writers from whom the right to write was taken,
    when that was. words_since: changes before this one are summed in it, as far as words are concerned. tokens: the
    names under which it is kept how many passages hold each token, to be added up. codes: that of the product codes.
    seen: the server's time of the last write to each collection."""

    number: int = 0
    when: float = 0.0
    layout: int = LAYOUT
    letters: int = 0
    passages: int = 0
    stems: int = 0
    gone: tuple[Range, ...] = ()
    lost: tuple[Range, ...] = ()
    words_since: int = 0
    changes: int = 0
    tokens: tuple[str, ...] = ()
    codes: str | None = None
    model: Mapping[str, Any] | None = None
    seen: Mapping[str, int] = field(default_factory=dict)

    def since(self, collection: str) -> int | None:
        """The server's time from which all of this is to be seen; None, which makes a request STRONG, where it isn't
        known."""
        return self.seen.get(collection) or None

    def counting(self, name: str = "number") -> str:
        """The filter that rows of this state meet."""
        ranges = merged((first, last) for first, last, _ in (*self.gone, *self.lost))
        ranges.sort(key=lambda each: each[0] - each[1])
        alone = [number for first, last in ranges[RANGES:] for number in range(first, last + 1)]
        parts = [f"{name} <= {self.number}"]
        parts += [f"({name} < {first} or {name} > {last})" for first, last in ranges[:RANGES]]
        return " and ".join([*parts, *([f"{name} not in {listed(alone)}"] if alone else [])])

    def counts(self, number: int) -> bool:
        without = (*self.gone, *self.lost)
        return number <= self.number and not any(first <= number <= last for first, last, _ in without)

    def written(self, name: str) -> str:
        """The filter on ``name``, the change that rows were written by, that those of this state meet."""
        parts = [f"({name} < {first} or {name} > {last})" for first, last, _ in self.lost]
        return " and ".join([f"{name} <= {self.number}", *parts])


def merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same numbers in as few ranges as can be, ascending."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def next_number(state: State) -> int:
    """The first number that a change beginning now may use."""
    return max(int((time.time() - EPOCH) * 1e6) << ROOM, state.number + 1)


def last_state(connection: Connection) -> State | None:
    """What counts now, None where nothing was ever finished. Raises LibraryOutdated."""
    rows = connection.query("meta", f"kind == {quoted(COMMIT)}", ["number", "data"])
    if not rows:
        return None
    last = max(rows, key=lambda row: int(row["number"]))
    encoded = last["data"]
    if encoded.startswith(BLOB):
        encoded = read_blob(connection, encoded).decode()
    values = json.loads(encoded)
    if values["layout"] != LAYOUT:
        raise LibraryOutdated(
            f"{connection.address} has layout {values['layout']}, this version reads layout {LAYOUT}. Use the version "
            "that made it, or add its letters under another name."
        )
    known = {each.name for each in fields(State)}
    values = {name: value for name, value in values.items() if name in known}
    ranges = {name: tuple((first, last, when) for first, last, when in values[name]) for name in ("gone", "lost")}
    return State(**{**values, **ranges, "tokens": tuple(values["tokens"])})


def is_committed(connection: Connection, number: int) -> bool:
    """Whether the change with this number was finished, and was among the last."""
    return bool(connection.query("meta", f"kind == {quoted(COMMIT)} and number == {number}", ["pk"]))


def commit(connection: Connection, state: State) -> None:
    """Make ``state`` what counts: the one step that decides."""
    encoded = json.dumps(asdict(state))
    if len(encoded) > MOST:
        encoded = write_blob(connection, f"state-{state.number}", encoded.encode(), state.number)
    row = {"pk": f"{COMMIT}/{state.number}", "kind": COMMIT, "number": state.number, "data": encoded}
    connection.insert("meta", [{**row, "vector": NOTHING}])


def write_blob(connection: Connection, name: str, value: bytes, number: int) -> str:
    """Keep ``value`` for the change ``number``; returns its name."""
    name = f"{BLOB}/{name}"
    rows = [
        {"pk": f"{name}/{place}", "kind": BLOB, "number": number, "data": data, "vector": NOTHING}
        for place, data in enumerate(cut(zlib.compress(value)))
    ]
    connection.insert("meta", rows)
    return name


def read_blob(connection: Connection, name: str) -> bytes:
    """What is kept under ``name``. Raises LibraryDamaged."""
    fields_ = ["pk", "data"]
    first = connection.query("meta", f"pk == {quoted(f'{name}/0')}", fields_)
    count = int(first[0]["data"].partition(" ")[0]) if first else 0
    rest = [f"{name}/{place}" for place in range(1, count)]
    texts = {row["pk"]: row["data"] for row in (*first, *connection.each("meta", "pk", rest, fields_, None))}
    every: Sequence[str] = [texts.get(f"{name}/{place}", "") for place in range(count)]
    return zlib.decompress(joined(every or ["1 - "], connection, name, lambda: "Add its letters under another name."))
