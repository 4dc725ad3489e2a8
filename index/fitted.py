"""What was learned on development data for the bundled model, and nothing for any other.

fitted.json holds the few numbers of the ranking and of the confidence, to be read by eye; fitted.npz the arrays.
The scripts in tests/evaluation/fitting write both; the shipped arrays and curves come from runs of the same recipe
on token vectors that were computed once beforehand, with samples of their own, so that a new run gives close but not
equal numbers. The weights of the ranking were set by hand.
"""

import functools
import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from index.bundled import HUB_NAME
from index.encoder import Floats, ModelIdentity, unit


@dataclass(frozen=True, slots=True)
class Head:
    """A low-rank change to token vectors, near the identity: x → unit(x + B A x). A: (r, e), B: (e, r) float32."""

    a: Floats
    b: Floats

    def __call__(self, tokens: Floats) -> Floats:
        """tokens: (t, e) float32, unit length; so is the result."""
        return unit(tokens + (tokens @ self.a.T) @ self.b.T)

    @property
    def fingerprint(self) -> str:
        return hashlib.blake2b(self.a.tobytes() + self.b.tobytes(), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve: the weight of each feature by name, and where it is high enough to call it an answer."""

    bias: float
    weights: dict[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Numbers that rank and weigh.

    background: (vocabulary,) float32, the share of all texts that hold a token, (0,) where nothing is known;
    prior: how many passages that knowledge counts for; centroids: (c, e) float32, what questions look like.
    ``same`` is for a passage in the question's language, ``cross`` for one in another.
    """

    background: Floats
    prior: float
    centroids: Floats
    lexical: float
    sentence_same: float
    sentence_cross: float
    hub_same: float
    hub_cross: float
    same: Curve
    cross: Curve


@functools.cache
def _arrays() -> dict[str, npt.NDArray[Any]]:
    with files("index").joinpath("fitted.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


@functools.cache
def bundled_head() -> Head:
    """The head for the bundled model's token vectors."""
    arrays = _arrays()
    return Head(arrays["A"].astype(np.float32), arrays["B"].astype(np.float32))


@functools.cache
def fitted_for(identity: ModelIdentity) -> Fitted:
    """What is known for the model; for one that nothing was fitted for, late interaction and its curves alone."""
    numbers: dict[str, Any] = json.loads(files("index").joinpath("fitted.json").read_text("utf-8"))
    same, cross = (Curve(**numbers[name]) for name in ("same", "cross"))
    if identity.name != HUB_NAME:
        none = np.zeros((0, 1), np.float32)
        return Fitted(
            none[:, 0],
            0.0,
            none,
            numbers["lexical"],
            numbers["sentence_same"],
            numbers["sentence_cross"],
            0.0,
            0.0,
            same,
            cross,
        )
    arrays = _arrays()
    ids = arrays["background_ids"].astype(np.int64)
    background = np.zeros(int(ids.max()) + 1, np.float32)
    background[ids] = arrays["background_p"]
    # stored as the model gives them; passages' tokens have been through the head
    centroids = bundled_head()(unit(arrays["centroids"].astype(np.float32)))
    return Fitted(
        background,
        numbers["prior"],
        centroids,
        numbers["lexical"],
        numbers["sentence_same"],
        numbers["sentence_cross"],
        numbers["hub_same"],
        numbers["hub_cross"],
        same,
        cross,
    )
