"""Ranked passages as they are shown: with their letter, their citation and the sentence that answers."""

import functools
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from corpus import cite, find_references
from corpus.grouping import is_item
from corpus.pairs import answer_start, is_label
from corpus.tables import Span, is_row, lines_of, tables
from index.answer import Hit
from index.confidence import KEPT
from index.passages import Passage
from index.search import Ranked
from index.storage import Letters


def hits_of(
    store: Letters[Any], ranked: Sequence[Ranked], passages: Mapping[int, Passage], confidences: Sequence[float]
) -> tuple[Hit, ...]:
    """``ranked``, best first, with ``passages`` by their keys and a confidence for each place."""
    letters = {each: store.letter(each) for each in {passages[found.key].letter for found in ranked}}
    hits = []
    for place, found in enumerate(ranked):
        passage = passages[found.key]
        letter = letters[passage.letter]
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
                mentioned=store.held(_mentioned(passage.text)),
            )
        )
    return tuple(hits)


@functools.lru_cache(KEPT)
def _mentioned(text: str) -> frozenset[str]:
    """The publications that ``text`` refers to."""
    return frozenset(reference.id for reference in find_references(text))


def _evidence(text: str, sentences: Sequence[Span]) -> tuple[Span, ...]:
    """The best of ``sentences``, with what it announces; of a member's question with its answer the best of the
    answer."""
    start = answer_start(text)
    best = [*(span for span in sentences if span[0] >= start), *sentences][:1]
    return tuple((first, _end_of_announced(text, first, last)) for first, last in best)


def _end_of_announced(text: str, start: int, end: int) -> int:
    """Where ends what the sentence from ``start`` to ``end`` announces, of column heads their table, of a sentence that
    ends in a colon the lines below it; else the end of the sentence."""
    for heads, *rows in tables(text):
        if heads[0] <= start < rows[-1][1]:
            return rows[-1][1] if start < heads[1] else end
    if not text[start:end].endswith(":"):
        return end
    lines = ((text[first:last], last) for first, last in lines_of(text) if first >= end)
    below = list(takewhile(lambda line: not is_label(line[0]), lines))
    if not below:
        return end
    # an answer can go on behind its list or table
    of_a_kind = next((kind for kind in (is_row, is_item) if kind(below[0][0])), bool)
    return max(last for line, last in below if of_a_kind(line))
