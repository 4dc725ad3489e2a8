"""Which publications a letter refers to, "Welke Kamerstukken noemt de brief?", and which letters to one, "Waar wordt
Kamerstuk 28 676, nr. 370 genoemd?".

A plain rule, as for other look-ups: each word of the question must be one of these, and letters tell by the numbers
that they name (corpus/references.py).
"""

import re
from collections.abc import Collection

from corpus import find_identifiers
from corpus.references import find_references
from index.closed_words import LETTERS
from index.filters import plain_name
from index.lexical import plain
from index.questions.pieces import words_in

_ALLOWED = frozenset(
    "welke naar andere eerdere alle noem geef toon lijst van noemt noemen vermeldt vermelden verwijst verwijzen "
    "verwezen refereert haalt aan aangehaald citeert geciteerd genoemd vermeld worden wordt staan komen voor in er de "
    "deze dit die brief kamerbrief document tekst hij het met een nummers nummer en mij me which what other earlier "
    "all list give show of mention mentions mentioned refer refers referred to cite cites cited does do are is the "
    "this letter it text by number numbers named please".split()
)
_PAPERS = frozenset("kamerstukken kamerstuknummers kamerstuk handelingen parliamentary papers paper".split())
_REFERS = re.compile(
    r"\b(?:noem(?:t|en|d)?|genoemd|vermeld(?:t|en)?|verw(?:ijst|ijzen|ezen)|refereert|haalt|aangehaald|citeert|geciteerd"
    r"|voor|staan|alle|mention(?:s|ed)?|refer(?:s|red)?|cite[sd]?|named|all|list)\b"
)


# which refer to this letter, the other way round
_IT = r"(?:(?:de|deze|dit|het|the|this) (?:kamer)?(?:brief|stuk|document|letter|text|tekst)|hij|deze|dit|it|this)\b"
_TO_THIS = re.compile(
    rf"\b(?:verwijzen|refereren|refers?|referred) (?:er)?(?:naar|aan|to) {_IT}|\b(?:wordt|is|are) (?:naar )?{_IT}"
    rf"|\b(?:noemen|vermelden|citeren|cite|mention) {_IT}|\bverwijzen (?:hiernaar|ernaar)\b"
)

_NAMES = re.compile(
    r"\b(?:genoemd|noem(?:t|en)|vermeld(?:t|en)?|verw(?:ijst|ijzen|ezen)|refere(?:ert|ren)|aangehaald|haalt|halen"
    r"|cite(?:ert|ren|erd|s|d)?|geciteerd|staa(?:t|n)|kom(?:t|en)(?= .*voor)|mention(?:s|ed)?|refer(?:s|red)?|named?"
    r"|names|appears?)\b"
)
_THIS_LETTER = re.compile(rf"\b(?:deze|dit|die|this|these) (?:{'|'.join(sorted(LETTERS))})\b")
# "#" is a number: what it names itself, what stands in it, and what it stands for
_ELSE = re.compile(
    r"\b(?:welke|which) (?:brieven|kamerbrieven|stukken|documenten|alineas?|letters|documents|papers) (?:noemt|vermeldt"
    r"|citeert|verwijst|haalt|refereert) #|^(?:naar|to) |\b(?:verwijst|refereert) #(?! naar)|\b(?:do|does) (?:the )?#"
    r"|\b(?:in|uit|van|bij|of|from) #|\bstaat # voor\b|\bverwijst # naar\W*$"
)
_SEEKING = LETTERS | frozenset(
    "waar welke in alinea alineas paragraaf passage passages stukje wordt worden staat staan komt komen voor er "
    "genoemd noemt noemen vermeld vermeldt vermelden verwijst verwijzen verwezen refereert refereren aangehaald haalt "
    "halen aan citeert citeren geciteerd naar door de het een where which paragraph paragraphs section is are does do "
    "the a an to by mentioned mention mentions cite cites cited refer refers referred named names name appear appears "
    "toon zoek vind show find list alle all me and en of or".split()
)


def asks_for_references(question: str) -> bool:
    """Whether it asks which publications of parliament a letter names."""
    text = plain(question)
    words = words_in(text)
    papers = words & {"kamerstukken", "kamerstuknummers"} or {"parliamentary", "papers"} <= words
    return bool(papers) and words <= _ALLOWED | _PAPERS and bool(_REFERS.search(text)) and not _TO_THIS.search(text)


def publications_sought(question: str) -> list[str]:
    """The publications of which it asks where they are named; none where it asks something else."""
    named = find_identifiers(question)
    rest = question
    for start, end in sorted({(start, end) for _, start, end in named}, reverse=True):
        rest = f"{rest[:start]} # {rest[end:]}"
    rest = re.sub(r"(?:kamerstuk(?:ken)? )?#(?:,? (?:en|of|and|or)? ?(?:kamerstuk(?:ken)? )?#)*", "#", plain_name(rest))
    text = _THIS_LETTER.sub("", rest)
    seeks = rest.count("#") == 1 and _NAMES.search(text) and not _ELSE.search(text)
    words = words_in(text)
    return list(dict.fromkeys(identifier for identifier, *_ in named)) if seeks and words <= _SEEKING else []


def references_in(text: str, publications: Collection[str] | None = None) -> tuple[tuple[int, int], ...]:
    """The characters of ``text`` that name publications, any of them or these."""
    found = (each for each in find_references(text) if publications is None or each.id in publications)
    return tuple(dict.fromkeys((each.start, each.end) for each in found))
