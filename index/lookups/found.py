"""What a look-up found, and behind it what is nearest to the question."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from index.confidence import SUREST, WEIGHED, Judgement
from index.filters import Filters
from index.notes import Note
from index.passages import Passage
from index.search import Ranked
from index.storage import Letters

if TYPE_CHECKING:
    from index.asking import Asking, Weighed

Spans = tuple[tuple[int, int], ...]

SMALL = 300  # passages of a library, all of which may be looked at


@dataclass(frozen=True, slots=True)
class Found:
    """What of a passage was found: characters of its text, and footnotes; all of it where that is neither."""

    spans: Spans = ()
    footnotes: tuple[Note, ...] = ()


def weighed(
    asking: "Asking",
    found: Mapping[int, Found],
    question: str,
    k: int,
    filters: Filters,
    sure: float = SUREST,
) -> "Weighed":
    """The passages that were ``found``, by key, in order, as ``sure`` as it is that they are meant, and behind them
    those nearest to ``question``. Without any nothing answers."""
    order = {key: place for place, key in enumerate(sorted(found))}
    query, ranked = asking.rank(question, max(k, WEIGHED, len(order)), filters, order)
    ranked = [shown(hit, found[hit.key]) if hit.key in found else hit for hit in ranked]
    confidences = tuple(sure if hit.key in found else 0.0 for hit in ranked)
    judgement = Judgement(confidences, max(confidences, default=0.0), answered=bool(found))
    return query, ranked, asking.store.passages([hit.key for hit in ranked]), judgement


def shown(hit: Ranked, found: Found) -> Ranked:
    return replace(hit, evidence=found.spans, levels=(), footnotes=found.footnotes)


def notes_telling(
    store: Letters[Any], letters: Iterable[str], tells: Callable[[str], bool]
) -> dict[int, tuple[Note, ...]]:
    """By the keys of the passages of these letters those of their footnotes whose text ``tells``."""
    found: dict[int, tuple[Note, ...]] = {}
    for letter in map(store.whole, letters):
        if any(tells(note.text) for note in letter.notes):
            own = letter.own_notes()
            told = {each.key: tuple(note for note in own[each.id] if tells(note.text)) for each in letter.passages}
            found |= {key: notes for key, notes in told.items() if notes}
    return found


def naming(store: Letters[Any], passages: Collection[Passage], references: Callable[[str], Spans]) -> dict[int, Found]:
    """Those of ``passages``, by key, that have ``references``, in their text or in their footnotes."""
    noted = notes_telling(store, dict.fromkeys(each.letter for each in passages), lambda text: bool(references(text)))
    found = {each.key: Found(references(each.text), noted.get(each.key, ())) for each in passages}
    return {key: each for key, each in found.items() if each != Found()}
