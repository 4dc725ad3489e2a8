"""What footnotes say of the passages that they stand at."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index import Library
from index.encoder import Pair, ToRead
from tests.conftest import WordEncoder


def test_a_publication_that_a_footnote_names_is_found_at_its_passage(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text(
        "Den Haag, 3 mei 2022\n\nEen hond.\n\nEen muis.<sup>1</sup>\n\n"
        "<sup>1</sup> Kamerstukken II 2021/22, 29665, nr. 432.\n",
        "utf-8",
    )
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([tmp_path / "brief.md"])
    for question in ("kst-29665-432", "Kamerstuk 29 665, nr. 432"):
        answer = library.ask(question)
        assert answer.answered
        found = [(hit.text, [note.number for note in hit.footnotes]) for hit in answer.passages if hit.confidence]
        assert found == [("Een muis.", ["1"])]
    assert library.check(repair=False) == []
    with closing(sqlite3.connect(tmp_path / "library" / "library.db")) as database:
        database.execute("DELETE FROM mentions")  # as it was in libraries that were made earlier
        database.commit()
    assert not library.ask("kst-29665-432").answered
    assert library.check()
    assert library.ask("kst-29665-432").answered


@pytest.mark.parametrize(
    ("question", "notes", "evidence"),
    [
        ("Welke krant schreef over een muis?", ["Krant schreef over een muis, 3 mei."], "Een muis slaapt."),
        ("Wat at de kat?", ["De kat at vis."], "Een muis rent."),  # the footnote of another sentence of the passage
        ("Waar slaapt een hond?", [], "Een hond slaapt buiten."),
    ],
)
def test_a_footnote_is_a_sentence_of_its_passage(
    question: str, notes: list[str], evidence: str, tmp_path: Path
) -> None:
    (tmp_path / "brief.md").write_text(
        "Den Haag, 3 mei 2022\n\nEen hond slaapt buiten.\n\nEen muis slaapt.<sup>1</sup> Een muis rent.<sup>2</sup>\n\n"
        "<sup>1</sup> Krant schreef over een muis, 3 mei.\n\n<sup>2</sup> De kat at vis.\n",
        "utf-8",
    )
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([tmp_path / "brief.md"])
    for _ in range(2):
        hit = library.ask(question).passages[0]
        assert [note.text for note in hit.footnotes] == notes
        assert all(0 <= start < end <= len(hit.text) for start, end in hit.evidence)
        if not notes:
            assert [hit.text[start:end] for start, end in hit.evidence] == [evidence]
        library.rebuild()  # from the database alone it is the same


class Reader(WordEncoder):
    """Tells what it is given to read together with a question."""

    def __init__(self) -> None:
        super().__init__(words=4096)
        self.given: list[ToRead] = []

    def read_together(
        self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False
    ) -> list[Pair] | None:
        self.given += passages
        return None


def test_a_footnote_that_tells_most_is_read_below_its_passage(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text(
        "Den Haag, 3 mei 2022\n\nEen muis.<sup>1</sup>\n\n<sup>1</sup> De kat at vis.\n", "utf-8"
    )
    reader = Reader()
    library = Library.open(tmp_path / "library", encoder=reader)
    library.add([tmp_path / "brief.md"])
    with library.asking() as asking:
        query, ranked = asking.rank("Wat at de kat?", 3)
        passages = asking.store.passages([hit.key for hit in ranked])
        asking.read_together(query, ranked, passages)
    given = [(text, [text[start:end] for start, end in spans if start >= 0]) for _, text, spans in reader.given]
    assert ("Een muis.\nDe kat at vis.", ["De kat at vis.", "Een muis."]) in given
