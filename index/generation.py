"""Derived files, written as numbered generations.

A generation is a folder that is written once, whole, and never changed. SQLite names the current one in the
transaction that makes it current, so a reader sees the old one or the new one and never a mixture.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.dense import DenseIndex
from index.errors import LibraryDamaged
from index.tokens import PassageTokens, TokenStore, write_tokens

# Up to this size the checksums are compared at every open; above it only the sizes.
CHECKED_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Generation:
    """The derived files of one moment, open for reading."""

    name: str
    dense: DenseIndex
    tokens: TokenStore


def write_generation(
    library: Path, number: int, dense: DenseIndex, tokens: Sequence[tuple[int, PassageTokens]], dimensions: int
) -> dict[str, Any]:
    """Write generation ``number`` under ``library`` and return what SQLite keeps of it.

    Nothing refers to it until that is committed; a folder left by a killed process is cleared by the next writer.
    """
    final = library / f"generation-{number:08d}"
    part = Path(tempfile.mkdtemp(prefix=f"{final.name}.part-", dir=library))
    try:
        dense.write(part / "dense.faiss")
        write_tokens(part, tokens, dimensions)
        files = {}
        for path in sorted(part.iterdir()):
            with path.open("rb") as written:
                os.fsync(written.fileno())
            files[path.name] = {"bytes": path.stat().st_size, "blake2b": _digest(path)}
        part.chmod(0o755)
        shutil.rmtree(final, ignore_errors=True)
        part.rename(final)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return {"name": final.name, "files": files}


def open_generation(library: Path, record: dict[str, Any]) -> Generation:
    """Open the generation SQLite names. Raises FileNotFoundError where it is gone, LibraryDamaged where changed."""
    folder = library / record["name"]
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    small = sum(entry["bytes"] for entry in record["files"].values()) <= CHECKED_BYTES
    for name, entry in record["files"].items():
        path = folder / name
        if not path.is_file():
            raise damaged(path, "is missing")
        if path.stat().st_size != entry["bytes"]:
            raise damaged(path, f"has {path.stat().st_size} bytes instead of {entry['bytes']}")
        if small and _digest(path) != entry["blake2b"]:
            raise damaged(path, "is not what was written there")
    try:
        return Generation(record["name"], DenseIndex.read(folder / "dense.faiss"), TokenStore.read(folder))
    except (RuntimeError, ValueError) as error:
        raise damaged(folder, f"cannot be read ({str(error).splitlines()[0]})") from error


def clear_generations(library: Path, current: str | None) -> None:
    """Delete every generation but ``current``, and what killed writers left."""
    for folder in library.glob("generation-*"):
        if folder.name != current:
            shutil.rmtree(folder, ignore_errors=True)


def damaged(path: Path, what: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The index file {path} {what}. No letter is lost: make the index again with "
        f"`vindplaats --library {path.parent if path.name.startswith('generation-') else path.parent.parent} rebuild`."
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def as_keys(keys: Sequence[int]) -> "np.ndarray[Any, np.dtype[np.int64]]":
    return np.asarray(keys, dtype=np.int64)
