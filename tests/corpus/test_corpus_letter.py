"""The supplied letter: what a reader of the page sees, and nothing else."""

import datetime
import re
from collections import Counter

import pytest

from corpus import Letter, Metadata, Paragraph, Section, Sender, cite, locator, read, read_file
from tests.conftest import LETTER, SHARED

NAVO2030 = {
    "Politieke consultatie, coördinatie en besluitvorming": 1,
    "Versterking van de afschrikking en verdediging": 1,
    "Weerbaarheid": 1,
    "Partnerschappen (w.o. NAVO-EU)": 5,
    "Behoud van technologische voorsprong": 1,
    "Klimaatverandering en veiligheid": 1,
    "Lastenverdeling": 2,
    "Gemeenschappelijke financiering": 1,
    "Herziening Strategisch Concept": 1,
}
OUTLINE: list[tuple[tuple[str, ...], int]] = [
    ((), 1),
    ((), 0),
    (("Introductie",), 5),
    (("NAVO2030",), 1),
    *((("NAVO2030", heading), paragraphs) for heading, paragraphs in NAVO2030.items()),
    (("Rusland",), 1),
    (("China",), 1),
    (("Cyber",), 2),
    (("Afghanistan",), 1),
]
IDS = [
    "al.1",
    "introductie.1",
    "introductie.2",
    "introductie.3",
    "introductie.4",
    "introductie.5",
    "navo2030.1",
    "politieke-consultatie-coordinatie-en-besluitvorming.1",
    "versterking-van-de-afschrikking-en-verdediging.1",
    "weerbaarheid.1",
    "partnerschappen-w-o-navo-eu.1",
    "partnerschappen-w-o-navo-eu.2",
    "partnerschappen-w-o-navo-eu.3",
    "partnerschappen-w-o-navo-eu.4",
    "partnerschappen-w-o-navo-eu.5",
    "behoud-van-technologische-voorsprong.1",
    "klimaatverandering-en-veiligheid.1",
    "lastenverdeling.1",
    "lastenverdeling.2",
    "gemeenschappelijke-financiering.1",
    "herziening-strategisch-concept.1",
    "rusland.1",
    "china.1",
    "cyber.1",
    "cyber.2",
    "afghanistan.1",
]
HEAD = (
    "Vergaderjaar 2020–2021",
    "28 676",
    "NAVO",
    "Nr. 372",
    "BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN EN",
    "DEFENSIE",
    "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
    "Den Haag, 25 juni 2021",
    "De Minister van Buitenlandse Zaken,",
    "S.A.M. Kaag",
    "De Minister van Defensie,",
    "A.Th.B. Bijleveld-Schouten",
)
SIGNATURES = 4


@pytest.fixture(scope="module")
def letter() -> Letter:
    return read(LETTER)


@pytest.fixture(scope="module")
def source() -> str:
    return LETTER.read_text(encoding="utf-8")


def paragraph(letter: Letter, place: str) -> Paragraph:
    (found,) = [each for _, each in letter.paragraphs() if each.id == f"kst-28676-372#{place}"]
    return found


def texts(letter: Letter) -> list[str]:
    """Every text of the letter, in no particular order."""
    headings = [section.heading for section in letter.sections if section.heading]
    running = [each.text for _, each in letter.paragraphs()]
    return [*letter.head, *headings, *running, *(note.text for note in letter.footnotes)]


def test_the_letter_is_the_one_supplied() -> None:
    supplied = SHARED / "seed" / LETTER.name
    if not supplied.exists():
        pytest.skip(f"{supplied} is not there: the folder beside the checkout that holds it is absent")
    assert LETTER.read_bytes() == supplied.read_bytes()


def test_metadata(letter: Letter) -> None:
    assert letter.metadata == Metadata(
        dossier="28676",
        dossier_title="NAVO",
        number="372",
        vergaderjaar="2020/21",
        chamber="II",
        date=datetime.date(2021, 6, 25),
        place="Den Haag",
        kind="BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN EN DEFENSIE",
        addressee="de Voorzitter van de Tweede Kamer der Staten-Generaal",
        senders=(
            Sender("Minister van Buitenlandse Zaken", "S.A.M. Kaag"),
            Sender("Minister van Defensie", "A.Th.B. Bijleveld-Schouten"),
        ),
        language=None,
    )


def test_name_title_address_and_citation(letter: Letter) -> None:
    assert letter.id == "kst-28676-372"
    assert letter.title == "VERSLAG VAN DE NAVO TOP VAN 14 JUNI 2021"
    assert letter.url == "https://zoek.officielebekendmakingen.nl/kst-28676-372.html"
    assert letter.warnings == ()
    assert cite(letter.metadata, letter.title) == "Kamerstukken II 2020/21, 28676, nr. 372"


def test_sections_and_the_number_of_paragraphs_in_each(letter: Letter) -> None:
    assert [(section.path, len(section.paragraphs)) for section in letter.sections] == OUTLINE
    assert sum(paragraphs for _, paragraphs in OUTLINE) == 26
    assert [section.level for section in letter.sections] == [0, 1, 2, 2, *[3] * 9, 2, 2, 2, 2]
    assert [section.heading for section in letter.sections][:3] == [None, letter.title, "Introductie"]


def test_ids_numbers_and_locators(letter: Letter) -> None:
    found = list(letter.paragraphs())
    assert [each.id for _, each in found] == [f"kst-28676-372#{place}" for place in IDS]
    assert [each.number for _, each in found] == [int(place[-1]) for place in IDS]
    assert all(each.page is None for _, each in found)
    assert [locator(section, each) for section, each in found if section.path in ((), ("Cyber",))] == [
        "al. 1",
        "§ Cyber, al. 1",
        "§ Cyber, al. 2",
    ]


@pytest.mark.parametrize(
    ("place", "begins", "seam", "ends"),
    [
        (
            "politieke-consultatie-coordinatie-en-besluitvorming.1",
            "Staatshoofden en regeringsleiders spraken met elkaar",
            "coördinatie alsook besluitvorming te versterken. Zij onderstreepten",
            "De NAR werd opgedragen (tasked) te werken aan het versterken van effectieve besluitvorming.",
        ),
        (
            "partnerschappen-w-o-navo-eu.2",
            "Nederland benadrukte dat nauwe samenwerking",
            "cyberweerbaarheid, klimaat en defensie, alsook disruptieve technologieën, militaire",
            "mobiliteit, interoperabiliteit en standaardisatie.",
        ),
        (
            "klimaatverandering-en-veiligheid.1",
            "De NAVO ziet klimaatverandering als één",
            "De NAVO is hierbij van plan om de eigen bijdrage",
            "of de organisatie klimaatneutraal kan zijn in 2050.",
        ),
        (
            "rusland.1",
            "Staatshoofden en regeringsleiders spraken ook over Rusland.",
            "variant, om misverstanden te voorkomen en waar mogelijk en nodig te de-escaleren.",
            "militaire transparantie en vertrouwenwekkende maatregelen.",
        ),
    ],
)
def test_paragraphs_cut_by_a_page_break_are_whole(
    letter: Letter, place: str, begins: str, seam: str, ends: str
) -> None:
    text = paragraph(letter, place).text
    assert text.startswith(begins)
    assert seam in text
    assert text.endswith(ends)


def test_footnotes_are_kept_apart_and_attached(letter: Letter) -> None:
    assert [(note.number, note.text) for note in letter.footnotes] == [
        ("1", "Raadpleegbaar via www.tweedekamer.nl"),
        (
            "2",
            "Voor een volledig overzicht van defensie-uitgaven van bondgenoten, zie: "
            "https://www.nato.int/cps/en/natohq/topics_49198.htm",
        ),
    ]
    carried = {each.id: section.notes_of(each) for section, each in letter.paragraphs() if section.notes_of(each)}
    assert carried == {
        "kst-28676-372#introductie.5": ("1",),
        "kst-28676-372#lastenverdeling.1": ("2",),
    }
    running = " ".join(each.text for _, each in letter.paragraphs())
    assert "Raadpleegbaar" not in running
    assert "volledig overzicht" not in running
    assert "zal toekomen. Daarin benadrukken" in running


def test_no_markup_is_left(letter: Letter) -> None:
    for text in texts(letter):
        assert not re.search(r"[*<>\\#`_]|\]\(|\*\*|  |^\s|\s$", text.replace("topics_49198", "")), text
    climate = paragraph(letter, "klimaatverandering-en-veiligheid.1").text
    assert climate.count("CO2-reductie") == 2
    assert "de «ironclad commitment» van de VS" in paragraph(letter, "introductie.2").text
    assert "de NAVO-Leaders» Meeting in Londen" in paragraph(letter, "navo2030.1").text
    assert "het delen van lessons learned, best practices en kennis" in paragraph(letter, "cyber.1").text


def test_references_lead_to_the_papers_they_name(letter: Letter) -> None:
    mentions = [
        (each.id.partition("#")[2], reference.text, reference.id)
        for _, each in letter.paragraphs()
        for reference in each.references
    ]
    assert mentions == [
        ("navo2030.1", "Kamerstuk 28 676, nr. 331", "kst-28676-331"),
        ("lastenverdeling.2", "Kamerstuk 28 676, nr. 367", "kst-28676-367"),
        ("cyber.2", "Kamerstuk 28 676, nr. 370", "kst-28676-370"),
        ("afghanistan.1", "Kamerstuk 28 676, nr. 371", "kst-28676-371"),
        ("afghanistan.1", "Kamerstuk 27 925, nr. 783", "kst-27925-783"),
    ]
    for _, each in letter.paragraphs():
        for reference in each.references:
            assert each.text[reference.start : reference.end] == reference.text
            assert reference.url == f"https://zoek.officielebekendmakingen.nl/{reference.id}.html"
    assert [reference.id for reference in letter.references()] == [identifier for *_, identifier in mentions]


def test_head_and_signatures_are_no_passages(letter: Letter) -> None:
    assert letter.head == HEAD
    running = {each.text for _, each in letter.paragraphs()}
    assert not running & set(HEAD)
    assert not any("Kaag\n" in text or text.startswith("De Minister van") for text in running)


def stripped(markdown: str) -> str:
    """The page as a reader sees it, by substitutions that know nothing of the package's parser."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"<sup>\d</sup>", "", text)
    text = re.sub(r"</?\w+>", "", text)
    return re.sub(r"[*\\]|^#+ ", "", text, flags=re.MULTILINE)


def stream(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def test_no_word_is_lost_and_none_is_added(letter: Letter, source: str) -> None:
    assert Counter(stream(" ".join(texts(letter)))) == Counter(stream(stripped(source)))


def test_every_part_stands_in_the_order_of_the_source(letter: Letter, source: str) -> None:
    blocks = [block for block in source.split("\n\n") if block.strip()]
    notes = [block for block in blocks if block.startswith("<sup>")]
    head, opening, signatures, body = blocks[:7], blocks[7:8], blocks[8:10], blocks[10:]
    running = [block for block in opening + body if block not in notes]
    read_back = [
        part
        for section in letter.sections
        for part in (section.heading or "", *(each.text for each in section.paragraphs))
    ]
    assert stream("".join(letter.head[:-SIGNATURES])) == stream(stripped("\n".join(head)))
    assert stream("".join(letter.head[-SIGNATURES:])) == stream(stripped("\n".join(signatures)))
    assert stream("".join(read_back)) == stream(stripped("\n".join(running)))
    assert [stream(note.text) for note in letter.footnotes] == [stream(stripped(note)) for note in notes]


def test_a_paragraph_that_no_page_break_cut_stands_letter_for_letter_in_the_source(letter: Letter, source: str) -> None:
    page = stripped(source)
    cut = {each.id.partition("#")[2] for _, each in letter.paragraphs() if each.text not in page}
    assert cut == {
        "politieke-consultatie-coordinatie-en-besluitvorming.1",
        "partnerschappen-w-o-navo-eu.2",
        "klimaatverandering-en-veiligheid.1",
        "rusland.1",
    }


def test_words_of_a_cut_paragraph_stand_in_order_in_the_source(letter: Letter, source: str) -> None:
    page = stream(stripped(re.sub(r"^<sup>.*$", "", source, flags=re.MULTILINE)))
    assert all(stream(each.text) in page for _, each in letter.paragraphs())


def test_reading_twice_gives_the_same(letter: Letter) -> None:
    reading = read_file(LETTER)
    assert (reading.path, reading.letters, reading.failures) == (LETTER, (letter,), ())


def test_notes_of_a_heading_go_with_the_first_paragraph_under_it() -> None:
    first, second = Paragraph("x#al.2", 2, "Een.", ("3",)), Paragraph("x#al.3", 3, "Twee.")
    section = Section("Titel", 1, (), (first, second), footnotes=("1",))
    assert section.notes_of(first) == ("1", "3")
    assert section.notes_of(second) == ()
