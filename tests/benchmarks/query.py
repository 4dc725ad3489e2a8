"""How long a question takes, how much memory and disk a paragraph, and how long a letter takes to add, by size.

    python -m tests.benchmarks.query [--cache DIR] [SIZE]...

Each size in a process of its own, so that the memory is its own, and in turns, of which the medians count. The letter
is the supplied one, with its questions; the rest are paragraphs of laws, with questions that were written on laws. One
question at a time, warm.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import click
import numpy as np

from index import Library
from index.encoder import Encoder
from index.evaluation.question_set import read_questions
from index.models.loading import load_encoder
from index.vectors.dense import unpacked
from tests.benchmarks.libraries import REAL, bytes_of, library_of
from tests.benchmarks.reporting import memory_of, quantiles, report
from tests.conftest import LETTER, ROOT

SIZES = (0, 1_000, 20_000, 100_000, 1_000_000)  # 0: the letter
WARMING, ASKED = 30, 300
RECALLED = 60  # questions
TURNS = 3
FIGURES = "p50", "p95", "p99"


def questions(size: int) -> list[str]:
    if not size:
        return [each.question for each in read_questions(ROOT / "tests" / "evaluation" / "letter.jsonl")]
    file = ROOT / "tests" / "evaluation" / "fitting" / "questions" / "laws.jsonl"
    return [json.loads(line)["question"] for line in file.read_text("utf-8").splitlines()]


def opened(size: int, cache: Path, encoder: Encoder) -> Library:
    if size:
        return library_of(size, cache, encoder)
    library = Library.open(cache / "letter", encoder=encoder)
    library.add([LETTER])
    return library


def measured(size: int, cache: Path) -> dict[str, Any]:
    """What one size costs; the library is made already."""
    encoder = load_encoder()
    library = opened(size, cache, encoder)
    asked = questions(size)
    order = np.random.default_rng(1).permutation(len(asked)).tolist()
    chosen = [asked[place] for place in (order * (1 + (WARMING + ASKED) // len(order)))[: WARMING + ASKED]]
    times = []
    for place, question in enumerate(chosen):
        began = time.perf_counter()
        library.ask(question)
        if place >= WARMING:
            times.append(time.perf_counter() - began)
    resident, own = memory_of()
    passages = size or 26
    files = bytes_of(library.path)
    return {
        **quantiles(times),
        "resident_mb": round(resident / 1e6),
        "own_mb": round(own / 1e6),
        "bytes_a_paragraph": round(files.total() / passages),
        "of_them": {kind: round(size / passages) for kind, size in files.most_common()},
        "recall": recall(library, chosen[:RECALLED]) if size > REAL else None,
        **changed(library, cache),
    }


def recall(library: Library, asked: list[str]) -> float:
    """Of the 100 passages nearest to each question by exact search, how many are proposed."""
    generation = library._files.current(library._files.reading())
    vectors = [library.encoder().encode_question(question).vectors[0] for question in asked]
    shares = []
    for segment in generation._segments:
        if len(segment) <= REAL:
            continue
        best = np.full((len(asked), 100), -1.0, np.float32)
        places = np.zeros((len(asked), 100), np.int64)
        windows = np.repeat(np.arange(len(segment)), segment.piece.windows)
        for start in range(0, len(windows), 100_000):  # not all of it in memory at once
            cosines = np.stack(vectors) @ unpacked(segment.piece.vectors[start : start + 100_000]).T
            every = np.concatenate([best, cosines], axis=1)
            known = np.concatenate([places, np.broadcast_to(windows[start : start + 100_000], cosines.shape)], axis=1)
            order = np.argsort(-every, axis=1)[:, :100]
            best, places = np.take_along_axis(every, order, 1), np.take_along_axis(known, order, 1)
        for row, vector in enumerate(vectors):
            found = {place for place, _ in segment.dense.search(vector, 100)}
            shares.append(len(found & set(places[row].tolist())) / len(set(places[row].tolist())))
    return round(float(np.mean(shares)), 4)


def changed(library: Library, cache: Path) -> dict[str, float]:
    """Seconds to add and to remove one letter of one paragraph, its embedding included."""
    file = cache / "one.jsonl"
    file.write_text(
        json.dumps({"id": "een-brief", "text": "Een nieuwe alinea over de bekostiging van musea."}), "utf-8"
    )
    began = time.perf_counter()
    library.add([file])
    added = time.perf_counter() - began
    began = time.perf_counter()
    library.remove(["een-brief"])
    return {"add": round(added, 2), "remove": round(time.perf_counter() - began, 2)}


def middle(turns: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure; what isn't one is that of the first turn."""
    return {
        name: round(median(turn[name] for turn in turns), 4) if isinstance(value, int | float) else value
        for name, value in turns[0].items()
    }


@click.command()
@click.argument("sizes", nargs=-1, type=int)
@click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", help="Keep the libraries there.")
@click.option("--one", type=int, hidden=True)
def main(sizes: tuple[int, ...], cache: Path | None, one: int | None) -> None:
    """Measure each of SIZES, or the usual ones."""
    if one is not None:
        assert cache is not None
        click.echo(json.dumps(measured(one, cache)))
        return
    with tempfile.TemporaryDirectory() as folder:
        place = (cache or Path(folder)).resolve()
        place.mkdir(parents=True, exist_ok=True)
        turns: dict[int, list[dict[str, Any]]] = {size: [] for size in sizes or SIZES}
        for size in turns:
            opened(size, place, load_encoder()).close()
        for _ in range(TURNS):
            for size, found in turns.items():
                command = [sys.executable, "-m", "tests.benchmarks.query", "--cache", str(place), "--one", str(size)]
                done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
                found.append(json.loads(done.stdout.splitlines()[-1]))
                click.echo(f"{size}: {found[-1]}")
        figures = {size: middle(found) for size, found in turns.items()}
    rows = [
        [
            f"{size:,}" if size else "the letter (26)",
            *(f"{each[name]:.1f}" for name in FIGURES),
            f"{each['resident_mb']:,}",
            f"{each['own_mb']:,}",
            f"{each['bytes_a_paragraph']:,}",
            "exact" if each["recall"] is None else f"{each['recall']:.3f}",
            f"{each['add']:.2f}",
            f"{each['remove']:.2f}",
        ]
        for size, each in figures.items()
    ]
    head = [
        "paragraphs",
        "p50 ms",
        "p95",
        "p99",
        "resident MB",
        "its own MB",
        "bytes a paragraph",
        "recall@100",
        "add one, s",
        "remove it, s",
    ]
    notes = (
        f"The whole of `Library.ask`, {ASKED} questions one at a time, warm, in {TURNS} turns, of which the medians "
        f"are told. Paragraphs of laws, up to {REAL:,} real "
        "ones, beyond that perturbed copies of them. Its own memory is what is resident without the files that it has "
        "mapped. Bytes are all of the library's files; recall@100 is that of the "
        "vectors' index against exact search. Asked: the letter p50 ≤ 12, 100,000 ≤ 35, 1,000,000 ≤ 60 and p99 ≤ 150; "
        "≤ 3 GB; ≤ 8,000 bytes; recall ≥ .98; adding one ≤ 1 s beyond its embedding."
    )
    report("query", "A question, by size of the library", head, rows, notes, sizes=figures)


if __name__ == "__main__":
    main()
