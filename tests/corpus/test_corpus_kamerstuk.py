"""XML of officielebekendmakingen.nl → blocks and fields."""

import datetime
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus import Dossier, Letter, Metadata, Sender, read
from corpus.assemble import assemble
from corpus.blocks import Block, Document, Kind, Marker, Style, folded
from corpus.errors import Unreadable
from corpus.readers.kamerstuk import read_kamerstuk
from corpus.readers.markdown import read_markdown
from tests.conftest import LETTER, ROOT, SHARED
from tests.corpus.renditions import SYNTHETIC, as_xml, content

REAL = SHARED / "data" / "letters" / "kst-28844-269.xml"
OLD = SHARED / "data" / "letters" / "kst-24447-6.excerpt.xml"
QUESTIONS = ROOT / "tests" / "evaluation" / "letters" / "kst-28844-269.questions.jsonl"


def publication(text: str, head: str = "", closing: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><officiele-publicatie><kamerstuk>{head}<stuk><algemeen><vrije-tekst>'
        f"<tekst>{text}</tekst></vrije-tekst>{closing}</algemeen></stuk></kamerstuk></officiele-publicatie>"
    ).encode()


def blocks(text: str) -> list[Block]:
    return list(read_kamerstuk(publication(text)).blocks)


def texts(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in blocks(text)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("een\n   twee\u00a0 drie", "een twee drie"),
        ("methaan<?xpp afbm?>doel", "methaandoel"),
        ("het archief <?xpp afbreek?>(nu)", "het archief (nu)"),
        ("on<!-- opmerking -->zichtbaar", "onzichtbaar"),
        ("on\u00adzicht\u200bbaar", "onzichtbaar"),
        ("CO<inf>2</inf> en m<sup>2</sup>", "CO2 en m2"),
        ('<nadruk type="cur">schuin</nadruk>e <nadruk type="vet">let</nadruk>ter', "schuine letter"),
        ('Kamerstuk <extref doc="kst-1-2" soort="document">28 844, nr. 266</extref>.', "Kamerstuk 28 844, nr. 266."),
        ("<![CDATA[a < b]]> &amp; c &#8211; d", "a < b & c – d"),
        ("een <onbekend>nieuw</onbekend> element", "een nieuw element"),
        ("lid <naam><voornaam>A.</voornaam><achternaam>Zon</achternaam></naam> zei", "lid A. Zon zei"),
    ],
)
def test_words_of_a_paragraph(source: str, text: str) -> None:
    assert texts(f"<al>{source}</al>") == [("paragraph", text)]


NOTE = '<noot type="voet"><noot.nr>{0}</noot.nr><noot.al>Noot {0}.</noot.al></noot>'


def test_a_note_leaves_its_mark_and_follows_its_paragraph() -> None:
    assert blocks(f"<al>Een{NOTE.format(1)} twee.{NOTE.format(2)}</al><al>Drie.</al>") == [
        Block(Kind.PARAGRAPH, "Een twee.", 1, markers=(Marker("1", 3, stated=True), Marker("2", 9, stated=True))),
        Block(Kind.PARAGRAPH, "Noot 1.", 1, markers=(Marker("1", 0, stated=True),)),
        Block(Kind.PARAGRAPH, "Noot 2.", 1, markers=(Marker("2", 0, stated=True),)),
        Block(Kind.PARAGRAPH, "Drie.", 1),
    ]


def test_a_mark_before_the_first_word_makes_no_note_of_the_paragraph() -> None:
    letter = assemble(read_kamerstuk(publication(f"<al>{NOTE.format(1)}Een woord.</al>")), "brief")
    assert content(letter) == ([(None, (), ())], [((), "Een woord.", ("1",))], [("1", "Noot 1.")])


def test_a_note_after_a_unit_is_no_exponent_and_an_exponent_no_note() -> None:
    source = f"<al>5 km{NOTE.format(2)}, a<sup>2</sup> en m<sup>2</sup>.</al>"
    letter = assemble(read_kamerstuk(publication(source)), "brief")
    assert content(letter)[1:] == ([((), "5 km, a2 en m2.", ("2",))], [("2", "Noot 2.")])


def test_a_note_in_a_note_begins_none() -> None:
    inner = '<noot type="voet"><noot.nr>2</noot.nr><noot.al>Noot 2.</noot.al></noot>'
    source = f"<al>Een<noot><noot.nr>1</noot.nr><noot.al>Zie ook {inner}elders.</noot.al></noot>.</al>"
    notes = assemble(read_kamerstuk(publication(source)), "brief").footnotes
    assert [(note.number, note.text) for note in notes] == [("2", "Noot 2."), ("1", "Zie ook 2elders.")]


def test_a_note_of_several_paragraphs_without_number_or_words() -> None:
    source = (
        "<al>Een<noot><noot.al>Eerst.</noot.al><noot.al>Dan <nadruk>meer</nadruk>.</noot.al></noot> "
        "twee<noot><noot.nr>3</noot.nr></noot>.</al>"
    )
    assert [(block.text, block.markers) for block in blocks(source)] == [
        ("Een twee.", (Marker("*", 3, stated=True),)),
        ("Eerst.\nDan meer.", (Marker("*", 0, stated=True),)),
    ]


def test_notes_may_share_a_number() -> None:
    letter = assemble(read_kamerstuk(publication(f"<al>Een{NOTE.format(1)}.</al><al>Twee{NOTE.format(1)}.</al>")), "b")
    assert [paragraph.footnotes for _, paragraph in letter.paragraphs()] == [("1",), ("1",)]
    assert len(letter.footnotes) == 2


def test_a_second_mark_refers_to_the_same_note() -> None:
    source = (
        '<al>Een<noot id="n1" type="voet"><noot.nr>7</noot.nr><noot.al>Noot.</noot.al></noot>.</al>'
        '<al>Twee<nootref refid="n1"/>.</al>'
    )
    letter = assemble(read_kamerstuk(publication(source)), "brief")
    assert [paragraph.footnotes for _, paragraph in letter.paragraphs()] == [("7",), ("7",)]
    assert [note.number for note in letter.footnotes] == ["7"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<tussenkop kopopmaak="vet">Kop</tussenkop>', (2, Style.BOLD, "Kop")),
        ('<tussenkop kopopmaak="halfvet">Kop</tussenkop>', (3, Style.BOLD, "Kop")),
        ('<tussenkop kopopmaak="vetcur">Kop</tussenkop>', (3, Style.BOLD_ITALIC, "Kop")),
        ('<tussenkop kopopmaak="cur">Kop</tussenkop>', (4, Style.ITALIC, "Kop")),
        ('<tussenkop kopopmaak="rom">Kop</tussenkop>', (5, Style.PLAIN, "Kop")),
        ('<tussenkop><nadruk type="cur">Kop</nadruk></tussenkop>', (2, Style.ITALIC, "Kop")),
        ('<tuskop letat="cur">Kop</tuskop>', (4, Style.ITALIC, "Kop")),
        ("<divisie><kop><nr>2.1</nr><titel>Kop</titel></kop></divisie>", (1, Style.PLAIN, "2.1 Kop")),
        ("<artikel><kop><label>Artikel</label><nr>3</nr></kop></artikel>", (1, Style.PLAIN, "Artikel 3")),
        ('<al><nadruk type="vet">Kop</nadruk></al>', (2, Style.BOLD, "Kop")),
        ('<al><nadruk type="vetcur">Kop</nadruk></al>', (3, Style.BOLD_ITALIC, "Kop")),
    ],
)
def test_headings(source: str, expected: tuple[int, Style, str]) -> None:
    (heading, after) = blocks(f"{source}<al>Tekst.</al>")
    assert (heading.level, heading.style, heading.text) == expected
    assert (heading.kind, after.kind) == (Kind.HEADING, Kind.PARAGRAPH)


@pytest.mark.parametrize(
    "source", ['<al><nadruk type="vet">Een zin.</nadruk></al>', '<al><nadruk type="cur">Schuin</nadruk></al>']
)
def test_a_sentence_or_italics_head_nothing(source: str) -> None:
    assert [block.kind for block in blocks(source)] == [Kind.PARAGRAPH]


def outline(text: str) -> list[tuple[str, ...]]:
    letter = assemble(read_kamerstuk(publication(text)), "brief")
    return [section.path for section in letter.sections]


def test_headings_rank_by_how_they_are_set() -> None:
    levels = ("vet", "vetcur", "cur", "rom", "cur", "vet", "cur")
    source = "".join(f'<tussenkop kopopmaak="{set_as}">K{n}</tussenkop><al>T.</al>' for n, set_as in enumerate(levels))
    assert outline(source) == [
        ("K0",),
        ("K0", "K1"),
        ("K0", "K1", "K2"),
        ("K0", "K1", "K2", "K3"),
        ("K0", "K1", "K4"),
        ("K5",),
        ("K5", "K6"),
    ]


def test_numbering_wins_over_divisions_and_subheadings_lie_under_theirs() -> None:
    division = "<divisie><kop><nr>{}</nr><titel>{}</titel></kop><tekst>{}</tekst>{}</divisie>"
    inner = division.format("1.1", "Binnen", "<al>a</al>", "")
    source = (
        division.format("1.", "Eerste", '<tussenkop kopopmaak="vet">Kop</tussenkop><al>a</al>', inner)
        + division.format("2.", "Tweede", "<al>a</al>", "")
        + division.format("2.1", "Naast", '<tussenkop kopopmaak="cur">Klein</tussenkop><al>a</al>', "")
    )
    assert outline(source) == [
        ("1. Eerste",),
        ("1. Eerste", "Kop"),
        ("1. Eerste", "1.1 Binnen"),
        ("2. Tweede",),
        ("2. Tweede", "2.1 Naast"),
        ("2. Tweede", "2.1 Naast", "Klein"),
    ]


def test_a_heading_can_carry_a_note() -> None:
    letter = assemble(
        read_kamerstuk(publication(f'<tussenkop kopopmaak="vet">Kop{NOTE.format(4)}</tussenkop><al>T.</al>')), "brief"
    )
    assert content(letter) == ([("Kop", ("Kop",), ("4",))], [(("Kop",), "T.", ())], [("4", "Noot 4.")])


def test_lists() -> None:
    source = (
        "<al>Dit:</al><lijst><li><li.nr>1.</li.nr><al>een</al><al>verder</al></li><li><li.nr>–</li.nr><al>streep</al>"
        "<lijst><li><li.nr>a.</li.nr><al>diep</al></li></lijst></li><li>bloot</li>"
        "<li><li.nr>2.</li.nr><lijst><li><li.nr>a.</li.nr><al>dubbel</al></li></lijst></li>"
        "<li><li.nr>3.</li.nr></li></lijst>"
    )
    assert [(block.kind.value, block.level, block.text) for block in blocks(source)] == [
        ("paragraph", 0, "Dit:"),
        ("item", 1, "1. een"),
        ("item", 1, "verder"),
        ("item", 1, "streep"),
        ("item", 2, "a. diep"),
        ("item", 1, "bloot"),
        ("item", 2, "2. a. dubbel"),
        ("item", 1, "3."),
    ]


def test_a_mark_in_an_item_moves_with_its_label() -> None:
    first, note = blocks(f"<lijst><li><li.nr>1.</li.nr><al>een{NOTE.format(5)}</al></li></lijst>")
    assert (first.text, first.markers) == ("1. een", (Marker("5", 6, stated=True),))
    assert note.markers == (Marker("5", 0, stated=True),)


def test_definitions_and_numbered_members() -> None:
    source = (
        "<definitielijst><definitie-item><term>CO2:</term><definitie><al>koolstofdioxide</al></definitie>"
        "</definitie-item></definitielijst><artikel><kop><label>Artikel</label><nr>1</nr></kop>"
        "<lid><lidnr>1.</lidnr><al>Eerste lid.</al></lid></artikel>"
    )
    assert texts(source) == [
        ("item", "CO2:\nkoolstofdioxide"),
        ("heading", "Artikel 1"),
        ("paragraph", "1. Eerste lid."),
    ]


def test_a_group_is_one_paragraph_only_where_it_is_announced() -> None:
    assert texts("<al-groep><al>Een.</al><al>Twee.</al></al-groep>") == [("paragraph", "Een."), ("paragraph", "Twee.")]
    assert texts("<al-groep>\n<al>Het gaat om:</al>\n<al>Eén</al>\n<al>Twee</al></al-groep><al>Na.</al>") == [
        ("paragraph", "Het gaat om:\nEén\nTwee"),
        ("paragraph", "Na."),
    ]


def test_paragraphs_that_go_on_in_the_next_stay_as_they_are_published() -> None:
    lines = ["De Kamer,", "gehoord de beraadslaging,", "verzoekt de regering te handelen,"]
    letter = assemble(read_kamerstuk(publication("".join(f"<al>{line}</al>" for line in lines))), "motie")
    assert [paragraph.text for _, paragraph in letter.paragraphs()] == lines


def table(rows: str, columns: int = 3) -> str:
    specs = "".join(f'<colspec colnum="{n}" colname="c{n}"/>' for n in range(1, columns + 1))
    return f'<table><title>Staat</title><tgroup cols="{columns}">{specs}{rows}</tgroup></table>'


def test_tables() -> None:
    source = table(
        '<thead><row><entry colname="c1"><al>Art.</al></entry><entry namest="c2" nameend="c3"><al>Begroting</al>'
        "</entry>"
        '</row><row><entry colname="c1"/><entry colname="c2"><al>Uit</al></entry><entry colname="c3"><al>In</al>'
        "</entry>"
        '</row></thead><tbody><row><entry colname="c1" morerows="1"><al>1</al></entry><entry colname="c2"><al>a</al>'
        f'<al>b</al></entry><entry colname="c3"><al>3{NOTE.format(1)}</al></entry></row>'
        "<row><entry><al>4</al></entry><entry/></row><row><entry/><entry/><entry/></row></tbody>"
    )
    assert [(block.kind.value, block.level, block.text) for block in blocks(source)] == [
        ("row", 1, "Staat"),
        ("row", 1, "Art. | Begroting"),
        ("row", 1, " | Uit | In"),
        ("row", 0, "1 | a b | 3"),
        ("paragraph", 0, "Noot 1."),
        ("row", 0, " | 4 | "),
    ]
    assert blocks(source)[3].markers == (Marker("1", 11, stated=True),)


def test_a_table_of_one_column_is_text() -> None:
    rows = (
        "<tbody><row><entry><al>Een.</al><al>Twee.</al></entry></row><row><entry><al>Drie.</al></entry></row></tbody>"
    )
    assert texts(table(rows, 1))[1:] == [("paragraph", "Een."), ("paragraph", "Twee."), ("paragraph", "Drie.")]


def test_spans_that_cannot_be_cost_nothing_and_lose_nothing() -> None:
    source = table(
        '<tbody><row><entry namest="c3" nameend="c1" morerows="999999999"><al>a</al></entry><entry colname="c3">'
        "<al>b</al>"
        '</entry><entry colname="nergens" morerows="-1"><al>c</al></entry></row></tbody>'
    )
    assert texts(source)[1:] == [("row", " |  | a | b | c")]


HEAD = (
    '<kamerstukkop><tekstregel inhoud="vergaderjaar">Vergaderjaar 1999–2000</tekstregel>'
    '<tekstregel inhoud="kameraanduiding">Eerste Kamer der Staten-Generaal</tekstregel></kamerstukkop>'
    "<dossier><dossiernummer><dossiernr>36 600</dossiernr><begrotingshoofdstuk>VII</begrotingshoofdstuk>"
    "</dossiernummer>"
    "<titel>Begroting</titel></dossier><dossier><dossiernummer><dossiernr>21 501-02</dossiernr></dossiernummer>"
    "<titel>Raad</titel></dossier>"
    '<stuk><stuknr><ondernummer kamer="1">D</ondernummer></stuknr><titel>BRIEF VAN DE MINISTER</titel>'
    '<datumtekst>Ontvangen <datum isodatum="2000-05-08">8 mei 2000</datum></datumtekst>'
)


def from_head(text: str, head: str = HEAD) -> Document:
    data = f"<officiele-publicatie><kamerstuk>{head}<tekst>{text}</tekst></stuk></kamerstuk></officiele-publicatie>"
    return read_kamerstuk(data.encode())


def test_the_fields_of_the_head() -> None:
    document = from_head("<al>Tekst.</al>")
    assert assemble(document, "brief").metadata == Metadata(
        dossier="36600 VII",
        dossier_title="Begroting",
        further_dossiers=(Dossier("21501-02", "Raad"),),
        number="D",
        vergaderjaar="1999/2000",
        chamber="I",
        date=datetime.date(2000, 5, 8),
        kind="BRIEF VAN DE MINISTER",
    )
    assert assemble(document, "brief").head == (
        "Vergaderjaar 1999–2000",
        "Eerste Kamer der Staten-Generaal",
        "36 600 VII",
        "Begroting",
        "21 501-02",
        "Raad",
        "D",
        "BRIEF VAN DE MINISTER",
        "Ontvangen 8 mei 2000",
    )
    assert assemble(document, "brief").id == "kst-36600-VII-D"


def test_a_reprint_stands_apart_from_the_number() -> None:
    head = HEAD.replace("D</ondernummer>", "D</ondernummer><herdruk>Herdruk</herdruk>")
    letter = assemble(from_head("<al>Tekst.</al>", head), "brief")
    assert letter.head[6] == "D Herdruk"
    assert letter.id == "kst-36600-VII-D"


def test_the_date_of_the_letter_wins_over_that_of_its_arrival() -> None:
    letter = assemble(from_head("<al>Den Haag, 6 mei 2000</al><al>Tekst.</al>"), "brief")
    assert (letter.metadata.date, letter.metadata.place) == (datetime.date(2000, 5, 6), "Den Haag")


def test_a_series_keeps_its_part() -> None:
    head = HEAD.replace("<dossiernr>36 600</dossiernr><begrotingshoofdstuk>VII", "<dossiernr>21 501-02<x>").replace(
        "</begrotingshoofdstuk>", "</x></dossiernr>"
    )
    assert from_head("<al>T.</al>", head).metadata.dossier == "21501-02"


@pytest.mark.parametrize(
    ("printed", "dossier", "further"),
    [
        ("28 676, 33 763", "28676", ["33763"]),
        ("28676;33763", "28676", ["33763"]),
        ("36 600 VII; 21 501-02, 33 763", "36600 VII", ["21501-02", "33763"]),
        ("28 676, 28676", "28676", []),
        ("36 600, VII", "36600", []),
        ("35 925 (R2157)", "35925", []),
        ("", None, []),
    ],
)
def test_one_field_may_hold_several_dossiers(printed: str, dossier: str | None, further: list[str]) -> None:
    one = "<dossier><dossiernummer>{}</dossiernummer><titel>NAVO</titel></dossier>"
    metadata = read_kamerstuk(publication("<al>T.</al>", head=one.format(printed))).metadata
    assert (metadata.dossier, [each.number for each in metadata.further_dossiers]) == (dossier, further)
    metadata = read_kamerstuk(publication("<al>T.</al>", head=one.format("36 410") + one.format(printed))).metadata
    assert metadata.dossiers == tuple(filter(None, ("36410", dossier, *further)))


def test_an_identifier_without_dossier_is_kept_as_it_is() -> None:
    address = '<metadata><meta content="https://zoek.officielebekendmakingen.nl/kst-1268678/metadata.xml"/></metadata>'
    letter = assemble(from_head("<al>T.</al>", address + HEAD), "brief")
    assert (letter.id, letter.metadata.dossier, letter.metadata.number) == ("kst-1268678", "36600 VII", "D")


SIGNED = (
    "<ondertekening><functie>{}</functie>\n"
    "<naam><voornaam>{}</voornaam><achternaam>{}</achternaam></naam></ondertekening>"
)


def test_who_signed() -> None:
    closing = (
        "<tekst-sluiting>"
        + SIGNED.format("De Minister van Energie,", "A.B.", "van der Zon")
        + SIGNED.format("De Staatssecretaris van Wind,<nadruk/>", "C.", "Wieken")
        + "<ondertekening><functie>Mede namens de Minister van Water,</functie></ondertekening></tekst-sluiting>"
    )
    document = read_kamerstuk(publication("<al>Tekst.</al>", closing=closing))
    assert document.metadata.senders == (
        Sender("Minister van Energie", "A.B. van der Zon"),
        Sender("Staatssecretaris van Wind", "C. Wieken"),
        Sender("Minister van Water"),
    )
    assert [block.text for block in document.blocks if block.kind is Kind.HEAD] == [
        "De Minister van Energie,",
        "A.B. van der Zon",
        "De Staatssecretaris van Wind,",
        "C. Wieken",
        "Mede namens de Minister van Water,",
    ]


def test_members_sign_with_their_names_alone() -> None:
    closing = "".join(f"<ondertekening><naam><achternaam>{name}</achternaam></naam></ondertekening>" for name in "AB")
    document = read_kamerstuk(publication("<al>Tekst.</al>", closing=closing))
    assert document.metadata.senders == (Sender("", "A"), Sender("", "B"))


def test_a_name_may_stand_above_its_office() -> None:
    signed = "<ondertekening><naam><achternaam>{}</achternaam></naam><functie>De {},</functie></ondertekening>"
    closing = signed.format("Zon", "Minister van Energie") + signed.format("Wieken", "Staatssecretaris van Wind")
    document = read_kamerstuk(publication("<al>Tekst.</al>", closing=closing))
    assert document.metadata.senders == (
        Sender("Minister van Energie", "Zon"),
        Sender("Staatssecretaris van Wind", "Wieken"),
    )


QA = (
    '<officiele-publicatie><metadata><meta content="https://x/ah-tk-20242025-100/metadata.xml"/></metadata>'
    "<kamervragen>"
    '<kamervraagkop><tekstregel inhoud="vergaderjaar">Vergaderjaar 2024-2025</tekstregel>'
    '<tekstregel inhoud="kameraanduiding">Tweede Kamer der Staten-Generaal</tekstregel>'
    '<tekstregel inhoud="documenttype">Aanhangsel van de Handelingen</tekstregel></kamervraagkop>'
    "<kamervraagnummer>100</kamervraagnummer>"
    '<kamervraagomschrijving type="vraag">Vragen van het lid <naam><achternaam>Zon</achternaam></naam> (<politiek>VVD'
    "</politiek>) over <kamervraagonderwerp>het bericht «X»</kamervraagonderwerp> "
    '(ingezonden <datum isodatum="2024-09-20">20 september 2024</datum>).</kamervraagomschrijving>'
    '<kamervraagomschrijving type="antwoord">Antwoord van Minister <naam><achternaam>Wiek</achternaam></naam> '
    '(ontvangen <datum isodatum="2024-10-11">11 oktober 2024</datum>).</kamervraagomschrijving>'
    "{}</kamervragen></officiele-publicatie>"
)


def pairs(source: str) -> list[str]:
    document = read_kamerstuk(QA.format(source).encode())
    return [block.text for block in document.blocks if block.kind is not Kind.HEAD][2:]


ASKED = "<vraag><nr>Vraag {0}</nr><al>Is {0} zo?</al></vraag>"
ANSWERED = "<antwoord><nr>Antwoord {0}</nr><al>Ja.</al><al>{0} is zo.</al></antwoord>"


def test_a_question_stays_with_its_answer() -> None:
    note = NOTE.format(1)
    asked, answered = ASKED.format(1).replace("zo?", f"zo{note}?"), ANSWERED.format(1)
    document = read_kamerstuk(QA.format(asked + answered + ASKED.format(2) + ANSWERED.format(2)).encode())
    assert [(b.kind.value, b.text, b.markers) for b in document.blocks if b.kind is not Kind.HEAD] == [
        ("paragraph", "Vragen van het lid Zon (VVD) over het bericht «X» (ingezonden 20 september 2024).", ()),
        ("paragraph", "Antwoord van Minister Wiek (ontvangen 11 oktober 2024).", ()),
        ("heading", "Vraag 1", ()),
        ("paragraph", "Is 1 zo?\nAntwoord 1\nJa.\n1 is zo.", (Marker("1", 7, stated=True),)),
        ("paragraph", "Noot 1.", (Marker("1", 0, stated=True),)),
        ("heading", "Vraag 2", ()),
        ("paragraph", "Is 2 zo?\nAntwoord 2\nJa.\n2 is zo.", ()),
    ]
    assert document.identifier == "ah-tk-20242025-100"
    assert document.title == "het bericht «X»"
    assert document.metadata == Metadata(
        number="100",
        vergaderjaar="2024/25",
        chamber="II",
        date=datetime.date(2024, 10, 11),
        kind="Aanhangsel van de Handelingen",
        subject="het bericht «X»",
    )
    assert assemble(document, "ah").metadata.senders == (Sender("Minister", "Wiek"),)
    unaddressed = read_kamerstuk(re.sub("<metadata>.*</metadata>", "", QA.format(asked + answered)).encode())
    assert unaddressed.identifier is None
    assert assemble(unaddressed, "document").id == "ah-tk-20242025-100"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            ASKED.format(1) + ASKED.format(2) + ANSWERED.format("1 en 2"),
            ["Vraag 1", "Is 1 zo?\nVraag 2\nIs 2 zo?\nAntwoord 1 en 2\nJa.\n1 en 2 is zo."],
        ),
        (
            ASKED.format(1) + ASKED.format(2) + ANSWERED.format(1) + ANSWERED.format(2),
            ["Vraag 1", "Is 1 zo?\nAntwoord 1\nJa.\n1 is zo.", "Vraag 2", "Is 2 zo?\nAntwoord 2\nJa.\n2 is zo."],
        ),
        (
            "".join(map(ASKED.format, (1, 2, 3, 4))) + ANSWERED.format("2 t/m 4") + ANSWERED.format(1),
            [
                "Vraag 2",
                "Is 2 zo?\nVraag 3\nIs 3 zo?\nVraag 4\nIs 4 zo?\nAntwoord 2 t/m 4\nJa.\n2 t/m 4 is zo.",
                "Vraag 1",
                "Is 1 zo?\nAntwoord 1\nJa.\n1 is zo.",
            ],
        ),
        (ASKED.format(1), ["Vraag 1", "Is 1 zo?"]),
        (ANSWERED.format(1), ["Antwoord 1", "Ja.\n1 is zo."]),
        ("<vraag/><antwoord/>", []),
        (
            "<vraag><al>Wat?</al></vraag><antwoord><al>Dit:</al><lijst><li><li.nr>a.</li.nr><al>een</al></li></lijst>"
            "</antwoord>",
            ["Wat?\nDit:\na. een"],
        ),
    ],
)
def test_questions_find_their_answers(source: str, expected: list[str]) -> None:
    assert pairs(source) == expected


def test_proceedings_roughly() -> None:
    source = (
        "<officiele-publicatie><handelingen><agendapunt><item-titel>Energie</item-titel><spreekbeurt><spreker>De heer "
        "<naam><achternaam>Zon</achternaam></naam> (<politiek>VVD</politiek>):</spreker><tekst><al>Voorzitter.</al>"
        "</tekst></spreekbeurt></agendapunt></handelingen></officiele-publicatie>"
    )
    letter = assemble(read_kamerstuk(source.encode()), "h-tk-20222023-84-12")
    assert [(section.path, len(section.paragraphs)) for section in letter.sections] == [
        (("Energie",), 0),
        (("Energie", "De heer Zon (VVD):"), 1),
    ]


OLD_NOTES = (
    '<kamerwrk kamer="tk"><kop><titel>Tweede Kamer der Staten-Generaal</titel>'
    "<subtitel>Vergaderjaar 1996–1997</subtitel>"
    "</kop><frontm><onderw><nummer>25 000 XI</nummer><naam>Begroting</naam></onderw></frontm><body><stuk>"
    "<ltrlabel>Nr. </ltrlabel><nummer>7</nummer><titel>BRIEF VAN DE MINISTER</titel>"
    "<al>Aan de Voorzitter van de Tweede Kamer der Staten-Generaal</al><al><datum>'s-Gravenhage, 12 mei 1997"
    "</datum></al>"
    '<al>Een&eacute;n woord<voetref refid="v1" nr="1"/>.</al><ondtek>'
    "<functie>De Minister van Volkshuisvesting,</functie>"
    "<naam>M. de Boer</naam></ondtek></stuk></body>"
    '<voetnoot id="v1" nr="1"><al>De noot.</al></voetnoot></kamerwrk>'
)


def test_the_schema_of_1995() -> None:
    data = ('<!DOCTYPE kamerwrk SYSTEM "kamerwrk.dtd">' + OLD_NOTES).encode()
    letter = assemble(read_kamerstuk(data), "kst-25000-XI-7")
    assert content(letter) == (
        [(None, (), ())],
        [((), "Eenén woord.", ("1",))],
        [("1", "De noot.")],
    )
    assert letter.metadata == Metadata(
        dossier="25000 XI",
        dossier_title="Begroting",
        number="7",
        vergaderjaar="1996/97",
        chamber="II",
        date=datetime.date(1997, 5, 12),
        place="'s-Gravenhage",
        kind="BRIEF VAN DE MINISTER",
        addressee="de Voorzitter van de Tweede Kamer der Staten-Generaal",
        senders=(Sender("Minister van Volkshuisvesting", "M. de Boer"),),
    )
    assert "Nr. 7" in letter.head


# the same letter in other forms


def markdown(text: str, name: str) -> Letter:
    return assemble(Document(tuple(read_markdown(text)), loose=True), name)


@pytest.mark.parametrize("name", ["kst-28676-372", "kst-36123-12"])
def test_the_same_letter_reads_the_same_from_xml_and_markdown(name: str) -> None:
    written = read(LETTER) if name == LETTER.stem else markdown(SYNTHETIC, name)
    letter = assemble(read_kamerstuk(as_xml(written)), name)
    assert content(letter) == content(written)
    assert letter.metadata == written.metadata
    assert (letter.id, letter.title) == (written.id, written.title)


# real publications


@pytest.fixture(scope="module")
def real() -> Letter:
    if not REAL.exists():
        pytest.skip(f"{REAL} is not here: it belongs to the development data beside the checkout")
    return assemble(read_kamerstuk(REAL.read_bytes()), REAL.stem)


def test_a_real_letter(real: Letter) -> None:
    assert real.metadata == Metadata(
        dossier="28844",
        dossier_title="Integriteitsbeleid openbaar bestuur en politie",
        number="269",
        vergaderjaar="2022/23",
        chamber="II",
        date=datetime.date(2023, 7, 7),
        place="Den Haag",
        kind="BRIEF VAN DE MINISTER VAN BINNENLANDSE ZAKEN EN KONINKRIJKSRELATIES",
        addressee="de Voorzitter van de Tweede Kamer der Staten-Generaal",
        senders=(Sender("Minister van Binnenlandse Zaken en Koninkrijksrelaties", "H.G.J. Bruins Slot"),),
    )
    assert (real.id, real.title) == ("kst-28844-269", "Integriteitsbeleid openbaar bestuur en politie")
    assert [(len(section.path), len(section.paragraphs)) for section in real.sections] == [
        (1, 3), (1, 3), (1, 4), (1, 3), (1, 2), (1, 1),
    ]  # fmt: skip
    assert [note.number for note in real.footnotes] == [str(number) for number in range(1, 16)]
    assert real.warnings == ()
    cited = [number for _, paragraph in real.paragraphs() for number in paragraph.footnotes]
    assert cited == [note.number for note in real.footnotes]


def test_every_quote_stands_in_one_paragraph_of_the_real_letter(real: Letter) -> None:
    """But for the signature, which is no running text: that stands in the head's lines."""
    paragraphs = [folded(paragraph.text) for _, paragraph in real.paragraphs()]
    signed = " ".join(real.head[-2:])
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    quotes = {folded(answer["quote"]) for question in questions for answer in question["answers"]}
    assert len(quotes) > 50
    assert {quote for quote in quotes if not any(quote in text for text in paragraphs)} == {signed}


def test_a_real_publication_of_the_old_schema() -> None:
    if not OLD.exists():
        pytest.skip(f"{OLD} is not here: it belongs to the development data beside the checkout")
    letter = assemble(read_kamerstuk(OLD.read_bytes()), "kst-24447-6")
    assert [section.path for section in letter.sections] == [("1. Inleiding",), ("2. De probleemstelling",)]
    assert (letter.metadata.dossier, letter.metadata.number, letter.metadata.vergaderjaar) == ("24447", "6", "1995/96")
    assert letter.metadata.kind is not None
    assert letter.metadata.kind.startswith("MEMORIE VAN TOELICHTING ZOALS GEWIJZIGD")
    assert "Nr. 6" in letter.head


# every word once, in order


def words_by_place(data: bytes) -> tuple[str, list[str]]:
    """The running words of an XML file and those of each of its notes, taken without the reader."""
    root = etree.fromstring(re.sub(rb"<\?xpp.*?\?>", b"", data))
    notes = [folded(" ".join(note.itertext("{*}noot.al", with_tail=False))) for note in root.iter("noot")]
    for note in [*root.iter("noot")]:
        previous, parent = note.getprevious(), note.getparent()
        if previous is None:
            parent.text = (parent.text or "") + (note.tail or "")
        else:
            previous.tail = (previous.tail or "") + (note.tail or "")
        parent.remove(note)
    return folded(" ".join(root.itertext())), notes


@pytest.mark.parametrize("source", ["real", "synthetic", "supplied"])
def test_every_block_stands_verbatim_and_in_order(source: str) -> None:
    if source == "real" and not REAL.exists():
        pytest.skip(f"{REAL} is not here: it belongs to the development data beside the checkout")
    data = {
        "real": lambda: REAL.read_bytes(),
        "synthetic": lambda: as_xml(markdown(SYNTHETIC, "kst-36123-12")),
        "supplied": lambda: as_xml(read(LETTER)),
    }[source]()
    running = words_by_place(data)[0].replace(" ", "")
    at = 0
    for block in read_kamerstuk(data).blocks:
        if block.markers and block.markers[0].offset == 0:
            continue
        words = re.sub(r"\s", "", block.text)
        found = running.find(words, at)
        assert found >= at, block.text
        assert running[at:found] in ("", "–")  # nothing lies between but the sign before an item
        at = found + len(words)
    assert at == len(running)


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=12)


@settings(max_examples=400, deadline=None)
@given(st.recursive(words, lambda inner: st.tuples(st.sampled_from(
    "al al-groep lijst li li.nr noot noot.al noot.nr table tgroup tbody row entry tussenkop divisie kop titel nadruk "
    "vraag antwoord nr onbekend ondertekening functie naam definitie-item term lid lidnr nootref".split()
), st.lists(inner, max_size=4)), max_leaves=12))  # fmt: skip
def test_any_tree_is_read_and_keeps_its_words(tree: object) -> None:
    """Whatever elements stand in one another, no word gets lost that is no label or number of a note."""

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

    root = etree.Element("officiele-publicatie")
    text = etree.SubElement(etree.SubElement(root, "kamerstuk"), "tekst")
    etree.SubElement(text, "al").text = "Zeker een woord."
    build(tree, text)
    kept = "".join(block.text for block in read_kamerstuk(etree.tostring(root)).blocks)
    labels = {"li.nr", "noot.nr", "noot", "lidnr", "nr", "nootref"}
    for element in text.iter():
        outer = [place.tag for place in element.iterancestors()]
        inside = "" if labels & {element.tag, *outer} else element.text or ""
        behind = "" if labels & {*outer} else element.tail or ""
        for word in (inside + " " + behind).split():
            assert folded(word) in kept


# what must be refused


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_kamerstuk(data)
    return str(caught.value)


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"geen xml", "damaged XML"),
        (b"<a><b></a>", "damaged XML"),
        (as_xml(markdown(SYNTHETIC, "kst-36123-12"))[:-200], "damaged XML"),
        (b"<rss version='2.0'><channel/></rss>", "root <rss>"),
        (b"<officiele-publicatie><staatscourant/></officiele-publicatie>", "publicatie> with <staatscourant>"),
        (publication(""), "no text but a head"),
        ((BOMB + "<kamerwrk><al>&i;</al></kamerwrk>").encode(), "entities of its own (line 1)"),
        ((BOMB + '<kamerwrk a="&i;"/>').encode("utf-16"), "entities of its own (line 1)"),
        (b"<kamerwrk><body><al>&onbekend;</al></body></kamerwrk>", "damaged XML"),
        (b'<!DOCTYPE k SYSTEM "x.dtd"><kamerwrk><body><al>&zus; en zo</al></body></kamerwrk>', "the entity &zus;"),
        (publication("<al>" * 10_000 + "diep" + "</al>" * 10_000), "damaged XML"),
        (publication("<box>" * 120 + "diep" + "</box>" * 120), "nested more than 100 deep"),
        (publication("<al>\0</al>"), "NUL character at line 1"),
        (publication("<al>é</al>").replace("é".encode(), b"\n\xe9"), "is not utf-8 text, as it should be (line 2)"),
        (publication("<al>a</al>").replace(b"utf-8", b"zlib"), "encoding 'zlib'"),
        (publication("<al>" + "a" * 50_000_000 + "</al>"), "is 48 MiB"),
        (publication("<q/>" * 600_000), "more than 500,000 elements"),
    ],
)  # fmt: skip
def test_unreadable_files_say_why_within_two_seconds(data: bytes, message: str) -> None:
    assert message in refused(data)


@pytest.mark.parametrize("address", ["file://{0}", "http://127.0.0.1:9/x", "{0}"])
def test_nothing_outside_the_file_is_read(tmp_path: Path, address: str) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim")
    target = address.format(secret)
    inner = f'<!DOCTYPE k [<!ENTITY e SYSTEM "{target}">]><kamerwrk><body><al>&e;</al></body></kamerwrk>'
    assert "entities of its own" in refused(inner.encode())
    dtd = tmp_path / "x.dtd"
    dtd.write_text('<!ENTITY eacute "geheim">')
    outer = f'<!DOCTYPE k SYSTEM "{address.format(dtd)}"><kamerwrk><body><al>Caf&eacute;</al></body></kamerwrk>'
    assert [block.text for block in read_kamerstuk(outer.encode()).blocks] == ["Café"]


@pytest.mark.parametrize(
    "text",
    [
        "<al>" + " " * 4_000_000 + "woord</al>",
        "<table><tgroup><tbody><row>" + "<entry>woord</entry>" * 20_000 + "</row></tbody></tgroup></table>",
        "<vraag><nr>Vraag 1-999 1-999 1-999</nr></vraag>" * 10_000,
        "<vraag><nr>Vraag 1</nr></vraag>" * 10_000 + "<antwoord><nr>Antwoord 2</nr></antwoord>" * 10_000,
        f"<al>woord{NOTE.format(1) * 10_000}</al>",
        "<lijst><li>" * 40 + "woord" + "</li></lijst>" * 40,
    ],
)
def test_large_and_odd_files_are_read_in_time(text: str) -> None:
    assert any(re.search("woord|Vraag", block.text) for block in blocks(text))


def test_the_deepest_file_is_read_from_deep_within_a_program() -> None:
    def at_depth(depth: int) -> list[tuple[str, str]]:
        return at_depth(depth - 1) if depth else texts("<lijst><li>" * 45 + "diep" + "</li></lijst>" * 45)

    assert at_depth(300) == [("item", "diep")]


def test_old_encodings_are_read_as_declared() -> None:
    data = publication("<al>reële – «x»</al>")
    latin = data.decode().replace("utf-8", "ISO-8859-1").encode("cp1252")
    utf16 = data.decode().replace("utf-8", "UTF-16").encode("utf-16")
    marked = b"\xef\xbb\xbf" + data
    assert {read_kamerstuk(each).blocks[0].text for each in (data, latin, utf16, marked)} == {"reële – «x»"}
