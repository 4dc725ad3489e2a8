"""Files that were found, weighed against what the library holds: which letters come, go, or lie elsewhere now."""

import functools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus import CorpusError, fingerprint, is_official
from index.folder.update import NewLetter
from index.reading import Found, place_of
from index.storage import Letters


@dataclass(frozen=True, slots=True)
class AddReport:
    """What ``add`` or ``sync`` did: ids of letters by what became of them, and the files or lines that could not be
    read. moved: where the files of letters lie now that lay elsewhere, whose letters are among the unchanged. removed:
    letters whose file holds something else now, or is gone. passed_over: see ``Found``; files from which the library
    had a letter before, and which hold it still, are among them."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    failures: tuple[CorpusError, ...]
    passages: int
    moved: Mapping[str, Path] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    passed_over: tuple[tuple[Path, str, Path], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all was read, and no letter left out since another file has its name."""
        return not self.failures and all(is_official(letter) for _, letter, _ in self.passed_over)


@dataclass(frozen=True, slots=True)
class Intake:
    """What changes. insert: new letters, of which those that are here are replaced; delete: ids of those and of letters
    that go; sources: new places of letters' files; readings: ids of the letters of files, by their marks."""

    insert: tuple[NewLetter, ...]
    delete: tuple[str, ...]
    sources: Mapping[str, Path]
    readings: Mapping[str, tuple[str, ...]]
    report: AddReport

    @classmethod
    def of(
        cls, store: Letters[Any], found: Found, sources: Mapping[str, str], vanished: Collection[Path] = ()
    ) -> "Intake":
        """sources: those of the store's letters; vanished: files that are no longer there, whose letters go if no file
        has them."""
        known = store.hashes({*found.letters, *found.former})
        fresh = tuple(_fresh(store.next_key(), found, known))
        changed = [new.found.id for new in fresh]
        fresh_ids = set(changed)
        replaced = tuple(each for each in changed if each in known)
        removed = tuple(_removed(found, vanished, sources))
        unchanged = tuple(each for each in found.letters if each not in fresh_ids)
        mark_of = functools.cache(fingerprint)
        moved = dict(_moved(unchanged, found, vanished, sources, mark_of))
        displaced = tuple(_displaced({*replaced, *moved}, store, found, vanished, sources, mark_of))
        # the name under which the library has them stays good while their file is there
        stay = {mark for each, mark in found.former.items() if each in known and each not in removed}
        readings = {mark: ids for mark, ids in found.readings.items() if mark not in stay}
        report = AddReport(
            added=tuple(each for each in changed if each not in known),
            replaced=replaced,
            unchanged=unchanged,
            failures=found.failures,
            passages=sum(new.found.paragraphs for new in fresh),
            moved=moved,
            removed=removed,
            passed_over=(*found.passed_over, *displaced),
        )
        return cls(fresh, (*replaced, *removed), moved, readings, report)


def _fresh(key: int, found: Found, known: Mapping[str, str]) -> Iterator[NewLetter]:
    """The letters that are not here, or differ, their passages numbered from ``key``."""
    for identifier, read in found.letters.items():
        if read is None or known.get(identifier) == (hash_ := read.hash):
            continue
        yield NewLetter(read, hash_, key)
        key += read.paragraphs


def _removed(found: Found, vanished: Collection[Path], sources: Mapping[str, str]) -> Iterator[str]:
    """Letters whose file is gone, holds something else now, or has an official name now that is not theirs; those that
    another file has stay."""
    whole = (file for file, its in found.files.items() if its.whole)
    emptied = {str(place_of(file)) for file in (*whole, *vanished)}
    for identifier, source in sources.items():
        if identifier in found.letters:
            continue
        former = found.former.get(identifier)
        if source in emptied or (former and fingerprint(Path(source)) != former):
            yield identifier


def _displaced(
    letter_ids: Collection[str],
    store: Letters[Any],
    found: Found,
    vanished: Collection[Path],
    sources: Mapping[str, str],
    mark_of: Callable[[Path], str | None],
) -> Iterator[tuple[Path, str, Path]]:
    """Files of earlier that still hold a letter which is taken from another file now: file, letter, the other."""
    files = {identifier: file for file, its in found.files.items() for identifier in its.ids}

    @functools.cache
    def held(source: str) -> frozenset[str]:
        mark = mark_of(Path(source))
        return frozenset(store.readings.of(mark)) if mark else frozenset()

    looked_at = {str(place_of(file)) for file in (*found.files, *vanished)}
    for identifier in sorted(letter_ids):
        source = sources.get(identifier)
        if source and source not in looked_at and identifier in files and identifier in held(source):
            yield Path(source), identifier, files[identifier]


def _moved(
    letter_ids: Collection[str],
    found: Found,
    vanished: Collection[Path],
    sources: Mapping[str, str],
    mark_of: Callable[[Path], str | None],
) -> Iterator[tuple[str, Path]]:
    """Letters with the file that has them now; one that lies where it lay, and a copy of one, have not moved."""
    files: dict[str, list[Path]] = {}
    for file, its in found.files.items():
        for identifier in its.ids:
            files.setdefault(identifier, []).append(file)
    gone = {str(place_of(file)) for file in vanished}
    for identifier in letter_ids:
        places = [place_of(file) for file in files.get(identifier, ())]
        source = sources.get(identifier, "")
        if not places or Path(source) in places:
            continue
        marks = {found.files[file].mark for file in files[identifier]}
        if source in gone or mark_of(Path(source)) not in marks:
            yield identifier, places[-1]
