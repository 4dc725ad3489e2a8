"""Rows that no longer count, deleted: what a writer left that was killed, at once; what a change let go, when every
reader that may have been at work with it is done."""

import time
from collections.abc import Iterable
from dataclasses import replace

from index.milvus.connection import Connection, listed, quoted
from index.milvus.schema import COLLECTIONS
from index.milvus.state import BLOB, COMMIT, EPOCH, GRACE, ROOM, State, merged

_NUMBERED = ("letters", "passages", "windows", "parts", "lookups")


def clear(connection: Connection, state: State | None, there: Iterable[str]) -> None:
    """Delete what was written after ``state`` and never made to count."""
    number = state.number if state else 0
    for collection in set(COLLECTIONS) & set(there) - {"meta"}:
        connection.delete(collection, f"number > {number}")
    if "meta" in there:
        connection.delete("meta", f"kind == {quoted(BLOB)} and number > {number}")


def swept(connection: Connection, before: State, state: State, going: Iterable[tuple[int, int]]) -> State:
    """``state`` with the numbers ``going`` gone, and with the server's times of what was written; rows that went long
    ago are deleted."""
    now = time.time()
    ripe = [each for each in before.gone if each[2] < now - GRACE]
    for first, last in merged((first, last) for first, last, _ in ripe):
        for collection in _NUMBERED:
            connection.delete(collection, f"number >= {first} and number <= {last}")
    if before.number and (before.number >> ROOM) / 1e6 + EPOCH < now - GRACE:
        connection.delete("meta", f"kind == {quoted(COMMIT)} and number < {before.number}")
        if before.words_since:
            connection.delete("words", f"number < {before.words_since}")
        _clear_blobs(connection, before)
    waiting = [each for each in before.gone if each[2] >= now - GRACE]
    gone = (*waiting, *((first, last, now) for first, last in merged(going)))
    seen = {name: max(connection.written(name), before.since(name)) for name in COLLECTIONS}
    return replace(state, gone=gone, seen=seen)


def _clear_blobs(connection: Connection, state: State) -> None:
    named = {*state.tokens, state.codes, f"{BLOB}/state-{state.number}"}
    rows = connection.query("meta", f"kind == {quoted(BLOB)} and number <= {state.number}", ["pk"])
    unnamed = [row["pk"] for row in rows if row["pk"].rpartition("/")[0] not in named]
    for start in range(0, len(unnamed), 1_000):
        connection.delete("meta", f"pk in {listed(unnamed[start : start + 1_000])}")
