"""What a letter is called that is none by name: "dit besluit", "de memorie", "this report".

A question that calls it so asks what it would of "the letter", for which the other rules have their words. Of "the
report" that is so only where the letter is one: letters speak of many reports.
"""

import re
from collections.abc import Iterable, Set
from functools import lru_cache

from index.lexical import plain
from index.questions.pieces import words_in

# How the names of papers end in Dutch, and what they are called in English.
_PAPERS = {
    "advies": "(?:advice|(?:advisory )?(?:opinion|report))",
    "amendement": "amendment",
    "antwoord(?:en)?|beantwoording": "answers|reply",
    "beleidsregels?": "policy rules?",
    "beschikking": "decision|order",
    "besl(?:uit|issing)": "decision|decree|order",
    "circulaire": "circular",
    "convenant": "covenant|agreement",
    "lijst": "list(?: of questions(?: and answers)?)?",
    "memo": "memo(?:randum)?",
    "memorie|toelichting": "memorandum|explanation|explanatory note",
    "motie": "motion",
    "nota": "memo(?:randum)?|note",
    "notitie": "memo(?:randum)?|note",
    "notulen": "minutes",
    "plan": "plan",
    "rapport": "report",
    "regeling": "order|regulation|scheme",
    "verordening": "by-?law|ordinance|regulation",
    "verslag": "report|minutes",
    "voorstel": "proposal",
}
# Its first word, behind what may stand before its name: "Nr. 512", "Ontwerp van"
_FIRST = re.compile(
    r"(?:nr\.? ?\d+\b|(?:concept|ontwerp|tijdelijke|nadere?|gewijzigde?|van)\b|\W)*(?P<word>[^\W_]+)", re.IGNORECASE
)
_THIS = ("(?P<dit>dit|deze) (?:[\\w-]+ )?", "(?P<this>this) (?:[\\w-]+ )??")
# "to report", "in order to": in English it must be said of which
_THE = (f"(?:{_THIS[0]}|(?:het|de) )?", f"(?:{_THIS[1]}|the (?:[\\w-]+ )??)")
# before a Dutch name in one word, unlike "wachtlijst" and "emotie"
_PREFIX = (
    r"(?:(?:raads|staten|college|kamer|commissie|inspectie|onderzoeks?|jaar|eind|evaluatie|beleids|woo|wob|subsidie"
    r"|ontwerp|concept|beslis|wijzigings|handhavings|vergunnings|samenwerkings|aanwijzings|uitvoerings)-?)?"
)
# to councils, whatever they say that they are
_TO_COUNCIL = re.compile(
    rf"\b(?:{_THE[0]}(?P<dutch>(?:raads?|raadsinformatie|staten|college|wethouders|informatie)-?brief)"
    rf"|(?:{_THE[1]})?(?:council|municipal) letter)(?![\w-])",
    re.IGNORECASE,
)
# behind titles and first names, in plain form
_SURNAME = re.compile(
    r"(?:^|[. ])(?P<surname>(?:(?:van|de|den|der|ten|ter|te|het|'t) )*[a-z][\w'-]{2,})"
    r"(?: (?:msc|ma|mpa|llm|bsc|mba|ra))?$"
)
# whose it is: "de brief van de Raad van State"
_WHOSE = re.compile(
    r"(?:(?<=brief)|(?<=etter)|(?<=kenmerk)|(?<=nummer)|(?<=umber)|(?<=erence)) (?:van|of|from|by|door)"
    r" (?:(?:de|het|the) )?(?P<who>(?!(?:deze |dit |this )?(?:brief|letter)\b)[^?.!,:;]{2,80}?)"
    r"(?=[\s?.!]*$| (?:op|voor|on|for) (?:de|het|deze|dit|the|this)\b)",
    re.IGNORECASE,
)


def words_of_writers(offices: Iterable[str]) -> frozenset[str]:
    """Those in which it may be said whose a letter is."""
    return frozenset[str]().union(*map(_words, offices))


def _words(text: str) -> frozenset[str]:
    return words_in(plain(text))


def papers_named(*names: str | None) -> frozenset[str]:
    """The kinds of paper that these names are of, its title or what it says that it is, by their first words."""
    words = [match["word"] for match in map(_FIRST.match, filter(None, names)) if match]
    return frozenset(kind for kind in _PAPERS for word in words if re.search(f"(?:{kind})$", word, re.IGNORECASE))


def surnames(names: Iterable[str | None]) -> frozenset[str]:
    """Those of the ``names`` of people, in plain form, without titles and first names: "drs. A.M. ten Vergert"."""
    return frozenset(match["surname"] for name in names if name and (match := _SURNAME.search(plain(name))))


def as_letter(
    question: str,
    papers: frozenset[str],
    writers: Set[str] = frozenset(),
    *,
    this: bool,
    signed: Set[str] = frozenset(),
) -> str:
    """``question`` with "the letter" where it speaks of the only one that is asked by one of the kinds of ``papers``,
    and without whose it is where that is said in words of its ``writers``; of "this report" too where it can but mean
    ``this``, whatever it is. One of the surnames by which it is ``signed`` is the signatory, where it is asked in what
    office he signed."""
    text = _TO_COUNCIL.sub(_letter, question)
    if papers:
        text = _called(papers, _THE).sub(_letter, text)
    text = _called(frozenset(_PAPERS), _THIS).sub(_letter, text) if this else text
    if signed:
        text = _somebody(frozenset(signed)).sub(_signatory, text)
    whose = _WHOSE.search(text)
    return text[: whose.start()] + text[whose.end("who") :] if whose and _words(whose["who"]) <= writers else text


@lru_cache(maxsize=64)
def _somebody(signed: frozenset[str]) -> re.Pattern[str]:
    """One of these surnames where it is asked in what office he signed, or who that is, and of nothing else: "In what
    capacity did Kaag sign?", "Wat is de functie van De Vries?"."""
    names = "|".join(sorted(map(re.escape, signed), key=len, reverse=True))
    name = rf"(?:(?:[A-ZÀ-Þ][\w'’-]*\.? ?|(?:mr|mw|drs|dr|ir|ing|prof)\. ?)*(?i:{names})(?<=[\w'’-]{{3}}))"
    office = r"(?i:capacity|hoedanigheid|functie|ambt|rol|function|role|position|job title|title)"
    return re.compile(
        rf"(?P<before>\b{office} (?:of|van|for|voor|did|does|has|had|heeft|tekende|ondertekende) ){name}\b"
        rf"|(?P<own>\b){name}(?=['’]s (?:current )?{office}\b)"
        rf"|(?P<who>^(?:Wie|Who) is ){name}(?=[\s?.!]*$)"
    )


def _signatory(match: re.Match[str]) -> str:
    before = match["before"] or match["who"] or ""
    own = match.group()[len(before) :]
    if not any(char.isupper() for char in own):  # "Welke functie heeft het bos?"
        return match.group()
    english = match["own"] is not None or re.search(r"(?i)\b(?:who|of|did|does|has|had|for)\W*$|^who", before)
    return f"{before}{'the signatory' if english else 'de ondertekenaar'}"


@lru_cache(maxsize=64)
def _called(papers: frozenset[str], before: tuple[str, str]) -> re.Pattern[str]:
    dutch, english = ("|".join(each) for each in zip(*((kind, _PAPERS[kind]) for kind in papers), strict=True))
    of_dutch, of_english = before
    return re.compile(
        rf"\b(?:{of_dutch}(?P<dutch>{_PREFIX}(?:{dutch}))|{of_english}(?:{english}))(?![\w-])", re.IGNORECASE
    )


def _letter(match: re.Match[str]) -> str:
    if match["dutch"]:
        return "deze brief" if match["dit"] else "de brief"
    return "this letter" if match["this"] else "the letter"
