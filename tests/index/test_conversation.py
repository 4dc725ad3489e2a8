"""A question read in its conversation: what it is asked behind, and what its tokens count then."""

import numpy as np
import pytest

from index.conversation import BESIDE, LEANING, Turn, Weighted, as_read, topic_in, turn_of
from index.encoder import Encoding
from index.question import MAX_CHARACTERS

TOPIC = "Wat zegt de brief over China?"


def weighted(text: str) -> Weighted:
    """A token for each word, its number how long it is, its vector that of all texts; each weighs 1."""
    words = text.split()
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    lengths = np.array([len(word) for word in words], np.int32)
    unit = np.tile(np.array([[1.0, 0.0]], np.float32), (len(words), 1))
    spans = np.stack([ends - lengths, ends], axis=1).astype(np.int32)
    # questions of more words lie further to the side
    angle = 0.1 * len(words)
    vector = np.array([[np.cos(angle), np.sin(angle)]], np.float32)
    return Encoding(vector, unit, lengths, spans), np.ones(len(words), np.float32)


def test_a_first_question_is_read_by_itself() -> None:
    assert turn_of(TOPIC, []) == Turn(TOPIC, TOPIC)
    assert not turn_of(TOPIC, []).leans


def test_one_that_needs_the_last_is_asked_behind_it() -> None:
    turn = turn_of("Waarom niet?", [TOPIC])
    assert turn == Turn("Waarom niet?", f"{TOPIC} Waarom niet?", TOPIC)
    assert turn.leans


def test_one_that_is_put_into_the_last_is_behind_nothing() -> None:
    turn = turn_of("En over Rusland?", [TOPIC])
    assert turn == Turn("En over Rusland?", "Wat zegt de brief over Rusland?")
    assert not turn.leans


def test_one_that_seems_to_stand_alone_is_asked_as_typed_beside_the_last_as_that_was_read() -> None:
    question = "Wie had de leiding van het onderzoek?"
    turn = turn_of(question, [TOPIC, "En over Rusland?"])
    assert turn == Turn(question, question, "Wat zegt de brief over Rusland?")
    assert not turn.leans


@pytest.mark.parametrize(
    ("question", "earlier"),
    [
        ("Wie had de leiding van het onderzoek?", "Wat staat er in 28676-370?"),
        ("Wie tekende Kamerstuk 28676-370 over de top?", TOPIC),
        ("Wie had de leiding van het onderzoek?", "China " * (MAX_CHARACTERS // 6 - 1)),
    ],
    ids=["number before", "number in it", "too long together"],
)
def test_nothing_stands_beside_a_number_or_what_is_too_long(question: str, earlier: str) -> None:
    assert turn_of(question, [earlier]) == Turn(question, question)


def test_tokens_read_behind_the_last_count_less() -> None:
    turn = Turn("wie leidde dat", "wie leidde dat", "Hoe oud?")
    encoding, weights = as_read(turn, "wie leidde dat", "wie leidde dat", weighted)
    assert weights.tolist() == pytest.approx([1, 1, 1, *[BESIDE] * 5])
    assert encoding.token_ids.tolist() == [3, 6, 3, 3, 4, 3, 6, 3]


def test_only_its_own_words_are_the_question_s() -> None:
    turn = Turn("wie leidde dat", "wie leidde dat", "Hoe oud?")
    encoding, _ = as_read(turn, "wie leidde dat", "leidde dat", weighted)  # its topic
    own = [[0, 6], [7, 10]]
    assert encoding.spans.tolist() == [*own, [-1, -1], [-1, -1], [-1, -1], *own]


def test_one_that_leans_has_the_words_of_both() -> None:
    turn = Turn("En dan?", "Hoe oud? En dan?", "Hoe oud?")
    encoding, weights = as_read(turn, turn.read_as, turn.read_as, weighted)
    assert encoding.spans.tolist() == [[9, 11], [12, 16], [0, 3], [4, 8], [9, 11], [12, 16]]
    assert weights.tolist() == pytest.approx([1, 1, *[LEANING] * 4])


def test_of_what_only_asks_what_is_said_the_topic_is_before_it_and_counts_in_full() -> None:
    turn = turn_of("Waarom niet?", [TOPIC])
    assert topic_in(turn, turn.read_as) == "China Waarom niet?"
    _, weights = as_read(turn, turn.read_as, "China Waarom niet?", weighted)
    assert weights.tolist() == [1] * 5
    beside = Turn("wie leidde dat", "wie leidde dat", TOPIC)
    encoding, weights = as_read(beside, beside.typed, topic_in(beside, beside.typed), weighted)
    assert encoding.token_ids.tolist() == [3, 6, 3, 5, 3, 6, 3]
    assert weights.tolist() == [1] * 7


def test_other_questions_are_their_own_topic() -> None:
    assert topic_in(None, TOPIC) == topic_in(turn_of(TOPIC, []), TOPIC) == "China"
    turn = turn_of("Waarom niet?", ["Hoe oud wordt een das?"])
    assert topic_in(turn, turn.read_as) == turn.read_as


def test_the_vector_lies_between_both_by_what_they_count() -> None:
    turn = Turn("En dan?", "Hoe oud? En dan?", "Hoe oud?")
    encoding, _ = as_read(turn, turn.read_as, turn.read_as, weighted)
    # two tokens at 1 and four at LEANING, so as much of either
    angle = (0.2 + 0.4) / 2
    assert encoding.vectors.tolist() == [pytest.approx([np.cos(angle), np.sin(angle)])]


@pytest.mark.parametrize("turn", [None, Turn("a b", "a b"), Turn("En dan?", "Hoe oud? En dan?", "Hoe oud?")])
def test_what_has_nothing_before_it_or_lost_a_number_is_read_as_it_is(turn: Turn | None) -> None:
    encoding, weights = as_read(turn, "a b", "a b", weighted)
    assert (encoding.token_ids.tolist(), weights.tolist()) == ([1, 1], [1, 1])
