"""A letter whole, as it is shown beside an answer."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile

from corpus import Reference, cite, find_references
from corpus.blocks import CAPTION
from index.passages import Passage
from index.summaries import StoredLetter


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
        """The notes of each passage, by its id.

        Where numbers begin again, on each page or in each annex, the only note with a number on the passage's page is
        its own; else, where there are as many notes with a number as marks, the first mark's is the first. A mark
        of which neither tells has none: another's note would be a wrong quotation.
        """
        same: defaultdict[str, list[Note]] = defaultdict(list)
        on_page: defaultdict[tuple[str, str], list[Note]] = defaultdict(list)
        for note in self.notes:
            same[note.number].append(note)
            on_page[note.number, note.page or ""].append(note)
        marks = Counter(number for passage in self.passages for number in passage.footnotes)
        met: Counter[str] = Counter()
        own = {}
        for passage, after in zip(self.passages, self._pages_after(), strict=True):
            # all of it is known to stand on its page only where the next one begins there too
            page = passage.page if after == passage.page else None
            found: list[Note] = []
            for number in passage.footnotes:
                here = on_page[number, page] if page else []
                if len(same[number]) == 1 or len(here) == 1:
                    found += here if len(here) == 1 else same[number]
                elif len(same[number]) == marks[number]:
                    found.append(same[number][met[number]])
                met[number] += 1
            own[passage.id] = tuple(dict.fromkeys(found))
        return own

    def _pages_after(self) -> list[str | None]:
        """Where what follows each passage begins. A caption doesn't count: in PDF it stands behind the whole of a
        paragraph that it parts, which may go on overleaf."""
        pages: list[str | None] = []
        after = None
        for passage in reversed(self.passages):
            pages.append(after)
            after = after if CAPTION.match(passage.text) else passage.page
        return pages[::-1]

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
