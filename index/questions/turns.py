"""A question in a conversation: what it is read behind, and what its words count then.

People go on without saying what they speak of: "wie had de leiding?", "any elsewhere?". No rule on words tells all of
these from questions that stand alone. So a question is read as it was typed and behind the one before it at once, and
the tokens of both readings count, each by how rare it is, those of the second less where no rule says that it needs
that one: of a question that says little the one before decides what it asks, one that says what it is about decides by
itself. Tokens read in their conversation are those of Krasakis et al., "Zero-shot Query Contextualization for
Conversational Search" (SIGIR 2022); there they take the place of the question's own. How they are read is learned
(tests/evaluation/fitting/fit_conversations.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus import find_identifiers
from index.encoder import Encoding, Floats
from index.questions.followup import in_context
from index.questions.framing import unframed
from index.questions.phrases import own_words
from index.questions.question import MAX_CHARACTERS

# What a token counts that is read behind the question before, beside 1 for one of the question alone: where the rules
# say that it needs that one, and where it seems to stand alone.
LEANING, BESIDE = 1.0, 0.5

# A text as tokens and what each counts, (q,) float32.
Tokens = tuple[Encoding, Floats]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as ``typed``, and as it is ``read_as``: itself, put into an earlier one, or behind those ``before``
    it, of which only the topics are kept that were all that was asked; tokens read there count a ``share``."""

    typed: str
    read_as: str
    before: str = ""
    share: float = 0.0

    @property
    def topic(self) -> str:
        """All that is asked, where it is read behind others."""
        return f"{self.before} {self.typed}"


def turns_of(question: str, earlier: Sequence[str]) -> list[Turn]:
    """How ``question`` may be read after the visitor's ``earlier`` ones, oldest first, each as typed: as the rules say,
    and where it stands alone by them, behind the last one too."""
    *before, last = in_context(question, earlier)
    if last != question:
        return [Turn(question, " ".join([*before, last]))]
    if before:
        return [_behind(before, question, LEANING)]
    alone = Turn(question, question)
    said = [place for place, each in enumerate(earlier) if own_words(each)]  # not "Bedankt!"
    context = in_context(earlier[said[-1]], earlier[: said[-1]]) if said else []
    # numbers say what is asked, a topic by itself does too
    told = find_identifiers(" ".join([*context, question])) or unframed(question) != question
    beside = _behind(context, question, BESIDE)
    return [alone] if told or not context or len(beside.read_as) > MAX_CHARACTERS else [alone, beside]


def _behind(before: Sequence[str], question: str, share: float) -> Turn:
    topics = [each if (topic := unframed(each)) == each else f"{topic}?" for each in before]
    return Turn(question, " ".join([*before, question]), " ".join(topics), share)


def as_read(turn: Turn, topic: str, tokens: Callable[[str], Tokens]) -> Tokens:
    """The tokens of ``topic``, what ``turn`` asks: as they are, or where it ends with the question as typed, that read
    by itself before them. ``tokens`` reads a text."""
    behind = tokens(topic)
    if not turn.before or not topic.endswith(turn.typed):  # a publication was cut out of it
        return behind
    return _both(tokens(turn.typed), behind, turn.share, len(topic) - len(turn.typed))


def _both(own: Tokens, behind: Tokens, share: float, start: int) -> Tokens:
    """A question's ``own`` tokens, as they stand from ``start`` on, and those it has ``behind`` others, which count a
    ``share``; all count together what the latter did, which confidence knows. The vector is the mean of both, by what
    they count."""
    (alone, weights), (whole, others) = own, behind
    counted = share * others
    vector = weights.sum() * alone.vectors[:1] + counted.sum() * whole.vectors[:1]
    vector /= max(float(np.linalg.norm(vector)), np.finfo(np.float32).tiny)
    every = np.concatenate([weights, counted])
    every *= others.sum() / max(float(every.sum()), np.finfo(np.float32).tiny)
    encoding = Encoding(
        vector.astype(np.float32),
        np.concatenate([alone.tokens, whole.tokens]),
        np.concatenate([alone.token_ids, whole.token_ids]),
        np.concatenate([_moved(alone.spans, start), whole.spans]),
    )
    return encoding, every.astype(np.float32)


def _moved(spans: npt.NDArray[np.int32], by: int) -> npt.NDArray[np.int32]:
    """(t, 2) the characters of tokens, ``by`` further on; those that stand for none still do."""
    return np.where(spans[:, :1] < 0, spans, spans + np.int32(by))
