"""A question against a library: which passages, in what order, on which words.

The dense index and the shared words propose; late interaction decides, with the shared words added where question and
passage are in one language. Words count in their other ways of writing too. Publications that the question names by
number come before all else.
"""

import functools
from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from threadpoolctl import ThreadpoolController

from index.answer import Language
from index.encoder import Encoding, Floats
from index.expansion import expanded
from index.fitted import Fitted
from index.generation import Generation
from index.lexical import overlap, terms
from index.store import Store
from index.tokens import PassageTokens

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
    """A passage in its place. ``score`` orders, about 1 for a perfect match.

    It is put together from late, the score of late interaction with the passage; sentence, that with its best
    sentence read alone; shared, how far the passage has the question's words. dense is the cosine of the texts;
    matches (q,) float32 the best match of each of the question's tokens in the passage. ``same_language``: whether
    the passage is written in the language of the question; ``named``: whether the question names its letter, or a
    publication it refers to.
    """

    key: int
    score: float
    late: float
    sentence: float
    shared: float
    dense: float
    same_language: bool
    named: bool
    matches: Floats


def rank(
    query: Query, generation: Generation, store: Store, fitted: Fitted, named: Collection[int], k: int
) -> list[Ranked]:
    """The ``k`` passages that match best, best first, those in ``named`` before the others; ties in order of key."""
    keys, cosines = generation.dense.search(query.encoding.vectors[0], max(DENSE_CANDIDATES, k))
    dense = dict(zip(keys.tolist(), cosines.tolist(), strict=True))
    asked = terms(query.text, query.language, query.encoding, query.weights)
    asked = expanded(asked, query.text, query.language, store)
    proposed = {*dense, *named, *store.inverted.holding(asked, LEXICAL_CANDIDATES)}
    average = store.inverted.average_stems()
    ranked = []
    for key, (language, stems, forms) in store.inverted.words(sorted(proposed)).items():
        tokens = generation.tokens.passage(key)
        same = language == query.language
        matches = best_matches(query, tokens)
        late = weighed(query, matches)
        sentence = max(sentence_scores(query, tokens), default=0.0)
        shared = overlap(asked, stems, average, forms) if same else 0.0
        parts = {"late": late, "sentence": sentence, "shared": shared}
        score = sum(weight * parts[name] for name, weight in fitted.weighing(same=same).ranking.items())
        cosine = dense[key] if key in dense else generation.dense.cosine(query.encoding.vectors[0], key)
        ranked.append(Ranked(key, score, late, sentence, shared, cosine, same, key in named, matches))
    ranked.sort(key=lambda hit: (not hit.named, -hit.score, hit.key))
    return ranked[:k]


@functools.cache
def _pools() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """NumPy multiplies on one thread meanwhile. A question's products are small, and NumPy's threads, which wait for
    the next one at full speed, would take the cores from the model: 129 ms a question instead of 25 on two cores."""
    limit: AbstractContextManager[object] = _pools().limit(limits=1, user_api="blas")
    return limit


def best_matches(query: Query, tokens: PassageTokens) -> Floats:
    """The best match (q,) float32 of each of the question's tokens in the passage; 0 where that has no token."""
    if not len(tokens.vectors):
        return np.zeros(len(query.weights), np.float32)
    best: Floats = (tokens.vectors.astype(np.float32) @ query.encoding.tokens.T).max(axis=0)
    return best


def sentence_scores(query: Query, tokens: PassageTokens) -> list[float]:
    """How well each sentence of the passage, read alone, matches the question."""
    if not len(tokens.sentence_rows):
        return []
    matches = tokens.sentence_vectors.astype(np.float32) @ query.encoding.tokens.T
    return [weighed(query, best) for best in np.maximum.reduceat(matches, tokens.sentence_rows, axis=0)]


def weighed(query: Query, matches: Floats) -> float:
    """The weighed mean of the matches (q,) of the question's tokens; 0 where none has weight."""
    total = float(query.weights.sum())
    return float(query.weights @ matches) / total if total else 0.0


def evidence(query: Query, tokens: PassageTokens) -> tuple[tuple[int, int], ...]:
    """The sentence that matches the question best, as a character range; the first of equals wins."""
    scores = sentence_scores(query, tokens)
    if not scores:
        return ()
    start, end = tokens.sentence_spans[int(np.argmax(scores))].tolist()
    return ((start, end),)
