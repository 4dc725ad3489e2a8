"""Files that are written whole: whether those that a library derives are what was written, and on the disk."""

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import LibraryDamaged


def difference(path: Path, entry: Mapping[str, Any], *, whole: bool = True) -> str | None:
    """What is wrong with a file of which ``entry`` is kept, None where nothing is. Unless ``whole`` only its size is
    compared."""
    if not path.is_file():
        return "is missing"
    if path.stat().st_size != entry["bytes"]:
        return f"has {path.stat().st_size} bytes instead of {entry['bytes']}"
    if whole and _digest(path) != entry["blake2b"]:
        return "is not what was written there"
    return None


def verify(library: Path, record: Mapping[str, Any]) -> None:
    """Compare a segment's files whole. Raises LibraryDamaged: what is copied of a damaged file would get a checksum of
    its own, and pass for whole."""
    for name, entry in record["files"].items():
        if what := difference(library / record["name"] / name, entry):
            raise damaged(library / record["name"] / name, library, what)


def damaged(path: Path, library: Path, what: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The index file {path} {what}. No letter is lost: make the index again with "
        f"`vindplaats --library {library} rebuild`."
    )


def about(path: Path) -> dict[str, Any]:
    """What is kept of a file, to tell later whether it is the same."""
    return {"bytes": path.stat().st_size, "blake2b": _digest(path)}


def synced(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file beside ``path``, which takes its place where all goes well; else what was there stays. Raises
    OSError."""
    path = Path(os.path.realpath(path))  # what a link leads to is replaced, and the link stays
    there = path.exists()
    if there and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a file", str(path))
    if there and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it may not be written to", str(path))
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield file
        if there:
            shutil.copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
