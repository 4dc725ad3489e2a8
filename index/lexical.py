"""Words that a question and a passage share.

Words are stemmed by Snowball for the text's language, without accents and capitals, so that "Oekraine" finds
"Oekraïne". A compound counts in part: "klimaatneutraal" and "klimaat", "NAVO-top" and "top". What else counts as a
word of the question is in its variants, which expansion.py finds.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Encoding, Floats

WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:[.,]\d+)*")  # with accents that are characters of their own
HYPHENS = "-\u2010\u2011"
_HYPHENATED = re.compile(rf"(?<![^\W_])[^\W_]+(?:[{HYPHENS}][^\W_]+)+")
_SNOWBALL = {"nl": "dutch", "en": "english"}
# An acronym has two capitals at the least and no more letters than this.
ACRONYM = 10

# BM25's saturation and length normalisation (Robertson & Zaragoza 2009), and what a part of a compound is worth.
SATURATION = 1.2
LENGTH = 0.6
COMPOUND = 0.4
# A part of a compound is this long at the least, and the compound this much longer.
PART, LONGER = 5, 3
# Of so many texts, the last that were compared, the words are kept, some 60 MB at the most: not of those with more
# characters, of which a collection's can have a million.
KEPT, LONG = 512, 5_000


@functools.cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_SNOWBALL[language])


def plain(word: str) -> str:
    """``word`` without accents and capitals."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKD", word.casefold()).translate(_UNMARKED)


class _Unmarked(dict[int, int | None]):
    """What ``str.translate`` makes of each character: nothing of a combining mark."""

    def __missing__(self, character: int) -> int | None:
        self[character] = kept = None if unicodedata.combining(chr(character)) else character
        return kept


_UNMARKED = _Unmarked()


def stem(word: str, language: str) -> str:
    """``word`` as it is compared; a language without a stemmer keeps it whole."""
    return str(_stemmer(language).stemWord(plain(word))) if language in _SNOWBALL else plain(word)


def stems(text: str, language: str) -> list[str]:
    """The words of ``text`` as they are compared, in order."""
    return [stem(match.group(), language) for match in WORD.finditer(text)]


def acronym(word: str) -> str | None:
    """An acronym as it is compared, which keeps "OM" apart from "om": its letters and a "_"; None for other words."""
    if len(word) > ACRONYM or sum(character.isupper() for character in word) < 2:
        return None
    return plain(word.removesuffix("s")) + "_"


def forms_of(short: str) -> set[str]:
    """How passages may have a word of a short form in lower case: as an acronym, or as any other word."""
    return {short + "_", *(stem(short, language) for language in _SNOWBALL)}


def forms(text: str, language: str) -> list[str]:
    """What the stems of ``text`` do not tell: its hyphenated words as one word, and its acronyms."""
    joined = [stem(word, language) for word in joined_words(text)]
    acronyms = [acronym(match.group()) for match in WORD.finditer(text)]
    return joined + [found for found in acronyms if found]


def joined_words(text: str) -> list[str]:
    """The hyphenated words of ``text`` without their hyphens: "NAVOtop", numbers such as "2020-2021" left out."""
    joined = [re.sub(rf"[{HYPHENS}]", "", match.group()) for match in _HYPHENATED.finditer(text)]
    return [word for word in joined if not word.isdigit()]


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to write a word of the question: a passage has it as often as it has each of ``stems``, which may
    be forms. ``worth`` is what one time counts."""

    stems: tuple[str, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question; ``weight`` is that of its rarest token."""

    stem: str
    weight: float
    variants: tuple[Variant, ...] = ()


def terms(question: str, language: str, encoding: Encoding, weights: Floats) -> tuple[Term, ...]:
    """The question's different words, those without weight left out. weights: (q,), one for each of its tokens."""
    found: dict[str, float] = {}
    words = list(WORD.finditer(question))
    held = encoding.held(spans_of(words))
    for word, weight in zip(words, np.where(held, weights, 0).max(axis=1, initial=0).tolist(), strict=True):
        stemmed = stem(word.group(), language)
        found[stemmed] = max(found.get(stemmed, 0.0), weight)
    return tuple(Term(word, weight) for word, weight in found.items() if weight > 0)


def spans_of(matches: Iterable[re.Match[str]]) -> npt.NDArray[np.int64]:
    """(n, 2) the characters of each of these."""
    return np.array([match.span() for match in matches], np.int64).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a passage: as one text, in order, and the different ones."""

    text: str
    every: tuple[str, ...] = ()
    different: frozenset[str] = frozenset()


def words_in(text: str) -> Words:
    """The words that a space sets apart in ``text``."""
    return _words_in(text) if len(text) <= LONG else _words_in.__wrapped__(text)


@functools.lru_cache(maxsize=KEPT)
def _words_in(text: str) -> Words:
    every = tuple(text.split())
    return Words(text, every, frozenset(every))


NONE = Words("")


def overlap(asked: Sequence[Term], passage: Words, average: float, forms: Words = NONE) -> float:
    """How far a passage has the question's words, 0 to 1: BM25 over its highest possible value.

    passage: its stems; forms: its forms; average: how many stems the library's passages have.
    """
    whole = sum(term.weight for term in asked)
    if not passage.every or not whole:
        return 0.0
    room = SATURATION * (1 - LENGTH + LENGTH * len(passage.every) / average)
    score = 0.0
    for term in asked:
        own = passage.every.count(term.stem) if term.stem in passage.different else 0
        times = own + COMPOUND * _in_compounds(term.stem, own, passage)
        if term.stem in forms.different:
            times = max(times, forms.every.count(term.stem))
        for variant in term.variants:
            held = min(passage.every.count(stem) + forms.every.count(stem) for stem in variant.stems)
            times = max(times, variant.worth * held)
        if times:
            score += term.weight * times / (times + room)
    return score / whole


def _in_compounds(stem: str, own: int, passage: Words) -> int:
    """How often ``stem`` begins or ends a longer word of the passage, or such a word begins or ends it. own: how often
    the passage has it by itself."""
    if len(stem) < PART or stem.isdigit():
        return 0
    times = 0
    if len(stem) >= PART + LONGER and (parts := _shorter(stem) & passage.different):
        times += sum(passage.every.count(part) for part in parts)
    if passage.text.count(stem) > own:  # most words are in no other: this is seen at once
        longer = len(stem) + LONGER
        times += sum(len(each) >= longer and (each.startswith(stem) or each.endswith(stem)) for each in passage.every)
    return times


@functools.lru_cache(maxsize=256)
def _shorter(stem: str) -> frozenset[str]:
    """What ``stem`` may begin or end with that is a word of its own."""
    ends = range(PART, len(stem) - LONGER + 1)
    return frozenset(part for end in ends for part in (stem[:end], stem[-end:]))
