"""Every reader given files that are damaged, put together at random, or made to do harm.

    python -m tests.reliability.fuzz [--inputs N] [--reader NAME]... [--minutes M] [--real] [--keep] [--work FOLDER]

An input is read, or refused by an error of ours that says why, within two seconds of computing and 500 MB. Half of
them are Hypothesis's, half are led by the branches that they reach (atheris, of the extra "fuzz"; without it these are
left out, and the table says so). What was found goes on from run to run in FOLDER; a fault stands there, under
faults/. ``--real`` starts from real letters too; ``--keep`` puts inputs that reach new lines into corpus/ here, not
from real ones.
"""

import argparse
import hashlib
import importlib.util
import json
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import platformdirs

from tests.conftest import ROOT
from tests.reliability.hostile import KEPT, LONGEST, READERS
from tests.reliability.kept import keep
from tests.reliability.reporting import report

ENGINES = {"hypothesis": 2000, "coverage": 20_000}  # inputs of a batch: to start one takes seconds where branches count
REAL = ROOT.parent / "shared" / "data" / "letters"
_MOST = 600.0  # seconds of a batch, after which it is ended

State = dict[str, dict[str, Any]]


def run(engine: str, name: str, seed: int, count: int, place: Path, more: list[Path]) -> dict[str, Any]:
    """What came of a batch; "ended" is the input that ended it and how, where one did."""
    (place / "said.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.reliability.fuzz_batch", engine, name, str(seed), str(count), str(place)]
    try:
        done = subprocess.run(
            [*command, *map(str, more)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=_MOST
        )
    except subprocess.TimeoutExpired:
        status, told = "did not come back", ""
    else:
        status, told = f"ended with {done.returncode}", done.stderr[-2000:]
    if (place / "said.json").exists():
        said: dict[str, Any] = json.loads((place / "said.json").read_text())
        return said
    if not (place / "current").exists():
        raise RuntimeError(f"the batch {engine} {name} {seed} {status}: {told}")
    current = (place / "current").read_bytes()
    before = struct.unpack(">Q", current[:8])[0]
    return {"inputs": before + 1, "faults": {status: current[8:].hex()}, "ended": True}


def confirmed(name: str, data: bytes) -> str | None:
    """What goes wrong with an input when it is read as ``add`` reads it, in a process of its own; None where nothing
    does: a file may end the process that reads it, which is told, and counting branches takes time and memory."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "input").write_bytes(data)
        said = run("file", name, 0, 1, Path(place), [])
    return next(iter(said["faults"]), None)


def tried(engine: str, name: str, state: State, work: Path, *, count: int, real: bool) -> list[str]:
    """One batch, added to ``state``; its faults."""
    about = state.setdefault(f"{name} {engine}", {"inputs": 0, "read": 0, "refused": 0, "ended": 0, "faults": 0})
    found = work / ("real" if real else "found") / name
    found.mkdir(parents=True, exist_ok=True)
    more = [found] if engine == "coverage" else []
    if real and REAL.is_dir():
        more.append(_small(work, name))
    with tempfile.TemporaryDirectory() as place:
        said = run(engine, name, about["inputs"], count, Path(place), more)
    for each in ("inputs", "read", "refused"):
        about[each] += said.get(each, 0)
    about["ended"] += said.get("ended", False)
    for each in ("slowest ms", "memory MB"):
        about[each] = max(about.get(each, 0.0), said.get(each, 0.0))
    faults = []
    for data in map(bytes.fromhex, said["faults"].values()):
        if fault := confirmed(name, data):
            path = work / "faults" / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}{READERS[name].suffix}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            faults.append(f"{path}: {fault}")
    about["faults"] += len(faults)
    return faults


def _small(work: Path, name: str) -> Path:
    """A folder with the beginnings of real letters of a format."""
    folder = work / "seeds" / name
    folder.mkdir(parents=True, exist_ok=True)
    for path in REAL.glob(f"*{READERS[name].suffix}"):
        data = path.read_bytes()
        if READERS[name].part is None or len(data) < 2 * LONGEST:
            (folder / path.name).write_bytes(data[: 2 * LONGEST])
    return folder


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=200_000, help="of each engine, for each reader, over all runs")
    parser.add_argument("--reader", action="append", choices=READERS, help="only this one, or these")
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--work", type=Path, default=platformdirs.user_cache_path("vindplaats-fuzz"))
    given = parser.parse_args()
    engines = [each for each in ENGINES if each != "coverage" or importlib.util.find_spec("atheris")]
    given.work.mkdir(parents=True, exist_ok=True)
    states = given.work / "state.json"
    state: State = json.loads(states.read_text()) if states.exists() else {}
    until = time.monotonic() + 60 * given.minutes
    faults: list[str] = []
    todo = [(name, engine) for name in given.reader or READERS for engine in engines]
    while todo and time.monotonic() < until:
        name, engine = todo.pop(0)
        left = given.inputs - state.get(f"{name} {engine}", {}).get("inputs", 0)
        if left <= 0:
            continue
        todo.append((name, engine))  # in turns, so that a run that is ended has tried all
        new = tried(engine, name, state, given.work, count=min(left, ENGINES[engine]), real=given.real)
        states.write_text(json.dumps(state))
        faults += new
        about = state[f"{name} {engine}"]
        sys.stderr.write(f"{name} {engine}: {about['inputs']:,}, faults {about['faults']}\n")
        sys.stderr.writelines(f"{fault}\n" for fault in new)
    if given.keep:
        for name in given.reader or READERS:
            kept = keep(name, given.work / "found" / name, KEPT / name)
            sys.stderr.write(f"{name}: {kept} inputs kept\n")
    report("fuzz", "Hostile files", *table(state, engines), figures=state)
    return 1 if faults else 0


def table(state: State, engines: list[str]) -> tuple[list[str], list[list[str]], str]:
    head = ["reader", "engine", "inputs", "read", "refused by name", "faults", "longest ms", "memory MB"]
    rows = []
    for key, about in sorted(state.items()):
        figures = [f"{about[each]:,}" for each in ("inputs", "read", "refused", "faults")]
        rows.append([*key.split(" "), *figures, f"{about['slowest ms']:.0f}", f"{about['memory MB']:.0f}"])
    without = "" if "coverage" in engines else " atheris was not installed in this run."
    notes = (
        "Files damaged, put together at random of a format's own words, and led to new branches. A fault is an error "
        "that is not one of ours, or that takes more than 2 s of computing or 500 MB as `add` reads it. "
        "Times and memory are those of inputs that ended no process; where branches are counted (coverage: atheris) "
        "reading is some times slower. A file that goes beyond its limits ends the process that reads it, and is "
        f"refused by name: so did {sum(about['ended'] for about in state.values())} inputs here.{without}"
    )
    return head, rows, notes


if __name__ == "__main__":
    sys.exit(main())
