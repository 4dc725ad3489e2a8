"""What the tests of reliability put into libraries: letters that can be told apart, and a model that costs nothing."""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from index import Library
from index.encoder import Encoding, ModelIdentity, Progress, ToRead, unit
from tests.conftest import LETTER

PARAGRAPHS = 5  # of a letter
DIMENSIONS = 48
QUESTIONS = (
    "Wat doet de NAVO aan klimaat?", "Welke dreiging gaat uit van Rusland?", "What about cyber defence?",
    "Hoe staat het met de lastenverdeling?", "Wanneer is de top?", "Waarover spraken de leiders in Brussel?",
    "innovatie en technologie", "Who pays for it?",
)  # fmt: skip

# What a library is to hold: the number of the version of each letter, by its id.
State = Mapping[str, int]


class HashEncoder:
    """An encoder that needs no weights and gives the same in every process: a word's vector is drawn from its hash, a
    text's is the sum of those of its words."""

    identity = ModelIdentity("hashes", "by hand", DIMENSIONS)

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, np.ndarray]] = {}

    def encode_question(self, question: str) -> Encoding:
        return self._encode("", question)

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        return [self._encode(heading, text) for heading, text in passages]

    def read_together(self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False) -> None:
        """Reads nothing together."""

    def _word(self, word: str) -> tuple[int, np.ndarray]:
        if word not in self._known:
            number = int.from_bytes(blake2b(word.encode(), digest_size=4).digest())
            drawn = np.random.default_rng(number).standard_normal((1, DIMENSIONS), np.float32)
            self._known[word] = number % 30_000, unit(drawn)[0]
        return self._known[word]

    def _encode(self, heading: str, text: str) -> Encoding:
        found = [(match.group().lower(), -1, -1) for match in re.finditer(r"\w+", heading)]
        found += [(match.group().lower(), *match.span()) for match in re.finditer(r"\w+", text)]
        words = [self._word(word) for word, _, _ in found]
        tokens = np.array([vector for _, vector in words], np.float32).reshape(-1, DIMENSIONS)
        ids = np.array([number for number, _ in words], np.int32)
        spans = np.array([span for _, *span in found], np.int32).reshape(-1, 2)
        return Encoding(unit(tokens.sum(axis=0, keepdims=True)), tokens, ids, spans)


_WORDS = re.findall(r"[\w-]+", LETTER.read_text("utf-8"))


def paragraphs(name: str, version: int) -> list[str]:
    """The paragraphs of a version of a letter: the supplied letter's words in another order."""
    drawn = random.Random(f"{name} {version}")
    texts = (" ".join(drawn.choices(_WORDS, k=25)) for _ in range(PARAGRAPHS))
    return [
        f"Brief {name} in versie {version}, alinea {place}: {text}. Zo staat het in alinea {place} van {name}."
        for place, text in enumerate(texts, start=1)
    ]


def written(folder: Path, state: State, names: Iterable[str]) -> list[Path]:
    """The files of these letters, as they are in ``state``."""
    files = []
    for name in names:
        files.append(folder / f"{name}.md")
        files[-1].write_text("\n\n".join([f"# Brief {name}", *paragraphs(name, state[name])]) + "\n", "utf-8")
    return files


def held(library: Library) -> dict[str, int]:
    """The state of a library, in which every letter must be one version of it, whole."""
    found: dict[str, int] = {}
    ids = [letter.id for letter in library.letters()]
    for name, passages in library.passages(ids).items():
        texts = [passage.text for passage in passages if passage.key]
        match = re.match(r"Brief \S+ in versie (\d+)", texts[0])
        assert match, texts[0]
        found[name] = int(match[1])
        assert texts == paragraphs(name, found[name]), name
    assert len(found) == len(ids)
    return found


def answers(library: Library) -> list[tuple[bool, float, list[tuple[str, str, float]]]]:
    """What the library says to QUESTIONS: passages in order with their texts and confidences."""
    if not library.letters():
        return []
    given = [library.ask(question, 5) for question in QUESTIONS]
    return [
        (
            each.answered,
            round(each.confidence, 3),
            [(its.id, its.text, round(its.confidence, 3)) for its in each.passages],
        )
        for each in given
    ]
