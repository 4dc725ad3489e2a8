"""Passages of whatever letter that have certain words: what an abbreviation stands for, what is quoted, or the name of
a publication."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from corpus import find_identifiers
from index.confidence import SUREST, WEIGHED, Judgement, judge
from index.filters import Filters
from index.fitted import fitted_for
from index.language import detect_language
from index.lexical import WORD, Term, acronym, forms_of
from index.lookups.found import SMALL, Found, naming, notes_telling, shown, weighed
from index.questions.definitions import Asked, asked_for, definition_in, is_long_form, listed_in
from index.questions.question import names_only
from index.questions.quoting import quote_asked
from index.questions.referring import publications_sought, references_in

if TYPE_CHECKING:
    from index.asking import Asking, Weighed

# Passages with words, among which those are looked for that define or quote them; or that may call something by them
_LOOKED_AT, _FEW = 500, 100
_READ_WHOLE = 20  # letters with such passages, in whose footnotes definitions are looked for too


def defining(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages that define the abbreviation whose meaning ``question`` asks, for certain, and others behind
    them. Where its letters alone are asked and no passage has words for them, nothing answers. None where no
    definition is asked for, or only passages that weren't looked at may have it."""
    asked = asked_for(question)
    acronyms = {acronym(word) for word in WORD.findall(question)}
    found, every = _definitions(asking, asked, acronyms, filters) if asked else ({}, False)
    if asked is None or not (found or (every and asked.in_letters)):
        return None
    query, ranked = asking.rank(question, max(k, WEIGHED), filters, dict.fromkeys(found, 0))
    passages = asking.store.passages([hit.key for hit in ranked])
    if not found:
        return query, ranked, passages, Judgement((0.0,) * len(ranked), 0.0, answered=False)
    texts = {key: passage.text for key, passage in passages.items()}
    judged = judge(query, ranked, texts, fitted_for(asking.encoder.identity)).confidences
    confidences = [SUREST if hit.key in found else sure for hit, sure in zip(ranked, judged, strict=True)]
    ranked = [shown(hit, found[hit.key]) if hit.key in found else hit for hit in ranked]
    return query, ranked, passages, Judgement(tuple(confidences), SUREST, answered=True)


def _definitions(
    asking: "Asking", asked: Asked, acronyms: Collection[str | None], filters: Filters
) -> tuple[dict[int, Found], bool]:
    """By the keys of passages the sentence that defines what is ``asked``, or else the footnotes of theirs that do, and
    whether all passages that may do so were looked at. ``acronyms``: those of the question, which footnotes spell out;
    of other words these are read only where somebody defines it."""
    store, is_small = asking.store, len(asking.candidates) <= SMALL
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
    if not found and (surely or f"{asked.short}_" in acronyms):
        using = list(dict.fromkeys(each.letter for each in looked_at.values()))
        letters = store.some_letters(filters, SMALL) if is_small else using
        read = letters[:_READ_WHOLE]
        noted = notes_telling(store, read, lambda text: bool(definition_in(text, asked)) or is_long_form(text, asked))
        found = {key: Found(footnotes=notes) for key, notes in noted.items()}
        if not found and len(letters) > len(read):
            return {}, False
    # none, where some have it, may mean too many to be told apart
    told = bool(keys) or is_small or not store.inverted.held(forms)
    return found, told and len(keys) < _LOOKED_AT


def quoted(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The passages that have the words between quotation marks whose place ``question`` asks, for certain, in
    order, and those nearest to these words behind them. Where none has them nothing answers. None where no such
    place is asked, or where that isn't told: no letter is in the language of these words, a heading has them, or
    only some passages were looked at; nor where none has them and more may be asked."""
    asked = quote_asked(question)
    if asked is None:
        return None
    store, is_small = asking.store, len(asking.candidates) <= SMALL
    if is_small:
        every = store.of_letters(store.some_letters(filters, SMALL)).values()
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
    return weighed(asking, {key: Found(each) for key, each in spans.items()}, asked.words, k, filters)


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
    found = naming(asking.store, passages, lambda text: references_in(text, publications))
    return weighed(asking, found, question, k, filters)
