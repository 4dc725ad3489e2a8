"""Questions on one letter that are asked of many at once: of all invented letters that are judged
(fitting/invented.py), one question in six and one near miss in six.

    python -m tests.evaluation.many_letters    # 3 minutes
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from index import Library
from index.encoder import Encoder
from index.evaluation.evaluate import Evaluation, evaluate
from index.evaluation.question_set import Gold, Question
from index.models.loading import load_encoder
from tests.evaluation.fitting.data import document, written
from tests.evaluation.fitting.fit_scoring import paragraph_of
from tests.evaluation.fitting.invented import invented


def questions(step: int = 6) -> Iterator[Question]:
    """Every ``step``-th of those that a paragraph answers, and of the near misses."""
    letters = invented(judged=True)
    for kind in ("invented", "near_misses"):
        on_letters = [line for line in written(kind) if document(paragraph_of(line)) in letters]
        for line in on_letters[::step]:
            given = [each["letter"] for each in line["answers"]]
            golds = tuple(Gold(document(each), letters[document(each)].paragraphs[each][1]) for each in given)
            yield Question(line["id"], line["question"], golds, line["language"])


def measured(encoder: Encoder, work: Path, step: int = 6) -> Evaluation:
    for identifier, letter in invented(judged=True).items():
        (work / f"{identifier}.md").write_text(letter.markdown(), "utf-8")
    with closing(Library.open(work / "library", encoder=encoder)) as library:
        library.add(sorted(work.glob("*.md")))
        return evaluate(library, list(questions(step)))


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        evaluation = measured(load_encoder(), Path(work)).to_json()
    for language, group in evaluation["by_language"].items():
        told = group["abstention"]
        sys.stdout.write(
            f"{language}: {group['answerable']} and {group['questions'] - group['answerable']} others, "
            f"hit@1 {group['hit@1']:.3f}, hit@3 {group['hit@3']:.3f}, AUROC {told['auroc']:.3f}, refused "
            f"{told['refused_unanswerable']:.3f} and {told['refused_answerable']:.3f}\n"
        )
    sys.stdout.write(f"{evaluation['latency_ms']}\n")


if __name__ == "__main__":
    main()
