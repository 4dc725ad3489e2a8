"""Libraries that an older version made: their letters and paragraphs are moved over as they are, and all that is
derived of them is made again.

Since layout 1 the tables of letters and passages have only got columns, so that what an older one has is copied by
name. What came later, what letters are filtered by, follows from their metadata.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from index.encoder import Encoder, Notice, Progress
from index.errors import LibraryDamaged, LibraryOutdated
from index.filters import columns
from index.folder.database import DATABASE, FRESH, as_library_errors
from index.folder.generation import EMPTY
from index.folder.locking import locked, unwritable
from index.folder.merging import clear, next_number, write_generation
from index.folder.sealing import seal
from index.folder.store import LAYOUT, Store
from index.folder.switching import put_in_place
from index.folder.update import embedded
from index.summaries import metadata_of

_LETTER = ("id", "title", "language", "url", "metadata", "footnotes", "head", "source", "hash", "added")
_PASSAGE = ("key", "id", "letter", "section", "paragraph", "page", "text", "footnotes", "locator")


def move_over(
    library: Path,
    encoder: Callable[[Store], Encoder],
    progress: Progress | None = None,
    notice: Notice | None = None,
) -> None:
    """Give a library of an older layout this one's. It is the old one until all is done. Raises LibraryOutdated for a
    newer one, LibraryDamaged where its tables cannot be read, LibraryBusy, LibraryUnreadable."""
    with locked(library):
        try:
            _move(library, encoder, progress, notice)
        except OSError as error:
            raise unwritable(library, error) from error
        finally:
            for path in library.glob(f"{FRESH}*"):
                path.unlink()


def _move(library: Path, encoder: Callable[[Store], Encoder], progress: Progress | None, notice: Notice | None) -> None:
    for path in library.glob(f"{FRESH}*"):
        path.unlink()
    store = Store.open(library / FRESH, create=True, write=True)
    with closing(store.database):
        with store.database.transaction():
            _copy(library / DATABASE, store)
        model = encoder(store)
        passages, notes = list(store.passages().values()), store.all_notes()
        nothing = {**EMPTY, "number": next_number(library) - 1}
        record = write_generation(library, nothing, embedded(model, passages, notes, progress), (), None, notice)
        with store.database.transaction():
            store.set_meta("model", model.identity.to_json())
            store.set_meta("generation", record)
    put_in_place(library / FRESH, library)
    clear(library, record)
    for folder in library.glob("generation-[0-9]*"):  # as layouts 1 and 2 called what is derived
        shutil.rmtree(folder, ignore_errors=True)


def _copy(old: Path, store: Store) -> None:
    with as_library_errors(old), closing(sqlite3.connect(f"{old.resolve().as_uri()}?mode=rw", uri=True)) as database:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if not 1 <= version < LAYOUT:
            raise LibraryOutdated(f"{old} has layout {version}; layouts 1 to {LAYOUT - 1} can be moved to {LAYOUT}.")
        for key, value in _rows(database, old, "meta", ("key", "value")):
            if key == "model":
                store.database.query("INSERT INTO meta VALUES (?, ?)", (key, value))
        letters = list(_rows(database, old, "letters", _LETTER))
        for letter in letters:
            filtered = columns(metadata_of(letter[_LETTER.index("metadata")]))
            store.database.query(f"INSERT INTO letters VALUES ({', '.join('?' * 13)})", (*letter, *filtered))
        holes = ", ".join("?" * len(_PASSAGE))
        store.database.change(f"INSERT INTO passages VALUES ({holes})", _rows(database, old, "passages", _PASSAGE))
    store.again()
    for letter_id, hash_ in store.hashes(store.sources()).items():
        seal(store.database, letter_id, hash_)


def _rows(database: sqlite3.Connection, old: Path, table: str, wanted: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table of an older library. Raises LibraryDamaged where it lacks a column."""
    there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
    if missing := [name for name in wanted if name not in there]:
        raise LibraryDamaged(
            f"{old} has no {', '.join(missing)} in its table of {table}. It was left as it is: add its letters to a "
            "library in another folder."
        )
    yield from database.execute(f"SELECT {', '.join(wanted)} FROM {table} ORDER BY 1")
