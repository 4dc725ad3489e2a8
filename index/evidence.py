"""Which sentences of a passage answer: those that are marked where it is shown.

A softmax over the sentences tells how likely each is the one that answers. What it weighs is learned from questions and
the words that answer them (tests/evaluation/fitting/fit_evidence.py): how each matches read alone, and, where the
passage was read together with the question, how the question's tokens match there.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

import numpy as np

from corpus.grouping import is_item
from corpus.pairs import answer_start, is_label
from corpus.tables import Span, is_row, lines_of, tables
from index.encoder import Floats, Pair
from index.notes import note_of

# How likely a sentence must be the one that answers to be marked alone.
LIKELY = 0.5

_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\.")

# Sentences, the likeliest first, and the log-odds that it is each of them, but for what these have in common.
Weighed = tuple[tuple[Span, ...], tuple[float, ...]]


def in_order(sentences: Sequence[Sequence[int]], levels: Floats) -> Weighed:
    """``sentences``, of which ``levels`` (s,) are the log-odds."""
    order = np.argsort(-levels, kind="stable").tolist()
    return tuple((sentences[place][0], sentences[place][1]) for place in order), tuple(levels[order].tolist())


def weighed_anew(
    sentences: Sequence[Span], levels: Sequence[float], pair: Pair, weights: Mapping[str, float]
) -> Weighed:
    """The same once the passage was read together with the question; ``weights`` as in fitted.Together."""
    told = {"apart": np.array(levels), "words": pair.matches.mean(axis=1), "first": pair.matches[:, 0]}
    return in_order(sentences, np.sum([weight * told[name] for name, weight in weights.items()], axis=0))


def telling(text: str, sentences: Sequence[Span], levels: Sequence[float]) -> tuple[tuple[Span, ...], int | None]:
    """What of a passage is shown as what answers: characters of ``text``, as ``marked`` has them, and the place of the
    footnote among its ``sentences`` that is the likeliest, or the next where none is LIKELY. Beside a footnote the
    first of these is, and none where the footnote is LIKELY itself."""
    places = [note_of(span) for span in sentences]
    own = [row for row, place in enumerate(places) if place is None]
    spans = marked(text, [sentences[row] for row in own], [levels[row] for row in own if levels])
    if not levels:
        return spans, None
    shares = np.exp(np.array(levels) - levels[0])
    shown = places[: 1 if shares[0] >= LIKELY * shares.sum() else 2]
    footnote = next((place for place in shown if place is not None), None)
    if footnote is None:
        return spans, None
    return spans[:1] if None in shown else (), footnote


def marked(text: str, sentences: Sequence[Span], levels: Sequence[float]) -> tuple[Span, ...]:
    """The one of ``sentences``, the likeliest first, that answers, with what it announces; of a member's question with
    its answer one of the answer. And the next, where the first is not LIKELY to be it, but for rows of tables, which
    are all alike. The number of an item goes with what it says. In order of the text; two that stand beside each other
    are one. Without ``levels`` all are marked, as they are."""
    if not levels:
        return tuple(sentences)
    start = answer_start(text)
    own = [place for place, (first, _) in enumerate(sentences) if first >= start] or range(len(sentences))
    best = [sentences[place] for place in own[:2]]
    if len(best) > 1:
        shares = np.exp(np.array([levels[place] for place in own]) - levels[own[0]])
        if shares[0] >= LIKELY * shares.sum() or any(_is_in_table(text, first) for first, _ in best):
            best = best[:1]
    numbered = {_with_number(text, sentences, span) for span in best}
    spans = sorted((first, _end_of_announced(text, first, last)) for first, last in numbered)
    if len(spans) > 1 and not text[spans[0][1] : spans[1][0]].strip():
        spans = [(spans[0][0], max(last for _, last in spans))]
    return tuple(spans)


def _with_number(text: str, sentences: Sequence[Span], span: Span) -> Span:
    """One of ``sentences`` with the number of its item, "2.", which is one of its own: the one before it, or itself."""
    ordered = sorted(sentences)
    place = ordered.index(span)
    if _NUMBER.fullmatch(text, *span) and span != ordered[-1]:
        return span[0], ordered[place + 1][1]
    if place and _NUMBER.fullmatch(text, *ordered[place - 1]):
        return ordered[place - 1][0], span[1]
    return span


def _is_in_table(text: str, place: int) -> bool:
    return any(heads[0] <= place < rows[-1][1] for heads, *rows in tables(text))


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
