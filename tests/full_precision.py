"""The bundled model as the one in eight bits is measured against."""

from pathlib import Path

from tokenizers import Tokenizer

from index.encoder import Encoder, TwoEncoders
from index.models.adapter import bundled_adapter, conversation_adapter, cross_adapter, question_adapter
from index.models.cross_encoder import CrossEncoder, learned_head
from index.models.graph import Builder, write_graph
from index.models.loading import load_encoder
from index.models.runtime import network, together
from index.models.windows import WINDOW_TOKENS, Reading, WindowEncoder


def in_full_precision(folder: Path) -> Encoder:
    """The bundled model's encoder on graphs in full precision, which are written to ``folder``, where the model is."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    reading = Reading("query: ", "passage: ", WINDOW_TOKENS)
    encoders = []
    for adapter in (question_adapter(), bundled_adapter()):
        path = folder / f"graph-{adapter.fingerprint}.onnx"
        write_graph(folder, adapter, path, Builder())
        encoders.append(WindowEncoder(load_encoder().identity, tokenizer, network(path), reading))
    both = []
    for adapter, name in ((cross_adapter(), "cross_encoder"), (conversation_adapter(), "cross_conversations")):
        path = folder / f"together-{adapter.fingerprint}.onnx"
        write_graph(folder, adapter, path, Builder(), together=True)
        both.append((together(path), learned_head(name)))
    alone, going_on = both
    return TwoEncoders(*encoders, CrossEncoder(tokenizer, *alone, lambda: going_on).read)
