"""Parts that many tests use."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus import Letter, Metadata
from index import Library
from index.encoder import Encoding, ModelIdentity, Pair, Progress, ToRead, unit
from index.folder.store import Store
from index.passages import Passage

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
LETTER = ROOT / "corpus" / "letters" / "kst-28676-372.md"


class WordEncoder:
    """An encoder whose vectors can be worked out by hand: each word has an axis of its own.

    A text's vector is the sum of its words' axes at unit length, so the cosine of two texts without repeated
    words is the number of shared words over the root of the product of their lengths.
    """

    def __init__(self, name: str = "words", words: int = 64) -> None:
        self.identity = ModelIdentity(name, "by hand", words)
        self._axes: dict[str, int] = {}

    def encode_question(self, question: str) -> Encoding:
        return self._encode("", question)

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        if progress:
            progress(len(passages), len(passages))
        return [self._encode(heading, text) for heading, text in passages]

    def read_together(
        self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False
    ) -> list[Pair] | None:
        """Reads nothing together."""
        return None

    def _encode(self, heading: str, text: str) -> Encoding:
        words = [(match.group().lower(), -1, -1) for match in re.finditer(r"\w+", heading)]
        words += [(match.group().lower(), *match.span()) for match in re.finditer(r"\w+", text)]
        ids = np.array([self._axes.setdefault(word, len(self._axes)) for word, _, _ in words], np.int32)
        tokens = np.eye(self.identity.dimensions, dtype=np.float32)[ids]
        spans = np.array([span for _, *span in words], np.int32).reshape(-1, 2)
        return Encoding(unit(tokens.sum(axis=0, keepdims=True)), tokens, ids, spans)


@pytest.fixture
def words() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def collection(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Writes texts by id as a JSONL file and returns its path."""
    import json

    def write(texts: dict[str, str], name: str = "letters.jsonl") -> Path:
        path = tmp_path / name
        lines = [json.dumps({"id": id_, "text": text}, ensure_ascii=False) for id_, text in texts.items()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store, open for writing."""
    store = Store.open(tmp_path / "library.db", create=True, write=True)
    yield store
    store.database.close()


def insert(store: Store, letter: str, *texts: str, language: str = "nl") -> None:
    """Put a letter of paragraphs without headings into ``store``."""
    first = store.next_key()
    passages = [
        Passage(first + place, f"{letter}#al.{place + 1}", letter, (), place + 1, None, text, (), f"al. {place + 1}")
        for place, text in enumerate(texts)
    ]
    with store.database.transaction():
        store.insert(Letter(letter, letter, Metadata(), ()), language, "file", "hash", passages)


@pytest.fixture(scope="session")
def real_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The supplied letter, embedded with the bundled model. Read only."""
    library = Library.open(tmp_path_factory.mktemp("real") / "library")
    library.add([LETTER])
    return library


@pytest.fixture
def vindplaats() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs the command as a user does, in a process of its own."""

    def run(*arguments: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits until something is so; two minutes at the most."""

    def wait(so: Callable[[], bool]) -> None:
        for _ in range(1200):
            if so():
                return
            time.sleep(0.1)
        pytest.fail("it never was so")

    return wait
