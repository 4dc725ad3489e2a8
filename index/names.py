"""Names that Dutch and English write differently: "Duitsland" and "Germany", "NAVO" and "NATO".

names.tsv has them, English and Dutch, a pair a line: countries, languages, months and days of the Unicode CLDR 47
(© 1991-2025 Unicode, Inc., Unicode License v3), as Babel 2.19 has them, and below these offices, treaties, peoples and
places by hand.
"""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources import files

from index.lexical import plain

# Words begin alike where so many letters are the same: "Georgia" and "Georgië".
ALIKE = 5
# In two names for one thing those that have fewer letters in common may be the same word still: "Africa", "Afrika".
SAME = 3
_LITTLE = frozenset("and de den der des en het la in of op the van voor".split())
_WORD = re.compile(r"\w+")


def beginnings(word: str) -> Sequence[str]:
    """How words begin, plain, that may stand in a passage for ``word``, a name or one of a name's words."""
    own = plain(word)[:ALIKE]
    return [own, *sorted(_elsewhere().get(own, ()))]


@functools.cache
def _elsewhere() -> Mapping[str, set[str]]:
    """How the words of names begin in the other language, by how they begin: a word stands for the one in its place,
    and each word of a name for the only one in the other."""
    found: Mapping[str, set[str]] = defaultdict(set)
    for line in files("index").joinpath("names.tsv").read_text("utf-8").splitlines():
        names = [[plain(word) for word in _WORD.findall(name) if len(word) > 1] for name in line.split("\t")]
        english, dutch = (
            [word[:ALIKE] for word in own if word not in _LITTLE and not _in(word, other)]
            for own, other in (names, names[::-1])
        )
        if len(english) == len(dutch):
            pairs = list(zip(english, dutch, strict=True))
        elif 1 in (len(english), len(dutch)):
            pairs = list(itertools.product(english, dutch))
        else:
            pairs = []
        for word, other in pairs:
            found[word].add(other)
            found[other].add(word)
    return found


def _in(word: str, others: Sequence[str]) -> bool:
    return any(other[:SAME] == word[:SAME] for other in others)
