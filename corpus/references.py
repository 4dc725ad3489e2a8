"""Mentions of other official publications in running text, resolved to identifiers and addresses.

Forms seen in letters: "Kamerstuk 28 676, nr. 331", "Kamerstukken 28 676, nrs. 331 en 340",
"Kamerstukken II 2020/21, 28676, nr. 372", "Kamerstuk 36 600 VII, nr. 1", "Kamerstukken I 2012/13, 33802, C",
"Aanhangsel Handelingen II 2023/24, nr. 1314" and "Handelingen II 2022/23, nr. 84, item 12", which are of the House of
Representatives where they don't say. A no-break space may stand in the dossier number.
"""

import functools
import re
from collections.abc import Sequence
from itertools import islice

from corpus.citation import MONTHS
from corpus.letter import Reference

# The name of an official publication, as its file, its address and the foot of its pages have it.
OFFICIAL = re.compile(r"(?:kst|blg|ah|h)-(?:(?:tk|ek|vv)-)?\d[0-9A-Za-z-]*")
_OF_DOSSIER = re.compile(
    r"kst-(?P<dossier>\d{5})(?:(?P<series>-\d{2}(?=-))|-(?P<chapter>[IVX]{1,6}[AB]?|[A-N])(?=-))?"
    r"-(?P<number>\d{1,6}|[A-Z]{1,2})"
)
ADDRESS = "https://zoek.officielebekendmakingen.nl/{id}.html"

_SPACE = r"[ \n\u00a0\u202f\u2009]"
_YEAR = r"(?P<first>\d{4})\s?[/–-]\s?(?P<last>\d{2,4})"
_WRITTEN_YEAR = rf"(?:vergaderjaar{_SPACE})?{_YEAR}"
# VII and IXB are chapters of the budget, A to N its funds (only before "nr.": "33802, C" is a Senate paper),
# 02 a part of a series
_CHAPTER = rf"(?P<chapter>[IVX]{{1,6}}[AB]?|[A-N](?=,?{_SPACE}(?:nr|nummer))|(?<=-)\d{{2}})(?!\w)"
_DOSSIER = rf"(?P<dossier>\d{{2}}{_SPACE}?\d{{3}})(?:(?:{_SPACE}|-)?{_CHAPTER})?"
# "nr. 331 en 27 925, nr. 783" and "nr. 331, 14 juni" hold one number of the first dossier, not two
# nor does "nr. 331, 2%"
_MEASURES = r"%|(?:(?:pro|per)cent|miljoen|miljard|million|billion|euro)\b"
_NUMBER = rf"\d{{1,6}}\b(?!{_SPACE}(?:\d{{3}}\b|(?:{'|'.join(MONTHS)})\b)|\s?(?:{_MEASURES}))"
_AND = rf"(?:,\s?|\s(?:en|t/m|tot{_SPACE}en{_SPACE}met)\s)(?:nrs?\.?{_SPACE})?"
_NUMBERS = rf"(?P<numbers>\d{{1,6}}(?!\d)(?:{_AND}{_NUMBER})*)"
_LONGEST_RUN = 50  # numbers from the first "t/m" the last; more is a slip of the pen
_MOST_NUMBERS = 100  # of one mention
_KAMERSTUK = re.compile(
    rf"\b[Kk]amerstuk(?:ken)?{_SPACE}(?:(?:I|II),?{_SPACE})?(?:{_WRITTEN_YEAR},?{_SPACE})?{_DOSSIER}"
    rf",?{_SPACE}(?:(?:nrs?|nummers?)\.?{_SPACE}?{_NUMBERS}|(?P<letter>[A-Z]{{1,2}})\b(?!\.\w|-))"
)
_PROCEEDINGS = rf"Handelingen(?:{_SPACE}(?P<chamber>I|II))?,?{_SPACE}{_WRITTEN_YEAR},?{_SPACE}"
_AANHANGSEL = re.compile(
    rf"\b[Aa]anhangsel{_SPACE}(?:van{_SPACE}de{_SPACE})?{_PROCEEDINGS}(?:nrs?|nummers?)\.?{_SPACE}?{_NUMBERS}"
)
_HANDELINGEN = re.compile(
    rf"\b{_PROCEEDINGS}(?:nr|nummer)\.?{_SPACE}?(?P<number>\d{{1,3}}),?{_SPACE}item{_SPACE}(?P<item>\d{{1,3}})\b"
)

# As people type it in a question, with or without the word before it and the spaces and commas between.
# "AH-64" and "H-1" are names of other things, and so is "ISO 27001-2".
_TYPED_ID = re.compile(
    r"\b(?:kst-\d{5}(?:-[IVX]{1,6}[AB]?)?-(?-i:[A-Z]{1,2})\b(?!-)|(?:kst|blg)-[\w-]*\d\w*"
    r"|a?h-(?:(?:tk|ek|vv)-[\w-]*\d\w*|\d{5,}(?:-\d+)*))\b",
    re.IGNORECASE,
)
_NO_STANDARD = rf"(?-i:(?<!\bISO{_SPACE})(?<!\bIEC{_SPACE})(?<!\bNEN{_SPACE})(?<!-EN{_SPACE}))"
_TYPED_CHAPTER = r"(?P<chapter>[IVX]{1,6}[AB]?|(?-i:[A-N])|(?<=-)\d{2})"
_TYPED_DOSSIER = re.compile(
    rf"{_NO_STANDARD}(?<![\d.,-])(?P<dossier>\d{{2}}(?:{_SPACE}|\.)?\d{{3}})(?:(?:,?{_SPACE}|-){_TYPED_CHAPTER})?"
    # "36410 VIII 12", but "28676 12" may be any two numbers, as "12 500 x 3" is
    # "12 500 no 3" may be two numbers too, and "10.000-15" and "10 000-15 000"
    rf"(?:{_SPACE}?\([^()]{{1,200}}\),?{_SPACE}?(?:(?:nrs?|num[mb]ers?)\.?|nos?\.){_SPACE}?"
    rf"|,?{_SPACE}?(?:(?:nrs?|num[mb]ers?)\.?|nos?\.|(?<!\d\d[\s.]\d{{3}}\s)nos?){_SPACE}?"
    rf"|(?<!\.\d{{3}})(?P<beside>[-–\u2010\u2011]|/(?!(?:19|20)\d\d\b))"
    rf"(?!\d{{5}}|\d{{1,3}}[ \u00a0\u202f\u2009.]\d{{3}}\b)"
    rf"|(?:(?<=[IVX][IVXAB])|(?-i:(?<=[IVX]))){_SPACE})"
    rf"{_NUMBERS}(?![\d-])",
    re.IGNORECASE,
)
# "Kamerstukken II 2020/21, 28676, 372": behind that word or a parliamentary year with its comma the number needs no
# "nr.". A calendar year, a measure and another dossier are none: "Kamerstuk 28 676, 2021", "Kamerstuk 28 676, 2%",
# "Kamerstukken 28676, 31865 en 36410".
_TYPED_BARE = re.compile(
    rf"(?P<word>\b(?:kamerstuk(?:ken)?|kst){_SPACE}(?:(?:I|II|TK|EK),?{_SPACE})?)?"
    rf"(?:\b{_WRITTEN_YEAR}(?P<comma>,)?{_SPACE})?"
    rf"(?<![\d.,-])(?P<dossier>\d{{2}}(?:{_SPACE}|\.)?\d{{3}})(?:(?:,?{_SPACE}|-){_TYPED_CHAPTER})?"
    rf"(?(word)(?:,{_SPACE}?|{_SPACE})|,{_SPACE}?)(?P<numbers>(?!(?:19|20)\d\d\b|\d{{5}}){_NUMBER})(?![-/]|[.,]\d)",
    re.IGNORECASE,
)
_AROUND = "[^\\w€$£%]*"
# A question that is no more than two numbers can only mean these: "28676 372", "28 676 / 372", "TK 33802, C".
_TYPED_ALONE = re.compile(
    # but "11 800 000" is one
    rf"(?!\D*\d{{1,3}}(?:[ .\u00a0]\d{{3}})+{_AROUND}$)"
    rf"{_AROUND}(?:(?:kamerstuk(?:ken)?|kst|tk|ek|ii?)\b\W*)*(?P<dossier>\d{{2}}(?:{_SPACE}|\.)?\d{{3}})"
    rf"(?:(?:,?{_SPACE}|-){_TYPED_CHAPTER})?"
    rf"(?:[\s,:;/#\u2010\u2011–-]+(?P<number>(?!(?:19|20)\d\d\b)\d{{1,4}})|,\s?(?P<letter>(?-i:[A-Z]{{1,2}}))){_AROUND}",
    re.IGNORECASE,
)
_TYPED_AANHANGSEL = re.compile(
    rf"\baanh(?:angsel|\.)(?:{_SPACE}(?:van{_SPACE}de{_SPACE})?hand(?:elingen|\.))?"
    rf"(?:{_SPACE}(?P<chamber>I|II|TK|EK))?,?{_SPACE}"
    rf"{_WRITTEN_YEAR},?{_SPACE}(?:(?:nrs?|nummers?|nos?)\.?{_SPACE}?)?{_NUMBERS}",
    re.IGNORECASE,
)

_Named = tuple[str, int, int]  # identifier, start, end


def address(identifier: str) -> str:
    """The page of an official publication, by its identifier."""
    return ADDRESS.format(id=identifier)


def kamerstuk_id(dossier: str, number: str, chapter: str | None = None) -> str:
    """``kst-28676-372`` from "28 676" and "372"; a budget chapter stands between them."""
    digits = re.sub(r"[\s.]", "", dossier)
    return "-".join(part for part in ("kst", digits, chapter, number) if part)


def aanhangsel_id(chamber: str | None, year: str, number: str) -> str:
    """``ah-tk-20232024-1314`` from "II", "2023/24" and "1314"."""
    return f"ah-{_house(chamber, year)}-{number}"


def dossier_and_number(identifier: str) -> tuple[str, str] | None:
    """What ``kamerstuk_id`` put together, as a letter's head has it: ("36600 VIII", "45") of kst-36600-VIII-45. None
    of an identifier that holds no dossier, as newer ones don't."""
    match = _OF_DOSSIER.fullmatch(identifier)
    if not match:
        return None
    series, chapter = match["series"] or "", match["chapter"]
    return match["dossier"] + series + (f" {chapter}" if chapter else ""), match["number"]


def find_references(text: str) -> tuple[Reference, ...]:
    """Every mention in ``text``, in order; "nrs. 331 en 340" gives two with the same range."""
    found: list[Reference] = []
    for match in _KAMERSTUK.finditer(text):
        numbers = _numbers(match["numbers"]) if match["numbers"] else [match["letter"]]
        words = match.group()
        found += [
            _reference(match, words, kamerstuk_id(match["dossier"], number, match["chapter"])) for number in numbers
        ]
    for match in _AANHANGSEL.finditer(text):
        words = match.group()
        found += [
            _reference(match, words, aanhangsel_id(match["chamber"], match["first"], number))
            for number in _numbers(match["numbers"])
        ]
    for match in _HANDELINGEN.finditer(text):
        found.append(
            _reference(
                match, match.group(), f"h-{_house(match['chamber'], match['first'])}-{match['number']}-{match['item']}"
            )
        )
    return tuple(sorted(found, key=lambda reference: reference.start))


@functools.lru_cache(16)  # of one question they are asked for six times
def find_identifiers(question: str) -> tuple[_Named, ...]:
    """The publications a question names, as (identifier, start, end), in order: "28 676, nr. 370", "kst-28676-370",
    and whatever a letter would name them by."""
    if alone := _TYPED_ALONE.fullmatch(question):
        number = alone["number"] or alone["letter"]
        return ((kamerstuk_id(alone["dossier"], number, _chapter(alone)), alone.start("dossier"), len(question)),)
    found = [(_as_published(match.group()), *match.span()) for match in _TYPED_ID.finditer(question)]
    found += _apart(found, [(each.id, each.start, each.end) for each in find_references(question)])
    for match in _TYPED_AANHANGSEL.finditer(question):
        numbers = _numbers(match["numbers"])
        identifiers = [aanhangsel_id(match["chamber"], match["first"], number) for number in numbers]
        found += _apart(found, [(identifier, *match.span()) for identifier in identifiers])
    bare = (match for match in _TYPED_BARE.finditer(question) if match["word"] or _behind_a_year(match))
    for match in (*_TYPED_DOSSIER.finditer(question), *bare):
        text, end = match["numbers"], match.end()
        if match.re is _TYPED_DOSSIER and match["beside"]:  # "28676-372, 13 landen" has one
            text = text.partition(",")[0]
            end = match.start("numbers") + len(text)
        identifiers = [kamerstuk_id(match["dossier"], number, _chapter(match)) for number in _numbers(text)]
        found += _apart(found, [(identifier, match.start(), end) for identifier in identifiers])
    return tuple(sorted(found, key=lambda named: named[1]))


def _chapter(match: re.Match[str]) -> str | None:
    return match["chapter"].upper() if match["chapter"] else None


def _house(chamber: str | None, year: str) -> str:
    """ "tk-20232024" of "II" or "TK" and "2023/24"."""
    return f"{'ek' if chamber and chamber.upper() in ('I', 'EK') else 'tk'}-{year[:4]}{int(year[:4]) + 1}"


def _behind_a_year(match: re.Match[str]) -> bool:
    """Whether a parliamentary year and a comma come first: "2020/21, ", not "2010-2020, "."""
    return bool(match["comma"]) and int(match["last"][-2:]) == (int(match["first"]) + 1) % 100


def _apart(taken: Sequence[_Named], others: Sequence[_Named]) -> list[_Named]:
    """Those of ``others`` that lie beside what is ``taken``."""
    spans = {(start, end) for _, start, end in taken}
    return [named for named in others if not any(start < named[2] and named[1] < end for start, end in spans)]


def _numbers(text: str) -> list[str]:
    """ "331, 333 t/m 335" → 331, 333, 334, 335."""
    found: list[str] = []
    for match in islice(re.finditer(r"(t/m\s|met\s)?(?:nrs?\.?\s)?(\d+)", text), _MOST_NUMBERS):
        last, number = int(found[-1]) if found else 0, int(match[2])
        if match[1] and last < number <= last + _LONGEST_RUN:
            found += map(str, range(last + 1, number))
        found.append(match[2])
    return found[:_MOST_NUMBERS]


def _as_published(identifier: str) -> str:
    """ "KST-36600-vii-1" → "kst-36600-VII-1"; only Kamerstukken hold capitals."""
    series, *rest = identifier.split("-")
    if series.lower() != "kst":
        return identifier.lower()
    return "-".join(["kst", *(part.lower() if re.fullmatch(r"[Nn]\d+", part) else part.upper() for part in rest)])


def _reference(match: re.Match[str], words: str, identifier: str) -> Reference:
    return Reference(words, identifier, address(identifier), match.start(), match.end())
