"""The paragraphs before and after a passage."""

import re
from dataclasses import replace
from html import unescape

import pytest

from app.view.around import around_html
from index import Library
from tests.browser.known import FOUND, HOSTILE, LETTER, OTHER


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_neighbours_are_whole_and_named_and_say_where_they_stand() -> None:
    before, after = around_html(LETTER, FOUND.id, "nl")
    last_before, first_after = LETTER.passages[6], LETTER.passages[8]
    assert words(before) == f"Alinea ervoor NAVO2030 › Klimaat en veiligheid {last_before.text}"
    assert words(after).startswith("Alinea erna Cyber Staatshoofden")
    assert f'data-passage="{first_after.id}"' in after
    assert 'role="group" aria-label="Alinea erna"' in after
    assert '<div class="vp-neighbour-text" lang="nl">' in before
    assert '<a href="?letter=kst-28676-331" data-letter="kst-28676-331">' in after


def test_a_neighbour_under_the_same_heading_does_not_repeat_it() -> None:
    before, after = around_html(LETTER, LETTER.passages[3].id, "en")
    assert words(before) == f"Paragraph before {LETTER.passages[2].text}"
    assert words(after) == f"Paragraph after {LETTER.passages[4].text}"


def test_where_the_letter_begins_and_ends_is_said() -> None:
    assert words(around_html(LETTER, LETTER.passages[0].id, "nl")[0]) == "Met deze passage begint de brief."
    assert words(around_html(LETTER, LETTER.passages[-1].id, "en")[1]) == "The letter ends with this passage."
    one = replace(OTHER, passages=OTHER.passages[:1])
    assert [words(each) for each in around_html(one, one.passages[0].id, "nl")] == [
        "Met deze passage begint de brief.",
        "Met deze passage eindigt de brief.",
    ]


def test_a_neighbour_without_a_heading_stands_at_the_opening() -> None:
    first, second = replace(LETTER.passages[0], section=()), LETTER.passages[1]
    before, _ = around_html(replace(LETTER, passages=(first, second)), second.id, "nl")
    assert words(before).startswith("Alinea ervoor Aanhef van de brief Alinea 1.")


def test_a_letter_brings_no_markup_of_its_own() -> None:
    hostile = replace(LETTER.passages[0], section=("<b>kop</b>",), text=HOSTILE)
    before, _ = around_html(replace(LETTER, passages=(hostile, LETTER.passages[1])), LETTER.passages[1].id, "nl")
    assert "<img" not in before
    assert "<b>" not in before


@pytest.mark.parametrize("passage", ["kst-28676-372#kop", "elders#al.1", ""])
def test_what_is_no_passage_of_the_letter_has_no_neighbours(passage: str) -> None:
    with pytest.raises(KeyError):
        around_html(LETTER, passage, "nl")


@pytest.mark.model
def test_a_real_letter_is_shown_whole_by_its_neighbours(real_library: Library) -> None:
    letter = real_library.letter("kst-28676-372")
    for place, passage in enumerate(letter.passages[1:-1], start=1):
        before, after = around_html(letter, passage.id, "nl")
        for html, neighbour in ((before, letter.passages[place - 1]), (after, letter.passages[place + 1])):
            # a link is no word's end, as `words` has it
            assert "".join(neighbour.text.split()) in "".join(words(html).split())
