"""Web pages → blocks and fields."""

import datetime
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus import Dossier, Letter, Metadata, Sender, read
from corpus.assemble import assemble
from corpus.blocks import Block, Document, Kind, Marker, Style, folded
from corpus.errors import Unreadable
from corpus.readers.html import read_html
from corpus.readers.kamerstuk import read_kamerstuk
from corpus.readers.markdown import read_markdown
from tests.conftest import LETTER
from tests.corpus.renditions import SYNTHETIC, as_plain_page, as_published_page, as_xml, content


def page(body: str, head: str = "") -> bytes:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def blocks(body: str) -> list[Block]:
    return list(read_html(page(body)).blocks)


def texts(body: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in blocks(body)]


def letter_of(body: str, head: str = "") -> Letter:
    return assemble(read_html(page(body, head)), "brief")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("een\n   twee&nbsp; drie", "een twee drie"),
        ("on<b>zicht</b>baar en <span>ver</span>der", "onzichtbaar en verder"),
        ("on&shy;zicht&#8203;baar", "onzichtbaar"),
        ("CO<sub>2</sub>, 1<sup>e</sup> lid, de 21<sup>ste</sup> eeuw", "CO2, 1e lid, de 21ste eeuw"),
        ("R&amp;D, &euro; 5, reële, &#146;t", "R&D, € 5, reële, ’t"),
        ("1 < 2 en 3 > 2", "1 < 2 en 3 > 2"),
        ("een<br>twee<br/>drie", "een\ntwee\ndrie"),
        ("een <br> twee", "een\ntwee"),
        ("een<!-- niet -->twee<wbr>drie", "eentweedrie"),
        ("een<o:p></o:p> <font face=Arial>twee</font> <onbekend>drie</onbekend>", "een twee drie"),
        ("een<script>var x = '<p>nee</p>'</script> twee<style>p {}</style>", "een twee"),
        ('een <span style="display: none">nee</span><span hidden>nee</span><i class="sr-only">nee</i>twee', "een twee"),
        ('<a href="https://www.navo.int">www.navo.int</a>', "www.navo.int"),
        ("«NAVO-Leaders» Meeting", "«NAVO-Leaders» Meeting"),
    ],
)
def test_words_of_a_paragraph(source: str, text: str) -> None:
    assert texts(f"<p>{source}</p>") == [("paragraph", text)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>een<p>twee", ["een", "twee"]),
        ("los<p>een</p>los<div>twee<div>drie</div>vier</div>", ["los", "een", "los", "twee", "drie", "vier"]),
        ("een<br><br>twee<br>&nbsp;<br>drie", ["een", "twee", "drie"]),
        ("<blockquote>citaat</blockquote><hr>na", ["citaat", "na"]),
        ("<pre>een\n  twee</pre>", ["een\ntwee"]),
        ("<figure><img src=x alt=nee><figcaption>onder</figcaption></figure>", ["onder"]),
        ("<details><summary>kort</summary>lang</details>", ["kort", "lang"]),
        ("<p></p><p> &nbsp; </p><p>x</p>", ["x"]),
    ],
)
def test_what_begins_a_paragraph(source: str, expected: list[str]) -> None:
    assert texts(source) == [("paragraph", text) for text in expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>Kop</h1>", (1, Style.PLAIN, "Kop")),
        ("<h4><em>Kop</em></h4>", (4, Style.ITALIC, "Kop")),
        ("<h2><strong>Kop</strong></h2>", (2, Style.BOLD, "Kop")),
        ("<h2>een<br>twee<br><br>drie</h2>", (2, Style.PLAIN, "een twee drie")),
        ("<p class=MsoTitle>Kop</p>", (1, Style.PLAIN, "Kop")),
        ('<p class="tussenkop"><strong class="tussenkop_vet">Kop</strong></p>', (2, Style.BOLD, "Kop")),
        ('<h2 class="tussenkop"><em class="tussenkop_cur">Kop</em></h2>', (4, Style.ITALIC, "Kop")),
        ("<p><b>Kop</b></p>", (2, Style.BOLD, "Kop")),
        ("<p><span style='font-weight:bold;font-style:italic'>Kop</span></p>", (3, Style.BOLD_ITALIC, "Kop")),
    ],
)
def test_headings(source: str, expected: tuple[int, Style, str]) -> None:
    heading, after = blocks(f"{source}<p>Tekst.</p>")
    assert (heading.level, heading.style, heading.text) == expected
    assert (heading.kind, after.kind) == (Kind.HEADING, Kind.PARAGRAPH)


def test_a_bold_paragraph_lies_under_the_heading_before_it() -> None:
    letter = letter_of("<h2>A</h2><p>a</p><h3>B</h3><p>b</p><p><b>C</b></p><p>c</p><p><b>D</b></p><p>d</p>")
    assert [section.path for section in letter.sections] == [("A",), ("A", "B"), ("A", "B", "C"), ("A", "B", "D")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ul><li>een<li>twee</ul>", [(1, "een"), (1, "twee")]),
        ("<ol><li>een<li value=5>vijf<li>zes</ol>", [(1, "1. een"), (1, "5. vijf"), (1, "6. zes")]),
        ("<ol start=3 type=a><li>c<li>d</ol>", [(1, "c. c"), (1, "d. d")]),
        ("<ol type=I start=4><li>x<li>y</ol>", [(1, "IV. x"), (1, "V. y")]),
        ("<ol style='list-style-type: lower-roman'><li>x<li>y</ol>", [(1, "i. x"), (1, "ii. y")]),
        ("<ol style='list-style: none'><li>1.1 x</ol>", [(1, "1.1 x")]),
        ("<ol reversed><li>x<li>y</ol>", [(1, "2. x"), (1, "1. y")]),
        ("<ol start=27 type=a><li>x</ol>", [(1, "aa. x")]),
        ("<ol start=1994 type=I><li>x</ol>", [(1, "MCMXCIV. x")]),
        ("<ol start=999999999999><li>x</ol>", [(1, "x")]),
        ("<ol><li>1. x<li>2) y</ol>", [(1, "1. x"), (1, "2) y")]),
        ("<ul><li>een<ul><li>diep</ul>verder</ul>", [(1, "een"), (2, "diep"), (1, "verder")]),
        ("<ul><li>een</li><ul><li>diep</li></ul></ul>", [(1, "een"), (2, "diep")]),
        ("<ul><li><p>een</p><p>verder</p></ul>", [(1, "een"), (1, "verder")]),
        ("<ol><li><ul><li>diep</ul></ol>", [(2, "1. diep")]),
        (
            "<dl><dt>Term<dd>uitleg<dd>meer<dt>Twee<dd><p>a</p><p>b</p></dl>",
            [(1, "Term\nuitleg\nmeer"), (1, "Twee\na\nb")],
        ),
        (
            '<ul class="expliciet"><li><p class="labeled"><span class="ol">1.</span> een</p>'
            '<li><p class="labeled"><span class="ol">– </span>twee</p></ul>',
            [(1, "1. een"), (1, "twee")],
        ),
        (
            "<p class=MsoListParagraph style='margin:0;mso-list:l0 level1 lfo1'><![if !supportLists]>"
            "<span style='mso-list:Ignore'>·<span style='font:7.0pt'>&nbsp;&nbsp; </span></span><![endif]>een</p>"
            "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)<span> </span>"
            "</span>twee</p>",
            [(1, "een"), (2, "a) twee")],
        ),
    ],
)
def test_lists(source: str, expected: list[tuple[int, str]]) -> None:
    found = blocks(source)
    assert [(block.level, block.text) for block in found] == expected
    assert {block.kind for block in found} == {Kind.ITEM}


def test_tables() -> None:
    source = (
        "<table><caption>Staat</caption><thead><tr><th>Art.<th colspan=2>Begroting</tr><tr><th><th>Uit<th>In</thead>"
        "<tbody><tr><td rowspan=2>1<td>a<br>b<p>c</p><td>3<tr><td>4<td>5<tr><td><td><td></tbody>"
        "<tr><th>Totaal<td>9<td>8</table>"
    )
    assert [(block.kind.value, block.level, block.text) for block in blocks(source)] == [
        ("row", 1, "Staat"),
        ("row", 1, "Art. | Begroting"),
        ("row", 1, " | Uit | In"),
        ("row", 0, "1 | a b c | 3"),
        ("row", 0, " | 4 | 5"),
        ("row", 0, "Totaal | 9 | 8"),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<table><tr><td>een<tr><td>twee</table>", ["een", "twee"]),
        ("<table role=presentation><tr><td>een<td>twee</table>", ["een", "twee"]),
        (f"<table><tr><td>menu<td>{'woord ' * 200}</table>", ["menu", ("woord " * 200).strip()]),
        ("<table><tr><td>los<td><table><tr><td>binnen</table></table>", ["los", "binnen"]),
        ("<table>naast<tr><td>een<td>twee</table>", ["naast", "een", "twee"]),
    ],
)
def test_tables_for_the_layout_are_text(source: str, expected: list[str]) -> None:
    assert texts(source) == [("paragraph", text) for text in expected]


MAIN = "<p>Tekst.</p>"


@pytest.mark.parametrize(
    "source",
    [
        f"<header>kop<nav>menu</nav></header><main>{MAIN}<aside>zie ook</aside></main><footer>voet</footer>",
        f"<div>rommel</div><div role=main>{MAIN}</div>",
        f"<div>rommel</div><article>{MAIN}<footer>deel</footer></article>",
        f"<div role=banner>kop</div><div role=navigation>menu</div>{MAIN}<div role=contentinfo>voet</div>",
        f"<nav>menu</nav>{MAIN}<footer>voet</footer><noscript>js</noscript><template>t</template>",
        f'<main role="main"><div>rommel</div><div id="broodtekst">{MAIN}</div></main>',
        f"<main></main>{MAIN}",
        f"{MAIN}<form><input value=x><button>Zoek</button><select><option>a</select></form>",
    ],
)
def test_what_the_site_puts_around_is_left_out(source: str) -> None:
    assert texts(source) == [("paragraph", "Tekst.")]


def test_a_heading_that_opens_its_section_and_the_head_of_an_article_stay() -> None:
    folded = "<h3><button aria-expanded=true>Wat nu?</button></h3><div><p>Dit.</p></div><button>Deel</button>"
    assert texts(f"<main>{folded}</main>") == [("heading", "Wat nu?"), ("paragraph", "Dit.")]
    assert texts("<main><h2>Samen <button>Kopieer link</button></h2><p>Dit.</p></main>")[0] == ("heading", "Samen")
    folded = "<h3><span>1.</span> <button aria-expanded=false>Wat nu?</button></h3><p>Dit.</p>"
    assert texts(f"<main>{folded}</main>")[0] == ("heading", "1. Wat nu?")
    article = "<article><header><h2>Brief</h2><p>3 maart 2024</p></header><p>Tekst.</p></article>"
    assert texts(f"<header><h1>Rijksoverheid</h1></header>{article}")[0] == ("heading", "Brief")
    assert texts(f"<header><h2>Menu</h2></header>{article}") == [
        ("heading", "Brief"),
        ("paragraph", "3 maart 2024"),
        ("paragraph", "Tekst."),
    ]


def test_a_header_with_the_title_stays_and_so_do_several_articles() -> None:
    assert texts("<header><h1>Titel</h1></header><article>een</article><article>twee</article>") == [
        ("heading", "Titel"),
        ("paragraph", "een"),
        ("paragraph", "twee"),
    ]


NOTES = {
    "list": (
        '<p>Een woord<sup><a href="#n1" id="r1">1</a></sup>. Twee<sup><a href="#n2">2</a></sup>.</p>',
        '<h2>Noten</h2><ol><li id="n1">De noot. <a href="#r1" title="terug">↩</a></li><li id="n2">2 mei.</li></ol>',
    ),
    "bracketed": (
        '<p>Een woord<a href="#_ftn1" name="_ftnref1" style="mso-footnote-id:ftn1">[1]</a>.'
        ' Twee<a href="#_ftn2" name="_ftnref2">[2]</a>.</p>',
        '<div><hr><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> De noot.</p></div>'
        '<div id=ftn2><p class=MsoFootnoteText><a href="#_ftnref2" name="_ftn2"><span>[2]</span></a> 2 mei.</p></div>'
        "</div>",
    ),
    "published": (
        '<p>Een woord<a class="nootnum supernote-click-ID-d37" href="#ID-d37">1</a>. '
        'Twee<a class="nootnum" href="#n2">2</a>.</p>',
        '<div id="noten"><hr><div class="voet noot"><h5 class="note-close"><a class="note-close" href="#c">X</a> Noot'
        "</h5>"
        '<sup><span class="nootnum"><a id="ID-d37" name="ID-d37"></a>1</span></sup><p>De noot.</p></div>'
        '<div class="voet noot"><sup><span class="nootnum"><a id="n2"></a>2</span></sup><p>2 mei.</p></div></div>',
    ),
    "paragraphs": (
        '<p>Een woord<sup>[<a href="#n1">1</a>]</sup>. Twee<sup><a href="#n2">2</a></sup>.</p>',
        '<p><a name="n1"></a>1. De noot.</p><p id="n2"><sup>2</sup> 2 mei.</p>',
    ),
    "table": (
        '<p>Een woord<sup><a href="#n1">1</a></sup>. Twee<sup><a href="#n2">2</a></sup>.</p>',
        '<table><tr><td id="n1">1</td><td>De noot.</td></tr><tr><td id="n2">2</td><td>2 mei.</td></tr></table>',
    ),
    "unlinked": (
        "<p>Een woord<sup>1</sup>. Twee<sup>2</sup>.</p>",
        "<p><sup>1</sup> De noot.</p><p><sup>2</sup> 2 mei.</p>",
    ),
    "in the footer": (
        '<p>Een woord<sup><a href="#n1">1</a></sup>. Twee<sup><a href="#n2">2</a></sup>.</p>',
        '<footer><p id="n1"><sup>1</sup> De noot.</p><p id="n2"><sup>2</sup> 2 mei.</p></footer>',
    ),
    "aside": (
        '<p>Een woord<a role="doc-noteref" href="#n1">1</a>. Twee<a epub:type="noteref" href="#n2">2</a>.</p>',
        '<aside id="n1"><p>De noot.</p></aside><aside id="n2"><p>2 mei.</p></aside>',
    ),
}


@pytest.mark.parametrize("form", NOTES)
@pytest.mark.parametrize("frame", ["{0}{1}", "<main>{0}{1}</main>", "<main>{0}</main>{1}"])
def test_notes_are_found_in_every_form(form: str, frame: str) -> None:
    if form == "unlinked" and frame.endswith("</main>{1}"):
        pytest.skip("without a link nothing leads out of the main part")
    letter = letter_of(frame.format(*NOTES[form]))
    _, paragraphs, notes = content(letter)
    assert paragraphs == [((), "Een woord. Twee.", ("1", "2"))]
    assert notes == [("1", "De noot."), ("2", "2 mei.")]
    assert letter.warnings == ()


def test_a_note_of_several_paragraphs_and_two_marks_of_one_note() -> None:
    letter = letter_of(
        '<p>Een<sup><a href="#f1">1</a></sup> en<sup><a href="#f1">1</a></sup>.</p>'
        '<div class="footnote"><p id="f1"><sup>1</sup> Eerst.</p><p>Dan.</p></div>'
    )
    assert content(letter)[1:] == ([((), "Een en.", ("1", "1"))], [("1", "Eerst. Dan.")])


@pytest.mark.parametrize("marks", ["1,2", "1 2", "1; 2", "(1, 2)"])
def test_one_mark_may_name_two_notes(marks: str) -> None:
    notes = "<p><sup>1</sup> De noot.</p><p><sup>2</sup> 2 mei.</p>"
    letter = letter_of(f"<p>In 2024<sup>{marks}</sup> ging het.</p>{notes}")
    assert content(letter)[1:] == ([((), "In 2024 ging het.", ("1", "2"))], [("1", "De noot."), ("2", "2 mei.")])
    assert letter.warnings == ()


def test_a_table_of_contents_and_exponents_are_no_notes() -> None:
    source = (
        '<p><a href="#k1">1</a> Kop <a href="#k2">[2]</a></p><h2 id="k1">Kop</h2><p>10 m<sup>2</sup>.</p>'
        '<h2 id="k2">B</h2>'
    )
    letter = letter_of(source)
    assert content(letter)[1:] == ([((), "1 Kop [2]", ()), (("Kop",), "10 m2.", ())], [])


def test_a_linked_mark_after_a_unit_is_no_exponent_and_an_exponent_no_mark() -> None:
    letter = letter_of(
        '<p>5 km<sup><a href="#n">2</a></sup>, a<sup>2</sup> en m<sup>2</sup>.</p><p id="n">2 De noot.</p>'
    )
    assert content(letter)[1:] == ([((), "5 km, a2 en m2.", ("2",))], [("2", "De noot.")])


def test_a_note_that_is_linked_once_is_referred_to_again_without_a_link() -> None:
    mark, note = '<sup><a href="#n">2</a></sup>', '<p id="n">2 De noot.</p>'
    again = "<p>In 2021<sup>2</sup>, dan.<sup>2</sup> En (zie CBS)<sup>2</sup> de begroting<sup>2</sup>.</p>"
    assert content(letter_of(f"<p>Een{mark}.</p>{again}{note}"))[1][1] == (
        (),
        "In 2021, dan. En (zie CBS) de begroting.",
        ("2", "2", "2", "2"),
    )
    powers = "<p>2 meter<sup>2</sup>, 10<sup>2</sup>, x<sup>2</sup>.</p>"
    powers += "<table><tr><td>begroting<sup>2</sup><td>b</table>"
    _, paragraphs, _ = content(letter_of(f"<p>Een{mark}.</p>{powers}{note}"))
    assert [(text, marks) for _, text, marks in paragraphs[1:]] == [
        ("2 meter2, 102, x2.", ()),
        ("begroting2 | b", ()),
    ]


def test_a_note_that_no_link_leads_to_has_its_mark_beside_linked_ones() -> None:
    letter = letter_of(
        '<p>Een<sup><a href="#n">1</a></sup> en<sup>2</sup>, 10 km<sup>2</sup>.</p><p id="n">1 De noot.</p>'
        "<p><sup>2</sup> 2 mei.</p>"
    )
    _, paragraphs, notes = content(letter)
    assert (paragraphs, sorted(notes)) == (
        [((), "Een en, 10 km2.", ("1", "2"))],
        [("1", "De noot."), ("2", "2 mei.")],
    )


def test_a_mark_before_the_first_word_makes_no_note_of_the_paragraph() -> None:
    letter = letter_of('<p><sup><a href="#n1">1</a></sup>Een woord.</p><p id="n1">1 De noot.</p>')
    assert content(letter)[1:] == ([((), "Een woord.", ("1",))], [("1", "De noot.")])


def test_a_mark_in_an_item_moves_with_its_label() -> None:
    item, note = blocks('<ol><li>een<sup><a href="#n1">1</a></sup></ol><p id="n1">1 De noot.</p>')
    assert (item.text, item.markers) == ("1. een", (Marker("1", 6, stated=True),))
    assert (note.text, note.markers) == ("De noot.", (Marker("1", 0, stated=True),))


# fields


META = (
    '<meta name="DCTERMS.identifier" content="kst-1268678"><meta name="DCTERMS.creator" content="Eerste Kamer der '
    'Staten-Generaal"><meta name="OVERHEIDop.dossiernummer" content="36600-VII"><meta name="OVERHEIDop.ondernummer" '
    'content="D"><meta name="OVERHEIDop.vergaderjaar" content="2024-2025">'
    '<meta name="DCTERMS.issued" content="2025-02-03">'
    '<meta name="OVERHEIDop.dossiertitel" content="Begroting"><meta name="DCTERMS.language" content="nl">'
    "<title>Kamerstuk | Overheid.nl</title>"
)


def test_a_published_page_in_several_dossiers() -> None:
    for further in (
        META.replace('content="36600-VII"', 'content="36600-VII;21501-20;36600 VII"'),
        META + '<meta name="OVERHEIDop.dossiernummer" content="21501-20">',
    ):
        metadata = read_html(page("<p>Tekst.</p>", further)).metadata
        assert (metadata.dossier, metadata.further_dossiers) == ("36600 VII", (Dossier("21501-20"),))


def test_the_fields_of_a_published_page() -> None:
    document = read_html(page('<div id="broodtekst"><h1 class="stuktitel">D BRIEF</h1><p>Tekst.</p></div>', META))
    assert document == Document(
        (Block(Kind.HEAD, "D BRIEF", 1), Block(Kind.PARAGRAPH, "Tekst.", 1)),
        Metadata(
            dossier="36600 VII",
            dossier_title="Begroting",
            number="D",
            vergaderjaar="2024/25",
            chamber="I",
            date=datetime.date(2025, 2, 3),
            language="nl",
        ),
        None,
        "kst-1268678",
    )


def test_the_date_of_the_letter_wins_over_that_of_its_publication() -> None:
    letter = letter_of(
        "<p>Aan de Voorzitter van de Eerste Kamer</p><p>Den Haag, 1 februari 2025</p><p>Tekst.</p>", META
    )
    assert (letter.metadata.date, letter.metadata.place) == (datetime.date(2025, 2, 1), "Den Haag")
    motion = letter_of("<p>Voorgesteld 30 januari 2025</p><p>De Kamer verzoekt.</p>", META)
    assert (motion.metadata.date, [text.text for _, text in motion.paragraphs()]) == (
        datetime.date(2025, 1, 30),
        ["De Kamer verzoekt."],
    )


def test_the_fields_of_another_page() -> None:
    head = '<title>Windplan | Rijksoverheid.nl</title><link rel="canonical" href="https://x/kst-36123-12.html">'
    assert read_html(page("<h1>Windplan</h1><p>T.</p>", head)).title == "Windplan"
    document = read_html(page("<p>T.</p>", head))
    assert (document.title, document.identifier) == ("Windplan | Rijksoverheid.nl", "kst-36123-12")
    assert (read_html(page("<p>T.</p>")).title, read_html(page("<p>T.</p>")).identifier) == (None, None)


def test_who_signed_a_published_page() -> None:
    document = read_html(
        page(
            '<p>Tekst.</p><p class="ondertekening"><span class="functie">De Minister van Energie,</span>'
            '<span class="naam"><span class="achternaam">A.B. Zon</span></span></p>'
        )
    )
    assert document.metadata.senders == (Sender("Minister van Energie", "A.B. Zon"),)
    assert [block.text for block in document.blocks if block.kind is Kind.HEAD] == [
        "De Minister van Energie,",
        "A.B. Zon",
    ]


def test_who_signed_a_page_that_does_not_say_which_is_the_office() -> None:
    body = '<h1>Verslag</h1><p>Tekst.</p><div class="ondertekening"><p>De voorzitter van de commissie,<br>Een</p></div>'
    letter = letter_of(body)
    assert letter.metadata.senders == (Sender("voorzitter van de commissie", "Een"),)
    assert letter.head == ("De voorzitter van de commissie,", "Een")


def test_a_title_leaves_out_the_number_that_is_told() -> None:
    head = "".join(f"<p>{line}</p>" for line in ("Vergaderjaar 2026–2027", "31 293 Primair Onderwijs"))
    letter = letter_of(f"{head}<h1>Nr. 812 Verslag van een overleg</h1><p>Tekst.</p>")
    assert (letter.id, letter.title) == ("kst-31293-812", "Verslag van een overleg")
    within = letter_of(f"{head}<p>Nr. 3</p><h1>Wijziging van bijlage nr. 3 bij de wet</h1><p>Tekst.</p>")
    assert (within.id, within.title) == ("kst-31293-3", "Wijziging van bijlage nr. 3 bij de wet")


def test_who_signed_where_each_has_paragraphs_of_their_own() -> None:
    signed = (
        '<p><span class="functie">De {},</span></p><p><span class="naam"><span class="achternaam">{}</span></span></p>'
    )
    document = read_html(
        page(
            f'<p>Tekst.</p><div class="ondertekening">{signed.format("Minister van Energie", "A.B. Zon")}'
            '<p class="functie">De Minister van Water,</p><p class="naam">C. Zee</p></div>'
        )
    )
    assert document.metadata.senders == (
        Sender("Minister van Energie", "A.B. Zon"),
        Sender("Minister van Water", "C. Zee"),
    )
    assert [block.text for block in document.blocks if block.kind is Kind.HEAD] == [
        "De Minister van Energie,",
        "A.B. Zon",
        "De Minister van Water,",
        "C. Zee",
    ]


def test_a_question_stays_with_its_answer() -> None:
    asked = (
        '<div class="vraag"><h2 class="stuktitel no-toc"><a id="d1"></a>Vraag {0}\n </h2><p>Is {0}\n zo?{1}</p></div>'
    )
    answered = '<div class="antwoord"><h2 class="stuktitel no-toc">Antwoord {0}</h2><p>Ja.</p><p>Zo is {0}.</p></div>'
    source = (
        asked.format(1, '<a class="nootnum" href="#n1">1</a>')
        + answered.format(1)
        + asked.format(2, "")
        + asked.format(3, "")
        + answered.format("2 en 3")
        + '<div class="voet noot"><sup><span class="nootnum"><a id="n1"></a>1</span></sup><p>Noot.</p></div>'
    )
    assert [(block.kind.value, block.text, block.markers) for block in blocks(source)] == [
        ("heading", "Vraag 1", ()),
        ("paragraph", "Is 1 zo?\nAntwoord 1\nJa.\nZo is 1.", (Marker("1", 8, stated=True),)),
        ("heading", "Vraag 2", ()),
        ("paragraph", "Is 2 zo?\nVraag 3\nIs 3 zo?\nAntwoord 2 en 3\nJa.\nZo is 2 en 3.", ()),
        ("paragraph", "Noot.", (Marker("1", 0, stated=True),)),
    ]


# the same letter in other forms


def written(name: str) -> Letter:
    if name == LETTER.stem:
        return read(LETTER)
    return assemble(Document(tuple(read_markdown(SYNTHETIC)), loose=True), name)


@pytest.mark.parametrize("name", ["kst-28676-372", "kst-36123-12"])
@pytest.mark.parametrize("rendition", [as_published_page, as_plain_page])
def test_the_same_letter_reads_the_same_from_a_page_xml_and_markdown(name: str, rendition) -> None:  # type: ignore[no-untyped-def]
    original = written(name)
    letter = assemble(read_html(rendition(original)), name)
    assert content(letter) == content(original)
    assert content(letter) == content(assemble(read_kamerstuk(as_xml(original)), name))
    assert replace(letter.metadata, language=None) == original.metadata
    assert (letter.id, letter.title) == (original.id, original.title)


@pytest.mark.parametrize("name", ["kst-28676-372", "kst-36123-12"])
def test_every_block_stands_verbatim_and_in_order(name: str) -> None:
    data = as_published_page(written(name))
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
    running = re.sub(r"\s", "", "".join(root.find(".//*[@id='broodtekst']").itertext()))
    at = 0
    for block in read_html(data).blocks:
        cuts = sorted({0, *(marker.offset for marker in block.markers), len(block.text)})
        for begin, end in pairwise(cuts):
            piece = block.text[begin:end]
            if block.kind is Kind.ITEM:
                piece = re.sub(r"^\d\. ", "", piece)  # the browser's own
            words = re.sub(r"\s", "", piece)
            found = running.find(words, at)
            assert found >= at, block.text
            at = found + len(words)


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=12)


@settings(max_examples=400, deadline=None)
@given(st.recursive(words, lambda inner: st.tuples(st.sampled_from(
    "p div ul ol li table tr td th tbody caption h1 h3 b i sup sub span a dl dt dd blockquote pre section article main "
    "onbekend figure br".split()
), st.lists(inner, max_size=4)), max_leaves=12))  # fmt: skip
def test_any_tree_is_read_and_keeps_its_words(tree: object) -> None:
    """Whatever elements stand in one another, no word of the page's main part gets lost."""

    def build(node: object, parent: etree._Element) -> None:
        if isinstance(node, str):
            if len(parent):
                parent[-1].tail = (parent[-1].tail or "") + node
            else:
                parent.text = (parent.text or "") + node
            return
        name, children = node  # type: ignore[misc]
        element = etree.SubElement(parent, name)
        for child in children:
            build(child, element)

    root = etree.Element("main")
    etree.SubElement(root, "p").text = "Zeker een woord."
    build(tree, root)
    source = page(etree.tostring(root, method="html", encoding="unicode"))
    shown = etree.fromstring(source, etree.HTMLParser(encoding="utf-8")).find(".//main")
    found = read_html(source).blocks
    kept = "".join(block.text for block in found) + "".join(mark.number for block in found for mark in block.markers)
    kept = re.sub(r"[\s|]", "", kept)
    for text in shown.itertext():
        for word in folded(text).replace("|", " ").split():
            assert word in kept


# what must be refused


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_html(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"zomaar tekst", "is no HTML"),
        (page(""), "shows no text"),
        (page("<script>alles</script><nav>menu</nav>"), "shows no text"),
        (page("<div>" * 10_000 + "diep"), "no page that can be read"),
        (page("<b>" * 10_000 + "diep"), "no page that can be read"),
        (page("<div>" * 230 + "diep"), "nested more than 120 deep"),
        (page("<p>a\0</p>"), "NUL character at line 1"),
        (page("<p>\n\xff</p>").replace("ÿ".encode(), b"\xff"), "is not utf-8 text, as it should be (line 2)"),
        (page("<p>a</p>").replace(b'"utf-8"', b'"zlib"'), "encoding 'zlib'"),
        (page("a" * 50_000_000), "is 48 MiB"),
        (page("<br>" * 200_000), "more than 100,000 elements"),
    ],
)  # fmt: skip
def test_unreadable_files_say_why_within_two_seconds(data: bytes, message: str) -> None:
    assert message in refused(data)


@pytest.mark.parametrize(
    "body",
    [
        "<p>" * 20_000 + "x",
        "<table><tr><td>" * 30 + "x",
        "<p>x" + "<sup><a href='#n'>1</a></sup>" * 5_000 + "</p>" + "<p id=n>1 noot</p>",
        "".join(f"<sup><a href='#n{n}'>1</a></sup>" for n in range(2_000))
        + "".join(f"<div id=n{n}>1 noot</div>" for n in range(2_000)),
        "<table>" + "<tr>" + "<td rowspan=9999 colspan=9999>x" * 300 + "</table>",
        "<ol start=9999 type=i>" + "<li>x" * 2_000,
        "x" + "<br>" * 20_000 + "y",
        "<p>" + "woord " * 300_000,
        "<dl>" + "<dt>a<dd>b" * 3_000,
        "<h1>" * 100 + "x",
        " " * 4_000_000 + "x",
    ],
)
def test_large_and_odd_pages_are_read_in_time(body: str) -> None:
    assert any("x" in block.text or "noot" in block.text or "woord" in block.text or "b" in block.text
               for block in read_html(page(body)).blocks)  # fmt: skip


def test_the_deepest_page_is_read_from_deep_within_a_program() -> None:
    def at_depth(depth: int) -> list[str]:
        return at_depth(depth - 1) if depth else [text for _, text in texts("<blockquote>" * 118 + "diep")]

    assert at_depth(300) == ["diep"]


def test_entities_of_a_page_reach_nothing_outside(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "geheim.txt"
    secret.write_text("TOPGEHEIM")
    data = f'<!DOCTYPE html [<!ENTITY e SYSTEM "file://{secret}">]><html><body><p>Een &e; twee</p></body></html>'
    assert "TOPGEHEIM" not in "".join(block.text for block in read_html(data.encode()).blocks)


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<META http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252"),
        ('<?xml version="1.0" encoding="ISO-8859-15"?>', "iso8859-15"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_encodings_are_read_as_declared(declaration: str, encoding: str) -> None:
    data = f"{declaration}<html><body><p>reële €</p></body></html>".encode(encoding)
    assert [block.text for block in read_html(data).blocks] == ["reële €"]


def test_bold_items_that_a_converter_numbered_are_headings() -> None:
    one = "<ol{}><li><strong>{}</strong></li></ol><p>Een zin.</p>"
    both = letter_of("<p>Vooraf.</p>" + one.format("", "Aanleiding") + one.format(" start=2", "Aanpak"))
    assert [section.path for section in both.sections] == [(), ("1. Aanleiding",), ("2. Aanpak",)]
    alone = letter_of("<p>Vooraf.</p>" + one.format("", "Aanleiding"))
    assert [section.path for section in alone.sections] == [()]


@pytest.mark.parametrize(
    "signed",
    [
        "<p>De Minister van Defensie,</p><p><b>A. Een</b></p>",
        "<p><b>De Minister van Defensie</b></p><p><b>A. Een</b></p>",
        "<table><tr><td>De Minister van Defensie,<br>A. Een</td><td></td></tr></table>",
    ],
)
def test_a_signature_in_bold_or_in_a_table_signs(signed: str) -> None:
    letter = letter_of(f"<p>Een zin.</p><p>Hoogachtend,</p>{signed}<p>Het overzicht staat hieronder.</p>")
    assert letter.metadata.senders == (Sender("Minister van Defensie", "A. Een"),)
    assert [paragraph.text for _, paragraph in letter.paragraphs()] == ["Een zin.", "Het overzicht staat hieronder."]


def test_those_who_sign_side_by_side_all_sign() -> None:
    rows = (
        "<tr><td>De Minister van Water,</td><td>De Minister van Geld,</td></tr><tr><td>A. Een</td><td>B. Twee</td></tr>"
    )
    letter = letter_of(f"<p>Een zin.</p><p>Hoogachtend,</p><table>{rows}</table>")
    assert letter.metadata.senders == (Sender("Minister van Water", "A. Een"), Sender("Minister van Geld", "B. Twee"))
    data = letter_of(
        "<table><tr><td>Wie</td><td>Wat</td></tr><tr><td>De minister van Water</td><td>12</td></tr></table>"
    )
    assert [paragraph.text for _, paragraph in data.paragraphs()] == ["Wie | Wat\nDe minister van Water | 12"]
    promised = "De minister stuurt de Kamer een brief over warmte, uiterlijk in mei"
    data = letter_of(
        f"<table><tr><td>Toezegging</td><td>Stand</td></tr><tr><td>{promised}</td><td>Loopt</td></tr></table>"
    )
    assert [paragraph.text for _, paragraph in data.paragraphs()] == [f"Toezegging | Stand\n{promised} | Loopt"]


def test_whose_letter_it_is_in_bold_above_its_labels_heads_no_text() -> None:
    letter = letter_of(
        "<p><b>Gemeente Ede</b></p><p>Datum: 5 maart 2024<br>Onderwerp: Warmte</p><p>Geachte raad,</p><p>Een zin.</p>"
        "<p><b>Aanpak</b></p><p>Nog een zin.</p>"
    )
    assert [section.path for section in letter.sections] == [(), ("Aanpak",)]
    assert letter.head == ("Gemeente Ede", "Datum: 5 maart 2024", "Onderwerp: Warmte", "Geachte raad,")


def test_a_masthead_may_be_set_in_a_table() -> None:
    rows = [("Tweede Kamer der Staten-Generaal", "2"), ("Vergaderjaar 2024–2025", ""), ("27 625", "Waterbeleid")]
    table = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows)
    letter = letter_of(f"<p>Afdrukken</p><table>{table}</table><h1>Nr. 731 VERSLAG</h1><p>Vastgesteld 17 juni 2025</p>")
    assert (letter.id, letter.metadata.dossier_title, letter.metadata.vergaderjaar) == (
        "kst-27625-731",
        "Waterbeleid",
        "2024/25",
    )
    assert letter.head[:3] == (
        "Tweede Kamer der Staten-Generaal | 2",
        "Vergaderjaar 2024–2025 | ",
        "27 625 | Waterbeleid",
    )


LINKS = '<section><h2>Documenten</h2><ul><li><a href="a.pdf">De brief</a> (PDF, 9 blz.)</li></ul></section>'


def test_links_below_a_document_to_others_are_none_of_it() -> None:
    further = f'{LINKS}<h2>Zie ook:</h2><ul><li><a href="/water">Water</a></li><li><a href="#">Wind</a></li></ul>'
    found = texts(f"<main><h1>Brief</h1><p>Een zin.</p>{further}</main>")
    assert found == [("heading", "Brief"), ("paragraph", "Een zin.")]


@pytest.mark.parametrize(
    "below",
    [
        "<h2>Documenten</h2><p>Wij hebben ze.</p>",
        "<h2>Documenten</h2><ul><li>De nota</li></ul>",
        '<h2>Documenten</h2><ul><li>Bij <a href="a.pdf">de nota</a></li></ul>',
        '<h2>Documenten</h2><ul><li><a href="a.pdf">De nota</a></li></ul><p>Wij hebben ze.</p>',
        '<h2>Documenten</h2><ul><li><a href="a.pdf">Document 1</a> weigeren wij openbaar te maken.</li></ul>',
        '<h2>Zie ook</h2><ul><li><a href="#twee">Paragraaf 2</a></li></ul>',
        '<h2>De documenten</h2><ul><li><a href="a.pdf">De nota</a></li></ul>',
        "<h2>Zie ook</h2>",
    ],
)
def test_what_only_looks_like_such_links_is_text(below: str) -> None:
    found = " ".join(text for _, text in texts(f"<main><p>Een zin.</p>{below}</main>"))
    assert found == " ".join(["Een zin.", *re.sub("<.*?>", " ", below).split()])


def test_the_head_of_a_letter_that_a_page_tells_of_first() -> None:
    terms = {
        "Afzender": "Directie Dijken, cluster Zand",
        "Kenmerk": "2024-1",
        "Uw kenmerk": "2024Z2",
        "Kamerdossier": "36 410 XII, nr. 7",
        "Datum": "3 mei 2024",
        "Betreft": "Stand van de dijken",
        "Kopie aan": "Waterschappen",
    }
    head = "".join(f"<dt>{term}</dt><dd>{said}</dd>" for term, said in terms.items())
    read = letter_of(
        "<main><h1>Kamerbrief over dijken</h1><p>De minister schrijft de Kamer over de stand van de dijken.</p><div>"
        f"<p>Aan de Voorzitter van de Tweede Kamer der Staten-Generaal<br>Postbus 20018</p><dl>{head}</dl></div>"
        "<p>Geachte voorzitter,</p><p>De dijken zijn op orde.</p></main>"
    )
    assert read.metadata == Metadata(
        dossier="36410 XII",
        chamber="II",
        date=datetime.date(2024, 5, 3),
        addressee="de Voorzitter van de Tweede Kamer der Staten-Generaal",
        subject="Stand van de dijken",
        kenmerk="2024-1",
    )
    assert read.title == "Kamerbrief over dijken"
    assert [paragraph.text for _, paragraph in read.paragraphs()] == [
        "De minister schrijft de Kamer over de stand van de dijken.",
        "De dijken zijn op orde.",
    ]
