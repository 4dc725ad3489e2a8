"""A turn of a conversation → its answer: what it points at, the head of a letter, or passages."""

from collections.abc import Sequence
from dataclasses import replace

from index.about import asks_of_head
from index.answer import Answer, Hit
from index.asking import Asking
from index.confidence import Judgement
from index.errors import NothingAsked
from index.filters import Filters
from index.followup import leans
from index.hits import hits_of
from index.language import detect_language, told_language
from index.listing import letters_listed
from index.pointing import Pointing, asking_themselves, pointing, says_thanks
from index.question import MAX_CHARACTERS
from index.turns import Turn, turns_of

# How sure it must be of a passage behind the first ones, where more is asked for, that it answers too.
MORE = 0.3


def answer_of(asking: Asking, question: str, k: int, earlier: Sequence[str], filters: Filters) -> Answer:
    """The answer to ``question`` behind the ``earlier`` ones, oldest first, as ``Library.ask`` gives it, but for the
    time that it took. Raises NothingAsked where it says no more than thanks, NothingToAsk."""
    if earlier and says_thanks(question):
        raise NothingAsked("That asks nothing of the letters. Ask in a few words what you want to find.")
    pointed = pointing(question, earlier)
    if pointed and pointed.question:
        return _pointed_at(asking, pointed, k, filters)
    earlier = asking_themselves(earlier)
    within = _restricted(asking, question, earlier, filters)
    if within is None:
        return _searched(asking, question, k, earlier, filters, at_nothing=pointed is not None)
    asked, before, letters, surely = within
    answer = replace(_searched(asking, asked, k, before, letters), question=question)
    if answer.answered or surely:
        return answer
    of_all = _searched(asking, question, k, earlier, filters)
    return of_all if of_all.answered else answer


def _searched(
    asking: Asking, question: str, k: int, earlier: Sequence[str], filters: Filters, *, at_nothing: bool = False
) -> Answer:
    """The answer to ``question`` behind the ``earlier`` ones, of letters, of their heads or of passages; none where it
    points ``at_nothing``."""
    turns = turns_of(question, earlier)
    if listing := letters_listed(question):
        asked, found = question, asking.listed(listing, k, filters)
    else:
        asked, about = asks_of_head(question, turns[0].read_as, earlier) or (question, None)
        found, filters = asking.heads(about, k, earlier, filters) if about else (None, filters)
    if found:
        return Answer(question, asked, detect_language(question), True, found[0].confidence, 0.0, found)
    turns = turns if asked == question else [Turn(question, asked)]
    turn, (query, ranked, passages, judgement) = asking.weighed_as(turns, k, filters)
    if found is not None or at_nothing:  # no paragraph can tell, or there is none to point at
        judgement = Judgement((0.0,) * len(ranked), 0.0, answered=False)
    hits = hits_of(asking.store, ranked[:k], passages, judgement.confidences)
    language = told_language(question) or query.language  # of what was typed, not of the question that it leans on
    return Answer(question, turn.read_as, language, judgement.answered, judgement.confidence, 0.0, hits)


def _restricted(
    asking: Asking, question: str, earlier: Sequence[str], filters: Filters
) -> tuple[str, list[str], Filters, bool] | None:
    """``question`` and those before it without what says which letters they are asked of, these, and whether they can
    be asked of no others: where it doesn't say it and leans on the one before, the letters of that. None where all are
    asked."""
    every = [*earlier, question]
    found = [asking.restricted(each, filters) for each in every]
    of = found[0]
    for last, before, own in zip(every[1:], every, found[1:], strict=False):
        of = own or (of if leans(last, before) else None)
    if of is None:
        return None
    texts = [own.question if own else each for each, own in zip(every, found, strict=True)]
    return texts[-1], texts[:-1], of.letters, of.surely


def _pointed_at(asking: Asking, pointed: Pointing, k: int, filters: Filters) -> Answer:
    """The answer to the question that ``pointed`` goes back to, again, or what is further down in it, or the passage
    that its steps lead to. What is beside a passage that is no answer is none; nor is there one before the first, or
    behind the last."""
    answer = answer_of(asking, pointed.question, k * (pointed.further + 1), pointed.earlier, filters)
    question = pointed.turns[-1]
    language = told_language(question) or answer.language
    understood = " ".join([answer.understood, *pointed.turns])
    answer = replace(answer, question=question, understood=understood[:MAX_CHARACTERS], language=language)
    if pointed.further:
        answer = _further(answer, k, pointed.further)
    if not (any(pointed.steps) and answer.passages):
        return answer
    if found := asking.beside(answer.passages, pointed.steps):
        if not answer.answered:
            return replace(answer, passages=(replace(found, confidence=0.0),))
        return replace(answer, confidence=found.confidence, passages=(found,))
    return _none_of(answer, answer.passages[:k])


def _further(answer: Answer, k: int, pages: int) -> Answer:
    """Of ``answer`` the passages behind the first ``k``, or behind as many more ``pages`` of these; they answer where
    the first of them, likely, does. Where there are none the first are shown again."""
    hits = answer.passages[k * pages : k * (pages + 1)]
    if not hits:
        return _none_of(answer, answer.passages[:k])
    hits = tuple(replace(hit, rank=place + 1) for place, hit in enumerate(hits))
    confidence = max(hit.confidence for hit in hits)
    return replace(answer, answered=answer.answered and confidence >= MORE, confidence=confidence, passages=hits)


def _none_of(answer: Answer, hits: Sequence[Hit]) -> Answer:
    nearest = tuple(replace(hit, confidence=0.0) for hit in hits)
    return replace(answer, answered=False, confidence=0.0, passages=nearest)
