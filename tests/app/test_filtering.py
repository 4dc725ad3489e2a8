"""The form's answers become filters, or a reason why not, and filters become words."""

from dataclasses import replace
from datetime import date

import pytest

from app.view import filtering
from app.view.filtering import BadFilter, Within
from corpus import Sender
from index.filters import EVERYTHING, Filters
from index.summaries import LetterSummary


def letter(
    identifier: str, title: str = "Een brief", citation: str = "", senders: tuple[Sender, ...] = ()
) -> LetterSummary:
    return LetterSummary(identifier, title, "2021-06-25", "28676", "1", citation or title, None, "nl", 3, senders)


@pytest.mark.parametrize("given", [None, {}, {"dossier": "  "}, {"letter": [], "from": ""}])
def test_an_empty_form_filters_nothing(given: object) -> None:
    assert filtering.read(given) == EVERYTHING


def test_a_filled_form_is_read() -> None:
    given = {"letter": ["a", "b"], "dossier": " 28676 ", "from": "2021-01-01", "until": "2021-12-31", "sender": "Kaag"}
    assert filtering.read(given) == Filters(("a", "b"), "28676", date(2021, 1, 1), date(2021, 12, 31), "Kaag")


@pytest.mark.parametrize(
    "given",
    [
        {"from": "gisteren"},
        {"until": "2021-02-30"},
        {"minister": "Kaag"},
        {"dossier": 28676},
        {"letter": [1]},
        {"letter": {"a": 1}},
        {"sender": "x" * 301},
        {"dossier": "\ud800"},
        {"letter": ["a"] * 501},
        ["dossier", "28676"],
        "dossier",
    ],
)
def test_what_is_no_filter_is_refused(given: object) -> None:
    with pytest.raises(BadFilter):
        filtering.read(given)


def test_the_line_above_an_answer_says_what_was_searched_in_either_language() -> None:
    within = Within(Filters((), "28676", date(2021, 1, 1), None, "<Kaag>"))
    assert "Gezocht in: dossier 28676, vanaf 1 januari 2021, afzender &lt;Kaag&gt; <button" in filtering.within_line(
        within, "nl"
    )
    assert "Searched in: dossier number 28676, from 1 January 2021, sender &lt;Kaag&gt; <button" in (
        filtering.within_line(within, "en")
    )
    assert filtering.within_line(Within(), "nl") == ""


def test_letters_are_named_by_title_and_many_are_counted() -> None:
    letters = [letter(name, f"Titel {name}") for name in "abcde"]
    few = filtering.named(Filters(("a", "elders")), [replace(letters[0], language="en"), *letters[1:]])
    for language in ("nl", "en"):  # each title is spoken in the letter's language, not in the page's
        said = filtering.within_line(few, language)
        assert '<cite lang="en">Titel a</cite>, <cite lang="nl">elders</cite> <button' in said
    assert filtering.within_text(few, "nl") == "Gezocht in: Titel a, elders"
    many = filtering.named(Filters(tuple("abcd")), letters)
    assert "Gezocht in: 4 brieven <button" in filtering.within_line(many, "nl")


@pytest.mark.parametrize("letters", [None, [], [letter("a")]])
def test_there_is_no_form_without_a_choice(letters: list[LetterSummary] | None) -> None:
    assert filtering.form(letters, "nl") == ""


def test_the_form_offers_what_the_library_has_once() -> None:
    both = (Sender("Minister van Financiën", "E. Heinen"),), (Sender("MINISTER VAN FINANCIËN"),)
    html = filtering.form([letter("a", senders=both[0]), letter("b", senders=both[1])], "en")
    assert html.count('<option value="28676">') == 1
    assert html.count("<option") == 3  # the dossier, the office however it is written, the name
    assert html.count('type="checkbox"') == 2


def test_a_long_library_lists_its_newest_letters() -> None:
    html = filtering.form([letter(str(number)) for number in range(501)], "nl")
    assert html.count('type="checkbox"') == 500
    assert "De nieuwste 500 brieven staan in deze lijst." in html
