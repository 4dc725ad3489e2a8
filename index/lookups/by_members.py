"""Who put questions to a minister, and who answered them."""

from itertools import chain
from typing import TYPE_CHECKING

from corpus.head import APPENDIX
from index.filters import Filters
from index.lexical import WORD, Term, forms_of
from index.lookups.found import Found, weighed
from index.lookups.letter_asked import letter_told, paragraphs_told
from index.questions.asked_by import asked_by, asker_asked, is_asked_by, is_named, is_surely_somebody, lines_in

if TYPE_CHECKING:
    from index.asking import Asking, Weighed

_LOOKED_AT = 500  # passages with the name, among which the lines are looked for by which questions begin
_READ = 20  # letters, of which it is told whether they all answer questions


def putting(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The lines of a letter that tell who put questions, or answered them, where ``question`` asks for that, and others
    behind them. Nothing answers where no letter is on what they are on, or it is asked who answered one that has no
    such lines. None where it isn't asked, or it isn't told of which letter."""
    asker = asker_asked(question)
    if not asker:
        return None
    letters = asking.store.some_letters(filters, 2)
    if asker.topic and len(letters) == 1 and not letter_told(asking, asker.topic, filters):
        return None
    told = paragraphs_told(asking, letters, asker.topic, filters)
    if not (told and told[0]):
        return weighed(asking, {}, question, k, filters) if asker.topic and len(letters) > 1 else None
    own, sure = told
    # of questions on one thing, in a letter that answers those of many, a paragraph tells who put it
    if asker.topic and asking.store.letter(own[0].letter).metadata.kind != APPENDIX:
        return None
    found = {key: Found(spans) for key, spans in lines_in(own, asker).items()}
    answered = asker.answers and not asker.questions  # who asked may be told in any letter
    return weighed(asking, found, question, k, filters, sure) if found or answered else None


def put_by(asking: "Asking", question: str, k: int, filters: Filters) -> "Weighed | None":
    """The lines by which the questions of somebody begin, where ``question`` asks for his, or a party's. Where all
    letters are answers to members' questions, and none to these, or none names who is meant, nothing answers. None
    where it isn't asked, or none is found among others."""
    if not (names := asked_by(question)):
        return None
    store = asking.store
    terms = [Term(form, 1.0) for name in chain(*names) for word in WORD.findall(name) for form in forms_of(word)]
    passages = store.passages(sorted(store.inverted.holding(terms, _LOOKED_AT, store.within(filters))))
    found = {key: Found() for key, each in passages.items() if is_asked_by(each, names)}
    if not found:
        if not is_surely_somebody(question):
            return None
        letters = store.some_letters(filters, _READ + 1)
        kinds = {store.letter(each).metadata.kind for each in letters}
        # of questions among other letters these may tell, where they name who put them
        if (len(letters) > _READ or kinds != {APPENDIX}) and any(is_named(each, names) for each in passages.values()):
            return None
    return weighed(asking, found, question, k, filters)
