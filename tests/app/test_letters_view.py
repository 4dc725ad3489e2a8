"""The list of letters: what is found in it, in parts, whatever titles hold."""

import re
from dataclasses import replace

import pytest

from app.view.letters_view import PART, letters_html, rows_html
from app.view.listing import Listing
from index.summaries import LetterSummary
from tests.browser.known import HOSTILE

NATO = LetterSummary(
    "kst-28676-372",
    "Verslag van de NAVO Top",
    "2021-06-25",
    "28676",
    "372",
    "Kamerstukken II 2020/21, 28676, nr. 372",
    None,
    "nl",
    33,
    (),
)
EUROPE = replace(
    NATO, id="b/#?&<", title="Verslag over Oekraïne", date=None, dossier=None, citation="Verslag over Oekraïne"
)


def listing(*letters: LetterSummary) -> Listing:
    return Listing.of(1, letters)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [NATO, EUROPE]),
        ("  ", [NATO, EUROPE]),
        ("navo", [NATO]),
        ("OEKRAINE", [EUROPE]),
        ("top verslag", [NATO]),
        ("juni 2021", [NATO]),
        ("2021-06", [NATO]),
        ("28676", [NATO]),
        ("nr. 372", [NATO]),
        ("kaas", []),
    ],
)
def test_letters_are_found_by_all_words(text: str, found: list[LetterSummary]) -> None:
    assert list(listing(NATO, EUROPE).found(text)) == found


def test_a_row_says_when_what_and_where() -> None:
    html = rows_html([NATO], 0, "nl")
    assert "25 juni 2021 · dossier 28676 · 33 alinea&#x27;s" in html
    assert "25 June 2021 · dossier number 28676 · 33 paragraphs" in rows_html([NATO], 0, "en")
    several = replace(NATO, further_dossiers=("36600 V", "21501-32"))
    assert "dossier 28676, 36600 V, 21501-32 · 33" in rows_html([several], 0, "nl")
    assert list(listing(several, EUROPE).found("36600 nato")) == []
    assert list(listing(several, EUROPE).found("36600 navo")) == [several]
    assert '<a href="?letter=kst-28676-372" data-letter="kst-28676-372" class="vp-title" lang="nl">Verslag' in html
    assert "zonder datum · 33 alinea" in rows_html([EUROPE], 0, "nl")
    assert "<cite" not in rows_html([EUROPE], 0, "nl")  # which would say the title again
    english = replace(EUROPE, title="Report on Ukraine", language="en", citation="Report on Ukraine, 3 mei 2022")
    html = rows_html([english], 0, "nl", editable=True)
    assert html.count('lang="en"') == 3  # title, citation, what is removed
    assert 'lang="nl"' not in html


def test_only_so_much_is_looked_for() -> None:
    assert list(listing(NATO, EUROPE).found("navo " + "top " * 100 + "nergens")) == [NATO]


def test_what_letters_hold_is_escaped_and_ids_survive_the_address() -> None:
    html = letters_html(listing(replace(EUROPE, title=HOSTILE)), "nl", '"><script>', editable=True)
    assert "<img" not in html
    assert "<script" not in html
    assert '"?letter=b%2F%23%3F%26%3C"' in rows_html([EUROPE], 0, "nl")


def test_a_long_list_comes_in_parts() -> None:
    letters = [replace(NATO, id=str(number)) for number in range(2 * PART + 1)]
    first, last = rows_html(letters, 0, "nl"), rows_html(letters, 2 * PART, "nl")
    assert re.findall(r'data-letter="(\d+)"', first) == [str(number) for number in range(PART)]
    assert "vp-more" in first
    assert re.findall(r'data-letter="(\d+)"', last) == [str(2 * PART)]
    assert "vp-more" not in last


def test_what_is_found_is_counted_only_where_something_is_looked_for() -> None:
    assert 'data-tally=""' in rows_html([NATO], 0, "nl")
    assert 'data-tally="1 brief gevonden"' in rows_html([NATO], 0, "nl", find="navo")
    assert 'data-tally="2 letters found"' in rows_html([NATO, NATO], 0, "en", find="navo")
    assert 'data-tally="No letter has these words' in rows_html([], 0, "en", find="kaas")


def test_only_where_it_may_be_changed_there_is_something_to_change_it_with() -> None:
    plain, editable = letters_html(listing(NATO), "en"), letters_html(listing(NATO), "en", editable=True)
    for mark in ("vp-adding", "vp-remove", "vp-confirm", 'type="file"'):
        assert mark not in plain
        assert mark in editable
    assert "vp-find-letter" not in letters_html(listing(), "en", editable=True)
