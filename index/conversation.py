"""A question in a conversation, asked as it was typed and, at once, behind what was asked before.

People go on without saying what they speak of: "wie had de leiding?", "any elsewhere?". No rule on words tells all of
these from questions that stand alone. So the tokens of both readings count, those of the second less, each by how rare
it is: of a question that says little the earlier ones decide what it asks, one that says what it is about decides by
itself. Tokens read in their conversation are those of Krasakis et al., "Zero-shot Query Contextualization for
Conversational Search" (SIGIR 2022); there they take the place of the question's own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus import find_identifiers
from index.encoder import Encoding, Floats
from index.followup import understood
from index.framing import unframed
from index.question import MAX_CHARACTERS

# What a token counts that is read behind the question before, beside 1 for one of the question alone: where the rule
# says that it needs that one, and where it seems to stand alone. Behind a topic, "China", of which nothing was asked
# but what is said of it, it counts in full: that is a word or two, and all that was asked.
LEANING, BESIDE = 0.5, 0.2

# A text as tokens and what each counts, (q,).
Weighted = tuple[Encoding, Floats]
Spans = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as ``typed``, and as it is ``read_as`` after the ones before it: itself, behind these, or put into
    one. ``before``: what it is read behind as well, which may be empty."""

    typed: str
    read_as: str
    before: str = ""

    @property
    def leans(self) -> bool:
        """Whether it is asked behind the ones before it since it needs them."""
        return bool(self.before) and self.read_as != self.typed


def turn_of(question: str, earlier: Sequence[str]) -> Turn:
    """``question`` after the visitor's ``earlier`` ones, oldest first, each as typed."""
    read_as = understood(question, earlier)
    if read_as != question:
        before = read_as.removesuffix(f" {question}")
        return Turn(question, read_as, before if before != read_as else "")
    before = understood(earlier[-1], earlier[:-1]) if earlier else ""
    looked_up = find_identifiers(before) or find_identifiers(question)  # then numbers say what is asked
    too_long = len(before) + 1 + len(question) > MAX_CHARACTERS
    return Turn(question, question, "" if looked_up or too_long else before)


def topic_in(turn: Turn | None, text: str) -> str:
    """What the question ``text``, ``turn`` in its conversation, asks: without the words that only ask what is said of
    something, "DIANA Wie werkt dat uit?" after "Wat zegt de brief over DIANA?"."""
    if turn and turn.leans and text == turn.read_as:
        return f"{unframed(turn.before)} {turn.typed}"
    return unframed(text)


def as_read(turn: Turn | None, text: str, topic: str, weighted: Callable[[str], Weighted]) -> Weighted:
    """The tokens of ``topic``, what the question ``text`` asks, as ``turn`` has it in a conversation: by itself and
    behind what the questions before ask. ``weighted`` reads a text."""
    read = weighted(topic)
    if turn is None or not turn.before:
        return read
    before = unframed(turn.before)
    share = 1.0 if before != turn.before else LEANING if turn.leans else BESIDE
    if turn.leans:  # the topic is all of it, unless a publication was cut out
        start = len(topic) - len(turn.typed)
        return _both(weighted(turn.typed), read, share, start, 0) if topic.endswith(turn.typed) else read
    start = len(before) + 1 + text.find(topic)
    return _both(read, weighted(f"{before} {text}"), share, 0, -start)


def _both(own: Weighted, behind: Weighted, share: float, moved_own: int, moved_behind: int) -> Weighted:
    """A question's ``own`` tokens and those it has ``behind`` the earlier ones, which count a ``share`` of their
    weights, each moved to where they stand in the topic. The vector is the mean of both, by what they count."""
    (alone, weights), (whole, others) = own, behind
    counted = share * others
    vector = weights.sum() * alone.vectors[:1] + counted.sum() * whole.vectors[:1]
    vector /= max(float(np.linalg.norm(vector)), np.finfo(np.float32).tiny)
    encoding = Encoding(
        vector.astype(np.float32),
        np.concatenate([alone.tokens, whole.tokens]),
        np.concatenate([alone.token_ids, whole.token_ids]),
        np.concatenate([_moved(alone.spans, moved_own), _moved(whole.spans, moved_behind)]),
    )
    return encoding, np.concatenate([weights, counted]).astype(np.float32)


def _moved(spans: Spans, by: int) -> Spans:
    """(t, 2) the characters of tokens ``by`` further on; none for those that stand before the first then."""
    further = spans + np.int32(by)
    further[(spans[:, 0] < 0) | (further[:, 0] < 0)] = -1
    return further
