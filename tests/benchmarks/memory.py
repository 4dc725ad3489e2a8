"""How much memory each command takes, and what of the disk, by size of the library.

    python -m tests.benchmarks.memory [--cache DIR] [SIZE]...

On the libraries of ``query``. Each command is the one typed, in a process of its own. A process's peak counts the files
that it has mapped; these a system can take back, so that a server's own memory is told beside it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click
import httpx
import numpy as np

from index.models.loading import load_encoder
from tests.benchmarks.libraries import bytes_of
from tests.benchmarks.query import SIZES, opened, questions
from tests.benchmarks.reporting import memory_of, report
from tests.conftest import ROOT
from tests.serving import started

ASKED = 100  # questions, before a server's memory is looked at
KINDS = ("token vectors", "token vectors of sentences", "texts and words", "vectors", "index of vectors", "the rest")


def peak(library: Path, *arguments: str) -> float:
    """The most memory, in MB, that a command held."""
    command = [sys.executable, "-m", "app", "--library", str(library), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return used.ru_maxrss * 1024 / 1e6


def serving(library: Path, asked: Sequence[str]) -> tuple[float, float]:
    """What a server holds after ``asked``, in MB: in all, and of its own."""
    with started(library, errors=subprocess.DEVNULL) as (server, address):
        for question in asked:
            httpx.get(f"{address}/api/ask", params={"q": question}, timeout=60).raise_for_status()
        resident, own = memory_of(server.pid)
    return resident / 1e6, own / 1e6


def measured(size: int, cache: Path) -> dict[str, float]:
    with closing(opened(size, cache, load_encoder())) as library:
        path = library.path
    assert isinstance(path, Path)
    asked = questions(size)
    chosen = [asked[place] for place in np.random.default_rng(2).choice(len(asked), ASKED).tolist()]
    letter = cache / "another.jsonl"
    letter.write_text(
        json.dumps({"id": "nog-een-brief", "text": "Een nieuwe alinea over de bekostiging van musea."}), "utf-8"
    )
    figures = {"ask": peak(path, "ask", chosen[0])}
    figures["served"], figures["own"] = serving(path, chosen)
    figures["add"] = peak(path, "add", str(letter))
    figures["remove"] = peak(path, "remove", "nog-een-brief")
    files = bytes_of(path)
    return figures | {"disk": files.total() / 1e6} | {kind: files[kind] / (size or 26) for kind in KINDS}


@click.command()
@click.argument("sizes", nargs=-1, type=int)
@click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", help="Keep the libraries there.")
def main(sizes: tuple[int, ...], cache: Path | None) -> None:
    """Measure each of SIZES, or the usual ones."""
    with tempfile.TemporaryDirectory() as folder:
        place = (cache or Path(folder)).resolve()
        place.mkdir(parents=True, exist_ok=True)
        figures = {size: measured(size, place) for size in sizes or SIZES}
    names = {
        "ask": "`ask`, at its peak, MB",
        "served": f"`serve` after {ASKED} questions, MB",
        "own": "of these its own, MB",
        "add": "`add` one letter, at its peak, MB",
        "remove": "`remove` it, at its peak, MB",
        "disk": "disk, MB",
    } | {kind: f"{kind}, bytes a paragraph" for kind in KINDS}
    head = ["paragraphs", *(f"{size:,}" if size else "the letter (26)" for size in figures)]
    rows = [[text, *(f"{each[name]:,.0f}" for each in figures.values())] for name, text in names.items()]
    notes = (
        'The libraries of "A question, by size of the library". A peak counts the files that a process has mapped, as '
        "far as they were read; the system can take these back. Asked: ≤ 3 GB at a million, ≤ 8,000 bytes a paragraph."
    )
    report("memory", "Memory and disk", head, rows, notes, sizes=figures)


if __name__ == "__main__":
    main()
