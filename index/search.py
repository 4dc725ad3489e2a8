"""A question against a library: which passages, in what order, on which words.

The dense index and the shared words propose; late interaction decides, with the shared words added where question and
passage are in one language. Words count in their other ways of writing too. Publications that the question names by
number come before all else.
"""

import functools
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import ThreadpoolController

from index.answer import Language
from index.encoder import Encoding, Floats
from index.expansion import expanded
from index.fitted import Fitted
from index.generation import Generation
from index.inverted import Within
from index.lexical import overlap, terms
from index.store import Store

DENSE_CANDIDATES = 100
LEXICAL_CANDIDATES = 32
# Of those proposed so many at the least are compared by sentences too.
CONTENDERS = 48


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
    publication it refers to; ``evidence``: the characters of its sentences, the best match first.
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
    evidence: tuple[tuple[int, int], ...] = ()


def rank(
    query: Query,
    generation: Generation,
    store: Store,
    fitted: Fitted,
    named: Collection[int],
    k: int,
    within: Within | None = None,
) -> list[Ranked]:
    """The ``k`` passages, ``within`` those, that match best, best first, those in ``named`` before the others; ties in
    order of key."""
    vector, tokens = query.encoding.vectors[0], query.encoding.tokens
    asked = terms(query.text, query.language, query.encoding, query.weights)
    asked = expanded(asked, query.text, query.language, store)
    proposed = {
        *generation.nearest(vector, max(DENSE_CANDIDATES, k), within.keys if within else None),
        *named,
        *store.inverted.holding(asked, LEXICAL_CANDIDATES, within),
    }
    if not proposed:
        return []
    words = store.inverted.words(sorted(proposed))
    average = store.inverted.average_stems()
    keys = list(words)
    matches = generation.matches(tokens, keys)
    late = weighed(query, matches)
    found = []
    for row, (key, (language, stems, forms)) in enumerate(words.items()):
        same = language == query.language
        shared = overlap(asked, stems, average, forms) if same else 0.0
        # as long as its sentences are not looked at, the best of them counts for what the whole does
        whole = float(late[row])
        score = _score({"late": whole, "sentence": whole, "shared": shared}, fitted, same=same)
        found.append(Ranked(key, score, whole, whole, shared, 0.0, same, key in named, matches[row]))
    found = sorted(found, key=_order)[: max(CONTENDERS, k)]
    keys = [hit.key for hit in found]
    cosines = generation.cosines(vector, keys)
    ranked = []
    for hit, cosine, sentences in zip(found, cosines.tolist(), generation.sentences(tokens, keys), strict=True):
        scores = weighed(query, sentences.matches)
        sentence = float(scores.max(initial=0.0))
        evidence = tuple(map(tuple, sentences.spans[np.argsort(-scores, kind="stable")].tolist()))
        score = _score({"late": hit.late, "sentence": sentence, "shared": hit.shared}, fitted, same=hit.same_language)
        ranked.append(replace(hit, score=score, sentence=sentence, dense=cosine, evidence=evidence))
    return sorted(ranked, key=_order)[:k]


def _score(parts: Mapping[str, float], fitted: Fitted, *, same: bool) -> float:
    return sum(weight * parts[name] for name, weight in fitted.weighing(same=same).ranking.items())


def _order(hit: Ranked) -> tuple[bool, float, int]:
    return not hit.named, -hit.score, hit.key


def weighed(query: Query, matches: Floats) -> Floats:
    """(n,) the weighed mean of each row of matches (n, q) of the question's tokens; 0 where none has weight."""
    total = float(query.weights.sum())
    mean: Floats = matches @ query.weights / total if total else np.zeros(len(matches), np.float32)
    return mean


@functools.cache
def _pools() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """NumPy multiplies on one thread meanwhile. A question's products are small, and NumPy's threads, which wait for
    the next one at full speed, would take the cores from the model: 129 ms a question instead of 25 on two cores."""
    limit: AbstractContextManager[object] = _pools().limit(limits=1, user_api="blas")
    return limit
