"""What was learned on development data for the bundled model, and what any other makes do with.

fitted.json holds the numbers of the ranking and of the confidence, to be read by eye; fitted.npz how common tokens
are, and where the middle of texts at large lies. The scripts in tests/evaluation/fitting write both.
"""

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Encoding, Floats, ModelIdentity
from index.models.bundled import HUB_NAME
from index.vectors.pooling import pooled

# Tokens that this share of all texts hold, or more, are nearly half of a passage, and carry a tenth of a question's
# weight. So many of their vectors are kept as one, or none where the same words have vectors beside it.
COMMON, POOLED = 0.1, 3
# From where on a topic is called answered: as likely as not, where as many are as aren't.
TOPIC = 0.5


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve: the weight of each feature by name."""

    bias: float
    weights: dict[str, float]

    def at(self, features: Mapping[str, float]) -> float:
        level = self.bias + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-level))


@dataclass(frozen=True, slots=True)
class Together:
    """How a passage is ranked and weighed once it was read together with the question, which is done where ``letters``
    of Weighing comes to ``low`` or more, and the confidence in the first passage to ``high`` or less (see
    ``confidence.may_change``). ``weight``: of its log-odds, in the score; the curves are as there. ``evidence``: of
    a sentence the weight of what ``evidence`` there gives it ("apart"), of the mean of its matches ("words") and of the
    question's first word's ("first")."""

    low: float
    high: float
    weight: float
    evidence: dict[str, float]
    passage: Curve
    letters: Curve


@dataclass(frozen=True, slots=True)
class Weighing:
    """How a passage is ranked and weighed. ``ranking``: the weight of each part of its score, by name; those of late
    interaction and of the best sentence add up to 1, so that a perfect match is about 1. ``evidence``: by how much the
    log-odds that a sentence of the passage is the one that answers grow with late interaction with it. ``passage``: how
    likely it is that the passage answers; ``letters``: that some passage of the library does, if this one comes first,
    which is called an answer from ``threshold`` on; ``topic``: the same where a question asks no more than what is said
    of a topic."""

    ranking: dict[str, float]
    evidence: float
    passage: Curve
    letters: Curve
    threshold: float
    together: Together | None = None
    topic: "Weighing | None" = None


@dataclass(frozen=True, slots=True)
class Middle:
    """Where texts at large in one language lie. vector: (d,) float32, of unit length, the direction of the mean of
    questions and passages; question: the mean cosine of the former with it.

    A question far from the middle asks for something particular, which letters answer less often: questions on letters
    that nothing answers have a cosine with it that is .10 lower.
    """

    vector: Floats
    question: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """background: (vocabulary,) float32, the share of all texts that hold a token, (0,) where nothing is known;
    prior: how many passages that knowledge counts for; middles: by the language of a passage, as far as they are
    known. ``same`` is for a passage in the question's language, ``cross`` for one in another."""

    background: Floats
    prior: float
    middles: Mapping[str, Middle]
    same: Weighing
    cross: Weighing

    def weighing(self, *, same: bool, topic: bool = False) -> Weighing:
        weighing = self.same if same else self.cross
        return (weighing.topic or weighing) if topic else weighing

    def shares(self, ids: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
        """(n,) the share of all texts that hold each of these tokens, 0 where nothing is known of it."""
        known = (ids >= 0) & (ids < len(self.background))
        found = np.zeros(len(ids))
        found[known] = self.background[ids[known]]
        return found

    def telling(self, encoding: Encoding) -> Floats:
        """The token vectors (n, e) of those tokens that are not COMMON, or of all where all are."""
        rare = self.shares(encoding.token_ids) < COMMON
        return encoding.tokens[rare] if rare.any() else encoding.tokens

    def telling_first(self, encoding: Encoding) -> Floats:
        """The same, and behind them the others, pooled."""
        rare = self.shares(encoding.token_ids) < COMMON
        if not rare.any():
            return encoding.tokens
        return np.concatenate([encoding.tokens[rare], pooled(encoding.tokens[~rare], POOLED)])


@functools.cache
def fitted_for(identity: ModelIdentity) -> Fitted:
    """What is known for the model; for one that nothing was fitted for, the bundled model's numbers, without how
    common tokens are and where the middle of texts lies, since its tokens and vectors are others."""
    numbers: dict[str, Any] = json.loads(files("index").joinpath("fitted.json").read_text("utf-8"))
    same, cross = (_weighing(numbers[kind]) for kind in ("same", "cross"))
    if identity.name != HUB_NAME:
        return Fitted(np.zeros(0, np.float32), 0.0, {}, same, cross)
    with files("index").joinpath("fitted.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        ids, shares = arrays["background_ids"].astype(np.int64), arrays["background_p"]
        middles = {
            language: Middle(vector.astype(np.float32), question)
            for language, vector, question in zip(
                arrays["languages"].tolist(), arrays["middles"], arrays["questions"].tolist(), strict=True
            )
        }
    background = np.zeros(int(ids.max()) + 1, np.float32)
    background[ids] = shares
    return Fitted(background, numbers["prior"], middles, same, cross)


def _weighing(numbers: dict[str, Any]) -> Weighing:
    both = numbers["together"]
    together = Together(
        both["low"],
        both["high"],
        both["weight"],
        both["evidence"],
        Curve(**both["passage"]),
        Curve(**both["letters"]),
    )
    ranking, evidence, about = numbers["ranking"], numbers["evidence"], Curve(**numbers["topic"])
    topic = Weighing(ranking, evidence, about, about, TOPIC)
    curves = Curve(**numbers["passage"]), Curve(**numbers["letters"])
    return Weighing(ranking, evidence, *curves, numbers["threshold"], together, topic)
