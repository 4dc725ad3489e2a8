"""The four charts, on questions whose outcome is made up."""

import re
from collections.abc import Callable, Sequence

import pytest

from index.answer import Answer, Hit
from index.evaluation.figures import KINDS, STEPS, Figure
from index.evaluation.outcome import Miss, Outcome
from index.evaluation.question_set import Gold, Question

GOLD = (Gold("letter", None),)


def outcome(confidence: float, judged: Sequence[bool], *, answered: bool, answerable: bool = True) -> Outcome:
    question = Question("id", "Wat?", GOLD if answerable else (), "nl")
    hit = Hit(1, "letter#1", "letter", "", (), 1, None, "", (), confidence, confidence, "", "", None, "nl")
    return Outcome(question, Answer("Wat?", "Wat?", "nl", answered, 0.5, 1.0, (hit,)), tuple(judged), ())


# the right passage first; first yet refused; second; nowhere and answered; refused rightly; answered for nothing
OUTCOMES = [
    outcome(0.95, [True], answered=True),
    outcome(0.25, [True, False], answered=False),
    outcome(0.15, [False, True], answered=False),
    outcome(0.65, [False] * 10, answered=True),
    outcome(0.05, [False] * 10, answered=False, answerable=False),
    outcome(0.55, [False] * 10, answered=True, answerable=False),
]


def figure(key: str, outcomes: Sequence[Outcome] = OUTCOMES) -> Figure | None:
    (kind,) = (kind for kind in KINDS if kind.key == key)
    return kind.make(f"{key}-1", "Title", outcomes)


@pytest.fixture
def shown() -> Callable[[str], Figure]:
    def make(key: str) -> Figure:
        found = figure(key)
        assert found is not None
        return found

    return make


def test_misses_by_kind() -> None:
    assert [each.miss for each in OUTCOMES] == [
        None,
        Miss.REFUSED_RIGHT,
        Miss.REFUSED_WRONG,
        Miss.ANSWERED_WRONG,
        None,
        Miss.ANSWERED_UNANSWERABLE,
    ]


def test_the_curve_of_hits_counts_answerable_questions(shown: Callable[[str], Figure]) -> None:
    found = shown("hits")
    assert [row[:2] for row in found.rows[:3]] == [("1", "50.0%"), ("2", "75.0%"), ("3", "75.0%")]
    assert len(found.rows) == 10
    # Wilson, 2 of 4
    assert found.rows[0][2] == "15.0–85.0%"
    assert "4 questions that have an answer: 50% for k = 1, 75% for k = 3, 75% for k = 10." in found.svg


def test_the_curve_of_hits_needs_an_answerable_question() -> None:
    assert figure("hits", OUTCOMES[4:]) is None


def test_reliability_counts_every_bin(shown: Callable[[str], Figure]) -> None:
    found = shown("reliability")
    assert found.rows[0] == ("0–10%", "1", "5.0%", "0 (0.0%)")
    assert found.rows[-1] == ("90–100%", "1", "95.0%", "1 (100.0%)")
    # |.95-1| + |.25-1| + .15 + .65 + .05 + .55, each one of six
    assert found.note == "Expected calibration error: 0.367."


def test_risk_says_where_the_line_is_drawn(shown: Callable[[str], Figure]) -> None:
    found = shown("risk")
    # three answered, two of them wrong; risks 0, 1/2, 2/3, 2/4, 3/5, 4/6 at each sixth
    assert found.note == "Mean risk: 0.489. As it is, 3 of 6 are answered, 2 of those wrong."
    assert found.rows[0] == ("16.7%", "0.0%", "0.950")
    assert found.rows[-1] == ("100.0%", "66.7%", "0.050")
    assert 'class="now"' in found.svg


def test_refusals_split_answers_into_right_and_wrong(shown: Callable[[str], Figure]) -> None:
    found = shown("refusals")
    assert found.rows == (
        ("answered right", "1", "0"),
        ("answered wrong", "1", "1"),
        ("refused", "2", "1"),
        ("– right passage nearest", "1", "–"),
    )
    assert "Answerable (4): 1 answered right, 1 answered wrong" in found.svg


@pytest.mark.parametrize("outcomes", [OUTCOMES[:1], OUTCOMES[4:5], OUTCOMES[1:2]], ids=["answered", "none", "refused"])
def test_one_question_is_enough_to_draw(outcomes: list[Outcome]) -> None:
    for kind in KINDS:
        found = kind.make("x", "Title", outcomes)
        assert found is None or not re.search(r"\bnan\b|\binf\b", found.svg)


def test_many_questions_do_not_make_long_curves() -> None:
    many = [outcome(at / 5000, [at % 2 == 0], answered=True) for at in range(5000)]
    found = figure("risk", many)
    assert found is not None
    curve = found.svg.partition('class="curve" points="')[2].partition('"')[0]
    assert STEPS <= len(curve.split()) <= STEPS + 1
    assert len(found.rows) == 10
