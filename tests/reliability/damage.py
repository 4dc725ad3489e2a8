"""Bytes changed or cut anywhere in any file of a library, as after a failing disk or a bad copy.

    python -m tests.reliability.damage [COUNT]

The library is one as large ones are: token vectors are packed, FAISS has cells, and no checksum of a large file is
compared when it is opened. Each place is damaged alone, and asked about in a process of its own.
"""

import random
import resource
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import faiss

from index import Library, LibraryError
from index.errors import LibraryDamaged
from index.folder import generation, merging
from index.vectors import codes, dense, segment
from tests.reliability.letters import HashEncoder, State, answers, held, written
from tests.reliability.processes import done
from tests.reliability.reporting import report

LETTERS, LARGE = 120, 300
# Beyond what the process that starts it has mapped already; more than this none of it needs: a damaged number must not
# ask for all there is.
MEMORY = 4 * 1024**3
WAYS = ("a bit turned", "a byte changed", "64 bytes zeroed", "the rest cut off")
SEED = 11


def as_large() -> None:
    """Take a small library for a large one, in this process."""
    faiss.omp_set_num_threads(1)  # for so little, more take longer
    merging.PACKED_FROM = dense.EXACT = LARGE
    merging.LEARNED, codes.TURNED, codes.TURNS = 3000, 3000, 2
    segment.CHECKED_BYTES = segment.CHECKED_FILE = generation.WHOLE = 0


def make(place: Path) -> Path:
    """A library with every kind of file, and two segments of them."""
    as_large()
    library = Library.open(place / "library", encoder=HashEncoder())
    state: State = {f"brief-{number:04d}": 1 for number in range(LETTERS + 5)}
    (place / "letters").mkdir()
    files = written(place / "letters", state, state)
    library.add(files[:LETTERS])
    library.add(files[LETTERS:])
    assert library.check() == []
    return library.path


def damaged(data: bytes, way: str, drawn: random.Random) -> bytes:
    at = drawn.randrange(len(data))
    if way == "the rest cut off":
        return data[:at]
    changed = bytearray(data)
    if way == "64 bytes zeroed":
        changed[at : at + 64] = bytes(len(changed[at : at + 64]))
    else:
        changed[at] ^= 1 << drawn.randrange(8) if way == "a bit turned" else drawn.randrange(1, 256)
    return bytes(changed)


def asked(library: Path) -> str:
    """What comes of asking a library: "told" where the damage is named, "answered" where nothing was noticed."""
    as_large()
    mapped = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + MEMORY, mapped + MEMORY))
    try:
        opened = Library.open(library, encoder=HashEncoder())
        answers(opened)
        held(opened)
    except LibraryError as error:
        return "told" if isinstance(error, LibraryDamaged) else f"told otherwise: {error}"
    except AssertionError:
        return "answered with other words"
    return "answered"


def checked(library: Path, repair: bool) -> list[tuple[str, str]]:
    as_large()
    findings = Library(library, None, HashEncoder(), None).check(repair)
    return [(str(finding.outcome), finding.place) for finding in findings]


def outcome(library: Path, path: Path, way: str, drawn: random.Random, *, repair: bool) -> str:
    """Damage a file, ask, check, and put it back as it was; what came of it, in words. Raises AssertionError where a
    process was ended or a damage to a derived file was not found."""
    whole = path.read_bytes()
    path.write_bytes(changed := damaged(whole, way, drawn))
    if changed == whole:
        return "the byte was that already"
    try:
        said = done(lambda: asked(library))
        found = done(lambda: checked(library, False))
        if path.name == "library.db":
            return _database(library, path, said, found)
        assert [place for _, place in found] == [str(path)], (path, way, found)
        if repair:
            assert done(lambda: checked(library, True)) == [("repaired", str(path))]
            assert done(lambda: checked(library, False)) == []
            assert done(lambda: asked(library)) == "answered"
        assert said in ("told", "answered"), said
        return f"{'told at the first question' if said == 'told' else 'found by check'}"
    except RuntimeError as error:
        raise AssertionError(f"{path.name}, {way}: {error}") from error
    finally:
        if path.parent.exists():
            path.write_bytes(whole)


def _database(library: Path, path: Path, said: str, found: list[tuple[str, str]]) -> str:
    """What is damaged in the texts is told, and the database left; what is kept of their words is made again."""
    left = [place for kind, place in found if kind == "not repaired"]
    before = path.read_bytes()
    again = done(lambda: checked(library, True))
    if left or any(kind == "not repaired" for kind, _ in again):
        assert path.read_bytes() == before, "a damaged database was written to"
        return "told by check, and the database left as it is"
    if again:
        assert done(lambda: checked(library, False)) == []
        return "words, made again"
    assert said == "answered", said
    return "no byte that is used"


def kinds(library: Path) -> dict[str, Path]:
    """One file of each kind, of the largest segment."""
    folder = max(library.glob("segment-*"), key=lambda each: (each / "codes.npy").stat().st_size)
    found = {path.name: path for path in sorted(folder.iterdir())}
    found |= {"codes-….npz": next(library.glob("codes-*")), "library.db": library / "library.db"}
    return found


def places(made: Path, kind: str, count: int, *, repaired: bool, seed: int = SEED) -> Counter[str]:
    """What came of ``count`` places of a kind of file; of the first few it is looked, if so wished, whether ``check``
    makes the library good again."""
    drawn = random.Random(f"{seed} {kind}")
    found: Counter[str] = Counter()
    for number in range(count):
        with tempfile.TemporaryDirectory() as place:
            library = Path(place) / "library"
            shutil.copytree(made, library)
            way = WAYS[number % len(WAYS)]
            repair = repaired and number < len(WAYS)
            found[outcome(library, kinds(library)[kind], way, drawn, repair=repair)] += 1
    return found


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        made = done(lambda: make(Path(place)))
        told = {}
        for kind in kinds(made):
            told[kind] = places(made, kind, count, repaired=True)
            sys.stderr.write(f"{kind}: {dict(told[kind])}\n")
    columns = sorted({each for counts in told.values() for each in counts})
    rows: list[list[Any]] = [[kind, *(str(counts[each] or "") for each in columns)] for kind, counts in told.items()]
    notes = (
        f"{count} places of each kind of file, in turn: {', '.join(WAYS)}. No process was ended by it, and `check` "
        "found all of it; what is derived of the texts was made again by it, and asked after that. A library so small "
        "is taken for a large one here: of one up to 32 MB a segment all of this is told at the first question. Cut "
        "files always are. A damaged database is never written to."
    )
    report("damage", "Damaged files", ["file", *columns], rows, notes)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
