"""Which item within a passage is asked for: one of a list by its place or its number, "the last item on the list of
tasks", "besluitpunt V", or a member of an article, "artikel 4, tweede lid, onderdeel b"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.sentences import sentence_spans
from corpus.tables import is_row, lines_of
from index.lexical import plain
from index.passages import Passage
from index.questions.pieces import END, OPENING, ORDINALS

Span = tuple[int, int]

_NTH = rf"(?P<nth>{'|'.join(ORDINALS)}|\d{{1,2}}(?:ste|de|e|st|nd|rd|th))"
# What a list is of, by how its lead-in or its heading calls it, and how it is asked for
_KINDS = {
    "task": r"taak|(?<!be )(?<!been )(?<!being )(?<!is )(?<!are )(?<!was )(?<!were )taken|tasks?",
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
# before these in one word: "vervolgstappen", "hoofdconclusie"
_PREFIX = r"(?:(?:vervolg|hoofd|deel|sub|kern|beleids|uitvoerings|verbeter|onderzoeks|actie)-?)?"
# the latest of which "the final decision" may be, and no item
_HAPPENING = ("decision", "agreement")
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
_MARK = re.compile(
    r"\s*\(?(?:(?P<mark>\d{1,2}|[IVX]{1,5}|[ivx]{1,5}|[a-zA-Z])(?:(?P<degree>[°º])[.)]?|[.)])|[-–—•·*▪◦‣])\s"
)
_FEWEST = 2

# Members of articles, each by its number or its place
_KIND = r"(?:lid|onderdeel|aanhef en onder|onder|sub|paragraph|subparagraph|point|item|clause)"
_ORDINAL = "|".join(ORDINALS)
_MEMBER = (
    rf"(?:{_KIND} (?:\d{{1,2}}[°º]?|[a-z])(?!\w)|(?:{_ORDINAL}) (?:lid|onderdeel|paragraph|subparagraph|clause)\b"
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
    rf"{_KIND} (?P<mark>\d{{1,2}}|[a-z])(?!\w)|\((?P<own>\w{{1,2}})\)|(?P<nth>{_ORDINAL}) ", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its ``place``, from 1, and from -1 back, or the ``mark`` that it begins with; what the list is
    of (``kind``, None where any may be meant), whether the question speaks of a list, and whether it says more of what
    is meant: "van de Raad"."""

    place: int | None
    mark: str | None
    kind: str | None
    of_list: bool
    says_more: bool = False

    def of(self, every: "ItemList") -> tuple[int, Span] | None:
        """The passage, by its key, and the characters in it of this item of a list; None where it has none."""
        if self.mark is not None:
            found = [each for each, mark in zip(every.items, every.marks, strict=True) if mark == self.mark.lower()]
            if found or any(every.marks) or not self.mark.isdigit():
                return found[0] if found else None
        place = self.place or int(self.mark or 0)
        at = place - 1 if place > 0 else place + len(every.items)
        return every.items[at] if 0 <= at < len(every.items) else None

    def may_be_of(self, every: "ItemList") -> bool:
        """Whether a list is of what is asked for, by what leads into it."""
        return self.kind is None or bool(re.search(rf"(?<![\w-]){_PREFIX}(?:{_KINDS[self.kind]})(?![\w-])", every.lead))


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
            if kind in _HAPPENING and not (
                of_list or re.search(r"punt|\bpoint", plain(question)) or named.get("number")
            ):
                return None
            nth = (named.get("nth") or "").lower()
            place = (ORDINALS.get(nth) or int(re.sub(r"\D", "", nth))) if nth else None
            return Item(place, named.get("number"), kind, of_list, says_more=bool(match["behind"]))
    return None


def lists_in(passages: Sequence[Passage]) -> Iterator[ItemList]:
    """The lists of a letter's ``passages``, in order: lines of one passage, or passages that begin with marks of one
    form, one after another in a section."""
    lead = ""
    for (section, form), group in groupby(passages, key=lambda each: (each.section, _form(_first(each)))):
        run = list(group)
        heading = " ".join(section[-1:])
        if form and len(run) >= _FEWEST:
            own = [(each.key, each.text, part) for each in run for part in _begun(each.text, form)]
            yield _list(lead, heading, own)
        for each in run:
            for before, items in _lists_of(each.text):
                yield _list(before or lead, heading, [(each.key, each.text, item) for item in items])
            lead = each.text


def members_asked(question: str) -> tuple[str, tuple[str, ...]]:
    """``question`` without the members of an article that it asks for, and their marks, the outermost first."""
    for form in _MEMBERS:
        if match := form.search(question):
            outer_first = form is _MEMBERS[0]
            parts = [match["members"]] if outer_first else re.split(r" (?:van|of) ", match["members"])[::-1]
            marks = [
                str(ORDINALS[each["nth"].lower()]) if each["nth"] else (each["mark"] or each["own"]).lower()
                for part in parts
                for each in _NUMBER_OF.finditer(part)
            ]
            return f"{question[: match.start()]}{match['article']}{question[match.end() :]}", tuple(marks)
    return question, ()


def member(text: str, marks: Sequence[str]) -> Span | None:
    """The characters of ``text`` that are the member with these ``marks``, the outermost first; None where it has
    none. Of numbers those with a degree sign stand below others, and below letters: "2°"."""
    parts = list(_parts(text))
    forms = [_form(text[slice(*part)]) for part in parts]
    own = [_mark(text[slice(*part)]) for part in parts]
    first, last = 0, len(parts)
    for depth, mark in enumerate(marks):
        within = forms[first:last]
        form = ("1" if "1" in within and not (depth and "°" in within) else "°") if _is_number(mark) else "a"
        places = [place for place in range(first, last) if forms[place] == form]
        begins = places[int(mark) :][:1] if mark.startswith("-") else [at for at in places if own[at] == mark][:1]
        if not begins:
            return None
        behind = [place for place in places if place > begins[0]]
        first, last = begins[0], behind[0] if behind else last
    return (parts[first][0], parts[last - 1][1]) if marks else None


def has_members(text: str) -> bool:
    """Whether ``text`` has any that are marked."""
    return any(_mark(text[slice(*part)]) for part in _parts(text))


def _is_number(mark: str) -> bool:
    return mark.lstrip("-").isdigit()


def _list(lead: str, heading: str, items: Sequence[tuple[int, str, Span]]) -> ItemList:
    """Of items each by its passage's key and text and its place in it; of the lead its last sentence counts."""
    last = [lead[slice(*span)] for span in sentence_spans(lead)[-1:]]
    marks = tuple(_mark(text[slice(*span)]) for _, text, span in items)
    return ItemList(plain(" ".join((*last, heading))), tuple((key, span) for key, _, span in items), marks)


def _lists_of(text: str) -> Iterator[tuple[str, list[Span]]]:
    """The lists in a passage, each with what leads into it there, and the characters of its items: lines that begin
    with marks of one form, or parts of these that go on in order, what stands below belonging to them, which may be a
    list again; or else the lines below one that leads into them."""
    if any(is_row(text[slice(*line)]) for line in lines_of(text)):
        return
    parts = list(_parts(text))
    forms = [_form(text[slice(*part)]) for part in parts]
    form = next(filter(None, forms), "")
    items = list(_runs(forms, form, 0, len(parts)) if form else _below_lead(text, parts))
    if len(items) >= _FEWEST:
        yield text[: parts[items[0][0]][0]], _spans(parts, items)
    for begin, end in items if form else ():
        inner = next((each for each in forms[begin + 1 : end] if each and each != form), "")
        below = list(_runs(forms, inner, begin + 1, end)) if inner else []
        if len(below) >= _FEWEST:
            yield text[parts[begin][0] : parts[below[0][0]][0]], _spans(parts, below)


def _runs(forms: Sequence[str], form: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """From where to where the items with marks of this form go."""
    places = [place for place in range(first, last) if forms[place] == form]
    yield from zip(places, [*places[1:], last], strict=False)


def _below_lead(text: str, parts: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Those without marks below a line that ends in a colon: to the end, or where the first ends in a semicolon to the
    first that doesn't."""
    lead = next((place for place, part in enumerate(parts[:-_FEWEST]) if text[slice(*part)].endswith(":")), None)
    if lead is None:
        return
    parted = text[slice(*parts[lead + 1])].endswith((";", ","))
    for place in range(lead + 1, len(parts)):
        yield place, place + 1
        if parted and not text[slice(*parts[place])].endswith((";", ",", " en", " of")):
            return


def _spans(parts: Sequence[Span], items: Sequence[tuple[int, int]]) -> list[Span]:
    return [(parts[begin][0], parts[end - 1][1]) for begin, end in items]


def _begun(text: str, form: str) -> list[Span]:
    """The items of a passage that begins with one of this form."""
    parts = list(_parts(text))
    forms = [_form(text[slice(*part)]) for part in parts]
    return _spans(parts, list(_runs(forms, form, 0, len(parts))))


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
    if match["degree"]:
        return "°"
    return "1" if mark.isdigit() else "I" if re.fullmatch("[IVX]+", mark) else "a" if mark.islower() else "A"
