"""The one thread that owns the library: it opens it, then answers in order, so a question asked too early waits."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from app.view.filtering import LetterSummary
from app.view.listing import Listing
from corpus.exports import Form
from index.answer import Answer
from index.corrections import Verdict
from index.encoder import Notice, Progress
from index.errors import LibraryError
from index.filters import Filters
from index.intake import AddReport
from index.whole import WholeLetter

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
PATIENCE = 5.0  # seconds after which it is tried again to open a library that couldn't be
AGAIN = "2"  # seconds after which to ask again, where too many wait


class Answerer(Protocol):
    """What is needed of a library. The last four change it, or are for that."""

    def ask(
        self, question: str, k: int = 3, earlier: Sequence[str] = (), filters: Filters | None = None, most: int = 0
    ) -> Answer: ...
    def letters(self) -> Sequence[LetterSummary]: ...
    def letter(self, letter_id: str) -> WholeLetter: ...
    def cite(self, identifier: str, form: Form = "text") -> str: ...
    def version(self) -> int: ...
    def beside(self) -> "Answerer": ...
    def add(self, paths: Iterable[Path], progress: Progress | None = None, *, replace: bool = True) -> AddReport: ...
    def remove(self, letter_ids: Iterable[str]) -> None: ...
    def correct(
        self,
        question: str,
        verdict: Verdict,
        letter_id: str | None = None,
        passage_id: str | None = None,
        *,
        withdraw: bool = False,
    ) -> None: ...


class Busy(LibraryError):
    """As many wait for the library as may."""


OpenLibrary = Callable[[Notice], Answerer]


class Desk:
    """The one thread that opens the library and then does what is asked of it, first come first served; of more than
    ``most_waiting`` that wait, the last comes back as Busy."""

    def __init__(self, open_library: OpenLibrary, most_waiting: int | None = None) -> None:
        self._open = open_library
        self._most_waiting = most_waiting
        self._jobs: SimpleQueue[tuple[Callable[[Answerer], Any], Future[Any]]] = SimpleQueue()
        self._starting = threading.Lock()
        self._started: float | None = None
        self._failed = 0.0
        self._listing: Listing | None = None
        self.ready = False
        self.failure: Exception | None = None
        self.preparing = False

    def start(self) -> None:
        """Begin opening the library; calling it again changes nothing."""
        with self._starting:
            if self._started is None:
                self._started = time.monotonic()
                threading.Thread(target=self._work, name="library", daemon=True).start()

    def call(self, job: Callable[[Answerer], _T]) -> Future[_T]:
        """What ``job`` makes of the library, once it is open and earlier jobs are done."""
        self.start()
        future: Future[_T] = Future()
        if self.full:
            future.set_exception(Busy("Too many questions are waiting now. Ask again in a moment."))
            return future
        self._jobs.put((job, future))
        return future

    @property
    def full(self) -> bool:
        """Whether as many wait as may."""
        return self._most_waiting is not None and self._jobs.qsize() >= self._most_waiting

    def listing(self) -> Future[Listing]:
        """The letters, of which a list is made once for each state of the library."""
        return self.call(self._listed)

    def _listed(self, library: Answerer) -> Listing:
        version = library.version()
        if self._listing is None or self._listing.version != version:
            self._listing = Listing.of(version, library.letters())
        return self._listing

    @property
    def passed(self) -> int:
        """Seconds since it began to open the library."""
        return int(time.monotonic() - self._started) if self._started is not None else 0

    def _notice(self, text: str, done: int = 0, total: int = 0, unit: str = "") -> None:
        if not done:
            _log.info("%s", text)
        self.preparing = True

    def _opened(self) -> Answerer | None:
        try:
            library = self._open(self._notice)
            self.failure, self.ready = None, True
            return library
        except Exception as error:
            _log.error("the library could not be opened: %s", error, exc_info=not isinstance(error, LibraryError))
            self.failure, self._failed = error, time.monotonic()
            return None

    def _work(self) -> None:
        library = self._opened()
        while True:
            job, future = self._jobs.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                again = isinstance(self.failure, LibraryError) and time.monotonic() - self._failed >= PATIENCE
                if library is None and again:
                    library = self._opened()  # what was in the way may be gone
                if library is None:
                    raise self.failure or LibraryError("the library is not open")
                future.set_result(job(library))
            except Exception as error:
                future.set_exception(error)
