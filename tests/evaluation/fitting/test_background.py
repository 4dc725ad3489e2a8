"""The middle of texts, on vectors worked out by hand."""

import pytest

from tests.conftest import WordEncoder
from tests.evaluation.fitting.fit_background import middle


def test_the_middle_of_questions_and_passages_each_collection_weighing_the_same() -> None:
    encoder = WordEncoder(words=3)
    collections = [
        ("nl questions", ["de"]),
        ("nl passages", ["de", "kat"]),
        ("en passages", ["the"]),
        ("nl passages", ["kat"]),
    ]
    found = middle("nl", collections, encoder)
    # questions (1, 0, 0); passages the mean of (.5, .5, 0) and (0, 1, 0); so (1.25, .75, 0)
    length = (1.25**2 + 0.75**2) ** 0.5
    assert found.vector.tolist() == pytest.approx([1.25 / length, 0.75 / length, 0])
    assert found.question == pytest.approx(1.25 / length)
