"""The heads of letters that are asked for, where they say what is asked: "Van wie is de brief over China?", "the latest
letter"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.citation import is_kind
from corpus.head import APPENDIX
from corpus.sentences import sentence_spans
from index.answer import Hit
from index.confidence import SUREST, WEIGHED
from index.filters import Filters
from index.heads import (
    FIRST,
    byline,
    head_hit,
    head_with,
    is_dated,
    labelled_hit,
    line_of_answers,
    line_of_table,
    opening,
    spans_of,
)
from index.hits import hit_of
from index.lookups.found import SMALL, Spans
from index.lookups.letter_asked import letters_on, told_letter
from index.passages import Passage
from index.questions.about import About
from index.questions.head_words import Field
from index.questions.labels import (
    asks_who,
    is_told_in_text,
    kenmerk_given,
    label_asked,
    labelled_so,
    lines_like,
    names_label,
    row_labelled,
)
from index.questions.listing import Listing
from index.questions.question import names_only, publications_named

if TYPE_CHECKING:
    from index.asking import Asking, Meant

_MOST_LISTED = 2_000  # letters whose heads are looked at
_LIKELY = 0.5  # how likely another letter is to be meant too that is shown


def heads(asking: "Asking", about: About, k: int, filters: Filters) -> tuple[tuple[Hit, ...] | None, Filters]:
    """The heads of (at most) ``k`` letters that are meant, where they say what is asked: the only letter there is, or
    the one that answers the topic of the question best, and others that likely do, or the one that was shown before.
    None where paragraphs may tell it instead, and of which letters."""
    letters = asking.store.some_letters(filters, 2)
    confidences: Meant = dict.fromkeys(letters, SUREST)
    if about.topic or len(letters) != 1:
        if about.topic:
            meant = letters_meant(asking, about.topic, filters, about.dated)
        elif asking.before:
            meant = asking.before()
        else:
            return (), filters
        if meant is None:
            return None, filters
        confidences = meant
    hits: list[Hit] = []
    for letter, confidence in confidences.items():
        if len(hits) < k:
            for field in filter(None, (about.field, about.also)):
                _put(hits, _told(asking, letter, field, confidence, len(hits) + 1))
    if hits or about.field.told_by_head_alone:
        return tuple(hits[:k]), filters
    return None, filters if about.topic or not confidences else replace(filters, letters=tuple(confidences))


def with_kenmerk(asking: "Asking", question: str, k: int, filters: Filters) -> tuple[Hit, ...] | None:
    """The heads of (at most) ``k`` letters that have the kenmerk, or another number of the kind, which is all that
    ``question`` gives; None where it gives none, no letter has it, or there are too many to look at."""
    if not (number := kenmerk_given(question)):
        return None
    letters = asking.store.some_letters(filters, _MOST_LISTED + 1)
    if len(letters) > _MOST_LISTED:
        return None
    own = re.compile(rf"(?<![\w/-]){re.escape(number)}(?![\w/-])", re.IGNORECASE)
    hits: list[Hit] = []
    for letter in map(asking.store.letter, letters):
        places = {place for place, line in enumerate(letter.head) if own.search(line)}
        if places and len(hits) < k:
            hits.append(head_with(letter, places, len(hits) + 1, SUREST))
    return tuple(hits) or None


def labelled(asking: "Asking", question: str, filters: Filters) -> tuple[Hit, ...] | None:
    """The head of the letter that is asked, where it has a label that is all ``question`` asks, or tells who signed in
    an office. None where it has none, or it isn't told of which letter."""
    if not (found := told_letter(asking, question, filters, _label_asked(asking, filters))):
        return None
    asked, told = found
    hit = labelled_hit(asking.store.letter(told.letter), asked, who=asks_who(question), confidence=told.sure)
    return (hit,) if hit else None


def _label_asked(asking: "Asking", filters: Filters) -> Callable[[str], frozenset[str] | None]:
    """What tells the label that is asked. Of several letters it must be one that is known, since it takes as long as an
    answer to tell which is meant."""
    if len(asking.store.some_letters(filters, 2)) == 1:
        return label_asked
    return lambda question: asked if (asked := label_asked(question)) and names_label(asked) else None


def labelled_in_text(asking: "Asking", question: str, k: int, filters: Filters) -> tuple[Hit, ...] | None:
    """The passage of the first of a paper without a head that has the label, in a small library, or else (at most)
    ``k`` of a letter that have a number to call or an address to write to, where that is all ``question`` asks. None as
    above."""
    if not (found := told_letter(asking, question, filters, _label_asked(asking, filters))):
        return None
    asked, told = found
    letter = asking.store.letter(told.letter)
    stated = letter.metadata
    # that of a raadsvoorstel is the table that it begins with
    own = not is_kind(stated.kind or "") and (stated.addressee or stated.subject)
    headed = own or stated.dossier or stated.kenmerk
    if (headed or len(asking.candidates) > SMALL) and not is_told_in_text(asked):
        return None
    passages = asking.store.of_letters([told.letter]).get(told.letter, [])
    said: list[tuple[Passage, Spans]] = []
    for passage in passages[:FIRST]:
        if places := row_labelled(passage.text, labelled_so(asked)):
            said = [(passage, spans_of(places, passage.text.split("\n")))]
            break
    for passage in passages if is_told_in_text(asked) and not said else []:
        sentences = sentence_spans(passage.text)
        if places := lines_like([passage.text[start:end] for start, end in sentences], asked):
            said.append((passage, tuple(sentences[place] for place in places)))
    sure = (told.sure, told.sure)
    shown = enumerate(said[:k], start=1)
    return (
        tuple(hit_of(rank, asking.store, letter, passage, spans, (), sure) for rank, (passage, spans) in shown) or None
    )


def letters_meant(asking: "Asking", topic: str, filters: Filters, dated: str | None = None) -> "Meant | None":
    """The letters that ``topic`` means, the likeliest first, of those that were ``dated`` so; None where it is but the
    number of one that others refer to."""
    store = asking.store
    query, ranked, passages, judged = asking.weighed(topic, WEIGHED, filters)
    confidences: Meant = {}
    for found, confidence in zip(ranked, judged.confidences, strict=True):
        confidences.setdefault(passages[found.key].letter, confidence)
    if dated:
        days = {each: store.letter(each).metadata.date for each in confidences}
        confidences = {each: confidences[each] for each in days if is_dated(dated, days[each])}
    own = {passages[each.key].letter for each in ranked if not query.own or each.key in query.own}
    meant = [each for each in store.published_as(publications_named(topic)) if each in own & confidences.keys()]
    if meant and (query.own or query.looked_up):  # asked by its number, whether or not it answers
        return dict.fromkeys(meant, SUREST)
    if names_only(topic):  # then others refer to it
        return None
    if not judged.answered:
        return {}
    if meant:
        return {each: confidences[each] for each in meant}
    letters = [each for each in letters_on(asking, topic, ranked, passages) if each in confidences]
    sure = dict.fromkeys(letters[:1], judged.confidence)
    return sure | {each: confidences[each] for each in letters[1:] if confidences[each] >= _LIKELY}


def _letters_likely(asking: "Asking", topic: str, filters: Filters) -> list[str] | None:
    """All letters that likely say something of ``topic``; None where there may be more than those that are weighed."""
    _, ranked, passages, judged = asking.weighed(topic, WEIGHED, filters)
    sure = dict(zip((passages[hit.key].letter for hit in ranked[::-1]), judged.confidences[::-1], strict=True))
    if not judged.answered or (len(ranked) >= WEIGHED and judged.confidences[-1] >= _LIKELY):
        return None
    return [letter for letter, confidence in sure.items() if confidence >= _LIKELY] or [passages[ranked[0].key].letter]


def listed(asking: "Asking", listing: Listing, k: int, filters: Filters) -> tuple[Hit, ...] | None:
    """The heads of (at most) ``k`` letters that ``listing`` asks for, or their openings where no head says it; None
    where there are too many letters to look at, or none is found and it may ask something else."""
    letters = (
        _letters_likely(asking, listing.topic, filters)
        if listing.topic
        else asking.store.some_letters(filters, _MOST_LISTED + 1)
    )
    if letters is None or len(letters) > _MOST_LISTED:
        return None
    hits: list[Hit] = []
    for letter in listing.of(map(asking.store.letter, letters)):
        if len(hits) < k:
            told = _told(asking, letter.id, listing.field, SUREST, len(hits) + 1)
            hits += told or _told(asking, letter.id, Field.SUBJECT, SUREST, len(hits) + 1)[:1]
    return tuple(hits[:k]) if hits or listing.is_told else None


def _told(asking: "Asking", letter_id: str, field: Field, confidence: float, rank: int) -> list[Hit]:
    """The head of a letter where it says what is asked, or a line below the title that does. A subject the letter's
    opening tells too, and better where a summary is asked for, or the head has no more than the name of a dossier:
    "NAVO"."""
    letter = asking.store.letter(letter_id)
    head = head_hit(rank, letter, field, confidence)
    on_what = field in (Field.SUBJECT, Field.SUMMARY)
    passages = asking.store.of_letters([letter_id]).get(letter_id, []) if on_what or not head else []
    if on_what:
        found = opening(passages)
    else:
        tells = line_of_answers if letter.metadata.kind == APPENDIX else byline
        found = tells(passages, field) or line_of_table(passages, field)
    if not found:
        return [head] if head else []
    passage, sentence = found
    text = hit_of(rank, asking.store, letter, passage, (sentence,), (), (confidence, confidence))
    both = [head, text] if letter.metadata.subject and field is Field.SUBJECT else [text, head]
    return [replace(hit, rank=rank + place) for place, hit in enumerate(filter(None, both))]


def _put(hits: list[Hit], others: Sequence[Hit]) -> None:
    """Put ``others`` behind ``hits``; of a passage that is there already, what is marked is put to what was."""
    for other in others:
        place = next((place for place, hit in enumerate(hits) if hit.id == other.id), None)
        if place is None:
            hits.append(other)
        else:
            evidence = sorted({*hits[place].evidence, *other.evidence})
            hits[place] = replace(hits[place], evidence=tuple(evidence))
