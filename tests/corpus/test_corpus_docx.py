"""DOCX as Word, Google Docs and house styles write it → blocks."""

import datetime
import json
import re
import struct
import zipfile
from collections import Counter
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.assemble import assemble
from corpus.blocks import Block, Kind, Marker, Style, folded
from corpus.errors import Unreadable
from corpus.letter import Footnote, Letter
from corpus.readers.docx import package as limits
from corpus.readers.docx import read_docx
from corpus.readers.docx.numbering import written
from tests.conftest import ROOT, SHARED
from tests.corpus.docx_files import listed, made, p, r, rezipped, row, saved, styled, table

BOLD = "<w:b/>"
RAISED = '<w:vertAlign w:val="superscript"/>'
REFERENCE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
NOTE = '<w:footnote w:id="{}">{}</w:footnote>'
OWN_NUMBER = "<w:r><w:footnoteRef/></w:r>"


def blocks(body: str, **parts: str) -> tuple[Block, ...]:
    return read_docx(made(body, **parts)).blocks


def kinds(body: str, **parts: str) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in blocks(body, **parts)]


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in blocks(body, **parts)]


def letter(body: str, **parts: str) -> Letter:
    return assemble(read_docx(made(body, **parts)), "brief")


LONG = "Dit is een gewone alinea met zoveel woorden dat niemand haar voor een kop kan houden. " * 4


# words


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (r("een") + r(" twee"), "een twee"),
        (r("  een  \u00a0twee "), "een twee"),
        (r("on\u00adzicht\u200bbaar"), "onzichtbaar"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>", "a b\nc\nd"),
        ('<w:r><w:t>a </w:t><w:br/><w:t> </w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "a\nb"),
        ("<w:r><w:t>NAVO</w:t><w:noBreakHyphen/><w:t>landen be</w:t><w:softHyphen/><w:t>leid</w:t></w:r>",
         "NAVO-landen beleid"),
        (r("CO") + r("2", '<w:vertAlign w:val="subscript"/>') + r("-reductie"), "CO2-reductie"),
        (r("1") + r("e", RAISED) + r(" lid"), "1e lid"),
        ('<w:r><w:t>is </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 5</w:t></w:r>', "is ≥ 5"),
        ('<w:r><w:t>ja </w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "ja ✓"),
        ('<w:r><w:t>is </w:t><w:sym w:font="Onbekend" w:char="F099"/></w:r>', "is \ufffd"),
        ('<w:r><w:t>is </w:t><w:sym w:font="Arial" w:char="20AC"/><w:sym w:char="zz"/></w:r>', "is €"),
        ('<w:hyperlink r:id="nergens"><w:r><w:t>www.navo.int</w:t></w:r></w:hyperlink>', "www.navo.int"),
        ('<w:smartTag w:element="d">' + r("21 juni") + "</w:smartTag>" + r(" 2021"), "21 juni 2021"),
        (r("zicht") + r(" verborgen", "<w:vanish/>") + r("baar", '<w:vanish w:val="0"/>'), "zichtbaar"),
        (r("een ") + "<w:ins>" + r("nieuw") + "</w:ins><w:del><w:r><w:delText>oud</w:delText></w:r></w:del>"
         + r(" woord"), "een nieuw woord"),
        ("<w:moveTo>" + r("hier") + "</w:moveTo><w:moveFrom>" + r("daar") + "</w:moveFrom>", "hier"),
        ("<w:ins><w:del>" + r("kort geleefd") + "</w:del></w:ins>" + r("blijft"), "blijft"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + r("ingevuld") + "</w:sdtContent></w:sdt>", "ingevuld"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("Klik hier.") + "</w:sdtContent></w:sdt>"
         + r("tekst"), "tekst"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>boven</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>onder</w:t></w:r></w:rubyBase>"
         "</w:ruby></w:r>", "onder"),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
         "1/2"),
        ("<w:r><w:t>a<!-- weg -->b</w:t></w:r>", "ab"),
    ],
)  # fmt: skip
def test_the_words_of_a_paragraph(runs: str, text: str) -> None:
    assert texts(p(runs)) == [text]


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (r("op ") + field(" DATE ", r("5 juni")) + r("."), "op 5 juni."),
        (r("zie ") + field("REF x", r("nr. ") + field("SEQ Tabel", r("3"))) + r("."), "zie nr. 3."),
        (r("een") + field("XE woord", "") + r(" twee"), "een twee"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("nooit gesloten"), "nooit gesloten"),
        (r("los einde") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("."), "los einde."),
        ('<w:fldSimple w:instr=" AUTHOR ">' + r("A. de Wit") + "</w:fldSimple>", "A. de Wit"),
        ('<w:fldSimple w:instr="TC x">' + r("weg") + "</w:fldSimple>" + r("over"), "over"),
        (
            '<w:del><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:del>' + field("REF y", r("blijft")),
            "blijft",
        ),
    ],
)
def test_fields_show_their_results(runs: str, text: str) -> None:
    assert texts(p(runs)) == [text]


def test_a_table_of_contents_is_left_out_and_nothing_after_it() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
    separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate", "end"))
    body = (
        p(begin + separate + r("1 Inleiding") + field("PAGEREF a", r("3")))
        + p("2 Slot")
        + p("<w:r/>" + end + r("Daarna."))
        + p("Los 4", styled("Inhopg1"))
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        + f"<w:sdtContent>{p('Inhoud', styled('Heading1'))}{p('Inleiding 1')}</w:sdtContent></w:sdt>"
        + p("Inhoudsopgave", styled("TOCHeading"))
        + p("Tekst.")
    )
    styles = '<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style>'
    assert texts(body, styles=styles) == ["Daarna.", "Tekst."]


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    body = p("Een alinea die ", "<w:rPr><w:del/></w:rPr>") + p("doorgaat.") + p("Een andere.")
    assert texts(body) == ["Een alinea die doorgaat.", "Een andere."]
    last = p("Een alinea die ophoudt.", "<w:rPr><w:del/></w:rPr>")
    assert texts(last + table(row("a", "b")) + last) == ["Een alinea die ophoudt.", "a | b", "Een alinea die ophoudt."]


def test_text_hidden_by_its_style() -> None:
    styles = '<w:style w:type="character" w:styleId="Weg"><w:name w:val="Weg"/><w:rPr><w:vanish/></w:rPr></w:style>'
    assert texts(p(r("te zien") + r(" niet", '<w:rStyle w:val="Weg"/>')), styles=styles) == ["te zien"]


def test_a_text_box_stands_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('In het kader.')}</w:txbxContent>"
    alternatives = (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(p(r("Voor") + f"<w:r>{alternatives}</w:r>" + r(" en na."))) == ["Voor en na.", "In het kader."]


def test_heads_and_feet_of_pages_are_no_text() -> None:
    assert texts(p("Tekst."), header=p("Pagina 1"), footer=p("Vertrouwelijk")) == ["Tekst."]


# notes


def test_footnotes_are_numbered_in_the_order_of_the_text() -> None:
    body = p(r("Eerst") + REFERENCE.format(7) + r(" dan") + REFERENCE.format(3) + r(".")) + p("Verder.")
    notes = NOTE.format(3, p(OWN_NUMBER + r(" Twee."))) + NOTE.format(7, p(OWN_NUMBER + r(" Een.")) + p("Vervolg."))
    assert blocks(body, footnotes=notes) == (
        Block(Kind.PARAGRAPH, "Eerst dan.", 0, markers=(Marker("1", 5, stated=True), Marker("2", 9, stated=True))),
        Block(Kind.PARAGRAPH, "Een.\nVervolg.", 0, markers=(Marker("1", 0, stated=True),)),
        Block(Kind.PARAGRAPH, "Twee.", 0, markers=(Marker("2", 0, stated=True),)),
        Block(Kind.PARAGRAPH, "Verder.", 0),
    )
    read = letter(body, footnotes=notes)
    assert read.footnotes == (Footnote("1", "Een. Vervolg."), Footnote("2", "Twee."))
    assert [paragraph.footnotes for _, paragraph in read.paragraphs()] == [("1", "2"), ()]
    assert read.warnings == ()


def test_the_number_of_a_deleted_note_is_not_counted() -> None:
    body = p("<w:del>" + REFERENCE.format(1) + "</w:del>" + r("Zin") + REFERENCE.format(2))
    notes = NOTE.format(1, p("Weg.")) + NOTE.format(2, p(OWN_NUMBER + r("Blijft.")))
    assert [(block.text, block.markers) for block in blocks(body, footnotes=notes)] == [
        ("Zin", (Marker("1", 3, stated=True),)),
        ("Blijft.", (Marker("1", 0, stated=True),)),
    ]


def test_a_mark_that_the_author_chose() -> None:
    body = p(
        r("Zin") + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
        + r(" en") + REFERENCE.format(2) + r(".")
    )  # fmt: skip
    notes = NOTE.format(1, p(r("* De noot."))) + NOTE.format(2, p(OWN_NUMBER + r("Gewoon.")))
    assert [(block.text, block.markers) for block in blocks(body, footnotes=notes)] == [
        ("Zin en.", (Marker("*", 3, stated=True), Marker("1", 6, stated=True))),
        ("De noot.", (Marker("*", 0, stated=True),)),
        ("Gewoon.", (Marker("1", 0, stated=True),)),
    ]


def test_endnotes_have_numbers_of_their_own() -> None:
    body = p(r("Zin") + REFERENCE.format(1) + '<w:r><w:endnoteReference w:id="1"/></w:r>')
    parts = {"footnotes": NOTE.format(1, p("Voet.")), "endnotes": '<w:endnote w:id="1">' + p("Eind.") + "</w:endnote>"}
    assert [block.markers[0].number for block in blocks(body, **parts)[1:]] == ["1", "i"]
    arabic = '<w:endnotePr><w:numFmt w:val="decimal"/><w:numStart w:val="4"/></w:endnotePr>'
    assert [block.markers[0].number for block in blocks(body, settings=arabic, **parts)[1:]] == ["1", "4"]


def test_a_note_of_a_heading_and_of_a_table() -> None:
    body = p(r("Kop") + REFERENCE.format(1), styled("Heading1")) + table(
        row("a", f"<w:tc>{p(r('b') + REFERENCE.format(2))}</w:tc>"), row("c", "d")
    )
    notes = NOTE.format(1, p("Bij de kop.")) + NOTE.format(2, p("Bij de cel."))
    assert [(block.kind.value, block.text, block.markers) for block in blocks(body, footnotes=notes)] == [
        ("heading", "Kop", (Marker("1", 3, stated=True),)),
        ("paragraph", "Bij de kop.", (Marker("1", 0, stated=True),)),
        ("row", "a | b", (Marker("2", 5, stated=True),)),
        ("paragraph", "Bij de cel.", (Marker("2", 0, stated=True),)),
        ("row", "c | d", ()),
    ]


@pytest.mark.parametrize(
    ("runs", "text", "markers"),
    [
        (r("woord") + r("1", RAISED) + r(" en"), "woord en", [("1", 5)]),
        (r("woord") + r("1", RAISED) + r("2", RAISED), "woord", [("12", 5)]),
        (r("woord") + r("1", RAISED) + r(", 2", RAISED), "woord", [("1", 5), ("2", 5)]),
        (r("21") + r("ste", RAISED) + r(" eeuw"), "21ste eeuw", []),
        (r("een ") + r("*", RAISED) + r(" twee"), "een twee", [("*", 4)]),
        (r("1", RAISED) + r(" Een noot."), "Een noot.", [("1", 0)]),
    ],
)
def test_raised_numbers_typed_by_hand(runs: str, text: str, markers: list[tuple[str, int]]) -> None:
    (block,) = blocks(p(runs))
    assert (block.text, [(marker.number, marker.offset) for marker in block.markers]) == (text, markers)


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
NAMES_NOTE = "<w:r><w:instrText> NOTEREF _Ref1 \\f \\h </w:instrText></w:r>"


def test_words_own_reference_is_no_exponent_and_what_was_typed_no_mark_of_its_note() -> None:
    body = p(r("Voor 5 km") + REFERENCE.format(1) + r(", a") + r("1", RAISED) + r(" en m") + r("2", RAISED) + r("."))
    read = letter(body, footnotes=NOTE.format(1, p(r("Een."))))
    assert [(each.text, each.footnotes) for _, each in read.paragraphs()] == [("Voor 5 km, a1 en m2.", ("1",))]


@pytest.mark.parametrize(
    "again",
    [
        FIELD.format("begin") + NAMES_NOTE + FIELD.format("separate") + r("1", RAISED) + FIELD.format("end"),
        '<w:fldSimple w:instr=" NOTEREF _Ref1 ">' + r("1", RAISED) + "</w:fldSimple>",
    ],
)
def test_a_field_that_names_a_note_is_a_mark_of_it(again: str) -> None:
    body = p(r("Een zin") + REFERENCE.format(1) + r(" en 5 m") + again + r("."))
    read = letter(body, footnotes=NOTE.format(1, p(r("Een."))))
    assert [(each.text, each.footnotes) for _, each in read.paragraphs()] == [("Een zin en 5 m.", ("1", "1"))]
    (plain,) = letter(p(r("Zie noot ") + again.replace(RAISED, "") + r("."))).paragraphs()
    assert (plain[1].text, plain[1].footnotes) == ("Zie noot 1.", ())


def test_notes_that_were_typed_have_their_marks_beside_words_own() -> None:
    body = p(r("Een zin") + REFERENCE.format(1) + r(", twee") + r("3", RAISED) + r(" en 3 m") + r("3", RAISED) + r("."))
    read = letter(body + p(r("3", RAISED) + r(" Bron: CBS.")), footnotes=NOTE.format(1, p(r("Een."))))
    assert [(each.text, each.footnotes) for _, each in read.paragraphs()] == [("Een zin, twee en 3 m3.", ("1", "3"))]
    assert [(note.number, note.text) for note in read.footnotes] == [("1", "Een."), ("3", "Bron: CBS.")]


def test_an_exponent_in_a_note_is_text() -> None:
    notes = NOTE.format(1, p(OWN_NUMBER + r(" Ten minste 10 m") + r("2", RAISED) + r(".")))
    assert [note.text for note in letter(p(r("Zin") + REFERENCE.format(1)), footnotes=notes).footnotes] == [
        "Ten minste 10 m2."
    ]


# headings


def style(identifier: str, name: str, based_on: str = "Normal", properties: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/>{properties}</w:style>'
    )


PLAIN_HEADING = style("Plat", "Plat", properties='<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')


@pytest.mark.parametrize(
    ("name", "based_on", "properties", "level"),
    [
        ("heading 2", "Normal", "", 2),
        ("Kop 3", "Normal", "", 3),
        ("RO Kop 1", "Normal", "", 1),
        ("Überschrift 1", "Normal", "", 1),
        ("Kop zonder nummer", "Heading2", "", 2),
        ("Eigen", "Normal", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>', 4),
        ("Tussenkop", "Normal", "", 6),
        ("Kop 1 zonder", "Plat", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', 0),
        ("Koptekst", "Normal", "", 0),
        ("Beknopt 2", "Normal", "", 0),
        ("header", "Normal", "", 0),
    ],
)
def test_a_heading_by_its_style(name: str, based_on: str, properties: str, level: int) -> None:
    found = kinds(p("Kop", styled("Deze")) + p(LONG), styles=PLAIN_HEADING + style("Deze", name, based_on, properties))
    assert found[0] == ("heading" if level else "paragraph", level, "Kop")


def test_an_outline_level_of_its_own_makes_or_unmakes_a_heading() -> None:
    body = p("Wel", '<w:outlineLvl w:val="1"/>') + p("Niet", styled("Plat") + '<w:outlineLvl w:val="9"/>') + p(LONG)
    assert [kind for kind, _, _ in kinds(body, styles=PLAIN_HEADING)] == ["heading", "paragraph", "paragraph"]


def test_styles_that_are_based_on_each_other_end() -> None:
    styles = style("Een", "Een", "Twee") + style("Twee", "Twee", "Een")
    assert kinds(p("Tekst.", styled("Een")), styles=styles) == [("paragraph", 0, "Tekst.")]


def test_a_whole_paragraph_in_a_heading_s_style_is_text() -> None:
    assert kinds(p(LONG, styled("Heading2")))[0][0] == "paragraph"


def test_a_title_stands_above_all_headings() -> None:
    document = docx.Document()
    document.add_heading("Kamerbrief", level=0)
    document.add_heading("Aanleiding", level=1)
    document.add_paragraph("Tekst.")
    document.add_heading("Vervolg", level=2)
    document.add_paragraph("Meer.")
    found = read_docx(saved(document))
    assert [(block.level, block.text) for block in found.blocks if block.kind is Kind.HEADING] == [
        (1, "Kamerbrief"),
        (2, "Aanleiding"),
        (3, "Vervolg"),
    ]
    read = assemble(found, "brief")
    assert read.title == "Kamerbrief"
    assert [section.path for section in read.sections] == [(), ("Aanleiding",), ("Aanleiding", "Vervolg")]


def test_headings_made_by_hand() -> None:
    body = (
        p(r("Grote titel", '<w:sz w:val="36"/>'))
        + p(r("Door A. de Wit", "<w:i/>"))
        + p(r("Hoofdstuk", BOLD))
        + p(LONG)
        + p("<w:r/>")
        + p(r("Cursief kopje", "<w:i/>"))
        + p(LONG)
        + p(r("Onderstreept kopje", '<w:u w:val="single"/>'))
        + p(r("Nadruk", BOLD) + r(" vooraan is geen kop."))
        + p(r("Figuur 1: de cijfers", BOLD))
        + p(r("Ook dit valt op, maar gaat door,", BOLD))
        + p(r("https://www.navo.int", '<w:u w:val="single"/>'))
        + p(r("Kop", BOLD) + "<w:r><w:br/></w:r>" + r(LONG))
    )
    assert [(level, text[:20]) for kind, level, text in kinds(body) if kind == "heading"] == [
        (1, "Grote titel"),
        (2, "Hoofdstuk"),
        (4, "Cursief kopje"),
        (3, "Onderstreept kopje"),
        (2, "Kop"),
    ]
    assert texts(body)[-2:] == ["Kop", LONG.strip()]


def test_parts_stand_above_headings_that_look_the_same() -> None:
    bold = [p(r(text, BOLD)) + p(LONG) for text in ("Deel 1: heden", "Nu", "Deel 2: later", "Straks")]
    assert [(level, text) for kind, level, text in kinds("".join(bold)) if kind == "heading"] == [
        (1, "Deel 1: heden"),
        (2, "Nu"),
        (1, "Deel 2: later"),
        (2, "Straks"),
    ]


def test_a_plain_first_line_before_a_heading_is_the_title() -> None:
    body = p("Een visie op water") + p("Door A. de Wit") + p(r("Inleiding", BOLD)) + p(LONG)
    assert letter(body).title == "Een visie op water"
    assert kinds(p("Er is beleid.") + p(r("Inleiding", BOLD)) + p(LONG))[0][0] == "paragraph"


def test_where_most_is_bold_it_makes_no_headings() -> None:
    body = p(r("Alles is hier vet.", BOLD)) * 3 + p("Behalve dit.")
    assert {kind for kind, _, _ in kinds(body)} == {"paragraph"}


def test_bold_lines_below_headings_with_styles_are_headings_of_a_lower_level() -> None:
    body = p("Kop", styled("Heading1")) + p(r("Kopje", BOLD)) + p(LONG) + p(r("Let op:", BOLD)) + p(LONG)
    assert [(kind, level) for kind, level, _ in kinds(body)] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_the_style_of_a_block() -> None:
    both = r("beide", "<w:b/><w:i/>")
    found = [block.style for block in blocks(p(r("a", "<w:i/>") + r(" ")) + p(both) + p(r("b", BOLD) + r("c")))]
    assert found == [Style.ITALIC, Style.BOLD_ITALIC, Style.PLAIN]


def test_bold_in_both_styles_cancels_out() -> None:
    character = '<w:style w:type="character" w:styleId="Sterk"><w:name w:val="Sterk"/><w:rPr><w:b/></w:rPr></w:style>'
    styles = style("Vet", "Vet", properties="<w:rPr><w:b/></w:rPr>") + character
    strong = r("woord", '<w:rStyle w:val="Sterk"/>')
    assert [block.style for block in blocks(p(strong, styled("Vet")) + p(strong) + p("Tekst."), styles=styles)] == [
        Style.PLAIN,
        Style.BOLD,
        Style.PLAIN,
    ]


# lists


def levels(*formats: tuple[str, str], start: int = 1, more: str = "") -> str:
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'
        "</w:lvl>"
        for at, (form, text) in enumerate(formats)
    )


def abstract(number: int, content: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{content}</w:abstractNum>'


def list_(number: int, of: int, content: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{content}</w:num>'


OUTLINE = abstract(90, levels(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)"), ("lowerRoman", "(%4)")))


def test_labels_are_counted_and_printed() -> None:
    body = "".join(p(f"x{at}", listed(90, level)) for at, level in enumerate([0, 1, 1, 2, 2, 3, 0, 1, 2]))
    assert kinds(body, numbering=OUTLINE + list_(90, 90)) == [
        ("item", 1, "1. x0"),
        ("item", 2, "1.1 x1"),
        ("item", 2, "1.2 x2"),
        ("item", 3, "a) x3"),
        ("item", 3, "b) x4"),
        ("item", 4, "(i) x5"),
        ("item", 1, "2. x6"),
        ("item", 2, "2.1 x7"),
        ("item", 3, "a) x8"),
    ]


def test_an_empty_paragraph_is_counted() -> None:
    body = p("Een", listed(90)) + p("", listed(90)) + p("Drie", listed(90))
    assert texts(body, numbering=OUTLINE + list_(90, 90)) == ["1. Een", "3. Drie"]


def test_a_reference_that_begins_a_paragraph_makes_no_note_of_it() -> None:
    body = p("Eerst.") + f"<w:p>{REFERENCE.format(1)}{r('Daarna.')}</w:p>"
    read = letter(body, footnotes=NOTE.format(1, f"<w:p>{OWN_NUMBER}{r('De noot.')}</w:p>"))
    assert [(paragraph.text, paragraph.footnotes) for _, paragraph in read.paragraphs()] == [
        ("Eerst.", ()),
        ("Daarna.", ("1",)),
    ]
    assert [note.text for note in read.footnotes] == ["De noot."]


def test_a_deeper_level_before_its_parent_counts_the_parent_as_begun() -> None:
    assert texts(p("x", listed(90, 1)), numbering=OUTLINE + list_(90, 90)) == ["1.1 x"]


def test_two_lists_of_one_description_go_on_unless_one_begins_again() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = OUTLINE + list_(90, 90) + list_(91, 90) + list_(92, 90, again)
    body = "".join(p("x", listed(number)) for number in (90, 91, 92, 92, 90))
    assert texts(body, numbering=numbering) == ["1. x", "2. x", "1. x", "2. x", "3. x"]


def test_a_list_may_describe_a_level_anew() -> None:
    own = '<w:lvlOverride w:ilvl="0">' + levels(("upperRoman", "Artikel %1:"), start=4) + "</w:lvlOverride>"
    assert texts(p("x", listed(90)) * 2, numbering=OUTLINE + list_(90, 90, own)) == ["Artikel IV: x", "Artikel V: x"]


@pytest.mark.parametrize(
    ("form", "pattern", "more", "text"),
    [
        ("bullet", "\uf0b7", "", "x"),
        ("bullet", "o", "", "x"),
        ("none", "", "", "x"),
        ("decimal", "-", "", "x"),
        ("decimal", "%1", '<w:suff w:val="nothing"/>', "1x"),
        ("none", "Vraag", "", "Vraag x"),
        ("decimalZero", "%1", "", "01 x"),
        ("upperLetter", "%1.", "", "A. x"),
    ],
)
def test_what_stands_before_an_item(form: str, pattern: str, more: str, text: str) -> None:
    numbering = abstract(90, levels((form, pattern), more=more)) + list_(90, 90)
    assert kinds(p("x", listed(90)), numbering=numbering) == [("item", 1, text)]


def test_legal_numbering_is_in_figures() -> None:
    numbering = abstract(90, levels(("upperRoman", "%1"), ("decimal", "%1.%2"), more="<w:isLgl/>")) + list_(90, 90)
    assert texts(p("x", listed(90)) + p("y", listed(90, 1)), numbering=numbering) == ["1 x", "1.1 y"]


def test_a_level_that_never_begins_again() -> None:
    numbering = abstract(90, levels(("decimal", "%1."), ("decimal", "%2."), more='<w:lvlRestart w:val="0"/>'))
    body = "".join(p("x", listed(90, level)) for level in (0, 1, 1, 0, 1))
    assert texts(body, numbering=numbering + list_(90, 90)) == ["1. x", "1. x", "2. x", "2. x", "3. x"]


def test_numbers_that_come_with_the_style() -> None:
    numbering = abstract(
        90,
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:pStyle w:val="Nummer"/><w:lvlText w:val="%1.%2"/></w:lvl>',
    ) + list_(90, 90)
    styles = style("Nummer", "Nummer", properties='<w:pPr><w:numPr><w:numId w:val="90"/></w:numPr></w:pPr>')
    body = (
        p("Kop", styled("Heading1") + listed(90))
        + p("x", styled("Nummer"))
        + p("y", styled("Nummer"))
        + p("z", styled("Nummer") + listed(0))
    )
    assert kinds(body, numbering=numbering, styles=styles) == [
        ("heading", 1, "1 Kop"),
        ("item", 2, "1.1 x"),
        ("item", 2, "1.2 y"),
        ("paragraph", 0, "z"),
    ]


def test_a_list_described_by_a_list_style() -> None:
    numbering = (
        abstract(90, '<w:numStyleLink w:val="Lijst"/>')
        + abstract(91, '<w:styleLink w:val="Lijst"/>' + levels(("lowerLetter", "%1.")))
        + list_(90, 90)
        + list_(91, 91)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Lijst"><w:name w:val="Lijst"/>'
        '<w:pPr><w:numPr><w:numId w:val="91"/></w:numPr></w:pPr></w:style>'
    )
    assert texts(p("x", listed(90)), numbering=numbering, styles=styles) == ["a. x"]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (27, "lowerLetter", "aa"),
        (53, "upperLetter", "AAA"),
        (1994, "lowerRoman", "mcmxciv"),
        (4, "upperRoman", "IV"),
        (0, "lowerLetter", "0"),
        (12, "decimalZero", "12"),
        (2, "chicago", "†"),
        (10**9, "decimal", "10000"),
    ],
)
def test_written(count: int, form: str, text: str) -> None:
    assert written(count, form) == text


@pytest.mark.parametrize(
    ("runs", "found"),
    [
        (r("•\u00a0een"), ("item", 1, "een")),
        ("<w:r><w:t>-</w:t><w:tab/><w:t>een</w:t></w:r>", ("item", 1, "een")),
        (r("- een"), ("item", 1, "een")),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:tab/><w:t>een</w:t></w:r>', ("item", 1, "een")),
        ("<w:r><w:t>a.</w:t><w:tab/><w:t>een</w:t></w:r>", ("item", 1, "a. een")),
        ("<w:r><w:t>2.1</w:t><w:tab/><w:t>een</w:t></w:r>", ("item", 1, "2.1 een")),
        (r("-5 graden"), ("paragraph", 0, "-5 graden")),
        (r("2021. Een jaar"), ("paragraph", 0, "2021. Een jaar")),
        (r("1. een"), ("paragraph", 0, "1. een")),
    ],
)
def test_lists_typed_by_hand(runs: str, found: tuple[str, int, str]) -> None:
    assert kinds(p(runs)) == [found]


def test_items_stand_with_what_leads_into_them() -> None:
    document = docx.Document()
    document.add_paragraph("Het gaat om:")
    for text in ("geld;", "tijd."):
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph("Nog een alinea van dit punt.", style="List Continue")
    document.add_paragraph("Daarna.")
    read = assemble(read_docx(saved(document)), "brief")
    assert [paragraph.text for _, paragraph in read.paragraphs()] == [
        "Het gaat om:\ngeld;\ntijd.\nNog een alinea van dit punt.",
        "Daarna.",
    ]


def test_a_numbered_bold_line_alone_is_a_heading() -> None:
    body = p(r("Inleiding", BOLD), listed(90)) + p(LONG) + p(r("Slot", BOLD), listed(90)) + p(LONG)
    found = kinds(body, numbering=OUTLINE + list_(90, 90))
    assert [text for kind, _, text in found if kind == "heading"] == ["1. Inleiding", "2. Slot"]


# tables


def bold_cell(text: str) -> str:
    return f"<w:tc>{p(r(text, BOLD))}</w:tc>"


def test_rows_of_a_table() -> None:
    body = table(row(bold_cell("Jaar"), bold_cell("Bedrag")), row("2021", "1,45%"), row("2024", "1,85%")) + p("Zie.")
    assert kinds(body) == [
        ("row", 1, "Jaar | Bedrag"),
        ("row", 0, "2021 | 1,45%"),
        ("row", 0, "2024 | 1,85%"),
        ("paragraph", 0, "Zie."),
    ]


def test_rows_that_the_table_repeats_are_heads() -> None:
    head = "<w:tblHeader/>"
    body = table(row("a", "b", properties=head), row("c", "d", properties=head), row("e", "f"))
    assert [level for _, level, _ in kinds(body)] == [1, 1, 0]


def test_a_first_row_that_the_style_of_the_table_makes_bold() -> None:
    styles = (
        '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
    )
    for look, level in (('w:firstRow="1"', 1), ('w:val="0420"', 1), ('w:firstRow="0"', 0), ('w:val="0400"', 0)):
        rows = row("a", "b") + row("c", "d")
        body = f'<w:tbl><w:tblPr><w:tblStyle w:val="T"/><w:tblLook {look}/></w:tblPr>{rows}</w:tbl>'
        assert kinds(body, styles=styles)[0] == ("row", level, "a | b")


def test_merged_cells_stand_once() -> None:
    document = docx.Document()
    grid = document.add_table(3, 3)
    for at, cell in enumerate(cell for line in grid.rows for cell in line.cells):
        cell.text = f"c{at}"
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "breed"
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "hoog"
    assert [block.text for block in read_docx(saved(document)).blocks] == [
        "breed | | c2",
        "hoog | c4 | c5",
        "| c7 | c8",
    ]


def wide(text: str, columns: int | str) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>{p(text)}</w:tc>'


def test_cells_after_one_over_several_columns_stand_under_their_heads() -> None:
    body = table(
        row("", wide("Binnen termijn", 2), wide("Te laat", 2)),
        row("Jaar", "2023", "2024", "2023", "2024"),
        row(wide("Totaal", 3), "12", "8"),
        row("70", "5", properties='<w:gridBefore w:val="3"/>'),
    )
    assert texts(body) == [
        "| Binnen termijn | | Te laat",
        "Jaar | 2023 | 2024 | 2023 | 2024",
        "Totaal | | | 12 | 8",
        "| | | 70 | 5",
    ]


def test_lines_of_the_grid_at_which_no_column_begins_make_no_empty_cells() -> None:
    body = table(row(wide("a", 2), "b", "c"), row("d", wide("e", 2), "f"), row(wide("Totaal", 3), "g"))
    assert texts(body) == ["a | b | c", "d | e | f", "Totaal | | g"]


@pytest.mark.parametrize("columns", ["0", "-3", "999999999", "x"])
def test_a_made_up_number_of_columns_costs_nothing_and_loses_nothing(columns: str) -> None:
    body = table(row(wide("a", columns), "b"), row("c", "d", "e"))
    assert [text.replace("| |", "|") for text in texts(body)] == ["a | b", "c | d | e"]


def test_paragraphs_items_and_breaks_in_a_cell_stay_on_its_row() -> None:
    cell = f"<w:tc>{p('een')}{p('twee', listed(90))}{p('<w:r><w:t>drie</w:t><w:br/><w:t>vier</w:t></w:r>')}</w:tc>"
    body = table(row("a", cell), row("b", "c"), row("d", "e"))
    assert texts(body, numbering=OUTLINE + list_(90, 90)) == ["a | een 1. twee drie vier", "b | c", "d | e"]


def test_a_cell_with_nothing_but_its_number_has_it() -> None:
    def numbered(properties: str = "") -> str:
        return f"<w:tc>{properties}{p('<w:r/>', listed(90))}</w:tc>"

    merged = '<w:tcPr><w:vMerge w:val="{}"/></w:tcPr>'
    body = table(
        row(f"<w:tc>{p(r('Nr.', BOLD))}</w:tc>", f"<w:tc>{p(r('Maatregel', BOLD))}</w:tc>"),
        row(numbered(), "Een loket"),
        row(numbered(merged.format("restart")), "Een register"),
        row(numbered(merged.format("continue")), "Nog een"),
        row(numbered(), ""),
        row(f"<w:tc>{p('Vijf', listed(90))}</w:tc>", "Een meldpunt"),
    )
    assert texts(body, numbering=OUTLINE + list_(90, 90)) == [
        "Nr. | Maatregel",
        "1. | Een loket",
        "2. | Een register",
        "| Nog een",
        "5. Vijf | Een meldpunt",
    ]
    bullets = abstract(91, levels(("bullet", "•")))
    body = table(row("a", "b"), row(f"<w:tc>{p('<w:r/>', listed(91))}</w:tc>", "c"), row("d", "e"))
    assert texts(body, numbering=bullets + list_(91, 91)) == ["a | b", "| c", "d | e"]


def test_rows_that_were_deleted_or_hidden_and_rows_in_controls() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>" + row("c", "d") + "</w:sdtContent></w:sdt>"
    body = table(
        row("a", "b"), row("weg", "weg", properties="<w:del/>"), row("z", "z", properties="<w:hidden/>"), control
    )
    assert texts(body) == ["a | b", "c | d"]


@pytest.mark.parametrize(
    "body",
    [
        table(row("Een kader met één cel.")),
        f"<w:tbl><w:tblPr/><w:tr><w:tc>{table(row('Een kader met één cel.'))}<w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>"
        "</w:tbl>",
    ],
)
def test_a_table_that_only_arranges_text_is_none(body: str) -> None:
    assert kinds(body) == [("paragraph", 0, "Een kader met één cel.")]


def test_signatures_side_by_side() -> None:
    cells = [
        f"<w:tc>{p(office)}{p('<w:r/>')}{p('<w:r/>')}{p(name)}{p('<w:r/>')}</w:tc>"
        for office, name in (("De Minister van Defensie,", "K. Ollongren"), ("De Minister van Financiën,", "S. Kaag"))
    ]
    read = letter(p(LONG) + table(row(*cells)))
    assert [(sender.office, sender.name) for sender in read.metadata.senders] == [
        ("Minister van Defensie", "K. Ollongren"),
        ("Minister van Financiën", "S. Kaag"),
    ]


# letterheads


def test_a_letterhead_in_a_table() -> None:
    body = (
        table(
            row("Datum", "Den Haag, 22 december 2022"),
            row("Betreft", "Voortgang van het waterbeleid"),
            row("Ons kenmerk", "IENW/BSK-2022/1"),
            row("Bijlage(n)", "2"),
        )
        + p("Geachte voorzitter,")
        + p(LONG)
    )
    read = letter(body)
    assert read.metadata.date == datetime.date(2022, 12, 22)
    assert (read.metadata.place, read.metadata.kenmerk) == ("Den Haag", "IENW/BSK-2022/1")
    assert (read.metadata.subject, read.title) == ("Voortgang van het waterbeleid",) * 2
    assert read.head == (
        "Datum Den Haag, 22 december 2022",
        "Betreft Voortgang van het waterbeleid",
        "Ons kenmerk IENW/BSK-2022/1",
        "Bijlage(n) 2",
        "Geachte voorzitter,",
    )
    assert [paragraph.text for _, paragraph in read.paragraphs()] == [LONG.strip()]


@pytest.mark.parametrize(
    "head",
    [
        p("<w:r><w:t>Betreft</w:t><w:tab/><w:t>Water</w:t></w:r>") + p("Kenmerk: W/1") + p("Datum: 2-3-2022"),
        p("Betreft") + p("Water") + p("Ons kenmerk") + p("W/1") + p("Datum") + p("2 maart 2022"),
        p("<w:r><w:t>Betreft: Water</w:t><w:br/><w:t>Kenmerk: W/1</w:t><w:br/><w:t>Datum: 2 maart 2022</w:t></w:r>"),
    ],
)
def test_a_letterhead_in_lines(head: str) -> None:
    read = letter(head + p("Geachte heer Jansen,") + p(LONG))
    assert (read.metadata.subject, read.metadata.kenmerk) == ("Water", "W/1")
    assert read.metadata.date == datetime.date(2022, 3, 2)
    assert [paragraph.text for _, paragraph in read.paragraphs()] == [LONG.strip()]


def test_the_head_of_a_page_states_what_the_text_does_not() -> None:
    header = p("Ons kenmerk") + p("W/1") + p("Datum") + p("2 maart 2022")
    read = letter(p("Datum: 5 maart 2022") + p("Geachte voorzitter,") + p(LONG), header=header)
    assert (read.metadata.kenmerk, read.metadata.date) == ("W/1", datetime.date(2022, 3, 5))
    assert [paragraph.text for _, paragraph in read.paragraphs()] == [LONG.strip()]


def test_a_table_with_dates_is_no_letterhead() -> None:
    body = table(row("Datum", "Onderwerp"), row("5 juni", "Debat")) + p(LONG)
    assert [kind for kind, _, _ in kinds(body)] == ["row", "row", "paragraph"]
    assert letter(p(LONG) + table(row("Datum", "5 juni 2021"), row("Betreft", "x"))).metadata.date is None


def test_the_title_among_the_properties_of_the_file_is_not_believed() -> None:
    document = docx.Document()
    document.core_properties.title = "Sjabloon leeg"
    document.add_paragraph("Tekst.")
    assert read_docx(saved(document)).title is None


# real documents

REAL = {"kabinetsvisie": "Kabinetsvisie.docx", "advies": "Advies.docx", "sscict": "Visiestuk_SSC-ICT.docx"}


def real(name: str) -> bytes:
    path = SHARED / "data" / "letters" / REAL[name]
    if not path.exists():
        pytest.skip(f"needs {path}")
    return path.read_bytes()


def source_text(data: bytes, part: str) -> str:
    """All words of a part; a tab or the end of a paragraph as a space."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = docx.oxml.parse_xml(archive.read(f"word/{part}.xml"))
    names = ((each.tag.rpartition("}")[2], each.text) for each in root.iter())
    return folded("".join(text if name == "t" else " " for name, text in names if name in ("t", "p", "br", "tab")))


@pytest.mark.parametrize("name", REAL)
def test_every_text_stands_in_the_source_and_no_letter_is_lost(name: str) -> None:
    data = real(name)
    running, noted = source_text(data, "document"), source_text(data, "footnotes")
    found = read_docx(data).blocks
    for block in found:
        printed = r"^\d+[.)] " if block.kind is Kind.ITEM else "^"  # which no file holds
        assert re.sub(printed, "", folded(block.text)) in running + noted
    counted = Counter(character for block in found for character in block.text if character.isalpha())
    assert counted == Counter(character for character in running + noted if character.isalpha())


@pytest.mark.parametrize(
    ("name", "paragraphs", "notes", "headings"),
    [("kabinetsvisie", 62, 32, 10), ("advies", 13, 16, 7), ("sscict", 54, 32, 21)],
)
def test_real_documents(name: str, paragraphs: int, notes: int, headings: int) -> None:
    read = assemble(read_docx(real(name)), name)
    assert len(list(read.paragraphs())) == paragraphs
    assert [note.number for note in read.footnotes] == [str(number) for number in range(1, notes + 1)]
    assert len([section for section in read.sections if section.path]) == headings
    assert read.warnings == ()


@pytest.mark.parametrize("name", REAL)
def test_what_the_questions_quote_stands_in_one_paragraph_or_footnote(name: str) -> None:
    read = assemble(read_docx(real(name)), name)
    found = [folded(each.text) for each in (*(paragraph for _, paragraph in read.paragraphs()), *read.footnotes)]
    lines = (ROOT / "tests/evaluation/letters" / f"{name}.questions.jsonl").read_text("utf-8").splitlines()
    quotes = [answer["quote"] for line in lines for answer in json.loads(line)["answers"]]
    assert len(quotes) > 50
    assert [quote for quote in quotes if sum(quote in text for text in found) != 1] == []


# hostile files


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as raised:
        read_docx(data)
    return str(raised.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"Geen zip", "no DOCX"),
        (b"%PDF-1.7", "is a PDF"),
        (b"{\\rtf1 Tekst}", "RTF"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100, "Word 97-2003"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
    ],
)
def test_what_is_no_docx_is_refused_with_a_reason(data: bytes, said: str) -> None:
    assert said in refusal(data)


def archive(*parts: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as new:
        for name, part in parts:
            new.writestr(name, part)
    return file.getvalue()


DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def bare(body: str) -> bytes:
    """A file with nothing but its text."""
    return archive(("word/document.xml", DOCUMENT.format(body).encode()))


def test_a_file_with_nothing_but_its_text_is_read() -> None:
    assert [block.text for block in read_docx(bare(p("Tekst."))).blocks] == ["Tekst."]
    assert read_docx(bare("")).blocks == ()


def test_a_file_without_its_text() -> None:
    data = made(p("Tekst."))
    gone = rezipped(data, lambda name, part: None if name == "word/document.xml" else part)
    assert "word/document.xml" in refusal(gone)
    assert "no text document" in refusal(archive(("word/document.xml", b"<workbook/>")))
    assert "no body" in refusal(
        archive(("word/document.xml", DOCUMENT.replace("w:body", "w:geen").format("").encode()))
    )


def test_a_file_without_its_styles_or_notes_is_read() -> None:
    data = made(p(r("Tekst") + REFERENCE.format(1)), footnotes=NOTE.format(1, p("Noot.")))
    lost = ("word/styles.xml", "word/footnotes9.xml", "word/numbering.xml", "word/settings.xml")
    read = read_docx(rezipped(data, lambda name, part: None if name in lost else part))
    assert [(block.text, block.markers) for block in read.blocks] == [("Tekst", (Marker("1", 5, stated=True),))]


def test_part_names_count_without_regard_to_case_and_slashes() -> None:
    data = archive(("Word\\Document.XML", DOCUMENT.format(p("Tekst.")).encode()))
    assert [block.text for block in read_docx(data).blocks] == ["Tekst."]


def test_a_file_in_the_strict_form_and_one_with_macros_are_read() -> None:
    strict = rezipped(
        made(p("Kop", styled("Heading1")) + p("Tekst.")),
        lambda _, part: part.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ).replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    )
    macros = rezipped(
        made(p("Kop", styled("Heading1")) + p("Tekst.")),
        lambda _, part: part.replace(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            b"vnd.ms-word.document.macroEnabled.main",
        ),
        {"word/vbaProject.bin": b"Sub AutoOpen()"},
    )
    for data in (strict, macros):
        assert [(block.kind, block.text) for block in read_docx(data).blocks] == [
            (Kind.HEADING, "Kop"),
            (Kind.PARAGRAPH, "Tekst."),
        ]


def test_what_lies_outside_the_file_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    outside = '<Relationship Id="x{0}" Type="http://x/{0}" Target="http://127.0.0.1:9/{0}" TargetMode="External"/>'
    links = "".join(map(outside.format, ("attachedTemplate", "image", "footnotes", "styles"))).encode()
    inside = b'<Relationship Id="y" Type="http://x/header" Target="../../../etc/passwd"/>'

    def changed(name: str, part: bytes) -> bytes:
        return part.replace(b"</Relationships>", links + inside + b"</Relationships>") if ".rels" in name else part

    assert [block.text for block in read_docx(rezipped(made(p("Tekst.")), changed)).blocks] == ["Tekst."]


def test_a_broken_relationship_of_a_picture_does_no_harm() -> None:
    broken = b'<Relationship Id="z" Type="http://x/image" Target="NULL"/></Relationships>'
    data = rezipped(made(p("Tekst.")), lambda _, part: part.replace(b"</Relationships>", broken))
    assert [block.text for block in read_docx(data).blocks] == ["Tekst."]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    blank = b" " * (8 * 1024 * 1024)
    assert f"{limits.MAX_RATIO} times" in refusal(archive(("word/document.xml", blank)))
    assert "MiB" in refusal(archive(("word/document.xml", b" " * (limits.MAX_PART + 1))))


def test_limits_on_parts_and_on_all_that_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(p("Tekst."))
    monkeypatch.setattr(limits, "MAX_PARTS", 5)
    assert "parts" in refusal(data)
    monkeypatch.setattr(limits, "MAX_PARTS", 5000)
    monkeypatch.setattr(limits, "MAX_UNPACKED", 1000)
    assert "unpacks to" in refusal(data)


def test_a_size_that_the_archive_lies_about() -> None:
    data = bytearray(bare(p("Tekst. " * 1000)))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    assert "damaged" in refusal(bytes(data))


def test_two_parts_of_one_name_locked_parts_and_other_packing() -> None:
    text = DOCUMENT.format(p("Tekst.")).encode()
    assert "two parts" in refusal(archive(("word/document.xml", text), ("word/Document.xml", text)))
    assert "packed" in refusal(archive(("word/document.xml", text), compression=zipfile.ZIP_BZIP2))
    locked = bytearray(bare(p("Tekst.")))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(sign) + offset] |= 1
    assert "password" in refusal(bytes(locked))


def test_a_damaged_archive_and_a_part_that_is_no_xml() -> None:
    data = bytearray(made(p("Tekst.")))
    assert "damaged" in refusal(bytes(data[: len(data) // 2]))
    assert "no sound XML" in refusal(archive(("word/document.xml", b"<w:document>")))
    assert "no sound XML" in refusal(archive(("word/document.xml", b"")))


@pytest.mark.parametrize(
    "inside",
    [
        '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w:document [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_document_type_is_refused(inside: str) -> None:
    text = (inside + DOCUMENT.format(p("&b;") if "ENTITY b" in inside else p("x"))).encode()
    assert "document type" in refusal(archive(("word/document.xml", text)))


def test_an_entity_bomb_in_the_styles() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 20))
    bomb = f'<!DOCTYPE s [<!ENTITY e0 "boem">{entities}]><s>&e19;</s>'.encode()
    refused = refusal(rezipped(made(p("x")), lambda name, part: bomb if name == "word/styles.xml" else part))
    assert "word/styles.xml" in refused


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:hyperlink>", "</w:hyperlink></w:p>"),
    ],
)
@pytest.mark.parametrize("depth", [20, 60, 100_000])
def test_deep_nesting_is_read_or_refused(before: str, after: str, depth: int) -> None:
    data = bare(before * depth + p("Diep.") + after * depth)
    if depth > 1000:
        assert refusal(data)
    elif "hyperlink" not in before:
        assert [block.text for block in read_docx(data).blocks] == ["Diep."]


def test_more_paragraphs_than_any_letter_has() -> None:
    body = ("<w:p/>" * (limits.MAX_PARAGRAPHS + 1),)
    data = archive(("word/document.xml", DOCUMENT.format(*body).encode()), compression=zipfile.ZIP_STORED)
    assert "paragraphs" in refusal(data)


def test_many_runs_in_one_paragraph_take_no_time() -> None:
    for run, between in (
        (r("a "), " "),
        ("<w:r><w:t>a</w:t><w:tab/></w:r>", " "),
        ("<w:r><w:t>a</w:t><w:br/></w:r>", "\n"),
    ):
        text = DOCUMENT.format(p(run * 50_000)).encode()
        (block,) = read_docx(archive(("word/document.xml", text), compression=zipfile.ZIP_STORED)).blocks
        assert block.text == between.join("a" * 50_000)


SMALL = made(
    p("Kop", styled("Heading1"))
    + p(r("Zin") + REFERENCE.format(1) + field("REF x", r("3")))
    + p("punt", listed(90))
    + table(row("Datum", "5 juni 2021"), row("c", "d")),
    footnotes=NOTE.format(1, p(OWN_NUMBER + r("Noot."))),
    numbering=OUTLINE + list_(90, 90),
)


def read_or_refused(data: bytes) -> None:
    try:
        read = assemble(read_docx(data), "brief")
    except Unreadable:
        return
    assert all(paragraph.text == paragraph.text.strip() != "" for _, paragraph in read.paragraphs())


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_bytes_are_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SMALL)
    for place, byte in changes:
        data[place] = byte
    read_or_refused(bytes(data))


_TAGS = (
    "p r t tbl tr tc sdt sdtContent ins del hyperlink fldChar instrText pPr rPr numPr numId ilvl tab br sym drawing "
    "txbxContent footnoteReference vMerge tcPr trPr fldSimple smartTag"
).split()
trees = st.recursive(
    st.sampled_from(["woord", "", "1"]),
    lambda inside: st.tuples(
        st.sampled_from(_TAGS),
        st.sampled_from(["", ' w:val="1"', ' w:val="x"', ' w:id="1"', ' w:fldCharType="begin"', ' w:char="F0B7"']),
        st.lists(inside, max_size=4),
    ).map(lambda tree: f"<w:{tree[0]}{tree[1]}>{''.join(tree[2])}</w:{tree[0]}>"),
    max_leaves=30,
)


@settings(deadline=None, max_examples=200)
@given(st.lists(trees, max_size=6).map("".join))
def test_any_order_of_elements_is_read_or_refused(body: str) -> None:
    read_or_refused(
        rezipped(SMALL, lambda name, part: DOCUMENT.format(body).encode() if name == "word/document.xml" else part)
    )


plain = st.text(st.sampled_from("abcéIVX0123 .,;:()-*\"'«»–%\t\n\u00a0"), min_size=1, max_size=60)


@settings(deadline=None, max_examples=200)
@given(st.lists(plain, max_size=6))
def test_no_plain_word_is_lost(paragraphs: list[str]) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    read = assemble(read_docx(saved(document)), "brief")
    everything = [*read.head, *(section.heading or "" for section in read.sections)]
    everything += [paragraph.text for _, paragraph in read.paragraphs()]
    count = [Counter(filter(str.isalnum, "".join(texts))) for texts in (everything, paragraphs)]
    assert count[0] == count[1]
