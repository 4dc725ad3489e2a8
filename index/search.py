"""A question against a library: candidates by the dense index, order by late interaction."""

from dataclasses import dataclass

import numpy as np

from corpus.sentences import sentence_spans
from index.encoder import Encoding, Floats
from index.generation import Generation
from index.tokens import PassageTokens, best_matches

CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in its place. ``late`` and ``dense`` are similarities from -1 to 1; ``late`` orders."""

    key: int
    late: float
    dense: float


def rank(question: Encoding, generation: Generation, k: int) -> list[Ranked]:
    """The ``k`` passages that match ``question`` best, best first; ties in order of key."""
    keys, cosines = generation.dense.search(question.vectors[0], max(CANDIDATES, k))
    weights = generation.tokens.rarity(question.token_ids)
    ranked = [
        Ranked(key, late_score(weights, best_matches(question, generation.tokens.passage(key))), cosine)
        for key, cosine in zip(keys.tolist(), cosines.tolist(), strict=True)
    ]
    ranked.sort(key=lambda hit: (-hit.late, hit.key))
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
