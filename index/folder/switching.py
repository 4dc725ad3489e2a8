"""A whole database that takes the place of a library's own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from index.errors import LibraryDamaged, LibraryUnreadable
from index.files import synced
from index.folder.database import DATABASE, is_busy
from index.folder.store import Store


def put_in_place(fresh: Path, library: Path, aside: Path | None = None) -> None:
    """Give the library the closed database ``fresh``, which lies on the same disk, in one step; its derived files are
    there already. Readers finish first, and see the new one at their next question. ``aside`` is where the old one is
    kept. Only for the one writer."""
    database = library / DATABASE
    journal = library / f"{DATABASE}-journal"
    synced(fresh)
    with ExitStack() as stack:
        if database.exists():
            stack.enter_context(_readers_gone(database))
        if aside and database.exists():
            try:
                os.link(database, aside)
            except OSError:  # not every kind of disk has links
                shutil.copy2(database, aside)
        if journal.exists():
            # of a database that cannot be opened, else it were gone: it must not be taken for the new one's
            journal.rename(Path(f"{aside}-journal") if aside else journal.with_suffix(".part-journal"))
        fresh.replace(database)
        synced(library)


@contextmanager
def _readers_gone(database: Path) -> Iterator[None]:
    """Nobody reads the database meanwhile; one that is damaged, or of another layout, nobody reads at all. Raises
    LibraryUnreadable where somebody reads it for too long."""
    with ExitStack() as opened:
        try:
            store = opened.enter_context(closing(Store.open(database, write=True).database))
            store.query("BEGIN EXCLUSIVE")
        except LibraryDamaged:
            pass
        except LibraryUnreadable as error:  # a disk that cannot read it is what it is replaced for
            if is_busy(error):
                raise
        yield
