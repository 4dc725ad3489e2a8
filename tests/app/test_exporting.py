"""A conversation as a file: what is in it, and that every quote comes back word for word."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from app.exporting import KINDS, Kind, exported, file_name
from app.exporting.markdown import escaped
from app.exporting.record import record_of
from app.view.conversation import Turn
from app.view.filtering import Within
from corpus import read
from index.answer import Answer, Hit
from index.errors import QuestionError
from index.filters import Filters
from index.notes import Note

DAY = date(2026, 11, 25)
URL = "https://zoek.officielebekendmakingen.nl/kst-28676-372.html?a=1&b=2"
HIT = Hit(
    rank=1, id="kst-28676-372#cyber.1", letter="kst-28676-372", title="Verslag", section=("Cyber",), paragraph=1,
    page=None, text="De NAVO *versterkt* de <eigen> cyberveiligheid & meer: 1_2_3 [zie] `hier`.", evidence=((0, 7),),
    score=1.0, confidence=0.9, citation="Kamerstukken II 2020/21, 28676, nr. 372", locator="§ Cyber, al. 1", url=URL,
    language="nl",
)  # fmt: skip
PLAIN = replace(
    HIT, id="kst-28676-372#top.2", text="1. Een alinea met een nummer — “aanhaling”.", locator="§ Top, al. 2"
)
TABLE = replace(
    HIT,
    id="kst-28676-372#tabel.1",
    text="Meldingen per jaar:\nGrond | 2021 | 2022\nLeeftijd | 10 | 14\n1. voorlopig; en\n2. afgerond.",
    locator="§ Tabel, al. 1",
)
HEAD = replace(
    HIT, id="kst-28676-372#kop", text="Vergaderjaar 2020–2021\nDen Haag, 25 juni 2021", paragraph=0, url=None
)
LAST = replace(
    HIT, id="ah#1", text="Het slot, letterlijk.", citation="Handelingen II 2021/22, nr. 3", url="javascript:x"
)


def answer(question: str, *hits: Hit, answered: bool = True, understood: str = "", language: str = "nl") -> Answer:
    spoken = "en" if language == "en" else "nl"
    return Answer(question, understood or question, spoken, answered, 0.9, 1.0, hits)


TURNS = [
    Turn("Hoe zit het met <cyber> & *meer*?", outcome=answer("Hoe zit het met <cyber> & *meer*?", HIT, PLAIN)),
    Turn("Hoeveel?", Within(Filters.of({"dossier": "28676"})), answer("Hoeveel?", TABLE)),
    Turn("En nu?", outcome=answer("En nu?", PLAIN, HIT, understood="Hoeveel? En nu?")),
    Turn("Which cheese?", outcome=answer("Which cheese?", HIT, answered=False, language="en")),
    Turn("stuk", outcome=QuestionError("cannot")),
    Turn("Wanneer?", outcome=answer("Wanneer?", HEAD, LAST)),
    Turn(""),
]


def saved(kind: Kind, language: str = "nl", turns: list[Turn] = TURNS) -> bytes:
    return exported(turns, kind, "en" if language == "en" else "nl", DAY)


def test_a_passage_is_one_source_however_often_it_answers() -> None:
    record = record_of(TURNS, "nl", DAY)
    assert [[quote.number for quote in entry.quotes] for entry in record.entries] == [
        [1, 2],
        [3],
        [2, 1],
        [],
        [],
        [4, 5],
    ]
    assert [(source.number, source.place) for source in record.sources] == [
        (1, "§ Cyber, al. 1"),
        (2, "§ Top, al. 2"),
        (3, "§ Tabel, al. 1"),
        (4, "kop van de brief"),
        (5, "§ Cyber, al. 1"),
    ]
    assert [source.url for source in record.sources] == [URL, URL, URL, None, None]
    # the same place in a letter that was replaced meanwhile
    other = Turn("Weer?", outcome=answer("Weer?", replace(HIT, text="Nieuwe woorden.")))
    assert len(record_of([*TURNS, other], "nl", DAY).sources) == 6


def test_what_was_not_found_or_not_asked_is_said_and_quotes_nothing() -> None:
    record = record_of(TURNS, "nl", DAY)
    told = [(entry.verdict, entry.verdict_language, entry.notes) for entry in record.entries]
    assert told == [
        ("", "", ()),
        ("", "", ("Gezocht in: dossier 28676",)),
        ("", "", ("Gelezen als: Hoeveel? En nu?",)),
        ("Not found in these letters", "en", ()),
        ("Op deze vraag is geen antwoord gezocht of gekomen.", "nl", ()),
        ("", "", ()),
    ]
    assert record_of([], "nl", DAY).sources == ()


def test_markdown_to_the_letter() -> None:
    text = saved("md", turns=[TURNS[0], TURNS[3]]).decode()
    assert (
        text
        == r"""# Vragen en vindplaatsen

Opgezocht met Vindplaats, 25 november 2026

## Hoe zit het met \<cyber\> \& \*meer\*?

> “De NAVO \*versterkt\* de \<eigen\> cyberveiligheid \& meer: 1\_2\_3 \[zie\] \`hier\`.” \[1\]

Ook gevonden:

> “1. Een alinea met een nummer — “aanhaling”.” \[2\]

## Which cheese?

**Not found in these letters**

## Bronnen

1. *Kamerstukken II* 2020/21, 28676, nr. 372, § Cyber, al. 1 (eigen plaatsaanduiding). <https://zoek.officielebekendmakingen.nl/kst-28676-372.html?a=1&b=2>
2. *Kamerstukken II* 2020/21, 28676, nr. 372, § Top, al. 2 (eigen plaatsaanduiding). <https://zoek.officielebekendmakingen.nl/kst-28676-372.html?a=1&b=2>
"""
    )


def rendered(markdown: str) -> str:
    page = lxml_html.fromstring(f"<div>{MarkdownIt('gfm-like', {'linkify': False}).render(markdown)}</div>")
    return " ".join(page.text_content().split())


@given(st.text(alphabet="ab1. #*_-+=<>&`[](){}!|~$\\\"'\t:/", min_size=1, max_size=30))
def test_escaped_text_is_read_back_as_it_was(text: str) -> None:
    assert rendered(escaped(text)) == " ".join(text.split())
    assert rendered(f"## {escaped(text)}") == " ".join(text.split())
    assert rendered(f"> {escaped(text)}\\\n> b") == " ".join(f"{text} b".split())


@pytest.mark.parametrize("kind", ["docx", "html", "md"])
def test_the_quotes_are_read_back_word_for_word(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / file_name(kind, DAY)
    path.write_bytes(saved(kind))
    letter = read(path)
    texts = [paragraph.text for _, paragraph in letter.paragraphs()]
    for hit, number in ((HIT, 1), (PLAIN, 2), (LAST, 5)):
        # of a page, a number that leads to a place on it is read as the mark of a note
        assert (f"“{hit.text}”" if kind == "html" else f"“{hit.text}” [{number}]") in texts
    everything = "\n".join(texts)
    for line in TABLE.text.split("\n") + HEAD.text.split("\n"):
        assert line in everything


def test_the_page_stands_alone_and_brings_no_markup_of_others() -> None:
    text = saved("html").decode()
    page = lxml_html.fromstring(text)
    assert [(each.get("lang"), each.text_content()) for each in page.iter("h2")][:4] == [
        ("nl", "Hoe zit het met <cyber> & *meer*?"),
        ("nl", "Hoeveel?"),
        ("nl", "En nu?"),
        ("en", "Which cheese?"),
    ]
    links = [each.get("href") for each in page.iter("a")]
    assert links == ["#bron-1", "#bron-2", "#bron-3", "#bron-2", "#bron-1", "#bron-4", "#bron-5", URL, URL, URL]
    assert [each.get("id") for each in page.iter("li")] == [f"bron-{number}" for number in range(1, 6)]
    assert {each.get("lang") for each in page.iter("blockquote")} == {"nl"}
    assert [[cell.text for cell in row] for row in page.iter("tr")] == [
        ["Grond", "2021", "2022"],
        ["Leeftijd", "10", "14"],
    ]
    assert not re.search(r"<script|<img|<link|javascript:|src=", text)


def test_word_has_headings_languages_and_links() -> None:
    document = docx.Document(BytesIO(saved("docx")))
    headings = [(each.style.name, each.text) for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert headings[:2] == [("Heading 1", "Vragen en vindplaatsen"), ("Heading 2", "Hoe zit het met <cyber> & *meer*?")]
    assert headings[-1] == ("Heading 2", "Bronnen")
    languages = {
        run.text: run._r.rPr.find(qn("w:lang")).get(qn("w:val")) for each in document.paragraphs for run in each.runs
    }
    assert languages[f"“{HIT.text}”"] == "nl-NL"
    assert languages["Which cheese?"] == languages["Not found in these letters"] == "en-GB"
    quotes = [each.text for each in document.paragraphs if each.style.name == "Quote"]
    assert quotes[:2] == [f"“{HIT.text}” [1]", f"“{PLAIN.text}” [2]"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Grond", "2021", "2022"],
        ["Leeftijd", "10", "14"],
    ]
    links = [link for each in document.paragraphs for link in each.hyperlinks]
    assert [link.fragment for link in links if not link.address] == [
        f"bron_{number}" for number in (1, 2, 3, 2, 1, 4, 5)
    ]
    assert [link.address for link in links if link.address] == [URL] * 3
    marks = [each.get(qn("w:name")) for each in document.element.iter(qn("w:bookmarkStart"))]
    assert marks == [f"bron_{number}" for number in range(1, 6)]
    assert document.core_properties.title == "Vragen en vindplaatsen"
    assert document.core_properties.language == "nl-NL"


def test_signs_that_word_cannot_hold_do_not_stop_it() -> None:
    turn = Turn("Hoe?", outcome=answer("Hoe?", replace(HIT, text="voor\x0bna\x00\ufffe.")))
    document = docx.Document(BytesIO(saved("docx", turns=[turn])))
    assert "“voorna.” [1]" in [each.text for each in document.paragraphs]


def test_the_headings_are_in_the_language_of_the_page() -> None:
    assert (
        saved("md", "en")
        .decode()
        .startswith("# Questions and citations\n\nLooked up with Vindplaats, 25 November 2026\n")
    )
    assert "head of the letter (our own indication)" in saved("html", "en").decode().replace("</span>", "")
    assert b'<html lang="en">' in saved("html", "en")


def test_each_kind_has_a_name_of_the_day() -> None:
    assert [file_name(kind, DAY) for kind in KINDS] == [
        "vindplaats-2026-11-25.docx",
        "vindplaats-2026-11-25.html",
        "vindplaats-2026-11-25.md",
    ]


def test_footnotes_that_answer_stand_behind_their_passage() -> None:
    noted = replace(PLAIN, footnotes=(Note("6", "HUF: <handhaafbaarheid> & *meer*", "7"),))
    turns = [Turn("Wat is HUF?", outcome=answer("Wat is HUF?", noted))]
    note = "voetnoot 6: HUF: <handhaafbaarheid> & *meer*"
    page = lxml_html.document_fromstring(saved("html", turns=turns))
    assert [each.text_content() for each in page.xpath("//blockquote/p[@class='own']")] == [note]
    markdown = MarkdownIt().render(saved("md", turns=turns).decode())
    assert note in lxml_html.fromstring(f"<div>{markdown}</div>").text_content()
    document = docx.Document(BytesIO(saved("docx", turns=turns)))
    assert note in [paragraph.text for paragraph in document.paragraphs]
