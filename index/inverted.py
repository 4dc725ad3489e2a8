"""The inverted index: which passages hold a word, in SQLite's FTS5 beside the passages themselves."""

from collections.abc import Iterable, Sequence

from index.database import Database
from index.lexical import Term, forms, stems
from index.passages import Passage

SCHEMA = """
-- the words of a passage as they are compared, under its key; forms: lexical.forms, outside the passage's length
CREATE VIRTUAL TABLE lexical USING fts5 (stems, forms, tokenize = "unicode61 remove_diacritics 0 tokenchars '.,_'");
"""


class InvertedIndex:
    """Passages by their words. Writing goes within a transaction of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._average: tuple[int, float] | None = None

    def add(self, passages: Iterable[Passage], language: str) -> None:
        """Index passages under their keys."""
        rows = (
            (passage.key, " ".join(stems(passage.words, language)), " ".join(forms(passage.words, language)))
            for passage in passages
        )
        self._database.change("INSERT INTO lexical (rowid, stems, forms) VALUES (?, ?, ?)", rows)

    def remove(self, keys: Iterable[int]) -> None:
        self._database.change("DELETE FROM lexical WHERE rowid = ?", ((key,) for key in keys))

    def holding(self, asked: Sequence[Term], k: int) -> list[int]:
        """The keys of the (at most) ``k`` passages that share the rarest words, or their variants, with ``asked``."""
        wanted = {_quoted(term.stem): None for term in asked}
        for term in asked:
            wanted |= {f"({' AND '.join(map(_quoted, variant.stems))})": None for variant in term.variants}
        if not wanted:
            return []
        sql = "SELECT rowid FROM lexical WHERE lexical MATCH ? ORDER BY rank LIMIT ?"
        return [row[0] for row in self._database.query(sql, (" OR ".join(wanted), k))]

    def held(self, words: Iterable[str]) -> list[str]:
        """Those of ``words``, stems or forms, that any passage has."""
        sql = "SELECT 1 FROM lexical WHERE lexical MATCH ? LIMIT 1"
        return [word for word in words if self._database.query(sql, (_quoted(word),))]

    def words(self, keys: Sequence[int]) -> dict[int, tuple[str, list[str], list[str]]]:
        """For each of these passages the language of its letter, its stems and its forms; without those gone."""
        holes = ",".join("?" * len(keys))
        rows = self._database.query(
            "SELECT passages.key, letters.language, lexical.stems, lexical.forms FROM passages "
            "JOIN letters ON letters.id = passages.letter JOIN lexical ON lexical.rowid = passages.key "
            f"WHERE passages.key IN ({holes}) ORDER BY passages.key",
            keys,
        )
        return {key: (language, stems.split(), forms.split()) for key, language, stems, forms in rows}

    def average_stems(self) -> float:
        """How many stems a passage has on average; 1 for an empty library. Counted anew after a change only."""
        version = self._database.version()
        if self._average is None or self._average[0] != version:
            counted = "SELECT avg(length(stems) - length(replace(stems, ' ', '')) + 1.0) FROM lexical"
            self._average = version, float(self._database.query(counted)[0][0] or 1)
        return self._average[1]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
