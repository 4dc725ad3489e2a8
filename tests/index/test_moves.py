"""Files that move, are renamed, copied or changed: what is read again, and which letters are left."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import fingerprint
from index import Library, intake, reading
from index.errors import LibraryUnreadable
from index.folder.readings import Readings
from index.folder.store import Store
from tests.conftest import WordEncoder

HEAD = "Tweede Kamer der Staten-Generaal\n\nVergaderjaar 2020-2021\n\n28 676 NAVO\n\nNr. {}\n\nBRIEF\n\n{}\n"


class Counting(WordEncoder):
    """Counts the texts that it embeds."""

    embedded = 0

    def encode_passages(self, passages, progress=None):  # type: ignore[no-untyped-def]
        self.embedded += len(passages)
        return super().encode_passages(passages, progress)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", encoder=Counting(words=500))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "brieven"
    folder.mkdir()
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the files that are read."""
    names: list[str] = []
    real = reading.read_file
    monkeypatch.setattr(reading, "read_file", lambda path: names.append(path.name) or real(path))
    return names


def sources(library: Library) -> dict[str, Path]:
    store = Store.open(library.path / "library.db")
    found = {identifier: Path(source) for identifier, source in store.sources().items()}
    store.database.close()
    return found


def texts(library: Library) -> dict[str, str]:
    """The first passage of each letter."""
    return {each: found[0].text for each, found in library.passages(sources(library)).items()}


def test_a_move_and_a_rename_cost_nothing(library: Library, folder: Path, read: list[str]) -> None:
    file = folder / "brief.md"
    file.write_text("De kat slaapt.\n")
    library.add([folder])
    encoder = library.encoder()
    assert isinstance(encoder, Counting)
    before, segments = encoder.embedded, sorted(library.path.glob("segment-*"))
    for name in ("elders/brief.md", "nota over de kat.md"):
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        file = file.rename(place)
        report = library.add([folder])
        assert (report.unchanged, report.moved, report.passages) == (("brief",), {"brief": place}, 0)
        assert (report.added, report.replaced, report.removed, report.failures) == ((), (), (), ())
        assert sources(library) == {"brief": place}
        assert library.add([folder]).moved == {}
    assert read == ["brief.md"]
    assert (encoder.embedded, sorted(library.path.glob("segment-*"))) == (before, segments)


def test_the_place_is_kept_whichever_folder_the_command_is_given_in(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "brief.md").write_text("De kat slaapt.\n")
    monkeypatch.chdir(folder)
    library.add(["../brieven/brief.md"])
    monkeypatch.chdir(folder.parent)
    assert sources(library) == {"brief": folder / "brief.md"}
    assert library.add(["brieven"]).moved == {}


def test_an_official_name_is_read_and_replaces_the_old_one(library: Library, folder: Path, read: list[str]) -> None:
    file = folder / "brief.md"
    file.write_text("De kat slaapt.\n")
    library.add([folder])
    file = file.rename(folder / "kst-28676-372.md")
    report = library.add([folder])
    assert (report.added, report.removed) == (("kst-28676-372",), ("brief",))
    assert texts(library) == {"kst-28676-372": "De kat slaapt."}
    assert [hit.id for hit in library.ask("kat", k=5).passages] == ["kst-28676-372#al.1"]
    file = file.rename(folder / "kst-28676-373.md")
    report = library.add([folder])
    assert (report.added, report.removed) == (("kst-28676-373",), ("kst-28676-372",))
    # an official letter stays what it is under another name
    file = file.rename(folder / "kopie.md")
    assert library.add([folder]).unchanged == ("kst-28676-373",)
    file = file.rename(folder / "kst-28676-373.md")
    assert library.add([folder]).unchanged == ("kst-28676-373",)
    assert read == ["brief.md", "kst-28676-372.md", "kst-28676-373.md"]


def test_a_copy_under_an_official_name_leaves_the_old_one_while_its_file_is_there(
    library: Library, folder: Path, read: list[str]
) -> None:
    (folder / "brief.md").write_text("De kat slaapt.\n")
    library.add([folder])
    (folder / "kst-28676-372.md").write_text("De kat slaapt.\n")
    assert library.add([folder]).added == ("kst-28676-372",)
    for _ in range(2):
        report = library.add([folder])
        assert (set(report.unchanged), report.removed) == ({"brief", "kst-28676-372"}, ())
    assert read == ["brief.md", "kst-28676-372.md"]


def test_a_name_that_the_letter_contradicts_is_read_once(library: Library, folder: Path, read: list[str]) -> None:
    page = folder / "brief.html"
    head = '<head><meta name="DC.identifier" content="kst-28676-372"></head>'
    page.write_text(f"<html>{head}<body><h1>Katten</h1><p>De kat slaapt.</p></body></html>")
    assert library.add([folder]).added == ("kst-28676-372",)
    page.rename(folder / "kst-28676-400.html")
    for _ in range(3):
        assert library.add([folder]).unchanged == ("kst-28676-372",)
    assert read == ["brief.html", "kst-28676-400.html"]
    assert sources(library) == {"kst-28676-372": folder / "kst-28676-400.html"}


@pytest.mark.parametrize("names", [("a.md", "b.md", "c/a.md"), ("a.md", "kst-28676-372.md")])
def test_copies_in_one_folder_are_one_letter(
    library: Library, folder: Path, names: tuple[str, ...], read: list[str]
) -> None:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("De kat slaapt.\n")
    the_one = "kst-28676-372" if "kst-28676-372.md" in names else "a"
    assert library.add([folder]).added == (the_one,)
    for _ in range(2):
        report = library.add([folder])
        assert (report.unchanged, report.moved, report.removed) == ((the_one,), {}, ())
    assert read == [f"{the_one}.md"]
    # the letter stays as long as one of them is there
    (folder / f"{the_one}.md").unlink()
    assert set(library.add([folder]).moved) == {the_one}
    assert sources(library)[the_one].is_file()


def test_a_new_file_under_an_old_name_takes_no_letter_away(library: Library, folder: Path) -> None:
    (folder / "brief.md").write_text("De kat slaapt.\n")
    library.add([folder])
    (folder / "brief.md").rename(folder / "nota.md")
    library.add([folder])
    (folder / "brief.md").write_text("De hond eet.\n")
    library.add([folder])
    assert texts(library) == {"brief": "De hond eet.", "nota": "De kat slaapt."}


def test_nor_where_only_the_new_file_is_named(library: Library, folder: Path) -> None:
    (folder / "brief.md").write_text("De kat slaapt.\n")
    library.add([folder])
    (folder / "brief.md").rename(folder / "nota.md")
    library.add([folder])
    (folder / "brief.md").write_text("De hond eet.\n")
    report = library.add([folder / "brief.md"])
    assert (report.replaced, report.added) == (("brief",), ("nota",))
    assert texts(library) == {"brief": "De hond eet.", "nota": "De kat slaapt."}
    assert sources(library) == {"brief": folder / "brief.md", "nota": folder / "nota.md"}


def test_two_files_that_change_places(library: Library, folder: Path, read: list[str]) -> None:
    one, two = folder / "a.md", folder / "b.md"
    one.write_text("De kat slaapt.\n")
    two.write_text("De hond eet.\n")
    library.add([folder])
    one.rename(folder / "c.md")
    two.rename(one)
    (folder / "c.md").rename(two)
    assert library.add([folder]).moved == {"a": two, "b": one}
    assert texts(library) == {"a": "De kat slaapt.", "b": "De hond eet."}
    assert read == ["a.md", "b.md"]


def test_a_changed_head_leaves_no_old_self_behind(library: Library, folder: Path) -> None:
    file = folder / "brief.md"
    file.write_text(HEAD.format(371, "De kat slaapt."))
    assert library.add([file]).added == ("kst-28676-371",)
    file.write_text(HEAD.format(372, "De kat slaapt."))
    report = library.add([file])
    assert (report.added, report.removed) == (("kst-28676-372",), ("kst-28676-371",))
    assert [letter.id for letter in library.letters()] == ["kst-28676-372"]
    assert {hit.letter for hit in library.ask("kat", k=9).passages} == {"kst-28676-372"}


def test_what_another_file_has_stays_when_its_own_changes(library: Library, folder: Path) -> None:
    (folder / "a.md").write_text("De kat slaapt.\n")
    (folder / "b.md").write_text("De kat slaapt.\n")
    library.add([folder])
    (folder / "a.md").write_text(HEAD.format(371, "De hond eet."))
    report = library.add([folder])
    assert (report.added, report.removed, report.moved) == (("kst-28676-371",), (), {"a": folder / "b.md"})
    assert texts(library)["a"] == "De kat slaapt."


def test_a_file_replaces_the_letter_of_one_that_is_called_otherwise(library: Library, folder: Path) -> None:
    (folder / "brief.md").write_text(HEAD.format(371, "De kat slaapt."))
    library.add([folder / "brief.md"])
    (folder / "verbeterd.md").write_text(HEAD.format(371, "De kat is wakker."))
    assert library.add([folder / "verbeterd.md"]).replaced == ("kst-28676-371",)
    assert library.ask("kat wakker").passages[0].text == "De kat is wakker."
    assert sources(library) == {"kst-28676-371": folder / "verbeterd.md"}


def test_a_copy_behind_another_file_of_the_letter_is_the_last(library: Library, folder: Path) -> None:
    (folder / "a.md").write_text(HEAD.format(371, "De kat slaapt."))
    (folder / "b.md").write_text(HEAD.format(371, "De hond eet."))
    (folder / "c.md").write_text(HEAD.format(371, "De kat slaapt."))
    assert library.add([folder]).added == ("kst-28676-371",)
    assert texts(library) == {"kst-28676-371": "De kat slaapt."}
    (folder / "b.md").write_text(HEAD.format(371, "De vis zwemt."))
    assert library.add([folder]).unchanged == ("kst-28676-371",)


def test_a_copy_takes_the_place_of_what_the_library_holds(library: Library, folder: Path) -> None:
    (folder / "oud.md").write_text(HEAD.format(371, "De vis zwemt."))
    library.add([folder])
    (folder / "oud.md").unlink()
    for name, text in (("a.md", "De kat slaapt."), ("b.md", "De hond eet."), ("c.md", "De kat slaapt.")):
        (folder / name).write_text(HEAD.format(371, text))
    assert library.add([folder]).replaced == ("kst-28676-371",)
    assert texts(library) == {"kst-28676-371": "De kat slaapt."}


def test_a_copy_under_an_official_name_of_a_file_elsewhere(library: Library, folder: Path) -> None:
    (folder / "brieven.jsonl").write_text('{"id": "kat", "text": "De kat slaapt."}\n')
    library.add([folder])
    copy = folder / "kst-28676-371.jsonl"
    copy.write_bytes((folder / "brieven.jsonl").read_bytes())
    assert library.add([copy]).unchanged == ("kat",)


@pytest.mark.parametrize("name", ["oud.md", "kopie.md"])
def test_a_new_file_under_an_official_name_takes_no_letter_away(library: Library, folder: Path, name: str) -> None:
    official = folder / "kst-28676-371.md"
    official.write_text("De kat slaapt.")
    library.add([folder])
    official.rename(folder / name)
    library.add([folder])
    official.write_text("De hond eet.")
    library.add([folder])
    assert texts(library) == {"kst-28676-371": "De hond eet.", name.removesuffix(".md"): "De kat slaapt."}


def test_a_file_that_is_read_in_part_moves_with_its_letters(library: Library, folder: Path) -> None:
    old, new = folder / "a.jsonl", folder / "b.jsonl"
    old.write_text('{"id": "kat", "text": "De kat slaapt."}\nkapot\n')
    library.add([old])
    old.rename(new)
    assert library.sync([new], [old]).moved == {"kat": new}
    new.unlink()
    assert library.sync([], [new]).removed == ("kat",)


def test_a_file_of_many_letters_is_compared_once(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"id": f"brief-{number}", "text": "De kat slaapt."}) for number in range(30)]
    (folder / "oud.jsonl").write_text("\n".join(lines))
    library.add([folder])
    (folder / "nieuw.jsonl").write_text("\n".join([*lines, json.dumps({"id": "nieuw", "text": "De hond eet."})]))
    hashed: list[Path] = []
    for module in (reading, intake):
        monkeypatch.setattr(module, "fingerprint", lambda path: hashed.append(path) or fingerprint(path))
    assert library.add([folder / "nieuw.jsonl"]).added == ("nieuw",)
    assert hashed.count(folder / "oud.jsonl") == 1


def test_a_file_that_cannot_be_read_any_more_keeps_its_letters(library: Library, folder: Path) -> None:
    file = folder / "brieven.jsonl"
    file.write_text('{"id": "kat", "text": "De kat slaapt."}\n{"id": "hond", "text": "De hond eet."}\n')
    library.add([file])
    file.write_text('{"id": "kat", "text": "De kat slaapt."}\nkapot\n')
    report = library.add([file])
    assert (len(report.failures), report.removed) == (1, ())
    file.write_text('{"id": "kat", "text": "De kat slaapt."}\n')
    assert library.add([file]).removed == ("hond",)


def test_a_vanished_file_takes_its_letters_unless_they_turn_up_elsewhere(library: Library, folder: Path) -> None:
    for name, text in (("a.md", "De kat slaapt."), ("b.md", "De hond eet."), ("c.md", "De vis zwemt.")):
        (folder / name).write_text(text)
    library.add([folder])
    (folder / "a.md").rename(folder / "d.md")
    (folder / "b.md").unlink()
    report = library.sync([folder / "d.md"], vanished=[folder / "a.md", folder / "b.md"])
    assert (report.moved, report.removed, report.added) == ({"a": folder / "d.md"}, ("b",), ())
    assert texts(library) == {"a": "De kat slaapt.", "c": "De vis zwemt."}


def test_a_replacement_happens_whole_or_not_at_all(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "brief.md").write_text("De kat slaapt.\n")
    library.add([folder])
    (folder / "brief.md").rename(folder / "kst-28676-372.md")

    def refuse(*_: object) -> None:
        raise LibraryUnreadable("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Readings, "note", refuse)
        with pytest.raises(LibraryUnreadable):
            library.add([folder])
    assert texts(library) == {"brief": "De kat slaapt."}
    library.add([folder])
    assert texts(library) == {"kst-28676-372": "De kat slaapt."}
