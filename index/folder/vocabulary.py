"""The library's vocabulary: the words of its passages and their stems, without accents and capitals, by language,
and how many passages hold each.

Words that are spelled nearly alike are found without reading the vocabulary through. A typing error, or two letters
beside each other that are wrong, leaves the first or the last half of a word whole; so two range queries, on the
words and on the words reversed, propose all that begin or end alike and have about the same length, and their
distance is computed. That reads some hundred words of a vocabulary of 500,000, some thousands for a common beginning.
Two errors at opposite ends of a word are not found.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.folder.database import Database
from index.lexical import WORD, joined_words, plain, stem

SCHEMA = """
CREATE TABLE vocabulary (
    language TEXT NOT NULL,
    length INTEGER NOT NULL,
    word TEXT NOT NULL,
    reversed TEXT NOT NULL,
    passages INTEGER NOT NULL,
    lowercase INTEGER NOT NULL,  -- how many of the passages write it without a capital
    PRIMARY KEY (language, length, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX vocabulary_reversed ON vocabulary (language, length, reversed);
"""
# From this length on a word may hold two errors instead of one.
TWO_ERRORS = 9
# How many of the nearest words count.
NEAREST = 5


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many passages hold a word, and how many of them write it without a capital."""

    passages: int
    lowercase: int

    @property
    def ordinary(self) -> bool:
        """Whether it is a word rather than an abbreviation: half of the passages write it without a capital."""
        return 2 * self.lowercase >= self.passages


class Vocabulary:
    """Words and their frequencies. Writing goes within a transaction of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, texts: Iterable[str], language: str) -> None:
        """Count the words of passages that come."""
        self._count(texts, language, 1)

    def remove(self, texts: Iterable[str], language: str) -> None:
        """Discount the words of passages that go."""
        words = self._count(texts, language, -1)
        self._database.change(
            "DELETE FROM vocabulary WHERE language = ? AND length = ? AND word = ? AND passages = 0",
            ((language, len(word), word) for word in words),
        )

    def _count(self, texts: Iterable[str], language: str, sign: int) -> Iterable[str]:
        passages, lowercase = counted(texts, language)
        self._database.change(
            "INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
            "SET passages = passages + excluded.passages, lowercase = lowercase + excluded.lowercase",
            (
                (language, len(word), word, word[::-1], sign * times, sign * lowercase[word])
                for word, times in passages.items()
            ),
        )
        return passages

    def all(self) -> Iterator[tuple[str, str, Frequency]]:
        """Every language and word with its frequency, but for those that would not be found."""
        rows = self._database.query("SELECT language, length, word, reversed, passages, lowercase FROM vocabulary")
        for language, length, word, backwards, passages, lowercase in rows:
            if (length, backwards) == (len(word), word[::-1]):
                yield language, word, Frequency(passages, lowercase)

    def count(self) -> int:
        """How many words there are."""
        return int(self._database.query("SELECT count(*) FROM vocabulary")[0][0])

    def knows(self, language: str) -> bool:
        """Whether it has any word of a language."""
        rows = self._database.query("SELECT EXISTS (SELECT 1 FROM vocabulary WHERE language = ?)", (language,))
        return bool(rows[0][0])

    def frequencies(self, words: Iterable[str], language: str) -> dict[str, Frequency]:
        """The frequency of those of ``words``, in plain form, that the library holds."""
        asked = sorted(set(words))
        if not asked:
            return {}
        rows = self._database.query(
            # CROSS JOIN keeps SQLite from reading the whole vocabulary first
            "SELECT word, passages, lowercase FROM json_each(?) "
            "CROSS JOIN vocabulary ON language = ? AND length = length(value) AND word = value",
            (json.dumps(asked), language),
        )
        return {word: Frequency(passages, lowercase) for word, passages, lowercase in rows}

    def nearest(self, word: str, language: str) -> list[str]:
        """The words at the smallest edit distance from ``word``, the most frequent first, NEAREST at the most.

        A letter too much, too few, wrong, or two in the wrong order: one error, or two from TWO_ERRORS letters on.
        """
        errors = 2 if len(word) >= TWO_ERRORS else 1
        half = (len(word) - 1) // 2
        lengths = range(len(word) - errors, len(word) + errors + 1)
        proposed: list[str] = []
        for column, begin in (("word", word[:half]), ("reversed", word[::-1][:half])):
            # one row with all words is read three times as fast as a row a word
            rows = self._database.query(
                "SELECT group_concat(word, ' ') FROM vocabulary "
                f"WHERE language = ? AND length IN ({','.join('?' * len(lengths))}) AND {column} >= ? AND {column} < ?",
                (language, *lengths, begin, begin + "\U0010ffff"),
            )
            proposed += (rows[0][0] or "").split()
        return nearest_of(word, proposed, errors, lambda words: self.frequencies(words, language))


def nearest_of(
    word: str, proposed: Sequence[str], errors: int, frequencies: Callable[[Iterable[str]], dict[str, Frequency]]
) -> list[str]:
    """Those of ``proposed`` at the smallest edit distance from ``word``, ``errors`` at the most, that the library
    holds: the most frequent first, NEAREST at the most."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    alike = process.extract(word, proposed, scorer=OSA.distance, score_cutoff=errors, limit=None)
    smallest = min((distance for _, distance, _ in alike), default=0)
    held = frequencies(found for found, distance, _ in alike if distance == smallest)
    return sorted(held, key=lambda found: (-held[found].passages, found))[:NEAREST]


def counted(texts: Iterable[str], language: str) -> tuple[Counter[str], Counter[str]]:
    """How many of ``texts`` hold each word, and how many of them write it without a capital."""
    passages: Counter[str] = Counter()
    lowercase: Counter[str] = Counter()
    for text in texts:
        written = [*joined_words(text), *(match.group() for match in WORD.finditer(text))]
        passages.update({form for word in written for form in _forms(word, language)})
        lowercase.update({form for word in written if word.islower() for form in _forms(word, language)})
    return passages, lowercase


def _forms(word: str, language: str) -> set[str]:
    """``word`` as it may be misspelled: an error can be in its ending, and the library can have another ending."""
    return {form for form in (plain(word), stem(word, language)) if form.isalpha()}
