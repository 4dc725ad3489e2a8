"""Which publications a letter refers to: "Welke Kamerstukken noemt de brief?".

A plain rule, as for other look-ups: each word of the question must be one of these, and the letter tells by the numbers
that it names (corpus/references.py).
"""

import re

from corpus.references import find_references
from index.lexical import plain
from index.whole import WholeLetter

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


def asks_for_references(question: str) -> bool:
    """Whether it asks which publications of parliament a letter names."""
    text = plain(question)
    words = set(re.findall(r"[^\W_]+", text))
    papers = words & {"kamerstukken", "kamerstuknummers"} or {"parliamentary", "papers"} <= words
    return bool(papers) and words <= _ALLOWED | _PAPERS and bool(_REFERS.search(text)) and not _TO_THIS.search(text)


def references_in(letter: WholeLetter) -> dict[int, tuple[tuple[int, int], ...]]:
    """By the keys of the passages of ``letter`` that name publications the characters that do, none where only their
    footnotes do."""
    found = {each.key: _spans(each.text) for each in letter.passages}
    notes = letter.own_notes()
    noted = {each.key for each in letter.passages if any(_spans(note.text) for note in notes[each.id])}
    return {key: spans for key, spans in found.items() if spans or key in noted}


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys((each.start, each.end) for each in find_references(text)))
