"""A question against a library: which passages, in what order, on which words.

The dense index and the shared words propose; late interaction decides, less what a passage has in common with
every question, and with the shared words added where question and passage are in one language. Publications that
the question names by number come before all else.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from corpus.sentences import sentence_spans
from index.answer import Language
from index.encoder import Encoding, Floats
from index.fitted import Fitted
from index.generation import Generation
from index.lexical import overlap, terms
from index.store import Store
from index.tokens import PassageTokens, best_matches

DENSE_CANDIDATES = 100
LEXICAL_CANDIDATES = 32


@dataclass(frozen=True, slots=True)
class Query:
    """A question, ready to search with. weights: (q,) float32, how rare each of its tokens is in the library."""

    text: str
    language: Language
    encoding: Encoding
    weights: Floats


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in its place. ``score`` orders; ``dense`` is the cosine of the whole texts.

    ``same_language``: whether it is written in the language of the question; ``named``: whether the question
    names its letter, or a publication it refers to.
    """

    key: int
    score: float
    dense: float
    same_language: bool
    named: bool


def rank(
    query: Query, generation: Generation, store: Store, fitted: Fitted, named: Collection[int], k: int
) -> list[Ranked]:
    """The ``k`` passages that match best, best first, those in ``named`` before the others; ties in order of key."""
    keys, cosines = generation.dense.search(query.encoding.vectors[0], max(DENSE_CANDIDATES, k))
    dense = dict(zip(keys.tolist(), cosines.tolist(), strict=True))
    asked = terms(query.text, query.language, query.encoding, query.weights)
    proposed = {*dense, *named, *store.holding([term.stem for term in asked], LEXICAL_CANDIDATES)}
    average = store.average_stems()
    ranked = []
    for key, (language, stems) in store.stems(sorted(proposed)).items():
        tokens = generation.tokens.passage(key)
        same = language == query.language
        score = late_score(query.weights, best_matches(query.encoding, tokens))
        score -= (fitted.hub_same if same else fitted.hub_cross) * tokens.hub
        score += fitted.lexical * overlap(asked, stems, average) if same else 0.0
        cosine = dense[key] if key in dense else generation.dense.cosine(query.encoding.vectors[0], key)
        ranked.append(Ranked(key, score, cosine, same, key in named))
    ranked.sort(key=lambda hit: (not hit.named, -hit.score, hit.key))
    return ranked[:k]


def late_score(weights: Floats, matches: Floats) -> float:
    """The weighed mean over question tokens of their best match.

    weights: (q,) from ``TokenStore.rarity``; matches: (q, t) from ``best_matches``. No token at all scores 0.
    """
    total = float(weights.sum())
    if total == 0 or matches.shape[1] == 0:
        return 0.0
    return float(weights @ matches.max(axis=1) / total)


def evidence(text: str, weights: Floats, matches: Floats, tokens: PassageTokens) -> tuple[tuple[int, int], ...]:
    """The sentence of ``text`` that matches the question best, as a character range.

    A sentence is scored like a passage, on its own tokens only; the first of equals wins.
    """
    sentences = sentence_spans(text)
    scores = [
        late_score(weights, matches[:, (tokens.spans[:, 1] > start) & (tokens.spans[:, 1] <= end)])
        for start, end in sentences
    ]
    return (sentences[int(np.argmax(scores))],) if sentences else ()
