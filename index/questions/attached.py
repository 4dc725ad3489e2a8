"""What a letter sends along: "Welke bijlagen horen bij deze brief?".

A plain rule, as for other look-ups: each word of the question must be one of these, and a sentence of the letter tells
by how it is said. Where no sentence names an annex, what is offered with the letter is what it sends: "Hierbij zend ik
u het rapport".
"""

import re
from collections.abc import Sequence

from corpus.sentences import sentence_spans
from index.closed_words import ARTICLES, LETTERS
from index.lexical import plain
from index.passages import Passage
from index.questions.pieces import words_in

_CORE = re.compile(
    r"\b(?:bijlagen?|bijgevoegde?|bijgesloten|meegestuurde?|meegezonden|meesturen|attach(?:ed|ments?)|annex(?:es)?"
    r"|appendi(?:x|ces)|enclos(?:ed|ures?)|sent (?:along|with)|(?:stuurt|gestuurd|sturen) .*\bmee\b)\b"
)
# what they say, and what another document has
_IN_IT = re.compile(
    r"\b(?:in|over|about|bevat|bevatten|does|do|contains?) (?:(?:de|het|een|die|deze|dit|the|this|that|an?) )?"
    r"(?:(?:bijgevoegde?|meegestuurde?|attached|enclosed) )?(?:bijlagen?|annex(?:es)?|appendix|attachments?|enclosures?"
    r"|rapport|report)\b|\b(?:het|dit|the|this) (?:rapport|report)\b"
)
_ALLOWED = (
    ARTICLES
    | LETTERS
    | frozenset(
        "welke welk wat zijn is er erbij hoeveel onderzoeken onderzoek heeft hebben staan staat bevat hoort horen "
        "deze dit bij met aan van in als voor toegevoegd gevoegd bijgevoegd bijgevoegde bijgesloten bijlage bijlagen "
        "meegestuurd meegestuurde meegezonden meesturen mee stuurt gestuurd sturen wordt worden werd werden de "
        "minister zij hij die geef noem toon lijst alle overzicht kamer mij me zit zitten nog andere ook en and "
        "stukken documenten rapporten rapport which what are was were there how many does do did have has contain "
        "belong come came comes with to along sent send sends enclosed enclosure enclosures attached attachment "
        "attachments annex annexes appendix appendices any list show give of it this documents document reports "
        "report files been other s all".split()
    )
)
_ANNEX = re.compile(
    r"\b(?:bijgevoegd|bijgesloten|aangehecht)\b|\bbijgaand (?:treft|ontvangt|zend|stuur|bied)\b"
    r"|\bbijgaande? (?:[^\W_]+ ){0,2}[^\W_]*(?:rapport|rapportage|verslag|brief|nota|notitie|overzicht|stuk(?:ken)?"
    r"|document(?:en)?|reactie|advies|evaluatie|agenda|bericht|onderzoek)\b"
    r"|\bdeze brief [^.;]{0,200}\b(?:ge|toege)voegd\b"
    r"|\bdeze brief [^.;]{0,200}\bmeege(?:stuurd|zonden)\b|\bmeege(?:stuurd|zonden) (?:met|bij) deze\b"
    r"|\bals (?:(?:vertrouwelijke|aparte|afzonderlijke) )?bijlagen?\b"
    r"|\b(?:in|via) (?:(?:de|een|deze|aparte|afzonderlijke|vertrouwelijke|ter inzage gelegde) ){1,2}bijlagen?\b"
    r"(?! (?:[IVX]+|\d+|bij (?:het|een|die)|van (?:het|die))\b)"
    r"|\b(?:afzonderlijke|vertrouwelijke|aparte) bijlage\b|\bbijlagen? bij (?:deze|dit)\b"
    r"|\bbij (?:deze|dit) [^.;]{0,200}\bbijlagen? (?:is |zijn )?(?:bij)?gevoegd\b"
    r"|\bde bijlagen? (?:bevat|bevatten|met)\b"
    r"|\b(?:stuur|sturen|zend|zenden) (?:ik|wij|we) [^.;]{0,200}\bmee\b|\bgaat hierbij\b|\bgaan hierbij\b"
    r"|\b(?:attached|enclosed|annexed) (?:to|with) this letter\b|\b(?:in|as) (?:the|an) (?:annex|appendix)\b",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\b(?:hierbij|bij deze|met deze (?:kamer)?brief) (?:bied|bieden|zend|zenden|stuur|sturen|ontvangt|treft)\b"
    r"|\bdoe(?:n)? (?:ik|wij) (?:u|uw Kamer|de Kamer) [^.;]{0,200}\btoekomen\b|\btreft u [^.;]{0,60}\baan\b",
    re.IGNORECASE,
)
_HEADED = re.compile(r"\W*(?:bijlage|annex|appendix)\b", re.IGNORECASE)
# "Bijlagen: 1. Plattegrond; 2. Verslag", or each on a line of its own
_ENUMERATED = re.compile(
    r"(?:bijlagen|annexes|enclosures|attachments): ?(?!zie\b|see\b)\S.*"
    r"|(?:(?:bijlage|annex|appendix) (?:\d{1,2}|[IVX]{1,4}|[A-Z])[:.] ?\S.*(?:\n|$)){2,}",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\W*(?:(?:overzicht|lijst|list)(?: van| of)? )?(?:de |the )?(?:meegestuurde |bijgevoegde )?"
    r"(?:bijlagen|annexes|appendices|enclosures|attachments)\W*",
    re.IGNORECASE,
)


def asks_for_annexes(question: str) -> bool:
    """Whether it asks what a letter has as annexes, or sends along."""
    text = plain(question)
    return bool(_CORE.search(text)) and not _IN_IT.search(text) and words_in(text) <= _ALLOWED


def annexes_in(passages: Sequence[Passage]) -> dict[int, tuple[tuple[int, int], ...]]:
    """By the keys of a letter's ``passages`` the sentences, by their characters, that tell what it sends along; none
    for the first passage of an annex, and those that list them under a heading of their own."""
    told = {each.key: spans for each in passages if (spans := _saying(each.text, _ANNEX))}
    headed = {
        each.section[:1]: each.key for each in reversed(passages) if each.section and _HEADED.match(each.section[0])
    }
    listed = [
        each.key
        for each in passages
        if (each.section and _LISTED.fullmatch(each.section[-1])) or _ENUMERATED.fullmatch(each.text)
    ]
    found = told | {key: () for key in (*headed.values(), *listed) if key not in told}
    return found or {each.key: spans for each in passages if (spans := _saying(each.text, _OFFERED))}


def _saying(text: str, pattern: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    return tuple(span for span in sentence_spans(text) if pattern.search(text, *span))
