"""What a shard says of itself, one line of JSON after another: first what it was made of and with, then each group of
files with their letters and with the parts that hold these, and last, when all is done, how much that is and a hash of
the lines before. So it can be written, and read, without holding it in memory.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from corpus import CorpusError, UnknownFormat, UnreadableFile
from index.encoder import ModelIdentity
from index.files import synced

MANIFEST, FORMAT, VERSION = "manifest.jsonl", "vindplaats shard", 2
FOLDER = re.compile(r"shard-(\d{5,})-of-(\d{5,})")
PART = re.compile(r"part-\d{6,}-\d{4,}\.npz")
_KINDS = {kind.__name__: kind for kind in (CorpusError, UnreadableFile, UnknownFormat)}


def folder_of(out: Path, shard: int, shards: int) -> Path:
    return out / f"shard-{shard:05d}-of-{shards:05d}"


@dataclass(frozen=True, slots=True)
class Head:
    """What a shard was made of and with. listing: a hash of the names of all inputs, of all shards; codes: what tells
    the codes of its token vectors from others, None where they take a byte a dimension."""

    shard: int
    shards: int
    listing: str
    model: ModelIdentity
    codes: str | None

    def line(self) -> str:
        return json.dumps({"format": FORMAT, "version": VERSION, **asdict(self)})

    @classmethod
    def of(cls, line: str) -> "Head":
        """Raises ValueError, KeyError or TypeError where the line is none."""
        values = json.loads(line)
        if values.pop("format") != FORMAT:
            raise ValueError("is another program's")
        if (version := values.pop("version")) != VERSION:
            raise ValueError(f"has version {version}; this version of vindplaats reads {VERSION}")
        return cls(**{**values, "model": ModelIdentity(**values["model"])})


@dataclass(frozen=True, slots=True)
class File:
    """An input as it was read: mark is its fingerprint, letters the id, content hash and number of paragraphs of each,
    failures the kind and reason of each."""

    place: int
    name: str
    path: str
    mark: str | None
    letters: tuple[tuple[str, str, int], ...] = ()
    failures: tuple[tuple[str, str], ...] = ()

    def errors(self) -> tuple[CorpusError, ...]:
        return tuple(_KINDS[kind](Path(self.path), reason) for kind, reason in self.failures)


@dataclass(frozen=True, slots=True)
class PartFile:
    """A file with letters and passages, and what it must be."""

    name: str
    letters: int
    passages: int
    bytes: int
    sha256: str

    def difference(self, folder: Path) -> str | None:
        """What is wrong with the file, None where nothing is."""
        path = folder / self.name
        if not path.is_file():
            return "is missing"
        if (size := path.stat().st_size) != self.bytes:
            return f"has {size} bytes instead of {self.bytes}"
        return None if digest(path) == self.sha256 else "is not what was written there"


@dataclass(frozen=True, slots=True)
class Group:
    """Files, and the parts that hold their letters, which stand in them in the same order."""

    files: tuple[File, ...]
    parts: tuple[PartFile, ...]

    def line(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, values: Any) -> "Group":
        """Raises ValueError, KeyError or TypeError where the values are of none."""
        group = cls(tuple(map(_file, values["files"])), tuple(PartFile(**each) for each in values["parts"]))
        held = sum(len(file.letters) for file in group.files)
        passages = sum(count for file in group.files for _, _, count in file.letters)
        if (held, passages) != (group.letters, group.passages):
            raise ValueError("tells of other letters than its parts hold")
        if bad := [part.name for part in group.parts if not PART.fullmatch(part.name)]:
            raise ValueError(f"names {bad[0]!r}, which is no part")
        return group

    @property
    def letters(self) -> int:
        return sum(part.letters for part in self.parts)

    @property
    def passages(self) -> int:
        return sum(part.passages for part in self.parts)


def _file(values: dict[str, Any]) -> File:
    letters = tuple((str(id_), str(hash_), int(count)) for id_, hash_, count in values["letters"])
    failures = tuple((str(kind), str(reason)) for kind, reason in values["failures"])
    if unknown := {kind for kind, _ in failures} - set(_KINDS):
        raise ValueError(f"tells of a failure of unknown kind {unknown.pop()!r}")
    return File(**{**values, "letters": letters, "failures": failures})


class Manifest:
    """A manifest that is being written, beside its place until it is whole."""

    def __init__(self, folder: Path, head: Head) -> None:
        self._path = folder / MANIFEST
        self._part = folder / f"{MANIFEST}.part"
        self._file = self._part.open("w", encoding="utf-8", newline="\n")
        self._seen = sha256()
        self.letters = self.passages = 0
        self._write(head.line())

    def add(self, group: Group) -> None:
        self.letters += group.letters
        self.passages += group.passages
        self._write(group.line())

    def finish(self) -> None:
        self._write(_end(self.letters, self.passages, self._seen.hexdigest()))
        self._file.close()
        self._part.rename(self._path)
        synced(self._path.parent)

    def close(self) -> None:
        self._file.close()

    def _write(self, line: str) -> None:
        self._file.write(f"{line}\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._seen.update(f"{line}\n".encode())


def _end(letters: int, passages: int, seen: str) -> str:
    return json.dumps({"letters": letters, "passages": passages, "sha256": seen})


def read_manifest(path: Path) -> Iterator[Head | Group]:
    """The head and the groups of a manifest. Raises ValueError, KeyError, TypeError or OSError, sooner or later, where
    it is not whole; groups that came before that are whole themselves."""
    seen = sha256()
    letters = passages = 0
    with path.open(encoding="utf-8", newline="\n") as file:
        yield Head.of(line := file.readline())
        while line:
            seen.update(line.encode())
            line = file.readline()
            values = json.loads(line or "{}")
            if "files" not in values:
                break
            group = Group.of(values)
            letters, passages = letters + group.letters, passages + group.passages
            yield group
        if line != _end(letters, passages, seen.hexdigest()) + "\n" or file.read(1):
            raise ValueError("is cut or changed")


def digest(path: Path) -> str:
    """The sha-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
