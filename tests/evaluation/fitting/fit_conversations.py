"""Learns how a question is read behind those before it, and prints how often follow-ups find what they ask for on
letters that it doesn't learn from.

    python -m tests.evaluation.fitting.fit_conversations [--write]

follow_ups.jsonl has conversations on 144 of the invented letters that are learned from. Their first question is one of
questions/invented.jsonl, and each turn after it another one, as people ask it who go on: "en wie betaalt dat?". By late
interaction a follow-up, as typed and behind all turns before it (index/questions/turns.py keeps those that matter),
learns to lie nearer to the paragraph that answers it than to the others of its letter, and to score each of them as the
question in full does. Of questions that are no follow-ups some stand behind another one, so that it learns to leave
them alone; and by themselves questions are to keep the vectors that they have, so that all that was fitted to these
still holds.

It goes on from index/models/questions.npz, as fit_questions.py wrote it. ``--write`` replaces that, after which
fit_background.py and fit_scoring.py have their numbers to find again.
"""

import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from index.encoder import Floats
from index.folder.generation import rarity
from index.models.adapter import bundled_adapter
from index.models.loading import load_encoder
from index.questions.turns import BESIDE, LEANING
from tests.evaluation.fitting.data import document, written
from tests.evaluation.fitting.fit_adapter import EARLIER, FITTED, SHARE, Texts, keep, tokens_of
from tests.evaluation.fitting.fit_questions import QUESTIONS, RANK, Encoded
from tests.evaluation.fitting.invented import Invented, invented
from tests.evaluation.fitting.training import LATE, Changed, Read, change, late, run

FOLLOW_UPS = Path(__file__).with_name("follow_ups.jsonl")
# What near misses ask, after a question that is answered; on the same letters.
NEAR = Path(__file__).with_name("near_follow_ups.jsonl")
# Of the letters that are there to be learned from, the last: what questions are read with had not learned from these
# when this was. Where fit_questions.py has since, they only tell what follow-ups gain.
UNLEARNED = 91
STEPS = 600
RATE = 3e-4
WARMING = 30  # steps over which the rate rises
LETTERS, EACH = 3, 8  # a batch: so many turns on each of so many letters
ALONE = 16  # questions by themselves, beside these
SWITCHING = 0.3  # of the turns are whole questions behind another one
SHARES = 0.3, 0.5, 1.0  # of tokens that are read behind others, one of these in each step
AS_IN_FULL, HELD = 0.2, 100.0  # what scores like the question in full weigh in the loss, and the vectors that are kept
SEED = 0
DONE = "conversations"  # what tells in the file that it was learned on


@dataclass(frozen=True, slots=True)
class Asked:
    """A turn on a letter: as ``typed`` behind those ``before`` it, and what it asks ``in_full``; right: the places of
    the paragraphs that answer it."""

    typed: str
    before: str
    in_full: str
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Letter:
    """tokens: (t, e) bfloat16 of each of its paragraphs, as a library keeps them; held: how many of these hold a token;
    turns: the follow-ups; questions: by language, those that stand alone."""

    tokens: Sequence[torch.Tensor]
    held: Mapping[int, int]
    turns: Sequence[Asked]
    questions: Mapping[str, Sequence[Asked]]

    def weights(self, read: Read) -> torch.Tensor:
        """(kept tokens,) how rare each is in the letter."""
        ids = read.ids[read.kept]
        held = np.array([self.held.get(int(token), 0) for token in ids], np.int64)
        return torch.from_numpy(rarity(ids, held, len(self.tokens), FITTED))


def conversations(file: Path = FOLLOW_UPS) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each by its letter, as its turns: the id of what is asked, and how it is typed."""
    questions = _questions()
    for line in map(json.loads, file.read_text("utf-8").splitlines()):
        first = questions[line["first"]]
        turns = [(line["first"], first["question"]), *((turn["asks"], turn["question"]) for turn in line["turns"])]
        yield document(first["answers"][0]["letter"]), turns


def parts() -> tuple[list[str], list[str]]:
    """The letters that are learned from, and those that judge."""
    names = list(invented(judged=False))
    return names[:-UNLEARNED], names[-UNLEARNED:]


def _questions() -> dict[str, dict[str, Any]]:
    return {line["id"]: line for line in written("invented")}


def letter_of(
    text: Invented,
    questions: Sequence[dict[str, Any]],
    talks: Sequence[Sequence[tuple[str, str]]],
    texts: Any,
    encoded: Any,
) -> Letter:
    """A letter with the ``questions`` that were written on it and the conversations, ``talks``."""
    places = {identifier: place for place, identifier in enumerate(text.paragraphs)}
    passages = list(text.passages().values())
    held = Counter(int(token) for read in texts.read("passage: ", passages) for token in set(read.ids[read.kept]))
    asked = {
        line["id"]: Asked(
            line["question"], "", line["question"], frozenset(places[answer["letter"]] for answer in line["answers"])
        )
        for line in questions
    }
    turns = [
        Asked(typed, " ".join(said for _, said in talk[:place]), asked[asks].in_full, asked[asks].right)
        for talk in talks
        for place, (asks, typed) in enumerate(talk)
        if place
    ]
    by_language = defaultdict(list)
    for line in questions:
        by_language[line["language"]].append(asked[line["id"]])
    return Letter(encoded.read(passages)[0], held, turns, by_language)


class Learning:
    """``transformer`` as it learns, and the tokens that questions by themselves have before it does."""

    def __init__(self, texts: Any, letters: Sequence[Letter], every: Sequence[Letter]) -> None:
        self._texts, self._letters = texts, letters
        alone = dict.fromkeys(
            text
            for letter in every
            for each in (*letter.turns, *(one for own in letter.questions.values() for one in own))
            for text in (each.typed, each.in_full)
        )
        self._reads = dict(zip(alone, texts.read("query: ", list(alone)), strict=True))
        tokens = tokens_of(texts.transformer, list(self._reads.values()))
        self._tokens = dict(zip(alone, map(torch.from_numpy, tokens), strict=True))

    def loss(self, drawn: random.Random) -> torch.Tensor:
        """That of one batch."""
        chosen = drawn.sample(range(len(self._letters)), LETTERS)
        batch = [
            (self._letters[place], self._drawn(self._letters[place], drawn)) for place in chosen for _ in range(EACH)
        ]
        alone = [drawn.choice(self._of_any(drawn)).typed for _ in range(ALONE)]
        behind = self._texts.read("query: ", [f"{asked.before} {asked.typed}" for _, asked in batch])
        tokens, kept, _ = run(
            self._texts.transformer, [*behind, *(self._reads[each] for each in alone)], EARLIER, SHARE
        )
        share, order, alike = drawn.choice(SHARES), [], []
        for row, (letter, asked) in enumerate(batch):
            scores = self.scores(letter, asked, self._tokens[asked.typed], tokens[row][kept[row]], behind[row], share)
            right = min(asked.right)
            also = torch.tensor([place in asked.right and place != right for place in range(len(scores))])
            order.append(cross_entropy((scores / LATE).masked_fill(also, -1e4)[None], torch.tensor([right])))
            whole = self._reads[asked.in_full]
            expected = late(self._tokens[asked.in_full][None], letter.weights(whole)[None], letter.tokens)[0]
            alike.append(((scores - expected) / LATE).square().mean())
        moved = [
            1 - (tokens[row][kept[row]] * self._tokens[each]).sum(-1).mean()
            for row, each in enumerate(alone, start=len(batch))
            if len(self._tokens[each])
        ]
        return torch.stack(order).mean() + AS_IN_FULL * torch.stack(alike).mean() + HELD * torch.stack(moved).mean()

    def scores(
        self, letter: Letter, asked: Asked, typed: torch.Tensor, tokens: torch.Tensor, behind: Read, share: float
    ) -> torch.Tensor:
        """(p,) those of the letter's paragraphs for a turn, of its tokens as ``typed`` and of those it has ``behind``
        others."""
        both = torch.cat([typed, tokens])
        weights = torch.cat([letter.weights(self._reads[asked.typed]), share * letter.weights(behind)])
        return late(both[None], weights[None], letter.tokens)[0]

    def found(self, letter: Letter, turns: Sequence[Asked], share: float) -> list[bool]:
        """Whether a paragraph that answers comes first, for each of these turns."""
        behind = self._texts.read("query: ", [f"{asked.before} {asked.typed}" for asked in turns])
        typed = [self._reads[asked.typed] for asked in turns]
        tokens = [torch.from_numpy(each) for each in tokens_of(self._texts.transformer, [*typed, *behind])]
        return [
            int(self.scores(letter, asked, own, others, read, share).argmax()) in asked.right
            for asked, own, others, read in zip(turns, tokens, tokens[len(turns) :], behind, strict=False)
        ]

    def _drawn(self, letter: Letter, drawn: random.Random) -> Asked:
        if drawn.random() < SWITCHING:
            return switched(letter, drawn)
        return drawn.choice(letter.turns)

    def _of_any(self, drawn: random.Random) -> Sequence[Asked]:
        questions = drawn.choice(self._letters).questions
        return questions[drawn.choice(sorted(questions))]


def switched(letter: Letter, drawn: random.Random) -> Asked:
    """A question that stands alone behind another one in its language."""
    own = letter.questions[drawn.choice(sorted(letter.questions))]
    before, asked = drawn.sample(own, 2)
    return Asked(asked.typed, before.typed, asked.in_full, asked.right)


def learn(learning: Learning, changed: Mapping[str, Changed], say: Callable[[str], None]) -> None:
    """Change what is ``changed`` of the layers, in place."""
    drawn = random.Random(SEED)
    parameters = [parameter for each in changed.values() for parameter in (each.a, each.b)]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.0)
    losses: list[float] = []
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = RATE * min(1, (step + 1) / WARMING) * (1 - 0.95 * step / STEPS)
        loss = learning.loss(drawn)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 50 == 0:
            say(f"step {step + 1}: loss {np.mean(losses[-50:]):.3f}")


def _changed(transformer: Any) -> dict[str, Changed]:
    """The layers with what fit_questions.py learned, to be learned on."""
    transformer.requires_grad_(requires_grad=False)
    changed = change(transformer.encoder.layer, RANK)
    with np.load(QUESTIONS, allow_pickle=False) as arrays, torch.no_grad():
        if DONE in arrays or str(arrays["adapter"]) != bundled_adapter().fingerprint:
            sys.exit(f"{QUESTIONS.name} is no longer what fit_questions.py wrote. Run that again, with --write.")
        for name, each in changed.items():
            each.a.copy_(_tensor(arrays[f"{name}.A"]))
            each.b.copy_(_tensor(arrays[f"{name}.B"]))
    return changed


def _tensor(stored: Any) -> torch.Tensor:
    matrix: Floats = stored.astype(np.float32)
    return torch.from_numpy(matrix)


def main(write: bool) -> None:
    began = time.monotonic()

    def say(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - began:4.0f} s] {line}\n")
        sys.stdout.flush()

    torch.manual_seed(SEED)
    torch.set_flush_denormal(True)
    texts = Texts()
    bundled_adapter().change(texts.transformer)
    changed = _changed(texts.transformer)
    talks, questions = defaultdict(list), defaultdict(list)
    for name, turns in conversations():
        talks[name].append(turns)
    for line in _questions().values():
        questions[document(line["answers"][0]["letter"])].append(line)
    encoded = Encoded(load_encoder())
    written_on = invented(judged=False)
    letters = {
        name: letter_of(text, questions[name], talks[name], texts, encoded)
        for name, text in written_on.items()
        if talks[name]
    }
    learned, unlearned = ([letters[name] for name in names if name in letters] for names in parts())
    learning = Learning(texts, learned, list(letters.values()))
    say(f"{sum(len(letter.turns) for letter in learned)} follow-ups on {len(learned)} letters")
    drawn = random.Random(SEED)
    switches = [[switched(letter, drawn) for _ in range(2 * EACH)] for letter in unlearned]

    def judged() -> str:
        following = [found for each in unlearned for found in learning.found(each, each.turns, LEANING)]
        alone = [
            found for each, own in zip(unlearned, switches, strict=True) for found in learning.found(each, own, BESIDE)
        ]
        return (
            f"first for {np.mean(following):.3f} of {len(following)} follow-ups, "
            f"for {np.mean(alone):.3f} of {len(alone)} questions that stand alone"
        )

    say(f"before, on {len(unlearned)} letters that it doesn't learn from: {judged()}")
    learn(learning, changed, say)
    say(f"after: {judged()}")
    if write:
        fingerprint = np.array(bundled_adapter().fingerprint)
        np.savez_compressed(QUESTIONS, **{"adapter": fingerprint, DONE: np.array(STEPS)}, **keep(changed, 1))
        say(f"{QUESTIONS.name} written")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
