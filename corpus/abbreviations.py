"""Abbreviations as a text itself defines them: "het Planbureau voor de Leefomgeving (PBL)".

The algorithm is that of Schwartz & Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
text" (PSB 2003): the letters of the short form are looked for from right to left in the words before it, the first of
them at the start of a word; but where each of them begins a word, these words are the long form. Letters of government
announce the short form as well: "(hierna: NAR)", "(hierna te noemen «de ACM»)", ", hierna EDTs", "(hereinafter: X)". A
short form whose letters are not in the words before it ("(hierna: de verordening)") is left out, since nothing tells
where its long form begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import sentence_spans

_QUOTES = "«»“”„\"'‘’"
_WORD = r"[A-Za-zÀ-ÿ0-9][\w&/-]*"
_SHORT = rf"[{_QUOTES}]?(?P<short>{_WORD}(?: {_WORD})?)[{_QUOTES}]?"
_ANNOUNCED = (
    r"(?:(?:hierna|verder|voortaan|hereinafter|hereafter)(?:[ ,:]+(?:ook|te noemen|te duiden als|genoemd|aangeduid als"
    r"|aangehaald als|afgekort(?: als| tot)?|referred to as|called))?|afgekort(?: als| tot)?|ook wel|kortweg|in short)"
    r"[ ,:]+"
)
_ARTICLE = rf"(?:[{_QUOTES}]?(?:de|het|the) )?"
_IN_BRACKETS = re.compile(rf" ?[(\[](?:{_ANNOUNCED}{_ARTICLE})?{_SHORT}(?=[)\];,])")
_BEHIND_COMMA = re.compile(rf", {_ANNOUNCED}{_ARTICLE}[{_QUOTES}]?(?P<short>{_WORD})")
# "PBL (Planbureau voor de Leefomgeving)"
_TURNED = re.compile(rf"(?<![\w-])(?P<short>{_WORD}) \((?P<long>[^()]+)\)")
# "DIANA", "EDTs", "SG NAVO", "Awb"; not "artikel II" or "Rusland"
_PLAUSIBLE = re.compile(r"(?:\S*[A-Z]\S*[A-Z]\S*|[A-Z]\S{2,4})(?: \S*[A-Z]\S*)?")
# an address, a number, a member with the party in brackets ("het lid Bontenbal (CDA)"), words that run on from others
_NO_NAME = re.compile(r"\d/|\w\.(?:\w| )|\b(?:lid|leden|heer|mevrouw)\b")
# with these no long form begins
_BETWEEN = frozenset("en of van voor aan bij door om dat die and or".split())
# no letter of the short form is of these: "Vereniging van Nederlandse Gemeenten (VNG)"
_PASSED = _BETWEEN | frozenset("de het een the a an for".split())
_FEWEST_LETTERS, _MOST_LETTERS = 2, 10
_LONGEST = 400  # characters looked back, so that a long text costs no more than a short one


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what it stands for, each as the text writes it."""

    short: str
    long: str


def find_abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """Every definition in ``text``, each pair once, in order within a sentence's form of definition."""
    found = [pair for start, end in sentence_spans(text) for pair in _in_sentence(text[start:end])]
    return tuple(dict.fromkeys(found))


def _in_sentence(sentence: str) -> Iterator[Abbreviation]:
    for pattern in (_IN_BRACKETS, _BEHIND_COMMA):
        for match in pattern.finditer(sentence):
            before = sentence[max(0, match.start() - _LONGEST) : match.start()]
            if long := _long_form(match["short"], re.split(r"[()\[\];:]", before)[-1]):
                yield Abbreviation(match["short"], long)
    for match in _TURNED.finditer(sentence):
        if _long_form(match["short"], match["long"]) == match["long"]:
            yield Abbreviation(match["short"], match["long"])


def _long_form(short: str, before: str) -> str | None:
    """The end of ``before`` that ``short`` abbreviates; None where its letters are not there."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    if not _FEWEST_LETTERS <= len(letters) <= _MOST_LETTERS or not _PLAUSIBLE.fullmatch(short):
        return None
    words = list(re.finditer(r"\S+", before))[-min(len(letters) + 5, 2 * len(letters)) :]
    window = before[words[0].start() :] if words else ""
    lower = "".join(character.lower()[:1] for character in window)
    place = _initials(letters, lower)
    if place is None and (place := _place(letters, lower)) is None:
        return None
    long = window[window.rfind(" ", 0, place) + 1 :].strip(f"{_QUOTES}*_,-– ")
    says_more = len(long) > len(short) and short not in re.split(r"[\s-]", long)
    return long if says_more and not _NO_NAME.search(long) else None


def _initials(letters: list[str], lower: str) -> int | None:
    """Where the first of the words at the end of ``lower`` stands that begin with ``letters``."""
    left = list(letters)
    for word in reversed(list(re.finditer(r"[^\W_]+", lower))):
        if word.group() not in _BETWEEN and word.group()[0] == left[-1]:
            left.pop()
            if not left:
                return word.start()
        elif word.group() not in _PASSED:
            return None
    return None


def _place(letters: list[str], lower: str) -> int | None:
    """Where the first of ``letters`` stands at the start of a word, with the others behind it in order. Where they pass
    over the last words, they stand in two words at the least: in "Rijksdienst voor Ondernemend Nederland (RVO)", but
    not in "sectoren en ketens (SER)"."""
    places = [len(lower)]
    for letter in reversed(letters[1:]):
        places.append(lower.rfind(letter, 0, places[-1]))
        if places[-1] < 0:
            return None
    words = [word for word in re.finditer(r"[^\W_]+", lower) if word.group() not in _BETWEEN]
    starts = [word.start() for word in words if word.start() < places[-1] and word.group().startswith(letters[0])]
    if not starts:
        return None
    telling = [word.span() for word in words if word.group() not in _PASSED]
    held = {start for start, end in telling if any(start <= place < end for place in (*places[1:], starts[-1]))}
    passed_over = any(start > places[1] for start, _ in telling)
    return None if passed_over and len(held) < 2 else starts[-1]
