"""How many paragraphs a second become vectors, beside the bare runtime and sentence-transformers on torch.

    python -m tests.benchmarks.encode [PARAGRAPHS]

The three take turns on parts of the same real paragraphs. The bare runtime is fed the very batches that the product
makes, tokenised beforehand; sentence-transformers encodes whole texts, one vector each, as anyone would call it.
"""

import statistics
import sys
import time
from typing import Any

import numpy as np

from index.bundled import bundled_model
from index.models import load_encoder
from index.windows import WindowEncoder
from tests.benchmarks.reporting import report
from tests.evaluation.fitting.data import lines

PARAGRAPHS = 1000
TURNS = 5


def paragraphs(count: int) -> list[str]:
    """Of laws, by an even step through all of them."""
    every = [line["text"] for line in lines("laws/paragraphs.jsonl.gz") if len(line["text"]) > 80]
    return every[:: len(every) // count][:count]


def main(count: int) -> None:
    from sentence_transformers import SentenceTransformer

    texts = paragraphs(count)
    encoder = load_encoder()
    assert isinstance(encoder, WindowEncoder)
    torch_model = SentenceTransformer(bundled_model(), device="cpu")
    network = encoder._network
    batches: list[tuple[Any, Any]] = []

    def noting(ids: Any, mask: Any) -> Any:
        batches.append((ids, mask))
        return network(ids, mask)

    seconds: dict[str, list[float]] = {"vindplaats": [], "runtime": [], "sentence-transformers": []}
    size = count // TURNS
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
        for ids, mask in batches:
            network(ids, mask)
        times["runtime"] = time.perf_counter() - began
        began = time.perf_counter()
        torch_model.encode_document(part, batch_size=32, show_progress_bar=False)
        times["sentence-transformers"] = time.perf_counter() - began
        if turn >= 0:
            for name, spent in times.items():
                seconds[name].append(spent / len(part))
    tokens = int(np.mean([len(encoder._tokenizer.encode(text)) for text in texts]))
    own = seconds["vindplaats"]
    ratios = {
        name: statistics.median(b / a for a, b in zip(own, every, strict=True)) for name, every in seconds.items()
    }
    rows = [
        [label, f"{1 / statistics.median(seconds[name]):.1f}", shown]
        for name, label, shown in (
            ("vindplaats", "vindplaats: whole text and every token", ""),
            (
                "runtime",
                "bare ONNX Runtime, same batches",
                f"vindplaats runs at {ratios['runtime']:.0%} (asked: ≥ 85 %)",
            ),
            (
                "sentence-transformers",
                "sentence-transformers on torch, whole text",
                f"vindplaats is {ratios['sentence-transformers']:.1f} × as fast (asked: ≥ 4)",
            ),
        )
    ]
    notes = f"{count} paragraphs of laws, {tokens} tokens on average, in {TURNS} turns; medians of the turns."
    report("encode", "Embedding", ["what", "paragraphs a second", "ratio"], rows, notes, ratios=ratios)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PARAGRAPHS)
