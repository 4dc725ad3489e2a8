"""The right to write, which one client has at a time.

Milvus has nothing that compares and sets. So whoever wants to write inserts a claim and then looks, at Strong, which
others there are: of two that come together at least one sees the other, and whoever sees another steps back. One that
holds is told to the user; two that only want both step back and try again after a while by chance.

A claim ends by itself when its holder has not renewed it for LEASE seconds, or at once where its process is known to
be gone. Whoever finds such a claim says in a change of its own that nothing of it will ever count, deletes what its
holder left, and the claim after that. So a holder says which numbers it will use before it uses any, and then looks
whether its claim is still there.
"""

import json
import os
import platform
import random
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from index.errors import LibraryBusy, LibraryError
from index.folder.locking import runs
from index.milvus.connection import Connection, quoted
from index.milvus.schema import NOTHING

CLAIM = "claim"
LEASE = 60.0  # seconds; clocks of clients may differ by half of it
RENEWED = 15.0
# Claims of this process that stand for what it could not delete.
_LEFT: set[str] = set()
TRIES, APART = 8, 0.4  # how often it is tried where others only want to write too, and seconds between


@dataclass(frozen=True, slots=True)
class Claim:
    pk: str
    process: int
    host: str
    since: str
    until: float
    holds: bool
    numbers: tuple[int, int] | None

    @property
    def is_over(self) -> bool:
        if self.pk.rpartition("/")[0] in _LEFT:
            return True
        return self.until < time.time() or (self.host == platform.node() and not runs(self.process))

    def __str__(self) -> str:
        return f"process {self.process} on {self.host}, since {self.since.replace('T', ' ')}"


class Lease:
    """A claim of this process, renewed while it is held. ``numbers``: the first and the last that it writes under,
    None as soon as what is written there counts or is deleted. ``taken``: the claims of others that were over."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._id = f"{CLAIM}/{uuid.uuid4().hex}"
        self._since = datetime.now().astimezone().isoformat(timespec="seconds")
        self._times = 0
        self.numbers: tuple[int, int] | None = None
        self.taken: list[Claim] = []
        self._written: list[str] = []
        self._putting = threading.RLock()

    def put(self, *, holds: bool) -> None:
        """Write it anew; the row before is deleted after that, so that there is one at any moment."""
        with self._putting:
            self._put(holds)

    def _put(self, holds: bool) -> None:
        self._times += 1
        pk = f"{self._id}/{self._times}"
        data = {
            "process": os.getpid(), "host": platform.node(), "since": self._since, "until": time.time() + LEASE,
            "holds": holds, "numbers": self.numbers,
        }  # fmt: skip
        row = {"pk": pk, "kind": CLAIM, "number": 0, "data": json.dumps(data), "vector": NOTHING}
        self._connection.insert("meta", [row])
        before, self._written = self._written, [pk]
        for each in before:
            self._connection.delete("meta", f"pk in [{quoted(each)}]")

    def renew(self) -> None:
        """Write it anew if it is still there. Raises LibraryBusy: one that was taken away is not taken back."""
        self.check()
        self.put(holds=True)

    def withdraw(self) -> None:
        for each in self._written:
            self._connection.delete("meta", f"pk in [{quoted(each)}]")
        self._written = []

    def leave(self) -> None:
        """Let it stand, so that the next writer deletes what this one could not."""
        _LEFT.add(self._id)
        self._written = []
        self.numbers = None

    def others(self) -> list[Claim]:
        return [each for each in claims(self._connection) if not each.pk.startswith(self._id)]

    def reserve(self, first: int, last: int) -> None:
        """Say under which numbers it writes, before it does. Raises LibraryBusy."""
        with self._putting:
            self.numbers = first, last
        self.put(holds=True)
        self.check()

    def forget(self) -> None:
        """Delete the claims that were over, as soon as what they left can never count."""
        for each in self.taken:
            self._connection.delete("meta", f"pk in [{quoted(each.pk)}]")
        self.taken = []

    def check(self) -> None:
        """Raises LibraryBusy where it was taken away: this process was asleep, or cut off, for too long."""
        mine = [each for each in claims(self._connection) if each.pk.startswith(self._id)]
        if not mine or max(each.until for each in mine) < time.time():
            raise self.lost()

    def lost(self) -> LibraryBusy:
        """What is told where it was taken away."""
        return LibraryBusy(
            f"The right to write to {self._connection.address} ran out while this process was held up. Nothing of "
            "the change is kept: try again."
        )


@contextmanager
def leased(connection: Connection) -> Iterator[Lease]:
    """The right to write. Raises LibraryBusy, which tells who has it."""
    lease = Lease(connection)
    try:
        over = _taken(connection, lease)
    except LibraryError:
        lease.leave()  # what it may have left is no reason to wait, for this process
        raise
    done = threading.Event()
    renewing = threading.Thread(target=_renew, args=(lease, done), daemon=True)
    try:
        lease.taken = over
        renewing.start()
        yield lease
    finally:
        done.set()
        if renewing.is_alive():
            renewing.join()
        if lease.numbers:  # what is written under them is still there, and must never count
            lease.leave()
        with suppress(LibraryError):  # it runs out by itself
            lease.withdraw()


def _taken(connection: Connection, lease: Lease) -> list[Claim]:
    """Take the right to write; returns the claims that are over."""
    for attempt in range(TRIES):
        lease.put(holds=False)
        others = lease.others()
        over = [each for each in others if each.is_over]
        holding = [each for each in others if not each.is_over and each.holds]
        if holding or len(over) < len(others):
            lease.withdraw()
            if holding or attempt + 1 == TRIES:
                who = max(holding or others, key=lambda each: each.until)
                raise LibraryBusy(
                    f"Another process is writing to the library {connection.address} ({who}). "
                    "Try again when it is done."
                )
            time.sleep(random.uniform(APART / 4, APART * 2))  # noqa: S311
            continue
        lease.put(holds=True)
        return over
    raise AssertionError("the last try raises")


def claims(connection: Connection) -> list[Claim]:
    """All that are there, those that have run out too."""
    rows = connection.query("meta", f"kind == {quoted(CLAIM)}", ["pk", "data"])
    return [_claim(row["pk"], json.loads(row["data"])) for row in rows]


def _claim(pk: str, data: dict[str, Any]) -> Claim:
    numbers = data.pop("numbers")
    return Claim(pk, **data, numbers=(numbers[0], numbers[1]) if numbers else None)


def _renew(lease: Lease, done: threading.Event) -> None:
    while not done.wait(RENEWED):
        with suppress(LibraryError):  # check() tells, before anything is made to count
            lease.renew()
