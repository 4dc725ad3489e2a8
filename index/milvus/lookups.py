"""What is found by a term: publications that passages mention, abbreviations that letters define, files that were read
and where they lie now.

A row counts as long as its passage or letter does, so that what goes takes its own with it.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from index.folder.abbreviations import MEANINGS, Definition
from index.milvus.connection import Connection, Row, key_of, quoted
from index.milvus.schema import NOTHING
from index.milvus.state import State


class Lookup(StrEnum):
    """MENTION: a publication → a passage. SHORT, LONG: a form → what a letter defines. READING: a file's mark → one of
    its letters. SOURCE: a letter → where its file lies now. DOSSIER: one that a letter stands in besides its own, and
    that without its chapter → the letter."""

    MENTION = "mention"
    SHORT = "short"
    LONG = "long"
    READING = "reading"
    SOURCE = "source"
    DOSSIER = "dossier"


class Lookups:
    """Those of one state."""

    def __init__(self, connection: Connection, state: State) -> None:
        self._connection = connection
        self._state = state

    def of(self, kind: Lookup, terms: Iterable[str]) -> list[Row]:
        """The rows of ``terms``: "number", "written", "data", and "term" as ``key_of`` has it."""
        fields = ["pk", "number", "written", "term", "data"]
        keys = [key_of(term) for term in terms] if self._state.model else []
        return list(self._connection.each("lookups", "term", keys, fields, self._since, self._also(kind)))

    def every(self, kind: Lookup) -> list[Row]:
        fields = ["pk", "number", "written", "term", "data"]
        if not self._state.model:
            return []
        return self._connection.query("lookups", self._also(kind), fields, self._since)

    @property
    def _since(self) -> int | None:
        return self._state.since("lookups")

    def _also(self, kind: Lookup) -> str:
        return f"kind == {quoted(kind)} and {self._state.written('written')} and {self._state.counting()}"


class ServerAbbreviations:
    """Definitions by their keys, as ``Abbreviations`` has them."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups

    def beginning(self, words: Iterable[str]) -> set[str]:
        """All of ``words``: to ask which of them begin a key takes as long as to ask for the keys."""
        return set(words)

    def defined(self, keys: Iterable[str]) -> Sequence[Definition]:
        """The definitions whose short or long form is one of ``keys``, MEANINGS of a form at the most."""
        wanted = sorted(set(keys))
        found: dict[Definition, None] = {}
        for kind in (Lookup.SHORT, Lookup.LONG) if wanted else ():
            forms: dict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
            written: dict[tuple[str, str, str], str] = {}
            for row in self._lookups.of(kind, wanted):
                short, long, short_key, long_key = json.loads(row["data"])
                same = short, short_key, long_key
                forms[row["term"]][same] += 1
                written[same] = min(long, written.get(same, long))
            for counts in forms.values():
                best = sorted(counts, key=lambda each: (-counts[each], each[0], each[2]))[:MEANINGS]
                found |= {Definition(each[0], written[each], each[1], each[2]): None for each in best}
        return tuple(found)


class ServerReadings:
    """The ids of files' letters by the files' marks, as ``Readings`` has them."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups

    def of(self, fingerprint: str) -> list[str]:
        """The letters of the file with this mark, if all of them are here as they were read from it."""
        places: dict[int, tuple[int, str, int]] = {}
        for row in self._lookups.of(Lookup.READING, [fingerprint]):
            place, letter, letters = json.loads(row["data"])
            places[place] = max(places.get(place, (0, "", 0)), (int(row["written"]), letter, letters))
        ordered = [places[place] for place in sorted(places)]
        return [letter for _, letter, _ in ordered] if ordered and ordered[0][2] == len(ordered) else []


class Noting:
    """The rows of a change."""

    def __init__(self, written: int) -> None:
        self._written = written
        self._count = 0

    def row(self, kind: Lookup, number: int, term: str, data: Any = None) -> Row:
        self._count += 1
        return {
            "pk": f"{self._written}/{self._count}", "number": number, "kind": str(kind), "term": key_of(term),
            "data": json.dumps(data, ensure_ascii=False), "written": self._written, "vector": NOTHING,
        }  # fmt: skip

    def definition(self, number: int, short: str, long: str, short_key: str, long_key: str) -> Iterator[Row]:
        for kind, term in ((Lookup.SHORT, short_key), (Lookup.LONG, long_key)):
            yield self.row(kind, number, term, [short, long, short_key, long_key])
