"""Linear layers in eight bits, and whether two graphs say the same, by hand."""

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper

from index.eightbit import ANSWERS, QUESTIONS, EightBits, compared
from index.encoder import Floats

# a weight for each of two outputs by three inputs; the largest of a row counts as 127 steps
WEIGHT = np.array([[1.27, 0.64, 0.0], [0.0, -2.54, 2.54]], np.float32)
BIAS = np.array([0.5, -1.0], np.float32)


def run(build: EightBits, given: Floats) -> Floats:
    build.linear("given", "layer", WEIGHT, BIAS)
    inputs = [helper.make_tensor_value_info("given", TensorProto.FLOAT, ["texts", "tokens", 3])]
    outputs = [helper.make_tensor_value_info("layer", TensorProto.FLOAT, ["texts", "tokens", 2])]
    graph = helper.make_graph(build.nodes, "linear", inputs, outputs, build.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    found: Floats = session.run(["layer"], {"given": given})[0]
    return found


def test_what_is_whole_in_steps_comes_out_as_it_is() -> None:
    given = np.array([[[127, -127, 64], [0.127, 0, -0.001]]], np.float32)
    expected = [[127 * 1.27 - 127 * 0.64 + 0.5, 127 * 2.54 + 64 * 2.54 - 1], [0.127 * 1.27 + 0.5, -0.00254 - 1]]
    assert run(EightBits({}), given)[0] == pytest.approx(np.array(expected), rel=1e-5)


def test_other_values_are_rounded_to_steps_of_a_127th_of_the_tokens_largest() -> None:
    # of 127, 0.6 is one step and 0.4 none
    found = run(EightBits({}), np.array([[[127, 0.6, 0.4]]], np.float32))
    assert found[0, 0] == pytest.approx([127 * 1.27 + 1 * 0.64 + 0.5, 1 * -2.54 - 1], rel=1e-5)


def test_a_token_does_not_depend_on_those_beside_it() -> None:
    token = np.array([0.3, -0.7, 0.2], np.float32)
    alone = run(EightBits({}), token[None, None])
    beside = run(EightBits({}), np.stack([token, token * 1000, token * 0])[None])
    assert (beside[0, 0] == alone[0, 0]).all()
    assert beside[0, 2] == pytest.approx(BIAS)


def test_a_channel_that_is_far_larger_is_evened_out() -> None:
    given = np.array([[[0.5, 100.0, -0.25]]], np.float32)
    exact = given[0, 0] @ WEIGHT.T + BIAS
    plain, evened = (
        np.abs(run(EightBits(largest), given)[0, 0] - exact).max()
        for largest in ({}, {"given": np.array([0.5, 100.0, 0.25], np.float32)})
    )
    assert evened < plain / 2


def test_a_text_read_alone_is_rounded_and_multiplied_in_one_step() -> None:
    given = np.array([[[1.0, -0.6, 0.2], [0.5, 0.9, -1.0]]], np.float32)
    build = EightBits({"given": np.array([1.0, 0.9, 1.0], np.float32)}, alone=True)
    found = run(build, given)
    assert [node.op_type for node in build.nodes] == ["Mul", "DynamicQuantizeMatMul"]
    assert found[0] == pytest.approx(given[0] @ WEIGHT.T + BIAS, abs=0.03)
    other = EightBits({}, alone=True)  # what no layer normalisation made about as large
    assert (run(other, given) == run(EightBits({}), given)).all()


def vectors(**changed: list[float]) -> list[list[Floats]]:
    """Each text's vectors, question n like answer n only; ``changed``: by the number of a text, its own instead."""
    texts = []
    for place in range(len(QUESTIONS) + len(ANSWERS)):
        vector = np.eye(len(QUESTIONS), dtype=np.float32)[place % len(QUESTIONS)]
        vector = np.array(changed.get(f"text{place}", vector), np.float32)
        texts.append([vector[None], np.stack([vector, vector])[None]])
    return texts


def test_graphs_are_compared_by_their_worst_text_their_tokens_and_the_nearest_answer() -> None:
    assert compared(vectors(), vectors()).holds
    turned = compared(vectors(), vectors(text0=[0.8, 0.6, 0, 0, 0, 0]))
    assert (turned.texts, turned.tokens, turned.same_answers) == (0.8, round(1 - 0.2 / 12, 5), True)
    assert not turned.holds
    other = compared(vectors(), vectors(text0=[0.6, 0.8, 0, 0, 0, 0]))
    assert (other.texts, other.same_answers) == (0.6, False)
