"""Conversations, asked as a visitor does, held at what was measured; see measure.py for what they are."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.blocks import folded
from index.evaluation.question_set import read_questions
from index.models.eightbit import processor
from index.models.loading import load_encoder
from index.questions.followup import understood
from tests.evaluation.conversations.measure import SETS, counts, files_of, found, turns_of
from tests.evaluation.sets import HERE

# How many turns, and for how many of these the passage that answers came first and among the first three.
# While confidence weighed sixteen features, with the ranking of then, 61, 175, 73 and 46 follow-ups came first, and 9
# and 81 were refused of what the letter does not answer.
MEASURED = {
    ("made_up", "follow-up"): (74, 62, 71),
    ("made_up", "switch"): (16, 16, 16),
    ("invented", "follow-up"): (259, 173, 224),
    ("invented", "switch"): (161, 142, 153),
    ("supplied", "follow-up"): (92, 72, 82),
    ("supplied", "switch"): (24, 17, 21),
    ("unanswered", "follow-up"): (49, 46, 46),
}
# How many that the letter does not answer, and how many of these were refused.
REFUSED = {"invented": (18, 11), "unanswered": (199, 99)}
# By how many it may be less. It was measured in eight bits, on a processor on which letters are rounded a little
# otherwise than on one with VNNI. Before the last steps 172, 72 and 62 came first in full precision, 174, 72 and 61 so.
PROCESSOR = 3 if processor() == "vnni" else 1


@pytest.mark.model
@pytest.mark.parametrize("name", SETS)
def test_later_turns_find_what_they_ask_for(name: str, tmp_path: Path) -> None:
    places = defaultdict(list)
    for turn, asked in found(name, ["typed", "in conversation"], load_encoder(), tmp_path):
        for way, each in asked.items():
            places[turn.kind, way].append(each)
    for kind in ("follow-up", "switch"):
        number, first, among_three = MEASURED.get((name, kind), (0, 0, 0))
        found_first, found_among_three, _ = counts(places[kind, "in conversation"])
        assert len(places[kind, "in conversation"]) == number
        assert min(found_first - first, found_among_three - among_three) >= -PROCESSOR, (
            found_first,
            found_among_three,
        )
    number, refused = REFUSED.get(name, (0, 0))
    unanswered = places["unanswered", "in conversation"]
    assert len(unanswered) == number
    assert sum(not each.answered for each in unanswered) >= refused - PROCESSOR
    bare, _, _ = counts(places["follow-up", "typed"])
    assert counts(places["follow-up", "in conversation"])[0] > bare + 0.1 * MEASURED[name, "follow-up"][0]
    # what stands alone is found nearly as if nothing had been asked before
    bare, _, _ = counts(places["switch", "typed"])
    assert counts(places["switch", "in conversation"])[0] >= bare - 0.05 * len(places["switch", "typed"])


def test_a_new_topic_is_asked_as_typed() -> None:
    turns = [turn for turn in turns_of("made_up") if turn.kind == "switch"]
    assert len(turns) == 16
    assert [understood(turn.question, turn.earlier) for turn in turns] == [turn.question for turn in turns]


def test_no_first_question_leans_on_the_conversation_before_it() -> None:
    firsts = [turn.question for turn in turns_of("made_up") if turn.kind == "first"]
    assert [understood(question, [before]) for before, question in pairwise(firsts)] == firsts[1:]


def test_the_supplied_letter_s_questions_stand_alone() -> None:
    questions = [each.question for each in read_questions(HERE / "letter.jsonl")]
    assert [understood(question, questions[-1:]) for question in questions] == questions


@pytest.mark.parametrize("name", SETS)
def test_each_quote_stands_in_one_paragraph_of_its_letter(name: str, tmp_path: Path) -> None:
    texts = {
        letter: [folded(block) for file in files for block in file.read_text(encoding="utf-8").split("\n\n")]
        for letter, files in files_of(name, tmp_path).items()
    }
    for turn in turns_of(name):
        assert bool(turn.quotes) == (turn.kind != "unanswered")
        for quote in turn.quotes:
            assert sum(quote in text for text in texts[turn.letter]) == 1, (turn.conversation, quote)


def test_what_a_follow_up_asks_is_said_in_full() -> None:
    said = [
        turn
        for name in ("invented", "supplied", "unanswered")
        for turn in turns_of(name)
        if turn.kind in ("follow-up", "unanswered")
    ]
    assert [turn.question for turn in said if turn.alone == turn.question] == []
