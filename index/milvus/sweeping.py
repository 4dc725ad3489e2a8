"""Rows that no longer count, deleted: what a writer left that was killed, at once; what a change let go, when every
reader that may have been at work with it is done."""

import time
from collections.abc import Iterable
from dataclasses import replace

from index.milvus.connection import Connection, listed, quoted
from index.milvus.schema import COLLECTIONS
from index.milvus.state import ASLEEP, BLOB, COMMIT, GRACE, State, merged

_NUMBERED = ("letters", "passages", "windows", "parts", "lookups")


def clear(connection: Connection, first: int, last: int, there: Iterable[str]) -> None:
    """Delete what was written under these numbers, of a change that doesn't count."""
    for collection in set(COLLECTIONS) & set(there) - {"meta"}:
        field = "written" if collection == "lookups" else "number"
        connection.delete(collection, f"{field} >= {first} and {field} <= {last}")
    connection.delete("meta", f"kind == {quoted(BLOB)} and number >= {first} and number <= {last}")


def swept(
    connection: Connection, before: State, state: State, going: Iterable[tuple[int, int]],
    losing: Iterable[tuple[int, int]] = (),
) -> State:  # fmt: skip
    """``state`` with the numbers ``going`` gone and ``losing`` lost, and with the server's times of what was written;
    rows that went long ago are deleted."""
    now = time.time()
    ripe = [each for each in before.gone if each[2] < now - GRACE]
    for first, last in merged((first, last) for first, last, _ in ripe):
        for collection in _NUMBERED:
            connection.delete(collection, f"number >= {first} and number <= {last}")
    for first, last, when in before.lost:
        if when < now - ASLEEP:
            clear(connection, first, last, COLLECTIONS)
    if before.number and before.when < now - GRACE:
        connection.delete("meta", f"kind == {quoted(COMMIT)} and number < {before.number}")
        if before.words_since:
            connection.delete("words", f"number < {before.words_since}")
        _clear_blobs(connection, before)
    waiting = [each for each in before.gone if each[2] >= now - GRACE]
    gone = (*waiting, *((first, last, now) for first, last in merged(going)))
    asleep = [each for each in before.lost if each[2] >= now - ASLEEP]
    lost = (*asleep, *((first, last, now) for first, last in losing))
    seen = {name: max(connection.written(name), before.seen.get(name, 0)) for name in COLLECTIONS}
    return replace(state, when=now, gone=gone, lost=lost, seen=seen)


def _clear_blobs(connection: Connection, state: State) -> None:
    named = {*state.tokens, state.codes, f"{BLOB}/state-{state.number}"}
    rows = connection.query("meta", f"kind == {quoted(BLOB)} and number <= {state.number}", ["pk"])
    unnamed = [row["pk"] for row in rows if row["pk"].rpartition("/")[0] not in named]
    for start in range(0, len(unnamed), 1_000):
        connection.delete("meta", f"pk in {listed(unnamed[start : start + 1_000])}")
