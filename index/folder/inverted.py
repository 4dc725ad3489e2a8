"""The inverted index: which passages hold a word, in SQLite's FTS5 beside the passages themselves."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import LibraryError
from index.folder.database import Database
from index.lexical import Term, Words, forms, stems, words_in
from index.passages import Passage

# the words of a passage as they are compared, under its key; forms: lexical.forms, outside the passage's length
_TABLE = """
CREATE VIRTUAL TABLE lexical USING fts5 (stems, forms, tokenize = "unicode61 remove_diacritics 0 tokenchars '.,_'")
"""
SCHEMA = f"""
{_TABLE};
CREATE TABLE lexical_size (passages INTEGER NOT NULL, stems INTEGER NOT NULL) STRICT;
INSERT INTO lexical_size VALUES (0, 0);
"""
# So many places of words are read for a question, those of its rarest words first: in a large library the commonest
# stand in every tenth passage and tell nothing. With 20,000 members' questions do no better, in 21,811 passages
# (nDCG@10 .8016) and in 101,811 (.7951), and a question takes 10 ms more; with 5,000 it is .8016 and .7940, 5 ms less.
PLACES = 10_000


@dataclass(frozen=True, slots=True)
class Within:
    """The passages that a question is asked of: keys (n,) int64, ascending, and the SQL that gives them."""

    keys: npt.NDArray[np.int64]
    sql: str
    values: Sequence[Any]

    @property
    def is_empty(self) -> bool:
        return not len(self.keys)

    def among(self, keys: Collection[int]) -> set[int]:
        """Those of ``keys`` that are among them."""
        return set(keys) & set(self.keys.tolist())


class InvertedIndex:
    """Passages by their words. Writing goes within a transaction of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, passages: Iterable[Passage], language: str) -> None:
        """Index passages under their keys."""
        rows = [(passage.key, *words_of(passage, language)) for passage in passages]
        self._database.change("INSERT INTO lexical (rowid, stems, forms) VALUES (?, ?, ?)", rows)
        self._resize(len(rows), sum(len(row[1].split()) for row in rows))

    def remove(self, keys: Iterable[int]) -> None:
        for key in keys:
            for (words,) in self._database.query("SELECT stems FROM lexical WHERE rowid = ?", (key,)):
                self._resize(-1, -len(words.split()))
            self._database.query("DELETE FROM lexical WHERE rowid = ?", (key,))

    def clear(self) -> None:
        """Forget all passages; the table is made anew, since one that is damaged cannot be emptied."""
        self._database.query("DROP TABLE lexical")
        self._database.query(_TABLE)
        self._database.query("UPDATE lexical_size SET passages = 0, stems = 0")

    def of(self, key: int) -> tuple[str, str] | None:
        """The stems and the forms of a passage as they are kept, None where it isn't here."""
        rows = self._database.query("SELECT stems, forms FROM lexical WHERE rowid = ?", (key,))
        return rows[0] if rows else None

    def count(self) -> int:
        """How many passages are here."""
        return int(self._database.query("SELECT count(*) FROM lexical")[0][0])

    def is_whole(self) -> bool:
        """Whether what is searched agrees with the words. Within a transaction."""
        try:
            self._database.query("INSERT INTO lexical (lexical) VALUES ('integrity-check')")
        except LibraryError:
            return False
        return True

    def _resize(self, passages: int, stems: int) -> None:
        self._database.query("UPDATE lexical_size SET passages = passages + ?, stems = stems + ?", (passages, stems))

    def holding(self, asked: Sequence[Term], k: int, within: Within | None = None) -> list[int]:
        """The keys of the (at most) ``k`` passages, ``within`` those, that share the rarest words, or their variants,
        with ``asked``."""
        wanted: dict[str, bool] = {}  # whether it is a word of the question, and not a variant
        for term in sorted(asked, key=lambda term: -term.weight):
            wanted[_quoted(term.stem)] = True
            for variant in term.variants:
                wanted.setdefault(f"({' AND '.join(map(_quoted, variant.stems))})", False)
        phrases = list(wanted if len(wanted) * self.size()[0] <= PLACES else self._rarest(wanted))
        if not phrases:
            return []
        among, values = (f"AND rowid IN ({within.sql})", within.values) if within else ("", ())
        sql = f"SELECT rowid FROM lexical WHERE lexical MATCH ? {among} ORDER BY rank LIMIT ?"
        return [row[0] for row in self._database.query(sql, (" OR ".join(phrases), *values, k))]

    def _rarest(self, wanted: Mapping[str, bool]) -> Iterator[str]:
        """As many of ``wanted``, rarest words first, as stand in PLACES passages together, up to a word that doesn't
        fit. A variant that doesn't is left out alone: a misspelt word, rare as it is, has a common one as variant."""
        left = PLACES
        sql = "SELECT count(*) FROM (SELECT 1 FROM lexical WHERE lexical MATCH ? LIMIT ?)"
        for phrase, is_word in wanted.items():
            count = self._database.query(sql, (phrase, left + 1))[0][0]
            if count <= left:
                left -= count
                yield phrase
            elif is_word:
                return

    def held(self, words: Iterable[str]) -> list[str]:
        """Those of ``words``, stems or forms, that any passage has."""
        asked = list(words)
        if not asked:
            return []
        sql = (
            "SELECT key FROM json_each(?) AS word "
            "WHERE EXISTS (SELECT 1 FROM lexical WHERE lexical MATCH word.value) ORDER BY key"
        )
        return [asked[place] for (place,) in self._database.query(sql, (json.dumps(list(map(_quoted, asked))),))]

    def words(self, keys: Sequence[int]) -> dict[int, tuple[str, Words, Words]]:
        """For each of these passages the language of its letter, its stems and its forms; without those gone."""
        holes = ",".join("?" * len(keys))
        rows = self._database.query(
            "SELECT passages.key, letters.language, lexical.stems, lexical.forms FROM passages "
            "JOIN letters ON letters.id = passages.letter JOIN lexical ON lexical.rowid = passages.key "
            f"WHERE passages.key IN ({holes}) ORDER BY passages.key",
            keys,
        )
        return {key: (language, words_in(stems), words_in(forms)) for key, language, stems, forms in rows}

    def average_stems(self) -> float:
        """How many stems a passage has on average; 1 for an empty library."""
        passages, stems = self.size()
        return max(stems, 1) / max(passages, 1)

    def size(self) -> tuple[int, int]:
        """How many passages, and how many stems in all."""
        passages, stems = self._database.query("SELECT passages, stems FROM lexical_size")[0]
        return int(passages), int(stems)


def words_of(passage: Passage, language: str) -> tuple[str, str]:
    """The stems and the forms of a passage, as they are kept."""
    return " ".join(stems(passage.words, language)), " ".join(forms(passage.words, language))


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
