"""Questions that say which letters they are asked of: by whom, or of when."""

from datetime import date

import pytest

from index.filters import Filters
from index.questions.question import checked
from index.questions.restriction import of_others, restricted

JULY = Filters(since=date(2023, 7, 1), until=date(2023, 7, 31))


@pytest.mark.parametrize(
    ("question", "left", "office", "names"),
    [
        ("Wat schrijft minister Harbers over stof?", "Wat zegt de brief over stof?", "minister", (("harbers",),)),
        (
            "wat zegt minister harbers in 2022 over pfas",
            "wat zegt de brief in 2022 over pfas",
            "minister",
            (("harbers",),),
        ),
        (
            "Wat schrijven Kaag en Bijleveld over China?",
            "Wat zegt de brief over China?",
            None,
            (("kaag", "bijleveld"),),
        ),
        (
            "Wat schrijven de ministers Kaag en Bijleveld over China?",
            "Wat zegt de brief over China?",
            None,
            (("kaag", "bijleveld"),),
        ),
        (
            "Wat staat er in de brief van minister Kaag en minister Bijleveld over China?",
            "Wat staat er in de brief over China?",
            "minister",
            (("kaag", "bijleveld"),),
        ),
        (  # a ministry, or two
            "Wat schreef de staatssecretaris van Infrastructuur en Waterstaat over textiel?",
            "Wat zegt de brief over textiel?",
            "staatssecretaris",
            (("infrastructuur en waterstaat",), ("infrastructuur", "waterstaat")),
        ),
        (
            "What does the Minister of Foreign Affairs say about China?",
            "What does the letter say about China?",
            "minister",
            (("buitenlandse zaken",),),
        ),
        (
            "staatssecretaris Heijnen over tweedehands kleding",
            "tweedehands kleding",
            "staatssecretaris",
            (("heijnen",),),
        ),
        ("What is said of PFAS in Harbers' letter?", "What is said of PFAS in the letter?", None, (("harbers",),)),
        ("Wat staat er in Harbers' brief over PFAS?", "Wat staat er in de brief over PFAS?", None, (("harbers",),)),
        ("according to Heijnen, when is it ready?", "when is it ready?", None, (("heijnen",),)),
        (
            "Wanneer is het klaar volgens de minister van Defensie?",
            "Wanneer is het klaar?",
            "minister",
            (("defensie",),),
        ),
    ],
)
def test_by_whom(question: str, left: str, office: str | None, names: tuple[tuple[str, ...], ...]) -> None:
    found = restricted(question)
    assert found
    assert (found.question, found.office, found.names, found.letters) == (left, office, names, Filters())


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
        ("Wat zegt de brief in juli 2023 over stof?", "Wat zegt de brief over stof?", JULY),
    ],
)
def test_of_when(question: str, left: str, letters: Filters) -> None:
    found = restricted(question)
    assert found
    assert (found.question, found.letters, found.names) == (left, letters, ())


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Wat schreef Hoekstra in juli 2023 over graan?", "Wat zegt de brief over graan?"),
        ("What did Hoekstra write in July 2023 about grain?", "What did the letter write about grain?"),
    ],
)
def test_when_stands_beside_who(question: str, left: str) -> None:
    found = restricted(question)
    assert found
    assert (found.question, found.letters, found.names) == (left, JULY, (("hoekstra",),))


@pytest.mark.parametrize(
    "sent",
    ["van 22 december 2022 van minister Harbers", "van minister Harbers van 22 december 2022"],
)
def test_by_whom_and_of_when_in_any_order(sent: str) -> None:
    found = restricted(f"Noemt de brief {sent} ook PFAS?")
    assert found
    assert (found.question, found.names) == ("Noemt de brief ook PFAS?", (("harbers",),))
    assert found.letters == Filters(since=date(2022, 12, 22), until=date(2022, 12, 22))


@pytest.mark.parametrize(
    ("question", "left", "name"),
    [
        ("Wat zegt mevrouw Heijnen over meubels?", "Wat zegt de brief over meubels?", "heijnen"),
        ("S.A.M. Kaag over China", "China", "kaag"),
        ("Wat schrijft minister Van der Wal over stikstof?", "Wat zegt de brief over stikstof?", "van der wal"),
        ("Wat zegt De Jonge over wonen?", "Wat zegt de brief over wonen?", "de jonge"),
        ("Wat zegt minister-president Rutte over China?", "Wat zegt de brief over China?", "rutte"),
        ("Wat stond er in de brief van UNESCO van mei?", "Wat stond er in de brief van mei?", "unesco"),
        ("minister Sigrid Kaag over China", "China", "sigrid kaag"),
        ("wat schrijft harbers over zwavel?", "wat zegt de brief over zwavel?", "harbers"),
        ("Wat heeft minister Harbers geschreven over zwavel?", "Wat zegt de brief over zwavel?", "harbers"),
        ("What has Kaag said about Georgia?", "What does the letter say about Georgia?", "kaag"),
        (
            "In Heijnen's letter, what is said about furniture?",
            "In the letter, what is said about furniture?",
            "heijnen",
        ),
        ("Wat belooft minister Harbers?", "Wat belooft de brief?", "harbers"),
        ("Welke bijlagen stuurt Harbers mee?", "Welke bijlagen stuurt de brief mee?", "harbers"),
        ("Wat zeggen de brieven van Harbers over zwavel?", "Wat zeggen de brieven over zwavel?", "harbers"),
    ],
)
def test_how_people_are_named_and_what_they_do(question: str, left: str, name: str) -> None:
    found = restricted(question)
    assert found
    assert (found.question, found.names[0]) == (left, (name,))


@pytest.mark.parametrize(
    "question",
    [
        "Wat zegt de minister over China?",
        "Wat zegt de brief over de minister van Defensie?",
        "Is er een brief van 3 maart 2021?",
        "What happened in July 2023?",
        "Wat doet minister Harbers aan mondmaskers?",
        "Wanneer sprak minister Kaag over Oekraïne?",
        "Wat is volgens de minister Defensie van plan?",  # it is Defensie that does
        "Volgens minister Kaag?",  # nothing is left
    ],
)
def test_others_are_asked_of_all(question: str) -> None:
    assert restricted(question) is None


@pytest.mark.parametrize(
    ("question", "surely"),
    [
        ("Wat schrijft minister Harbers over stof?", True),
        ("Wat zegt de brief van 22 december 2022 over stof?", True),
        ("What does the July 2023 letter say about lobbying?", True),
        ("What did Harbers write about lobbying?", True),
        ("Wat zegt minister Harbers over stof?", False),
        ("Hoeveel is het volgens minister Harbers?", False),
        ("Wat is er gedaan naar aanleiding van de brief van 22 december 2022?", False),
    ],
)
def test_what_others_may_tell_too(question: str, *, surely: bool) -> None:
    found = restricted(question)
    assert found
    assert found.surely == surely


@pytest.mark.parametrize(
    ("question", "names", "since"),
    [
        ("En minister Kaag?", (("kaag",),), None),
        ("and what about Kaag?", (("kaag",),), None),
        ("En van Heijnen?", (("heijnen",),), None),
        ("En in die van februari 2023?", (("harbers",),), date(2023, 2, 1)),
        ("en in 2021?", (("harbers",),), date(2021, 1, 1)),
        ("En Kaag en Bijleveld?", (("kaag", "bijleveld"),), None),
    ],
)
def test_the_same_may_be_asked_of_others(question: str, names: tuple[tuple[str, ...], ...], since: date | None) -> None:
    before = restricted("Wat schrijft minister Harbers over stof?")
    assert before
    first, *others = of_others(question, before)
    assert (first.question, first.names, first.letters.since) == (before.question, names, since)
    # of another time his, or else anybody's
    assert [(each.names, each.letters) for each in others] == ([((), first.letters)] if since else [])
    assert of_others("En over kerosine?", before) == []


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("Wat zegt minister Sigrid Kaag over geld?", "Minister Kaag zei dat.", True),
        ("Wat zegt Harbers over geld?", "Minister Kaag zei dat.", False),
        (
            "Wat zegt de minister van Buitenlandse Zaken over China?",
            "De minister van Buitenlandse Zaken zei dat.",
            True,
        ),
        (
            "Wat zegt de minister van Buitenlandse Zaken over China?",
            "De minister van Economische Zaken zei dat.",
            False,
        ),
    ],
)
def test_a_text_may_name_the_sender(question: str, text: str, *, named: bool) -> None:
    found = restricted(question)
    assert found
    assert found.is_named(text) == named


def test_who_and_when_are_cut_without_a_rest() -> None:
    found = restricted("Wat schrijft minister Kaag in de brief van juni 2021 over China?")
    assert found
    assert found.question == "Wat zegt de brief over China?"


def test_letters_that_patterns_take_for_others_are_read_as_these() -> None:
    assert checked("brieven van de MİNİSTER, de laatſte") == "brieven van de MINISTER, de laatste"
