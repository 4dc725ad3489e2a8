"""Texts to the bundled model's tokens, without loading all of its 250,000 pieces for a few of them.

Loading them and letting go of them again takes more than a second, most of what `vindplaats ask` would take. How a text
is split (Kudo, "Subword regularization", 2018) depends on no pieces but those that it holds, and on the score of the
least likely one, by which what is no piece is weighed. So a few texts are each split by a tokenizer of their own, of
just these, to the same tokens.
"""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer
    from tokenizers.normalizers import Normalizer
    from tokenizers.pre_tokenizers import PreTokenizer

TOKENIZER = "tokenizer.json"
# Its pieces in alphabetical order, (n,) str, and beside them their numbers and scores, (n, 2) float64.
PIECES, NUMBERS = "pieces.npy", "piece_numbers.npy"
MARKS = ("<s>", "<pad>", "</s>", "<unk>")  # the model's own; their numbers are their places
# A question takes half a millisecond longer like this, a long passage ten. After so many texts, and for one of so many
# characters, all pieces are loaded.
FEW, LONG = 100, 10_000


@dataclass(slots=True)
class Tokens:
    """What a text was split into, in order: numbers, characters of the text, and 1 for the model's marks."""

    ids: list[int]
    offsets: list[tuple[int, int]]
    special_tokens_mask: list[int]

    def __len__(self) -> int:
        return len(self.ids)

    def truncate(self, length: int) -> None:
        """Keep the first ``length``."""
        self.ids, self.offsets = self.ids[:length], self.offsets[:length]
        self.special_tokens_mask = self.special_tokens_mask[:length]


class Subwords:
    """The tokenizer in a model's folder, as `tokenizers.Tokenizer` and to the same tokens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._few = 0
        self._loaded: Tokenizer | None = None
        self._loading = threading.Lock()

    def encode(self, text: str, *, add_special_tokens: bool = True) -> "Tokens | Encoding":
        self._few += 1
        if self._few > FEW or len(text) > LONG or self._loaded:
            return self.load().encode(text, add_special_tokens=add_special_tokens)
        rows = self._held(text)
        numbers, scores = self._numbers[rows].T
        own = split_by([*((mark, 0.0) for mark in MARKS), *zip(self._pieces[rows].tolist(), scores, strict=True)])
        found = own.encode(text, add_special_tokens=add_special_tokens)
        ids = [*range(len(MARKS)), *numbers.astype(int).tolist()]
        return Tokens([ids[number] for number in found.ids], found.offsets, found.special_tokens_mask)

    def encode_batch(self, texts: list[str]) -> "Sequence[Encoding]":
        return self.load().encode_batch(texts)

    def load(self) -> "Tokenizer":
        """The tokenizer with all pieces, which splits all texts from now on."""
        with self._loading:
            if self._loaded is None:
                from tokenizers import Tokenizer

                self._loaded = Tokenizer.from_file(str(self._folder / TOKENIZER))
            return self._loaded

    @cached_property
    def _pieces(self) -> Any:
        return np.load(self._folder / PIECES, mmap_mode="r")

    @cached_property
    def _numbers(self) -> Any:
        return np.load(self._folder / NUMBERS, mmap_mode="r")

    @cached_property
    def _least(self) -> int:
        return int(self._numbers[:, 1].argmin())

    def _held(self, text: str) -> list[int]:
        """The rows of the pieces that the text holds, marks left out, and of the least likely one."""
        longest = self._pieces.dtype.itemsize // np.dtype("U1").itemsize
        parts = {
            word[start:end]
            for word in _words(text)
            for start in range(len(word))
            for end in range(start + 1, min(start + longest, len(word)) + 1)
        }
        sought = np.array(sorted(parts - {*MARKS}), self._pieces.dtype)
        rows = np.searchsorted(self._pieces, sought).clip(max=len(self._pieces) - 1)
        return sorted({self._least, *rows[self._pieces[rows] == sought].tolist()})


def split_by(vocabulary: list[tuple[str, float]]) -> "Tokenizer":
    """The model's tokenizer with these pieces and scores, the marks first."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, processors

    made = Tokenizer(models.Unigram(vocabulary, unk_id=MARKS.index("<unk>"), byte_fallback=False))
    made.normalizer, made.pre_tokenizer = _steps()
    made.decoder = decoders.Metaspace(prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(mark, MARKS.index(mark)) for mark in ("<s>", "</s>")],
    )
    made.add_special_tokens([AddedToken(mark, special=True) for mark in MARKS])
    return made


def _words(text: str) -> set[str]:
    """The words within which the tokenizer looks for pieces."""
    normalizer, pre_tokenizer = _steps()
    parts = re.split("|".join(MARKS), text)
    return {word for part in parts for word, _ in pre_tokenizer.pre_tokenize_str(normalizer.normalize_str(part))}


def _steps() -> "tuple[Normalizer, PreTokenizer]":
    """What a text goes through before it is split."""
    from tokenizers import Regex, normalizers, pre_tokenizers

    # NFKC with white space folded says the same as the rules that came with the pieces, for every letter
    folded = [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip(left=False, right=True)]
    return normalizers.Sequence(folded), pre_tokenizers.Metaspace(prepend_scheme="always")
