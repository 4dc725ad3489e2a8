"""How reading together is learned: on texts worked out by hand, and a small model that knows nothing."""

import copy
import random
from typing import Any

import numpy as np
import pytest
import torch

from tests.evaluation.fitting import fit_cross_encoder
from tests.evaluation.fitting.fit_cross_encoder import (
    Asked,
    Head,
    _questions,
    asked_of,
    changed_by,
    contrast,
    learn,
    states,
    stored,
    told_apart,
)
from tests.evaluation.fitting.invented import Contrast, Invented
from tests.evaluation.fitting.training import Read, Task


def text(*ids: int) -> Read:
    return Read(np.array(ids, np.int32), np.ones(len(ids), bool))


@pytest.fixture
def small() -> Any:
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=60, hidden_size=8, num_hidden_layers=3, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=128, initializer_range=0.5,
    )  # fmt: skip
    return BertModel(config).eval()


def test_a_passage_has_its_questions_its_near_misses_and_those_of_its_neighbours() -> None:
    first, second, third = text(1), text(2), text(3)
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    questions = [text(11), text(12), text(13), text(14)]
    right = [frozenset({0}), frozenset({1}), frozenset({2})]
    task = Task(questions, [], [first, second, third], right, [0, 1, 2], (vectors, vectors), 0.5, {2: [3]})
    in_english = Task([text(21)], [], [first], [frozenset({0})], [0], (vectors[:1], vectors[:1]), 0.5, {})
    found = {int(each.passage[0]): each for each in asked_of([task, in_english], [True, False])}
    assert [int(ids[0]) for ids in found[1].right] == [11, 21]
    assert [int(ids[0]) for ids in found[3].near] == [14]
    # the second lies nearer to both others than these to each other
    assert [int(ids[0]) for ids in found[2].wrong] == [11, 13]
    assert [int(ids[0]) for ids in found[1].wrong] == [12, 13]
    assert all(each.invented for each in found.values())


def test_each_question_comes_once_before_any_comes_again() -> None:
    asked = Asked(np.array([1], np.int32), True, right=[np.array([number], np.int32) for number in range(5)])
    drawn = random.Random(0)
    found = [int(ids[0]) for _ in range(5) for ids in asked.draw("right", 2, drawn)]
    assert sorted(found[:5]) == sorted(found[5:]) == list(range(5))
    assert asked.draw("near", 2, drawn) == []


def test_changes_stand_beside_each_other() -> None:
    begins = Contrast("in 2020 ", "", frozenset({"when"}))
    ends = Contrast("by the council", "at once", frozenset({"who"}))
    whole = Contrast("It began in 2020 and was ended by the council.", "It is over.", frozenset({"when", "who"}))
    text = "It began in 2020 and was ended by the council."
    assert changed_by([], text) == (text, set())
    assert changed_by([begins, ends], text) == ("It began and was ended at once.", {"when", "who"})
    # what it would change is gone already
    assert changed_by([begins, whole], text) == ("It began and was ended by the council.", {"when"})


def test_a_changed_passage_is_asked_the_same_and_answers_something_else() -> None:
    first, second, missed = (np.array([number], np.int32) for number in (1, 2, 3))
    changed = np.array([7], np.int32), frozenset({first.tobytes(), missed.tobytes()})
    asked = Asked(
        np.array([5], np.int32), True, right=[first, second], near=[missed], wrong=[first] * 6, changed=[changed]
    )
    drawn = random.Random(0)
    found = [_questions(asked, drawn) for _ in range(40)]
    assert {int(passage[0]) for passage, _, _ in found} == {5, 7}
    for passage, questions, true in found:
        answered = {int(ids[0]) for ids, answers in zip(questions, true, strict=True) if answers}
        assert answered == ({1, 2} if passage[0] == 5 else {2, 3})


class Words:
    """Texts whose tokens are words, each with a number of its own."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def read(self, prompt: str, texts: list[str]) -> list[Read]:
        return [
            text(*(self.known.setdefault(word, len(self.known)) for word in (prompt + each).split())) for each in texts
        ]


@pytest.fixture
def letter(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = {
        "a-0": [Contrast("in 2020", "late", frozenset({"q"})), Contrast("ended", "ended in Rome", frozenset({"n"}))]
    }
    asked = {
        "invented": [{"id": "q", "question": "When?", "language": "en", "answers": [{"letter": "a-0"}]}],
        "near_misses": [{"id": "n", "question": "Where?", "language": "en", "answers": [], "near": "a-0"}],
    }
    letters = {"a": Invented("A", {"a-0": ("Head", "It began in 2020 and ended")})}
    monkeypatch.setattr(fit_cross_encoder, "contrasts", lambda: changes)
    monkeypatch.setattr(fit_cross_encoder, "written", lambda kind: asked[kind])
    monkeypatch.setattr(fit_cross_encoder, "invented", lambda **_: letters)


@pytest.mark.usefixtures("letter")
def test_a_passage_is_read_under_its_heading_with_its_changes() -> None:
    texts: Any = Words()
    (whole,) = texts.read("passage: ", ["Head: It began in 2020 and ended"])
    asked, other = Asked(whole.ids, True), Asked(whole.ids[:2], True)
    contrast([asked, other], texts)
    when, where = (each.ids.tobytes() for each in texts.read("query: ", ["When?", "Where?"]))
    expected = {
        "Head: It began late and ended": {when},
        "Head: It began in 2020 and ended in Rome": {where},
        "Head: It began late and ended in Rome": {when, where},
    }
    flips = {texts.read("passage: ", [each])[0].ids.tobytes(): found for each, found in expected.items()}
    assert len(asked.changed) == fit_cross_encoder.VARIANTS
    assert all(flips[ids.tobytes()] == found for ids, found in asked.changed)
    assert other.changed == []


@pytest.mark.usefixtures("letter")
def test_what_answers_is_told_from_what_it_was_changed_to(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: Any = Words()
    texts.read("", ["2020", "Rome"])  # 0 and 1

    def told(*numbers: int) -> str:
        monkeypatch.setattr(
            fit_cross_encoder, "_log_odds", lambda *given: [float(set(numbers) <= {*given[2].tolist()})]
        )
        return told_apart(None, Head(2), texts)

    assert told(0) == "en questions 1.000 of 1, en near misses 0.000 of 1"
    assert told(1) == "en questions 0.000 of 1, en near misses 1.000 of 1"


def test_a_question_sees_the_passage_and_itself_and_the_passage_only_itself(small: Any) -> None:
    passage, question, other = (np.array(ids, np.int32) for ids in ([5, 6, 7], [8, 9], [10, 11, 12]))
    with torch.inference_mode():
        read, own, _ = states(small, passage, [question, other])
        alone, own_alone = states(small, passage, [question])
        changed, of_changed = states(small, np.array([5, 6, 20], np.int32), [question])
    assert torch.allclose(read, alone, atol=1e-5)
    assert torch.allclose(own, own_alone, atol=1e-5)
    assert not torch.allclose(own, of_changed, atol=1e-2)
    assert not torch.allclose(read, changed, atol=1e-2)


def test_it_learns_which_questions_are_answered(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("STEPS", 60), ("FIRST", 1), ("RANK", 4), ("RATE", 5e-3), ("HEAD_RATE", 5e-2), ("WARMING", 5)):
        monkeypatch.setattr(fit_cross_encoder, name, value)
    asked = [
        Asked(
            np.array([1, 2, 3, word, 4], np.int32),
            invented,
            right=[np.array([1, 2, 3, 4, word, 9], np.int32)],
            near=[np.array([1, 2, 3, 4, word + 10, 9], np.int32)],
        )
        for word, invented in ((20, True), (21, False), (22, True), (23, False))
    ]
    anew = copy.deepcopy(small)
    said: list[str] = []
    changed, head = learn(small, asked, said.append)

    def told(transformer: Any, head: Head) -> list[list[float]]:
        found = []
        with torch.inference_mode():
            for each in asked:
                read, *own = states(transformer, each.passage, [*each.right, *each.near])
                found.append(head(read, own).tolist())
        return found

    assert all(answered > missed for answered, missed in told(small, head))
    assert said
    # what is written can be gone on from
    monkeypatch.setattr(fit_cross_encoder, "STEPS", 0)
    _, again = learn(anew, asked, said.append, stored(changed, head))
    np.testing.assert_allclose(told(anew, again), told(small, head), atol=0.05)


def test_the_head_weighs_the_first_token_the_words_and_how_they_match() -> None:
    passage, question = torch.zeros(6, 2), torch.zeros(6, 2)
    passage[3:-1] = torch.tensor([[1.0, 0], [0, 2]])
    # normalised, (3, 1) is (1, -1) and so is the mean (5, 1) of the colon and a word
    question[0], question[3], question[4] = torch.tensor([[3.0, 1], [4, -2], [6, 4]])
    head = Head(2)
    with torch.no_grad():
        head.linear.weight.copy_(torch.tensor([[2.0, 0, 0, 5]]))
        head.linear.bias.fill_(0.5)
        head.late.copy_(torch.tensor([10.0, -4.0]))
        # the best match of (6, 4) is (1, 0)
        expected = 2 - 5 + 0.5 + 10 * 6 / 52**0.5 - 4
        assert head(passage, [question]).tolist() == [pytest.approx(expected, abs=1e-3)]
