"""Files → letters for a library, of which those that it holds already are not read again.

A file is known by its bytes, so that one that was moved, renamed or copied is not read again. Only where its new name
is an official identifier, and not that of its letter, is it read under that name.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from corpus import CorpusError, Letter, fingerprint, is_official, name_identifier, read_file
from index.encoder import Progress
from index.passages import content_hash


class FoundLetter(Protocol):
    """A letter in a file, whole when it is asked for. hash: content_hash; paragraphs: how many it has."""

    @property
    def id(self) -> str: ...
    @property
    def file(self) -> Path: ...
    @property
    def hash(self) -> str: ...
    @property
    def paragraphs(self) -> int: ...
    def letter(self) -> Letter: ...


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What one file gave: its letters, and what of it could not be read."""

    letters: tuple[FoundLetter, ...]
    failures: tuple[CorpusError, ...] = ()


class Source(Protocol):
    """Where files come from: ``mark`` is a file's fingerprint, None where it has none."""

    def mark(self, file: Path) -> str | None: ...
    def read(self, file: Path) -> ReadFile: ...


@dataclass(frozen=True, slots=True)
class _Read:
    whole: Letter
    file: Path

    @property
    def id(self) -> str:
        return self.whole.id

    @property
    def hash(self) -> str:
        return content_hash(self.whole)

    @property
    def paragraphs(self) -> int:
        return sum(len(section.paragraphs) for section in self.whole.sections)

    def letter(self) -> Letter:
        return self.whole


class Disk:
    """Files as they lie there."""

    def mark(self, file: Path) -> str | None:
        return fingerprint(file)

    def read(self, file: Path) -> ReadFile:
        reading = read_file(file)
        return ReadFile(tuple(_Read(letter, file) for letter in reading.letters), reading.failures)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file: its fingerprint, the ids of its letters, and whether it was understood whole."""

    mark: str | None
    ids: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Found:
    """letters by id, in order of their files, the last of equal ids; None for one that the library holds as it is.
    files: those that have any. readings: the ids of each file that was read without failure, by its marks. former: the
    letters, each with the fingerprint of its file, that go by another name than a file that holds the same under an
    official one. passed_over: files with a letter that was taken from a later file, which is not equal to them: file,
    id, later file."""

    letters: dict[str, FoundLetter | None]
    files: dict[Path, FoundFile]
    readings: dict[str, tuple[str, ...]]
    former: dict[str, str]
    failures: tuple[CorpusError, ...]
    passed_over: tuple[tuple[Path, str, Path], ...] = ()


Held = Callable[[str], Sequence[str]]


def read_files(
    files: Iterable[Path],
    failures: Iterable[CorpusError],
    held: Held = lambda _: (),
    sources: Mapping[str, str] | None = None,
    source: Source | None = None,
    progress: Progress | None = None,
) -> Found:
    """Read ``files``; ``held`` gives the letters that the library holds of a file, by its mark, and ``sources`` where
    the file of each of its letters lies. What can't be read comes behind ``failures``. ``source`` reads them in place
    of the disk; ``progress`` counts files."""
    run = _Run(list(files), held, source or Disk())
    run.recognise()
    run.read(progress)
    run.settle_names(sources or {})
    return run.found(failures)


@dataclass(slots=True)
class _Run:
    """given: the files that are not read, with the ids of their letters."""

    files: list[Path]
    held: Held
    source: Source
    marks: dict[Path, str | None] = field(default_factory=dict)
    given: dict[Path, Sequence[str]] = field(default_factory=dict)
    readings: dict[Path, ReadFile] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)

    def recognise(self) -> None:
        """Find the files that the library holds."""
        for file in self.files:
            mark = self.marks[file] = self.source.mark(file)
            if not mark:
                continue
            ids = self.held(mark)
            if is_official(file.stem) and list(ids) != [file.stem]:
                self.former |= dict.fromkeys(ids, mark)
                ids = self.held(_named(mark, file))
            if ids:
                self.given[file] = ids

    def read(self, progress: Progress | None) -> None:
        """Read the others, one of equal files: the one with an official name, if any has."""
        same: dict[str, Path] = {}
        for place, file in enumerate(sorted(self.files, key=lambda file: not is_official(file.stem))):
            mark = self.marks[file]
            copy = same.get(mark) if mark else None
            if file not in self.given:
                first = self._found(copy) if copy and not is_official(file.stem) else None
                if first and first.whole and first.ids:
                    self.given[file] = first.ids
                else:
                    self.readings[file] = self.source.read(file)
            if mark:
                same.setdefault(mark, file)
            if progress:
                progress(place + 1, len(self.files))

    def settle_names(self, sources: Mapping[str, str]) -> None:
        """Where a file comes with the name, and so the id, that another file had when it was read: that one is read
        again, under the name that it has now."""
        claims: dict[str, list[Path]] = {}
        for file, ids in self.given.items():
            if len(ids) == 1:
                claims.setdefault(ids[0], []).append(file)
        here = {place_of(file) for file in self.marks}
        alone = {source for source, count in Counter(sources.values()).items() if count == 1} - set(map(str, here))
        coming = list(self.readings)
        while coming:
            file = coming.pop()
            for letter in self.readings[file].letters:
                others = {other: self.marks[other] for other in claims.get(letter.id, ())}
                if (source := sources.get(letter.id)) in alone:
                    others |= self._displaced(letter.id, Path(source))
                for other, mark in others.items():
                    renamed = name_identifier(other.stem) != letter.id
                    if renamed and mark != self.marks[file] and other not in self.readings:
                        if other not in self.marks:
                            self.files.insert(0, other)
                            self.marks[other] = mark
                        self.given.pop(other, None)
                        self.readings[other] = self.source.read(other)
                        coming.append(other)

    def _displaced(self, letter_id: str, file: Path) -> dict[Path, str]:
        """The mark of the file of a letter that is to be replaced, where it still holds the letter, alone."""
        mark = self.source.mark(file)
        return {file: mark} if mark and list(self.held(mark)) == [letter_id] else {}

    def found(self, failures: Iterable[CorpusError]) -> Found:
        letters: dict[str, FoundLetter | None] = {}
        last: dict[str, str | None] = {}
        failed = list(failures)
        read = {
            (self.marks[file], letter.id): letter
            for file, reading in self.readings.items()
            for letter in reading.letters
            if not reading.failures
        }
        for file in self.files:
            mark = self.marks[file]
            if file in self.given:
                for each in self.given[file]:
                    if each not in last or last[each] != mark:
                        # None, but for a copy of a file that was read just now
                        letters[each], last[each] = read.get((mark, each)), mark
                continue
            reading = self.readings[file]
            failed += reading.failures
            letters |= {letter.id: letter for letter in reading.letters}
            last |= {letter.id: mark for letter in reading.letters}
        files = {file: self._found(file) for file in self.files}
        # of a file whose letter a later file has too, the library holds less than the file
        kept = {
            key: found.ids
            for file, found in files.items()
            if file in self.readings
            and found.whole
            and found.mark
            and all(last[each] == found.mark for each in found.ids)
            for key in (found.mark, *([_named(found.mark, file)] if is_official(file.stem) else []))
        }
        of_letter: dict[str, list[Path]] = {}
        for file, known in files.items():
            for identifier in known.ids:
                of_letter.setdefault(identifier, []).append(file)
        passed_over = tuple(
            (file, identifier, its[-1])
            for identifier, its in of_letter.items()
            for file in its[:-1]
            if self.marks[file] != self.marks[its[-1]]
        )
        with_letters = {file: known for file, known in files.items() if known.ids}
        return Found(letters, with_letters, kept, self.former, tuple(failed), passed_over)

    def _found(self, file: Path) -> FoundFile:
        if file in self.given:
            return FoundFile(self.marks[file], tuple(self.given[file]), whole=True)
        reading = self.readings[file]
        return FoundFile(self.marks[file], tuple(each.id for each in reading.letters), whole=not reading.failures)


def place_of(file: Path) -> Path:
    """Where a file lies, whichever folder the next command is given in."""
    return Path(os.path.normpath(file.absolute()))


def _named(mark: str, file: Path) -> str:
    """What a reading is kept by where the file's name is an official one, which counts."""
    return f"{mark} {file.stem}"
