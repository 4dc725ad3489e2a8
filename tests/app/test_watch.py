"""Files and folders followed: what a look, and what two looks, say; and the library after each step."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from app.commands.watch import Changes, Look, Watch, look, note_passed_over
from index import Library
from index.errors import LibraryUnreadable
from tests.conftest import ROOT, WordEncoder

RENAME = "; give one of them another name, and add it"

A, B, C = Path("map/a.md"), Path("map/b.md"), Path("map/c.md")


def test_a_file_counts_when_two_looks_see_the_same() -> None:
    one, two = Look({A: (1, 5)}), Look({A: (2, 9)})
    assert not Changes.between({}, Look({}), one)
    assert not Changes.between({}, one, two)
    assert Changes.between({}, two, two) == Changes((A,), (), ())
    assert not Changes.between({A: (2, 9)}, two, two)
    # no longer, but at another time
    assert Changes.between({A: (1, 9)}, two, two) == Changes((A,), (), ())


def test_a_file_is_gone_when_two_looks_miss_it() -> None:
    known = {A: (1, 5), B: (1, 5), C: (1, 6)}
    both, one = Look({A: (1, 5), B: (1, 5), C: (1, 6)}), Look({B: (1, 5), C: (1, 6)})
    assert not Changes.between(known, both, one)
    # b is as large as what is gone, and may be a copy
    assert Changes.between(known, one, one) == Changes((), (A,), (B,))


def test_what_cannot_be_seen_is_not_gone() -> None:
    for away in (Look({}, {Path("map"): OSError()}), Look({}, {}, frozenset([A]))):  # type: ignore[dict-item]
        assert not Changes.between({A: (1, 5)}, away, away)
        assert not Changes.between({A: (1, 5)}, away, Look({}))
    assert Changes.between({A: (1, 5)}, Look({}), Look({})).gone == (A,)


def test_a_look_tells_folders_that_are_away_from_files_that_are_gone(tmp_path: Path) -> None:
    folder, file = tmp_path / "map", tmp_path / "los.md"
    folder.mkdir()
    (folder / "a.md").write_text("Een.")
    file.write_text("Twee.")
    paths = [folder, file]
    first = look(paths)
    assert [stamp[1] for stamp in first.files.values()] == [4, 5]
    (folder / "a.md").unlink()
    file.unlink()
    now = look(paths)
    assert (now.lacks(folder / "a.md"), now.lacks(file)) == (True, True)
    folder.rmdir()
    assert not look(paths).lacks(folder / "a.md")
    assert not look([tmp_path / "schijf" / "los.md"]).lacks(tmp_path / "schijf" / "los.md")


class Followed:
    """A folder and a library that follows it; two steps let what was done count."""

    def __init__(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "brieven"
        self.folder.mkdir()
        self.library = Library.open(tmp_path / "library", encoder=WordEncoder(words=500))
        self.write("start.md", "Hier begint het.")
        before = look([self.folder])
        report = self.library.add([self.folder])
        self.watch = Watch(self.library, dict(before.files), before, note_passed_over(report, {}))

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def step(self, times: int = 2) -> list[str]:
        return [line for _ in range(times) for line in self.watch.step(look([self.folder]))]

    def ids(self) -> list[str]:
        return [letter.id for letter in self.library.letters()]


@pytest.fixture
def followed(tmp_path: Path) -> Followed:
    return Followed(tmp_path)


def test_files_that_come_change_move_and_vanish(followed: Followed) -> None:
    assert followed.step() == []
    path = followed.write("kat.md", "De kat slaapt.")
    assert followed.step() == ["added kat"]
    assert followed.step() == []
    followed.write("kat.md", "De kat eet nu.")
    assert followed.step() == ["replaced kat"]
    moved = followed.folder / "elders" / "poes.md"
    moved.parent.mkdir()
    path.rename(moved)
    assert followed.step() == [f"moved kat to {moved}"]
    assert followed.library.ask("kat eet").passages[0].text == "De kat eet nu."
    moved.rename(moved.with_name("kst-28676-372.md"))
    assert followed.step() == ["added kst-28676-372", "removed kat"]
    moved.with_name("kst-28676-372.md").unlink()
    assert followed.step() == ["removed kst-28676-372"]
    assert followed.ids() == ["start"]
    assert followed.step() == []


def test_a_copy_keeps_the_letter(followed: Followed) -> None:
    followed.write("kat.md", "De kat slaapt.")
    followed.step()
    copy = followed.write("kopie.md", "De kat slaapt.")
    assert followed.step() == []
    (followed.folder / "kat.md").unlink()
    assert followed.step() == [f"moved kat to {copy}"]
    copy.unlink()
    assert followed.step() == ["removed kat"]


def test_a_letter_that_gave_way_comes_back_with_its_file(followed: Followed) -> None:
    first = followed.write("x/brief.md", "De kat slaapt.")
    followed.step()
    other = followed.write("y/brief.md", "De hond eet.")
    assert followed.step() == ["replaced brief", f"passed over {first}: {other} is called brief too{RENAME}"]
    other.unlink()
    assert followed.step(3) == ["removed brief", "added brief"]
    assert followed.library.ask("kat").passages[0].text == "De kat slaapt."


def test_a_disk_that_is_full_is_tried_again(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    followed.write("kat.md", "De kat slaapt.")
    sync = followed.library.sync

    def full(*_: object) -> None:
        raise LibraryUnreadable("the disk is full")

    monkeypatch.setattr(followed.library, "sync", full)
    assert followed.step(4) == ["the disk is full"]
    monkeypatch.setattr(followed.library, "sync", sync)
    assert followed.step(1) == ["added kat"]


def test_a_copy_keeps_the_letter_of_a_file_that_changes(followed: Followed) -> None:
    followed.write("kat.md", "De kat slaapt.")
    followed.step()
    copy = followed.write("kopie.md", "De kat slaapt.")
    followed.step()
    followed.write("kat.md", "De hond eet.")
    # each has the id of its name now
    assert followed.step() == ["added kopie", "replaced kat"]
    assert copy.is_file()
    assert followed.ids() == ["kat", "kopie", "start"]


def test_another_file_with_the_letter_keeps_it(followed: Followed) -> None:
    head = "Vergaderjaar 2020–2021\n\n28 676 NAVO\n\nNr. 372 BRIEF VAN DE MINISTER VAN DEFENSIE\n\n"
    former = followed.write("een.md", f"{head}De kat slaapt.")
    followed.step()
    later = followed.write("twee.md", f"{head}De kat slaapt vandaag.")
    assert followed.step() == [
        "replaced kst-28676-372",
        f"passed over {former}: {later} holds kst-28676-372 too",
    ]
    later.unlink()
    assert followed.step(3) == ["removed kst-28676-372", "added kst-28676-372"]
    # what comes last stands, whatever else goes
    followed.write("kat.md", "De kat eet.")
    followed.write("een.md", f"{head}De kat slaapt niet.")
    followed.step()
    (followed.folder / "kat.md").unlink()
    assert followed.step(3) == ["removed kat"]
    former.write_text(f"{head}De kat slaapt.")
    followed.step()
    assert [hit.text for hit in followed.library.ask("kat").passages if hit.letter == "kst-28676-372"] == [
        "De kat slaapt."
    ]
    assert followed.step() == []


def test_a_file_that_is_being_written_waits(followed: Followed) -> None:
    path = followed.write("kat.md", "De ")
    for text in ("De kat ", "De kat slaapt ", "De kat slaapt vast."):
        assert followed.step(1) == []
        path.write_text(text)
    assert followed.step(1) == []
    assert followed.step(1) == ["added kat"]
    # a file that is put in its place, as editors do
    fresh = followed.write(".kat.tmp", "De kat is wakker.")
    path.unlink()
    assert followed.step(1) == []
    fresh.rename(path)
    assert followed.step() == ["replaced kat"]


def test_what_cannot_be_read_is_told_once(followed: Followed) -> None:
    path = followed.write("kat.md", b"caf\x81")
    told = f"{path}: is not UTF-8 text (line 1); save it as UTF-8"
    assert followed.step() == [told]
    assert followed.step(3) == []
    # not again either where another of its size changes
    followed.write("hond.md", b"hond.")
    assert followed.step() == ["added hond"]
    (followed.folder / "hond.md").unlink()
    assert followed.step() == ["removed hond"]
    followed.write("kat.md", b"\x81 caf\x81")
    assert followed.step() == [told]
    followed.write("kat.md", "café")
    assert followed.step() == ["added kat"]
    followed.write("kat.md", "")
    assert followed.step() == [f"{path}: is empty; was it saved?"]
    assert followed.ids() == ["kat", "start"]


def test_a_file_that_may_be_read_after_all_is_read(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    path = followed.write("kat.md", "De kat slaapt.")
    real = Path.open

    def refused(self: Path, *args: object, **kwargs: object) -> object:
        if self == path and not path.stat().st_mode & 0o004:
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    path.chmod(0o600)
    assert [line.partition(" the system")[0] for line in followed.step()] == [f"{path}:"]
    path.chmod(0o644)
    assert followed.step() == ["added kat"]


def test_a_library_that_is_busy_is_tried_again(followed: Followed) -> None:
    followed.write("kat.md", "De kat slaapt.")
    with FileLock(followed.library.path / "write.lock"):
        (told,) = followed.step(4)
        assert "Another process is writing" in told
    assert followed.step(1) == ["added kat"]


def test_a_folder_that_is_away_keeps_its_letters(followed: Followed) -> None:
    away = followed.folder.rename(followed.folder.with_name("weg"))
    told = followed.step(4)
    assert told == [f"{followed.folder}: no such file or folder; check the path; the letters in it stay"]
    assert followed.ids() == ["start"]
    away.rename(followed.folder)
    assert followed.step(3) == []


@pytest.mark.model
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal")
def test_the_command_follows_until_ctrl_c(tmp_path: Path, until: Callable[[Callable[[], bool]], None]) -> None:
    folder, library, output = tmp_path / "brieven", tmp_path / "library", tmp_path / "uitvoer"
    folder.mkdir()
    (folder / "a.md").write_text("De kat slaapt.")
    command = [sys.executable, "-m", "app", "--library", str(library), "add", str(folder), "--watch"]

    def listening() -> None:
        # a shell that runs the tests in the background has them ignore Ctrl-C, and what they start
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with output.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, preexec_fn=listening)
    try:
        until(lambda: "Following 1 files" in output.read_text())
        (folder / "b.md").write_text("De hond eet.")
        until(lambda: "added b" in output.read_text())
        (folder / "a.md").unlink()
        until(lambda: "removed a" in output.read_text())
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    finally:
        process.kill()
    assert output.read_text() == "added a\nFollowing 1 files; Ctrl-C ends it.\nadded b\nremoved a\n"
    assert [letter.id for letter in Library.open(library).letters()] == ["b"]
