"""Footnotes, which passage each belongs to, and how it stands among the sentences of that.

A footnote says what the paragraph that carries it leaves out: who wrote an article and when, what a term means, where
something is to be found. So it is one more sentence of that paragraph, which is read alone as others are.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Letter
from corpus.blocks import CAPTION
from corpus.pages import pages_in
from index.passages import Passage, passages_of


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; ``number`` is its mark."""

    number: str
    text: str
    page: str | None


def span_of(place: int) -> tuple[int, int]:
    """What stands for the characters of a passage's footnote, that in this ``place`` of its own, among the spans of its
    sentences: none of its text are so."""
    return -1 - place, -1 - place


def note_of(span: Sequence[int]) -> int | None:
    """The place of the footnote that a span stands for, None for one of the text."""
    return -1 - span[0] if span[0] < 0 else None


def own_notes(passages: Sequence[Passage], notes: Sequence[Note]) -> dict[str, tuple[Note, ...]]:
    """Those of the ``notes`` of a letter that belong to each of its ``passages``, by its id; both in reading order.

    Where numbers begin again, on each page or in each annex, the only note with a number on the passage's page is its
    own; else, where there are as many notes with a number as marks, the first mark's is the first. A mark of which
    neither tells has none: another's note would be a wrong quotation.
    """
    same: defaultdict[str, list[Note]] = defaultdict(list)
    on_page: defaultdict[tuple[str, str], list[Note]] = defaultdict(list)
    for note in notes:
        same[note.number].append(note)
        on_page[note.number, note.page or ""].append(note)
    marks = Counter(number for passage in passages for number in passage.footnotes)
    met: Counter[str] = Counter()
    own = {}
    for passage, after in zip(passages, _pages_after(passages), strict=True):
        pages = pages_in(passage.page)
        if len(pages) == 1 and after != passage.page:
            pages = ()  # in a library read before a range told so, it may go on overleaf
        found: list[Note] = []
        for number in passage.footnotes:
            here = [note for page in pages for note in on_page[number, page]]
            if len(same[number]) == 1 or len(here) == 1:
                found += here if len(here) == 1 else same[number]
            elif len(same[number]) == marks[number]:
                found.append(same[number][met[number]])
            met[number] += 1
        own[passage.id] = tuple(dict.fromkeys(found))
    return own


def notes_in(letter: Letter) -> dict[str, tuple[Note, ...]]:
    """The same of a letter as it was read."""
    return own_notes(
        list(passages_of(letter, 0)), [Note(note.number, note.text, note.page) for note in letter.footnotes]
    )


def _pages_after(passages: Sequence[Passage]) -> list[str | None]:
    """Where what follows each passage begins. A caption doesn't count: in PDF it stands behind the whole of a paragraph
    that it parts, which may go on overleaf."""
    pages: list[str | None] = []
    after = None
    for passage in reversed(passages):
        pages.append(after)
        after = after if CAPTION.match(passage.text) else next(iter(pages_in(passage.page)), None)
    return pages[::-1]
