"""Which letters a turn of a conversation is asked of: those by whom or of when it says, or those of the turn before it
where it leans on that, or asks of a letter and doesn't say of which: "En over kerosine?", "Wie ondertekende de
brief?"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.closed_words import LETTERS
from index.filters import Filters
from index.lookups import asks_for_part
from index.lookups.letter_asked import letter_apart, letter_told
from index.lookups.of_heads import listed
from index.questions.about import asked_about
from index.questions.followup import leans, understood
from index.questions.listing import letters_listed
from index.questions.naming import letter_named
from index.questions.offices import is_sent_by
from index.questions.restriction import Restricted, of_others, restricted

if TYPE_CHECKING:
    from index.asking import Asking

# "Wie ondertekende de brief?", of the letters that were asked
_OF_LETTER = re.compile(
    rf"\b(?:(?:de|het|die|dat|deze|dit|the|this|that) (?:{'|'.join(sorted(LETTERS))})|daarvan|ervan|daarin|erin|of it"
    r"|in it)\b",
    re.IGNORECASE,
)
_MOST_LOOKED_AT = 2_000  # letters of a name whose senders are read
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
        before, own = own, None
        if not (letters_listed(each) or letters_listed(understood(each, texts))):
            said = _said(each, before)
            own = next(filter(None, (_here(asking, option, filters) for option in said)), None)
            own = own or _of_named(asking, each, filters)
            others = any(option.office is not None for option in said) or restricted(each)
            if own is None and before and not others and _asks_of_it(each, earlier[place - 1]):
                own = replace(before, question=each)
        texts.append(own.question if own else each)
        if place < len(earlier) and (one := _one_listed(asking, texts[-1], own.letters if own else filters)):
            own = Restricted(each, "", one, None, (), surely=True)
    return (own, texts[:-1]) if own else None


def _said(question: str, before: Restricted | None) -> list[Restricted]:
    """What ``question`` may say of the letters that it is asked of, or that what was asked ``before`` is."""
    if asked := restricted(question):
        return [asked]
    return of_others(question, before) if before and before.said else []


def _asks_of_it(question: str, before: str) -> bool:
    """Whether it leans on the question ``before``, or asks of a letter and doesn't say of which."""
    about = asked_about(question)
    of_other = letter_apart(question)[1] or (about and about.topic) or _OTHERS.search(question)
    return not of_other and bool(leans(question, before) or _OF_LETTER.search(question) or about)


def _of_named(asking: "Asking", question: str, filters: Filters) -> Restricted | None:
    """``question`` asked of the letter that it names by what it is on, or by its title; None where it names none, there
    is no other, or that isn't told, and where its head, or a part of it, is asked for, which are looked up."""
    named = letter_named(question)
    if not named or asks_for_part(question) or asked_about(question) or len(asking.store.some_letters(filters, 2)) < 2:
        return None
    told = letter_told(asking, named.topic, filters)
    if not told or (named.noun and not re.search(named.noun, asking.store.letter(told[0]).title, re.IGNORECASE)):
        return None
    return Restricted(named.question, named.said, replace(filters, letters=(told[0],)), None, (), surely=True)


def _one_listed(asking: "Asking", question: str, filters: Filters) -> Filters | None:
    """The only letter that ``question`` asks for by who sent it and when, which what follows is asked of."""
    listing = letters_listed(question)
    found = {hit.letter for hit in listed(asking, listing, 2, filters) or ()} if listing else set()
    return replace(filters, letters=tuple(found)) if len(found) == 1 else None


def _here(asking: "Asking", asked: Restricted, filters: Filters) -> Restricted | None:
    """``asked`` with its letters that meet the ``filters``; None where there are none, or too many to look at, and
    where the filters tell of sender or time already."""
    if filters.sender or filters.since or filters.until:
        return None
    letters = replace(filters, since=asked.letters.since, until=asked.letters.until)
    if asked.names:
        sent = next(filter(None, (_sent_by(asking, asked.office, names, letters) for names in asked.names)), None)
    else:
        sent = letters if asking.store.some_letters(letters, 1) else None
    return replace(asked, letters=sent) if sent else None


def _sent_by(asking: "Asking", office: str | None, names: Sequence[str], filters: Filters) -> Filters | None:
    """The letters by those of these names, of one office or of any, where each of them sent some."""
    every: list[str] = []
    for name in names:
        found = asking.store.some_letters(replace(filters, sender=name.split()[-1]), _MOST_LOOKED_AT + 1)
        if len(found) > _MOST_LOOKED_AT:
            return None
        by = [each for each in found if is_sent_by(asking.store.letter(each).metadata.senders, office, name)]
        if not by:
            return None
        every += by
    return replace(filters, letters=tuple(dict.fromkeys(every)))
