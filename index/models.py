"""Which encoder goes with a model's name.

The bundled model, and every other once it is exported, run on ONNX Runtime, and torch is not imported. What cannot be
exported runs on torch.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.adapter import bundled_adapter
from index.bundled import HUB_NAME, PACKED_SHA256, bundled_model, packed_file
from index.encoder import Encoder, ModelIdentity, Notice, told
from index.errors import ModelError
from index.windows import WINDOW_TOKENS, Reading, WindowEncoder

DIMENSIONS = 384  # of the bundled model


def load_encoder(name: str | None = None, notice: Notice | None = None) -> Encoder:
    """The encoder for ``name``: a sentence-transformers model by hub name or folder; None is the bundled model.

    ``notice`` hears of work that takes long. Raises ModelError with the way out when the model can't be loaded.
    """
    if name in (None, HUB_NAME):
        if packed_file():
            return _bundled(notice)
        name = bundled_model(notice)
    from index.export import exported

    return exported(name, notice)


def _bundled(notice: Notice | None) -> Encoder:
    from tokenizers import Tokenizer

    from index.eightbit import adapted_graph
    from index.runtime import network
    from index.transformer import on_graphics_card

    folder = Path(bundled_model(notice))
    adapter = bundled_adapter()
    fingerprint = f"{PACKED_SHA256[:16]}+{adapter.fingerprint}"
    identity = ModelIdentity(HUB_NAME, fingerprint, DIMENSIONS)
    try:
        fitting = "fitting the model to this processor, once"
        graph = adapted_graph(folder, adapter, lambda: told(notice, fitting, "texts"))
    except OSError as error:
        raise ModelError(
            f"The model cannot be prepared in {folder}: {error.strerror or error}. "
            "Make room or set VINDPLAATS_CACHE to a folder that can be written."
        ) from error
    # each takes half a second of one core
    with ThreadPoolExecutor(1) as beside:
        opening = beside.submit(network, graph)
        tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        opened = opening.result()
    reading = Reading("query: ", "passage: ", WINDOW_TOKENS)
    return WindowEncoder(identity, tokenizer, opened, reading, lambda: on_graphics_card(str(folder), bundled_adapter()))
