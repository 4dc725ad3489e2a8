"""Intervals, with numbers worked out by hand or printed elsewhere."""

import pytest

from index.evaluation.estimate import Estimate, Z, area, balanced, mean, share


def test_a_share_has_the_interval_of_wilson() -> None:
    # 81 of 263, .2553 to .3662: Newcombe 1998, table I, method 3
    found = share([True] * 81 + [False] * 182)
    assert found is not None
    assert (found.mean, found.low, found.high) == pytest.approx((81 / 263, 0.2553, 0.3662), abs=5e-5)
    assert share([]) is None


def test_all_of_a_few_is_not_all_of_all() -> None:
    # 26 of 26: the lower end is 26 / (26 + z²), and none of 26 is its mirror image
    assert share([True] * 26) == Estimate(1.0, pytest.approx(26 / (26 + Z**2)), 1.0)
    assert share([False] * 26) == Estimate(0.0, 0.0, pytest.approx(1 - 26 / (26 + Z**2)))
    assert mean([1.0] * 26) == share([True] * 26)


def test_a_mean_lies_in_its_interval_and_is_the_same_each_time() -> None:
    found = mean([0.0, 1.0, 1.0, 0.5])
    assert found is not None
    assert found == mean([0.0, 1.0, 1.0, 0.5])
    assert 0 <= found.low < found.mean == 0.625 < found.high <= 1
    assert mean([]) is None


def test_an_area_has_an_interval_even_where_nothing_overlaps() -> None:
    # one question of each kind told apart: (1 - θ)² = z² θ (1 - θ), so θ = 1 / (1 + z²)
    found = area([0.9], [0.1])
    assert found is not None
    assert (found.mean, found.low, found.high) == pytest.approx((1.0, 1 / (1 + Z**2), 1.0))
    worst = area([0.1], [0.9])
    assert worst is not None
    assert (worst.mean, worst.low, worst.high) == pytest.approx((0.0, 0.0, Z**2 / (1 + Z**2)))
    assert area([0.9], []) is None


def test_an_area_is_surer_with_more_questions() -> None:
    few, many = area([0.2, 0.8], [0.1, 0.5]), area([0.2, 0.8] * 20, [0.1, 0.5] * 20)
    assert few is not None
    assert many is not None
    assert few.mean == many.mean == 0.75
    assert few.low < many.low < 0.75 < many.high < few.high
    # the middle of the scale, where the interval is the same to either side: θ = .5, m = n = 2, N* = 1
    half = area([0.2, 0.8], [0.2, 0.8])
    assert half is not None
    assert half.mean - half.low == pytest.approx(half.high - half.mean)


def test_a_balanced_accuracy_is_as_sure_as_its_two_shares() -> None:
    # reaches of .3 and .4 downward, .1 and 0 upward, halved: .5 / 2 and .1 / 2
    found = balanced(Estimate(0.8, 0.5, 0.9), Estimate(1.0, 0.6, 1.0))
    assert (found.mean, found.low, found.high) == pytest.approx((0.9, 0.65, 0.95))
