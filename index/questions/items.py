"""Which item within a passage is asked for: one of a list by its place or its number, "the last item on the list of
tasks", "besluitpunt V", or a member of an article, "artikel 4, tweede lid, onderdeel b"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.tables import is_row, lines_of
from index.lexical import plain
from index.passages import Passage
from index.questions.pieces import END, OPENING, ORDINALS

Span = tuple[int, int]

_NTH = rf"(?P<nth>{'|'.join(ORDINALS)}|\d{{1,2}}(?:ste|de|e|st|nd|rd|th))"
# What a list is of, by how its lead-in or its heading calls it, and how it is asked for
_KINDS = {
    "task": r"taak|taken|tasks?",
    "step": r"stap(?:pen)?|vervolgstap(?:pen)?|steps?",
    "measure": r"maatregel(?:en)?|measures?",
    "recommendation": r"aanbeveling(?:en)?|aanbevelen|bevelen|recommendations?",
    "conclusion": r"conclusies?|conclusions?|bevinding(?:en)?|findings?",
    "condition": r"voorwaarden?|conditions?|eis(?:en)?|requirements?",
    "action": r"acties?|actiepunt(?:en)?|actions?|action points?",
    "goal": r"doel(?:en)?|doelstelling(?:en)?|goals?|objectives?|aims?",
    "alternative": r"alternatie(?:f|ven)|opties?|mogelijkhe(?:id|den)|variant(?:en)?|scenario['’]?s?|alternatives?"
    r"|options?",
    "proposal": r"voorstel(?:len)?|proposals?",
    "agreement": r"afspra(?:ak|ken)|toezegging(?:en)?|agreements?|commitments?|promises?",
    "reason": r"reden(?:en)?|argument(?:en)?|overweging(?:en)?|reasons?|grounds?|arguments?",
    "principle": r"uitgangspunt(?:en)?|beginsel(?:en)?|principes?|principles?|starting points?",
    "priority": r"prioriteit(?:en)?|speerpunt(?:en)?|pijlers?|priorit(?:y|ies)|pillars?",
    "criterion": r"criteri(?:um|a)|criterion",
    "risk": r"risico['’]?s?|risks?",
    "decision": r"bes(?:luit|lis)punt(?:en)?|besluit(?:en)?|decision points?|points? of (?:the )?decision|decisions?",
    "example": r"voorbeeld(?:en)?|examples?",
    "ambition": r"ambities?|ambitions?",
}
_ANY = r"punt(?:en)?|onderdeel|item|items|bullet(?: ?points?)?|bullets|points?|aandachtspunt(?:en)?|gedachtestreepjes?"
_NOUN = rf"(?P<noun>{'|'.join((*_KINDS.values(), _ANY))})"
_THE = r"(?:(?:de|het|the|deze|dit) )?"
_OF_THE = r"(?:(?:van|of) (?:de|het|the) )?"
_LEAD = (
    r"(?:(?:wat|what)(?: is|['’]s| was| zegt| staat(?: er)?(?: in| bij| als)?| houdt| does)? |hoe luidt(?:de)? "
    r"|which is |welke? is |(?:geef|toon|noem|lees|citeer|give|show|read|quote|list|tell)(?: me| mij)? )?"
)
_BEHIND = (
    r"(?P<behind>(?:,? (?:addressed )?(?:van|in|op|uit|onder|bij|aan|of|on|under|from|to|that|which|die|met|voor|for)"
    r"\b.{1,150}?)?)"
)
_SAYS = r"(?: (?:say|says|in|luiden))?"
_BY_PLACE = re.compile(
    rf"{OPENING}{_LEAD}{_THE}{_NTH} (?:[\w-]+ )?{_OF_THE}{_NOUN}{_BEHIND}{_SAYS}{END}", re.IGNORECASE
)
_BY_NUMBER = re.compile(
    rf"{OPENING}{_LEAD}{_THE}{_NOUN} (?P<number>\d{{1,2}}|[IVX]{{1,5}}|[a-z]){_BEHIND}{_SAYS}{END}", re.IGNORECASE
)
_A_LIST = re.compile(r"\b(?:lijst\w*|opsomming|rijtje|list|enumeration|bullets?)\b", re.IGNORECASE)

# Where an item may begin amid a line: "; IV. bij niet-naleving", "(b) de toezegging"
_AMID = re.compile(r"(?<=[;:,.]) (?=\(?(?:\d{1,2}|[IVX]{1,5}|[a-z])[.)] )")
_ROMAN = {"I": 1, "V": 5, "X": 10}
# The mark that an item begins with, or the bullet
_MARK = re.compile(r"\s*\(?(?:(?P<mark>\d{1,2}|[IVX]{1,5}|[ivx]{1,5}|[a-zA-Z])[.)°º]|(?P<bullet>[-–—•·*▪◦‣]))\s")
_FEWEST = 2

# Members of articles, each by its number or its place
_KIND = r"(?:lid|onderdeel|aanhef en onder|onder|sub|paragraph|subparagraph|point|item|clause)"
_ORDINAL = "|".join(ORDINALS)
_MEMBER = (
    rf"(?:{_KIND} (?:\d{{1,2}}|[a-z])\b|(?:{_ORDINAL}) (?:lid|onderdeel|paragraph|subparagraph|clause)\b"
    r"|\((?:\d{1,2}|[a-z])\))"
)
_ARTICLE = r"(?P<article>\b(?:artikel|article|art\.?) ?\d{1,3}[a-z]?(?:[.:]\d{1,3}[a-z]?)*)"
_MEMBERS = (
    re.compile(rf"{_ARTICLE}(?P<members>(?:,? ?{_MEMBER})+)(?:,(?= ))?", re.IGNORECASE),
    re.compile(
        rf"(?:\b(?:het|de|the) )?(?P<members>\b{_MEMBER}(?:,? (?:(?:van|of) (?:het |de |the )?)?{_MEMBER})*)"
        rf" (?:van|in|of|uit) (?:de |the )?{_ARTICLE}",
        re.IGNORECASE,
    ),
)
_NUMBER_OF = re.compile(
    rf"{_KIND} (?P<mark>\d{{1,2}}|[a-z])\b|\((?P<own>\w{{1,2}})\)|(?P<nth>{_ORDINAL}) ", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its ``place``, from 1, and from -1 back, or the ``mark`` that it begins with; what the list is
    of (``kind``, None where any may be meant), and whether the question speaks of a list."""

    place: int | None
    mark: str | None
    kind: str | None
    of_list: bool

    def of(self, every: "ItemList") -> tuple[int, Span] | None:
        """The passage, by its key, and the characters in it of this item of a list; None where it has none."""
        if self.mark is not None:
            found = [each for each, mark in zip(every.items, every.marks, strict=True) if mark == self.mark.lower()]
            if found or not self.mark.isdigit():
                return found[0] if found else None
        place = self.place or int(self.mark or 0)
        at = place - 1 if place > 0 else place + len(every.items)
        return every.items[at] if 0 <= at < len(every.items) else None

    def may_be_of(self, every: "ItemList") -> bool:
        """Whether a list is of what is asked for, by what leads into it."""
        return self.kind is None or bool(re.search(rf"(?<![\w-])\w*(?:{_KINDS[self.kind]})(?![\w-])", every.lead))


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list in a letter: what leads into it, in plain form, the passages and characters of its items, and their
    marks, in small letters."""

    lead: str
    items: tuple[tuple[int, Span], ...]
    marks: tuple[str, ...]


def item_asked(question: str) -> Item | None:
    """The item of a list that ``question`` asks for; None where it asks something else."""
    for form in (_BY_PLACE, _BY_NUMBER):
        if match := form.fullmatch(question):
            noun = plain(match["noun"])
            kind = next((kind for kind, names in _KINDS.items() if re.fullmatch(names, noun)), None)
            of_list = bool(_A_LIST.search(match["behind"] + " " + noun))
            if kind is None and not match["behind"]:
                return None  # "punt 3"
            named = match.groupdict()
            nth = (named.get("nth") or "").lower()
            place = (ORDINALS.get(nth) or int(re.sub(r"\D", "", nth))) if nth else None
            return Item(place, named.get("number"), kind, of_list)
    return None


def lists_in(passages: Sequence[Passage]) -> Iterator[ItemList]:
    """The lists of a letter's ``passages``, in order: lines of one passage, or passages that begin with marks of one
    form, one after another in a section."""
    lead = ""
    for (section, form), group in groupby(passages, key=lambda each: (each.section, _form(_first(each)))):
        run = list(group)
        if form and len(run) >= _FEWEST:
            found = [item for each in run for item in _lines(each, all_of_it=True)]
            yield _list(f"{lead} {' '.join(section[-1:])}", found)
        for each in run:
            items = _lines(each)
            if len(items) >= _FEWEST:
                yield _list(f"{each.text[: items[0][1][0]]} {' '.join(section[-1:])}", items)
            lead = each.text


def members_asked(question: str) -> tuple[str, tuple[str, ...]]:
    """``question`` without the members of an article that it asks for, and their marks, the outermost first."""
    for form in _MEMBERS:
        if match := form.search(question):
            marks = [
                str(ORDINALS[each["nth"].lower()]) if each["nth"] else (each["mark"] or each["own"]).lower()
                for each in _NUMBER_OF.finditer(match["members"])
            ]
            rest = f"{question[: match.start()]}{match['article']}{question[match.end() :]}"
            return rest, tuple(sorted(marks, key=lambda mark: not mark.lstrip("-").isdigit()))
    return question, ()


def member(text: str, marks: Sequence[str]) -> Span | None:
    """The characters of ``text`` that are the member with these ``marks``, the outermost first; None where it has
    none."""
    lines = list(_parts(text))
    first, last = 0, len(lines)
    for mark in marks:
        own = [_mark(text[slice(*line)]) for line in lines]
        places = [place for place in range(first, last) if own[place] and own[place].isdigit() == _is_number(mark)]
        if mark.startswith("-"):
            begins = places[int(mark) :][:1]
        else:
            begins = [place for place in places if own[place] == mark][:1]
        if not begins:
            return None
        behind = [place for place in places if place > begins[0]]
        first, last = begins[0], behind[0] if behind else last
    return (lines[first][0], lines[last - 1][1]) if marks else None


def _is_number(mark: str) -> bool:
    return mark.lstrip("-").isdigit()


def _list(lead: str, items: Sequence[tuple[int, Span, str]]) -> ItemList:
    return ItemList(plain(lead), tuple((key, span) for key, span, _ in items), tuple(mark for *_, mark in items))


def _lines(passage: Passage, *, all_of_it: bool = False) -> list[tuple[int, Span, str]]:
    """The items that a passage has, each with its mark: its lines that begin with one, or parts of these that go on in
    order, what stands below belonging to them; or else the lines below one that leads into them."""
    text = passage.text
    if any(is_row(text[slice(*line)]) for line in lines_of(text)):
        return []
    parts = list(_parts(text))
    forms = [_form(text[slice(*part)]) for part in parts]
    form = next(filter(None, forms if all_of_it else forms[1:] or forms), "")
    places = [place for place, own in enumerate(forms) if own and own == form]
    last = len(parts)
    if not places:
        lead = next((place for place, part in enumerate(parts[:-_FEWEST]) if text[slice(*part)].endswith(":")), None)
        if lead is None:
            return []
        # each ends in a semicolon but the last
        parted = text[slice(*parts[lead + 1])].endswith((";", ","))
        ended = (at for at in range(lead + 1, last) if not text[slice(*parts[at])].endswith((";", ",", " en", " of")))
        last = next(ended, last - 1) + 1 if parted else last
        places = list(range(lead + 1, last))
    ends = [*places[1:], last]
    return [
        (passage.key, (parts[begin][0], parts[end - 1][1]), _mark(text[slice(*parts[begin])]))
        for begin, end in zip(places, ends, strict=True)
    ]


def _parts(text: str) -> Iterator[Span]:
    """The lines of ``text``, apart where the next item begins amid one."""
    for start, end in lines_of(text):
        above = _mark(text[start:end])
        for match in _AMID.finditer(text, start, end):
            mark = _mark(text[match.end() : end])
            if above and mark and _form(text[start:end]) == _form(text[match.end() : end]) and _counts_on(above, mark):
                yield start, match.start()
                start, above = match.end(), mark
        yield start, end


def _counts_on(first: str, second: str) -> bool:
    """Whether one mark is the next to another: 3 and 4, c and d, IV and V."""
    if first.isdigit() and second.isdigit():
        return int(second) == int(first) + 1
    return _value(second) == _value(first) + 1 or (len(first) == len(second) == 1 and ord(second) == ord(first) + 1)


def _value(mark: str) -> int:
    """Of a Roman number; 0 of another mark."""
    values = [_ROMAN.get(letter, 0) for letter in mark.upper()]
    if not all(values):
        return 0
    return sum(-own if own < max([*values[place + 1 :], 0]) else own for place, own in enumerate(values))


def _first(passage: Passage) -> str:
    return passage.text.partition("\n")[0]


def _mark(line: str) -> str:
    """The mark that a line begins with, in small letters; "" of a bullet or none."""
    match = _MARK.match(line)
    return (match["mark"] or "").lower() if match else ""


def _form(line: str) -> str:
    """ "1" of "3. Verder", "a" of "b) verder", "I" of "IV. Verder", "•" of a bullet; "" of a line without a mark."""
    match = _MARK.match(line)
    if not match:
        return ""
    mark = match["mark"]
    if not mark:
        return "•"
    return "1" if mark.isdigit() else "I" if re.fullmatch("[IVX]+", mark) else "a" if mark.islower() else "A"
