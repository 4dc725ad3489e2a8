"""Dutch or English."""

import pytest

from index.language import detect_language
from index.question_set import read_questions
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wat is DIANA?", "nl"),
        ("What is DIANA?", "en"),
        ("Hoeveel geeft Nederland uit aan defensie?", "nl"),
        ("How much does the Netherlands spend on defence?", "en"),
        ("defensie-uitgaven 2024", "nl"),
        ("burden sharing", "en"),
        ("En voor Georgië?", "nl"),
        ("how much is that?", "en"),
        ("What does Het Loo cost?", "en"),
        ("Wat staat er in The Way Forward?", "nl"),
        ("Did Van Rompuy agree?", "en"),
        ("Klimaatdoelen van de NAVO", "nl"),
        ("36410 VIII nr. 99", "nl"),
        ("nr. 176", "nl"),
        ("kst-36410-VIII-12", "nl"),
        ("Kamerstukken II 2024/25, 36600 B, nr. 7, p. 3", "nl"),
    ],
)
def test_questions(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("subsidie", "nl"),
        ("budget evaluatie", "nl"),
        ("budget", "en"),  # a word of both
        ("budget pledge", "en"),  # Dutch letters don't have both
        ("the subsidie", "en"),
        ("of", "en"),
    ],
)
def test_keywords_are_dutch_where_dutch_letters_alone_know_them(text: str, language: str) -> None:
    held = {"nl": {"subsidie", "budget", "evaluatie", "of"}, "en": {"budget", "policy"}}
    assert detect_language("subsidie") == detect_language("budget evaluatie") == "en"
    assert detect_language(text, lambda words, asked: held[asked] & {*words}) == language


def test_the_language_of_questions_that_were_written_in_it() -> None:
    """Those of every question file here; a handful are nothing but names."""
    wrong = [
        question.question
        for file in (ROOT / "tests" / "evaluation").rglob("*.jsonl")
        if file.parent.name in ("evaluation", "letters") and "keywords" not in file.name
        for question in read_questions(file)
        if question.language and detect_language(question.question) != question.language
    ]
    assert len(wrong) <= 5, wrong


def test_letters_without_end_are_read_once() -> None:
    assert detect_language("p " * 90 + "zzq") in ("nl", "en")
