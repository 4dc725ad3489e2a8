"""That questions find their letter among many, and are told from near misses there, held at what was measured."""

from pathlib import Path

import pytest

from index.models.eightbit import processor
from index.models.loading import load_encoder
from tests.evaluation.many_letters import measured, questions


def test_the_words_of_a_paragraph_are_what_answers() -> None:
    first = next(iter(questions()))
    assert first.answers[0].letter.startswith("invented-")
    assert len(first.answers[0].quote or "") > 50
    assert [each for each in questions() if not each.answers]


@pytest.mark.model
def test_questions_asked_of_74_letters_at_once(tmp_path: Path) -> None:
    evaluation = measured(load_encoder(), tmp_path, step=24).to_json()
    told = evaluation["abstention"]
    assert (evaluation["answerable"], evaluation["questions"]) == (299, 418)
    # .625, .663, .311 and .077; .582, .620, .303 and .117 before passages were read in libraries of this size. Where
    # bytes are summed otherwise (AVX2) it is .605, .661, .303 and .080, at this commit as when that was measured.
    assert evaluation["hit@1"] >= (0.615 if processor() == "vnni" else 0.6), evaluation
    assert told["auroc"] >= 0.65, told
    assert told["refused_unanswerable"] >= 0.29, told
    assert told["refused_answerable"] <= 0.09, told
