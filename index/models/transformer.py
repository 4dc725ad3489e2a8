"""Any sentence-transformers model, on torch.

Imported only where torch is needed: to export a model, and to run one that cannot be exported. A model without token
vectors or without a fast tokenizer (a static or a multimodal one) is used sentence by sentence: each sentence counts
as one token.
"""

import functools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.sentences import sentence_spans
from index.encoder import Encoding, Floats, ModelIdentity, Progress, ToRead, unit
from index.errors import ModelError
from index.models.adapter import Adapter
from index.models.bundled import HUB_NAME
from index.models.windows import WINDOW_TOKENS, Network, Reading

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer


def load_model(name: str, device: str = "cpu") -> "SentenceTransformer":
    """The model with this hub name or in this folder, on a device of torch's. Raises ModelError with the way out."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    # These imports take seconds, so they stand where they are used.
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        return SentenceTransformer(name, device=device, local_files_only=Path(name).is_dir()).eval()
    except Exception as error:  # the libraries below raise whatever their own parts raise
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"The model {name} cannot be loaded: {reason}. "
            "Give --model the name of a sentence-transformers model or the folder of one, "
            f"or leave it out for the bundled model, {HUB_NAME}."
        ) from error


def identity_of(model: "SentenceTransformer", name: str, fingerprint: str) -> ModelIdentity:
    return ModelIdentity(name, fingerprint, int(model.get_embedding_dimension() or 0))


def reading_of(model: "SentenceTransformer", name: str) -> Reading:
    """The model's own prompts and length."""
    prompts: dict[str, str | None] = dict(model.prompts or {})
    if not any(prompts.values()) and "e5" in name.lower():
        prompts = {"query": "query: ", "document": "passage: "}  # the hub's e5 models leave them to the caller
    passage = prompts.get("document") or prompts.get("passage") or ""
    return Reading(prompts.get("query") or "", passage, int(min(model.max_seq_length or WINDOW_TOKENS, WINDOW_TOKENS)))


def tokenizer_of(model: "SentenceTransformer") -> "Tokenizer | None":
    """A copy of its fast tokenizer, without truncation or padding, or None where it has none or gives no token
    vectors."""
    from tokenizers import Tokenizer

    own: Any = getattr(model, "tokenizer", None)
    if not getattr(own, "is_fast", False):
        return None
    copy: Tokenizer = Tokenizer.from_str(own.backend_tokenizer.to_str())
    copy.no_truncation()
    copy.no_padding()
    given = copy.encode("a")
    ids = np.array([given.ids], np.int64)
    try:
        network_of(model)(ids)
    except KeyError:
        return None
    return copy


def network_of(model: "SentenceTransformer") -> Network:
    """The model as a network; calling it raises KeyError where it gives no token vectors."""
    import torch

    def read(ids: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        with torch.inference_mode():
            given = torch.from_numpy(ids).to(model.device)
            output = model({"input_ids": given, "attention_mask": torch.ones_like(given)})
        pooled, tokens = (output[name].float().cpu().numpy() for name in ("sentence_embedding", "token_embeddings"))
        return pooled, tokens

    return read


@functools.cache
def on_graphics_card(name: str, adapter: Adapter | None = None) -> Network | None:
    """The model as a network on a graphics card, loaded once; None where there is none that torch can use."""
    if not any(Path("/dev").glob("nvidia[0-9]*")):  # to import torch in order to find that out takes seconds
        return None
    import torch

    if not torch.cuda.is_available():
        return None
    model = load_model(name, "cuda")
    if adapter:
        adapter.apply(model)
    return network_of(model)


class SentenceEncoder:
    """A sentence-transformers model whose sentences count as tokens, behind the Encoder protocol."""

    def __init__(self, model: "SentenceTransformer", identity: ModelIdentity) -> None:
        self._model = model
        self._identity = identity

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    def encode_question(self, question: str) -> Encoding:
        vector = unit(self._model.encode_query([question], show_progress_bar=False))
        return Encoding(vector, vector, np.full(1, -1, np.int32), np.array([[0, len(question)]], np.int32))

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        encodings = []
        for heading, text in passages:
            encodings.append(self._passage(heading, text))
            if progress:
                progress(len(encodings), len(passages))
        return encodings

    def read_together(self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False) -> None:
        """It never learned to."""

    def _passage(self, heading: str, text: str) -> Encoding:
        spans = sentence_spans(text) or [(0, len(text))]
        texts = [f"{heading}: {text}" if heading else text, *(text[start:end] for start, end in spans)]
        vectors = unit(self._model.encode_document(texts, show_progress_bar=False))
        return Encoding(vectors[:1], vectors[1:], np.full(len(spans), -1, np.int32), np.array(spans, np.int32))
