"""How questions are learned, on vectors worked out by hand."""

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.functional import normalize

from index.encoder import Encoding
from tests.conftest import WordEncoder
from tests.evaluation.fitting import fit_questions
from tests.evaluation.fitting.fit_questions import Asked, Encoded, asked_of, mean
from tests.evaluation.fitting.pairs import Pairs
from tests.evaluation.fitting.training import Read, Task, late

# The first number of a text's ids, by which these stand-ins of the model know it, and its vectors.
VECTORS = {
    1: [[1.0, 0.0]],
    2: [[0.0, 1.0]],
    3: [[0.6, 0.8]],
    4: [[0.8, 0.6]],
    5: [[0.8, 0.6], [0.6, 0.8]],
}


def text(number: int) -> Read:
    return Read(np.array([number], np.int32), np.array([True]))


def tokens(texts: Sequence[Read]) -> list[torch.Tensor]:
    return [torch.tensor(VECTORS[int(each.ids[0])]) for each in texts]


def whole(texts: Sequence[Read]) -> torch.Tensor:
    return torch.stack([normalize(each.mean(dim=0), dim=0) for each in tokens(texts)])


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two questions and a near miss; of the four passages the second answers none and no near miss is on it."""
    weight = np.ones(1, np.float32)
    passages = [text(1), text(4), text(2), text(5)]
    right = [frozenset({0}), frozenset({2})]
    none = np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32)
    questions = [text(4), text(2), text(3)]
    made = Task(questions, [weight] * 3, passages, right, [0, 2], none, 0.5, {3: [2]})
    monkeypatch.setattr(fit_questions, "task_of", lambda *_, **__: made)
    monkeypatch.setattr(fit_questions, "vectors_of", lambda _, texts: (tokens(texts), whole(texts)))


class Texts:
    transformer: Any = None


class Ready:
    def read(self, passages: Sequence[str]) -> tuple[list[torch.Tensor], torch.Tensor]:
        read = [text(int(each)) for each in passages]
        return tokens(read), whole(read)


FOUND = Pairs("", 0.5, (), ("1", "4", "2", "5"), ())


@pytest.mark.usefixtures("task")
def test_a_question_is_held_against_the_nearest_that_do_not_answer_it() -> None:
    asked = asked_of(FOUND, Texts(), Ready())  # type: ignore[arg-type]
    # of the question (.8, .6) the second and the last passage have all, though they answer nothing, and the third .6
    assert len(asked.tokens) == 4
    assert asked.right == [{0}, {2}, {3}]
    assert asked.answered == 2
    assert asked.wrong == [[1, 3, 2], [3, 1, 0], [1, 2, 0]]
    assert asked.share == 0.5


@pytest.mark.usefixtures("task")
def test_what_is_learned_falls_as_the_right_passage_comes_nearer(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_: Any, texts: Sequence[Read], *__: Any) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        return torch.stack(tokens(texts)), torch.ones(len(texts), 1, dtype=torch.bool), whole(texts)

    monkeypatch.setattr(fit_questions, "run", run)
    asked = asked_of(FOUND, Texts(), Ready())  # type: ignore[arg-type]
    threshold = torch.tensor([30.0, -25.0])

    def loss(number: int, near: Sequence[int] = ()) -> float:
        read = Asked(
            [text(number), *asked.questions[1:]],
            asked.weights,
            asked.right,
            asked.answered,
            asked.tokens,
            asked.wholes,
            asked.wrong,
            asked.share,
        )
        return float(fit_questions._loss(None, read, [0], near, threshold, random.Random(0)))

    # the right passage is (1, 0)
    assert loss(1) < loss(4) < loss(3) < loss(2)
    # a near miss adds how far it is over the threshold: (.6, .8) has its passage whole, at 30 - 25
    assert loss(1, [2]) - loss(1) == pytest.approx(fit_questions.THRESHOLD_SHARE * 5.0067, abs=1e-3)


def test_late_interaction_weighs_the_best_match_of_each_token() -> None:
    asked = torch.tensor([[[1.0, 0.0], [0.0, 1.0]], [[0.6, 0.8], [0.0, 0.0]]])
    weights = torch.tensor([[3.0, 1.0], [2.0, 0.0]])
    passages = [torch.tensor([[1.0, 0.0], [0.5, 0.5]]), torch.tensor([[0.0, 1.0]])]
    # (3 × 1 + 1 × .5) / 4 and (3 × 0 + 1 × 1) / 4; a token without weight counts for nothing
    scores = late(asked, weights, passages)
    assert scores.tolist() == [pytest.approx([0.875, 0.25]), pytest.approx([0.7, 0.8])]


def test_without_passages_there_are_no_scores() -> None:
    assert late(torch.ones(2, 1, 2), torch.ones(2, 1), []).shape == (2, 0)


def test_the_mean_of_changes_keeps_their_rank_and_what_is_largest() -> None:
    # B A are (4, 0; 0, 0) and (0, 0; 0, 2), their mean (2, 0; 0, 1); of rank 1 that is nearest to (2, 0; 0, 0)
    changes = [
        (torch.tensor([[1.0, 0.0]]), torch.tensor([[4.0], [0.0]])),
        (torch.tensor([[0.0, 2.0]]), torch.tensor([[0.0], [1.0]])),
    ]
    a, b = mean(changes)
    assert (a.shape, b.shape) == ((1, 2), (2, 1))
    assert (b @ a).flatten().tolist() == pytest.approx([2, 0, 0, 0], abs=1e-6)


def test_passages_are_read_once_and_given_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    class Counting(WordEncoder):
        def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Any = None) -> list[Encoding]:
            read.extend(text for _, text in passages)
            return super().encode_passages(passages, progress)

    monkeypatch.setattr(fit_questions, "AT_ONCE", 1)
    encoded = Encoded(Counting(words=9))
    tokens, wholes = encoded.read(["een brief", "de top", "een brief"])
    again, _ = encoded.read(["de top", "nieuw"])
    assert read == ["een brief", "de top", "nieuw"]
    assert [len(each) for each in tokens] == [2, 2, 2]
    assert tokens[0] is tokens[2]
    assert again[0] is tokens[1]
    assert wholes.shape == (3, 9)
    assert tokens[0].dtype == torch.bfloat16
