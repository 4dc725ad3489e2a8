"""Networks on ONNX Runtime."""

import functools
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Floats
from index.models.cross_encoder import Kept, PairNetwork
from index.models.graph import BEFORE, IDS, TOKENS, WHOLE
from index.models.windows import Network


def network(path: Path, threads: int | None = None) -> Network:
    """The graph in ``path``, on so many threads, or all of the processor's real cores.

    Its inputs are "input_ids" and, where it has one, "attention_mask", its outputs "sentence_embedding" and
    "token_embeddings". Raises an exception of the runtime's own where the file is no such graph.
    """
    opened = session(path, threads)
    masked = "attention_mask" in {given.name for given in opened.get_inputs()}
    run: Callable[..., list[Floats]] = functools.partial(opened.run, [WHOLE, TOKENS])

    def read(ids: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        pooled, tokens = run({IDS: ids, "attention_mask": np.ones_like(ids)} if masked else {IDS: ids})
        return pooled, tokens

    return read


def together(path: Path) -> PairNetwork:
    """The graph in ``path`` that reads a question together with a passage. Raises as ``network`` does."""
    opened = session(path)
    ids, places, *before = opened.get_inputs()
    nothing = [np.zeros((1, 0, given.shape[-1]), np.float32) for given in before]
    outputs = [TOKENS, *(given.name.removeprefix(BEFORE) for given in before)]

    def read(text: Sequence[int], first: int, kept: Kept) -> tuple[Floats, Kept]:
        given = {ids.name: np.array([text], np.int64), places.name: first + np.arange(len(text))[None]}
        given |= {each.name: value for each, value in zip(before, kept or nothing, strict=True)}
        states, *seen = opened.run(outputs, given)
        return states[0], seen

    return read


def session(path: Path, threads: int | None = None) -> Any:
    """The runtime's session for the graph in ``path``, on so many threads, or the processor's real cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or cores()
    options.log_severity_level = 3  # errors
    # its threads would go on waiting for work at full speed, and take the cores from the next graph: a question that is
    # read together with three passages took 66 ms in all instead of 50
    options.add_session_config_entry("session.force_spinning_stop", "1")
    # the runtime's one step for a sum and its normalisation takes four times as long as the two apart: sixteen texts of
    # 144 tokens took 293 ms in all instead of 243
    apart = ["SkipLayerNormFusion"]
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=apart
    )


def cores() -> int:
    """How many cores this process may use, two threads of one core counted once where that can be seen."""
    try:
        allowed = os.sched_getaffinity(0)
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
    siblings = set()
    for cpu in allowed:
        try:
            siblings.add(Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list").read_text("ascii"))
        except OSError:
            return len(allowed)
    return len(siblings)
