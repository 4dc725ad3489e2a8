"""Letters and passages on the server at one moment: ``Letters`` of storage.py, as ``Store`` is in a folder."""

import functools
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import dossier_and_number
from index.filters import Filters
from index.milvus.cache import Cache
from index.milvus.chosen import OnServerWithin, condition
from index.milvus.connection import Connection, Row, key_of, listed, quoted
from index.milvus.inverted import ServerInverted
from index.milvus.lookups import Lookup, Lookups, ServerAbbreviations, ServerReadings
from index.milvus.parts import Kind
from index.milvus.state import State, next_number
from index.milvus.texts import Texts
from index.milvus.words import ServerVocabulary
from index.notes import Note, own_notes
from index.passages import Passage
from index.summaries import LetterSummary, StoredLetter, metadata_of
from index.whole import WholeLetter

_FOUND = ["number", "first", "passages", "id", "hash"]


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """What is kept of a letter but for its text; ``metadata`` as JSON."""

    id: str
    title: str
    language: str
    url: str | None
    metadata: str
    head: list[str]

    @classmethod
    def of(cls, value: bytes) -> "LetterRecord":
        return cls(**json.loads(value))


class ServerLetters:
    """Those of one state; ``sparse``: whether the passages have their words as sparse vectors."""

    def __init__(self, connection: Connection, state: State, cache: Cache, *, sparse: bool) -> None:
        self.connection = connection
        self.state = state
        self._cache = cache
        self._lookups = Lookups(connection, state)
        self._found: dict[str, Row] = {}
        self.texts = Texts(connection, state, cache)
        self.vocabulary = ServerVocabulary(connection, state)
        self.inverted = ServerInverted(connection, state, self.vocabulary, self.texts, sparse=sparse)
        self.abbreviations = ServerAbbreviations(self._lookups)
        self.readings = ServerReadings(self._lookups)

    def number(self) -> int:
        return self.state.number

    def meta(self, key: str) -> Any:
        """The model that made the vectors, under "model"."""
        return self.state.model if key == "model" else None

    @functools.cached_property
    def first_number(self) -> int:
        """From which a change that begins now numbers what it adds."""
        return next_number(self.state)

    def next_key(self) -> int:
        """The key that the next passage gets."""
        return self.first_number

    def hashes(self, letter_ids: Iterable[str]) -> dict[str, str]:
        """The content hash of those of these letters that are here."""
        return {identifier: row["hash"] for identifier, row in self.find(letter_ids).items()}

    def sources(self) -> dict[str, str]:
        """The file that every letter was read from, or that has it now."""
        moved: dict[int, tuple[int, str]] = {}
        for row in self._lookups.every(Lookup.SOURCE):
            number = int(row["number"])
            moved[number] = max(moved.get(number, (0, "")), (int(row["written"]), json.loads(row["data"])))
        rows = self.rows(self.state.counting(), ["number", "id", "source"])
        return {row["id"]: moved.get(int(row["number"]), (0, row["source"]))[1] for row in rows}

    def within(self, filters: Filters) -> OnServerWithin | None:
        """The passages of the letters that meet ``filters``, None where those ask nothing."""
        if not filters:
            return None
        return OnServerWithin(self.connection, self.state, condition(self.connection, self.state, filters))

    def some_letters(self, filters: Filters, most: int) -> list[str]:
        """The ids of (at most) ``most`` letters that meet ``filters``."""
        return [row["id"] for row in self.rows(condition(self.connection, self.state, filters), ["id"], most)]

    def published_as(self, publications: Collection[str]) -> list[str]:
        """The letters that these publications are: the one with such an id, or else those whose head gives its dossier
        and number, since newer ids don't hold these."""
        found = list(self.find(publications))
        others = [place for each in publications if each not in found and (place := dossier_and_number(each))]
        for dossier, number in others:
            rows = self.rows(f"dossier == {quoted(dossier)} and {self.state.counting()}", ["number"])
            records = self._records([int(row["number"]) for row in rows]).values()
            its = sorted(
                each.id
                for each in records
                if metadata_of(each.metadata).number == number and not each.id.startswith("blg-")
            )
            found += [each for each in its if each not in found]
        return found

    def naming(self, publications: Collection[str]) -> tuple[set[int], set[int]]:
        """The keys of the passages of these publications, and of those that refer to them."""
        if not publications:
            return set(), set()
        mentioning = {int(row["number"]) for row in self._lookups.of(Lookup.MENTION, publications)}
        rows = self.find(self.published_as(publications)).values()
        return {key for row in rows for key in keys_of(row)}, mentioning

    def passages(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Passages by key. Keys that are gone are left out."""
        return {key: text.passage for key, text in sorted(self.texts.of(keys).items())}

    def of_letters(self, letter_ids: Iterable[str]) -> dict[str, list[Passage]]:
        """The passages, in order, of those of the letters that are here."""
        wanted = list(letter_ids)
        rows = self.find(wanted)
        found: dict[str, list[Passage]] = {}
        for letter_id in wanted:
            if letter_id in rows and (passages := self.passages(keys_of(rows[letter_id]))):
                letter = self.letter(letter_id)
                head = Passage(0, letter.head_id, letter_id, (), 0, None, letter.head_text, (), "kop")
                found[letter_id] = [*passages.values(), *([head] if letter.head else [])]
        return found

    def letter(self, letter_id: str) -> StoredLetter:
        """One letter without its text. Raises KeyError where it is not there."""
        number = int(self.find([letter_id])[letter_id]["number"])
        record = self._records([number])[number]
        return StoredLetter(
            record.id, record.title, record.language, record.url, metadata_of(record.metadata), tuple(record.head)
        )

    def whole(self, letter_id: str) -> WholeLetter:
        """One letter with its text. Raises KeyError where it is not there."""
        return WholeLetter.of(self.letter(letter_id), *self._text(letter_id), self.held)

    def notes_of(self, letter_id: str) -> dict[str, tuple[Note, ...]]:
        """The footnotes of each of a letter's passages, by its id. Raises KeyError where the letter is not there."""
        return own_notes(*self._text(letter_id))

    def _text(self, letter_id: str) -> tuple[tuple[Passage, ...], tuple[Note, ...]]:
        row = self.find([letter_id])[letter_id]
        notes = self.notes([int(row["number"])]).get(int(row["number"]), ())
        return tuple(self.passages(keys_of(row)).values()), notes

    def notes(self, numbers: Sequence[int]) -> dict[int, tuple[Note, ...]]:
        """The footnotes of letters by the letters' numbers."""

        def decoded(value: bytes) -> tuple[Note, ...]:
            return tuple(Note(*each) for each in json.loads(value))

        return self._cache.read(self.connection, numbers, Kind.NOTES, self.state.since("parts"), decoded)

    def held(self, letter_ids: Collection[str]) -> frozenset[str]:
        """Those of these letters that are here."""
        return frozenset(self.find(letter_ids))

    def cited(self, identifier: str) -> tuple[StoredLetter | None, Passage | None]:
        """The letter with this id and None, or the passage with it and its letter; None twice where there is none."""
        where = f"id == {quoted(key_of(identifier))} and {self.state.counting()}"
        for row in self.connection.query("passages", where, ["number"], self.state.since("passages")):
            for passage in self.passages([int(row["number"])]).values():
                return self.letter(passage.letter), passage
        try:
            return self.letter(identifier.removesuffix("#kop")), None
        except KeyError:
            return None, None

    def summaries(self) -> list[LetterSummary]:
        """All letters, newest first, undated ones last."""
        rows = self.rows(self.state.counting(), ["number", "passages", "date", "id"])
        rows.sort(key=lambda row: (-row["date"], row["id"]))
        records = self._records([int(row["number"]) for row in rows])
        return [
            LetterSummary.of(each.id, each.title, each.language, each.url, each.metadata, int(row["passages"]))
            for row in rows
            if (each := records.get(int(row["number"])))
        ]

    def find(self, letter_ids: Iterable[str]) -> dict[str, Row]:
        """The rows of those of these letters that are here, by id."""
        wanted = list(dict.fromkeys(letter_ids))
        if unknown := [each for each in wanted if each not in self._found]:
            self._found |= {each: {} for each in unknown}
            for start in range(0, len(unknown), 1_000):
                keys = listed([key_of(each) for each in unknown[start : start + 1_000]])
                rows = self.rows(f"letter in {keys} and {self.state.counting()}", _FOUND)
                self._found |= {row["id"]: row for row in rows}
        return {each: self._found[each] for each in wanted if self._found[each]}

    def rows(self, where: str, fields: Sequence[str], most: int | None = None) -> list[Row]:
        if not self.state.model:  # its collections may not be there yet
            return []
        return self.connection.query("letters", where, fields, self.state.since("letters"), most)

    def _records(self, numbers: Sequence[int]) -> dict[int, LetterRecord]:
        since = self.state.since("parts")
        return self._cache.read(self.connection, numbers, Kind.LETTER, since, LetterRecord.of)


def keys_of(row: Row) -> range:
    """The keys of a letter's passages."""
    return range(int(row["first"]), int(row["first"]) + int(row["passages"]))
