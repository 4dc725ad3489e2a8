"""Question files: questions whose answers are known, one JSON object a line."""

import json
from dataclasses import dataclass
from pathlib import Path

from corpus.blocks import folded
from index.errors import QuestionError, QuestionSetError
from index.question import checked, is_text


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
    given: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            question = _question(entry, number)
            if question.id in given and entry.get("id") is not None:
                raise ValueError(f"id {question.id!r} stands on an earlier line too")
        except (ValueError, QuestionError, RecursionError) as error:
            reason = f"not JSON ({error.msg})" if isinstance(error, json.JSONDecodeError) else str(error)
            problems.append(f"  line {number}: {reason}")
            continue
        if entry.get("id") is not None:
            given.add(question.id)
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
    named = entry.get("id")
    identifier = str(number if named is None else named)
    texts = (identifier, language or "", *(part or "" for gold in golds for part in (gold.letter, gold.quote)))
    if not all(map(is_text, texts)):
        raise ValueError("half of a UTF-16 pair stands in it")
    return Question(identifier, checked(entry["question"]), tuple(golds), language)
