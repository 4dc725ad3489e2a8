"""A disk that is full, or there for reading only: what was there stays, and what to do is told."""

import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import Library, LibraryError
from index.errors import BackupError, LibraryUnreadable
from index.folder.backup import back_up
from index.folder.restoring import restore
from tests.reliability.letters import HashEncoder, State, answers, held, written
from tests.reliability.processes import done

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
ROOM = 8 * 1024 * 1024
FIRST: State = {f"brief-{number:03d}": 1 for number in range(10)}
MORE: State = {f"brief-{number:03d}": 2 for number in range(5, 60)}


def opened(path: Path) -> Library:
    return Library.open(path, encoder=HashEncoder())


def mounted(*arguments: str | Path) -> None:
    if shutil.which("mount") is None or subprocess.run(["mount", *arguments], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk, or one for reading only")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", place)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def letters(tmp_path: Path) -> Callable[[State], list[Path]]:
    def write(state: State) -> list[Path]:
        folder = tmp_path / f"letters-{len(state)}"
        folder.mkdir(exist_ok=True)
        return written(folder, state, state)

    return write


def refused(work: Callable[[], object]) -> str:
    """What is told where ``work`` is refused, "" where it isn't; in a process of its own, which the system may end."""

    def told() -> str:
        try:
            work()
        except LibraryError as error:
            return f"{type(error).__name__}: {error}"
        return ""

    said: str = done(told)
    return said


def filled(disk: Path, left: int) -> None:
    """Fill the disk but for so many bytes."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    ballast.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - left)))


def test_a_full_disk(disk: Path, letters: Callable[[State], list[Path]]) -> None:
    library, files = disk / "library", letters(MORE)
    opened(library).add(letters(FIRST))
    before = answers(opened(library))
    full = 0
    for left in (0, 4096, 300_000, 1_000_000, 1_800_000, 2_600_000, ROOM):
        filled(disk, left)
        said = refused(lambda: opened(library).add(files))
        if not said:
            break
        full += 1
        assert said.startswith("LibraryUnreadable: The library"), said
        assert str(library) in said
        assert "room" in said, said
        assert held(opened(library)) == FIRST
        assert answers(opened(library)) == before
        assert opened(library).check() == []
    assert full > 3
    assert held(opened(library)) == {**FIRST, **MORE}
    assert opened(library).check() == []


def test_a_new_library_on_a_full_disk(disk: Path, letters: Callable[[State], list[Path]]) -> None:
    library, files = disk / "library", letters(MORE)
    for left in (0, 40_000, 300_000, 900_000):
        filled(disk, left)
        assert "room" in refused(lambda: opened(library).add(files))
        assert not library.exists()
    (disk / "ballast").unlink()
    opened(library).add(files)
    assert held(opened(library)) == MORE


def test_a_backup_on_a_full_disk(disk: Path, tmp_path: Path, letters: Callable[[State], list[Path]]) -> None:
    library, file = tmp_path / "library", tmp_path / "backup.zip"
    opened(library).add(letters(MORE))
    back_up(library, file)
    for left in (0, 100_000, 500_000):
        filled(disk, left)
        assert "cannot be" in refused(lambda: back_up(library, disk / "backup.zip"))
        assert "oom there" in refused(lambda: restore(file, disk / "library"))
        assert [path.name for path in disk.iterdir()] == ["ballast"]


@pytest.mark.parametrize("most", [10_000, 100_000, 300_000, 600_000])
def test_files_that_may_not_be_larger(tmp_path: Path, letters: Callable[[State], list[Path]], most: int) -> None:
    """The same without a disk of one's own: a limit on the size of any file."""
    library, files = tmp_path / "library", letters(MORE)
    opened(library).add(letters(FIRST))

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        opened(library).add(files)

    said = refused(limited)
    assert said.startswith("LibraryUnreadable: The library")
    assert "try again" in said
    assert held(opened(library)) == FIRST
    assert opened(library).check() == []


@pytest.fixture
def read_only(tmp_path: Path, letters: Callable[[State], list[Path]]) -> Iterator[Path]:
    """A library on a disk that is there for reading only."""
    library, place = tmp_path / "library", tmp_path / "reading"
    opened(library).add(letters(FIRST))
    place.mkdir()
    mounted("--bind", library, place)
    try:
        mounted("-o", "remount,bind,ro", place)
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_folder_for_reading_only(read_only: Path, tmp_path: Path, letters: Callable[[State], list[Path]]) -> None:
    library = opened(read_only)
    before = answers(library)
    files = letters(MORE)
    for change in (
        lambda: library.add(files),
        lambda: library.remove(["brief-001"]),
        lambda: library.rebuild(),
        lambda: restore(tmp_path / "backup.zip", read_only, replace=True),
        lambda: library.check(),
    ):
        if not (tmp_path / "backup.zip").exists():
            back_up(read_only, tmp_path / "backup.zip")
        with pytest.raises(
            LibraryUnreadable, match="may not be written to, or its disk is there for reading only"
        ) as error:
            change()
        assert str(read_only) in str(error.value)
        assert "and try again" in str(error.value)
    with pytest.raises(BackupError, match="Read-only file system"):
        back_up(tmp_path / "library", read_only / "backup.zip")
    assert answers(opened(read_only)) == before
    assert opened(tmp_path / "library").check() == []


def test_what_a_killed_writer_left_there_is_told(read_only: Path, tmp_path: Path) -> None:
    def left() -> None:
        import os

        database = sqlite3.connect(tmp_path / "library" / "library.db", isolation_level=None)
        database.execute("PRAGMA cache_size = 1")
        database.execute("BEGIN")
        database.execute("UPDATE passages SET text = text || 'x'")
        database.execute("UPDATE letters SET title = 'x'")
        os._exit(9)

    with pytest.raises((RuntimeError, EOFError)):
        done(left)
    assert (tmp_path / "library" / "library.db-journal").exists()
    with pytest.raises(LibraryUnreadable, match="See to it that you may"):
        opened(read_only).letters()
    # where it may be written to, it is undone by whoever reads first
    assert held(opened(tmp_path / "library")) == FIRST
    with closing(sqlite3.connect(tmp_path / "library" / "library.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert held(opened(read_only)) == FIRST
