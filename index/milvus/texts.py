"""The words of passages, as they are read by key."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index.folder.inverted import words_of
from index.milvus.cache import Cache
from index.milvus.connection import Connection
from index.milvus.parts import Kind
from index.milvus.state import State
from index.passages import Passage


@dataclass(frozen=True, slots=True)
class Text:
    """A passage, the language of its letter, and its words as they are compared."""

    passage: Passage
    language: str
    stems: list[str]
    forms: list[str]

    @classmethod
    def made(cls, passage: Passage, language: str) -> "Text":
        stems, forms = words_of(passage, language)
        return cls(passage, language, stems.split(), forms.split())

    def to_bytes(self) -> bytes:
        value = {**asdict(self.passage), "language": self.language, "stems": self.stems, "forms": self.forms}
        return json.dumps(value, ensure_ascii=False).encode()

    @classmethod
    def of(cls, value: bytes) -> "Text":
        entry: dict[str, Any] = json.loads(value)
        language, stems, forms = (entry.pop(name) for name in ("language", "stems", "forms"))
        section, footnotes = tuple(entry.pop("section")), tuple(entry.pop("footnotes"))
        return cls(Passage(**entry, section=section, footnotes=footnotes), language, stems, forms)


class Texts:
    """Those of one state."""

    def __init__(self, connection: Connection, state: State, cache: Cache) -> None:
        self._connection = connection
        self._state = state
        self._cache = cache

    def of(self, keys: Sequence[int]) -> dict[int, Text]:
        """By key, without those that don't count."""
        counting = [key for key in keys if self._state.counts(key)]
        return self._cache.read(self._connection, counting, Kind.TEXT, self._state.since("parts"), Text.of)
