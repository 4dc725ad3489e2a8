"""A change: its rows first, under numbers that don't count yet, and last the one row that makes them count."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.encoder import Floats, ModelIdentity
from index.errors import LibraryDamaged
from index.filters import columns
from index.folder.abbreviations import rows_of as definitions_of
from index.folder.merging import LEARNED, PACKED_FROM, SEED
from index.folder.update import NewLetter, ReadLetter
from index.folder.vocabulary import counted
from index.folder.words import mentions
from index.milvus import kept, words
from index.milvus.chosen import day, searchable
from index.milvus.connection import Connection, Row, key_of
from index.milvus.letters import LetterRecord, ServerLetters, keys_of
from index.milvus.lookups import Lookup, Noting
from index.milvus.parts import Kind, read, rows_of
from index.milvus.pieces import Whole, each_of
from index.milvus.schema import NOTHING, STEMS
from index.milvus.state import State
from index.milvus.sweeping import swept
from index.milvus.terms import passage_vector, place_of
from index.milvus.texts import Text
from index.notes import Note
from index.vectors.codes import ProductCodes
from index.vectors.dense import unpacked
from index.vectors.piece import Piece, packed

# Passages whose codes are read to learn how to pack, where a change that makes a library large brings too few.
DRAWN = 1_000
T = TypeVar("T")


class Change:
    """One change, of what ``letters`` has. ``number``: that of its last letter, and its own."""

    def __init__(
        self, connection: Connection, letters: ServerLetters, codes: ProductCodes | None,
        insert: Sequence[NewLetter], *, sparse: bool,
    ) -> None:  # fmt: skip
        self._connection = connection
        self._letters = letters
        self._state = letters.state
        self._codes = codes
        self._insert = [new.read() for new in insert]
        self._sparse = sparse
        first = letters.first_number
        self._first_letter = first + sum(len(new.passages) for new in self._insert)
        self.number = max(self._first_letter + len(insert) - 1, first)
        self._noting = Noting(self.number)
        self._words: Counter[tuple[str, str]] = Counter()
        self._lowercase: Counter[tuple[str, str]] = Counter()
        self._stems = 0
        self._ids = np.zeros(0, np.int64)
        self._gone: list[tuple[int, int]] = []
        self._left = 0, 0

    def put(self, pieces: Iterable[Piece]) -> None:
        """Add the letters, with what is derived of their passages."""
        texts = {passage.key: Text.made(passage, new.language) for new in self._insert for passage in new.passages}
        self._stems += sum(len(text.stems) for text in texts.values())
        held = sum(len(text.stems) + len(text.forms) for text in texts.values())
        average = max(self._state.stems + held, 1) / max(self._state.passages + len(texts), 1)
        found = {
            passage.key: _found(new) for new in self._insert for passage in new.passages
        }  # what a passage is filtered by
        for piece in self._packed(pieces):
            self._put_piece(piece, found)
        self._connection.insert("passages", [self._passage(text, found[key], average) for key, text in texts.items()])
        self._connection.insert(
            "parts", [row for key, text in texts.items() for row in rows_of(key, Kind.TEXT, text.to_bytes())]
        )
        rows: dict[str, list[Row]] = {"parts": [], "lookups": [], "letters": []}
        for place, new in enumerate(self._insert):
            self._add_letter(rows, self._first_letter + place, new)
            self._count(new.language, [texts[passage.key] for passage in new.passages], 1)

        for collection, its in rows.items():
            self._connection.insert(collection, its)

    def _put_piece(self, piece: Piece, found: Mapping[int, Row]) -> None:
        vectors = unpacked(piece.vectors)
        keys = np.repeat(piece.keys, piece.windows).tolist()
        self._connection.insert(
            "windows",
            [
                {"pk": f"{key}/{self.number}/{place}", "number": key, "vector": vector.tolist(), **found[key]}
                for place, (key, vector) in enumerate(zip(keys, vectors, strict=True))
            ],
        )
        parts: list[Row] = []
        for key, whole, apart in each_of(piece):
            parts += rows_of(key, Kind.WHOLE, whole.to_bytes())
            parts += rows_of(key, Kind.SENTENCES, apart.to_bytes())
        self._connection.insert("parts", parts)
        self._ids = kept.added(self._ids, kept.counted([piece.ids]))

    def _packed(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """``pieces`` as they are stored: from PACKED_FROM passages on by codes, which are learned once. What was stored
        before that stays as it is, a byte a dimension, and is compared as that."""
        count, seen = self._state.passages, []
        for piece in pieces:
            count += len(piece)
            if self._codes is None:
                seen.append(piece)
                if count > PACKED_FROM:
                    self._codes = ProductCodes.learned(self._sample(seen))
                    seen = []
            yield packed(piece, self._codes) if self._codes else piece

    def _sample(self, pieces: Sequence[Piece]) -> Floats:
        """(n, e) token vectors of ``pieces`` and of passages that are there."""
        drawn = np.random.default_rng(SEED)
        rows = [vectors for piece in pieces for vectors in (piece.codes, piece.sentence_codes)]
        if sum(map(len, rows)) < LEARNED:
            since = self._state.since("passages")
            keys = self._connection.query("passages", self._state.counting(), ["number"], since, 16_384)
            chosen = drawn.permutation(np.array([int(row["number"]) for row in keys], np.int64))[:DRAWN]
            values = read(self._connection, chosen.tolist(), Kind.WHOLE, self._state.since("parts"))
            rows += [Whole.of(value).codes for value in values.values()]
        every = drawn.permutation(np.concatenate(rows))[:LEARNED]
        return unpacked(every)

    def _passage(self, text: Text, found: Row, average: float) -> Row:
        terms = [*text.stems, *text.forms]
        row = {"number": text.passage.key, "id": key_of(text.passage.id), **found}
        if self._sparse:
            return {**row, "sparse": passage_vector(terms, average)}
        return {**row, "stems": sorted({*map(place_of, terms)})[:STEMS], "vector": NOTHING}

    def _add_letter(self, rows: Mapping[str, list[Row]], number: int, new: ReadLetter) -> None:
        letter = new.letter
        metadata = json.dumps(asdict(letter.metadata), ensure_ascii=False, default=str)
        record = LetterRecord(letter.id, letter.title, new.language, letter.url, metadata, list(letter.head))
        notes = [Note(note.number, note.text, note.page) for note in letter.footnotes]
        for kind, value in ((Kind.LETTER, asdict(record)), (Kind.NOTES, [astuple(note) for note in notes])):
            rows["parts"] += rows_of(number, kind, json.dumps(value).encode())
        lookups = [self._noting.row(Lookup.MENTION, key, term) for term, key in sorted(mentions(new.passages, notes))]
        defined = [*(passage.text for passage in new.passages), *(note.text for note in letter.footnotes)]
        for _, *definition in definitions_of(letter.id, defined):
            lookups += self._noting.definition(number, *definition)
        for dossier in (columns(letter.metadata)[1] or "").split("\n")[1:]:
            for term in dict.fromkeys((dossier, re.split("[ -]", dossier)[0])):
                lookups.append(self._noting.row(Lookup.DOSSIER, number, searchable(term), key_of(letter.id)))
        rows["lookups"] += lookups
        row = {
            "number": number, "id": letter.id, "senders": columns(letter.metadata)[2], "hash": new.hash,
            "source": new.source, "first": new.passages[0].key if new.passages else number,
            "passages": len(new.passages), "vector": NOTHING, **_found(new),
        }  # fmt: skip
        rows["letters"].append(row)

    def take(self, letter_ids: Iterable[str]) -> None:
        """Let letters go."""
        rows = self._letters.find(letter_ids)
        texts = self._letters.texts
        wholes = partial(read, self._connection, kind=Kind.WHOLE, since=self._state.since("parts"))
        for row in rows.values():
            keys = list(keys_of(row))
            self._gone += [(int(row["number"]),) * 2, *([(keys[0], keys[-1])] if keys else [])]
            for text in _undamaged(texts.of, keys):
                self._stems -= len(text.stems)
                self._count(text.language, [text], -1)
            ids = kept.counted([Whole.of(value).ids for value in _undamaged(wholes, keys)])
            self._ids = kept.added(self._ids, -ids)
            self._left = self._left[0] + 1, self._left[1] + len(keys)

    def _count(self, language: str, texts: Sequence[Text], sign: int) -> None:
        passages, lowercase = counted([text.passage.words for text in texts], language)
        for word, times in passages.items():
            self._words[language, word] += sign * times
            self._lowercase[language, word] += sign * lowercase[word]
        for text in texts:
            for word in {*text.stems, *text.forms}:
                self._words[words.STEMS, word] += sign

    def note(self, sources: Mapping[str, Path], readings: Mapping[str, Sequence[str]]) -> None:
        """Remember where the files of letters lie now, and what files gave that were read."""
        numbers = {letter: int(row["number"]) for letter, row in self._letters.find(sources).items()}
        rows = [self._noting.row(Lookup.SOURCE, numbers[letter], letter, str(at)) for letter, at in sources.items()]
        given = {letter for letters in readings.values() for letter in letters}
        numbers = {letter: int(row["number"]) for letter, row in self._letters.find(given).items()}
        numbers |= {new.letter.id: self._first_letter + place for place, new in enumerate(self._insert)}
        for mark, letters in readings.items():
            for place, letter in enumerate(letters):
                data = [place, letter, len(letters)]
                rows.append(self._noting.row(Lookup.READING, numbers[letter], mark, data))
        self._connection.insert("lookups", rows)

    def end(self, model: ModelIdentity | None) -> State:
        """What counts when this is made to count; all but that row is written."""
        before = self._state
        counts = {key: (times, self._lowercase[key]) for key, times in self._words.items()}
        compact = before.changes % words.COMPACTED == words.COMPACTED - 1
        if compact:
            counts = dict(words.summed(self._connection, before, counts))
        self._connection.insert("words", list(words.rows_of(counts, self.number)))
        tokens, codes = before.tokens, before.codes
        if self._ids.any():
            if len(tokens) >= kept.ADDED_UP:
                self._ids = kept.added(kept.Kept(self._connection).holding(before), self._ids)
                tokens = ()
            tokens = (*tokens, kept.keep_counts(self._connection, self._ids, self.number))
        if self._codes and not codes:
            codes = kept.keep_codes(self._connection, self._codes, self.number)
        letters, passages = self._left
        state = replace(
            before,
            number=self.number,
            letters=before.letters + len(self._insert) - letters,
            passages=before.passages + sum(len(new.passages) for new in self._insert) - passages,
            stems=before.stems + self._stems,
            words_since=self.number if compact else before.words_since,
            changes=before.changes + 1,
            tokens=tokens,
            codes=codes,
            model=model.to_json() if model else before.model,
        )
        return swept(self._connection, before, state, self._gone)


def _found(new: ReadLetter) -> Row:
    """What the rows of a letter are filtered by."""
    metadata = new.letter.metadata
    dossier, *_ = (columns(metadata)[1] or "").split("\n")
    return {
        "letter": key_of(new.letter.id),
        "date": day(metadata.date),
        "dossier": searchable(dossier),
    }


def _undamaged(read: Callable[[Sequence[int]], Mapping[int, T]], keys: Sequence[int]) -> list[T]:
    """What can be read: a letter of which a row is damaged can go, and its words are then counted a little too high."""
    try:
        return list(read(keys).values())
    except LibraryDamaged:
        return [each for key in keys for each in _undamaged(read, [key])] if len(keys) > 1 else []
