"""Letters that are asked for by who sent them and when, and not by what they say: "brieven uit 2023", "the latest
letter", "letters from the Minister of Foreign Affairs".

A plain rule, as for other look-ups: the whole question must have the form below, and the letters' metadata tell. What
paragraphs say of ministers and years is near to such a question and answers it by chance.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus import Metadata, Sender
from corpus.dates import MONTH, days_of
from corpus.letter import Chamber
from index.filters import plain_name
from index.questions.head_words import Field
from index.questions.offices import OFFICES, PORTFOLIOS, TITLE, is_sent_by
from index.questions.pieces import ABOUT
from index.summaries import StoredLetter

_MORE = re.compile(rf"\b(?:{ABOUT}|aan|to|die|that|waarin|met|with)\b", re.IGNORECASE)
# whose letter on it, of when, or what it says: "windmolens van de minister van Defensie", "riolering en wat staat erin"
_MORE_THAN_TOPIC = re.compile(
    rf"\b(?:van|uit|door|from|by|of|en|and|die|that|about|say|says|waarin|{MONTH}|\d{{4}})\b", re.IGNORECASE
)
_DAY = rf"(?:(?:\d{{1,2}} )?{MONTH} \d{{4}}|\d{{4}})"
_SENT = (
    r"(?: (?:(?:die|that) (?:(?:is|zijn|werden|was|were) )?)?"
    r"(?:verstuurd|verzonden|gestuurd|geschreven|gedateerd|sent|written|dated))?"
)
_WHEN = (
    rf"{_SENT} (?:(?:tussen|between) (?P<first>{_DAY}) (?:en|and) (?P<last>{_DAY})"
    rf"|(?:(?P<since>vanaf|sinds|since)|(?P<until>(?:van )?v[oó]{{2}}r|tot|before|until)|(?P<after>(?:van )?na|after)"
    rf"|uit|van|in|from|of|during) (?P<day>{_DAY}))"
)
_TO = (
    r"(?: (?:aan|to) (?:(?:de|the) )?(?:(?P<senate>eerste kamer|senate)"
    r"|(?P<house>tweede kamer|kamer|house of representatives|house|parliament)))?"
)
_NAMED = (
    rf"(?:(?:de|het|the) )?(?:(?P<office>{'|'.join(OFFICES)}) )?"
    r"(?P<of>(?:van|voor|of|for) (?:(?:het|de|the) )?)?"
    rf"{TITLE}"
    r"(?P<name>[^\W\d_][^\d?!.]{1,60}?)"
)
_OF_WHOM = rf"(?:{_SENT} (?:van|door|from|by) {_NAMED})?{_TO}(?:{_WHEN})?"
_LEAD = (
    r"(?P<lead>(?:(?:welke|which|what|alle|all|toon|show|list|geef|noem|zoek|find|vind|zijn er|are there|heb je|heeft u"
    r"|do you have)(?: me| mij)?(?: (?:de|the|alle|all))? )?)"
)
# others than letters where it is told of when: "toon alle stukken" may be what is sent along
_LETTERS = r"(?:kamerbrieven|brieven|letters|(?P<others>documenten|stukken|antwoorden|documents|answers))"
_THERE = r"(?: (?:zijn|staan|zitten|heb|are|do) (?:er|je|there|you have)(?: (?:hier|here|in))?)?"
_DOSSIER = (
    r"(?:(?:het |the )?(?:kamerstuk(?:ken)?|(?:kamerstuk)?dossier(?:nummer)?|file(?: number)?) )?"
    r"(?P<dossier>\d{2} ?\d{3}(?: [IVX]+)?)"
)
_FORMS = tuple(
    re.compile(rf"{form}[\s?.!]*", re.IGNORECASE)
    for form in (
        rf"{_LEAD}{_LETTERS}(?P<there>{_THERE})(?: (?:zijn|komen|are|were|come))?{_OF_WHOM}{_THERE}",
        rf"(?P<lead>welke|which) {_LETTERS} (?:heeft|hebben|did|has|have) {_NAMED} (?:geschreven"
        rf"|gestuurd|verstuurd|verzonden|ondertekend|written|write|sent|send|signed|sign)(?:{_WHEN})?(?P<there>)",
        rf"(?P<lead>welke|which) {_LETTERS} (?:schreef|schreven|stuurden?|verstuurden?|(?:onder)?tekenden?) {_NAMED}"
        rf"{_TO}(?:{_WHEN})?(?P<there>)",
        r"(?:(?:wat is|welke is|what is|which is|toon|show|geef|give)(?: me| mij)? )?(?:(?:de|het|the) )?"
        r"(?P<only>(?P<newest>nieuwste|laatste|recentste|meest recente|newest|latest|most recent)|oudste|oldest) "
        rf"(?:kamerbrief|brief|letter){_OF_WHOM}(?: {ABOUT} (?P<topic>[^?.!]{{1,120}}?))?(?: (?:hier|here|you have))?",
        rf"(?P<lead>welke|which) (?:(?:kamer)?brief|letter|document|stuk) (?:is|was|dateert|dates){_WHEN}(?P<there>)"
        r"(?: (?:gedateerd|verzonden|verstuurd|dated|sent))?",
        rf"(?P<lead>(?:welke|which|alle|all) )?{_LETTERS}(?: (?:zitten|zijn er|zijn|staan|vallen|horen|are there|are"
        rf"|belong))? (?:in|bij|onder|to) {_DOSSIER}",
        _DOSSIER,
    )
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which letters: of an ``office`` ("" for any of a ministry), of somebody with this ``name`` or in charge of it, or
    both; ``chamber`` to which; ``since`` the first day and ``until`` the last; ``only`` the "newest" or the "oldest" of
    those on a ``topic``; of a ``dossier``, its number without spaces, which isn't ``certain`` where that is all that is
    asked. Nothing asks for all."""

    office: str | None = None
    name: str | None = None
    since: date | None = None
    until: date | None = None
    only: str | None = None
    chamber: Chamber | None = None
    topic: str | None = None
    dossier: str | None = None
    certain: bool = True

    @property
    def is_told(self) -> bool:
        """Whether it is surely letters here that are asked for, by what they are: "brieven van burgers" may be others',
        a number that of something else, and "de laatste brief over China" one that a letter speaks of."""
        return (self.office is not None or self.name is None) and self.certain and not self.topic

    @property
    def field(self) -> Field:
        """What of their heads tells that they are meant."""
        if self.dossier:
            return Field.NUMBER
        return Field.SENDER if self.name else Field.ADDRESSEE if self.chamber else Field.DATE

    def of(self, letters: Iterable[StoredLetter]) -> list[StoredLetter]:
        """Those of ``letters`` that are meant, the newest first, those without a date last; where the oldest is asked
        for, that."""
        found = [
            letter
            for letter in letters
            if self._sent(letter.metadata.senders)
            and self._dated(letter.metadata)
            and self._is_to(letter.metadata)
            and self._is_in(letter.metadata)
        ]
        found.sort(key=lambda each: (_days(each.metadata) or (date.min,))[0], reverse=self.only != "oldest")
        return found[:1] if self.only else found

    def _sent(self, senders: Sequence[Sender]) -> bool:
        if not self.name:
            return True
        return is_sent_by(senders, self.office or "", plain_name(self.name))

    def _is_in(self, metadata: Metadata) -> bool:
        """Whether a letter is in the dossier that is asked for: "36600" has those of "36600 VII" too."""
        numbers = (each for dossier in metadata.dossiers for each in (dossier.split()[0], dossier.replace(" ", "")))
        return not self.dossier or self.dossier in numbers

    def _is_to(self, metadata: Metadata) -> bool:
        """Whether a letter is to the chamber that is asked for, or of the second may be, since it names nobody."""
        unsaid = self.chamber == "II" and not (metadata.chamber or metadata.addressee)
        return self.chamber in (None, metadata.chamber) or unsaid

    def _dated(self, metadata: Metadata) -> bool:
        if not (days := _days(metadata)):
            return not (self.since or self.until or self.only)
        return (not self.since or days[0] >= self.since) and (not self.until or days[1] <= self.until)


def _days(metadata: Metadata) -> tuple[date, date] | None:
    """The day of a letter, twice, or where it has none the first and the last that it can be of by its vergaderjaar,
    which begins in September."""
    if metadata.date:
        return metadata.date, metadata.date
    year = re.match(r"(?:19|20)\d\d", metadata.vergaderjaar or "")
    return (date(int(year[0]), 9, 1), date(int(year[0]) + 1, 9, 30)) if year else None


def letters_listed(question: str) -> Listing | None:
    """Which letters ``question`` asks for, or None where it asks something else, or for whom isn't known in Dutch."""
    match = next((found for form in _FORMS if (found := form.fullmatch(question))), None)
    if match is None:
        return None
    said = dict.fromkeys(("day", "first", "lead", "there"), "") | match.groupdict()
    if dossier := said.get("dossier"):
        return Listing(dossier=dossier.replace(" ", "").upper(), certain=not question[0].isdigit())
    name, day = said.get("name"), said["day"] or said["first"]
    if said.get("others") and not day:
        return None
    chamber: Chamber | None = "I" if said.get("senate") else "II" if said.get("house") else None
    if not (said.get("only") or said["lead"] or said["there"] or name or day or chamber):
        return None
    if name:
        known = PORTFOLIOS.get(plain_name(name))
        if _MORE.search(name) or not (known or (said["of"] or "van").lower().startswith(("van", "voor"))):
            return None
        name = known or name
    days = days_of(day) if day else None
    if day and not days:  # 31 februari
        return None
    since, until = days or (None, None)
    if said["first"]:
        last = days_of(said["last"])
        if not (days and last):
            return None
        until = last[1]
    if days and said["until"]:
        since, until = None, days[0] - timedelta(days=1)
    elif days and said["after"]:
        since, until = days[1] + timedelta(days=1), None
    elif days and said["since"]:
        until = None
    only = ("newest" if said["newest"] else "oldest") if said.get("only") else None
    office = OFFICES[said["office"].lower()] if said.get("office") else None
    topic = said.get("topic")
    if topic and _MORE_THAN_TOPIC.search(topic):
        return None
    return Listing(office, name, since, until, only, chamber, topic)
