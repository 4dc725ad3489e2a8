"""Which letter a question names by what it is on, or by its title, where it asks for something in it: "Wat zegt de
klimaatstrategie over de NAVO?", "does the letter on aviation mention kerosene?".

A plain rule: of such words the passages of any letter on that subject have most, and what is asked in it they hardly
tell. They are taken out where it is plain where they end, and only that letter is asked. "Wat zegt de brief over
China?" asks for no more than what is said of China.
"""

import re
from dataclasses import dataclass

from index.questions.framing import asks_no_more

_DET = r"(?:de|het|die|dat|the|that)"
_LETTER = r"(?:kamerbrief|brief|stuk|document|letter|antwoorden|beantwoording|kamervragen|answers)"
_ABOUT = r"(?:over|inzake|betreffende|omtrent|about|on|regarding|concerning)"
_SENDER = r"(?: (?:van|from|by) (?:de |the )?(?:minister|staatssecretaris|state secretary))?"
_WORD = r"[^\s?.!,:;]+"
# where what it is on ends for certain
_END = (
    r"(?=\s*[?.!,:;]|\s*$| (?:over|about|iets|wat|ook|nog|er|wordt|worden|staat|zegt|say|says|mention|mentions|refer"
    r"|refers|talk|talks|discuss|discusses|describe|describes|explain|explains|contain|contains|state|states|tell"
    r"|tells|cover|covers|address|addresses|also|too|anything|something)\b)"
)
# and behind which it may have ended before: "volgens de brief over luchtvaart naar Schiphol"
_BEHIND = re.compile(
    r" (?:naar|voor|met|bij|door|tot|tegen|aan|uit|om|in|op|van|to|for|with|by|from|at|into|when|wanneer|hoe|how|wie"
    r"|who|what|if|of|is|was|are|were|zijn)\b",
    re.IGNORECASE,
)
# what tells a letter from others, and nothing of what it is on
_ORDINAL = (
    r"(?:same|first|last|other|previous|next|latest|whole|entire|second|third|new|old|original|actual|ministerial"
    r"|parliamentary|official|dutch|english|following|attached|accompanying|covering|zelfde|eerste|laatste|andere|vorige"
    r"|volgende|nieuwe|oude|hele|tweede|derde|bijgevoegde)\b"
)
_PLAIN = rf"(?!(?:of|to|in|on|and|or|that|this|van|en|of|op|in|die|dat|{_ORDINAL})\b)[\w’'-]+"
_COMPOUND = (
    r"(?!(?:kamer|aanbiedings|begeleidings|verzamel|antwoord|advies|voortgangs|uitstel|nieuws|oproep|vervolg|reactie)-?"
    r"brief)[\w-]{3,40}?(?=-?brief\b)"
)
# documents of other kinds, of which letters speak too: the title must have the noun
_NOUNS = {
    "strategie": "strategie",
    "strategy": "strategie",
    "visie": "visie",
    "vision": "visie",
    "nota": "nota",
    "notitie": "notitie",
    "advies": "advies",
    "advice": "advies",
    "rapport": "rapport",
    "verslag": "verslag",
    "report": "verslag|rapport",
    "memo": "memo|notitie",
    "memorandum": "memo|notitie",
}
_IN = r"(?:in|uit|volgens|from|under|according to|zegt|noemt|vermeldt|schrijft|bevat|stelt|does|did)"
_SAYS = (
    r"(?: (?:say|says|mention|mentions|refer|refers|talk|discuss|describe|contain|state|tell|cover|address|noemt|zegt"
    r"|vermeldt)\b)"
)
_FORMS = (
    re.compile(
        rf"(?P<phrase>\b{_DET} (?P<kind>{_LETTER}){_SENDER} {_ABOUT} (?P<topic>{_WORD}(?: {_WORD}){{0,9}}?)){_END}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<phrase>\bthe (?P<topic>{_PLAIN}(?: {_PLAIN}){{0,2}}) (?P<kind>letter|answers))\b", re.IGNORECASE),
    re.compile(rf"(?P<phrase>\b(?:de|die) (?P<topic>{_COMPOUND})-?(?P<kind>brief))\b", re.IGNORECASE),
    re.compile(
        rf"(?P<lead>\b{_IN} )?(?P<phrase>\b{_DET} (?P<topic>(?:{_PLAIN} ){{0,3}}?[\w-]*?(?P<noun>{'|'.join(_NOUNS)})"
        rf"))\b(?P<says>{_SAYS})?",
        re.IGNORECASE,
    ),
)
_ENGLISH = re.compile(r"the |that ", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:(?:en|and|maar|but),? )?(?:(?:in|volgens|according to|from) )?(?:de brief|the letter) ?[:,] ?", re.IGNORECASE
)
_THERE = re.compile(r"^(staat|is|wordt|worden|zijn) daar\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """``question`` without the words ``said`` that name the letter by its ``topic``, where it is plain where these end;
    ``noun``: a pattern of what its title must have, which is no letter's by name."""

    question: str
    said: str
    topic: str
    noun: str | None = None


def letter_named(question: str) -> Named | None:
    """The letter that ``question`` asks something in, or None where it names none, or asks no more of it."""
    for form in _FORMS:
        if not (match := form.search(question)):
            continue
        found = match.groupdict()
        noun = _NOUNS[found["noun"].lower()] if found.get("noun") else None
        if noun and not (found["lead"] or found["says"]):
            continue  # when a strategy is published is told by others
        phrase, topic = match["phrase"], match["topic"]
        if noun and topic.lower() == found["noun"].lower():
            continue
        start, end = match.span("phrase")
        left = "the letter" if _ENGLISH.match(phrase) else "de brief"
        asked = _THERE.sub(r"\1 er", _OPENING.sub("", question[:start] + left + question[end:]))
        if asks_no_more(asked):
            return None
        behind = not noun and _BEHIND.search(topic)
        if behind and not question[end:].strip(" ?.!"):  # some of it may be what is asked
            return Named(question, phrase, topic[: behind.start()])
        return Named(asked, phrase, topic, noun)
    return None
