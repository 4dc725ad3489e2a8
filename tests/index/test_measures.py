"""Measures, with numbers worked out by hand."""

import math

import pytest

from index import measures


def test_hit() -> None:
    assert [measures.hit([False, True, False], k) for k in (1, 2, 3)] == [0, 1, 1]
    assert measures.hit([], 3) == 0


def test_reciprocal_rank() -> None:
    assert measures.reciprocal_rank([False, False, True, True]) == 1 / 3
    assert measures.reciprocal_rank([False] * 10 + [True]) == 0


def test_ndcg() -> None:
    assert measures.ndcg([True], 1) == 1
    assert measures.ndcg([False, True], 1) == pytest.approx(1 / math.log2(3))
    # right passages at 1 and 3 of three in all: (1 + 1/2) / (1 + 1/log2(3) + 1/2)
    assert measures.ndcg([True, False, True], 3) == pytest.approx(1.5 / (1.5 + 1 / math.log2(3)))
    assert measures.ndcg([True, True], 20) < measures.ndcg([True] * 10, 20) == 1
    assert measures.ndcg([False], 0) == 0


def test_auroc_counts_ties_half() -> None:
    assert measures.auroc([0.9, 0.5], [0.5, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert measures.auroc([], [0.1]) is None


def test_calibration_error() -> None:
    # .95 twice, right once: |.95 - .5| on two of three; .05 wrong: .05 on one of three
    error = measures.calibration_error([0.95, 0.95, 0.05], [True, False, False])
    assert error == pytest.approx((2 * 0.45 + 0.05) / 3)
    assert measures.calibration_error([1.0], [True]) == 0
    assert measures.calibration_error([], []) is None


def test_estimate_holds_its_mean_and_is_the_same_each_time() -> None:
    first = measures.estimate([0, 1, 1, 1])
    assert first is not None
    assert first == measures.estimate([0, 1, 1, 1])
    assert first.low < first.mean == 0.75 < first.high
    assert measures.estimate([]) is None
