"""Learns what the ranking knows of the bundled model's tokens, and prints what that is worth on held-out questions.

    python -m tests.evaluation.fitting.fit_tokens [--write]

From the development data in ../shared/data come, in this order: the background, how common each token is in texts at
large; the centroids, what the tokens of questions look like; and the head, see training.py. Only the part "head" of
each collection is learned from; the parts "fit" and "test" judge. ``--write`` replaces index/fitted.npz, after
which fit_confidence.py has its curves to fit again.
"""

import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sentence_transformers import SentenceTransformer
from sklearn.cluster import MiniBatchKMeans

from index.bundled import HUB_NAME, bundled_model
from index.encoder import Encoding, Floats, unit
from index.fitted import Head
from index.measures import ndcg
from index.transformer import TransformerEncoder
from tests.conftest import ROOT
from tests.evaluation.fitting.fit_confidence import Asked, Remembering, Source, collection, lines, part, source
from tests.evaluation.fitting.training import Task, holding, task, train

FITTED = ROOT / "index" / "fitted.npz"
VOCABULARY = 250_037
CENTROIDS = 128
CENTROID_TOKENS = 4000  # of each kind of question
CANDIDATES = 100  # passages that late interaction orders where the head is judged

WHOLE = ("laws", "government", "news")  # nothing is judged on these, so all of them is learned from
# The share of the batches for each group of tasks: whose questions, in which language, about passages in which.
GROUPS = (
    (0.22, ("kamervragen nl>nl",)),
    (0.20, ("treaties nl>nl", "treaties en>en", "treaties en>nl", "treaties nl>en")),
    (0.33, tuple(f"xquad {each}" for each in "en>en de>de es>es en>de en>ro en>es de>en ro>de".split())),
    (0.15, ("government nl>en", "government en>nl", "news nl>en", "news en>nl")),
)
QUESTIONED = ("kamervragen nl", "xquad en", "xquad de", "policy en", "treaties nl", "treaties en")
HELD_OUT = ("kamervragen nl>nl", "xquad en>de", "xquad en>en")


class Reader:
    """The bundled model without a head; it takes questions, too, as many at a time as fit."""

    def __init__(self) -> None:
        model = SentenceTransformer(bundled_model(), device="cpu")
        self._passages = Remembering(TransformerEncoder(model, HUB_NAME, "raw"))
        model.prompts = {"document": "query: "}
        self._questions = Remembering(TransformerEncoder(model, HUB_NAME, "raw"))

    def passages(self, texts: Iterable[str]) -> list[Encoding]:
        return self._passages.encode_passages([("", text) for text in texts])

    def questions(self, texts: Iterable[str]) -> list[Encoding]:
        return self._questions.encode_passages([("", text) for text in texts])


def key(identifier: str) -> str:
    """What decides a passage's part: the article or the treaty it comes from, or the passage itself."""
    return identifier.rsplit("-", 1)[0] if identifier.startswith(("xq-", "tr-")) else identifier


def learned(name: str, passages: dict[str, str]) -> dict[str, str]:
    """Those passages of a collection that are learned from."""
    whole = name.startswith(WHOLE)
    return {each: text for each, text in passages.items() if whole or part(key(each)) == "head"}


def collections() -> dict[str, dict[str, str]]:
    """All passages, by id, of each collection in each language ("xquad de"); of the large ones a sample."""
    drawn = random.Random(5)
    found = {
        "kamervragen nl": collection("kamervragen/passages.jsonl"),
        **{f"xquad {each}": collection(f"qa/xquad.passages.{each}.jsonl") for each in ("en", "de", "es", "ro")},
        "policy en": collection("qa/policy.passages.jsonl"),
    }
    articles = treaty_articles(drawn)
    news = list(lines("parallel/news.jsonl"))
    drawn.shuffle(news)
    government = list(lines("parallel/government.jsonl"))
    for language in ("nl", "en"):
        found[f"treaties {language}"] = {each["id"]: each[language][:900] for each in articles}
        for name, sample in (("government", government[:300]), ("news", news[:400])):
            found[f"{name} {language}"] = {f"{name}-{place}": line[language] for place, line in enumerate(sample)}
    laws = list(lines("laws/paragraphs.jsonl.gz"))
    drawn.shuffle(laws)
    kept = [line for line in laws if 80 < len(line["text"]) < 900][:800]
    found["laws nl"] = {line["id"]: line["text"] for line in kept}
    return found


def treaty_articles(drawn: random.Random) -> list[dict[str, Any]]:
    """Some 700 articles of treaties that enough is asked about, with a few that nothing is asked about."""
    asked = {line["answers"][0]["letter"] for line in lines("treaties/questions.jsonl")}
    treaties = defaultdict(list)
    for line in lines("treaties/articles.jsonl.gz"):
        treaties[line["doc"]].append(line)
    order = sorted(treaties)
    drawn.shuffle(order)
    chosen: list[dict[str, Any]] = []
    for name in order:
        headed = [line for line in treaties[name] if line["id"] in asked]
        if len(chosen) <= 700 and len(headed) >= 3:
            chosen += headed[:20] + [line for line in treaties[name] if line["id"] not in asked][:5]
    return chosen


def questions_of(name: str, found: dict[str, dict[str, str]]) -> Source:
    """For "xquad en>de" the questions in English that the German passages answer, among the collections ``found``.

    Of the parallel texts each asks for its translation.
    """
    kind, languages = name.split(" ")
    asked_in, language = languages.split(">")
    passages = found[f"{kind} {language}"]
    if kind in WHOLE:
        others = found[f"{kind} {asked_in}"]
        asked = tuple(Asked(others[each], frozenset({each}), "head") for each in passages)
        return Source(name, "", language, passages, asked)
    file = f"qa/xquad.questions.{asked_in}.jsonl" if kind == "xquad" else f"{kind}/questions.jsonl"
    return source(name, "", language, passages, file, asked_in, key)


def policy_questions() -> list[str]:
    """PolicyQA asks the same of many policies; a question belongs to the part of the first of its answers."""
    answers = defaultdict(set)
    for line in lines("qa/policy.questions.jsonl"):
        answers[line["question"]].update(answer["letter"] for answer in line["answers"])
    return [question for question, letters in answers.items() if part(min(letters)) == "head"]


def background_of(groups: Sequence[Sequence[Sequence[Encoding]]]) -> Floats:
    """The share of texts that hold each token, (vocabulary,) float32: the largest over groups of texts.

    A group is what one language has of passages or of questions; in it every collection weighs the same.
    """
    shares = [np.mean([holding(texts, VOCABULARY) / len(texts) for texts in group], axis=0) for group in groups]
    return np.max(shares, axis=0).astype(np.float32)


def centroids_of(kinds: Sequence[Sequence[Encoding]]) -> Floats:
    """The centres (c, e) float32 of the tokens of questions, of each kind as many."""
    drawn = []
    for questions in kinds:
        tokens = np.concatenate([question.tokens for question in questions])
        drawn.append(tokens[np.random.default_rng(0).permutation(len(tokens))[:CENTROID_TOKENS]])
    means = MiniBatchKMeans(CENTROIDS, random_state=0, n_init=1, batch_size=2048).fit(np.concatenate(drawn))
    return unit(means.cluster_centers_)


def task_of(asked: Source, questions: Sequence[Asked], reader: Reader, background: Floats) -> Task:
    places = list(asked.passages)
    right = np.array([[place in each.right for place in places] for each in questions])
    read = reader.passages(asked.passages.values())
    return task(reader.questions(each.question for each in questions), read, right, background)


def judged(held: Task, head: Head | None) -> float:
    """The mean nDCG@10 of late interaction, which orders the passages nearest as whole texts."""
    read = [head(passage.tokens) if head else passage.tokens for passage in held.passages]
    whole = np.stack([passage.vectors[0] for passage in held.passages])
    gains = []
    for question, weights, right in zip(held.questions, held.weights, held.right, strict=True):
        nearest = np.argsort(-(whole @ question.vectors[0]))[:CANDIDATES]
        tokens = np.concatenate([read[place] for place in nearest])
        rows = np.cumsum([0] + [len(read[place]) for place in nearest[:-1]])
        asked = head(question.tokens) if head else question.tokens
        scores = weights @ np.maximum.reduceat(asked @ tokens.T, rows, axis=1)
        gains.append(ndcg(right[nearest[np.argsort(-scores, kind="stable")]].tolist(), int(right.sum())))
    return float(np.mean(gains))


def stored(background: Floats, centroids: Floats, head: Head) -> dict[str, npt.NDArray[Any]]:
    """The arrays of index/fitted.npz; the centroids are those of tokens that have not been through the head."""
    ids = np.flatnonzero(background).astype(np.int32)
    half = {"background_p": background[ids], "centroids": centroids, "A": head.a, "B": head.b}
    return {"background_ids": ids, **{name: array.astype(np.float16) for name, array in half.items()}}


def agreement(new: dict[str, npt.NDArray[Any]], old: dict[str, npt.NDArray[Any]]) -> str:
    """Cosines between two sets of arrays; of a centroid, with the nearest one; of the head, as the matrix B A."""

    def flat(arrays: dict[str, npt.NDArray[Any]]) -> tuple[Floats, Floats]:
        background = np.zeros(VOCABULARY, np.float32)
        background[arrays["background_ids"]] = arrays["background_p"]
        return unit(background), unit((arrays["B"].astype(np.float32) @ arrays["A"].astype(np.float32)).ravel())

    between = unit(old["centroids"].astype(np.float32)) @ unit(new["centroids"].astype(np.float32)).T
    background, head = (float(one @ other) for one, other in zip(flat(new), flat(old), strict=True))
    return f"background {background:.4f}, centroids {between.max(axis=1).mean():.4f}, head {head:.4f}"


def main(write: bool) -> None:
    started = time.monotonic()

    def say(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - started:4.0f} s] {line}\n")
        sys.stdout.flush()

    reader, every = Reader(), collections()
    mine = {name: learned(name, passages) for name, passages in every.items()}
    names = [name for name in mine if not name.startswith((*WHOLE, "policy"))]
    sources = {name: questions_of(f"{name}>{name.split(' ')[1]}", mine) for name in names}
    texts = {name: [asked.question for asked in each.questions] for name, each in sources.items()}
    texts["policy en"] = policy_questions()
    groups: dict[tuple[str, str], list[list[Encoding]]] = defaultdict(list)
    asked_about = {}
    for name, passages in mine.items():
        groups[name[-2:], "passages"].append(reader.passages(passages.values()))
        if name in texts:
            asked_about[name] = reader.questions(texts[name])
            groups[name[-2:], "questions"].append(asked_about[name])
        say(f"{name}: read {len(passages)} passages, {len(texts.get(name, []))} questions")
    background = background_of(list(groups.values()))
    say(f"background: {np.count_nonzero(background)} tokens")
    centroids = centroids_of([asked_about[name] for name in QUESTIONED])
    say(f"centroids: {len(centroids)}")
    tasks = []
    for share, members in GROUPS:
        of_group = [questions_of(name, mine) for name in members]
        tasks.append((share, [task_of(each, each.questions, reader, background) for each in of_group]))
    say(f"training the head on {sum(len(each.questions) for _, group in tasks for each in group)} pairs")
    head, loss = train(tasks)
    say(f"head: loss {loss:.3f}")
    for name in HELD_OUT:
        asked = questions_of(name, every)
        held = task_of(asked, [each for each in asked.questions if each.part != "head"], reader, background)
        before, after = judged(held, None), judged(held, head)
        say(f"{name}: nDCG@10 of {len(held.questions)} held-out questions {before:.4f}, with the head {after:.4f}")
    arrays = stored(background, centroids, head)
    if FITTED.is_file():
        with np.load(FITTED, allow_pickle=False) as old:
            say(f"cosines with {FITTED.name} as it is: {agreement(arrays, dict(old))}")
    if write:
        np.savez_compressed(FITTED, **arrays)
        say(f"{FITTED.name} written")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
