"""The words by which a question on a letter's head is known."""

import re
from collections.abc import Callable, Iterator
from types import FunctionType

import pytest

from index.lexical import plain
from index.questions import head_lexicon, head_words
from index.questions.head_words import Field, fields_asked

SAYING_NOTHING = head_lexicon.SAYING_NOTHING | head_lexicon.LETTER | head_lexicon.THIS | head_lexicon.HOUSE


def words_of(rule: Callable[..., bool]) -> Iterator[frozenset[str]]:
    """The lists of words that a rule looks for: by their names, as text, and those of the rules that it calls."""
    for name in rule.__code__.co_names:
        if isinstance(listed := getattr(head_lexicon, name, None), frozenset):
            yield listed
        elif isinstance(called := getattr(head_words, name, None), FunctionType) and name != "words":
            yield from words_of(called)
    for each in rule.__code__.co_consts:
        if isinstance(each, str) and re.fullmatch(r"[a-z-]+(?: [a-z-]+)*", each):
            yield frozenset(each.split())


@pytest.mark.parametrize("field", [field for field, _, _ in head_words._FIELDS])
def test_a_rule_looks_for_words_that_a_question_can_have_and_knows_none_that_says_nothing(field: Field) -> None:
    known, asks = next((known, asks) for each, known, asks in head_words._FIELDS if each is field)
    looked_for = frozenset[str]().union(*words_of(asks))
    assert looked_for
    assert looked_for <= known | SAYING_NOTHING
    assert known & SAYING_NOTHING <= looked_for
    assert [word for word in looked_for | known if head_words._WORD.findall(plain(word)) != [word]] == []


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Waarvan doet deze brief verslag?", Field.SUBJECT),
        ("Hoe kan men dit citeren?", Field.CITATION),
        ("Wanneer is de brief aan de Staten-Generaal verstuurd?", Field.DATE),
        ("Welke onderwerpen zijn op de top besproken?", None),
        ("Waar is deze brief geschreven?", Field.PLACE),
        ("Where did the minister send it?", None),
        ("Wie is volgens de brief verantwoordelijk?", None),
    ],
)
def test_a_word_that_is_looked_for_is_known(question: str, field: Field | None) -> None:
    assert fields_asked(question)[:1] == ((field,) if field else ())
