"""A library out of a backup. What stands in the file is not believed: names, sizes, checksums and tables are those of a
library, or it is refused."""

import json
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from index import corrections
from index.encoder import Progress
from index.errors import BackupError, LibraryError, LibraryUnreadable
from index.files import synced
from index.folder.backup import BLOCK, FORMAT, MANIFEST, SAID, VERSION, files_of, in_megabytes
from index.folder.check import truth
from index.folder.database import DATABASE, FRESH, RESTORED
from index.folder.generation import EMPTY
from index.folder.locking import locked, unwritable
from index.folder.merging import clear, next_number
from index.folder.store import LAYOUT, SCHEMA, Store
from index.folder.switching import put_in_place
from index.folder.update import is_unused, record_of

# The names that a library gives its files.
_SEGMENT, _CODES = re.compile(r"segment-\d{8}-\d{1,6}"), re.compile(r"codes-\d{8}\.npz")
_NAME = re.compile(
    rf"{'|'.join(map(re.escape, (DATABASE, *SAID)))}|{_CODES.pattern}|{_SEGMENT.pattern}/[a-z_]{{1,40}}\.(npy|faiss)"
)
_MANIFEST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Restored:
    """How many letters and passages the library holds now, and where the database is kept that it had before."""

    letters: int
    passages: int
    before: Path | None


def restore(file: Path, library: Path, *, replace: bool = False, progress: Progress | None = None) -> Restored:
    """Make the library in the new or empty folder ``library`` what the backup ``file`` holds; with ``replace`` also
    where there is one, whose database is kept beside it. ``progress`` counts MB.

    All of it happens or none. Raises BackupError where the file is no backup or is damaged, LibraryUnreadable where the
    folder holds something else or refuses, LibraryBusy.
    """
    if library.is_file():
        raise LibraryUnreadable(f"{library} is a file; a library is a folder. Give --library an empty or a new folder.")
    there = (library / DATABASE).exists()
    if there and not replace:
        raise LibraryUnreadable(
            f"There is a library in {library}. Restore into a new folder (--library DIR), or say --replace to put the "
            "backup in its place."
        )
    if not there and not is_unused(library):
        raise LibraryUnreadable(f"The folder {library} holds other files. Give --library an empty or a new folder.")
    try:
        with zipfile.ZipFile(file) as archive:
            files = _manifest(archive, file)
            made_folder = not library.exists()
            try:
                with locked(library):
                    return _restore(archive, file, files, library, progress)
            except OSError as error:
                raise unwritable(library, error) from error
            finally:
                if made_folder and is_unused(library):
                    shutil.rmtree(library, ignore_errors=True)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _bad(file, str(error)) from error
    except OSError as error:
        raise BackupError(f"The backup {file} cannot be read: {error.strerror or error}.") from error


Files = Mapping[str, Mapping[str, Any]]


def _manifest(archive: zipfile.ZipFile, file: Path) -> Files:
    """The files that the archive holds, by name. Raises BackupError where that isn't what a backup holds."""
    entries = archive.infolist()
    for entry in entries:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _bad(file, f"{entry.filename!r} is compressed as no backup is")
    names = [entry.filename for entry in entries]
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > _MANIFEST_BYTES:
        raise _bad(file, "it has no manifest")
    said = json.loads(archive.read(MANIFEST))
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise _bad(file, "its manifest is another program's")
    if (said.get("version"), said.get("layout")) != (VERSION, LAYOUT):
        raise BackupError(
            f"{file} is a backup of layout {said.get('layout')}, version {said.get('version')}; this version of "
            f"vindplaats restores layout {LAYOUT}, version {VERSION}. Use the version that made it."
        )
    files = said.get("files")
    if not isinstance(files, dict) or sorted(names) != sorted([*files, MANIFEST]) or DATABASE not in files:
        raise _bad(file, "its manifest tells of other files than it holds")
    for entry in entries:
        name = entry.filename
        if name == MANIFEST:
            continue
        if not _NAME.fullmatch(name):
            raise _bad(file, f"{name!r} is no file of a library")
        if not isinstance(files[name], dict) or files[name].get("bytes") != entry.file_size:
            raise _bad(file, f"{name} has another size than its manifest says")
    return files


def _restore(archive: zipfile.ZipFile, file: Path, files: Files, library: Path, progress: Progress | None) -> Restored:
    for left in library.glob(f"{RESTORED}*"):  # of a restore that was killed; the lock tells that none is at work
        shutil.rmtree(left, ignore_errors=True)
    needed, free = sum(int(entry["bytes"]) for entry in files.values()), shutil.disk_usage(library).free
    if needed > free:
        raise LibraryUnreadable(
            f"The backup {file} needs {needed:,} bytes, and the disk of {library} has {free:,}. Make room there."
        )
    place = Path(tempfile.mkdtemp(prefix=RESTORED, dir=library))
    try:
        count = in_megabytes(progress, needed)
        for name, entry in files.items():
            _extract(archive, file, name, str(entry.get("blake2b")), place / name)
            count(int(entry["bytes"]))
        letters, passages = _checked(place / DATABASE, file, files)
        record = _moved_in(place, library)
        stamp = f"before-{datetime.now():%Y%m%d-%H%M%S-%f}"
        before = library / f"library-{stamp}.db" if (library / DATABASE).exists() else None
        (place / DATABASE).rename(library / FRESH)
        with _taken_back(record, library), corrections.writing(library):
            put_in_place(library / FRESH, library, before)
            for name in SAID:
                if (library / name).exists():
                    (library / name).rename(library / f"{Path(name).stem}-{stamp}.jsonl")
                if (place / name).exists():
                    (place / name).rename(library / name)
    finally:
        shutil.rmtree(place, ignore_errors=True)
        (library / FRESH).unlink(missing_ok=True)
    clear(library, record)
    return Restored(letters, passages, before)


def _extract(archive: zipfile.ZipFile, file: Path, name: str, expected: str, to: Path) -> None:
    """Copy a file out; a longer one than it says to be ends in zipfile's own error."""
    to.parent.mkdir(exist_ok=True)
    digest = blake2b(digest_size=16)
    with archive.open(name) as source, to.open("xb") as copy:
        while block := _read(source, file, name):
            digest.update(block)
            copy.write(block)
    if digest.hexdigest() != expected:
        raise _bad(file, f"{name} is not what was written there")
    synced(to)


def _read(source: Any, file: Path, name: str) -> bytes:
    try:
        return bytes(source.read(BLOCK))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise _bad(file, f"{name}: {error}") from error


def _has_own_tables(store: Store) -> bool:
    """Whether a database has the tables, and nothing else, that a store makes: no trigger or view that would do
    something of its own."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(SCHEMA)
        sql = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        return store.database.query(sql) == fresh.execute(sql).fetchall()


def _checked(database: Path, file: Path, files: Files) -> tuple[int, int]:
    """How many letters and passages the database holds, once it is certain that it is one of a library, is whole, and
    is of these files."""
    try:
        with closing(Store.open(database).database) as opened:
            store = Store(opened)
            if not _has_own_tables(store):
                raise _bad(file, f"{DATABASE} has other tables than a library")
            for found in truth(store, DATABASE):
                raise _bad(file, f"{found.place} {found.problem}")
            record = record_of(store)
            if record is None or not all(_SEGMENT.fullmatch(each["name"]) for each in record["segments"]):
                raise _bad(file, f"{DATABASE} names other files than a library has")
            if record["codes"] and not _CODES.fullmatch(record["codes"]["name"]):
                raise _bad(file, f"{DATABASE} names other files than a library has")
            named = {name: (entry["bytes"], entry["blake2b"]) for name, entry in files_of(record).items()}
            held = {name: (entry["bytes"], entry["blake2b"]) for name, entry in files.items()}
            for name in (DATABASE, *SAID):
                held.pop(name, None)
            if named != held:
                raise _bad(file, f"{DATABASE} is of other files than those beside it")
            return store.counts()
    except BackupError:
        raise
    except (LibraryError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise _bad(file, f"{DATABASE} is damaged ({error})".replace(str(database), DATABASE)) from error


def _moved_in(place: Path, library: Path) -> Mapping[str, Any]:
    """Move the derived files into the library, under names that nothing there has; the record that names them, which
    the database holds then."""
    number = max(next_number(library), _number(library) + 1)
    with closing(Store.open(place / DATABASE, write=True).database) as opened:
        store = Store(opened)
        record = store.meta("generation") or EMPTY
        number = max(number, int(record["number"]) + 1)
        segments = []
        for each, old in enumerate(record["segments"]):
            segments.append({**old, "name": f"segment-{number:08d}-{each}"})
            (place / old["name"]).rename(library / segments[-1]["name"])
        codes = record["codes"]
        if codes:
            codes = {**codes, "name": f"codes-{number:08d}.npz"}
            (place / record["codes"]["name"]).rename(library / codes["name"])
        record = {**record, "number": number, "segments": segments, "codes": codes}
        with opened.transaction():
            store.set_meta("generation", record)
    synced(library)
    return record


@contextmanager
def _taken_back(record: Mapping[str, Any], library: Path) -> Iterator[None]:
    """The derived files that were moved in go again where the database that names them did not take its place."""
    try:
        yield
    except BaseException:
        if (library / FRESH).exists():
            for each in record["segments"]:
                shutil.rmtree(library / each["name"], ignore_errors=True)
            if record["codes"]:
                (library / record["codes"]["name"]).unlink(missing_ok=True)
        raise


def _number(library: Path) -> int:
    """That of the library's state as it is: whoever reads it sees that it is another one afterwards."""
    if not (library / DATABASE).exists():
        return 0
    try:
        with closing(Store.open(library / DATABASE).database) as opened:
            return int((record_of(Store(opened)) or EMPTY)["number"])
    except LibraryError:
        return 0


def _bad(file: Path, why: str) -> BackupError:
    return BackupError(
        f"{file} is not a backup of vindplaats or is damaged ({why}). Nothing was changed; take another backup."
    )
