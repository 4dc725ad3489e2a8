"""Sentences of Dutch and English letters, as character ranges.

A sentence ends at . ! ? or … (with any closing quotes) before white space and a capital, a digit or an opening
quote, unless the point belongs to an abbreviation or an initial ("o.a.", "nr. 331", "A.Th.B. Bijleveld").
A line break always ends one.
"""

import re

ABBREVIATIONS = frozenset(
    "o.a m.b.t d.w.z w.o m.n t.a.v i.v.m n.a.v i.h.k.v t.b.v m.i.v z.g a.d t.o.v i.p.v m.u.v o.l.v i.s.m "
    "bijv incl excl resp ca nr nrs art artt blz p pp jl vgl dhr mevr mw drs dr mr ir ing prof zgn evt st "
    "e.g i.e etc mr mrs ms no vs cf min max aug sept okt nov dec jan feb".split()
)

_END = re.compile(r"(?<![.!?…])[.!?…]+[»”’\"')\]]*(?=\s+[«“\"'‘(\[]*[A-ZÀ-ÖØ-Þ\d«“‘])|\n")
_LONGEST = 40  # characters looked back for the last word, so that a long text costs no more than a short one
_LAST_TOKEN = re.compile(r"(?:^|[\s(«“\"'‘])([^\s(«“\"'‘]+)\.$")


def ends_in_abbreviation(text: str) -> bool:
    """Whether the point that closes ``text`` belongs to an abbreviation or an initial, not to a sentence."""
    match = _LAST_TOKEN.search(text[-_LONGEST:])
    if not match:
        return False
    token = match[1]
    return (
        token.lower() in ABBREVIATIONS
        or (len(token) == 1 and token.isupper())
        or bool(re.fullmatch(r"(?:[A-Z][a-z]?\.)+[A-Z][a-z]?", token))
    )


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The (start, end) of every sentence, in order; together they hold every character but white space."""
    cuts = [match.end() for match in _END.finditer(text) if not _held_together(text, match)]
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        if piece.strip():
            left = len(piece) - len(piece.lstrip())
            spans.append((start + left, start + len(piece.rstrip())))
    return spans


def _held_together(text: str, match: re.Match[str]) -> bool:
    return match.group() == "." and ends_in_abbreviation(text[max(0, match.end() - _LONGEST) : match.end()])
