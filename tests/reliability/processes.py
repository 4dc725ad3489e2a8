"""Work in processes of their own, which may be killed.

They are forked: what is imported is imported once. A model that is loaded before does not survive it.
"""

import faulthandler
import gc
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import faiss

from index.language import detect_language

LONGEST = 300  # seconds, after which a child that hangs says where and ends


@dataclass
class Child:
    process: int
    reading: int
    status: int | None = None

    def kill(self) -> bool:
        """kill -9; whether it was at work still."""
        os.kill(self.process, signal.SIGKILL)
        return os.WIFSIGNALED(self._ended())

    def result(self) -> Any:
        """What its work returned. Raises RuntimeError with its traceback, or the signal that ended it."""
        with os.fdopen(os.dup(self.reading), "rb") as pipe:
            said = pipe.read()
        if os.WIFSIGNALED(self._ended()):
            raise RuntimeError(f"ended by {signal.Signals(os.WTERMSIG(self._ended())).name}")
        kind, value = pickle.loads(said.removeprefix(b"."))  # noqa: S301 — of our own child
        if kind == "failed":
            raise RuntimeError(value)
        return value

    def _ended(self) -> int:
        if self.status is None:
            _, self.status = os.waitpid(self.process, 0)
        return self.status

    def close(self) -> None:
        os.close(self.reading)


def start(work: Callable[[Callable[[], None]], Any]) -> Child:
    """Do ``work(ready)`` in a process of its own, and come back when it calls ``ready`` or ends."""
    detect_language("de taal")  # what it knows is read once, here
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        os.read(reading, 1)
        return Child(process, reading)
    os.close(reading)
    gc.freeze()  # to end a model that was garbage already is to wait for its threads, which are not here either
    faulthandler.register(signal.SIGALRM, file=2, chain=True)  # standard error, wherever pytest has turned it
    signal.alarm(LONGEST)
    faiss.omp_set_num_threads(1)  # the threads of FAISS that there were are not there after a fork
    ready = [False]

    def is_ready() -> None:
        ready[0] = True
        os.write(writing, b".")

    try:
        said = ("done", work(is_ready))
    except BaseException:
        said = ("failed", traceback.format_exc())
    data = (b"" if ready[0] else b".") + pickle.dumps(said)
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(data)
    os._exit(0)


def done(work: Callable[[], Any]) -> Any:
    """What ``work()`` returns in a process of its own. Raises RuntimeError where that fails or is ended."""
    child = start(lambda ready: (ready(), work())[1])
    try:
        return child.result()
    finally:
        child.close()


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    done(work)
    return time.perf_counter() - began
