"""Any sentence-transformers model as an Encoder.

One forward pass gives the pooled vector and the token vectors, punctuation left out. A text longer than the model
reads is covered whole by overlapping windows. A model without token vectors or without a fast tokenizer (a static
or a multimodal one) is used sentence by sentence instead: each sentence counts as one token.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.sentences import sentence_spans
from index.adapter import bundled_adapter
from index.bundled import HUB_NAME, PACKED_SHA256, Notice, bundled_model, packed_file
from index.encoder import Encoding, ModelIdentity, Progress, unit
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Tokens, padding included, in one forward pass: enough to keep two cores busy, little enough to stay in cache.
BATCH_TOKENS = 2048
# A longer text is read in windows, also by a model that could take it whole: one vector for pages says little.
WINDOW_TOKENS = 512
OVERLAP_TOKENS = 64
# A heading path longer than this leaves too little of the window to the paragraph itself.
HEADING_CHARACTERS = 200


def load_encoder(name: str | None = None, notice: Notice | None = None) -> "TransformerEncoder":
    """The encoder for ``name``: a sentence-transformers model by hub name or folder; None is the bundled model.

    ``notice`` hears of work that takes long. Raises ModelError with the way out when the model can't be loaded.
    """
    bundled = name is None or name == HUB_NAME
    location = bundled_model(notice) if bundled or name is None else name
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    # These imports take seconds, so they stand where they are used.
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        model = SentenceTransformer(location, device="cpu", local_files_only=Path(location).is_dir())
    except Exception as error:  # the libraries below raise whatever their own parts raise
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"The model {name or HUB_NAME} cannot be loaded: {reason}. "
            "Give --model the name of a sentence-transformers model or the folder of one, "
            "or leave it out for the bundled model."
        ) from error
    fingerprint = PACKED_SHA256[:16] if bundled and packed_file() else _fingerprint(location, model)
    if bundled:
        adapter = bundled_adapter()
        adapter.apply(model[0].auto_model)
        return TransformerEncoder(model, HUB_NAME, f"{fingerprint}+{adapter.fingerprint}")
    return TransformerEncoder(model, str(name), fingerprint)


def _fingerprint(location: str, model: "SentenceTransformer") -> str:
    """A short hash of the weights: the hub's commit, or sizes and edges of the folder's files."""
    folder = Path(location)
    if not folder.is_dir():
        config = getattr(getattr(model[0], "auto_model", None), "config", None)
        return str(getattr(config, "_commit_hash", None) or location)[:16]
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)} {size}\n".encode())
        with path.open("rb") as file:
            digest.update(file.read(1 << 16))
            file.seek(max(0, size - (1 << 16)))
            digest.update(file.read())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Window:
    """Characters ``start`` to ``end`` of a passage's text, read by the model in one pass.

    ``lead`` is set before them (the prompt, then the heading path); the first ``prompt`` characters of it
    are the prompt. Tokens that begin before ``fresh`` stood in the window before and are not kept twice.
    """

    passage: int
    text: str
    lead: str
    prompt: int
    start: int
    end: int
    fresh: int

    @property
    def read(self) -> str:
        return self.lead + self.text[self.start : self.end]


class TransformerEncoder:
    """A sentence-transformers model behind the Encoder protocol."""

    def __init__(self, model: "SentenceTransformer", name: str, fingerprint: str) -> None:
        self._model = model
        self._tokenizer: Any = getattr(model, "tokenizer", None)
        prompts: dict[str, str | None] = dict(model.prompts or {})
        if not any(prompts.values()) and "e5" in name.lower():
            prompts = {"query": "query: ", "document": "passage: "}  # the hub's e5 models leave them to the caller
        self._question_prompt = prompts.get("query") or ""
        self._passage_prompt = prompts.get("document") or prompts.get("passage") or ""
        self._limit = int(min(model.max_seq_length or WINDOW_TOKENS, WINDOW_TOKENS))
        self._by_token = self._gives_tokens()
        dimensions = model.get_embedding_dimension()
        self._identity = ModelIdentity(name, fingerprint, int(dimensions or 0))

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    def encode_question(self, question: str) -> Encoding:
        if not self._by_token:
            vector = unit(self._model.encode_query([question], show_progress_bar=False))
            return Encoding(vector, vector, np.full(1, -1, np.int32), np.array([[0, len(question)]], np.int32))
        prompt = self._question_prompt
        window = _Window(0, question, prompt, len(prompt), 0, len(question), 0)
        return self._forward([window])[0]

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        if not self._by_token:
            return [self._by_sentence(heading, text) for heading, text in _counted(passages, progress)]
        windows = [
            window for place, (heading, text) in enumerate(passages) for window in self._windows(place, heading, text)
        ]
        pieces: list[list[Encoding]] = [[] for _ in passages]
        done = 0
        # Longest first: a batch pads little, and memory runs out at the start or not at all.
        order = sorted(range(len(windows)), key=lambda place: -len(windows[place].read))
        read: dict[int, Encoding] = {}
        for batch in self._batches([windows[place] for place in order]):
            for encoding in self._forward(batch):
                read[order[len(read)]] = encoding
            done += len(batch)
            if progress:
                progress(done * len(passages) // len(windows), len(passages))
        for place, window in enumerate(windows):
            pieces[window.passage].append(read[place])
        return [_merged(parts) for parts in pieces]

    def _gives_tokens(self) -> bool:
        if not getattr(self._tokenizer, "is_fast", False):
            return False
        import torch

        with torch.inference_mode():
            features = self._tokenizer(["a"], return_tensors="pt")
            return "token_embeddings" in self._model({name: features[name] for name in ("input_ids", "attention_mask")})

    def _windows(self, place: int, heading: str, text: str) -> Iterator[_Window]:
        prompt = self._passage_prompt
        lead = prompt + (f"{heading[:HEADING_CHARACTERS]}: " if heading else "")
        offsets = self._offsets(text)
        room = self._limit - len(self._offsets(lead)) - self._tokenizer.num_special_tokens_to_add()
        if len(offsets) <= room:
            yield _Window(place, text, lead, len(prompt), 0, len(text), 0)
            return
        room = max(room, 2 * OVERLAP_TOKENS)
        fresh = 0
        for first in range(0, len(offsets) - OVERLAP_TOKENS, room - OVERLAP_TOKENS):
            last = min(first + room, len(offsets)) - 1
            yield _Window(place, text, lead, len(prompt), offsets[first][0], offsets[last][1], fresh)
            fresh = offsets[last][1]

    def _offsets(self, text: str) -> list[tuple[int, int]]:
        encoded = self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        offsets: list[tuple[int, int]] = encoded["offset_mapping"]
        return offsets

    def _batches(self, windows: Sequence[_Window]) -> Iterator[list[_Window]]:
        batch: list[_Window] = []
        for window in windows:
            # About three characters a token in Dutch; the first of a batch is the longest.
            longest = min(self._limit, len(batch[0].read if batch else window.read) // 3 + 2)
            if batch and longest * (len(batch) + 1) > BATCH_TOKENS:
                yield batch
                batch = []
            batch.append(window)
        if batch:
            yield batch

    def _forward(self, windows: Sequence[_Window]) -> list[Encoding]:
        import torch

        features = self._tokenizer(
            [window.read for window in windows],
            padding=True,
            truncation=True,
            max_length=self._limit,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        with torch.inference_mode():
            output = self._model({name: features[name] for name in ("input_ids", "attention_mask")})
        pooled = unit(output["sentence_embedding"].float().numpy())
        tokens = output["token_embeddings"].float().numpy()
        ids = features["input_ids"].numpy().astype(np.int32)
        special = features["special_tokens_mask"].numpy().astype(bool)
        offsets = features["offset_mapping"].numpy().astype(np.int32)
        result = []
        for row, window in enumerate(windows):
            spans = offsets[row] - len(window.lead) + window.start
            in_text = offsets[row, :, 1] > len(window.lead)
            kept = ~special[row] & (offsets[row, :, 1] > window.prompt) & (~in_text | (spans[:, 1] > window.fresh))
            kept &= [any(map(str.isalnum, window.read[start:end])) for start, end in offsets[row].tolist()]
            if window.start:  # the heading's tokens came with the first window
                kept &= in_text
            spans[~in_text] = -1
            spans[in_text] = spans[in_text].clip(min=window.start)
            vectors = unit(tokens[row, kept])
            result.append(Encoding(pooled[row : row + 1], vectors, ids[row, kept], spans[kept]))
        return result

    def _by_sentence(self, heading: str, text: str) -> Encoding:
        spans = sentence_spans(text) or [(0, len(text))]
        texts = [f"{heading}: {text}" if heading else text, *(text[start:end] for start, end in spans)]
        vectors = unit(self._model.encode_document(texts, show_progress_bar=False))
        return Encoding(vectors[:1], vectors[1:], np.full(len(spans), -1, np.int32), np.array(spans, np.int32))


def _counted(passages: Sequence[tuple[str, str]], progress: Progress | None) -> Iterator[tuple[str, str]]:
    for done, passage in enumerate(passages, start=1):
        yield passage
        if progress:
            progress(done, len(passages))


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
