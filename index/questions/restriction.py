"""Which letters a question says that it is asked of: by who wrote them, "Wat schrijft minister Harbers over stof?", or
by when, "in de brief van juli 2023".

A plain rule: such words tell a letter and nothing of what it says, and letters that are near to them speak of that
minister or that month. They are taken out, and the letters' metadata tell which are meant. A library where no letter
is by that sender, or of that time, is asked the question as it is: letters speak of others' too.
"""

import re
from dataclasses import dataclass, replace

from corpus.dates import MONTH, days_of
from index.filters import Filters, plain_name
from index.questions.offices import OFFICES, PORTFOLIOS, TITLE
from index.questions.pieces import ABOUT, END, OPENING
from index.questions.question import can_be_asked

_MINISTRIES = frozenset(map(plain_name, PORTFOLIOS.values()))
_BRIEF = r"(?:kamerbrief|brief|letter)"
_LETTER = r"(?:kamerbrief|brief|brieven|letters|stuk|document|nota|notitie|verslag|rapport|letter|report|paper|memo)"
_THE = r"(?:de|het|deze|dit|the|this)"
_OF = r"(?:(?:van|voor|of|for) (?:(?:de|het|the) )?)"
# "minister Harbers", "de minister van Defensie"; in "volgens de minister Defensie" the name is another's
_OFFICE = rf"(?:(?P<the>(?:de|het|the) )?(?P<office>{'|'.join(OFFICES)}) (?(the){_OF}|{_OF}?))"
_OPENING = (
    r"(?:in|is|wat|wie|hoe|what|who|how|does|did|volgens|according|en|and|maar|but|over|about|van|uit|de|het|the)"
)
_CAPITAL = rf"(?-i:(?!(?i:{_OPENING})\b)[A-ZÀ-Þ][\w’'-]+)"
_PREFIX = r"(?-i:(?:Van|De|Den|Ter|Ten)(?: (?:de|den|der))? )?"
_TITLED = rf"{TITLE}(?:(?-i:(?:[A-Z]\.){{1,8}}) ?)?"  # and initials
_NO_NAME = "aan|about|bij|in|naar|om|on|over|said|say|says|schrijft|te|tegen|to|van|write|writes|wrote|zegt"
_WORD = rf"(?!(?:{_NO_NAME})\b)[^\W\d_][\w’'&-]*"
_SAYS = r"(?:schrij(?:ft|ven)|schreef|schreven|ze(?:gt|ggen)|zei(?:den)?|(?:ver)?meld(?:t|en|de|den))"
_OTHER = rf"(?: (?:en|and) (?:(?:de |the )?(?:{'|'.join(OFFICES)}) {_OF}?)?{_TITLED}{_CAPITAL})"
# "minister Harbers", "de minister van Infrastructuur en Waterstaat", "Kaag en Bijleveld", and where small letters end
_WITH_CAPITALS = (
    rf"(?:{_OFFICE}{_TITLED}(?P<of>{_PREFIX}{_CAPITAL}(?:,? (?:(?:en|and) )?{_CAPITAL}){{0,8}})"
    r"|(?:(?:(?:de|the) )?(?:ministers|bewindslieden|bewindspersonen|staatssecretarissen) )?"
    rf"{_TITLED}(?P<name>{_PREFIX}{_CAPITAL}(?:(?: (?:van|de|der|den|ten|ter)){{0,3}} {_CAPITAL})?))"
    rf"(?P<others>{_OTHER}{{0,4}})(?![\w-])"
)
_IN_SMALL = (
    rf"{_OFFICE}(?P<of>{_WORD}(?:,? {_WORD}){{0,4}}?)"
    rf"(?=[?.!,:]|$| (?:{ABOUT}|in|er|daarover|say|write|report|mention|staat|is|wordt|worden|zijn|moet|kan)\b)"
)
_SPEAKS_OF = rf"(?= (?:{ABOUT}|in|er|daarover)\b)"
_END = r"(?=[\s?.!,:]|$)"
# forms, and what is left of each without who wrote it
_WRITTEN = (
    *(
        (re.compile(form.format(f"(?P<who>{who})"), re.IGNORECASE), left)
        for who in (_WITH_CAPITALS, _IN_SMALL)
        for form, left in (
            (rf"\b{_SAYS} {{}}{_SPEAKS_OF}", "zegt de brief"),
            (rf"\b(?:heeft|hebben) {{}} (?:gezegd|geschreven|gemeld)(?= {ABOUT}\b)", "zegt de brief"),
            (rf"\b(?:has|have|had) {{}} (?:said|written)(?= {ABOUT}\b)", "does the letter say"),
            (
                rf"(?P<lead>\b(?:{_SAYS}|belooft|doet|stuurt|noemt)) {{}}(?=(?: mee| toe)?[\s?.!]*$)",
                r"\g<lead> de brief",
            ),
            (r"(?P<lead>\b(?:does|did|do) ){}(?= (?:say|write|report|mention)\b)", r"\g<lead>the letter"),
            (rf"(?P<lead>\b{_THE} {_LETTER}) (?:van|door|from|by) {{}}{_END}", r"\g<lead>"),
            (r"(?:\bthe )?\b{}['’]s? (?P<letter>letter|report|paper|memo)\b", r"the \g<letter>"),
            (rf"\b{{}}['’]s? (?P<letter>{_LETTER})\b", r"de \g<letter>"),
            (rf"^{{}} {ABOUT} (?=\S)", ""),
            (rf"\b(?:volgens|according to) {{}}{_END}", ""),
        )
    ),
    (re.compile(rf"\b{_SAYS} (?P<who>(?P<name>[^\W\d_]{{4,}})){_SPEAKS_OF}", re.IGNORECASE), "zegt de brief"),
)
_DAY = rf"(?P<day>(?:(?:\d{{1,2}} )?{MONTH} )?(?:19|20)\d\d|\d{{1,2}}[-/]\d{{1,2}}[-/](?:19|20)\d\d)\b"
_WRITES = r"(?: (?:say|write|report|mention))?"
_DATED = tuple(
    (re.compile(form, re.IGNORECASE), left)
    for form, left in (
        (rf"(?P<lead>\b{_THE} {_BRIEF}) (?:van|uit|gedateerd|d\.d\.|of|from|dated) {_DAY}(?![-/])", r"\g<lead>"),
        (rf"(?P<lead>\b{_THE} {_BRIEF}{_WRITES}) (?:in|on) (?!\d{{4}}\b){_DAY}(?= {ABOUT}\b)", r"\g<lead>"),
        (rf"\bthe {_DAY} (?P<letter>(?:[\w-]+ ){{0,2}}{_BRIEF})\b", r"the \g<letter>"),
        (rf"^{_DAY} {_BRIEF}[:,]? (?=\S)", ""),
    )
)
# What tells that such a letter is asked, and not what others say of it: "in de brief van juli 2023", "wat schrijft
# minister Kaag?"; not "naar aanleiding van de brief"
_SURELY = re.compile(
    rf"\b(?:(?:in|uit|zegt|schrijft|meldt|noemt|vermeldt|belooft|does|did|from|under) {_THE} (?:[\w-]+ ){{0,3}}"
    rf"{_LETTER}"
    r"|wat schr(?:ij|ee)\w+|what d(?:oes|id|o) .{1,80} write)\b",
    re.IGNORECASE,
)
_TWICE = re.compile(r"\b(de brief|the letter) in (?:de brief|the letter)\b")  # where who and when are cut
# "En minister Kaag?": the question before, asked of others' letters
_WHO_ALONE = tuple(
    re.compile(
        rf"{OPENING}(?:(?:volgens|according to|wat zegt|what about|hoe zit het met|van) )?"
        rf"(?P<who>{who}){END}",
        re.IGNORECASE,
    )
    for who in (_WITH_CAPITALS, _IN_SMALL)
)
# "En in die van februari 2023?"
_DAY_ALONE = re.compile(
    rf"{OPENING}(?:(?:in|what about|hoe zit het met) )?"
    rf"(?:(?:die|dat|the one|that|{_THE} {_LETTER}) )?(?:(?:van|uit|in|of|from) )?{_DAY}{END}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Restricted:
    """What is left of a question without what says which letters it is asked of, ``said``, and these. ``office`` and
    ``names``: those of their senders, in plain form: of all the first names by which there are letters; without an
    office they are persons'. ``surely``: whether it can be asked of no others."""

    question: str
    said: str
    letters: Filters
    office: str | None
    names: tuple[tuple[str, ...], ...]
    surely: bool

    def is_named(self, text: str) -> bool:
        """Whether ``text`` names one of the senders: somebody by the last name, a ministry by all its words."""
        said = plain_name(text)
        names = (each if each in _MINISTRIES else each.split()[-1] for each in self.names[0])
        return any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", said) for each in names)


def restricted(question: str) -> Restricted | None:
    """What of ``question`` says which letters it is asked of, or None where nothing does."""
    asked, said = question, []
    letters, by = Filters(), None
    for forms in (_WRITTEN, _DATED, _WRITTEN):
        for form, left in forms:
            match = form.search(asked)
            if match is None or (forms is _WRITTEN and by):
                continue
            days = days_of(match["day"]) if forms is _DATED else None
            if forms is _DATED and days is None:
                continue
            if days:
                letters = replace(letters, since=days[0], until=days[1])
            elif (sender := _sender(match))[1]:
                by = sender
            else:
                continue
            said.append(match["day"] if days else match["who"])
            asked = asked[: match.start()] + match.expand(left) + asked[match.end() :]
            break
    asked = re.sub(r"[\s,:]+(?=[?.!]|$)", "", " ".join(asked.split()).lstrip(" ,:"))
    asked = _TWICE.sub(r"\1", asked)
    if not said or not can_be_asked(asked):
        return None
    office, names = by or (None, ())
    return Restricted(asked, ", ".join(said), letters, office, names, bool(_SURELY.search(question)))


def of_others(question: str, before: Restricted) -> list[Restricted]:
    """What was asked ``before``, of the letters of somebody else or of another time, where ``question`` says no more
    than whose or of when; of another time that of the same sender first."""
    if (match := _DAY_ALONE.fullmatch(question)) and (days := days_of(match["day"])):
        letters = replace(before.letters, since=days[0], until=days[1])
        alone = replace(before, said=match["day"], letters=letters, office=None, names=())
        same = replace(before, said=f"{before.said.partition(', ')[0]}, {match['day']}", letters=letters)
        return [same, alone] if before.names else [alone]
    match = next((found for form in _WHO_ALONE if (found := form.fullmatch(question))), None)
    if match is None:
        return []
    office, names = _sender(match)
    return [replace(before, said=match["who"], letters=Filters(), office=office, names=names)] if names else []


def _sender(match: re.Match[str]) -> tuple[str | None, tuple[tuple[str, ...], ...]]:
    """The office and the names that a form has found."""
    found = match.groupdict()
    name = found.get("of") or found["name"]
    office = OFFICES[found["office"].lower()] if found.get("office") else None
    others = re.findall(rf"{_CAPITAL}(?= (?:en|and)\b|$)", found.get("others") or "")
    # "Justitie en Veiligheid" is one, "Kaag en Bijleveld" are two
    every = dict.fromkeys([(name, *others), (*re.split(r",? (?:en|and) |, ", name), *others)])
    plain = [tuple(plain_name(PORTFOLIOS.get(plain_name(each), each)) for each in way) for way in every]
    return office, tuple(way for way in plain if all(way))  # of a letter there may be no plain form
