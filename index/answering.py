"""A turn of a conversation → its answer: what it points at, the head of a letter, or passages."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.answer import Answer, Hit
from index.asking import Asking, Meant
from index.closed_words import LETTERS
from index.confidence import SUREST, Judgement
from index.errors import NothingAsked
from index.filters import Filters
from index.hits import hit_of, hits_of
from index.language import detect_language, told_language
from index.lookups.letter_asked import letter_called, numbered
from index.lookups.of_heads import heads, labelled, labelled_in_text, letters_meant, listed, with_kenmerk
from index.questions.about import asked_about, asks_of_head
from index.questions.listing import letters_listed
from index.questions.phrases import own_words
from index.questions.pointing import Pointing, asking_themselves, asks_nothing, pointing, says_thanks
from index.questions.question import MAX_CHARACTERS, publications_named
from index.questions.referring import references_in
from index.questions.restriction import restricted
from index.questions.turns import Turn, turns_of
from index.within import asked_within

# as it is asked by "de brief van minister Kaag", "what does Minister Kaag's letter say?"
_ON_WHAT = "Waar gaat de brief over?"
_IN_NOTE = re.compile(r"noot|noten|footnote|motie|motion", re.IGNORECASE)  # of which the passage itself is no source
_BEFORE = 3  # questions, of which one tells which letter "the letter" is
_NOTHING_MORE = re.compile(r"(?:(?:en |and )?(?:wat|what)|de|het|the|kamerbrief|brief|letter)\b", re.IGNORECASE)
# How sure it must be of a passage behind the first ones, where more is asked for, that it answers too: of 66 with .3 or
# more on letters of development four do.
MORE = 0.9


@dataclass(frozen=True, slots=True)
class Shown:
    """How many passages are: ``k``, or where all of these are found for certain, as many more as are, at most
    ``most``."""

    k: int
    most: int

    def page(self, hits: Sequence[Hit], start: int = 0) -> tuple[Hit, ...]:
        """What is shown of ``hits`` from ``start`` on, numbered from one."""
        certain = 0
        for hit in hits[start : start + self.most]:
            if hit.confidence < SUREST:
                break
            certain += 1
        own = hits[start : start + max(self.k, certain)]
        return tuple(replace(hit, rank=place + 1) for place, hit in enumerate(own))


def answer_of(asking: Asking, question: str, shown: Shown, earlier: Sequence[str], filters: Filters) -> Answer:
    """The answer to ``question`` behind the ``earlier`` ones, oldest first, as ``Library.ask`` gives it, but for the
    time that it took. Raises NothingAsked where it says no more than thanks behind others, NothingToAsk."""
    if earlier and says_thanks(question):
        raise NothingAsked("That asks nothing of the letters. Ask in a few words what you want to find.")
    if asks_nothing(question):
        answer = _asked(asking, question, shown.k, (), filters)
        return _none_of(answer, answer.passages)
    pointed = pointing(question, earlier)
    if pointed and pointed.question:
        return _pointed_at(asking, pointed, shown, filters)
    earlier = asking_themselves(earlier)
    answer = _asked(asking, question, shown.k, earlier, filters, at_nothing=pointed is not None)
    certain = answer.answered and len(answer.passages) == shown.k and answer.passages[-1].confidence >= SUREST
    if not certain or shown.most <= shown.k:
        return answer
    more = _asked(asking, question, shown.most, earlier, filters)
    return replace(answer, passages=shown.page(more.passages))


def _asked(
    asking: Asking, question: str, k: int, earlier: Sequence[str], filters: Filters, *, at_nothing: bool = False
) -> Answer:
    """The answer to ``question`` behind the ``earlier`` ones, of the letters that it says it is asked of; none where it
    points ``at_nothing``."""
    if number := numbered(asking, question, filters):
        return replace(_searched(asking, number, k, earlier, filters), question=question)
    shown = functools.partial(_letters_shown, asking, filters)
    within = None if at_nothing else asked_within(asking, question, earlier, filters, shown)
    if within is None:
        return _searched(asking, question, k, earlier, filters, at_nothing=at_nothing)
    asked, before = within
    by_itself = restricted(question) is not None
    nothing = _NOTHING_MORE.match(asked.question) and all(word.lower in LETTERS for word in own_words(asked.question))
    searched = _ON_WHAT if by_itself and nothing and not asked_about(asked.question) else asked.question
    answer = _searched(asking, searched, k, before, asked.letters)
    read = answer.understood
    if read == searched and by_itself:
        read = question
    elif asked.said:
        read = f"{read} ({asked.said})"
    language = told_language(question) or answer.language
    answer = replace(answer, question=question, understood=read, language=language)
    if answer.answered or asked.surely:
        return answer
    of_all = _searched(asking, question, k, earlier, filters)
    # others' letters may tell what somebody says, or what came of a letter
    told = of_all.answered and (not asked.names or asked.is_named(of_all.passages[0].text))
    return of_all if told else answer


def _searched(
    asking: Asking, question: str, k: int, earlier: Sequence[str], filters: Filters, *, at_nothing: bool = False
) -> Answer:
    """The answer to ``question`` behind the ``earlier`` ones, of letters, of their heads or of passages; none where it
    points ``at_nothing``."""
    before = functools.partial(_letters_shown, asking, filters, earlier) if earlier else None
    called = letter_called(asking, filters, this=not earlier)
    asking = replace(asking, before=before, called=called)
    turns = turns_of(question, earlier)
    read_as = turns[0].read_as
    asked, about = question, None
    if listing := letters_listed(question) or letters_listed(read_as):
        asked, found = read_as, listed(asking, listing, k, filters)
    elif found := with_kenmerk(asking, question, k, filters):
        pass
    elif not (found := labelled(asking, called(question), filters)):
        if of_head := asks_of_head(called(question), called(read_as), [called(each) for each in earlier]):
            asked, about = of_head
            asked = {called(read_as): read_as, called(question): question}.get(asked, asked)
        found, filters = heads(asking, about, k, filters) if about else (None, filters)
        if not found:
            found = labelled_in_text(asking, called(question), k, filters) or found
        if not found and called(asked) != asked:  # a paper that is no letter has no such head
            found = None
    if found and not at_nothing:
        return Answer(question, asked, detect_language(question), True, found[0].confidence, 0.0, found)
    turns = turns if asked == question else [Turn(question, asked)]
    turn, (query, ranked, passages, judgement) = asking.weighed_as(turns, k, filters)
    if found is not None or at_nothing:  # no paragraph can tell, or there is none to point at
        judgement = Judgement((0.0,) * len(ranked), 0.0, answered=False)
    hits = hits_of(asking.store, ranked[:k], passages, judgement.confidences, asking.notes_of)
    language = told_language(question) or query.language  # of what was typed, not of the question that it leans on
    return Answer(question, turn.read_as, language, judgement.answered, judgement.confidence, 0.0, hits)


def _letters_shown(asking: Asking, filters: Filters, earlier: Sequence[str]) -> Meant:
    """The letter from which the last of the ``earlier`` questions was answered, or those that it names; or else those
    of one shortly before it."""
    for place in range(len(earlier) - 1, max(-1, len(earlier) - 1 - _BEFORE), -1):
        turn = filters, tuple(earlier[: place + 1])
        if turn not in asking.shown:
            about = asked_about(earlier[place])
            if topic := (about and about.topic) or (publications_named(earlier[place]) and earlier[place]):
                asking.shown[turn] = letters_meant(asking, topic, filters) or {}
            else:
                answer = _asked(asking, earlier[place], 1, earlier[:place], filters)
                first = answer.passages[:1] if answer.answered else ()
                asking.shown[turn] = {hit.letter: answer.confidence for hit in first}
        if shown := asking.shown[turn]:
            return shown
    return {}


def _pointed_at(asking: Asking, pointed: Pointing, shown: Shown, filters: Filters) -> Answer:
    """The answer to the question that ``pointed`` goes back to, again, or what is further down in it, or the passage
    that its steps lead to. What is beside a passage that is no answer is none; nor is there one before the first, or
    behind the last."""
    if pointed.further:
        most = shown.most * (pointed.further + 1)
        answer = _further(
            _asked(asking, pointed.question, most, asking_themselves(pointed.earlier), filters), shown, pointed.further
        )
    else:
        answer = answer_of(asking, pointed.question, shown, pointed.earlier, filters)
    question = pointed.turns[-1]
    language = told_language(question) or answer.language
    understood = " ".join([answer.understood, *pointed.turns])
    answer = replace(answer, question=question, understood=understood[:MAX_CHARACTERS], language=language)
    if pointed.source and (sourced := _source_of(asking, answer, pointed.steps)):
        return sourced
    if pointed.source and _IN_NOTE.search(question):
        return _none_of(answer, answer.passages)
    if not (any(pointed.steps) and answer.passages):
        return answer
    if found := asking.beside(answer.passages, pointed.steps):
        sure = SUREST if answer.answered else 0.0
        hit = hit_of(1, asking.store, asking.store.letter(found.letter), found, (), (), (sure, sure))
        return replace(answer, confidence=sure if answer.answered else answer.confidence, passages=(hit,))
    return _none_of(answer, answer.passages)


def _source_of(asking: Asking, answer: Answer, steps: Sequence[int]) -> Answer | None:
    """The passage that ``steps`` lead to from the first of ``answer``, with its footnotes, and the publications that it
    names marked; None where it has neither, or answers nothing: then it is the source itself."""
    found = asking.beside(answer.passages, steps) if answer.answered else None
    notes, spans = (asking.notes_of(found), references_in(found.text)) if found else ((), ())
    if not found or not (notes or spans):
        return None
    sure = (answer.confidence, answer.confidence)
    hit = hit_of(1, asking.store, asking.store.letter(found.letter), found, spans, notes, sure)
    return replace(answer, passages=(hit,))


def _further(answer: Answer, shown: Shown, pages: int) -> Answer:
    """Of ``answer`` what is shown behind so many ``pages``; it answers where one of its passages, likely, does. Where
    there are none the first are shown again."""
    start = 0
    for _ in range(pages):
        start += len(shown.page(answer.passages, start))
    hits = shown.page(answer.passages, start)
    if not hits:
        return _none_of(answer, shown.page(answer.passages))
    confidence = max(hit.confidence for hit in hits)
    return replace(answer, answered=answer.answered and confidence >= MORE, confidence=confidence, passages=hits)


def _none_of(answer: Answer, hits: Sequence[Hit]) -> Answer:
    nearest = tuple(replace(hit, confidence=0.0) for hit in hits)
    return replace(answer, answered=False, confidence=0.0, passages=nearest)
