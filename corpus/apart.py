"""Files are read in a process of their own, with an end to the time and memory that one may take.

Parsers cannot be told to stop: a PDF of a kilobyte can keep pdfium busy for hours or unpack to gigabytes, and a few
hundred kilobytes of "<div " take a Markdown parser as long. The system ends the process that goes too far; the one that
asked goes on and names the file. The process is kept for the next file, since to start it takes as long as to read a
short letter, and ends with the one that asked. What it tells is JSON, so that whatever a file makes of it, nothing is
run here.
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
import traceback
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpus.blocks import Block, Document, Kind, Marker, Style
from corpus.errors import Unreadable
from corpus.formats import Format, reader_of
from corpus.letter import Metadata
from corpus.limits import most_pages

# of computing for a file, and for what is in it: real letters take a fifth of that at the most
SECONDS = 2.0
SECONDS_A_PAGE = 0.2  # of a PDF
SECONDS_A_MEBIBYTE = 10.0  # of another file; what DOCX unpacks to is many times larger
MEMORY = 450 * 2**20  # bytes; 2,000 dense pages take a fifth of that
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from corpus.apart import serve; serve()"
_HEAD = struct.Struct(">16sQQ")
_TOO_LONG = "takes far longer to read than a file of its size should; save or print it anew and add that"
_BROKEN = (
    f"breaks the program that reads it, or takes more than {MEMORY // 2**20} MiB to read: it is damaged, or made to do "
    "harm; save or print it anew and add that"
)


def read_apart(kind: Format, data: bytes) -> Document:
    """What the reader for ``kind`` makes of ``data``. Raises Unreadable as that does, and where it takes too long or
    too much memory; RuntimeError for a mistake of ours."""
    with _ASKING:
        said = _READER.ask(kind, data)
    match said:
        case {"document": document}:
            return _document(document)
        case {"unreadable": reason}:
            raise Unreadable(reason)
        case _:
            mistake = RuntimeError(said["failed"])
            mistake.add_note(said["trace"])
            raise mistake


class _Reader:
    """The process, started when it is wanted."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, kind: Format, data: bytes) -> dict[str, Any]:
        if self._owner != os.getpid():  # the process belongs to the one that this one was forked from
            self._process, self._owner = None, os.getpid()
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            self._process = self._started()
        asking, answer = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        try:
            pages = most_pages() if kind is Format.PDF else 0
            asking.write(_HEAD.pack(kind.name.encode(), len(data), pages) + data)
            asking.flush()
            if line := answer.readline():
                said: dict[str, Any] = json.loads(line)
                if "failed" in said:
                    self.end()  # it ends by itself, but not at once
                return said
        except BrokenPipeError:
            pass
        except BaseException:  # Ctrl-C: what it still says would be taken for the answer about the next file
            self.end()
            raise
        status = self._process.wait()
        self.end()
        return {"unreadable": _TOO_LONG if status == -signal.SIGPROF else _BROKEN}

    def end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        # -P: no module out of the folder that the command was given in
        command = [sys.executable, "-P", "-c", _PROGRAM, str(Path(__file__).parents[1])]
        return subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )


_READER, _ASKING = _Reader(), threading.Lock()
atexit.register(_READER.end)


def serve() -> None:
    """Read files from standard input and tell of each on a line, until there are no more."""
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit_memory()
    while head := asked.read(_HEAD.size):
        name, size, pages = _HEAD.unpack(head)
        os.environ["VINDPLAATS_MAX_PAGES"] = str(pages)
        said = _read(Format[name.rstrip(b"\0").decode()], asked, size)
        told.write(json.dumps(said, default=_plain).encode() + b"\n")
        _allow(0)
        told.flush()
        if "failed" in said:
            return


def _read(kind: Format, asked: BinaryIO, size: int) -> dict[str, Any]:
    try:
        data = asked.read(size)
        reader = reader_of(kind)
        if kind is Format.PDF:
            _allow(SECONDS)
            document = cast(Any, reader)(data, lambda pages: _allow(SECONDS + SECONDS_A_PAGE * pages))
        else:
            _allow(SECONDS + SECONDS_A_MEBIBYTE * size / 2**20)
            document = reader(data)
        return {"document": document}
    except Unreadable as error:
        return {"unreadable": str(error)}
    except MemoryError:
        return {"unreadable": _BROKEN}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}


def _plain(record: Any) -> Any:
    """A record as JSON has it."""
    if isinstance(record, datetime.date):
        return record.isoformat()
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _allow(seconds: float) -> None:
    """End this process when it has computed for so long from now; 0 is no end."""
    if hasattr(signal, "setitimer"):  # Windows has none
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def _document(said: dict[str, Any]) -> Document:
    stated = Metadata.of(said["metadata"])
    return Document(**(said | {"blocks": tuple(map(_block, said["blocks"])), "metadata": stated}))


def _block(said: dict[str, Any]) -> Block:
    markers = tuple(Marker(**marker) for marker in said["markers"])
    return Block(**(said | {"kind": Kind(said["kind"]), "style": Style(said["style"]), "markers": markers}))
