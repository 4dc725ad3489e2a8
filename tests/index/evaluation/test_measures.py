"""Measures, with numbers worked out by hand."""

import math
import tracemalloc

import pytest

from index.evaluation import measures


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


def test_auroc_compares_many_without_a_table_of_all_pairs() -> None:
    tracemalloc.start()
    try:
        assert measures.auroc([0.5] * 2000 + [0.9] * 2000, [0.1] * 1000 + [0.5] * 3000) == 0.25 + 0.75 * (0.25 + 0.5)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_calibration_error() -> None:
    # .95 twice, right once: |.95 - .5| on two of three; .05 wrong: .05 on one of three
    error = measures.calibration_error([0.95, 0.95, 0.05], [True, False, False])
    assert error == pytest.approx((2 * 0.45 + 0.05) / 3)
    assert measures.calibration_error([1.0], [True]) == 0
    assert measures.calibration_error([], []) is None


def test_bins_count_what_falls_in_them() -> None:
    # 1.0 belongs to the last bin, .1 to the second
    found = measures.reliability([0.05, 0.1, 0.95, 1.0], [False, True, True, False])
    assert found == [
        measures.Bin(0.0, 0.1, 1, 0.05, 0),
        measures.Bin(0.1, 0.2, 1, 0.1, 1),
        measures.Bin(0.9, 1.0, 2, pytest.approx(0.975), 1),
    ]
    assert found[2].accuracy == 0.5
    assert measures.reliability([], []) == []


def test_risk_and_coverage() -> None:
    # surest first: right; then two at .5, one of them wrong; then a wrong one
    points = measures.risk_coverage([0.5, 0.9, 0.5, 0.1], [True, True, False, False])
    assert points == [measures.Risk(0.25, 0.0, 0.9), measures.Risk(0.75, 1 / 3, 0.5), measures.Risk(1.0, 0.5, 0.1)]
    assert measures.area_under_risk(points) == pytest.approx(0.5 / 3 + 0.25 * 0.5)
    assert measures.risk_coverage([], []) == []
    assert measures.area_under_risk([]) is None
