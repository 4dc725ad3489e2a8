"""A library in a folder: its files, opened when they are asked for, and again when another process has changed them."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus import CorpusError
from index.corrections import Verdict, keep
from index.encoder import Encoder, Notice, Progress
from index.errors import LibraryDamaged, LibraryError, LibraryMissing, LibraryOutdated, LibraryUnreadable
from index.files import damaged
from index.folder import update
from index.folder.check import CHANGED, Finding, again, check, damage
from index.folder.database import DATABASE
from index.folder.generation import EMPTY, Generation, codes_of, open_generation
from index.folder.older import move_over
from index.folder.sealing import is_whole
from index.folder.store import Store
from index.vectors.codes import ProductCodes


class Opened:
    """The files in one folder. ``lock`` is held by whoever reads or writes them; a thread may take it again."""

    def __init__(self, path: Path, notice: Notice | None = None) -> None:
        self.path = path
        self._notice = notice
        self.lock = threading.RLock()
        self._store: Store | None = None
        self._generation: Generation | None = None
        self._version = -1
        self._place = (0, 0)
        self._vouched: set[str] = set()
        self._vouched_at = -1

    def exists(self) -> bool:
        """Whether there is a library in the folder yet. Raises LibraryUnreadable."""
        try:
            (self.path / DATABASE).stat()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise LibraryUnreadable(f"The library {self.path} cannot be read: {error.strerror}.") from error
        return True

    def close(self) -> None:
        """Let go of the files; the next use opens them again."""
        with self.lock:
            if self._store:
                self._store.database.close()
            self._store = self._generation = None
            self._vouched_at = -1

    def reading(self) -> Store:
        """The letters and passages. Raises LibraryMissing, LibraryDamaged, LibraryOutdated."""
        if not self.exists():
            raise self.missing()
        if self._store and self._store.database.is_reading():
            return self._store
        place = (self.path / DATABASE).stat()
        if self._store is None or self._place != (place.st_dev, place.st_ino):  # another took its place
            self.close()
            self._store = Store.open(self.path / DATABASE)
            self._place = place.st_dev, place.st_ino
        return self._store

    def model(self) -> Mapping[str, Any] | None:
        """The identity of the model that made the vectors. Raises LibraryMissing."""
        model: Mapping[str, Any] | None = self.reading().meta("model")
        return model

    def vouch(self, store: Store, letter_ids: set[str]) -> None:
        """Raise LibraryDamaged where one of the letters that are to be shown is not, word for word, what was written.
        Each is looked at once, until the library changes."""
        if (version := store.database.version()) != self._vouched_at:
            self._vouched, self._vouched_at = set(), version
        for letter_id in sorted(letter_ids - self._vouched):
            if not is_whole(store.database, letter_id):
                source = store.sources()[letter_id]
                raise LibraryDamaged(
                    f"{store.database.path}, letter {letter_id}, {CHANGED}: {again(letter_id, source)}."
                )
            self._vouched.add(letter_id)

    @contextmanager
    def moment(self) -> Iterator[Store]:
        """The library as it is at one moment."""
        with self.lock, self._explained():
            store = self.reading()
            with store.database.snapshot():
                yield store

    @contextmanager
    def writing(self, *, create: bool = False) -> Iterator[Store]:
        """The same, to be changed by nobody else meanwhile. Raises LibraryBusy, LibraryUnreadable."""
        with self._explained(), update.writing(self.path, create=create) as store:
            yield store

    def change(
        self,
        store: Store,
        insert: Sequence[update.NewLetter] = (),
        delete: Sequence[str] = (),
        made: update.Made | None = None,
        sources: Mapping[str, Path] | None = None,
        readings: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Change what ``writing`` gave, in one transaction."""

        def noted() -> None:
            for letter_id, place in (sources or {}).items():
                store.move(letter_id, str(place))
            for mark, letter_ids in (readings or {}).items():
                store.readings.note(mark, letter_ids)

        if insert or delete:
            update.change(self.path, store, insert, delete, made, noted, self._notice)
        elif sources or readings:
            with store.database.transaction():
                noted()

    def packing(self, store: Store) -> ProductCodes | None:
        """What token vectors are packed by, None where that is a byte a dimension. Raises LibraryDamaged."""
        record = store.meta("generation") or EMPTY
        try:
            codes = codes_of(self.path, record)
        except FileNotFoundError:
            raise damaged(self.path / record["codes"]["name"], self.path, "is missing") from None
        return codes if isinstance(codes, ProductCodes) else None

    def rebuild(self, encoder: Callable[[Store | None], Encoder], progress: Progress | None) -> None:
        """Make the index files again from the letters' text; move a library of an older layout over to this one."""
        try:
            self.reading()
        except LibraryOutdated:
            move_over(self.path, encoder, progress, self._notice)
            return
        with update.writing(self.path) as store:
            update.rebuild(self.path, store, encoder(store), progress, self._notice)

    def check(self, encoder: Callable[[Store], Encoder] | None, progress: Progress | None) -> list[Finding]:
        """Whether all is whole; without ``encoder`` nothing is changed. Raises LibraryMissing, LibraryBusy."""
        if not self.exists():
            raise self.missing()
        return check(self.path, encoder, progress, self._notice)

    def keep(self, question: str, verdict: Verdict, place: tuple[str, str] | None, *, withdraw: bool) -> None:
        """Keep what a reader says of an answer, in files beside the letters."""
        if not self.exists():
            raise self.missing()
        keep(self.path, question, verdict, place, withdraw=withdraw)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Where something fails that cannot fail in a library that is whole, it is looked whether this one is, and the
        damage is what is told."""
        try:
            yield
        except (LibraryError, CorpusError, OSError):
            raise
        except Exception as error:
            if self.exists() and (said := damage(self.path)):
                raise LibraryDamaged(said) from error
            raise

    def current(self, store: Store) -> Generation:
        """The generation that belongs to what ``store`` says now. Raises LibraryMissing, LibraryDamaged."""
        version = store.database.version()
        if self._generation is None or version != self._version:
            try:
                self._generation = open_generation(self.path, store.meta("generation") or EMPTY)
            except FileNotFoundError:
                raise LibraryMissing(
                    f"The library {self.path} has no index. Make it with: vindplaats --library {self.path} rebuild"
                ) from None
            self._version = version
        return self._generation

    def anew(self, model: str) -> str:
        """How its letters are embedded again with another model."""
        return f"embed its letters again: vindplaats --library {self.path} rebuild --model {model}"

    def missing(self) -> LibraryMissing:
        """What is told where there is no library."""
        return LibraryMissing(
            f"There is no library in {self.path}. Make one with: vindplaats --library {self.path} add FILE..."
        )
