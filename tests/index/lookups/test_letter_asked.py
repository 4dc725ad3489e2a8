"""Which letter a look-up is asked of."""

from pathlib import Path

import pytest

from index import Library
from index.lookups.letter_asked import letter_apart
from tests.conftest import LETTER, WordEncoder


def test_a_number_alone_is_that_of_the_only_letter_that_has_it(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    for number in ("28676-372", "28676-373", "29665-373"):
        (tmp_path / f"kst-{number}.md").write_text("# Een brief\n\nOver honden en katten.\n", "utf-8")
    library.add(sorted(tmp_path.glob("*.md")))
    for question in ("nr. 372", "Kamerstuk 372", "brief nr. 372?", "no. 372"):
        answer = library.ask(question)
        assert (answer.question, answer.answered) == (question, True)
        assert answer.understood == "kst-28676-372"
        assert {hit.letter for hit in answer.passages if hit.confidence} == {"kst-28676-372"}
    for question in (
        "372",
        "aanhangsel 372",
        "nummer 372",
        "nr. 373",
        "nr. 4",
        "nr. 372 en 373",
    ):  # of none, or of two, or a figure
        assert library.ask(question).understood == question


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("Wat is de laatste alinea?", ("Wat is de laatste alinea?", None)),
        ("laatste alinea van de brief over luchtvaart", ("laatste alinea van de brief", "luchtvaart")),
        ("Welke bijlagen heeft het stuk over de wolf?", ("Welke bijlagen heeft het brief", "de wolf")),
        ("What is in the annex of the letter about Georgia?", ("What is in the annex of the brief", "Georgia")),
        ("de laatste alinea van 28676-372", ("de laatste alinea van de brief", "28676-372")),
        ("de bijlagen bij de Kamerbrief over China", ("de bijlagen bij de brief", "China")),
        ("de bijlagen van de brief van de minister over China", ("de bijlagen van de brief", "China")),
        ("Which promises does the letter about China make?", ("Which promises does the brief make", "China")),
        ("de laatste alinea van de brief met nummer 28676-372", ("de laatste alinea van de brief", "28676-372")),
        (
            "Welke bijlagen heeft Kamerstuk 28 676, nr. 372?",
            ("Welke bijlagen heeft de brief?", "Kamerstuk 28 676, nr. 372"),
        ),
    ],
)
def test_what_tells_the_letter_is_set_apart(question: str, apart: tuple[str, str | None]) -> None:
    assert letter_apart(question) == apart


def test_look_ups_are_asked_of_one_of_several_letters(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    (tmp_path / "hond.md").write_text(
        "Den Haag, 3 mei 2022\n\nEen hond en een muis.\n\nHet rapport over de hond treft u als bijlage aan.\n\n"
        "Uw Kamer ontvangt in juli een verslag.\n",
        "utf-8",
    )
    library.add([LETTER, tmp_path / "hond.md"])

    def first(question: str) -> str:
        return library.ask(question).passages[0].id

    last = library.letter("kst-28676-372").passages[-1].id
    assert first("laatste alinea van 28676-372") == last
    assert first("Welke bijlagen heeft 28676-372?") == "kst-28676-372#introductie.5"
    for question in ("Wat is de laatste alinea?", "Welke bijlagen zijn er?"):  # of which letter isn't told
        assert all(hit.confidence < 0.99 for hit in library.ask(question).passages)
    # a filter that leaves one letter tells
    assert library.ask("Welke bijlagen zijn er?", filters={"letter": "hond"}).passages[0].id == "hond#al.2"
    other = library.ask("laatste alinea van 28676-372", filters={"letter": "hond"})
    assert all(hit.letter == "hond" and hit.confidence < 0.99 for hit in other.passages)


@pytest.mark.model
def test_a_letter_is_meant_by_what_it_is_about(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library")
    (tmp_path / "wolf.md").write_text(
        "Den Haag, 3 mei 2022\n\nOp de Veluwe leven dertig wolven. Zij doden schapen van boeren.\n\n"
        "Boeren krijgen subsidie voor een raster tegen de wolf.\n\nUw Kamer ontvangt in juli een verslag.\n",
        "utf-8",
    )
    library.add([LETTER, tmp_path / "wolf.md"])
    for question in (
        "Wat is de laatste alinea van de brief over de wolf?",
        "Welke toezeggingen doet de brief over wolven?",
    ):
        answer = library.ask(question)
        assert answer.answered
        assert answer.passages[0].text == "Uw Kamer ontvangt in juli een verslag."
    # or by what was asked before, but for what was asked of that letter itself
    earlier = ["Hoeveel wolven leven er op de Veluwe?"]
    for question in ("Wat is de laatste alinea van de brief?", "Welke toezeggingen doet de brief?"):
        answer = library.ask(question, earlier=earlier)
        assert answer.answered
        assert answer.passages[0].text == "Uw Kamer ontvangt in juli een verslag."
        earlier.append(question)
    # or, where no letter answered that, by what was asked before it
    answer = library.ask("Van wanneer is die brief?", earlier=[*earlier, "Wie bakt pannenkoeken?"])
    assert (answer.passages[0].letter, answer.passages[0].locator) == ("wolf", "kop")
    # a place in a letter, of several, that isn't told is not found
    for earlier in ([], ["Wie bakt pannenkoeken?"]):
        untold = library.ask("Wat is de laatste alinea van de brief?", earlier=earlier)
        assert (untold.answered, {hit.confidence for hit in untold.passages}) == (False, {0.0})


@pytest.mark.model
def test_what_is_asked_in_a_letter_that_is_named_is_answered_from_it_alone(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library")
    (tmp_path / "wolf.md").write_text(
        "# Wolvenvisie: de wolf in Nederland\n\nDen Haag, 3 mei 2022\n\nOp de Veluwe leven dertig wolven.\n\n"
        "Zij doden schapen. Boeren krijgen subsidie voor een raster tegen de wolf.\n\n"
        "Nederland is lid van de NAVO, en van een Europees netwerk voor de bescherming van de wolf.\n",
        "utf-8",
    )
    library.add([LETTER, tmp_path / "wolf.md"])
    for question, read in (
        ("Wat zegt de wolvenvisie over de NAVO?", "Wat zegt de brief over de NAVO? (de wolvenvisie)"),
        (
            "Wordt de NAVO genoemd in de brief over de wolf?",
            "Wordt de NAVO genoemd in de brief? (de brief over de wolf)",
        ),
        ("Does the wolf letter mention NATO?", "Does the letter mention NATO? (the wolf letter)"),
        ("Volgens de brief over de wolf: welk netwerk is er?", "welk netwerk is er? (de brief over de wolf)"),
    ):
        answer = library.ask(question)
        assert answer.understood == read
        assert answer.passages[0].text.startswith("Nederland is lid van de NAVO")
        assert {hit.letter for hit in answer.passages} == {"wolf"}
    first = library.ask("What does the last paragraph of the NATO letter say?").passages[0]  # whose title has "NAVO"
    assert (first.letter, first.locator) == ("kst-28676-372", "§ Afghanistan, al. 1")
    # what it doesn't say is not answered from another
    assert not library.ask("Wat zegt de wolvenvisie over China?").answered
    # a strategy that no letter is, and a subject that is all that is asked
    for question in ("Wat zegt de landbouwvisie over de NAVO?", "Wat zegt de brief over China?"):
        assert library.ask(question).understood == question
    # "this letter" is the one that was shown, and another that is named takes its place
    earlier = ["Hoeveel wolven leven er op de Veluwe?"]
    assert not library.ask("Wordt in deze brief China genoemd?", earlier=earlier).answered
    assert library.ask("Wordt in deze brief de NAVO genoemd?", earlier=earlier).passages[0].letter == "wolf"
    earlier = ["Wat zegt de brief over de NAVO-top over China?"]
    assert (
        library.ask("en de wolvenvisie?", earlier=earlier).understood
        == "Wat zegt de brief over China? (de wolvenvisie)"
    )
