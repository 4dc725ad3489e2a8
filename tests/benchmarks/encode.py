"""How many paragraphs a second become vectors, beside the bare runtime and sentence-transformers on torch.

    python -m tests.benchmarks.encode [PARAGRAPHS]

The three take turns on parts of the same real paragraphs. The bare runtime is fed the very batches that the product
makes, tokenised beforehand, as many at once; sentence-transformers encodes whole texts, one vector each, as anyone
would call it.
"""

import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from index.encoder import TwoEncoders
from index.models.bundled import bundled_model
from index.models.loading import load_encoder
from index.models.windows import WindowEncoder
from tests.benchmarks.reporting import report
from tests.evaluation.fitting.data import collection, lines

PARAGRAPHS = 1000
TURNS = 5


def paragraphs(count: int) -> list[str]:
    """Of laws, by an even step through all of them."""
    every = [line["text"] for line in lines("laws/paragraphs.jsonl.gz") if len(line["text"]) > 80]
    return every[:: len(every) // count][:count]


def answers(count: int) -> list[str]:
    """Of ministers' answers to questions of parliament: what letters are made of."""
    every = list(collection("kamervragen/passages.jsonl").values())
    return every[:: max(1, len(every) // count)][:count]


TEXTS: dict[str, Callable[[int], list[str]]] = {"ministers' answers": answers, "laws": paragraphs}


def measured(texts: list[str], encoder: WindowEncoder, torch_model: Any) -> dict[str, list[float]]:
    """Seconds a text of each of the three, by turn."""
    network = encoder._network
    batches: list[Any] = []

    def noting(ids: Any) -> Any:
        batches.append(ids)
        return network(ids)

    seconds: dict[str, list[float]] = {"vindplaats": [], "runtime": [], "sentence-transformers": []}
    size = len(texts) // TURNS
    for turn in range(-1, TURNS):  # the first is not counted
        part = texts[max(turn, 0) * size : (max(turn, 0) + 1) * size]
        batches.clear()
        encoder._network = noting
        encoder.encode_passages([("", text) for text in part])
        encoder._network = network
        times = {}
        began = time.perf_counter()
        encoder.encode_passages([("", text) for text in part])
        times["vindplaats"] = time.perf_counter() - began
        began = time.perf_counter()
        with ThreadPoolExecutor(encoder._at_once) as beside:
            list(beside.map(network, batches))
        times["runtime"] = time.perf_counter() - began
        began = time.perf_counter()
        torch_model.encode_document(part, batch_size=32, show_progress_bar=False)
        times["sentence-transformers"] = time.perf_counter() - began
        if turn >= 0:
            for name, spent in times.items():
                seconds[name].append(spent / len(part))
    return seconds


def main(count: int) -> None:
    from sentence_transformers import SentenceTransformer

    both = load_encoder()
    assert isinstance(both, TwoEncoders)
    encoder = both.passages
    assert isinstance(encoder, WindowEncoder)
    torch_model = SentenceTransformer(bundled_model(), device="cpu")
    rows, figures = [], {}
    for name, chosen in TEXTS.items():
        texts = chosen(count)
        tokens = int(np.mean([len(encoder._tokenizer.encode(text)) for text in texts]))
        seconds = measured(texts, encoder, torch_model)
        ratios = {
            each: statistics.median(b / a for a, b in zip(seconds["vindplaats"], spent, strict=True))
            for each, spent in seconds.items()
        }
        figures[name] = {"tokens": tokens, **{each: round(ratio, 3) for each, ratio in ratios.items()}}
        rates = [f"{1 / statistics.median(spent):.1f}" for spent in seconds.values()]
        rows.append([name, str(tokens), *rates, f"{ratios['runtime']:.0%}", f"{ratios['sentence-transformers']:.1f} ×"])
    head = [
        "paragraphs of", "tokens on average", "vindplaats, a second", "bare runtime", "sentence-transformers on torch",
        "of the bare runtime's speed (asked: ≥ 85 %)", "of torch's (asked: ≥ 4 ×)",
    ]  # fmt: skip
    notes = (
        f"{count} paragraphs of each, in {TURNS} turns; medians of the turns. Vindplaats makes a vector of the whole "
        "text and one of every token, the bare runtime is fed the same batches, sentence-transformers makes the one."
    )
    report("encode", "Embedding", head, rows, notes, ratios=figures)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PARAGRAPHS)
