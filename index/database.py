"""SQLite as the library uses it: one writer, many readers, errors that say what to do."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import LibraryDamaged, LibraryUnreadable


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
            if create and not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                connection.executescript(f"BEGIN; {schema} PRAGMA user_version = {layout}; COMMIT;")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError as error:
            raise LibraryUnreadable(f"The library's database {path} cannot be opened: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise _damaged(path, error) from error
        if version != layout:
            connection.close()
            raise LibraryDamaged(
                f"{path} has layout {version}, this version reads layout {layout}. "
                "Use the version of vindplaats that made it, or add its letters to a new library."
            )
        return cls(path, connection)

    def close(self) -> None:
        self._connection.close()

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
        self.query("BEGIN")
        try:
            self.query("SELECT 1 FROM sqlite_master LIMIT 1")  # the moment is that of the first read
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def version(self) -> int:
        """A number that changes when another connection has changed the database."""
        return int(self.query("PRAGMA data_version")[0][0])

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows. Raises LibraryUnreadable, LibraryDamaged."""
        with self._explained():
            return self._connection.execute(sql, values).fetchall()

    def change(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run ``sql`` once for each of ``rows``. Raises LibraryUnreadable, LibraryDamaged."""
        with self._explained():
            self._connection.executemany(sql, rows)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise LibraryUnreadable(f"The library's database {self.path} cannot be used: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise _damaged(self.path, error) from error


def _damaged(path: Path, error: sqlite3.DatabaseError) -> LibraryDamaged:
    return LibraryDamaged(
        f"{path} is not a library or is damaged ({error}). It was left as it is: put a copy back, "
        "or add the letters to a library in another folder."
    )
