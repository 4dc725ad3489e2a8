"""A busy afternoon: one process writes, others read, and a second writer tries.

    python -m tests.reliability.concurrency [SECONDS [READERS]]

Each change gives a group of letters another version, all of them at once, and adds or removes others. What a reader
sees must be of one version, and every passage in an answer a whole paragraph of it.
"""

import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from index import Library
from index.errors import LibraryBusy
from tests.reliability.letters import QUESTIONS, HashEncoder, paragraphs, written
from tests.reliability.processes import start
from tests.reliability.reporting import report

GROUP = [f"groep-{number:02d}" for number in range(20)]
OTHERS = [f"brief-{number:04d}" for number in range(200)]


def write(library: Path, files: Path, until: float) -> int:
    """Change the library until then; how many changes were made."""
    writer = Library.open(library, encoder=HashEncoder())
    drawn = random.Random(1)
    version = 1
    while time.time() < until:
        version += 1
        gone = drawn.sample(OTHERS, 5)
        changed = written(files, dict.fromkeys(GROUP, version), GROUP) + written(files, dict.fromkeys(gone, 1), gone)
        for change in (lambda changed=changed: writer.add(changed), lambda gone=gone: writer.remove(gone)):
            while not _done(change):
                time.sleep(0.01)
    return version - 1


def _done(change: Callable[[], Any]) -> bool:
    """Whether a change was made, and not refused since the second writer was at work."""
    try:
        change()
    except LibraryBusy:
        return False
    return True


def read(library: Path, seed: int, until: float) -> tuple[list[float], set[int]]:
    """Ask until then; how long each answer took, and the versions that were seen. Raises AssertionError for anything
    that is not of one moment."""
    reader = Library.open(library, encoder=HashEncoder())
    drawn = random.Random(seed)
    seconds, versions = [], set()
    while time.time() < until:
        began = time.perf_counter()
        answer = reader.ask(drawn.choice(QUESTIONS) + f" {drawn.choice(GROUP)}", 10)
        seconds.append(time.perf_counter() - began)
        assert answer.passages
        seen = {_version(hit.text) for hit in answer.passages if hit.letter in GROUP}
        assert len(seen) <= 1, f"an answer of versions {seen}"
        whole = {_version(passage.text) for of in reader.passages(GROUP).values() for passage in of if passage.key}
        assert len(whole) == 1, f"letters of versions {whole}"
        versions |= seen | whole
        letter = reader.letter(drawn.choice(GROUP))
        assert [passage.text for passage in letter.passages] == paragraphs(letter.id, _version(letter.passages[0].text))
        assert reader.cite(f"{letter.id}#al.1") or True
    return seconds, versions


def _version(text: str) -> int:
    match = re.match(r"Brief (\S+) in versie (\d+), alinea (\d)", text)
    assert match, f"no paragraph of a letter: {text}"
    name, version, place = match[1], int(match[2]), int(match[3])
    assert text == paragraphs(name, version)[place - 1], text
    return version


def intrude(library: Path, files: Path, writer: int, until: float) -> Counter[str]:
    """Try to write as well, now and then; what came of it. Raises AssertionError where who writes isn't told."""
    said: Counter[str] = Counter()
    while time.time() < until:
        told = ""
        try:
            Library.open(library, encoder=HashEncoder()).add([files / "brief-0100.md"])
        except LibraryBusy as error:
            told = str(error)
        named = re.search(r"\(process (\d+) on \S+, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\)", told)
        assert not named or int(named[1]) == writer, told
        said[
            ("was told who writes, and since when" if named else "was told that another writes") if told else "wrote"
        ] += 1
        time.sleep(0.05)
    return said


def run(place: Path, seconds: float, readers: int) -> dict[str, Any]:
    library, files = place / "library", place / "letters"
    files.mkdir()
    first = start(lambda ready: (_made(library, files), ready()))
    first.result()
    first.close()
    until = time.time() + seconds

    def at_work(ready: Any) -> int:
        ready()
        return write(library, files, until)

    writer = start(at_work)
    reading = [start(lambda ready, seed=seed: (ready(), read(library, seed, until))[1]) for seed in range(readers)]
    intruding = start(lambda ready: (ready(), intrude(library, files, writer.process, until))[1])
    results = [child.result() for child in (writer, intruding, *reading)]
    for child in (writer, intruding, *reading):
        child.close()
    changes, intruder, *seen = results
    taken = np.array([each for times, _ in seen for each in times])
    return {
        "changes": changes,
        "answers": len(taken),
        "versions": len(set().union(*(versions for _, versions in seen))),
        "intruder": dict(intruder),
        "ms": {name: round(1000 * float(np.percentile(taken, each))) for name, each in (("p50", 50), ("p99", 99))},
        "longest_ms": round(1000 * float(taken.max())),
    }


def _made(library: Path, files: Path) -> None:
    state = dict.fromkeys(GROUP + OTHERS[100:], 1)
    Library.open(library, encoder=HashEncoder()).add(written(files, state, state))


def main(seconds: float, readers: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        figures = run(Path(place), seconds, readers)
        library = Library.open(Path(place) / "library", encoder=HashEncoder())
        assert library.check() == []
    row = [
        f"{readers} readers, one writer, {seconds:.0f} s on {os.cpu_count()} cores",
        f"{figures['answers']:,}",
        str(figures["changes"]),
        str(figures["versions"]),
        f"{figures['ms']['p50']} / {figures['ms']['p99']} / {figures['longest_ms']}",
        ", ".join(f"{what}: {count}" for what, count in figures["intruder"].items()),
    ]
    notes = (
        "Each change gives 20 letters another version at once, adds five and removes five. No reader had an error, saw "
        "letters of two versions at one moment, or was given a passage that is not a whole paragraph of that version; "
        "`check` found nothing afterwards. A reader opens the index again after each change, which its slowest answers "
        "are, on cores that all of them share."
    )
    head = ["what", "answers", "changes", "versions seen", "ms p50 / p99 / longest", "a second writer"]
    report("concurrency", "One writer, many readers", head, [row], notes, **figures)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 120, int(sys.argv[2]) if len(sys.argv) > 2 else 16)
