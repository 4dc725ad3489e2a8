"""Add, replace, remove, list; what a reader sees; what goes wrong."""

import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from index import Library, reading
from index.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryMissing,
    LibraryUnreadable,
    ModelMismatch,
    QuestionError,
    UnknownLetter,
)
from index.folder.store import Store
from tests.conftest import LETTER, WordEncoder, insert

Collection = Callable[..., Path]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under ``folder`` with its bytes, the lock left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "write.lock"
    }


@pytest.fixture
def library(tmp_path: Path, collection: Collection) -> Library:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([collection({"kat": "De kat slaapt.", "hond": "De hond eet."})])
    return library


def test_add_list_ask(library: Library) -> None:
    assert [letter.id for letter in library.letters()] == ["hond", "kat"]
    hit = library.ask("wie slaapt").passages[0]
    assert (hit.id, hit.text, hit.rank, hit.locator) == ("kat#al.1", "De kat slaapt.", 1, "al. 1")
    assert [hit.text[start:end] for start, end in hit.evidence] == ["De kat slaapt."]


def test_how_many_letters_are_read_and_written_is_told(tmp_path: Path, collection: Collection) -> None:
    said: list[tuple[object, ...]] = []
    library = Library.open(tmp_path / "library", encoder=WordEncoder(), notice=lambda *told: said.append(told))
    library.add([collection({"kat": "De kat slaapt.", "hond": "De hond eet."})])
    assert said == [("reading", 1, 1, "files"), ("writing", 1, 2, "letters"), ("writing", 2, 2, "letters")]


def test_what_answers_is_marked_in_the_answer_not_in_the_question(tmp_path: Path) -> None:
    (tmp_path / "vragen.md").write_text("## Vraag 1\n\nEet de kat vis?\n\n## Antwoord 1\n\nDe kat. Zij eet.\n", "utf-8")
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([tmp_path / "vragen.md"])
    (hit,) = library.ask("eet de kat vis").passages
    assert hit.text == "Eet de kat vis?\nAntwoord 1\nDe kat. Zij eet."
    assert [hit.text[start:end] for start, end in hit.evidence] == ["De kat."]


def test_a_second_add_embeds_only_what_changed(library: Library, collection: Collection) -> None:
    segments = [path.name for path in library.path.glob("segment-*")]
    report = library.add([collection({"kat": "De kat slaapt.", "hond": "De hond eet."})])
    assert (report.unchanged, report.added, report.replaced, report.passages) == (("kat", "hond"), (), (), 0)
    assert [path.name for path in library.path.glob("segment-*")] == segments
    report = library.add([collection({"kat": "De kat slaapt.", "hond": "De hond blaft.", "vis": "De vis zwemt."})])
    assert (report.unchanged, report.added, report.replaced, report.passages) == (("kat",), ("vis",), ("hond",), 2)
    assert library.ask("blaft").passages[0].text == "De hond blaft."
    assert "De hond eet." not in {hit.text for hit in library.ask("eet", k=10).passages}
    assert len(list(library.path.glob("segment-*"))) == 1


def test_a_file_that_the_library_holds_is_not_read_again(
    library: Library, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = collection({"vis": "De vis zwemt.", "kip": "De kip loopt."}, "meer.jsonl")
    assert library.add([file]).added == ("vis", "kip")
    with monkeypatch.context() as patched:
        patched.setattr(reading, "read_file", lambda path: pytest.fail(f"{path} was read"))
        moved = file.parent / "elders" / file.name
        moved.parent.mkdir()
        file.rename(moved)
        assert library.add([moved]).unchanged == ("vis", "kip")
    # what is removed, or replaced from another file, is read again
    library.remove(["kip"])
    assert (library.add([moved]).added, library.add([moved]).added) == (("kip",), ())
    library.add([collection({"kip": "De kip slaapt."}, "andere.jsonl")])
    assert library.add([moved]).replaced == ("kip",)
    assert library.ask("kip loopt").passages[0].text == "De kip loopt."


def test_of_two_files_with_one_letter_the_last_counts_each_time(library: Library, collection: Collection) -> None:
    files = [collection({"vis": "De vis zwemt."}, "a.jsonl"), collection({"vis": "De vis rust."}, "b.jsonl")]
    assert library.add(files).added == ("vis",)
    for _ in range(3):
        assert library.add(files).unchanged == ("vis",)
        assert "De vis rust." in {hit.text for hit in library.ask("vis").passages}
    assert library.add(files[:1]).replaced == ("vis",)
    assert library.add(files).replaced == ("vis",)
    assert "De vis rust." in {hit.text for hit in library.ask("vis").passages}


def test_a_file_with_a_failure_is_read_again(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "half.jsonl"
    file.write_text('{"id": "vis", "text": "De vis zwemt."}\nniets\n', encoding="utf-8")
    for _ in range(2):
        assert len(library.add([file]).failures) == 1


def test_what_is_no_text_names_no_letter(library: Library) -> None:
    with pytest.raises(UnknownLetter, match=r"Not in this library: \?\."):
        library.cite("\ud800")


def test_remove(library: Library) -> None:
    library.remove(["kat"])
    assert [letter.id for letter in library.letters()] == ["hond"]
    assert [hit.letter for hit in library.ask("kat slaapt", k=5).passages] == ["hond"]
    library.remove(["hond"])
    answer = library.ask("kat")
    assert (answer.answered, answer.passages, answer.confidence) == (False, (), 0.0)


def test_remove_of_an_unknown_letter_removes_nothing(library: Library) -> None:
    before = contents(library.path)
    with pytest.raises(UnknownLetter, match="beer, wolf"):
        library.remove(["kat", "beer", "wolf"])
    assert contents(library.path) == before


def test_keys_are_never_used_again(library: Library, collection: Collection) -> None:
    library.remove(["hond"])
    library.add([collection({"muis": "De muis rent."})])
    assert library.ask("rent").passages[0].letter == "muis"


def test_a_reader_sees_what_a_writer_did(library: Library, collection: Collection) -> None:
    reader = Library.open(library.path, encoder=WordEncoder())
    assert [hit.letter for hit in reader.ask("vis zwemt", k=9).passages] != ["vis"]
    library.add([collection({"vis": "De vis zwemt."})])
    assert "vis" in {hit.letter for hit in reader.ask("vis zwemt", k=9).passages}


def test_many_threads_at_once(library: Library, collection: Collection) -> None:
    """Readers in other threads than the one that opened it, while that one writes."""
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(library.ask, "slaapt", 1) for _ in range(40)]
        for number in range(5):
            library.add([collection({f"vis{number}": "De vis zwemt."}, f"{number}.jsonl")])
        asked += [pool.submit(library.ask, "slaapt", 1) for _ in range(40)]
    assert {future.result().passages[0].letter for future in asked} == {"kat"}
    assert len(library.letters()) == 7


def test_the_letter_comes_with_citation_and_place(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=2000))
    library.add([LETTER])
    (summary,) = library.letters()
    assert (summary.paragraphs, summary.date, summary.language) == (26, "2021-06-25", "nl")
    assert [sender.name for sender in summary.senders] == ["S.A.M. Kaag", "A.Th.B. Bijleveld-Schouten"]
    hit = library.ask("DIANA testcentrum huisvesten").passages[0]
    assert hit.citation == "Kamerstukken II 2020/21, 28676, nr. 372"
    assert hit.locator == "§ Behoud van technologische voorsprong, al. 1"
    assert hit.section == ("NAVO2030", "Behoud van technologische voorsprong")
    assert hit.url == "https://zoek.officielebekendmakingen.nl/kst-28676-372.html"


def test_what_cannot_be_read_is_told_and_the_rest_goes_in(tmp_path: Path) -> None:
    good, bad = tmp_path / "goed.md", tmp_path / "slecht.md"
    good.write_text("Een alinea.\n")
    bad.write_bytes(b"\xff\xfe\x00")
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    report = library.add([good, bad, tmp_path / "weg.md"])
    assert report.added == ("goed",)
    assert sorted(failure.path.name for failure in report.failures) == ["slecht.md", "weg.md"]


def test_places_under_equal_headings_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text(
        "# Brief\n\n## Wegen\n\n### Planning\n\nEen.\n\n## Spoor\n\n### Planning\n\nTwee.\n\n### Cijfers\n\nDrie.\n"
    )
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([file])
    assert [(passage.id, passage.locator) for passage in library.passages(["brief"])["brief"]] == [
        ("brief#planning.1", "§ Wegen › Planning, al. 1"),
        ("brief#planning-2.1", "§ Spoor › Planning, al. 1"),
        ("brief#cijfers.1", "§ Cijfers, al. 1"),
    ]


def test_as_many_passages_are_read_at_once_as_are_asked(store: Store) -> None:
    insert(store, "brief", "Een kat.", "Een hond.")
    asked = range(300_000)  # more than SQLite takes as values of their own
    assert [each.text for each in store.passages(asked).values()] == ["Een kat.", "Een hond."]
    assert list(store.passages([2, 1])) == [1, 2]
    assert [each.text for each in store.of_letters(["weg", "brief"])["brief"]] == ["Een kat.", "Een hond."]


def test_a_file_whose_letter_another_has_too_is_named(tmp_path: Path) -> None:
    first, second, copy, other = (tmp_path / f"{name}.md" for name in ("eerst", "herdruk", "kopie", "ander"))
    head = "29 684 Waddenzeebeleid\n\nNr. 240 BRIEF VAN DE MINISTER VAN FINANCIËN\n\nDen Haag, 3 mei 2023\n\n"
    first.write_text(f"{head}Een kat.\n", "utf-8")
    for file in (second, copy):
        file.write_text(f"{head}Twee katten.\n", "utf-8")
    other.write_text("Een hond.\n", "utf-8")
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    for which in ("added", "unchanged"):
        report = library.add([first, second, copy, other])
        assert set(getattr(report, which)) == {"kst-29684-240", "ander"}
        assert (report.passed_over, report.failures) == (((first, "kst-29684-240", copy),), ())
    assert library.ask("katten", k=1).passages[0].text == "Twee katten."


def test_only_bad_input_makes_no_library(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    assert len(library.add([tmp_path / "weg.md"]).failures) == 1
    assert not library.path.exists()


def test_there_is_no_library(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "none", encoder=WordEncoder())
    for call in (library.letters, lambda: library.ask("kat"), lambda: library.remove(["kat"]), library.rebuild):
        with pytest.raises(LibraryMissing, match="Make one with: vindplaats --library"):
            call()
    assert not library.path.exists()


def test_a_file_is_no_library(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(LibraryUnreadable, match="is a file; a library is a folder"):
        Library.open(path)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, collection: Collection) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "thesis.txt").write_text("Mine.")
    with pytest.raises(LibraryUnreadable, match="holds other files"):
        Library.open(folder, encoder=WordEncoder()).add([collection({"kat": "Kat."})])
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


def test_another_model_is_refused_with_the_way_out(library: Library) -> None:
    other = Library.open(library.path, encoder=WordEncoder("other words"))
    with pytest.raises(ModelMismatch) as caught:
        other.ask("kat")
    assert str(caught.value) == (
        f"The library {library.path} was made with the model words; this is other words. Leave out --model, "
        f"or embed its letters again: vindplaats --library {library.path} rebuild --model other words"
    )
    other.rebuild()
    assert other.ask("slaapt").passages[0].letter == "kat"
    with pytest.raises(ModelMismatch):
        Library.open(library.path, encoder=WordEncoder()).ask("kat")


@pytest.mark.parametrize("name", ["vectors.npy", "codes.npy", "keys.npy"])
@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_a_damaged_index_file_is_named_and_can_be_made_again(library: Library, name: str, damage: str) -> None:
    library.close()
    (path,) = library.path.glob(f"segment-*/{name}")
    data = path.read_bytes()
    if damage == "remove":
        path.unlink()
    else:
        path.write_bytes(data[:-1] if damage == "cut" else data[:-1] + bytes([data[-1] ^ 255]))
    reader = Library.open(library.path, encoder=WordEncoder())
    with pytest.raises(LibraryDamaged, match=f"{name} .*rebuild"):
        reader.ask("kat")
    reader.rebuild()
    assert reader.ask("slaapt").passages[0].letter == "kat"


def test_a_missing_generation_is_told(library: Library) -> None:
    library.close()
    for folder in library.path.glob("segment-*"):
        shutil.rmtree(folder)
    with pytest.raises(LibraryMissing, match="has no index"):
        library.ask("kat")
    library.rebuild()
    assert library.ask("slaapt").passages[0].letter == "kat"


def test_a_damaged_database_is_told_and_kept(library: Library, collection: Collection) -> None:
    library.close()
    database = library.path / "library.db"
    database.write_bytes(b"SQLite format 3\0" + b"x" * 500)
    before = database.read_bytes()
    with pytest.raises(LibraryDamaged, match=r"library\.db is not a library or is damaged"):
        Library.open(library.path)
    with pytest.raises(LibraryDamaged):
        library.add([collection({"vis": "De vis."})])
    assert database.read_bytes() == before


def test_one_writer_at_a_time(library: Library, collection: Collection) -> None:
    before = contents(library.path)
    with FileLock(library.path / "write.lock"), pytest.raises(LibraryBusy, match="Another process is writing"):
        library.add([collection({"vis": "De vis zwemt."})])
    assert contents(library.path) == before


def test_a_lock_that_a_killed_writer_left_for_a_moment_is_waited_for(library: Library) -> None:
    lock = FileLock(library.path / "write.lock", thread_local=False)
    lock.acquire()
    release = threading.Timer(0.3, lock.release)
    release.start()
    library.remove(["kat"])
    release.join()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere; run as another user")
def test_a_folder_that_cannot_be_written(library: Library, collection: Collection) -> None:
    library.path.chmod(0o500)
    try:
        with pytest.raises(LibraryUnreadable, match="no permission to write"):
            library.add([collection({"vis": "De vis zwemt."})])
        assert library.ask("slaapt").passages[0].letter == "kat"
    finally:
        library.path.chmod(0o700)


class Failing(WordEncoder):
    """Breaks down while it embeds, as a full memory or a killed process would."""

    def encode_passages(self, passages, progress=None):  # type: ignore[no-untyped-def]
        raise OSError(28, "No space left on device")


def test_a_failure_half_way_changes_nothing(library: Library, collection: Collection, tmp_path: Path) -> None:
    before = contents(library.path)
    with pytest.raises(LibraryUnreadable, match=r"No space left on device\. It is as it was before"):
        Library.open(library.path, encoder=Failing()).add([collection({"vis": "De vis zwemt."})])
    assert contents(library.path) == before
    with pytest.raises(LibraryUnreadable):
        Library.open(tmp_path / "new", encoder=Failing()).add([collection({"vis": "De vis zwemt."})])
    assert not (tmp_path / "new").exists()


def test_what_a_killed_writer_left_is_cleared(library: Library, collection: Collection) -> None:
    (library.path / "segment-00000009-0.part-x").mkdir()
    library.add([collection({"vis": "De vis zwemt."})])
    assert [path.name for path in library.path.glob("segment-*")] == ["segment-00000002-0"]


def test_what_the_database_refuses_leaves_nothing(
    library: Library, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in library.path.iterdir())

    def refuse(*_: object) -> None:
        raise LibraryUnreadable("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "insert", refuse)
        with pytest.raises(LibraryUnreadable, match="the disk is full"):
            library.add([collection({"vis": "De vis zwemt."})])
    assert sorted(path.name for path in library.path.iterdir()) == before
    assert library.ask("slaapt").passages[0].letter == "kat"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "is empty"),
        (" \t\n ", "is empty"),
        ("\u200b", "is empty"),
        ("😀 🎉", "holds no word or number"),
        ("?!", "holds no word or number"),
        ("kat\x07", r"control character \(U\+0007 at position 4\)"),
        ("kat\x00", "control character"),
        ("k" * 10_000, "10,000 characters long; at most 2,000"),
    ],
)
def test_questions_that_cannot_be_asked(library: Library, question: str, told: str) -> None:
    with pytest.raises(QuestionError, match=told):
        library.ask(question)


def test_white_space_in_a_question_is_folded(library: Library) -> None:
    assert library.ask("  wie\n\tslaapt ").question == "wie slaapt"


def test_fewer_passages_than_asked(library: Library) -> None:
    assert [hit.rank for hit in library.ask("kat", k=50).passages] == [1, 2]
    assert len(library.ask("kat", k=1).passages) == 1
    with pytest.raises(ValueError, match="at least 1"):
        library.ask("kat", k=0)


def test_one_thread_adds_while_another_asks(library: Library, collection: Collection) -> None:
    beside, version = library.beside(), library.version()
    assert beside.version() == version
    with library._files.lock:  # as it is held by a question that takes long
        beside.add([collection({"vis": "De vis zwemt."}, "vis.jsonl")])
    assert library.version() > version
    assert library.ask("Wat doet de vis?").passages[0].letter == "vis"
    version = library.version()
    beside.remove(["vis"])
    assert library.version() > version
    assert {letter.id for letter in library.letters()} == {"hond", "kat"}


def test_a_model_that_fails_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a library that isn't there yet."""

    def fail(*_: object) -> None:
        raise RuntimeError("the model is broken")

    monkeypatch.setattr(WordEncoder, "encode_passages", fail)
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    with pytest.raises(RuntimeError, match="the model is broken"):
        library.add([LETTER])
    assert not library.path.exists()


@pytest.mark.parametrize(
    ("before", "question", "language"),
    [
        ("Wat zegt de brief over de kat?", "What about the dog?", "en"),
        ("What does the letter say about cats?", "En over de hond?", "nl"),
        ("What does the letter say about cats?", "Waarom?", "nl"),
        ("What does the letter say about cats?", "In 2021?", "en"),  # no word that tells
        ("Wat zegt de brief over de kat?", "In 2021?", "nl"),
        ("Wat zegt de brief over de kat?", "Wat eet het?", "nl"),
    ],
)
def test_an_answer_is_in_the_language_that_was_typed_last(
    before: str, question: str, language: str, library: Library
) -> None:
    answer = library.ask(question, earlier=[before])
    assert answer.understood != question
    assert answer.language == language


def test_at_most_a_hundred_questions_before_one_are_read(library: Library) -> None:
    chain = ["En in 2022?"] * 99
    assert "kat" in library.ask("En in 2022?", earlier=["Waar is de kat in 2021?", *chain]).understood
    assert "kat" not in library.ask("En in 2022?", earlier=["Waar is de kat in 2021?", *chain, *chain[:1]]).understood
