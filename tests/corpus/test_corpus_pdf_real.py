"""The PDF reader on real letters, a strategy and answers to questions, as published."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from corpus.assemble import assemble
from corpus.blocks import Block, Document, Kind, Style
from corpus.letter import Letter
from corpus.pages import pages_in
from corpus.readers.pdf import read_pdf
from tests.conftest import ROOT, SHARED

LETTERS = SHARED / "data" / "letters"
QUESTIONS = ROOT / "tests" / "evaluation" / "letters"
FILES = sorted(LETTERS.glob("*.pdf"))
NAMES = {
    "circulair": "Kamerbrief_circulaire_economie",
    "luchtvaart": "Kamerbrief_emissie_luchtvaart",
    "klimaat": "Internationale_Klimaatstrategie",
}
PAGES = {
    "Internationale_Klimaatstrategie": 24,
    "Kamerbrief_circulaire_economie": 7,
    "Kamerbrief_emissie_luchtvaart": 9,
    "kamervragen-1a529d02": 6,
}
FURNITURE = re.compile(
    r"Pagina \d+ van|ISSN 0921|s-Gravenhage 20|IENW/BSK|vergaderjaar 20\d\d–20\d\d, Aanhangsel"
    r"|\d \| Internationale Klim"
)

pytestmark = pytest.mark.skipif(
    not FILES, reason="no real documents in ../shared/data/letters; they are not distributed"
)


@cache
def document_of(path: Path) -> Document:
    return read_pdf(path.read_bytes())


@cache
def letter_of(path: Path) -> Letter:
    return assemble(document_of(path), path.stem)


def _is_note(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and bool(block.markers) and block.markers[0].offset == 0


@pytest.mark.parametrize("letter", NAMES)
def test_what_was_asked_about_stands_whole_in_a_paragraph(letter: str) -> None:
    read = letter_of(LETTERS / f"{NAMES[letter]}.pdf")
    texts = [re.sub(r"\s+", " ", item.text) for _, item in read.paragraphs()]
    other = " ".join((*read.head, *(section.heading or "" for section in read.sections)))
    lines = (QUESTIONS / f"{letter}.questions.jsonl").read_text(encoding="utf-8").splitlines()
    quotes = {answer["quote"] for line in lines for answer in json.loads(line)["answers"]}
    missing = {quote for quote in quotes if not any(re.sub(r"\s+", " ", quote) in text for text in texts)}
    assert len(quotes) > 100
    assert all(quote in other for quote in missing), missing  # a signature, a heading
    assert len(missing) <= 1


@pytest.mark.parametrize("letter", ["circulair", "luchtvaart"])
def test_headings_are_those_of_the_ministry(letter: str) -> None:
    """Underlined lines, the lowest rank in one of the letters, lead into paragraphs: its own list doesn't have them."""
    path = LETTERS / f"{NAMES[letter]}.pdf"
    listed = json.loads(path.with_suffix(".headings.json").read_text(encoding="utf-8"))
    expected = [entry["title"].strip() for entry in listed if entry["type"] == "HEADLINES"]
    read = letter_of(path)
    assert [section.heading for section in read.sections if section.heading] == expected
    underlined = [block for block in document_of(path).blocks if block.style is Style.UNDERLINED]
    assert len(underlined) == {"circulair": 0, "luchtvaart": 7}[letter]
    texts = [paragraph.text for _, paragraph in read.paragraphs()]
    assert all(any(text.startswith(f"{block.text}\n") for text in texts) for block in underlined)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_head_foot_or_number_runs(path: Path) -> None:
    running = [block for block in document_of(path).blocks if block.kind is not Kind.HEAD]
    assert [block.text for block in running if FURNITURE.search(block.text)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_note_has_its_mark_and_every_mark_its_note(path: Path) -> None:
    blocks = document_of(path).blocks
    notes = [block.markers[0].number for block in blocks if _is_note(block)]
    marks = [marker.number for block in blocks if not _is_note(block) for marker in block.markers]
    assert sorted(notes) == sorted(marks)
    assert notes == [str(number) for number in range(1, len(notes) + 1)]
    assert [warning for warning in letter_of(path).warnings if "footnote" in warning] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_word_is_one_of_the_text_layer(path: Path) -> None:
    """An independent library's text layer; the words of each block stand in it in their order."""
    pdfplumber = pytest.importorskip("pdfplumber", reason="pdfplumber is not installed; pip install pdfplumber")
    with pdfplumber.open(path) as pdf:
        layer = "".join(letter["text"] for page in pdf.pages for letter in page.chars)
    # an accent that is drawn over its letter follows it in the layer
    layer = _letters(unicodedata.normalize("NFC", re.sub(r"(?<=[a-z])´", "\u0301", layer)))
    for block in document_of(path).blocks:
        assert [word for word in block.text.split() if _letters(word) not in layer] == []
        words = [_letters(word) for word in block.text.split()]
        runs = ["".join(words[place : place + 3]) for place in range(0, len(words), 3)]
        lost = [run for run in runs if run not in layer]  # runs that a mark or a page's end parts
        breaks = len(block.markers) + len(re.findall(r" \| |\n", block.text)) + 4
        assert len(lost) <= breaks, (block.text, lost)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.replace("\u00ad", "").replace("ﬁ", "fi").replace("ﬂ", "fl"))


@pytest.mark.parametrize(("name", "last"), PAGES.items())
def test_printed_pages(name: str, last: int) -> None:
    running = [block for block in document_of(LETTERS / f"{name}.pdf").blocks if not _is_note(block)]
    pages = [[int(page) for page in pages_in(block.page)] for block in running]
    begun = [own[0] for own in pages]  # behind what goes on overleaf may stand a caption that it flows around
    assert begun == sorted(begun)
    assert (begun[0], max(own[-1] for own in pages)) == (1, last)


def test_answers_state_where_they_belong() -> None:
    letter = letter_of(LETTERS / "kamervragen-1a529d02.pdf")
    assert letter.id == "ah-tk-20232024-2271"
    assert letter.title == letter.metadata.subject == "hulp aan jongeren en volwassenen met eetstoornissen"
    assert (letter.metadata.vergaderjaar, letter.metadata.chamber, letter.metadata.number) == ("2023/24", "II", "2271")
    headings = [section.heading for section in letter.sections if section.heading]
    assert headings == [f"Vraag {number}" for number in range(1, 13)]
