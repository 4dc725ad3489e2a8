"""A letter whole, as it is shown beside an answer."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile

from corpus import Reference, cite, find_references
from index.notes import Note, own_notes
from index.passages import Passage
from index.summaries import StoredLetter


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

    @classmethod
    def of(
        cls,
        letter: StoredLetter,
        passages: tuple[Passage, ...],
        notes: tuple[Note, ...],
        held: Callable[[Collection[str]], frozenset[str]],
    ) -> "WholeLetter":
        """A letter with its passages, in reading order; ``held`` tells which of some letters are in the library."""
        texts = [*(passage.text for passage in passages), *(note.text for note in notes)]
        return cls(
            id=letter.id,
            title=letter.title,
            citation=cite(letter.metadata, letter.title, identifier=letter.id),
            url=letter.url,
            language=letter.language,
            head_id=letter.head_id,
            head=letter.head,
            passages=passages,
            notes=notes,
            mentioned=held({reference.id for text in texts for reference in find_references(text)}),
        )

    def own_notes(self) -> dict[str, tuple[Note, ...]]:
        """The notes of each passage, by its id."""
        return own_notes(self.passages, self.notes)

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


def alike(before: tuple[str, ...], path: tuple[str, ...]) -> int:
    """How many headings two paths have in common, from the outermost on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, path, strict=False)))
