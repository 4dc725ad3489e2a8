"""Ranked passages as they are shown: with their letter, their citation and the sentence that answers."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from corpus import cite, find_references
from index.answer import Hit
from index.confidence import KEPT
from index.evidence import telling
from index.notes import Note
from index.passages import Passage
from index.search import Ranked
from index.storage import Letters
from index.summaries import StoredLetter


def hits_of(
    store: Letters[Any],
    ranked: Sequence[Ranked],
    passages: Mapping[int, Passage],
    confidences: Sequence[float],
    notes_of: Callable[[Passage], Sequence[Note]],
) -> tuple[Hit, ...]:
    """``ranked``, best first, with ``passages`` by their keys and a confidence for each place; ``notes_of``: the
    footnotes of one."""

    def told(found: Ranked, passage: Passage) -> tuple[tuple[tuple[int, int], ...], tuple[Note, ...]]:
        spans, place = telling(passage.text, found.evidence, found.levels)
        return spans, found.footnotes if place is None else (notes_of(passage)[place],)

    letters = {each: store.letter(each) for each in {passages[found.key].letter for found in ranked}}
    return tuple(
        hit_of(
            place + 1,
            store,
            letters[passages[found.key].letter],
            passages[found.key],
            *told(found, passages[found.key]),
            (found.score, confidences[place]),
        )
        for place, found in enumerate(ranked)
    )


def hit_of(
    rank: int,
    store: Letters[Any],
    letter: StoredLetter,
    passage: Passage,
    evidence: tuple[tuple[int, int], ...],
    footnotes: tuple[Note, ...],
    sure: tuple[float, float],
) -> Hit:
    """A passage of ``letter`` in its place; evidence, footnotes: what of it answers; sure: its score and confidence."""
    score, confidence = sure
    return Hit(
        rank=rank,
        id=passage.id,
        letter=passage.letter,
        title=letter.title,
        section=passage.section,
        paragraph=passage.paragraph,
        page=passage.page,
        text=passage.text,
        evidence=evidence,
        score=score,
        confidence=confidence,
        citation=cite(letter.metadata, letter.title, passage.page, letter.id),
        locator=passage.locator,
        url=letter.url,
        language=letter.language,
        mentioned=store.held(_mentioned(passage.text)),
        footnotes=footnotes,
    )


@functools.lru_cache(KEPT)
def _mentioned(text: str) -> frozenset[str]:
    """The publications that ``text`` refers to."""
    return frozenset(reference.id for reference in find_references(text))
