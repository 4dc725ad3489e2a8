"""PDFs are read in a process of their own, with an end to the time and memory that one may take.

pdfium cannot be told to stop: a file of a kilobyte can keep it busy for hours or unpack to gigabytes. The system ends
the process that goes too far; the one that asked goes on and names the file. The process is kept for the next file,
since to start it takes as long as to read a short letter, and ends with the one that asked. What it tells is JSON, so
that whatever a file makes of it, nothing is run here.
"""

import atexit
import contextlib
import datetime
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpus.blocks import Block, Document, Kind, Marker, Style
from corpus.errors import Unreadable
from corpus.letter import Metadata, Sender
from corpus.limits import most_pages

SECONDS = 2.0  # of computing for a file, and for each page of it; the slowest real pages take a tenth of that
SECONDS_A_PAGE = 0.2
MEMORY = 450 * 2**20  # bytes; 2,000 dense pages take a fifth of that
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from corpus.readers.apart import serve; serve()"
_SIZE = struct.Struct(">QQ")
_TOO_LONG = "takes far longer to read than so many pages should; print it to PDF anew and add that"
_BROKEN = (
    f"breaks the program that reads it, or unpacks to more than {MEMORY // 2**20} MiB: it is damaged, or made to do "
    "harm; print it to PDF anew and add that"
)


def read_pdf(data: bytes) -> Document:
    """As ``corpus.readers.pdf.read_pdf``. Raises Unreadable also where that takes too long, or too much memory."""
    with _ASKING:
        said = _READER.ask(data)
    match said:
        case {"document": document}:
            return _document(document)
        case {"unreadable": reason}:
            raise Unreadable(reason)
        case _:
            raise RuntimeError(said["failed"])


class _Reader:
    """The process, started when it is wanted."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, data: bytes) -> dict[str, Any]:
        if self._owner != os.getpid():  # the process belongs to the one that this one was forked from
            self._process, self._owner = None, os.getpid()
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            self._process = self._started()
        asking, answer = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        try:
            asking.write(_SIZE.pack(len(data), most_pages()) + data)
            asking.flush()
            if line := answer.readline():
                said: dict[str, Any] = json.loads(line)
                return said
        except BrokenPipeError:
            pass
        except BaseException:  # Ctrl-C: what it still says would be taken for the answer about the next file
            self.end()
            raise
        status = self.end()
        return {"unreadable": _TOO_LONG if status == -signal.SIGPROF else _BROKEN}

    def end(self) -> int:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return 0
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        return process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        # -P: no module out of the folder that the command was given in
        command = [sys.executable, "-P", "-c", _PROGRAM, str(Path(__file__).parents[2])]
        return subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )


_READER, _ASKING = _Reader(), threading.Lock()
atexit.register(_READER.end)


def serve() -> None:
    """Read files from standard input and tell of each on a line, until there are no more."""
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    from corpus.readers import pdf

    _limit_memory()
    while head := asked.read(_SIZE.size):
        size, pages = _SIZE.unpack(head)
        os.environ["VINDPLAATS_MAX_PAGES"] = str(pages)
        _allow(0)
        said = _read(asked, size, pdf.read_pdf)
        signal.setitimer(signal.ITIMER_PROF, 0)
        told.write(json.dumps(said, default=str).encode() + b"\n")
        told.flush()
        if "failed" in said:
            return


def _read(asked: BinaryIO, size: int, reader: Any) -> dict[str, Any]:
    try:
        return {"document": asdict(reader(asked.read(size), _allow))}
    except Unreadable as error:
        return {"unreadable": str(error)}
    except MemoryError:
        return {"unreadable": _BROKEN}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


def _allow(pages: int) -> None:
    """End this process when it has computed for so long from now."""
    if hasattr(signal, "setitimer"):  # Windows has none
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, SECONDS + SECONDS_A_PAGE * pages)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def _document(said: dict[str, Any]) -> Document:
    metadata = said["metadata"]
    day = metadata["date"]
    senders = tuple(Sender(**sender) for sender in metadata["senders"])
    stated = Metadata(**(metadata | {"senders": senders, "date": day and datetime.date.fromisoformat(day)}))
    return Document(**(said | {"blocks": tuple(map(_block, said["blocks"])), "metadata": stated}))


def _block(said: dict[str, Any]) -> Block:
    markers = tuple(Marker(**marker) for marker in said["markers"])
    return Block(**(said | {"kind": Kind(said["kind"]), "style": Style(said["style"]), "markers": markers}))
