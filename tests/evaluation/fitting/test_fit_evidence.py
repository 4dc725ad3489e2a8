"""Which sentence answers, on sentences worked out by hand."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Pair, ToRead
from tests.conftest import WordEncoder
from tests.evaluation.fitting import fit_scoring
from tests.evaluation.fitting.fit_evidence import Row, judged, rows_of, weights_of


def row(*sentences: tuple[float, float, float, bool], letter: str = "brief") -> Row:
    *features, right = zip(*sentences, strict=True)
    return Row(letter, "same", np.array(features).T, np.array(right), np.full(len(sentences), 10))


def test_what_tells_the_right_sentence_weighs_most() -> None:
    # the second feature is higher in the right sentence, the first says nothing, the third is lower
    rows = [
        row((0.2, 0.9, 0.1, True), (0.8, 0.3, 0.6, False)),
        row((0.8, 0.8, 0.2, True), (0.2, 0.2, 0.7, False), (0.5, 0.5, 0.5, False)),
        row((0.5, 0.4, 0.5, False), (0.5, 0.7, 0.3, True)),
    ]
    nothing, words, first = weights_of(rows, [0, 1, 2])
    assert words > 1
    assert first < -1
    assert abs(nothing) < min(words, -first)
    (alone,) = weights_of(rows, [1])
    assert alone > words


def test_how_often_it_is_the_right_one_is_told() -> None:
    weights = np.array([1.0])
    sure = row((9.0, 0, 0, True), (0.0, 0, 0, False))
    wrong = row((9.0, 0, 0, False), (0.0, 0, 0, True))
    doubted = row((0.1, 0, 0, False), (0.0, 0, 0, True), (-0.1, 0, 0, False), (-0.2, 0, 0, False))
    line = judged([(each, weights) for each in (sure, wrong, doubted, doubted)])
    assert line == "    4 questions  first 0.250  marked 0.750, 0.50 of the passage, two of 0.50"


def test_the_sentence_with_the_words_is_the_right_one(tmp_path: Path) -> None:
    class Reading(WordEncoder):
        def read_together(self, question: str, passages: Sequence[ToRead], **_: bool) -> list[Pair]:
            return [Pair(0.0, np.ones((len(spans), 2), np.float32)) for _, _, spans in passages]

    file = tmp_path / "brief.md"
    file.write_text("De kat slaapt in de mand. Buiten eet de hond.\n\nDe kat. Buiten eet de vis.\n", encoding="utf-8")
    asked = [("Wat doet de kat in de mand?", "eet de hond", None), ("Wat eet?", "Buiten", "De kat. Buiten eet de vis.")]
    found = list(rows_of(file, "brief", asked, Reading(), tmp_path))
    # the likeliest stands first
    assert [each.right.tolist() for each in found] == [[False, True], [True, False]]
    assert [each.kind for each in found] == ["same", "same"]
    assert found[0].features[0, 0] > found[0].features[1, 0]


def test_numbers_are_put_beside_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "fitted.json"
    old = {
        "prior": 50,
        "same": {"evidence": 1.0, "threshold": 0.5, "together": {"low": 0.1, "evidence": {"apart": 1.0}}},
    }
    file.write_text(json.dumps(old), encoding="utf-8")
    monkeypatch.setattr(fit_scoring, "FITTED", file)
    fit_scoring.keep({"same": {"threshold": 0.6, "together": {"low": 0.2}}})
    fit_scoring.keep({"same": {"evidence": 2.0, "together": {"evidence": {"apart": 3.0}}}})
    assert json.loads(file.read_text("utf-8")) == {
        "prior": 50,
        "same": {"evidence": 2.0, "threshold": 0.6, "together": {"low": 0.2, "evidence": {"apart": 3.0}}},
    }
