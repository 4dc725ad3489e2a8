"""Blocks put together as a letter: notes, halves, enumerations, names."""

import pytest

from corpus import Footnote, Letter
from corpus.assemble import assemble
from corpus.blocks import Block, Document, Kind, Style
from corpus.readers.markdown import read_markdown
from corpus.readers.plain import read_plain


def letter(*parts: str, name: str = "brief") -> Letter:
    return assemble(Document(tuple(read_markdown("\n\n".join(parts))), loose=True), name)


def texts(*parts: str) -> list[str]:
    return [paragraph.text for _, paragraph in letter(*parts).paragraphs()]


def test_a_note_in_the_middle_of_a_cut_word() -> None:
    read = letter("Dit<sup>1</sup> voorkomt misver-", "<sup>1</sup> De noot.", "standen en meer.")
    ((_, paragraph),) = read.paragraphs()
    assert (paragraph.text, paragraph.footnotes) == ("Dit voorkomt misverstanden en meer.", ("1",))
    assert read.footnotes == (Footnote("1", "De noot."),)
    assert read.warnings == ()


def test_a_paragraph_over_three_pages() -> None:
    assert texts("Het eerste deel van de", "<sup>1</sup> Noot.", "zin gaat over drie", "pagina's.") == [
        "Het eerste deel van de zin gaat over drie pagina's."
    ]


def test_notes_set_line_under_line_are_notes_of_their_own() -> None:
    read = letter(
        "Een<sup>1</sup> en twee<sup>2</sup>.",
        "<sup>1</sup> Zie 10 m<sup>2</sup>.\n<sup>2</sup> Kamerstuk 28 676, nr. 1",
    )
    assert [(note.number, note.text) for note in read.footnotes] == [
        ("1", "Zie 10 m2."),
        ("2", "Kamerstuk 28 676, nr. 1"),
    ]
    (reference,) = read.footnotes[1].references
    assert (reference.id, reference.start, reference.end) == ("kst-28676-1", 0, 23)
    assert read.references() == (reference,)


def test_notes_in_the_syntax_of_markdown() -> None:
    read = letter("Een[^1] zin.", "[^1]: https://www.navo.int")
    assert [(note.number, note.text) for note in read.footnotes] == [("1", "https://www.navo.int")]
    assert [paragraph.footnotes for _, paragraph in read.paragraphs()] == [("1",)]


@pytest.mark.parametrize(
    ("markdown", "text", "footnotes"),
    [
        ("10 m<sup>2</sup> met noot<sup>2</sup>.", "10 m2 met noot.", ("2",)),
        ("een grootte van 25ha<sup>2</sup>", "een grootte van 25ha2", ()),
        ("50 kWh/m<sup>2</sup> en 3 µm<sup>2</sup>", "50 kWh/m2 en 3 µm2", ()),
        ("5 × 10<sup>2</sup> maal", "5 × 102 maal", ()),
        ("4.000 ha<sup>2</sup> grond", "4.000 ha grond", ("2",)),
        ("10<sup>6</sup> en noot<sup>2</sup>", "106 en noot", ("2",)),
        ("programma<sup>2</sup> van", "programma van", ("2",)),
        ("10<sup>6</sup> en 10<sup>9</sup>", "106 en 109", ()),
    ],
)
def test_a_superscript_is_a_note_or_an_exponent(markdown: str, text: str, footnotes: tuple[str, ...]) -> None:
    ((_, paragraph),) = letter(markdown, "<sup>2</sup> De noot.").paragraphs()
    assert (paragraph.text, paragraph.footnotes) == (text, footnotes)


def test_a_unit_in_a_table_keeps_its_exponent() -> None:
    assert texts("| opp | CO2<sup>1</sup> |\n|--|--|\n| 10 m<sup>2</sup> | 5 |", "<sup>1</sup> Noot.") == [
        "opp | CO2\n10 m2 | 5"
    ]


def test_a_mark_without_words_makes_no_paragraph() -> None:
    assert texts("Een<sup>1</sup> zin.", "<sup>1</sup>", "<sup>1</sup> Noot.") == ["Een zin."]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["Het gaat om:", "- een;\n- twee."], ["Het gaat om:\neen;\ntwee."]),
        (["Dit is het.", "1. een\n2. twee", "Daarna."], ["Dit is het.\n1. een\n2. twee", "Daarna."]),
        (["- een\n- twee"], ["een\ntwee"]),
        (["Tabel:", "| a | b |\n|-|-|\n| c | d |"], ["Tabel:\na | b\nc | d"]),
        (["Geen tabel.", "| a | b |\n|-|-|\n| c | d |"], ["Geen tabel.", "a | b\nc | d"]),
        (["# Kop", "- een"], ["een"]),
    ],
)
def test_enumerations_hang_on_what_leads_them_in(parts: list[str], expected: list[str]) -> None:
    assert texts(*parts) == expected


def test_a_note_in_a_list_is_a_note_of_the_whole() -> None:
    read = letter("Het<sup>1</sup> gaat om:", "- een<sup>2</sup>;\n- twee.", "<sup>1</sup> A.", "<sup>2</sup> B.")
    assert [paragraph.footnotes for _, paragraph in read.paragraphs()] == [("1", "2")]


def test_ids_are_unique_and_numbers_count_from_one_under_every_heading() -> None:
    read = letter("Voor.", "## Al", "Een.", "## A", "Een.", "## A", "Een.", "Twee.", "## A 2", "Een.", "## 北", "Een.")
    assert [(paragraph.id.partition("#")[2], paragraph.number) for _, paragraph in read.paragraphs()] == [
        ("al.1", 1),
        ("al-2.1", 1),
        ("a.1", 1),
        ("a-2.1", 1),
        ("a-2.2", 2),
        ("a-2-2.1", 1),
        ("sectie.1", 1),
    ]


def test_text_around_the_title_counts_on() -> None:
    read = letter("Een.", "# Titel<sup>1</sup>", "Twee.", "## A", "Drie.", "<sup>1</sup> Noot.")
    assert read.title == "Titel"
    assert [
        (section.path, paragraph.number, section.notes_of(paragraph)) for section, paragraph in read.paragraphs()
    ] == [
        ((), 1, ()),
        ((), 2, ("1",)),
        (("A",), 1, ()),
    ]


def test_two_headings_of_the_highest_level_are_no_title() -> None:
    read = letter("# A", "Een.", "# B", "Twee.")
    assert (read.title, [section.path for section in read.sections]) == ("brief", [("A",), ("B",)])


@pytest.mark.parametrize("heading", ["1. Planning", "1.1 Planning", "I. Planning"])
def test_a_numbered_heading_is_no_title(heading: str) -> None:
    read = letter(f"# {heading}", "Een.", "## Wegen", "Twee.")
    assert (read.title, [section.path for section in read.sections]) == ("brief", [(heading,), (heading, "Wegen")])


@pytest.mark.parametrize("heading", ["1 jaar na de ramp", "25 jaar Wmo", "5G in de zorg"])
def test_a_title_may_begin_with_a_figure(heading: str) -> None:
    assert letter(f"# {heading}", "Een.").title == heading


@pytest.mark.parametrize(
    ("name", "identifier", "official"),
    [
        ("kst-28676-372", "kst-28676-372", True),
        ("kst-1268678", "kst-1268678", True),
        ("kst-36600-VII-1", "kst-36600-VII-1", True),
        ("blg-1184123", "blg-1184123", True),
        ("ah-tk-20242025-100", "ah-tk-20242025-100", True),
        ("h-tk-20222023-84-12", "h-tk-20222023-84-12", True),
        ("h-notitie", "h-notitie", False),
        ("kst-concept", "kst-concept", False),
        ("mijn brief #2", "mijn-brief-2", False),
        ("  ", "brief", False),
    ],
)
def test_the_identifier_of_a_letter_without_a_head(name: str, identifier: str, official: bool) -> None:
    read = letter("Tekst.", name=name)
    assert read.id == identifier
    assert (read.url is not None) is official


def test_a_newer_name_holds_no_dossier_and_gives_no_warning() -> None:
    head = ["28 676", "NAVO", "Nr. 372", "Tekst."]
    newer, wrong = letter(*head, name="kst-1268678"), letter(*head, name="kst-28676-371")
    assert (newer.id, newer.metadata.number, newer.warnings) == ("kst-1268678", "372", ())
    assert wrong.warnings == ("the file's name says kst-28676-371, its head says kst-28676-372",)


def test_warnings_name_what_looks_odd() -> None:
    assert letter("Een.", "<sup>1</sup> A.", "<sup>1</sup> B.").warnings == (
        "footnote 1 is not referred to in the text",
        "footnote number 1 is used 2 times",
    )
    assert letter("# Kop").warnings == ("no paragraph of running text was found",)
    assert letter("").warnings == ()


def test_plain_text_keeps_its_lines_and_numbers_them() -> None:
    blocks = read_plain("\r\n Eerste  regel\r\ntweede\u00a0regel\r\n \t\r\n\r\n\u200bDerde\rvierde\n")
    assert [(block.text, block.line) for block in blocks] == [("Eerste regel\ntweede regel", 2), ("Derde\nvierde", 6)]
    read = assemble(Document(tuple(blocks), loose=True), "x")
    assert [p.text for _, p in read.paragraphs()] == ["Eerste regel\ntweede regel", "Derde\nvierde"]


SHORT_LINES = """\
Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
Postbus 20018
2500 EA Den Haag

    Met deze brief informeer ik u over de top van de Noord-
    Atlantische Raad. De bondgenoten spraken over klimaatverande-
    ring, zie https://www.nato.int/cps/en/natohq/official_texts_185000.htm
    voor de verklaring, en zoals ik u schreef (Kamerstuk 27 925,
    nr. 783), nr. 784 en, voor wie dat eens wil nalezen, ook nr.
    10. Over de gevolgen van klimaatverandering schrijf ik u later
    in het voorjaar.
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_that_a_program_broke_are_one_line(end: str) -> None:
    assert [(block.text, block.line) for block in read_plain(SHORT_LINES.replace("\n", end))] == [
        ("Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nPostbus 20018\n2500 EA Den Haag", 1),
        (
            "Met deze brief informeer ik u over de top van de Noord-Atlantische Raad. De bondgenoten spraken over "
            "klimaatverandering, zie https://www.nato.int/cps/en/natohq/official_texts_185000.htm voor de verklaring, "
            "en zoals ik u schreef (Kamerstuk 27 925, nr. 783), nr. 784 en, voor wie dat eens wil nalezen, ook "
            "nr. 10. Over de gevolgen van klimaatverandering schrijf ik u later in het voorjaar.",
            5,
        ),
    ]


FULL = "Deze regel is met opzet zo lang als regels in dit bestand zijn en dus vol,"  # 74 characters


@pytest.mark.parametrize(
    "lines",
    [
        "36 410 VIII Vaststelling van de begroting van Onderwijs voor het jaar 2024\nNr. 240\nBRIEF VAN DE MINISTER",
        "Hoogachtend,\nDe Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking en nog wat,\nS.A.M. Kaag",
        "De Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking en nog wat,\nS.A.M. Kaag",
        "Vraag 1\nKent u het bericht over de top die deze maand wordt gehouden in Brussel?\nAntwoord 1\nJa.",
        "Betreft  het verslag van de top van de staatshoofden en regeringsleiders, dl.\nDatum 25 juni 2021",
        "> Kunt u zeggen wat de gevolgen van de top zijn voor het beleid inzake het klimaat\nja, dat kan ik.",
        "28676;372;de top van de staatshoofden en regeringsleiders van 14 juni jongst;a\nb;1;een\nc;2;twee",
        "Naam van het onderdeel waarover het gaat          Bedrag in euro van het jaar\na        10",
        "Inleiding, die hier wordt genoemd met een lange naam om de regel te vullen .... 3\nslot ........ 4",
        "- een punt van een lijst dat zo lang is dat het de hele regel vult en niet meer,\n- nog een",
        "een punt van een lijst dat zo lang is dat het de hele regel vult en niet meer,\n(a) nog een",
        "__________________________________________________________________________\nvan: Jan",
        "de wolken gaan over\nhet water en het land\nen wij staan hier",
        "Aan de leden van de vaste commissie\nt.a.v. de griffier",
    ],
)
def test_lines_that_are_no_running_text_are_kept(lines: str) -> None:
    text = f"{lines}\n\n{FULL}\nwaarna de zin nog even verder gaat.\n"
    first, second = read_plain(text)
    assert first.lines == [" ".join(line.split()) for line in lines.split("\n")]
    assert second.lines == [f"{FULL} waarna de zin nog even verder gaat."]


def test_each_item_of_a_list_that_a_program_broke_is_one_line() -> None:
    (block,) = read_plain(
        "Het kabinet wil met de bondgenoten op de volgende drie punten verder gaan:\n"
        "- het weerbaar maken van de samenleving, waarvoor de landen samen afspraken\n"
        "  willen maken;\n"
        "- klimaat en veiligheid; dat\n"
        "  punt staat in het verslag van de top die deze zomer in Brussel is gehouden,\n"
        "  waarna\n"
        "- de plannen voor 2030 nog volgen, die het kabinet uw Kamer in dit najaar nog\n"
        "  sturen zal.\n"
    )
    assert block.lines == [
        "Het kabinet wil met de bondgenoten op de volgende drie punten verder gaan:",
        "- het weerbaar maken van de samenleving, waarvoor de landen samen afspraken willen maken;",
        "- klimaat en veiligheid; dat",
        "punt staat in het verslag van de top die deze zomer in Brussel is gehouden,",
        "waarna",
        "- de plannen voor 2030 nog volgen, die het kabinet uw Kamer in dit najaar nog sturen zal.",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("- de bouw van nieuwe woningen in de regio, waarvan er dit jaar in totaal zo'n", "1.200 woningen bij komen,"),
        ("1. het budget dat het kabinet voor de komende jaren heeft uitgetrokken is nu", "2.500 miljoen euro, en dat"),
        (
            "- de landen die het kabinet daarover heeft gesproken gaan er nog verder mee door",
            "– ook met andere landen – en",
        ),
    ],
)
def test_a_line_of_an_item_that_begins_with_a_number_or_dash_begins_no_other(first: str, second: str) -> None:
    second = f"{second} gaat daarna nog een hele tijd door, tot de regel"
    (block,) = read_plain(f"{first}\n  {second}\n  vol is.")
    assert block.lines == [f"{first} {second} vol is."]


@pytest.mark.parametrize("other", ["Kort.", "Een lange regel. " * 10, "Een regel met https://een.adres/" + "x " * 60])
def test_lines_are_as_they_were_written_where_none_was_broken_or_one_is_long(other: str) -> None:
    text = "De top was in juni in\nBrussel en\nging over klimaat." if other == "Kort." else SHORT_LINES
    assert len(read_plain(f"{text}\n\n{other}")[-2].lines) == text.strip().split("\n\n")[-1].count("\n") + 1


def _made(*blocks: tuple[str, int, Style]) -> list[tuple[str | None, list[str]]]:
    """Each section's heading with its paragraphs; a block of level 0 is a paragraph, of level -1 an item."""
    kinds = {0: Kind.PARAGRAPH, -1: Kind.ITEM}
    made = [Block(kinds.get(level, Kind.HEADING), text, 0, max(level, 0), style) for text, level, style in blocks]
    read = assemble(Document(tuple(made), title="Een brief"), "brief")
    return [(section.heading, [each.text for each in section.paragraphs]) for section in read.sections]


BOLD, UNDERLINED, PLAIN = Style.BOLD, Style.UNDERLINED, Style.PLAIN


def test_the_only_annex_does_not_title_the_letter() -> None:
    for heading in ("Bijlage 1 Overzicht van moties", "Artikel 2", "Inleiding"):
        document = Document(
            (
                Block(Kind.PARAGRAPH, "Een zin.", 0),
                Block(Kind.HEADING, heading, 0, 1),
                Block(Kind.PARAGRAPH, "Twee.", 0),
            )
        )
        read = assemble(document, "brief")
        assert read.title == "brief"
        assert [section.path for section in read.sections] == [(), (heading,)]


def test_a_title_may_begin_as_a_part_does() -> None:
    for title in ("Artikel 100-brief Mali", "Toelichting op het beleid", "Bijlage bij de begroting"):
        assert _made((title, 1, PLAIN), ("Een", 2, PLAIN), ("Een zin.", 0, PLAIN))[0][0] == title


def test_underlined_lines_below_all_headings_lead_into_their_paragraphs() -> None:
    assert _made(
        ("Luchtvaart", 1, BOLD),
        ("Cumulatie", 2, UNDERLINED),
        ("Er is veel verkeer.", 0, PLAIN),
        ("En lawaai.", 0, PLAIN),
        ("Groepen", 2, UNDERLINED),
        ("werkgroep een;", -1, PLAIN),
        ("werkgroep twee.", -1, PLAIN),
        ("Tot slot", 2, UNDERLINED),
        ("Overig", 1, BOLD),
    ) == [
        (
            "Luchtvaart",
            [
                "Cumulatie\nEr is veel verkeer.",
                "En lawaai.",
                "Groepen\nwerkgroep een;\nwerkgroep twee.",
                "Tot slot",
            ],
        ),
        ("Overig", []),
    ]


@pytest.mark.parametrize(
    "headings",
    [
        [("Inleiding", 1, UNDERLINED), ("Slot", 1, UNDERLINED)],  # there are no others
        [("Deel", 1, UNDERLINED), ("Inleiding", 2, BOLD)],  # others rank below
        [("Deel", 2, UNDERLINED), ("Inleiding", 2, BOLD)],  # they have no rank of their own
    ],
)
def test_other_underlined_lines_are_headings(headings: list[tuple[str, int, Style]]) -> None:
    read = _made(*(block for heading in headings for block in (heading, ("Een alinea.", 0, PLAIN))))
    assert read == [(text, ["Een alinea."]) for text, _, _ in headings]


def test_an_underlined_label_of_a_question_is_no_lead_in() -> None:
    assert _made(
        ("Vragen over zand", 1, BOLD),
        ("Vraag 1", 2, UNDERLINED),
        ("Is er zand?", 0, PLAIN),
        ("Antwoord 1", 2, UNDERLINED),
        ("Ja.", 0, PLAIN),
    ) == [("Vragen over zand", []), ("Vraag 1", ["Is er zand?\nAntwoord 1\nJa."])]


@pytest.mark.parametrize(
    "foot",
    [
        "3",
        "– 3 –",
        "Pagina 1 van 2",
        "kst-28676-372 ISSN 0921-7371",
        "Tweede Kamer, vergaderjaar 2023–2024, 28 676, nr. 372 3",
    ],
)
def test_the_foot_of_a_page_is_no_part_of_the_sentence_that_it_parts(foot: str) -> None:
    text = f"Het kabinet verhoogt de bijdrage aan\n\n{foot}\n\ngemeenten met 10 procent."
    for blocks in (read_plain(text), read_markdown(text)):
        read = assemble(Document(tuple(blocks), loose=True), "brief")
        assert [paragraph.text for _, paragraph in read.paragraphs()] == [
            "Het kabinet verhoogt de bijdrage aan gemeenten met 10 procent."
        ]
        assert read.head == (foot,)


@pytest.mark.parametrize("line", ["3", "2024", "Pagina", "Een pagina 1 van 2"])
def test_a_line_that_is_no_foot_stays(line: str) -> None:
    read = assemble(Document(tuple(read_plain(f"Een zin.\n\n{line}\n\nNog een zin.")), loose=True), "brief")
    assert line in " ".join(paragraph.text for _, paragraph in read.paragraphs())
    assert read.head == ()


def test_page_numbers_count_on_and_others_stay_in_the_text() -> None:
    pages = "\n\n".join(["Het kabinet verhoogt", "2", "de bijdrage. Dat is", "3", "zo."])
    read = assemble(Document(tuple(read_plain(pages)), loose=True), "brief")
    assert [paragraph.text for _, paragraph in read.paragraphs()] == ["Het kabinet verhoogt de bijdrage. Dat is zo."]
    assert read.head == ("2", "3")
    for parts in (
        ["Uitgaven", "120", "waarvan subsidies", "80", "overig"],
        ["Het aantal dat meedoet is", "12", "gemeenten."],
    ):
        read = assemble(Document(tuple(read_plain("\n\n".join(parts))), loose=True), "brief")
        assert " ".join(paragraph.text for _, paragraph in read.paragraphs()) == " ".join(parts)


def test_a_masthead_is_no_foot() -> None:
    line = "Tweede Kamer, vergaderjaar 2023–2024, 28 676, nr. 372"
    read = assemble(Document(tuple(read_markdown(f"# Kamerbrief\n\n{line}\n\nEen zin.")), loose=True), "brief")
    assert read.metadata.vergaderjaar == "2023/24"
