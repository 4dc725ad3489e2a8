"""How well a library answers questions whose answers are known."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corpus.blocks import folded
from index.encoder import Progress
from index.errors import QuestionSetError
from index.evaluation import measures
from index.evaluation.estimate import Estimate, area, balanced, mean, share
from index.evaluation.outcome import Miss, Outcome
from index.evaluation.question_set import Question
from index.library import Library
from index.passages import Passage

DEPTH = 10
RANKING = ("hit@1", "hit@3", "hit@10", "mrr@10", "ndcg@10", "evidence")


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures over some questions, unrounded; None where there are no questions to measure it by."""

    questions: int
    answerable: int
    ranking: dict[str, Estimate | None]
    abstention: dict[str, Estimate | None]
    calibration_error: float | None
    latency_ms: dict[str, float]

    def to_json(self) -> dict[str, Any]:
        """Shares to four places, milliseconds to one."""
        error = self.calibration_error
        return {
            "questions": self.questions,
            "answerable": self.answerable,
            **_means(self.ranking),
            "interval_95": {
                name: value and [round(value.low, 4), round(value.high, 4)]
                for name, value in {**self.ranking, **self.abstention}.items()
            },
            "abstention": {**_means(self.abstention), "calibration_error": None if error is None else round(error, 4)},
            "latency_ms": {name: round(value, 1) for name, value in self.latency_ms.items()},
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    outcomes: tuple[Outcome, ...]

    def by_language(self) -> dict[str, list[Outcome]]:
        """The outcomes of each language, in order of the languages' codes."""
        groups = defaultdict(list)
        for outcome in self.outcomes:
            groups[outcome.language].append(outcome)
        return {language: groups[language] for language in sorted(groups)}

    def misses(self) -> dict[Miss, list[Outcome]]:
        """What went wrong, the worst first; within a kind in the order of the questions."""
        found = {miss: [outcome for outcome in self.outcomes if outcome.miss is miss] for miss in Miss}
        return {miss: outcomes for miss, outcomes in found.items() if outcomes}

    def to_json(self) -> dict[str, Any]:
        """The measures over all questions, the same ``by_language``, and every question that went wrong."""
        by_language = {language: measured(outcomes).to_json() for language, outcomes in self.by_language().items()}
        misses = [outcome.to_json() for outcomes in self.misses().values() for outcome in outcomes]
        return {**measured(self.outcomes).to_json(), "by_language": by_language, "misses": misses}


def evaluate(library: Library, questions: Sequence[Question], progress: Progress | None = None) -> Evaluation:
    """Ask every question. Raises QuestionSetError where an answer names a letter or quote that is not there."""
    golds = _golds(library, questions)
    outcomes = []
    for done, (question, right) in enumerate(zip(questions, golds, strict=True), start=1):
        answer = library.ask(question.question, DEPTH)
        # The same words in another letter are the same answer; they count once.
        unseen = set(right)
        judged = []
        for hit in answer.passages[:DEPTH]:
            text = folded(hit.text)
            judged.append(text in unseen)
            unseen.discard(text)
        outcomes.append(Outcome(question, answer, tuple(judged), tuple(right.values())))
        if progress:
            progress(done, len(questions))
    return Evaluation(tuple(outcomes))


def _golds(library: Library, questions: Sequence[Question]) -> list[dict[str, Passage]]:
    """For each question the passages that answer it, by their text."""
    passages = library.passages({gold.letter for question in questions for gold in question.answers})
    texts = {letter: [(folded(each.text), each) for each in found] for letter, found in passages.items()}
    result = []
    problems = []
    for question in questions:
        found: dict[str, Passage] = {}
        for gold in question.answers:
            # what none of its paragraphs says a footnote does, for the one that carries it, or else a letter's head
            every = texts.get(gold.letter, [])
            paragraphs, head = ([pair for pair in every if bool(pair[1].paragraph) is body] for body in (True, False))
            holding = {text: each for text, each in paragraphs if gold.quote is None or gold.quote in text}
            if not holding and gold.quote and paragraphs:
                noted = library.letter(gold.letter).own_notes()
                said = {each.id: [folded(note.text) for note in noted[each.id]] for _, each in paragraphs}
                holding = {text: each for text, each in paragraphs if any(gold.quote in note for note in said[each.id])}
            if not holding and gold.quote:
                holding = {text: each for text, each in head if gold.quote in text}
            if not paragraphs:
                problems.append(f"  {question.id}: letter {gold.letter} is not in this library")
            elif not holding:
                problems.append(f"  {question.id}: no paragraph or footnote of {gold.letter} holds {gold.quote!r}")
            elif gold.quote is None and len(paragraphs) > 1:
                problems.append(f"  {question.id}: {gold.letter} has {len(paragraphs)} paragraphs, give a quote")
            found |= {text: each for text, each in holding.items() if text not in found}
        result.append(found)
    if problems:
        raise QuestionSetError("\n".join([f"{len(problems)} answers do not stand in this library:", *problems]))
    return result


def measured(outcomes: Sequence[Outcome]) -> Measured:
    answerable = [outcome for outcome in outcomes if outcome.answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.answerable]
    latencies = [outcome.answer.elapsed_ms for outcome in outcomes]
    p50, p95, p99 = np.percentile(latencies, [50, 95, 99]) if latencies else (0, 0, 0)
    return Measured(
        questions=len(outcomes),
        answerable=len(answerable),
        ranking={name: _ranking(name, answerable) for name in RANKING},
        abstention=_abstention(answerable, unanswerable),
        calibration_error=measures.calibration_error(
            [outcome.sure for outcome in outcomes], [outcome.right_first for outcome in outcomes]
        ),
        latency_ms={"p50": float(p50), "p95": float(p95), "p99": float(p99)},
    )


def _means(estimates: dict[str, Estimate | None]) -> dict[str, float | None]:
    return {name: round(value.mean, 4) if value else None for name, value in estimates.items()}


def _ranking(name: str, answerable: Sequence[Outcome]) -> Estimate | None:
    if name == "evidence":
        return share([outcome.marked for outcome in answerable if outcome.marked is not None])
    measure, _, depth = name.partition("@")
    k = int(depth)
    if measure == "hit":
        return share([any(outcome.judged[:k]) for outcome in answerable])
    if measure == "mrr":
        return mean([measures.reciprocal_rank(outcome.judged, k) for outcome in answerable])
    return mean([measures.ndcg(outcome.judged, len(outcome.golds), k) for outcome in answerable])


def _abstention(answerable: Sequence[Outcome], unanswerable: Sequence[Outcome]) -> dict[str, Estimate | None]:
    """How well answerable and unanswerable questions are told apart; shares are of each kind."""
    refused = share([not outcome.answer.answered for outcome in unanswerable])
    answered = share([outcome.answer.answered for outcome in answerable])
    return {
        "auroc": area(
            [outcome.answer.confidence for outcome in answerable],
            [outcome.answer.confidence for outcome in unanswerable],
        ),
        "refused_unanswerable": refused,
        "refused_answerable": share([not outcome.answer.answered for outcome in answerable]),
        "balanced_accuracy": refused and answered and balanced(refused, answered),
    }
