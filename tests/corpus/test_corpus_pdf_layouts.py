"""The PDF reader on the supplied letter, set in many ways with page breaks, divided words and notes that are known."""

import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from corpus.blocks import Block, Kind
from corpus.read import read_file
from corpus.readers.pdf import read_pdf
from tests.conftest import LETTER
from tests.corpus.pdf_typesetter import BOLD, ITALIC, Piece, Setting, Truth, typeset

FOLIO = "Tweede Kamer, vergaderjaar 2020–2021, 28 676, nr. 372"


def kamerstuk_foot(number: int) -> list[tuple[float, float, float, str, str]]:
    return [(80, 815, 7.5, "Helvetica", FOLIO), (508, 815, 7.5, "Helvetica", str(number))]


def ministry_margin(number: int) -> list[tuple[float, float, float, str, str]]:
    lines = (
        (810, f"Pagina {number} van 40"),
        (100, "Ministerie van"),
        (109, "Buitenlandse Zaken"),
        (130, "Ons kenmerk"),
    )
    return [(470.0, float(y), 6.5, "Helvetica", text) for y, text in (*lines, (139, "BZ2106-372"))]


SETTINGS = {
    "kamerstuk": Setting(running=kamerstuk_foot, left=160),
    "ministry": Setting(running=ministry_margin, right=150, hyphenated=False, gap=12, leading=12),
    "ministry from page 7": Setting(
        running=ministry_margin, right=150, hyphenated=False, gap=12, leading=12, first_page=7
    ),
    "justified, spaced": Setting(
        face="serif", size=10, leading=12, note_size=8, justified=True, running=kamerstuk_foot
    ),
    "justified, indented": Setting(
        face="serif", size=10, leading=12, justified=True, indent=12, gap=0, running=kamerstuk_foot
    ),
    "two columns": Setting(columns=2, left=50, right=50, size=8.5, leading=10.5, running=kamerstuk_foot),
    "two columns, justified": Setting(
        columns=2,
        left=50,
        right=50,
        face="serif",
        size=9.5,
        leading=11.5,
        justified=True,
        indent=12,
        gap=0,
        running=kamerstuk_foot,
    ),
}
ROUNDS = 6  # the letter is set so often, that many paragraphs meet a page's end


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _letter_pieces() -> tuple[list[Piece], dict[str, str]]:
    """The letter's headings and paragraphs, over and over, with notes at places that chance picks."""
    chance = random.Random(372)
    (letter,) = read_file(LETTER).letters
    sentences = [
        sentence for _, item in letter.paragraphs() for sentence in item.text.split(". ") if len(sentence) > 30
    ]
    pieces: list[Piece] = []
    notes: dict[str, str] = {}
    for turn in range(ROUNDS):
        for section in letter.sections:
            if section.heading:
                pieces.append(Piece(section.heading, BOLD if section.level < 3 else ITALIC, heading=True))
            for item in section.paragraphs:
                words = f"{turn + 1}e maal: {_folded(item.text)}".split(" ")
                marks = []
                for place in sorted(chance.sample(range(3, len(words)), chance.choice((0, 0, 1, 1, 2)))):
                    number = str(len(notes) + 1)
                    notes[number] = f"Kamerstuk 28 676, nr. {number}. {_folded(chance.choice(sentences))}."
                    marks.append((place, number))
                pieces.append(Piece(" ".join(words), marks=tuple(marks)))
    return pieces, notes


@dataclass
class Figures:
    """(right, all) for each thing that is measured."""

    paragraphs: tuple[int, int]
    broken: tuple[int, int]
    pages: tuple[int, int]
    headings: tuple[int, int]
    notes: tuple[int, int]
    blocks: Sequence[Block] = field(repr=False)


def _share(*figures: tuple[int, int]) -> float:
    return sum(right for right, _ in figures) / sum(number for _, number in figures)


def _measure(data: bytes, truth: Truth, pieces: Sequence[Piece], notes: dict[str, str]) -> Figures:
    bodies: dict[str, str] = {}
    running: list[Block] = []
    for block in read_pdf(data).blocks:
        if block.kind is Kind.PARAGRAPH and block.markers and block.markers[0].offset == 0:
            bodies[block.markers[0].number] = block.text
        else:
            running.append(block)
    waiting: dict[str, list[Block]] = {}
    for block in running:
        waiting.setdefault(_undivided(block.text), []).append(block)
    found = [(waiting.get(_undivided(piece.text)) or [None]).pop(0) for piece in pieces]  # type: ignore[list-item]
    body = [place for place, piece in enumerate(pieces) if not piece.heading]
    cited = [(found[place], number) for place in body for _, number in pieces[place].marks]
    return Figures(
        (sum(found[place] is not None for place in body), len(body)),
        _counted([found[place] is not None for place in body if place in truth.broken]),
        _counted([block.page == truth.page[place] for place, block in enumerate(found) if block]),
        _counted([_is_heading(found[place]) for place, piece in enumerate(pieces) if piece.heading]),
        _counted([_attached(block, number, bodies, notes) for block, number in cited]),
        running,
    )


def _undivided(text: str) -> str:
    """Whether a hyphen at a line's end belongs to the word cannot always be known; it is measured elsewhere."""
    return _folded(text).replace("-", "")


def _counted(right: list[bool]) -> tuple[int, int]:
    return sum(right), len(right)


def _is_heading(block: Block | None) -> bool:
    return block is not None and block.kind is Kind.HEADING


def _attached(block: Block | None, number: str, bodies: dict[str, str], notes: dict[str, str]) -> bool:
    cited = block is not None and number in {marker.number for marker in block.markers}
    return cited and _undivided(bodies.get(number, "")) == _undivided(notes[number])


@pytest.fixture(scope="module")
def measured() -> dict[str, Figures]:
    pieces, notes = _letter_pieces()
    figures = {}
    for name, setting in SETTINGS.items():
        data, truth = typeset(pieces, notes, setting)
        figures[name] = _measure(data, truth, pieces, notes)
    return figures


def test_paragraphs_across_pages_and_columns_are_whole(measured: dict[str, Figures]) -> None:
    broken = [figures.broken for figures in measured.values()]
    assert sum(number for _, number in broken) > 100
    assert _share(*broken) >= 0.97, measured


@pytest.mark.parametrize("name", SETTINGS)
def test_paragraphs_headings_pages_and_notes(measured: dict[str, Figures], name: str) -> None:
    figures = measured[name]
    assert _share(figures.paragraphs) >= 0.95, figures
    assert _share(figures.headings) == 1, figures
    assert _share(figures.pages) == 1, figures
    assert _share(figures.notes) >= 0.95, figures


@pytest.mark.parametrize("name", SETTINGS)
def test_nothing_runs_that_is_not_running_text(measured: dict[str, Figures], name: str) -> None:
    for block in measured[name].blocks:
        assert not re.search(rf"{FOLIO}|Pagina \d+ van|BZ2106|Ons kenmerk|^\d+$", block.text), block
    headings = {piece.text for piece in _letter_pieces()[0] if piece.heading}
    assert {block.text for block in measured[name].blocks if block.kind is Kind.HEADING} <= headings


@pytest.mark.parametrize("name", SETTINGS)
def test_every_word_is_there_once_and_in_order(measured: dict[str, Figures], name: str) -> None:
    pieces, _ = _letter_pieces()
    if SETTINGS[name].hyphenated:
        set_words = "".join(_undivided(piece.text) for piece in pieces).replace(" ", "")
        read_words = "".join(_undivided(block.text) for block in measured[name].blocks).replace(" ", "")
    else:
        set_words = " ".join(piece.text for piece in pieces)
        read_words = " ".join(_folded(block.text) for block in measured[name].blocks)
    assert read_words == set_words


CHROMIUM = shutil.which("chromium")
PAGE = """<!doctype html><html lang=nl><style>@page { size: A4; margin: 25mm 50mm 25mm 25mm }
body { font: 9pt/12pt sans-serif } table { border-collapse: collapse } td, th { border: 1px solid; padding: 2pt }
</style><p>De voorzitter van de Tweede Kamer<br>der Staten-Generaal<br>Postbus 20018<br>2500 EA DEN HAAG</p>
<p>Datum 12 mei 2023<br>Betreft Voortgang van het programma</p><p>Geachte voorzitter,</p>
<p>De uitstoot van CO<sub>2</sub> daalt, zo blijkt uit het 1<sup>e</sup> rapport.<sup>1</sup> Dat is goed nieuws.</p>
<h2>Inzet</h2><table><tr><th>Maatregel<th>Bedrag<th>Toelichting</tr>
<tr><td>Isolatie<td>12<td>Dit betreft de eerste tranche van de regeling die in het voorjaar wordt opengesteld voor
alle gemeenten van het land die daarvoor in aanmerking komen</tr><tr><td>Warmtenetten<td>40<td>Volgt</tr></table>
<p>Het gaat om:</p><ul><li>een eerste maatregel die over meer dan een regel loopt omdat er veel over te zeggen valt in
deze brief;</li><li>een tweede.</li></ul><ol><li>Een genummerde maatregel.</li></ol><h3><i>Een kopje</i></h3>
<p>Tekst onder het kopje, met <b>vet begin:</b> en meer.</p><p>Hoogachtend,</p></html>"""


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on the path; install it to print a page as a PDF")
def test_page_printed_by_a_browser(tmp_path: Path) -> None:
    source, printed = tmp_path / "brief.html", tmp_path / "brief.pdf"
    source.write_text(PAGE, encoding="utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-pdf-header-footer",
    ]
    subprocess.run(
        [str(CHROMIUM), *options, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={printed}", str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = read_pdf(printed.read_bytes())
    assert document.title == "Voortgang van het programma"
    running = [(block.kind.value, block.text) for block in document.blocks if block.kind is not Kind.HEAD]
    assert running == [
        ("paragraph", "Geachte voorzitter,"),
        ("paragraph", "De uitstoot van CO2 daalt, zo blijkt uit het 1e rapport. Dat is goed nieuws."),
        ("heading", "Inzet"),
        ("row", "Maatregel | Bedrag | Toelichting"),
        (
            "row",
            "Isolatie | 12 | Dit betreft de eerste tranche van de regeling die in het voorjaar wordt opengesteld voor"
            " alle gemeenten van het land die daarvoor in aanmerking komen",
        ),
        ("row", "Warmtenetten | 40 | Volgt"),
        ("paragraph", "Het gaat om:"),
        (
            "item",
            "een eerste maatregel die over meer dan een regel loopt omdat er veel over te zeggen valt in deze brief;",
        ),
        ("item", "een tweede."),
        ("item", "1. Een genummerde maatregel."),
        ("heading", "Een kopje"),
        ("paragraph", "Tekst onder het kopje, met vet begin: en meer."),
        ("paragraph", "Hoogachtend,"),
    ]


def test_type_of_one_size_tells_notes_by_their_rule() -> None:
    """Some letters set notes as large as the text."""
    setting = replace(SETTINGS["ministry"], note_size=9.0)
    pieces = [
        Piece(f"Alinea {place}: {'dit is tekst van een alinea ' * 5}einde.", marks=((4, str(place)),))
        for place in range(1, 9)
    ]
    notes = {str(place): f"Noot {place} verwijst naar een ander stuk." for place in range(1, 9)}
    data, truth = typeset(pieces, notes, setting)
    assert _measure(data, truth, pieces, notes).notes == (8, 8)
