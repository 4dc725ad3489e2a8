"""Words that question and passage share, with numbers worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import (
    LONG,
    LONGER,
    NONE,
    PART,
    Term,
    Variant,
    _in_compounds,
    acronym,
    forms,
    joined_words,
    overlap,
    stems,
    terms,
    words_in,
)
from tests.conftest import WordEncoder


def test_stems_forget_accents_capitals_and_endings() -> None:
    assert stems("Oekraïne, OEKRAINE", "nl") == ["oekraine", "oekraine"]
    assert stems("Oekrai\u0308ne", "nl") == ["oekraine"]  # an accent of its own
    assert stems("de begrotingen", "nl") == ["de", "begroot"]
    assert stems("the budgets of 2,5%", "en") == ["the", "budget", "of", "2,5"]
    assert stems("die Haushalte", "de") == ["die", "haushalte"]


def test_terms_weigh_as_their_rarest_token(words: WordEncoder) -> None:
    encoding = words.encode_question("de kat de muis")
    found = terms("de kat de muis", "nl", encoding, np.array([0.5, 2.0, 0.5, 0.0], np.float32))
    assert found == (Term("de", 0.5), Term("kat", 2.0))


def test_overlap_is_bm25_over_its_highest_value() -> None:
    asked = (Term("kat", 3.0), Term("hond", 1.0))
    # four words where the average is four: room 1.2; kat twice
    assert overlap(asked, words_in("kat kat muis vis"), 4) == pytest.approx(3 * 2 / (2 + 1.2) / 4)
    # eight words: room 1.2 × (.4 + .6 × 2)
    assert overlap(asked, words_in("hond" + " muis" * 7), 4) == pytest.approx(1 / (1 + 1.2 * 1.6) / 4)
    assert overlap(asked, NONE, 4) == overlap((), words_in("kat"), 4) == 0


@pytest.mark.parametrize(
    ("asked", "held", "times"),
    [
        ("klimat", "klimatneutral", 0.4),  # the question's word begins a compound of the passage
        ("klimatneutral", "klimat", 0.4),  # and the other way round
        ("beleid", "klimatbeleid", 0.4),
        ("kat", "katten", 0.0),  # too short to be a part
        ("beleid", "beleids", 0.0),  # not long enough to be a compound
        ("12345", "12345678", 0.0),  # numbers are whole
    ],
)
def test_a_part_of_a_compound_counts_in_part(asked: str, held: str, times: float) -> None:
    assert overlap((Term(asked, 1.0),), words_in(held), 1) == pytest.approx(times / (times + 1.2) if times else 0)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("OM", "om_"),
        ("om", None),
        ("Om", None),
        ("NAVO", "navo_"),
        ("EDTs", "edt_"),  # the plural as the singular
        ("PvdA", "pvda_"),
        ("Awb", None),
        ("VERSLAGLEGGING", None),  # a heading in capitals
    ],
)
def test_acronyms_are_told_by_their_capitals(word: str, expected: str | None) -> None:
    assert acronym(word) == expected


def test_hyphenated_words_are_held_whole_too() -> None:
    assert stems("NAVO-top", "nl") == ["navo", "top"]
    assert forms("De NAVO-top over defensie\u2011uitgaven", "nl") == [
        "navotop",
        *stems("defensieuitgaven", "nl"),
        "navo_",
    ]
    assert joined_words("2020-2021, covid-19, Noord-Atlantische, afschrikings- en") == ["covid19", "NoordAtlantische"]


def test_a_word_counts_as_often_as_a_variant_where_that_is_more() -> None:
    def shared(variant: Variant, passage: list[str], *forms: str) -> float:
        asked, held = (Term("nar", 2.0, (variant,)),), words_in(" ".join(passage))
        return overlap(asked, held, len(passage), words_in(" ".join(forms)))

    def times(number: float) -> float:
        return pytest.approx(number / (number + 1.2))

    long = Variant(("noord", "raad"), 1.0)
    assert shared(long, ["noord", "raad", "noord"]) == times(1)  # as often as its rarest word
    assert shared(long, ["raad", "raad", "noord", "noord"]) == times(2)
    assert shared(long, ["noord", "noord"]) == 0
    assert shared(long, ["nar", "nar", "noord", "raad"]) == times(2)
    assert shared(Variant(("raad",), 0.5), ["raad"]) == times(0.5)
    assert shared(Variant(("nar_",), 1.0), ["raad"], "nar_") == times(1)


def test_words_are_kept_but_for_those_of_a_very_long_text() -> None:
    for length, kept in ((LONG, True), (LONG + 1, False)):
        text = "kat muis ".ljust(length, "x")
        assert words_in(text).different == {"kat", "muis", text[9:]}
        assert (words_in(text) is words_in(text)) is kept


def test_forms_make_a_passage_no_longer() -> None:
    asked = (Term("uitgav", 1.0),)
    plain = overlap(asked, words_in("defensie uitgav"), 2)
    assert overlap(asked, words_in("defensie uitgav"), 2, words_in("defensieuitgav")) == plain == pytest.approx(1 / 2.2)
    assert overlap((Term("navotop", 1.0),), words_in("navo top"), 2, words_in("navotop")) == pytest.approx(1 / 2.2)


@given(st.text("abc", min_size=1, max_size=12), st.lists(st.text("abc", min_size=1, max_size=12), max_size=12))
def test_parts_of_compounds_are_counted_as_by_their_definition(stem: str, passage: list[str]) -> None:
    def part(short: str, long: str) -> bool:
        if len(short) < PART or len(long) < len(short) + LONGER:
            return False
        return long.startswith(short) or long.endswith(short)

    expected = sum(part(stem, other) or part(other, stem) for other in passage)
    found = _in_compounds(stem, passage.count(stem), words_in(" ".join(passage)))
    assert found == expected
