"""One question asked whose answer is known: what came of it, and what went wrong."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.blocks import folded
from index.answer import Answer, Hit
from index.evaluation.question_set import Question
from index.passages import Passage


class Miss(StrEnum):
    """What can go wrong, worst first: a wrong answer misleads, a refusal merely disappoints."""

    ANSWERED_WRONG = "answered_wrong"
    ANSWERED_UNANSWERABLE = "answered_unanswerable"
    REFUSED_WRONG = "refused_wrong"
    REFUSED_RIGHT = "refused_right"

    @property
    def told(self) -> str:
        """The miss in words that go behind a number of questions."""
        return {
            Miss.ANSWERED_WRONG: "answered with a wrong passage",
            Miss.ANSWERED_UNANSWERABLE: "answered though nothing answers them",
            Miss.REFUSED_WRONG: "refused, a wrong passage being the nearest",
            Miss.REFUSED_RIGHT: "refused though the right passage came first",
        }[self]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked: which of the first ten passages were right, and the passages that are.

    ``golds`` are the passages that answer it, one for each text: the same words in another letter are left out.
    """

    question: Question
    answer: Answer
    judged: tuple[bool, ...]
    golds: tuple[Passage, ...]

    @property
    def language(self) -> str:
        return self.question.language or self.answer.language

    @property
    def answerable(self) -> bool:
        return bool(self.question.answers)

    @property
    def rank(self) -> int | None:
        """The place of the first right passage, from 1; None where none is among the first ten."""
        return next((place for place, is_right in enumerate(self.judged, start=1) if is_right), None)

    @property
    def right_first(self) -> bool:
        return self.rank == 1

    @property
    def first(self) -> Hit | None:
        return self.answer.passages[0] if self.answer.passages else None

    @property
    def sure(self) -> float:
        """How sure the product was that the first passage answers."""
        return self.first.confidence if self.first else 0.0

    @property
    def marked(self) -> bool | None:
        """Whether what is marked of the first passage is the quote that answers, has it or lies in it; None where that
        passage is wrong or no quote is known."""
        if not self.first or not self.right_first:
            return None
        text = folded(self.first.text)
        quotes = [folded(gold.quote) for gold in self.question.answers if gold.quote and folded(gold.quote) in text]
        shown = [folded(self.first.text[start:end]) for start, end in self.first.evidence]
        return any(quote in each or each in quote for quote in quotes for each in shown) if quotes else None

    @property
    def miss(self) -> Miss | None:
        """What went wrong; None where it was answered right, or rightly refused."""
        if not self.answerable:
            return Miss.ANSWERED_UNANSWERABLE if self.answer.answered else None
        if self.answer.answered:
            return None if self.right_first else Miss.ANSWERED_WRONG
        return Miss.REFUSED_RIGHT if self.right_first else Miss.REFUSED_WRONG

    @property
    def right_id(self) -> str | None:
        """The id of the first right passage among those shown, or of one that is not among them."""
        if self.rank:
            return self.answer.passages[self.rank - 1].id
        return self.golds[0].id if self.golds else None

    def to_json(self) -> dict[str, Any]:
        """The outcome as a line of ``misses``; ``rank`` is the place of the first right passage, null beyond ten."""
        first = self.first
        return {
            "id": self.question.id,
            "question": self.question.question,
            "language": self.language,
            "miss": self.miss.value if self.miss else None,
            "answered": self.answer.answered,
            "confidence": round(self.answer.confidence, 4),
            "first": first and {"id": first.id, "citation": first.citation, "locator": first.locator},
            "rank": self.rank,
            "right": self.right_id,
        }
