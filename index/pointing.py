"""Turns of a conversation that ask nothing anew but point at the passage that came before: "en de volgende alinea?",
"what comes before that?", "op welke pagina staat dat?", "are you sure?"; or that say thanks.

A plain rule: the whole turn must have one of the forms below. Words of it say little: what stands next to a passage is
known by its place alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.closed_words import THANKS
from index.lexical import plain

_AND = r"(?:(?:en|and|oke?|ok|okay|nee|no)[, ]+){0,2}"
_PLEASE = r"(?:,? (?:alsjeblieft|alstublieft|graag|aub|please|dan|then|precies|exact|exactly|eigenlijk))?"
_SHOW = r"(?:(?:show|toon|geef) )?(?:me )?(?:(?:de|the) )?"
_PARAGRAPH = r"(?:alinea|paragraph|passage|stukje|stuk)"
_SAYS = (
    r"(?:wat|what) (?:staat|stond|komt|zegt|comes|came|does it say|follows|volgt)(?: er)?"
    r"(?: (?:direct|meteen|just|right|immediately|daar))? "
)
_BEHIND = (
    r"(?:(?:direct |meteen |daar(?: direct| meteen)? )?(?:daarna|erna|hierna|na)"
    r"|(?:just |right )?after (?:that|this|it)|next)"
)
_BEFORE = (
    r"(?:(?:direct |meteen |daar(?: direct| meteen)? )?(?:daarvoor|ervoor|hiervoor|voor)"
    r"|(?:just |right )?before (?:that|this|it))"
)
_NEXT = (
    rf"{_SAYS}{_BEHIND}|next",
    rf"{_SHOW}(?:eerst)?(?:volgende|next|following) {_PARAGRAPH}",
    rf"(?:what does |wat zegt )?(?:de|the) {_PARAGRAPH} (?:daarna|erna|hierna|after (?:that|this|it)(?: one)?)"
    r"(?: say)?",
    r"(?:what does |wat zegt )?the one after(?: (?:that|this|it)(?: one)?)?",
    r"(?:lees|ga) (?:verder|door)|read on|go on|keep reading|continue(?: reading)?",
)
_PREVIOUS = (
    rf"{_SAYS}{_BEFORE}",
    rf"{_SHOW}(?:vorige|voorgaande|voorafgaande|previous|preceding) {_PARAGRAPH}",
    rf"(?:what does |wat zegt )?(?:de|the) {_PARAGRAPH} (?:daarvoor|ervoor|hiervoor|before (?:that|this|it)(?: one)?)"
    r"(?: say)?",
    r"(?:i meant |ik bedoel(?:de)? )?(?:the one before|die daarvoor)(?: (?:that|this|it)(?: one)?)?",
)
_PLACE = r"(?:pagina|bladzijde|alinea|paragraaf|sectie|kop|page|section|paragraph|part|heading)"
_AGAIN = (
    r"waar (?:staat|stond) (?:dat|dit)(?: in de brief)?",
    r"where (?:exactly )?(?:is (?:that|this|it)(?: stated| written)?|does (?:it|that) (?:say (?:that|this|so)|stand))"
    r"(?: in the letter)?",
    rf"(?:op|in|onder) welke? {_PLACE} (?:staat|stond|is|was) (?:dat|dit)",
    rf"(?:in |on |under )?(?:which|what) {_PLACE} (?:is|was) (?:that|this|it)(?: in| on| under)?",
    r"(?:can you |could you |please )?(?:quote|repeat|say) (?:it|that|this)(?: again| word for word| literally)?",
    r"(?:kun je |kunt u |wil je )?(?:citeer|citeren|herhaal|herhalen|quote) ?(?:dat|dit)?(?: (?:letterlijk|nog eens))?",
    r"(?:kun je |kunt u )?(?:dat|dit) (?:letterlijk )?(?:citeren|herhalen|nog eens zeggen)",
    r"(?:weet (?:je|u) (?:het |dat )?zeker|zeker weten|echt waar|klopt (?:dat|dit)(?: wel| echt)?"
    r"|is (?:dat|dit) (?:zo|waar|juist))",
    r"(?:are you (?:quite |really )?(?:sure|certain)(?: (?:about|of) (?:that|this|it))?|really"
    r"|is (?:that|this) (?:right|true|correct|so))",
    r"(?:in het|in) (?:nederlands|engels)|in (?:dutch|english)",
)
_FORMS = [
    (steps, re.compile(rf"{_AND}(?:{'|'.join(forms)}){_PLEASE}[\s?.!]*", re.IGNORECASE))
    for steps, forms in ((1, _NEXT), (-1, _PREVIOUS), (0, _AGAIN))
]
_NOTHING = THANKS | frozenset(
    "dankjewel dankuwel dankje merci thx ty cheers hartelijk heel hartelijke vriendelijk veel erg zeer very much a lot "
    "so top super mooi helder duidelijk begrepen goed fijn perfect great good nice clear understood cool got it that "
    "is dat dan was all alles thats noted genoteerd bye doei".split()
)
_THANKS = re.compile(
    r"\b(?:oke?|okay|dank(?:jewel|uwel|je)?|bedankt|merci|thanks?|thx|duidelijk|helder|begrepen|genoteerd|noted|understood"
    r"|cheers|doei|bye)\b"
)


@dataclass(frozen=True, slots=True)
class Pointing:
    """What a turn points at: the passage that answers ``question``, asked behind ``earlier``, or the one so many
    ``steps`` behind it in its letter, before it where these are negative."""

    question: str
    earlier: tuple[str, ...]
    steps: int


def pointing(question: str, earlier: Sequence[str]) -> Pointing | None:
    """Where ``question`` points after the ``earlier`` ones, oldest first; None where it asks something itself, or there
    is nothing to point at. "And the next one?" twice is two steps."""
    steps = _steps(question)
    if steps is None:
        return None
    place = len(earlier) - 1
    while place >= 0 and ((step := _steps(earlier[place])) is not None or says_thanks(earlier[place])):
        steps += step or 0
        place -= 1
    return Pointing(earlier[place], tuple(earlier[:place]), steps) if place >= 0 else None


def asking_themselves(questions: Sequence[str]) -> list[str]:
    """Those of them that ask something themselves."""
    return [each for each in questions if _steps(each) is None and not says_thanks(each)]


def says_thanks(question: str) -> bool:
    """Whether it says no more than thanks, or that it is understood."""
    text = plain(question)
    return bool(_THANKS.search(text)) and set(re.findall(r"[^\W_]+", text)) <= _NOTHING


def _steps(question: str) -> int | None:
    return next((steps for steps, form in _FORMS if form.fullmatch(question)), None)
