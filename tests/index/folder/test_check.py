"""What goes wrong with a library's files is found, and made again, or told and left."""

import json
import os
import platform
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from index import Answer, Library
from index.errors import LibraryBusy, LibraryDamaged, LibraryMissing, ModelError
from index.folder import merging
from index.folder.check import Finding, Outcome
from index.folder.update import writing
from index.vectors import dense
from tests.conftest import WordEncoder

TEXTS = {
    "kat": "De kat slaapt. Zie Kamerstuk 28 676, nr. 331 over de Noord-Atlantische Raad (hierna: NAR).",
    "hond": "De hond eet in de NAR.",
    "vis": "De vis zwemt snel.",
}
QUESTIONS = ("wie slaapt", "wat doet de hond", "Kamerstuk 28 676, nr. 331", "zwemt", "zwent", "Noord-Atlantische Raad")


@pytest.fixture
def library(tmp_path: Path, collection: Callable[..., Path]) -> Library:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=400))
    for name, text in TEXTS.items():
        library.add([collection({name: text}, f"{name}.jsonl")])
    assert library.check() == []
    return library


def answers(library: Library) -> list[Any]:
    def told(answer: Answer) -> Any:
        return {**answer.to_json(), "elapsed_ms": 0}

    return [told(library.ask(question)) for question in QUESTIONS]


def changed(library: Library, *statements: str) -> None:
    database = sqlite3.connect(library.path / "library.db")
    with database:
        for statement in statements:
            database.execute(statement)
    database.close()


def outcomes(findings: list[Finding]) -> set[Outcome]:
    return {finding.outcome for finding in findings}


def damaged(path: Path, damage: str) -> None:
    """Turn a bit in the middle, cut the file in half, or take it away."""
    data, middle = path.read_bytes(), path.stat().st_size // 2
    flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    path.write_bytes(data[:middle] if damage == "cut" else flipped)
    if damage == "remove":
        path.unlink()


@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_every_file_of_the_index(library: Library, damage: str) -> None:
    before = answers(library)
    names = {path.name for path in library.path.glob("segment-*/*")}
    assert len(names) == 12
    for name in names:
        library.close()
        path = next(library.path.glob(f"segment-*/{name}"))
        damaged(path, damage)
        (finding,) = library.check()
        assert (finding.place, finding.outcome) == (str(path), Outcome.REPAIRED)
    assert library.check() == []
    assert answers(library) == before


def test_a_large_segment_is_compared_whole(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors.segment.CHECKED_BYTES", 0)
    monkeypatch.setattr("index.vectors.segment.CHECKED_FILE", 0)
    path = next(library.path.glob("segment-*/codes.npy"))
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    library.close()
    library.ask("kat")  # only the sizes are compared when it is opened
    (finding,) = library.check()
    assert (finding.place, finding.problem) == (str(path), "is not what was written there")


@pytest.fixture
def unseen(library: Library, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Turns a bit at the end of a file, as where files are too large to be compared whole at the start."""
    monkeypatch.setattr("index.vectors.segment.CHECKED_BYTES", 0)
    monkeypatch.setattr("index.vectors.segment.CHECKED_FILE", 0)

    def turn(name: str) -> Path:
        library.close()
        path = next(library.path.glob(f"segment-*/{name}"))
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        return path

    return turn


def test_what_is_damaged_is_not_copied_into_a_new_segment(
    library: Library, unseen: Callable[[str], Path], collection: Callable[..., Path]
) -> None:
    path = unseen("codes.npy")
    library.ask("kat")
    with pytest.raises(LibraryDamaged, match="is not what was written there") as error:
        library.add([collection({"paard": "Het paard draaft.", "koe": "De koe loeit."})])
    assert str(path) in str(error.value)
    assert len(library.letters()) == 3


def test_what_is_missing_is_called_that_when_letters_are_added(
    library: Library, collection: Callable[..., Path]
) -> None:
    (segment,) = library.path.glob("segment-*")
    shutil.rmtree(segment)
    again = Library.open(library.path, encoder=library.encoder())
    with pytest.raises(LibraryDamaged, match=r"is missing.*rebuild`"):
        again.add([collection({"paard": "Het paard draaft."})])


@pytest.mark.parametrize("name", ["windows.npy", "tokens.npy", "sentences.npy", "lengths.npy", "held.npy"])
def test_no_count_leads_outside_a_file(library: Library, unseen: Callable[[str], Path], name: str) -> None:
    path = unseen(name)
    with pytest.raises(LibraryDamaged, match="rebuild") as error:
        library.ask("kat")
    assert str(path.parent) in str(error.value)


def test_a_writer_is_named(library: Library) -> None:
    with writing(library.path), pytest.raises(LibraryBusy) as error:
        library.check()
    told = rf"the library {library.path} \(process {os.getpid()} on .+, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d\)"
    assert re.search(told, str(error.value))
    # what a writer left that was killed is not believed
    gone = {"process": 999999999, "host": platform.node(), "since": "2026-01-01T00:00:00"}
    (library.path / "writer.json").write_text(json.dumps(gone))
    with FileLock(library.path / "write.lock"), pytest.raises(LibraryBusy) as error:
        library.check()
    assert "999999999" not in str(error.value)


def test_a_whole_segment_that_is_gone(library: Library) -> None:
    before = answers(library)
    library.close()
    for folder in library.path.glob("segment-*"):
        shutil.rmtree(folder)
    findings = library.check()
    assert outcomes(findings) == {Outcome.REPAIRED}
    assert {finding.problem for finding in findings} == {"is missing"}
    assert answers(library) == before


@pytest.fixture
def large(tmp_path: Path, collection: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library with the files that only large ones have. To learn codes and cells of so little, more threads than
    cores take longer than one."""
    import faiss

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    monkeypatch.setattr(merging, "PACKED_FROM", 60)
    monkeypatch.setattr(dense, "EXACT", 60)
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([collection({f"l{each}": f"kat w{each % 30} hond w{each % 7}." for each in range(80)})])
    yield library
    faiss.omp_set_num_threads(threads)


@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_the_files_of_a_large_library(large: Library, damage: str) -> None:
    before = answers(large)
    for name in ("codes-*", "segment-*/dense.faiss"):
        large.close()
        (path,) = large.path.glob(name)
        damaged(path, damage)
        (finding,) = large.check()
        assert (finding.place, finding.outcome) == (str(path), Outcome.REPAIRED)
    assert answers(large) == before
    assert large.check() == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM lexical WHERE rowid = 2", "has 1 passages with other words than their texts, or none"),
        ("DELETE FROM lexical", "has 3 passages with other words"),
        ("UPDATE lexical SET stems = 'iets anders' WHERE rowid = 1", "has 1 passages with other words"),
        ("INSERT INTO lexical (rowid, stems, forms) VALUES (99, 'spook', '')", "words of 1 more"),
        ("DELETE FROM lexical_data WHERE id > 10", "has an index of words that is damaged"),
        ("UPDATE lexical_data SET block = zeroblob(40) WHERE id > 10", "has an index of words that is damaged"),
        ("DELETE FROM lexical_content WHERE id = 1", "has 1 passages with other words"),
        ("UPDATE lexical_size SET stems = stems + 5", "counts the passages, or their words, wrong"),
        ("UPDATE lexical_size SET passages = 0", "counts the passages, or their words, wrong"),
        ("DELETE FROM vocabulary WHERE word = 'kat'", "has a vocabulary of other words than the texts"),
        ("UPDATE vocabulary SET passages = passages + 1", "has a vocabulary of other words than the texts"),
        ("UPDATE vocabulary SET reversed = 'x' WHERE word = 'zwemt'", "has a vocabulary of other words than the texts"),
        ("DELETE FROM mentions", "has other references than the texts"),
        ("INSERT INTO mentions VALUES ('kst-1-1', 999)", "has other references than the texts"),
        ("DELETE FROM abbreviations", "has other abbreviations than the texts, in 1 letters"),
        ("UPDATE abbreviations SET long_key = 'x'", "has other abbreviations than the texts, in 1 letters"),
        ("INSERT INTO readings VALUES ('f', 0, 'spook', 1)", "remembers files of letters that are not there"),
    ],
)
def test_what_is_kept_of_words(library: Library, statement: str, told: str) -> None:
    before = answers(library)
    changed(library, statement)
    findings = library.check(repair=False)
    assert told in "\n".join(map(str, findings))
    assert outcomes(findings) == {Outcome.FOUND}
    assert [finding.problem for finding in library.check()] == [finding.problem for finding in findings]
    assert library.check() == []
    assert answers(library) == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM meta WHERE key = 'generation'",
        "UPDATE meta SET value = '[]' WHERE key = 'generation'",
        "UPDATE meta SET value = '{' WHERE key = 'generation'",
        "UPDATE meta SET value = json_remove(value, '$.segments[0]') WHERE key = 'generation'",
        "UPDATE meta SET value = json_set(value, '$.segments[0].gone', json('[1]')) WHERE key = 'generation'",
    ],
)
def test_an_index_of_other_passages(library: Library, statement: str) -> None:
    before = answers(library)
    library.close()
    changed(library, statement)
    assert outcomes(library.check()) == {Outcome.REPAIRED}
    assert library.check() == []
    assert answers(library) == before


def test_what_belongs_to_nothing_goes(library: Library) -> None:
    for name in ("segment-00000099-0", "segment-00000007-0.part-abc", "codes-00000001.npz.part-x"):
        (library.path / name).mkdir()
    (library.path / "codes-00000099.npz").write_bytes(b"codes")
    kept = library.path / "notities.txt"
    kept.write_text("Van mij.")
    findings = library.check(repair=False)
    assert (len(findings), outcomes(findings)) == (4, {Outcome.FOUND})
    assert len(library.check()) == 4
    assert library.check() == []
    assert len(list(library.path.glob("segment-*"))) >= 1
    assert not list(library.path.glob("*.part-*"))
    assert kept.is_file()


def corrupt_header(data: bytes) -> bytes:
    return b"not a database!!" + data[16:]


def corrupt_page(data: bytes) -> bytes:
    return data[:4096] + b"\xff" * 4096 + data[8192:]


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def emptied(_: bytes) -> bytes:
    return b""


def corrupt_text(data: bytes) -> bytes:
    assert b"De vis zwemt snel." in data
    return data.replace(b"De vis zwemt snel.", b"De vis zwemt niet.", 1)


def corrupt_encoding(data: bytes) -> bytes:
    return data.replace(b"De vis zwemt snel.", b"De vis zwemt \xff\xfe\xff\xff.", 1)


@pytest.mark.parametrize("damage", [corrupt_header, corrupt_page, cut, corrupt_text, corrupt_encoding, emptied])
def test_damage_to_the_database_is_told_and_nothing_is_written(
    library: Library, damage: Callable[[bytes], bytes]
) -> None:
    library.close()
    path = library.path / "library.db"
    path.write_bytes(damage(path.read_bytes()))
    (library.path / "segment-00000099-0").mkdir()
    before = {each: each.read_bytes() for each in library.path.rglob("*") if each.is_file()}
    findings = library.check()
    assert outcomes(findings) == {Outcome.LEFT}
    assert all(finding.place.startswith(str(path)) for finding in findings)
    assert re.search("restore --replace FILE|remove vis and add .* again", str(findings[0]))
    assert {each: each.read_bytes() for each in library.path.rglob("*") if each.is_file()} == before
    assert (library.path / "segment-00000099-0").is_dir()


def test_a_changed_text_is_never_shown(library: Library, tmp_path: Path) -> None:
    assert library.ask("zwemt").passages[0].text == TEXTS["vis"]
    changed(library, "UPDATE passages SET text = 'De vis zwemt niet.' WHERE letter = 'vis'")
    told = f"library.db, letter vis, is not what was written there: remove vis and add {tmp_path / 'vis.jsonl'} again"
    for show in (lambda: library.ask("zwemt"), lambda: library.letter("vis")):
        with pytest.raises(LibraryDamaged) as error:
            show()
        assert told in str(error.value)
    assert library.letter("kat").passages[0].text == TEXTS["kat"]


def test_a_changed_text_names_its_letter(library: Library, tmp_path: Path) -> None:
    changed(library, "UPDATE passages SET text = 'De vis zwemt niet.' WHERE letter = 'vis'")
    (finding,) = library.check()
    assert str(finding) == (
        f"{library.path / 'library.db'}, letter vis, is not what was written there: not repaired, "
        f"remove vis and add {tmp_path / 'vis.jsonl'} again"
    )
    # as it says
    library.remove(["vis"])
    library.add([tmp_path / "vis.jsonl"])
    assert library.ask("zwemt").passages[0].text == TEXTS["vis"]
    # the words that went were not those that had come
    assert [finding.problem for finding in library.check()] == ["has a vocabulary of other words than the texts"]
    assert library.check() == []


def test_what_cannot_be_made_again_is_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.close()
    path = next(library.path.glob("segment-*/keys.npy"))
    path.unlink()

    def refuse(*_: object) -> None:
        raise ModelError("the model is not there")

    monkeypatch.setattr(Library, "_any_encoder", refuse)
    (finding,) = library.check()
    assert (finding.outcome, finding.done) == (Outcome.LEFT, "the model is not there")
    assert finding.to_json() == {
        "place": str(path), "problem": "is missing", "outcome": "not repaired", "done": "the model is not there",
    }  # fmt: skip
    assert json.dumps(finding.to_json())


def test_only_looking_changes_nothing(library: Library) -> None:
    library.close()
    next(library.path.glob("segment-*/keys.npy")).unlink()
    changed(library, "DELETE FROM lexical")
    (library.path / "codes-00000099.npz").touch()
    before = {each: each.read_bytes() for each in library.path.rglob("*") if each.is_file()}
    assert outcomes(library.check(repair=False)) == {Outcome.FOUND}
    assert {each: each.read_bytes() for each in library.path.rglob("*") if each.is_file()} == before


def test_a_writer_is_not_disturbed(library: Library, tmp_path: Path) -> None:
    with FileLock(library.path / "write.lock"), pytest.raises(LibraryBusy):
        library.check()
    with pytest.raises(LibraryMissing):
        Library(tmp_path / "none", None, None, None).check()
