"""A backup holds a library as it was at one moment, whole; what isn't one is refused, and nothing changes."""

import io
import json
import os
import sqlite3
import threading
import time
import zipfile
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from index import Library
from index.corrections import CORRECTIONS, REJECTED
from index.errors import BackupError, LibraryDamaged, LibraryMissing, LibraryUnreadable
from index.folder import restoring
from index.folder.backup import MANIFEST, back_up
from index.folder.locking import LOCK
from index.folder.restoring import restore
from tests.conftest import LETTER, WordEncoder

TEXTS = {"kat": "De kat slaapt op de bank.", "hond": "De hond eet. De hond blaft.", "vis": "De vis zwemt snel."}
WORDS = WordEncoder(words=400)


@pytest.fixture
def library(tmp_path: Path, collection: Callable[..., Path]) -> Library:
    library = Library.open(tmp_path / "library", encoder=WORDS)
    for name, text in TEXTS.items():
        library.add([collection({name: text}, f"{name}.jsonl")])
    return library


@pytest.fixture
def backup(library: Library, tmp_path: Path) -> Path:
    back_up(library.path, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def answers(library: Library) -> list[Any]:
    return [library.ask(each).to_json()["passages"] for each in ("wie slaapt", "wat doet de hond")]


def opened(path: Path) -> Library:
    return Library.open(path, encoder=WORDS)


def test_a_restored_library_answers_as_the_old_one_did(library: Library, backup: Path, tmp_path: Path) -> None:
    done = restore(backup, tmp_path / "new" / "library")
    assert (done.letters, done.passages, done.before) == (3, 3, None)
    again = opened(tmp_path / "new" / "library")
    assert answers(again) == answers(library)
    assert again.check() == []
    assert not list(tmp_path.rglob("*.part-*"))


def test_one_beside_the_library_is_left_alone_by_those_who_write(
    library: Library, collection: Callable[..., Path]
) -> None:
    def progress(*_: int) -> None:
        library.add([collection({"later": "De vogel zingt."}, "later.jsonl")])

    file = library.path / "backup.zip"
    assert back_up(library.path, file, progress).letters == 3
    assert file.is_file()


def test_a_library_that_is_a_file_is_refused(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for replace in (False, True):
        with pytest.raises(LibraryUnreadable, match="is a file; a library is a folder"):
            restore(backup, tmp_path / "file", replace=replace)


def test_one_that_is_in_use_is_replaced_at_its_next_question(
    library: Library, backup: Path, collection: Callable[..., Path]
) -> None:
    before = answers(library)
    library.add([collection({"kat": "De kat rent.", "paard": "Het paard slaapt."})])
    assert answers(library) != before
    with pytest.raises(LibraryUnreadable, match="--replace"):
        restore(backup, library.path)
    done = restore(backup, library.path, replace=True)
    assert answers(library) == before
    assert library.check() == []
    # what was there is kept
    assert done.before
    with sqlite3.connect(done.before) as database:
        assert database.execute("SELECT count(*) FROM letters").fetchone() == (4,)
    library.add([collection({"paard": "Het paard slaapt."})])
    assert len(library.letters()) == 4


def test_what_readers_said_is_in_it_too(library: Library, tmp_path: Path) -> None:
    library.correct("wie slaapt", "nothing")
    first = (library.path / CORRECTIONS).read_text("utf-8")
    back_up(library.path, tmp_path / "backup.zip")
    library.correct("wie blaft", "nothing")
    second = (library.path / CORRECTIONS).read_text("utf-8")
    restore(tmp_path / "backup.zip", tmp_path / "new")
    assert (tmp_path / "new" / CORRECTIONS).read_text("utf-8") == first
    assert not (tmp_path / "new" / REJECTED).exists()
    # what was said since is kept, as the database is
    restore(tmp_path / "backup.zip", library.path, replace=True)
    assert (library.path / CORRECTIONS).read_text("utf-8") == first
    assert [path.read_text("utf-8") for path in library.path.glob("corrections-before-*.jsonl")] == [second]


def test_what_readers_said_since_is_put_aside_where_the_backup_has_nothing_of_it(
    library: Library, backup: Path
) -> None:
    library.correct("wie slaapt", "nothing")
    restore(backup, library.path, replace=True)
    assert not (library.path / CORRECTIONS).exists()
    assert len(list(library.path.glob("corrections-before-*.jsonl"))) == 1


def test_a_restored_library_has_another_version(library: Library, tmp_path: Path) -> None:
    back_up(library.path, tmp_path / "backup.zip")
    seen = [library.version()]
    library.remove([letter.id for letter in library.letters()])
    seen.append(library.version())
    restore(tmp_path / "backup.zip", library.path, replace=True)
    assert library.version() not in seen


def test_a_library_that_is_read_for_too_long_stays(
    library: Library, backup: Path, collection: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add([collection({"paard": "Het paard slaapt."})])
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **{**named, "timeout": 0.1}))
    with sqlite3.connect(library.path / "library.db") as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM letters").fetchone()
        with pytest.raises(LibraryUnreadable, match="Another process is at work on it"):
            restore(backup, library.path, replace=True)
    assert len(library.letters()) == 4
    assert library.check() == []


def test_the_disk_of_the_backup_is_named_where_it_refuses(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> None:
        raise LibraryUnreadable("The library's database … cannot be used") from sqlite3.OperationalError(
            "disk I/O error"
        )

    monkeypatch.setattr("index.folder.database.Database.copy", refused)
    with pytest.raises(BackupError, match=r"backup\.zip cannot be written: disk I/O error"):
        back_up(library.path, tmp_path / "backup.zip")
    assert not list(tmp_path.glob("backup.zip*"))


@pytest.mark.parametrize("rest", [b"", b"not a database!!" * 400])
def test_a_damaged_library_is_replaced_and_kept(library: Library, backup: Path, rest: bytes) -> None:
    before = answers(library)
    library.close()
    (library.path / "library.db").write_bytes(rest)
    (library.path / "library.db-journal").write_bytes(b"of the damaged one")
    done = restore(backup, library.path, replace=True)
    assert answers(library) == before
    assert library.check() == []
    assert done.before
    assert done.before.read_bytes() == rest
    assert not (library.path / "library.db-journal").exists()


def test_a_folder_with_other_files_is_left_alone(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "codes-2024.txt").write_text("Van mij.")
    for replace in (False, True):
        with pytest.raises(LibraryUnreadable, match="holds other files"):
            restore(backup, tmp_path / "mine", replace=replace)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["codes-2024.txt"]


def test_it_is_of_one_moment_while_another_writes(
    library: Library, tmp_path: Path, collection: Callable[..., Path]
) -> None:
    """All letters of a file are always of one version: in a backup too, whenever it was made."""
    stop = threading.Event()

    def write() -> None:
        writer = opened(library.path)
        version = 0
        while not stop.is_set():
            version += 1
            texts = {f"b{each}": f"woord{each} versie {version}" for each in range(30)}
            writer.add([collection(texts, "b.jsonl")])
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(5):
            back_up(library.path, tmp_path / f"{number}.zip")
    finally:
        stop.set()
        thread.join()
    for number in range(5):
        restore(tmp_path / f"{number}.zip", tmp_path / str(number))
        again = opened(tmp_path / str(number))
        assert again.check() == []
        texts = {passage.text.split()[-1] for of in again.passages(f"b{each}" for each in range(30)).values()
                 for passage in of if passage.key}  # fmt: skip
        assert len(texts) <= 1


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The archive with other files in it, and sound in itself."""
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def manifested(files: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> None:
    manifest = json.loads(files[MANIFEST])
    change(manifest)
    files[MANIFEST] = json.dumps(manifest).encode()


def named(name: str) -> Callable[[dict[str, bytes]], None]:
    """One more file, which the manifest tells of."""

    def change(files: dict[str, bytes]) -> None:
        files[name] = b"x"
        entry = {"bytes": 1, "blake2b": blake2b(b"x", digest_size=16).hexdigest()}
        manifested(files, lambda manifest: manifest["files"].update({name: entry}))

    return change


def database(files: dict[str, bytes], *statements: str) -> None:
    """The database in the archive, changed, with the manifest that belongs to it."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(files["library.db"])
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    data = files["library.db"] = connection.serialize()
    connection.close()
    entry = {"bytes": len(data), "blake2b": blake2b(data, digest_size=16).hexdigest()}
    manifested(files, lambda manifest: manifest["files"].update({"library.db": entry}))


def segment_name(change: str) -> Callable[[dict[str, bytes]], None]:
    sql = f"UPDATE meta SET value = json_set(value, '$.segments[0].name', '{change}') WHERE key = 'generation'"
    return lambda files: database(files, sql)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (named("../outside.txt"), "'../outside.txt' is no file of a library"),
        (named("/outside.txt"), "'/outside.txt' is no file of a library"),
        (named("segment-00000001-0/../../outside.npy"), "is no file of a library"),
        (named("segment-00000001-0/x.py"), "is no file of a library"),
        (named("segment-00000009-0/keys.npy"), "library.db is of other files than those beside it"),
        (segment_name("../../outside"), "library.db names other files than a library has"),
        (lambda files: files.pop(MANIFEST), "it has no manifest"),
        (lambda files: files.update({MANIFEST: b"{}"}), "its manifest is another program's"),
        (lambda files: files.update({MANIFEST: b"{"}), "is not a backup of vindplaats or is damaged"),
        (lambda files: files.update({"more.txt": b"x"}), "its manifest tells of other files than it holds"),
        (lambda files: files.pop("library.db"), "its manifest tells of other files than it holds"),
        (lambda files: manifested(files, lambda its: its.update(layout=3)), "Use the version that made it"),
        (lambda files: files.update({"library.db": files["library.db"][:-1]}), "has another size"),
        (lambda files: files.update({"library.db": bytes(len(files["library.db"]))}), "library.db is not what was"),
        (lambda files: database(files, "DROP TABLE mentions"), "has other tables than a library"),
        (lambda files: database(files, "CREATE VIEW more AS SELECT 1"), "has other tables than a library"),
        (lambda files: database(files, "UPDATE passages SET text = 'x' WHERE letter = 'kat'"), "letter kat, is not"),
        (lambda files: database(files, "DELETE FROM meta"), "library.db is of other files"),
    ],
)  # fmt: skip
def test_what_is_no_backup_is_refused(
    backup: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], told: str
) -> None:
    rewritten(backup, change)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BackupError) as error:
        restore(backup, tmp_path / "new")
    assert told in str(error.value)
    assert str(backup) in str(error.value)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_is_compressed_otherwise_is_refused(backup: Path, tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(backup, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with pytest.raises(BackupError, match="is compressed as no backup is"):
        restore(backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_every_byte_of_a_backup_counts(library: Library, backup: Path, tmp_path: Path) -> None:
    """A byte changed anywhere, or the end cut off: it is refused, or what comes of it is the library all the same."""
    data = backup.read_bytes()
    expected = answers(library)
    refused = 0
    for at in range(0, len(data), len(data) // 20):
        for changed in (data[:at], data[:at] + bytes([data[at] ^ 16]) + data[at + 1 :]):
            backup.write_bytes(changed)
            try:
                restore(backup, tmp_path / "new", replace=True)
            except BackupError:
                refused += 1
            else:  # in what ZIP keeps of dates and such
                again = opened(tmp_path / "new")
                assert answers(again) == expected
                assert again.check() == []
                again.close()
    assert refused > 30


def test_an_archive_that_is_larger_than_it_says(backup: Path, tmp_path: Path) -> None:
    """What a ZIP says of the size of its files is no more believed than the rest."""
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["library.db"] = bytes(50_000_000)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    said, real = (50_000_000).to_bytes(4, "little"), json.loads(files[MANIFEST])["files"]["library.db"]["bytes"]
    backup.write_bytes(held.getvalue().replace(said, real.to_bytes(4, "little")))
    with pytest.raises(BackupError, match="damaged"):
        restore(backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_a_killed_restore_left_makes_room_first(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    left = there / "restore.part-killed"
    left.mkdir(parents=True)
    (left / "library.db").write_bytes(b"x" * 1000)
    (there / LOCK).touch()
    monkeypatch.setattr(restoring.shutil, "disk_usage", lambda _: SimpleNamespace(free=0 if left.exists() else 10**9))
    restore(backup, there)
    assert not left.exists()


def test_a_backup_is_never_written_over(library: Library, backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupError, match="is there already"):
        back_up(library.path, backup)
    assert backup.read_bytes() == before
    with pytest.raises(BackupError, match=r"cannot be written.*folder is there"):
        back_up(library.path, tmp_path / "none" / "backup.zip")
    with pytest.raises(LibraryMissing):
        back_up(tmp_path / "none", tmp_path / "other.zip")
    with pytest.raises(BackupError, match="cannot be read"):
        restore(tmp_path / "other.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["segment-*/codes.npy", "library.db"])
def test_no_backup_of_what_is_damaged(library: Library, tmp_path: Path, name: str) -> None:
    library.close()
    (path,) = library.path.glob(name)
    data = path.read_bytes()
    at = data.index(b"De vis zwemt snel.") if name == "library.db" else len(data) - 1
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    with pytest.raises(LibraryDamaged, match="no backup was made") as error:
        back_up(library.path, tmp_path / "backup.zip")
    assert str(path) in str(error.value)
    assert not list(tmp_path.glob("backup*"))


@pytest.mark.model
def test_from_the_command_line(tmp_path: Path, vindplaats: Callable[..., Any]) -> None:
    library = tmp_path / "library"
    assert vindplaats("--library", library, "add", LETTER).returncode == 0
    file, new = tmp_path / "backup.zip", tmp_path / "new"
    said = vindplaats("--library", library, "backup", file)
    assert (said.returncode, said.stdout.partition(":")[0]) == (0, "backed up 1 letter, 26 passages")
    again = vindplaats("--library", library, "backup", file)
    assert (again.returncode, again.stderr) == (
        1, f"Error: {file} is there already, and was left as it is. Give the backup another name.\n"
    )  # fmt: skip
    said = vindplaats("--library", new, "restore", file)
    assert (said.returncode, said.stdout) == (0, f"restored 1 letter, 26 passages: {new}\n")
    first = json.loads(vindplaats("--library", new, "ask", "Wat is DIANA?", "--json").stdout)["passages"][0]
    assert first["locator"] == "§ Behoud van technologische voorsprong, al. 1"
    said = vindplaats("--library", new, "restore", file, "--replace")
    assert said.returncode == 0
    assert "the database that was there is kept: " in said.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process of its own is killed")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_what_a_killed_backup_left_goes_with_the_next(library: Library, tmp_path: Path) -> None:
    library.close()
    place = tmp_path / "backups"
    mine = place / ".mine.part-1" / "library.db"
    mine.parent.mkdir(parents=True)
    mine.touch()
    if not (child := os.fork()):
        back_up(library.path, place / "first.zip", lambda *_: os._exit(9))
    os.waitpid(child, 0)
    assert len(list(place.glob(".first.zip.part-*/library.db"))) == 1
    others = iter(("third.zip",))

    def progress(*_: int) -> None:
        for name in others:  # one that is at work is left alone
            back_up(library.path, place / name)

    back_up(library.path, place / "second.zip", progress)
    assert sorted(path.name for path in place.iterdir()) == [".mine.part-1", "second.zip", "third.zip"]
    assert mine.exists()


def test_a_backup_that_is_made_is_told_whoever_deletes_its_folder(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another takes the lock of a folder that is being deleted, which is not empty then."""
    rmdir = os.rmdir

    def taken(path: Any, **given: Any) -> None:
        if ".part-" in str(path):
            raise OSError(39, "Directory not empty")
        rmdir(path, **given)

    monkeypatch.setattr(os, "rmdir", taken)
    assert back_up(library.path, tmp_path / "backup.zip").letters == 3


def between_steps(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """A page at a time is copied, and ``work`` done between two; nobody waits for another."""

    class Slow(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection, **given: Any) -> None:
            def stepped(*said: int) -> None:
                work()
                if told := given.get("progress"):
                    told(*said)

            super().backup(target, **{**given, "progress": stepped})

    connect = sqlite3.connect
    given = {"timeout": 0.1, "factory": Slow}
    monkeypatch.setattr(sqlite3, "connect", lambda *path, **named: connect(*path, **{**named, **given}))
    monkeypatch.setattr("index.folder.database.STEP", 1, raising=False)


def test_a_writer_does_not_wait_until_the_database_is_copied(
    library: Library, tmp_path: Path, collection: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = collection({"paard": "Het paard slaapt.", "kat": "De kat rent."})
    steps = []

    def work() -> None:
        steps.append(1)
        if len(steps) == 5:
            library.add([file])

    between_steps(monkeypatch, work)
    assert back_up(library.path, tmp_path / "backup.zip").letters == 4
    restore(tmp_path / "backup.zip", tmp_path / "new")
    assert answers(opened(tmp_path / "new")) == answers(library)
    assert opened(tmp_path / "new").check() == []


def test_one_that_is_replaced_while_it_is_copied_is_copied_anew(
    library: Library, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.remove(["kat"])
    library.close()
    steps = []

    def work() -> None:
        steps.append(1)
        if len(steps) == 5:
            restore(backup, library.path, replace=True)

    between_steps(monkeypatch, work)
    assert back_up(library.path, tmp_path / "second.zip").letters == 3
    restore(tmp_path / "second.zip", tmp_path / "new")
    assert opened(tmp_path / "new").check() == []


def test_a_backup_ends_where_others_never_stop_writing(
    library: Library, tmp_path: Path, collection: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = []

    def work() -> None:
        try:
            library.add([collection({"paard": f"Het paard slaapt. {len(refused)}{time.time_ns()}"})])
        except LibraryUnreadable:
            refused.append(1)

    between_steps(monkeypatch, work)
    assert back_up(library.path, tmp_path / "backup.zip").letters == 4
    assert refused
    restore(tmp_path / "backup.zip", tmp_path / "new")
    assert opened(tmp_path / "new").check() == []
