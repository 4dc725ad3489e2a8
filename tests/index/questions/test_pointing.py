"""Turns that point at the passage before them, or say thanks."""

from pathlib import Path

import pytest

from index import Library
from index.answering import MORE
from index.errors import NothingAsked
from index.questions.pointing import Pointing, asking_themselves, asks_nothing, pointing, says_thanks
from tests.conftest import LETTER, WordEncoder

FIRST = "Wat zegt de brief over Rusland?"


@pytest.mark.parametrize(
    ("turn", "steps"),
    [
        ("en de volgende alinea?", 1),
        ("Oké, en de volgende alinea?", 1),
        ("Dank je, en de volgende alinea?", 1),
        ("OK. En de volgende alinea?", 1),
        ("Wat staat er daarna?", 1),
        ("wat staat daar direct na?", 1),
        ("And the paragraph after that?", 1),
        ("what comes after that?", 1),
        ("next paragraph please", 1),
        ("lees verder", 1),
        ("Wat staat er in de volgende alinea?", 1),
        ("What does the next paragraph say?", 1),
        ("can you show me the next one?", 1),
        ("en de volgende alinea…", 1),
        ("en die daarna?", 1),
        ("What's in the previous paragraph?", -1),
        ("laat de vorige alinea zien", -1),
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
        ("Is dat correct?", 0),
        ("klopt het?", 0),
        ("op welke pagina?", 0),
        ("kun je dat citeren?", 0),
        ("in English please", 0),
    ],
)
def test_the_whole_turn_points(turn: str, steps: int) -> None:
    assert pointing(turn, [FIRST]) == Pointing(FIRST, (), (turn,), (steps,))
    assert pointing(turn, ["dank je"]) == Pointing("", (), (turn,), (steps,))


@pytest.mark.parametrize(
    "turn",
    [
        "meer?",
        "Wat nog meer?",
        "Is er nog meer over te vinden in de brief?",
        "Zijn er nog andere alinea's over dit onderwerp?",
        "waar staat dat nog meer?",
        "Is dat alles?",
        "En verder?",
        "show more",
        "any other passages?",
        "is there anything else on this in the letter?",
        "What else does it say about that?",
        "where else is that mentioned?",
        "tell me more",
    ],
)
def test_the_whole_turn_wants_more(turn: str) -> None:
    assert pointing(turn, [FIRST, "klopt dat?", "meer"]) == Pointing(
        FIRST, (), ("klopt dat?", "meer", turn), (), further=2
    )
    assert pointing("lees verder", [FIRST, turn]) == Pointing(FIRST, (), (turn, "lees verder"), (1,), further=1)


@pytest.mark.parametrize(
    "turn",
    [
        "Wat staat er in de volgende brief?",
        "Wat komt er na de top?",
        "Wat komt daarna?",
        "and the next one?",
        "en de volgende?",
        "What comes next?",
        "Wat staat er voor?",
        "Wat is de volgende stap?",
        "What is the next summit?",
        "En daarna?",  # what happened then
        "Waar staat dat de NAR bijeenkomt?",
        "Op welke pagina staat China?",
        "Klopt het dat Duitsland meedoet?",
        "Wat was daarvoor nodig?",
        "Is it sure that Finland joins?",
        "What comes after the summit?",
        "Waarom?",
        "is dat meer?",
        "Is it more than before?",
        "hoeveel meer?",
        "who else?",
        "wat staat er nog meer over China?",
        "any other countries?",
        "nog een voorbeeld?",
    ],
)
def test_what_asks_something_itself_doesnt(turn: str) -> None:
    assert pointing(turn, [FIRST]) is None
    assert asking_themselves([turn]) == [turn]


def test_steps_add_up_and_what_asks_nothing_is_passed_over() -> None:
    earlier = ["Wie sprak er?", FIRST, "en de volgende alinea?", "ok, dank je", "klopt dat?"]
    assert pointing("and the next paragraph?", earlier) == Pointing(
        FIRST,
        ("Wie sprak er?",),
        ("en de volgende alinea?", "klopt dat?", "and the next paragraph?"),
        (1, 0, 1),
    )
    assert asking_themselves(earlier) == ["Wie sprak er?", FIRST]


@pytest.mark.parametrize(("turn", "step"), [("En de volgende?", 1), ("and the next one?", 1), ("En daarvoor?", -1)])
def test_behind_a_step_another_needs_no_word_for_what_is_next(turn: str, step: int) -> None:
    assert pointing(turn, [FIRST]) is None
    for earlier in (
        [FIRST, "En de vorige alinea?"],
        [FIRST, "En de vorige alinea?", "dank je"],
        [FIRST, "En de vorige alinea?", "hoi"],
    ):
        pointed = pointing(turn, earlier)
        assert pointed is not None
        assert (pointed.question, pointed.steps) == (FIRST, (-1, step))
    twice = pointing(turn, [FIRST, "En de volgende alinea?", turn])
    assert twice is not None
    assert twice.steps == (1, step, step)


@pytest.mark.parametrize(
    "turn",
    [
        "Dank je!",
        "ok, thanks",
        "top, dank je wel",
        "Duidelijk.",
        "oké, helder",
        "nee, bedankt",
        "thanks for your help",
        "top",
        "prima",
    ],
)
def test_thanks_ask_nothing(turn: str) -> None:
    assert says_thanks(turn)


@pytest.mark.parametrize(
    "turn",
    ["Hallo", "help!", "Hoi, wat kun je?", "Wie ben je?", "Wat kan ik hier allemaal vragen?", "What can you do?"],
)
def test_what_is_said_to_the_product_asks_nothing_of_letters(turn: str) -> None:
    assert asks_nothing(turn)
    assert asking_themselves([turn, FIRST]) == [FIRST]


@pytest.mark.parametrize("turn", ["hulp", "help voor boeren", "Wat kan ik doen?", "Who are they?", "goede morgens"])
def test_others_do(turn: str) -> None:
    assert not asks_nothing(turn)


@pytest.mark.parametrize(
    "turn", ["de top", "ok en China?", "Thanks, and Georgia?", "Is dat duidelijk voor de Kamer?", "Is dat duidelijk?"]
)
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


def test_more_is_what_is_further_down(library: Library) -> None:
    every = library.ask(FIRST, k=9)
    for count in (1, 2):
        more = library.ask("nog meer?", earlier=[FIRST, *["meer"] * (count - 1)])
        own = every.passages[3 * count : 3 * count + 3]
        assert [hit.id for hit in more.passages] == [hit.id for hit in own]
        assert [hit.rank for hit in more.passages] == [1, 2, 3]
        # they answer where one of them likely does
        assert more.confidence == max(hit.confidence for hit in own)
        assert more.answered == (more.confidence >= MORE)


def test_what_was_shown_for_certain_is_counted(library: Library) -> None:
    """More than ``k`` passages, where they are found for certain."""
    part = "Wat staat er in de paragraaf Introductie?"
    shown = library.ask(part, most=10)
    own = [passage for passage in library.letter("kst-28676-372").passages if passage.section[:1] == ("Introductie",)]
    assert [hit.id for hit in shown.passages] == [passage.id for passage in own]
    assert len(own) > 3 == len(library.ask(part).passages)
    every = [passage.id for passage in library.letter("kst-28676-372").passages]
    after = library.ask("en de volgende alinea?", earlier=[part], most=10)
    assert [hit.id for hit in after.passages] == [every[every.index(own[-1].id) + 1]]
    more = library.ask("nog meer?", earlier=[part], most=10)
    assert len(more.passages) == 3
    assert not {hit.id for hit in more.passages} & {passage.id for passage in own}
    assert len(library.ask(part, most=4).passages) == 4


def test_where_there_is_no_more_the_first_are_shown_and_dont_answer(library: Library) -> None:
    first = "Van wie is deze brief?"
    more = library.ask("is dat alles?", earlier=[first])
    assert not more.answered
    assert [(hit.id, hit.confidence) for hit in more.passages] == [(hit.id, 0.0) for hit in library.ask(first).passages]
    nothing = library.ask("meer")
    assert (nothing.answered, nothing.confidence) == (False, 0.0)


def test_behind_a_head_comes_the_first_paragraph_and_before_the_first_nothing(library: Library) -> None:
    own = [passage.id for passage in library.letter("kst-28676-372").passages]
    head = "Van wie is deze brief?"
    assert library.ask("lees verder", earlier=[head]).passages[0].id == own[0]
    none = library.ask("wat staat daarvoor?", earlier=[head])
    assert not none.answered
    assert none.passages
    assert not any(hit.confidence for hit in none.passages)


def test_behind_passages_that_were_found_together_comes_what_follows_on_the_last(library: Library) -> None:
    own = [passage.id for passage in library.letter("kst-28676-372").passages]
    part = "Wat staat er in de introductie?"
    shown = [hit.id for hit in library.ask(part, k=10).passages if hit.confidence]
    assert len(shown) == 5
    assert library.ask("lees verder", k=10, earlier=[part]).passages[0].id == own[own.index(shown[-1]) + 1]
    assert library.ask("en de vorige alinea?", k=10, earlier=[part]).passages[0].id == own[own.index(shown[0]) - 1]


def test_a_step_that_leads_nowhere_counts_for_nothing(library: Library) -> None:
    own = [passage.id for passage in library.letter("kst-28676-372").passages]
    last, on = "Wat staat er in de laatste alinea?", "lees verder"
    assert not library.ask(on, earlier=[last]).answered
    assert library.ask("en de vorige alinea?", earlier=[last, on, on]).passages[0].id == own[-2]


def test_what_is_beside_no_answer_is_none(library: Library) -> None:
    none = "Wat kost een pizza in Napels?"
    assert not library.ask(none).answered
    beside = library.ask("en de volgende alinea?", earlier=[none])
    assert not beside.answered
    assert [hit.confidence for hit in beside.passages] == [0.0]


def test_a_turn_that_points_at_nothing_has_no_answer(library: Library) -> None:
    for earlier in ([], ["dank je"]):
        answer = library.ask("en de volgende alinea?", earlier=earlier)
        assert not answer.answered
        assert answer.passages
        assert not any(hit.confidence for hit in answer.passages)


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


def test_the_source_is_what_the_passage_names_and_its_footnotes(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    (tmp_path / "brief.md").write_text(
        "# Wolven\n\nDe motie van Jansen[^1] wijst op Kamerstuk 33 576, nr. 2.\n\nEr zijn 30 wolven.\n\n"
        "[^1]: Kamerstuk 28 676, nr. 370.\n",
        "utf-8",
    )
    library.add([tmp_path / "brief.md"])
    first = ["Wat is de eerste alinea?"]
    for turn in (
        "Bron?",
        "stuknr van die motie?",
        "what's the source?",
        "en de bron daarvan, wat staat er in de voetnoot?",
    ):
        answer = library.ask(turn, earlier=first)
        assert (answer.answered, answer.understood) == (True, f"{first[0]} {turn}")
        (hit,) = answer.passages
        assert [hit.text[slice(*span)] for span in hit.evidence] == ["Kamerstuk 33 576, nr. 2"]
        assert [note.text for note in hit.footnotes] == ["Kamerstuk 28 676, nr. 370."]
    # a step further the passage itself is the source, but not of a footnote
    second = [*first, "en de volgende alinea?"]
    answer = library.ask("en de bron?", earlier=second)
    assert (answer.answered, answer.passages[0].text) == (True, "Er zijn 30 wolven.")
    assert not library.ask("en de voetnoot?", earlier=second).answered
    assert not library.ask("bron?").answered


@pytest.mark.parametrize("question", ["Wat is de bron van de vervuiling?", "Waar komt dat geld vandaan?"])
def test_a_source_of_something_else_is_asked_for_by_itself(question: str) -> None:
    assert pointing(question, [FIRST]) is None
