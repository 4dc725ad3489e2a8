"""Features and curves, by hand."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from index.confidence import SUREST, Judgement, features_of, judge, worth_reading
from index.encoder import ModelIdentity
from index.fitted import Curve, Together, Weighing, fitted_for
from index.search import Query, Ranked
from tests.conftest import WordEncoder

FITTED = replace(
    fitted_for(ModelIdentity("words", "by hand", 4)),
    same=Weighing({}, 1.0, Curve(-1.0, {"top": 2.0, "margin": 10.0}), Curve(0.0, {"top": 3.0}), 0.6),
    cross=Weighing({}, 1.0, Curve(0.0, {"sentence": 1.0}), Curve(0.0, {"margin": 2.0}), 0.9),
)

_READ = Together(0.2, 0.9, 0.01, {}, Curve(-1.0, {"together": 1.0}), Curve(-1.0, {"together": 2.0}))
READ_TOO = replace(FITTED, same=replace(FITTED.same, together=_READ))


def asked(question: str = "Wat is DIANA?", weights: Sequence[float] | None = None) -> Query:
    encoding = WordEncoder().encode_question(question)
    return Query(question, "nl", encoding, np.array(weights or [1] * len(encoding.token_ids), np.float32))


def ranked(
    *scores: float, same: bool = True, named: bool = False, matches: Sequence[float] = (0, 0, 0)
) -> list[Ranked]:
    return [
        Ranked(key, score, 0.5, 0.5 - key / 100, 0.25, 0.02, same, named, np.array(matches, np.float32))
        for key, score in enumerate(scores)
    ]


def texts(found: Sequence[Ranked]) -> dict[int, str]:
    return {hit.key: "De NAR zal DIANA nader uitwerken." for hit in found}


def test_how_near_a_passage_is_beside_the_others() -> None:
    found = ranked(0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.0)
    first = features_of(asked(), found, 0, "")
    near = {
        "top": 0.9,
        "sentence": 0.5,
        "margin": 0.2,
        "usual_question": 0.02,
    }
    assert {name: first[name] for name in near} == pytest.approx(near)
    # for the second: .9 stands before it
    second = features_of(asked(), found, 1, "")
    near = {"top": 0.7, "margin": -0.2, "sentence": 0.49}
    assert {name: second[name] for name in near} == pytest.approx(near)
    alone = features_of(asked(), ranked(0.9), 0, "")
    assert alone["margin"] == pytest.approx(0.1)


def test_how_evenly_it_matches() -> None:
    query = asked("Wat is DIANA nu precies geworden", [0, 1, 4, 1, 2, 3])
    found = features_of(query, ranked(0.9, matches=(0.2, 0.4, 0.9, 0.1, 0.5, 0.6)), 0, "")
    # the mean is (.4 + 3.6 + .1 + 1 + 1.8) / 11
    mean = 6.9 / 11
    squares = [weight * (match - mean) ** 2 for weight, match in ((1, 0.4), (4, 0.9), (1, 0.1), (2, 0.5), (3, 0.6))]
    assert found["spread"] == pytest.approx(sum(squares) / 11)
    nothing = features_of(asked("Wat is DIANA", [0, 0, 0]), ranked(0.9), 0, "")
    assert [nothing[name] for name in ("spread", "name")] == [0, 1]


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Hoeveel F-35's komen er?", 1),
        ("Hoe hoog is het defensiebudget?", 1),
        ("How much is that?", 1),
        ("What percentage of GDP goes to defence?", 1),
        ("Hoe ziet Rutte dat?", 0),
        ("Wat is DIANA?", 0),
    ],
)
def test_whether_a_number_is_asked_for(question: str, number: float) -> None:
    query = asked(question)
    (hit,) = ranked(0.9, matches=[0] * len(query.weights))
    assert features_of(query, [hit], 0, "")["number"] == number


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("Hoeveel meldingen waren er?", 1),
        ("Hoeveel meldingen waren er in 2022?", 1),
        ("Hoeveel meldingen waren er in 2019?", 0),
        ("How many towns have over 20,000 people in 2022?", 1),
        ("Waarom steeg het in 2022 van 10 naar 15?", 0),
        ("Did it grow by 1.5 percent?", 1),
        ("Groeide het met 15 procent?", 0),
    ],
)
def test_whether_the_passage_has_the_numbers_of_the_question(question: str, figures: float) -> None:
    text = "Gemeenten van 20.000 inwoners hadden in 2022 geen 10 meldingen, 1,5 procent meer."
    query = asked(question)
    found = ranked(0.9, matches=[0] * len(query.weights))
    assert features_of(query, found, 0, text)["figures"] == figures


def test_how_much_of_a_passage_is_a_table() -> None:
    def table(text: str) -> float:
        return features_of(asked(), ranked(0.9), 0, text)["table"]

    assert table("Grond | 2021\nGeslacht | 10") == 1
    assert table("Het meldpunt kreeg deze:\nGrond | 2021\nGeslacht | 10") == pytest.approx(26 / 51)
    assert table("De een | de ander.") == table("") == 0


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Wat zegt de brief over Georgië?", 1),
        ("What does it say about Georgia?", 1),
        ("What does it say about NATO?", 1),  # which is there as NAVO
        ("What does it say about NORAD?", 0.8),
        ("What does it say about NORAD and Germany?", 0.25),
        ("What does the Anglo-Dutch Treaty say?", 0.7),  # .8 and twice .65
        ("Wat zegt de brief over duitsland?", 1),
        ("Duitsland?", 1),  # every question begins with a capital
    ],
)
def test_whether_the_names_asked_about_are_there(question: str, name: float) -> None:
    known = {
        "NORAD": (1, 0.8),
        "NATO": (1, 0.1),
        "Germany": (1, 0.25),
        "Anglo": (1, 0.8),
        "Dutch": (2, 0.65),
        "Treaty": (1, 0.9),
    }
    weights, matches = zip(*(known.get(word, (1, 0.5)) for word in re.findall(r"\w+", question)), strict=True)
    (hit,), (own,) = ranked(0.9, same=False, matches=matches), ranked(0.9, matches=matches)
    text = "De NAVO, Oekraïne en Georgië."
    assert features_of(asked(question, weights), [hit], 0, text)["name"] == pytest.approx(name)
    # in a passage in the question's own language nothing stands for another name
    alike = 0.1 if question.endswith("NATO?") else name
    assert features_of(asked(question, weights), [own], 0, text)["name"] == pytest.approx(alike)


def test_a_name_within_a_word_is_not_there() -> None:
    (hit,) = ranked(0.9, matches=(0.5, 0.5, 0.25))
    for text, name in (("De Senaat en een senator.", 0.25), ("De anti-NATO-lijn van (NATO)", 1), ("NATO", 1)):
        assert features_of(asked("Wie is NATO", (1, 1, 1)), [hit], 0, text)["name"] == pytest.approx(name)


def test_a_capital_begins_a_sentence_or_a_name_that_is_a_topic() -> None:
    (hit,) = ranked(0.9, matches=(0.25,))
    typed = asked("Polen", (1,))
    assert features_of(typed, [hit], 0, "Noorwegen")["name"] == 1
    assert features_of(replace(typed, is_topic=True), [hit], 0, "Noorwegen")["name"] == pytest.approx(0.25)


def test_the_curves_of_the_language_and_its_threshold() -> None:
    found = ranked(0.9, 0.8)
    judgement = judge(asked(), found, texts(found), FITTED)
    assert judgement.confidences[0] == pytest.approx(1 / (1 + math.exp(-(-1 + 1.8 + 1.0))))
    assert judgement.confidences[1] == pytest.approx(1 / (1 + math.exp(-(-1 + 1.6 - 1.0))))
    assert judgement.confidence == pytest.approx(1 / (1 + math.exp(-2.7)))
    assert judgement.answered
    other = ranked(0.9, 0.8, same=False)
    judgement = judge(asked(), other, texts(other), FITTED)
    assert judgement.confidence == pytest.approx(1 / (1 + math.exp(-0.2)))
    assert not judgement.answered


def test_a_topic_has_a_curve_of_its_own_and_is_not_read_together() -> None:
    about = Curve(-4.0, {"top": 5.0})
    topics = replace(READ_TOO, same=replace(READ_TOO.same, topic=Weighing({}, 1.0, about, about, 0.5)))
    found, topic = ranked(0.9, 0.7, matches=(0.5,)), replace(asked("Polen"), is_topic=True)
    judgement = judge(topic, found, texts(found), topics)
    assert judgement.confidences == pytest.approx([1 / (1 + math.exp(-level)) for level in (0.5, -0.5)])
    assert judgement.confidence == judgement.confidences[0]
    assert judgement.answered
    assert not judge(topic, found[1:], texts(found), topics).answered
    assert worth_reading(topic, found, judgement, topics) is None
    # behind another question it is part of what is asked
    behind = replace(topic, in_conversation=True)
    assert worth_reading(behind, found, judgement, topics) == READ_TOO.same.together
    assert judge(behind, found, texts(found), topics) == judge(asked("Polen"), found, texts(found), READ_TOO)


def test_a_passage_is_no_surer_to_answer_than_the_letters_are() -> None:
    found = ranked(0.9, 0.8, same=False)  # e^-.5 would make it surer
    judgement = judge(asked(), found, texts(found), FITTED)
    assert judgement.confidences == pytest.approx([1 / (1 + math.exp(-0.2))] * 2)


def test_nothing_is_certain_but_the_curve_says_so() -> None:
    certain = Curve(50.0, {})
    sure = replace(FITTED, same=replace(FITTED.same, passage=certain, letters=certain))
    judgement = judge(asked(), ranked(0.9), {0: ""}, sure)
    assert (judgement.confidences, judgement.confidence) == ((SUREST,), SUREST)


def test_a_look_up_is_certain_either_way() -> None:
    (named,), (other,), (third,) = ranked(0.2, named=True), ranked(0.9), ranked(0.1)
    assert judge(asked(), [named], texts([named]), FITTED, only_named=True).confidences == (SUREST,)
    judgements = [judge(asked(), [hit], texts([hit]), FITTED, only_named=True) for hit in (other, third)]
    assert judgements[0] == judgements[1]
    assert not judgements[0].answered


def test_nothing_found() -> None:
    judgement = judge(asked(), [], {}, FITTED)
    assert (judgement.confidences, judgement.confidence) == ((), 0.0)
    assert not judgement.answered


def test_what_was_read_together_is_weighed_by_curves_of_its_own() -> None:
    found = [replace(hit, together=odds) for hit, odds in zip(ranked(0.9, 0.8), (2.0, -1.0), strict=True)]
    found += [replace(hit, key=2) for hit in ranked(0.7)]  # not read
    judgement = judge(asked(), found, texts(found), READ_TOO)
    assert judgement.confidence == pytest.approx(1 / (1 + math.exp(-3)))
    # the last by the curve of what was read apart: its score is .7, the best other .9
    expected = [1 / (1 + math.exp(-level)) for level in (1, -2, -1 + 1.4 - 2)]
    assert judgement.confidences == pytest.approx(expected)


def test_reading_together_is_worth_it_where_it_may_change_the_answer() -> None:
    found, near = ranked(0.9, 0.884), ranked(0.9, 0.886)
    together = READ_TOO.same.together

    def worth(found: Sequence[Ranked], passage: float, letters: float) -> Together | None:
        return worth_reading(asked(), found, Judgement((passage,) * len(found), letters, answered=True), READ_TOO)

    assert [worth(found, *sure) for sure in ((0.2, 0.2), (0.1, 0.9), (0.9, 0.9))] == [together] * 3
    assert [worth(found, *sure) for sure in ((0.19, 0.19), (0.91, 0.99))] == [None, None]
    # the letters surely answer: 1.5 more in log-odds, .015 of score, would bring the second first, or not
    assert [worth(each, 0.5, 0.95) for each in (found, near, found[:1])] == [None, together, None]
    assert worth([], 0.0, 0.5) is None
    assert worth(ranked(0.9, named=True), 0.5, 0.5) is None
    assert worth(ranked(0.9, same=False), 0.5, 0.5) is None  # of which nothing was learned here


@pytest.mark.parametrize("same", [True, False])
def test_the_shipped_curves_are_surer_of_a_clear_answer_than_of_a_vague_one(same: bool) -> None:
    fitted = fitted_for(ModelIdentity("x", "y", 1))
    # on the letters of development half of the scores lie above .69 where there is an answer, else above .49
    clear = ranked(0.95, 0.7, 0.7, 0.7, 0.7, 0.7, same=same, matches=(0.95, 0.95, 0.95))
    vague = ranked(*[0.49] * 6, same=same, matches=(0.9, 0.9, 0.5))
    alike = [[replace(hit, sentence=hit.score) for hit in found] for found in (clear, vague)]
    judged = [judge(asked(), found, texts(found), fitted) for found in alike]
    assert judged[0].answered
    assert judged[0].confidences[0] > 0.9
    assert not judged[1].answered
    assert judged[1].confidences[0] < 0.1
