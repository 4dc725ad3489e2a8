"""The words of passages as a sparse vector, so that the server proposes what BM25 would.

BM25 (Robertson & Zaragoza 2009) is a product of two: how often a passage has a word, saturated, for its length, and how
rare the word is. The first is the passage's vector, the second the question's; the server multiplies. So words are cut
and stemmed by us, and are the same everywhere. A word's place in the vector is a number made of it.

A server without sparse vectors has these numbers in an array, by which passages are found that hold the rarest words.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping

# as SQLite's FTS5 has them, so that both propose alike
SATURATION, LENGTH = 1.2, 0.75
LEAST = 1e-6
# Where no word has its place, so that a passage without any has a vector too.
NOWHERE = 1 << 31


def place_of(word: str) -> int:
    """Below NOWHERE; two of 200,000 words have the same place once in ten libraries."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big") % NOWHERE


def passage_vector(words: Iterable[str], average: float) -> dict[int, float]:
    """``words``: stems and forms of a passage; ``average``: how many a passage has."""
    counts = Counter(map(place_of, words))
    room = SATURATION * (1 - LENGTH + LENGTH * counts.total() / average)
    weights = {place: times * (SATURATION + 1) / (times + room) for place, times in counts.items()}
    return weights or {NOWHERE: LEAST}


def rareness(passages: int, holding: int) -> float:
    """``holding`` may be a little too high: words of a letter that was damaged when it went still count."""
    return max(math.log((max(passages - holding, 0) + 0.5) / (holding + 0.5)), LEAST)


def question_vector(wanted: Mapping[str, float]) -> dict[int, float]:
    """``wanted``: words, each with how rare it is."""
    weights: dict[int, float] = {}
    for word, weight in wanted.items():
        weights[place_of(word)] = max(weights.get(place_of(word), 0.0), weight)
    return weights
