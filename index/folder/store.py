"""The truth: letters and paragraphs in SQLite.

One writer, many readers. A change is one transaction, which also names the generation of derived files that
belongs to it: what a reader sees of both is always of one moment.
"""

import datetime
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from corpus import Letter, dossier_and_number
from index.filters import Filters, columns
from index.folder import readings, words
from index.folder.database import Database
from index.folder.inverted import Within
from index.folder.readings import Readings
from index.folder.sealing import seal
from index.folder.words import Words
from index.notes import Note, own_notes
from index.passages import Passage
from index.summaries import LetterSummary, StoredLetter, metadata_of
from index.whole import WholeLetter

LAYOUT = 6
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE letters (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    url TEXT,
    metadata TEXT NOT NULL,   -- JSON: corpus.Metadata
    footnotes TEXT NOT NULL,  -- JSON: [{number, text, page}]
    head TEXT NOT NULL,       -- JSON: lines of head and signatures, verbatim
    source TEXT NOT NULL,     -- the file it was read from
    hash TEXT NOT NULL,       -- of its content, and after a space seal(), of what is stored of it
    added TEXT NOT NULL,      -- UTC
    date TEXT,                -- this and the next two: filters.columns
    dossier TEXT,
    senders TEXT NOT NULL
) STRICT;
CREATE INDEX letters_date ON letters (date);
CREATE INDEX letters_dossier ON letters (dossier);
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    letter TEXT NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
    section TEXT NOT NULL,    -- JSON: heading path
    paragraph INTEGER NOT NULL,
    page TEXT,
    text TEXT NOT NULL,
    footnotes TEXT NOT NULL,  -- JSON: numbers
    locator TEXT NOT NULL
) STRICT;
CREATE INDEX passages_letter ON passages (letter);
"""
# Not a comment in it may change within a layout: a backup whose tables read otherwise is refused (restoring.py).
SCHEMA = _TABLES + readings.SCHEMA + words.SCHEMA


class Store:
    """The letters and passages of an open database, and what is kept of their words."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.readings = Readings(database)
        self.words = Words(database)
        self.inverted = self.words.inverted
        self.vocabulary = self.words.vocabulary
        self.abbreviations = self.words.abbreviations

    @classmethod
    def open(cls, path: Path, *, create: bool = False, write: bool = False) -> "Store":
        """Open the database at ``path``. Raises LibraryUnreadable or LibraryDamaged."""
        return cls(Database.open(path, SCHEMA, LAYOUT, create=create, write=write))

    def meta(self, key: str) -> Any:
        """The value kept under ``key``, or None."""
        rows = self.database.query("SELECT value FROM meta WHERE key = ?", (key,))
        return json.loads(rows[0][0]) if rows else None

    def set_meta(self, key: str, value: Any) -> None:
        self.database.query("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, json.dumps(value)))

    def number(self) -> int:
        """A number that is another one after each change."""
        return int((self.meta("generation") or {"number": 0})["number"])

    def next_key(self) -> int:
        """The key the next passage gets."""
        rows = self.database.query("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")
        return int(rows[0][0]) + 1 if rows else 1

    def hashes(self, letter_ids: Iterable[str]) -> dict[str, str]:
        """The content hash of those of these letters that are here."""
        sql = "SELECT id, hash FROM letters WHERE id IN (SELECT value FROM json_each(?))"
        rows = self.database.query(sql, (json.dumps(list(letter_ids)),))
        return {id_: hash_.partition(" ")[0] for id_, hash_ in rows}

    def sources(self) -> dict[str, str]:
        """The file that every letter was read from, or that has it now."""
        return dict(self.database.query("SELECT id, source FROM letters"))

    def move(self, letter_id: str, source: str) -> None:
        """Remember where a letter's file lies now, within a transaction."""
        self.database.query("UPDATE letters SET source = ? WHERE id = ?", (source, letter_id))

    def insert(self, letter: Letter, language: str, source: str, hash_: str, passages: Sequence[Passage]) -> None:
        """Add a letter and its passages, within a transaction."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self.database.query(
            "INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                letter.id,
                letter.title,
                language,
                letter.url,
                json.dumps(asdict(letter.metadata), ensure_ascii=False, default=str),
                json.dumps([[note.number, note.text, note.page] for note in letter.footnotes], ensure_ascii=False),
                json.dumps(letter.head, ensure_ascii=False),
                source,
                hash_,
                now,
                *columns(letter.metadata),
            ),
        )
        for passage in passages:
            self.database.query(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    passage.key,
                    passage.id,
                    passage.letter,
                    json.dumps(passage.section, ensure_ascii=False),
                    passage.paragraph,
                    passage.page,
                    passage.text,
                    json.dumps(passage.footnotes),
                    passage.locator,
                ),
            )
        notes = [Note(note.number, note.text, note.page) for note in letter.footnotes]
        self.words.add(letter.id, language, passages, notes)
        seal(self.database, letter.id, hash_)

    def delete(self, letter_ids: Iterable[str]) -> None:
        """Remove letters with their passages, within a transaction."""
        for letter_id in letter_ids:
            rows = self.database.query("SELECT language FROM letters WHERE id = ?", (letter_id,))
            for (language,) in rows:
                self.words.remove(self._of(letter_id), language)
            self.database.query("DELETE FROM letters WHERE id = ?", (letter_id,))

    def texts(self) -> Iterator[tuple[str, str, list[Passage], list[Note]]]:
        """Every letter's id, language, passages and footnotes."""
        for id_, language, notes in self.database.query("SELECT id, language, footnotes FROM letters ORDER BY id"):
            yield id_, language, self._of(id_), [Note(*values) for values in json.loads(notes)]

    def all_notes(self) -> dict[str, tuple[Note, ...]]:
        """The footnotes of all passages that have any, by their ids."""
        every = (own_notes(passages, notes) for _, _, passages, notes in self.texts() if notes)
        return {passage: own for letter in every for passage, own in letter.items() if own}

    def again(self) -> None:
        """Make what is kept of the letters' words again, within a transaction."""
        self.words.again(self.texts())
        self.readings.forget_lost()

    def all_keys(self) -> list[int]:
        """The keys of all passages, in order."""
        return [row[0] for row in self.database.query("SELECT key FROM passages ORDER BY key")]

    def keys(self, letter_ids: Iterable[str]) -> set[int]:
        """The keys of these letters' passages."""
        sql = "SELECT key FROM passages WHERE letter IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self.database.query(sql, (json.dumps(list(letter_ids)),))}

    def within(self, filters: Filters) -> Within | None:
        """The passages of the letters that meet ``filters``, None where those ask nothing."""
        if not filters:
            return None
        condition, values = filters.condition()
        sql = f"SELECT key FROM passages WHERE letter IN (SELECT id FROM letters WHERE {condition})"
        rows = self.database.query(f"{sql} ORDER BY key", values)
        return Within(np.fromiter((row[0] for row in rows), np.int64, len(rows)), sql, values)

    def some_letters(self, filters: Filters, most: int) -> list[str]:
        """The ids of (at most) ``most`` letters that meet ``filters``."""
        condition, values = filters.condition()
        return [row[0] for row in self.database.query(f"SELECT id FROM letters WHERE {condition} LIMIT {most}", values)]

    def published_as(self, publications: Collection[str]) -> list[str]:
        """The letters that these publications are: the one with such an id, or else those whose head gives its dossier
        and number, since newer ids don't hold these."""
        held = self.held(publications)
        found = dict.fromkeys(each for each in publications if each in held)
        sql = "SELECT id FROM letters WHERE (dossier = ?1 OR dossier GLOB ?1 || char(10) || '*') "
        sql += "AND json_extract(metadata, '$.number') = ?2 "
        sql += "AND id NOT GLOB 'blg-*' ORDER BY id"  # what is annexed has its letter's number
        for each in publications:
            if each not in held and (place := dossier_and_number(each)):
                found |= dict.fromkeys(row[0] for row in self.database.query(sql, place))
        return list(found)

    def naming(self, publications: Collection[str]) -> tuple[set[int], set[int]]:
        """The keys of the passages of these publications, and of those that refer to them."""
        if not publications:
            return set(), set()
        wanted = json.dumps(list(publications))
        sql = "SELECT passage FROM mentions WHERE publication IN (SELECT value FROM json_each(?))"
        mentioning = {row[0] for row in self.database.query(sql, (wanted,))}
        return self.keys(self.published_as(publications)), mentioning

    def passages(self, keys: Sequence[int] | None = None) -> dict[int, Passage]:
        """Passages by key, in order; all of them where no keys are given. Keys that are gone are left out."""
        if keys is None:
            return self._passages("", ())
        return self._passages("WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),))

    def _of(self, letter_id: str) -> list[Passage]:
        """The passages of one letter, in order."""
        return list(self._passages("WHERE letter = ?", (letter_id,)).values())

    def _passages(self, where: str, values: Sequence[Any]) -> dict[int, Passage]:
        rows = self.database.query(
            "SELECT key, id, letter, section, paragraph, page, text, footnotes, locator FROM passages "
            f"{where} ORDER BY key",
            values,
        )
        return {
            key: Passage(
                key, id_, letter, tuple(json.loads(section)), paragraph, page, text, tuple(json.loads(notes)), locator
            )
            for key, id_, letter, section, paragraph, page, text, notes, locator in rows
        }

    def of_letters(self, letter_ids: Iterable[str]) -> dict[str, list[Passage]]:
        """The passages, in order, of those of the letters that are here."""
        found: dict[str, list[Passage]] = {}
        for letter_id in letter_ids:
            if passages := self._of(letter_id):
                letter = self.letter(letter_id)
                head = Passage(0, letter.head_id, letter_id, (), 0, None, letter.head_text, (), "kop")
                found[letter_id] = [*passages, *([head] if letter.head else [])]
        return found

    def letter(self, letter_id: str) -> StoredLetter:
        """One letter without its text. Raises KeyError where it is not there."""
        rows = self.database.query(
            "SELECT id, title, language, url, metadata, head FROM letters WHERE id = ?", (letter_id,)
        )
        if not rows:
            raise KeyError(letter_id)
        id_, title, language, url, metadata, head = rows[0]
        return StoredLetter(id_, title, language, url, metadata_of(metadata), tuple(json.loads(head)))

    def whole(self, letter_id: str) -> WholeLetter:
        """One letter with its text. Raises KeyError where it is not there."""
        return WholeLetter.of(self.letter(letter_id), tuple(self._of(letter_id)), self._notes(letter_id), self.held)

    def notes_of(self, letter_id: str) -> dict[str, tuple[Note, ...]]:
        """The footnotes of each of a letter's passages, by its id. Raises KeyError where the letter is not there."""
        return own_notes(self._of(letter_id), self._notes(letter_id))

    def _notes(self, letter_id: str) -> tuple[Note, ...]:
        rows = self.database.query("SELECT footnotes FROM letters WHERE id = ?", (letter_id,))
        if not rows:
            raise KeyError(letter_id)
        return tuple(Note(*values) for values in json.loads(rows[0][0]))

    def held(self, letter_ids: Collection[str]) -> frozenset[str]:
        """Those of these letters that are here."""
        if not letter_ids:
            return frozenset()
        wanted = json.dumps(sorted(letter_ids))
        rows = self.database.query("SELECT id FROM letters WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
        return frozenset(row[0] for row in rows)

    def cited(self, identifier: str) -> tuple[StoredLetter | None, Passage | None]:
        """The letter with this id and None, or the passage with it and its letter; None twice where there is none."""
        if found := list(self._passages("WHERE id = ?", (identifier,)).values()):
            return self.letter(found[0].letter), found[0]
        try:
            return self.letter(identifier.removesuffix("#kop")), None
        except KeyError:
            return None, None

    def summaries(self) -> list[LetterSummary]:
        """All letters, newest first, undated ones last."""
        rows = self.database.query(
            "SELECT letters.id, title, language, url, metadata, count(passages.key) FROM letters "
            "LEFT JOIN passages ON passages.letter = letters.id GROUP BY letters.id "
            "ORDER BY date DESC NULLS LAST, letters.id"
        )
        return [LetterSummary.of(*row) for row in rows]

    def counts(self) -> tuple[int, int]:
        """How many letters and how many passages."""
        return (
            int(self.database.query("SELECT count(*) FROM letters")[0][0]),
            int(self.database.query("SELECT count(*) FROM passages")[0][0]),
        )
