"""Passages by their words, as the server finds them; see ``terms.py``."""

from collections.abc import Iterable, Sequence

from index.lexical import Term, Words, words_in
from index.milvus.chosen import OnServerWithin
from index.milvus.connection import Connection, listed
from index.milvus.state import State
from index.milvus.terms import passage_vector, place_of, question_vector, rareness
from index.milvus.texts import Texts
from index.milvus.words import STEMS, ServerVocabulary

# On a server without sparse vectors so many passages at the most are read for a question, those with its rarest words.
READ = 400


class ServerInverted:
    """The words of the passages of one state. ``sparse``: whether the server has sparse vectors."""

    def __init__(
        self, connection: Connection, state: State, vocabulary: ServerVocabulary, texts: Texts, *, sparse: bool
    ) -> None:
        self._connection = connection
        self._state = state
        self._vocabulary = vocabulary
        self._texts = texts
        self._sparse = sparse

    def holding(self, asked: Sequence[Term], k: int, within: OnServerWithin | None = None) -> list[int]:
        """The keys of the (at most) ``k`` passages, ``within`` those, that share the rarest words, or their variants,
        with ``asked``."""
        words = {stem for term in asked for stem in (term.stem, *(s for each in term.variants for s in each.stems))}
        held = self._vocabulary.frequencies(words, STEMS)
        wanted = {word: rareness(self._state.passages, each.passages) for word, each in held.items()}
        if not wanted:
            return []
        where = within.where if within else self._state.counting()
        return self._searched(wanted, k, where) if self._sparse else self._read(wanted, k, where)

    def _searched(self, wanted: dict[str, float], k: int, where: str) -> list[int]:
        since = self._state.since("passages")
        found = self._connection.search(
            "passages", "sparse", question_vector(wanted), k, where, ["number"], {"drop_ratio_search": 0.0}, since
        )
        return [int(row["number"]) for score, row in found if score > 0]

    def _read(self, wanted: dict[str, float], k: int, where: str) -> list[int]:
        """The same by reading passages that hold the rarest of the words."""
        left = READ
        rarest: list[int] = []
        for word, frequency in sorted(
            self._vocabulary.frequencies(wanted, STEMS).items(), key=lambda pair: pair[1].passages
        ):
            left -= frequency.passages
            if left < 0:
                break
            rarest.append(place_of(word))
        if not rarest:
            return []
        where = f"{where} and array_contains_any(stems, {listed(rarest)})"
        rows = self._connection.query("passages", where, ["number"], self._state.since("passages"))
        asked, average = question_vector(wanted), max(self._state.stems, 1) / max(self._state.passages, 1)
        scores: dict[int, float] = {}
        for key, text in self._texts.of([int(row["number"]) for row in rows]).items():
            vector = passage_vector([*text.stems, *text.forms], average)
            scores[key] = sum(weight * vector.get(place, 0.0) for place, weight in asked.items())
        return sorted(scores, key=lambda key: (-scores[key], key))[:k]

    def held(self, words: Iterable[str]) -> list[str]:
        """Those of ``words``, stems or forms, that any passage has."""
        given = list(words)
        held = self._vocabulary.frequencies(given, STEMS)
        return [word for word in given if word in held]

    def words(self, keys: Sequence[int]) -> dict[int, tuple[str, Words, Words]]:
        """For each of these passages the language of its letter, its stems and its forms; without those gone."""
        texts = self._texts.of(keys)
        return {
            key: (text.language, words_in(" ".join(text.stems)), words_in(" ".join(text.forms)))
            for key, text in sorted(texts.items())
        }

    def average_stems(self) -> float:
        """How many stems a passage has on average; 1 for an empty library."""
        return max(self._state.stems, 1) / max(self._state.passages, 1)
