"""Which letter a question names by what it is on, or by its title, where it asks for something in it: "Wat zegt de
klimaatstrategie over de NAVO?", "does the letter on aviation mention kerosene?".

A plain rule: of such words the passages of any letter on that subject have most, and what is asked in it they hardly
tell. They are taken out where it is plain where they end, and only that letter is asked. "Wat zegt de brief over
China?" asks for no more than what is said of China, and "en de brief over luchtvaart?" what was asked before.
"""

import re
from dataclasses import dataclass

from index.closed_words import ASKING
from index.questions.about import asked_about
from index.questions.framing import asks_no_more
from index.questions.pieces import ABOUT, OPENING

_DET = r"(?:de|het|die|dat|the|that)"
_LETTER = r"(?:(?:[\w-]{1,20}|artikel 100-)?brief|stuk|document|letter|antwoorden|beantwoording|kamervragen|answers)"
_SENDER = r"(?: (?:van|from|by) (?:de |the )?(?:minister|staatssecretaris|state secretary))?"
_WORD = r"[^\s?.!,:;]+"
# where what it is on ends for certain
_END = (
    r"(?=\s*[?.!,:;]|\s*$| (?:over|about|iets|wat|ook|nog|er|wordt|worden|staat|zegt|say|says|mention|mentions|refer"
    r"|refers|talk|talks|discuss|discusses|describe|describes|explain|explains|contain|contains|state|states|tell"
    r"|tells|cover|covers|address|addresses|also|too|anything|something|daarover)\b)"
)
# and behind which it may have ended before: "volgens de brief over luchtvaart naar Schiphol"
_BEHIND = re.compile(
    r" (?:naar|voor|met|bij|door|tot|tegen|aan|uit|om|in|op|van|to|for|with|by|from|at|into|when|wanneer|hoe|how|wie"
    r"|who|what|if|of|is|was|are|were|zijn)\b",
    re.IGNORECASE,
)
# what is no subject
_NONE = (
    r"(?:same|first|last|other|previous|next|latest|whole|entire|second|third|new|old|original|actual|ministerial|open"
    r"|joint|short|final|written|government|cabinet|parliamentary|official|dutch|english|following|attached|accompanying"
    r"|covering|[\w-]+['’]s?)(?![\w’'-])"
)
_PLAIN = rf"(?!(?:of|to|in|on|and|or|that|this|van|en|of|op|in|die|dat)\b|{_NONE})[\w’'-]+"
_COMPOUND = (
    r"(?!(?:kamer|aanbiedings|begeleidings|verzamel|antwoord|advies|voortgangs|uitstel|nieuws|oproep|vervolg|reactie"
    r"|regerings|kabinets|verzoek|brand|spoed|concept)-?brief)[\w-]{3,40}?(?=-?brief\b)"
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
        rf"(?P<phrase>\b{_DET} {_LETTER}{_SENDER} {ABOUT} (?P<topic>{_WORD}(?: {_WORD}){{0,9}}?)){_END}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<phrase>\bthe (?P<topic>{_PLAIN}(?: {_PLAIN}){{0,2}}) (?:letter|answers))\b", re.IGNORECASE),
    re.compile(rf"(?P<phrase>\b(?:de|die) (?P<topic>{_COMPOUND})-?brief)\b", re.IGNORECASE),
    re.compile(
        rf"(?P<lead>\b{_IN} )?(?P<phrase>\b{_DET} (?P<topic>(?:{_PLAIN} ){{0,3}}?[\w-]*?(?P<noun>{'|'.join(_NOUNS)})"
        rf"))\b(?P<says>{_SAYS})?",
        re.IGNORECASE,
    ),
)
_ENGLISH = re.compile(r"the |that ", re.IGNORECASE)
_OPENING = re.compile(
    rf"^{OPENING}(?:(?:in|volgens|according to|from) )?(?:de brief|the letter) ?[:,] ?", re.IGNORECASE
)
_THERE = re.compile(r"^(staat|is|wordt|worden|zijn) daar\b", re.IGNORECASE)
_ANSWERS = re.compile(r"(?:antwoorden|beantwoording|kamervragen|answers)", re.IGNORECASE)
_INSIDE = re.compile(r"(?:in|uit|volgens|from|under|according to) $", re.IGNORECASE)
# a second thing behind it: "Noemt de brief over vuurwerk de brandweer?"
_ARTICLE = re.compile(r"\S (?:de|het|een|the|an?) ", re.IGNORECASE)
_ANOTHER = re.compile(r"(?:brief|letter|strategie|strategy|visie|vision|verslag|report)\b", re.IGNORECASE)
# "en de klimaatstrategie?", "what about the letter on aviation?", "wat zegt de brief over luchtvaart daarover?"
_OF_THAT = r"\b(?:daarover|erover|about (?:that|it)|on (?:that|it))\b"
_GOES_ON = re.compile(rf"(?:en|and|maar|but|what about|how about|hoe zit het met)\b|.*{_OF_THAT}", re.IGNORECASE)
_NO_MORE = re.compile(r"(?:(?:en|and|maar|but|what about|how about|hoe zit het met|in|volgens)[ ,]+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """``question`` without the words ``said`` that name the letter by its ``topic``; as it is, and nothing said, where
    it isn't plain where these end, and empty where it asks what was asked before. ``titled``: whether the title must
    tell that it is one on that topic, and not any passage; ``noun``: what that must have, of a document that is no
    letter by name."""

    question: str
    said: str
    topic: str
    titled: bool = False
    noun: str | None = None


def letter_named(question: str) -> Named | None:
    """The letter that ``question`` asks something in; None where it names none, or two, or asks no more than what it
    says of what seems to name it."""
    for form in _FORMS:
        if not (match := form.search(question)):
            continue
        found = match.groupdict()
        noun = _NOUNS[found["noun"].lower()] if found.get("noun") else None
        phrase, topic = match["phrase"], match["topic"]
        start, end = match.span("phrase")
        before, behind = question[:start], question[end:]
        alone = _NO_MORE.fullmatch(before) and not behind.strip(" ?.!")
        # when a strategy is published is told by others, and a bare noun is no name
        if noun and (not (found["lead"] or found["says"] or alone) or topic.lower() == found["noun"].lower()):
            continue
        if _ANOTHER.search(before + behind) or _ANOTHER.search(topic.removesuffix(found.get("noun") or "")):
            return None
        if topic.lower().split()[0] in ASKING:
            return None
        left = "the letter" if _ENGLISH.match(phrase) else "de brief"
        asked = _THERE.sub(r"\1 er", _OPENING.sub("", before + left + behind))
        titled = form is not _FORMS[0]
        if asks_no_more(re.sub(_OF_THAT, "", asked, flags=re.IGNORECASE)) and not (titled and asked_about(asked)):
            return Named("", phrase, topic, titled, noun) if _GOES_ON.match(question) else None
        if not titled and (_ANSWERS.search(phrase) or not _ends(before, topic, behind)):
            cut = _BEHIND.search(topic)
            return Named(question, "", topic[: cut.start()] if cut else topic)
        return Named(asked, phrase, topic, titled, noun)
    return None


def _ends(before: str, topic: str, behind: str) -> bool:
    """Whether it is plain that ``topic`` ends where it does, and nothing of it is what is asked."""
    if behind.strip(" ?.!"):
        return True
    return bool(_INSIDE.search(before)) and not (_BEHIND.search(topic) or _ARTICLE.search(topic))
