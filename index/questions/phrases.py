"""The words of a question, by what they can stand for, and the phrases that they make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.dates import MONTH_NAMES
from index.closed_words import ARTICLES, DUTCH, ENGLISH, FUNCTION, LIGHT_VERBS, PREPOSITIONS, is_abbreviation
from index.questions.question import MAX_CHARACTERS

_WORD = re.compile(r"[^\W_]+(?:[-.,/][^\W_]+)*|[^\w\s]")
_PARTICIPLE = re.compile(r"\w{0,5}(?:ge|be|ver|her|ont)\w+(?:d|t|en)")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def kind(self) -> str:
        """Words of one kind can stand for one another; "function" says nothing by itself, as a comma does not."""
        if self.text[0].isdigit():
            return "year" if re.fullmatch(r"(?:19|20)\d\d", self.text) else "number"
        if is_abbreviation(self.text):  # "de WHO" is none of the words that ask
            return "acronym"
        if self.lower in FUNCTION or not self.text[0].isalpha():
            return "function"
        if self.text.isupper() and len(self.text) > 1:
            return "acronym"
        return "name" if self.text[0].isupper() and self.start > 0 else "noun"

    @property
    def is_name(self) -> bool:
        return self.kind in ("name", "acronym")

    @property
    def is_participle(self) -> bool:
        return self.kind == "noun" and bool(_PARTICIPLE.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class Phrase:
    """``size`` words of one kind in a row, ``behind`` a word. ``start`` is at the article; where a follow-up says two
    names, ``end`` is that of the second."""

    behind: str
    article: bool
    kind: str
    size: int
    start: int
    end: int

    @property
    def lead(self) -> str:
        return self.behind if self.behind in PREPOSITIONS else ""

    @property
    def is_name(self) -> bool:
        return self.kind in ("name", "acronym")

    @property
    def is_subject(self) -> bool:
        """Right behind the finite verb, without an article: "krijgen studenten", "must farmers"."""
        return self.behind in LIGHT_VERBS and not self.article


def words_of(text: str, start: int = 0, end: int = MAX_CHARACTERS) -> list[Word]:
    """Those between two characters of ``text``, and its punctuation."""
    found = [Word(match.group(), *match.span()) for match in _WORD.finditer(text, start, end)]
    if text.isupper():  # "WAT KOST DIT" holds no abbreviations
        found = [replace(word, text=word.lower) if word.lower in FUNCTION else word for word in found]
    return found


def own_words(question: str) -> list[Word]:
    """Those that say something by themselves."""
    return [word for word in words_of(question) if word.kind != "function"]


def same_language(one: str, other: str) -> bool:
    """Whether no word tells that one is Dutch and the other English."""
    first, second = (
        sum((word.lower in DUTCH) - (word.lower in ENGLISH) for word in words_of(text)) for text in (one, other)
    )
    return first * second >= 0


def phrases_of(words: Sequence[Word]) -> Iterator[Phrase]:
    """The runs of words of one kind, each with what stands before it."""
    before: list[Word] = []
    for kind, group in groupby(words, key=lambda word: word.kind):
        run = list(group)
        if kind != "function":
            # "voor huurders geregeld" ends before the verb, "voor kleine gemeenten" has none
            cut = len(run) > 1 and run[-1].is_participle and not run[-2].text.endswith("e")
            size = len(run) - cut
            article = bool(before) and before[-1].lower in ARTICLES
            behind = before[-1 - article].lower if len(before) > article else ""
            start = before[-1].start if article else run[0].start
            if kind == "year" and (behind in MONTH_NAMES or (before and before[-1].is_name)):
                kind = "part"  # of "14 juni 2021", of "Agenda 2030"
            yield Phrase(behind, article, kind, size, start, run[size - 1].end)
        before += run
