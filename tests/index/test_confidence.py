"""Features and curves, by hand."""

import math
from dataclasses import replace

import pytest

from index.confidence import NAMED, features_of, judge
from index.encoder import ModelIdentity
from index.fitted import Curve, fitted_for
from index.search import Ranked

FITTED = replace(
    fitted_for(ModelIdentity("words", "by hand", 4)),
    same=Curve(-1.0, {"top": 2.0, "margin": 10.0}, 0.6),
    cross=Curve(0.0, {"dense": 1.0}, 0.9),
)


def ranked(*scores: float, same: bool = True, named: bool = False) -> list[Ranked]:
    return [Ranked(key, score, 0.8, same, named) for key, score in enumerate(scores)]


def test_features() -> None:
    found = ranked(0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.0)
    first = features_of(found, 0)
    assert first == pytest.approx({"top": 0.9, "margin": 0.2, "margin5": 0.9 - 0.5, "dense": 0.8})
    # for the second: .9 stands before it, and .9, .6, .5, .4, .3 are the others
    assert features_of(found, 1) == pytest.approx({"top": 0.7, "margin": -0.2, "margin5": 0.7 - 0.54, "dense": 0.8})
    assert features_of(ranked(0.9), 0) == pytest.approx({"top": 0.9, "margin": 0.1, "margin5": 0.1, "dense": 0.8})


def test_the_curve_of_the_language_and_its_threshold() -> None:
    judgement = judge(ranked(0.9, 0.8), FITTED)
    assert judgement.confidences[0] == pytest.approx(1 / (1 + math.exp(-(-1 + 1.8 + 1.0))))
    assert judgement.confidences[1] == pytest.approx(1 / (1 + math.exp(-(-1 + 1.6 - 1.0))))
    assert judgement.answered
    other = judge(ranked(0.9, 0.8, same=False), FITTED)
    assert other.confidences[0] == pytest.approx(1 / (1 + math.exp(-0.8)))
    assert not other.answered


def test_a_look_up_is_certain_either_way() -> None:
    assert judge(ranked(0.2, named=True), FITTED, only_named=True).confidences == (NAMED,)
    assert judge(ranked(0.9), FITTED, only_named=True) == judge(ranked(0.1), FITTED, only_named=True)
    assert not judge(ranked(0.9), FITTED, only_named=True).answered


def test_nothing_found() -> None:
    assert judge([], FITTED).confidences == ()
    assert not judge([], FITTED).answered


def test_the_shipped_curves_tell_a_clear_answer_from_a_vague_one() -> None:
    fitted = fitted_for(ModelIdentity("x", "y", 1))
    for same, dense in ((True, (0.92, 0.8)), (False, (0.88, 0.78))):
        clear = [Ranked(0, 0.8, dense[0], same, False), *(Ranked(key, 0.4, 0.8, same, False) for key in range(1, 6))]
        vague = [Ranked(key, 0.3, dense[1], same, False) for key in range(6)]
        assert judge(clear, fitted).confidences[0] > 0.9
        assert judge(clear, fitted).answered
        assert judge(vague, fitted).confidences[0] < 0.1
        assert not judge(vague, fitted).answered
