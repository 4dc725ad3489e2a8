"""A piece on disk: a folder with one file an array, mapped into memory and not read."""

import errno
import mmap
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import Notice
from index.files import about, damaged, difference, synced
from index.vectors.codes import Packed
from index.vectors.dense import DenseIndex, write_index
from index.vectors.piece import ARRAYS, Ints, Piece, Rows
from index.vectors.structure import misfit

# Up to this size the checksums are compared at every open; above it only the sizes.
CHECKED_BYTES = 32 * 1024 * 1024
INDEX = "dense.faiss"
# and those of files up to this size, always
CHECKED_FILE = 1024 * 1024
RUN = 256  # passages that are copied, or packed, at a time


class Segment:
    """A piece on disk, open for reading. frequencies: how many of its passages hold each of the tokens known to it."""

    def __init__(self, folder: Path, piece: Piece, frequencies: tuple[Ints, Ints], index: DenseIndex) -> None:
        self.name = folder.name
        self.piece = piece
        self.dense = index
        self._frequencies = frequencies
        self._rows = Rows(piece)

    @classmethod
    def read(cls, folder: Path) -> "Segment":
        """Raises OSError, ValueError or RuntimeError (faiss) where a file is missing, cut or damaged."""
        # plain views: a slice of NumPy's own memmap takes five times as long
        piece = Piece(**{name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in ARRAYS})
        if name := misfit(piece):
            raise ValueError(f"{name}.npy does not fit the other files")
        frequencies = np.load(folder / "frequencies.npy")
        index = DenseIndex(piece.vectors, piece.windows, folder / INDEX)
        return cls(folder, piece, (frequencies[0], frequencies[1]), index)

    def __len__(self) -> int:
        return len(self.piece)

    def places(self, keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """(n,) the place of each key, -1 for those that are not here."""
        places = np.searchsorted(self.piece.keys, keys).clip(max=max(len(self) - 1, 0))
        return np.where(self.piece.keys[places] == keys, places, -1) if len(self) else np.full(len(keys), -1)

    def holding(self, ids: Ints) -> npt.NDArray[np.int64]:
        """(n,) how many passages hold each of these tokens."""
        known, counts = self._frequencies
        if not len(known):
            return np.zeros(len(ids), np.int64)
        places = np.searchsorted(known, ids).clip(max=len(known) - 1)
        return np.where(known[places] == ids, counts[places], 0)

    def codes(self, place: int) -> Packed:
        """The packed token vectors of the passage."""
        return self.piece.codes[self._rows.tokens[place] : self._rows.tokens[place + 1]]

    def spans(self, place: int) -> Ints:
        """The characters of the passage's sentences."""
        return self.piece.spans[self._rows.sentences[place] : self._rows.sentences[place + 1]]

    def sentences(self, place: int) -> tuple[Ints, Packed]:
        """lengths and sentence_codes of the passage, its own codes where it is one sentence."""
        first, last = self._rows.sentences[place : place + 2]
        lengths = self.piece.lengths[first:last]
        if len(lengths) == 1 and not lengths[0]:
            return self.piece.tokens[place : place + 1], self.codes(place)
        return lengths, self.piece.sentence_codes[self._rows.lengths[first] : self._rows.lengths[last]]

    def unmap(self) -> None:
        """Give back the pages of its files that were looked at: the system keeps them in its own memory, and this
        process doesn't grow with every question until it holds them all."""
        for name in ARRAYS:
            mapped = getattr(getattr(self.piece, name).base, "_mmap", None)
            if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
                mapped.madvise(mmap.MADV_DONTNEED)

    def first_sentences(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """(n,) where the sentences of each passage begin among those of the segment."""
        return self._rows.sentences[places]

    def without(self, gone: set[int]) -> Iterator[Piece]:
        """Its passages but for those with the keys ``gone``, in pieces of RUN at the most; nothing is copied."""
        bounds = [-1, *(place for place, key in enumerate(self.piece.keys.tolist()) if key in gone), len(self)]
        for before, after in pairwise(bounds):
            for first in range(before + 1, after, RUN):
                yield self._rows.run(first, min(first + RUN, after))


class Filed:
    """A piece in the files of a segment that is on its way into a larger one. Each array is opened when it is asked for
    and closed again: of millions of passages there are more than a process may have files open."""

    def __init__(self, folder: Path, passages: int) -> None:
        self._folder = folder
        self._passages = passages

    def __len__(self) -> int:
        return self._passages

    def __getattr__(self, name: str) -> npt.NDArray[Any]:
        if name not in ARRAYS:
            raise AttributeError(name)
        array: npt.NDArray[Any] = np.load(self._folder / f"{name}.npy", mmap_mode="r")
        return array


def write_segment(
    library: Path, name: str, pieces: Sequence[Piece | Filed], notice: Notice | None = None
) -> dict[str, Any]:
    """Write ``pieces``, in ascending order of keys, as the segment ``name`` and return what SQLite keeps of it.

    Nothing refers to it until that is committed; a folder left by a killed process is cleared by the next writer.
    """
    final = library / name
    part = Path(tempfile.mkdtemp(prefix=f"{name}.part-", dir=library))
    try:
        for array in ARRAYS:
            _write_rows(part / f"{array}.npy", partial(_arrays, pieces, array))
        frequencies = np.stack(_counted(pieces))
        _write_rows(part / "frequencies.npy", lambda: iter([frequencies]))
        vectors = np.load(part / "vectors.npy", mmap_mode="r")
        write_index(vectors, part / INDEX, notice)
        files = {}
        for path in sorted(part.iterdir()):
            synced(path)
            files[path.name] = about(path)
        synced(part)
        part.chmod(0o755)
        shutil.rmtree(final, ignore_errors=True)
        part.rename(final)
        synced(library)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return {"name": name, "passages": sum(map(len, pieces)), "gone": [], "files": files}


def open_segment(library: Path, record: Mapping[str, Any]) -> Segment:
    """Open a segment that SQLite names. Raises FileNotFoundError where it is gone, LibraryDamaged where changed."""
    folder = library / record["name"]
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, "is gone", str(folder))
    small = sum(entry["bytes"] for entry in record["files"].values()) <= CHECKED_BYTES
    for name, entry in record["files"].items():
        # FAISS believes what stands in its file, and asks for memory by it
        whole = small or name == INDEX or entry["bytes"] <= CHECKED_FILE
        if what := difference(folder / name, entry, whole=whole):
            raise damaged(folder / name, library, what)
    try:
        return Segment.read(folder)
    except FileNotFoundError:
        raise
    except (RuntimeError, ValueError, TypeError, OSError, EOFError, OverflowError) as error:
        raise damaged(folder, library, f"cannot be read ({str(error).splitlines()[0]})") from error


def _counted(pieces: Sequence[Piece | Filed]) -> tuple[Ints, Ints]:
    """The different ids, ascending, and how often each is there."""
    highest = max((int(piece.ids.max(initial=-1)) for piece in pieces), default=-1)
    counts = np.zeros(highest + 1, np.int64)
    for piece in pieces:
        counts += np.bincount(piece.ids, minlength=highest + 1)
    known = np.flatnonzero(counts)
    return known.astype(np.int32), counts[known].astype(np.int32)


def _arrays(pieces: Sequence[Piece | Filed], name: str) -> Iterator[npt.NDArray[Any]]:
    return (getattr(piece, name) for piece in pieces)


def _write_rows(path: Path, parts: Callable[[], Iterator[npt.NDArray[Any]]]) -> None:
    """Write ``parts`` one after another without holding them in memory at once; not through a memory map, since a
    process that writes to one on a full disk is ended by the system."""
    first = next(parts())
    header = np.lib.format.header_data_from_array_1_0(first)
    with path.open("wb") as file:
        shape = (sum(map(len, parts())), *first.shape[1:])
        np.lib.format.write_array_header_1_0(file, {**header, "fortran_order": False, "shape": shape})
        for part in parts():
            file.write(np.ascontiguousarray(part).tobytes())
