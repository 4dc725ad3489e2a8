"""The follow-ups that were written for this, and how they are learned, on vectors worked out by hand."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.evaluation.fitting import fit_conversations
from tests.evaluation.fitting.data import document, written
from tests.evaluation.fitting.fit_conversations import (
    AS_IN_FULL,
    FOLLOW_UPS,
    HELD,
    NEAR,
    Learning,
    Letter,
    conversations,
    letter_of,
    parts,
    switched,
)
from tests.evaluation.fitting.invented import Invented, invented
from tests.evaluation.fitting.training import Read

# A token's number and its vector.
VECTORS = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.0, 0.0]])
NUMBERS = {"wie": 2, "betaalt": 0, "boete": 1, "dat?": 2, "Hoogte:": 3}
LETTER = Invented(
    "Boetes", {"boetes-0": ("", "betaalt"), "boetes-1": ("Hoogte", "boete"), "boetes-2": ("", "boete boete")}
)
QUESTIONS: list[dict[str, Any]] = [
    {"id": "a", "question": "wie betaalt", "language": "nl", "answers": [{"letter": "boetes-0"}]},
    {"id": "b", "question": "boete", "language": "nl", "answers": [{"letter": "boetes-1"}, {"letter": "boetes-2"}]},
]


class Texts:
    transformer: Any = None

    def read(self, _: str, texts: Sequence[str]) -> list[Read]:
        return [
            Read(np.array(ids, np.int32), np.ones(len(ids), bool))
            for ids in ([NUMBERS[word] for word in text.split() if word in NUMBERS] for text in texts)
        ]


class Encoded:
    def read(self, passages: Sequence[str]) -> tuple[list[torch.Tensor], None]:
        return [VECTORS[read.ids].to(torch.bfloat16) for read in Texts().read("", passages)], None


@pytest.fixture
def letter(monkeypatch: pytest.MonkeyPatch) -> Letter:
    """Whose every token is as rare as any other."""
    monkeypatch.setattr(Letter, "weights", lambda _, read: torch.ones(int(read.kept.sum())))
    monkeypatch.setattr(fit_conversations, "tokens_of", lambda _, texts: [VECTORS[each.ids].numpy() for each in texts])
    return letter_of(LETTER, QUESTIONS, [[("a", "wie betaalt"), ("b", "dat?")]], Texts(), Encoded())


def test_a_follow_up_stands_behind_the_turns_before_it(letter: Letter) -> None:
    (turn,) = letter.turns
    assert (turn.before, turn.typed, turn.in_full) == ("wie betaalt", "dat?", "boete")
    assert turn.right == {1, 2}
    assert [each.typed for each in letter.questions["nl"]] == ["wie betaalt", "boete"]
    assert letter.held == {0: 1, 1: 2, 3: 1}  # a paragraph's heading is read with it


def test_a_token_is_as_rare_as_the_letter_has_it() -> None:
    letter = letter_of(LETTER, QUESTIONS, [], Texts(), Encoded())
    (read,) = Texts().read("", ["wie betaalt boete"])
    nowhere, once, twice = letter.weights(read).tolist()
    assert nowhere > once > twice > 0


def test_both_readings_count(letter: Letter) -> None:
    learning = Learning(Texts(), [letter], [letter])
    (turn,) = letter.turns
    (behind,) = Texts().read("", ["wie betaalt dat?"])
    tokens = VECTORS[behind.ids]
    # "dat?" alone has .6 of the first paragraph and .8 of the others; behind "wie betaalt" .6 + 1 + .6 and .8 + 0 + .8
    own = VECTORS[2:3]
    scores = learning.scores(letter, turn, own, tokens, behind, 0.5)
    assert scores.tolist() == pytest.approx([0.68, 0.64, 0.64], abs=0.01)
    assert learning.scores(letter, turn, own, tokens, behind, 0.0).tolist() == pytest.approx([0.6, 0.8, 0.8], abs=0.01)
    assert learning.found(letter, letter.turns, 0.5) == [False]
    assert learning.found(letter, letter.turns, 0.0) == [True]


def test_what_a_batch_loses(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is read behind others lies where the first paragraph does, and each token of a question by itself lies
    ``kept`` as near as before to where it was."""

    def loss(kept: float) -> float:
        def run(_: Any, texts: Sequence[Read], *__: Any) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
            tokens = torch.zeros(len(texts), 3, 2)
            tokens[: fit_conversations.EACH] = VECTORS[0]
            there = torch.zeros(len(texts), 3, dtype=torch.bool)
            for row, each in enumerate(texts):
                there[row, : len(each.ids)] = True
                if row >= fit_conversations.EACH:
                    tokens[row, : len(each.ids)] = kept * VECTORS[each.ids]
            return tokens, there, torch.zeros(len(texts), 2)

        monkeypatch.setattr(fit_conversations, "run", run)
        return Learning(Texts(), [letter], [letter]).loss(random.Random(0)).item()

    for name, value in {"LETTERS": 1, "SWITCHING": 0, "SHARES": (0.5,)}.items():
        monkeypatch.setattr(fit_conversations, name, value)
    # "dat?" has .6 of the first paragraph and .8 of the others, and at .5 each the three behind have 1 and 0
    first, others = (0.6 + 0.5 * 3) / 2.5, 0.8 / 2.5
    order = np.log(1 + np.exp((first - others) / 0.03))  # the third paragraph, which answers too, is no wrong one
    alike = (first**2 + 2 * (others - 1) ** 2) / 3 / 0.03**2  # "boete" itself has 0 and 1
    assert loss(1) == pytest.approx(order + AS_IN_FULL * alike, rel=1e-3)
    assert loss(0.75) == pytest.approx(order + AS_IN_FULL * alike + HELD * 0.25, rel=1e-3)


def test_a_question_that_stands_alone_is_put_behind_another_of_its_language(letter: Letter) -> None:
    drawn = random.Random(0)
    every = {(asked.before, asked.typed) for asked in (switched(letter, drawn) for _ in range(50))}
    assert every == {("boete", "wie betaalt"), ("wie betaalt", "boete")}


@pytest.mark.parametrize(("file", "kind"), [(FOLLOW_UPS, "invented"), (NEAR, "near_misses")])
def test_follow_ups_ask_in_other_words_what_is_asked_of_their_letter(file: Path, kind: str) -> None:
    questions = {line["id"]: line for each in {"invented", kind} for line in written(each)}
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert max(Counter(line["id"] for line in lines).values()) == 1
    for line in lines:
        first = questions[line["first"]]
        assert line["language"] == first["language"]
        for turn in line["turns"]:
            asked = questions[turn["asks"]]
            assert asked["language"] == line["language"], line["id"]
            assert bool(asked["answers"]) == (kind == "invented"), line["id"]
            of = [each["letter"] for each in (*asked["answers"], *first["answers"])]
            of += [asked["near"]] if "near" in asked else []
            assert len({document(each) for each in of}) == 1, line["id"]
            assert turn["question"].strip() == turn["question"] != "", line["id"]
            assert turn["question"].casefold() != asked["question"].casefold(), line["id"]


def test_no_letter_that_is_judged_is_learned_from() -> None:
    asked = {letter for letter, _ in conversations()}
    assert asked == {letter for letter, _ in conversations(NEAR)}
    learned, unlearned = parts()
    assert len(asked.intersection(learned)) == 99
    assert len(asked.intersection(unlearned)) == 45
    assert not set(learned).intersection(unlearned)
    assert asked <= invented(judged=False).keys()
