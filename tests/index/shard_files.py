"""What the tests of shards share: letters of all kinds, and an encoder that counts."""

import json
import os
import signal
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np

from index import Library
from index.encoder import Encoding, Floats, Progress
from index.search import Ranked
from index.vectors.codes import ProductCodes
from tests.reliability.letters import QUESTIONS, HashEncoder, written


class CountingEncoder(HashEncoder):
    """Counts the texts that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = 0

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        self.texts += len(passages)
        return super().encode_passages(passages, progress)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file under ``folder`` with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def letters_in(folder: Path, count: int = 12) -> Path:
    """Letters of five paragraphs in two folders, a collection of forty, of which two can't be read, a copy, and a file
    that is none."""
    (folder / "onder").mkdir(parents=True)
    names = [f"brief-{number:04d}" for number in range(count)]
    versions = dict.fromkeys(names, 1)
    written(folder, versions, names[::2])
    written(folder / "onder", versions, names[1::2])
    (folder / "onder" / "afschrift.md").write_bytes((folder / f"{names[0]}.md").read_bytes())
    lines = [
        json.dumps({"id": f"regel-{n}", "text": f"Zin {n} gaat over klimaat\u2028 en {n % 7} landen."})
        for n in range(40)
    ]
    (folder / "verzameling.jsonl").write_text("\n".join([*lines[:20], "{", *lines[20:], "[]"]) + "\n", "utf-8")
    (folder / "kapot.pdf").write_bytes(b"%PDF-1.4 not really")
    return folder


def ranked(library: Library) -> list[list[dict[str, object]]]:
    """All that makes up the order of the passages that answer QUESTIONS, to the last digit."""
    return [[_plain(found) for found in library.rank(question, 30)[1]] for question in QUESTIONS]


def _plain(found: Ranked) -> dict[str, object]:
    values = {field.name: getattr(found, field.name) for field in fields(found)}
    return {name: each.tolist() if isinstance(each, np.ndarray) else each for name, each in values.items()}


def quick_codes(vectors: Floats) -> ProductCodes:
    """Codes that take no time to learn: the first vectors are the centroids."""
    columns = vectors.shape[1]
    centroids = vectors[:256].reshape(256, -1, 6).transpose(1, 0, 2)
    return ProductCodes({"turn": np.eye(columns), "middles": np.zeros((256, columns)), "centroids": centroids})


class DyingEncoder(HashEncoder):
    """Ends its process, as a machine that fails does, at its third part; once, of all that share ``mark``."""

    def __init__(self, mark: Path) -> None:
        super().__init__()
        self._mark = mark
        self._parts = 0

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        self._parts += 1
        if self._parts == 3 and not self._mark.exists():
            self._mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_passages(passages, progress)


def dying(library: Path, mark: Path) -> Library:
    return Library.open(library, encoder=DyingEncoder(mark))
