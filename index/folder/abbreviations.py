"""The abbreviations that the library's letters define, each kept with its letter."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import find_abbreviations
from index.folder.database import Database
from index.lexical import WORD, acronym, plain

SCHEMA = """
CREATE TABLE abbreviations (
    letter TEXT NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
    short TEXT NOT NULL,      -- as written, and so is long
    long TEXT NOT NULL,
    short_key TEXT NOT NULL,  -- as looked up, and so is long_key
    long_key TEXT NOT NULL,
    PRIMARY KEY (letter, short, long)
) STRICT, WITHOUT ROWID;
CREATE INDEX abbreviations_short ON abbreviations (short_key);
CREATE INDEX abbreviations_long ON abbreviations (long_key);
"""
# A short form may stand for many things in many letters: so many count, those that most letters define first.
MEANINGS = 5


@dataclass(frozen=True, slots=True)
class Definition:
    """A short and a long form as written; the keys are what a question's words are compared with."""

    short: str
    long: str
    short_key: str
    long_key: str


def key(words: Iterable[str]) -> str:
    """Words as they are looked up, without accents and capitals."""
    return " ".join(map(plain, words))


def short_key(words: Iterable[str]) -> str:
    """The same for a short form, whose plural is looked up as the singular: "EDTs" as "edt"."""
    return " ".join((acronym(word) or plain(word)).removesuffix("_") for word in words)


class Abbreviations:
    """Definitions by their keys. Writing goes within a transaction; a letter that goes takes its own with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, letter_id: str, texts: Iterable[str]) -> None:
        """Keep what a letter defines."""
        self._database.change("INSERT INTO abbreviations VALUES (?, ?, ?, ?, ?)", rows_of(letter_id, texts))

    def agree(self, letter_id: str, texts: Iterable[str]) -> bool:
        """Whether just what the letter defines is kept of it."""
        kept = self._database.query("SELECT * FROM abbreviations WHERE letter = ?", (letter_id,))
        return sorted(kept) == rows_of(letter_id, texts)

    def beginning(self, words: Iterable[str]) -> set[str]:
        """Those of ``words``, in plain form, that are the first of any key."""
        # a key goes on behind its first word with a space, which comes before "!"
        any_key = " OR ".join(
            f"EXISTS (SELECT 1 FROM abbreviations WHERE {column} >= value AND {column} < value || '!')"
            for column in ("short_key", "long_key")
        )
        rows = self._database.query(f"SELECT value FROM json_each(?) WHERE {any_key}", (json.dumps([*words]),))
        return {word for (word,) in rows}

    def defined(self, keys: Iterable[str]) -> Sequence[Definition]:
        """The definitions whose short or long form is one of ``keys``, MEANINGS of a form at the most."""
        wanted = json.dumps(sorted(set(keys)))
        found: dict[Definition, None] = {}
        for column in ("short_key", "long_key"):
            rows = self._database.query(
                "SELECT short, long, short_key, long_key FROM (SELECT short, min(long) AS long, short_key, long_key, "
                f"row_number() OVER (PARTITION BY {column} ORDER BY count(*) DESC, short, long_key) AS place "
                f"FROM abbreviations WHERE {column} IN (SELECT value FROM json_each(?)) GROUP BY short, long_key) "
                "WHERE place <= ? ORDER BY place",
                (wanted, MEANINGS),
            )
            found |= {Definition(*row): None for row in rows}
        return tuple(found)


def rows_of(letter_id: str, texts: Iterable[str]) -> list[tuple[str, ...]]:
    return sorted(
        (letter_id, pair.short, pair.long, short_key(WORD.findall(pair.short)), key(WORD.findall(pair.long)))
        for pair in {pair for text in texts for pair in find_abbreviations(text)}
    )
