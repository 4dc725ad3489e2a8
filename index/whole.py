"""A letter whole, as it is shown beside an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from corpus import Reference, find_references
from index.passages import Passage


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; ``number`` is its mark."""

    number: str
    text: str
    page: str | None


@dataclass(frozen=True, slots=True)
class WholeLetter:
    """A letter with all its passages in reading order, its head and its notes; ``mentioned`` are the ids of letters in
    the same library that it refers to."""

    id: str
    title: str
    citation: str
    url: str | None
    language: str
    head_id: str
    head: tuple[str, ...]
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]
    mentioned: frozenset[str]

    def sections(self) -> Iterator[tuple[tuple[str, ...], tuple[Passage, ...]]]:
        """Heading paths with the passages under each, in reading order."""
        for path, passages in groupby(self.passages, key=lambda passage: passage.section):
            yield path, tuple(passages)


def references(text: str) -> tuple[Reference, ...]:
    """The publications that ``text`` mentions, none within another, in order."""
    found: list[Reference] = []
    for reference in find_references(text):
        if not found or reference.start >= found[-1].end:
            found.append(reference)
    return tuple(found)
