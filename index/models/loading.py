"""Which encoder goes with a model's name.

The bundled model, and every other once it is exported, run on ONNX Runtime, and torch is not imported. What cannot be
exported runs on torch.
"""

import functools
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.encoder import Encoder, Floats, ModelIdentity, Notice, Pair, ToRead, TwoEncoders, told
from index.errors import ModelError
from index.models.adapter import Adapter, bundled_adapter, conversation_adapter, cross_adapter, question_adapter
from index.models.bundled import HUB_NAME, PACKED_SHA256, bundled_model, packed_file
from index.models.cross_encoder import CrossEncoder, Head, PairNetwork, learned_head
from index.models.windows import WINDOW_TOKENS, Network, Reading, WindowEncoder

if TYPE_CHECKING:
    from index.models.eightbit import Kind

DIMENSIONS = 384  # of the bundled model


def load_encoder(name: str | None = None, notice: Notice | None = None) -> Encoder:
    """The encoder for ``name``: a sentence-transformers model by hub name or folder; None is the bundled model.

    ``notice`` hears of work that takes long. Raises ModelError with the way out when the model can't be loaded.
    """
    if name in (None, HUB_NAME):
        if packed_file():
            return _bundled(notice)
        name = bundled_model(notice)
    from index.models.export import exported

    if name == HUB_NAME:
        return TwoEncoders(exported(name, notice, question_adapter()), exported(name, notice, bundled_adapter()))
    return exported(name, notice)


def _bundled(notice: Notice | None) -> Encoder:
    from index.models.runtime import cores, network, together
    from index.models.subwords import Subwords
    from index.models.transformer import on_graphics_card

    folder = Path(bundled_model(notice))
    adapter = bundled_adapter()
    identity = ModelIdentity(HUB_NAME, f"{PACKED_SHA256[:16]}+{adapter.fingerprint}", DIMENSIONS)
    for_questions = _graph(folder, question_adapter(), notice, "alone", "questions")
    for_passages = _graph(folder, adapter, notice, "many", "letters")
    for_both = _graph(folder, cross_adapter(), notice, "together", "both at once")
    in_conversations = _graph(folder, conversation_adapter(), notice, "together", "conversations")
    subwords = Subwords(folder)
    reading = Reading("query: ", "passage: ", WINDOW_TOKENS)
    opening = threading.Lock()

    # what reads questions is opened at once, the others where there is a need
    @functools.cache
    def passages() -> Network:
        return network(for_passages, threads=1)

    def read(ids: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        with opening:  # batches that are read side by side open one
            opened = passages()
        return opened(ids)

    @functools.cache
    def going_on() -> tuple[PairNetwork, Head]:
        return together(in_conversations), learned_head("cross_conversations")

    @functools.cache
    def both() -> CrossEncoder:
        return CrossEncoder(subwords, together(for_both), learned_head(), going_on)

    def read_together(question: str, passages: Sequence[ToRead], *, in_conversation: bool = False) -> list[Pair]:
        if not passages:  # opens all there is, so that no question waits for it
            subwords.load()
            going_on()
        return both().read(question, passages, in_conversation=in_conversation)

    return TwoEncoders(
        WindowEncoder(identity, subwords, network(for_questions), reading),
        WindowEncoder(
            identity,
            subwords,
            read,
            reading,
            lambda: on_graphics_card(str(folder), adapter),
            cores(),
        ),
        read_together,
    )


def _graph(folder: Path, adapter: Adapter, notice: Notice | None, kind: "Kind", read: str) -> Path:
    """As ``adapted_graph``, to ``read`` something; says so where it is made. Raises ModelError where it cannot be."""
    from index.models.eightbit import adapted_graph

    try:
        return adapted_graph(
            folder,
            adapter,
            lambda: told(notice, f"fitting the model to this processor, once, to read {read}", "texts"),
            kind,
        )
    except OSError as error:
        raise ModelError(
            f"The model cannot be prepared in {folder}: {error.strerror or error}. "
            "Make room or set VINDPLAATS_CACHE to a folder that can be written."
        ) from error
