"""A question read together with a passage: whether this tells what is asked, and not only what it is about.

A cross-encoder (Nogueira & Cho, "Passage re-ranking with BERT", 2019) on the bundled model's own weights. The passage's
tokens see each other, the question's see both; how likely the passage answers is told by what the last layer makes of
the question, and by late interaction in that layer. What a passage's tokens are to a question, their keys and values,
doesn't depend on it and is kept, so that the next question to the passage costs no more than its own tokens (MacAvaney
et al., "PreTTR", 2020, keep lower layers only). cross_encoder.npz holds what was learned on top of the adapter, by
tests/evaluation/fitting/fit_cross_encoder.py.

In a conversation a question is read behind those before it, by changes and a head of its own, cross_conversations.npz
(fit_cross_conversations.py). What passages are to it stays what they are to others: so no question by itself is read
in another way than before, and what is kept of passages serves both.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder import Floats, Pair, ToRead, unit

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.models.subwords import Subwords

QUESTION, PASSAGE = "query: ", "passage: "
QUESTION_TOKENS = 64  # that are read of a question; the places of a passage's tokens come after these
PASSAGE_TOKENS = 192  # 320 were learned from, which take twice as long
STEP = 32  # A part of a longer passage begins at so many tokens or a multiple, so that it is often one that is kept.
KEPT = 40  # passages, the last that were read: a letter has about as many. 37 kB a token, 280 MB at the most.
# Tokens of either before its own words: the model's mark and the prompt. The question's colon is read with its words.
BEFORE_QUESTION, BEFORE_PASSAGE = 4, 3
EPSILON = 1e-5  # of the head's normalisation

# What the tokens of a text are to the one behind it: keys and values in each layer, (1, t, d) each.
Kept = Sequence[Floats]
# Reads a text (t,) whose tokens stand from a place on, behind another or nothing; what its last layer makes of the
# tokens, (t, d), and what to keep.
PairNetwork = Callable[[Sequence[int], int, Kept], tuple[Floats, Kept]]


@dataclass(frozen=True, slots=True)
class Head:
    """What tells the log-odds. first, words: (d,) what the question's first token and the mean of its words count,
    both normalised; late: a slope and a height for late interaction; bias is beside both."""

    first: Floats
    words: Floats
    bias: float
    late: tuple[float, float]

    def log_odds(self, question: Floats, matches: Floats) -> float:
        """Of the last layer's states of a question (q, d), whole, and of ``matches`` of its words with those of a
        passage."""
        first, words = _normal(question[0]), _normal(question[BEFORE_QUESTION - 1 : -1].mean(axis=0))
        late = float(matches.max(axis=1).mean()) if matches.size else 0.0
        return float(self.first @ first + self.words @ words) + self.bias + self.late[0] * late + self.late[1]


class CrossEncoder:
    """Reads a question with passages. ``network`` runs the graph that reads passages, and questions that stand alone;
    ``going_on`` gives what reads one behind others, where that is another."""

    def __init__(
        self,
        tokenizer: "Subwords | Tokenizer",
        network: PairNetwork,
        head: Head,
        going_on: Callable[[], tuple[PairNetwork, Head]] | None = None,
    ) -> None:
        self._tokenizer = tokenizer
        self._network = network
        self._alone = network, head
        self._going_on = going_on or (lambda: self._alone)
        self._passage = functools.lru_cache(KEPT)(self._read)

    def read(self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False) -> list[Pair]:
        """The question with each passage. Of a passage that is too long what stands around the sentence that matters
        most is read; of a question its beginning, or where others stand before it, its end."""
        network, head = self._going_on() if in_conversation else self._alone
        asked = ids_of(self._tokenizer, QUESTION + question, QUESTION_TOKENS, ending=in_conversation)
        found = []
        for heading, text, sentences in passages:  # padded and side by side they would take hardly less
            ids, ends = self._part(heading, text, sentences[0][0] if sentences else 0)
            passage, kept = self._passage(tuple(ids))
            own, _ = network(asked, 0, kept)
            matches = unit(own[BEFORE_QUESTION:-1]) @ unit(passage[BEFORE_PASSAGE:-1]).T
            found.append(Pair(head.log_odds(own, matches), _best(matches, ends, sentences)))
        return found

    def _read(self, passage: tuple[int, ...]) -> tuple[Floats, Kept]:
        return self._network(passage, QUESTION_TOKENS, ())

    def _part(self, heading: str, text: str, place: int) -> tuple[list[int], Any]:
        """The tokens that are read of a passage, all or those around a character of its text, and behind which
        characters of it those end that are not the model's or the prompt's, (p,); within the heading below 1."""
        lead, start = PASSAGE + (f"{heading}: " if heading else ""), 0
        tokens = self._tokenizer.encode(lead + text)
        if len(tokens) > PASSAGE_TOKENS:
            lead = PASSAGE
            offsets = self._tokenizer.encode(text, add_special_tokens=False).offsets
            meant = next((number for number, (_, end) in enumerate(offsets) if end > place), 0)
            room = PASSAGE_TOKENS - len(self._tokenizer.encode(lead)) - 1
            first = max(0, min((meant - room // 3) // STEP * STEP, len(offsets) - room))
            start = offsets[first][0]
            tokens = self._tokenizer.encode(lead + text[start : offsets[min(first + room, len(offsets)) - 1][1]])
        ids = _cut(tokens.ids, PASSAGE_TOKENS)
        ends = np.array(tokens.offsets, np.int64).reshape(-1, 2)[BEFORE_PASSAGE : len(ids) - 1, 1]
        return ids, ends - len(lead) + start


def _best(matches: Floats, ends: Any, sentences: Sequence[tuple[int, int]]) -> Floats:
    """(s, q) the best of ``matches`` (q, p) among the tokens of each sentence, which end behind the characters ``ends``
    (p,); -1 where none was read."""
    best = np.full((len(sentences), len(matches)), -1, np.float32)
    for row, (first, last) in enumerate(sentences):
        if (own := (ends > first) & (ends <= last)).any():
            best[row] = matches[:, own].max(axis=1)
    return best


def ids_of(tokenizer: "Subwords | Tokenizer", text: str, most: int, *, ending: bool = False) -> list[int]:
    """The numbers of a text's tokens, with the model's marks at both ends; of a question that is too long ``ending``
    keeps the end behind the prompt, else the beginning is kept."""
    ids = tokenizer.encode(text).ids
    return [*ids[:BEFORE_QUESTION], *ids[BEFORE_QUESTION:][BEFORE_QUESTION - most :]] if ending else _cut(ids, most)


def _cut(ids: Sequence[int], most: int) -> list[int]:
    return [*ids[: min(len(ids), most) - 1], ids[-1]]


def learned_head(name: str = "cross_encoder") -> Head:
    """The one that was learned with the changes to the model, in the file of that ``name``."""
    with files("index.models").joinpath(f"{name}.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        first, words = arrays["linear.weight"].reshape(2, -1)
        slope, height = arrays["late"].tolist()
        return Head(first, words, arrays["linear.bias"].item(), (slope, height))


def _normal(state: Any) -> Any:
    """A layer normalisation without weights (Ba et al., 2016)."""
    centred = state - state.mean()
    return centred / np.sqrt((centred**2).mean() + EPSILON)
