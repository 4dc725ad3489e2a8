"""Learns the adapter of the bundled model, and prints what it is worth on held-out text of other kinds.

    python -m tests.evaluation.fitting.fit_adapter [--write]

What it learns from stands in pairs.py, how in training.py. It is judged, by late interaction alone, on the letters of
development and on the parts of XQuAD that nothing was learned from. Half of what was learned is kept: weights halfway
between the old and the new do as well on the kinds of text that were learned from and better on others (Wortsman et
al., "Robust fine-tuning of zero-shot models", 2022). ``--write`` replaces index/adapter.npz, after which
fit_scoring.py has its numbers to fit again.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer

from corpus import read_file
from corpus.blocks import folded
from index.bundled import HUB_NAME, bundled_model
from index.encoder import Floats, ModelIdentity, unit
from index.fitted import fitted_for
from index.measures import auroc, hit, ndcg
from index.question_set import Question, read_questions
from tests.conftest import ROOT
from tests.evaluation.fitting.data import collection, lines, part, under
from tests.evaluation.fitting.pairs import Pairs, pairs
from tests.evaluation.fitting.training import FIRST, Changed, Read, Task, run, train
from tests.evaluation.letters.documents import LETTERS, named

ADAPTER = ROOT / "index" / "adapter.npz"
KEPT = 0.5  # of what was learned
LONGEST = 320  # tokens of a text
BATCH_TOKENS = 4096
VOCABULARY = 250_037
FITTED = fitted_for(ModelIdentity(HUB_NAME, "", 0))


class LowerLayers:
    """Reads texts as far as the first layer that changes, each text once."""

    def __init__(self) -> None:
        model = SentenceTransformer(bundled_model(), device="cpu", local_files_only=True)
        self._tokenizer: Any = model.tokenizer
        self.transformer: Any = model[0].auto_model.eval()
        self._read: dict[str, Read] = {}

    def __call__(self, prompt: str, texts: Sequence[str]) -> list[Read]:
        new = [text for text in dict.fromkeys(texts) if prompt + text not in self._read]
        new.sort(key=len, reverse=True)
        while new:
            count = max(1, BATCH_TOKENS // min(LONGEST, len(new[0]) // 3 + 8))
            batch, new = new[:count], new[count:]
            for text, read in zip(batch, self._batch(prompt, batch), strict=True):
                self._read[prompt + text] = read
        return [self._read[prompt + text] for text in texts]

    def _batch(self, prompt: str, texts: Sequence[str]) -> Iterator[Read]:
        whole = [prompt + text for text in texts]
        encoded = self._tokenizer(
            whole,
            padding=True,
            truncation=True,
            max_length=LONGEST,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        there = encoded["attention_mask"]
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            output = self.transformer(input_ids=encoded["input_ids"], attention_mask=there, output_hidden_states=True)
        states, last = (output.hidden_states[layer].float().numpy() for layer in (FIRST, -1))
        for row, text in enumerate(whole):
            count = int(there[row].sum())
            offsets = encoded["offset_mapping"][row, :count].tolist()
            special = encoded["special_tokens_mask"][row, :count].tolist()
            kept = [
                not special[place] and end > len(prompt) and any(map(str.isalnum, text[start:end]))
                for place, (start, end) in enumerate(offsets)
            ]
            yield Read(
                states[row, :count].astype(np.float16),
                np.array(kept),
                encoded["input_ids"][row, :count].numpy().astype(np.int32),
                unit(last[row, :count].mean(axis=0, keepdims=True))[0],
            )


def task_of(found: Pairs, read: LowerLayers) -> Task:
    passages = read("passage: ", found.passages)
    questions = read("query: ", [*found.questions, *(question for question, _ in found.near)])
    near = defaultdict(list)
    for row, (_, place) in enumerate(found.near, start=len(found.questions)):
        near[place].append(row)
    # as the product weighs them: see TokenStore.rarity
    held = np.zeros(VOCABULARY)
    held[: len(FITTED.background)] = FITTED.prior * FITTED.background
    for each in passages:
        held[np.unique(each.ids[each.kept])] += 1
    rarity = np.maximum(0, -np.log((held + 0.5) / (len(passages) + FITTED.prior + 1))).astype(np.float32)
    weights = [rarity[each.ids[each.kept]] for each in questions]
    return Task(questions, weights, passages, found.right, [min(right) for right in found.right], found.share, near)


def held_out() -> Iterator[Pairs]:
    """The letters of development, and English and German questions on the German paragraphs of XQuAD."""
    with TemporaryDirectory() as folder:
        for identifier in LETTERS:
            (letter,) = read_file(named(identifier, Path(folder))).letters
            passages = [under(section.path, paragraph.text) for section, paragraph in letter.paragraphs()]
            plain = [folded(paragraph.text) for _, paragraph in letter.paragraphs()]
            questions = read_questions(ROOT / "tests" / "evaluation" / "letters" / f"{identifier}.questions.jsonl")
            for language in ("nl", "en"):
                right = {
                    each.question: places
                    for each in questions
                    if each.language == language and (places := _places(each, plain))
                }
                unanswerable = [each for each in questions if each.language == language and not each.answers]
                near = tuple((each.question, None) for each in unanswerable)
                yield Pairs(f"letters {language}", 0, tuple(right), tuple(passages), tuple(right.values()), near)
    texts = collection("qa/xquad.passages.de.jsonl")
    places = {identifier: place for place, identifier in enumerate(texts)}
    for language in ("en", "de"):
        judged = [
            line
            for line in lines(f"qa/xquad.questions.{language}.jsonl")
            if part(line["answers"][0]["letter"].rsplit("-", 1)[0]) != "head"
        ]
        golds = tuple(frozenset(places[answer["letter"]] for answer in line["answers"]) for line in judged)
        asked_in = tuple(line["question"] for line in judged)
        yield Pairs(f"xquad {language}→de", 0, asked_in, tuple(texts.values()), golds)


def _places(question: Question, texts: Sequence[str]) -> frozenset[int]:
    """The places of the texts that answer; none where only a letter's head does."""
    quotes = [gold.quote for gold in question.answers if gold.quote]
    return frozenset(place for place, text in enumerate(texts) if any(quote in text for quote in quotes))


@dataclass(frozen=True, slots=True)
class Score:
    """Whether each question's first passage is right, and its nDCG@10; the first passage's score for questions that are
    answered and for those that are not."""

    first: list[bool]
    gain: list[float]
    answered: list[float]
    unanswered: list[float]

    def __str__(self) -> str:
        told = auroc(self.answered, self.unanswered)
        ranking = f"hit@1 {np.mean(self.first):.3f}, nDCG@10 {np.mean(self.gain):.4f}"
        return ranking if told is None else f"{ranking}, AUROC {told:.3f}"


def judged(task: Task, layers: Any) -> Score:
    """Late interaction over all passages."""
    with torch.inference_mode():
        read = [_tokens(layers, each) for each in task.passages]
        asked = [_tokens(layers, each) for each in task.questions]
    rows = np.cumsum([0, *(len(each) for each in read[:-1])])
    every = np.concatenate(read)
    score = Score([], [], [], [])
    for place, (tokens, weights) in enumerate(zip(asked, task.weights, strict=True)):
        scores = weights @ np.maximum.reduceat(tokens @ every.T, rows, axis=1) / weights.sum()
        if place >= len(task.right):
            score.unanswered.append(float(scores.max()))
            continue
        right = task.right[place]
        ranked = [each in right for each in np.argsort(-scores, kind="stable").tolist()]
        score.first.append(hit(ranked, 1) > 0)
        score.gain.append(ndcg(ranked, len(right)))
        score.answered.append(float(scores.max()))
    return score


def _tokens(layers: Any, text: Read) -> npt.NDArray[np.float32]:
    tokens, kept, _ = run(layers, [text])
    rows: npt.NDArray[np.float32] = tokens[0][kept[0]].numpy()
    return rows


def together(scores: Sequence[tuple[str, Score]]) -> dict[str, Score]:
    """The scores of one name as one, each question weighing the same."""
    joined: dict[str, Score] = {}
    for name, score in scores:
        whole = joined.setdefault(name, Score([], [], [], []))
        for field in fields(Score):
            getattr(whole, field.name).extend(getattr(score, field.name))
    return joined


def keep(changed: dict[str, Changed], share: float) -> dict[str, Floats]:
    """What is stored: the changes times ``share``, as float16; the layers are set to the same."""
    arrays = {}
    with torch.no_grad():
        for name, each in changed.items():
            each.b *= share
            arrays[f"{name}.A"], arrays[f"{name}.B"] = (
                matrix.detach().numpy().astype(np.float16) for matrix in (each.a, each.b)
            )
    return arrays


def main(write: bool) -> None:
    started = time.monotonic()

    def say(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - started:4.0f} s] {line}\n")
        sys.stdout.flush()

    read = LowerLayers()
    layers = read.transformer.encoder.layer
    held = [(found.name, task_of(found, read)) for found in held_out()]
    before = together([(name, judged(task, layers)) for name, task in held])
    say("read what is held out")
    tasks = []
    for found in pairs():
        tasks.append(task_of(found, read))
        say(f"{found.name}: read {len(found.passages)} passages, {len(found.questions)} questions")
    changed = train(layers, tasks, say)
    arrays = keep(changed, KEPT)
    after = together([(name, judged(task, layers)) for name, task in held])
    for name, old in before.items():
        say(f"{name}, {len(old.first)} questions: {old} → {after[name]}")
    if write:
        np.savez_compressed(ADAPTER, **arrays)
        say(f"{ADAPTER.name} written")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
