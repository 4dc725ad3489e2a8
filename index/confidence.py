"""How likely it is that the first passage answers the question."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.fitted import Fitted
from index.search import Ranked

# How many passages are weighed against each other.
WEIGHED = 6
# A publication that the question names by number is found or it isn't.
NAMED = 0.99


@dataclass(frozen=True, slots=True)
class Judgement:
    """confidences: one probability a passage, in their order; answered: whether the first is an answer."""

    confidences: tuple[float, ...]
    answered: bool


def judge(ranked: Sequence[Ranked], fitted: Fitted, *, only_named: bool = False) -> Judgement:
    """Weigh passages that stand in order, WEIGHED or more of them where there are so many.

    A logistic curve over a passage's features. A question that does nothing but name publications is answered
    by the passages that belong to them, for certain, and by no other.
    """
    if only_named:
        certain = tuple(NAMED if hit.named else 0.0 for hit in ranked)
        return Judgement(certain, bool(ranked) and ranked[0].named)
    confidences = []
    for place, hit in enumerate(ranked):
        curve = fitted.same if hit.same_language else fitted.cross
        features = features_of(ranked, place)
        level = curve.bias + sum(weight * features[name] for name, weight in curve.weights.items())
        confidences.append(1 / (1 + math.exp(-level)))
    if not confidences:
        return Judgement((), False)
    threshold = (fitted.same if ranked[0].same_language else fitted.cross).threshold
    return Judgement(tuple(confidences), confidences[0] >= threshold)


def features_of(ranked: Sequence[Ranked], place: int) -> dict[str, float]:
    """What the curves weigh for the passage at ``place``.

    top: its score; margin: its lead over the best other, negative where it stands behind; margin5: its lead over
    the mean of the next five; dense: its cosine. Where the library holds no other passage both leads are .1.
    """
    hit = ranked[place]
    others = [other.score for rank, other in enumerate(ranked[:WEIGHED]) if rank != place][: WEIGHED - 1]
    best = max(others, default=hit.score - 0.1)
    mean = sum(others) / len(others) if others else hit.score - 0.1
    return {"top": hit.score, "margin": hit.score - best, "margin5": hit.score - mean, "dense": hit.dense}
