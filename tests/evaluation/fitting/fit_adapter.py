"""Learns the adapter of the bundled model, and prints what it is worth on held-out text of other kinds.

    python -m tests.evaluation.fitting.fit_adapter [--write]

What it learns from stands in pairs.py, how in training.py: from the tokens of the last layer. A share of an earlier
layer is added to them afterwards. It is judged, by late interaction alone, on the letters of development and on the
invented letters and the parts of XQuAD that nothing was learned from, before and after, with that share both times. Two
thirds of what was learned are kept: weights between the old and the new do as well on the kinds of text that were
learned from and better on others (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022). ``--write``
replaces index/models/adapter.npz, after which fit_questions.py, fit_conversations.py, fit_background.py and
fit_scoring.py, in this order, have theirs to find again.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from corpus import read_file
from corpus.blocks import folded
from index.encoder import Floats, ModelIdentity
from index.evaluation.measures import auroc, hit, ndcg
from index.evaluation.question_set import Question, read_questions
from index.fitted import COMMON, fitted_for
from index.folder.generation import rarity
from index.models.adapter import Adapter
from index.models.bundled import HUB_NAME, bundled_model
from index.models.eightbit import adapted_graph
from index.models.loading import DIMENSIONS
from index.models.runtime import network
from index.models.windows import WINDOW_TOKENS, Reading, WindowEncoder
from tests.conftest import ROOT
from tests.evaluation.fitting.data import collection, document, lines, part, under
from tests.evaluation.fitting.pairs import Pairs, invented_judged, pairs
from tests.evaluation.fitting.training import Changed, Read, Task, run, train
from tests.evaluation.letters.documents import LETTERS, named

ADAPTER = ROOT / "index" / "models" / "adapter.npz"
# What is added to tokens. On the letters of development, by late interaction and the best sentence, hit@1 in Dutch and
# English is .843 and .840 without; with .4 of layer 6, 7, 8, 9 it is .854 and .848, .858 and .844, .862 and .848, .860
# and .850; with .3, .5 and .7 of layer 8 it is .858 and .844, .860 and .848, .851 and .842. With .5 of layer 10 it is
# .858 and .844, and members' questions, by late interaction alone, gain less: from .646 to .653 with .3 of it, to .664
# with .3 of layer 8.
EARLIER, SHARE = 8, 0.4
# Of what was learned. On the letters of development, without that share, through the whole product with curves of these
# letters alone, hit@1 in Dutch and English is .842 and .821 with .5 kept, .844 and .838 with .65, .838 and .835 with
# .75; AUROC .949 and .955, .954 and .965, .955 and .970.
KEPT = 0.65
LONGEST = 320  # tokens of a text
TOGETHER = 1000  # texts, so that not all their tokens are in memory at once
PADDED = 240  # texts, to the longest of them
VOCABULARY = 250_037
FITTED = fitted_for(ModelIdentity(HUB_NAME, "", 0))


class Texts:
    """Texts as the training wants them: the ids of their tokens, and the vectors that the bundled model gives them."""

    def __init__(self) -> None:
        folder = Path(bundled_model())
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._tokenizer: Any = model.tokenizer
        self.transformer: Any = model[0].auto_model.eval()
        self._unchanged = WindowEncoder(
            ModelIdentity(HUB_NAME, "", DIMENSIONS),
            Tokenizer.from_file(str(folder / "tokenizer.json")),
            network(adapted_graph(folder, Adapter(lambda: ({}, {}), "unchanged"))),
            Reading("", "", WINDOW_TOKENS),
        )
        self._vectors: dict[str, Floats] = {}

    def read(self, prompt: str, texts: Sequence[str]) -> list[Read]:
        return [self._read(prompt, text) for text in texts]

    def _read(self, prompt: str, text: str) -> Read:
        whole = prompt + text
        encoded = self._tokenizer(
            whole, truncation=True, max_length=LONGEST, return_offsets_mapping=True, return_special_tokens_mask=True
        )
        kept = [
            not special and end > len(prompt) and any(map(str.isalnum, whole[start:end]))
            for special, (start, end) in zip(encoded["special_tokens_mask"], encoded["offset_mapping"], strict=True)
        ]
        return Read(np.array(encoded["input_ids"], np.int32), np.array(kept))

    def vectors(self, prompt: str, texts: Sequence[str]) -> Floats:
        """(n, e), each text read once."""
        whole = [prompt + text for text in texts]
        new = [text for text in dict.fromkeys(whole) if text not in self._vectors]
        for first in range(0, len(new), TOGETHER):
            some = new[first : first + TOGETHER]
            encodings = self._unchanged.encode_passages([("", text) for text in some])
            self._vectors.update((text, each.vectors[0]) for text, each in zip(some, encodings, strict=True))
        return np.stack([self._vectors[text] for text in whole])


def task_of(found: Pairs, texts: Texts, *, learned: bool = True) -> Task:
    """``learned``: from it, and not only judged on it."""
    whole = texts.read("passage: ", found.passages)
    questions = texts.read("query: ", [*found.questions, *(question for question, _ in found.near)])
    near = defaultdict(list)
    for row, (_, place) in enumerate(found.near, start=len(found.questions)):
        near[place].append(row)
    # as the product weighs them: see index/folder/generation.py
    held = np.zeros(VOCABULARY, np.int64)
    for each in whole:
        held[np.unique(each.ids[each.kept])] += 1
    weights = [
        rarity(ids, held[ids], len(whole), FITTED) for ids in (question.ids[question.kept] for question in questions)
    ]
    answer = [min(right) for right in found.right]
    vectors = np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32)
    if learned:
        answers = texts.vectors("passage: ", [found.passages[place] for place in answer])
        vectors = texts.vectors("query: ", found.questions), answers
    passages = [_telling(each) for each in whole]
    return Task(questions, weights, passages, found.right, answer, vectors, found.share, near)


def _telling(passage: Read) -> Read:
    """With the tokens alone whose vectors the product keeps."""
    telling = passage.kept & (FITTED.shares(passage.ids) < COMMON)
    return replace(passage, kept=telling) if telling.any() else passage


def held_out() -> Iterator[Pairs]:
    """The letters of development, invented ones, and English and German questions on the German paragraphs of
    XQuAD."""
    yield from invented_judged()
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
            if part(document(line["answers"][0]["letter"])) != "head"
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


def tokens_of(transformer: Any, texts: Sequence[Read]) -> list[Floats]:
    """(t, e) of each text, those that are compared."""
    return [each.numpy() for each in vectors_of(transformer, texts)[0]]


def vectors_of(transformer: Any, texts: Sequence[Read]) -> tuple[list[torch.Tensor], torch.Tensor]:
    """(t, e) of each text, the tokens that are compared, and (n, e) of the whole texts."""
    tokens: list[torch.Tensor] = []
    wholes = []
    with torch.inference_mode():
        for first in range(0, len(texts), PADDED):
            vectors, kept, whole = run(transformer, texts[first : first + PADDED], EARLIER, SHARE)
            tokens += [each[own] for each, own in zip(vectors, kept, strict=True)]
            wholes.append(whole)
    # copied, so that what is learned can be compared with them
    return [each.clone() for each in tokens], torch.cat(wholes).clone()


def judged(task: Task, read: Sequence[Floats], asked: Sequence[Floats]) -> Score:
    """Late interaction over all passages, of which ``read`` are the tokens, as ``asked`` are the questions'."""
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


def together(scores: Sequence[tuple[str, Score]]) -> dict[str, Score]:
    """The scores of one name as one, each question weighing the same."""
    joined: dict[str, Score] = {}
    for name, score in scores:
        whole = joined.setdefault(name, Score([], [], [], []))
        for field in fields(Score):
            getattr(whole, field.name).extend(getattr(score, field.name))
    return joined


def keep(changed: dict[str, Changed], kept: float) -> dict[str, Any]:
    """What is stored: the changes times ``kept``, as float16; those in the layers are set to the same."""
    arrays: dict[str, Any] = {}
    with torch.no_grad():
        for name, each in changed.items():
            each.b *= kept
            arrays[f"{name}.A"], arrays[f"{name}.B"] = (
                matrix.detach().numpy().astype(np.float16) for matrix in (each.a, each.b)
            )
    return arrays


def _judged(held: Sequence[tuple[str, Task]], texts: Texts) -> dict[str, Score]:
    def score(task: Task) -> Score:
        return judged(task, tokens_of(texts.transformer, task.passages), tokens_of(texts.transformer, task.questions))

    return together([(name, score(task)) for name, task in held])


def main(write: bool) -> None:
    started = time.monotonic()

    def say(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - started:4.0f} s] {line}\n")
        sys.stdout.flush()

    texts = Texts()
    held = [(found.name, task_of(found, texts, learned=False)) for found in held_out()]
    before = _judged(held, texts)
    say("read what is held out")
    tasks = []
    for found in pairs():
        tasks.append(task_of(found, texts))
        say(f"{found.name}: {len(found.passages)} passages, {len(found.questions)} questions")
    changed = train(texts.transformer, tasks, say)
    arrays = {"earlier": np.array(EARLIER), "share": np.array(SHARE), **keep(changed, KEPT)}
    after = _judged(held, texts)
    for name, old in before.items():
        say(f"{name}, {len(old.first)} questions: {old} → {after[name]}")
    if write:
        np.savez_compressed(ADAPTER, **arrays)
        say(f"{ADAPTER.name} written")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
