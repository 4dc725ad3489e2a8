"""Which letters a turn of a conversation is asked of: those by whom or of when it says, the one that it names by its
subject or title, or those of the turn before it where it leans on that, or asks of a letter and doesn't say of which:
"En over kerosine?", "Wie ondertekende de brief?"; and "this letter" is the one that was shown."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.closed_words import LETTERS
from index.filters import Filters
from index.lookups import asks_for_part
from index.lookups.letter_asked import ALIKE, letter_apart, letter_told
from index.lookups.of_heads import listed
from index.questions.about import asked_about
from index.questions.followup import leans, understood
from index.questions.listing import letters_listed
from index.questions.naming import Named, letter_named
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
_OF_THIS = re.compile(
    rf"\b(?:deze|die|dit|dat|this|that|the same|dezelfde|hetzelfde) (?:{'|'.join(sorted(LETTERS))})\b"
    r"|\b(?:de|het|the) (?:brief|stuk|document|letter)\b.* (?:ook|also|too)\b"
    r"|\b(?:ook|also)\b.* (?:de|the) (?:brief|letter)\b",
    re.IGNORECASE,
)
_SAME = 0.75  # how like its title must be to what a document of another kind is called: others have strategies too
_MOST_LOOKED_AT = 2_000  # letters of a name whose senders are read
_REMEMBERED = 20  # questions before it
_OTHERS = re.compile(
    r"\b(?:(?:andere|alle|other|all) (?:\w+ )?(?:kamer)?(?:brieven|stukken|letters|documents)"
    r"|(?:oud|nieuw|recent)ste|oldest|newest|latest)\b",
    re.IGNORECASE,
)


def asked_within(
    asking: "Asking",
    question: str,
    earlier: Sequence[str],
    filters: Filters,
    shown: Callable[[Sequence[str]], Collection[str]],
) -> tuple[Restricted, list[str]] | None:
    """``question`` without what says which letters it is asked of, these, and the ``earlier`` ones without it: where it
    doesn't say it, and leans on the one before or asks of a letter, those of that; "this letter" is the one that was
    ``shown`` in answer to those before it. None where all are asked."""
    own: Restricted | None = None
    texts = list(earlier[:-_REMEMBERED])
    earlier = earlier[-_REMEMBERED:]
    for place, each in enumerate((*earlier, question)):
        before, own = own, None
        if not (letters_listed(each) or letters_listed(understood(each, texts))):
            said = _said(each, before)
            own = next(filter(None, (_here(asking, option, filters) for option in said)), None)
            named = _named(each)
            if own is None and named:
                own = _of_named(asking, named, texts[-1] if texts else "", filters)
            others = any(option.office is not None for option in said) or restricted(each) or named
            if own is None and before and not others and _asks_of_it(each, earlier[place - 1]):
                own = replace(before, question=each)
            if own is None and place and not others and _OF_THIS.search(each):
                own = _of_shown(asking, each, shown(earlier[:place]), filters)
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


def _named(question: str) -> Named | None:
    """The letter that ``question`` names, but for one whose head or a part of it is asked for, which are looked up."""
    if not (named := letter_named(question)):
        return None
    about, part = asked_about(question), asks_for_part(question)
    apart = (about and about.topic) or (part and (letter_apart(question)[1] or getattr(part, "topic", None)))
    return None if apart else named


def _of_named(asking: "Asking", named: Named, before: str, filters: Filters) -> Restricted | None:
    """What is asked, or was asked ``before``, of the letter that is ``named``; None where it isn't told which one that
    is. Where its title tells, none else is asked; of the only one that must."""
    question = named.question or before
    told = letter_told(asking, named.topic, filters) if question else None
    least = _SAME if named.noun is not None else ALIKE if named.titled or not _are_several(asking, filters) else 0.0
    if not told or told.alike < least:
        return None
    if named.noun and not re.search(named.noun, asking.store.letter(told.letter).title, re.IGNORECASE):
        return None
    letters = replace(filters, letters=(told.letter,))
    return Restricted(question, named.said, letters, None, (), surely=told.alike >= ALIKE)


def _of_shown(asking: "Asking", question: str, shown: Collection[str], filters: Filters) -> Restricted | None:
    """``question`` asked of the letter that was ``shown`` before it, which "this letter" is; None where that isn't one
    of several, and where its head, or a part of it, is asked for, which are looked up."""
    if len(shown) != 1 or asked_about(question) or asks_for_part(question) or not _are_several(asking, filters):
        return None
    return Restricted(question, "", replace(filters, letters=tuple(shown)), None, (), surely=True)


def _are_several(asking: "Asking", filters: Filters) -> bool:
    return len(asking.store.some_letters(filters, 2)) > 1


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
