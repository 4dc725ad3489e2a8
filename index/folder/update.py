"""Changing a library: one writer, all or nothing.

The derived files of the new state are written first, beside the old ones; then one SQLite transaction changes
letters and paragraphs and names the new files. Killed at any moment, the library is the old one or the new one.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Letter
from corpus.sentences import sentence_spans
from corpus.tables import heads_over
from index.encoder import Encoder, ModelIdentity, Notice, Progress
from index.errors import LibraryUnreadable
from index.files import synced
from index.fitted import fitted_for
from index.folder.database import DATABASE, FRESH
from index.folder.generation import EMPTY
from index.folder.locking import LOCK, UNFINISHED, locked, unwritable
from index.folder.merging import clear, write_generation
from index.folder.store import Store
from index.language import detect_language
from index.notes import Note, notes_in, span_of
from index.passages import Passage, passages_of
from index.reading import FoundLetter, place_of
from index.vectors.codes import ProductCodes
from index.vectors.piece import Piece, joined, piece_of

# Passages embedded at a time: their token vectors are held as float32 that long, then packed.
CHUNK = 256


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to store; ``key`` is the number of its first passage."""

    found: FoundLetter
    hash: str
    key: int

    def passages(self) -> Iterator[Passage]:
        return passages_of(self.found.letter(), self.key)

    def own_notes(self) -> dict[str, tuple[Note, ...]]:
        """Those of its passages, by their ids."""
        return notes_in(self.found.letter())

    def read(self) -> "ReadLetter":
        letter = self.found.letter()
        passages = tuple(passages_of(letter, self.key))
        language = letter.metadata.language or detect_language(" ".join(each.text for each in passages)[:4000])
        return ReadLetter(letter, language, str(place_of(self.found.file)), self.hash, passages)


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """The same with all of its text. source: where its file lies."""

    letter: Letter
    language: str
    source: str
    hash: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What is derived of the passages that come: the model that made it, and pieces in ascending order of keys. codes:
    what their token vectors are packed by, where they are."""

    model: ModelIdentity | None
    pieces: Iterable[Piece]
    codes: ProductCodes | None = None


@contextmanager
def writing(library: Path, *, create: bool = False) -> Iterator[Store]:
    """The library's database, open for the one writer.

    Raises LibraryBusy where another process is writing, LibraryUnreadable where the folder refuses. A library that is
    made here is there when all is done, and not before: one that is killed leaves none.
    """
    made_folder = not library.exists()
    if create and not (library / DATABASE).exists() and not is_unused(library):
        raise LibraryUnreadable(f"The folder {library} holds other files. Give --library an empty or a new folder.")
    done = False
    with locked(library):
        making = create and not (library / DATABASE).exists()
        if making:
            _discard(library)
        store = None
        try:
            store = Store.open(library / (FRESH if making else DATABASE), create=making, write=True)
            yield store
            store.database.close()
            if making:
                (library / FRESH).rename(library / DATABASE)
                synced(library)
            done = True
        except OSError as error:
            raise unwritable(library, error) from error
        finally:
            if store:
                store.database.close()
            if making and not done:
                _discard(library)
                if made_folder and is_unused(library):
                    shutil.rmtree(library, ignore_errors=True)


def is_unused(library: Path) -> bool:
    """Whether a folder isn't there, or holds at most what is left of a library that was never finished."""
    own = {path for pattern in UNFINISHED for path in library.glob(pattern)} if (library / LOCK).exists() else set()
    return not library.exists() or all(path in own for path in library.iterdir())


def _discard(library: Path) -> None:
    """Delete what was made of a library that isn't there yet."""
    for path in library.glob(f"{FRESH}*"):
        path.unlink()
    clear(library, None)


def change(
    library: Path,
    store: Store,
    insert: Sequence[NewLetter],
    delete: Sequence[str],
    made: Made | None = None,
    noted: Callable[[], None] = lambda: None,
    notice: Notice | None = None,
) -> None:
    """Insert and delete letters in one step. ``made`` may be None where nothing is inserted; ``noted`` writes what
    else belongs to the same transaction; ``notice`` hears how many are written."""
    made = made or Made(None, ())
    with _tidied(library, store):
        before = store.meta("generation") or EMPTY
        written = write_generation(library, before, made.pieces, store.keys(delete), made.codes, notice)
        with store.database.transaction():
            store.delete(delete)
            for done, new in enumerate(insert, start=1):
                read = new.read()
                store.insert(read.letter, read.language, read.source, read.hash, read.passages)
                if notice:
                    notice("writing", done, len(insert), "letters")
            if made.model:
                store.set_meta("model", made.model.to_json())
            store.set_meta("generation", written)
            noted()


def rebuild(
    library: Path, store: Store, encoder: Encoder, progress: Progress | None = None, notice: Notice | None = None
) -> None:
    """Make the derived files again from the database alone."""
    passages, notes = list(store.passages().values()), store.all_notes()
    with _tidied(library, store):
        nothing = {**EMPTY, "number": (record_of(store) or EMPTY)["number"]}
        written = write_generation(library, nothing, embedded(encoder, passages, notes, progress), (), None, notice)
        with store.database.transaction():
            store.set_meta("model", encoder.identity.to_json())
            store.set_meta("generation", written)


def record_of(store: Store) -> Mapping[str, Any] | None:
    """What SQLite says of the derived files; None where that makes no sense."""
    try:
        record: Mapping[str, Any] = store.meta("generation") or EMPTY
        # what is read of it below, and by those that write what follows it
        _ = int(record["number"]), record["codes"] and (record["codes"]["name"], record["codes"]["bytes"])
        _ = [(each["name"], each["gone"], each["passages"], each["files"].items()) for each in record["segments"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return record


@contextmanager
def _tidied(library: Path, store: Store) -> Iterator[None]:
    """Afterwards the derived files that the database doesn't name are deleted: the old ones, or the new ones where
    something went wrong."""
    try:
        yield
    finally:
        if record := record_of(store):
            clear(library, record)


def embedded(
    encoder: Encoder, passages: Sequence[Passage], notes: Mapping[str, Sequence[Note]], progress: Progress | None
) -> Iterator[Piece]:
    """The passages as pieces, CHUNK at a time. ``notes``: those of each that has any, by its id."""
    fitted = fitted_for(encoder.identity)
    for start in range(0, len(passages), CHUNK):
        chunk = passages[start : start + CHUNK]
        spans = [sentence_spans(passage.text) for passage in chunk]
        whole = [(passage.heading, passage.text) for passage in chunk]
        own = [notes.get(passage.id, ()) for passage in chunk]
        # a sentence without heading that is the whole passage reads as that
        apart = [
            bool(passage.heading or noted) or len(parts) > 1
            for passage, noted, parts in zip(chunk, own, spans, strict=True)
        ]
        # a row of a table says little without its column heads; only its own words are compared
        alone = [
            (heads, passage.text[first:last])
            for passage, parts, read in zip(chunk, spans, apart, strict=True)
            if read
            for heads, (first, last) in zip(heads_over(passage.text, parts), parts, strict=True)
        ]
        below = [("", note.text) for noted in own for note in noted]

        def count(done: int, total: int, start: int = start, size: int = len(chunk)) -> None:
            if progress:
                progress(start + done * size // total, len(passages))

        encodings = encoder.encode_passages([*whole, *alone, *below], count)
        coming = iter(encodings[len(chunk) : len(chunk) + len(alone)])
        after = iter(encodings[len(chunk) + len(alone) :])
        yield joined(
            [
                piece_of(
                    passage.key,
                    encoding,
                    [
                        *((span, next(coming).text_alone() if read else None) for span in parts),
                        *((span_of(place), next(after).text_alone()) for place in range(len(noted))),
                    ],
                    fitted,
                )
                for passage, encoding, parts, noted, read in zip(chunk, encodings, spans, own, apart, strict=False)
            ]
        )
