"""The bundled model as the one in eight bits is measured against."""

from pathlib import Path

from tokenizers import Tokenizer

from index.adapter import bundled_adapter
from index.encoder import Encoder
from index.graph import Builder, write_graph
from index.models import load_encoder
from index.runtime import network
from index.windows import WINDOW_TOKENS, Reading, WindowEncoder


def in_full_precision(folder: Path) -> Encoder:
    """The bundled model's encoder on a graph in full precision, which is written to ``folder``, where the model is."""
    path = folder / "graph.onnx"
    write_graph(folder, bundled_adapter(), path, Builder())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    reading = Reading("query: ", "passage: ", WINDOW_TOKENS)
    return WindowEncoder(load_encoder().identity, tokenizer, network(path), reading)
