"""Dutch or English."""

import pytest

from index.language import detect_language


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
    ],
)
def test_questions(text: str, language: str) -> None:
    assert detect_language(text) == language
