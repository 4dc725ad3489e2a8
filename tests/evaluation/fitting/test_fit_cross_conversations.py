"""How follow-ups are learned to be read together with a passage: on an invented letter, and a small model."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, smooth_l1_loss

from index.questions.turns import turns_of
from tests.conftest import WordEncoder
from tests.evaluation.fitting import fit_cross_conversations
from tests.evaluation.fitting.fit_cross_conversations import (
    TOLD,
    Asked,
    Both,
    Letter,
    asked,
    draw,
    judged,
    learn,
    letter_of,
    loss_of,
    sought,
)
from tests.evaluation.fitting.fit_cross_encoder import QUESTION_TOKENS, states, stored
from tests.evaluation.fitting.invented import Invented
from tests.evaluation.fitting.training import Read

LETTER = Invented(
    "Boetes", {"boetes-0": ("", "Gemeenten betalen."), "boetes-1": ("Hoogte", "Vijf euro."), "boetes-2": ("", "Nee.")}
)
FINES, PAID = "Hoe hoog is de boete?", "Welke gemeenten betalen de handhaving?"
QUESTIONS: list[dict[str, Any]] = [
    {"id": "a", "question": FINES, "language": "nl", "answers": [{"letter": "boetes-1"}]},
    {"id": "b", "question": PAID, "language": "nl", "answers": [{"letter": "boetes-0"}]},
    {"id": "c", "question": "Who pays?", "language": "en", "answers": [{"letter": "boetes-0"}]},
]
MISSED = [{"id": "d", "question": "Wie int de boete?", "language": "nl", "near": "boetes-1"}]
TALKS = [[("a", FINES), ("b", "En wie betaalt dat?")]]
MISSING = [[("a", FINES), ("d", "en wie int ze?")]]


class Texts:
    """Texts by numbers of their own."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def read(self, _: str, texts: Sequence[str]) -> list[Read]:
        return [Read(np.array([self.number(each)], np.int32), np.ones(1, bool)) for each in texts]

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


@pytest.fixture
def texts() -> Texts:
    return Texts()


@pytest.fixture
def letter(texts: Texts) -> Letter:
    return letter_of(LETTER, QUESTIONS, MISSED, TALKS, MISSING, texts)


def test_a_follow_up_is_read_as_the_product_reads_it(letter: Letter, texts: Texts) -> None:
    (turn,) = letter.turns
    assert (turn.behind, turn.in_full) == (f"{FINES} En wie betaalt dat?", PAID)
    assert turn.turns == turns_of("En wie betaalt dat?", [FINES])
    assert letter.ids[turn.behind].tolist() == [texts.number(turn.behind)]
    assert turn.right == {0}


def test_whole_questions_and_near_misses_stand_behind_others_of_their_language(letter: Letter) -> None:
    assert {(each.behind, each.in_full) for each in letter.switched} == {
        (f"{FINES} {PAID}", PAID),
        (f"{PAID} {FINES}", FINES),
    }
    near = "Wie int de boete?"
    assert {
        (place, each.behind, each.in_full, each.right) for place in letter.missed for each in letter.missed[place]
    } == {(1, behind, near, frozenset()) for behind in (f"{FINES} {near}", f"{PAID} {near}", f"{FINES} en wie int ze?")}


def test_what_is_put_into_the_question_before_is_not_learned_from() -> None:
    assert asked("En over de boete?", ["Wat zegt de brief over Rusland?"], "").behind == ""


def test_the_nearest_passages_are_those_the_product_finds(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_cross_conversations, "SOUGHT", 1.0)
    monkeypatch.setattr(fit_cross_conversations, "NEAREST", 2)
    found = sought(letter, LETTER, WordEncoder())
    assert [{*each.nearest} for each in found.switched if each.in_full == PAID] == [{0, 1}]
    assert all(len({*each.nearest}) == 2 for each in (*found.turns, *found.switched))


def test_a_passage_has_what_it_answers_and_what_it_is_near_to(letter: Letter) -> None:
    nearer = replace(letter, turns=[replace(letter.turns[0], nearest=[0, 2])])
    drawn = random.Random(0)
    seen = {}
    for _ in range(50):
        place, talking = draw(nearer, drawn)
        seen[place] = [(each.behind, place in each.right) for each in talking]
    said = letter.turns[0].behind
    assert seen[0] == [(said, True), (f"{FINES} {PAID}", True)]
    assert seen[1][:2] == [(said, False), (f"{PAID} {FINES}", True)]  # among others
    missed = [f"{FINES} Wie int de boete?", f"{PAID} Wie int de boete?", f"{FINES} en wie int ze?"]
    assert sorted(seen[1][2:]) == sorted((text, False) for text in missed)
    assert seen[2] == [(said, False)]


def test_what_is_lost_on_a_passage(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    """A teacher that says 1 of any question, of what says 3."""
    (turn,) = letter.turns
    monkeypatch.setattr(fit_cross_conversations, "draw", lambda *_: (0, [turn]))

    class Says:
        def __init__(self, said: float) -> None:
            self.said = said

        def passage(self, ids: Any) -> Any:
            return ids

        def __call__(self, _: Any, questions: Sequence[Any]) -> torch.Tensor:
            return torch.tensor([self.said] * len(questions))

    both: Any = Says(3.0)
    teacher: Any = Says(1.0)
    told = binary_cross_entropy_with_logits(torch.tensor([3.0]), torch.tensor([1.0]))
    apart = smooth_l1_loss(torch.tensor([3.0]), torch.tensor([1.0]))  # 1.5
    loss = loss_of(letter, both, teacher, random.Random(0))
    assert loss is not None
    assert loss.item() == pytest.approx(1.5 + TOLD * told.item())
    assert apart.item() == 1.5


def test_a_small_model_learns_what_the_teacher_says_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=60, hidden_size=8, num_hidden_layers=3, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=128, initializer_range=0.2,
    )  # fmt: skip
    same = BertModel(config)

    def fresh() -> Any:
        own = BertModel(config).eval()
        own.load_state_dict(same.state_dict())
        return own

    first = Both(fresh(), {})
    with torch.no_grad():  # a head that tells something
        first.head.linear.weight.normal_()
    start = stored(first.changed, first.head)

    both, teacher = Both(fresh(), start), Both(fresh(), start)
    teacher.requires_grad_(requires_grad=False)

    def ids(*own: int) -> Any:
        return np.array([1, 2, 3, 4, *own, 5], np.int32)

    whole, behind = ids(10, 11), ids(20, 21, 12)
    one = Asked([], "behind", "whole", frozenset({0}), [0, 1])
    small = Letter([ids(30, 31), ids(40, 41)], [one], [], {}, {"behind": behind, "whole": whole})

    def differ() -> float:
        with torch.no_grad():
            passages = [teacher.passage(each) for each in small.passages]
            return max(abs((both(each, [behind]) - teacher(each, [whole])).item()) for each in passages)

    # as fit_cross_encoder.py reads them, all at once
    with torch.no_grad():
        (passage, *questions), (read, _) = (
            states(teacher.transformer, small.passages[0], [whole, behind]),
            teacher.passage(small.passages[0]),
        )
        assert torch.allclose(read, passage, atol=1e-5)
        expected = teacher.head(passage, questions)
        assert torch.allclose(teacher(teacher.passage(small.passages[0]), [whole, behind]), expected, atol=1e-5)
    assert QUESTION_TOKENS == 64

    before = differ()
    for name, value in {"STEPS": 60, "RATE": 5e-3, "WARMING": 5, "TOLD": 0.0}.items():
        monkeypatch.setattr(fit_cross_conversations, name, value)
    learn(both, teacher, [small], lambda _: None)
    assert differ() < before / 3
    numbers = re.findall(r"\d\.\d{3}", judged(both, teacher, [small]))
    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3]
