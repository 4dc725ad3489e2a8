"""Writing what follows a generation: new passages in, those that are gone out.

New passages become a segment of their own, with the newest of the others that are not much larger taken into it (as
log-structured merge-trees do, O'Neil et al., 1996): a letter costs what it has itself, and there are never many
segments.
"""

import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import Floats, Notice
from index.files import about, damaged, synced, verify
from index.folder.database import DATABASE, FRESH, RESTORED
from index.folder.generation import EMPTY, codes_of
from index.vectors.codes import ProductCodes
from index.vectors.dense import unpacked
from index.vectors.piece import Piece, packed
from index.vectors.segment import Filed, Segment, open_segment, write_segment

# A segment up to so many times the size of what comes is taken into the new one.
MUCH_LARGER = 2
# A segment of which passages are gone is written again if it is no larger than this, or if a fifth is gone.
SMALL, GONE = 4096, 0.2
# Token vectors that come are held in memory up to so many.
SPILLED = 500_000
# In a library of more passages token vectors are packed, by codes that are learned from so many of them.
PACKED_FROM, LEARNED, SEED = 5_000, 100_000, 3


def write_generation(
    library: Path,
    record: Mapping[str, Any],
    pieces: Iterable[Piece],
    gone: Collection[int],
    given: ProductCodes | None = None,
    notice: Notice | None = None,
) -> dict[str, Any]:
    """Write what follows ``record``: without the passages ``gone``, with ``pieces`` in ascending order of keys, a byte
    a dimension, or packed by the codes of ``record`` or by those ``given`` where it has none. Returns the new record,
    which becomes current when SQLite commits it. ``notice`` hears of codes that are
    learned and of an index that is made."""
    number = int(record["number"]) + 1
    names = (f"segment-{number:08d}-{place}" for place in range(1_000_000))
    try:
        olds = [_Old.of(library, each, gone) for each in record["segments"]]
        codes, codes_file = (codes_of(library, record), record["codes"]) if record["codes"] else (None, None)
    except FileNotFoundError as error:
        raise damaged(Path(error.filename), library, "is missing") from error
    coming = _Coming(library, names)
    if given and codes is None:
        codes, codes_file = given, _write_codes(library, f"codes-{number:08d}.npz", given)
        for piece in (piece for old in olds for piece in old.pieces()):
            coming.add(packed(piece, codes))
        olds = []
    for piece in pieces:
        coming.add(packed(piece, codes) if codes else piece)
        if codes is None and sum(each.left for each in olds) + len(coming) > PACKED_FROM:
            every = [*(piece for old in olds for piece in old.pieces()), *coming.opened()]
            if notice:
                notice("learning to pack vectors")
            codes = ProductCodes.learned(sample(every))
            codes_file = _write_codes(library, f"codes-{number:08d}.npz", codes)
            olds, coming = [], _Coming(library, names)
            for each in every:
                coming.add(packed(each, codes))
    new = coming.pieces()
    kept: list[dict[str, Any]] = []
    for old in reversed(olds):
        again = old.lost and (len(old.segment) <= SMALL or len(old.lost) > GONE * len(old.segment))
        if old.left and not kept and new and old.left <= MUCH_LARGER * sum(map(len, new)):
            new = [*old.pieces(), *new]
        elif old.left and again:
            kept.append(write_segment(library, next(names), list(old.pieces()), notice))
        elif old.left:
            kept.append({**old.record, "gone": sorted(old.lost)})
    kept.reverse()
    if new:
        kept.append(write_segment(library, next(names), new, notice))
    return {"number": number, "segments": kept, "codes": codes_file}


@dataclass(frozen=True, slots=True)
class _Old:
    """A segment as it was, and the keys of the passages that it loses."""

    library: Path
    record: Mapping[str, Any]
    segment: Segment
    lost: set[int]

    @classmethod
    def of(cls, library: Path, record: Mapping[str, Any], gone: Collection[int]) -> "_Old":
        segment = open_segment(library, record)
        places = segment.places(np.array(sorted(gone), np.int64))
        return cls(library, record, segment, {*record["gone"], *segment.piece.keys[places[places >= 0]].tolist()})

    @property
    def left(self) -> int:
        return len(self.segment) - len(self.lost)

    def pieces(self) -> Iterator[Piece]:
        """Its passages that stay. Raises LibraryDamaged where it isn't what was written."""
        verify(self.library, self.record)
        return self.segment.without(self.lost)


class _Coming:
    """Pieces on their way, in files as soon as they are many: a library of millions does not fit into memory."""

    def __init__(self, library: Path, names: Iterator[str]) -> None:
        self._library = library
        self._names = names
        self._spilled: list[dict[str, Any]] = []
        self._held: list[Piece] = []
        self._passages = self._vectors = 0

    def __len__(self) -> int:
        return self._passages

    def add(self, piece: Piece) -> None:
        self._held.append(piece)
        self._passages += len(piece)
        self._vectors += len(piece.codes) + len(piece.sentence_codes)
        if self._vectors > SPILLED:
            self._spilled.append(write_segment(self._library, next(self._names), self._held))
            self._held, self._vectors = [], 0

    def pieces(self) -> list[Piece | Filed]:
        return [*(Filed(self._library / each["name"], each["passages"]) for each in self._spilled), *self._held]

    def opened(self) -> list[Piece]:
        """The same, where they are few."""
        segments = [open_segment(self._library, each) for each in self._spilled]
        return [*(piece for each in segments for piece in each.without(set())), *self._held]


def sample(pieces: Sequence[Piece]) -> Floats:
    """(n, e) token vectors, drawn from all of ``pieces``."""
    share = min(1.0, LEARNED / sum(len(each.codes) + len(each.sentence_codes) for each in pieces))
    drawn = np.random.default_rng(SEED)
    rows = [
        vectors[drawn.random(len(vectors)) < share]
        for piece in pieces
        for vectors in (piece.codes, piece.sentence_codes)
    ]
    return drawn.permutation(unpacked(np.concatenate(rows)))


def _write_codes(library: Path, name: str, codes: ProductCodes) -> dict[str, Any]:
    path = library / name
    codes.write(path)
    synced(path)
    return {"name": name, **about(path)}


def next_number(library: Path) -> int:
    """A number above those of all derived files that lie there, whatever they belong to."""
    names = (path.name for pattern in ("segment-*", "codes-*") for path in library.glob(pattern))
    return 1 + max((int(match[1]) for name in names if (match := re.match(r"[a-z]+-(\d+)", name))), default=0)


def clear(library: Path, record: Mapping[str, Any] | None) -> None:
    """Delete every segment that ``record`` does not name, and what killed writers left."""
    for path in orphans(library, record):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def orphans(library: Path, record: Mapping[str, Any] | None) -> list[Path]:
    """The derived files and folders that ``record`` does not name, and databases that were never finished."""
    record = record or EMPTY
    named = {each["name"] for each in (*record["segments"], record["codes"]) if each}
    # not what a backup writes that is made beside them
    patterns = ["segment-[0-9]*", "codes-[0-9]*", f"{RESTORED}*", "*.part-journal"]
    if (library / DATABASE).exists():  # else it is being made
        patterns.append(f"{FRESH}*")
    found = {path for pattern in patterns for path in library.glob(pattern)}
    return sorted(path for path in found if path.name not in named)
