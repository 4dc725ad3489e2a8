"""Fits which sentence of a passage is taken for the one that answers, and prints how often it is.

    python -m tests.evaluation.fitting.fit_evidence [--write]

From questions and the words that answer them: on letters of development their quotes, on invented ones the words whose
change takes the answer away (see invented.py). By late interaction with each sentence alone, and, where the passage is
read together with the question, by how its words and its first one, which says what is asked for, match in the last
layer. A softmax over the sentences of each passage. ``--write`` puts the weights into index/fitted.json.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from corpus.blocks import folded
from index import Library
from index.encoder import Encoder
from index.evaluation.question_set import read_questions
from index.evidence import LIKELY, in_order
from index.fitted import fitted_for
from index.language import detect_language
from index.models.loading import load_encoder
from index.search import Query, weighed
from tests.evaluation.fitting.data import written
from tests.evaluation.fitting.fit_scoring import QUESTIONS, keep
from tests.evaluation.fitting.invented import contrasts, invented
from tests.evaluation.letters.documents import LETTERS, named

EVERY = 3  # of so many of the invented letters one is learned from, which is more than three weights need
TIMES = 5  # as often counts a question on a letter of development, which ministers wrote
FEATURES = ("apart", "words", "first")
STRENGTH = 1e-3  # of the regularisation, over features of unit variance


@dataclass(frozen=True, slots=True)
class Row:
    """A question and a passage of two sentences or more that answers it. letter: which, or "" for an invented one;
    features: (s, 3) of each sentence; right: (s,) whether it has the answer; sizes: (s,) in characters."""

    letter: str
    kind: str
    features: Any
    right: Any
    sizes: Any


def rows_of(
    file: Path, letter: str, asked: Iterable[tuple[str, str, str | None]], encoder: Encoder, work: Path
) -> Iterator[Row]:
    """asked: questions, each with the words that answer it and the paragraph that these stand in, where several have
    them."""
    with closing(Library.open(work / f"{file.stem}.library", encoder=encoder)) as library:
        library.add([file])
        (held,) = library.letters()
        passages = {each.key: each for each in library.passages([held.id])[held.id] if each.paragraph}
        with library.asking() as asking:
            for question, words, paragraph in asked:
                for key, passage in passages.items():
                    start = passage.text.find(words)
                    if start < 0 or (paragraph and folded(paragraph) != folded(passage.text)):
                        continue
                    encoding = encoder.encode_question(question)
                    weights = asking.candidates.rarity(encoding.token_ids, fitted_for(encoder.identity))
                    (alone,) = asking.candidates.sentences(encoding.tokens, [key])
                    own = detect_language(question)
                    apart = weighed(Query(question, own, encoding, weights), alone.matches)
                    own_text = alone.spans[:, 0] >= 0  # else a footnote
                    spans, levels = in_order(alone.spans[own_text].tolist(), apart[own_text])
                    (pair,) = encoder.read_together(question, [(passage.heading, passage.text, spans)]) or [None]
                    has = np.array([min(last, start + len(words)) - max(first, start) for first, last in spans])
                    if len(spans) > 1 and has.max() > 0 and pair and pair.matches.size:
                        features = np.stack([levels, pair.matches.mean(axis=1), pair.matches[:, 0]], axis=1)
                        kind = "same" if own == held.language else "cross"
                        sizes = np.array([last - first for first, last in spans])
                        yield Row(letter, kind, features, has >= max(1, has.max() / 2), sizes)
                    break


def letters(encoder: Encoder, work: Path) -> Iterator[Row]:
    """Those of development."""
    for identifier in LETTERS:
        asked = read_questions(QUESTIONS / f"{identifier}.questions.jsonl")
        quotes = [(each.question, gold.quote, None) for each in asked for gold in each.answers if gold.quote]
        yield from rows_of(named(identifier, work), identifier, quotes, encoder, work)


def invented_letters(encoder: Encoder, work: Path, *, judged: bool) -> Iterator[Row]:
    questions = {line["id"]: line["question"] for line in written("invented")}
    changes = contrasts()
    for place, (identifier, letter) in enumerate(invented(judged=judged).items()):
        if place % EVERY and not judged:
            continue
        file = work / f"{identifier}.md"
        file.write_text(letter.markdown(), encoding="utf-8")
        asked = [
            (questions[flipped], change.was, text)
            for paragraph, (_, text) in letter.paragraphs.items()
            for change in changes[paragraph]
            for flipped in sorted(change.flips & questions.keys())
        ]
        yield from rows_of(file, "", asked, encoder, work)


def weights_of(rows: Sequence[Row], columns: Sequence[int]) -> Any:
    """(f,) what each of these features weighs in a softmax over the sentences of a passage."""
    every = np.concatenate([row.features[:, columns] for row in rows])
    right = np.concatenate([row.right for row in rows])
    lengths = [len(row.right) for row in rows]
    starts, of_row = np.cumsum([0, *lengths[:-1]]), np.repeat(np.arange(len(rows)), lengths)
    counts = np.array([TIMES if row.letter else 1 for row in rows])
    deviation = every.std(axis=0)
    scaled = every / deviation

    def shares(levels: Any) -> tuple[Any, Any]:
        powers = np.exp(levels - np.maximum.reduceat(levels, starts)[of_row])
        totals = np.add.reduceat(powers, starts)
        return powers / totals[of_row], np.log(totals) + np.maximum.reduceat(levels, starts)

    def loss(slopes: Any) -> tuple[float, Any]:
        levels = scaled @ slopes
        all_shares, total = shares(levels)
        right_shares, good = shares(np.where(right, levels, -1e9))
        gradient = scaled.T @ ((all_shares - right_shares) * counts[of_row]) / counts.sum()
        lost = float(((total - good) * counts).sum() / counts.sum())
        return lost + STRENGTH * float(slopes @ slopes), gradient + 2 * STRENGTH * slopes

    return minimize(loss, np.zeros(len(columns)), jac=True).x / deviation


def fitted(rows: Sequence[Row]) -> tuple[Any, Any]:
    """The slope of what is read apart, and the weights of all FEATURES."""
    return weights_of(rows, [0]), weights_of(rows, [0, 1, 2])


def judged(rows: Sequence[tuple[Row, Any]]) -> str:
    """A line: how often the likeliest sentence has the answer, by these weights, and what is marked, LIKELY or two."""
    first, marked, size, two = [], [], [], []
    for row, weights in rows:
        levels = row.features[:, : len(weights)] @ weights
        order = np.argsort(-levels)
        shares = np.exp(levels - levels.max()) / np.exp(levels - levels.max()).sum()
        chosen = order[: 1 if shares[order[0]] >= LIKELY else 2]
        first.append(row.right[order[0]])
        marked.append(row.right[chosen].any())
        two.append(len(chosen) > 1)
        size.append(row.sizes[chosen].sum() / row.sizes.sum())
    return (
        f"{len(rows):5d} questions  first {np.mean(first):.3f}  marked {np.mean(marked):.3f}, "
        f"{np.mean(size):.2f} of the passage, two of {np.mean(two):.2f}"
    )


def main(write: bool) -> None:
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        own = list(letters(encoder, work))
        learned = list(invented_letters(encoder, work, judged=False))
        others = list(invented_letters(encoder, work, judged=True))
    numbers: dict[str, dict[str, Any]] = {}
    for kind in ("same", "cross"):
        every = [row for row in (*own, *learned) if row.kind == kind]
        held_out: dict[int, list[tuple[Row, Any]]] = defaultdict(list)
        for identifier in LETTERS:
            for place, weights in enumerate(fitted([row for row in every if row.letter != identifier])):
                held_out[place] += [(row, weights) for row in every if row.letter == identifier]
        apart, both = fitted(every)
        numbers[kind] = {
            "evidence": round(float(apart[0]), 3),
            "together": {
                "evidence": {
                    name: round(float(weight / (apart[0] if name == "apart" else 1)), 3)
                    for name, weight in zip(FEATURES, both, strict=True)
                }
            },
        }
        for place, weights in enumerate((apart, both)):
            how = "together" if place else "apart"
            on_others = [(row, weights) for row in others if row.kind == kind]
            sys.stdout.write(f"{kind} {how}: letters  {judged(held_out[place])}\n")
            sys.stdout.write(f"{kind} {how}: invented {judged(on_others)}\n")
    sys.stdout.write(f"{numbers}\n")
    if write:
        keep(numbers)


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
