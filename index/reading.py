"""Files → letters for a library, of which those that it holds already are not read again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import CorpusError, Letter, fingerprint, read_file


@dataclass(frozen=True, slots=True)
class FoundLetter:
    letter: Letter
    file: Path


@dataclass(frozen=True, slots=True)
class Found:
    """letters by id, in order of their files, the last of equal ids; None for one that the library holds as it is.
    readings: the ids of each file that was read without failure, by its fingerprint."""

    letters: dict[str, FoundLetter | None]
    readings: dict[str, tuple[str, ...]]
    failures: tuple[CorpusError, ...]


def read_files(
    files: Iterable[Path], failures: Iterable[CorpusError], held: Callable[[str], Sequence[str]] = lambda _: ()
) -> Found:
    """Read ``files``; ``held`` gives the letters that the library holds of a file, by its fingerprint. What can't be
    read comes behind ``failures``."""
    letters: dict[str, FoundLetter | None] = {}
    readings: dict[str, tuple[str, ...]] = {}
    last: dict[str, str | None] = {}
    failed = list(failures)
    for file in files:
        mark = fingerprint(file)
        if mark and (ids := held(mark)):
            letters |= dict.fromkeys(ids)
            last |= dict.fromkeys(ids, mark)
            continue
        reading = read_file(file)
        failed += reading.failures
        letters |= {letter.id: FoundLetter(letter, file) for letter in reading.letters}
        last |= {letter.id: mark for letter in reading.letters}
        if mark and reading.letters and not reading.failures:
            readings[mark] = tuple(letter.id for letter in reading.letters)
    # of a file whose letter a later file has too, the library holds less than the file
    kept = {mark: ids for mark, ids in readings.items() if all(last[each] == mark for each in ids)}
    return Found(letters, kept, tuple(failed))
