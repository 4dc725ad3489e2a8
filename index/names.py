"""Names that Dutch and English write differently: "Duitsland" and "Germany", "NAVO" and "NATO".

names.tsv has them, English and Dutch, a pair a line: countries, languages, months and days of the Unicode CLDR 47
(© 1991-2025 Unicode, Inc., Unicode License v3), as Babel 2.19 has them, and below these offices, treaties, peoples and
places by hand.
"""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files

from index.lexical import plain

# A word begins as a name does where so many letters are the same: "Georgia" and "Georgië", "Surinaamse" and "Suriname".
ALIKE = 5
# If no name here begins so, all but so many have to be, of a word of so many letters: "Schiphol" not in "schip",
# "Rotterdammers" in "Rotterdam".
ENDING, LONG_ENDING, LONG = 2, 4, 10
# In two names for one thing those that have so many letters in common are the same word: "Africa", "Afrika".
SAME = 3
# A name that is longer stands where its last letter is another one: "Nederlands" in "Nederlandse", "Nederland's".
SHORT = 6
_ENDINGS = ("", "s", "e", "se", "en")
_LITTLE = frozenset("and de den der des en het la in of op the van voor".split())
_WORD = re.compile(r"\w+")


def standing_for(word: str) -> str:
    """A pattern of what stands for ``word``, a name or one of a name's words, in a plain text in its own language."""
    own = plain(word)
    wanted = ALIKE if own[:ALIKE] in _beginnings() else len(own) - (LONG_ENDING if len(own) >= LONG else ENDING)
    return rf"\b{re.escape(own[: max(ALIKE, wanted)])}"


def standing_elsewhere(word: str) -> str:
    """The same in the other language: what begins alike, and what the word is called there."""
    own = plain(word)
    named = {each for ending in _ENDINGS if own.endswith(ending) for each in _elsewhere(own.removesuffix(ending))}
    return "|".join((standing_for(word), *map(_whole, sorted(named))))


def _whole(word: str) -> str:
    if len(word) > SHORT:
        return rf"\b{re.escape(word[:-1])}"
    return rf"\b{re.escape(word)}(?:{'|'.join(filter(None, _ENDINGS))})?\b"


def _elsewhere(word: str) -> Collection[str]:
    return _pairs().get(word, ())


@functools.cache
def _pairs() -> Mapping[str, set[str]]:
    """What the words of names are called in the other language: a word stands for the one in its place or one that
    begins as it does, and each word of a name for the only one in the other."""
    found: Mapping[str, set[str]] = defaultdict(set)
    for names in _lines():
        english, dutch = (
            [word for word in own if word not in _LITTLE and not _in(word, other)]
            for own, other in (names, names[::-1])
        )
        pairs = [
            (word, other)
            for word, other in itertools.product(*names)
            if word[:SAME] == other[:SAME] and word[:ALIKE] != other[:ALIKE] and abs(len(word) - len(other)) < ALIKE
        ]
        if len(english) == len(dutch):
            pairs += zip(english, dutch, strict=True)
        elif 1 in (len(english), len(dutch)):
            pairs += itertools.product(english, dutch)
        for word, other in pairs:
            found[word].add(other)
            found[other].add(word)
    return dict(found)


@functools.cache
def _beginnings() -> Collection[str]:
    return {word[:ALIKE] for names in _lines() for name in names for word in name}


def _lines() -> list[list[list[str]]]:
    """The words of both names of each line."""
    lines = files("index").joinpath("names.tsv").read_text("utf-8").splitlines()
    return [
        [[plain(word) for word in _WORD.findall(name) if len(word) > 1] for name in line.split("\t")] for line in lines
    ]


def _in(word: str, others: Sequence[str]) -> bool:
    return any(other[:SAME] == word[:SAME] for other in others)
