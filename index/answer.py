"""What a question gets back. Every text is verbatim from a letter."""

from dataclasses import dataclass
from typing import Any, Literal

from index.notes import Note

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage in an answer, best first.

    ``evidence`` are character ranges (start, end) of ``text``: the sentence(s) that answer, with the list or
    table that they announce.
    ``score`` orders the passages of one answer; ``confidence`` is the probability, 0 to 1, that this one answers.
    ``locator`` is the product's own place in the letter; ``citation`` is the official form.
    ``language`` is the language of the passage, "nl" or "en"; ``mentioned`` are the ids of letters in the same library
    that it refers to; ``footnotes`` those of its own that answer, of which the text shows nothing.
    """

    rank: int
    id: str
    letter: str
    title: str
    section: tuple[str, ...]
    paragraph: int
    page: str | None
    text: str
    evidence: tuple[tuple[int, int], ...]
    score: float
    confidence: float
    citation: str
    locator: str
    url: str | None
    language: str
    mentioned: frozenset[str] = frozenset()
    footnotes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The passages nearest to a question, and whether these letters answer it.

    ``understood`` is the question as it was read with those before it, mostly the same: another where it needs them, or
    where another passage comes first by them. ``confidence`` is the probability, 0 to 1, that these letters answer it;
    how likely it is that one passage does, that passage tells.
    ``answered`` False means "not found in these letters"; ``passages`` are then merely the nearest ones.
    """

    question: str
    understood: str
    language: Language
    answered: bool
    confidence: float
    elapsed_ms: float
    passages: tuple[Hit, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer as ``ask --json`` prints it."""
        return {
            "question": self.question,
            **({"understood": self.understood} if self.understood != self.question else {}),
            "language": self.language,
            "answered": self.answered,
            "confidence": round(self.confidence, 4),
            "elapsed_ms": round(self.elapsed_ms, 1),
            "passages": [
                {
                    "rank": hit.rank,
                    "id": hit.id,
                    "letter": hit.letter,
                    "title": hit.title,
                    "section": list(hit.section),
                    "paragraph": hit.paragraph,
                    "page": hit.page,
                    "text": hit.text,
                    "evidence": [list(span) for span in hit.evidence],
                    "score": round(hit.score, 4),
                    "confidence": round(hit.confidence, 4),
                    "citation": hit.citation,
                    "locator": hit.locator,
                    "url": hit.url,
                    **({"footnotes": [[note.number, note.text] for note in hit.footnotes]} if hit.footnotes else {}),
                }
                for hit in self.passages
            ],
        }
