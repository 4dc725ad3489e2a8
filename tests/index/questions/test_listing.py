"""Letters that are asked for by who sent them and when."""

from datetime import date
from pathlib import Path

import pytest

from index import Library
from index.questions.listing import Listing, letters_listed
from tests.conftest import LETTER, WordEncoder


@pytest.mark.parametrize(
    ("question", "listing"),
    [
        ("Welke brieven zijn er?", Listing()),
        ("What letters are there?", Listing()),
        ("brieven uit 2023", Listing(since=date(2023, 1, 1), until=date(2023, 12, 31))),
        ("letters sent in December 2022", Listing(since=date(2022, 12, 1), until=date(2022, 12, 31))),
        ("Brieven vanaf juli 2023", Listing(since=date(2023, 7, 1))),
        ("list letters before 2022", Listing(until=date(2021, 12, 31))),
        ("brieven tot juli 2023", Listing(until=date(2023, 6, 30))),
        ("letters after 2022", Listing(since=date(2023, 1, 1))),
        ("brieven van na 3 mei 2022", Listing(since=date(2022, 5, 4))),
        ("brieven van minister Harbers", Listing(office="minister", name="Harbers")),
        ("brieven van de minister van Financiën", Listing(office="minister", name="Financiën")),
        ("letters from the Minister of Foreign Affairs", Listing(office="minister", name="Buitenlandse Zaken")),
        (
            "Welke brieven zijn er van de staatssecretaris van IenW uit 2023?",
            Listing(
                office="staatssecretaris",
                name="Infrastructuur en Waterstaat",
                since=date(2023, 1, 1),
                until=date(2023, 12, 31),
            ),
        ),
        ("brieven van het ministerie van Defensie", Listing(office="", name="Defensie")),
        # whether anybody of that name sent any tells whether letters are asked for
        ("brieven van Infrastructuur en Waterstaat", Listing(name="Infrastructuur en Waterstaat")),
        ("letters from Harbers", Listing(name="Harbers")),
        ("brieven van burgers", Listing(name="burgers")),
        ("Welke brieven zijn uit 2023?", Listing(since=date(2023, 1, 1), until=date(2023, 12, 31))),
        ("welke brieven heeft mevrouw Kaag geschreven?", Listing(name="Kaag")),
        ("laatste brief van Harbers", Listing(name="Harbers", only="newest")),
        ("nieuwste brief", Listing(only="newest")),
        ("de nieuwste brief over Oekraïne", Listing(only="newest", topic="Oekraïne")),
        ("Wat is de nieuwste brief over riolering en wat staat erin?", None),
        ("laatste brief over windmolens van de minister van Defensie", None),
        ("What is the latest letter on sewerage about?", None),
        ("laatste brief over vuurwerk uit 2021", None),
        ("Welke brieven stuurde Hoekstra?", Listing(name="Hoekstra")),
        (
            "Welke brieven schreef de minister van Defensie in 2022?",
            Listing(office="minister", name="Defensie", since=date(2022, 1, 1), until=date(2022, 12, 31)),
        ),
        ("28676", Listing(dossier="28676", certain=False)),
        ("dossier 36 600 VII", Listing(dossier="36600VII")),
        ("Welke stukken zitten in dossier 28 676?", Listing(dossier="28676")),
        ("Which letters are in file 28676?", Listing(dossier="28676")),
        ("Kamerstukken 28 676", Listing(dossier="28676")),
        ("28676 tanks", None),
        ("1234567", None),
        ("What is the oldest letter?", Listing(only="oldest")),
        # more is asked, or of whom isn't known
        ("brieven", None),
        ("Welke brieven zijn er over China?", None),
        ("brieven van de minister over China", None),
        ("letters from the Minister of Magic", None),
        ("letters of credit", None),
        ("Wat staat er in de nieuwste brief?", None),
        ("Hoeveel brieven zijn er?", None),  # heads are no number
        ("brieven van de minister aan de Kamer", None),
        ("Which letters did the minister send about China?", None),
    ],
)
def test_the_whole_question_asks_for_letters(question: str, listing: Listing | None) -> None:
    assert letters_listed(question) == listing


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("letters")
    library = Library.open(folder / "library", encoder=WordEncoder(words=4096))
    (folder / "hond.md").write_text(
        "Den Haag, 3 mei 2022\n\nEen hond en een muis.\n\nDe minister van Financiën,\n\nJ. Jansen\n", "utf-8"
    )
    (folder / "muis.md").write_text("Een muis zonder datum.\n", "utf-8")
    library.add([LETTER, folder / "hond.md", folder / "muis.md"])
    return library


@pytest.mark.parametrize(
    ("question", "letters"),
    [
        ("Welke brieven zijn er?", ["hond", "kst-28676-372", "muis"]),
        ("nieuwste brief", ["hond"]),
        ("oudste brief", ["kst-28676-372"]),
        ("nieuwste brief over een muis", ["hond"]),
        ("Welke brieven stuurde Jansen?", ["hond"]),
        ("dossier 28 676", ["kst-28676-372"]),
        ("28676", ["kst-28676-372"]),
        ("welke brieven zijn er in dossier 28677", []),
        ("brieven uit 2022", ["hond"]),
        ("brieven uit juni 2021", ["kst-28676-372"]),
        ("letters since 2022", ["hond"]),
        ("brieven van de minister van Financien", ["hond"]),
        ("letters from the Minister of Defence", ["kst-28676-372"]),
        ("brieven van minister Jansen", ["hond"]),
        ("brieven van Jansen", ["hond"]),
        ("brieven van de staatssecretaris van Financiën", []),
        ("brieven uit 2019", []),
    ],
)
def test_their_heads_answer_the_newest_first(library: Library, question: str, letters: list[str]) -> None:
    answer = library.ask(question, k=5)
    assert answer.answered is bool(letters)
    assert [hit.letter for hit in answer.passages if hit.confidence] == letters


@pytest.mark.parametrize("question", ["brieven van muizen", "de laatste brief over pannenkoeken"])
def test_letters_that_are_not_here_may_be_spoken_of(library: Library, question: str) -> None:
    assert letters_listed(question)
    assert [bool(hit.paragraph) for hit in library.ask(question).passages] == [True] * 3


def test_what_tells_is_marked_in_the_head(library: Library) -> None:
    (hit, *_) = library.ask("brieven uit 2022").passages
    assert [hit.text[slice(*span)] for span in hit.evidence] == ["Den Haag, 3 mei 2022"]
    (hit, *_) = library.ask("brieven uit 2022", filters={"letter": "kst-28676-372"}).passages
    assert not hit.confidence


@pytest.mark.parametrize(
    ("question", "listing"),
    [
        ("brieven aan de Eerste Kamer", Listing(chamber="I")),
        ("letters to the Senate", Listing(chamber="I")),
        ("brieven tussen 2021 en 2023", Listing(since=date(2021, 1, 1), until=date(2023, 12, 31))),
        ("Welke brief is van 22 december 2022?", Listing(since=date(2022, 12, 22), until=date(2022, 12, 22))),
        ("brieven van vóór mei 2022", Listing(until=date(2022, 4, 30))),
        ("laatste brief aan de Kamer", Listing(only="newest", chamber="II")),
        ("brieven tussen 2021 en 31 februari 2023", None),
        ("welke brief is van de minister", None),
    ],
)
def test_letters_are_listed_by_whom_they_are_to_and_between_days(question: str, listing: Listing | None) -> None:
    assert letters_listed(question) == listing


def test_of_more_letters_on_it_than_are_weighed_the_latest_is_not_told(tmp_path: Path) -> None:
    for year in range(2000, 2012):
        (tmp_path / f"b{year}.md").write_text(f"Den Haag, 3 mei {year}\n\nEen muis en een hond.\n", "utf-8")
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([tmp_path])
    found = library.ask("nieuwste brief over een muis").passages
    assert all(hit.paragraph for hit in found)
    few = {"letter": ["b2001", "b2003"]}
    assert library.ask("nieuwste brief over een muis", filters=few).passages[0].letter == "b2003"
