"""What a letter sends along."""

from pathlib import Path

import pytest

from index import Library
from index.passages import Passage
from index.questions.attached import annexes_in, asks_for_annexes
from tests.conftest import LETTER, WordEncoder


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Welke bijlagen horen bij deze brief?", True),
        ("Zitten er bijlagen bij?", True),
        ("en wat zit er als bijlage bij?", True),
        ("bijlagen", True),
        ("Wat stuurt de minister mee?", True),
        ("Welke documenten zijn er meegestuurd met de brief?", True),
        ("What is attached to the letter?", True),
        ("Is there an annex?", True),
        ("what was sent along with it", True),
        ("How many attachments does the letter have?", True),
        ("welk rapport is bijgevoegd?", True),
        ("what's attached?", True),
        ("list all annexes", True),
        ("Bevat de brief bijlagen?", True),
        # of something else, or more
        ("Wat bevat de bijlage?", False),
        ("What does the annex contain?", False),
        ("Wat staat er in het bijgevoegde rapport?", False),
        ("Heeft het rapport bijlagen?", False),
        ("Was it annexed?", False),
        ("Wat staat er in de bijlage?", False),
        ("Wat zegt de bijlage over China?", False),
        ("Staat Oekraïne in bijlage 2 van het verdrag?", False),
        ("Which conditions are attached to the loan?", False),
        ("Stuurt Nederland een fregat mee?", False),
        ("Was Crimea annexed?", False),
    ],
)
def test_all_words_must_ask_for_them(question: str, asked: bool) -> None:
    assert asks_for_annexes(question) is asked


def passage(key: int, text: str, *section: str) -> Passage:
    return Passage(key, f"a#{key}", "a", section, key, None, text, (), "")


@pytest.mark.parametrize(
    "sentence",
    [
        "Dat verslag treft u als bijlage aan.",
        "De opzet treft u bijgevoegd aan.",
        "Dit onderzoek stuur ik mee met deze brief.",
        "Bijgaande rapportage beschrijft het tweede halfjaar.",
        "De aangrijpingspunten staan in een rapport, dat bij deze brief is gevoegd.",
        "Een deel gaat uw Kamer toe in een afzonderlijke bijlage.",
        "De bijlage met cijfers is door TNO opgesteld.",
    ],
)
def test_a_sentence_tells_by_how_it_is_said(sentence: str) -> None:
    text = f"Het beleid is herzien. {sentence}"
    assert annexes_in([passage(1, text)]) == {1: ((23, len(text)),)}


@pytest.mark.parametrize(
    "sentence",
    [
        "De soort staat niet langer op bijlage IV, maar op bijlage V.",
        "Alle 44 landen die in bijlage 2 worden genoemd, moeten bekrachtigen.",
        "Het investeert in betaalde bijlagen en reizen voor influencers.",
        "Luxemburg en Finland sloten zich hierbij aan.",
        "De tekst is in de bijlage bij het verdrag opgenomen.",
    ],
)
def test_annexes_of_something_else_are_none(sentence: str) -> None:
    assert annexes_in([passage(1, sentence)]) == {}


def test_an_annex_itself_is_found_by_its_heading_and_what_is_offered_where_there_is_none() -> None:
    offered = passage(1, "Hierbij zend ik u het rapport.")
    annex = [
        passage(2, "Voor deze maatregelen is geen geld.", "Bijlage: Maatregelen"),
        passage(3, "Meer.", "Bijlage: Maatregelen"),
    ]
    assert annexes_in([offered, *annex]) == {2: ()}
    assert annexes_in([offered]) == {1: ((0, 30),)}


def test_what_the_supplied_letter_sends_along(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER])
    answer = library.ask("Welke bijlagen horen bij deze brief?")
    assert answer.answered
    assert [hit.locator for hit in answer.passages if hit.confidence] == ["§ Introductie, al. 5"]
    (span,) = answer.passages[0].evidence
    assert "als bijlage bij deze brief" in answer.passages[0].text[slice(*span)]
    (tmp_path / "brief.md").write_text("Den Haag, 3 mei 2022\n\nEen hond en een muis.\n", "utf-8")
    library.add([tmp_path / "brief.md"])
    assert not library.ask("Zijn er bijlagen?", filters={"letter": "brief"}).answered


def test_a_list_of_annexes_tells_them() -> None:
    texts = [
        ("Vervolg", "Wij komen terug."),
        ("Bijlagen", "1. Onderweg naar de hub\n2. Advies"),
        ("Bijlagen", "3. Kaart"),
    ]
    passages = [Passage(key, "", "", (section,), 1, None, text, (), "") for key, (section, text) in enumerate(texts)]
    assert annexes_in(passages) == {1: (), 2: ()}


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Bijlagen: 1. Plattegrond; 2. Verslag van de zitting", True),
        ("Bijlage 1: Toetsingskader\nBijlage 2: Kaart", True),
        ("Bijlage 1: Toetsingskader", False),  # what follows may be it
        ("Bijlagen zijn er niet.", False),
    ],
)
def test_a_line_may_list_the_annexes(text: str, listed: bool) -> None:
    assert annexes_in([Passage(1, "", "", ("Slot",), 1, None, text, (), "")]) == ({1: ()} if listed else {})
