"""How likely it is that the first passage answers the question."""

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.answer import Language
from index.search import Ranked


@dataclass(frozen=True, slots=True)
class Judgement:
    """confidences: one probability a passage, in their order; answered: whether the first is an answer."""

    confidences: tuple[float, ...]
    answered: bool


@functools.cache
def _fitted() -> dict[str, Any]:
    fitted: dict[str, Any] = json.loads(Path(__file__).with_name("confidence.json").read_text("utf-8"))
    return fitted


def judge(ranked: Sequence[Ranked], language: Language) -> Judgement:
    """Weigh passages that stand in order, for a question in ``language``.

    A logistic curve over the late-interaction score and, for the first, its lead over the second. The
    coefficients are in confidence.json, which tests/evaluation/fit_confidence.py writes.
    """
    if not ranked:
        return Judgement((), False)
    curve = _fitted()[language]
    confidences = []
    for place, hit in enumerate(ranked):
        lead = hit.late - ranked[1 - place].late if place < 2 and len(ranked) > 1 else hit.late - ranked[0].late
        confidences.append(1 / (1 + math.exp(-(curve["bias"] + curve["score"] * hit.late + curve["lead"] * lead))))
    return Judgement(tuple(confidences), confidences[0] >= curve["threshold"])
