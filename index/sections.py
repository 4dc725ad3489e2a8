"""What stands under a heading that is asked by its number: "Wat is het antwoord op vraag 4?", "artikel 5".

A plain rule, as for publications by their numbers: the whole question must have one of the forms below, and the letter
that is meant a heading with that number. Words say little of it: "vraag 4" is near to every question and answer.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from index.closed_words import LETTERS
from index.passages import Passage

# How a heading of each kind begins, and how it is asked for, in either language.
_KINDS = {
    "question": r"vra(?:ag|gen)|questions?",
    "article": r"artikel(?:en)?|articles?|art\.?",
    "chapter": r"hoofdstuk(?:ken)?|chapters?",
    "section": r"paragra(?:af|fen)|sections?|par\.|§§?",
    "point": r"punt(?:en)?|nummers?|onderwerp(?:en)?|points?|numbers?|topics?|items?",
    "annex": r"bijlage[ns]?|annex(?:es)?|appendi(?:x|ces)",
}
_BARE = ("chapter", "section", "point")  # such a heading may begin with its number alone: "2.1 Uitvoering"
_ONE = r"(?:\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?|[IVX]{1,6})\b"
_UP_TO = r" ?(?:t/m|tot en met|to|-|–) ?"
_NEXT = rf"(?:{_UP_TO}|, ?| ?(?:en|and|&) ?)"
_NUMBERS, _LETTERS = (rf"{one}(?:{_NEXT}{one})*" for one in (_ONE, rf"(?:{_ONE}|\b[A-Z]\b)"))
_NUMBERED = {
    kind: rf"(?:{names}) ?(?P<{kind}>{_LETTERS if kind == 'annex' else _NUMBERS})" for kind, names in _KINDS.items()
}
# A heading's number with a mark behind it or a point in it; and a figure, which may be of what follows: "40 jaar NAVO".
_MARKED = re.compile(
    rf"\W*({_ONE}(?=[.):](?!\d|\w\.))|\d{{1,3}}(?:\.\d{{1,2}}){{1,4}}[a-z]?(?!\.?\w|%))", re.IGNORECASE
)
_FIGURE = re.compile(r"\W*(\d{1,3})(?!\S)")
_PLACE = f"(?:de |het |the )?(?:{'|'.join(_NUMBERED.values())})"
# of a few words: "Article 19 of the by-law: what does the board amend under it?" asks more
_TOPIC = r"(?P<topic> (?:over|van|uit|in|inzake|on|about|of|from|regarding)(?: [^\s?:;,]+){1,6}?)?"
_THIS_LETTER = re.compile(rf"(?:deze|dit|de|het|this|the) (?:{'|'.join(sorted(LETTERS))})", re.IGNORECASE)
_ANSWER = r"(?:(?:het |de |the )?(?:antwoord|reactie|beantwoording|answer|response|reply) (?:op|van|to|of) )?"
_ASKED = (
    rf"{_ANSWER}{_PLACE}",
    rf"hoe luid(?:t|de|en) {_ANSWER}{_PLACE}",
    rf"wat (?:is|zijn|was|waren|staat|stond|zegt|zeggen|luidt|luiden)(?: er)?(?: in| bij| onder)? {_ANSWER}{_PLACE}",
    rf"wat (?:antwoord|zeg|zei|reageer|schreef|schrijf)\w* (?:[\w-]+ ){{1,8}}op {_PLACE}",
    rf"(?:toon|geef|lees|show|read|give)(?: me| mij)? {_ANSWER}{_PLACE}",
    rf"(?:(?:vertel|tell)(?: me| mij)? )?(?:meer|more) (?:over|about|on) {_PLACE}",
    rf"what (?:is|was|are)(?: in| under)? {_ANSWER}{_PLACE}",
    rf"how (?:does|did|do) (?:[\w-]+ ){{1,8}}(?:answer|respond to|reply to) {_PLACE}",
    rf"what (?:does|did|do) (?:[\w-]+ ){{1,8}}(?:answer|say|reply) to {_PLACE}",
)
_FORMS = [
    re.compile(rf"(?:(?:en|and),? )?{form}[\s?.!]*", re.IGNORECASE)
    for form in (*(form + _TOPIC for form in _ASKED), rf"what (?:does|do) {_ANSWER}{_PLACE}{_TOPIC} say")
]


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of heading and its numbers; ``topic``: what the letter is about that is meant, in the question's words;
    None where it doesn't say."""

    kind: str
    numbers: frozenset[str]
    topic: str | None

    def standing(self, passages: Sequence[Passage]) -> list[int] | None:
        """The keys of those ``passages`` under a heading that has one of the numbers; None where no heading of this
        kind has any, or it may be of a list: "punt 5"."""
        numbers = _of_headings({each for passage in passages for each in passage.section}, self.kind)
        if not numbers:
            return None
        asked = {each for each, its in numbers.items() if not its.isdisjoint(self.numbers)}
        if not asked and self.kind == "point":
            return None
        return [passage.key for passage in passages if not asked.isdisjoint(passage.section)]


def place_asked(question: str) -> Place | None:
    """The headings that ``question`` asks for, None where it asks something else."""
    for form in _FORMS:
        if match := form.fullmatch(question):
            kind, numbers = next((each, match[each]) for each in _KINDS if match[each])
            topic = (match["topic"] or "").strip().partition(" ")[2]
            said = topic and not _THIS_LETTER.fullmatch(topic)
            if said and kind == "point":  # "punt 2 van het Parijsakkoord"
                return None
            return Place(kind, frozenset(_numbers(numbers)), topic if said else None)
    return None


def bare_numbers(headings: Set[str]) -> dict[str, str]:
    """The numbers of those of a letter's headings that begin with one. A figure with nothing behind it to tell is one
    where others count up to it from the first, leaving out one at a time at most."""
    found = {each: match[1].lower() for each in headings if (match := _MARKED.match(each))}
    figures = {each: match[1] for each in headings - found.keys() if (match := _FIGURE.match(each))}
    counted: list[int] = []
    for figure in sorted({int(each) for each in figures.values()}):
        if figure - (counted[-1] if counted else 0) > 2:
            break
        counted.append(figure)
    if len(counted) > 1:
        found |= {each: figure for each, figure in figures.items() if int(figure) in counted}
    return found


def _of_headings(headings: Set[str], kind: str) -> dict[str, set[str]]:
    """The numbers of those of a letter's headings that are of this kind and have any."""
    named = re.compile(rf"\W*{_NUMBERED[kind]}(?![\w%])", re.IGNORECASE)
    found = {each: {number} for each, number in bare_numbers(headings).items()} if kind in _BARE else {}
    return found | {each: set(_numbers(match[kind])) for each in headings if (match := named.match(each))}


def _numbers(text: str) -> list[str]:
    """ "3, 4 t/m 6" → 3, 4, 5, 6."""
    first, *others = re.split(f"({_NEXT})", text.lower())
    found = [first]
    for link, number in zip(others[::2], others[1::2], strict=True):
        if re.fullmatch(_UP_TO, link):
            found += _between(found[-1], number)
        found.append(number)
    return found


def _between(first: str, last: str) -> list[str]:
    """The numbers between two that differ in nothing but the figures they end in: 3.1 and 3.4 → 3.2, 3.3. None between
    others: what comes after 2a isn't known."""
    (*stem, low), (*other, high) = first.split("."), last.split(".")
    if stem != other or not (low + high).isdigit():
        return []
    return [".".join((*stem, str(each))) for each in range(int(low) + 1, min(int(high), int(low) + 100))]
