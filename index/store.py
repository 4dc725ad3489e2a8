"""The truth: letters and paragraphs in SQLite.

One writer, many readers. A change is one transaction, which also names the generation of derived files that
belongs to it: what a reader sees of both is always of one moment.
"""

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus import Letter, find_references
from index.errors import LibraryDamaged, LibraryUnreadable
from index.lexical import stems
from index.passages import Passage
from index.summaries import LetterSummary, StoredLetter, metadata_of

SCHEMA_VERSION = 1
_SCHEMA = """
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
    hash TEXT NOT NULL,       -- of its content
    added TEXT NOT NULL       -- UTC
) STRICT;
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
CREATE TABLE mentions (       -- publications that a passage refers to
    publication TEXT NOT NULL,
    passage INTEGER NOT NULL REFERENCES passages (key) ON DELETE CASCADE,
    PRIMARY KEY (publication, passage)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_passage ON mentions (passage);
-- the words of a passage as they are compared, under its key
CREATE VIRTUAL TABLE lexical USING fts5 (stems, tokenize = "unicode61 remove_diacritics 0 tokenchars '.,_'");
"""


class Store:
    """An open database. One thread uses it at a time: the library's lock sees to that."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._average: tuple[int, float] | None = None

    @classmethod
    def open(cls, path: Path, *, create: bool = False, write: bool = False) -> "Store":
        """Open the database at ``path``. Raises LibraryUnreadable or LibraryDamaged."""
        mode = "rwc" if create else "rw" if write else "ro"
        try:
            connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode={mode}",
                uri=True,
                timeout=10,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("PRAGMA foreign_keys = ON")
            store = cls(path, connection)
            if create and not store._tables():
                connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError as error:
            raise LibraryUnreadable(f"The library's database {path} cannot be opened: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise _damaged(path, error) from error
        if version != SCHEMA_VERSION:
            connection.close()
            raise LibraryDamaged(
                f"{path} has layout {version}, this version reads layout {SCHEMA_VERSION}. "
                "Use the version of vindplaats that made it, or add its letters to a new library."
            )
        return store

    def close(self) -> None:
        self._connection.close()

    def _tables(self) -> bool:
        return bool(self._connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; another writer's transaction is waited for."""
        self._query("BEGIN IMMEDIATE")
        try:
            yield
            self._query("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read within is of one moment; a writer's commit waits until it ends."""
        if self._connection.in_transaction:
            yield
            return
        self._query("BEGIN")
        try:
            self._query("SELECT 1 FROM meta LIMIT 1")  # the moment is that of the first read
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def _query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            raise LibraryUnreadable(f"The library's database {self.path} cannot be used: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise _damaged(self.path, error) from error

    def meta(self, key: str) -> Any:
        """The value kept under ``key``, or None."""
        rows = self._query("SELECT value FROM meta WHERE key = ?", (key,))
        return json.loads(rows[0][0]) if rows else None

    def set_meta(self, key: str, value: Any) -> None:
        self._query("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, json.dumps(value)))

    def version(self) -> int:
        """A number that changes when another connection has changed the database."""
        return int(self._query("PRAGMA data_version")[0][0])

    def next_key(self) -> int:
        """The key the next passage gets."""
        rows = self._query("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")
        return int(rows[0][0]) + 1 if rows else 1

    def hashes(self) -> dict[str, str]:
        """The content hash of every letter."""
        return dict(self._query("SELECT id, hash FROM letters"))

    def insert(self, letter: Letter, language: str, source: str, hash_: str, passages: Iterable[Passage]) -> None:
        """Add a letter and its passages, within a transaction."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self._query(
            "INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            ),
        )
        for passage in passages:
            self._query(
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
            self._query("INSERT INTO lexical (rowid, stems) VALUES (?, ?)", (passage.key, _stems(passage, language)))
            for publication in {reference.id for reference in find_references(passage.text)}:
                self._query("INSERT INTO mentions VALUES (?, ?)", (publication, passage.key))

    def delete(self, letter_ids: Iterable[str]) -> None:
        """Remove letters with their passages, within a transaction."""
        for letter_id in letter_ids:
            self._query("DELETE FROM lexical WHERE rowid IN (SELECT key FROM passages WHERE letter = ?)", (letter_id,))
            self._query("DELETE FROM letters WHERE id = ?", (letter_id,))

    def keys(self, letter_ids: Iterable[str]) -> list[int]:
        """The keys of these letters' passages."""
        return [
            row[0]
            for letter_id in letter_ids
            for row in self._query("SELECT key FROM passages WHERE letter = ?", (letter_id,))
        ]

    def naming(self, publications: Iterable[str]) -> set[int]:
        """The keys of the passages of these publications, and of those that refer to them."""
        wanted = list(publications)
        holes = ",".join("?" * len(wanted))
        rows = self._query(
            f"SELECT passage FROM mentions WHERE publication IN ({holes}) "
            f"UNION SELECT key FROM passages WHERE letter IN ({holes})",
            [*wanted, *wanted],
        )
        return {row[0] for row in rows}

    def holding(self, stems: Sequence[str], k: int) -> list[int]:
        """The keys of the (at most) ``k`` passages that share the rarest words with ``stems``."""
        if not stems:
            return []
        wanted = " OR ".join('"' + stem.replace('"', '""') + '"' for stem in stems)
        rows = self._query("SELECT rowid FROM lexical WHERE lexical MATCH ? ORDER BY rank LIMIT ?", (wanted, k))
        return [row[0] for row in rows]

    def stems(self, keys: Sequence[int]) -> dict[int, tuple[str, list[str]]]:
        """For each of these passages the language of its letter and its stems, those that are gone left out."""
        holes = ",".join("?" * len(keys))
        rows = self._query(
            "SELECT passages.key, letters.language, lexical.stems FROM passages "
            "JOIN letters ON letters.id = passages.letter JOIN lexical ON lexical.rowid = passages.key "
            f"WHERE passages.key IN ({holes}) ORDER BY passages.key",
            keys,
        )
        return {key: (language, stems.split()) for key, language, stems in rows}

    def average_stems(self) -> float:
        """How many stems a passage has on average; 1 for an empty library. Counted anew after a change only."""
        version = self.version()
        if self._average is None or self._average[0] != version:
            counted = "SELECT avg(length(stems) - length(replace(stems, ' ', '')) + 1.0) FROM lexical"
            self._average = version, float(self._query(counted)[0][0] or 1)
        return self._average[1]

    def passages(self, keys: Sequence[int] | None = None) -> dict[int, Passage]:
        """Passages by key; all of them, in order, where no keys are given. Keys that are gone are left out."""
        columns = "key, id, letter, section, paragraph, page, text, footnotes, locator"
        if keys is None:
            rows = self._query(f"SELECT {columns} FROM passages ORDER BY key")
        else:
            holes = ",".join("?" * len(keys))
            rows = self._query(f"SELECT {columns} FROM passages WHERE key IN ({holes})", keys)
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
            if passages := self.passages(self.keys([letter_id])):
                found[letter_id] = [passages[key] for key in sorted(passages)]
        return found

    def letter(self, letter_id: str) -> StoredLetter:
        """One letter without its text. Raises KeyError where it is not there."""
        rows = self._query("SELECT id, title, language, url, metadata FROM letters WHERE id = ?", (letter_id,))
        if not rows:
            raise KeyError(letter_id)
        id_, title, language, url, metadata = rows[0]
        return StoredLetter(id_, title, language, url, metadata_of(metadata))

    def summaries(self) -> list[LetterSummary]:
        """All letters, newest first, undated ones last."""
        rows = self._query(
            "SELECT letters.id, title, language, url, metadata, count(passages.key) FROM letters "
            "LEFT JOIN passages ON passages.letter = letters.id GROUP BY letters.id "
            "ORDER BY json_extract(metadata, '$.date') DESC NULLS LAST, letters.id"
        )
        return [LetterSummary.of(*row) for row in rows]

    def counts(self) -> tuple[int, int]:
        """How many letters and how many passages."""
        return (
            int(self._query("SELECT count(*) FROM letters")[0][0]),
            int(self._query("SELECT count(*) FROM passages")[0][0]),
        )


def _stems(passage: Passage, language: str) -> str:
    """Headings count as words of the passage too: they often hold what it is about."""
    return " ".join(stems(f"{passage.heading} {passage.text}", language))


def _damaged(path: Path, error: sqlite3.DatabaseError) -> LibraryDamaged:
    return LibraryDamaged(
        f"{path} is not a library or is damaged ({error}). It was left as it is: put a copy back, "
        "or add the letters to a library in another folder."
    )
