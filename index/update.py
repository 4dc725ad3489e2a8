"""Changing a library: one writer, all or nothing.

The derived files of the new state are written first, beside the old ones; then one SQLite transaction changes
letters and paragraphs and names the new files. Killed at any moment, the library is the old one or the new one.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus import Letter
from corpus.sentences import sentence_spans
from index.encoder import Encoder, Progress
from index.errors import LibraryBusy, LibraryUnreadable
from index.generation import EMPTY
from index.merging import clear, write_generation
from index.passages import Passage
from index.segment import Piece, joined, piece_of
from index.store import Store

DATABASE = "library.db"
LOCK = "write.lock"
# Passages embedded at a time: their token vectors are held as float32 that long, then packed.
CHUNK = 256


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to store, with its passages already numbered."""

    letter: Letter
    language: str
    source: Path
    hash: str
    passages: tuple[Passage, ...]


@contextmanager
def writing(library: Path, *, create: bool = False) -> Iterator[Store]:
    """The library's database, open for the one writer.

    Raises LibraryBusy where another process is writing, LibraryUnreadable where the folder refuses. A library
    that was made here and then not written to is taken away again.
    """
    made_folder = not library.exists()
    made_database = not (library / DATABASE).exists()
    if made_database and not made_folder and any(path.name != LOCK for path in library.iterdir()):
        raise LibraryUnreadable(f"The folder {library} holds other files. Give --library an empty or a new folder.")
    lock = FileLock(library / LOCK, timeout=0)
    try:
        if create:
            library.mkdir(parents=True, exist_ok=True)
        if not os.access(library, os.W_OK):
            raise PermissionError(13, "no permission to write", str(library))
        lock.acquire()
    except Timeout:
        raise LibraryBusy(f"Another process is writing to the library {library}. Try again when it is done.") from None
    except OSError as error:
        raise LibraryUnreadable(f"The library {library} cannot be written: {error.strerror or error}.") from error
    store = None
    done = False
    try:
        store = Store.open(library / DATABASE, create=create, write=True)
        yield store
        done = True
    except OSError as error:
        raise LibraryUnreadable(
            f"The library {library} cannot be written: {error.strerror or error}. It is as it was before."
        ) from error
    finally:
        if store:
            store.database.close()
        if made_database and not done:
            clear(library, None)
            (library / DATABASE).unlink(missing_ok=True)
        lock.release()
        if made_folder and not done:
            shutil.rmtree(library, ignore_errors=True)


def change(
    library: Path,
    store: Store,
    encoder: Encoder | None,
    insert: Sequence[NewLetter],
    delete: Sequence[str],
    progress: Progress | None = None,
    noted: Callable[[], None] = lambda: None,
) -> None:
    """Insert and delete letters in one step. ``encoder`` may be None where nothing is inserted; ``noted`` writes what
    else belongs to the same transaction."""
    passages = [passage for new in insert for passage in new.passages]
    pieces = _embedded(encoder, passages, progress) if encoder else ()
    with _tidied(library, store):
        written = write_generation(library, store.meta("generation") or EMPTY, pieces, set(store.keys(delete)))
        with store.database.transaction():
            store.delete(delete)
            for new in insert:
                store.insert(new.letter, new.language, str(new.source), new.hash, new.passages)
            if encoder:
                store.set_meta("model", encoder.identity.to_json())
            store.set_meta("generation", written)
            noted()


def rebuild(library: Path, store: Store, encoder: Encoder, progress: Progress | None = None) -> None:
    """Make the derived files again from the database alone."""
    passages = list(store.passages().values())
    with _tidied(library, store):
        nothing = {**EMPTY, "number": (store.meta("generation") or EMPTY)["number"]}
        written = write_generation(library, nothing, _embedded(encoder, passages, progress), ())
        with store.database.transaction():
            store.set_meta("model", encoder.identity.to_json())
            store.set_meta("generation", written)


@contextmanager
def _tidied(library: Path, store: Store) -> Iterator[None]:
    """Afterwards the derived files that the database doesn't name are deleted: the old ones, or the new ones where
    something went wrong."""
    try:
        yield
    finally:
        clear(library, store.meta("generation"))


def _embedded(encoder: Encoder, passages: Sequence[Passage], progress: Progress | None) -> Iterator[Piece]:
    """The passages as pieces, CHUNK at a time."""
    for start in range(0, len(passages), CHUNK):
        chunk = passages[start : start + CHUNK]
        spans = [sentence_spans(passage.text) for passage in chunk]
        whole = [(passage.heading, passage.text) for passage in chunk]
        # a sentence without heading that is the whole passage reads as that
        apart = [bool(passage.heading) or len(parts) > 1 for passage, parts in zip(chunk, spans, strict=True)]
        alone = [
            ("", passage.text[first:last])
            for passage, parts, read in zip(chunk, spans, apart, strict=True)
            for first, last in parts
            if read
        ]

        def count(done: int, total: int, start: int = start, size: int = len(chunk)) -> None:
            if progress:
                progress(start + done * size // total, len(passages))

        encodings = encoder.encode_passages([*whole, *alone], count)
        coming = iter(encodings[len(chunk) :])
        yield joined(
            [
                piece_of(passage.key, encoding, [(span, next(coming) if read else None) for span in parts])
                for passage, encoding, parts, read in zip(chunk, encodings, spans, apart, strict=False)
            ]
        )
