"""Questions whose words say where the answer stands: these are looked up, and not searched.

Each look-up gives what it found, for certain, and what is nearest behind it; found or not, it tells. None where the
question asks something else, or where that can't be told.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from index.filters import Filters
from index.lookups.by_members import put_by, putting
from index.lookups.by_words import defining, quoted, referred_to
from index.lookups.in_letter import (
    attached,
    in_list,
    in_part,
    located,
    noted,
    on_page,
    promised,
    referring,
    told_under_heading,
    under_heading,
)
from index.lookups.letter_asked import letter_apart
from index.questions.asked_by import asker_asked
from index.questions.attached import asks_for_annexes
from index.questions.items import item_asked
from index.questions.parts import note_asked, page_asked, part_asked
from index.questions.promised import asks_for_promises
from index.questions.referring import asks_for_references
from index.questions.sections import place_asked

if TYPE_CHECKING:
    from index.asking import Asking, Weighed

# Tried in this order: "Waar staat 'NAR' voor?" asks for its meaning.
LOOK_UPS: "tuple[Callable[[Asking, str, int, Filters], Weighed | None], ...]" = (
    located,
    under_heading,
    putting,
    put_by,
    in_part,
    noted,
    on_page,
    in_list,
    defining,
    quoted,
    referring,
    referred_to,
    attached,
    promised,
    told_under_heading,
)


def asks_for_part(question: str) -> Any:
    """What ``question`` asks of a part of a letter, of who put or answered its questions, or of what it sends along,
    promises or refers to; None where it asks something else."""
    text, _ = letter_apart(question)
    places = (part_asked, note_asked, page_asked, place_asked, item_asked)
    asks = (*places, asker_asked, asks_for_references, asks_for_annexes, asks_for_promises)
    return next(filter(None, (each(text) for each in asks)), None)
