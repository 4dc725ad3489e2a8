"""Which letters a question says that it is asked of: by who wrote them, "Wat schrijft minister Harbers over stof?", or
by when, "in de brief van juli 2023".

A plain rule: such words tell a letter and nothing of what it says, and letters that are near to them speak of that
minister or that month. They are taken out, and the letters' metadata tell which are meant. A library where no letter
is by that sender, or of that time, is asked the question as it is: letters speak of others' too.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus import Sender
from corpus.dates import MONTH, only_date
from index.filters import Filters, plain_name
from index.offices import OFFICES, PORTFOLIOS

_BRIEF = r"(?:kamerbrief|brief|letter)"
_LETTER = r"(?:kamerbrief|brief|stuk|document|nota|notitie|verslag|rapport|letter|report|paper|memo)"
_THE = r"(?:de|het|deze|dit|the|this)"
_OFFICE = rf"(?:(?:de |het |the )?(?P<office>{'|'.join(OFFICES)}) (?:(?:van|voor|of|for) (?:(?:de|het|the) )?)?)"
_CAPITAL = r"(?-i:[A-ZÀ-Þ][\w’'-]+)"
_WORD = r"(?!(?:over|about|on|in|van|zegt|say|says|said|write|writes|wrote|schrijft)\b)[^\W\d_][\w’'&-]*"
_SAYS = r"(?:schrij(?:ft|ven)|schreef|schreven|ze(?:gt|ggen)|zei(?:den)?|(?:ver)?meld(?:t|en|de|den))"
_ABOUT = r"(?:over|inzake|betreffende|about|on|regarding)"
# "minister Harbers", "de minister van Infrastructuur en Waterstaat", "Kaag en Bijleveld", and where small letters end
_WITH_CAPITALS = (
    rf"(?:{_OFFICE}(?P<of>{_CAPITAL}(?:,? (?:(?:en|and) )?{_CAPITAL})*)"
    rf"|(?P<name>{_CAPITAL}(?: (?:van|de|der|den|ten|ter))*(?: {_CAPITAL})?)(?: (?:en|and) {_CAPITAL})?)(?![\w-])"
)
_IN_SMALL = (
    rf"{_OFFICE}(?P<of>{_WORD}(?:,? {_WORD}){{0,4}}?)"
    rf"(?=[?.!,:]|$| (?:{_ABOUT}|in|er|daarover|say|write|report|mention|staat|is|wordt|worden|zijn|moet|kan)\b)"
)
_SPEAKS_OF = rf"(?= (?:{_ABOUT}|in|er|daarover)\b)"
_END = r"(?=[\s?.!,:]|$)"
# forms, and what is left of each without who wrote it
_WRITTEN = tuple(
    (re.compile(form.format(who), re.IGNORECASE), left)
    for who in (_WITH_CAPITALS, _IN_SMALL)
    for form, left in (
        (rf"\b{_SAYS} {{}}{_SPEAKS_OF}", "zegt de brief"),
        (r"(?P<lead>\b(?:does|did|do) ){}(?= (?:say|write|report|mention)\b)", r"\g<lead>the letter"),
        (rf"(?P<lead>\b{_THE} {_LETTER}) (?:van|door|from|by) {{}}{_END}", r"\g<lead>"),
        (rf"(?:\bthe )?\b{{}}(?:['’]s?|s) (?P<letter>{_LETTER})\b", r"the \g<letter>"),
        (rf"^{{}} {_ABOUT} (?=\S)", ""),
        (rf"\b(?:volgens|according to) {{}}{_END}", ""),
    )
)
_DAY = rf"(?P<day>(?:(?:\d{{1,2}} )?{MONTH} )?(?:19|20)\d\d|\d{{1,2}}-\d{{1,2}}-(?:19|20)\d\d)\b"
_DATED = tuple(
    (re.compile(form, re.IGNORECASE), left)
    for form, left in (
        (rf"(?P<lead>\b{_THE} {_BRIEF}) (?:van|uit|gedateerd|of|from|dated) {_DAY}(?![-/])", r"\g<lead>"),
        (rf"\bthe {_DAY} (?P<letter>{_BRIEF})\b", r"the \g<letter>"),
        (rf"^{_DAY} {_BRIEF}[:,]? (?=\S)", ""),
    )
)
# What tells that such a letter is asked, and not what others say of it: "in de brief van juli 2023", "wat schrijft
# minister Kaag?"
_SURELY = re.compile(
    rf"\b(?:in|uit|does|did|from|under) {_THE} (?:[\w-]+ ){{0,3}}{_LETTER}\b"
    r"|\bwat (?:schrij|schree)|\bwhat d(?:oes|id|o) .{1,80} write\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Restricted:
    """What is left of a question without what says which letters it is asked of, and these; by_name: whether their
    sender is a name by itself, "Harbers", and no office; surely: whether it can be asked of no others."""

    question: str
    letters: Filters
    by_name: bool
    surely: bool

    def is_by(self, senders: Sequence[Sender]) -> bool:
        """Whether one of ``senders`` is meant, in whole words."""
        if not self.letters.sender:
            return True
        told = re.compile(rf"(?<!\w){re.escape(self.letters.sender)}(?!\w)")
        return any(
            told.search(plain_name(f"{'' if self.by_name else each.office} {each.name or ''}")) for each in senders
        )


def restricted(question: str) -> Restricted | None:
    """What of ``question`` says which letters it is asked of, or None where nothing does."""
    asked, letters, by_name = question, Filters(), False
    for form, left in _DATED:
        if (match := form.search(asked)) and (days := _days(match["day"])):
            asked = asked[: match.start()] + match.expand(left) + asked[match.end() :]
            letters = replace(letters, since=days[0], until=days[1])
            break
    for form, left in _WRITTEN:
        if match := form.search(asked):
            name = match["of"] or match["name"]
            asked = asked[: match.start()] + match.expand(left) + asked[match.end() :]
            sender = PORTFOLIOS.get(plain_name(name), plain_name(name))
            letters, by_name = replace(letters, sender=plain_name(sender)), not match["office"]
            break
    asked = re.sub(r"[\s,:]+(?=[?.!]|$)", "", " ".join(asked.split()).lstrip(" ,:"))
    return Restricted(asked, letters, by_name, bool(_SURELY.search(question))) if letters and asked else None


def _days(written: str) -> tuple[date, date] | None:
    """The first and the last day of a day, a month or a year as it is written."""
    for each, months in ((written, 0), (f"1 {written}", 1), (f"1 januari {written}", 12)):
        if first := only_date(each)[1]:
            if not months:
                return first, first
            last = 12 if months == 12 else first.month
            return first, date(first.year, last, monthrange(first.year, last)[1])
    return None
