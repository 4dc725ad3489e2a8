"""Counts how common each of the bundled model's tokens is in texts at large, for index/fitted.npz.

    python -m tests.evaluation.fitting.fit_background [--write]

A library of one letter cannot tell that "de" is common and "DIANA" rare; the background does. It is counted on the
development data in ../shared/data, of ministers' answers, treaties and XQuAD on the part "head" alone, since something
is judged on the rest. Needs the model's tokenizer and no more: seconds.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.bundled import bundled_model
from index.encoder import Floats
from tests.conftest import ROOT
from tests.evaluation.fitting.data import collection, lines, part

FITTED = ROOT / "index" / "fitted.npz"
VOCABULARY = 250_037
SAMPLE = 4000  # texts of a collection at the most


def texts() -> Iterator[tuple[str, list[str]]]:
    """Collections of texts, each under "LANGUAGE passages" or "LANGUAGE questions"."""
    answers = collection("kamervragen/passages.jsonl")
    yield "nl passages", [text for each, text in answers.items() if part(each) == "head"]
    yield "nl questions", _asked("kamervragen/questions.jsonl", "nl", str)
    for language in ("en", "de", "es", "ro"):
        paragraphs = collection(f"qa/xquad.passages.{language}.jsonl")
        yield f"{language} passages", [text for each, text in paragraphs.items() if part(_article(each)) == "head"]
        yield f"{language} questions", _asked(f"qa/xquad.questions.{language}.jsonl", language, _article)
    policies = collection("qa/policy.passages.jsonl")
    yield "en passages", [text for each, text in policies.items() if part(each) == "head"]
    yield "en questions", sorted(set(_asked("qa/policy.questions.jsonl", "en", str)))
    articles = [line for line in lines("treaties/articles.jsonl.gz") if part(line["doc"]) == "head"]
    government, news = list(lines("parallel/government.jsonl")), list(lines("parallel/news.jsonl"))
    for language in ("nl", "en"):
        for parallel in (articles, government, news):
            yield f"{language} passages", [line[language] for line in parallel if line[language]]
        yield f"{language} questions", _asked("treaties/questions.jsonl", language, _article)
    yield "nl passages", [line["text"] for line in lines("laws/paragraphs.jsonl.gz") if len(line["text"]) > 80]


def _article(identifier: str) -> str:
    return identifier.rsplit("-", 1)[0]


def _asked(name: str, language: str, group: Callable[[str], str]) -> list[str]:
    """The questions in a language that the part "head" answers."""
    return [
        line["question"]
        for line in lines(name)
        if line["language"] == language and part(group(line["answers"][0]["letter"])) == "head"
    ]


def background(collections: Iterable[tuple[str, Sequence[str]]], tokenizer: Tokenizer) -> Floats:
    """The share of texts that hold each token, (vocabulary,) float32: the largest over what one language has of
    passages or of questions, in which every collection weighs the same."""
    groups: dict[str, list[npt.NDArray[np.float64]]] = defaultdict(list)
    for name, found in collections:
        sample = found if len(found) <= SAMPLE else random.Random(5).sample(found, SAMPLE)
        counts = np.zeros(VOCABULARY)
        for text, encoded in zip(sample, tokenizer.encode_batch(sample), strict=True):
            worded = {
                token
                for token, (start, end), special in zip(
                    encoded.ids, encoded.offsets, encoded.special_tokens_mask, strict=True
                )
                if not special and any(map(str.isalnum, text[start:end]))
            }
            counts[list(worded)] += 1
        groups[name].append(counts / len(sample))
    shares: Floats = np.max([np.mean(group, axis=0) for group in groups.values()], axis=0).astype(np.float32)
    return shares


def main(write: bool) -> None:
    shares = background(texts(), Tokenizer.from_file(f"{bundled_model()}/tokenizer.json"))
    ids = np.flatnonzero(shares).astype(np.int32)
    sys.stdout.write(f"{len(ids)} tokens; the ten most common hold {np.sort(shares)[-10:].mean():.2f} of texts\n")
    if FITTED.is_file():
        with np.load(FITTED, allow_pickle=False) as stored:
            old = np.zeros(VOCABULARY, np.float32)
            old[stored["background_ids"]] = stored["background_p"]
        cosine = float(old @ shares / (np.linalg.norm(old) * np.linalg.norm(shares)))
        sys.stdout.write(f"cosine with {FITTED.name} as it is: {cosine:.4f}\n")
    if write:
        np.savez_compressed(FITTED, background_ids=ids, background_p=shares[ids].astype(np.float16))
        sys.stdout.write(f"{FITTED.name} written\n")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
