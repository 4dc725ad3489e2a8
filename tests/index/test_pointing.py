"""Turns that point at the passage before them, or say thanks."""

import pytest

from index import Library
from index.errors import NothingAsked
from index.pointing import Pointing, asking_themselves, pointing, says_thanks
from tests.conftest import LETTER, WordEncoder

FIRST = "Wat zegt de brief over Rusland?"


@pytest.mark.parametrize(
    ("turn", "steps"),
    [
        ("en de volgende alinea?", 1),
        ("Wat staat er daarna?", 1),
        ("wat staat daar direct na?", 1),
        ("And the paragraph after that?", 1),
        ("what comes after that?", 1),
        ("next paragraph please", 1),
        ("lees verder", 1),
        ("Wat staat daarvoor?", -1),
        ("en de vorige alinea?", -1),
        ("what does it say just before that?", -1),
        ("no, I meant the one before that one", -1),
        ("Waar staat dat precies?", 0),
        ("Op welke pagina staat dat?", 0),
        ("in which section is that?", 0),
        ("can you quote it exactly?", 0),
        ("Klopt dat?", 0),
        ("weet je het zeker?", 0),
        ("are you sure?", 0),
        ("in English please", 0),
    ],
)
def test_the_whole_turn_points(turn: str, steps: int) -> None:
    assert pointing(turn, [FIRST]) == Pointing(FIRST, (), steps)
    assert pointing(turn, []) is None


@pytest.mark.parametrize(
    "turn",
    [
        "Wat staat er in de volgende brief?",
        "Wat komt er na de top?",
        "En daarna?",  # what happened then
        "Waar staat dat de NAR bijeenkomt?",
        "Op welke pagina staat China?",
        "Klopt het dat Duitsland meedoet?",
        "Wat was daarvoor nodig?",
        "Is it sure that Finland joins?",
        "What comes after the summit?",
        "Waarom?",
    ],
)
def test_what_asks_something_itself_doesnt(turn: str) -> None:
    assert pointing(turn, [FIRST]) is None
    assert asking_themselves([turn]) == [turn]


def test_steps_add_up_and_what_asks_nothing_is_passed_over() -> None:
    earlier = ["Wie sprak er?", FIRST, "en de volgende alinea?", "ok, dank je", "klopt dat?"]
    assert pointing("and the next paragraph?", earlier) == Pointing(FIRST, ("Wie sprak er?",), 2)
    assert asking_themselves(earlier) == ["Wie sprak er?", FIRST]


@pytest.mark.parametrize("turn", ["Dank je!", "ok, thanks", "top, dank je wel", "Duidelijk.", "oké, helder"])
def test_thanks_ask_nothing(turn: str) -> None:
    assert says_thanks(turn)


@pytest.mark.parametrize("turn", ["top", "ok en China?", "Thanks, and Georgia?", "Is dat duidelijk voor de Kamer?"])
def test_thanks_with_a_question_do(turn: str) -> None:
    assert not says_thanks(turn)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library.open(tmp_path_factory.mktemp("library"), encoder=WordEncoder(words=4096))
    library.add([LETTER])
    return library


def test_the_paragraph_beside_the_one_that_answers_is_given_for_certain(library: Library) -> None:
    own = [passage.id for passage in library.letter("kst-28676-372").passages]
    before = library.ask(FIRST)
    place = own.index(before.passages[0].id)
    after = library.ask("en de volgende alinea?", earlier=[FIRST])
    assert [hit.id for hit in after.passages] == [own[place + 1]]
    assert after.answered
    assert after.confidence == after.passages[0].confidence == 0.99
    assert after.question == "en de volgende alinea?"
    assert after.understood == f"{before.understood} en de volgende alinea?"
    twice = library.ask("wat staat er daarna?", earlier=[FIRST, "en de volgende alinea?"])
    back = library.ask("en de vorige alinea?", earlier=[FIRST, "en de volgende alinea?"])
    assert [twice.passages[0].id, back.passages[0].id] == [own[place + 2], own[place]]


def test_behind_a_head_comes_the_first_paragraph_and_before_the_first_nothing(library: Library) -> None:
    own = [passage.id for passage in library.letter("kst-28676-372").passages]
    head = "Van wie is deze brief?"
    assert library.ask("lees verder", earlier=[head]).passages[0].id == own[0]
    none = library.ask("wat staat daarvoor?", earlier=[head])
    assert not none.answered
    assert none.passages
    assert not any(hit.confidence for hit in none.passages)


def test_the_same_passages_are_shown_again(library: Library) -> None:
    before = library.ask(FIRST)
    again = library.ask("Weet je het zeker?", earlier=[FIRST])
    assert (again.passages, again.confidence, again.answered) == (before.passages, before.confidence, before.answered)


def test_a_question_behind_such_turns_is_read_behind_what_was_asked(library: Library) -> None:
    plain = library.ask("En over China?", earlier=[FIRST])
    assert library.ask("En over China?", earlier=[FIRST, "klopt dat?", "dank je"]).understood == plain.understood


def test_thanks_are_told_to_ask_nothing(library: Library) -> None:
    with pytest.raises(NothingAsked):
        library.ask("Dank je wel!", earlier=[FIRST])
    assert library.ask("Dank je wel!").passages  # nothing was said before: words as any


def test_a_part_is_looked_up_behind_any_question(library: Library) -> None:
    answer = library.ask("En de laatste alinea?", earlier=[FIRST])
    assert answer.answered
    assert answer.understood == "En de laatste alinea?"
    assert answer.passages[0].id == library.letter("kst-28676-372").passages[-1].id
