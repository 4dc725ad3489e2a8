"""Vindplaats beside what people would use instead, with the same model, passages, questions and machine.

    python -m tests.benchmarks.peers [--python NAME=PATH]...

plain is the recipe of any tutorial: one vector a passage by sentence-transformers, in a flat FAISS index. txtai and
haystack are set up as their documentation has it, hybrid with BM25. Each runs in a process of its own, under the Python
that is given for it (this one for vindplaats and plain), in which it is installed; what is not there is said and left
out. All read the unpacked model from the same folder, with its prompts, and each question by itself.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from index.evaluation.measures import hit, ndcg
from index.models.bundled import bundled_model
from tests.benchmarks.reporting import quantiles, report
from tests.conftest import ROOT
from tests.evaluation.fitting.data import collection, lines, part

PEERS = ("vindplaats", "plain", "txtai", "haystack")
QUESTIONS = 150  # of each set
RUNNER = Path(__file__).with_name("peer.py")


def sets() -> dict[str, tuple[dict[str, str], list[tuple[str, frozenset[str]]]]]:
    """Passages by id, and questions with the ids of those that answer them: Dutch on Dutch, English on German."""
    found = {}
    for name, passages, questions, whole in (
        ("members' questions → ministers' answers", "kamervragen/passages.jsonl", "kamervragen/questions.jsonl", str),
        ("XQuAD, English → German", "qa/xquad.passages.de.jsonl", "qa/xquad.questions.en.jsonl", _article),
    ):
        texts = collection(passages)
        asked = [
            (line["question"], frozenset(answer["letter"] for answer in line["answers"]))
            for line in lines(questions)
            if all(part(whole(answer["letter"])) != "head" for answer in line["answers"])
        ]
        order = np.random.default_rng(2).permutation(len(asked))[:QUESTIONS].tolist()
        found[name] = texts, [asked[place] for place in order]
    return found


def _article(identifier: str) -> str:
    return identifier.rsplit("-", 1)[0]


def quality(found: Sequence[Sequence[str]], right: Sequence[frozenset[str]]) -> tuple[float, float]:
    """hit@1 and nDCG@10."""
    scores = []
    for ids, golds in zip(found, right, strict=True):
        ranked = [identifier in golds for identifier in ids]
        scores.append((hit(ranked, 1), ndcg(ranked, len(golds))))
    first, gain = np.mean(scores, axis=0).tolist()
    return first, gain


def run(peer: str, python: str, texts: dict[str, str], asked: Sequence[str]) -> dict[str, Any] | str:
    """What peer.py tells of a peer, or why it could not be run."""
    with tempfile.TemporaryDirectory() as folder:
        task = Path(folder) / "task.json"
        task.write_text(json.dumps({"model": bundled_model(), "passages": texts, "questions": list(asked)}), "utf-8")
        command = [python, str(RUNNER), peer, str(task), str(Path(folder) / "result.json")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            return re.sub(r" \(/[^)]*\)", "", reason)  # where the package lies says nothing to others
        result: dict[str, Any] = json.loads((Path(folder) / "result.json").read_text("utf-8"))
        return result


@click.command()
@click.option(
    "--python", "pythons", multiple=True, metavar="NAME=PATH", help="The Python in which a peer is installed."
)
def main(pythons: tuple[str, ...]) -> None:
    """Measure every peer that is there."""
    where = {"vindplaats": sys.executable, "plain": sys.executable}
    where |= {name: path for name, _, path in (each.partition("=") for each in pythons)}
    rows, figures = [], {}
    for name, (texts, questions) in sets().items():
        asked, right = zip(*questions, strict=True)
        for peer in PEERS:
            told = run(peer, where[peer], texts, asked) if peer in where else "no Python was given in which it is"
            if isinstance(told, str):
                rows.append([name, peer, f"not run: {told}", *[""] * 7])
                continue
            first, gain = quality(told["found"], right)
            times = quantiles(told["seconds"])
            figures[f"{name}, {peer}"] = {
                **{key: value for key, value in told.items() if key not in ("found", "seconds")},
                **times,
                "hit@1": round(first, 4),
                "ndcg@10": round(gain, 4),
            }
            cells = (
                f"{first:.3f}",
                f"{gain:.3f}",
                f"{times['p50']:.0f}",
                f"{times['p95']:.0f}",
                f"{told['start']:.1f}",
            )
            sizes = (f"{told['build']:.0f}", f"{told['peak_mb']:,}", f"{told['installed_mb']:,}")
            rows.append([name, f"{peer} {told['version']}", *cells, *sizes])
            click.echo(" | ".join(rows[-1]))
    head = "set, what, hit@1, nDCG@10, p50 ms, p95 ms, start-up s, build s, peak MB, installed MB".split(", ")
    notes = (
        f"{QUESTIONS} questions of each set, drawn once, none of which vindplaats learned from. Start-up is from the "
        "interpreter's start to the first answer from what is built already; installed is the size of the packages in "
        "its environment, for vindplaats and plain those that the tests need included."
    )
    report("peers", "Beside others", head, rows, notes, peers=figures)


if __name__ == "__main__":
    main()
