"""Dutch or English? By words that only one of them has, or else by py3langid's character model, limited to the two."""

import functools
import re
from typing import TYPE_CHECKING

from index.answer import Language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Words that a question in the one language has and one in the other hasn't. "of", "is" and "was" are words of both,
# "de" and "van" stand in names. They decide 22,475 of 24,192 questions of known language, none of them wrongly; the
# model, which takes a third of a second to load, has the rest.
_DUTCH = frozenset(
    "het een en hoe wat wie waarom welke welk hoeveel wanneer waar voor zijn wordt worden hebben heeft niet ook maar "
    "bij naar deze dit kan kunnen moet moeten gaat krijgt aan uit tot als dan nog".split()
)
_ENGLISH = frozenset(
    "the and how what who why which many when where with are there will does did do can could would should has have "
    "been were from into by about their its that this to".split()
)
_WORD = re.compile(r"[^\W\d_]+")
# numbers of publications have no language; those who type them in ask in that of the papers
_NUMBERS = re.compile(r"(?:[\d\W_]|\b(?:[ivx]+[ab]?|[a-z]|nrs?|kst|kamerstuk(?:ken)?|p)\b)*+", re.IGNORECASE)
_QUESTION = 200  # characters; of a longer text the model tells more than a word does


@functools.cache
def _identifier() -> "LanguageIdentifier":
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(["nl", "en"])
    return identifier


def detect_language(text: str) -> Language:
    """The language of ``text``, of the two this product speaks."""
    if len(text) <= _QUESTION:
        words = set(_WORD.findall(text.lower()))
        dutch, english = not words.isdisjoint(_DUTCH), not words.isdisjoint(_ENGLISH)
        if dutch != english:
            return "nl" if dutch else "en"
        if _NUMBERS.fullmatch(text):
            return "nl"
    return "en" if _identifier().classify(text)[0] == "en" else "nl"
