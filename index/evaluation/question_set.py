"""Question files: questions whose answers are known, one JSON object a line."""

import codecs
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.blocks import folded
from corpus.errors import shown
from index.errors import QuestionError, QuestionSetError
from index.questions.question import checked, is_text


@dataclass(frozen=True, slots=True)
class Gold:
    """A right answer: a passage of ``letter`` that holds ``quote``, itself or in a footnote of its own; None is any
    passage of the letter."""

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
        lines = numbered_lines(path)
    except OSError as error:
        raise QuestionSetError(f"{shown(path)}: {error.strerror or 'cannot be read'}") from error
    questions: list[Question] = []
    problems: list[str] = []
    given: set[str] = set()
    for number, line in lines:
        try:
            entry = entry_of(line)
            question = _question(entry, number)
            if question.id in given and entry.get("id") is not None:
                raise ValueError(f"id {question.id!r} stands on an earlier line too")
        except (ValueError, QuestionError) as error:
            problems.append(f"  line {number}: {error}")
            continue
        if entry.get("id") is not None:
            given.add(question.id)
        questions.append(question)
    if not questions and not problems:
        problems.append("  it holds no question")
    if problems:
        raise QuestionSetError("\n".join([f"{shown(path)} cannot be used:", *problems]))
    return questions


def numbered_lines(path: Path) -> list[tuple[int, bytes]]:
    """The lines of a question file that aren't empty, each with its number. Raises OSError."""
    lines = path.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n")
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def entry_of(line: bytes) -> dict[str, Any]:
    """The object on a line of a question file, which has a "question". Raises ValueError, which says what is wrong."""
    try:
        entry = json.loads(line.decode(), parse_float=_finite, parse_constant=_finite)
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg})") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise ValueError('not an object with a "question"')
    return entry


def _finite(number: str) -> float:
    """A number as JSON has it: Python's reader takes NaN and Infinity too, and 1e999 for infinite."""
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"not JSON ({number} is no number there)")
    return value


def _question(entry: Mapping[str, Any], number: int) -> Question:
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
        golds.append(Gold(folded(answer["letter"]), quote and folded(quote)))
    language = entry.get("language")
    if language is not None and not isinstance(language, str):
        raise ValueError('"language" must be a text')
    language = language and folded(language).lower()
    named = entry.get("id")
    identifier = folded(str(number if named is None else named))
    texts = (identifier, language or "", *(part or "" for gold in golds for part in (gold.letter, gold.quote)))
    if not all(map(is_text, texts)):
        raise ValueError("half of a UTF-16 pair stands in it")
    return Question(identifier, checked(entry["question"]), tuple(golds), language)
