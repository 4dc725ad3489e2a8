"""Heads whose labels are asked for, of papers that are no letters by name."""

from pathlib import Path

import pytest

from corpus.pages import pages_in
from index import Library
from tests.conftest import WordEncoder
from tests.corpus.pdf_typesetter import FACES, Piece, Setting, typeset

COUNCIL = """Gemeente Velmerveen

Aan: de gemeenteraad van Velmerveen
Van: Het college van burgemeester en wethouders
Zaaknummer: Z/25/418803
Datum: 9 oktober 2025
Portefeuillehouder: wethouder M. Terpstra
Onderwerp: Besluit zwembad

Geachte leden van de raad,

Het zwembad gaat dicht. Het besluit over de bibliotheek komt later.

Met vriendelijke groet,

het college van burgemeester en wethouders van Velmerveen,
"""
REPORT = """# Rapport van het bezoek aan De Vlasakker

| Colofon | |
|---|---|
| Locatie | De Vlasakker, Zaltbommel |
| Documentnummer | V2041877 |
| Vastgesteld rapport | Utrecht, 22 mei 2025 |

## Bevindingen

De locatie is schoon. Het document is openbaar.

Het is er stil. Bel 0344 – 72 90 00 voor een afspraak. De tuin is groot.

Schrijf naar info@vlasakker.example of bel (0344) 72 90 01.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A council's letter and a report. Read only."""
    folder = tmp_path_factory.mktemp("heads")
    (folder / "raad.md").write_text(COUNCIL, "utf-8")
    (folder / "rapport.md").write_text(REPORT, "utf-8")
    library = Library.open(folder / "library", encoder=WordEncoder(words=4096))
    library.add([folder / "raad.md", folder / "rapport.md"])
    return library


@pytest.mark.parametrize(
    ("letter", "question", "passage", "said"),
    [
        ("raad", "zaaknummer?", "kop", "Zaaknummer: Z/25/418803"),
        ("raad", "Who is the portfolio holder?", "kop", "Portefeuillehouder: wethouder M. Terpstra"),
        ("raad", "Wie heeft dit besluit genomen?", "kop", "Van: Het college van burgemeester en wethouders"),
        ("raad", "Wanneer is het besluit verstuurd?", "kop", "Datum: 9 oktober 2025"),
        ("raad", "onderwerp van de raadsbrief", "kop", "Onderwerp: Besluit zwembad"),
        ("rapport", "document number of the report?", "al. 1", "Documentnummer | V2041877"),
        ("rapport", "When was this report finalised?", "al. 1", "Vastgesteld rapport | Utrecht, 22 mei 2025"),
        ("rapport", "Wat is de locatie?", "al. 1", "Locatie | De Vlasakker, Zaltbommel"),
    ],
)
def test_a_label_of_its_own_answers(library: Library, letter: str, question: str, passage: str, said: str) -> None:
    answer = library.ask(question, filters={"letter": letter})
    first = answer.passages[0]
    assert answer.answered
    assert first.locator == passage
    assert said in [first.text[start:end] for start, end in first.evidence]


@pytest.mark.parametrize(
    ("filters", "question"),
    [
        ({}, "zaaknummer?"),  # it isn't told of which
        ({"letter": "rapport"}, "zaaknummer?"),
        ({"letter": "rapport"}, "Who wrote the report on libraries?"),
    ],
)
def test_what_no_head_tells_is_searched(library: Library, filters: dict[str, str], question: str) -> None:
    assert all(hit.paragraph for hit in library.ask(question, filters=filters).passages)


def test_a_number_to_call_is_told_by_every_passage_that_has_one(library: Library) -> None:
    report = {"letter": "rapport"}
    hits = library.ask("telefoonnummer van de organisatie", filters=report).passages
    marked = [[hit.text[start:end] for start, end in hit.evidence] for hit in hits]
    assert marked == [
        ["Bel 0344 – 72 90 00 voor een afspraak."],
        ["Schrijf naar info@vlasakker.example of bel (0344) 72 90 01."],
    ]
    (only,) = library.ask("What is the e-mail address?", filters=report).passages
    assert only.text.startswith("Schrijf naar")


def test_a_topic_tells_whose_label_it_is(library: Library) -> None:
    first = library.ask("zaaknummer van de brief over zwembad dicht").passages[0]
    assert (first.letter, first.locator) == ("raad", "kop")


def test_a_kenmerk_by_itself_is_told_by_the_head_that_has_it(library: Library) -> None:
    for question in ("Z/25/418803", "Welke brief heeft zaaknummer Z/25/418803?"):
        answer = library.ask(question)
        first = answer.passages[0]
        assert (answer.answered, first.letter, first.locator) == (True, "raad", "kop")
        assert [first.text[start:end] for start, end in first.evidence] == ["Zaaknummer: Z/25/418803"]
    assert all(hit.paragraph for hit in library.ask("Z/25/418804").passages)


def test_a_heading_that_one_letter_has_needs_no_other_name(library: Library) -> None:
    answer = library.ask("Wat staat er in de paragraaf Bevindingen?")
    own = [hit for hit in answer.passages if hit.confidence]
    assert [(hit.letter, hit.paragraph) for hit in own] == [("rapport", 1), ("rapport", 2), ("rapport", 3)]


def test_a_page_is_asked_of_one_letter(library: Library) -> None:
    for filters in ({}, {"letter": "rapport"}):  # which has no pages
        answer = library.ask("Wat staat er op pagina 2?", filters=filters)
        assert (answer.answered, answer.confidence) == (False, 0.0)
        assert answer.passages


def test_a_page_has_what_crosses_it_too(tmp_path: Path) -> None:
    setting = Setting(running=lambda number: [(280.0, 815.0, 8.0, FACES["sans"][0], str(number))])
    pieces = [
        Piece(f"Alinea {place} over het zwembad. {'Het bad blijft het hele jaar open. ' * 24}") for place in range(9)
    ]
    data, truth = typeset(pieces, {}, setting)
    (tmp_path / "bad.pdf").write_bytes(data)
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([tmp_path / "bad.pdf"])
    assert "1-2" in truth.page.values()
    for page in ("1", "2"):
        answer = library.ask(f"Wat staat er op pagina {page}?", k=9)
        own = [(hit.paragraph, hit.page) for hit in answer.passages if hit.confidence]
        assert own == [(place + 1, on) for place, on in truth.page.items() if page in pages_in(on)]
