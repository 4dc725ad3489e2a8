"""How well a library answers questions whose answers are known."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.blocks import folded
from index import measures
from index.answer import Answer
from index.encoder import Progress
from index.errors import QuestionError, QuestionSetError
from index.library import Library
from index.question import checked

DEPTH = 10
RANKING = ("hit@1", "hit@3", "hit@10", "mrr@10", "ndcg@10")


@dataclass(frozen=True, slots=True)
class Gold:
    """A right answer: a passage of ``letter`` that holds ``quote``; None is any passage of the letter."""

    letter: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a question file; no answers means that nothing answers it."""

    id: str
    question: str
    answers: tuple[Gold, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked: which of the first ten passages were right, of how many right ones."""

    question: Question
    answer: Answer
    judged: tuple[bool, ...]
    right: int

    @property
    def language(self) -> str:
        return self.question.language or self.answer.language


@dataclass(frozen=True, slots=True)
class Evaluation:
    outcomes: tuple[Outcome, ...]

    def to_json(self) -> dict[str, Any]:
        """The measures over all questions, and the same ``by_language``."""
        groups = defaultdict(list)
        for outcome in self.outcomes:
            groups[outcome.language].append(outcome)
        by_language = {language: _measured(groups[language]) for language in sorted(groups)}
        return {**_measured(self.outcomes), "by_language": by_language}


def read_questions(path: Path) -> list[Question]:
    """The questions in a JSONL file. Raises QuestionSetError, which names every bad line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise QuestionSetError(f"{path}: {error.strerror or 'cannot be read'}") from error
    except UnicodeDecodeError as error:
        raise QuestionSetError(f"{path}: is not UTF-8 text") from error
    questions: list[Question] = []
    problems: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = _question(json.loads(line), number)
            if question.id in seen:
                raise ValueError(f"id {question.id!r} stands on an earlier line too")
        except (ValueError, QuestionError, RecursionError) as error:
            reason = f"not JSON ({error.msg})" if isinstance(error, json.JSONDecodeError) else str(error)
            problems.append(f"  line {number}: {reason}")
            continue
        seen.add(question.id)
        questions.append(question)
    if not questions and not problems:
        problems.append("  it holds no question")
    if problems:
        raise QuestionSetError("\n".join([f"{path} cannot be used:", *problems]))
    return questions


def _question(entry: object, number: int) -> Question:
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise ValueError('not an object with a "question"')
    answers = entry.get("answers")
    if not isinstance(answers, list):
        raise ValueError('"answers" must be a list; [] says that nothing answers the question')
    golds = []
    for answer in answers:
        quote = answer.get("quote") if isinstance(answer, dict) else None
        if not isinstance(answer, dict) or not isinstance(answer.get("letter"), str):
            raise ValueError('each answer must name its "letter"')
        if quote is not None and (not isinstance(quote, str) or not folded(quote)):
            raise ValueError('a "quote" must be a text that is not empty')
        golds.append(Gold(answer["letter"], quote and folded(quote)))
    language = entry.get("language")
    if language is not None and not isinstance(language, str):
        raise ValueError('"language" must be a text')
    return Question(str(entry.get("id", number)), checked(entry["question"]), tuple(golds), language)


def evaluate(library: Library, questions: Sequence[Question], progress: Progress | None = None) -> Evaluation:
    """Ask every question. Raises QuestionSetError where an answer names a letter or quote that is not there."""
    right = _right_texts(library, questions)
    outcomes = []
    for done, (question, texts) in enumerate(zip(questions, right, strict=True), start=1):
        answer = library.ask(question.question, DEPTH)
        # The same words in another letter are the same answer; they count once.
        unseen = set(texts)
        judged = []
        for hit in answer.passages[:DEPTH]:
            text = folded(hit.text)
            judged.append(text in unseen)
            unseen.discard(text)
        outcomes.append(Outcome(question, answer, tuple(judged), len(texts)))
        if progress:
            progress(done, len(questions))
    return Evaluation(tuple(outcomes))


def _right_texts(library: Library, questions: Sequence[Question]) -> list[frozenset[str]]:
    """For each question the texts of the passages that answer it."""
    texts: Mapping[str, list[str]] = library.texts({gold.letter for question in questions for gold in question.answers})
    result = []
    problems = []
    for question in questions:
        found: set[str] = set()
        for gold in question.answers:
            paragraphs = [folded(text) for text in texts.get(gold.letter, ())]
            holding = [text for text in paragraphs if gold.quote is None or gold.quote in text]
            if not paragraphs:
                problems.append(f"  {question.id}: letter {gold.letter} is not in this library")
            elif not holding:
                problems.append(f"  {question.id}: no paragraph of {gold.letter} holds {gold.quote!r}")
            elif gold.quote is None and len(paragraphs) > 1:
                problems.append(f"  {question.id}: {gold.letter} has {len(paragraphs)} paragraphs, give a quote")
            found.update(holding)
        result.append(frozenset(found))
    if problems:
        raise QuestionSetError("\n".join([f"{len(problems)} answers do not stand in this library:", *problems]))
    return result


def _measured(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    outcomes = list(outcomes)
    answerable = [outcome for outcome in outcomes if outcome.question.answers]
    unanswerable = [outcome for outcome in outcomes if not outcome.question.answers]
    scores = {name: [_score(name, outcome) for outcome in answerable] for name in RANKING}
    estimates = {name: measures.estimate(values) for name, values in scores.items()}
    latencies = [outcome.answer.elapsed_ms for outcome in outcomes]
    p50, p95, p99 = np.percentile(latencies, [50, 95, 99]) if latencies else (0, 0, 0)
    return {
        "questions": len(outcomes),
        "answerable": len(answerable),
        **{name: value and round(value.mean, 4) for name, value in estimates.items()},
        "interval_95": {
            name: value and [round(value.low, 4), round(value.high, 4)] for name, value in estimates.items()
        },
        "abstention": _abstention(answerable, unanswerable),
        "latency_ms": {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "p99": round(float(p99), 1)},
    }


def _score(name: str, outcome: Outcome) -> float:
    measure, _, k = name.partition("@")
    if measure == "hit":
        return measures.hit(outcome.judged, int(k))
    if measure == "mrr":
        return measures.reciprocal_rank(outcome.judged, int(k))
    return measures.ndcg(outcome.judged, outcome.right, int(k))


def _abstention(answerable: Sequence[Outcome], unanswerable: Sequence[Outcome]) -> dict[str, float | None]:
    """How well answerable and unanswerable questions are told apart; shares are of each kind."""
    refused_un = _share([not outcome.answer.answered for outcome in unanswerable])
    refused_an = _share([not outcome.answer.answered for outcome in answerable])
    outcomes = [*answerable, *unanswerable]
    area = measures.auroc(
        [outcome.answer.confidence for outcome in answerable], [outcome.answer.confidence for outcome in unanswerable]
    )
    calibration = measures.calibration_error(
        [outcome.answer.confidence for outcome in outcomes], [any(outcome.judged[:1]) for outcome in outcomes]
    )
    return {
        "auroc": area and round(area, 4),
        "refused_unanswerable": refused_un,
        "refused_answerable": refused_an,
        "balanced_accuracy": (
            None if refused_un is None or refused_an is None else round((refused_un + 1 - refused_an) / 2, 4)
        ),
        "calibration_error": calibration and round(calibration, 4),
    }


def _share(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
