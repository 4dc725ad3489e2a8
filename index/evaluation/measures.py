"""Measures of a ranking, and of saying no. Conventions are stated with each.

A ranking is judged as a list of booleans, best first: whether each passage is right. ``right`` is how many right
passages there are in the library; a question that finds none scores 0.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np


def hit(judged: Sequence[bool], k: int) -> float:
    """1 where a right passage stands among the first ``k``, else 0."""
    return float(any(judged[:k]))


def reciprocal_rank(judged: Sequence[bool], k: int = 10) -> float:
    """1 / the rank of the first right passage among the first ``k``, else 0."""
    return next((1 / rank for rank, is_right in enumerate(judged[:k], start=1) if is_right), 0.0)


def ndcg(judged: Sequence[bool], right: int, k: int = 10) -> float:
    """Discounted gain 1 / log2(rank + 1), over that of an ideal order (Järvelin & Kekäläinen 2002); binary gains."""
    gain = sum(1 / math.log2(rank + 1) for rank, is_right in enumerate(judged[:k], start=1) if is_right)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(right, k) + 1))
    return gain / ideal if ideal else 0.0


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float | None:
    """The chance that an answerable question gets the higher confidence; ties count half. None without both."""
    if not answerable or not unanswerable:
        return None
    others = np.sort(unanswerable)
    # below each, and those with the tied: a tie stands in one of the two
    counts = np.searchsorted(others, answerable, "left") + np.searchsorted(others, answerable, "right")
    return int(counts.sum()) / (2 * len(answerable) * len(unanswerable))


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions answered with confidences in [low, high): how many, how sure on average, how many of them right."""

    low: float
    high: float
    count: int
    confidence: float
    right: int

    @property
    def accuracy(self) -> float:
        return self.right / self.count


def reliability(confidences: Sequence[float], correct: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Questions by confidence, in bins of equal width; bins that nothing falls in are left out."""
    sure, right = np.asarray(confidences, dtype=np.float64), np.asarray(correct, dtype=np.bool_)
    places = np.minimum((sure * bins).astype(int), bins - 1)
    found = []
    for place in np.unique(places).tolist():
        here = places == place
        found.append(
            Bin(place / bins, (place + 1) / bins, int(here.sum()), float(sure[here].mean()), int(right[here].sum()))
        )
    return found


def calibration_error(confidences: Sequence[float], correct: Sequence[bool], bins: int = 10) -> float | None:
    """Expected calibration error (Naeini et al. 2015): mean |confidence - accuracy| over equal-width bins,
    weighed by how many fall in each."""
    if not confidences:
        return None
    found = reliability(confidences, correct, bins)
    return sum(abs(each.confidence - each.accuracy) * each.count for each in found) / len(confidences)


@dataclass(frozen=True, slots=True)
class Risk:
    """Were only the surest ``coverage`` of the questions answered, down to ``confidence``, ``risk`` of them would be
    answered wrong."""

    coverage: float
    risk: float
    confidence: float


def risk_coverage(confidences: Sequence[float], correct: Sequence[bool]) -> list[Risk]:
    """The curve of El-Yaniv & Wiener (2010), surest first: a point for every confidence that a question has."""
    answers = sorted(zip(confidences, correct, strict=True), key=itemgetter(0), reverse=True)
    points = []
    answered = wrong = 0
    for sure, tied in groupby(answers, key=itemgetter(0)):
        here = [is_right for _, is_right in tied]
        answered += len(here)
        wrong += here.count(False)
        points.append(Risk(answered / len(answers), wrong / answered, sure))
    return points


def area_under_risk(points: Sequence[Risk]) -> float | None:
    """The mean risk over all coverages (Geifman & El-Yaniv 2017); 0 is perfect. None for no points."""
    if not points:
        return None
    starts = [0.0, *(point.coverage for point in points[:-1])]
    return sum(point.risk * (point.coverage - start) for point, start in zip(points, starts, strict=True))
