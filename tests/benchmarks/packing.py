"""What packing costs: the same questions of the same passages, with the model in full precision and the vectors of all
tokens as it gives them, in eight bits and without those of the commonest tokens, and packed as in a large library.

    python -m tests.benchmarks.packing [--cache DIR]

Members' questions; the passages are all ministers' answers and paragraphs of laws beside them, so that the library is
large enough to be packed.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import mean
from typing import Any

import click

from index import Library, dense, fitted, merging, segment
from index.bundled import bundled_model
from index.encoder import Encoder
from index.evaluate import evaluate
from index.models import load_encoder
from index.question_set import read_questions
from index.segment import open_segment
from index.update import DATABASE, writing
from tests.benchmarks.encode import paragraphs
from tests.benchmarks.reporting import report
from tests.conftest import SHARED
from tests.evaluation.fitting.data import collection
from tests.full_precision import in_full_precision

LAWS = 3_400
# A library learns its codes from vectors that are drawn, and which ones decides some of the measure by itself: .002 of
# nDCG@10 between two draws. So several are made, and their mean is what packing costs.
DRAWS = 3, 4, 5
MEASURES = "hit@1", "hit@3", "ndcg@10"


def make(path: Path, encoder: Encoder) -> None:
    """A library of which no token vectors are packed as product codes."""
    path.mkdir(parents=True)
    texts = collection("kamervragen/passages.jsonl")
    texts |= {f"wet-{place}": text for place, text in enumerate(paragraphs(LAWS))}
    file = path.with_suffix(".jsonl")
    lines = (json.dumps({"id": key, "text": text, "language": "nl"}) for key, text in texts.items())
    file.write_text("\n".join(lines), "utf-8")
    usual, merging.PACKED_FROM = merging.PACKED_FROM, len(texts)
    try:
        with closing(Library.open(path, encoder=encoder)) as library:
            library.add([file])
    finally:
        merging.PACKED_FROM = usual


def pack(path: Path, seed: int) -> None:
    """Pack a library as one that is added at once is."""
    merging.SEED = seed
    with writing(path) as store:
        record = store.meta("generation")
        pieces = [piece for each in record["segments"] for piece in open_segment(path, each).without(set())]
        written = merging.write_generation(path, {**record, "segments": []}, pieces, ())
        with store.database.transaction():
            store.set_meta("generation", written)
        merging.clear(path, written)


@contextmanager
def unpacked() -> Iterator[None]:
    """Meanwhile vectors are written, and read, as they are, those of every token."""
    usual = dense.packed, segment.misfit, fitted.COMMON
    dense.packed, segment.misfit, fitted.COMMON = lambda vectors: vectors, lambda _: None, 2.0
    try:
        yield
    finally:
        dense.packed, segment.misfit, fitted.COMMON = usual


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", help="Keep the vectors there.")
def main(cache: Path | None) -> None:
    """Measure all of them."""
    eight = load_encoder()
    full = in_full_precision(Path(bundled_model()))
    questions = read_questions(SHARED / "data" / "kamervragen" / "questions.jsonl")
    figures: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = cache.resolve() if cache else Path(folder)
        exact, whole = (kept / f"packing-{kind}-{eight.identity.fingerprint}" for kind in ("float32", "int8"))
        if not (exact / DATABASE).exists():
            with unpacked():
                make(exact, full)
        if not (whole / DATABASE).exists():
            make(whole, eight)
        libraries = [
            ("of every token, float32, by the model in full precision", exact, full),
            ("of rarer tokens, a byte a dimension, by the model in eight bits", whole, eight),
        ]
        for seed in DRAWS:
            packed = Path(shutil.copytree(whole, Path(folder) / f"packed-{seed}"))
            pack(packed, seed)
            libraries.append((f"packed, by the model in eight bits, draw {seed}", packed, eight))
        for name, place, encoder in libraries:
            with unpacked(), closing(Library.open(place, encoder=encoder)) as library:
                measured = evaluate(library, questions).to_json()
                passages = len(library.letters())  # of one paragraph each
            size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
            figures[name] = {each: measured[each] for each in MEASURES} | {"bytes": round(size / passages)}
    rows = [
        [name, *(f"{each[measure]:.4f}" for measure in MEASURES), f"{each['bytes']:,}"]
        for name, each in figures.items()
    ]
    first, second, *packings = (each["ndcg@10"] for each in figures.values())
    notes = (
        f"{len(questions)} members' questions of {passages:,} passages: ministers' answers, and {LAWS:,} paragraphs of "
        f"laws. Eight bits and rarer tokens alone cost {first - second:.4f} nDCG@10, with packing "
        f"{first - mean(packings):.4f}, the mean of {len(DRAWS)} draws of the vectors that codes are learned from "
        "(asked: ≤ .005)."
    )
    report("packing", "What packing costs", ["vectors", *MEASURES, "bytes a paragraph"], rows, notes, figures=figures)


if __name__ == "__main__":
    main()
