"""The PDF reader on small pages whose answers are worked out by hand."""

import datetime
import random
import re
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.assemble import assemble
from corpus.blocks import Block, Document, Kind, Marker, Style
from corpus.errors import Unreadable
from corpus.letter import Sender
from corpus.pages import pages_in
from corpus.readers.pdf import read_pdf
from corpus.readers.pdf.source import MAX_GLYPHS
from tests.corpus.pdf_typesetter import (
    BOLD,
    FACES,
    ITALIC,
    Drawing,
    Piece,
    Setting,
    assembled,
    typeset,
    width_of,
    write,
)

SANS, SANS_BOLD, SANS_ITALIC = FACES["sans"]
TEXT = (
    "Met deze brief informeer ik uw Kamer over de voortgang van het programma dat in het voorjaar is gestart, en over"
    " de stappen die het kabinet daarna nog wil zetten om de doelen te halen."
)
OTHER = (
    "De gemeenten hebben laten weten dat zij de uitvoering aankunnen, mits de middelen op tijd beschikbaar komen en de"
    " regels niet tussentijds veranderen."
)


def page_of(*lines: tuple[float, float, str], size: float = 9.0, face: str = SANS) -> Drawing:
    return Drawing([(x, y, size, face, text) for x, y, text in lines])


def read(*pages: Drawing, width: float = 595, height: float = 842) -> Document:
    return read_pdf(write(pages, width, height))


def set_and_read(*pieces: Piece, notes: dict[str, str] | None = None, **setting: object) -> list[Block]:
    data, _ = typeset(pieces, notes or {}, Setting(**setting))  # type: ignore[arg-type]
    return list(read_pdf(data).blocks)


def paragraph(x: float, top: float, text: str, measure: float, size: float = 9.0, leading: float = 12.0) -> Drawing:
    """Lines of ``text`` set ragged, by hand."""
    drawing, line = Drawing(), ""
    for word in text.split():
        if line and width_of(f"{line} {word}", SANS, size) > measure:
            drawing.texts.append((x, top, size, SANS, line))
            top, line = top + leading, word
        else:
            line = f"{line} {word}".strip()
    drawing.texts.append((x, top, size, SANS, line))
    return drawing


def ministry_page(number: int, body: list[tuple[float, float, float, str, str]], of: int = 2) -> Drawing:
    margin = [
        (465.0, 150.0, 6.5, SANS_BOLD, "Ministerie van"),
        (465.0, 159.0, 6.5, SANS_BOLD, "Economische Zaken"),
        (465.0, 180.0, 6.5, SANS_BOLD, "Ons kenmerk"),
        (465.0, 189.0, 6.5, SANS, "EZK/2023-4471"),
        (465.0, 810.0, 6.5, SANS, f"Pagina {number} van {of}"),
    ]
    return Drawing(margin + body)


@pytest.fixture(scope="module")
def letter() -> Document:
    """A ministry's letter of two pages, in columns as its house style has them."""
    head = [
        (80.0, 140.0, 6.5, SANS, "> Retouradres Postbus 20401 2500 EK Den Haag"),
        (80.0, 165.0, 9.0, SANS, "De Voorzitter van de Tweede Kamer"),
        (80.0, 177.0, 9.0, SANS, "der Staten-Generaal"),
        (80.0, 189.0, 9.0, SANS, "Binnenhof 4"),
        (80.0, 201.0, 9.0, SANS, "2513 AA DEN HAAG"),
        (80.0, 300.0, 9.0, SANS, "Datum"),
        (140.0, 300.0, 9.0, SANS, "12 mei 2023"),
        (80.0, 312.0, 9.0, SANS, "Betreft"),
        (140.0, 312.0, 9.0, SANS, "Voortgang van het programma voor"),
        (140.0, 324.0, 9.0, SANS, "schone energie"),
        (80.0, 360.0, 9.0, SANS, "Geachte voorzitter,"),
    ]
    first = paragraph(80, 384, TEXT, 360).texts
    second = [
        *paragraph(80, 150, OTHER, 360).texts,
        (80.0, 300.0, 9.0, SANS, "De Minister voor Klimaat en Energie,"),
        (80.0, 350.0, 9.0, SANS, "R.A.A. Jetten"),
    ]
    return read(ministry_page(1, head + first), ministry_page(2, second))


def test_a_colophon_beside_the_head_is_told_where_later_pages_are_wider() -> None:
    colophon = [
        (397.0, 280.0 + 10 * place, 7.0, SANS, text)
        for place, text in enumerate(
            ["Rijnstraat 8", "2515 XP Den Haag", "Ons kenmerk", "IENW/BSK-2025/2", "Uw kenmerk"]
        )
    ]
    head = [
        (80.0, 294.0, 9.0, SANS, "Datum"),
        (140.0, 294.0, 9.0, SANS, "12 mei 2023"),
        (80.0, 306.0, 9.0, SANS, "Betreft"),
        (140.0, 306.0, 9.0, SANS, "Besluit over de afsluiting van de"),
        (140.0, 318.0, 9.0, SANS, "brug voor vrachtverkeer"),
        (80.0, 350.0, 9.0, SANS, "Geachte heer Een,"),
    ]
    first = Drawing([*colophon, *head, *paragraph(80, 380, TEXT, 300).texts])
    found = read(first, paragraph(80, 100, f"{OTHER} {TEXT} {OTHER}", 440))
    assert found.metadata.subject == "Besluit over de afsluiting van de brug voor vrachtverkeer"
    assert found.metadata.kenmerk == "IENW/BSK-2025/2"
    assert next(block.text for block in found.blocks if block.kind is not Kind.HEAD) == "Geachte heer Een,"


def test_letterhead_is_kept_line_by_line_and_never_runs(letter: Document) -> None:
    heads = [block.text for block in letter.blocks if block.kind is Kind.HEAD]
    assert heads == [
        "> Retouradres Postbus 20401 2500 EK Den Haag",
        "De Voorzitter van de Tweede Kamer\nder Staten-Generaal\nBinnenhof 4\n2513 AA DEN HAAG",
        "Datum 12 mei 2023",
        "Betreft Voortgang van het programma voor\nschone energie",
        "Ministerie van\nEconomische Zaken",
        "Ons kenmerk",
        "EZK/2023-4471",
    ]
    assert [block.text for block in letter.blocks if block.kind is not Kind.HEAD] == [
        "Geachte voorzitter,",
        TEXT,
        OTHER,
        "De Minister voor Klimaat en Energie,",
        "R.A.A. Jetten",
    ]


def test_letterhead_states_the_metadata(letter: Document) -> None:
    stated = letter.metadata
    assert stated.date == datetime.date(2023, 5, 12)
    assert stated.subject == letter.title == "Voortgang van het programma voor schone energie"
    assert stated.kenmerk == "EZK/2023-4471"
    assert stated.addressee == "De Voorzitter van de Tweede Kamer der Staten-Generaal"
    assert stated.chamber == "II"


def test_letter_assembles_with_pages_and_sender(letter: Document) -> None:
    whole = assemble(letter, "brief")
    assert [(item.text, item.page) for _, item in whole.paragraphs()] == [(TEXT, "1"), (OTHER, "2")]
    assert whole.metadata.senders == (Sender("Minister voor Klimaat en Energie", "R.A.A. Jetten"),)
    assert whole.warnings == ()


def test_two_who_sign_side_by_side() -> None:
    drawing = paragraph(80, 100, TEXT, 360)
    drawing.texts += [
        (80.0, 160.0, 9.0, SANS, "Hoogachtend,"),
        (80.0, 190.0, 9.0, SANS, "De Minister van Financiën,"),
        (280.0, 190.0, 9.0, SANS, "De Minister van Sociale Zaken,"),
        (80.0, 240.0, 9.0, SANS, "S.A.M. Kaag"),
        (280.0, 240.0, 9.0, SANS, "C.E.G. van Gennip"),
    ]
    senders = assemble(read(drawing), "brief").metadata.senders
    assert senders == (
        Sender("Minister van Financiën", "S.A.M. Kaag"),
        Sender("Minister van Sociale Zaken", "C.E.G. van Gennip"),
    )


def test_link_is_no_heading_and_breaks_no_paragraph() -> None:
    link = "https://www.rijksoverheid.nl/documenten/kamerstukken/2023/05/12/voortgang-van-het-programma"
    drawing = page_of(
        (80, 100, "Het rapport staat met alle bijlagen en de brief van de inspectie die daarover ging op de website"),
        (80, 112, link),
        (80, 124, "waar iedereen het kan lezen."),
    )
    drawing.rules.append((80.0, 113.5, width_of(link, SANS, 9)))
    (block,) = read(drawing).blocks
    assert block.kind is Kind.PARAGRAPH
    assert block.text.endswith(f"op de website {link} waar iedereen het kan lezen.")


def test_kamerstuk_head_foot_and_number() -> None:
    foot = [
        (37.0, 724.0, 5.9, SANS, "kst-28676-372"),
        (37.0, 730.5, 5.9, SANS, "ISSN 0921 - 7371"),
        (37.0, 737.0, 5.9, SANS, "’s-Gravenhage 2021"),
        (202.0, 737.0, 9.0, SANS, "Tweede Kamer, vergaderjaar 2020–2021, 28 676, nr. 372"),
        (516.0, 737.0, 9.0, SANS, "1"),
    ]
    head = [
        (37.0, 44.0, 18.0, SANS_BOLD, "Tweede Kamer der Staten-Generaal"),
        (487.0, 66.0, 50.0, SANS_BOLD, "2"),
        (37.0, 101.0, 9.6, SANS, "Vergaderjaar 2020–2021"),
        (37.0, 160.0, 10.0, SANS_BOLD, "28 676"),
        (202.0, 160.0, 10.0, SANS_BOLD, "NAVO"),
        (37.0, 190.0, 9.0, SANS_BOLD, "Nr. 372"),
        (202.0, 190.0, 9.0, SANS_BOLD, "BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN EN"),
        (202.0, 200.0, 9.0, SANS_BOLD, "VAN DEFENSIE"),
        (202.0, 225.0, 8.5, SANS, "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal"),
        (202.0, 245.0, 8.5, SANS, "Den Haag, 25 juni 2021"),
    ]
    heading = (202.0, 270.0, 8.5, SANS_BOLD, "Inleiding")
    body = paragraph(202, 284, TEXT, 318, 8.5, 9.6).texts
    document = read(Drawing([*head, *foot, heading, *body]), width=558, height=771)
    whole = assemble(document, "download")
    assert whole.id == "kst-28676-372"
    assert whole.metadata.dossier == "28676"
    assert whole.metadata.dossier_title == "NAVO"
    assert whole.metadata.number == "372"
    assert whole.metadata.kind == "BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN EN VAN DEFENSIE"
    assert whole.metadata.date == datetime.date(2021, 6, 25)
    assert whole.metadata.vergaderjaar == "2020/21"
    assert [(item.text, item.page) for _, item in whole.paragraphs()] == [(TEXT, "1")]


@pytest.mark.parametrize(("number", "identifier"), [("1314", "ah-tk-20232024-1314"), ("", "download")])
def test_an_aanhangsel_has_its_number_below_its_name(number: str, identifier: str) -> None:
    head = [
        (37.0, 44.0, 18.0, SANS_BOLD, "Tweede Kamer der Staten-Generaal"),
        (487.0, 66.0, 50.0, SANS_BOLD, "2"),
        (37.0, 101.0, 9.6, SANS, "Vergaderjaar 2023–2024"),
        (202.0, 101.0, 9.6, SANS, "Aanhangsel van de Handelingen"),
        (37.0, 130.0, 9.0, SANS, "Vragen gesteld door de leden der Kamer, met de daarop door de"),
        (37.0, 140.0, 9.0, SANS, "regering gegeven antwoorden"),
        *([(37.0, 160.0, 9.0, SANS_BOLD, number)] if number else []),
    ]
    asked = "Vragen van het lid Zon (VVD) over het bericht «X» (ingezonden 6 maart 2024)."
    body = paragraph(202, 284, f"{asked} {TEXT}", 318, 8.5, 9.6).texts
    whole = assemble(read(Drawing([*head, *body]), width=558, height=771), "download")
    assert (whole.id, whole.metadata.number) == (identifier, number or None)
    assert (whole.metadata.vergaderjaar, whole.metadata.chamber) == ("2023/24", "II")


def test_headings_by_weight_slant_and_rule_in_their_order() -> None:
    drawing = Drawing()
    y = 100.0
    for title, face, size in (
        ("Groot", SANS_BOLD, 14.0),
        ("Vet", SANS_BOLD, 9.0),
        ("Streep", SANS, 9.0),
        ("Schuin", SANS_ITALIC, 9.0),
    ):
        drawing.texts.append((80.0, y, size, face, title))
        if title == "Streep":
            drawing.rules.append((80.0, y + 1.5, width_of(title, face, size)))
        body = paragraph(80, y + 14, TEXT, 360)
        drawing.texts += body.texts
        y = body.texts[-1][1] + 26
    headings = [block for block in read(drawing).blocks if block.kind is Kind.HEADING]
    assert [(block.text, block.level, block.style) for block in headings] == [
        ("Groot", 1, Style.BOLD),
        ("Vet", 2, Style.BOLD),
        ("Streep", 3, Style.UNDERLINED),
        ("Schuin", 4, Style.ITALIC),
    ]


def test_bold_lead_in_is_no_heading() -> None:
    body = paragraph(80, 112, OTHER[0].lower() + OTHER[1:], 360)
    drawing = Drawing([(80.0, 100.0, 9.0, SANS_BOLD, "Ten eerste:"), *body.texts])
    x = 80 + width_of("Ten eerste:", SANS_BOLD, 9) + 3
    drawing.texts.append((x, 100.0, 9.0, SANS, "dat is nog maar de vraag, want het is niet zeker of het gaat en"))
    assert [block.kind for block in read(drawing).blocks] == [Kind.PARAGRAPH]


def test_caption_is_no_heading() -> None:
    blocks = set_and_read(Piece(TEXT), Piece("Figuur 1. Organogram van de taskforce", ITALIC), Piece(OTHER))
    assert [block.kind for block in blocks] == [Kind.PARAGRAPH] * 3


def test_items_keep_their_numbers_and_lose_their_bullets() -> None:
    blocks = set_and_read(
        Piece("De maatregelen zijn:"),
        Piece(TEXT, label="1."),
        Piece(OTHER, label="2."),
        Piece("Daarnaast wordt gewerkt aan:"),
        Piece(TEXT, label="•"),
        Piece(OTHER, label="–"),
        Piece("Tot slot."),
        gap=4,
    )
    assert [(block.kind, block.text) for block in blocks] == [
        (Kind.PARAGRAPH, "De maatregelen zijn:"),
        (Kind.ITEM, f"1. {TEXT}"),
        (Kind.ITEM, f"2. {OTHER}"),
        (Kind.PARAGRAPH, "Daarnaast wordt gewerkt aan:"),
        (Kind.ITEM, TEXT),
        (Kind.ITEM, OTHER),
        (Kind.PARAGRAPH, "Tot slot."),
    ]


def test_deeper_items_lie_deeper() -> None:
    page = page_of(
        (80, 100, "Het gaat om:"),
        (80, 112, "-"),
        (94, 112, "een eerste punt;"),
        (94, 124, "o"),
        (108, 124, "met een onderdeel;"),
        (80, 136, "-"),
        (94, 136, "een tweede punt."),
    )
    items = [(block.text, block.level) for block in read(page).blocks if block.kind is Kind.ITEM]
    assert items == [("een eerste punt;", 1), ("met een onderdeel;", 2), ("een tweede punt.", 1)]


def test_raised_numbers_are_marks_and_other_small_type_is_text() -> None:
    drawing = Drawing()
    x = 80.0
    for text, rise, size in (
        ("De uitstoot van CO", 0, 9.0),
        ("2", -2.0, 5.5),
        (" daalt volgens het 1", 0, 9.0),
        ("e", 3.0, 5.5),
        (" rapport met 10 m", 0, 9.0),
        ("3", 3.0, 5.5),
        (".", 0, 9.0),
        ("12", 3.0, 5.5),
        (" Dat is meer.", 0, 9.0),
    ):
        drawing.texts.append((x, 100 - rise, size, SANS, text))
        x += width_of(text, SANS, size)
    (block,) = read(drawing).blocks
    assert block.text == "De uitstoot van CO2 daalt volgens het 1e rapport met 10 m. Dat is meer."
    assert block.markers == (Marker("3", block.text.index(". Dat")), Marker("12", block.text.index(" Dat")))
    whole = assemble(Document((block, Block(Kind.PARAGRAPH, "Een noot.", 0, markers=(Marker("12", 0),)))), "brief")
    assert [item.text for _, item in whole.paragraphs()] == [
        "De uitstoot van CO2 daalt volgens het 1e rapport met 10 m3. Dat is meer."
    ]


def test_note_stands_behind_its_paragraph_even_where_it_goes_on_overleaf() -> None:
    long_note = " ".join([OTHER] * 9)
    blocks = set_and_read(
        Piece(TEXT, marks=((3, "1"),)),
        *(Piece(OTHER) for _ in range(18)),
        Piece(f"Ook dit nog: {TEXT}", marks=((5, "2"),)),
        Piece(OTHER),
        notes={"1": "Kamerstuk 32 813, nr. 1061", "2": long_note},
        height=842,
    )
    notes = [(place, block) for place, block in enumerate(blocks) if block.markers and block.markers[0].offset == 0]
    assert [block.text for _, block in notes] == ["Kamerstuk 32 813, nr. 1061", long_note]
    for place, block in notes:
        assert blocks[place - 1].markers[0].number == block.markers[0].number
        assert blocks[place - 1].text.endswith(TEXT)
    assert [block.text for block in blocks if block.text == OTHER] == [OTHER] * 19


def test_hyphens_of_division_go_and_those_of_the_word_stay() -> None:
    page = page_of(
        (80, 100, "Over het Amsterdam-Rijnkanaal is eerder geschreven en over de gemeenten ook, zo heb-"),
        (80, 112, "ben de leden gezien; zie wat het Amsterdam-"),
        (80, 124, "Rijnkanaal betreft de brief waarin de gemeen-"),
        (80, 136, "ten aan het woord zijn gekomen over de zee-"),
        (80, 148, "egel en in-"),
        (80, 160, "en uitvoer van goederen."),
    )
    assert [block.text for block in read(page).blocks] == [
        "Over het Amsterdam-Rijnkanaal is eerder geschreven en over de gemeenten ook, zo hebben de leden gezien;"
        " zie wat het Amsterdam-Rijnkanaal betreft de brief waarin de gemeenten aan het woord zijn gekomen over de"
        " zee-egel en in- en uitvoer van goederen."
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = paragraph(50, 150, f"{TEXT} {OTHER}", 230), paragraph(310, 150, f"{OTHER} {TEXT}", 230)
    title = (50.0, 100.0, 16.0, SANS_BOLD, "Een kop boven beide kolommen van deze bladzijde")
    drawing = Drawing([title, *sorted(left.texts + right.texts, key=lambda text: text[1])])
    assert [block.text for block in read(drawing).blocks[1:]] == [f"{TEXT} {OTHER}", f"{OTHER} {TEXT}"]


def test_spread_is_two_pages() -> None:
    texts = []
    for side, number in ((0.0, 2), (595.0, 3)):
        texts += paragraph(side + 80, 150, TEXT if number == 2 else OTHER, 400).texts
        texts.append((side + 200, 815.0, 7.0, SANS, f"{number} | Strategie"))
    document = read(
        Drawing(texts),
        Drawing([(x, y, s, f, re.sub(r"^[23](?= \|)", lambda m: str(int(m[0]) + 2), t)) for x, y, s, f, t in texts]),
        width=1190,
    )
    assert [(block.text, block.page) for block in document.blocks] == [
        (TEXT, "2"),
        (OTHER, "3"),
        (TEXT, "4"),
        (OTHER, "5"),
    ]


def test_a_page_on_its_side_is_no_spread() -> None:
    drawing = Drawing(paragraph(62, 100, TEXT, 300).texts)
    rows = [(161.0, "Nr", "Maatregel", "Trekker", "Status"), (177.0, "1", "Isolatie", "BZK", "Loopt")]
    for y, *cells in rows:
        drawing.texts += [(x, y, 9.0, SANS, cell) for x, cell in zip((62, 120, 450, 650), cells, strict=True)]
    upright = [
        Drawing([*paragraph(80, 100, text, 400).texts, (500.0, 815.0, 7.0, SANS, str(number))])
        for number, text in enumerate((OTHER, f"{TEXT} {TEXT}"), 1)
    ]
    drawing.texts.append((780.0, 575.0, 7.0, SANS, "3"))
    drawing.sheet = (842, 595)
    assert [block.page for block in read(*upright, drawing).blocks[:3]] == ["1", "2", "3"]
    drawing.rules += [(60.0, y, 700.0) for y in (150.0, 166.0, 182.0)]
    blocks = read(drawing).blocks  # and here its lines tell
    assert [block.text for block in blocks if block.kind is Kind.ROW] == [" | ".join(cells) for _, *cells in rows]


def test_table_between_rules() -> None:
    drawing = Drawing(paragraph(80, 100, TEXT, 400).texts)
    for y in (150.0, 166.0, 196.0, 212.0):
        drawing.rules.append((80.0, y, 400.0))
    rows = [(161, "Maatregel", "2023", "2024"), (178, "Isolatie van", "12", "1.340"), (208, "Totaal", "52", "1.400")]
    for y, *cells in rows:
        drawing.texts += [(x, float(y), 9.0, SANS, cell) for x, cell in zip((82.0, 300.0, 420.0), cells, strict=True)]
    drawing.texts.append((82.0, 190.0, 9.0, SANS, "woningen"))
    drawing.texts += paragraph(80, 240, OTHER, 400).texts
    assert [(block.kind, block.text, block.level) for block in read(drawing).blocks] == [
        (Kind.PARAGRAPH, TEXT, 0),
        (Kind.ROW, "Maatregel | 2023 | 2024", 1),
        (Kind.ROW, "Isolatie van woningen | 12 | 1.340", 0),
        (Kind.ROW, "Totaal | 52 | 1.400", 0),
        (Kind.PARAGRAPH, OTHER, 0),
    ]


def ruled(left: float, width: float, *lines: tuple[tuple[float, str], ...]) -> list[tuple[Kind, str]]:
    """What is read of a table whose rules begin at ``left``, above a paragraph."""
    drawing = Drawing([(x, 112.0 + 16 * at, 9.0, SANS, cell) for at, line in enumerate(lines) for x, cell in line])
    drawing.rules = [(left, 100.0 + 16 * at, width) for at in range(len(lines) + 1)]
    drawing.texts += paragraph(80, 220, OTHER, 400).texts
    return [(block.kind, block.text.strip()) for block in read(drawing).blocks]


@pytest.mark.parametrize(
    ("left", "width", "head"),
    [(80.0, 400.0, "Jaar"), (145.0, 335.0, "Jaar"), (145.0, 335.0, ""), (80.0, 280.0, "Jaar")],
)
def test_a_column_that_the_rules_leave_out_is_of_the_table(left: float, width: float, head: str) -> None:
    rows = [(head, "Uitgaven", "Totaal"), ("2021", "10", "20"), ("2022", "11", "21")]
    lines = [tuple((x, cell) for x, cell in zip((84, 150, 380), row, strict=True) if cell) for row in rows]
    assert ruled(left, width, *lines) == [
        *((Kind.ROW, " | ".join(row).strip(" |") if row[0] else "| Uitgaven | Totaal") for row in rows),
        (Kind.PARAGRAPH, OTHER),
    ]


def test_a_cell_that_runs_over_the_last_rule_is_of_its_row() -> None:
    head, long = ((84, "Jaar"), (330, "Verschil")), ((84, "2021"), (330, "20 miljoen euro hoger"))
    assert ruled(80, 300, head, long)[1] == (Kind.ROW, "2021 | 20 miljoen euro hoger")


def test_text_below_headings_with_short_rules_is_no_table() -> None:
    drawing = Drawing()
    for place in range(3):
        top = 100.0 + 60 * place
        drawing.texts += [(80.0, top, 9.0, SANS_BOLD, f"Kop {place + 1}"), (80.0, top + 24, 9.0, SANS, "1.")]
        drawing.texts.append((100.0, top + 24, 9.0, SANS, "De gemeenten hebben laten weten dat zij dit aankunnen."))
        drawing.rules.append((80.0, top + 4, 200.0))
    assert [block.kind for block in read(drawing).blocks] == [Kind.HEADING, Kind.ITEM] * 3


def test_what_stands_beside_a_table_is_not_of_it() -> None:
    rows = [((150, "Uitgaven"), (300, "Totaal")), ((150, "10"), (300, "20")), ((150, "11"), (300, "21"))]
    first, second, third = rows
    expected = [(Kind.ROW, "Uitgaven | Totaal"), (Kind.ROW, "10 | 20"), (Kind.ROW, "11 | 21")]
    one_note = ruled(145, 335, first, ((80, "Let op"), *second), third)
    long = ruled(145, 335, first, ((20, "Dit is een zin die ernaast staat"), *second), ((20, "en doorgaat"), *third))
    assert [each for each in one_note if each[0] is Kind.ROW] == expected
    assert [each for each in long if each[0] is Kind.ROW] == expected


def test_text_behind_a_table_goes_on_only_with_an_open_sentence() -> None:
    full = "Deze regel loopt door tot aan het einde van de kolom en houdt daar dan ook op"
    for end, found in (
        (".", [f"{full} {full}.", "a | 1 | 2", "b | 3 | 4", OTHER]),
        ("", [f"{full} {full} {OTHER}", "a | 1 | 2", "b | 3 | 4"]),
    ):
        drawing = page_of((80, 100, full), (80, 112, full + end))
        for y in (130.0, 146.0, 162.0):
            drawing.rules.append((80.0, y, 400.0))
        for y, *cells in ((141.0, "a", "1", "2"), (157.0, "b", "3", "4")):
            drawing.texts += [(x, y, 9.0, SANS, cell) for x, cell in zip((82.0, 300.0, 420.0), cells, strict=True)]
        drawing.texts += paragraph(80, 190, OTHER, width_of(full, SANS, 9.0)).texts
        assert [block.text for block in read(drawing).blocks] == found


def test_a_hyphen_that_opens_a_word_at_the_end_of_a_line_stays_with_it() -> None:
    page = page_of((80, 100, "Treinen vielen uit door materieelstoringen en -"), (80, 112, "defecten in het voorjaar."))
    assert [block.text for block in read(page).blocks] == [
        "Treinen vielen uit door materieelstoringen en -defecten in het voorjaar."
    ]


def test_words_of_a_figure_do_not_run() -> None:
    drawing = Drawing(paragraph(80, 100, TEXT, 400).texts + paragraph(80, 320, OTHER, 400).texts)
    drawing.texts += [(x, y, 6.0, SANS, "Werkgroep") for x in (90.0, 200.0, 340.0) for y in (180.0, 230.0)]
    assert [block.text for block in read(drawing).blocks] == [TEXT, OTHER]


def test_words_on_a_picture_run_where_it_has_none_but_such_as_run() -> None:
    drawing = Drawing(paragraph(80, 100, TEXT, 400).texts)
    signature = [(90.0, 300.0, 9.0, SANS, "De Minister van Financiën,"), (90.0, 314.0, 9.0, SANS, "E. van Zon")]
    drawing.texts += signature
    drawing.pictures.append((80.0, 330.0, 160.0, 60.0))
    assert assemble(read(drawing), "x").metadata.senders == (Sender("Minister van Financiën", "E. van Zon"),)
    drawing.texts.append((90.0, 326.0, 6.0, SANS, "bron: CBS"))
    assert [block.text for block in read(drawing).blocks] == [TEXT]


def listed(start: int = 3, dots: str = "") -> Drawing:
    drawing = Drawing()
    for place, title in enumerate(("Inleiding", "Mitigatie", "Adaptatie", "Financiering", "Slot")):
        y = 130.0 + 14 * place
        drawing.texts += [(80.0, y, 9.0, SANS, title + dots), (460.0, y, 9.0, SANS, str(start + 2 * place))]
    return drawing


def test_contents_do_not_run() -> None:
    text = paragraph(80, 100, TEXT, 400)
    for title in ("Inhoudsopgave", "Inhoud:"):
        drawing = Drawing([(80.0, 100.0, 14.0, SANS_BOLD, title), *listed().texts])
        assert [block.text for block in read(drawing, listed(15), text).blocks] == [TEXT]
    assert [block.text for block in read(listed(dots=" ......."), text).blocks] == [TEXT]


def test_a_table_with_one_column_of_numbers_is_no_table_of_contents() -> None:
    words = " ".join(
        block.text for block in read(Drawing([*listed().texts, *paragraph(80, 300, TEXT, 400).texts])).blocks
    )
    for row in ("Inleiding 3", "Slot 11", TEXT):
        assert row in words


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_page_is_read(turn: int) -> None:
    """The text stands upright for a reader: the file turns the page and draws the text turned back."""
    plain = paragraph(80, 100, TEXT, 400)
    data = write([plain], 595, 842)
    matrix = {90: "0 1 -1 0 842 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 595"}[turn]
    content = (
        f"q {matrix} cm\n".encode() + zlib.decompress(re.findall(rb"stream\n(.*?)\nendstream", data, re.S)[0]) + b"Q"
    )
    box = "[0 0 595 842]" if turn == 180 else "[0 0 842 595]"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Page /Parent 2 0 R /Rotate %d /MediaBox %s"
        b" /Resources << /Font << /F0 3 0 R >> >> /Contents 4 0 R >>" % (turn, box.encode()),
    ]
    assert [block.text for block in read_pdf(assembled(objects)).blocks] == [TEXT]


def test_printed_number_wins_over_the_count_and_gaps_are_filled_between() -> None:
    setting = Setting(
        first_page=7, running=lambda number: [] if number == 9 else [(280.0, 815.0, 8.0, SANS, str(number))]
    )
    data, truth = typeset([Piece(f"Alinea {place}. {TEXT} {OTHER}") for place in range(60)], {}, setting)
    blocks = read_pdf(data).blocks
    assert len(blocks) == 60
    assert [block.page for block in blocks] == [truth.page[place] for place in range(60)]
    assert {page for block in blocks for page in pages_in(block.page)} == {"7", "8", "9", "10", "11"}


def test_no_page_is_guessed_where_none_is_printed() -> None:
    assert {block.page for block in set_and_read(*[Piece(TEXT)] * 40)} == {None}


def test_questions_and_answers_stand_by_themselves() -> None:
    blocks = set_and_read(Piece("Vraag 1"), Piece(TEXT), Piece("Antwoord 1"), Piece(OTHER), gap=0)
    assert [(block.kind, block.text) for block in blocks] == [
        (Kind.HEADING, "Vraag 1"),
        (Kind.PARAGRAPH, TEXT),
        (Kind.HEADING, "Antwoord 1"),
        (Kind.PARAGRAPH, OTHER),
    ]


def test_threads_do_not_disturb_each_other() -> None:
    files = [
        typeset([Piece(f"{place}. {TEXT}", BOLD if place % 2 else 0)] * 30, {}, Setting())[0] for place in range(4)
    ]
    alone = [read_pdf(data) for data in files]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read_pdf, files * 3)) == alone * 3


LOCKED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00><00>]" % (b"5a" * 32, b"a5" * 32)
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PIXELS = zlib.compress(bytes(2500))
SCAN = [
    CATALOG,
    b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>",
    b"<< /Length 30 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream",
    b"<< /Type /XObject /Subtype /Image /Width 50 /Height 50 /ColorSpace /DeviceGray /BitsPerComponent 8"
    b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(PIXELS), PIXELS),
]
EMPTY = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
GOOD = write([paragraph(80, 100, TEXT, 400)], 595, 842)
CODES = b"".join(b"<%02x> <e0%02x>\n" % (code, code) for code in range(32, 127))
MAP = b"/CMapName /X def 1 begincodespacerange <00> <ff> endcodespacerange 95 beginbfchar\n%sendbfchar" % CODES
WORDLESS = [
    CATALOG,
    b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
    b"<< /Length 60 >>\nstream\nBT /F0 9 Tf 80 700 Td (Woorden die niemand lezen kan) Tj ET    \nendstream",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F0 3 0 R >> >> /Contents 4 0 R >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(MAP), MAP),
]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a PDF"),
        (b"<html>", "not a PDF"),
        (b"%PDF-1.7\n", "damaged"),
        (GOOD[: len(GOOD) // 3], "damaged"),
        (assembled([CATALOG, b"<< /Type /Pages /Count 0 /Kids [] >>"]), "no pages"),
        (assembled([CATALOG, b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", EMPTY]), "holds no text"),
        (assembled(SCAN), "only images; run text recognition"),
        (assembled([CATALOG, b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", EMPTY], LOCKED), "password"),
        (
            assembled(
                [
                    CATALOG,
                    b"<< /Type /Pages /Count %d /Kids [%s] >>"
                    % (2001, b" ".join(b"%d 0 R" % number for number in range(3, 2004))),
                    *[EMPTY] * (2001),
                ]
            ),
            "2,001 pages, more than 2,000",
        ),
        (
            write(
                [page_of(*((10, 10 + 12 * place, "abcdefghij" * 30) for place in range(MAX_GLYPHS // 250)))], 9000, 9000
            ),
            f"more than {MAX_GLYPHS}",
        ),
        (assembled(WORDLESS), "no meaning in Unicode"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_pdf(data)


@pytest.mark.parametrize("seed", range(40))
def test_damage_never_raises_anything_else(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(GOOD)
    for _ in range(chance.choice((3, 30, 300))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        document = read_pdf(bytes(data))
    except Unreadable:
        return
    assert document.blocks


def test_absurd_pages_end_in_time() -> None:
    """Letters all over a page, thousands of rules, coordinates without end."""
    scattered = Drawing(
        [
            ((7919 * place) % 590.0, (104729 * place) % 840.0, 1.0 + place % 9, SANS, f"x{place}")
            for place in range(3800)
        ]
    )
    scattered.rules = [(80.0, place * 0.04, 100.0 + place % 50) for place in range(15000)]
    assert read_pdf(write([scattered, paragraph(80, 100, TEXT, 400)], 595, 842)).blocks
    vast = GOOD.replace(b"[0 0 595.00 842.00]", b"[-9e9 -9e9 9e9 9e9]")
    assert [block.text for block in read_pdf(vast).blocks] == [TEXT]


SCRAPS = (
    "1. a) – De Minister, Geachte voorzitter, Vraag 1 nr. 372 28 676 Antwoord 2 • tekst die loopt. Pagina 2 van 3 12"
    " Figuur http://www.a.nl/ NAVO- landen (x) 2023 ¹ Tweede Kamer, vergaderjaar 2020–2021, 28 676, nr. 3"
).split(" ")


@pytest.mark.parametrize("seed", range(60))
def test_any_page_gives_blocks_that_hold_together(seed: int) -> None:
    """Scraps of letters anywhere on pages, in any size: every mark lies in its text, and no text is made up."""
    chance = random.Random(seed)
    pages = [Drawing() for _ in range(chance.randrange(1, 4))]
    for page in pages:
        for _ in range(chance.randrange(1, 120)):
            x = chance.choice((50.0, 80.0, 94.0, 300.0, 465.0, chance.uniform(-50, 640)))
            y = chance.choice((100.0, 112.0, 124.0, chance.uniform(-20, 860)))
            size = chance.choice((5.0, 7.0, 9.0, 9.0, 9.0, 12.0, 40.0))
            words = " ".join(chance.choice(SCRAPS) for _ in range(chance.randrange(1, 9)))
            page.texts.append((x, y, size, chance.choice(FACES["sans"]), words))
        page.rules = [(chance.choice((50.0, 80.0)), chance.uniform(0, 842), 400.0) for _ in range(chance.randrange(12))]
    try:
        document = read_pdf(write(pages, chance.choice((595, 1190)), 842))
    except Unreadable:
        return
    for block in document.blocks:
        assert block.text.strip()
        assert all(0 <= marker.offset <= len(block.text) for marker in block.markers)
        assert set(block.text) <= {*"".join(SCRAPS), " ", "\n", "|"}
    assemble(document, "brief")


def test_notes_that_count_with_the_pages_are_no_running_foot() -> None:
    words = " ".join([TEXT, OTHER] * 16)
    pieces = [Piece(words, marks=((20, str(number)),)) for number in range(1, 5)]
    notes = {str(number): f"Kamerstuk 28 676, nr. {number}." for number in range(1, 5)}
    found = set_and_read(*pieces, notes=notes, running=lambda page: [(300.0, 815.0, 8.0, SANS, f"Pagina {page} van 9")])
    read_notes = [block for block in found if block.markers and block.markers[0].offset == 0]
    assert [(block.markers[0].number, block.text) for block in read_notes] == list(notes.items())
    assert len({block.page for block in read_notes}) >= 3


def test_an_italic_heading_may_have_a_number() -> None:
    found = set_and_read(
        Piece("1. Aanpak", BOLD, heading=True), Piece(TEXT), Piece("1.1 Kosten", ITALIC, heading=True), Piece(OTHER)
    )
    assert [(block.kind, block.text) for block in found] == [
        (Kind.HEADING, "1. Aanpak"),
        (Kind.PARAGRAPH, TEXT),
        (Kind.HEADING, "1.1 Kosten"),
        (Kind.PARAGRAPH, OTHER),
    ]


@pytest.mark.parametrize(
    ("letter", "accent", "at", "text"),
    [
        ("c", "´", 0.08, "Kostić (PvdD) vraagt dit."),  # over the letter
        ("e", "¨", 0.11, "Kostië (PvdD) vraagt dit."),
        ("o", "´", 0.56, "Kostio´ (PvdD) vraagt dit."),  # behind it: a sign of its own
        ("q", "´", 0.11, "Kostiq´ (PvdD) vraagt dit."),  # no such letter
    ],
)
@pytest.mark.parametrize("accent_first", [True, False])
def test_an_accent_drawn_over_a_letter_makes_one(
    letter: str, accent: str, at: float, text: str, accent_first: bool
) -> None:
    size = 10.0
    begin, end = 80 + width_of("Kosti", SANS, size), 80 + width_of(f"Kosti{letter}", SANS, size)
    shift = width_of(accent, SANS, size) if at > 0.5 else 0.0
    signs = [(begin, 100.0, size, SANS, letter), (begin + at * size, 100.0, size, SANS, accent)]
    drawing = Drawing(
        [
            (80.0, 100.0, size, SANS, "Kosti"),
            *(reversed(signs) if accent_first and at < 0.5 else signs),
            (end + shift + 0.28 * size, 100.0, size, SANS, "(PvdD) vraagt dit."),
        ]
    )
    assert [block.text for block in read(drawing).blocks] == [text]


@pytest.mark.parametrize("letters", ["fi", "ff", "ffi"])
@pytest.mark.parametrize("said", ["by the font", "on the page"])
def test_a_ligature_parts_no_word(letters: str, said: str) -> None:
    code = letters.encode("utf-16-be").hex().encode()
    one = b"(m) Tj" if said == "by the font" else b"/Span << /ActualText <FEFF%s> >> BDC (m) Tj EMC" % code
    content = b"BT /F 12 Tf 80 700 Td (Het za) Tj %s (etsen) Tj ET" % one
    drawn = b"1 beginbfchar <6d> <%s> endbfchar" % (code if said == "by the font" else b"006d")
    stream = b"<< /Length %d >>\nstream\n%s\nendstream"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F 4 0 R>>>> /Contents 5 0 R >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>",
        stream % (len(content), content),
        stream % (len(drawn), drawn),
    ]
    assert [block.text for block in read_pdf(assembled(objects)).blocks] == [f"Het za{letters}etsen"]


def test_a_large_numeral_belongs_to_the_heading_beside_it() -> None:
    drawing = paragraph(80, 130, TEXT, 360)
    drawing.texts += [(110.0, 100.0, 10.0, SANS_BOLD, "Eerlijke transitie"), (88.0, 103.5, 20.0, SANS, "1")]
    assert [(block.kind, block.text) for block in read(drawing).blocks] == [
        (Kind.HEADING, "1 Eerlijke transitie"),
        (Kind.PARAGRAPH, TEXT),
    ]


def test_terms_with_what_they_mean_are_paragraphs_of_their_own() -> None:
    terms = [
        ("AFOLU", "Agriculture, Forestry and Other Land Use"),
        ("BHOS", "Buitenlandse Handel en"),
        ("", "Ontwikkelingssamenwerking"),
        ("EU ETS", "EU Emissions Trading System"),
        ("IPCC", "Intergovernmental Panel on Climate Change, of"),
        ("", "VN-klimaatpanel"),
    ]
    lines = [
        (x, 100.0 + 12 * place, words)
        for place, each in enumerate(terms)
        for x, words in zip((80.0, 130.0), each, strict=True)
        if words
    ]
    assert [block.text for block in read(page_of(*lines)).blocks] == [
        "AFOLU Agriculture, Forestry and Other Land Use",
        "BHOS Buitenlandse Handel en Ontwikkelingssamenwerking",
        "EU ETS EU Emissions Trading System",
        "IPCC Intergovernmental Panel on Climate Change, of VN-klimaatpanel",
    ]


def test_a_caption_against_its_right_edge_is_one_paragraph() -> None:
    drawing = paragraph(80, 300, TEXT, 360)
    for y, words in ((200.0, "Foto: Ministerie van Buitenlandse"), (212.0, "Zaken / Carel de Groot")):
        drawing.texts.append((300.0 - width_of(words, SANS, 9), y, 9.0, SANS, words))
    assert [block.text for block in read(drawing).blocks] == [
        "Foto: Ministerie van Buitenlandse Zaken / Carel de Groot",
        TEXT,
    ]


LINES = paragraph(80, 700, TEXT, 360).texts


def test_a_caption_parts_no_paragraph() -> None:
    first = Drawing(LINES[:2])
    photo, source = ((80.0, 200.0, 7.0, SANS, "Foto: Ministerie"), (80.0, 240.0, 7.0, SANS, "Bron: CBS"))
    second = Drawing([photo, (80.0, 300.0, *LINES[2][2:])])
    assert [block.text for block in read(first, second).blocks] == [TEXT, "Foto: Ministerie"]
    second.texts.insert(1, source)
    assert [block.text for block in read(first, second).blocks] == [TEXT, "Foto: Ministerie", "Bron: CBS"]
    other = paragraph(80, 300, OTHER, 360)
    other.texts.insert(0, photo)
    assert [block.text for block in read(first, other).blocks] == [
        " ".join(line[4] for line in LINES[:2]),
        "Foto: Ministerie",
        OTHER,
    ]


@pytest.mark.parametrize(
    ("last", "rest", "face"),
    [
        ("De Minister van Defensie", "namens deze", SANS),
        ("Vraag 3", "welke stappen neemt het kabinet?", SANS),
        ("De haven", "over de stappen die het kabinet wil zetten", SANS_BOLD),
    ],
)
def test_behind_a_caption_nothing_goes_on_in_a_short_line_or_a_title(last: str, rest: str, face: str) -> None:
    first = Drawing([*paragraph(80, 640, OTHER, 360).texts, (80.0, 700.0, 9.0, face, last)])
    second = Drawing([(80.0, 200.0, 7.0, SANS, "Foto: Ministerie"), (80.0, 300.0, 9.0, SANS, rest)])
    assert [block.text for block in read(first, second).blocks][1:] == [last, "Foto: Ministerie", rest]


def test_the_second_line_of_a_caption_is_no_word_of_the_picture() -> None:
    lines = ((209.0, "uit alle landen komen"), (230.0, "haven"), (200.0, "Foto: de haven van Rotterdam, waar schepen"))
    page = Drawing([(80.0, top, 7.0, SANS, text) for top, text in lines] + paragraph(80, 300, OTHER, 360).texts)
    assert [block.text for block in read(Drawing(LINES), page).blocks] == [TEXT, f"{lines[2][1]} {lines[0][1]}", OTHER]


def test_a_small_caption_of_three_lines_is_whole() -> None:
    lines = ((200.0, "Foto: de haven van Rotterdam, waar"), (209.0, "schepen uit alle landen"), (218.0, "aankomen."))
    page = Drawing([(80.0, top, 7.0, SANS, text) for top, text in lines] + paragraph(80, 300, OTHER, 360).texts)
    caption = " ".join(text for _, text in lines)
    assert [block.text for block in read(Drawing(LINES), page).blocks] == [TEXT, caption, OTHER]


@pytest.mark.parametrize("caption", ["Bronnen: CBS en RIVM", "Tabel1: Uitgaven", "Bronvermelding: CBS"])
def test_what_begins_as_a_caption_is_no_word_of_a_picture(caption: str) -> None:
    page = Drawing([(80.0, 200.0, 7.0, SANS, caption), *paragraph(80, 300, OTHER, 360).texts])
    assert [block.text for block in read(Drawing(LINES), page).blocks] == [TEXT, caption, OTHER]


def test_a_sentence_that_begins_as_a_caption_parts_paragraphs() -> None:
    tops = zip(
        (100.0, 112.0, 150.0, 190.0), (*LINES[:2], (0, 0, 9.0, SANS, "Tabel 3 laat dit zien."), LINES[2]), strict=True
    )
    found = [block.text for block in read(Drawing([(80.0, top, *line[2:]) for top, line in tops])).blocks]
    assert found == [" ".join(line[4] for line in LINES[:2]), "Tabel 3 laat dit zien.", LINES[2][4]]


def test_no_paragraph_ends_in_an_article() -> None:
    first = paragraph(80, 700, TEXT, 360)
    first.texts.append((80.0, 700.0 + 12 * len(first.texts), 9.0, SANS, "Dat blijkt uit het laatste rapport van het"))
    second = paragraph(80, 100, "VN-Klimaatpanel van dit jaar. " + OTHER, 360)
    found = [block.text for block in read(first, second).blocks]
    assert found[-1].endswith(f"het laatste rapport van het VN-Klimaatpanel van dit jaar. {OTHER}")
