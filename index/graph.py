"""The bundled model as an ONNX graph, made from its weights without torch.

A BERT encoder (Devlin et al., 2019) in the operators that ONNX Runtime has for one: layer normalisation of a sum, and
attention of all heads in one step. The adapter's changes are added to the weights, and its share of an earlier layer to
the tokens. The vocabulary's vectors, four fifths of the model, stay in the weights' own file, which the runtime maps
into memory instead of reading it.
"""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.adapter import Adapter
from index.encoder import Floats

IDS, MASK, WHOLE, TOKENS = "input_ids", "attention_mask", "sentence_embedding", "token_embeddings"
_WEIGHTS = "model.safetensors"
_VOCABULARY = "embeddings.word_embeddings.weight"
RUNTIME = "com.microsoft"  # the domain of ONNX Runtime's own operators
_IR, _OPSET = 10, 17


def write_graph(folder: Path, adapter: Adapter, path: Path, build: "Builder", also: Sequence[str] = ()) -> None:
    """Write the graph of the BERT model in ``folder`` with the adapter's changes to ``path``, beside it, whole or not
    at all. ``also``: values within it that it gives as outputs too.

    Raises OSError where the folder cannot be written, KeyError where the weights are not those of a BERT encoder.
    """
    made = _graph(folder, adapter, build, also)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f"{path.name}.part-", delete=False) as part:
        try:
            part.write(made)
            part.flush()
            Path(part.name).chmod(0o644)
            Path(part.name).rename(path)
        except BaseException:
            Path(part.name).unlink()
            raise


class Builder:
    """Collects the nodes and constants of a graph."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def node(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def linear(self, given: str, name: str, weight: Floats, bias: Floats) -> str:
        """``given`` (…, in) times ``weight`` (out, in), plus ``bias`` (out,)."""
        product = self.node("MatMul", [given, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)


def _graph(folder: Path, adapter: Adapter, build: Builder, also: Sequence[str]) -> bytes:
    from onnx import TensorProto, helper
    from safetensors import safe_open

    config = json.loads((folder / "config.json").read_text("utf-8"))
    layers, heads, hidden = config["num_hidden_layers"], config["num_attention_heads"], config["hidden_size"]
    epsilon = config["layer_norm_eps"]
    with safe_open(folder / _WEIGHTS, framework="np") as file:
        weights = {name: file.get_tensor(name) for name in file.keys() if name != _VOCABULARY}  # noqa: SIM118
    for name, changed in adapter.changes.items():
        weights[f"{name}.weight"] = weights[f"{name}.weight"] + changed

    build.constants.append(_vocabulary(folder / _WEIGHTS))
    build.constant("zero", np.array([0]))
    build.constant("one", np.array([1]))
    build.constant("two", np.array([2]))
    build.constant("parts", np.array([hidden] * 3))
    positions = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    build.constant("positions", positions)

    def normal(operator: str, inputs: list[str], name: str, output: str, domain: str = "") -> str:
        scale, shift = (build.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return build.node(operator, [*inputs, scale, shift], output, domain, epsilon=epsilon)

    build.node("Cast", [MASK], "mask", to=TensorProto.INT32)
    build.node("Gather", [_VOCABULARY, IDS], "words")
    build.node("Shape", [IDS], "length", start=1, end=2)
    build.node("Slice", ["positions", "zero", "length"], "placed")
    states = normal(
        "LayerNormalization", [build.node("Add", ["words", "placed"], "embedded")], "embeddings.LayerNorm", "layer.0"
    )
    for layer in range(layers):
        at = f"encoder.layer.{layer}"
        kinds = [f"{at}.attention.self.{kind}" for kind in ("query", "key", "value")]
        weight = np.concatenate([weights[f"{kind}.weight"] for kind in kinds])
        together = build.linear(
            states, f"{at}.attention.self", weight, np.concatenate([weights[f"{kind}.bias"] for kind in kinds])
        )
        build.nodes.append(helper.make_node("Split", [together, "parts"], kinds, axis=-1))
        attended = build.node("MultiHeadAttention", [*kinds, "", "mask"], f"{at}.attended", RUNTIME, num_heads=heads)

        def linear(given: str, name: str) -> str:
            return build.linear(given, name, weights[f"{name}.weight"], weights[f"{name}.bias"])

        put_out = linear(attended, f"{at}.attention.output.dense")
        middle = normal(
            "SkipLayerNormalization", [states, put_out], f"{at}.attention.output.LayerNorm", f"middle.{layer}", RUNTIME
        )
        wide = build.node("Gelu", [linear(middle, f"{at}.intermediate.dense")], f"{at}.wide", RUNTIME)
        narrow = linear(wide, f"{at}.output.dense")
        norm = f"{at}.output.LayerNorm"
        states = normal("SkipLayerNormalization", [middle, narrow], norm, f"layer.{layer + 1}", RUNTIME)
    # the mean of the tokens that are there
    build.node("Cast", [MASK], "there", to=TensorProto.FLOAT)
    build.node("Unsqueeze", ["there", "two"], "there3")
    build.node("ReduceSum", [build.node("Mul", [states, "there3"], "counted"), "one"], "sum", keepdims=0)
    build.node("Div", ["sum", build.node("ReduceSum", ["there", "one"], "count")], WHOLE)
    last, earlier = (
        build.node("LpNormalization", [value], f"{value}.unit", axis=-1)
        for value in (states, f"layer.{adapter.earlier}")
    )
    added = build.node("Mul", [earlier, build.constant("share", np.float32(adapter.share))], "added")
    build.node("Add", [last, added], TOKENS)

    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in (IDS, MASK)]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in ((WHOLE, ["texts", hidden]), (TOKENS, ["texts", "tokens", hidden]))
    ]
    outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", "tokens", hidden]) for name in also]
    graph = helper.make_graph(build.nodes, "bert", inputs, outputs, build.constants)
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(RUNTIME, 1)]
    made: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=_IR).SerializeToString()
    return made


def normalised(folder: Path) -> list[str]:
    """The values in the graph that a linear layer gets from a layer normalisation, (texts, tokens, d) each."""
    layers = json.loads((folder / "config.json").read_text("utf-8"))["num_hidden_layers"]
    return [f"{kind}.{layer}" for layer in range(layers) for kind in ("layer", "middle")]


def _vocabulary(path: Path) -> Any:
    """The vocabulary's vectors as a constant that lies in ``path``, a safetensors file beside the graph: after 8 bytes
    that give the length of its JSON header, the header, then the tensors."""
    from onnx import TensorProto

    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(length))[_VOCABULARY]
    if entry["dtype"] != "F32":
        raise KeyError(f"{path} holds its vocabulary as {entry['dtype']}, not as F32")
    start, end = entry["data_offsets"]
    made = TensorProto(
        name=_VOCABULARY, data_type=TensorProto.FLOAT, dims=entry["shape"], data_location=TensorProto.EXTERNAL
    )
    for key, value in (("location", path.name), ("offset", 8 + length + start), ("length", end - start)):
        made.external_data.add(key=key, value=str(value))
    return made
