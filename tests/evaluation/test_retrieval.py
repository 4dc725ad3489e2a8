"""How well the product answers questions about the supplied letter, held at what was measured.

The questions were written from the letter alone, before anything was measured on them, and nothing is fitted to them.
Changes are judged on the development data; these figures then say what came of it, and a figure that goes down is told
in the comment beside it.
"""

from pathlib import Path

import pytest

from index import Library
from index.evaluation.evaluate import Evaluation, evaluate
from index.evaluation.question_set import read_questions

FOLDER = Path(__file__).parent
# How many questions have the right passage first, and among the first three, of how many; what share of questions that
# nothing answers is refused at the least, and of those that the letter answers at the most.
# Before the first passages were read together with the question: (76, 84), (78, 89), (53, 53) and (50, 55); refused
# (.914, .143) and (.971, .220); balanced accuracy .886 and .876, AUROC .978 and .983. Before what reads them learned
# from changed passages: (77, 84), (78, 89), (53, 53) and (51, 55); refused (.914, .088) and (1, .198); balanced
# accuracy .912 and .9, AUROC .98 and .99. So two Dutch questions and an English one that the letter answers are
# refused which weren't, and one question in English keywords has its passage second.
RANKED = {
    ("letter", "nl"): (79, 84, 91),
    ("letter", "en"): (80, 89, 91),
    ("letter.ordinary", "nl"): (175, 184, 190),
    ("letter.ordinary", "en"): (176, 190, 195),
    ("letter.keywords", "nl"): (53, 53, 54),
    ("letter.keywords", "en"): (51, 55, 55),
}
# These figures, and those below, are in eight bits, of what questions were read with before it learned from
# conversations. In full precision, as processors without VNNI read questions then, that had (174, 190) of the 195,
# and what is here has (78, 85) and (79, 89) of the harder ones, (173, 185) and (174, 190) of the ordinary ones, and of
# the others as many as stand there.
PROCESSOR = 2
REFUSED = {
    ("letter", "nl"): (0.943, 0.11),
    ("letter", "en"): (1.0, 0.154),
    ("letter.ordinary", "nl"): (0.914, 0.042),
    ("letter.ordinary", "en"): (0.971, 0.072),
}
BALANCED = {
    ("letter", "nl"): 0.902,
    ("letter", "en"): 0.923,
    ("letter.ordinary", "nl"): 0.936,
    ("letter.ordinary", "en"): 0.949,
}
AUROC = {
    ("letter", "nl"): 0.978,
    ("letter", "en"): 0.994,
    ("letter.ordinary", "nl"): 0.974,
    ("letter.ordinary", "en"): 0.990,
}
# Of the questions whose passage comes first, how many have what answers marked, of how many. Before it was learned
# which sentence that is: 62 of 78 and 54 of 80.
MARKED = {
    ("letter", "nl"): (68, 78),
    ("letter", "en"): (61, 80),
    ("letter.ordinary", "nl"): (143, 173),
    ("letter.ordinary", "en"): (144, 176),
}
# Of questions that a paragraph is just about and doesn't answer, how many are refused, of how many: 4 and 11 while
# confidence weighed how long a question is. Of the Dutch ones most look too surely answered to be read together with
# it.
NEAR = {"nl": (6, 24), "en": (13, 21)}
ORDER = 0.01  # of AUROC, which moves with every question's confidence


@pytest.fixture(scope="module")
def evaluations(real_library: Library) -> dict[str, Evaluation]:
    names = dict.fromkeys([*(name for name, _ in RANKED), "letter.near"])
    return {name: evaluate(real_library, read_questions(FOLDER / f"{name}.jsonl")) for name in names}


@pytest.mark.model
@pytest.mark.parametrize(("name", "language"), RANKED)
def test_the_right_passage_comes_first(evaluations: dict[str, Evaluation], name: str, language: str) -> None:
    measured = evaluations[name].to_json()["by_language"][language]
    first, third, questions = RANKED[name, language]
    assert measured["answerable"] == questions
    assert round(measured["hit@1"] * questions) >= first - PROCESSOR
    assert round(measured["hit@3"] * questions) >= third - PROCESSOR


@pytest.mark.model
@pytest.mark.parametrize(("name", "language"), REFUSED)
def test_what_nothing_answers_is_refused(evaluations: dict[str, Evaluation], name: str, language: str) -> None:
    measured = evaluations[name].to_json()["by_language"][language]
    abstention, answerable = measured["abstention"], measured["answerable"]
    unanswerable = measured["questions"] - answerable
    of_unanswerable, of_answerable = REFUSED[name, language]
    # in questions: a share is rounded where it stands
    refused, lost = abstention["refused_unanswerable"] * unanswerable, abstention["refused_answerable"] * answerable
    assert round(refused) >= round(of_unanswerable * unanswerable) - PROCESSOR
    assert round(lost) <= round(of_answerable * answerable) + PROCESSOR
    assert abstention["balanced_accuracy"] >= BALANCED[name, language] - PROCESSOR / (2 * unanswerable)
    assert abstention["auroc"] >= AUROC[name, language] - ORDER


@pytest.mark.model
@pytest.mark.parametrize("language", NEAR)
def test_near_misses_are_refused_as_often_as_before(evaluations: dict[str, Evaluation], language: str) -> None:
    measured = evaluations["letter.near"].to_json()["by_language"][language]
    refused, questions = NEAR[language]
    assert measured["questions"] == questions
    assert round(measured["abstention"]["refused_unanswerable"] * questions) >= refused - PROCESSOR


@pytest.mark.model
@pytest.mark.parametrize(("name", "language"), MARKED)
def test_what_is_marked_answers(evaluations: dict[str, Evaluation], name: str, language: str) -> None:
    marked, questions = MARKED[name, language]
    measured = evaluations[name].to_json()["by_language"][language]["evidence"]
    assert measured >= (marked - PROCESSOR) / questions


@pytest.mark.model
def test_every_quote_stands_word_for_word_in_what_is_shown(evaluations: dict[str, Evaluation]) -> None:
    for outcome in (outcome for evaluation in evaluations.values() for outcome in evaluation.outcomes):
        for hit, is_right in zip(outcome.answer.passages, outcome.judged, strict=False):
            if is_right:
                assert any(gold.quote and gold.quote in hit.text for gold in outcome.question.answers)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "locator"),
    [
        ("Wat is DIANA?", "§ Behoud van technologische voorsprong, al. 1"),
        ("Can a cyber attack trigger Article 5?", "§ Cyber, al. 1"),
    ],
)
def test_the_two_questions_of_the_order(real_library: Library, question: str, locator: str) -> None:
    first = real_library.ask(question).passages[0]
    assert first.citation == "Kamerstukken II 2020/21, 28676, nr. 372"
    assert first.locator == locator


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Wat is DIANA volgens Kamerstuk 28 676, nr. 372?", "behoud-van-technologische-voorsprong.1"),
        ("What is DIANA according to Kamerstuk 28 676, nr. 372?", "behoud-van-technologische-voorsprong.1"),
        ("What does 28676-372 say about China?", "china.1"),
        ("Wat zegt 28676-372 over het lerarentekort?", None),
        ("Wie stemde voor 28676-372?", None),
        ("Waarom is 28676-372 belangrijk?", None),
    ],
)
def test_a_number_beside_a_question_is_no_hindrance(real_library: Library, question: str, passage: str | None) -> None:
    answer = real_library.ask(question)
    assert answer.answered == bool(passage)
    if passage:
        assert (answer.passages[0].id, answer.confidence > 0.9) == (f"kst-28676-372#{passage}", True)
