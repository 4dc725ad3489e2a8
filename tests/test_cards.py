"""Cards show a passage whole and verbatim, and nothing in it can become markup."""

import re
from dataclasses import replace
from html import unescape

import pytest

from app import cards
from app.texts import TEXTS
from app.view import markup, passage_card
from app.view.filtering import BadFilter
from index.answer import Answer, Hit
from index.errors import LibraryDamaged, NothingAsked, NothingToAsk, QuestionError, QuestionTooLong
from index.notes import Note
from index.questions.question import MAX_CHARACTERS

TEXT = 'Eerst dit. Dan «dat» & "meer" <hier>. Tot slot een €.'
HIT = Hit(
    rank=1,
    id="kst-28676-372#lastenverdeling.1",
    letter="kst-28676-372",
    title="Verslag van de NAVO Top",
    section=("NAVO2030", "Lastenverdeling"),
    paragraph=1,
    page=None,
    text=TEXT,
    evidence=((11, 36),),
    score=0.8,
    confidence=0.94,
    citation="Kamerstukken II 2020/21, 28676, nr. 372",
    locator="§ Lastenverdeling, al. 1",
    url="https://zoek.officielebekendmakingen.nl/kst-28676-372.html",
    language="nl",
)
FOUND = Answer("Wat?", "Wat?", "nl", True, 0.94, 9.8, (HIT, replace(HIT, rank=2), replace(HIT, rank=3)))


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [
        ([], "abcdef"),
        ([(0, 6)], "<mark>abcdef</mark>"),
        ([(2, 4)], "ab<mark>cd</mark>ef"),
        ([(4, 5), (0, 1)], "<mark>a</mark>bcd<mark>e</mark>f"),
        ([(1, 4), (3, 5)], "a<mark>bcde</mark>f"),
        ([(4, 99)], "abcd<mark>ef</mark>"),
        ([(-5, 2)], "<mark>ab</mark>cdef"),
        ([(3, 3), (5, 2)], "abcdef"),
    ],
)
def test_evidence_is_marked_and_the_text_stays_whole(evidence: list[tuple[int, int]], shown: str) -> None:
    assert markup.marked("abcdef", evidence) == shown


def test_offsets_count_characters_of_the_text_not_of_the_markup() -> None:
    html = markup.marked(TEXT, [(11, 36)])
    assert plain(html) == TEXT
    assert html.count("<mark>Dan «dat» &amp; &quot;meer&quot; &lt;hier&gt;</mark>") == 1


def test_a_card_says_where_its_passage_stands() -> None:
    html = cards.answer_card(FOUND, "nl")
    assert '<cite lang="nl"><i>Kamerstukken II</i> 2020/21, 28676, nr. 372</cite>' in html
    assert "§ Lastenverdeling, al. 1 (eigen plaatsaanduiding)" in plain(html)
    assert "NAVO2030 › Lastenverdeling" in plain(html)
    assert 'href="https://zoek.officielebekendmakingen.nl/kst-28676-372.html" target="_blank" rel="noopener' in html
    assert '<blockquote lang="nl"><p>' in html
    assert html.count("<article") == 3
    assert html.index("<details") > html.index("</article>")


def test_labels_follow_the_page_and_not_found_follows_the_question() -> None:
    refused = replace(FOUND, answered=False, language="en")
    html = cards.answer_card(refused, "nl")
    assert '<h3 class="vp-verdict" lang="en">Not found in these letters</h3>' in html
    assert "Nearest to your question, but no answer:" in html
    assert "Plaats in de brief" in html
    assert "vp-best" not in html
    assert "vp-confidence" not in html


def test_not_found_without_any_passage_promises_none() -> None:
    html = cards.answer_card(replace(FOUND, answered=False, passages=()), "nl")
    assert plain(html) == "Niet gevonden in deze brieven"


@pytest.mark.parametrize(
    ("confidence", "dutch", "english"),
    [
        (1.0, "zeker", "very likely"),
        (0.8, "zeker", "very likely"),
        (0.79, "waarschijnlijk", "likely"),
        (0.5, "waarschijnlijk", "likely"),
        (0.49, "onzeker", "uncertain"),
        (0.0, "onzeker", "uncertain"),
    ],
)
def test_confidence_in_words(confidence: float, dutch: str, english: str) -> None:
    assert passage_card.confidence_word(confidence, TEXTS["nl"]) == dutch
    assert passage_card.confidence_word(confidence, TEXTS["en"]) == english


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "data:text/html,x", " https://x.nl", "https://x.nl y"]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert markup.safe_url(url) is None
    assert "<a " not in cards.answer_card(replace(FOUND, passages=(replace(HIT, url=url),)), "nl")


def test_nothing_in_a_letter_becomes_markup() -> None:
    evil = '"><script>alert(1)</script><b>'
    hit = replace(HIT, id=evil, title=evil, section=(evil,), text=evil, citation=evil, locator=evil, language=evil)
    for answered in (True, False):
        html = cards.answer_card(replace(FOUND, answered=answered, passages=(hit,)), "en")
        assert "<script" not in html
        assert "<b>" not in html
        assert evil in unescape(html)


@pytest.mark.parametrize(
    ("citation", "html"),
    [
        ("Kamerstukken II 2020/21, 28676, nr. 372", "<i>Kamerstukken II</i> 2020/21, 28676, nr. 372"),
        ("Kamerstukken I 2020/21, 28676, A", "<i>Kamerstukken I</i> 2020/21, 28676, A"),
        ("Aanhangsel Handelingen II 2023/24, nr. 13, p. 2", "<i>Aanhangsel Handelingen II</i> 2023/24, nr. 13, p. 2"),
        ("Bijlage bij Kamerstukken II 2015/16, 3, nr. 9", "Bijlage bij <i>Kamerstukken II</i> 2015/16, 3, nr. 9"),
        ("Een brief zonder nummer", "Een brief zonder nummer"),
        ("Kamerstukken zoeken", "Kamerstukken zoeken"),
    ],
)
def test_the_series_is_in_italics(citation: str, html: str) -> None:
    assert markup.citation_html(citation) == html


def test_a_printed_page_is_in_what_is_shown_and_in_what_is_copied() -> None:
    hit = replace(HIT, page="3", citation=f"{HIT.citation}, p. 3", text="Kort.", evidence=())
    html = cards.answer_card(replace(FOUND, passages=(hit,)), "nl")
    assert '<cite lang="nl"><i>Kamerstukken II</i> 2020/21, 28676, nr. 372, p. 3</cite>' in html
    assert 'data-copy="Kamerstukken II 2020/21, 28676, nr. 372, p. 3"' in html
    assert 'data-copy="“Kort.” (Kamerstukken II 2020/21, 28676, nr. 372, p. 3)"' in html


def test_the_parts_of_a_passage_lose_no_word_and_mark_only_the_evidence() -> None:
    text = "Aantallen:\nSoort | 2021 & later\n<A> | 10\nAntwoord 2\n- dit\n- dat"
    start, end = text.index("<A>"), text.index("dit")
    html = cards.answer_card(replace(FOUND, passages=(replace(HIT, text=text, evidence=((start, end),)),)), "nl")
    quote = html[html.index("<blockquote") : html.index("</blockquote>")]
    assert plain(quote) == "Aantallen: Soort 2021 & later <A> 10 Antwoord 2 - dit - dat"
    assert re.findall("<mark>(.*?)</mark>", quote) == ["&lt;A&gt;", "10", "Antwoord 2", "- "]
    assert '<th scope="col">Soort</th> <th scope="col" class="vp-figure">2021 &amp; later</th>' in quote
    assert '<p class="vp-label"><mark>Antwoord 2</mark></p>' in quote


def test_the_head_of_a_letter_is_no_table_and_has_a_name_for_its_place() -> None:
    head = replace(
        HIT, paragraph=0, section=(), locator="kop", text="28 676 | NAVO\nNr. 372 | Brief", evidence=((0, 6),)
    )
    html = cards.answer_card(replace(FOUND, passages=(head,)), "en")
    assert '<p class="vp-lines"><mark>28 676</mark> | NAVO\nNr. 372 | Brief</p>' in html
    assert "Head of the letter" in html
    assert "head of the letter (our own indication)" in plain(html)
    assert ">kop<" not in html


def test_a_footnote_that_answers_stands_below_its_passage() -> None:
    hit = replace(HIT, footnotes=(Note("6", "HUF: <uitvoerbaarheid>", "7"),))
    html = cards.answer_card(replace(FOUND, passages=(hit,)), "nl")
    assert (
        '<p class="vp-footnote"><span lang="nl">voetnoot 6:</span> <mark>HUF: &lt;uitvoerbaarheid&gt;</mark></p>'
        "</blockquote>" in html
    )
    near = cards.answer_card(replace(FOUND, answered=False, passages=(hit,)), "nl")  # no answer, so not marked
    assert "</span> HUF: &lt;uitvoerbaarheid&gt;</p>" in near
    assert "vp-footnote" not in cards.answer_card(FOUND, "nl")


def test_every_outcome_has_its_own_words() -> None:
    assert "Geen enkele brief" in cards.reply("Wat?", NothingToAsk("No letter meets: …"), "nl")
    assert "Daarmee is niets gevraagd" in cards.reply("Dank je", NothingAsked("That asks nothing …"), "nl")
    assert "Check the dates" in cards.reply("Wat?", BadFilter("wants a date"), "en")
    assert "doorzocht" in cards.reply("Wat?", None, "nl")
    assert "zodra het model gereed is" in cards.reply("Wat?", None, "nl", ready=False)
    assert plain(cards.reply("??", QuestionError("no <words>"), "en")).endswith("no <words>")
    too_long = cards.reply("??", QuestionTooLong("The question is 2,999 characters long"), "nl")
    assert plain(too_long).endswith(
        f"Ze is langer dan de {MAX_CHARACTERS} tekens die worden gelezen. Stel haar korter."
    )
    assert plain(cards.reply("Wat?", LibraryDamaged("letters.db is cut"), "nl")) == "letters.db is cut"
    assert "geheim" not in cards.reply("Wat?", RuntimeError("geheim"), "nl")
    assert plain(cards.reply("", None, "nl")) == "Typ eerst een vraag."


def test_a_long_library_is_counted_not_listed() -> None:
    class Letter:
        id, title, date, dossier, further_dossiers = "kst-1-1", "Een brief", None, None, ()
        citation, url, paragraphs, language = "Kamerstukken II 2020/21, 1, nr. 1", None, 1, "nl"

    assert '<a href="?letter=kst-1-1" data-letter="kst-1-1">' in cards.library_card([Letter()], "nl")
    text = plain(cards.library_card([Letter()] * 7, "nl"))
    assert "In deze bibliotheek staan 7 brieven" in text
    assert text.count("Een brief") == 5
    assert text.endswith("en nog 2")
    assert "nog geen brief" in cards.library_card([], "nl")
    assert "bibliotheek" not in cards.library_card(None, "nl")


def test_a_follow_up_shows_how_it_was_read() -> None:
    assert "vp-understood" not in cards.answer_card(FOUND, "nl")
    shown = cards.answer_card(replace(FOUND, question="En nu?", understood="Wat <nu>?"), "nl")
    assert '<p class="vp-understood">Gelezen als: <q>Wat &lt;nu&gt;?</q></p>' in shown


def test_mentions_lead_to_the_letter_here_or_to_the_publication() -> None:
    text = "Zie Kamerstuk 28 676, nr. 331 en Kamerstuk 28 676, nr. 340."
    html = markup.marked(text, [(0, 13)], {"kst-28676-331"})
    assert html == (
        "<mark>Zie </mark>"
        '<a href="?letter=kst-28676-331" data-letter="kst-28676-331"><mark>Kamerstuk</mark></a>'
        '<a href="?letter=kst-28676-331" data-letter="kst-28676-331"> 28 676, nr. 331</a> en '
        '<a href="https://zoek.officielebekendmakingen.nl/kst-28676-340.html" target="_blank" '
        'rel="noopener noreferrer">Kamerstuk 28 676, nr. 340</a>.'
    )
