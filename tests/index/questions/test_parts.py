"""Parts of a letter that are asked by their heading or their place."""

from pathlib import Path

import pytest

from index import Library
from index.passages import Passage
from index.questions.parts import Part, locator_asked, note_asked, page_asked, part_asked
from tests.conftest import LETTER, WordEncoder


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Wat staat er in de inleiding?", Part(name="inleiding")),
        ("En wat staat er precies onder 'Cyber' in deze brief?", Part(name="'Cyber'")),
        ("What does the section 'Tot slot' say?", Part(name="'Tot slot'")),
        ("Wat zegt de paragraaf over China?", Part(name="China")),
        ("Wat staat er onder het kopje Lastenverdeling?", Part(name="Lastenverdeling")),
        ("Wat zegt de laatste alinea van de brief?", Part(paragraph=-1)),
        ("alinea 4", Part(paragraph=4)),
        ("Wat zegt alinea 2 van de paragraaf Cyber?", Part(paragraph=2, name="Cyber")),
        ("al. 2", Part(paragraph=2)),
        ("Hoe eindigt de brief?", Part(paragraph=-1)),
        ("How does this letter begin?", Part(paragraph=1)),
        ("Hoe eindigt de oorlog?", None),
        ("Vat de eerste alinea samen", Part(paragraph=1)),
        ("Geef me de slotalinea", Part(paragraph=-1)),
        ("wat staat in de 3e alinea", Part(paragraph=3)),
        ("What's in the second paragraph under Russia?", Part(paragraph=2, name="Russia")),
        ("What is in the last paragraph of the second section?", Part(paragraph=-1, section=2)),
        ("Summarise the fourth section of the letter.", Part(section=4)),
        ("het zevende kopje", Part(section=7)),
        ("eerste alinea van paragraaf 2", Part(paragraph=1, name="2")),
        ("Give me the contents of 1.2", Part(name="1.2")),
        ("Wat is de op één na laatste alinea van de brief?", Part(paragraph=-2)),
        ("Wat staat er in de een-na-laatste alinea?", Part(paragraph=-2)),
        ("de op-één-na-laatste alinea", Part(paragraph=-2)),
        ("What does the second to last paragraph say?", Part(paragraph=-2)),
        ("What does the opening paragraph say?", Part(paragraph=1)),
        ("Wat zegt de openingsalinea?", Part(paragraph=1)),
        ("What is in the closing paragraph of the letter?", Part(paragraph=-1)),
        ("the concluding section", Part(section=-1)),
        ("Wat staat er in de slotalinea van de brief?", Part(paragraph=-1)),
        ("Wat wordt er gezegd in het hoofdstuk Cyber?", Part(name="Cyber")),
        ("Wat is het tweede deel van de brief?", Part(section=2)),
        # more is asked, or of something else
        ("Wat is het tweede onderdeel?", None),
        ("Waar gaat de brief over?", None),
        ("Wat zegt de minister?", None),
        ("Wat is Cyber?", None),
        ("Wat staat er in de brief over China?", None),
        ("What does the last paragraph say about China?", None),
        ("Waarom is de laatste alinea geschrapt?", None),
        ("Wanneer is de eerste vergadering?", None),
        ("What is the opening of the letter?", None),
    ],
)
def test_the_whole_question_must_ask_for_a_part(question: str, part: Part | None) -> None:
    assert part_asked(question) == part


SECTIONS = [
    (),
    ("1. Inleiding",),
    ("1. Inleiding",),
    ("2. Cyber (en meer)",),
    ("2. Cyber (en meer)", "2.1 Aanpak: wat nu"),
    ("Bijlage: maatregelen",),
    ("Deel 7: slot",),
    ("De NAVO-top",),
]


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (Part(name="Introductie"), [1, 2]),
        (Part(name="'cyber'"), [3, 4]),
        (Part(name="Cyber en meer"), [3, 4]),
        (Part(name="aanpak"), [4]),
        (Part(name="the annex"), [5]),
        (Part(name="Cyberveiligheid"), None),
        (Part(paragraph=0), []),
        (Part(name="2"), [3, 4]),
        (Part(name="2.1"), [4]),
        (Part(name="3"), None),
        (Part(name="7"), [6]),
        (Part(name="NAVO-top"), [7]),
        (Part(name="deel 7"), [6]),
        (Part(paragraph=1), [0]),
        (Part(paragraph=-2), [6]),
        (Part(paragraph=9), []),
        (Part(paragraph=2, name="inleiding"), [2]),
        (Part(paragraph=3, name="inleiding"), []),
        (Part(section=2), [3, 4]),
        (Part(section=-1), [7]),
        (Part(paragraph=-1, section=2), [4]),
        (Part(section=6), []),
    ],
)
def test_a_part_is_found_by_its_heading_or_its_place(part: Part, found: list[int] | None) -> None:
    passages = [Passage(key, "", "", section, 1, None, "", (), "") for key, section in enumerate(SECTIONS)]
    assert part.standing(passages) == found


def test_a_figure_that_a_heading_begins_with_is_not_always_its_number() -> None:
    sections = [("40 jaar NAVO",), ("1 Inleiding",), ("2 Slot",)]
    passages = [Passage(key, "", "", section, 1, None, "", (), "") for key, section in enumerate(sections)]
    assert Part(name="2").standing(passages) == [2]
    assert Part(name="40").standing(passages) is None


def test_sections_are_counted_below_a_title_that_all_stand_under() -> None:
    sections = [("Titel",), ("Titel", "Een"), ("Titel", "Twee"), ("Titel", "Twee", "Drie")]
    passages = [Passage(key, "", "", section, 1, None, "", (), "") for key, section in enumerate(sections)]
    assert Part(section=2).standing(passages) == [2, 3]
    assert Part(section=3).standing(passages) == []
    assert Part(section=1).standing([Passage(0, "", "", (), 1, None, "", (), "")]) is None


def test_a_part_of_the_letter_answers_for_certain_and_whole(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER])
    answer = library.ask("Wat staat er in de inleiding?", k=6)
    assert [hit.locator for hit in answer.passages[:5]] == [f"§ Introductie, al. {place}" for place in range(1, 6)]
    assert [(hit.confidence, hit.evidence) for hit in answer.passages[:5]] == [(0.99, ())] * 5
    assert answer.passages[5].confidence == 0
    assert library.ask("What does the last paragraph say?").passages[0].locator == "§ Afghanistan, al. 1"
    # a place that isn't there, and a heading that isn't, which may be a subject
    assert not library.ask("Wat staat er in de veertigste alinea?").answered
    assert not library.ask("Wat staat er in de 40e alinea?").answered
    assert all(hit.confidence < 0.99 for hit in library.ask("Wat zegt het hoofdstuk Rusland en China?").passages)
    # of which letter isn't said
    (tmp_path / "brief.md").write_text("Den Haag, 3 mei 2022\n\nEen hond en een muis.\n", "utf-8")
    library.add([tmp_path / "brief.md"])
    assert all(hit.confidence < 0.99 for hit in library.ask("de laatste alinea").passages)
    (hit,) = [
        each for each in library.ask("de laatste alinea", filters={"letter": "brief"}).passages if each.confidence
    ]
    assert hit.text == "Een hond en een muis."


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("voetnoot 3", 3),
        ("Wat staat er in voetnoot 12 van deze brief?", 12),
        ("what is in footnote 3", 3),
        ("What does note 2 say?", 2),
        ("de laatste voetnoot", -1),
        ("Laat voetnoot 2 zien", 2),
        ("Wat staat er in de voetnoten?", None),
        ("Waarom staat dat in voetnoot 3?", None),
        ("diplomatieke nota 3", None),
    ],
)
def test_a_footnote_is_asked_by_its_number(question: str, number: int | None) -> None:
    assert note_asked(question) == number


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("§ Cyber, al. 2", ("", "§ Cyber, al. 2")),
        (
            "Kamerstukken II 2020/21, 28676, nr. 372, § Spoor › Planning, al. 1.",
            ("Kamerstukken II 2020/21, 28676, nr. 372", "§ Spoor › Planning, al. 1"),
        ),
        (
            "Brief van de minister over ‘Een kat’, 3 mei 2022, al. 4",
            ("Brief van de minister over ‘Een kat’, 3 mei 2022", "al. 4"),
        ),
        ("al. 2", None),
        ("Wat staat er in § Cyber?", None),
        ("Wat zegt al. 2 over China?", None),
    ],
)
def test_a_locator_is_asked_alone_or_behind_a_citation(question: str, asked: tuple[str, str] | None) -> None:
    assert locator_asked(question) == asked


def test_a_footnote_is_shown_with_the_passage_it_is_of(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER])
    first = library.ask("Wat staat er in voetnoot 1?").passages[0]
    assert [note.number for note in first.footnotes] == ["1"]
    assert first.confidence == 0.99
    last = library.ask("de laatste voetnoot").passages[0]
    assert [note.number for note in last.footnotes] == ["2"]
    missing = library.ask("Wat staat er in voetnoot 99?")
    assert (missing.answered, missing.confidence) == (False, 0.0)


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("Wat staat er op pagina 3 van de brief?", 3),
        ("What is on the last page?", -1),
        ("What does it say on page 12?", 12),
        ("de eerste bladzijde", 1),
        ("Op welke pagina staat dat?", None),
        ("Wat staat er op pagina 3 over China?", None),
    ],
)
def test_the_whole_question_must_ask_for_a_page(question: str, page: int | None) -> None:
    assert page_asked(question) == page
