"""Paragraphs that a page break cut, made whole again.

A page break leaves the first half without closing punctuation and lets the second half begin in the middle of
the sentence. The joined text is what the author wrote: a hyphen at the cut goes when it only divided a word,
and stays when the word is written with one.
"""

import re
from collections.abc import Collection

from corpus.sentences import ends_in_abbreviation

_CLOSED = re.compile(r"[.!?:;…][»”’\"')\]]*$")
# After none of these does a paragraph end.
LEANING = frozenset(
    "de het een van in op te aan met voor door en of dat die om bij naar uit tot over als dan zijn haar hun "
    "deze dit onder tegen tussen tijdens volgens via per the a an of to and or for with by from that which".split()
)
# Two vowels that would read as one sound: Dutch parts them with a hyphen (zee-egel, mini-jurk).
_CLASHING = frozenset("aa ae ai au ee ei eu ie ii ij oe oi oo ou ui uu".split())
_TAIL = 100  # characters looked back for the last word, so that a long text costs no more than a short one
_LONGEST_ADDRESS = 300
_ENUMERATED = re.compile(r"^(?:(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]|[-–—•·▪◦‣*])\s")
_NEVER_PARTS = frozenset("in is op om aan uit als een".split())
_DASH_OPEN = re.compile(r"(?:^|\s)[-\u2010](?=[^\W\d])")
_OPENING_HYPHEN = re.compile(r"\b(?:en|of|and|or) [-\u2010]$")  # uitval en -defecten: the first part stands before
_CUT_WORD = re.compile(r"(?P<left>\w+)[-\u2010]$")
_RIGHT_WORD = re.compile(r"^\w+")
_AND = re.compile(r"^[(\[]?(?:en|of|and|or)\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")  # its hyphens are its own


def is_cut(first: str, second: str) -> bool:
    """Whether ``second`` goes on where a page break cut ``first``."""
    if not first or not second or _ENUMERATED.match(second):
        return False
    first = first[-_TAIL:]
    if _CUT_WORD.search(first):
        return second[0].isalnum()
    starts_low = second[0].islower() or second[0] in ",;)»”"
    if _CLOSED.search(first):
        return starts_low and ends_in_abbreviation(first)
    if starts_low:
        return True
    last_word = re.search(r"(\w+)$", first)
    return first.endswith(",") or (last_word is not None and last_word[1] in LEANING)


def hyphen_opens(first: str, second: str) -> bool:
    """Whether the hyphen at the end of ``first`` opens a word: "uitval en -" and "defecten". In "effectief en -" and
    "zoals bekend - goedkoop" it is a dash."""
    return bool(_OPENING_HYPHEN.search(first[-_TAIL:])) and second[:1].islower() and " - " not in second


def joined(first: str, second: str, words: Collection[str]) -> tuple[str, str]:
    """The two halves as (what is kept of ``first``, with any space) and ``second``; they concatenate.

    ``words`` are the words of the whole document, lower case, hyphenated ones whole: a word that stands
    elsewhere, divided or not, decides how it is written here.
    """
    cut = _CUT_WORD.search(first[-_TAIL:])
    if not cut:
        return (first if hyphen_opens(first, second) else first + " "), second
    right = _RIGHT_WORD.match(second)
    left_word, right_word = cut["left"], right.group() if right else ""
    if _AND.match(second) or (right_word in _NEVER_PARTS and _DASH_OPEN.search(first[-_TAIL:])):
        return first + " ", second  # in- en uitvoer; -mitigatie, adaptatie en financiering- in balans
    if not right_word:
        return first, second  # artikel 12-(oud)
    if _ADDRESS.search(first[-_LONGEST_ADDRESS:]) or _written_with_hyphen(first, left_word, right_word, words):
        return first, second
    return first[:-1], second


def _written_with_hyphen(first: str, left: str, right: str, words: Collection[str]) -> bool:
    whole = re.search(r"[\w-]+-$", first[-_TAIL:])
    compound = ((whole.group() if whole else left + "-") + right).lower()
    if compound in words:
        return True
    if (left + right).lower() in words:
        return False
    # NAVO-landen, EDTs-lijst, A-status, 2021-cijfers, CO2-reductie, trans-Atlantisch; zee-egel
    if len(left) == 1 or left[-1:].isdigit() or left[1:] != left[1:].lower() or not right[:1].islower():
        return True
    return left[-1:].lower() + right[:1].lower() in _CLASHING
