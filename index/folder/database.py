"""SQLite as the library uses it: one writer, many readers, errors that say what to do."""

import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from index.errors import LibraryDamaged, LibraryOutdated, LibraryUnreadable

DATABASE = "library.db"
# Under this name a database is made that takes the place of DATABASE, or becomes it, when it is finished.
FRESH = "library.db.new"
# With this begins the folder in which a backup is unpacked.
RESTORED = "restore.part-"
# Seconds that others are waited for: a large change takes some to be written, and in these the database is closed.
PATIENCE = 60.0
# What a writer holds in memory before it must close the database to readers, KiB.
HELD = 1024 * 1024
# Pages copied at a time, and how often as many as there are before writers wait until the copy is done.
STEP, OFTEN = 1024, 3


class Database:
    """An open database. One thread uses it at a time: the library's lock sees to that."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, schema: str, layout: int, *, create: bool = False, write: bool = False) -> "Database":
        """Open the database at ``path``, whose tables are ``schema`` in its ``layout``.

        Raises LibraryUnreadable, or LibraryDamaged where it is no database or has another layout.
        """
        # a reader too may have to undo what a killed writer left half done, which SQLite does when it first reads
        mode = "rwc" if create else "rw"
        with as_library_errors(path):
            connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode={mode}",
                uri=True,
                timeout=PATIENCE,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{HELD}" if create or write else "PRAGMA query_only = ON")
            connection.execute("PRAGMA secure_delete = ON")  # the text of a letter that was removed is wiped
            if create and not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                connection.executescript(f"BEGIN; {schema} PRAGMA user_version = {layout}; COMMIT;")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != layout:
            empty = not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            connection.close()
            raise _damaged(path, "it is empty") if empty else _other_layout(path, version, layout)
        return cls(path, connection)

    def close(self) -> None:
        self._connection.close()

    def is_reading(self) -> bool:
        """Whether a snapshot or a transaction is open."""
        return self._connection.in_transaction

    def copy(self, path: Path) -> None:
        """Copy the database, as it is when that is done, to the file ``path``, which may be on a slow disk: a writer
        commits between two steps, and SQLite begins again then. Where that happens too often, all that is read from
        then on is of one moment. Raises LibraryUnreadable, LibraryDamaged."""
        steps = itertools.count(1)

        def stepped(status: int, _: int, pages: int) -> None:
            often = next(steps) * STEP > OFTEN * (pages + STEP)
            if (often or status == sqlite3.SQLITE_BUSY) and not self.is_reading():
                self._hold()

        with as_library_errors(self.path), closing(sqlite3.connect(path)) as target:
            target.execute("PRAGMA synchronous = OFF")  # else the last step waits for the disk
            self._connection.backup(target, pages=STEP, progress=stepped)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; another writer's transaction is waited for."""
        self.query("BEGIN IMMEDIATE")
        try:
            yield
            self.query("COMMIT")
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
        try:
            self._hold()
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def _hold(self) -> None:
        self.query("BEGIN")
        self.query("SELECT 1 FROM sqlite_master LIMIT 1")  # the moment is that of the first read

    def version(self) -> int:
        """A number that changes when another connection has changed the database."""
        return int(self.query("PRAGMA data_version")[0][0])

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows. Raises LibraryUnreadable, LibraryDamaged."""
        with as_library_errors(self.path):
            return self._connection.execute(sql, values).fetchall()

    def change(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run ``sql`` once for each of ``rows``. Raises LibraryUnreadable, LibraryDamaged."""
        with as_library_errors(self.path):
            self._connection.executemany(sql, rows)


@contextmanager
def as_library_errors(path: Path) -> Iterator[None]:
    """SQLite's errors become LibraryUnreadable and LibraryDamaged, which name the database ``path``."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LibraryUnreadable(f"The library's database {path} cannot be used: {_told(error)}") from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, error) from error


def is_busy(error: LibraryUnreadable) -> bool:
    """Whether another process is at work on the database."""
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _told(error: sqlite3.OperationalError) -> str:
    """What SQLite says, and what can be done."""
    steps = {
        sqlite3.SQLITE_FULL: "Nothing of the change is kept. Make room on its disk and try again.",
        sqlite3.SQLITE_IOERR: "The disk refuses. Nothing of the change is kept; make room or mend the disk, try again.",
        sqlite3.SQLITE_BUSY: "Another process is at work on it. Try again when it is done.",
        sqlite3.SQLITE_READONLY: "See to it that you may write to it and to its folder, and try again.",
        sqlite3.SQLITE_CANTOPEN: "See to it that you may read it, and write to its folder, and try again.",
    }
    code = getattr(error, "sqlite_errorcode", None)
    step = steps.get(code & 0xFF, "") if code is not None else ""
    return f"{error}. {step}".strip()


def _other_layout(path: Path, version: int, layout: int) -> LibraryOutdated:
    if version > layout:
        step = "It was made by a newer version of vindplaats: use that."
    else:
        step = f"Move it over, its letters as they are: vindplaats --library {path.parent} rebuild"
    return LibraryOutdated(f"{path} has layout {version}, this version reads layout {layout}. {step}")


def _damaged(path: Path, error: sqlite3.DatabaseError | str) -> LibraryDamaged:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT_VTAB:
        return LibraryDamaged(
            f"The index of words in {path} is damaged ({error}). No letter is lost: mend it with "
            f"`vindplaats --library {path.parent} check`."
        )
    return LibraryDamaged(
        f"{path} is not a library or is damaged ({error}). It was left as it is. Put a backup in its place with "
        f"`vindplaats --library {path.parent} restore --replace FILE`, or add the letters to a library in another "
        "folder."
    )
