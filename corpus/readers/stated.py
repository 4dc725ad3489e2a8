"""What fields of a file say, in the form that metadata has."""

import datetime
import re
from collections.abc import Iterable, Sequence

from corpus.blocks import Block
from corpus.dates import dated_line
from corpus.letter import Chamber, Sender
from corpus.letterhead import take_letterhead

_ARTICLE = re.compile(r"^(?P<behalf>(?:mede )?namens )?(?:de|het) ", re.IGNORECASE)
_HEAD_BLOCKS = 20  # a letter's date stands at its beginning
_ADDRESS = re.compile(r"/((?:kst|blg|ah|h|kv)-[\w-]+)(?:/metadata|\.)")


def stated_dossier(printed: str) -> str | None:
    """ "36 600 VII", "36600-VII" → "36600 VII"; "21 501-02" → "21501-02"."""
    match = re.match(r"\s*(\d{2})\s?(\d{3})(-\d{2}\b)?(?:[\s-]+([IVX]{1,6}[AB]?|[A-N])\b)?", printed)
    if not match:
        return None
    return f"{match[1]}{match[2]}{match[3] or ''}" + (f" {match[4]}" if match[4] else "")


def stated_dossiers(printed: str) -> list[str]:
    """Those of a field that holds several: "28 676, 33 763", "28676;33763"."""
    return list(dict.fromkeys(filter(None, map(stated_dossier, re.split("[,;]", printed)))))


def stated_chamber(printed: str) -> Chamber | None:
    """ "Tweede Kamer der Staten-Generaal", "TK" or "2" → "II"; both chambers together are neither."""
    printed = printed.strip().lower()
    second = "tweede" in printed or printed in ("2", "tk")
    first = "eerste" in printed or printed in ("1", "ek")
    if first == second:
        return None
    return "II" if second else "I"


def stated_senders(lines: Iterable[tuple[bool, str]]) -> tuple[Sender, ...]:
    """Who signed, from (is it an office?, its words) in the order of the signatures; a member has no office."""
    signed = list(lines)
    names_first = len(signed) > 1 and not signed[0][0] and signed[-1][0]
    if names_first:
        signed.reverse()
    senders: list[Sender] = []
    waiting: list[str] = []
    for is_office, words in signed:
        if not is_office:
            senders.append(Sender(waiting.pop(0) if waiting else "", words))
            continue
        office = words.rstrip(" ,;:")
        if (match := _ARTICLE.match(office)) and match["behalf"]:
            senders.append(Sender(office[match.end() :]))  # another signs for it
        elif not office.lower().startswith("namens"):
            waiting.append(_ARTICLE.sub("", office))
    senders += map(Sender, waiting)
    return tuple(reversed(senders) if names_first else senders)


def stated_day(iso: str | None) -> datetime.date | None:
    """The date of "2023-07-07", with or without a time behind it."""
    try:
        return datetime.date.fromisoformat((iso or "").strip()[:10])
    except ValueError:
        return None


def is_dated(blocks: Sequence[Block]) -> bool:
    """Whether the words themselves give the letter's date; a field then holds that of its arrival."""
    first = (line for block, _ in zip(blocks, range(_HEAD_BLOCKS), strict=False) for line in block.lines)
    return any(dated_line(line)[1] for line in first) or take_letterhead(blocks)[1].date is not None


def stated_identifier(address: str) -> str | None:
    """ "https://zoek.officielebekendmakingen.nl/kst-28844-269/metadata.xml" → "kst-28844-269"."""
    match = _ADDRESS.search(address)
    return match[1] if match else None
