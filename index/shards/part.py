"""A part of a shard: some letters whole, and what is derived of their passages, in one file.

The file is a ZIP archive as NumPy writes its own (.npz), nothing in it compressed and every date the same: head.json,
what it was made with; letters.jsonl; and the arrays of a Piece, whose keys are the places of the passages here.
"""

import io
import mmap
import os
import struct
import tokenize
import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from corpus import Letter
from index.files import synced
from index.shards.letters import letter_of
from index.vectors.piece import ARRAYS, Piece, Rows
from index.vectors.structure import misfit

HEAD, LETTERS = "head.json", "letters.jsonl"
UNIX = 3  # the system that a ZIP archive says it was made on
# What reading a file may raise that is not what was written.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError,
    OverflowError, LookupError, TypeError, AttributeError, SyntaxError, tokenize.TokenError,
)  # fmt: skip


def write_part(path: Path, head: str, letters: str, piece: Piece) -> None:
    """Write a part beside ``path`` and then move it there, on the disk."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        _write(file, head, letters, piece)
    synced(part)
    part.rename(path)


def _write(file: BinaryIO, head: str, letters: str, piece: Piece) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, text in ((HEAD, head), (LETTERS, letters)):
            with _member(archive, name) as member:
                member.write(text.encode())
        for name in ARRAYS:
            with _member(archive, f"{name}.npy") as member:
                np.lib.format.write_array(member, np.ascontiguousarray(getattr(piece, name)), allow_pickle=False)


def _member(archive: zipfile.ZipFile, name: str) -> BinaryIO:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = UNIX
    return archive.open(entry, "w", force_zip64=True)  # type: ignore[return-value]


def is_same(path: Path, head: str, letters: str) -> bool:
    """Whether a part is there, is whole, and is of these letters: written again it would be the same."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.testzip() or archive.read(HEAD) != head.encode() or archive.read(LETTERS) != letters.encode():
                return False
        again = io.BytesIO()
        _write(again, head, letters, Part(path).piece)
        return again.getvalue() == path.read_bytes()
    except BROKEN:
        return False


Stamp = tuple[int, int, int]


def stamp(status: os.stat_result) -> Stamp:
    """What tells a file from one that takes its place."""
    return status.st_ino, status.st_size, status.st_mtime_ns


class Part:
    """A part that is open for reading; its arrays are mapped into memory and not read."""

    def __init__(self, path: Path) -> None:
        """Raises one of BROKEN where the file is not what was written."""
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            self._lines = archive.read(LETTERS).decode().split("\n")  # splitlines knows other ends too
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self.stamp = stamp(os.fstat(file.fileno()))
            self.piece = Piece(**{name: _view(mapped, archive.getinfo(f"{name}.npy")) for name in ARRAYS})
        if name := misfit(self.piece):
            raise ValueError(f"{name}.npy does not fit the other arrays")
        self._rows = Rows(self.piece)

    def letter(self, place: int) -> Letter:
        return letter_of(self._lines[place])

    def run(self, first: int, last: int) -> Piece:
        """The passages from the place ``first`` up to ``last``."""
        return self._rows.run(first, last)


def _view(mapped: mmap.mmap, member: zipfile.ZipInfo) -> npt.NDArray[Any]:
    """The array in a member of an archive, as it lies there."""
    local = mapped[member.header_offset : member.header_offset + 30]
    start = member.header_offset + 30 + int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little")
    header = io.BytesIO(mapped[start : min(start + 1024, member.file_size + start)])
    if np.lib.format.read_magic(header) != (1, 0):
        raise ValueError(f"{member.filename} has another header than NumPy's first")
    shape, fortran, kind = np.lib.format.read_array_header_1_0(header)
    if fortran or kind.hasobject or header.tell() + kind.itemsize * int(np.prod(shape)) != member.file_size:
        raise ValueError(f"{member.filename} is not what its header says")
    return np.ndarray(shape, kind, mapped, start + header.tell())
