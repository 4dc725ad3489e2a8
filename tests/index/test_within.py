"""Which letters the turns of a conversation are asked of."""

from pathlib import Path

import pytest

from index import Library
from tests.conftest import LETTER, WordEncoder

HOND = "Den Haag, 3 mei 2022\n\nEen hond en een muis.\n\nDe minister van Financiën,\n\nJ. Jansen\n"
ALL = {"hond", "muis", "kst-28676-372"}


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
        ("Wat schrijft staatssecretaris Jansen over een kat?", {"hond"}),  # it is the name that tells
        ("what does the May 2022 letter say about een muis?", {"hond"}),
        ("Wat schrijven Kaag en Bijleveld over Rusland?", {"kst-28676-372"}),
        # a name is no office, no part of another, and none that no letter is by
        ("Wat zegt Financiën over een muis?", None),
        ("Wat zegt minister Jan over een muis?", None),
        ("Wat zegt de staatssecretaris van Financiën over een muis?", None),
        ("Wat zegt minister Kat over een hond?", None),
        ("Wat staat er in de brief van mei 2019 over een muis?", None),
    ],
)
def test_letters_by_somebody_of_that_name_are_asked(library: Library, question: str, letters: set[str] | None) -> None:
    found = {hit.letter for hit in library.ask(question, k=40).passages}
    assert found == (letters or ALL)


def test_what_leans_on_such_a_question_is_asked_of_its_letters(library: Library) -> None:
    first = "Wat schrijft minister Jansen over een kat?"
    leaning = library.ask("En over een muis?", earlier=[first])
    assert {hit.letter for hit in leaning.passages} == {"hond"}
    assert leaning.understood == "Wat zegt de brief over een muis? (minister Jansen)"
    own = library.ask("Wat wordt er afgesproken over een muis in Brussel?", k=40, earlier=[first])
    assert {hit.letter for hit in own.passages} == ALL


def test_what_says_another_letter_is_not_asked_of_the_same(library: Library) -> None:
    first = "Wat schrijft minister Jansen over een kat?"
    kaag = library.ask("En minister Kaag?", earlier=[first])
    assert {hit.letter for hit in kaag.passages} == {"kst-28676-372"}
    assert kaag.understood == "Wat zegt de brief over een kat? (minister Kaag)"
    for question in ("Staat er in andere brieven iets over?", "En van wie is de brief over Rusland?"):
        found = {hit.letter for hit in library.ask(question, k=40, earlier=[first]).passages}
        assert found in (ALL, {"kst-28676-372"})


@pytest.mark.parametrize(
    "question",
    ["Wat schrijft minister ͺ over een muis?", "brieven van ͺͺ", "Wat zeggen de ministers Kaag en ͺͺ over een muis?"],
)
def test_a_name_without_a_plain_form_names_nobody(library: Library, question: str) -> None:
    for earlier in ([], ["Wat schrijft minister Jansen over een kat?"]):
        assert library.ask(question, earlier=earlier).passages
    assert library.ask("En minister ͺ?", earlier=["Wat schrijft minister Jansen over een kat?"]).passages


@pytest.mark.parametrize(
    "question",
    [
        "Wat staat er in de brief van minister Bruins over een muis?",
        "Wat staat er in de brief van mei 2019 over een muis?",
        "En wat schrijft minister Bruins daarover?",
        "En minister Bruins?",
    ],
)
def test_letters_that_are_not_here_are_not_those_that_were_asked_before(library: Library, question: str) -> None:
    answer = library.ask(question, k=40, earlier=["Wat schrijft minister Jansen over een kat?"])
    assert {hit.letter for hit in answer.passages} == ALL


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Van wie is de brief van mei 2022?", "J. Jansen"),
        ("Van wanneer is de brief van minister Jansen?", "Den Haag, 3 mei 2022"),
        ("Who is the letter of 3 May 2022 from?", "J. Jansen"),
        ("What does Minister Jansen's letter say?", "Een hond en een muis."),
    ],
)
def test_heads_of_such_letters_are_asked(library: Library, question: str, said: str) -> None:
    answer = library.ask(question)
    assert (answer.answered, answer.understood) == (True, question)
    assert answer.language == ("en" if question[:2] == "Wh" else "nl")
    assert said in [hit.text[slice(*span)] for hit in answer.passages for span in hit.evidence]


def test_letters_that_were_chosen_stay_so(library: Library) -> None:
    question = "Wat schrijft minister Jansen over een muis?"
    assert library.ask(question, filters={"letter": "hond"}).understood == question
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


def test_a_letter_that_was_listed_is_asked_next(library: Library) -> None:
    listed = "wat is de nieuwste brief?"
    assert [hit.letter for hit in library.ask(listed).passages if hit.confidence] == ["hond"]
    for question in ("van wie is die?", "Wie ondertekende de brief?"):
        answer = library.ask(question, earlier=[listed])
        assert (answer.answered, answer.passages[0].letter, answer.passages[0].paragraph) == (True, "hond", 0)
    another = library.ask("en uit 2021?", earlier=["brieven uit 2022"])
    assert another.understood == "brieven uit 2021"
    assert [hit.letter for hit in another.passages if hit.confidence] == ["kst-28676-372"]


def test_what_asks_of_the_letter_is_asked_of_that_one(library: Library) -> None:
    first = "Wat schrijft minister Jansen over een kat?"
    for question in ("Wie ondertekende de brief?", "Wat is de laatste alinea van die brief?"):
        answer = library.ask(question, earlier=[first])
        assert answer.answered
        assert {hit.letter for hit in answer.passages} == {"hond"}
    of_it = library.ask("Wat staat er in de brief van minister Jansen?")
    assert (of_it.answered, of_it.passages[0].letter, of_it.understood) == (True, "hond", of_it.question)
