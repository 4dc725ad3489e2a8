"""What stands in a part of a letter that is asked by its heading or by its place: "What does the section 'Tot slot'
say?", "de laatste alinea", "the second paragraph under Russia".

A plain rule, as for headings by their numbers (sections.py): the whole question must have one of the forms below, and a
heading that it names must be one of the letter. Words of it say little: "what does the last paragraph say?" is near to
nothing that stands there.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from index.closed_words import ARTICLES, LETTERS
from index.lexical import plain
from index.passages import Passage
from index.questions.pieces import END, OPENING, ORDINALS, POLITE
from index.questions.sections import bare_numbers

_THE = r"(?:(?:de|het|deze|dit|the|this) )?"
_NTH = rf"{_THE}(?:very )?(?P<{{0}}>{'|'.join(ORDINALS)}|\d{{{{1,2}}}}(?:ste|de|e|st|nd|rd|th))[ -]?(?:main )?"
_PARAGRAPH = r"(?:alinea|paragraph)"
_SECTION = r"(?:kop(?:je)?|hoofdstuk|paragraaf|sectie|onderdeel|deel|stuk|heading|section|chapter|part)"
_NAMED = r"(?:(?:genaamd|getiteld|met (?:als|de) (?:titel|kop)|over|called|named|titled|entitled|headed|on|about) )?"
_NAME = r"(?P<name>[^?]{1,120}?)"
_UNDER = r"(?:van|onder|in|bij|uit|of|under|in|from)"
# which part: a paragraph of the letter or of a section, or a section, by its place or its name
_NTH_SECTION = _NTH.format("section") + _SECTION
_NAMED_SECTION = rf"{_THE}{_SECTION} {_NAMED}{_NAME}"
_KNOWN = (
    rf"(?:{_THE}|the author['’]?s )(?P<name>inleiding|introductie|introduction|conclusies?|conclusions?|afsluiting"
    r"|samenvatting|summary|bijlage|annex|appendix)"
)
_NTH_PARAGRAPH = rf"(?:{_NTH.format('paragraph')}{_PARAGRAPH}|(?:alinea|al\.) (?P<alinea>\d{{1,3}}))"
_PARTS = (
    rf"{_NTH_PARAGRAPH} {_UNDER} {_NTH_SECTION}",
    rf"{_NTH_PARAGRAPH} {_UNDER} {_NAMED_SECTION}",
    rf"{_NTH_PARAGRAPH} {_UNDER} {_THE}{_NAME}",
    _NTH_PARAGRAPH,
    _NTH_SECTION,
    _NAMED_SECTION,
    _KNOWN,
    r"(?P<name>\d\d?(?:\.\d\d?)+)",
)
_OF_LETTER = re.compile(
    rf" {_UNDER} (?:de|deze|die|dit|het|that|the|this) (?:whole )?(?:{'|'.join(sorted(LETTERS))}|thing|geheel)\b",
    re.IGNORECASE,
)
_OF_ANYTHING = re.compile(r"\b(?:deel|onderdeel|stuk|part)\W*$", re.IGNORECASE)  # "het tweede deel" of a plan
_SECOND_TO_LAST = re.compile(r"\b(?:second to last|(?:op[ -])?(?:een|één)[ -]na[ -]laatste)\b", re.IGNORECASE)
# A name without a word for a section must stand "in" or "under" it: "Wat staat er in de inleiding?"
_IN = (
    r"wat (?:staat|stond|vermeldt)(?: er)?(?: precies| allemaal)? (?:in|onder|bij) {}",
    r"what(?: is|['’]s)(?: written)? (?:in|under) {}",
    r"what does (?:it|the letter) say (?:in|under) {}",
    r"(?:show|tell|give) (?:me |us )?what(?: is|['’]s) (?:in|under) {}",
    r"(?:laat (?:me |mij )?zien|vertel(?: me| mij)?) wat er (?:in|onder) {} staat",
    r"{}[,:] (?:what(?: is|['’]s) (?:in )?there|wat staat (?:daar|er)(?: ?in)?)",
)
_OF = (
    r"wat (?:zegt|is|was|luidt)(?: de inhoud van)? {}",
    r"wat wordt er (?:gezegd|geschreven|verteld|vermeld) (?:in|onder) {}",
    r"waar gaat {} over",
    r"(?:vat|geef|toon|lees|citeer|laat)(?: me| mij)?(?: de (?:tekst|inhoud) van)? {}(?: samen| zien| weer)?",
    r"what does {} (?:say|contain|state|cover|tell(?: us| me)?)",
    r"what(?: is|['’]s| was) {}(?: about)?",
    r"(?:show|read|give|quote|summari[sz]e)(?: me| us)?(?: the (?:text|contents?) of)? {}",
)
_FORMS = [
    re.compile(OPENING + form + END, re.IGNORECASE)
    for form in (
        *(form.format(part) for form in (*_IN, *_OF) for part in _PARTS),
        *(form.format(_THE + _NAME) for form in _IN),
        *_PARTS[:5],
    )
]
_A_LETTER = rf"(?:de|het|deze|dit|the|this) (?:{'|'.join(sorted(LETTERS))})"
_ENDS = re.compile(
    rf"{OPENING}(?:(?:hoe|waarmee) (?:(?P<last>eindigt|besluit|sluit)|begint|opent) {_A_LETTER}(?: af)?"
    rf"|how does {_A_LETTER} (?:(?P<last_en>end|close|conclude)|begin|start|open)){END}",
    re.IGNORECASE,
)
_ALIKE = (
    frozenset({"inleiding", "introductie", "introduction"}),
    frozenset({"conclusie", "conclusies", "tot slot", "slot", "afsluiting", "afsluitend", "conclusion", "conclusions"}),
    frozenset({"samenvatting", "summary"}),
)
_ANNEX = re.compile(r"(?:de |het |the )?(?:bijlage|annex|appendix)\b", re.IGNORECASE)


_A_NOTE = r"(?:(?:voet|eind)noot|noot|footnote|endnote|note)"
_NOTE = re.compile(
    rf"{OPENING}(?:(?:wat (?:staat|stond|zegt|is)(?: er)?(?: in)?|what (?:is|does|was|do)(?: in)?|show|toon"
    r"|geef|laat) )?"
    rf"{_THE}(?:{_A_NOTE} (?P<number>\d{{1,3}})|(?P<nth>{'|'.join(ORDINALS)}) {_A_NOTE})"
    rf"(?: say| about| over| refers? to| mentions?| cites?| naar| zien)?{END}",
    re.IGNORECASE,
)


_A_PAGE = r"(?:pagina|bladzijde|blz\.?|page|p\.)"
_PAGE = re.compile(
    rf"{OPENING}(?:(?:wat (?:staat|stond|is|zegt)(?: er)?|what(?: is|['’]s| does (?:it|the letter) say)?|toon|geef"
    r"|show|read|give)(?: me| mij)? )?(?:(?:op|on|van|of) )?(?:de |the )?"
    rf"(?:{_A_PAGE} ?(?P<number>\d{{1,3}})|(?P<nth>{'|'.join(ORDINALS)}) {_A_PAGE})(?: (?:say|about|over))?{END}",
    re.IGNORECASE,
)


# the product's own locator, alone or behind a citation: "Kamerstukken II 2020/21, 28676, nr. 372, § Cyber, al. 2"
_LOCATOR = re.compile(
    r"(?:(?P<of>[^§]*[^§ ,;(])[ ,;(]++)?(?P<locator>(?:§ ?[^§]{1,400}?, )?al\. ?\d{1,4})[\s.;)]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """The paragraph in a place, of a section or of the letter, or a section: by its ``name``, as its heading has it, or
    its place. Places count from 1, and from -1 back."""

    paragraph: int | None = None
    section: int | None = None
    name: str | None = None

    def standing(self, passages: Sequence[Passage]) -> list[int] | None:
        """The keys of those ``passages``, a letter's in order, that stand there, none where it has no such place; None
        where it has no such heading."""
        found = list(passages)
        if self.name is not None:
            named = _named({heading for each in found for heading in each.section}, self.name)
            found = [each for each in found if not named.isdisjoint(each.section)]
            if not found:
                return None
        elif self.section is not None:
            levels = [
                list(dict.fromkeys(each.section[:depth] for each in found if len(each.section) >= depth))
                for depth in (1, 2)
            ]
            headings = next((level for level in levels if len(level) > 1), levels[0])  # all may stand under a title
            if not headings:
                return None
            asked = _at(headings, self.section)
            found = [each for each in found for heading in asked if each.section[: len(heading)] == heading]
        if self.paragraph is not None:
            found = _at(found, self.paragraph)
        return [each.key for each in found]


def part_asked(question: str) -> Part | None:
    """The part of a letter that ``question`` asks for, or None where it asks something else. A name may be none: only a
    letter tells."""
    polite = POLITE.sub("", _SECOND_TO_LAST.sub("second-to-last", question))
    if match := _ENDS.fullmatch(polite):
        return Part(-1 if match["last"] or match["last_en"] else 1)
    asked = _OF_LETTER.sub("", polite)
    for form in _FORMS:
        if match := form.fullmatch(asked):
            found = match.groupdict()
            if found.get("section") and asked == polite and _OF_ANYTHING.search(asked):
                return None
            return Part(
                _place(found.get("paragraph") or found.get("alinea")), _place(found.get("section")), found.get("name")
            )
    return None


def locator_asked(question: str) -> tuple[str, str] | None:
    """What stands before the locator that ``question`` ends with, a citation, and that; None where it ends with none.
    "al. 2" by itself is none: it is a place in the whole letter."""
    match = _LOCATOR.fullmatch(question)
    return (match["of"] or "", match["locator"]) if match and (match["of"] or "§" in match["locator"]) else None


def note_asked(question: str) -> int | None:
    """The number of the footnote of a letter that ``question`` asks for, or its place from -1 back; None where it asks
    something else."""
    match = _NOTE.fullmatch(_OF_LETTER.sub("", POLITE.sub("", question)))
    return (int(match["number"]) if match["number"] else ORDINALS[match["nth"].lower()]) if match else None


def page_asked(question: str) -> int | None:
    """The page of a letter that ``question`` asks for, from 1, and from -1 back, or None where it asks something
    else."""
    match = _PAGE.fullmatch(_OF_LETTER.sub("", POLITE.sub("", question)))
    return (int(match["number"]) if match["number"] else ORDINALS[match["nth"].lower()]) if match else None


def _at(every: list[Any], place: int) -> list[Any]:
    return every[place - 1 : place] if place > 0 else every[place : place + 1 or None] if place else []


def _place(ordinal: str | None) -> int | None:
    if ordinal is None:
        return None
    return ORDINALS.get(ordinal.lower()) or int(re.sub(r"\D", "", ordinal))


def _named(headings: Set[str], name: str) -> set[str]:
    """Those of a letter's headings that are what is asked for: by their number, or by what they say."""
    if not re.fullmatch(r"\d+(?:\.\d+)*", name):
        return {each for each in headings if _is_named(each, name)}
    told = re.compile(rf"\W*{_SECTION} {re.escape(name)}(?![\d.]*\d)", re.IGNORECASE)
    numbers = bare_numbers(headings)
    return {each for each in headings if numbers.get(each) == name or told.match(each)}


def _is_named(heading: str, name: str) -> bool:
    """Whether a heading is what is asked for: alike but for its number, and what it adds behind a colon or in brackets;
    or it says as much in another word."""
    if _ANNEX.fullmatch(name) and _ANNEX.match(heading):
        return True
    asked = _bare(name)
    return asked in (own := {_bare(heading), _bare(re.split(r"[:(]", heading)[0])}) or any(
        asked in alike and own & alike for alike in _ALIKE
    )


def _bare(text: str) -> str:
    """A heading in plain form, without its number, its article and what stands around it."""
    words = re.findall(r"[^\W_]+", re.sub(r"^\W*(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.)]? ", "", plain(text)))
    return " ".join(words[1:] if words[1:] and words[0] in ARTICLES else words)
