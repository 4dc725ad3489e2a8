"""What a letter says at a place or of itself: under a heading or a number, in a part, of what it sends along, promises
or refers to."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus import cite
from corpus.blocks import folded
from corpus.pages import pages_in
from index.confidence import WEIGHED
from index.filters import Filters
from index.lookups.found import Found, naming, weighed
from index.lookups.letter_asked import asked_of_letter, letter_apart, letter_told, paragraphs_told
from index.questions.attached import annexes_in, asks_for_annexes
from index.questions.items import ItemList, has_members, item_asked, lists_in
from index.questions.parts import Part, locator_asked, note_asked, page_asked, part_asked
from index.questions.promised import asks_for_promises, promises_in
from index.questions.question import names_only
from index.questions.referring import asks_for_references, references_in
from index.questions.sections import place_asked, place_named

if TYPE_CHECKING:
    from index.asking import Asking, Weighed

_MOST_HEADED = 30  # letters whose headings are looked at
_MOST_CITED = 2_000  # and whose citations


def located(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passage whose locator ``question`` is, "§ Cyber, al. 2", alone or behind the citation of its letter, and
    others behind it; nothing answers where that letter has none. None where it is no locator, or of no letter here."""
    if not (asked := locator_asked(question)):
        return None
    of, locator = asked
    if names_only(of):
        told = letter_told(asking, of, filters)
        letters = [told.letter] if told else []
    elif of:  # which the product gives of letters that are no publications, too
        every = map(asking.store.letter, asking.store.some_letters(filters, _MOST_CITED))
        letters = [each.id for each in every if of == cite(each.metadata, each.title, identifier=each.id)]
    else:
        before = asking.before() if asking.before else {}
        letters = list(before) or asking.store.some_letters(filters, _MOST_HEADED + 1)
    if not letters or len(letters) > _MOST_HEADED:
        return None
    wanted = _plainly(locator)
    own = [each for every in asking.store.of_letters(letters).values() for each in every]
    found = {each.key: Found() for each in own if _plainly(each.locator) == wanted}
    return weighed(asking, found, question, k, filters)


def _plainly(locator: str) -> str:
    return re.sub(r"\s", "", folded(locator)).casefold()


def under_heading(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """What stands under the heading that ``question`` asks for by its number, whole, in order, and others behind it; of
    a question with its answer the half that is asked for. That is in the only letter there is, or the one that answers
    its topic, or what was asked before. None where no heading is asked for, or no such kind of heading is there; where
    it has others only, nothing answers."""
    place = place_asked(question)
    letters = asking.store.some_letters(filters, 2) if place else []
    # of several letters the topic tells which; in one it is what is asked of the heading: "artikel 5 over de wolf"
    if place is None or (place.topic and place.kind != "question" and len(letters) < 2):
        return None
    told = paragraphs_told(asking, letters, place.topic, filters)
    if not told or (place.topic and len(letters) == 1 and not letter_told(asking, place.topic, filters)):
        return None
    own, sure = told
    keys = place.standing(own)
    if keys is None:
        return None
    found = {each.key: Found(place.spans(each.text)) for each in own if each.key in set(keys)}
    if place.members:  # all of the article, where none is marked; of one that has others nothing answers
        marked = any(has_members(each.text) for each in own if each.key in found)
        found = {key: each for key, each in found.items() if each.spans or not marked}
    return weighed(asking, found, question, k, filters, sure)


def in_list(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The item that ``question`` asks for of a list in a letter, by its place or its number, and others behind it: of a
    list that is of such things, the one whose passage is nearest to the question. None where no item is asked for, it
    isn't told of which letter, or no list has it."""
    if not (of_letter := asked_of_letter(asking, question, filters, item_asked)):
        return None
    item, letter, sure = of_letter
    named = [(each, found) for each in lists_in(letter.passages) if item.may_be_of(each) and (found := item.of(each))]
    if not named:
        return None
    lists = replace(filters, letters=(letter.passages[0].letter,))
    _, ranked = asking.rank(question, max(k, WEIGHED), lists)
    order = {hit.key: place for place, hit in enumerate(ranked)}

    def nearest(every: ItemList) -> int:
        return min(order.get(key, len(order)) for key, _ in every.items)

    every, (key, span) = min(named, key=lambda each: nearest(each[0]))
    # "punt 2" of anything is of that list where it alone is meant, or is what the question is nearest to; and what "de
    # tweede reden voor uitstel" is of must be near to it
    is_of_kind = item.kind is not None
    told = item.of_list and (is_of_kind or len(named) == 1)
    told = told or (is_of_kind and not item.says_more) or nearest(every) < (WEIGHED if is_of_kind else 1)
    return weighed(asking, {key: Found((span,))}, question, k, filters, sure) if told else None


def told_under_heading(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages nearest to ``question`` of those under the heading whose number it gives, and others behind them.
    None where it gives none, or the letter has no such heading."""
    if not (found := asked_of_letter(asking, question, filters, place_named)):
        return None
    place, letter, _ = found
    if not (keys := place.standing(letter.passages)):
        return None
    query, ranked = asking.rank(question, max(k, WEIGHED, len(keys)), filters, dict.fromkeys(keys, 0))
    return asking.judged(replace(query, own=frozenset(keys)), ranked, filters)


def in_part(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """What stands in the part of a letter that ``question`` asks for by its heading or place, whole, in order, and
    others behind it. Nothing answers where the letter ends before that place, or where it isn't told of which of
    several letters a place is asked. None where no such part is asked for, or no such heading is there."""
    if not (found := asked_of_letter(asking, question, filters, part_asked)):
        text, topic = letter_apart(question)
        part = part_asked(text)
        if part and part.name is None and len(asking.store.some_letters(filters, 2)) > 1:
            return weighed(asking, {}, question, k, filters)
        return _under_name(asking, part, question, k, filters) if part and not topic else None
    part, letter, sure = found
    keys = part.standing(letter.passages)
    return None if keys is None else weighed(asking, dict.fromkeys(keys, Found()), question, k, filters, sure)


def _under_name(asking: "Asking", part: Part, question: str, k: int, filters: Filters) -> "Weighed | None":
    """The same for a heading that one of several letters has, of a few; None where none has, or another too."""
    letters = asking.store.some_letters(filters, _MOST_HEADED + 1)
    if len(letters) > _MOST_HEADED:
        return None
    under = (part.standing(own) for own in asking.store.of_letters(letters).values())
    found = [keys for keys in under if keys]
    return weighed(asking, dict.fromkeys(found[0], Found()), question, k, filters) if len(found) == 1 else None


def noted(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages of a letter with the footnote of the number that ``question`` asks for, and that with them; nothing
    answers where there is none. None where no footnote is asked for, or it isn't told of which letter."""
    if not (of_letter := asked_of_letter(asking, question, filters, note_asked)):
        return None
    number, letter, sure = of_letter
    notes = letter.own_notes()
    every = list(dict.fromkeys(note for each in letter.passages for note in notes[each.id]))
    meant = [note for note in every if note.number == str(number)] if number > 0 else every[number : number + 1 or None]
    asked = {each.key: tuple(note for note in notes[each.id] if note in meant) for each in letter.passages}
    found = {key: Found(footnotes=own) for key, own in asked.items() if own}
    return weighed(asking, found, question, k, filters, sure)


def on_page(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages of a letter that stand on the page that ``question`` asks for, by its printed number, and others
    behind them; nothing answers where none does, or it isn't told of which letter. None where no page is asked for."""
    if not (of_letter := asked_of_letter(asking, question, filters, page_asked)):
        return weighed(asking, {}, question, k, filters) if page_asked(question) else None
    asked, letter, sure = of_letter
    stands_on = {each.key: pages_in(each.page) for each in letter.passages}
    pages = list(dict.fromkeys(page for own in stands_on.values() for page in own))
    page = str(asked) if asked > 0 else "".join(pages[asked : asked + 1 or None])
    found = {key: Found() for key, own in stands_on.items() if page in own}
    return weighed(asking, found, question, k, filters, sure)


def referring(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages of a letter that name publications, themselves or in their footnotes, in order, and others behind
    them, where ``question`` asks for these. Where none does nothing answers. None where they aren't asked for, or it
    isn't told of which letter."""
    if not (found := asked_of_letter(asking, question, filters, asks_for_references)):
        return None
    _, letter, sure = found
    return weighed(asking, naming(asking.store, letter.passages, references_in), question, k, filters, sure)


def attached(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages of a letter that tell what it sends along, in order, and others behind them, where ``question`` asks
    for that. Where none does nothing answers. None where it isn't asked, or it isn't told of which letter."""
    if not (of_letter := asked_of_letter(asking, question, filters, asks_for_annexes)):
        return None
    _, letter, sure = of_letter
    found = {key: Found(spans) for key, spans in annexes_in(letter.passages).items()}
    return weighed(asking, found, question, k, filters, sure)


def promised(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages of a letter that promise something to parliament, in order, and others behind them, where
    ``question`` asks for that. None where it isn't asked, it isn't told of which letter, or no sentence is known for a
    promise: it may be one in other words."""
    if not (of_letter := asked_of_letter(asking, question, filters, asks_for_promises)):
        return None
    _, letter, sure = of_letter
    found = {each.key: Found(promises) for each in letter.passages if (promises := promises_in(each.text))}
    return weighed(asking, found, question, k, filters, sure) if found else None
