"""A whole letter as HTML."""

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.view.markup import marked
from app.view.reader import anchor, letter_html, letter_pane
from index import Library
from index.notes import Note
from index.whole import WholeLetter
from tests.browser.known import FOUND, LETTER, OTHER, passage


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html.replace("<br>", "\n")))


def test_the_passage_is_set_apart_and_its_evidence_marked() -> None:
    html = letter_html(LETTER, "nl", chosen=FOUND.id, evidence=FOUND.evidence)
    assert html.count("vp-chosen") == 1
    assert (
        f'<div id="{anchor(FOUND.id)}" class="vp-par vp-chosen" aria-current="true" data-passage="{FOUND.id}"' in html
    )
    (start, end), *_ = FOUND.evidence
    assert f"<mark>{FOUND.text[start:end]}</mark>" in html
    assert "<mark>" not in letter_html(LETTER, "nl", evidence=FOUND.evidence)


def test_headings_pages_notes_and_mentions() -> None:
    html = letter_html(LETTER, "en")
    assert re.findall(r"<(h[3-6])>(.*?)</h", html) == [
        ("h3", "NAVO2030"),
        ("h4", "Klimaat en veiligheid"),
        ("h4", "Lastenverdeling"),
        ("h3", "Cyber"),
    ]
    # a page is told where it begins, once
    assert re.findall(r"page </span>(\d+)</span>", html) == ["4", "5"]
    assert "<p>Voor een overzicht van uitgaven.</p></details>" in html
    assert '<a href="?letter=kst-28676-331" data-letter="kst-28676-331">Kamerstuk 28 676, nr. 331</a>' in html
    assert 'href="https://zoek.officielebekendmakingen.nl/kst-28676-340.html" target="_blank"' in html
    assert "Den Haag, 25 juni 2021<br>De Minister van Defensie" in html
    # each entry of the contents leads to a paragraph that is there
    outline = re.findall(r'<a href="#(par-\w+)"', html)
    assert len(outline) == 3
    assert all(f'id="{each}"' in html for each in outline)


def _with_notes(*marks: tuple[str, str | None, str], notes: tuple[Note, ...]) -> WholeLetter:
    """A letter of paragraphs that each have one mark: their ids, their pages and the marks."""
    passages = (passage(FOUND, id=id_, page=page, footnotes=(mark,)) for id_, page, mark in marks)
    return replace(LETTER, passages=tuple(passages), notes=notes)


def test_each_paragraph_has_its_own_note_where_numbers_begin_again() -> None:
    letter = _with_notes(
        ("a", None, "1"), ("b", None, "2"), ("c", None, "1"),
        notes=(Note("1", "Eerst.", None), Note("2", "Twee.", None), Note("1", "In de bijlage.", None)),
    )  # fmt: skip
    own = {id_: [note.text for note in notes] for id_, notes in letter.own_notes().items()}
    assert own == {"a": ["Eerst."], "b": ["Twee."], "c": ["In de bijlage."]}
    assert re.findall(r"</summary><p>(.*?)</p>", letter_html(letter, "nl"))[-3:] == [
        "Eerst.",
        "Twee.",
        "In de bijlage.",
    ]


def test_a_note_is_that_of_the_page_and_none_where_that_tells_nothing() -> None:
    notes = (Note("1", "Op 1.", "1"), Note("1", "Op 2.", "2"), Note("1", "Op 3.", "3"))
    marks = (("a", "1", "1"), ("b", "2", "1"), ("c", "2", "1"), ("d", "2", "1"), ("e", "3", "1"), ("f", "3", "7"))
    own = {id_: [note.text for note in each] for id_, each in _with_notes(*marks, notes=notes).own_notes().items()}
    # "a" and "d" may go on on the page that follows
    assert own == {"a": [], "b": ["Op 2."], "c": ["Op 2."], "d": [], "e": ["Op 3."], "f": []}


def test_a_paragraph_that_a_caption_stood_in_may_go_on_overleaf() -> None:
    notes = (Note("1", "Op 1.", "1"), Note("1", "Op 2.", "2"), Note("1", "Op 3.", "3"))
    letter = _with_notes(("a", "1", "1"), ("b", "1", "1"), ("c", "2", "1"), notes=notes)
    before, caption, after = letter.passages
    letter = replace(letter, passages=(before, replace(caption, text="Foto: Defensie", footnotes=()), after))
    assert letter.own_notes()["a"] == ()


def test_the_only_note_with_a_number_is_that_of_all_its_marks() -> None:
    letter = _with_notes(("a", "1", "1"), ("b", "2", "1"), ("c", "4", "1"), notes=(Note("1", "Een.", "3"),))
    assert all(notes == letter.notes for notes in letter.own_notes().values())


def test_the_head_opens_where_it_is_the_answer() -> None:
    assert '<details class="vp-letter-head">' in letter_html(LETTER, "nl")
    html = letter_html(LETTER, "nl", chosen=LETTER.head_id, evidence=[(0, 22)])
    assert '<details class="vp-letter-head" open>' in html
    assert "<mark>Den Haag, 25 juni 2021</mark><br>" in html


def test_a_letter_brings_no_markup_of_its_own() -> None:
    html = letter_html(replace(OTHER, url="javascript:alert(1)", head=("<b>kop</b>",)), "nl")
    assert "<img" not in html
    assert "<b>" not in html
    assert "javascript:" not in html


PIECES = ["a", " ", "<b>", "&amp;", '"', "\n", "Kamerstuk 28676, nr. 1", "Kamerstuk 28676, nr. 2", ". "]
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)
SPANS = st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)))


@given(TEXTS, SPANS)
def test_the_words_are_those_of_the_text_once(text: str, evidence: list[tuple[int, int]]) -> None:
    assert words(marked(text, evidence, ["kst-28676-1"])) == text


@pytest.mark.model
def test_a_real_letter_is_shown_whole(real_library: Library) -> None:
    letter = real_library.letter("kst-28676-372")
    html = letter_html(letter, "nl")
    assert html.count('class="vp-par"') == 26 + 1  # and the head
    shown = words(html)
    assert all(passage.text in shown for passage in letter.passages)
    assert [note.number for note in letter.notes] == ["1", "2"]
    assert letter.mentioned == frozenset()


def test_a_table_is_a_table_here_too_with_its_evidence_and_mentions() -> None:
    text = "Zie:\nStuk | 2021\nKamerstuk 28 676, nr. 331 | 10\nAntwoord 2\nJa."
    start = text.index("10")
    tabled = replace(LETTER, passages=(replace(LETTER.passages[0], id="t", text=text),))
    html = letter_html(tabled, "en", chosen="t", evidence=((start, start + 2),))
    assert '<td class="vp-figure"><mark>10</mark></td>' in html
    assert re.search(r"<td><a [^>]*>Kamerstuk 28 676, nr. 331</a></td>", html)
    assert '<p class="vp-label">Antwoord 2</p>' in html
    assert 'aria-label="Table from the letter"' in html


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pane_is_named_and_closed_in_the_pages_language(language: str) -> None:
    html = letter_pane("<p>x</p>", "nl" if language == "nl" else "en")
    assert ("<strong>De brief</strong>" in html) is (language == "nl")
    assert ('aria-label="Close the letter"' in html) is (language == "en")
    assert html.endswith('<div class="vp-pane-body"><p>x</p></div>')
