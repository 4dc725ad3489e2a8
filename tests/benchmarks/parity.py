"""Whether a library on a server answers as one in a folder does, and what that takes: the same questions on both.

    python -m tests.benchmarks.parity [--passages N] [--questions N] [--server HOST:PORT] [--cache DIR]

Members' questions of parliament, asked of ministers' answers with paragraphs of laws beside them. The library in the
folder is made first; the other gets the same letters with the vectors and codes of the first, so that nothing is
embedded twice. Without ``--server`` both servers of ``tests/milvus/servers.py`` are started, one after the other.
"""

import json
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import numpy as np

from index import Library
from index.encoder import Encoder
from index.evaluation.measures import ndcg
from index.evaluation.question_set import Question, read_questions
from index.folder.update import Made
from index.intake import Intake
from index.milvus.opened import OnServer
from index.models.loading import load_encoder
from index.reading import read_files
from index.vectors.piece import Piece
from index.vectors.segment import open_segment
from tests.benchmarks.encode import paragraphs
from tests.benchmarks.libraries import bytes_of
from tests.benchmarks.reporting import quantiles, report
from tests.conftest import SHARED
from tests.evaluation.fitting.data import collection
from tests.milvus.servers import LITE, REAL, Given, Server, lacking

LAWS = 20_000
FIRST = 10
AT_ONCE = 4  # ask at the same time, where throughput is measured
WARMING = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of the questions: the first ten passages of each, seconds of each, and how many a second when AT_ONCE
    ask."""

    found: list[list[str]]
    seconds: list[float]
    a_second: float


def texts(count: int) -> dict[str, str]:
    """``count`` texts by id, ministers' answers first."""
    every = collection("kamervragen/passages.jsonl")
    laws = paragraphs(min(LAWS, count - len(every))) if count > len(every) else []
    every |= {f"wet-{place}": text for place, text in enumerate(laws)}
    return dict(list(every.items())[:count])


def local_library(count: int, cache: Path, encoder: Encoder) -> tuple[Library, Path]:
    """A library in a folder, taken from ``cache`` where it is there, and the file with its letters."""
    file = cache / f"parity-{count}.jsonl"
    lines = (json.dumps({"id": key, "text": text, "language": "nl"}) for key, text in texts(count).items())
    file.write_text("\n".join(lines), "utf-8")
    library = Library.open(cache / f"parity-{encoder.identity.fingerprint}-{count}", encoder=encoder)
    library.add([file])
    return library, file


def pieces_of(folder: Path, record: dict[str, Any], first: int) -> Iterator[Piece]:
    """What is derived of a library in a folder, its passages numbered from ``first``."""
    for each in record["segments"]:
        for piece in open_segment(folder, each).without(set(each["gone"])):
            keys = first + np.arange(len(piece), dtype=np.int64)
            first += len(piece)
            yield replace(piece, keys=keys)


def moved(local: Library, file: Path, place: str, encoder: Encoder) -> Library:
    """The same letters on the server, with what is derived of them."""
    library = Library.open(place, encoder=encoder)
    store, storage = local._files.reading(), library._files
    assert isinstance(storage, OnServer)
    record = store.meta("generation")
    with storage.writing(create=True) as letters:
        intake = Intake.of(letters, read_files([file], []), letters.sources())
        ours = [passage.id for new in intake.insert for passage in new.passages()]
        assert ours == [passage.id for passage in store.passages().values()]
        pieces = pieces_of(local.path, record, letters.first_number)
        storage.change(letters, intake.insert, made=Made(encoder.identity, pieces, local._files.packing(store)))
    return library


def asked_of(library: Library, questions: Sequence[Question]) -> Asked:
    for question in questions[:WARMING]:
        library.ask(question.question, FIRST)
    found, seconds = [], []
    for question in questions:
        began = time.perf_counter()
        answer = library.ask(question.question, FIRST)
        seconds.append(time.perf_counter() - began)
        found.append([hit.letter for hit in answer.passages])
    readers = [library.beside() for _ in range(AT_ONCE)]

    def all_of(reader: Library, own: Sequence[Question]) -> None:
        with closing(reader):
            for question in own:
                reader.ask(question.question, FIRST)

    for reader in readers:
        reader.ask(questions[0].question)
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = [questions[place::AT_ONCE] for place in range(AT_ONCE)]
        list(pool.map(all_of, readers, parts))
    return Asked(found, seconds, len(questions) / (time.perf_counter() - began))


def gain(asked: Asked, questions: Sequence[Question]) -> float:
    """nDCG@10."""
    scores = []
    for found, question in zip(asked.found, questions, strict=True):
        right = {gold.letter for gold in question.answers}
        scores.append(ndcg([each in right for each in found], len(right)))
    return float(np.mean(scores))


def compared(local: Asked, server: Asked, questions: Sequence[Question]) -> dict[str, Any]:
    shares = [
        len(set(ours) & set(theirs)) / max(len(theirs), 1)
        for ours, theirs in zip(server.found, local.found, strict=True)
    ]
    same = [ours == theirs for ours, theirs in zip(server.found, local.found, strict=True)]
    return {
        **figures(server, questions),
        "overlap": round(float(np.mean(shares)), 4),
        "same_order": round(float(np.mean(same)), 4),
        "difference": round(gain(server, questions) - gain(local, questions), 4),
    }


def figures(asked: Asked, questions: Sequence[Question]) -> dict[str, Any]:
    return {**quantiles(asked.seconds), "a_second": round(asked.a_second, 1), "ndcg": round(gain(asked, questions), 4)}


def on_servers(folder: Path, given: str | None) -> Iterator[Server | Given]:
    """The one that is given, or each that can be started."""
    if given:
        yield Given(given)
        return
    for name in (LITE, REAL):
        if missing := lacking(name):
            click.echo(f"{name} is left out: {missing}", err=True)
            continue
        server = Server(name, folder / name.replace(" ", "-"))
        server.folder.mkdir()
        server.start()
        try:
            yield server
        finally:
            server.stop()


@click.command()
@click.option("--passages", default=1_811 + LAWS, show_default=True, type=click.IntRange(100))
@click.option("--questions", "most", default=300, show_default=True, type=click.IntRange(10))
@click.option("--server", metavar="HOST:PORT", help="A server that is there [default: start two].")
@click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", help="Keep the library in a folder there.")
def main(passages: int, most: int, server: str | None, cache: Path | None) -> None:
    """Compare a library in a folder with the same one on a server."""
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        cache = cache or folder
        cache.mkdir(parents=True, exist_ok=True)
        local, file = local_library(passages, cache, encoder)
        there = texts(passages).keys()
        every = read_questions(SHARED / "data" / "kamervragen" / "questions.jsonl")
        questions = [each for each in every if {gold.letter for gold in each.answers} <= there][:most]
        reference = asked_of(local, questions)
        measured: dict[str, dict[str, Any]] = {"a folder": figures(reference, questions)}
        kinds = {kind: round(size / passages) for kind, size in bytes_of(Path(local.path)).most_common()}
        for one in on_servers(folder, server):
            before = one.takes() if isinstance(one, Server) else (0, 0)
            began = time.perf_counter()
            name = f"parity_{uuid.uuid4().hex[:8]}"
            with closing(moved(local, file, f"milvus://{one.address}/{name}", encoder)) as library:
                taken = time.perf_counter() - began
                figure = {**compared(reference, asked_of(library, questions), questions), "moved": round(taken, 1)}
                if isinstance(one, Server):
                    memory, disk = (now - then for now, then in zip(one.takes(), before, strict=True))
                    figure |= {"memory": round(memory / passages), "disk": round(disk / passages)}
                measured[one.name] = figure
                click.echo(f"{one.name}: {figure}")
    rows = [
        [
            name,
            f"{each['overlap']:.3f}" if "overlap" in each else "",
            f"{each['same_order']:.3f}" if "same_order" in each else "",
            f"{each['ndcg']:.4f}",
            *(f"{each[part]:.0f}" for part in ("p50", "p95")),
            f"{each['a_second']:.1f}",
            f"{each['moved']:.0f}" if "moved" in each else "",
            *(f"{each[part]:,}" if part in each else "" for part in ("memory", "disk")),
        ]
        for name, each in measured.items()
    ]
    report(
        "parity",
        "A library on a server, beside the same one in a folder",
        [
            "library in",
            "first ten the same",
            "same order",
            "nDCG@10",
            "p50 ms",
            "p95 ms",
            "4 ask, a second",
            "s to move",
            "memory, bytes a passage",
            "disk",
        ],
        rows,
        f"{len(questions)} questions of members of parliament, asked of {passages:,} passages: ministers' answers, and "
        "paragraphs of laws beside them. Both have the same vectors. All of it, servers too, ran on this one machine. "
        "Memory and disk are what the server takes more than it did without the library, soon after.",
        passages=passages,
        measured=measured,
        bytes=kinds,
    )


if __name__ == "__main__":
    main()
