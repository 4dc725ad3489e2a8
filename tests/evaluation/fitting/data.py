"""The development data in ../shared/data as questions and the passages that answer them, in parts.

What is learned from the part "head" of a collection is judged, or fitted further, on "fit"; the part "test" judges the
last of it.
"""

import functools
import gzip
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import SHARED
from tests.evaluation.sets import sampled

WRITTEN = Path(__file__).with_name("questions")
LARGEST = 250  # passages on other subjects that a library is filled up with


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    right: frozenset[str]
    part: str


@dataclass(frozen=True, slots=True)
class Source:
    """Questions and the passages that answer them. ``kind`` is "same" or "cross"; near_misses: questions that nothing
    answers, with the passages that seem to."""

    name: str
    kind: str
    language: str
    passages: dict[str, str]
    questions: tuple[Asked, ...]
    near_misses: tuple[Asked, ...] = ()


def part(key: str) -> str:
    """Which part of its collection a passage belongs to, the same for every passage of one article or treaty."""
    first, second = hashlib.sha1(key.encode(), usedforsecurity=False).digest()[:2]
    return "head" if first >= 128 else "fit" if second < 128 else "test"


def document(identifier: str) -> str:
    """The law, treaty, article or letter that a passage with this id is of."""
    return identifier.rpartition("-")[0]


def under(path: Sequence[str], text: str) -> str:
    """A paragraph under its headings, as the encoder reads it."""
    return (" › ".join(path) + ": " if path else "") + text


def lines(name: str) -> Iterator[dict[str, Any]]:
    path = SHARED / "data" / name
    with gzip.open(path, "rt", encoding="utf-8") if name.endswith(".gz") else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


@functools.cache
def written(kind: str) -> list[dict[str, Any]]:
    """The questions that were written for this on a kind of text."""
    return [json.loads(line) for line in (WRITTEN / f"{kind}.jsonl").read_text("utf-8").splitlines()]


def collection(name: str) -> dict[str, str]:
    return {line["id"]: line["text"] for line in lines(name)}


def source(
    name: str,
    kind: str,
    language: str,
    passages: dict[str, str],
    questions: str,
    asked_in: str,
    group: Callable[[str], str],
) -> Source:
    """The questions of a file whose answers are in ``passages``; ``group`` gives the key that decides their part."""
    by_text = defaultdict(set)
    for identifier, text in passages.items():
        by_text[text].add(identifier)
    asked = []
    for line in lines(questions):
        golds = [answer["letter"] for answer in line["answers"] if answer["letter"] in passages]
        if golds and line["language"] == asked_in:
            right = frozenset(each for gold in golds for each in by_text[passages[gold]])
            if len(right) <= 3:  # a heading that stands over many articles asks for nothing in particular
                asked.append(Asked(line["question"], right, part(group(golds[0]))))
    return Source(name, kind, language, passages, tuple(asked))


def sources() -> list[Source]:
    xquad = {language: collection(f"qa/xquad.passages.{language}.jsonl") for language in ("en", "de", "es", "ro")}
    dutch = {
        line["id"]: line["nl"][:900]
        for line in lines("treaties/articles.jsonl.gz")
        if line["nl"] and sampled(line["doc"])
    }

    def reading(language: str) -> Source:
        kind = "same" if language == "en" else "cross"
        return source(
            f"xquad en>{language}", kind, language, xquad[language], "qa/xquad.questions.en.jsonl", "en", document
        )

    kamervragen = collection("kamervragen/passages.jsonl")
    return [
        source("kamervragen", "same", "nl", kamervragen, "kamervragen/questions.jsonl", "nl", str),
        source("treaties nl>nl", "same", "nl", dutch, "treaties/questions.jsonl", "nl", document),
        source("treaties en>nl", "cross", "nl", dutch, "treaties/questions.jsonl", "en", document),
        *(reading(language) for language in ("en", "de", "es", "ro")),
    ]


def padding() -> dict[str, dict[str, str]]:
    """Passages on other subjects, by language, to fill a library up with."""
    laws = {line["id"]: line["text"] for line in lines("laws/paragraphs.jsonl.gz") if 80 < len(line["text"]) < 900}
    chosen = random.Random(3).sample(sorted(laws), LARGEST)
    filled = {"nl": {identifier: laws[identifier] for identifier in chosen}}
    filled["en"] = collection("qa/policy.passages.jsonl")
    return filled
