"""A question against a library: which passages, in what order, on which words.

The dense index and the shared words propose; late interaction decides, less what a passage has in common with
every question, and with the shared words added where question and passage are in one language. Words count in their
other ways of writing too. Publications that the question names by number come before all else.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    """A passage in its place. ``score`` orders, about 1 for a perfect match; ``dense`` is the cosine of the texts.

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
    asked = expanded(asked, query.text, query.language, store)
    proposed = {*dense, *named, *store.inverted.holding(asked, LEXICAL_CANDIDATES)}
    average = store.inverted.average_stems()
    ranked = []
    for key, (language, stems, forms) in store.inverted.words(sorted(proposed)).items():
        tokens = generation.tokens.passage(key)
        same = language == query.language
        shared = overlap(asked, stems, average, forms) if same else 0.0
        score = _combined(fitted, query, tokens, shared, same=same)
        cosine = dense[key] if key in dense else generation.dense.cosine(query.encoding.vectors[0], key)
        ranked.append(Ranked(key, score, cosine, same, key in named))
    ranked.sort(key=lambda hit: (not hit.named, -hit.score, hit.key))
    return ranked[:k]


def _combined(fitted: Fitted, query: Query, tokens: PassageTokens, shared: float, *, same: bool) -> float:
    """The score that orders. It is scaled so that a perfect match is about 1 in either language, since one library
    can hold both."""
    sentences = fitted.sentence_same if same else fitted.sentence_cross
    hub = fitted.hub_same if same else fitted.hub_cross
    late = late_score(query, tokens) + sentences * max(sentence_scores(query, tokens), default=0.0)
    return (late - hub * tokens.hub + fitted.lexical * shared) / (1 + sentences)


def late_score(query: Query, tokens: PassageTokens) -> float:
    """The weighed mean over the question's tokens of their best match in the passage; 0 where either has none."""
    return max(_weighed(query, tokens.vectors, np.arange(min(1, len(tokens.vectors)))), default=0.0)


def sentence_scores(query: Query, tokens: PassageTokens) -> list[float]:
    """The same for each sentence of the passage, read alone."""
    return _weighed(query, tokens.sentence_vectors, tokens.sentence_rows)


def _weighed(query: Query, vectors: npt.NDArray[np.float16], rows: npt.NDArray[np.int64]) -> list[float]:
    """The question's weighed mean of best matches, for each run of ``vectors`` (t, e) begun at one of ``rows`` (s,)."""
    total = float(query.weights.sum())
    if total == 0 or not len(rows):
        return [0.0] * len(rows)
    matches = vectors.astype(np.float32) @ query.encoding.tokens.T
    best = np.maximum.reduceat(matches, rows, axis=0)
    scores: list[float] = (best @ query.weights / total).tolist()
    return scores


def evidence(query: Query, tokens: PassageTokens) -> tuple[tuple[int, int], ...]:
    """The sentence that matches the question best, as a character range; the first of equals wins."""
    scores = sentence_scores(query, tokens)
    if not scores:
        return ()
    start, end = tokens.sentence_spans[int(np.argmax(scores))].tolist()
    return ((start, end),)
