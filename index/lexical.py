"""Words that a question and a passage share.

Words are stemmed by Snowball for the text's language, without accents and capitals, so that "Oekraine" finds
"Oekraïne". A compound counts in part: "klimaatneutraal" and "klimaat", "NAVO-top" and "top".
"""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from index.encoder import Encoding, Floats

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_SNOWBALL = {"nl": "dutch", "en": "english"}

# BM25's saturation and length normalisation (Robertson & Zaragoza 2009), and what a part of a compound is worth.
SATURATION = 1.2
LENGTH = 0.6
COMPOUND = 0.4
# A part of a compound is this long at the least, and the compound this much longer.
PART, LONGER = 5, 3


@functools.cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_SNOWBALL[language])


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _stem(word: str, language: str) -> str:
    plain = _plain(word)
    return str(_stemmer(language).stemWord(plain)) if language in _SNOWBALL else plain


def stems(text: str, language: str) -> list[str]:
    """The words of ``text`` as they are compared, in order; a language without a stemmer keeps them whole."""
    return [_stem(match.group(), language) for match in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question; ``weight`` is that of its rarest token."""

    stem: str
    weight: float


def terms(question: str, language: str, encoding: Encoding, weights: Floats) -> tuple[Term, ...]:
    """The question's different words, those without weight left out. weights: (q,), one for each of its tokens."""
    found: dict[str, float] = {}
    starts, ends = encoding.spans[:, 0], encoding.spans[:, 1]
    for match in _WORD.finditer(question):
        held = (starts < match.end()) & (ends > match.start())
        stem = _stem(match.group(), language)
        found[stem] = max(found.get(stem, 0.0), float(weights[held].max(initial=0.0)))
    return tuple(Term(stem, weight) for stem, weight in found.items() if weight > 0)


def overlap(asked: Sequence[Term], passage: Iterable[str], average: float) -> float:
    """How far a passage has the question's words, 0 to 1: BM25 over its highest possible value.

    passage: its stems; average: how many stems the library's passages have.
    """
    counts = Counter(passage)
    whole = sum(term.weight for term in asked)
    if not counts or not whole:
        return 0.0
    room = SATURATION * (1 - LENGTH + LENGTH * counts.total() / average)
    score = 0.0
    for term in asked:
        times = counts.get(term.stem, 0) + COMPOUND * _in_compounds(term.stem, counts)
        score += term.weight * times / (times + room)
    return score / whole


def _in_compounds(stem: str, counts: Counter[str]) -> int:
    """How often ``stem`` begins or ends a longer word of the passage, or such a word begins or ends it."""
    if len(stem) < PART or stem.isdigit():
        return 0
    return sum(times for other, times in counts.items() if _is_part(stem, other) or _is_part(other, stem))


def _is_part(part: str, whole: str) -> bool:
    return len(part) >= PART and len(whole) >= len(part) + LONGER and (whole.startswith(part) or whole.endswith(part))
