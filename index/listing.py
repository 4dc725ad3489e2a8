"""Letters that are asked for by who sent them and when, and not by what they say: "brieven uit 2023", "the latest
letter", "letters from the Minister of Foreign Affairs".

A plain rule, as for other look-ups: the whole question must have the form below, and the letters' metadata tell. What
paragraphs say of ministers and years is near to such a question and answers it by chance.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Sender
from corpus.dates import MONTH, only_date
from index.filters import plain_name
from index.head_words import Field
from index.heads import is_dated
from index.offices import OFFICES, PORTFOLIOS
from index.summaries import StoredLetter

_MORE = re.compile(r"\b(?:over|inzake|betreffende|about|regarding|on|aan|to|die|that|waarin|met|with)\b", re.IGNORECASE)
_DAY = rf"(?:(?:\d{{1,2}} )?{MONTH} \d{{4}}|\d{{4}})"
_SENT = (
    r"(?: (?:(?:die|that) (?:(?:is|zijn|werden|was|were) )?)?"
    r"(?:verstuurd|verzonden|gestuurd|geschreven|gedateerd|sent|written|dated))?"
)
_WHEN = (
    rf"{_SENT} (?:(?P<within>uit|van|in|from|of|during)|(?P<since>vanaf|sinds|since)|(?P<until>voor|before))"
    rf" (?P<day>{_DAY})"
)
_WHO = (
    rf"{_SENT} (?:van|door|from|by) (?:(?:de|het|the) )?(?:(?P<office>{'|'.join(OFFICES)}) )?"
    r"(?P<of>(?:van|voor|of|for) (?:(?:het|de|the) )?)?(?P<name>[^\W\d_][^\d?!.]{1,60}?)"
)
_LEAD = (
    r"(?P<lead>(?:(?:welke|which|what|alle|all|toon|show|list|geef|noem|zoek|find|vind)(?: me| mij)?"
    r"(?: (?:de|the|alle|all))? )?)"
)
_THERE = r"(?: (?:zijn|staan|zitten|heb|are|do) (?:er|je|there|you have)(?: (?:hier|here|in))?)?"
_FORM = re.compile(
    rf"{_LEAD}(?:kamerbrieven|brieven|letters)(?P<there>{_THERE})(?: (?:zijn|komen|are|were|come))?"
    rf"(?:{_WHO})?(?:{_WHEN})?{_THERE}[\s?.!]*",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"(?:(?:wat is|welke is|what is|which is|toon|show|geef|give)(?: me| mij)? )?(?:(?:de|het|the) )?"
    r"(?:(?P<newest>nieuwste|laatste|recentste|meest recente|newest|latest|most recent)|oudste|oldest) "
    r"(?:kamerbrief|brief|letter)(?: (?:aan|to) (?:(?:de|the) )?(?:tweede kamer|kamer|house of representatives|house"
    r"|parliament))?(?: (?:hier|here|you have))?[\s?.!]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which letters: of an ``office`` ("" for any of a ministry), of somebody with this ``name`` or in charge of it, or
    both; ``within`` a day, month or year as it is written, from its first day on (``since``) or before it (``until``);
    ``only`` the "newest" or the "oldest". Nothing asks for all."""

    office: str | None = None
    name: str | None = None
    within: str | None = None
    since: date | None = None
    until: date | None = None
    only: str | None = None

    @property
    def is_told(self) -> bool:
        """Whether it is surely letters that are asked for, by whom they are: "brieven van burgers" may be others'."""
        return bool(self.office is not None or not self.name)

    @property
    def field(self) -> Field:
        """What of their heads tells that they are meant."""
        return Field.SENDER if self.name else Field.DATE

    def of(self, letters: Iterable[StoredLetter]) -> list[StoredLetter]:
        """Those of ``letters`` that are meant, the newest first, those without a date last; where the oldest is asked
        for, that."""
        found = [
            letter for letter in letters if self._sent(letter.metadata.senders) and self._dated(letter.metadata.date)
        ]
        found.sort(key=lambda each: each.metadata.date or date.min, reverse=self.only != "oldest")
        return found[:1] if self.only else found

    def _sent(self, senders: Sequence[Sender]) -> bool:
        if not self.name:
            return True
        name, office = re.compile(rf"(?<!\w){re.escape(plain_name(self.name))}(?!\w)"), self.office or ""
        return any(
            plain_name(each.office).startswith(office) and name.search(plain_name(f"{each.office} {each.name or ''}"))
            for each in senders
        )

    def _dated(self, day: date | None) -> bool:
        if not day:
            return not (self.within or self.since or self.until or self.only)
        within = not self.within or is_dated(self.within, day)
        return within and (not self.since or day >= self.since) and (not self.until or day < self.until)


def letters_listed(question: str) -> Listing | None:
    """Which letters ``question`` asks for, or None where it asks something else, or for whom isn't known in Dutch."""
    if match := _ONE.fullmatch(question):
        return Listing(only="newest" if match["newest"] else "oldest")
    match = _FORM.fullmatch(question)
    if match is None or not (match["lead"] or match["there"] or match["name"] or match["day"]):
        return None
    if name := match["name"]:
        known = PORTFOLIOS.get(plain_name(name))
        if _MORE.search(name) or not (known or (match["of"] or "van").lower().startswith(("van", "voor"))):
            return None
        name = known or name
    day = match["day"]
    first = next(
        (found for each in (day, f"1 {day}", f"1 januari {day}") if day and (found := only_date(each)[1])), None
    )
    return Listing(
        office=OFFICES[match["office"].lower()] if match["office"] else None,
        name=name,
        within=day if match["within"] else None,
        since=first if match["since"] else None,
        until=first if match["until"] else None,
    )
