"""Days as letters write them, in Dutch and English: "Den Haag, 22 december 2022", "4 apr. 2023", "2023-04-04"."""

import re
from calendar import monthrange
from datetime import date

from corpus.citation import MONTHS

_ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH_NAMES = (*MONTHS, *_ENGLISH_MONTHS)
_SHORT_MONTHS = tuple(name[:3] for names in (MONTHS, _ENGLISH_MONTHS) for name in names)
_NUMBERS = {name: place % 12 + 1 for place, name in enumerate((*MONTH_NAMES, *_SHORT_MONTHS))}
_NUMBERS |= {"mrt": 3, "sept": 9}
MONTH = rf"(?:{'|'.join(MONTH_NAMES)})"
# "4 april 2023", "4 apr. 2023", "04-04-2023", "4.4.2023", "2023-04-04"
_DAY = (
    r"(?:(?P<day>\d{1,2})[ ./-](?P<month>\d{1,2}|(?i:" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r"))"
    r"(?:\. |[ ./-])(?P<year>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2}))\b"
)
_WEEKDAY = r"(?i:(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day),?\s)"
# the same without names for its parts
DAY = f"{_WEEKDAY}?{re.sub('[?]P<[a-z]+>', '?:', _DAY)}"
_WRITTEN_DATE = re.compile(rf"(?:(?P<place>\D{{2,40}}?),?\s)??{_WEEKDAY}?{_DAY}")
# the line of a head that is a date and no more; without a comma, the seat of government alone tells a place from
# "Versie 1 mei 2023". A weekday stands behind a place: "Vrijdag 3 mei 2024" by itself heads what happens then
_DATED_LINE = re.compile(
    r"(?:(?:Voorgesteld|Vastgesteld|Ontvangen)(?:\s[^.:;]{1,80}?)?\s|"
    r"(?P<place>\D{2,40}?(?=,)|Den Haag|['’]s-Gravenhage),?\s"
    rf"{_WEEKDAY}?)?(?P<day>\d{{1,2}}) (?P<month>{MONTH}) (?P<year>\d{{4}})",
    re.IGNORECASE,
)


def written_date(text: str) -> tuple[str | None, date | None]:
    """ "Den Haag, 22 december 2022", "22-12-2022", "22 dec. 2022" → place and day; None for each where it isn't one."""
    return _place_and_day(_WRITTEN_DATE.match(text))


def dated_line(line: str) -> tuple[str | None, date | None]:
    """ "Den Haag, 25 juni 2021", "Den Haag, vrijdag 25 juni 2021" or "Voorgesteld 30 november 2023" → place and day,
    where a line says only that."""
    return _place_and_day(_DATED_LINE.fullmatch(line))


def only_date(text: str) -> tuple[str | None, date | None]:
    """As ``written_date``, where a text says only that."""
    return _place_and_day(_WRITTEN_DATE.fullmatch(text))


def first_day(text: str) -> date | None:
    """The first day that ``text`` names."""
    return _place_and_day(re.search(_DAY, text))[1]


def days_of(text: str) -> tuple[date, date] | None:
    """The first and the last day of a day, a month or a year, where ``text`` says only that: "3 mei 2022", "July 2023",
    "2021"."""
    if day := only_date(text)[1]:
        return day, day
    if first := only_date(f"1 {text}")[1]:
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    first = only_date(f"1 januari {text}")[1]
    return (first, date(first.year, 12, 31)) if first else None


def _place_and_day(match: re.Match[str] | None) -> tuple[str | None, date | None]:
    if not match:
        return None, None
    said = match.groupdict()
    try:
        if iso := said.get("iso"):
            return said.get("place"), date.fromisoformat(iso)
        month = said["month"].casefold()
        day = date(int(said["year"]), int(month) if month.isdigit() else _NUMBERS[month], int(said["day"]))
    except ValueError:
        return None, None  # 31 februari
    return said.get("place"), day
