"""How well questions are answered whose words say where the answer stands, and others of kinds that are seldom asked,
on letters of development and on answers to members' questions, held at what was measured."""

from pathlib import Path

import pytest

from index import Library
from index.evaluation.evaluate import evaluate
from tests.evaluation.sets import QuestionSet, kind_sets, lookup_sets, plain_sets

# How many questions have the right passage first, how many that the letter answers are refused, and how many of those
# that it doesn't; before such questions were looked up 57, 54, 55 and 52, 6, 7, 18 and 12, and 11, 16, 16 and 13; of
# those of other kinds, before annexes and promises were, 15, 16, 18 and 17, 1, 0, 0 and 3, and 5, 6, 4 and 6. The
# plain ones are later than all of that; of those on kabinetsvisie 27 came first when they were asked at first.
MEASURED = {
    "lookups kst-28844-269": (62, 4, 14),
    "lookups circulair": (60, 4, 17),
    "lookups kabinetsvisie": (68, 6, 23),
    "lookups luchtvaart": (58, 6, 17),
    "kinds kst-28844-269": (15, 0, 5),
    "kinds circulair": (18, 0, 6),
    "kinds luchtvaart": (19, 0, 4),
    "kinds sscict": (17, 2, 7),
    "plain kst-28844-269": (30, 0, 4),
    "plain kabinetsvisie": (30, 1, 8),
    "plain sscict": (28, 1, 7),
    "plain klimaat": (32, 0, 6),
    "plain ah-tk-20232024-1076": (18, 1, 3),
    "plain ah-tk-20232024-1314": (18, 0, 3),
    "plain ah-tk-20232024-1771": (35, 2, 9),
    "plain ah-tk-20232024-1786": (37, 3, 7),
    "plain ah-tk-20232024-1999": (12, 0, 4),
    "plain ah-tk-20232024-2129": (28, 1, 8),
    "plain ah-tk-20232024-2210": (27, 1, 8),
    "plain ah-tk-20232024-2271": (36, 1, 10),
}
PROCESSOR = 2  # questions that another processor may rank otherwise


@pytest.mark.model
@pytest.mark.parametrize("each", [*lookup_sets(), *kind_sets(), *plain_sets()], ids=lambda each: each.name)
def test_what_is_looked_up_is_found(each: QuestionSet, tmp_path: Path) -> None:
    if each.missing:
        pytest.skip(each.missing)
    library = Library.open(tmp_path / "library")
    library.add([each.passages_file(tmp_path)])
    outcomes = evaluate(library, each.asked_questions()).outcomes
    answerable = [outcome for outcome in outcomes if outcome.answerable]
    first = sum(outcome.right_first for outcome in answerable)
    lost = sum(not outcome.answer.answered for outcome in answerable)
    refused = sum(not outcome.answer.answered for outcome in outcomes if not outcome.answerable)
    held = MEASURED[each.name]
    assert first >= held[0] - PROCESSOR
    assert lost <= held[1] + PROCESSOR
    assert refused >= held[2] - PROCESSOR
