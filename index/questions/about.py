"""Questions about a letter itself, which its head answers: "van wie is deze brief?", "when was it sent?".

A plain rule, as for look-ups by number: head_words.py tells by all its words what is asked, and this of which letter:
by its topic, its number, or what was asked before. Which letters there are is for the library to say, and what a head
says for heads.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import find_identifiers
from corpus.dates import MONTH
from index.closed_words import LETTERS
from index.questions.followup import leans, understood
from index.questions.framing import FURTHER
from index.questions.head_lexicon import COUNT, COUNTED
from index.questions.head_words import Field, fields_asked
from index.questions.listing import letters_listed
from index.questions.parts import note_asked
from index.questions.pieces import ABOUT
from index.questions.question import MAX_CHARACTERS


@dataclass(frozen=True, slots=True)
class About:
    """``topic``: what the letter that is meant is about, in the question's words, and ``dated`` when it was sent; None
    where it doesn't say. ``also``: what else is asked of its head, "en wanneer?"."""

    field: Field
    topic: str | None = None
    dated: str | None = None
    also: Field | None = None


_NAMED = "\0"  # stands in the question where it names a publication by its number
_LETTER = r"(?:(?:kamer)?(?:brief|stuk)|document|schrijven|letter|piece|verslag|rapport|report)"
_WRITTEN_NL = r"(?:geschreven|opgesteld|ondertekend|getekend|verstuurd|gestuurd|verzonden|gezonden)"
_WRITTEN_EN = r"(?:written|signed|sent|dated|issued)"
_TO = (
    r"(?: (?:aan|naar) de (?:tweede |eerste )?kamer"
    r"| to (?:the )?(?:dutch )?(?:parliament|house(?: of representatives)?)\b)"
)
_OFFICE = (
    r"(?:de |het |the )?(?:minister|staatssecretaris|bewindspersoon|ministerie|ministry|department|state secretary)"
    r"(?: (?:van|voor|of|for) (?-i:[A-ZÀ-Þ])[\w-]{1,40}(?:,?(?: en| and)? (?-i:[A-ZÀ-Þ])[\w-]{1,40}){0,5})?\b"
)
_BY = rf"(?: (?:door|by) {_OFFICE})"
_WRITTEN = rf"(?:{_WRITTEN_NL}|{_WRITTEN_EN})"
_DAY = rf"(?:(?:\d{{1,2}} )?{MONTH}(?: \d{{4}})?|\d{{1,2}}-\d{{1,2}}-\d{{4}}|\d{{4}})"
_DOES = r"(?:go|come|cover|deal with|concern|belong|have|bear|carry)\b"
# "de brief over vaccins", "de brief van de minister over vaccins", and what may stand behind a topic: "aan de Kamer
# gestuurd is"
_OF_TOPIC = re.compile(
    rf"(?P<before>.{{0,200}}?(?:\b{_LETTER}|{_NAMED}))(?:{_BY}|{_TO}| (?:van|from|of) {_OFFICE})?"
    rf"(?: (?:van|uit|of|from) (?P<dated>{_DAY}))? "
    rf"{ABOUT} (?P<topic>[^\s?][^?]{{0,200}}?)"
    rf"(?P<behind>(?:{_TO}|{_BY}(?={_TO}? (?:is |was |werd )?{_WRITTEN})| {_WRITTEN}\b(?: (?:is|was|werd))?{_TO}?{_BY}?"
    rf"| in (?:het kort|short|brief|{COUNT} {COUNTED})|(?<! to) {_DOES}"
    r"| (?:heeft|hebben|is|was|werd|over|kort|samen|samenvatten|geven|maken|by|from|to|gericht|geadresseerd|gedateerd"
    r"|addressed|gegaan|(?:onder)?teken(?:t|de|den))\b){0,8}+)[\s?.!]*+",
    re.IGNORECASE,
)
# "kenmerk brief circulaire economie"
_TYPED = re.compile(
    r"(?P<before>(?:kenmerk|datum|afzender|ondertekenaars?|geadresseerde|onderwerp|(?:dossier|kamerstuk)nummer|date|sender"
    r"|signatory|addressee|subject|reference(?: number)?)(?: (?:van|of))?(?: (?:de|het|the))?"
    r" (?:(?:kamer)?(?:brief|stuk)|letter))"
    r" (?!\d|(?:aan|by|die|door|en|from|in|is|met|naar|of|op|that|to|uit|van|waar\w*|was|which|with)\b)"
    r"(?P<topic>[^\s?][^?]{0,100}?)(?P<behind>)(?P<dated>)[\s?.!]*+",
    re.IGNORECASE,
)
# "Wie schreef de brief over China, en wanneer?": the head tells both
_AND_MORE = re.compile(
    r",? (?:en|and) (?:(?P<date>(?:van )?wanneer(?: (?:is|was) (?:die|dat|hij|deze))?|when"
    r"|(?:on|op) (?:welke|what|which) (?:datum|date|day|dag))|(?P<addressee>aan wie|to whom?)"
    r"|(?P<sender>(?:van|door) wie|(?:by|from) whom?))[\s?.!]*$",
    re.IGNORECASE,
)
# in whose name somebody signed: "namens de ACM", "on behalf of the Council of State"
_IN_NAME_OF = re.compile(
    r"\b(?:namens|on behalf of) (?:(?:de|het|the) )?(?=[A-ZÀ-Þ])[\w-]+"
    r"(?: (?:(?:van|of|de|het|the|en|and) )*[A-ZÀ-Þ][\w-]+)*"
)
# whose verb stands behind the topic: "Which topics does the letter on Georgia promise to discuss?"
_DOES_OTHER = re.compile(rf"\b(?:does|did|do) (?:the|this|that) {_LETTER}\b(?! {_DOES})", re.IGNORECASE)
_NO_TOPIC = re.compile(r"[.!] |\b(?:zegt|schrijft|staat|says|writes)$", re.IGNORECASE)
_WHAT_EN = r"(?:what(?: is| was|['’]s) )?"
# A field alone, which asks nothing but after a question on a head.
_ALONE = {
    Field.SENDER: (
        rf"(?:van|door) wie(?: {_WRITTEN_NL})?",
        r"de (?:afzender|ondertekenaar)s?",
        r"welke (?:minister|staatssecretaris|bewindspersoon)(?:s|en)?",
        rf"(?:from|by) whom?(?: {_WRITTEN_EN})?",
        r"(?:the|its) (?:sender|signator(?:y|ie))s?",
        r"which (?:minister|state secretary)s?",
    ),
    Field.ADDRESSEE: (
        rf"(?:aan|naar) wie(?: (?:gericht|geadresseerd|{_WRITTEN_NL}))?",
        r"de geadresseerde",
        rf"to whom?(?: (?:addressed|{_WRITTEN_EN}))?",
        r"(?:the|its) addressee",
    ),
    Field.DATE: (
        rf"(?:van )?wanneer(?: (?:gedateerd|{_WRITTEN_NL}))?",
        r"(?:op|van) welke (?:datum|dag)",
        r"(?:wat is )?(?:de|welke) datum",
        rf"when(?: {_WRITTEN_EN})?",
        r"(?:on )?(?:what|which) (?:date|day)",
        rf"{_WHAT_EN}(?:the|its) date",
    ),
    Field.SUBJECT: (
        r"waarover(?: gaat het)?",
        r"waar gaat het over",
        r"het onderwerp",
        r"about what",
        rf"{_WHAT_EN}(?:the|its) (?:subject|topic)",
    ),
    Field.KENMERK: (r"(?:wat is )?het kenmerk", r"welk kenmerk", rf"{_WHAT_EN}(?:the|its) reference(?: number)?"),
    Field.NUMBER: (
        r"(?:wat is )?het (?:(?:dossier|kamerstuk|stuk)?nummer|dossier)",
        r"welk (?:(?:dossier|kamerstuk|stuk)?nummer|dossier)",
        r"(?:bij|tot|in) welk dossier",
        rf"{_WHAT_EN}(?:the|its) (?:dossier |file |document )?number",
        r"(?:in )?which dossier",
    ),
}
_LETTERS = re.compile(
    r"\b(?:(?:kamer)?(?:brief|brieven|stukken)|kamerstuk|(?:dit|dat|het|welk) stuk|letters?"
    r"|(?:this|the|that) piece|document(?:s|en)?"
    # nobody asks which minister wrote what a letter speaks of
    r"|(?:welke|which) (?:minister|ministerie|ministry|staatssecretaris|bewindspersoon|state secretary)"
    r" (?:schreef|schrijft|wrote|writes))\b",
    re.IGNORECASE,
)
# "Which treaty does the letter mention?": what "it" is then, is no letter.
_OF_ANOTHER = re.compile(
    rf"\b(?:welke?|which) (?!(?:{'|'.join(LETTERS)})\b)"
    r".*\b(?:noemt|vermeldt|mentions?)\b|\bmentions? an?\b|\b(?:noemt|vermeldt) .*\been\b"
    r"|(?<!dit )(?<!this )(?:verdrag|akkoord|convenant|motie|rapport|advies|wet|resolutie|verklaring|treaty"
    r"|agreement|accord|motion|report|resolution|declaration)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\W*(?:samenvatting|hoofdpunten|summary|main points|tl;?dr)(?: (?:graag|please|aub))?\W*", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"\b(?:hij|hem|deze|die|dit|dat|it|its|this|that|er(?:van|op|onder|boven)|daarvan|hier(?:van|op|naar|onder)?|here)\b",
    re.IGNORECASE,
)
_ALONE_FORMS = [
    (
        field,
        re.compile(
            rf"(?:(?:en|maar|and|but),? )?(?:{'|'.join(every)})"
            r"(?: (?:ervan|daarvan|of it|(?:is|was) (?:dat|het|hij|die|that|it)))?(?:,? (?:dan|then))?[\s?.!]*",
            re.IGNORECASE,
        ),
    )
    for field, every in _ALONE.items()
]


def asked_about(question: str) -> About | None:
    """What ``question`` asks of a letter's head, or None where it is an ordinary question. A publication that it names
    by number is a topic too."""
    if note_asked(question):  # not how to cite in one
        return None
    question = _IN_NAME_OF.sub("", question)
    named = ""
    for _, start, end in find_identifiers(question)[:1]:
        named = question[start:end]
        question = question[:start] + _NAMED + question[end:]
    more = _AND_MORE.search(question)
    also = Field(more.lastgroup) if more and more.lastgroup else None
    question = question[: more.start()] if more else question
    of_topic = _OF_TOPIC.fullmatch(question) or _TYPED.fullmatch(question)
    if of_topic and (fields := _fields(of_topic["before"] + of_topic["behind"], also)):
        topic: str = of_topic["topic"]
        other_verb = _DOES_OTHER.search(of_topic["before"] + of_topic["behind"])
        if other_verb or re.search(FURTHER, topic, re.IGNORECASE) or _NO_TOPIC.search(topic):
            return None  # "Wie schreef de brief over China en wat staat erin?"
        topic = topic.replace(_NAMED, named) if not named or _NAMED in topic else named
        return About(fields[0], topic, of_topic["dated"] or None, *fields[1:])
    return About(fields[0], named or None, None, *fields[1:]) if (fields := _fields(question, also)) else None


def _fields(question: str, also: Field | None) -> tuple[Field, ...]:
    """The fields that ``question`` asks for, and the one that was asked for behind it; at most two."""
    fields = fields_asked(question.replace(_NAMED, " document "))
    return tuple(dict.fromkeys((*fields, also)))[:2] if fields and also else fields


def asks_of_head(question: str, read_as: str, earlier: Sequence[str]) -> tuple[str, About] | None:
    """As what ``question`` was read, itself or ``read_as`` after the ``earlier`` ones, and what it asks of a letter's
    head; None where it doesn't. "When was it signed?" does not after "What is the Open Skies Treaty?", nor does "who
    signed it?" then, but "how do I cite it?" does. "And when?" does after a question that did, and means the same
    letter."""
    if field := _field_alone(question):
        place = len(earlier) - 1
        while place >= 0 and _field_alone(earlier[place]):
            place -= 1
        read = understood(earlier[place], earlier[:place]) if place >= 0 else ""
        before = asks_of_head(earlier[place], read, earlier[:place]) if read else None
        if field is Field.DATE and earlier and not before:  # "What is the date?" of what was asked about
            return None
        if before and len(read := f"{read} {question}") <= MAX_CHARACTERS:
            return read, replace(before[1], field=field, also=None)
    # behind another question all its words would be taken together
    readings = (question,) if read_as.endswith(f" {question}") else (question, read_as)
    asked, about = next(((each, about) for each in readings if (about := asked_about(each))), ("", None))
    if about is None:
        return None
    if (
        earlier
        and about.field in (Field.SUBJECT, Field.SUMMARY)
        and not (
            _names_letter(asked) or _WHOLE.fullmatch(asked) or asked_about(earlier[-1]) or letters_listed(earlier[-1])
        )
    ):
        return None  # "vat dat samen", "wat is de kern?": of what was asked before
    if about.field is Field.CITATION or _names_letter(asked):  # whatever it was asked about, what was shown is cited
        return asked, about
    if not _PRONOUN.search(asked):  # "Who are the signatories?", of the treaty that was asked about
        of_any = about.field in (Field.SENDER, Field.SUBJECT, Field.SUMMARY)
        return None if of_any and earlier and _OF_ANOTHER.search(earlier[-1]) else (asked, about)
    of_letter = True  # what the last of the earlier questions was about
    for place, each in enumerate(earlier):
        if _OF_ANOTHER.search(each):
            of_letter = False
        elif _names_letter(each) or ((of_head := asked_about(each)) and not _PRONOUN.search(each)):
            of_letter = True
        elif not (of_head or _field_alone(each) or (place and leans(each, earlier[place - 1]))):
            of_letter = False
    return (asked, about) if of_letter else None


def _field_alone(question: str) -> Field | None:
    """The field that is all ``question`` says: "en wanneer?", "what is the date?"."""
    return next((field for field, form in _ALONE_FORMS if form.fullmatch(question)), None)


def _names_letter(question: str) -> bool:
    return bool(_LETTERS.search(question) or find_identifiers(question))
