"""What of a letter's head a question asks, by its words alone: "Staat er één handtekening onder, en van wie?", "date of
letter", "How should I cite this?".

People ask for these few things in hundreds of ways, but with few words. So each word must be one of the field's own or
one that says nothing by itself: with any other, "motie", "treaty", something else is asked. Then a noun tells which
field it is, or an asking word beside a verb of writing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from index.lexical import plain
from index.questions import head_lexicon as said
from index.questions.head_lexicon import words


class Field(StrEnum):
    """What is asked of the head."""

    SENDER = "sender"
    ADDRESSEE = "addressee"
    DATE = "date"
    PLACE = "place"
    SUBJECT = "subject"
    SUMMARY = "summary"
    KENMERK = "kenmerk"
    NUMBER = "number"
    VERGADERJAAR = "vergaderjaar"
    CITATION = "citation"

    @property
    def told_by_head_alone(self) -> bool:
        """Whether no paragraph says it of its own letter. Of date and subject a text tells too: "ontvangen 25 januari
        2021", "hierbij bied ik u het verslag aan"."""
        return self not in (Field.DATE, Field.SUBJECT, Field.SUMMARY)


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_IS, _WOULD = re.compile(r"['’]s\b"), re.compile(r"['’]d\b")
# "the Minister of Foreign Affairs" is asked about as a minister is
_OFFICE = re.compile(
    r"\b((?:[Mm]inister(?:ie)?|[Ss]taatssecretaris|[Mm]inistry|[Ss]ecretary|[Dd]epartment)s?) (?:van|voor|of|for) "
    r"(?:(?:the |de |het )?[A-ZÀ-Þ][\w-]+(?:,? (?:en|and) |, | )?)+"
)
# What only leads up to a question
_FRAME = re.compile(
    r"\b(?:(?:would you mind|do you happen to|may i|might i|could you|can you|would you|will you|i would like to"
    r"|i should be grateful for|i was wondering|i wonder|just wondering|let me"
    r"|(?:ik|wij|we) zou(?:den)? graag(?: willen)?|zou(?:dt)? (?:u|je)|ik vraag me af|kun(?:t|nen)? (?:u|je|jullie)"
    r"|kan (?:je|u|iemand)|mag ik|weet (?:u|je|iemand))\b[ ,]*)+"
)
# Asks for a summary where it asks what a letter is about
_IN_SHORT = re.compile(r"\b(?:(?:in het )?kort(?: gezegd)?|kortweg|in short|in brief|briefly)\b[ ,:]*")
# How many sentences or points are wanted, but not "point two"
_HOW_MANY = re.compile(rf"\b{said.COUNT} (?={said.COUNTED})")
# some letter, but not in "is dit een brief van"
_A_LETTER = re.compile(r"\b(?:een|a) (?:(?!recent)\w+ )?(?:kamerbrief|brief|stuk|document|letter)\b")
_PAPER = re.compile(r"\bparliamentary (?:paper|letter|document)\b")
_HOUSES = re.compile(
    r"\b(?:de )?(?:(?:tweede|eerste)(?: of (?:aan )?(?:de )?(?:tweede|eerste))? kamer|staten-generaal|parlement)\b"
    r"|\b(?:the )?(?:dutch )?(?:house of representatives|house|senate|parliament)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Question:
    """In plain form, without what leads up to it, and its words."""

    text: str
    words: frozenset[str]
    in_short: bool

    def has(self, *any_of: frozenset[str]) -> bool:
        return any(self.words & each for each in any_of)

    def finds(self, form: str) -> bool:
        return bool(re.search(form, self.text))

    @property
    def of_letter(self) -> bool:
        """Whether it speaks of the letter."""
        return self.has(said.LETTER, said.THIS) or (self.has(words("hem")) and self.has(said.SIGNED_HIM))

    @property
    def past(self) -> bool:
        """Whether it doesn't ask what is still to be done."""
        return not self.has(said.MUST)


def _asks_for_citation(asked: _Question) -> bool:
    refers = asked.has(said.REFERRED) and asked.has(said.READER) and asked.of_letter
    reference = asked.finds(
        r"\b(?:full|proper|correct|official|formal|volledige|juiste|correcte) (?:reference|verwijzing)\b"
    )
    # "Which law does this letter cite?", "Is there a footnote?"
    other = asked.finds(r"^(?:en |and )?(?:wie|wat|welke?|who|what|which|is|zijn|does|do|are)\b")
    other = other and not asked.has(said.READER, words("vindplaats bronvermelding bronverwijzing citation bibtex"))
    law = asked.finds(r"\bcite (?:the|a) (?:law|article|report|source|policy)\b")
    cited = asked.has(said.CITED) and not (other or law)
    return cited or (refers and not asked.finds(r"^(?:which|what|welke?) ")) or (reference and asked.of_letter)


def _asks_for_kenmerk(asked: _Question) -> bool:
    return asked.has(said.KENMERK) or (asked.has(words("reference referentie")) and asked.of_letter)


def _asks_for_session(asked: _Question) -> bool:
    year = asked.finds(r"\b(?:parliamentary (?:session )?|session )year\b|\bparlementaire? jaar\b")
    session = asked.finds(r"\bparliamentary session\b|\bsession of parliament\b") and asked.of_letter
    return asked.has(said.SESSION) or year or session


def _asks_for_number(asked: _Question) -> bool:
    if asked.finds(r"\b(?:een|a|alle|all|any) (?:number|nummer)\b"):
        return False
    of_letter = asked.of_letter or asked.has(words("dossier document file"))
    if asked.has(said.NUMBERS) or (asked.has(said.NUMBER) and of_letter):
        return True
    which = rf"\b(?:welke?|which|what) (?:parlementair |parliamentary )?(?:{'|'.join(sorted(said.WHICH))})\b"
    about_it = r"\b(?:about|over|in welke|hoort bij|vermeld|staat)\b"  # "In welke brief staat dit?"
    dossier = asked.finds(r"\b(?:dossier|file)\b")
    one = asked.finds(which) and asked.has(said.THIS, said.LETTER - said.WHICH)
    return one and (dossier or not asked.finds(about_it))


def _asks_for_addressee(asked: _Question) -> bool:
    if asked.has(said.ADDRESSEES):
        return True
    if not (asked.of_letter and asked.past):
        return False
    one = r"(?:bedrijf|organisatie|instantie|persoon|partij|company|organi[sz]ation|party|person)"
    to_whom = asked.finds(
        rf"\b(?:aan|naar|tot|to) (?:wie|whom?|(?:welke?|which|what) {one})\b"
        rf"|\b(?:whom?|(?:which|what) {one})\b.*\bto\W*$"
    )
    for_whom = asked.finds(r"\b(?:voor|for) (?:wie|whom?)\b|\bwhom?\b.*\bfor\W*$")
    # "Voor wie is dit bedoeld volgens de minister?"
    for_whom = for_whom and asked.has(said.LETTER, said.THIS_ONE) and not asked.has(said.OFFICES)
    to_chair = asked.finds(
        r"^(?:is|was|werd|did|has)\b.*\b(?:aan|to) (?:de |the )?(?:voorzitter|speaker|chair|house)\b"
    )
    houses = len({each.group() for each in _HOUSES.finditer(asked.text)}) > 1
    which = houses or asked.finds(r"\b(?:tweede|eerste) of\b|\b(?:welke|which) (?:kamer|house|chamber)\b")
    sent = asked.has(said.WROTE, said.WENT, said.ADDRESSED, words("aan to"))
    return to_whom or for_whom or to_chair or (asked.has(said.WHO) and asked.has(said.GOT)) or (which and sent)


def _asks_for_date(asked: _Question) -> bool:
    if asked.words <= words("datum date the de wat what is"):  # "Datum?", in a question that says no more
        return asked.has(words("datum date"))
    if not (asked.of_letter or asked.has(words("dagtekening"))) or not asked.past:
        return False
    since = r"\b(?:vanaf|sinds|since|until|before|voor welke|tot welke|by (?:what|which))\b"
    if asked.finds(since) or asked.finds(r"\b(?:for|voor|in)\W*$"):
        return False
    went = asked.has(words("gegaan went")) or words("did go") <= asked.words
    of_when = asked.finds(r"\bvan wanneer (?:is|was|dateert)\b|\bfrom when is\b|\bwhen is\b.*\bfrom\W*$")
    year = asked.finds(r"\b(?:welke?|which|what) (?:jaar|maand|year|month)\b") and asked.has(words("van uit from"))
    dated = asked.has(said.DATED - said.AGED) or (asked.has(said.AGED) and asked.has(said.LETTER, said.THIS_ONE))
    return dated or of_when or year or (asked.has(said.TIMES) and (asked.has(said.WROTE) or went))


def _asks_for_place(asked: _Question) -> bool:
    went = asked.finds(r"\bto\W*$|\b(?:naar|heen|toe)\b|^(?:and )?where\b(?!.* from\b).*\bsen[dt]\b")
    if went or not asked.past:
        return False
    place = asked.has(said.PLACES) and asked.has(said.WROTE, said.SIGNED, said.FROM, said.DATES)
    # where it says so
    where_said = asked.has(words("schrijft write writes signs sends")) or asked.finds(
        r"\bstaat\b|\bis (?:this|it|that) (?:written|sent)\b|\bin (?:the|this|de|deze) (?:letter|document|brief)\b"
    )
    where = asked.has(said.WHENCE, words("waar where")) and asked.has(said.WROTE, said.WHENCE) and not where_said
    there = (words("den haag") <= asked.words or asked.has(words("hague"))) and asked.has(said.WROTE, said.SIGNED)
    return (place and asked.has(said.SIGNED, said.DATES)) or ((place or where or there) and asked.of_letter)


def _asks_for_sender(asked: _Question) -> bool:
    if asked.finds(r"\b(?:naast|behalve|volgens|besides|apart from|other than|according to)\b"):  # whom the text tells
        return False
    signing = asked.finds(
        r"\b(?:person|official|persoon|degene|wie) (?:who|that|die)(?: has| heeft)? (?:signed|sign|teken)"
    )
    if asked.has(said.SENDERS) or signing:
        return True
    signed = asked.has(said.WROTE) and asked.finds(
        r"\b(?:welke|which) (?:minister|ministry|ministerie|bewindspers|staatssecr)|\bminister who\b|\bhoe heet de\b"
    )
    signed = signed or (asked.has(said.WHO) and asked.has(words("tekende tekenden ondertekende ondertekenden signed")))
    if not ((asked.of_letter or signed) and asked.past):
        return False
    office = r"(?:minist|bewinds|staatss|depart|secret)"
    who = asked.has(said.WHO) or asked.finds(rf"\b(?:welke?|which|what|hoe heet) (?:\w+ )?{office}")
    whether = asked.finds(rf"^(?:is|was|komt|werd|heeft|hebben|did|does|has|have|were)\b.*\b(?:{office}|iemand|any)")
    wrote = asked.has(said.WROTE) or asked.finds(r"\b(?:van|uit|from|by|door|namens|behalf)\b")
    wrote = wrote or (asked.has(words("responsible verantwoordelijk")) and asked.has(said.LETTER))
    return (who or whether) and wrote


# "Which summit does this report cover?", "Wat wordt met deze brief aangeboden?": what it tells of as a whole
_EVENT = "|".join(sorted(said.MEETINGS | words("onderwerp subject topic issue matter")))
_REPORTS = re.compile(
    rf"\b(?:waarover|waarvan|(?:van|over) welke? (?:{_EVENT})) (?:gaat|bericht|rapporteert|handelt|doet|brengt|is) .*"
    rf"|\b(?:what|(?:what|which) (?:{_EVENT})) (?:is|does) .*\b(?:about|on|of|report|cover|concern|deal with)\W*$"
    r"|\bwat (?:krijgt|ontvangt|wordt)\b.* (?:met|via|door) (?:de|deze|dit)\b.*"
    r"|\bwhat (?:is|was|does)\b.*\b(?:presented|offered|submitted|sent|present|offer|submit|report|tell)\b.*"
)


def _is_of_event(asked: _Question) -> bool:
    """Whether it speaks of a meeting or the like, and of no letter on it."""
    return asked.has(said.EVENTS) and not asked.has(said.LETTER)


def _asks_for_summary(asked: _Question) -> bool:
    main = asked.finds(r"\b(?:main|key|most important|belangrijkste) (?:points?|message|punt(?:en)?|boodschap)\b")
    if (main or asked.has(said.SUMMARIES)) and not _is_of_event(asked) and (asked.of_letter or len(asked.words) <= 5):
        return True
    summed_up = asked.of_letter and asked.finds(r"\bvat\b.*\bsamen\b")
    return summed_up or (asked.in_short and not asked.has(said.SUBJECTS) and _asks_for_subject(asked))


def _asks_for_subject(asked: _Question) -> bool:
    if asked.finds(r"\b(?:bij|achter) \W*betreft\b|\bsubject line\b"):
        return True
    if asked.has(said.SUBJECTS) and not _is_of_event(asked) and (asked.of_letter or len(asked.words) <= 4):
        return True
    if not asked.of_letter:
        return False
    purpose = asked.finds(
        r"\b(?:doel|purpose|aim) (?:van|of) (?:de|deze|dit|the|this) (?:\w*brief|stuk|document|letter)\b"
    )
    called = asked.has(said.CALLED) and asked.has(said.LETTER, said.THIS_ONE)
    kind = asked.has(words("soort type kind sort")) and asked.has(said.LETTER, words("verslag rapport report"))
    over = r"\bwaarover\b|\bwaar\b.*\b(?:over(?: gaat)?|op neer)\W*$|\bwhat\b.*\babout\W*(?:here\W*)?$"
    treats = asked.finds(r"\b(?:wat|welke?|what|which)\b.*\b(?:covers?|deals?|behandelt)\b")
    return purpose or called or kind or treats or any(re.search(form, asked.text) for form in (over, _REPORTS))


# In this order: who asks on what date it was signed doesn't ask who signed it.
_FIELDS: tuple[tuple[Field, frozenset[str], Callable[[_Question], bool]], ...] = (
    (Field.CITATION, said.CITED | said.REFERRED | said.CITING | said.READER, _asks_for_citation),
    (Field.VERGADERJAAR, said.SESSION | said.YEARS, _asks_for_session),
    (Field.KENMERK, said.KENMERK | said.REFERENCE, _asks_for_kenmerk),
    (Field.NUMBER, said.NUMBERS | said.NUMBER | said.FILES, _asks_for_number),
    (Field.ADDRESSEE, said.ADDRESSEES | said.ADDRESSED | said.WROTE | said.WENT | said.OFFICES, _asks_for_addressee),
    (Field.PLACE, said.PLACES | said.FROM | said.WROTE | said.SIGNED | said.DATES | said.OFFICES, _asks_for_place),
    (Field.DATE, said.DATED | said.TIMES | said.WROTE | said.WENT | said.OFFICES, _asks_for_date),
    (Field.SENDER, said.SENDERS | said.ABOUT_SENDERS | said.WROTE, _asks_for_sender),
    (Field.SUMMARY, said.SUMMARIES | said.SUBJECTS | said.TREATED, _asks_for_summary),
    (Field.SUBJECT, said.SUMMARIES | said.SUBJECTS | said.TREATED, _asks_for_subject),
)


_AND = re.compile(r"\b(?:en|and)\b|&")
_ALONE = (Field.CITATION, Field.SUMMARY, Field.SUBJECT)  # with which no other is asked for


def fields_asked(question: str) -> tuple[Field, ...]:
    """The field that ``question`` asks for, or the two that "and" joins: "datum en nummer van de brief". None where a
    word of it asks for something else."""
    whole = plain(_OFFICE.sub(r"\1 ", question)).replace("tl;dr", "tldr")
    whole = _WOULD.sub(" would", _IS.sub(" is", whole))
    text = _HOW_MANY.sub("", _IN_SHORT.sub("", whole))
    in_short = text != whole
    text = _A_LETTER.sub(" ", _PAPER.sub("kamerstuk", _FRAME.sub("", text))).strip()
    asked = _Question(text, frozenset(_WORD.findall(text)), in_short)
    own = asked.words - said.SAYING_NOTHING - said.LETTER - said.THIS - said.HOUSE
    first = next((field for field, known, asks in _FIELDS if own <= known and asks(asked)), None)
    alone = (first,) if first else ()
    if first not in (None, Field.DATE, Field.ADDRESSEE) or not _AND.search(text):  # these know others' words too
        return alone
    every = [(field, known) for field, known, asks in _FIELDS if field not in _ALONE and asks(asked)]
    both = [(one, other) for (one, known), (other, more) in combinations(every, 2) if own <= known | more]
    return next((pair for pair in both if first in (None, *pair)), alone)
