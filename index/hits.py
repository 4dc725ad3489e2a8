"""Ranked passages as they are shown: with their letter, their citation and the sentence that answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from corpus import cite, find_references
from corpus.pairs import answer_start
from index.answer import Hit
from index.passages import Passage
from index.search import Ranked
from index.storage import Letters


def hits_of(
    store: Letters[Any], ranked: Sequence[Ranked], passages: Mapping[int, Passage], confidences: Sequence[float]
) -> tuple[Hit, ...]:
    """``ranked``, best first, with ``passages`` by their keys and a confidence for each place."""
    hits = []
    for place, found in enumerate(ranked):
        passage = passages[found.key]
        letter = store.letter(passage.letter)
        hits.append(
            Hit(
                rank=place + 1,
                id=passage.id,
                letter=passage.letter,
                title=letter.title,
                section=passage.section,
                paragraph=passage.paragraph,
                page=passage.page,
                text=passage.text,
                evidence=_evidence(passage.text, found.evidence),
                score=found.score,
                confidence=confidences[place],
                citation=cite(letter.metadata, letter.title, passage.page, letter.id),
                locator=passage.locator,
                url=letter.url,
                language=letter.language,
                mentioned=store.held({reference.id for reference in find_references(passage.text)}),
            )
        )
    return tuple(hits)


def _evidence(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The best of ``sentences``; of a member's question with its answer the best of the answer."""
    start = answer_start(text)
    return tuple([*(span for span in sentences if span[0] >= start), *sentences][:1])
