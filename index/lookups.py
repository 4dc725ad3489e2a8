"""Questions whose words say where the answer stands: these are looked up, and not searched.

Each look-up gives what it found, for certain, and what is nearest behind it; found or not, it tells. None where the
question asks something else, or where that can't be told.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from corpus import find_identifiers
from corpus.head import APPENDIX
from index.about import topic_of
from index.asked_by import asked_by, asker_asked, is_asked_by, is_surely_somebody, lines_in
from index.attached import annexes_in, asks_for_annexes
from index.confidence import READ_UP_TO, SUREST, WEIGHED, Judgement, judge
from index.definitions import Asked, asked_for, definition_in, is_long_form, listed_in
from index.filters import Filters
from index.fitted import fitted_for
from index.language import detect_language
from index.letter_asked import asked_of_letter, letter_apart, letter_told
from index.lexical import WORD, Term, forms_of
from index.notes import Note
from index.parts import part_asked
from index.passages import Passage
from index.promised import asks_for_promises, promises_in
from index.question import names_only
from index.quoting import quote_asked
from index.referring import asks_for_references, publications_sought, references_in
from index.search import Ranked
from index.sections import place_asked
from index.storage import Letters

if TYPE_CHECKING:
    from index.asking import Asking, Weighed

Spans = tuple[tuple[int, int], ...]

# Passages with words, among which those are looked for that define or quote them; or that may call something by them
_LOOKED_AT, _FEW = 500, 100
_READ_WHOLE = 20  # letters with such passages, in whose footnotes definitions are looked for too


@dataclass(frozen=True, slots=True)
class Found:
    """What of a passage was found: characters of its text, and footnotes; all of it where that is neither."""

    spans: Spans = ()
    footnotes: tuple[Note, ...] = ()


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
    told = _told_of(asking, letters, place.topic or asking.before, filters)
    if not told or (place.topic and len(letters) == 1 and not letter_told(asking, place.topic, filters)):
        return None
    own, sure = told
    keys = place.standing(own)
    if keys is None:
        return None
    found = {each.key: Found(place.spans(each.text)) for each in own if each.key in set(keys)}
    return _at(asking, found, question, k, filters, sure)


def _told_of(
    asking: "Asking", letters: Sequence[str], topic: str | None, filters: Filters
) -> tuple[list[Passage], float] | None:
    """The paragraphs of the only one of ``letters``, or of the one that ``topic`` tells, and how sure that is; None
    where none does."""
    told = (letters[0], SUREST) if len(letters) == 1 else letter_told(asking, topic, filters) if topic else None
    if not told:
        return None
    own = asking.store.of_letters([told[0]]).values()
    return [passage for each in own for passage in each if passage.paragraph], told[1]


def putting(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The lines of a letter that tell who put questions, or answered them, where ``question`` asks for that, and others
    behind them. None where it isn't asked, or it isn't told of which letter, or this has no such lines."""
    asker = asker_asked(question)
    if not asker:
        return None
    letters = asking.store.some_letters(filters, 2)
    if asker.topic and len(letters) == 1 and not letter_told(asking, asker.topic, filters):
        return None
    told = _told_of(asking, letters, asker.topic or asking.before, filters)
    if not (told and told[0]):
        return None
    own, sure = told
    # of questions on one thing, in a letter that answers those of many, a paragraph tells who put it
    if asker.topic and asking.store.letter(own[0].letter).metadata.kind != APPENDIX:
        return None
    found = {key: Found(spans) for key, spans in lines_in(own, asker).items()}
    return _at(asking, found, question, k, filters, sure) if found else None


def put_by(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The lines by which the questions of somebody begin, where ``question`` asks for his, or a party's. Where all
    letters are answers to members' questions, and none to these, nothing answers. None where it isn't asked, or none is
    found among others."""
    if not (names := asked_by(question)):
        return None
    store = asking.store
    terms = [Term(form, 1.0) for name in chain(*names) for word in WORD.findall(name) for form in forms_of(word)]
    passages = store.passages(sorted(store.inverted.holding(terms, _LOOKED_AT, store.within(filters))))
    found = {key: Found() for key, each in passages.items() if is_asked_by(each, names)}
    if not found:
        letters = store.some_letters(filters, _READ_WHOLE + 1) if is_surely_somebody(question) else []
        kinds = {store.letter(each).metadata.kind for each in letters}
        if len(letters) > _READ_WHOLE or kinds != {APPENDIX}:
            return None
    return _at(asking, found, question, k, filters)


def in_part(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """What stands in the part of a letter that ``question`` asks for by its heading or place, whole, in order, and
    others behind it. Nothing answers where the letter ends before that place, or where it isn't told of which of
    several letters a place is asked. None where no such part is asked for, or no such heading is there."""
    if not (found := asked_of_letter(asking, question, filters, part_asked)):
        part = part_asked(letter_apart(question)[0])
        untold = part and part.name is None and len(asking.store.some_letters(filters, 2)) > 1
        return _at(asking, {}, question, k, filters) if untold else None
    part, letter, sure = found
    keys = part.standing(letter.passages)
    return None if keys is None else _at(asking, dict.fromkeys(keys, Found()), question, k, filters, sure)


def asked_before(earlier: Sequence[str]) -> str | None:
    """What tells, of the questions ``earlier``, which letter "the letter" is: what the last of them asks that doesn't
    ask for a part of it, or for what it sends along, promises or refers to; or which letter that one names."""
    for place in range(len(earlier) - 1, -1, -1):
        text, topic = letter_apart(earlier[place])
        asks = (part_asked, place_asked, asker_asked, asks_for_references, asks_for_annexes, asks_for_promises)
        asked = next(filter(None, (each(text) for each in asks)), None)
        if not asked:
            return topic_of(earlier[: place + 1])
        if topic := topic or getattr(asked, "topic", None):
            return topic
    return None


def defining(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages that define the abbreviation whose meaning ``question`` asks, for certain, and others behind
    them. Where its letters alone are asked and no passage has words for them, nothing answers. None where no
    definition is asked for, or only passages that weren't looked at may have it."""
    asked = asked_for(question)
    found, every = _definitions(asking, asked, filters) if asked else ({}, False)
    if asked is None or not (found or (every and asked.in_letters)):
        return None
    query, ranked = asking.rank(question, max(k, WEIGHED), filters, dict.fromkeys(found, 0))
    passages = asking.store.passages([hit.key for hit in ranked])
    if not found:
        return query, ranked, passages, Judgement((0.0,) * len(ranked), 0.0, answered=False)
    texts = {key: passage.text for key, passage in passages.items()}
    judged = judge(query, ranked, texts, fitted_for(asking.encoder.identity)).confidences
    confidences = [SUREST if hit.key in found else sure for hit, sure in zip(ranked, judged, strict=True)]
    ranked = [_shown(hit, found[hit.key]) if hit.key in found else hit for hit in ranked]
    return query, ranked, passages, Judgement(tuple(confidences), SUREST, answered=True)


def _definitions(asking: "Asking", asked: Asked, filters: Filters) -> tuple[dict[int, Found], bool]:
    """By the keys of passages the sentence that defines what is ``asked``, or else the footnotes of theirs that do, and
    whether all passages that may do so were looked at."""
    store, is_small = asking.store, len(asking.candidates) <= READ_UP_TO
    defined = store.abbreviations.defined([asked.short or asked.long or ""])
    shorts = [asked.short] if asked.short else [each.short_key for each in defined]
    forms = sorted({form for short in shorts for word in short.split() for form in forms_of(word)})
    surely = bool(defined or asked.in_letters)
    keys = store.inverted.holding(
        [Term(form, 1.0) for form in forms], _LOOKED_AT if surely else _FEW, store.within(filters)
    )
    if not surely and len(keys) == _FEW:
        return {}, False
    looked_at = store.passages(sorted(keys))
    defining = {
        key: definition_in(each.text, asked) or listed_in(each.section, each.text, asked)
        for key, each in looked_at.items()
    }
    found = {key: Found((span,)) for key, span in defining.items() if span}
    if not found and surely:
        using = list(dict.fromkeys(each.letter for each in looked_at.values()))
        letters = store.some_letters(filters, READ_UP_TO) if is_small else using
        read = letters[:_READ_WHOLE]
        noted = _noted(store, read, lambda text: bool(definition_in(text, asked)) or is_long_form(text, asked))
        found = {key: Found(footnotes=notes) for key, notes in noted.items()}
        if not found and len(letters) > len(read):
            return {}, False
    # none, where some have it, may mean too many to be told apart
    told = bool(keys) or is_small or not store.inverted.held(forms)
    return found, told and len(keys) < _LOOKED_AT


def _noted(store: Letters[Any], letters: Iterable[str], tells: Callable[[str], bool]) -> dict[int, tuple[Note, ...]]:
    """By the keys of the passages of these letters those of their footnotes whose text ``tells``."""
    found: dict[int, tuple[Note, ...]] = {}
    for letter in map(store.whole, letters):
        if any(tells(note.text) for note in letter.notes):
            own = letter.own_notes()
            told = {each.key: tuple(note for note in own[each.id] if tells(note.text)) for each in letter.passages}
            found |= {key: notes for key, notes in told.items() if notes}
    return found


def quoted(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages that have the words between quotation marks whose place ``question`` asks, for certain, in
    order, and those nearest to these words behind them. Where none has them nothing answers. None where no such
    place is asked, or where that isn't told: no letter is in the language of these words, a heading has them, or
    only some passages were looked at; nor where none has them and more may be asked."""
    asked = quote_asked(question)
    if asked is None:
        return None
    store, is_small = asking.store, len(asking.candidates) <= READ_UP_TO
    if is_small:
        every = store.of_letters(store.some_letters(filters, READ_UP_TO)).values()
        looked_at = {passage.key: passage for letter in every for passage in letter}
    else:
        forms = sorted({form for word in WORD.findall(asked.words) for form in forms_of(word)})
        terms = [Term(form, 1.0) for form in forms]
        looked_at = store.passages(sorted(store.inverted.holding(terms, _LOOKED_AT, store.within(filters))))
    spans = {key: tuple(asked.spans_in(passage.text)) for key, passage in looked_at.items() if passage.paragraph}
    spans = {key: found for key, found in spans.items() if found}
    elsewhere = any(
        any(asked.spans_in(text))
        for passage in looked_at.values()
        for text in (*passage.section, *([] if passage.paragraph else [passage.text]))
    )
    told = is_small and not elsewhere and store.vocabulary.knows(detect_language(asked.words))
    if not spans and not (asked.absence_tells and told):
        return None
    return _at(asking, {key: Found(each) for key, each in spans.items()}, asked.words, k, filters)


def referring(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages of a letter that name publications, themselves or in their footnotes, in order, and others behind
    them, where ``question`` asks for these. Where none does nothing answers. None where they aren't asked for, or it
    isn't told of which letter."""
    if not (found := asked_of_letter(asking, question, filters, asks_for_references)):
        return None
    _, letter, sure = found
    return _at(asking, _naming(asking.store, letter.passages, references_in), question, k, filters, sure)


def referred_to(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages that name the publications of which ``question`` asks where they are named, themselves or in their
    footnotes, in order, and others behind them; so it is with numbers by themselves of which no letter is here. Where
    none does nothing answers. None where that isn't asked."""
    publications = publications_sought(question)
    if not publications and names_only(question):
        named = [identifier for identifier, *_ in find_identifiers(question)]
        publications = [] if asking.store.published_as(named) else named
    if not publications:
        return None
    passages = asking.store.passages(sorted(asking.naming(publications, filters))).values()
    found = _naming(asking.store, passages, lambda text: references_in(text, publications))
    return _at(asking, found, question, k, filters)


def _naming(store: Letters[Any], passages: Collection[Passage], references: Callable[[str], Spans]) -> dict[int, Found]:
    """Those of ``passages``, by key, that have ``references``, in their text or in their footnotes."""
    noted = _noted(store, dict.fromkeys(each.letter for each in passages), lambda text: bool(references(text)))
    found = {each.key: Found(references(each.text), noted.get(each.key, ())) for each in passages}
    return {key: each for key, each in found.items() if each != Found()}


def attached(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages of a letter that tell what it sends along, in order, and others behind them, where ``question`` asks
    for that. Where none does nothing answers. None where it isn't asked, or it isn't told of which letter."""
    if not (of_letter := asked_of_letter(asking, question, filters, asks_for_annexes)):
        return None
    _, letter, sure = of_letter
    found = {key: Found(spans) for key, spans in annexes_in(letter.passages).items()}
    return _at(asking, found, question, k, filters, sure)


def promised(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages of a letter that promise something to parliament, in order, and others behind them, where
    ``question`` asks for that. None where it isn't asked, it isn't told of which letter, or no sentence is known for a
    promise: it may be one in other words."""
    if not (of_letter := asked_of_letter(asking, question, filters, asks_for_promises)):
        return None
    _, letter, sure = of_letter
    found = {each.key: Found(promises) for each in letter.passages if (promises := promises_in(each.text))}
    return _at(asking, found, question, k, filters, sure) if found else None


def _at(
    asking: "Asking",
    found: Mapping[int, Found],
    question: str,
    k: int,
    filters: Filters,
    sure: float = SUREST,
) -> "Weighed":
    """The passages that were ``found``, by key, in order, as ``sure`` as it is that they are meant, and behind them
    those nearest to ``question``. Without any nothing answers."""
    order = {key: place for place, key in enumerate(sorted(found))}
    query, ranked = asking.rank(question, max(k, WEIGHED, len(order)), filters, order)
    ranked = [_shown(hit, found[hit.key]) if hit.key in found else hit for hit in ranked]
    confidences = tuple(sure if hit.key in found else 0.0 for hit in ranked)
    judgement = Judgement(confidences, max(confidences, default=0.0), answered=bool(found))
    return query, ranked, asking.store.passages([hit.key for hit in ranked]), judgement


def _shown(hit: Ranked, found: Found) -> Ranked:
    return replace(hit, evidence=found.spans, levels=(), footnotes=found.footnotes)


# Tried in this order: "Waar staat 'NAR' voor?" asks for its meaning.
LOOK_UPS: "tuple[Callable[[Asking, str, int, Filters], Weighed | None], ...]" = (
    under_heading,
    putting,
    put_by,
    in_part,
    defining,
    quoted,
    referring,
    referred_to,
    attached,
    promised,
)
