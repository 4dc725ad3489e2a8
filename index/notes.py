"""Footnotes, and which passage each belongs to."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.blocks import CAPTION
from index.passages import Passage


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; ``number`` is its mark."""

    number: str
    text: str
    page: str | None


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


def _pages_after(passages: Sequence[Passage]) -> list[str | None]:
    """Where what follows each passage begins. A caption doesn't count: in PDF it stands behind the whole of a paragraph
    that it parts, which may go on overleaf."""
    pages: list[str | None] = []
    after = None
    for passage in reversed(passages):
        pages.append(after)
        after = after if CAPTION.match(passage.text) else passage.page
    return pages[::-1]
