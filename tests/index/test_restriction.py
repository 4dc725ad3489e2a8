"""Questions that say which letters they are asked of: by whom, or of when."""

from datetime import date
from pathlib import Path

import pytest

from index import Library
from index.filters import Filters
from index.restriction import restricted
from tests.conftest import LETTER, WordEncoder

HOND = "Den Haag, 3 mei 2022\n\nEen hond en een muis.\n\nDe minister van Financiën,\n\nJ. Jansen\n"
JULY = Filters(since=date(2023, 7, 1), until=date(2023, 7, 31))


@pytest.mark.parametrize(
    ("question", "left", "letters"),
    [
        ("Wat schrijft minister Harbers over mondmaskers?", "Wat zegt de brief over mondmaskers?", "harbers"),
        ("wat zegt minister harbers in 2022 over pfas", "wat zegt de brief in 2022 over pfas", "harbers"),
        ("Wat schrijven Kaag en Bijleveld over China?", "Wat zegt de brief over China?", "kaag"),
        (
            "Wat schreef de staatssecretaris van Infrastructuur en Waterstaat over textiel?",
            "Wat zegt de brief over textiel?",
            "infrastructuur en waterstaat",
        ),
        (
            "What does the Minister of Foreign Affairs say about China?",
            "What does the letter say about China?",
            "buitenlandse zaken",
        ),
        ("staatssecretaris Heijnen over tweedehands kleding", "tweedehands kleding", "heijnen"),
        ("What is said of PFAS in Harbers' letter?", "What is said of PFAS in the letter?", "harbers"),
        ("according to Heijnen, when is it ready?", "when is it ready?", "heijnen"),
        ("Wanneer is het klaar volgens de minister van Defensie?", "Wanneer is het klaar?", "defensie"),
    ],
)
def test_by_whom(question: str, left: str, letters: str) -> None:
    found = restricted(question)
    assert found
    assert (found.question, found.letters) == (left, Filters(sender=letters))


@pytest.mark.parametrize(
    ("question", "left", "letters"),
    [
        ("Wat staat er in de brief van juli 2023 over stof?", "Wat staat er in de brief over stof?", JULY),
        (
            "what does the 2021 letter say about cyber?",
            "what does the letter say about cyber?",
            Filters(since=date(2021, 1, 1), until=date(2021, 12, 31)),
        ),
        ("july 2023 letter lobby register", "lobby register", JULY),
        (
            "Noemt de brief van 22 december 2022 van minister Harbers ook PFAS?",
            "Noemt de brief ook PFAS?",
            Filters(since=date(2022, 12, 22), until=date(2022, 12, 22), sender="harbers"),
        ),
    ],
)
def test_of_when(question: str, left: str, letters: Filters) -> None:
    found = restricted(question)
    assert found
    assert (found.question, found.letters) == (left, letters)


@pytest.mark.parametrize(
    "question",
    [
        "Wat zegt de minister over China?",
        "Wat zegt de brief over de minister van Defensie?",
        "Is er een brief van 3 maart 2021?",
        "What happened in July 2023?",
        "Wat doet minister Harbers aan mondmaskers?",
        "Wanneer sprak minister Kaag over Oekraïne?",
    ],
)
def test_others_are_asked_of_all(question: str) -> None:
    assert restricted(question) is None


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("letters")
    library = Library.open(folder / "library", encoder=WordEncoder(words=4096))
    (folder / "hond.md").write_text(HOND, "utf-8")
    (folder / "muis.md").write_text("Een muis en een kat, zei minister Kat over de hond.\n", "utf-8")
    library.add([LETTER, folder / "hond.md", folder / "muis.md"])
    return library


@pytest.mark.parametrize(
    ("question", "letters"),
    [
        ("Wat schrijft minister Jansen over een muis?", {"hond"}),
        ("Wat zegt Jansen over een kat?", {"hond"}),
        ("what does the May 2022 letter say about een muis?", {"hond"}),
        ("Wat schrijven Kaag en Bijleveld over Rusland?", {"kst-28676-372"}),
        # a name is no office, no part of another, and none that no letter is by
        ("Wat zegt Financiën over een muis?", None),
        ("Wat zegt minister Jan over een muis?", None),
        ("Wat zegt minister Kat over een hond?", None),
        ("Wat staat er in de brief van mei 2019 over een muis?", None),
    ],
)
def test_letters_by_somebody_of_that_name_are_asked(library: Library, question: str, letters: set[str] | None) -> None:
    found = {hit.letter for hit in library.ask(question, k=40).passages}
    assert found == (letters or {"hond", "muis", "kst-28676-372"})


def test_what_leans_on_such_a_question_is_asked_of_its_letters(library: Library) -> None:
    first = "Wat schrijft minister Jansen over een kat?"
    assert {hit.letter for hit in library.ask("En over een muis?", earlier=[first]).passages} == {"hond"}
    own = library.ask("Wat wordt er afgesproken over een muis in Brussel?", k=40, earlier=[first])
    assert {hit.letter for hit in own.passages} == {"hond", "muis", "kst-28676-372"}


def test_letters_that_were_chosen_stay_so(library: Library) -> None:
    question = "Wat schrijft minister Jansen over een muis?"
    assert library.ask(question, filters={"letter": "hond"}).understood == "Wat zegt de brief over een muis?"
    chosen = library.ask(question, filters={"sender": "Kaag"})
    assert {hit.letter for hit in chosen.passages} == {"kst-28676-372"}
    assert library.ask(question).question == question


@pytest.mark.model
def test_what_is_said_may_be_told_in_letters_of_others(tmp_path: Path) -> None:
    """But not what is written, or stands in such a letter."""
    library = Library.open(tmp_path / "library")
    (tmp_path / "hond.md").write_text(HOND, "utf-8")
    (tmp_path / "wolf.md").write_text("Minister Jansen zei over de wolf dat hij in Drenthe terug is.\n", "utf-8")
    library.add([LETTER, tmp_path / "hond.md", tmp_path / "wolf.md"])
    said = library.ask("Wat zegt minister Jansen over de wolf?")
    assert (said.answered, said.passages[0].letter) == (True, "wolf")
    for question in (
        "Wat schrijft minister Jansen over de wolf?",
        "Wat staat er in de brief van mei 2022 over Rusland?",
        "What does the letter of 3 May 2022 say about Russia?",
    ):
        written = library.ask(question)
        assert (written.question, written.answered) == (question, False)
        assert {hit.letter for hit in written.passages} == {"hond"}
