"""The publications that a letter names."""

from pathlib import Path

import pytest

from index import Library
from index.questions.referring import asks_for_references, publications_sought, references_in
from tests.conftest import LETTER, WordEncoder


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Welke Kamerstukken noemt de brief?", True),
        ("Naar welke andere Kamerstukken wordt verwezen?", True),
        ("noem alle kamerstuknummers", True),
        ("Which other parliamentary papers does the letter refer to?", True),
        ("Which Kamerstukken are mentioned?", True),
        ("Kamerstukken", False),
        # the other way round
        ("Welke kamerstukken verwijzen naar deze brief?", False),
        ("In welke kamerstukken wordt deze brief genoemd?", False),
        ("Which parliamentary papers refer to this letter?", False),
        ("In welke Kamerstukken wordt naar deze brief verwezen?", False),
        ("Is this letter mentioned in other parliamentary papers?", False),
        ("By which parliamentary papers is this letter cited?", False),
        ("In welke andere Kamerstukken wordt hij genoemd?", False),
        ("Which parliamentary papers cite it?", False),
        ("Welke Kamerstukken verwijzen hiernaar?", False),
        ("Welke Kamerstukken staan er in deze brief?", True),
        ("Welke Kamerstukken gaan over China?", False),
        ("Welke moties noemt de brief?", False),
        ("Which papers published the story?", False),
    ],
)
def test_all_words_must_ask_for_them(question: str, asked: bool) -> None:
    assert asks_for_references(question) is asked


@pytest.mark.parametrize(
    ("question", "sought"),
    [
        ("Waar wordt Kamerstuk 28 676, nr. 370 genoemd?", ["kst-28676-370"]),
        ("In welke alinea staat 28676-370?", ["kst-28676-370"]),
        ("Welke brieven verwijzen naar kst-28676-370 of kst-27925-783?", ["kst-28676-370", "kst-27925-783"]),
        ("Which paragraph mentions Kamerstuk 27 925, nr. 783?", ["kst-27925-783"]),
        ("Waar komt 28676-370 voor?", ["kst-28676-370"]),
        ("Where is Kamerstuk 28676, nr. 370 mentioned in this letter?", ["kst-28676-370"]),
        ("28676-370", []),  # is looked up by itself
        # what it names itself, what stands in it, what it stands for; two that aren't asked alike
        ("Welke brieven noemt 28676-372?", []),
        ("Naar welke stukken verwijst 28676-372?", []),
        ("Waar verwijst 28676-372 naar?", []),
        ("Which documents does 28676-372 cite?", []),
        ("Waar wordt 28676-370 genoemd in 28844-269?", []),
        ("Verwijst 28676-372 naar 28676-370?", []),
        ("Waar staat dat in 28676-372?", []),
        ("Waar staat Kamerstuk 28 676, nr. 370 voor?", []),
        ("Wat staat er in 28676-370?", []),
        ("Waar gaat Kamerstuk 28 676, nr. 370 over?", []),
        ("Wat zegt 28676-372 over China?", []),
        ("Waar wordt China genoemd?", []),
    ],
)
def test_where_a_publication_is_named_is_asked(question: str, sought: list[str]) -> None:
    assert publications_sought(question) == sought


def test_the_passages_that_name_it_answer_and_nothing_where_none_does(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER])
    answer = library.ask("In welke alinea staat 28676-370?")
    assert answer.answered
    found = [hit for hit in answer.passages if hit.confidence]
    assert [hit.locator for hit in found] == ["§ Cyber, al. 2"]
    assert [found[0].text[slice(*span)] for span in found[0].evidence] == ["Kamerstuk 28 676, nr. 370"]
    assert not library.ask("Welke brief noemt 28676-999?").answered


def test_references_are_those_of_a_text() -> None:
    text = "Zie Kamerstuk 28 676, nr. 370, en Kamerstuk 27 925, nr. 783."
    assert references_in(text) == ((4, 29), (34, 59))
    assert references_in(text, ["kst-27925-783"]) == ((34, 59),)
    assert references_in("Zie de brief.") == ()


def test_a_footnote_that_names_one_comes_with_its_passage(tmp_path: Path) -> None:
    named = "Kamerstuk 28 676, nr. 370."
    (tmp_path / "brief.md").write_text(
        f"Den Haag, 3 mei 2022\n\nZie {named}\n\nEen hond.<sup>1</sup>\n\nEen muis.\n\n<sup>1</sup> Zie ook {named}\n",
        "utf-8",
    )
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([tmp_path / "brief.md"])
    for question in ("Welke Kamerstukken noemt de brief?", "Waar wordt 28676-370 genoemd?"):
        found = [hit for hit in library.ask(question).passages if hit.confidence]
        assert [(hit.text, hit.evidence, [note.text for note in hit.footnotes]) for hit in found] == [
            (f"Zie {named}", ((4, 29),), []),
            ("Een hond.", (), [f"Zie ook {named}"]),
        ]
    assert library.ask("Waar wordt 28676-370 genoemd?").to_json()["passages"][1]["footnotes"] == [
        ["1", f"Zie ook {named}"]
    ]


def test_the_passages_that_name_them_answer_in_order(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER])
    answer = library.ask("Welke Kamerstukken noemt de brief?", k=6)
    assert answer.answered
    named = [
        (hit.locator, [hit.text[slice(*span)] for span in hit.evidence]) for hit in answer.passages if hit.confidence
    ]
    assert named == [
        ("§ NAVO2030, al. 1", ["Kamerstuk 28 676, nr. 331"]),
        ("§ Lastenverdeling, al. 2", ["Kamerstuk 28 676, nr. 367"]),
        ("§ Cyber, al. 2", ["Kamerstuk 28 676, nr. 370"]),
        ("§ Afghanistan, al. 1", ["Kamerstuk 28 676, nr. 371", "Kamerstuk 27 925, nr. 783"]),
    ]
    (tmp_path / "brief.md").write_text("Den Haag, 3 mei 2022\n\nEen hond en een muis.\n", "utf-8")
    library.add([tmp_path / "brief.md"])
    assert not library.ask("Welke Kamerstukken noemt de brief?", filters={"letter": "brief"}).answered
    assert all(hit.confidence < 0.99 for hit in library.ask("Welke Kamerstukken worden genoemd?").passages)
