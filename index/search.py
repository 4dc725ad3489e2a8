"""A question against a library: which passages, in what order, on which words.

The dense index and the shared words propose; late interaction decides, with the shared words added where question and
passage are in one language. Words count in their other ways of writing too. Publications that the question names by
number come before all else, and before those that refer to them.
"""

import functools
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from index.answer import Language
from index.encoder import Encoding, Floats
from index.evidence import in_order
from index.expansion import expanded
from index.fitted import Fitted
from index.lexical import Term, overlap, terms
from index.notes import Note
from index.storage import Candidates, Letters, W

DENSE_CANDIDATES = 100
LEXICAL_CANDIDATES = 32
# Of those proposed so many at the least are compared by sentences too. Of 851 members' questions on 5,211 passages
# nDCG@10 was .8658 with 24 as with 48, .8654 with 16; packed, by the codes of then, .8624 instead of .8627.
CONTENDERS = 24

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Query:
    """A question, ready to search with. weights: (q,) float32, how rare each of its tokens is in the library.

    ``looked_up``: whether it asks for no more than publications, by their numbers. ``own``: where it asks something of
    publications, the keys of their passages; their numbers are not in ``text`` then. ``is_topic``: whether ``text`` is
    a topic of which no more is asked than what is said, or begins with that of a question before; ``in_conversation``:
    whether it is a question behind those before it.
    """

    text: str
    language: Language
    encoding: Encoding
    weights: Floats
    looked_up: bool = False
    own: frozenset[int] = frozenset()
    is_topic: bool = False
    in_conversation: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in its place. ``score`` orders, about 1 for a perfect match.

    It is put together from late, the score of late interaction with the passage; sentence, that with its best sentence
    read alone; shared, how far the passage has the question's words. usual_question is how much nearer than questions
    are on average this one is to texts at large in the passage's language, 0 where nothing is known of that; matches
    (q,) float32 the best match of each of the question's tokens in the passage. ``same_language``: whether the passage
    is written in the language of the question; ``named``: whether the question names its letter, or a publication it
    refers to; ``evidence``: the characters of its sentences, and what stands for its footnotes (notes.span_of), the one
    that answers most likely first; ``levels``: the log-odds that it is each of these, but for what they have in common;
    ``together``: the log-odds that the passage answers, where it was read together with the question; ``footnotes``:
    those of its own that a look-up found.
    """

    key: int
    score: float
    late: float
    sentence: float
    shared: float
    usual_question: float
    same_language: bool
    named: bool
    matches: Floats
    evidence: tuple[tuple[int, int], ...] = ()
    levels: tuple[float, ...] = ()
    together: float | None = None
    footnotes: tuple[Note, ...] = ()


def rank(
    query: Query,
    generation: Candidates[W],
    store: Letters[W],
    fitted: Fitted,
    named: Mapping[int, int],
    k: int,
    within: W | None = None,
) -> list[Ranked]:
    """The ``k`` passages, ``within`` those, that match best, best first. Those in ``named`` come before the others, the
    lowest of its numbers first; ties in order of key."""
    vector, tokens = query.encoding.vectors[0], query.encoding.tokens

    @functools.cache  # no letter may be in the question's language
    def asked() -> tuple[Term, ...]:
        own = terms(query.text, query.language, query.encoding, query.weights)
        return expanded(own, query.text, query.language, store)

    proposed = {*generation.nearest(vector, max(DENSE_CANDIDATES, k), within), *named}
    if len(proposed) < len(generation):  # else all are there already
        proposed |= {*store.inverted.holding(asked(), LEXICAL_CANDIDATES, within)}
    words = store.inverted.words(sorted(proposed))
    if not words:
        return []
    average = store.inverted.average_stems()
    keys = list(words)
    matches = generation.matches(tokens, keys)
    late = weighed(query, matches).astype(np.float64)
    same = np.array([language == query.language for language, _, _ in words.values()])
    shared = np.array(
        [
            overlap(asked(), stems, average, forms) if language == query.language else 0.0
            for language, stems, forms in words.values()
        ]
    )
    # as long as its sentences are not looked at, the best of them counts for what the whole does
    scores = _scores({"late": late, "sentence": late, "shared": shared}, fitted, same)
    rows = _order(keys, scores, named)[: max(CONTENDERS, k)]
    keys, late, same, shared, matches = [keys[row] for row in rows], late[rows], same[rows], shared[rows], matches[rows]
    usual = {language: float(vector @ each.vector) - each.question for language, each in fitted.middles.items()}
    alone = generation.sentences(tokens, keys)
    every = weighed(query, np.concatenate([sentences.matches for sentences in alone]))
    by_sentence = np.split(every, np.cumsum([len(sentences.matches) for sentences in alone])[:-1])
    sentence = np.array([best.max(initial=0.0) for best in by_sentence], np.float64)
    scores = _scores({"late": late, "sentence": sentence, "shared": shared}, fitted, same)
    slopes = np.where(same, fitted.same.evidence, fitted.cross.evidence)
    return [
        Ranked(
            keys[row],
            float(scores[row]),
            float(late[row]),
            float(sentence[row]),
            float(shared[row]),
            usual.get(words[keys[row]][0], 0.0),
            bool(same[row]),
            keys[row] in named,
            matches[row],
            *in_order(alone[row].spans.tolist(), by_sentence[row] * slopes[row]),
        )
        for row in _order(keys, scores, named)[:k]
    ]


def reordered(ranked: Sequence[Ranked], log_odds: Sequence[float], weight: float) -> list[Ranked]:
    """``ranked`` once the first of them were read together with the question: each then scores ``weight`` times as much
    less as it is less likely to answer than the likeliest, and those that were not read as if they were the least."""
    best, worst = max(log_odds), min(log_odds)
    every = [*log_odds, *[worst] * (len(ranked) - len(log_odds))]
    read = [
        replace(hit, score=hit.score + weight * (odds - best), together=odds if place < len(log_odds) else None)
        for place, (hit, odds) in enumerate(zip(ranked, every, strict=True))
    ]
    return sorted(read, key=lambda hit: -hit.score)


def _scores(parts: Mapping[str, Scores], fitted: Fitted, same: npt.NDArray[np.bool_]) -> Scores:
    """(n,) what orders passages, of the (n,) parts of their scores; same: which are in the question's language."""
    within, across = (
        np.asarray(sum(weight * parts[name] for name, weight in fitted.weighing(same=kind).ranking.items()))
        for kind in (True, False)
    )
    return np.where(same, within, across)


def _order(keys: Sequence[int], scores: Scores, named: Mapping[int, int]) -> list[int]:
    """The rows of ``keys``, those that are named first, in their order, then the best, then the lowest key."""
    return sorted(range(len(keys)), key=lambda row: (named.get(keys[row], sys.maxsize), -scores[row], keys[row]))


def weighed(query: Query, matches: Floats) -> Floats:
    """(n,) the weighed mean of each row of matches (n, q) of the question's tokens; 0 where none has weight."""
    total = float(query.weights.sum())
    mean: Floats = matches @ query.weights / total if total else np.zeros(len(matches), np.float32)
    return mean


@functools.cache
def _pools() -> ThreadpoolController:
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """NumPy multiplies on one thread meanwhile. A question's products are small, and NumPy's threads, which wait for
    the next one at full speed, would take the cores from the model: 129 ms a question instead of 25 on two cores. Nor
    does it warn of invalid values: on AVX-512 a product of finite numbers, which came out right, now and then left the
    processor's flag for them raised."""
    with _pools().limit(limits=1, user_api="blas"), np.errstate(invalid="ignore"):
        yield
