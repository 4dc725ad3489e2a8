"""The lock of the one writer, and who holds it."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryBusy, LibraryUnreadable
from index.folder.database import FRESH, RESTORED

LOCK, HOLDER = "write.lock", "writer.json"
# Seconds: a writer that was killed while it started the process that reads its files leaves that one its lock, until it
# has started.
LEFT = 2.0
# What lies in a folder in which nothing was ever finished.
UNFINISHED = (LOCK, HOLDER, f"{FRESH}*", "segment-[0-9]*", "codes-[0-9]*", f"{RESTORED}*")


@contextmanager
def locked(library: Path) -> Iterator[None]:
    """The right to write to a library's folder, which is made where it isn't there. Raises LibraryBusy, which tells who
    has it still after LEFT seconds, and LibraryUnreadable where the folder refuses."""
    lock = FileLock(library / LOCK, timeout=LEFT)
    try:
        library.mkdir(parents=True, exist_ok=True)
        if not os.access(library, os.W_OK):
            raise PermissionError(13, "it may not be written to, or its disk is there for reading only", str(library))
        lock.acquire()
    except Timeout:
        raise LibraryBusy(
            f"Another process is writing to the library {library}{_holder(library)}. Try again when it is done."
        ) from None
    except OSError as error:
        raise unwritable(library, error) from error
    try:
        _sign(library / HOLDER)
        yield
    finally:
        with suppress(OSError):
            (library / HOLDER).unlink(missing_ok=True)
        lock.release()


def unwritable(library: Path, error: OSError) -> LibraryUnreadable:
    """What is told where the disk refuses, with the next step."""
    return LibraryUnreadable(
        f"The library {library} cannot be written: {error.strerror or error}. It is as it was before. "
        "See to it that this folder may be written to and that its disk has room, and try again."
    )


def _sign(path: Path) -> None:
    """Leave word of who writes. The lock, not this, keeps others out: a disk without room for it is no reason to
    stop."""
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    with suppress(OSError):
        path.write_text(json.dumps({"process": os.getpid(), "host": platform.node(), "since": since}), "utf-8")


def _holder(library: Path) -> str:
    """ " (process 123 on host, since …)", nothing where that isn't known: the holder has not signed yet."""
    try:
        said = json.loads((library / HOLDER).read_text("utf-8"))
        process, host, since = int(said["process"]), str(said["host"]), datetime.fromisoformat(said["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    if host == platform.node() and not runs(process):
        return ""  # what a killed writer left
    return f" (process {process} on {host}, since {since:%Y-%m-%d %H:%M:%S})"


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
