"""Query expansion: other ways to write a question's words, for the shared words alone.

Abbreviations and what they stand for, as the library's letters define them; words written apart or joined; and, for
words that no passage holds, the words they are made of and those that are spelled nearly alike. All come from the
library itself, so a question without any is compared as it stands. The encoder reads it as it was typed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from index.closed_words import FUNCTION
from index.folder.abbreviations import short_key
from index.folder.vocabulary import Frequency
from index.lexical import COMPOUND, HYPHENS, WORD, Term, Variant, acronym, plain, stem
from index.storage import Lexicon

# What a word that is spelled nearly alike counts. All the nearest words do: the rest of the question tells which was
# meant, and the most frequent may be the wrong one.
MISSPELLED = 0.5
# A word is looked up as misspelled from this length on; a compound has parts of this length.
SHORTEST, PART = 5, 3
# Letters that Dutch puts between the parts of a compound: "veiligheidssituatie", "studentenhuis".
LINKS = ("", "s", "en")
# No form of an abbreviation has more words: corpus.abbreviations looks no further back.
MOST_WORDS = 15
# Capitals tell a short form; without them it needs this many letters, and to be no ordinary word.
UNMISTAKABLE = 3

_Found = Iterator[tuple[str, Variant]]


def expanded(asked: Sequence[Term], question: str, language: str, store: Lexicon[Any]) -> tuple[Term, ...]:
    """``asked``, the terms of ``question``, with the variants that the library gives them."""
    matches = list(WORD.finditer(question))
    words = [match.group() for match in matches]
    pairs = [
        (left.group(), right.group())
        for left, right in pairwise(matches)
        if question[left.end() : right.start()] in (" ", *HYPHENS)
    ]
    variants: Mapping[str, dict[Variant, None]] = defaultdict(dict)
    for found in (
        _abbreviated(words, language, store),
        _joined(pairs, language, store),
        _unknown(words, language, store),
    ):
        for word, variant in found:
            variants[stem(word, language)][variant] = None
    return tuple(replace(term, variants=tuple(variants[term.stem])) for term in asked)


def _abbreviated(words: Sequence[str], language: str, store: Lexicon[Any]) -> _Found:
    """The long form for a short form in the question, and the other way round."""
    plains, shorts = [plain(word) for word in words], [short_key([word]) for word in words]
    first = [{word, word.removesuffix("s"), short} for word, short in zip(plains, shorts, strict=True)]
    begun = store.abbreviations.beginning(set().union(*first))
    runs: Mapping[str, list[Sequence[str]]] = defaultdict(list)
    for start in [place for place, forms in enumerate(first) if forms & begun]:
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            typed = " ".join(plains[start:end])
            for looked_up in {typed, typed.removesuffix("s"), " ".join(shorts[start:end])}:
                runs[looked_up].append(words[start:end])
    definitions = store.abbreviations.defined(runs) if runs else ()
    parts = {plain(part) for definition in definitions for part in WORD.findall(definition.short)}
    frequencies = store.vocabulary.frequencies(parts, language)
    for definition in definitions:
        short, long = WORD.findall(definition.short), WORD.findall(definition.long)
        own = [word for word in long if plain(word) not in FUNCTION] or long
        for run in runs[definition.short_key]:
            if _cased(run) == _cased(short) or any(_tells(word, frequencies) for word in short):
                variant = Variant(tuple(stem(word, language) for word in own), 1.0)
                yield from ((word, variant) for word in run)
        if any(acronym(word) or _tells(word, frequencies) for word in short):
            variant = Variant(tuple(acronym(word) or stem(word, language) for word in short), 1.0)
            yield from ((word, variant) for run in runs[definition.long_key] for word in run)


def _cased(words: Iterable[str]) -> list[str]:
    return [acronym(word) or word for word in words]


def _tells(word: str, frequencies: Mapping[str, Frequency]) -> bool:
    """Whether ``word`` is known as an abbreviation without its capitals."""
    frequency = frequencies.get(plain(word))
    return len(word) >= UNMISTAKABLE and not (frequency and frequency.ordinary)


def _joined(pairs: Iterable[tuple[str, str]], language: str, store: Lexicon[Any]) -> _Found:
    """Two words of the question for one: "klimaat neutraal" for "klimaatneutraal"."""
    found = {
        stem(left + link + right, language): (left, right)
        for left, right in pairs
        if _can_be_part(left) and _can_be_part(right)
        for link in LINKS
    }
    for joined in store.inverted.held(found):
        yield from ((word, Variant((joined,), 1.0)) for word in found[joined])


def _can_be_part(word: str) -> bool:
    return len(word) >= PART and plain(word) not in FUNCTION


def _unknown(words: Iterable[str], language: str, store: Lexicon[Any]) -> _Found:
    """For a word of the question that no passage holds, two that it is made of and those spelled nearly alike."""
    own = {stem(word, language): plain(word) for word in words if plain(word) not in FUNCTION}
    asked = {word: form for word, form in own.items() if len(form) >= SHORTEST and form.isalpha()}
    held = store.inverted.held(asked)
    unknown = [form for stem_, form in asked.items() if stem_ not in held]
    if not unknown or not store.vocabulary.knows(language):
        return
    for word in unknown:
        if parts := _parts(word, language, store):
            # as much as loose words count that begin and end a compound
            yield word, Variant(tuple(stem(part, language) for part in parts), 2 * COMPOUND)
        nearest = [other for other in store.vocabulary.nearest(word, language) if other not in FUNCTION]
        meant = [*nearest, *(stem(other, language) for other in nearest)]  # the nearest may be a stem already
        for other in store.inverted.held(dict.fromkeys(meant)):
            yield word, Variant((other,), MISSPELLED)


def _parts(word: str, language: str, store: Lexicon[Any]) -> tuple[str, str] | None:
    """The two words of the library that ``word`` is made of, the most frequent ones by their geometric mean (Koehn &
    Knight, "Empirical methods for compound splitting", EACL 2003)."""
    splits = [
        (word[:place].removesuffix(link), word[place:])
        for place in range(PART, len(word) - PART + 1)
        for link in LINKS
        if word[:place].endswith(link) and place - len(link) >= PART
    ]
    held = store.vocabulary.frequencies({part for split in splits for part in split} - FUNCTION, language)
    known = [split for split in splits if all(part in held for part in split)]
    return max(known, key=lambda split: held[split[0]].passages * held[split[1]].passages, default=None)
