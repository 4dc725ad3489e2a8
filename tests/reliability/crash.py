"""Writers killed at random moments: `kill -9` at adding, replacing and removing.

    python -m tests.reliability.crash [ROUNDS [ROUNDS WITH THE REAL MODEL [ROUNDS OF MAKING A LIBRARY]]]

After each the library must open, hold the letters of the last finished command, or those of the one in flight as well,
be whole after `check`, without files that belong to nothing, and answer as a library does that is built afresh.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import Library
from index.encoder import Encoder
from index.errors import LibraryMissing
from tests.reliability.letters import PARAGRAPHS, HashEncoder, State, answers, held, written
from tests.reliability.processes import done, start
from tests.reliability.reporting import report

LETTERS, REAL_LETTERS = 400, 40
SEED = 7


@dataclass
class Tally:
    """What became of the rounds: counts by what was being done, by what the killed writer left, and by the state that
    the library was in afterwards."""

    rounds: int = 0
    doing: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    state: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


class Crashes:
    """A library in ``place`` with its letters' files, and writers that are killed."""

    def __init__(self, place: Path, encoder: Callable[[], Encoder], letters: int, seed: int = SEED) -> None:
        self.library, self.files, self.fresh = place / "library", place / "letters", place / "fresh"
        self.files.mkdir()
        self.encoder = encoder
        self.drawn = random.Random(seed)
        self.state: State = {f"brief-{number:04d}": 1 for number in range(letters)}
        self.next = letters
        self.tally = Tally()
        self.typical = 1.0
        self.said: Any = None  # the answers of a library built afresh of the letters of ``state``
        written(self.files, self.state, self.state)
        done(lambda: self._open(self.library).add([self.files]))

    def _open(self, path: Path) -> Library:
        return Library.open(path, encoder=self.encoder())

    def round(self) -> None:
        """One change, one kill, and a look at what is left."""
        what, after, change = self._change()
        library: list[Library] = []

        def work(ready: Callable[[], None]) -> None:
            library.append(self._open(self.library))
            library[0].encoder()
            ready()
            change(library[0])

        child = start(work)
        began = time.perf_counter()
        wait = self.drawn.uniform(0, 1.15 * self.typical)
        time.sleep(wait)
        killed = child.kill()
        if not killed:
            child.result()
        child.close()
        took = time.perf_counter() - began
        self.tally.rounds += 1
        self.tally.doing[what] += 1
        left = self._left() if killed else "it had finished"
        self.tally.left[left] += 1
        began = time.perf_counter()
        found, self.said = done(self._looked)
        self.tally.seconds.append(time.perf_counter() - began)
        assert found in (self.state, after), f"after {what} that left {left}"
        assert killed or found == after
        self.tally.state["the change is there" if found == after else "as before"] += 1
        # the longest that one took without being there at its end, or a little more
        if killed and found == self.state and wait > 0.9 * self.typical:
            self.typical *= 1.15
        elif not killed:
            self.typical = max(0.9 * self.typical, min(took, 0.05))
        self.state = found
        self._put_files()

    def _change(self) -> tuple[str, State, Callable[[Library], Any]]:
        """What is done, the state after it, and how."""
        what = self.drawn.choice(("add", "replace", "remove", "add and replace"))
        count = self.drawn.randint(1, max(2, len(self.state) // 20))
        after = dict(self.state)
        some = self.drawn.sample(sorted(self.state), min(count, len(self.state) - 2))
        if what == "remove":
            return what, {name: each for name, each in after.items() if name not in some}, lambda its: its.remove(some)
        changed = some if what != "add" else []
        after |= {name: after[name] + 1 for name in changed}
        if what != "replace":
            new = [f"brief-{self.next + number:04d}" for number in range(count)]
            self.next += count
            after |= dict.fromkeys(new, 1)
            changed = [*changed, *new]
        files = written(self.files, after, changed)
        return what, after, lambda its: its.add(files)

    def _put_files(self) -> None:
        """The files as the library has them, so that the next round begins with what it holds."""
        for path in self.files.iterdir():
            if path.stem not in self.state:
                path.unlink()
        written(self.files, self.state, self.state)

    def _left(self) -> str:
        names = {path.name for path in self.library.iterdir()}
        if "library.db-journal" in names:
            return "an unfinished transaction"
        if any(".part-" in name for name in names):
            return "a half-written index file"
        segments = {name for name in names if name.startswith("segment-")}
        named = done(lambda: [each["name"] for each in _record(self.library)["segments"]])
        return "index files of the other state" if segments != set(named) else "nothing"

    def _looked(self) -> tuple[State, Any]:
        library = self._open(self.library)
        found = held(library)
        given = answers(library)
        for finding in library.check():
            assert finding.outcome == "repaired", str(finding)
            assert "belongs to no state" in finding.problem, str(finding)
        record = _record(self.library)
        own = {"library.db", "write.lock", *(each["name"] for each in record["segments"])}
        assert {path.name for path in self.library.iterdir()} <= own | {"library.db-journal"}
        assert answers(library) == given
        if found == self.state and self.said:  # of these letters a library was built before
            assert given == self.said
            return found, given
        with tempfile.TemporaryDirectory() as place:
            fresh = self._open(Path(place) / "library")
            # in the order of their passages, by which those that are equally good are ordered
            fresh.add(self._in_order(library, Path(place)))
            assert answers(fresh) == given
        return found, given

    def _in_order(self, library: Library, folder: Path) -> list[Path]:
        first = {letter: passages[0].key for letter, passages in library.passages(held(library)).items()}
        return written(folder, held(library), sorted(first, key=lambda letter: first[letter]))


def _record(library: Path) -> dict[str, Any]:
    from index.folder.database import DATABASE
    from index.folder.store import Store

    store = Store.open(library / DATABASE)
    try:
        record: dict[str, Any] = store.meta("generation")
        return record
    finally:
        store.database.close()


def made(place: Path, seed: int, typical: float, letters: int = 20) -> str:
    """A library whose first `add` is killed: it isn't there, or is there whole, and the same command makes it."""
    library, files = place / "library", place / "letters"
    files.mkdir(parents=True)
    state: State = {f"brief-{number:04d}": 1 for number in range(letters)}
    written(files, state, state)

    def add() -> None:
        Library.open(library, encoder=HashEncoder()).add([files])

    def work(ready: Callable[[], None]) -> None:
        ready()
        add()

    def holds() -> State | None:
        try:
            return held(Library.open(library, encoder=HashEncoder()))
        except LibraryMissing:
            return None

    child = start(work)
    time.sleep(random.Random(seed).uniform(0, typical))
    child.kill()
    child.close()
    found = done(holds)
    assert found in (None, state)
    done(add)
    assert done(holds) == state
    assert done(lambda: Library.open(library, encoder=HashEncoder()).check()) == []
    return "not there yet" if found is None else "there, whole"


def run(place: Path, encoder: Callable[[], Encoder], letters: int, rounds: int) -> Tally:
    crashes = Crashes(place, encoder, letters)
    for number in range(rounds):
        crashes.round()
        if sys.stderr.isatty() or number % 20 == 19:
            sys.stderr.write(f"{number + 1} of {rounds}, {dict(crashes.tally.left)}\n")
    return crashes.tally


def _real() -> Encoder:
    from index.models.loading import load_encoder

    return load_encoder(None)


def main(rounds: int, real: int, making: int) -> None:
    tallies: list[tuple[str, int, Tally]] = []
    for name, encoder, letters, count in (
        ("vectors from hashes", HashEncoder, LETTERS, rounds),
        ("the bundled model", _real, REAL_LETTERS, real),
    ):
        if count:
            with tempfile.TemporaryDirectory() as place:
                tallies.append((name, letters * PARAGRAPHS, run(Path(place), encoder, letters, count)))
    first: Counter[str] = Counter()
    for number in range(making):
        with tempfile.TemporaryDirectory() as place:
            first[made(Path(place), number, 0.6)] += 1
    rows = [
        [
            f"{each.rounds} kills of a writer, {name}, about {size:,} paragraphs",
            f"{each.rounds} of {each.rounds}",
            _listed(each.doing), _listed(each.left), _listed(each.state),
        ]
        for name, size, each in tallies
    ]  # fmt: skip
    if making:
        rows.append([f"{making} kills of the first add", f"{making} of {making}", "add", "", _listed(first)])
    notes = (
        "`kill -9` at a random moment of a change to up to a twentieth of the letters. Good is a round after which the "
        "library opened, held every letter whole as it was before or after the change, answered eight questions as a "
        "library built afresh does, and after `check` had no file too many. A round that isn't good ends the run."
    )
    head = ["what", "good", "what was being done", "what the killed writer left", "what the library held"]
    report("crash", "Writers killed", head, rows, notes)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in counts.most_common())


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:]]
    main(*numbers, *(300, 30, 60)[len(numbers) :])
