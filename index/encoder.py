"""The seam at which models come in.

An encoder turns texts into vectors: one for the whole text, and one for each token with the characters it
stands for. Everything above this seam is plain NumPy, so that a test can use vectors worked out by hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]


class Notice(Protocol):
    """Hears of work that takes long: what it is, or, where that is counted, how many of a unit are done."""

    def __call__(self, text: str, done: int = 0, total: int = 0, unit: str = "") -> None: ...


def told(notice: Notice | None, text: str, unit: str) -> Progress | None:
    """Tell ``notice`` that something begins, and what to call as it goes on."""
    if notice is None:
        return None
    notice(text)
    return lambda done, total: notice(text, done, total, unit)


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What a library remembers of the model that made its vectors.

    ``fingerprint`` tells weights apart that go by one name; ``name`` is what ``--model`` takes to load it again.
    """

    name: str
    fingerprint: str
    dimensions: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Encoding:
    """One text as vectors.

    vectors: (windows, d) float32, unit length; one row, or several overlapping windows of a long text.
    tokens: (t, e) float32, unit length, in reading order.
    token_ids: (t,) int32, the token's number in the model's vocabulary (equal tokens, equal numbers).
    spans: (t, 2) int32, the characters of the text each token stands for; (-1, -1) for the heading before it.
    """

    vectors: Floats
    tokens: Floats
    token_ids: npt.NDArray[np.int32]
    spans: npt.NDArray[np.int32]

    def held(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """(n, t) which of the tokens lie in each of these places (n, 2), characters of the text."""
        within: npt.NDArray[np.bool_] = (self.spans[:, 0] < places[:, 1:]) & (self.spans[:, 1] > places[:, :1])
        return within

    def text_alone(self) -> "Encoding":
        """Without the tokens of the heading before it."""
        own = self.spans[:, 0] >= 0
        return Encoding(self.vectors, self.tokens[own], self.token_ids[own], self.spans[own])


@dataclass(frozen=True, slots=True)
class Pair:
    """A question read together with a passage. log_odds: that this answers; matches: (s, q) float32, of each sentence
    the best match of each of the question's tokens, as the model understands them then, -1 in one that was not read."""

    log_odds: float
    matches: Floats


# A passage to be read together with a question: heading path, text, and the characters of its sentences, the one that
# matters most first.
ToRead = tuple[str, str, Sequence[tuple[int, int]]]


class Encoder(Protocol):
    """A model as the library uses it."""

    @property
    def identity(self) -> ModelIdentity: ...

    def encode_question(self, question: str) -> Encoding:
        """A question; ``vectors`` has one row, and its tokens leave out what every question has."""
        ...

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        """Passages as (heading path, text), in order; ``progress(done, total)`` is called now and then."""
        ...

    def read_together(
        self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False
    ) -> list[Pair] | None:
        """The question with each of the passages; ``in_conversation``: as those before it and the one that is asked.
        None from a model that never learned to."""
        ...


def unit(rows: npt.NDArray[Any]) -> Floats:
    """``rows`` (n, d) scaled to unit length, float32; a zero row stays zero."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Floats = (rows / np.where(norms > 0, norms, 1)).astype(np.float32)
    return scaled


@dataclass(frozen=True, slots=True)
class TwoEncoders:
    """Questions read by one encoder and passages by another, whose identity it has: a library's vectors are of that.
    ``together`` reads both at once, where there is one."""

    questions: Encoder
    passages: Encoder
    together: Callable[..., list[Pair]] | None = None

    @property
    def identity(self) -> ModelIdentity:
        return self.passages.identity

    def encode_question(self, question: str) -> Encoding:
        return self.questions.encode_question(question)

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        return self.passages.encode_passages(passages, progress)

    def read_together(
        self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False
    ) -> list[Pair] | None:
        return self.together(question, passages, in_conversation=in_conversation) if self.together else None
