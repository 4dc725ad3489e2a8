"""Shards as a place that letters come from: looked at whole before anything is changed, then read a part at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from corpus import Letter
from index.encoder import ModelIdentity, Progress
from index.errors import ShardError, ShardMismatch
from index.folder.update import NewLetter
from index.reading import ReadFile
from index.shards.common import CODES, read_codes
from index.shards.manifest import FOLDER, MANIFEST, Group, Head, folder_of, read_manifest
from index.shards.part import BROKEN, Part, Stamp, stamp
from index.vectors.codes import ProductCodes
from index.vectors.piece import Piece, joined

OPEN = 256  # parts that are open at once, a file each
JOINED = 64  # letters whose pieces come as one


@dataclass(frozen=True, slots=True)
class ShardLetter:
    """A letter in a part: the place of it, and of its first passage, there. A FoundLetter."""

    id: str
    file: Path
    hash: str
    paragraphs: int
    shards: "Shards"
    part: Path
    place: int
    first: int

    def letter(self) -> Letter:
        try:
            return self.shards.opened(self.part).letter(self.place)
        except BROKEN as error:
            raise _changed(self.part, error) from error

    def piece(self, key: int) -> Piece:
        """What is derived of its passages, numbered from ``key``."""
        try:
            piece = self.shards.opened(self.part).run(self.first, self.first + self.paragraphs)
        except BROKEN as error:
            raise _changed(self.part, error) from error
        return replace(piece, keys=np.arange(key, key + self.paragraphs, dtype=np.int64))


class Shards:
    """All shards of a folder, finished and whole. files: what they were made of, in the order in which ``add`` would
    take it; model: whose vectors they hold; codes: what their token vectors are packed by, None for a byte a dimension.
    """

    def __init__(self, folder: Path, model: ModelIdentity, codes: ProductCodes | None) -> None:
        self.folder = folder
        self.model = model
        self.codes = codes
        self.files: list[Path] = []
        self.opened = lru_cache(OPEN)(self._opened)
        self._stamps: dict[Path, Stamp] = {}
        self._files: dict[Path, _File] = {}

    @classmethod
    def open(cls, folder: Path) -> "Shards":
        """Read all manifests and compare every file whole. Raises ShardError, which names all that is wrong."""
        found, wrong = _finished(folder)
        wrong += _differing(found)
        codes = None
        try:
            codes = read_codes(folder)
        except ShardError as error:
            wrong.append(str(error))
        else:
            own = codes and codes.digest()
            wrong += [
                f"{path} was packed by other codes than {folder / CODES}: put back the codes that it was made with, or "
                f"remove it; {_again(path)}"
                for path, (head, _) in found.items()
                if head.codes != own
            ]
        stamps: dict[Path, Stamp] = {}
        for path, (_, groups) in found.items():
            for part in (part for group in groups for part in group.parts):
                with suppress(OSError):
                    stamps[path / part.name] = stamp((path / part.name).stat())
                if what := part.difference(path):
                    wrong.append(f"{path / part.name} {what}; {_again(path)}")
        if wrong:
            listed = "".join(f"\n  {each}" for each in wrong)
            raise ShardError(f"The shards in {folder} cannot be loaded, and nothing was changed:{listed}")
        model = next(head.model for head, _ in found.values())
        shards = cls(folder, model, codes)
        shards._stamps = stamps
        for path, (_, groups) in found.items():
            for group in groups:
                shards._take(path, group)
        shards.files = sorted(shards._files, key=lambda file: shards._files[file].place)
        return shards

    def require(self, library: Path, model: Mapping[str, Any] | None, codes: ProductCodes | None) -> None:
        """Raise ShardMismatch where the library has another ``model``, or other ``codes`` than these shards."""
        if model and ModelIdentity(**model) != self.model:
            also = " with other weights" if model["name"] == self.model.name else ""
            raise ShardMismatch(
                f"The library {library} was made with the model {model['name']}, the shards in {self.folder} with "
                f"{self.model.name}{also}. Load them into a new library (--library DIR), or embed their files again: "
                f"vindplaats --library {library} embed PATHS --out NEW_DIR"
            )
        if codes and self.codes and codes.digest() != self.codes.digest():
            raise ShardMismatch(
                f"The library {library} packs token vectors by other codes than the shards in {self.folder}. Load them "
                "into a new library (--library DIR), or embed their files again with this library's codes: "
                f"vindplaats --library {library} embed PATHS --out NEW_DIR"
            )

    def mark(self, file: Path) -> str | None:
        return self._files[file].mark if file in self._files else None

    def read(self, file: Path) -> ReadFile:
        return self._files[file].read

    def pieces(self, insert: Iterable[NewLetter], progress: Progress | None = None) -> Iterator[Piece]:
        """What is derived of the letters that go into the library, each of these shards'."""
        coming = [(new.found, new.key) for new in insert if isinstance(new.found, ShardLetter)]
        done, total = 0, sum(letter.paragraphs for letter, _ in coming)
        for first in range(0, len(coming), JOINED):
            pieces = [letter.piece(key) for letter, key in coming[first : first + JOINED]]
            yield joined(pieces)
            done += sum(map(len, pieces))
            if progress:
                progress(done, total)

    def _opened(self, path: Path) -> Part:
        """Raises one of BROKEN where it is not the file that was compared."""
        part = Part(path)
        if part.stamp != self._stamps[path]:
            raise ValueError("it was made again")
        return part

    def _take(self, folder: Path, group: Group) -> None:
        places = ((folder / part.name, place) for part in group.parts for place in range(part.letters))
        last, first = None, 0
        for file in group.files:
            path = Path(file.path)
            letters = []
            for id_, hash_, paragraphs in file.letters:
                part, place = next(places)
                first = first if part == last else 0
                letters.append(ShardLetter(id_, path, hash_, paragraphs, self, part, place, first))
                last, first = part, first + paragraphs
            self._files[path] = _File(file.place, file.mark, ReadFile(tuple(letters), file.errors()))


@dataclass(frozen=True, slots=True)
class _File:
    place: int
    mark: str | None
    read: ReadFile


_Found = Mapping[Path, tuple[Head, tuple[Group, ...]]]


def _finished(folder: Path) -> tuple[_Found, list[str]]:
    """The manifests of the shards that are finished, by their folders, and what is wrong with the others."""
    there = {path: match for path in sorted(folder.glob("shard-*")) if (match := FOLDER.fullmatch(path.name))}
    if not there:
        return {}, [f"there is no shard in it; make them with: vindplaats embed PATHS --shards N --out {folder}"]
    found: dict[Path, tuple[Head, tuple[Group, ...]]] = {}
    wrong: list[str] = []
    for path in there:
        try:
            head, *groups = read_manifest(path / MANIFEST)
            if not isinstance(head, Head) or folder_of(folder, head.shard, head.shards) != path:
                raise ValueError("is another shard's")
            found[path] = head, tuple(group for group in groups if isinstance(group, Group))
        except FileNotFoundError:
            wrong.append(f"{path} is not finished; {_again(path)}")
        except BROKEN as error:
            wrong.append(f"{path / MANIFEST} {error}; {_again(path)}")
    divisions = {int(match[2]) for match in there.values()}
    if len(divisions) > 1:
        listed = " and ".join(f"{each:05d}" for each in sorted(divisions))
        wrong.append(f"it holds shards of different divisions, of {listed}; remove the folders of all but one")
    for shards in divisions if len(divisions) == 1 else ():
        expected = (folder_of(folder, shard, shards) for shard in range(1, shards + 1))
        wrong += [f"{path} is missing; {_again(path)}" for path in expected if path not in there]
    return found, wrong


def _differing(found: _Found) -> Iterator[str]:
    """What is said of shards that were made of other files, or with another model, than most are."""
    listings = Counter(head.listing for head, _ in found.values()).most_common(1)
    models = Counter(head.model for head, _ in found.values()).most_common(1)
    for path, (head, _) in found.items():
        if head.listing != listings[0][0]:
            yield f"{path} was made of other files than most; {_again(path)}, with the same PATHS for all"
        if head.model != models[0][0]:
            yield f"{path} was made with another model than most, {head.model.name}; {_again(path)}"


def _again(path: Path) -> str:
    """The command that makes a shard, or makes it good."""
    match = FOLDER.fullmatch(path.name)
    numbers = f"--shards {int(match[2])} --shard {int(match[1])}" if match else ""
    return f"run: vindplaats embed PATHS {numbers} --out {path.parent}"


def _changed(part: Path, error: Exception) -> ShardError:
    return ShardError(f"{part} was changed meanwhile ({error}), and nothing was added; {_again(part.parent)}")
