"""Questions about a letter itself, which its head answers: "van wie is deze brief?", "when was it sent?".

A plain rule, as for look-ups by number: the whole question must have one of the forms below. Which letter is meant is
for the library to say, and what its head says for heads.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus import find_identifiers
from index.closed_words import LETTERS
from index.followup import leans, understood
from index.framing import FURTHER
from index.question import MAX_CHARACTERS


class Field(StrEnum):
    """What is asked of the head."""

    SENDER = "sender"
    ADDRESSEE = "addressee"
    DATE = "date"
    SUBJECT = "subject"
    KENMERK = "kenmerk"
    NUMBER = "number"

    @property
    def told_by_head_alone(self) -> bool:
        """Whether no paragraph says it of its own letter. Of date and subject a text tells too: "ontvangen 25 januari
        2021", "hierbij bied ik u het verslag aan"."""
        return self not in (Field.DATE, Field.SUBJECT)


@dataclass(frozen=True, slots=True)
class About:
    """``topic``: what the letter that is meant is about, in the question's words; None where it doesn't say."""

    field: Field
    topic: str | None = None


_NAMED = "\0"  # stands in the question where it names a publication by its number
_BY_NUMBER = rf"(?:(?:deze|de|the) )?(?:(?:kamer)?brief |letter )?(?:kamerstuk )?{_NAMED}"
_BRIEF = (
    rf"(?:{_BY_NUMBER}|(?:deze|die|de) (?:kamer)?brief|(?:dit|dat|het) (?:(?:kamer)?stuk|document|schrijven)"
    r"|hij|deze|die|dit)"
)
_LETTER = rf"(?:{_BY_NUMBER}|(?:this|that|the) (?:parliamentary )?(?:letter|document)|it|this)"
_WRITTEN_NL = r"(?:geschreven|opgesteld|ondertekend|getekend|verstuurd|gestuurd|verzonden|gezonden)"
_WROTE_NL = r"(?:schree?f|schreven|(?:onder)?teken(?:t|den?)|(?:ver)?stuurden?|verzonde?n?|zonde?n?)"
_WHO_NL = r"(?:wie|welke (?:minister|staatssecretaris|bewindspersoon)(?:s|en)?|welk ministerie|welke bewindspersonen)"
_WHO_EN = r"(?:who|which (?:minister|secretary|ministry|state secretary)s?)"
_WRITTEN_EN = r"(?:written|signed|sent|dated|issued)"
_ABOUT_NL = r"(?P<topic> (?:over|inzake|betreffende|met betrekking tot) [^\s?][^?]*?)?"
_ABOUT_EN = r"(?P<topic> (?:on|about|regarding|concerning) [^\s?][^?]*?)?"
_TO = (
    r"(?: (?:aan|naar) de (?:tweede |eerste )?kamer"
    r"| to (?:the )?(?:dutch )?(?:parliament|house(?: of representatives)?))?"
)
_SHORT_NL, _SHORT_EN = r"(?:korte |beknopte )?", r"(?:short |brief )?"
_CAN_NL = r"(?:kunt u|kun je|kan je) (?:me |mij |ons )?"
_CAN_EN = r"(?:(?:can|could) you )?(?:please )?"
# "Which summit does this report cover?": what a letter tells of as a whole, and not what somebody wants to know of it.
_REPORT_NL, _REPORT_EN = rf"(?:{_BRIEF}|dit (?:verslag|rapport))", rf"(?:{_LETTER}|this report)"
_WHICH_NL = (
    r"welke? (?:onderwerp|kwestie|zaak|gebeurtenis|bijeenkomst|vergadering|top|topontmoeting|conferentie|raad|overleg"
    r"|bezoek|reis)"
)
_WHICH_EN = (
    r"(?:what|which) (?:subject|topic|issue|matter|event|meeting|gathering|summit|conference|council|visit|trip)"
)
_HOUSE_NL = r"(?:de (?:tweede |eerste )?kamer|het parlement)"
_GIVEN_NL = r"(?:aangeboden|toegezonden|toegestuurd|gestuurd|verzonden)"
_BEGIN = r"(?:(?:en|maar|and|but),? )?"
_POLITE = (
    r"(?:(?:weet (?:u|je)|(?:kunt u|kun je|kan je) (?:me |mij |ons )?(?:vertellen|zeggen)|ik wil(?: graag)? weten),? "
    r"|(?:(?:can|could) you (?:please )?tell me|do you know|i(?: would|'d) like to know),? )?"
)
_END = rf"{_TO}[\s?.!]*"

_DUTCH = {
    Field.SENDER: (
        rf"van (?:wie|welke? (?:ministerie|minister)) (?:is|was|komt|kwam) {_BRIEF}{_ABOUT_NL}",
        rf"van wie {_BRIEF}{_ABOUT_NL} (?:is|komt)",
        rf"wie (?:is|zijn) de (?:afzender|ondertekenaar|schrijver|auteur)s?(?: van {_BRIEF})?{_ABOUT_NL}",
        rf"{_WHO_NL} (?:heeft|hebben) {_BRIEF}{_ABOUT_NL}{_TO} {_WRITTEN_NL}",
        rf"{_WHO_NL} {_WROTE_NL} {_BRIEF}{_ABOUT_NL}",
        rf"{_WHO_NL} {_BRIEF}{_ABOUT_NL}{_TO} (?:(?:heeft|hebben) )?{_WRITTEN_NL}(?: heeft| hebben)?",
        rf"door {_WHO_NL} (?:is|werd) {_BRIEF}{_ABOUT_NL}{_TO} {_WRITTEN_NL}",
    ),
    Field.ADDRESSEE: (
        rf"aan wie (?:is|werd) {_BRIEF}{_ABOUT_NL} (?:gericht|geadresseerd|{_WRITTEN_NL})",
        rf"aan wie {_BRIEF}{_ABOUT_NL} (?:is )?(?:gericht|geadresseerd|{_WRITTEN_NL})(?: is)?",
        rf"wie is de geadresseerde(?: van {_BRIEF})?{_ABOUT_NL}",
    ),
    Field.DATE: (
        rf"(?:wanneer|op welke (?:datum|dag)) (?:is|werd) {_BRIEF}{_ABOUT_NL}{_TO} (?:gedateerd|{_WRITTEN_NL})",
        rf"(?:wanneer|op welke datum) {_BRIEF}{_ABOUT_NL}{_TO} (?:is )?(?:gedateerd|{_WRITTEN_NL})(?: is)?",
        rf"van (?:wanneer|welke datum) (?:is|dateert) {_BRIEF}{_ABOUT_NL}",
        rf"(?:wat is )?(?:de|welke) datum (?:van|heeft|draagt) {_BRIEF}{_ABOUT_NL}",
    ),
    Field.SUBJECT: (
        rf"wat is het doel van {_REPORT_NL}",
        rf"(?:wat is|hoe luidt) (?:het onderwerp|de titel)(?: van {_REPORT_NL})?",
        rf"welke? (?:onderwerp|titel) heeft {_REPORT_NL}",
        rf"(?:waarover|over {_WHICH_NL}) (?:gaat|bericht|rapporteert|handelt) {_REPORT_NL}{_ABOUT_NL}",
        rf"(?:waarvan|waarover|(?:van|over) {_WHICH_NL}) (?:doet|brengt) {_REPORT_NL} verslag",
        rf"(?:waarvan|van {_WHICH_NL}) is {_REPORT_NL} (?:een |het )?verslag",
        rf"wat (?:krijgt|ontvangt) {_HOUSE_NL} (?:met|via|door) {_BRIEF}(?: {_GIVEN_NL})?",
        rf"wat wordt (?:er )?(?:met|via|door) {_BRIEF} (?:aan {_HOUSE_NL} )?{_GIVEN_NL}",
        rf"wat wordt (?:aan )?{_HOUSE_NL} (?:met|via|door) {_BRIEF} {_GIVEN_NL}",
        rf"waar gaat {_REPORT_NL}{_ABOUT_NL} over",
        rf"waar(?:over {_REPORT_NL} gaat| {_REPORT_NL} over gaat)",
        rf"(?:geef|maak|schrijf)(?: me| mij| ons)? een {_SHORT_NL}samenvatting(?: van {_BRIEF}{_ABOUT_NL})?",
        rf"(?:wat is de )?{_SHORT_NL}samenvatting van {_BRIEF}{_ABOUT_NL}",
        rf"vat {_BRIEF}{_ABOUT_NL}(?: kort)? samen",
        rf"{_CAN_NL}{_BRIEF}{_ABOUT_NL}(?: kort)? samenvatten",
        rf"{_CAN_NL}een {_SHORT_NL}samenvatting(?: van {_BRIEF}{_ABOUT_NL})? (?:geven|maken)",
    ),
    Field.KENMERK: (rf"wat is het kenmerk van {_BRIEF}{_ABOUT_NL}", rf"welk kenmerk heeft {_BRIEF}{_ABOUT_NL}"),
    Field.NUMBER: (
        rf"wat is het (?:dossier|kamerstuk|stuk)?(?:nummer)? van {_BRIEF}{_ABOUT_NL}",
        rf"welk (?:dossier|kamerstuk|stuk)?nummer heeft {_BRIEF}{_ABOUT_NL}",
        rf"(?:bij|tot|in) welk dossier (?:hoort|behoort|valt|zit) {_BRIEF}{_ABOUT_NL}",
        r"welke brief is (?:dit|het)",
    ),
}
_ENGLISH = {
    Field.SENDER: (
        rf"{_WHO_EN} (?:wrote|signed|sent|issued|authored) {_LETTER}{_ABOUT_EN}",
        rf"from whom? is {_LETTER}{_ABOUT_EN}",
        rf"whom? is {_LETTER}{_ABOUT_EN} (?:from|by)",
        rf"whom? {_LETTER}{_ABOUT_EN} is (?:from|by)",
        rf"who (?:was|is) {_LETTER}{_ABOUT_EN} {_WRITTEN_EN} by",
        rf"who (?:is|are) the (?:sender|author|writer|signator(?:y|ie))s?(?: of {_LETTER})?{_ABOUT_EN}",
        rf"by whom was {_LETTER}{_ABOUT_EN} {_WRITTEN_EN}",
    ),
    Field.ADDRESSEE: (
        rf"to whom (?:is|was) {_LETTER}{_ABOUT_EN} (?:addressed|sent|written)",
        rf"whom? (?:is|was) {_LETTER}{_ABOUT_EN} (?:addressed|sent|written) to",
        rf"who is the addressee(?: of {_LETTER})?{_ABOUT_EN}",
    ),
    Field.DATE: (
        rf"(?:when|on (?:what|which) (?:date|day)) (?:is|was) {_LETTER}{_ABOUT_EN}{_TO} {_WRITTEN_EN}",
        rf"when {_LETTER}{_ABOUT_EN}{_TO} (?:is|was) {_WRITTEN_EN}",
        rf"what (?:is|was) the date of {_LETTER}{_ABOUT_EN}",
        rf"what date (?:is|was|does) {_LETTER}{_ABOUT_EN}(?: {_WRITTEN_EN}| bear| carry)?",
    ),
    Field.SUBJECT: (
        rf"what is the (?:purpose|aim) of {_REPORT_EN}",
        rf"what (?:is|was) the (?:subject|topic|title)(?: of {_REPORT_EN})?",
        rf"(?:what|which) (?:subject|title) does {_REPORT_EN} (?:have|bear|carry)",
        rf"what {_REPORT_EN} is about",
        rf"(?:what|{_WHICH_EN}) is {_REPORT_EN}{_TO} (?:about|on|a report (?:on|of|about))",
        rf"(?:what|{_WHICH_EN}) does {_REPORT_EN}{_TO} (?:report on|report|cover|concern|deal with)",
        rf"what (?:is|was) {_LETTER} (?:meant|intended|supposed) to (?:present|offer|report|tell|do)(?: on)?",
        rf"what does {_LETTER} (?:present|offer|submit)",
        rf"what (?:is|was) (?:presented|offered|submitted|sent){_TO} (?:with|by|in) {_LETTER}",
        rf"{_CAN_EN}summari[sz]e {_LETTER}{_ABOUT_EN}(?:,? please)?",
        rf"{_CAN_EN}(?:give|write|make)(?: me| us)? a {_SHORT_EN}summary(?: of {_LETTER}{_ABOUT_EN})?",
        rf"(?:what is )?(?:a |the )?{_SHORT_EN}summary of {_LETTER}{_ABOUT_EN}",
    ),
    Field.KENMERK: (rf"what is the reference(?: number)? of {_LETTER}{_ABOUT_EN}",),
    Field.NUMBER: (
        rf"what is the (?:dossier |file |document )?number of {_LETTER}{_ABOUT_EN}",
        rf"(?:which|what) dossier (?:is {_LETTER} in|does {_LETTER} belong to)",
        r"(?:which|what) letter is (?:this|it)",
    ),
}
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
    r"\b(?:(?:kamer)?(?:brief|brieven|stukken)|kamerstuk|(?:dit|dat|het|welk) stuk|letters?|document(?:s|en)?)\b",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"^((?:en|maar|and|but),? (?:what|who|when)|what|who|when)['’]s\b", re.IGNORECASE)
# "Which treaty does the letter mention?": what "it" is then, is no letter.
_OF_ANOTHER = re.compile(
    rf"\b(?:welke?|which) (?!(?:{'|'.join(LETTERS)})\b)"
    r".*\b(?:noemt|vermeldt|mentions?)\b|\bmentions? an?\b|\b(?:noemt|vermeldt) .*\been\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:hij|deze|die|dit|it|this)\b", re.IGNORECASE)
_WRITTEN_OUT = [(field, form) for forms in (_DUTCH, _ENGLISH) for field, every in forms.items() for form in every]
_FORMS = [(field, re.compile(_BEGIN + _POLITE + form + _END, re.IGNORECASE)) for field, form in _WRITTEN_OUT]
# One look tells that an ordinary question has none of them.
_ANY_FORM = re.compile(
    f"{_BEGIN}{_POLITE}(?:{'|'.join(form for _, form in _WRITTEN_OUT)}){_END}".replace("(?P<topic>", "(?:"),
    re.IGNORECASE,
)
_ALONE_FORMS = [
    (
        field,
        re.compile(
            rf"{_BEGIN}(?:{'|'.join(every)})(?: (?:ervan|daarvan|of it))?(?:,? (?:dan|then))?[\s?.!]*", re.IGNORECASE
        ),
    )
    for field, every in _ALONE.items()
]


def asked_about(question: str) -> About | None:
    """What ``question`` asks of a letter's head, or None where it is an ordinary question. A publication that it names
    by number is a topic too."""
    named = ""
    for _, start, end in find_identifiers(question)[:1]:
        named = question[start:end]
        question = question[:start] + _NAMED + question[end:]
    question = _CONTRACTED.sub(r"\1 is", question)
    if not _ANY_FORM.fullmatch(question):
        return None
    for field, form in _FORMS:
        if match := form.fullmatch(question):
            topic = (match.groupdict().get("topic") or "").strip().partition(" ")[2]
            if re.search(FURTHER, topic, re.IGNORECASE):  # "Wie schreef de brief over China en wat staat erin?"
                return None
            of_topic = not named or _NAMED in topic
            return About(field, (topic.replace(_NAMED, named) if of_topic else named) or None)
    return None


def asks_of_head(question: str, read_as: str, earlier: Sequence[str]) -> tuple[str, About] | None:
    """As what ``question`` was read, itself or ``read_as`` after the ``earlier`` ones, and what it asks of a letter's
    head; None where it doesn't. "When was it signed?" does not after "What is the Open Skies Treaty?", nor does "who
    signed it?" then. "And when?" does after a question that did, and means the same letter."""
    if field := _field_alone(question):
        place = len(earlier) - 1
        while place >= 0 and _field_alone(earlier[place]):
            place -= 1
        read = understood(earlier[place], earlier[:place]) if place >= 0 else ""
        before = asks_of_head(earlier[place], read, earlier[:place]) if read else None
        if before and len(read := f"{read} {question}") <= MAX_CHARACTERS:
            return read, About(field, before[1].topic)
    readings = dict.fromkeys((question, read_as))
    asked, about = next(((each, about) for each in readings if (about := asked_about(each))), ("", None))
    if about is None:
        return None
    if _names_letter(asked) or not _PRONOUN.search(asked):
        return asked, about
    of_letter = True  # what the last of the earlier questions was about
    for place, each in enumerate(earlier):
        if _OF_ANOTHER.search(each):
            of_letter = False
        elif _names_letter(each) or (asked_about(each) and not _PRONOUN.search(each)):
            of_letter = True
        elif not (asked_about(each) or _field_alone(each) or (place and leans(each, earlier[place - 1]))):
            of_letter = False
    return (asked, about) if of_letter else None


def _field_alone(question: str) -> Field | None:
    """The field that is all ``question`` says: "en wanneer?", "what is the date?"."""
    return next((field for field, form in _ALONE_FORMS if form.fullmatch(question)), None)


def _names_letter(question: str) -> bool:
    return bool(_LETTERS.search(question) or find_identifiers(question))


def topic_of(earlier: Sequence[str]) -> str | None:
    """What the letter is about that is meant after the questions ``earlier``: the last that says more than "this
    letter" tells, where it doesn't ask of a head as a whole."""
    for place in range(len(earlier) - 1, -1, -1):
        each = earlier[place]
        if _field_alone(each):
            continue
        read = understood(each, earlier[:place])
        about = asked_about(each) or asked_about(read)
        if about is None:
            return read
        if about.topic:
            return about.topic
    return None
