"""A library on a server, as ``Library`` sees it: ``Storage`` of storage.py, as ``Opened`` is for a folder."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.corrections import Verdict
from index.encoder import Encoder, Notice, Progress
from index.errors import LibraryError, LibraryMissing, OnlyInFolder, ServerRefuses
from index.folder.check import Finding, Outcome
from index.folder.update import Made, NewLetter
from index.milvus import schema
from index.milvus.address import Address
from index.milvus.cache import Cache
from index.milvus.candidates import ServerCandidates
from index.milvus.connection import Connection
from index.milvus.kept import Kept
from index.milvus.lease import Lease, claims, leased
from index.milvus.letters import ServerLetters
from index.milvus.state import State, commit, is_committed, last_state, next_number
from index.milvus.sweeping import clear, swept
from index.milvus.writing import Change
from index.vectors.codes import ProductCodes


class OnServer:
    """The collections of one library. ``notice`` hears, once, what the server cannot do."""

    def __init__(self, address: Address, notice: Notice | None = None) -> None:
        self.path = address
        self.lock = threading.RLock()
        self._connection = Connection(address)
        self._notice = notice
        self._cache = Cache()
        self._kept = Kept(self._connection)
        self._moment: ServerLetters | None = None
        self._depth = 0
        self._model: Mapping[str, Any] | None = None
        self._is_there = False
        self._able: tuple[bool, dict[str, int]] | None = None

    def close(self) -> None:
        """Let go of the connection; the next use makes another."""
        with self.lock:
            self._connection.close()
            self._able, self._model, self._is_there = None, None, False

    def exists(self) -> bool:
        """Whether a change was ever finished there. Raises ServerAway, ServerRefuses."""
        return self._moment is not None or bool((state := self._last()) and state.model)

    def missing(self) -> LibraryMissing:
        """What is told where there is no library."""
        return LibraryMissing(
            f"There is no library {self.path}. Make one with: vindplaats --library {self.path} add FILE..."
        )

    def anew(self, model: str) -> str:
        """How its letters are embedded again with another model."""
        return f"add the letters under another name: vindplaats --library {self.path}_2 add FILE... --model {model}"

    def reading(self) -> ServerLetters:
        """The letters and passages, of the moment that is open or else of now. Raises LibraryMissing, ServerError."""
        if self._moment is not None:
            return self._moment
        state = self._last()
        if state is None or not state.model:
            raise self.missing()
        return self._letters(state)

    def model(self) -> Mapping[str, Any] | None:
        """The identity of the model that made the vectors, which stays the same. Raises LibraryMissing."""
        if self._model is None:
            self._model = self.reading().state.model
        return self._model

    @contextmanager
    def moment(self) -> Iterator[ServerLetters]:
        """The library as it is at one moment; one within another is that of the outer one."""
        with self.lock:
            self._moment = self.reading()
            self._depth += 1
            try:
                yield self._moment
            finally:
                self._depth -= 1
                if not self._depth:
                    self._moment = None

    def current(self, store: ServerLetters) -> ServerCandidates:
        """What belongs to the letters of that moment."""
        state = store.state
        codes, holding = self._kept.codes(state), self._kept.holding(state)
        return ServerCandidates(self._connection, state, self._cache, codes, holding, self._abilities()[1])

    def vouch(self, store: ServerLetters, letter_ids: set[str]) -> None:
        """Nothing more: each row has a checksum, which is compared when it is read."""

    @contextmanager
    def writing(self, *, create: bool = False) -> Iterator[ServerLetters]:
        """The same as ``moment``, to be changed by nobody else meanwhile. Raises LibraryBusy, LibraryMissing."""
        there = self._connection.there()
        if "meta" not in there:
            if not create:
                raise self.missing()
            self._make({*schema.COLLECTIONS} - {"meta"}, 2)
        with leased(self._connection) as lease:
            self._lease = lease
            state = self._settled()
            if not (create or state.model):
                raise self.missing()
            try:
                yield self._letters(state)
            except BaseException:
                with suppress(LibraryError):  # then the claim stands, and the next writer does it
                    self._clear(lease.numbers)
                    lease.numbers = None
                raise

    _lease: Lease

    def change(
        self,
        store: ServerLetters,
        insert: Sequence[NewLetter] = (),
        delete: Sequence[str] = (),
        made: Made | None = None,
        sources: Mapping[str, Path] | None = None,
        readings: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Change what ``writing`` gave, all of it or nothing."""
        if not (insert or delete or sources or readings):
            return
        made = made or Made(None, ())
        if made.model and not store.state.model:
            there = self._connection.there()
            if "windows" in there and schema.dimensions(self._connection) != made.model.dimensions:
                # of a first change that came to nothing
                self._connection.call("windows", "drop_collection")
                there -= {"windows"}
            self._make(there, made.model.dimensions)
        codes = made.codes or self.packing(store)
        change = Change(self._connection, store, codes, insert, sparse=self._abilities()[0])
        self._lease.reserve(store.first_number, change.number)
        change.put(made.pieces)
        change.take(delete)
        change.note(sources or {}, readings or {})
        self._commit(change.end(made.model))

    def packing(self, store: ServerLetters) -> ProductCodes | None:
        """What token vectors are packed by from now on, None where that is a byte a dimension."""
        return self._kept.codes(store.state)

    def _settled(self) -> State:
        """What counts, after what writers left that were killed has been made to count never. It is noted before it is
        deleted: then even the last row of such a writer, were it to come late, changes nothing."""
        taken = [each.numbers for each in self._lease.taken if each.numbers]
        losing = [numbers for numbers in taken if not is_committed(self._connection, numbers[1])]
        state = self._last() or State()  # after that look, so that what is not lost is in it
        if losing:
            number = max(next_number(state), 1 + max(last for _, last in losing))
            self._lease.reserve(number, number)
            after = replace(state, number=number, changes=state.changes + 1)
            state = swept(self._connection, state, after, (), losing)
            self._commit(state)
            for numbers in losing:
                self._clear(numbers)
        self._lease.forget()
        return state

    def _commit(self, state: State) -> None:
        self._lease.check()
        try:
            commit(self._connection, state)
        except BaseException:
            self._lease.leave()  # the row may come yet, and must find what it makes count
            raise
        last = self._last()
        if last and not last.counts(state.number):  # between the look and the row this process was held up
            raise self._lease.lost()
        self._lease.numbers = None  # what is written under them counts, whatever comes now

    def rebuild(self, encoder: Callable[[ServerLetters], Encoder], progress: Progress | None) -> None:
        raise OnlyInFolder(
            f"{self.path} lies on a server: its index is the server's own. For another model, "
            f"{self.anew('NAME_OR_PATH')}"
        )

    def check(self, encoder: Callable[[ServerLetters], Encoder] | None, progress: Progress | None) -> list[Finding]:
        """What writers left that were killed; it is deleted unless ``encoder`` is None. Whether its rows are whole is
        looked at whenever they are read. Raises LibraryMissing, LibraryBusy, ServerError."""
        if not self.exists():
            raise self.missing()
        left = [each for each in claims(self._connection) if each.is_over]
        outcome = Outcome.REPAIRED if encoder else Outcome.FOUND
        done = "what it left is deleted" if encoder else "run check without --dry-run, or change the library"
        if encoder and left:
            with self.writing():
                pass
        return [
            Finding(str(self.path), f"has rows of a writer that was killed ({each})", outcome, done) for each in left
        ]

    def keep(self, question: str, verdict: Verdict, place: tuple[str, str] | None, *, withdraw: bool) -> None:
        raise OnlyInFolder(
            f"{self.path} lies on a server, and what is said of answers is kept in a library's folder. Ask and "
            "judge in a library in a folder with the same letters."
        )

    def _last(self) -> State | None:
        self._is_there = self._is_there or "meta" in self._connection.there()
        return last_state(self._connection) if self._is_there else None

    def _letters(self, state: State) -> ServerLetters:
        sparse = self._abilities()[0] if state.model else True
        return ServerLetters(self._connection, state, self._cache, sparse=sparse)

    def _abilities(self) -> tuple[bool, dict[str, int]]:
        """Whether it has sparse vectors, and the search parameters of its index."""
        if self._able is None:
            sparse = schema.is_sparse(self._connection)
            self._able = sparse, schema.looking(self._connection)
            if not sparse and self._notice:
                self._notice(
                    f"the server {self.path.server} has no sparse vectors (Milvus has them from 2.4 on): passages are "
                    "found by the rarest of a question's words only, and by its meaning"
                )
        return self._able

    def _make(self, there: set[str], dimensions: int) -> None:
        """Make the collections that are not there; another may be making them too."""
        try:
            schema.create(self._connection, dimensions, there)
        except ServerRefuses:
            if not {*schema.COLLECTIONS} - there <= self._connection.there():
                raise
            for name in {*schema.COLLECTIONS} - there:
                with suppress(ServerRefuses):
                    self._connection.call(name, "load_collection")

    def _clear(self, numbers: tuple[int, int] | None) -> None:
        """Delete what was written under these numbers, unless the row that makes it count is there after all."""
        if numbers and not is_committed(self._connection, numbers[1]):
            clear(self._connection, *numbers, self._connection.there())
