"""A model with token vectors as an Encoder: a tokenizer and a network, whatever that runs on.

One forward pass gives the pooled vector and the token vectors, punctuation left out. A text longer than the model
reads is covered whole by overlapping windows.
"""

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.encoder import Encoding, Floats, ModelIdentity, Progress, ToRead, unit

if TYPE_CHECKING:
    from tokenizers import Encoding as Split
    from tokenizers import Tokenizer

    from index.models.subwords import Subwords, Tokens

# From the ids (n, t) int64 of texts of one length to whole texts (n, d) and tokens (n, t, e), both float32 and of any
# length.
Network = Callable[[npt.NDArray[np.int64]], tuple[Floats, Floats]]

# Tokens in one forward pass: enough to keep a core busy, little enough to stay in cache; and on a graphics card.
BATCH_TOKENS, BULK_TOKENS = 512, 16_384
# A longer text is read in windows, also by a model that could take it whole: one vector for pages says little.
WINDOW_TOKENS = 512
OVERLAP_TOKENS = 64
# From so many windows on it is worth it to wake a graphics card, where there is one.
BULK = 2000
# A heading path longer than this leaves too little of the window to the paragraph itself.
HEADING_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """How a model wants its texts: what stands before a question and before a passage, and how many tokens it reads,
    its own marks included."""

    question: str
    passage: str
    limit: int


@dataclass(frozen=True, slots=True)
class _Window:
    """Characters ``start`` and on of a passage's text, read by the model in one pass.

    ``read`` is what the model reads: ``lead`` characters (the prompt, then the heading path), then the text; the
    first ``prompt`` of them are the prompt. Tokens that end before ``fresh`` stood in the window before and are not
    kept twice.
    """

    passage: int
    read: str
    prompt: int
    lead: int
    start: int
    fresh: int
    tokens: "Tokens | Split"


class WindowEncoder:
    """A tokenizer and a network behind the Encoder protocol."""

    def __init__(
        self,
        identity: ModelIdentity,
        tokenizer: "Subwords | Tokenizer",
        network: Network,
        reading: Reading,
        bulk: Callable[[], Network | None] = lambda: None,
        at_once: int = 1,
    ) -> None:
        """``tokenizer`` neither truncates nor pads. ``bulk`` gives another network, with the same results, for BULK
        windows and more, or None. ``at_once``: how many batches ``network`` reads side by side."""
        self._identity = identity
        self._tokenizer = tokenizer
        self._network = network
        self._reading = reading
        self._bulk = bulk
        self._at_once = at_once

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    def encode_question(self, question: str) -> Encoding:
        prompt = self._reading.question
        read = prompt + question
        tokens = self._tokenizer.encode(read)
        tokens.truncate(self._reading.limit)
        return self._forward([_Window(0, read, len(prompt), len(prompt), 0, 0, tokens)], self._network)[0]

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        windows = list(self._windows(passages))
        # longest first: memory runs out at the start or not at all
        order = sorted(range(len(windows)), key=lambda place: -len(windows[place].tokens))
        read: dict[int, Encoding] = {}
        bulk = self._bulk() if len(windows) >= BULK else None
        beside = ThreadPoolExecutor(1 if bulk else self._at_once)
        try:
            forward = functools.partial(self._forward, network=bulk or self._network)
            batches = _batches([windows[place] for place in order], BULK_TOKENS if bulk else BATCH_TOKENS)
            for batch in beside.map(forward, batches):
                for encoding in batch:
                    read[order[len(read)]] = encoding
                if progress:
                    progress(len(read) * len(passages) // len(windows), len(passages))
        finally:
            beside.shutdown(cancel_futures=True)
        pieces: list[list[Encoding]] = [[] for _ in passages]
        for place, window in enumerate(windows):
            pieces[window.passage].append(read[place])
        return [_merged(parts) for parts in pieces]

    def read_together(self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False) -> None:
        """A model that comes in by its name never learned to."""

    def _windows(self, passages: Sequence[tuple[str, str]]) -> Iterator[_Window]:
        prompt = self._reading.passage
        leads = [prompt + (f"{heading[:HEADING_CHARACTERS]}: " if heading else "") for heading, _ in passages]
        read = [lead + text for lead, (_, text) in zip(leads, passages, strict=True)]
        for place, tokens in enumerate(self._tokenizer.encode_batch(read)):
            lead, text = leads[place], passages[place][1]
            if len(tokens) <= self._reading.limit:
                yield _Window(place, read[place], len(prompt), len(lead), 0, 0, tokens)
                continue
            if len(self._tokenizer.encode(lead)) > self._reading.limit // 2:
                lead = prompt  # a short window is for the text
            fresh = 0
            for start, end in self._spans(lead, text):
                part = lead + text[start:end]
                read_part = self._tokenizer.encode(part)
                read_part.truncate(self._reading.limit)
                yield _Window(place, part, len(prompt), len(lead), start, fresh, read_part)
                fresh = end

    def _spans(self, lead: str, text: str) -> Iterator[tuple[int, int]]:
        """The characters of overlapping windows that fit behind ``lead`` and cover ``text`` whole."""
        offsets = self._tokenizer.encode(text, add_special_tokens=False).offsets
        # a token or two to spare: behind the lead a word's first token may be cut otherwise
        room = max(2, self._reading.limit - len(self._tokenizer.encode(lead)) - 2)
        overlap = min(OVERLAP_TOKENS, room // 4)
        for first in range(0, max(1, len(offsets) - overlap), room - overlap):
            yield offsets[first][0], offsets[min(first + room, len(offsets)) - 1][1]

    def _forward(self, windows: Sequence[_Window], network: Network) -> list[Encoding]:
        pooled, vectors = network(np.array([window.tokens.ids for window in windows], np.int64))
        pooled = unit(pooled)
        return [_kept(window, pooled[row : row + 1], vectors[row]) for row, window in enumerate(windows)]


def _kept(window: _Window, pooled: Floats, vectors: Floats) -> Encoding:
    """The tokens of a window that are compared: its words, the prompt's and the model's own marks left out."""
    offsets = np.array(window.tokens.offsets, np.int32).reshape(-1, 2)
    spans = offsets - window.lead + window.start
    in_text = offsets[:, 1] > window.lead
    kept = ~np.array(window.tokens.special_tokens_mask, bool) & (offsets[:, 1] > window.prompt)
    kept &= ~in_text | (spans[:, 1] > window.fresh)
    kept &= [any(map(str.isalnum, window.read[start:end])) for start, end in window.tokens.offsets]
    if window.start:  # the heading's tokens came with the first window
        kept &= in_text
    spans[~in_text] = -1
    spans[in_text] = spans[in_text].clip(min=window.start)
    return Encoding(pooled, unit(vectors[kept]), np.array(window.tokens.ids, np.int32)[kept], spans[kept])


def _batches(windows: Sequence[_Window], tokens: int) -> Iterator[list[_Window]]:
    """``windows``, in order of length, in batches of one length and so many tokens, each of one window at the least."""
    for length, alike in itertools.groupby(windows, key=lambda window: len(window.tokens)):
        every, size = list(alike), max(1, tokens // max(length, 1))
        for first in range(0, len(every), size):
            yield every[first : first + size]


def _merged(parts: Sequence[Encoding]) -> Encoding:
    """The windows of one passage as one encoding."""
    if len(parts) == 1:
        return parts[0]
    return Encoding(
        np.concatenate([part.vectors for part in parts]),
        np.concatenate([part.tokens for part in parts]),
        np.concatenate([part.token_ids for part in parts]),
        np.concatenate([part.spans for part in parts]),
    )
