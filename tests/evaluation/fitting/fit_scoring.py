"""Fits how a passage's score is put together and how sure an answer is, and prints how well both do.

    python -m tests.evaluation.fitting.fit_scoring [--write]

Through the product itself, on libraries of two kinds. The seven letters of development, each a library, with the
questions that were written on them, a third of which nothing in the letter answers: they are what the product is for,
and each is judged by numbers that were fitted without it. And libraries of neighbouring passages out of the
collections in ../shared/data, in two sizes, where a third of the questions has its answer in the library, a third had
it taken out, and a third comes from another collection: fitted on their parts "fit", judged on "test". Of questions on
tables a third only seems to have its answer there, about as many as on letters, since these alone tell how sure an
answer in a table is. Invented letters (see invented.py) are judged too; nothing is fitted on them.

First the ranking, by a listwise softmax over the passages of each question (Cao et al., "Learning to rank: from
pairwise approach to listwise approach", 2007); then, in that order, the curves; then the same once more with the first
passages read together with the question. ``--write`` puts all into index/fitted.json.
"""

import json
import math
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

from corpus.blocks import folded
from index import Library
from index.confidence import READ, features_of, may_change
from index.encoder import Encoder, Encoding, ModelIdentity, Pair, Progress, ToRead
from index.evaluation import measures
from index.evaluation.question_set import read_questions
from index.models.loading import load_encoder
from index.search import Query, Ranked, reordered
from tests.conftest import ROOT
from tests.evaluation.fitting.data import Source, padding, sources, written
from tests.evaluation.fitting.invented import invented
from tests.evaluation.fitting.tables import table_sources
from tests.evaluation.letters.documents import LETTERS, named

FITTED = ROOT / "index" / "fitted.json"
QUESTIONS = ROOT / "tests" / "evaluation" / "letters"
# How many libraries of each size are made of a collection.
LIBRARIES = {26: 4, 100: 1}
READ_LIBRARIES = 2  # of the smaller ones, those in which passages are read together with questions: it takes time
ASKED = 24  # questions of each kind asked of one at the most
CANDIDATES = 50
# What shared words weigh beside late interaction, which is 1 with the best sentence; in another language than the
# question's, nothing. With .05, .1, .15, .2 and .3 the right passage comes first for 410, 406, 407, 407 and 403 of the
# 471 Dutch questions on letters of development that a passage answers, and for .667, .676, .680, .683 and .683 of the
# members' questions and .611, .617, .630, .630 and .624 of the Dutch questions on treaties, those that nothing else was
# learned from; with .2 one question on letters fewer has it among the first three than with .15.
SHARED = 0.15
PARTS = {"same": ("late", "sentence", "shared"), "cross": ("late", "sentence")}
FEATURES = (
    "top",
    "sentence",
    "margin",
    "spread",
    "usual_question",
    "number",
    "figures",
    "name",
    "table",
)
# Of what is read together with the question beside them.
TOGETHER = (*FEATURES, "together")
# How likely it must be that the letters answer for it to be read, at least, and that the first passage does, at most;
# where the letters do surely, see ``confidence.may_change``.
READ_FROM, READ_TO = {"same": 0.1, "cross": 0.05}, 0.8
# What a letter weighs beside a library out of a collection. With 10, 20 and 30 AUROC on the letters, each judged
# without itself, was .956, .958 and .959 in Dutch, .969, .970 and .971 in English; on collections it fell, from .990 to
# .986 and .982 on English questions of English passages.
LETTER = 20
REFUSED = 0.9  # of questions that nothing answers, on letters, as many at the least are to be refused
STRENGTH = 0.3  # the inverse of the curves' regularisation, over features of unit variance


class Remembering:
    """The real encoder, which encodes no text twice."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._questions: dict[str, Encoding] = {}
        self._passages: dict[tuple[str, str], Encoding] = {}

    def read_together(
        self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False
    ) -> list[Pair] | None:
        return self._encoder.read_together(question, passages, in_conversation=in_conversation)

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


@dataclass(frozen=True, slots=True)
class Row:
    """A question asked of a library. ``source`` and ``size`` tell which, ``part`` who may learn from it: the name of
    its letter, or "fit" or "test"; right: of the candidates, in order; log_odds: by their keys, of the first."""

    source: str
    size: int
    part: str
    kind: str
    answerable: bool
    query: Query
    ranked: tuple[Ranked, ...]
    texts: dict[int, str]
    right: tuple[bool, ...]
    log_odds: dict[int, float]


def asked(
    library: Library, question: str, is_right: Callable[[str, str], bool], *, read: bool = True, **about: Any
) -> Row:
    """``is_right`` is given a passage's letter and its text, white space folded; ``read``: the first passages are read
    together with the question."""
    with library.asking() as asking:
        query, ranked = asking.rank(question, CANDIDATES)
        passages = asking.store.passages([found.key for found in ranked])
        first = ranked[:READ] if read else []
        pairs = asking.read_together(query, first, passages)
        log_odds = {hit.key: pair.log_odds for hit, pair in zip(first, pairs, strict=True)}
    right = tuple(is_right(passages[found.key].letter, folded(passages[found.key].text)) for found in ranked)
    texts = {key: passage.text for key, passage in passages.items()}
    kind = "same" if ranked[0].same_language else "cross"
    return Row(query=query, ranked=tuple(ranked), texts=texts, right=right, kind=kind, log_odds=log_odds, **about)


def letter_rows(encoder: Encoder, work: Path) -> Iterator[Row]:
    for identifier in LETTERS:
        file = named(identifier, work)
        with closing(Library.open(work / f"{identifier}.library", encoder=encoder)) as library:
            size = library.add([file]).passages
            for question in read_questions(QUESTIONS / f"{identifier}.questions.jsonl"):
                quotes = [gold.quote or "" for gold in question.answers]
                yield asked(
                    library,
                    question.question,
                    lambda _, text, quotes=quotes: any(quote in text for quote in quotes),
                    source=f"letters {question.language}",
                    size=size,
                    part=identifier,
                    answerable=bool(quotes),
                )


def invented_rows(encoder: Encoder, work: Path) -> Iterator[Row]:
    """Those of invented letters that nothing is learned from."""
    every = [("invented", line) for line in (*written("invented"), *written("near_misses"))]
    every += [("broad", line) for line in written("broad")]
    for identifier, letter in invented(judged=True).items():
        file = work / f"{identifier}.md"
        file.write_text(letter.markdown(), encoding="utf-8")
        own = [(kind, line) for kind, line in every if paragraph_of(line) in letter.paragraphs]
        with closing(Library.open(work / f"{identifier}.library", encoder=encoder)) as library:
            size = library.add([file]).passages
            for kind, line in own:
                answers = {letter.paragraphs[each["letter"]][1] for each in line["answers"]}
                yield asked(
                    library,
                    line["question"],
                    lambda _, text, answers=answers: text in answers,
                    source=f"{kind} {line['language']}",
                    size=size,
                    part="test",
                    answerable=bool(answers),
                )


def paragraph_of(line: dict[str, Any]) -> str:
    """The paragraph that answers a question, or seems to."""
    identifier: str = line["answers"][0]["letter"] if line["answers"] else line["near"]
    return identifier


def collection_rows(
    source: Source, encoder: Encoder, fill: dict[str, str], foreign: Sequence[str], work: Path
) -> Iterator[Row]:
    for size, libraries in LIBRARIES.items():
        for turn in range(libraries):
            for name in ("fit", "test"):
                drawn = random.Random(f"{source.name} {size} {turn} {name}")
                # neighbours, as in a letter: what stands beside the answer is on the same subject
                order = list(source.passages)
                start = drawn.randrange(len(order))
                run = set((order[start:] + order[:start])[:size])
                pool = [each for each in source.questions if each.part == name and each.right <= run]
                drawn.shuffle(pool)
                half = min(ASKED, len(pool) // 2)
                inside, outside = pool[:half], [] if source.near_misses else pool[half : 2 * half]
                run -= {identifier for each in outside for identifier in each.right}
                run |= {identifier for each in inside for identifier in each.right}
                texts = {identifier: source.passages[identifier] for identifier in order if identifier in run}
                texts |= {
                    each: fill[each] for each in drawn.sample(sorted(fill), min(len(fill), max(0, size - len(texts))))
                }
                questions = [(each.question, each.right & texts.keys()) for each in inside + outside]
                near = [
                    each.question for each in source.near_misses if each.part == name and each.right <= texts.keys()
                ]
                unanswered = drawn.sample(near, min(half // 2, len(near))) or drawn.sample(foreign, max(half, 4))
                questions += [(question, frozenset()) for question in unanswered]
                folder = work / f"{source.name} {size} {turn} {name}"
                with closing(made(folder, texts, source.language, encoder)) as library:
                    for question, right in questions:
                        yield asked(
                            library,
                            question,
                            lambda letter, _, right=right: letter in right,
                            read=size == min(LIBRARIES) and turn < READ_LIBRARIES,
                            source=source.name,
                            size=size,
                            part=name,
                            answerable=bool(right),
                        )


def made(folder: Path, texts: dict[str, str], language: str, encoder: Encoder) -> Library:
    """A library of these texts, of which those that begin with a heading are Markdown."""
    files = folder / "letters"
    files.mkdir(parents=True)
    entries = []
    for identifier, text in texts.items():
        if text.startswith("# "):
            (files / f"{identifier}.md").write_text(text, encoding="utf-8")
        else:
            entries.append(json.dumps({"id": identifier, "text": text, "language": language}))
    (files / "letters.jsonl").write_text("\n".join(entries), encoding="utf-8")
    library = Library.open(folder / "library", encoder=encoder)
    library.add([files])
    return library


def weights_of(rows: Sequence[Row]) -> Any:
    """(rows,): each library of a source and size weighing the same, and a letter LETTER as much."""
    counts = Counter((row.source, row.part, row.size) for row in rows)
    weights = [(LETTER if row.part in LETTERS else 1) / counts[row.source, row.part, row.size] for row in rows]
    return np.array(weights) / len(counts)


def ranking_of(rows: Sequence[Row], kind: str) -> dict[str, float]:
    """The weight of each part of the score; those of the passage and its best sentence add up to 1."""
    seen = [row for row in rows if row.kind == kind and any(row.right)]
    names = PARTS[kind]
    candidates = [
        np.array([[hit.late, hit.sentence] for hit in row.ranked])
        + SHARED * np.array([[hit.shared] for hit in row.ranked])
        for row in seen
    ]
    right = [np.array(row.right) for row in seen]
    share = weights_of(seen)

    slopes = _slopes(candidates, right, share, np.full(2, 10.0))
    weights = [*(slopes / slopes.sum()), SHARED]
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=False)}


def _slopes(candidates: Sequence[Any], right: Sequence[Any], share: Any, start: Any) -> Any:
    """The weights, none below 0, of the parts (passages, parts) of scores by which right ones come first."""

    def loss(slopes: Any) -> tuple[float, Any]:
        total, gradient = 0.0, np.zeros(len(start))
        for parts, answers, weight in zip(candidates, right, share, strict=True):
            scores = parts @ slopes
            every, good = logsumexp(scores), logsumexp(scores[answers])
            total += weight * (every - good)
            gradient += weight * (np.exp(scores - every) @ parts - np.exp(scores[answers] - good) @ parts[answers])
        return total, gradient

    return minimize(loss, start, jac=True, bounds=[(0, None)] * len(start)).x


def reranked(row: Row, ranking: dict[str, dict[str, float]]) -> Row:
    """The row in the order of another ranking."""

    def score(hit: Ranked) -> float:
        weights = ranking["same" if hit.same_language else "cross"]
        return sum(weight * getattr(hit, name) for name, weight in weights.items())

    scored = [replace(hit, score=score(hit)) for hit in row.ranked]
    return _in_order(row, sorted(scored, key=lambda hit: (not hit.named, -hit.score, hit.key)))


def reread(row: Row, weight: float) -> Row:
    """The row once the first of it were read together with the question, as the product does."""
    return _in_order(row, reordered(row.ranked, _log_odds(row), weight))


def _log_odds(row: Row) -> list[float]:
    """Of the first READ; one that another ranking has brought there counts as the least likely."""
    worst = min(row.log_odds.values())
    return [row.log_odds.get(hit.key, worst) for hit in row.ranked[:READ]]


def _in_order(row: Row, ranked: Sequence[Ranked]) -> Row:
    right = dict(zip((hit.key for hit in row.ranked), row.right, strict=True))
    return replace(row, ranked=tuple(ranked), right=tuple(right[hit.key] for hit in ranked))


def weight_of(rows: Sequence[Row]) -> float:
    """What log-odds count in the score, by a softmax over the passages that are read."""
    seen = [row for row in rows if any(row.right[:READ]) and not all(row.right[:READ])]
    candidates = [np.array([[hit.score for hit in row.ranked[:READ]], _log_odds(row)]).T for row in seen]
    right = [np.array(row.right[:READ]) for row in seen]
    slopes = _slopes(candidates, right, weights_of(seen), np.array([10.0, 0.5]))
    return round(float(slopes[1] / slopes[0]), 4)


def features(rows: Sequence[Row], names: Sequence[str]) -> Any:
    found = [features_of(row.query, row.ranked, 0, row.texts[row.ranked[0].key]) for row in rows]
    return np.array([[each[name] for name in names] for each in found])


def curve_of(rows: Sequence[Row], true: Sequence[bool], names: Sequence[str]) -> dict[str, Any]:
    """The curve over these features that tells in which of these rows it is ``true``."""
    seen = features(rows, names)
    mean, deviation = seen.mean(axis=0), seen.std(axis=0) + 1e-9
    share = weights_of(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((seen - mean) / deviation, true, share * len(rows))
    slopes = model.coef_[0] / deviation
    return {
        "bias": round(float(model.intercept_[0] - slopes @ mean), 4),
        "weights": {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)},
    }


def confidence(curve: dict[str, Any], rows: Sequence[Row]) -> Any:
    names = tuple(curve["weights"])
    levels = features(rows, names) @ np.array([curve["weights"][name] for name in names])
    return 1 / (1 + np.exp(-(curve["bias"] + levels)))


def judged(found: Sequence["Judged"], refused: Sequence[bool]) -> str:
    """A line: how well these confidences tell answers from the rest."""
    rows = [each.row for each in found]
    sure, low = np.array([each.letters for each in found]), np.array(refused)
    answerable = np.array([row.answerable for row in rows])
    right = [row.right[0] for row in rows]
    refused_un = float(low[~answerable].mean())
    refused_an = float(low[answerable].mean())
    area = measures.auroc(list(sure[answerable]), list(sure[~answerable]))
    error = measures.calibration_error([each.passage for each in found], right)
    first = np.mean([row.right[0] for row in rows if row.answerable])
    third = np.mean([any(row.right[:3]) for row in rows if row.answerable])
    return (
        f"{len(rows):5d} questions  hit@1 {first:.3f}  hit@3 {third:.3f}  AUROC {area:.3f}  ECE {error:.3f}  "
        f"refused {refused_un:.2f} of unanswerable, {refused_an:.2f} of answerable"
    )


def fitted(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """What goes into fitted.json for passages in the question's language and in another."""
    ranking = {kind: ranking_of(rows, kind) for kind in PARTS}
    ordered = [reranked(row, ranking) for row in rows]
    return {
        kind: {"ranking": ranking[kind], **curves_of([row for row in ordered if row.kind == kind], READ_FROM[kind])}
        for kind in PARTS
    }


def curves_of(rows: Sequence[Row], low: float) -> dict[str, Any]:
    """Whether the first passage answers, and whether anything does; the same once the first were read together with the
    question, which is done where that comes to ``low`` or more."""
    read = [row for row in rows if row.log_odds]
    weight = weight_of(read)
    read = [reread(row, weight) for row in read]
    return {
        **_two_curves(rows, FEATURES),
        "together": {"low": low, "high": READ_TO, "weight": weight, **_two_curves(read, TOGETHER)},
    }


def _two_curves(rows: Sequence[Row], names: Sequence[str]) -> dict[str, Any]:
    return {
        "passage": curve_of(rows, [row.right[0] for row in rows], names),
        "letters": curve_of(rows, [row.answerable for row in rows], names),
    }


@dataclass(frozen=True, slots=True)
class Judged:
    """A row, and how sure it is that its first passage answers and that anything does."""

    row: Row
    passage: float
    letters: float


def threshold_of(found: Sequence[Judged]) -> float:
    """From where on it is called an answer: the lowest at which REFUSED of what nothing answers is refused.

    Letters that have no part in it have .90 and .895 refused in Dutch and English, and .059 and .032 of what they
    answer. Where an answer is as likely as it is among all questions, .67 and .68, that is .90 and .92, .061 and .050;
    where the others have the highest balanced accuracy is a matter of chance.
    """
    unanswerable = sorted(each.letters for each in found if not each.row.answerable)
    return math.ceil(100 * unanswerable[math.ceil(REFUSED * len(unanswerable)) - 1]) / 100


def weighed(row: Row, learned: dict[str, Any]) -> Judged:
    """As the product does it: first by what was read apart."""
    apart = _judged(row, learned)
    together = learned["together"]
    sure, lead = (apart.letters, apart.passage), row.ranked[0].score - row.ranked[1].score
    if not row.log_odds or not may_change(sure, lead, *(together[name] for name in ("low", "high", "weight"))):
        return apart
    return _judged(reread(row, together["weight"]), together)


def _judged(row: Row, curves: dict[str, Any]) -> Judged:
    passage, letters = (float(confidence(curves[name], [row])[0]) for name in ("passage", "letters"))
    return Judged(row, min(passage, letters), letters)


def report(rows: Sequence[Row], say: Callable[[str], None]) -> dict[str, float]:
    """Judge every letter by what the others and the collections teach, and the collections' parts "test". Returns the
    thresholds that all letters give."""
    held_out: dict[str, list[Judged]] = {}
    for held in (*LETTERS, "test"):
        numbers = fitted([row for row in rows if row.part not in (held, "test")])
        ranking = {kind: each["ranking"] for kind, each in numbers.items()}
        own = [reranked(row, ranking) for row in rows if row.part == held]
        held_out[held] = [weighed(row, numbers[row.kind]) for row in own]

    def threshold(kind: str, without: str) -> float:
        letters = [each for held in LETTERS if held != without for each in held_out[held]]
        return threshold_of([each for each in letters if each.row.kind == kind])

    seen: dict[str, list[tuple[Judged, bool]]] = {}
    for held, own_found in held_out.items():
        thresholds = {kind: threshold(kind, held) for kind in PARTS}
        for each in own_found:
            seen.setdefault(each.row.source, []).append((each, each.letters < thresholds[each.row.kind]))
    for source, both in seen.items():
        found, refused = zip(*both, strict=True)
        say(f"{source:15s} {judged(found, refused)}")
        if source.startswith("letters"):
            for line in reliability(np.array([each.passage for each in found]), [each.row.right[0] for each in found]):
                say(line)
    return {kind: threshold(kind, "") for kind in PARTS}


def reliability(sure: Any, right: Sequence[bool]) -> Iterator[str]:
    places = np.minimum((sure * 10).astype(int), 9)
    for place in range(10):
        here = places == place
        if here.any():
            yield f"    said {sure[here].mean():.2f}, was {np.array(right)[here].mean():.2f}  ({here.sum()})"


def main(write: bool) -> None:
    started = time.monotonic()

    def say(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - started:4.0f} s] {line}\n")
        sys.stdout.flush()

    encoder = Remembering(load_encoder())
    fill, every = padding(), [*sources(), *table_sources()]
    with tempfile.TemporaryDirectory() as work:
        rows = list(letter_rows(encoder, Path(work)))
        say("letters asked")
        rows += invented_rows(encoder, Path(work))
        say("invented letters asked")
        for each in every:
            foreign = [
                other.question for group in every for other in group.questions if group.name[:5] != each.name[:5]
            ]
            rows += collection_rows(each, encoder, fill.get(each.language, {}), foreign, Path(work))
            say(f"{each.name} asked")
    rows = [row for row in rows if not row.query.is_topic]  # these have a curve of their own: fit_topics.py
    thresholds = report(rows, say)
    numbers = fitted([row for row in rows if row.part != "test"])
    for kind, threshold in thresholds.items():
        numbers[kind]["threshold"] = threshold
    say(json.dumps(numbers))
    if write:
        keep(numbers)


def keep(numbers: dict[str, dict[str, Any]]) -> None:
    """Put ``numbers``, of passages in the question's language and in another, in place of those in fitted.json."""
    kept = json.loads(FITTED.read_text("utf-8"))
    for kind, new in numbers.items():
        together = kept[kind]["together"] | new.get("together", {})
        kept[kind] |= new | {"together": together}
    FITTED.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
