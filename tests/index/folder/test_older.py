"""A library of an older layout is refused, with the command that moves it over; that command does."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import Library
from index.errors import LibraryDamaged, LibraryOutdated
from index.folder.store import LAYOUT
from tests.conftest import LETTER, WordEncoder

WORDS = WordEncoder(words=2000)
QUESTIONS = ("Wat is DIANA?", "Hoe staat het met de lastenverdeling?", "Kamerstuk 28 676, nr. 370")


@pytest.fixture
def library(tmp_path: Path, collection: Callable[..., Path]) -> Library:
    library = Library.open(tmp_path / "library", encoder=WORDS)
    library.add([LETTER, collection({"kat": "De kat slaapt.", "hond": "De hond eet."})])
    library.remove(["kat"])
    return library


def lowered(library: Library, layout: int, *statements: str) -> None:
    """Make it what the version of ``layout`` would have made."""
    library.close()
    (library.path / "generation-00000001").mkdir()
    with sqlite3.connect(library.path / "library.db") as database:
        for statement in (
            "DROP INDEX letters_date", "DROP INDEX letters_dossier", "ALTER TABLE letters DROP COLUMN date",
            "ALTER TABLE letters DROP COLUMN dossier", "ALTER TABLE letters DROP COLUMN senders",
            "UPDATE letters SET hash = substr(hash, 1, instr(hash, ' ') - 1)",
            *(["DROP TABLE readings"] if layout < 3 else []),
            *statements, f"PRAGMA user_version = {layout}",
        ):  # fmt: skip
            database.execute(statement)
    database.close()


def answers(library: Library) -> list[Any]:
    return [library.ask(question).to_json()["passages"] for question in QUESTIONS]


@pytest.mark.parametrize("layout", range(1, LAYOUT))
def test_rebuild_moves_it_over(library: Library, layout: int) -> None:
    before, letters = answers(library), library.letters()
    lowered(library, layout)
    with pytest.raises(LibraryOutdated, match=f"layout {layout}.*vindplaats --library {library.path} rebuild"):
        Library.open(library.path)
    (finding,) = Library(library.path, None, WORDS, None).check()
    assert f"vindplaats --library {library.path} rebuild" in str(finding)
    Library(library.path, None, WORDS, None).rebuild()
    moved = Library.open(library.path, encoder=WORDS)
    assert (answers(moved), moved.letters()) == (before, letters)
    assert moved.ask("Wat is DIANA?", filters={"dossier": "28676", "from": "2021-01-01"}).passages
    assert moved.check() == []
    assert sorted(path.name.rstrip("0123456789-") for path in library.path.iterdir()) == [
        "library.db", "segment", "write.lock",
    ]  # fmt: skip
    # what was added before is known still
    assert moved.add([LETTER]).unchanged == (LETTER.stem,)


def test_what_goes_wrong_leaves_it_as_it_was(library: Library) -> None:
    class Broken(WordEncoder):
        def encode_passages(self, *_: Any) -> Any:
            raise OSError(28, "No space left on device")

    lowered(library, 3)
    before = {path: path.read_bytes() for path in library.path.rglob("*") if path.is_file()}
    with pytest.raises(Exception, match=r"No space left on device\. It is as it was before"):
        Library(library.path, None, Broken(), None).rebuild()
    assert {path: path.read_bytes() for path in library.path.rglob("*") if path.is_file()} == before


def test_what_cannot_be_moved_is_told(library: Library) -> None:
    lowered(library, 3, "ALTER TABLE letters DROP COLUMN url")
    with pytest.raises(LibraryDamaged, match=r"has no url in its table of letters\. It was left as it is"):
        Library(library.path, None, WORDS, None).rebuild()
    with sqlite3.connect(library.path / "library.db") as database:
        database.execute(f"PRAGMA user_version = {LAYOUT + 1}")
    with pytest.raises(LibraryOutdated, match="made by a newer version"):
        Library.open(library.path)
    with pytest.raises(LibraryOutdated, match=f"layouts 1 to {LAYOUT - 1} can be moved"):
        Library(library.path, None, WORDS, None).rebuild()
