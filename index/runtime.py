"""Networks on ONNX Runtime."""

import functools
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoder import Floats
from index.windows import Network


def network(path: Path) -> Network:
    """The graph in ``path``, on the processor's real cores.

    Its inputs are "input_ids" and "attention_mask", its outputs "sentence_embedding" and "token_embeddings".
    Raises an exception of the runtime's own where the file is no such graph.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cores()
    options.log_severity_level = 3  # errors
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    names = {given.name for given in session.get_inputs()}
    run: Callable[..., list[Floats]] = functools.partial(session.run, ["sentence_embedding", "token_embeddings"])

    def read(ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        given = {"input_ids": ids, "attention_mask": mask}
        pooled, tokens = run({name: array for name, array in given.items() if name in names})
        return pooled, tokens

    return read


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
