"""What stands under a heading that is asked by its number: "Wat is het antwoord op vraag 4?", "artikel 5", "de laatste
vraag".

A plain rule, as for publications by their numbers: the whole question must have one of the forms below, and the letter
that is meant a heading with that number. Words say little of it: "vraag 4" is near to every question and answer.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from corpus.pairs import answer_start, is_label, label_numbers
from corpus.tables import lines_of
from index.closed_words import LETTERS
from index.passages import Passage
from index.questions.items import member, members_asked
from index.questions.pieces import ABOUT, END, OPENING, ORDINALS, POLITE

Half = Literal["question", "answer"]

# How a heading of each kind begins, and how it is asked for, in either language.
_KINDS = {
    "question": r"vra(?:ag|gen)|questions?|antwoord(?:en)?|answers?",
    "article": r"artikel(?:en)?|articles?|art\.?",
    "chapter": r"hoofdstuk(?:ken)?|chapters?",
    "section": r"paragra(?:af|fen)|sections?|par\.|§§?|headings?|kop(?:je)?",
    "point": r"punt(?:en)?|nummers?|onderwerp(?:en)?|points?|numbers?|topics?|items?",
    "annex": r"bijlage[ns]?|annex(?:es)?|appendi(?:x|ces)",
    "margin": r"randnummers?|rnr?\.|marginal (?:number|note)s?|overwegingen|overweging|recitals?",
    "recommendation": r"aanbeveling(?:en)?|recommendations?",
    "observation": r"observaties?|observations?",
    "conclusion": r"conclusies?|conclusions?|bevinding(?:en)?|findings?",
    "standard": r"norm(?:en)?|standards?|criteri(?:um|a)|criterion",
    "box": r"(?:tekst)?(?:box(?:es)?|kaders?)|(?:text )?box(?:es)?",
    "table": r"tabel(?:len)?|tables?",
    "figure": r"figu(?:ur|ren)|figures?|grafieken?|charts?",
    "part": r"de(?:el|len)|parts?|onderde(?:el|len)",
    "measure": r"maatregel(?:en)?|measures?|acties?|actions?",
}
_BARE = ("chapter", "section", "point")  # such a heading may begin with its number alone: "2.1 Uitvoering"
_ONE = r"(?:\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?|[IVX]{1,6})\b"
_UP_TO = r" ?(?:t/m|tot en met|to|-|–) ?"
_NEXT = rf"(?:{_UP_TO}|, ?| ?(?:en|and|&) ?)"
_NUMBERS, _LETTERS = (rf"{one}(?:{_NEXT}{one})*" for one in (_ONE, rf"(?:{_ONE}|\b[A-Z]\b)"))
_NUMBERED = {
    kind: rf"(?:{names}) ?(?P<{kind}>{_LETTERS if kind == 'annex' else _NUMBERS})" for kind, names in _KINDS.items()
}
# What a heading, or a paragraph, of each kind begins with
_FIRST = {kind: re.compile(rf"\W*{form}(?![\w%])", re.IGNORECASE) for kind, form in _NUMBERED.items()}
_ANYWHERE = {
    kind: re.compile(rf"(?<![\w-]){form}(?![\w%:]|[.,]\d)", re.IGNORECASE)
    for kind, form in _NUMBERED.items()
    if kind not in ("point", "part", "measure")
}
_OF_ANOTHER = re.compile(
    r",? (?:(?:van|of|uit|from|under|in) (?!(?:which|welke?|een|an?)\b)|(?-i:[A-Z]))", re.IGNORECASE
)
_FIRST["margin"] = re.compile(r"\W*(?P<margin>\d{1,3})[.)]?\s")
# Of these a letter has all that it speaks of, or they are another's.
_COUNTED = ("question", "article", "chapter", "section", "annex", "recommendation", "margin", "table")
# of a heading's own kind a paragraph may tell too, where its number is set apart from what it begins with
_HEADING = ("question", "article", "chapter", "section", "point", "annex", "part")
_APART = re.compile(r"\s*(?:[.:)|–—-]|\n|$)")
_CAPTIONED = ("table", "figure")
_CAPTION = 250  # characters
_NTH = rf"(?P<nth>{'|'.join(ORDINALS)}) (?:vraag|antwoord|question|answer)"  # of which a letter can be full
# A heading's number with a mark behind it or a point in it; and a figure, which may be of what follows: "40 jaar NAVO".
_MARKED = re.compile(
    rf"\W*({_ONE}(?=[.):](?!\d|\w\.))|\d{{1,3}}(?:\.\d{{1,2}}){{1,4}}[a-z]?(?!\.?\w|%))", re.IGNORECASE
)
_FIGURE = re.compile(r"\W*(\d{1,3})(?!\S)")
_PLACE = f"(?:de |het |the )?(?:{'|'.join((*_NUMBERED.values(), _NTH))})"
# of a few words: "Article 19 of the by-law: what does the board amend under it?" asks more
_TOPIC = (
    r"(?:(?: (?:van|uit|in|of|from) (?:de |the )?(?:(?:kamer)?vragen|antwoorden|questions|answers))?"
    rf"(?P<topic> (?:{ABOUT}|van|uit|in|bij|of|from)(?: [^\s?:;,]+){{1,6}}?))?"
)
_LEADING = re.compile(rf"^(?:{ABOUT}|van|uit|in|bij|of|from) ", re.IGNORECASE)
_THIS_LETTER = re.compile(rf"(?:deze|dit|de|het|this|the) (?:{'|'.join(sorted(LETTERS))})", re.IGNORECASE)
_ANSWER = r"(?:(?:het |de |the )?(?:antwoord|reactie|beantwoording|answer|response|reply) (?:op|van|to|of) )?"
_ANSWERS = r"(?:be)?antwoord\w*|zeg(?:t|gen)|zei(?:den)?|reage\w+|schr(?:ijf|eef|even)\w*"
_WHO = r"(?:[\w-]+ ){1,8}"
_ASKED = (
    rf"{_ANSWER}{_PLACE}",
    rf"(?:bij|onder|op|in|to|at|under) {_PLACE}",
    rf"(?:waar gaat|wat behelst) {_ANSWER}{_PLACE}(?: over)?",
    rf"hoe luid(?:t|de|en) {_ANSWER}{_PLACE}",
    rf"wat (?:houdt|houden|behelst|omvat|regelt|bepaalt|toont|beschrijft) {_PLACE}(?: in)?",
    rf"wat (?:is|zijn|was|waren|staat|stond|zegt|zeggen|luidt|luiden)(?: er)?(?: in| bij| onder)? {_ANSWER}{_PLACE}",
    rf"(?:wat|hoe) (?:{_ANSWERS}) {_WHO}(?:op|bij) {_PLACE}",
    rf"hoe (?:be)?antwoord\w* {_WHO}{_PLACE}",
    rf"wat (?:vraagt|vragen|vroeg(?:en)?|wil(?:len|de|den)?) {_WHO}(?:weten )?(?:bij|in|met|onder) {_PLACE}",
    rf"wat (?:wordt|werd|is)(?: er)? (?:gevraagd|geantwoord) (?:bij|in|onder|op) {_PLACE}",
    rf"(?:toon|geef|lees|show|read(?: out)?|give)(?: me| mij)? {_ANSWER}{_PLACE}",
    rf"(?:(?:vertel|tell)(?: me| mij)? )?(?:meer|more) (?:over|about|on) {_PLACE}",
    rf"what (?:is|was|are)(?: in| under)? {_ANSWER}{_PLACE}(?: about)?",
    rf"what (?:is|was)(?: being)? (?:asked|answered) (?:in|under|at|to) {_PLACE}",
    rf"how (?:does|did|do) {_WHO}(?:answer|respond to|react to|reply to) {_PLACE}",
    rf"what (?:does|did|do) {_WHO}(?:answer|say|reply|respond)(?: to| in| at| under)? {_PLACE}",
    rf"what (?:does|did|do) {_WHO}(?:ask|want to know) (?:in|under|at|with) {_PLACE}",
)
_FORMS = [
    re.compile(rf"{OPENING}{form}{END}", re.IGNORECASE)
    for form in (
        *(form + _TOPIC for form in _ASKED),
        rf"what (?:does|do) {_ANSWER}{_PLACE}{_TOPIC} (?:say|ask|state|describe|show|cover|contain|provide|entail|mean"
        r"|recommend|tell(?: us)?)",
        rf"what (?:does|do) {_ANSWER}{_PLACE} (?:say|state|describe|provide|contain){_TOPIC}",
        rf"wat (?:wordt|werd|is)(?: er)? (?:bij|in|onder|op) {_PLACE}{_TOPIC} "
        r"(?:gevraagd|geantwoord|gezegd)(?: en (?:gevraagd|geantwoord))?",
    )
]
# "de toelichting op artikel 9", "paragraaf 3 van de toelichting"
_EXPLANATION = r"(?:nota van |memorie van |artikelsgewijze )?(?:toelichting|explanatory (?:notes?|memorandum))"
_OF_EXPLANATION = re.compile(
    rf"\b(?:de |the )?{_EXPLANATION} (?:op|bij|on|to|of|for) (?=artikel|article)"
    rf"|,? (?:van|in|uit|of|from) (?:de |the )?{_EXPLANATION}\b(?! (?:op|bij|on|to|of|for) art)",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(rf"\W*(?:algemene )?{_EXPLANATION}", re.IGNORECASE)
# of a question with its answer, which of both is asked for
_HALVES: dict[Half, re.Pattern[str]] = {
    "question": re.compile(
        r"\b(?:vraagt|(?<=wat )vragen|vroeg(?:en)?|gevraagd|weten|asks?|asked|want to know)\b", re.IGNORECASE
    ),
    "answer": re.compile(
        r"\b(?:(?:be)?antwoord\w*|geantwoord|reactie|reage\w+|answer\w*|respon\w+|react|reply|say to)\b", re.IGNORECASE
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of heading and its numbers, "-1" of the last; ``topic``: what the letter is about that is meant, in the
    question's words, ``half``: which is asked for of a question with its answer; None where it doesn't say.
    ``members``: which part of it, by their marks, the outermost first; ``explained``: whether it is asked for where an
    explanatory note tells of it."""

    kind: str
    numbers: frozenset[str]
    topic: str | None
    half: Half | None = None
    members: tuple[str, ...] = ()
    explained: bool = False

    def standing(self, passages: Sequence[Passage]) -> list[int] | None:
        """The keys of those ``passages`` under a heading that has one of the numbers, or else of those that begin with
        it themselves: "Aanbeveling 4. Sta toe dat"; None where neither of this kind has any, or where others may speak
        of one: "punt 5", "box 3"."""
        if self.explained:
            passages = [each for each in passages if any(map(_EXPLAINS.match, each.section))]
            if not passages:
                return None
        headings = {each for passage in passages for each in passage.section if self.kind != "margin"}
        numbers = _of_headings(headings, self.kind)
        if self.kind == "question":
            numbers = _with_joined(numbers, passages) or _of_questions(passages)
        told = self._among(numbers)
        asked = {each for each, its in numbers.items() if not its.isdisjoint(told)}
        if asked:
            return [passage.key for passage in passages if not asked.isdisjoint(passage.section)]
        own = {each.key: its for each in passages if (its := _named_in(each.text, self.kind))}
        told = self._among(own)
        begun = [key for key, its in own.items() if not its.isdisjoint(told)]
        if begun:
            return _with_tables(passages, begun) if self.kind in _CAPTIONED else begun
        return [] if (numbers or own) and self.kind in _COUNTED else None

    def _among(self, numbers: Mapping[Any, set[str]]) -> set[str]:
        """The numbers that are asked for, where the last is, by those that there are."""
        counted = sorted({int(number) for its in numbers.values() for number in its if number.isdigit()})
        return {str(_at(counted, int(each))) if each.startswith("-") else each for each in self.numbers}

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """The characters of a passage that stands there which are the half, the member or the lines that are asked for;
        none where it is all."""
        if self.members:
            return tuple(filter(None, (member(text, self.members),)))
        if self.kind == "margin":
            return tuple(span for span in lines_of(text) if self.numbers & _named_first(text[slice(*span)], self.kind))
        start = answer_start(text) if self.half else 0
        if not start:
            return ()
        if self.half == "answer":
            return ((start, len(text)),)
        asked = [span for span in lines_of(text[:start]) if not is_label(text[slice(*span)].strip())]
        return ((asked[0][0], asked[-1][1]),) if asked else ()


def place_asked(question: str) -> Place | None:
    """The headings that ``question`` asks for, None where it asks something else."""
    question, members = members_asked(POLITE.sub("", question))
    plainly = _OF_EXPLANATION.sub("", question)
    explained, question = plainly != question, plainly
    for form in _FORMS:
        if match := form.fullmatch(question):
            kind = next((each for each in _KINDS if match[each]), "question")
            numbers = _numbers(match[kind]) if match[kind] else [str(ORDINALS[match["nth"].lower()])]
            topic = _LEADING.sub("", (match["topic"] or "").strip(" .!"))
            said = topic and not _THIS_LETTER.fullmatch(topic)
            if said and kind == "point":  # "punt 2 van het Parijsakkoord"
                return None
            if said and match["nth"]:  # the first of those on that
                return None
            asked = question.replace(match["topic"] or "\n", "")
            halves = [half for half, tells in _HALVES.items() if kind == "question" and tells.search(asked)]
            half = halves[0] if len(halves) == 1 else None
            return Place(kind, frozenset(numbers), topic if said else None, half, members, explained)
    return None


def place_named(question: str) -> Place | None:
    """The headings that ``question`` names where it asks for something that is told there: "list the grounds for
    refusal in article 10"; None where it names none, or one of another text: "artikel 5 van de Grondwet"."""
    found = [(kind, match) for kind, form in _ANYWHERE.items() for match in form.finditer(question)]
    if len(found) != 1:
        return None
    kind, match = found[0]
    of_letter = _THIS_LETTER.match(question[match.end() :].strip().partition(" ")[2])
    if _OF_ANOTHER.match(question, match.end()) and not of_letter:
        return None
    return Place(kind, frozenset(_numbers(match[kind])), None)


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
    found = {each: {number} for each, number in bare_numbers(headings).items()} if kind in _BARE else {}
    return found | {each: its for each in headings if (its := _named_first(each, kind))}


def _named_first(text: str, kind: str) -> set[str]:
    """The numbers that a heading or a paragraph of this kind begins with; none where it doesn't."""
    match = _FIRST[kind].match(text)
    return set(_numbers(match[kind])) if match else set()


def _named_in(text: str, kind: str) -> set[str]:
    """The numbers that a paragraph of this kind begins with, or of margins each line of it."""
    if kind == "margin":
        return set().union(*(_named_first(line, kind) for line in text.split("\n")))
    match = _FIRST[kind].match(text)
    if match and kind in _HEADING and not _APART.match(text, match.end()):
        return set()
    return set(_numbers(match[kind])) if match else set()


def _with_joined(numbers: Mapping[str, set[str]], passages: Sequence[Passage]) -> dict[str, set[str]]:
    """``numbers`` of headings with those of the questions that are answered together with theirs, under one heading."""
    every = dict(numbers)
    for passage in passages:
        labels = [line for line in passage.text.split("\n") if is_label(line)]
        joined = {str(number) for label in labels for number in label_numbers(label)}
        every |= {heading: every[heading] | joined for heading in passage.section if heading in every}
    return every


def _of_questions(passages: Sequence[Passage]) -> dict[str, set[str]]:
    """The headings that are a number and no more, by it, where questions stand under them."""
    asking = [each for each in passages if each.section and re.fullmatch(r"\d{1,3}[.)]?", each.section[-1])]
    asking = [each for each in asking if each.text.partition("\n")[0].endswith("?")]
    return {each.section[-1]: {each.section[-1].rstrip(".)")} for each in asking} if len(asking) > 1 else {}


def _with_tables(passages: Sequence[Passage], captions: Sequence[int]) -> list[int]:
    """These keys, and of each that is no more than a caption that of what stands below it."""
    behind = {each.key: below.key for each, below in pairwise(passages) if each.section == below.section}
    short = {each.key for each in passages if len(each.text) <= _CAPTION and "\n" not in each.text}
    return [each for key in captions for each in (key, *([behind[key]] if key in short & behind.keys() else []))]


def _at(counted: Sequence[int], place: int) -> int | None:
    return counted[place] if -place <= len(counted) else None


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
