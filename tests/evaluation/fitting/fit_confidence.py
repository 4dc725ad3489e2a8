"""Fits the curves that say how likely it is that the first passage answers, and prints how well they do.

    python -m tests.evaluation.fitting.fit_confidence [--write]

Libraries of many sizes are made from the development data in ../shared/data, through the product itself, each of
passages that stand together; a third of the questions has its answer in the library, a third had it taken out, a
third comes from another collection.
Curves are fitted on the part "fit" of each collection and judged on the part "test"; the part "head" is left
alone, since the token head has been trained on it. ``--write`` puts the curves into index/fitted.json.
"""

import gzip
import hashlib
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from index import Library, measures
from index.confidence import WEIGHED, features_of
from index.encoder import Encoder, Encoding, ModelIdentity, Progress
from index.transformer import load_encoder
from tests.conftest import ROOT, SHARED
from tests.evaluation.sets import sampled

# How many libraries of each size: small ones hold few questions each.
LIBRARIES = {26: 6, 100: 2, 250: 1}
QUESTIONS = 24
FEATURES = ("top", "margin", "margin5", "dense")
CURVES = ROOT / "index" / "fitted.json"


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    right: frozenset[str]
    part: str


@dataclass(frozen=True, slots=True)
class Source:
    """Questions and the passages that answer them. ``kind`` is "same" or "cross"."""

    name: str
    kind: str
    language: str
    passages: dict[str, str]
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Row:
    source: str
    size: int
    part: str
    answerable: bool
    right: bool
    features: tuple[float, ...]


class Remembering:
    """The real encoder, which encodes no text twice."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._questions: dict[str, Encoding] = {}
        self._passages: dict[tuple[str, str], Encoding] = {}

    @property
    def identity(self) -> ModelIdentity:
        return self._encoder.identity

    def encode_question(self, question: str) -> Encoding:
        if question not in self._questions:
            self._questions[question] = self._encoder.encode_question(question)
        return self._questions[question]

    def encode_passages(self, passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        new = list(dict.fromkeys(passage for passage in passages if passage not in self._passages))
        self._passages.update(zip(new, self._encoder.encode_passages(new), strict=True))
        return [self._passages[passage] for passage in passages]


def part(key: str) -> str:
    """Which part of its collection a passage belongs to, the same for every passage of one article or treaty."""
    first, second = hashlib.sha1(key.encode(), usedforsecurity=False).digest()[:2]
    return "head" if first >= 128 else "fit" if second < 128 else "test"


def lines(name: str) -> Iterator[dict[str, Any]]:
    path = SHARED / "data" / name
    with gzip.open(path, "rt", encoding="utf-8") if name.endswith(".gz") else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def collection(name: str) -> dict[str, str]:
    return {line["id"]: line["text"] for line in lines(name)}


def source(
    name: str, kind: str, language: str, passages: dict[str, str], questions: str, asked_in: str, group: Any
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

    def article(identifier: str) -> str:
        return identifier.rsplit("-", 1)[0]

    def reading(language: str) -> Source:
        kind = "same" if language == "en" else "cross"
        return source(
            f"xquad en>{language}", kind, language, xquad[language], "qa/xquad.questions.en.jsonl", "en", article
        )

    kamervragen = collection("kamervragen/passages.jsonl")
    return [
        source("kamervragen", "same", "nl", kamervragen, "kamervragen/questions.jsonl", "nl", str),
        source("treaties nl>nl", "same", "nl", dutch, "treaties/questions.jsonl", "nl", article),
        source("treaties en>nl", "cross", "nl", dutch, "treaties/questions.jsonl", "en", article),
        *(reading(language) for language in ("en", "de", "es", "ro")),
    ]


def padding() -> dict[str, dict[str, str]]:
    """Passages on other subjects, by language, to fill a library up with."""
    laws = {line["id"]: line["text"] for line in lines("laws/paragraphs.jsonl.gz") if 80 < len(line["text"]) < 900}
    chosen = random.Random(3).sample(sorted(laws), max(LIBRARIES))
    filled = {"nl": {identifier: laws[identifier] for identifier in chosen}}
    filled["en"] = collection("qa/policy.passages.jsonl")
    return filled


def rows(source: Source, encoder: Encoder, fill: dict[str, str], foreign: Sequence[str], work: Path) -> Iterator[Row]:
    """What the curves weigh, for the first passage of each question in libraries of every size."""
    for size, libraries in LIBRARIES.items():
        for turn in range(libraries):
            for name in ("fit", "test"):
                drawn = random.Random(f"{source.name} {size} {turn} {name}")
                # neighbours, as in a letter: what stands beside the answer is on the same subject
                order = list(source.passages)
                start = drawn.randrange(len(order))
                run = set((order[start:] + order[:start])[:size])
                pool = [asked for asked in source.questions if asked.part == name and asked.right <= run]
                drawn.shuffle(pool)
                half = min(QUESTIONS, len(pool) // 2)
                inside, outside = pool[:half], pool[half : 2 * half]
                run -= {identifier for asked in outside for identifier in asked.right}
                run |= {identifier for asked in inside for identifier in asked.right}
                texts = {identifier: source.passages[identifier] for identifier in order if identifier in run}
                texts |= {
                    each: fill[each] for each in drawn.sample(sorted(fill), min(len(fill), max(0, size - len(texts))))
                }
                library = made(work / f"{source.name} {size} {turn} {name}", texts, source.language, encoder)
                elsewhere = drawn.sample(foreign, max(half, 4))
                questions = [(asked.question, asked.right & texts.keys()) for asked in inside + outside]
                questions += [(question, frozenset()) for question in elsewhere]
                for question, right in questions:
                    _, ranked = library.rank(question, WEIGHED)
                    first = library.letter_of(ranked[0].key)
                    features = features_of(ranked, 0)
                    yield Row(
                        source.name, size, name, bool(right), first in right, tuple(features[each] for each in FEATURES)
                    )
                library.close()


def made(folder: Path, texts: dict[str, str], language: str, encoder: Encoder) -> Library:
    folder.mkdir(parents=True)
    file = folder / "letters.jsonl"
    entries = ({"id": identifier, "text": text, "language": language} for identifier, text in texts.items())
    file.write_text("\n".join(json.dumps(entry) for entry in entries), encoding="utf-8")
    library = Library.open(folder / "library", encoder=encoder)
    library.add([file])
    return library


def fitted(seen: Sequence[Row]) -> dict[str, Any]:
    """The curve for these rows, each source at each size weighing the same; the threshold of best balanced accuracy."""
    features = np.array([row.features for row in seen])
    right = np.array([row.right for row in seen])
    mean, deviation = features.mean(axis=0), features.std(axis=0)
    counts = Counter((row.source, row.size) for row in seen)
    weights = np.array([len(seen) / counts[row.source, row.size] for row in seen]) / len(counts)
    model = LogisticRegression(C=10.0).fit((features - mean) / deviation, right, weights)
    scaled = model.coef_[0] / deviation
    curve = {
        "bias": round(float(model.intercept_[0] - scaled @ mean), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(FEATURES, scaled, strict=True)},
        "threshold": 0.5,
    }
    sure = confidence(curve, features)
    answerable = np.array([row.answerable for row in seen])
    places = np.arange(0.05, 0.95, 0.01)
    accuracy = [
        np.average(sure[answerable] >= at, weights=weights[answerable])
        + np.average(sure[~answerable] < at, weights=weights[~answerable])
        for at in places
    ]
    return {**curve, "threshold": round(float(places[int(np.argmax(accuracy))]), 2)}


def confidence(curve: dict[str, Any], features: Any) -> Any:
    return 1 / (1 + np.exp(-(curve["bias"] + features @ np.array([curve["weights"][name] for name in FEATURES]))))


def judged(curve: dict[str, Any], seen: Sequence[Row]) -> str:
    """A line: how well the curve tells answers from the rest on ``seen``."""
    sure = confidence(curve, np.array([row.features for row in seen]))
    answerable = np.array([row.answerable for row in seen])
    right = [row.right for row in seen]
    refused_un = float((sure[~answerable] < curve["threshold"]).mean())
    refused_an = float((sure[answerable] < curve["threshold"]).mean())
    area = measures.auroc(list(sure[answerable]), list(sure[~answerable]))
    error = measures.calibration_error(list(sure), right)
    return (
        f"{len(seen):5d} questions  AUROC {area:.3f}  calibration error {error:.3f}  "
        f"refused {refused_un:.2f} of unanswerable, {refused_an:.2f} of answerable  "
        f"balanced accuracy {(refused_un + 1 - refused_an) / 2:.3f}"
    )


def reliability(curve: dict[str, Any], seen: Sequence[Row]) -> Iterator[str]:
    sure = confidence(curve, np.array([row.features for row in seen]))
    right = np.array([row.right for row in seen])
    places = np.minimum((sure * 10).astype(int), 9)
    for place in range(10):
        here = places == place
        if here.any():
            yield f"  said {sure[here].mean():.2f}, was {right[here].mean():.2f}  ({here.sum()})"


def main(write: bool) -> None:
    say = sys.stdout.write
    encoder = Remembering(load_encoder())
    fill = padding()
    found: dict[str, list[Row]] = {"same": [], "cross": []}
    every = sources()
    for each in every:
        foreign = [asked.question for other in every for asked in other.questions if other.name[:5] != each.name[:5]]
        pad = fill["nl"] if each.language == "nl" else fill["en"] if each.language == "en" else {}
        with tempfile.TemporaryDirectory() as work:
            found[each.kind] += rows(each, encoder, pad, foreign, Path(work))
        say(f"{each.name}: done\n")
        sys.stdout.flush()
    curves = {}
    for kind, seen in found.items():
        test = [row for row in seen if row.part == "test"]
        curves[kind] = fitted([row for row in seen if row.part == "fit"])
        say(f"{kind}: {json.dumps(curves[kind])}\n  all         {judged(curves[kind], test)}\n")
        for size in LIBRARIES:
            say(f"  size {size:6d} {judged(curves[kind], [row for row in test if row.size == size])}\n")
        for name in dict.fromkeys(row.source for row in test):
            say(f"  {name:15s} {judged(curves[kind], [row for row in test if row.source == name])}\n")
        say("\n".join(reliability(curves[kind], test)) + "\n")
    if write:
        numbers = json.loads(CURVES.read_text("utf-8")) | curves
        CURVES.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
