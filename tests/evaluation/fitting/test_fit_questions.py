"""How questions are learned, on vectors worked out by hand."""

import pytest
import torch

from tests.evaluation.fitting.fit_questions import late, mean


def test_late_interaction_weighs_the_best_match_of_each_token() -> None:
    asked = torch.tensor([[[1.0, 0.0], [0.0, 1.0]], [[0.6, 0.8], [0.0, 0.0]]])
    weights = torch.tensor([[3.0, 1.0], [2.0, 0.0]])
    passages = [torch.tensor([[1.0, 0.0], [0.5, 0.5]]), torch.tensor([[0.0, 1.0]])]
    # (3 × 1 + 1 × .5) / 4 and (3 × 0 + 1 × 1) / 4; what pads a shorter passage matches nothing, and neither does a
    # token without weight
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
