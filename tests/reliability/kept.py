"""A few small inputs of those that were found, which reach as many lines of the readers as all of them do."""

import hashlib
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from corpus.errors import CorpusError
from tests.conftest import ROOT
from tests.reliability.hostile import READERS

_LONGEST, _ALL = 4000, 100_000  # bytes of one, and of all of a reader
_HERE = str(ROOT / "corpus")


def keep(name: str, found: Path, kept: Path) -> int:
    """Copy inputs out of ``found`` into ``kept``, smallest first, each for the lines that no other reaches; how many
    there are then."""
    kept.mkdir(parents=True, exist_ok=True)
    reached: set[tuple[str, int]] = set()
    for path in sorted(kept.iterdir()):
        reached |= _lines(name, path.read_bytes())
    size = sum(path.stat().st_size for path in kept.iterdir())
    for path in sorted(found.iterdir(), key=lambda path: (path.stat().st_size, path.name)):
        data = path.read_bytes()
        if not data or len(data) > _LONGEST or size + len(data) > _ALL:
            continue
        lines = _lines(name, data)
        if not lines <= reached:
            reached |= lines
            size += len(data)
            (kept / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
    return len(list(kept.iterdir()))


def _lines(name: str, data: bytes) -> set[tuple[str, int]]:
    """The lines of corpus/ that are run to read an input."""
    lines: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        file = frame.f_code.co_filename
        if not file.startswith(_HERE):
            return None
        if event == "line":
            lines.add((file, frame.f_lineno))
        return trace

    sys.settrace(trace)
    try:
        READERS[name].outcome(data)
    except CorpusError:
        pass
    finally:
        sys.settrace(None)
    return lines
