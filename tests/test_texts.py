"""Both languages say everything, and what they say of numbers has a place for the number."""

from dataclasses import fields

import pytest

from app.texts import EXAMPLES, TEXTS, Texts, as_interface_language, texts_for

NAMES = [field.name for field in fields(Texts)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_text_is_empty_or_padded(language: str) -> None:
    words = texts_for(language)
    for name in NAMES:
        text = getattr(words, name)
        assert text, name
        assert text == text.strip(), name


@pytest.mark.parametrize("name", NAMES)
def test_only_counting_texts_have_a_place_for_a_number(name: str) -> None:
    for words in TEXTS.values():
        assert getattr(words, name).count("{") == (1 if name.endswith("_n") else 0)
        assert ("{n}" in getattr(words, name)) == name.endswith("_n")


def test_sentences_differ_between_the_languages() -> None:
    assert [name for name in NAMES if getattr(TEXTS["nl"], name) == getattr(TEXTS["en"], name)] == []


def test_both_languages_have_examples() -> None:
    assert set(EXAMPLES) == set(TEXTS)
    assert all(len(questions) == 3 for questions in EXAMPLES.values())
    assert EXAMPLES["nl"][0] == "Wat is DIANA?"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("nl", "nl"),
        ("nl-BE", "nl"),
        ("NL", "nl"),
        ("en-US", "en"),
        ("de-DE", "en"),
        ("nld", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_whatever_a_browser_says_becomes_one_of_the_two(said: str | None, meant: str) -> None:
    assert as_interface_language(said) == meant
