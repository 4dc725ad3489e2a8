"""Dutch or English? By words that only one of them has, or else by py3langid's character model, limited to the two.

Where both have words in it, the first that asks tells, "Women, Peace and Security: wat doet Nederland?", or else the
first: a question opens in its own language, and names in the other come after, "Gaat het Office of the High
Commissioner mee?".

Of a query of keywords neither tells much: the model takes one in eight Dutch nouns for English ("subsidie", "budget").
So a question that is looked for in a library is in Dutch, too, where its Dutch letters use each of its words, and its
English ones don't use them all.
"""

import functools
import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from index.answer import Language
from index.closed_words import ASKING, FUNCTION
from index.lexical import WORD, plain

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Words that a question in the one language has and one in the other hasn't. "of", "is" and "was" are words of both,
# "de" and "van" stand in names. They decide 94,962 of 98,249 questions of known language, eight of them wrongly, which
# have words of a title; the model, which takes a third of a second to load, has the rest.
_DUTCH = frozenset(
    "het een en hoe wat wie waarom welke welk hoeveel wanneer waar voor zijn wordt worden hebben heeft niet ook maar "
    "bij naar deze dit kan kunnen moet moeten gaat krijgt aan uit tot als dan nog "
    "al alinea bladzijde paragraaf voetnoot bron datum afzender bijlage vraag antwoord hoi".split()  # typed alone
)
_ENGLISH = frozenset(
    "the and how what who why which many when where with are there will does did do can could would should has have "
    "been were from into by about their its that this to please".split()
)
# Words of English that don't decide against one of Dutch, since titles in Dutch questions have them ("fit for 55"), but
# against the letters' use of words.
_ENGLISH_ALONE = frozenset("for and from against between under within without about after before on at".split())
_WORD = re.compile(r"[^\W\d_]+")
# numbers of publications have no language; those who type them in ask in that of the papers
_NUMBERS = re.compile(
    r"(?:[\d\W_]|\b(?:[ivx]+[ab]?|[a-z]|nrs?|nummers?|kst|blg|ah|tk|ek|vv|kamerstuk(?:ken)?|dossiers?|p)\b)*+",
    re.IGNORECASE,
)
# a title or words that are asked about: "Kent u de uitzending 'Who is who'?"
_QUOTED = re.compile(r"[\"“”„][^\"“”„]+[\"“”]|(?<!\w)['‘‚](?!s\b)[^'‘’‚]+['’](?!\w)")
_QUESTION = 200  # characters; of a longer text the model tells more than a word does


@functools.cache
def _identifier() -> "LanguageIdentifier":
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(["nl", "en"])
    return identifier


def detect_language(text: str, used: Callable[[Collection[str], Language], Collection[str]] | None = None) -> Language:
    """The language of ``text``, of the two this product speaks. ``used``, if there is a library, gives those of some
    words, in plain form, that its letters in a language use, and not in names alone."""
    text = _own(text)
    short = len(text) <= _QUESTION
    if told := told_language(text):
        return told
    if short and _NUMBERS.fullmatch(text):
        return "nl"
    if _identifier().classify(text)[0] != "en":
        return "nl"
    words = {plain(word) for word in WORD.findall(text)} if short else set()
    telling = {word for word in words if word.isalpha()} - FUNCTION
    if used is None or not telling or not words.isdisjoint(_ENGLISH_ALONE):
        return "en"
    in_dutch, in_english = (len(used(telling, language)) for language in ("nl", "en"))
    return "nl" if in_english < in_dutch == len(telling) else "en"


def told_language(text: str) -> Language | None:
    """The language of ``text`` by words that only one of the two has; None where it has none, or is no question."""
    text = _own(text)
    if len(text) > _QUESTION:
        return None
    telling: list[tuple[Language, bool, bool]] = []
    for place, match in enumerate(_WORD.finditer(text)):
        typed, word = match.group(), plain(match.group())
        if word in _DUTCH or word in _ENGLISH:
            beside = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
            acronym = typed.isupper() and not text.isupper()
            in_name = (place > 0 and not typed.islower()) or acronym or "-" in beside  # "de WHO", "NEN-EN 730"
            telling.append(("nl" if word in _DUTCH else "en", in_name, word in ASKING))
    if len({language for language, _, _ in telling}) == 1:
        return telling[0][0]
    own = [(language, asking) for language, in_name, asking in telling if not in_name]
    return next((language for language, asking in own if asking), own[0][0] if own else None)


def _own(text: str) -> str:
    """``text`` without what it quotes, if it says more than a name for that: "Nota 'Ruimte voor de rivier'"."""
    own = _QUOTED.sub(" ", text)
    return own if len(_WORD.findall(own)) > 2 else text
