"""What footnotes say of the passages that they stand at."""

import sqlite3
from contextlib import closing
from pathlib import Path

from index import Library
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
