"""What packing costs: the same questions of the same passages, with the model in full precision and the vectors of all
tokens as it gives them, in eight bits and with those of common tokens pooled, and packed as in a large library.

    python -m tests.benchmarks.packing [--cache DIR]

All passages are in one library: ministers' answers, of which members' questions are asked, articles of treaties, by
their headings in both languages, and German paragraphs, in English. 851 questions alone, as were asked once, don't tell
.005 of nDCG@10 from nothing: noise of any kind in the vectors made of .8658 what lay between .8623 and .8665.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import mean

import click
import numpy as np
import pytest

from index import Library, fitted
from index.encoder import Encoder
from index.evaluation import measures
from index.evaluation.evaluate import evaluate
from index.folder import merging
from index.folder.update import DATABASE, writing
from index.models.bundled import bundled_model
from index.models.loading import load_encoder
from index.vectors import dense, segment
from index.vectors.codes import Bytes
from index.vectors.segment import open_segment
from tests.benchmarks.reporting import report
from tests.evaluation.sets import SETS
from tests.full_precision import in_full_precision

ASKED = [each for each in SETS if each.name in {"kamervragen", "xquad en→de", "treaties nl→nl", "treaties en→nl"}]
# A library learns its codes from vectors that are drawn, and which ones decides some of the measure by itself. So
# several are made, and their mean is what packing costs.
DRAWS = 3, 4, 5
DEPTH = 10
RESAMPLES = 10_000

NDCG = dict[str, np.ndarray]


@contextmanager
def packed_from(passages: int) -> Iterator[None]:
    """Meanwhile a library of more passages is packed."""
    usual, merging.PACKED_FROM = merging.PACKED_FROM, passages
    try:
        yield
    finally:
        merging.PACKED_FROM = usual


def make(path: Path, encoder: Encoder) -> None:
    """A library of which no token vectors are packed as product codes."""
    files = []
    for each in {(each.passages, each.language): each for each in ASKED}.values():
        folder = path.with_name(f"{path.name}-texts") / each.name
        folder.mkdir(parents=True)
        files.append(each.passages_file(folder))
    with packed_from(1_000_000), closing(Library.open(path, encoder=encoder)) as library:
        library.add(files)


def pack(path: Path, seed: int) -> None:
    """Pack a library as one that is added at once is."""
    usual, merging.SEED = merging.SEED, seed
    with packed_from(0), writing(path) as store:
        record = store.meta("generation")
        pieces = [piece for each in record["segments"] for piece in open_segment(path, each).without(set())]
        written = merging.write_generation(path, {**record, "segments": []}, pieces, ())
        with store.database.transaction():
            store.set_meta("generation", written)
        merging.clear(path, written)
    merging.SEED = usual


@contextmanager
def unpacked() -> Iterator[None]:
    """Meanwhile vectors are written, and compared, as they are, those of every token."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(dense, "packed", lambda vectors: vectors)
        patched.setattr(Bytes, "compared", lambda _, stored: lambda vectors: stored @ vectors.T)
        patched.setattr(segment, "misfit", lambda _: None)
        patched.setattr(fitted, "COMMON", 2.0)
        yield


def asked(place: Path, encoder: Encoder) -> NDCG:
    """The nDCG@10 of each question, by the name of its set."""
    found = {}
    with unpacked(), closing(Library.open(place, encoder=encoder)) as library:
        for each in ASKED:
            outcomes = evaluate(library, each.asked_questions()).outcomes
            found[each.name] = np.array([measures.ndcg(one.judged, len(one.golds), DEPTH) for one in outcomes])
    return found


def cost(before: NDCG, after: NDCG) -> tuple[float, float, float]:
    """What is lost of the mean of the sets, with its 95 % interval, each question being drawn again with what it gets
    before and after."""
    lost = [before[name] - after[name] for name in before]
    drawn = np.random.default_rng(0)
    resampled = [each[drawn.integers(0, len(each), (RESAMPLES, len(each)))].mean(axis=1) for each in lost]
    low, high = np.percentile(np.mean(resampled, axis=0), [2.5, 97.5])
    return mean(float(each.mean()) for each in lost), float(low), float(high)


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", help="Keep the vectors there.")
def main(cache: Path | None) -> None:
    """Measure all of them."""
    eight = load_encoder()
    full = in_full_precision(Path(bundled_model()))
    every: dict[str, NDCG] = {}
    sizes = {}
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
            ("of common tokens pooled, a byte a dimension, by the model in eight bits", whole, eight),
        ]
        for seed in DRAWS:
            packed = Path(shutil.copytree(whole, Path(folder) / f"packed-{seed}"))
            pack(packed, seed)
            libraries.append((f"packed, by the model in eight bits, draw {seed}", packed, eight))
        for name, place, encoder in libraries:
            every[name] = asked(place, encoder)
            with unpacked(), closing(Library.open(place, encoder=encoder)) as library:
                passages = len(library.letters())  # of one paragraph each
            sizes[name] = sum(file.stat().st_size for file in place.glob("segment-*/*")) / passages
    rows = [
        [
            name,
            *(f"{found.mean():.4f}" for found in sets.values()),
            f"{mean(found.mean() for found in sets.values()):.4f}",
            f"{sizes[name]:,.0f}",
        ]
        for name, sets in every.items()
    ]
    first, second, *packings = every.values()
    drawn = {name: np.mean([each[name] for each in packings], axis=0) for name in first}
    costs = {"eight bits and pooling": cost(first, second), "with packing": cost(first, drawn)}
    told = ", ".join(f"{name} {lost:.4f} ({low:.4f} to {high:.4f})" for name, (lost, low, high) in costs.items())
    of_each = ", ".join(f"{name} {first[name].mean() - drawn[name].mean():.4f}" for name in first)
    notes = (
        f"nDCG@10 of {sum(map(len, first.values())):,} questions of {passages:,} passages. What is lost of the mean of "
        f"the sets, with the 95 % interval of questions drawn again: {told}, packed as the mean of {len(DRAWS)} draws "
        f"of the vectors that codes are learned from (asked: ≤ .005). Of each set, packed: {of_each}."
    )
    head = ["vectors", *first, "mean", "bytes of segments a paragraph"]
    figures = {name: {each: float(found.mean()) for each, found in sets.items()} for name, sets in every.items()}
    report("packing", "What packing costs", head, rows, notes, figures=figures, costs=costs)


if __name__ == "__main__":
    main()
