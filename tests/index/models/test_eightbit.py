"""Linear layers in eight bits, and whether two graphs say the same, by hand."""

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper

from index.encoder import Floats
from index.models.eightbit import ANSWERS, OVERFLOWING, QUESTIONS, EightBits, compared, processor

# a weight for each of two outputs by three inputs; the largest of a row counts as 127 steps
WEIGHT = np.array([[1.27, 0.64, 0.0], [0.0, -2.54, 2.54]], np.float32)
BIAS = np.array([0.5, -1.0], np.float32)

exactly = pytest.mark.parametrize(
    "signed",
    [
        False,
        pytest.param(
            True, marks=pytest.mark.skipif(processor() in OVERFLOWING, reason="sums of such products overflow here")
        ),
    ],
)


def run(build: EightBits, given: Floats, least: float = -np.inf) -> Floats:
    build.linear("given", "layer", WEIGHT, BIAS, least)
    inputs = [helper.make_tensor_value_info("given", TensorProto.FLOAT, ["texts", "tokens", 3])]
    outputs = [helper.make_tensor_value_info("layer", TensorProto.FLOAT, ["texts", "tokens", 2])]
    graph = helper.make_graph(build.nodes, "linear", inputs, outputs, build.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    found: Floats = session.run(["layer"], {"given": given})[0]
    return found


@pytest.mark.parametrize("signed", [True, False])
def test_values_are_rounded_to_steps_of_a_255th_of_the_tokens_own_range(signed: bool) -> None:
    # from the least on, the first token's steps are 1: 0.6 lies 1.1 above it, 0.4 lies 0.9; the second's are 0.01
    given = np.array([[[254.5, 0.6, 0.4], [2.05, -0.503, 0.104]]], np.float32)
    found = run(EightBits({}, {}, signed=signed), given, least=-0.5)
    assert found[0, 0] == pytest.approx([254.5 * 1.27 + 0.5 * 0.64 + 0.5, -1], rel=1e-5)
    assert found[0, 1] == pytest.approx([2.05 * 1.27 - 0.5 * 0.64 + 0.5, 0.5 * 2.54 + 0.1 * 2.54 - 1], rel=1e-5)


@exactly
def test_or_of_the_largest_of_all_texts(signed: bool) -> None:
    # of 254, a step is 2: -3 is one and a half of them, which are rounded to two; more than 254 is as much
    largest = {"given": np.array([9, 254, 0], np.float32)}
    found = run(EightBits({}, largest, signed=signed), np.array([[[300, -3, 0.9]]], np.float32))
    assert found[0, 0] == pytest.approx([254 * 1.27 - 4 * 0.64 + 0.5, 4 * 2.54 - 1], rel=1e-5)


@exactly
def test_or_of_a_255th_of_the_range_in_the_text(signed: bool) -> None:
    # from -55 to 200 a step is 1, and 0 is one: 0.6 is one more and 0.4 none
    given = np.array([[[200, 0.6, 0.4], [-55, 0.4, 100.6]]], np.float32)
    found = run(EightBits({}, {}, ["given"], signed=signed), given)
    assert found[0, 0] == pytest.approx([200 * 1.27 + 1 * 0.64 + 0.5, 1 * -2.54 - 1], rel=1e-5)
    assert found[0, 1] == pytest.approx([-55 * 1.27 + 0.5, 101 * 2.54 - 1], rel=1e-5)


@exactly
@pytest.mark.parametrize("stepped", [{}, {"given": np.array([0.7, 0.7, 0.7], np.float32)}])
def test_a_token_does_not_depend_on_those_beside_it(stepped: dict[str, Floats], signed: bool) -> None:
    token = np.array([0.3, -0.7, 0.2], np.float32)
    alone = run(EightBits({}, stepped, signed=signed), token[None, None], least=-1)
    beside = run(
        EightBits({}, stepped, signed=signed), np.stack([token, np.abs(token) * 1000, token * 0])[None], least=-1
    )
    assert (beside[0, 0] == alone[0, 0]).all()
    assert beside[0, 2] == pytest.approx(BIAS, abs=1e-6)


@exactly
@pytest.mark.parametrize(("stepped", "ranged"), [(True, []), (False, ["given"])])
def test_a_channel_that_is_far_larger_is_evened_out(stepped: bool, ranged: list[str], signed: bool) -> None:
    given = np.array([[[0.5, 100.0, -0.25]]], np.float32)
    exact = given[0, 0] @ WEIGHT.T + BIAS
    largest = {"given": np.array([0.5, 100.0, 0.25], np.float32)}
    plain, evened = (
        np.abs(run(EightBits(even, largest if stepped else {}, ranged, signed=signed), given)[0, 0] - exact).max()
        for even in ({}, largest)
    )
    assert evened < plain / 2


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
