"""How likely it is that a passage answers the question, and that the letters do at all."""

import functools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.tables import tables
from index.encoder import Floats
from index.fitted import Fitted, Together, Weighing
from index.lexical import plain, spans_of
from index.names import ALIKE, standing_elsewhere, standing_for
from index.search import Query, Ranked

# How many passages are weighed against each other.
WEIGHED = 6
# How many of the first are read together with the question: all of these in libraries of so many passages at the most,
# about one letter's size; in larger ones, where more questions are in doubt and most passages new, no more once one
# likely answers; and in the largest none.
READ, ALL_READ_UP_TO, READ_UP_TO = 3, 300, 10_000
# Where the letters answer more surely than that, reading them together with the question is worth it if the second
# passage comes before the first by log-odds that are higher by so much.
SURELY, OVERTAKING = 0.9, 1.5
# Of so many passages, the last that were weighed, what a question doesn't change is kept.
KEPT = 256
# Nothing is surer. A publication that the question names by number is found or it isn't; other answers are never
# certain: of those that were said to be .97 sure on the letters of development, .94 were right.
SUREST = 0.99

# A question for a number, an amount or a measure: the commonest kind that sounds as if a letter answered it (an
# expected answer type, Li & Roth, "Learning question classifiers", 2002).
_NUMBER = re.compile(
    r"\b(hoeveel(ste)?|percentages?|procent|aantal(len)?|bedrag(en)?"
    r"|hoe (hoog|groot|lang|vaak|veel|oud|ver|snel|duur|zwaar)|welk (deel|aandeel)"
    r"|how (many|much|high|large|big|long|often|old|far|fast|expensive)"
    r"|(what|which) (percentage|share|amount|number|proportion|fraction|price|size)|kost(en)?|costs?|budgets?)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
# A word with a capital that does not begin the question; its topic begins within it.
_NAME = re.compile(rf"(?<=[\w,»\"')] )[A-ZÀ-Þ][\w-]{{{ALIKE - 2},}}")
_NAME_OF_TOPIC = re.compile(rf"^[A-ZÀ-Þ][\w-]{{{ALIKE - 2},}}|{_NAME.pattern}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """confidences: one probability a passage, in their order; confidence: that the letters answer, be it further down;
    answered: whether that is likely enough."""

    confidences: tuple[float, ...]
    confidence: float
    answered: bool


def judge(
    query: Query, ranked: Sequence[Ranked], texts: Mapping[int, str], fitted: Fitted, *, only_named: bool = False
) -> Judgement:
    """Weigh passages that stand in order, WEIGHED or more of them where there are so many; texts by their key.

    Two logistic curves over a passage's features: one tells whether it answers, the other, of the first, whether
    anything does. One curve for both tells answerable questions from others less well (with an earlier adapter AUROC
    .93 instead of .95 on the letters of development): the right passage may well come second. A question that asks no
    more than what is said of a topic has one curve: whether a passage is about that. One that does nothing but name
    publications is answered by the passages that belong to them, for certain, and by no other.
    """
    if not ranked:
        return Judgement((), 0.0, answered=False)
    if only_named:
        certain = tuple(SUREST if hit.named else 0.0 for hit in ranked)
        return Judgement(certain, certain[0], ranked[0].named)
    asked = asked_by(query)
    features = [features_of(query, ranked, place, texts[hit.key], asked) for place, hit in enumerate(ranked)]
    curves = [_curves(fitted, query, hit) for hit in ranked]
    confidence = min(SUREST, curves[0].letters.at(features[0]))
    # where a passage answers the letters do, so that it cannot be surer
    confidences = tuple(min(confidence, curve.passage.at(each)) for curve, each in zip(curves, features, strict=True))
    return Judgement(confidences, confidence, confidence >= _weighing(fitted, query, ranked[0]).threshold)


def worth_reading(query: Query, ranked: Sequence[Ranked], judgement: Judgement, fitted: Fitted) -> Together | None:
    """What counts once the first READ passages are read together with the question; None where that can't be told, or
    would seldom change what ``judgement`` says, and where the question names a publication that isn't its own."""
    if not ranked or (ranked[0].named and ranked[0].key not in query.own):
        return None
    together = _weighing(fitted, query, ranked[0]).together
    lead = ranked[0].score - ranked[1].score if len(ranked) > 1 else math.inf
    sure = judgement.confidence, judgement.confidences[0]
    return together if together and may_change(sure, lead, together.low, together.high, together.weight) else None


def may_change(sure: tuple[float, float], lead: float, low: float, high: float, weight: float) -> bool:
    """Whether reading them may change what is answered: whether the letters do, or which passage comes first. ``sure``:
    that the letters answer and that the first passage does; ``lead``: of its score over the second one's; others as in
    Together. Where the letters SURELY do, it may if log-odds that differ by OVERTAKING bring the second first."""
    letters, passage = sure
    return letters >= low and passage <= high and (letters <= SURELY or lead <= OVERTAKING * weight)


def _weighing(fitted: Fitted, query: Query, hit: Ranked) -> Weighing:
    return fitted.weighing(same=hit.same_language, topic=query.is_topic and not query.in_conversation)


def _curves(fitted: Fitted, query: Query, hit: Ranked) -> Weighing | Together:
    """Those for a passage that was read together with the question, or was not."""
    weighing = _weighing(fitted, query, hit)
    return weighing.together if weighing.together and hit.together is not None else weighing


def features_of(
    query: Query, ranked: Sequence[Ranked], place: int, text: str, asked: "Asked | None" = None
) -> dict[str, float]:
    """What the curves weigh for the passage at ``place``, whose text is ``text``; ``asked``: ``asked_by(query)``, where
    it is there already.

    How near it is. top: its score; sentence: that of its best sentence; margin: its lead over the best of five others,
    of the same letters where the question is asked of these, negative where it stands behind, .1 where there is none;
    usual_question: how near the question is to any text. How evenly it matches. spread: the weighed variance of the
    matches of the question's tokens. What is asked. number: whether it asks for one; figures: whether the passage has
    each one that stands in the question, such as a year; name: how well the one of its names that is matched least is
    matched, 1 for a name that stands in the passage, and where there is none. table: how much of the passage is rows of
    tables. together: the log-odds that it answers, where it was read together with the question, else 0. How long a
    question is, or how rare its words are, isn't weighed: that tells how it is written, not whether it is answered.
    """
    hit = ranked[place]
    asked = asked or asked_by(query)
    rivals = [each for each in ranked[:WEIGHED] if each.key in query.own] if hit.key in query.own else ranked
    others = [other for rank, other in enumerate(rivals[:WEIGHED]) if rank != place][: WEIGHED - 1]
    best = max((other.score for other in others), default=hit.score - 0.1)
    return {
        "top": hit.score,
        "sentence": hit.sentence,
        "margin": hit.score - best,
        "spread": _spread(query, hit.matches),
        "usual_question": hit.usual_question,
        "number": asked.number,
        "figures": float(not asked.figures or asked.figures <= _figures(text)),
        "name": _name(asked, hit, text),
        "together": hit.together or 0.0,
        "table": _in_tables(text),
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, for every passage the same: see ``features_of``. names: patterns of what stands for each in a
    passage in the question's language, and in another, with the weights (q,) of its tokens."""

    number: float
    figures: frozenset[str]
    names: tuple[tuple[str, str, Floats], ...]


def asked_by(query: Query) -> Asked:
    """What ``query`` asks."""
    held = query.encoding.held
    names = list((_NAME_OF_TOPIC if query.is_topic else _NAME).finditer(query.text))
    weights = held(spans_of(names)) * query.weights
    return Asked(
        number=float(bool(_NUMBER.search(query.text))),
        figures=frozenset(_figures(query.text)),
        names=tuple(
            (standing_for(name.group()), standing_elsewhere(name.group()), own)
            for name, own in zip(names, weights, strict=True)
            if own.sum()
        ),
    )


def _figures(text: str) -> set[str]:
    """The numbers in a text, as either language writes them: "20.000" and "20,000" are one, and so are 1,5 and 1.5."""
    return {_THOUSANDS.sub("", figure).replace(".", ",") for figure in _FIGURE.findall(text)}


def _name(asked: Asked, hit: Ranked, text: str) -> float:
    """How well the one of the question's names that is matched least is matched: the weighed mean of its tokens'
    matches, or 1 where ``text`` has it; 1 where there is no name, or none with weight."""
    if not asked.names:
        return 1.0
    there = _plain(text)
    matched = [
        float(own @ hit.matches / own.sum())
        for alike, elsewhere, own in asked.names
        if not re.search(alike if hit.same_language else elsewhere, there)
    ]
    return min(matched, default=1.0)


@functools.lru_cache(KEPT)
def _plain(text: str) -> str:
    return plain(text)


@functools.lru_cache(KEPT)
def _in_tables(text: str) -> float:
    """How much of ``text`` is rows of tables."""
    return sum(rows[-1][1] - rows[0][0] for rows in tables(text)) / max(len(text), 1)


def _spread(query: Query, matches: Floats) -> float:
    if not (total := float(query.weights.sum())):
        return 0.0
    mean = float(query.weights @ matches) / total
    return float(query.weights @ np.square(matches - mean)) / total
