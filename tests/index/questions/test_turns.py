"""A question in its conversation: how it may be read, and what its tokens count then."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import Library
from index.encoder import Encoding
from index.questions.question import MAX_CHARACTERS
from index.questions.turns import BESIDE, LEANING, Tokens, Turn, as_read, turns_of

CHINA = "Wat zegt de brief over China?"
BADGER = "Hoe oud wordt een das?"
LED = "Wie had de leiding van het onderzoek?"


def tokens(text: str) -> Tokens:
    """A token for each word, its number how long it is; each weighs 1. A word's characters have the space before it,
    as the model's do. The vector of a text lies further to the side the more words it has."""
    words = text.split()
    lengths = np.array([len(word) for word in words], np.int32)
    ends = np.cumsum(lengths + 1) - 1
    spans = np.stack([np.maximum(ends - lengths - 1, 0), ends], axis=1).astype(np.int32)
    side = 0.1 * len(words)
    vector = np.array([[np.cos(side), np.sin(side)]], np.float32)
    return Encoding(vector, np.ones((len(words), 2), np.float32), lengths, spans), np.ones(len(words), np.float32)


def test_a_first_question_is_read_by_itself() -> None:
    assert turns_of(CHINA, []) == [Turn(CHINA, CHINA)]


def test_one_that_needs_the_last_is_asked_behind_it() -> None:
    assert turns_of("Waarom niet?", [BADGER]) == [Turn("Waarom niet?", f"{BADGER} Waarom niet?", BADGER, LEANING)]


def test_behind_what_only_asks_what_is_said_it_is_read_behind_the_topic() -> None:
    (turn,) = turns_of("Waarom niet?", [CHINA])
    assert turn == Turn("Waarom niet?", f"{CHINA} Waarom niet?", "China?", LEANING)
    assert turn.topic == "China? Waarom niet?"
    (third,) = turns_of("Waarom?", [CHINA, "Wie werkt dat uit?"])
    assert third.topic == "China? Wie werkt dat uit? Waarom?"


@pytest.mark.parametrize(
    ("question", "earlier", "read_as"),
    [
        ("En over Rusland?", CHINA, "Wat zegt de brief over Rusland?"),
        ("over Rusland?", CHINA, "Wat zegt de brief over Rusland?"),
        ("2024?", "Hoeveel betaalde Nederland in 2021?", "Hoeveel betaalde Nederland in 2024?"),
    ],
)
def test_one_that_is_put_into_the_last_is_behind_nothing(question: str, earlier: str, read_as: str) -> None:
    assert turns_of(question, [earlier]) == [Turn(question, read_as)]


def test_one_that_seems_to_stand_alone_may_be_read_behind_the_last_as_that_was_read() -> None:
    alone, beside = turns_of(LED, [CHINA, "En over Rusland?", "Bedankt!"])
    assert alone == Turn(LED, LED)
    assert beside == Turn(LED, f"Wat zegt de brief over Rusland? {LED}", "Rusland?", BESIDE)


@pytest.mark.parametrize(
    ("question", "earlier"),
    [
        (LED, "Wat staat er in 28676-370?"),
        ("Wie tekende Kamerstuk 28676-370 over de top?", BADGER),
        ("Wat zegt de brief over Rusland?", CHINA),
        (LED, "das " * (MAX_CHARACTERS // 4 - 1)),
        (LED, "Bedankt!"),
    ],
    ids=["number before", "number in it", "a topic", "too long together", "nothing said"],
)
def test_what_says_itself_what_it_asks_has_one_reading(question: str, earlier: str) -> None:
    assert turns_of(question, [earlier]) == [Turn(question, question)]


def test_tokens_read_behind_the_last_count_a_share_and_all_as_much_as_before() -> None:
    turn = Turn("en wie dan", "Hoe oud? en wie dan", "Hoe oud?", 0.25)
    encoding, weights = as_read(turn, turn.topic, tokens)
    assert encoding.token_ids.tolist() == [2, 3, 3, 3, 4, 2, 3, 3]
    # 3 of its own and a quarter of 5, where the 5 alone weigh 5
    scale = 5 / (3 + 0.25 * 5)
    assert weights.tolist() == pytest.approx([scale] * 3 + [0.25 * scale] * 5)


def test_its_own_tokens_stand_where_they_do_behind_the_last() -> None:
    turn = Turn("En dan?", "Hoe oud? En dan?", "Hoe oud?", LEANING)
    encoding, _ = as_read(turn, turn.topic, tokens)
    assert encoding.spans.tolist() == [[9, 11], [11, 16], [0, 3], [3, 8], [8, 11], [11, 16]]


def test_the_vector_lies_between_both_by_what_they_count() -> None:
    turn = Turn("En dan?", "Hoe oud? En dan?", "Hoe oud?", 0.5)
    encoding, _ = as_read(turn, turn.topic, tokens)
    side = (0.2 + 0.4) / 2  # two tokens at 1 and four at .5: as much of either
    assert encoding.vectors.tolist() == [pytest.approx([np.cos(side), np.sin(side)])]


@pytest.mark.parametrize("turn", [Turn("a b", "a b"), Turn("En dan?", "28676-370 En dan?", "28676-370", LEANING)])
def test_what_has_nothing_before_it_or_had_it_cut_is_read_as_it_is(turn: Turn) -> None:
    encoding, weights = as_read(turn, "a b", tokens)
    assert (encoding.token_ids.tolist(), weights.tolist()) == ([1, 1], [1, 1])


@pytest.mark.model
def test_what_came_before_is_told_where_it_changes_the_answer(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text(
        "# Dieren\n\nHonden eten vlees en brokken. Een hond wordt veertien jaar oud.\n\n"
        "Paarden eten hooi en gras. Een paard wordt dertig jaar oud.\n\n"
        "Tuinen van gemeenten worden niet bespoten.\n",
        encoding="utf-8",
    )
    fed = "Wat is het beste voer?"
    with closing(Library.open(tmp_path / "library")) as library:
        library.add([file])
        alone = library.ask(fed, 1)
        told = []
        for animal, start in (("hond", "Honden"), ("paard", "Paarden")):
            before = f"Hoe oud wordt een {animal}?"
            answer = library.ask(fed, 1, [before])
            assert answer.passages[0].text.startswith(start)
            told.append(answer.understood == f"{before} {fed}")
            assert told[-1] == (answer.passages[0].id != alone.passages[0].id)
        assert sorted(told) == [False, True]
        whole = "Worden tuinen van gemeenten bespoten?"
        answer = library.ask(whole, 1, ["Hoe oud wordt een hond?"])
        assert (answer.understood, answer.passages) == (whole, library.ask(whole, 1).passages)
