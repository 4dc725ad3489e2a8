"""The bundled model as an ONNX graph, made from its weights without torch.

A BERT encoder (Devlin et al., 2019), with attention of all heads in one step, as ONNX Runtime has it. Texts that are
read at once are of one length: nothing is padded, and without a mask attention takes .55 to .75 of the time. The
adapter's changes are added to the weights, and its share of an earlier layer to the tokens. The vocabulary's vectors,
four fifths of the model, stay in the weights' own file, which the runtime maps into memory instead of reading it.

The graph that reads a question together with a passage is the same encoder, run twice: on the passage, which gives the
keys and values of its tokens in every layer, then on the question, whose tokens see those beside their own. A passage
doesn't see the question, so that what it gave serves the next question too.
"""

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import Floats
from index.models.adapter import Adapter

IDS, WHOLE, TOKENS = "input_ids", "sentence_embedding", "token_embeddings"
# Of the graph that reads a question together with a passage: where each token stands, (1, t), and how the names of
# inputs begin that are keys and values of the text before.
PLACES, BEFORE = "position_ids", "before."
_WEIGHTS = "model.safetensors"
_VOCABULARY = "embeddings.word_embeddings.weight"
RUNTIME = "com.microsoft"  # the domain of ONNX Runtime's own operators
_IR, _OPSET = 10, 17
LEAST_OF_GELU = -0.17


def write_graph(
    folder: Path, adapter: Adapter, path: Path, build: "Builder", also: Sequence[str] = (), *, together: bool = False
) -> None:
    """Write the graph of the BERT model in ``folder`` with the adapter's changes to ``path``, beside it, whole or not
    at all. ``also``: values within it that it gives as outputs too. ``together``: it reads one text at a time, whose
    tokens see those of the text before it, by the inputs ``before(folder)``, which can be empty; its tokens' vectors
    then are what the last layer makes of them.

    Raises OSError where the folder cannot be written, KeyError where the weights are not those of a BERT encoder.
    """
    made = _graph(folder, adapter, build, also, together=together)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f"{path.name}.part-", delete=False) as part:
        try:
            part.write(made)
            part.flush()
            Path(part.name).chmod(0o644)
            Path(part.name).rename(path)
        except BaseException:
            Path(part.name).unlink()
            raise


def before(folder: Path) -> dict[str, str]:
    """The inputs (1, t, d) of the graph that reads a question together with a passage, keys and values of each layer,
    each with the output that gives it to the next text."""
    return {f"{BEFORE}{kind}": kind for layer in range(_layers(folder)) for kind in _kinds(layer)[1:]}


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

    def linear(self, given: str, name: str, weight: Floats, bias: Floats, least: float = -np.inf) -> str:
        """``given`` (…, in), in which nothing is below ``least``, times ``weight`` (out, in), plus ``bias`` (out,)."""
        product = self.node("MatMul", [given, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)


def _graph(folder: Path, adapter: Adapter, build: Builder, also: Sequence[str], *, together: bool) -> bytes:
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
    build.constant("parts", np.array([hidden] * 3))
    positions = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    build.constant("positions", positions)

    def normal(added: list[str], name: str, output: str) -> str:
        scale, shift = (build.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        total = build.node("Add", added, f"{output}.sum")
        return build.node("LayerNormalization", [total, scale, shift], output, epsilon=epsilon)

    build.node("Gather", [_VOCABULARY, IDS], "words")
    if together:
        build.node("Gather", ["positions", PLACES], "placed")
    else:
        build.node("Shape", [IDS], "length", start=1, end=2)
        build.constant("zero", np.array([0]))
        build.node("Slice", ["positions", "zero", "length"], "placed")
    states = normal(["words", "placed"], "embeddings.LayerNorm", "layer.0")
    for layer in range(layers):
        at = _layer(layer)
        kinds = _kinds(layer)
        weight = np.concatenate([weights[f"{kind}.weight"] for kind in kinds])
        projected = build.linear(
            states, f"{at}.attention.self", weight, np.concatenate([weights[f"{kind}.bias"] for kind in kinds])
        )
        build.nodes.append(helper.make_node("Split", [projected, "parts"], kinds, axis=-1))
        query, *seen = kinds
        if together:
            seen = [build.node("Concat", [f"{BEFORE}{kind}", kind], f"{kind}.all", axis=1) for kind in seen]
        heard = build.node("MultiHeadAttention", [query, *seen], f"{at}.attended", RUNTIME, num_heads=heads)

        def linear(given: str, name: str, least: float = -np.inf) -> str:
            return build.linear(given, name, weights[f"{name}.weight"], weights[f"{name}.bias"], least)

        put_out = linear(heard, f"{at}.attention.output.dense")
        middle = normal([states, put_out], f"{at}.attention.output.LayerNorm", f"middle.{layer}")
        wide = build.node("Gelu", [linear(middle, f"{at}.intermediate.dense")], f"{at}.wide", RUNTIME)
        narrow = linear(wide, f"{at}.output.dense", LEAST_OF_GELU)
        states = normal([middle, narrow], f"{at}.output.LayerNorm", f"layer.{layer + 1}")
    build.node("ReduceMean", [states], WHOLE, axes=[1], keepdims=0)
    if together:
        build.node("Identity", [states], TOKENS)
    else:
        last, earlier = (
            build.node("LpNormalization", [value], f"{value}.unit", axis=-1)
            for value in (states, f"layer.{adapter.earlier}")
        )
        added = build.node("Mul", [earlier, build.constant("share", np.float32(adapter.share))], "added")
        build.node("Add", [last, added], TOKENS)

    def told(names: Iterable[str], shape: Sequence[str | int], kind: int = TensorProto.FLOAT) -> list[Any]:
        return [helper.make_tensor_value_info(name, kind, shape) for name in names]

    inputs = told([IDS, PLACES] if together else [IDS], ["texts", "tokens"], TensorProto.INT64)
    outputs = [*told([WHOLE], ["texts", hidden]), *told([TOKENS, *also], ["texts", "tokens", hidden])]
    if together:
        inputs += told(before(folder), ["texts", "before", hidden])
        outputs += told(before(folder).values(), ["texts", "tokens", hidden])
    graph = helper.make_graph(build.nodes, "bert", inputs, outputs, build.constants)
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(RUNTIME, 1)]
    made: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=_IR).SerializeToString()
    return made


def normalised(folder: Path) -> list[str]:
    """The values in the graph that a linear layer gets from a layer normalisation, (texts, tokens, d) each."""
    return [f"{kind}.{layer}" for layer in range(_layers(folder)) for kind in ("layer", "middle")]


def attended(folder: Path) -> list[str]:
    """Those that one gets from attention."""
    return [f"{_layer(layer)}.attended" for layer in range(_layers(folder))]


def _layers(folder: Path) -> int:
    layers: int = json.loads((folder / "config.json").read_text("utf-8"))["num_hidden_layers"]
    return layers


def _layer(layer: int) -> str:
    return f"encoder.layer.{layer}"


def _kinds(layer: int) -> list[str]:
    """The values of a layer that attention is made of: queries, keys and values."""
    return [f"{_layer(layer)}.attention.self.{kind}" for kind in ("query", "key", "value")]


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
