"""Finds what the bundled model makes of texts at large, for index/fitted.npz.

    python -m tests.evaluation.fitting.fit_background [--write]

How common each token is: a library of one letter cannot tell that "de" is common and "DIANA" rare; the background does.
And where the middle of texts in each language lies, and how near to it questions and passages are: what lies near to it
is near to all. Both are found on the development data in ../shared/data, of ministers' answers, treaties and XQuAD on
the part "head" alone, since something is judged on the rest. The middle is of the model with its adapters, so that this
comes after fit_adapter.py, fit_questions.py and fit_conversations.py, and before them for how common tokens are. A
minute.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.encoder import Encoder, Encoding, Floats
from index.fitted import Middle
from index.models.adapter import question_adapter
from index.models.bundled import bundled_model
from index.models.loading import load_encoder
from tests.conftest import ROOT
from tests.evaluation.fitting.data import collection, document, lines, part

FITTED = ROOT / "index" / "fitted.npz"
VOCABULARY = 250_037
SAMPLE = 4000  # texts of a collection at the most
ENCODED = 200  # of these, for the middle


def texts() -> Iterator[tuple[str, list[str]]]:
    """Collections of texts, each under "LANGUAGE passages" or "LANGUAGE questions"."""
    answers = collection("kamervragen/passages.jsonl")
    yield "nl passages", [text for each, text in answers.items() if part(each) == "head"]
    yield "nl questions", _asked("kamervragen/questions.jsonl", "nl", str)
    for language in ("en", "de", "es", "ro"):
        paragraphs = collection(f"qa/xquad.passages.{language}.jsonl")
        yield f"{language} passages", [text for each, text in paragraphs.items() if part(document(each)) == "head"]
        yield f"{language} questions", _asked(f"qa/xquad.questions.{language}.jsonl", language, document)
    policies = collection("qa/policy.passages.jsonl")
    yield "en passages", [text for each, text in policies.items() if part(each) == "head"]
    yield "en questions", sorted(set(_asked("qa/policy.questions.jsonl", "en", str)))
    articles = [line for line in lines("treaties/articles.jsonl.gz") if part(line["doc"]) == "head"]
    government, news = list(lines("parallel/government.jsonl")), list(lines("parallel/news.jsonl"))
    for language in ("nl", "en"):
        for parallel in (articles, government, news):
            yield f"{language} passages", [line[language] for line in parallel if line[language]]
        yield f"{language} questions", _asked("treaties/questions.jsonl", language, document)
    yield "nl passages", [line["text"] for line in lines("laws/paragraphs.jsonl.gz") if len(line["text"]) > 80]


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


def middle(language: str, collections: Iterable[tuple[str, Sequence[str]]], encoder: Encoder) -> Middle:
    """That of questions and passages in a language; every collection of either weighs the same."""
    questions, passages = [], []
    for name, found in collections:
        sample = found if len(found) <= ENCODED else random.Random(5).sample(found, ENCODED)
        if name == f"{language} questions":
            questions.append(_mean([encoder.encode_question(text) for text in sample]))
        elif name == f"{language} passages":
            passages.append(_mean(encoder.encode_passages([("", text) for text in sample])))
    question, passage = np.mean(questions, axis=0), np.mean(passages, axis=0)
    vector = question + passage
    vector /= np.linalg.norm(vector)
    return Middle(vector, float(question @ vector))


def _mean(encodings: Sequence[Encoding]) -> Floats:
    mean: Floats = np.mean([encoding.vectors[0] for encoding in encodings], axis=0)
    return mean


def main(write: bool) -> None:
    collections = list(texts())
    shares = background(collections, Tokenizer.from_file(f"{bundled_model()}/tokenizer.json"))
    encoder = load_encoder()
    languages = dict.fromkeys(name.split()[0] for name, _ in collections)
    middles = {language: middle(language, collections, encoder) for language in languages}
    ids = np.flatnonzero(shares).astype(np.int32)
    sys.stdout.write(f"{len(ids)} tokens; the ten most common hold {np.sort(shares)[-10:].mean():.2f} of texts\n")
    if FITTED.is_file():
        with np.load(FITTED, allow_pickle=False) as stored:
            old = np.zeros(VOCABULARY, np.float32)
            old[stored["background_ids"]] = stored["background_p"]
        cosine = float(old @ shares / (np.linalg.norm(old) * np.linalg.norm(shares)))
        sys.stdout.write(f"cosine with {FITTED.name} as it is: {cosine:.4f}\n")
    for language, each in middles.items():
        sys.stdout.write(f"near to the middle of {language}: questions {each.question:.3f}\n")
    if write:
        np.savez_compressed(
            FITTED,
            background_ids=ids,
            background_p=shares[ids].astype(np.float16),
            adapter=question_adapter().fingerprint,
            languages=list(middles),
            middles=np.array([each.vector for each in middles.values()], np.float16),
            questions=np.array([each.question for each in middles.values()], np.float32),
        )
        sys.stdout.write(f"{FITTED.name} written\n")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
