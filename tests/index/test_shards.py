"""Shards: which file belongs to which, that the same gives the same bytes, and that nothing is made twice."""

import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from corpus import CorpusError, read_file
from index import Library
from index.encoder import Floats
from index.errors import LibraryBusy, ShardError, ShardMismatch
from index.folder import merging
from index.shards import embed as embedding
from index.shards.common import CODES, read_codes
from index.shards.letters import letter_line, letter_of
from index.shards.listing import Listing
from index.shards.manifest import Group, Head, folder_of, read_manifest
from index.shards.part import Part
from index.vectors.codes import ProductCodes
from tests.conftest import LETTER
from tests.index.shard_files import CountingEncoder, bytes_of, letters_in, quick_codes
from tests.reliability.letters import HashEncoder, written


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return letters_in(tmp_path / "letters")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """One that isn't there."""
    return Library.open(tmp_path / "library", encoder=CountingEncoder())


def test_every_file_is_in_one_shard_wherever_it_lies(files: Path, tmp_path: Path) -> None:
    listing = Listing.of([files])
    shards = [listing.of_shard(shard, 4) for shard in range(1, 5)]
    assert sorted(each.place for its in shards for each in its) == list(range(15))
    assert all(3 * len(its) < 2 * 15 for its in shards)
    elsewhere = Listing.of([shutil.copytree(files, tmp_path / "elsewhere" / "briefwisseling")])
    assert elsewhere.digest == listing.digest
    assert [[each.name for each in elsewhere.of_shard(shard, 4)] for shard in range(1, 5)] == [
        [each.name for each in its] for its in shards
    ]
    written(files, {"aanvulling": 1}, ["aanvulling"])
    more = Listing.of([files])
    assert more.digest != listing.digest
    for shard, its in enumerate(shards, start=1):
        names = [each.name for each in more.of_shard(shard, 4)]
        assert [name for name in names if name != "aanvulling.md"] == [each.name for each in its]


def test_a_path_that_is_not_there_is_an_input_too(files: Path, tmp_path: Path) -> None:
    listing = Listing.of([files / "brief-0000.md", tmp_path / "weg", files / "onder"])
    assert [each.name for each in listing.inputs[:2]] == [str(tmp_path / "weg"), "brief-0000.md"]
    assert isinstance(listing.inputs[0].failure, CorpusError)
    assert [each.place for each in listing.inputs] == list(range(len(listing.inputs)))


def test_a_worker_reads_no_more_files_than_its_own(
    files: Path, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(library.embed([files], tmp_path / "out", 4, 1))  # which also learns that all is little
    seen: list[Path] = []
    for name in ("read_file", "fingerprint"):
        real = getattr(embedding, name)
        monkeypatch.setattr(embedding, name, lambda path, real=real: seen.append(path) or real(path))
    monkeypatch.setattr("index.shards.common.read_file", lambda path: pytest.fail(f"{path} was read"))
    list(library.embed([files], tmp_path / "out", 4, 3))
    assert sorted(set(seen)) == sorted(each.file for each in Listing.of([files]).of_shard(3, 4))


def test_the_same_gives_the_same_bytes(
    files: Path, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "PACKED_FROM", 20)
    list(library.embed([files], tmp_path / "out", 3))
    days = 40 * 24 * 3600
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + days)
    other = Library.open(tmp_path / "library", encoder=HashEncoder())
    for shard in (3, 1, 2):
        list(other.embed([files], tmp_path / "again", 3, shard))
    made = bytes_of(tmp_path / "out")
    assert read_codes(tmp_path / "out") is not None
    assert sum(name.endswith(".npz") for name in made) > 3
    assert bytes_of(tmp_path / "again") == made


def test_what_is_there_is_not_made_again(files: Path, tmp_path: Path, library: Library) -> None:
    encoder = library._encoder
    assert isinstance(encoder, CountingEncoder)
    first = list(library.embed([files], tmp_path / "out", 2))
    assert sum(each.embedded for each in first) == sum(each.passages for each in first) == 13 * 5 + 40
    assert sum(each.letters for each in first) == 13 + 40
    assert sorted(str(failure) for each in first for failure in each.failures) == [
        str(failure) for name in ("kapot.pdf", "verzameling.jsonl") for failure in read_file(files / name).failures
    ]
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("part-*")}
    texts, made = encoder.texts, bytes_of(tmp_path / "out")
    assert texts >= 13 * 5 + 40
    again = list(library.embed([files], tmp_path / "out", 2))
    assert [repr(each) for each in again] == [repr(replace(each, embedded=0)) for each in first]
    assert encoder.texts == texts
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("part-*")} == before
    assert bytes_of(tmp_path / "out") == made


def test_only_the_group_of_a_file_that_changed_is_made_again(
    files: Path, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "FILES", 4)
    list(library.embed([files], tmp_path / "out"))
    written(files, {"brief-0002": 2}, ["brief-0002"])
    (report,) = library.embed([files], tmp_path / "out")
    assert report.embedded == 4 * 5
    list(library.embed([files], tmp_path / "fresh"))
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")
    (files / "onder" / "brief-0011.md").unlink()
    (report,) = library.embed([files], tmp_path / "out")
    list(library.embed([files], tmp_path / "less"))
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "less")
    assert report.embedded < report.passages


@pytest.mark.parametrize("what", ["cut", "changed", "stamped", "gone", "manifest gone", "manifest cut"])
def test_a_part_that_is_damaged_is_made_again(files: Path, tmp_path: Path, library: Library, what: str) -> None:
    list(library.embed([files], tmp_path / "out"))
    made = bytes_of(tmp_path / "out")
    folder = folder_of(tmp_path / "out", 1, 1)
    path = folder / ("manifest.jsonl" if "manifest" in what else "part-000000-0000.npz")
    whole = path.read_bytes()
    match what.split()[-1]:
        case "cut":
            path.write_bytes(whole[: len(whole) // 2])
        case "changed":
            path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
        case "stamped":  # with another date, which changes nothing that is read of it
            path.write_bytes(whole[:10] + b"\7" + whole[11:])
        case "gone":
            path.unlink()
    (report,) = library.embed([files], tmp_path / "out")
    assert (report.embedded > 0) == ("manifest" not in what)
    assert bytes_of(tmp_path / "out") == made


def test_parts_are_small_and_a_large_letter_stands_alone(
    files: Path, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "CHUNK", 12)
    (files / "lang.md").write_text("\n\n".join(["# Lang", *(f"Alinea {n} over Rusland." for n in range(30))]), "utf-8")
    list(library.embed([files], tmp_path / "out"))
    folder = folder_of(tmp_path / "out", 1, 1)
    head, *groups = read_manifest(folder / "manifest.jsonl")
    assert isinstance(head, Head)
    parts = [part for group in groups if isinstance(group, Group) for part in group.parts]
    assert [part.passages for part in parts if part.passages > 12] == [30]
    assert sum(part.passages for part in parts) == 13 * 5 + 40 + 30
    (large,) = (part for part in parts if part.passages == 30)
    opened = Part(folder / large.name)
    assert opened.letter(0) == read_file(files / "lang.md").letters[0]
    assert opened.run(3, 7).keys.tolist() == [3, 4, 5, 6]


def test_nothing_of_a_letter_is_lost_in_a_line() -> None:
    (letter,) = read_file(LETTER).letters
    assert letter.metadata.date
    assert letter.metadata.senders
    assert letter.footnotes
    assert letter.references()
    told = replace(letter, warnings=("een", "twee\u2028drie"))
    for each in (letter, told):
        line = letter_line(each)
        assert "\n" not in line
        assert letter_of(line) == each
        assert letter_of(line).warnings == each.warnings


def test_codes_are_learned_once(files: Path, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "PACKED_FROM", 20)
    learned: list[ProductCodes] = []
    monkeypatch.setattr(ProductCodes, "learned", lambda vectors: learned.append(quick_codes(vectors)) or learned[-1])
    for shard in (1, 2):
        list(library.embed([files], tmp_path / "out", 2, shard))
    (codes,) = learned
    found = read_codes(tmp_path / "out")
    assert found
    assert found.digest() == codes.digest()
    for shard in (1, 2):
        folder = folder_of(tmp_path / "out", shard, 2)
        head = next(read_manifest(folder / "manifest.jsonl"))
        assert isinstance(head, Head)
        assert head.codes == codes.digest()
        assert all(Part(path).run(0, 1).codes.dtype == "uint8" for path in folder.glob("part-*"))


def test_of_two_that_learn_at_once_the_first_is_kept(
    files: Path, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(library.embed([files], tmp_path / "small"))
    assert read_codes(tmp_path / "small") is None
    monkeypatch.setattr(merging, "PACKED_FROM", 20)

    def meanwhile(vectors: Floats) -> ProductCodes:
        shutil.copy(tmp_path / "small" / CODES, tmp_path / "out" / CODES)
        return quick_codes(vectors)

    monkeypatch.setattr(ProductCodes, "learned", meanwhile)
    list(library.embed([files], tmp_path / "out"))
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "small")


def test_a_library_that_packs_gives_its_codes(
    files: Path, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(library.embed([files], tmp_path / "other"))
    monkeypatch.setattr(merging, "PACKED_FROM", 20)
    monkeypatch.setattr(ProductCodes, "learned", quick_codes)
    library.add([files / "onder"])
    list(library.embed([files], tmp_path / "out"))
    codes, own = read_codes(tmp_path / "out"), library._files.packing(library._files.reading())
    assert codes
    assert own
    assert codes.digest() == own.digest()
    with pytest.raises(ShardMismatch, match=r"other codes than .*codes\.npz.*--out another folder"):
        list(library.embed([files], tmp_path / "other"))


def test_a_lock_that_a_killed_worker_left_for_a_moment_is_waited_for(
    files: Path, tmp_path: Path, library: Library
) -> None:
    folder = folder_of(tmp_path / "out", 1, 1)
    folder.mkdir(parents=True)
    lock = FileLock(folder / "write.lock", thread_local=False)
    lock.acquire()
    release = threading.Timer(0.3, lock.release)
    release.start()
    assert [report.shard for report in library.embed([files], tmp_path / "out")] == [1]
    release.join()


def test_what_cannot_be_done_is_told(files: Path, tmp_path: Path, library: Library) -> None:
    for shard, shards, told in ((5, 4, "no shard 5 of 4"), (0, 4, "no shard 0 of 4"), (None, 0, "made in 0 shards")):
        with pytest.raises(ShardError, match=told):
            list(library.embed([files], tmp_path / "out", shards, shard))
    (tmp_path / "file").write_text("x")
    with pytest.raises(ShardError, match=r"cannot be written.*run the same command again"):
        list(library.embed([files], tmp_path / "file"))
    folder = folder_of(tmp_path / "out", 1, 1)
    folder.mkdir(parents=True)
    with FileLock(folder / "write.lock"), pytest.raises(LibraryBusy, match="Another process is writing the shard"):
        list(library.embed([files], tmp_path / "out"))
    (tmp_path / "out" / CODES).write_bytes(b"PK")
    with pytest.raises(ShardError, match=r"codes\.npz is missing or damaged"):
        list(library.embed([files], tmp_path / "out"))
