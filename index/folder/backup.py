"""A library in one file, made while it is in use.

The file is a ZIP archive: the database, as SQLite's own backup copies it at one moment, all derived files of that
moment, what readers said of answers, and a manifest with the size and checksum of each. The derived files are most of
it, and are in it all the same: to make them again takes the model as long as adding the letters did, to copy them takes
seconds.
"""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from os.path import samestat
from pathlib import Path
from typing import IO, Any

from filelock import FileLock

from index.corrections import CORRECTIONS, REJECTED
from index.encoder import Progress
from index.errors import BackupError, LibraryDamaged, LibraryMissing, LibraryUnreadable
from index.files import damaged, synced
from index.folder.check import truth
from index.folder.database import DATABASE, is_busy
from index.folder.generation import EMPTY
from index.folder.store import LAYOUT, Store

MANIFEST, FORMAT, VERSION = "manifest.json", "vindplaats backup", 1
BLOCK = 1024 * 1024
SAID = CORRECTIONS, REJECTED
# In the folder in which a backup is made: held while that goes on.
LOCK = f"{FORMAT}.lock"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds: letters and passages; how many bytes its file has."""

    letters: int
    passages: int
    size: int


def back_up(library: Path, file: Path, progress: Progress | None = None) -> BackedUp:
    """Write the library as it is at this moment to the new ``file``, which is there when all of it is.

    Others may read and write meanwhile; ``progress`` counts MB. Raises BackupError where the file cannot be written or
    is there already, LibraryMissing, LibraryUnreadable, and LibraryDamaged where something in the library is not whole:
    a backup that was made is good.
    """
    if not (library / DATABASE).exists():
        raise LibraryMissing(f"There is no library in {library}.")
    if file.exists():
        raise BackupError(f"{file} is there already, and was left as it is. Give the backup another name.")
    try:
        _clear_left(file.parent)
        # another backup may take the folder for one that was left, and delete it too, when all is done
        made_in = tempfile.TemporaryDirectory(prefix=f".{file.name}.part-", dir=file.parent, ignore_cleanup_errors=True)
        with made_in as place, _at_work(Path(place)):
            made = _write(library, Path(place), progress)
            (Path(place) / FORMAT).rename(file)
        synced(file.parent)
    except OSError as error:
        raise BackupError(
            f"The backup {file} cannot be written: {error.strerror or error}. See to it that its folder is there, may "
            "be written to and has room for a copy of the library, and try again."
        ) from error
    return made


def _clear_left(folder: Path) -> None:
    """Delete what backups that were killed left: folders with nothing but their files, of which nobody holds the lock.
    It is held before there is a database."""
    for left in folder.glob(".*.part-*"):
        with suppress(OSError, NotImplementedError):
            names = {each.name for each in left.iterdir()}
            if {LOCK, DATABASE} <= names <= {LOCK, DATABASE, f"{DATABASE}-journal", FORMAT}:
                with FileLock(left / LOCK, timeout=0):
                    pass
                shutil.rmtree(left)


@contextmanager
def _at_work(place: Path) -> Iterator[None]:
    """Keep others from taking the folder for one that was left. Where a disk has no locks, none is."""
    lock = FileLock(place / LOCK)
    try:
        lock.acquire(timeout=0)
    except (OSError, NotImplementedError):
        (place / LOCK).unlink(missing_ok=True)
    try:
        yield
    finally:
        lock.release()


def _write(library: Path, place: Path, progress: Progress | None) -> BackedUp:
    copy, archive = place / DATABASE, place / FORMAT
    with ExitStack() as opened:
        record, derived = _copied(library, copy, opened)
        with closing(Store.open(copy).database) as database:
            store = Store(database)
            for found in truth(store, str(library / DATABASE)):
                raise LibraryDamaged(f"{found.place} {found.problem}, and no backup was made: {found.done}.")
            letters, passages = store.counts()
        kept: dict[str, dict[str, Any]] = {}
        whole = copy.stat().st_size + sum(entry["bytes"] for entry in files_of(record).values())
        count = in_megabytes(progress, whole)
        with zipfile.ZipFile(archive, "x", allowZip64=True) as target:
            with copy.open("rb") as source:
                kept[DATABASE] = _put(target, DATABASE, source, count, compressed=True)
            for name, entry in files_of(record).items():
                kept[name] = _put(target, name, derived[name], count)
                if kept[name] != {key: entry[key] for key in ("bytes", "blake2b")}:
                    raise damaged(library / name, library, "is not what was written there, and no backup was made")
            for name in SAID:
                with suppress(FileNotFoundError), (library / name).open("rb") as source:
                    kept[name] = _put(target, name, source, count, compressed=True)
            manifest = {"format": FORMAT, "version": VERSION, "layout": LAYOUT, "files": kept}
            target.writestr(MANIFEST, json.dumps(manifest, indent=1))
    synced(archive)
    return BackedUp(letters, passages, archive.stat().st_size)


def _copied(library: Path, copy: Path, opened: ExitStack) -> tuple[Mapping[str, Any], dict[str, IO[bytes]]]:
    """Copy the database; the record of the derived files that belong to the copy, and these, open. A writer waits for a
    step of it at most, or while files are opened."""
    while True:
        place = (library / DATABASE).stat()
        with closing(Store.open(library / DATABASE).database) as database:
            try:
                database.copy(copy)
            except LibraryUnreadable as error:
                if is_busy(error):
                    raise
                # SQLite doesn't tell which of the two it was; what the library holds is compared later
                raise OSError(f"{error.__cause__ or error}, in the copy of {DATABASE}") from error
            with database.snapshot(), closing(Store.open(copy).database) as copied:
                record = Store(database).meta("generation") or EMPTY
                there = samestat(place, (library / DATABASE).stat())
                if there and record == (Store(copied).meta("generation") or EMPTY):  # else it was changed since
                    # a writer deletes what its change replaces: what is open stays
                    return record, {name: opened.enter_context(_open(library, name)) for name in files_of(record)}


def files_of(record: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The derived files of a generation by their place in the library, and what is kept of each."""
    files = {f"{each['name']}/{name}": entry for each in record["segments"] for name, entry in each["files"].items()}
    return files | ({record["codes"]["name"]: record["codes"]} if record["codes"] else {})


def _open(library: Path, name: str) -> IO[bytes]:
    try:
        return (library / name).open("rb")
    except FileNotFoundError:
        raise damaged(library / name, library, "is missing, and no backup was made") from None


def in_megabytes(progress: Progress | None, whole: int) -> Callable[[int], None]:
    """What to tell of bytes that are done, of ``whole``, so that ``progress`` hears MB."""
    done = 0

    def count(size: int) -> None:
        nonlocal done
        done += size
        if progress:
            progress(done // 1_000_000, whole // 1_000_000)

    return count


def _put(
    target: zipfile.ZipFile, name: str, source: IO[bytes], count: Callable[[int], None], *, compressed: bool = False
) -> dict[str, Any]:
    """Copy a file into the archive; its size and checksum. Vectors don't get smaller by compression, texts do."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    entry._compresslevel = 1  # type: ignore[attr-defined]
    entry.external_attr = 0o600 << 16
    digest, size = blake2b(digest_size=16), 0
    with target.open(entry, "w", force_zip64=True) as copy:
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
            copy.write(block)
            count(len(block))
    return {"bytes": size, "blake2b": digest.hexdigest()}
