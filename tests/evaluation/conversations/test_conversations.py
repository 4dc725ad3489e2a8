"""Follow-up questions on three letters, asked as they are understood, held at what was measured.

The letters are made up, on housing, water quality and railways. They name the same provinces, years and groups of
people, so that "En in Limburg?" has an answer in each. A line of conversations.jsonl is one conversation: each turn
has the passage that answers it. The rule was developed on the ids that begin with "dev"; those that begin with
"held" were written before the rule and looked at once, when it was done. The turns of "switch" conversations stand
alone.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus.blocks import folded
from index import Library
from index.followup import understood

HERE = Path(__file__).parent
CONVERSATIONS = [json.loads(line) for line in (HERE / "conversations.jsonl").read_text(encoding="utf-8").splitlines()]
# Follow-up turns, then how many of them had the right passage first and among the first three: asked bare, behind all
# earlier questions, and as understood.
TURNS = {"dev": 57, "held": 17}
MEASURED = {
    "dev": {"bare": (27, 45), "behind": (32, 53), "understood": (43, 53)},
    "held": {"bare": (9, 12), "behind": (7, 15), "understood": (11, 16)},
}


@dataclass(frozen=True)
class Turn:
    part: str
    question: str
    earlier: tuple[str, ...]
    letter: str
    quote: str

    def asked(self, how: str) -> str:
        match how:
            case "bare":
                return self.question
            case "behind":
                return " ".join([*self.earlier, self.question])
            case _:
                return understood(self.question, self.earlier)


def later_turns(kind: str) -> Iterator[Turn]:
    for conversation in CONVERSATIONS:
        turns: list[dict[str, Any]] = conversation["turns"]
        for place, turn in enumerate(turns):
            if place and conversation["kind"] == kind:
                earlier = tuple(before["question"] for before in turns[:place])
                part = conversation["id"].partition("-")[0]
                yield Turn(part, turn["question"], earlier, turn["answers"][0]["letter"], turn["answers"][0]["quote"])


@pytest.fixture(scope="module")
def right_place(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Turn, str], int]:
    """The place, from 1, of the passage that answers a turn asked in a given way; 4 for any after the third."""
    library = Library.open(tmp_path_factory.mktemp("conversations") / "library")
    library.add(sorted(HERE.glob("*.md")))
    found: dict[str, list[tuple[str, str]]] = {}

    def place(turn: Turn, how: str) -> int:
        question = turn.asked(how)
        if question not in found:
            found[question] = [(hit.letter, folded(hit.text)) for hit in library.ask(question, 3).passages]
        right = [letter == turn.letter and turn.quote in text for letter, text in found[question]]
        return [*right, True].index(True) + 1

    return place


@pytest.mark.model
@pytest.mark.parametrize("part", MEASURED)
def test_follow_ups_find_what_they_ask_for(part: str, right_place: Callable[[Turn, str], int]) -> None:
    turns = [turn for turn in later_turns("follow-up") if turn.part == part]
    counts = {}
    for how in ("bare", "behind", "understood"):
        places = [right_place(turn, how) for turn in turns]
        counts[how] = (places.count(1), sum(place <= 3 for place in places))
    assert len(turns) == TURNS[part]
    first, among_three = MEASURED[part]["understood"]
    assert counts["understood"][0] >= first, counts
    assert counts["understood"][1] >= among_three, counts
    assert counts["understood"][0] > max(counts["bare"][0], counts["behind"][0])
    assert counts["understood"][1] >= max(counts["bare"][1], counts["behind"][1])


def test_a_new_topic_is_asked_as_typed() -> None:
    turns = list(later_turns("switch"))
    assert len(turns) == 16
    assert [turn.asked("understood") for turn in turns] == [turn.question for turn in turns]


def test_no_first_question_leans_on_the_conversation_before_it() -> None:
    firsts = [conversation["turns"][0]["question"] for conversation in CONVERSATIONS]
    assert [understood(question, [before]) for before, question in pairwise(firsts)] == firsts[1:]


def test_the_supplied_letter_s_questions_stand_alone() -> None:
    lines = (HERE.parent / "letter.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    assert [understood(question, questions[-1:]) for question in questions] == questions


def test_each_quote_stands_in_one_paragraph_of_its_letter() -> None:
    for conversation in CONVERSATIONS:
        for turn in conversation["turns"]:
            for answer in turn["answers"]:
                paragraphs = (HERE / f"{answer['letter']}.md").read_text(encoding="utf-8").split("\n\n")
                assert sum(answer["quote"] in paragraph for paragraph in paragraphs) == 1, answer
