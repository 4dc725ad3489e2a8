"""Sentences of Dutch and English letters, as character ranges.

A sentence ends at . ! ? or … (with any closing quotes) before white space and a capital, a digit or an opening
quote, unless the point belongs to an abbreviation or an initial ("o.a.", "nr. 331", "A.Th.B. Bijleveld"), or the
sentence goes on behind what stands in brackets ("Grinwis c.s. (Kamerstuk 33 037, nr. 525) verzoekt").
A line break always ends one.
"""

import re

ABBREVIATIONS = frozenset(
    "bijv incl excl resp ca nr nrs art artt blz pag p pp par hfst afd fig tel jl dd jo vgl dhr mevr mw drs dr mr ir "
    "ing prof plv zgn evt st stb stcrt trb etc mr mrs ms no vs cf min max aug sept okt nov dec jan feb".split()
)
# All others of single letters ("o.g.v.") go on; with these a sentence can end.
_CLOSING = frozenset("a.i a.m a.s a.u.b c.s e.a e.d e.e.a m.e.r j.l n.v.t o.i.d p.j p.m p.w s.v.p z.o.z z.s.m".split())

_END = re.compile(r"(?<![.!?…])[.!?…]+[»”’\"')\]]*(?=\s+[«“\"'‘(\[]*[A-ZÀ-ÖØ-Þ\d«“‘])|\n")
# In brackets, but no "(2)" of an enumeration, with the rest of the sentence or nothing at all behind it.
_GOES_ON = re.compile(r"\s+\((?!(?:\d{1,2}|[A-Z])\))[^()\n]{1,200}\)(?: [a-zà-öø-þ]|[,;:.]|(?<![.!?…]\))(?:\n|$))")
_DOTTED = re.compile(r"(?:[a-z]\.)+[a-z]")
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
        or (token not in _CLOSING and bool(_DOTTED.fullmatch(token.lower())))
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
    if match.group() != ".":
        return False
    before = text[max(0, match.end() - _LONGEST) : match.end()]
    return ends_in_abbreviation(before) or bool(_GOES_ON.match(text, match.end()))
