"""Which letters a turn of a conversation is asked of: those by whom or of when it says, or those of the turn before it
where it leans on that, or asks of a letter and doesn't say of which: "En over kerosine?", "Wie ondertekende de
brief?"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.about import asked_about
from index.closed_words import LETTERS
from index.filters import Filters
from index.followup import leans, understood
from index.letter_asked import letter_apart
from index.listing import letters_listed
from index.offices import is_sent_by
from index.restriction import Restricted, of_others, restricted

if TYPE_CHECKING:
    from index.asking import Asking

# "Wie ondertekende de brief?", of the letters that were asked
_OF_LETTER = re.compile(
    rf"\b(?:(?:de|het|die|dat|deze|dit|the|this|that) (?:{'|'.join(sorted(LETTERS))})|daarvan|ervan|daarin|erin|of it"
    r"|in it)\b",
    re.IGNORECASE,
)
_MOST_LOOKED_AT = 500  # letters of a name whose senders are read
_REMEMBERED = 20  # questions before it
_OTHERS = re.compile(
    r"\b(?:(?:andere|alle|other|all) (?:\w+ )?(?:kamer)?(?:brieven|stukken|letters|documents)"
    r"|(?:oud|nieuw|recent)ste|oldest|newest|latest)\b",
    re.IGNORECASE,
)


def asked_within(
    asking: "Asking", question: str, earlier: Sequence[str], filters: Filters
) -> tuple[Restricted, list[str]] | None:
    """``question`` without what says which letters it is asked of, these, and the ``earlier`` ones without it: where it
    doesn't say it, and leans on the one before or asks of a letter, those of that. None where all are asked."""
    own: Restricted | None = None
    texts = list(earlier[:-_REMEMBERED])
    earlier = earlier[-_REMEMBERED:]
    for place, each in enumerate((*earlier, question)):
        listing = letters_listed(each) or letters_listed(understood(each, texts))
        told = None if listing else _own(asking, each, filters, own if own and own.said else None)
        inherited = own if own and not listing and _asks_of_it(each, earlier[place - 1]) else None
        own = told or (replace(inherited, question=each) if inherited else None)
        texts.append(own.question if own else each)
        if place < len(earlier) and (one := _one_listed(asking, texts[-1], own.letters if own else filters)):
            own = Restricted(each, "", one, None, (), surely=True)
    return (own, texts[:-1]) if own else None


def _asks_of_it(question: str, before: str) -> bool:
    """Whether it leans on the question ``before``, or asks of a letter and doesn't say of which."""
    about = asked_about(question)
    of_other = letter_apart(question)[1] or (about and about.topic) or _OTHERS.search(question)
    return not of_other and bool(leans(question, before) or _OF_LETTER.search(question) or about)


def _one_listed(asking: "Asking", question: str, filters: Filters) -> Filters | None:
    """The only letter that ``question`` asks for by who sent it and when, which what follows is asked of."""
    listing = letters_listed(question)
    found = {hit.letter for hit in asking.listed(listing, 2, filters) or ()} if listing else set()
    return replace(filters, letters=tuple(found)) if len(found) == 1 else None


def _own(asking: "Asking", question: str, filters: Filters, before: Restricted | None) -> Restricted | None:
    """``question`` without what says which letters it is asked of, or what was asked ``before`` where it says that
    alone, and these letters; None where there are none, or too many to look at, and where the filters tell of
    sender or time already."""
    asked = restricted(question) or (of_others(question, before) if before else None)
    if asked is None or filters.sender or filters.since or filters.until:
        return None
    letters = replace(filters, since=asked.letters.since, until=asked.letters.until)
    if asked.names:
        sent = next(filter(None, (_sent_by(asking, asked.office, names, letters) for names in asked.names)), None)
    else:
        sent = letters if asking.store.some_letters(letters, 1) else None
    return replace(asked, letters=sent) if sent else None


def _sent_by(asking: "Asking", office: str | None, names: Sequence[str], filters: Filters) -> Filters | None:
    """The letters by those of these names, of one office or of any, where each of them sent some. Of a name that none
    has its last words count: "Sigrid Kaag". Of more letters than are looked at the sender's name alone tells."""
    every: list[str] = []
    for name in names:
        words = name.split()
        starts = range(len(words)) if {"en", "and"}.isdisjoint(words) else range(1)
        for own in (" ".join(words[start:]) for start in starts):
            found = asking.store.some_letters(replace(filters, sender=own), _MOST_LOOKED_AT + 1)
            if len(found) > _MOST_LOOKED_AT:
                return replace(filters, sender=own)
            senders = {each: asking.store.letter(each).metadata.senders for each in found}
            by = [each for each in found if is_sent_by(senders[each], office, own)]
            if own != name:  # a ministry has all its words
                by = [each for each in by if is_sent_by(senders[each], None, own)]
            if by:
                every += by
                break
        else:
            return None
    return replace(filters, letters=tuple(dict.fromkeys(every)))
