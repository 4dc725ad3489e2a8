"""The question files on the supplied letter say what they mean. Needs no model."""

from collections import Counter
from pathlib import Path

import pytest

from corpus import read_file
from corpus.blocks import folded
from index.evaluation.question_set import read_questions
from tests.conftest import LETTER
from tests.evaluation.sets import HERE

FILES = sorted(HERE.glob("letter*.jsonl"))
# Questions that must be there at the least in each language: answerable, unanswerable.
ENOUGH = {"letter": (91, 35), "letter.ordinary": (190, 70)}


@pytest.fixture(scope="module")
def paragraphs() -> dict[str, str]:
    (letter,) = read_file(LETTER).letters
    return {paragraph.id: folded(paragraph.text) for _, paragraph in letter.paragraphs()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_quote_means_exactly_one_paragraph(file: Path, paragraphs: dict[str, str]) -> None:
    meant = {
        (question.id, gold.quote): [
            identifier for identifier, text in paragraphs.items() if gold.quote is None or gold.quote in text
        ]
        for question in read_questions(file)
        for gold in question.answers
    }
    assert {key: found for key, found in meant.items() if len(found) != 1} == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_answer_names_the_letter_and_a_paragraph_once(file: Path, paragraphs: dict[str, str]) -> None:
    for question in read_questions(file):
        assert {gold.letter for gold in question.answers} <= {"kst-28676-372"}, question.id
        meant = [
            identifier
            for gold in question.answers
            for identifier, text in paragraphs.items()
            if gold.quote and gold.quote in text
        ]
        assert len(meant) == len(set(meant)), f"{question.id} has two quotes from one paragraph"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_question_is_asked_twice_and_each_has_its_language(file: Path) -> None:
    questions = read_questions(file)
    often = Counter(folded(question.question).casefold() for question in questions)
    assert {question: count for question, count in often.items() if count > 1} == {}
    assert {question.language for question in questions} <= {"nl", "en"}


@pytest.mark.parametrize("name", ENOUGH)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_there_are_enough_questions(name: str, language: str) -> None:
    answerable, unanswerable = ENOUGH[name]
    answered = [bool(each.answers) for each in read_questions(HERE / f"{name}.jsonl") if each.language == language]
    assert answered.count(True) >= answerable
    assert answered.count(False) >= unanswerable


@pytest.mark.parametrize("name", ENOUGH)
def test_every_paragraph_is_asked_about(name: str, paragraphs: dict[str, str]) -> None:
    quotes = [gold.quote for each in read_questions(HERE / f"{name}.jsonl") for gold in each.answers if gold.quote]
    assert {key for key, text in paragraphs.items() if not any(quote in text for quote in quotes)} == set()
