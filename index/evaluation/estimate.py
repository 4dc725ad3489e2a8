"""Figures with the range in which another sample of as many questions might put them (95 %).

A figure at the end of its scale gets an interval too: 26 right of 26 asked doesn't mean that all are.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.evaluation import measures

RESAMPLES = 2000
Z = 1.959964  # of the normal distribution 95 % lies within this many deviations


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure between 0 and 1 with its 95 % interval."""

    mean: float
    low: float
    high: float


def share(values: Sequence[bool]) -> Estimate | None:
    """How many of ``values`` are true, with the score interval of Wilson (1927); None for no values."""
    return _wilson(sum(values) / len(values), len(values)) if values else None


def mean(values: Sequence[float]) -> Estimate | None:
    """The mean of ``values``, 0 to 1, with its percentile bootstrap interval (seeded); None for no values.

    Values that are all the same say nothing of their spread and get the interval of a share, which is wider.
    """
    if not values:
        return None
    if min(values) == max(values):
        return _wilson(values[0], len(values))
    sample = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(0).integers(0, len(sample), (RESAMPLES, len(sample)))
    low, high = np.percentile(sample[drawn].mean(axis=1), [2.5, 97.5])
    return Estimate(float(sample.mean()), float(low), float(high))


def area(answerable: Sequence[float], unanswerable: Sequence[float]) -> Estimate | None:
    """AUROC with the score interval of Newcombe (2006, method 5); None without questions of both kinds.

    Those areas that lie within Z deviations of the one found, by the deviation that they would have themselves
    (Hanley & McNeil 1982, with the mean of the two numbers of questions for either).
    """
    found = measures.auroc(answerable, unanswerable)
    if found is None:
        return None
    m, n = len(answerable), len(unanswerable)
    beyond = (m + n) / 2 - 1

    def is_far(theta: float) -> bool:
        spread = 1 + beyond * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return (theta - found) ** 2 > Z**2 * theta * (1 - theta) * spread / (m * n)

    return Estimate(found, _edge(is_far, 0.0, found), _edge(is_far, 1.0, found))


def balanced(first: Estimate, second: Estimate) -> Estimate:
    """The mean of two independent shares, with the interval that follows from theirs (Newcombe 1998, method 10)."""
    found = (first.mean + second.mean) / 2
    below = math.hypot(first.mean - first.low, second.mean - second.low) / 2
    above = math.hypot(first.high - first.mean, second.high - second.mean) / 2
    return Estimate(found, found - below, found + above)


def _wilson(found: float, count: int) -> Estimate:
    """The interval of a share ``found`` among ``count``, within 0 and 1."""
    middle = (found + Z**2 / (2 * count)) / (1 + Z**2 / count)
    reach = Z / (1 + Z**2 / count) * math.sqrt(found * (1 - found) / count + Z**2 / (4 * count**2))
    return Estimate(found, max(0.0, middle - reach), min(1.0, middle + reach))


def _edge(is_far: Callable[[float], bool], outer: float, inner: float) -> float:
    """Where ``is_far`` turns from true at ``outer`` to false at ``inner``, by halving."""
    if not is_far(outer):
        return outer
    for _ in range(50):
        middle = (outer + inner) / 2
        outer, inner = (middle, inner) if is_far(middle) else (outer, middle)
    return inner
