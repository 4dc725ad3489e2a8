"""Which publications a letter refers to: "Welke Kamerstukken noemt de brief?".

A plain rule, as for other look-ups: each word of the question must be one of these, and the letter tells by the numbers
that it names (corpus/references.py).
"""

import re

from corpus.references import find_references
from index.lexical import plain
from index.passages import Passage

_ASKING = frozenset(
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
_TO_THIS = re.compile(
    r"\b(?:verwijzen|refereren|refers?|referred) (?:naar|aan|to) (?:de|deze|dit|the|this) |\bwordt (?:deze|de|dit) "
    r"|\b(?:noemen|vermelden|citeren|cite|mention) (?:de|deze|dit|the|this) "
)


def asks_for_references(question: str) -> bool:
    """Whether it asks which publications of parliament a letter names."""
    text = plain(question)
    words = set(re.findall(r"[^\W_]+", text))
    papers = words & {"kamerstukken", "kamerstuknummers"} or {"parliamentary", "papers"} <= words
    return bool(papers) and words <= _ASKING | _PAPERS and bool(_REFERS.search(text)) and not _TO_THIS.search(text)


def references_in(passage: Passage) -> tuple[tuple[int, int], ...] | None:
    """The characters of its text that name publications, none where only its footnotes do; None where neither does."""
    spans = tuple(dict.fromkeys((each.start, each.end) for each in find_references(passage.text)))
    return spans if spans or any(map(find_references, passage.footnotes)) else None
