"""Measures of a ranking, and of saying no. Conventions are stated with each.

A ranking is judged as a list of booleans, best first: whether each passage is right. ``right`` is how many right
passages there are in the library; a question that finds none scores 0.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000


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


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval (percentile bootstrap over questions, seeded)."""

    mean: float
    low: float
    high: float


def estimate(values: Sequence[float]) -> Estimate | None:
    """The mean of ``values`` and how far another sample of questions might move it; None for no values."""
    if not values:
        return None
    sample = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(0).integers(0, len(sample), (RESAMPLES, len(sample)))
    low, high = np.percentile(sample[drawn].mean(axis=1), [2.5, 97.5])
    return Estimate(float(sample.mean()), float(low), float(high))


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float | None:
    """The chance that an answerable question gets the higher confidence; ties count half. None without both."""
    if not answerable or not unanswerable:
        return None
    above = np.subtract.outer(np.asarray(answerable), np.asarray(unanswerable))
    return float((above > 0).mean() + 0.5 * (above == 0).mean())


def calibration_error(confidences: Sequence[float], correct: Sequence[bool], bins: int = 10) -> float | None:
    """Expected calibration error (Naeini et al. 2015): mean |confidence - accuracy| over equal-width bins,
    weighed by how many fall in each."""
    if not confidences:
        return None
    sure, right = np.asarray(confidences), np.asarray(correct, dtype=np.float64)
    places = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[places == place].mean() - right[places == place].mean()) * (places == place).mean()
            for place in np.unique(places)
        )
    )
