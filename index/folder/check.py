"""Whether a library is whole: the texts in SQLite, which are the truth, and all that is derived of them.

What is derived is made again where it is damaged or says something else than the texts. The texts cannot be made
again: where they, or their database, are damaged, that is told, and nothing is written.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import Encoder, Notice, Progress
from index.errors import LibraryDamaged, LibraryError, LibraryUnreadable
from index.files import difference
from index.folder.check_words import wrong_words
from index.folder.database import DATABASE
from index.folder.merging import clear, orphans
from index.folder.sealing import is_whole
from index.folder.store import Store
from index.folder.update import rebuild, record_of, writing

WAY_OUT = "put a backup in its place (`restore --replace FILE`), or add the letters to a library in another folder"

CHANGED = "is not what was written there"


def again(letter_id: str, source: str) -> str:
    """What to do about a letter whose text has changed on the disk."""
    return f"remove {letter_id} and add {source} again"


class Outcome(StrEnum):
    """What became of a finding. FOUND: nothing yet, it was only looked at."""

    REPAIRED = "repaired"
    FOUND = "can be repaired"
    LEFT = "not repaired"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong. place: the file, or the part of the database; done: what was done, or is to be done."""

    place: str
    problem: str
    outcome: Outcome
    done: str

    def __str__(self) -> str:
        return f"{self.place} {self.problem}: {self.outcome}, {self.done}"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def check(
    library: Path,
    encoder: Callable[[Store], Encoder] | None,
    progress: Progress | None = None,
    notice: Notice | None = None,
) -> list[Finding]:
    """What is wrong with the library, and what was done. Without ``encoder`` nothing is changed. Raises LibraryBusy,
    and LibraryUnreadable where the folder refuses."""
    path = library / DATABASE
    try:
        with writing(library) as store:
            try:
                found = list(truth(store, str(path)))
            except LibraryUnreadable as error:
                found = [Finding(str(path), f"is damaged ({error})", Outcome.LEFT, WAY_OUT)]
            return found or list(_derived(store, library, encoder, progress, notice))
    except LibraryDamaged as error:
        return [Finding(str(path), "cannot be used", Outcome.LEFT, str(error).removeprefix(f"{path} "))]


def damage(library: Path) -> str | None:
    """What is damaged of a library, in a sentence with the next step; None where nothing is. Nothing is changed."""
    try:
        store = Store.open(library / DATABASE)
    except LibraryError as error:
        return str(error)
    try:
        path = str(library / DATABASE)
        found = [f"{each.place} {each.problem}: {each.done}." for each in truth(store, path)]
        mend = f"No letter is lost: mend it with `vindplaats --library {library} check`."
        found += [f"{place} {problem}. {mend}" for place, problem in _wrong_files(store, library)]
    except LibraryError as error:
        return str(error)
    finally:
        store.database.close()
    return found[0] if found else None


def truth(store: Store, path: str) -> Iterator[Finding]:
    """Damage to the texts, or to the database at ``path`` that holds them."""
    for (said,) in store.database.query("PRAGMA integrity_check(20)"):
        if said != "ok" and "FTS5" not in said:
            what = said.removeprefix("*** in database main ***").strip()
            yield Finding(path, f"is damaged ({what})", Outcome.LEFT, WAY_OUT)
    lost = store.database.query("SELECT count(*) FROM passages WHERE letter NOT IN (SELECT id FROM letters)")[0][0]
    if lost:
        yield Finding(path, f"holds {lost} passages without their letters", Outcome.LEFT, WAY_OUT)
    for letter_id, source in sorted(store.sources().items()):
        try:
            whole = is_whole(store.database, letter_id)
        except LibraryError:
            whole = False
        if not whole:
            yield Finding(f"{path}, letter {letter_id},", CHANGED, Outcome.LEFT, again(letter_id, source))


Wrong = Iterable[tuple[str, str]]  # places and problems


def _derived(
    store: Store,
    library: Path,
    encoder: Callable[[Store], Encoder] | None,
    progress: Progress | None,
    notice: Notice | None,
) -> Iterator[Finding]:
    """What is wrong with all that is made of the texts, in its parts; each is made again as a whole."""

    def words_again() -> None:
        with store.database.transaction():
            store.again()

    def index_again() -> None:
        if encoder:
            rebuild(library, store, encoder(store), progress, notice)

    def strays() -> Wrong:
        record = record_of(store)
        # where the database doesn't say what belongs to it, all of it is made again, and cleared then
        found = orphans(library, record) if record else []
        return [(str(path), "belongs to no state of the library") for path in found]

    parts: tuple[tuple[Callable[[], Wrong], Callable[[], None], str], ...] = (
        (strays, lambda: clear(library, record_of(store)), "delete it"),
        (lambda: wrong_words(store, str(library / DATABASE)), words_again, "all words are counted again"),
        (lambda: _wrong_files(store, library), index_again, "the index is made again"),
    )
    for look, repair, done in parts:
        left = wrong = list(look())
        if wrong and encoder:
            try:
                repair()
                left = list(look())
            except (LibraryError, OSError, ValueError, KeyError, TypeError) as error:
                done = str(error)
        unmended = Outcome.LEFT if encoder else Outcome.FOUND
        for place, problem in dict.fromkeys([*wrong, *left]):
            yield Finding(place, problem, unmended if (place, problem) in left else Outcome.REPAIRED, done)


def _wrong_files(store: Store, library: Path) -> Wrong:
    """Every derived file that is not what was written there, compared whole; then whether they are of the passages."""
    record = record_of(store)
    if record is None:
        return [(str(library / DATABASE), "says nothing of the index that can be understood")]
    entries = {
        library / each["name"] / name: entry for each in record["segments"] for name, entry in each["files"].items()
    }
    if codes := record["codes"]:
        entries[library / codes["name"]] = codes
    wrong = [(str(path), what) for path, entry in entries.items() if (what := difference(path, entry))]
    if wrong:
        return wrong
    kept = [np.setdiff1d(np.load(library / each["name"] / "keys.npy"), each["gone"]) for each in record["segments"]]
    keys = np.sort(np.concatenate([np.empty(0, np.int64), *kept]))
    passages = np.array(store.all_keys(), np.int64)
    if not np.array_equal(keys, passages):
        missing, extra = len(np.setdiff1d(passages, keys)), len(keys) - len(np.intersect1d(passages, keys))
        return [(str(library), f"has an index without {missing} of its passages, and with {extra} that are not there")]
    return []
