"""How many passages hold a word: rows that each change adds, and that are added up when they are read.

Nothing is read to be written again, so nothing is lost where two write one after the other. A change that takes
letters away adds rows with negative numbers. Once in COMPACTED changes all rows are summed in the rows of that change,
and those before it no longer count.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from index.folder.vocabulary import TWO_ERRORS, Frequency, nearest_of
from index.milvus.connection import KEYS, Connection, Row, key_of, listed, quoted
from index.milvus.schema import LANGUAGE, NOTHING
from index.milvus.state import State

COMPACTED = 64
# What stands for a language where stems and forms are counted, whatever the letter's.
STEMS = "="
LONGEST = 1_000  # characters; what is longer is no word that anyone asks for
Counts = Mapping[tuple[str, str], tuple[int, int]]  # by language and word: passages, and of those lowercase


class ServerVocabulary:
    """The words of one state."""

    def __init__(self, connection: Connection, state: State) -> None:
        self._connection = connection
        self._state = state
        self._known: dict[tuple[str, str], Frequency] = {}
        self._languages: dict[str, bool] = {}

    def knows(self, language: str) -> bool:
        """Whether a change ever added a word of a language."""
        if language not in self._languages:
            where = f"language == {quoted(language)} and {counting(self._state)}"
            rows = self._connection.query("words", where, ["pk"], self._state.since("words"), limit=1)
            self._languages[language] = bool(rows)
        return self._languages[language]

    def frequencies(self, words: Iterable[str], language: str) -> dict[str, Frequency]:
        """The frequency of those of ``words``, in plain form, that the library holds."""
        wanted = sorted({word for word in words if 0 < len(word) <= LONGEST})
        if unknown := [word for word in wanted if (language, word) not in self._known]:
            summed: dict[str, list[int]] = {word: [0, 0] for word in unknown}
            also = f"language == {quoted(language)} and {counting(self._state)}"
            for row in self._rows("word", unknown, also):
                summed[row["word"]][0] += row["passages"]
                summed[row["word"]][1] += row["lowercase"]
            self._known |= {(language, word): Frequency(*summed[word]) for word in unknown}
        found = {word: self._known[language, word] for word in wanted}
        return {word: frequency for word, frequency in found.items() if frequency.passages > 0}

    def nearest(self, word: str, language: str) -> list[str]:
        """The words at the smallest edit distance from ``word``, as ``Vocabulary.nearest`` has it."""
        errors = 2 if len(word) >= TWO_ERRORS else 1
        half = (len(word) - 1) // 2
        proposed: list[str] = []
        for field, begin in (("word", word[:half]), ("reversed", word[::-1][:half])):
            where = (
                f"language == {quoted(language)} and length >= {len(word) - errors} and length <= {len(word) + errors} "
                f"and {field} >= {quoted(begin)} and {field} < {quoted(begin + chr(0x10FFFF))} "
                f"and {counting(self._state)}"
            )
            rows = self._connection.query("words", where, ["word"], self._state.since("words"))
            proposed += dict.fromkeys(row["word"] for row in rows)
        return nearest_of(word, proposed, errors, lambda words: self.frequencies(words, language))

    def _rows(self, field: str, values: list[str], also: str) -> Iterator[Row]:
        fields = ["pk", "word", "passages", "lowercase"]
        yield from self._connection.each("words", field, values, fields, self._state.since("words"), also)


def counting(state: State) -> str:
    """The filter that rows of this state meet."""
    return f"number >= {state.words_since} and {state.written('number')}"


def rows_of(counts: Counts, number: int) -> Iterator[Row]:
    """The rows of a change."""
    for place, ((language, word), (passages, lowercase)) in enumerate(counts.items()):
        if len(word) <= LONGEST and (passages or lowercase):
            yield {
                "pk": f"{number}/{place}", "number": number, "language": _short(language), "word": word,
                "reversed": word[::-1], "length": len(word), "passages": passages, "lowercase": lowercase,
                "vector": NOTHING,
            }  # fmt: skip


def _short(language: str) -> str:
    """``language``, or what stands for a long name of one."""
    return language if len(language.encode()) <= LANGUAGE else key_of(language)[:LANGUAGE]


def summed(connection: Connection, state: State, added: Counts) -> Counts:
    """All that counts, and ``added``, as what one change would have added."""
    total: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for (language, word), (passages, lowercase) in added.items():
        key = _short(language), word
        total[key][0] += passages
        total[key][1] += lowercase
    keys = [row["pk"] for row in connection.query("words", counting(state), ["pk"], state.since("words"))]
    fields = ["pk", "language", "word", "passages", "lowercase"]
    for start in range(0, len(keys), KEYS):
        where = f"pk in {listed(keys[start : start + KEYS])}"
        rows: list[dict[str, Any]] = connection.query("words", where, fields, state.since("words"))
        for row in rows:
            total[row["language"], row["word"]][0] += row["passages"]
            total[row["language"], row["word"]][1] += row["lowercase"]
    return {key: (passages, lowercase) for key, (passages, lowercase) in total.items() if passages}
