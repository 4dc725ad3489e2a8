"""A batch of inputs, in a process of its own that an input may end. See ``fuzz``.

    python -m tests.reliability.fuzz_batch ENGINE READER SEED COUNT PLACE [SEEDS]

ENGINE is hypothesis, coverage (atheris), or file: COUNT is then one, and PLACE/input what is read, as ``add`` reads it.
What comes of it stands in PLACE/said.json; of an input that ended the process, it and those before in PLACE/current.
"""

import contextlib
import json
import os
import random
import resource
import signal
import struct
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.reliability.hostile import Reader

SECONDS, MEMORY = 2.0, 500 * 2**20  # of computing and of memory for an input
_LONGEST = 40.0  # seconds of a batch that counts branches, of which each is some times slower to read
_SLOWER = 5  # times, where each branch is counted
_COUNT = struct.Struct(">Q")


class Batch:
    """Reads inputs and keeps what came of them."""

    def __init__(self, reader: "Reader | AsAdded", place: Path, seconds: float) -> None:
        self.reader, self.place, self.seconds = reader, place, seconds
        self.said: dict[str, Any] = {"inputs": 0, "read": 0, "refused": 0, "faults": {}, "slowest ms": 0.0}
        self.current = (place / "current").open("w+b", buffering=0)
        self.before = _peak()
        used = _data()
        resource.setrlimit(resource.RLIMIT_DATA, (used + MEMORY, resource.RLIM_INFINITY))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)

    def read(self, data: bytes) -> None:
        self.current.seek(0)
        self.current.truncate()
        self.current.write(_COUNT.pack(self.said["inputs"]) + data)
        signal.setitimer(signal.ITIMER_PROF, self.seconds)
        began = time.process_time()
        try:
            self.said[self.reader.outcome(data)] += 1
        except Exception as error:
            name = f"{type(error).__name__}: {error}"[:200]
            self.said["faults"].setdefault(name, data.hex())
        signal.setitimer(signal.ITIMER_PROF, 0)
        self.said["slowest ms"] = max(self.said["slowest ms"], 1000 * (time.process_time() - began))
        self.said["inputs"] += 1

    def end(self) -> None:
        self.said["memory MB"] = (_peak() - self.before) / 1e3
        (self.place / "said.json").write_text(json.dumps(self.said))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _data() -> int:
    """Bytes that this process has for its data."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmData")) * 1024


def hypothesis(name: str, seed: int, count: int, place: Path, more: list[Path]) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    from tests.reliability.hostile import READERS, inputs

    reader = READERS[name]
    batch = Batch(reader, place, SECONDS)
    seeds = reader.seeds() + [path.read_bytes() for folder in more for path in sorted(folder.iterdir())]

    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(reader, seeds))
    def tried(data: bytes) -> None:
        batch.read(data)

    tried()
    batch.end()


def coverage(name: str, seed: int, count: int, place: Path, more: list[Path]) -> None:
    import atheris

    with atheris.instrument_imports(include=["corpus"]):
        from tests.reliability import hostile

        for each in hostile.READERS.values():
            with contextlib.suppress(Exception):
                each.outcome(b"")  # its modules are imported here, and counted

    reader = hostile.READERS[name]
    batch = Batch(reader, place, SECONDS * _SLOWER)

    until = time.monotonic() + _LONGEST

    def one(data: bytes) -> None:
        batch.read(data)
        if batch.said["inputs"] >= count or time.monotonic() > until:
            batch.end()
            os._exit(0)

    def mutated(data: bytes, largest: int, drawn: int) -> bytes:
        chance = random.Random(drawn)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, largest))
        return hostile.spoiled(reader, data, chance)[:largest]

    found, *given = more
    for number, each in enumerate(reader.seeds()):
        (found / f"seed-{number}").write_bytes(each)
    options = [
        f"-seed={seed % 2**31 + 1}",
        f"-max_len={hostile.LONGEST // 5}",
        "-rss_limit_mb=0",
        "-timeout=0",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], str(found), *map(str, given), *options], one, custom_mutator=mutated)
    atheris.Fuzz()


class AsAdded:
    """All that is around a reader."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def outcome(self, _: bytes) -> str:
        from corpus import read_file

        reading = read_file(self.path)
        for failure in reading.failures:
            assert "please report" not in failure.reason, failure.reason
        return "read" if reading.letters else "refused"


def file(name: str, place: Path) -> None:
    from tests.reliability.hostile import READERS

    path = (place / "input").rename(place / f"input{READERS[name].suffix}")
    batch = Batch(AsAdded(path), place, SECONDS)
    batch.read(path.read_bytes())
    batch.end()


def main(engine: str, name: str, seed: str, count: str, place: str, *more: str) -> None:
    folders = [Path(each) for each in more]
    match engine:
        case "hypothesis":
            hypothesis(name, int(seed), int(count), Path(place), folders)
        case "coverage":
            coverage(name, int(seed), int(count), Path(place), folders)
        case _:
            file(name, Path(place))


if __name__ == "__main__":
    main(*sys.argv[1:])
