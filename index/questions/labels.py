"""What else the head of a letter says behind labels of its own, and who signed it in what office: "zaaknummer?", "Who
is the contact person?", "wie was de griffier?".

Every body has other labels. So a question that says no more than a label, in either language and by any name for it, is
asked of the lines of the head: one with that label tells.
"""

import re
from collections.abc import Callable, Sequence, Set
from itertools import takewhile

from corpus import Sender, find_identifiers
from corpus.dates import MONTH
from corpus.labels import LABEL, NEXT_LABEL
from corpus.letterhead import SALUTATION
from corpus.signature import CLOSING
from index.closed_words import LIGHT_VERBS
from index.lexical import plain
from index.questions import head_lexicon as said
from index.questions.head_lexicon import words
from index.questions.offices import PORTFOLIOS

# By what else a label is asked for, or called by others, and its name here; what stands first is taken first.
_ALSO = {
    name: re.compile(rf"(?<![\w-])(?:{others})(?![\w-])")
    for name, others in {
        "uw-kenmerk": r"uw (?:kenmerk|referentie)|your reference",
        "contactpersoon": r"contact ?(?:person|official|persoon)s?|inlichtingen(?: bij)?|informatie bij"
        r"|(?:bij|met|aan) wie kan (?:ik|men|de \w+) (?:contact opnemen|terecht|bellen|mailen|vragen stellen)"
        r"|wie kan ik (?:bellen|mailen|benaderen)"
        r"|who(?:m)? (?:can|could|should|do|must) (?:i|we|one) (?:contact|call|phone|ring|ask|turn to|speak to)|contact"
        r"|(?:behandeld|handled) (?:door|by)|behandelaar"
        r"|heeft (?:dit|deze \w+|de (?:brief|zaak)) (?:behandeld|in behandeling)"
        r"|(?:handled|handles|dealt with) (?:this|the (?:letter|case))",
        "directie": r"directorate(?:-general)?s?|directoraat(?:-generaal)?|directies?|afdeling(?:en)?|eenheid|team|unit"
        r"|division",
        "zaaknummer": r"(?:case|matter) (?:number|no|id)|zaak(?:-| )?(?:nr|id|kenmerk)|casenummer",
        "documentnummer": r"document (?:number|no)|documentnr",
        "portefeuillehouder": r"portfolio ?holders?|(?:responsible )?alder(?:man|woman|person)|wethouder|gedeputeerde",
        "telefoon": r"(?:tele)?phone(?: number)?|telefoonnummer|doorkiesnummer",
        "e-mail": r"e-?mail ?(?:adres|address)|email|mailadres|mail address",
        "opsteller": r"opgesteld door|steller|auteurs?|drafted by|authors?",
        "kopie": r"(?:kopie|afschrift|copy|copies|copied)(?: aan| to)?|c\.?c\.?",
        "bezoekadres": r"(?:visiting|office|street) address",
        "postadres": r"(?:postal|mailing) address|correspondentieadres",
        "adjunct-griffier": r"deputy clerk",
        "griffier": r"clerk",
        "voorzitter": r"chair(?:man|woman|person)?|president",
        "secretaris": r"secretary(?! of state)",
        "directeur": r"director",
        "burgemeester": r"mayor",
        "staatssecretaris": r"state secretary|secretary of state",
        "commissie": r"committee",
    }.items()
}
# how many there are stands behind a label of their own
_ANNEXES_COUNTED = frozenset({"aantal-bijlagen"})
_ANNEXES = re.compile(r"(?:aantal )?bijlage(?:n|\(n\))?\s?:?|(?:number of )?enclosures?\s?:?", re.IGNORECASE)
_HOW_MANY_ANNEXES = re.compile(
    r"(?:hoeveel|how many|wat is het aantal|aantal|number of) (?:bijlagen|annexes|attachments|enclosures)\b"
    r"(?: (?:heeft|hebben|zijn|zitten|staan|horen|er|bij|aan|in|toegevoegd|gevoegd|does|do|are|there|with|to|attached"
    r"|of|has|have|came|come|belong|de|deze|het|the|this|dit|brief|kamerbrief|letter|document|stuk|it|meegestuurd|sent))*"
    r"[\s?.!]*",
    re.IGNORECASE,
)
_KNOWN = _ALSO.keys() | _ANNEXES_COUNTED | frozenset(re.findall(r"[^\W\d_]{4,}", LABEL))
_PORTFOLIOS = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, PORTFOLIOS), key=len, reverse=True))})\b")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# which say no more of what is asked: "Onder welke wethouder valt dit dossier?"
_NOTHING = (said.SAYING_NOTHING | said.LETTER | said.THIS | said.HOUSE | said.WHO) | words(
    "naam namen name names heet heten called dossier valt vallen gaat gaan hoort verantwoordelijk responsible direct "
    "behandelt behandeld handling handles handled directe bellen mailen reach bereikbaar bereiken genoemd named listed "
    "opgegeven vragen questions nadere hierover erover geregistreerd registered bekend filed signed tekende "
    "ondertekende tekent signs sign als as loopt woo-verzoek"
)
# whose number or address it may be, that is but one's
_WHOEVER = words(
    "opsteller persoon person toezichthouder regulator waterschap water board gemeente municipality "
    "provincie province ministerie ministry afdeling department authority organisatie organisation rekenkamer court "
    "audit inspectie inspectorate raad council onderzoek brief letter afzender sender"
)
_GOT = words(
    "krijgt krijgen gets gaat gegaan went nog meer else also ook verzending prepared organisaties organisations "
    "organizations bodies"
)
_WHO = said.WHO | words("naam name heet called")
# with which it is asked what somebody does: "To whom will the minister give it?"
_DOES = LIGHT_VERBS - words("is was are were zijn waren zit")
_TO_WHOM = re.compile(r"\b(?:aan|met|voor|door|van|naar|bij|to|with|for|by|from) (?:wie|whom?)\b")
_ACTING = words("wnd waarnemend loco plv plaatsvervangend fungerend")
_MOST_WORDS = 6
# what can be told by what it looks like too
_FORMS = {
    "telefoon": re.compile(r"(?<![\d/-])(?:\+31|\(?0)[ –-]?\d{0,3}\)?[ –-]{0,3}(?:\d[ –-]?){6,8}(?!\d)"),
    "e-mail": re.compile(r"\S+@\S+\.\w+"),
    "directie": re.compile(r"^(?:Directoraat-[Gg]eneraal|Directie|Afdeling|Eenheid|Team|Cluster|Sector|DG) \S"),
    "kopie": re.compile(
        r"(?:\b(?:afschrift|kopie) van (?:deze|dit) \w+|^(?:een|dit) (?:afschrift|kopie)|\bcopy of this \w+)\b"
        r".*\b(?:aan|naar|to)\b|\bgelijkluidende brief\b",
        re.IGNORECASE,
    ),
    "bezoekadres": re.compile(
        rf"^(?!Postbus|Antwoordnummer|Telefoon|Pagina|Kamer|Versie|Bijlage|Nr|Datum|.*\b(?:{MONTH}\b|(?:19|20)\d\d$))"
        r"(?:['’]s-)?[A-ZÀ-Þ][\w'’.-]+(?: [\w'’.-]+){0,3} \d{1,4} ?[a-zA-Z]?$"
    ),
    "postadres": re.compile(r"(?:^|Retouradres )(?:Postbus|Antwoordnummer) \d"),
}
_ADDRESSES = frozenset({"bezoekadres", "postadres"})
_IN_TEXT = frozenset({"telefoon", "e-mail", "kopie"})  # which sentences tell too
_TO_SOMEBODY = re.compile(
    r"(?:aan\b|t\.? ?a\.? ?v\b|(?:de )?voorzitter\b|(?:de )?heer\b|mevrouw\b|to\b)", re.IGNORECASE
)
_POSTCODE = re.compile(r"\d{4} ?[A-Z]{2}\b")
_ROW = re.compile(r"(?P<label>[^|:]{2,50}?)\s*(?:\||:(?=\s))\s*(?P<value>\S.*)")
_SPACED = re.compile(
    rf"(?!van |aan )(?:{LABEL}|(?P<number>[^\W\d]{{3,20}}nummer)) (?P<value>\S.*)", re.IGNORECASE
)  # "VAN FINANCIËN" goes on with an office
_ALONE = re.compile(rf"{LABEL}\s?:?", re.IGNORECASE)
# a kenmerk, and what else a number of a paper is called
_GIVEN = re.compile(r"(?<![\w/.-])(?=[\w/.-]*\d)(?:\w[\w.]*[/-][\w/.-]*\w|\d{6,}|\d{4}[DZ]\d{5})(?![\w/-])")
_FEWEST_DIGITS = 4
_YEARS_OR_DAY = re.compile(r"(?:19|20)\d\d/(?:\d\d){1,2}|\d{1,2}/\d{1,2}/\d{2,4}")
_NAMES_A_NUMBER = re.compile(r"\b(?:(?:brief)?kenmerk|referentie|reference|\w*nummer|\w* ?number|nr|no)\b")
_NUMBERED_SO = words(
    "kenmerk briefkenmerk referentie reference number nummer nr no zaaknummer documentnummer registratienummer "
    "zoek vind toon geef show find give welke which met with heeft has"
)
_FEWEST_ROWS = 3
_VALUE = 3  # lines below a label that may be what it says


def label_asked(question: str) -> frozenset[str] | None:
    """The words that a label or an office must have of which ``question`` asks what it says, or who holds it; None
    where it asks more."""
    if _HOW_MANY_ANNEXES.fullmatch(question):
        return _ANNEXES_COUNTED
    own = _own(question) - _NOTHING
    for of_whoever in (own & _FORMS.keys(), own & {"contactpersoon"}):
        if of_whoever:
            own = of_whoever | (own - _WHOEVER - {"contactpersoon"})
            break
    if own & {"directie", "kopie", "bezoekadres", "postadres"}:
        own -= said.WROTE | said.GOT | _GOT
    return own if 0 < len(own) <= _MOST_WORDS else None


def kenmerk_given(question: str) -> str | None:
    """The kenmerk, or a number of that kind, that is all ``question`` gives: "IENW/BSK-2023/33017", "Welke brief heeft
    kenmerk 2025-0000123?"; None where it says more, or names a publication."""
    given = list(_GIVEN.finditer(question))
    if len(given) != 1 or find_identifiers(question):
        return None
    (match,) = given
    named = _NAMES_A_NUMBER.search(plain(question))
    rest = frozenset(_WORD.findall(plain(question[: match.start()] + question[match.end() :])))
    digits = sum(char.isdigit() for char in match.group())
    is_number = match.group().isdigit() and match.group() == question.strip()
    is_one = digits >= _FEWEST_DIGITS and ("/" in match.group() or is_number)  # no "F-35", "Agenda-2030"
    if _YEARS_OR_DAY.fullmatch(match.group()):
        return None
    is_one = is_one or bool(re.fullmatch(r"\d{4}[DZ]\d{5}", match.group()))  # what parliament numbers its own by
    says_no_more = rest <= said.SAYING_NOTHING | said.LETTER | said.THIS | _NUMBERED_SO
    return match.group() if says_no_more and (named or is_one) else None


def names_label(asked: Set[str]) -> bool:
    """Whether what is ``asked`` is a label, or an office, that is known: any other word may be one of a letter."""
    return asked <= _KNOWN


def asks_who(question: str) -> bool:
    """Whether it asks for a person, or for a name."""
    text = plain(question)
    asked = frozenset(_WORD.findall(text))
    return not _WHO.isdisjoint(asked) and asked.isdisjoint(_DOES) and not _TO_WHOM.search(text)


def labelled_so(asked: Set[str]) -> Callable[[str], bool]:
    """What tells whether a label is the one that is ``asked``."""
    counted = asked == _ANNEXES_COUNTED
    return lambda label: bool(_ANNEXES.fullmatch(label)) if counted else _own(label) - _NOTHING == asked


def lines_labelled(lines: Sequence[str], is_label: Callable[[str], bool], *, set_apart: bool = False) -> list[int]:
    """The places of those ``lines`` that have such a label, and of what it says; none where no line has. In a text that
    is ``set_apart`` from that: "Datum van ontvangst was 2 maart" has none."""
    found: list[int] = []
    for place, line in enumerate(lines):
        for label, own in (_label_of(part, set_apart=set_apart) for part in NEXT_LABEL.split(line)):
            if label and is_label(label):
                below = range(place + 1, min(place + 1 + (0 if own else _VALUE), len(lines)))
                found += [place, *takewhile(lambda each: not _ends_there(lines[each]), below)]
    return found


def _ends_there(line: str) -> bool:
    """Whether what a label says ends before this line: another label, a greeting or a closing."""
    return bool(_label_of(line)[0] or SALUTATION.fullmatch(line) or CLOSING.match(line))


def row_labelled(text: str, is_label: Callable[[str], bool]) -> list[int]:
    """The places of the rows but the first of a table of labels, a paper's colophon, that have such a label; none where
    ``text`` is another table, or none."""
    rows = [line.split(" | ") for line in text.split("\n")]
    if len(rows) < _FEWEST_ROWS or "|" not in text.partition("\n")[0] or any(len(row) != 2 for row in rows[1:]):
        return []
    return [place for place, (label, *_) in enumerate(rows) if place and is_label(label)]


def has_form(asked: Set[str]) -> bool:
    """Whether what is ``asked`` is told by what it looks like too: a number to call, an address to write to."""
    return len(asked) == 1 and asked <= _FORMS.keys()


def is_told_in_text(asked: Set[str]) -> bool:
    """Whether a sentence may tell it so, where the head doesn't."""
    return has_form(asked) and asked <= _IN_TEXT


def lines_like(lines: Sequence[str], asked: Set[str]) -> list[int]:
    """The places of those ``lines`` that are what is ``asked`` by what they look like."""
    forms = [_FORMS[each] for each in asked if has_form(asked)]
    found = [place for place, line in enumerate(lines) if any(form.search(line) for form in forms)]
    if asked <= _ADDRESSES:  # the sender's, with the town below it
        own = [place for place in found if _has_town(lines, place) and not _is_addressed(lines, place)]
        below = {place + 1 for place in own if _POSTCODE.match("".join(lines[place + 1 : place + 2]))}
        return sorted({*own, *below})
    return found


def _has_town(lines: Sequence[str], place: int) -> bool:
    """Whether the line in that place is of an address: a town stands in it or below it."""
    return any(map(_POSTCODE.search, lines[place : place + _VALUE + 1]))


def _is_addressed(lines: Sequence[str], place: int) -> bool:
    """Whether the address in that place is that of whom a letter is to: he stands above it, with no other between."""
    above = takewhile(lambda line: not _POSTCODE.search(line), reversed(lines[max(0, place - _VALUE) : place]))
    return any(map(_TO_SOMEBODY.match, above))


def lines_alone(lines: Sequence[str], asked: Set[str]) -> list[int]:
    """The places of those ``lines`` but the first that say no more than what is ``asked``."""
    return [place for place, line in enumerate(lines) if place and _own(line) == asked]


def holders_of(senders: Sequence[Sender], asked: Set[str]) -> list[Sender]:
    """Those of ``senders`` with a name whose office is ``asked``, by what it is called at least: of "de commissie" its
    chair is none."""
    return [
        each
        for each in senders
        if each.name
        and (own := [word for word in _words_of(each.office) if word not in _ACTING])
        and own[0] in asked
        and asked <= frozenset(own)
    ]


def _own(text: str) -> frozenset[str]:
    """The words of a text, with those that have another name here by that."""
    return frozenset(_words_of(text))


def _words_of(text: str) -> list[str]:
    text = _PORTFOLIOS.sub(lambda match: plain(PORTFOLIOS[match[0]]), plain(text))
    for name, others in _ALSO.items():
        text = others.sub(name, text)
    return [word for word in _WORD.findall(text) if word not in said.SAYING_NOTHING]


def _label_of(line: str, *, set_apart: bool = False) -> tuple[str, bool]:
    """The label that a line begins with, and whether what it says stands behind it; empty where it has none."""
    for form in (_ALONE, _ROW) if set_apart else (_ALONE, _ROW, _SPACED):
        if match := form.fullmatch(line):
            return match["label"] or match["number"], form is not _ALONE
    return "", False
