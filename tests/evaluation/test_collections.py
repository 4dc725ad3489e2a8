"""The product on whole collections, held at what RESULTS.md says was measured last.

Each embeds a collection, which takes minutes: they run where VINDPLAATS_COLLECTIONS names the folder in which libraries
are kept between runs, as ``--library-cache`` does for the command that writes RESULTS.md.
"""

import os
from pathlib import Path

import pytest

from index.encoder import Encoder
from index.evaluation.evaluate import evaluate
from tests.evaluation.results import RESULTS, read_rows, rows_of
from tests.evaluation.sets import SETS, QuestionSet, letter_sets, library_for

BUDGET = "VINDPLAATS_COLLECTIONS"
# Rows have three decimals.
ROUNDING = 0.0011

pytestmark = pytest.mark.model
COLLECTIONS = [each for each in SETS if each not in letter_sets()]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    from index.models.loading import load_encoder

    return load_encoder()


@pytest.fixture
def cache() -> Path:
    if not (named := os.environ.get(BUDGET)):
        pytest.skip(f"takes minutes; to run it, name a folder for libraries in {BUDGET}")
    return Path(named)


@pytest.mark.parametrize("each", COLLECTIONS, ids=lambda each: each.name)
def test_a_collection_is_answered_as_well_as_before(
    each: QuestionSet, cache: Path, request: pytest.FixtureRequest
) -> None:
    if each.missing:
        pytest.skip(each.missing)
    last = {row.language: row for row in read_rows(RESULTS) if row.set == each.name}
    if not last:
        pytest.skip(f"{RESULTS.name} has no row for it yet; python -m tests.evaluation.results --set '{each.name}'")
    library = library_for(each, cache, request.getfixturevalue("encoder"))
    now = rows_of(evaluate(library, each.asked_questions()).to_json(), "now", "", each.name)
    library.close()
    for row in now:
        before = last[row.language]
        assert row.questions == before.questions, "the questions are others than those measured"
        measures = ("hit_1", "hit_3", "ndcg_10") if before.hit_1 != "–" else ("refused_unanswerable",)
        for measure in measures:
            assert float(getattr(row, measure)) >= float(getattr(before, measure)) - ROUNDING, measure
