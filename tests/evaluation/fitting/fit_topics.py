"""Fits how sure it is that a passage is about a topic of which a question asks no more than what is said.

    python -m tests.evaluation.fitting.fit_topics [--write]

On invented letters, through the product: topics of a letter, of others, and near misses (tests/evaluation/topics.py).
``--write`` puts the curves into index/fitted.json; ``tests.evaluation.topics`` judges them on letters that have no part
in it.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sklearn.linear_model import LogisticRegression

from index import Library
from index.encoder import Encoder
from index.models.loading import load_encoder
from tests.evaluation.fitting.fit_scoring import FITTED, PARTS, Remembering, Row, asked, features, keep
from tests.evaluation.fitting.invented import Invented, invented
from tests.evaluation.topics import topics_of

# By itself it has an AUROC of .986 in Dutch and .961 in English on letters that are judged. Beside it shared words
# bring .989 in Dutch and the best sentence .993 and .965, both by headings over paragraphs that don't repeat them: of
# what was written as a topic .82 and .87 instead of .96 is answered then. Names bring .953 in English, the cosine .968.
FEATURE = "top"
# A figure that a passage lacks counts what it does in other questions: too few topics have one to learn it from.
FIGURES = "figures"
STRENGTH = 1e3  # the inverse of the curve's regularisation: there is one number to learn


def rows_of(letters: Mapping[str, Invented], encoder: Encoder, work: Path) -> Iterator[Row]:
    for identifier, topics in topics_of(letters):
        file = work / f"{identifier}.md"
        file.write_text(letters[identifier].markdown(), encoding="utf-8")
        with closing(Library.open(file.with_suffix(".library"), encoder=encoder)) as library:
            size = library.add([file]).passages
            for topic in topics:
                yield asked(
                    library,
                    topic.question,
                    lambda _, text, right=topic.right: text in right,
                    read=False,
                    source=topic.kind,
                    size=size,
                    part="fit",
                    answerable=bool(topic.right),
                )


def curve_of(rows: Sequence[Row], figures: float) -> dict[str, Any]:
    """The curve, as if as many topics were a letter's as are not; ``figures``: what these count."""
    model = LogisticRegression(C=STRENGTH, class_weight="balanced")
    model.fit(features(rows, [FEATURE]), [row.answerable for row in rows])
    slope, bias = float(model.coef_[0, 0]), float(model.intercept_[0])
    return {"bias": round(bias - figures, 4), "weights": {FEATURE: round(slope, 4), FIGURES: figures}}


def main(write: bool) -> None:
    with tempfile.TemporaryDirectory() as work:
        rows = list(rows_of(invented(judged=False), Remembering(load_encoder()), Path(work)))
    rows = [row for row in rows if row.query.is_topic]  # "Wat zegt de brief over dit en dat?" may ask more
    kept = json.loads(FITTED.read_text("utf-8"))
    curves = {
        kind: curve_of([row for row in rows if row.kind == kind], kept[kind]["letters"]["weights"][FIGURES])
        for kind in PARTS
    }
    sys.stdout.write(f"{len(rows)} questions: {curves}\n")
    if write:
        keep({kind: {"topic": curve} for kind, curve in curves.items()})


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
