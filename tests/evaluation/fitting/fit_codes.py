"""Learns the codes that token vectors are packed with, and prints what packing costs.

    python -m tests.evaluation.fitting.fit_codes [--write]

They are learned from token vectors of the texts that the background is counted on, and judged on the letters of
development and on ministers' answers outside the part "head": late interaction with the passage and with its best
sentence, half each. ``--write`` replaces index/codes.npz with what CHOSEN says; libraries made before are
refused then, with the command that embeds them again.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from corpus import read_file
from corpus.blocks import folded
from corpus.sentences import sentence_spans
from index.codes import Codes, HalfPrecision, ProductCodes
from index.encoder import Encoder, Encoding, Floats
from index.fitted import fitted_for
from index.generation import EMPTY, open_generation, write_generation
from index.measures import hit, ndcg
from index.models import load_encoder
from index.question_set import read_questions
from index.segment import joined, piece_of
from tests.conftest import ROOT
from tests.evaluation.fitting.data import collection, lines, part
from tests.evaluation.fitting.fit_background import texts
from tests.evaluation.letters.documents import LETTERS, markdown_of

CODES = ROOT / "index" / "codes.npz"
# Bytes of a packed vector, and dimensions that are kept of 384: chosen among TRIED by what they cost.
CHOSEN = (40, 320)
TRIED = ((32, 384), (40, 320), (48, 384))
CENTROIDS = 256
TURNED = 30_000  # of the vectors, from which the turn is learned, in
TURNS = 12  # rounds
LEARNED = 1800  # texts, of which
VECTORS = 80_000  # token vectors
ASKED = 100  # of the questions to ministers
SEED = 3

_Sentences = list[tuple[tuple[int, int], Encoding]]


@dataclass(frozen=True, slots=True)
class Held:
    """Passages with their sentences, and questions with the places of the passages that answer them."""

    name: str
    passages: Sequence[tuple[Encoding, _Sentences]]
    questions: Sequence[tuple[Encoding, frozenset[int]]]


def encoded(encoder: Encoder, passages: Sequence[tuple[str, str]]) -> list[tuple[Encoding, _Sentences]]:
    """As the library encodes them: whole behind the heading, and each sentence alone."""
    spans = [sentence_spans(text) for _, text in passages]
    alone = [("", text[a:b]) for (_, text), each in zip(passages, spans, strict=True) for a, b in each]
    every = encoder.encode_passages([*passages, *alone])
    rest = iter(every[len(passages) :])
    return [
        (whole, [(span, next(rest)) for span in each])
        for whole, each in zip(every[: len(passages)], spans, strict=True)
    ]


def learned_from(encoder: Encoder) -> Floats:
    """(n, e) token vectors to learn from."""
    drawn = random.Random(SEED)
    every = [text for name, found in texts() if name.endswith("passages") for text in found]
    chosen = encoded(encoder, [("", text[:1500]) for text in drawn.sample(every, LEARNED)])
    rows = [each.tokens for whole, sentences in chosen for each in (whole, *(alone for _, alone in sentences))]
    vectors = np.concatenate(rows)
    return vectors[np.random.default_rng(SEED).permutation(len(vectors))[:VECTORS]]


def codes_of(vectors: Floats, parts: int, dimensions: int) -> tuple[Floats, Floats]:
    """turn and centroids, as ProductCodes takes them."""
    turning: Any = faiss.OPQMatrix(vectors.shape[1], parts, dimensions)
    turning.niter = TURNS
    turning.train(vectors[:TURNED])
    turn: Floats = faiss.vector_to_array(turning.A).reshape(dimensions, -1)
    quantizer: Any = faiss.ProductQuantizer(dimensions, parts, CENTROIDS.bit_length() - 1)
    quantizer.train(np.ascontiguousarray(vectors @ turn.T))
    centroids: Floats = faiss.vector_to_array(quantizer.centroids).reshape(parts, CENTROIDS, -1)
    return turn, centroids


def held_out(encoder: Encoder, work: Path) -> Iterator[Held]:
    for identifier in LETTERS:
        file = work / f"{identifier}.md"
        file.write_text(markdown_of(identifier), encoding="utf-8")
        (letter,) = read_file(file).letters
        paragraphs = [(" › ".join(section.path), paragraph.text) for section, paragraph in letter.paragraphs()]
        plain = [folded(text) for _, text in paragraphs]
        passages = encoded(encoder, paragraphs)
        questions = read_questions(ROOT / "tests" / "evaluation" / "letters" / f"{identifier}.questions.jsonl")
        for language in ("nl", "en"):
            asked = [
                (
                    encoder.encode_question(each.question),
                    frozenset(
                        place for place, text in enumerate(plain) if any(gold.quote in text for gold in each.answers)
                    ),
                )
                for each in questions
                if each.language == language and each.answers
            ]
            yield Held(f"letters {language}", passages, asked)
    answers = collection("kamervragen/passages.jsonl")
    judged = {each: text for each, text in answers.items() if part(each) != "head"}
    places = {identifier: place for place, identifier in enumerate(judged)}
    asked = []
    for line in lines("kamervragen/questions.jsonl"):
        if len(asked) == ASKED:
            break
        golds = frozenset(places[answer["letter"]] for answer in line["answers"] if answer["letter"] in places)
        if golds:
            asked.append((encoder.encode_question(line["question"]), golds))
    yield Held("ministers' answers", encoded(encoder, [("", text) for text in judged.values()]), asked)


def judged(held: Held, codes: Codes, encoder: Encoder) -> list[tuple[float, float]]:
    """hit@1 and nDCG@10 of each question."""
    pieces = [piece_of(key, whole, sentences, codes) for key, (whole, sentences) in enumerate(held.passages)]
    keys = list(range(len(pieces)))
    fitted = fitted_for(encoder.identity)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        generation = open_generation(
            Path(folder), write_generation(Path(folder), EMPTY, [joined(pieces)], set()), codes
        )
        for question, right in held.questions:
            weights = generation.rarity(question.token_ids, fitted)
            whole = generation.matches(question.tokens, keys) @ weights
            alone = [
                float((each.matches @ weights).max(initial=0.0)) for each in generation.sentences(question.tokens, keys)
            ]
            order = np.argsort(-(whole + np.array(alone)), kind="stable").tolist()
            ranked = [place in right for place in order]
            found.append((hit(ranked, 1), ndcg(ranked, len(right))))
    return found


def main(write: bool) -> None:
    started = time.monotonic()

    def say(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - started:4.0f} s] {line}\n")
        sys.stdout.flush()

    encoder = load_encoder()
    vectors = learned_from(encoder)
    say(f"{len(vectors)} token vectors")
    with tempfile.TemporaryDirectory() as work:
        every = list(held_out(encoder, Path(work)))
    names = list(dict.fromkeys(held.name for held in every))
    say(f"read what is held out: {', '.join(names)}")

    def tell(what: str, codes: Codes) -> None:
        figures = []
        for name in names:
            scores = [each for held in every if held.name == name for each in judged(held, codes, encoder)]
            first, gain = np.mean(scores, axis=0).tolist()
            figures.append(f"{name} hit@1 {first:.3f}, nDCG@10 {gain:.4f}")
        say(f"{what}: {'; '.join(figures)}")

    tell("half precision, 768 bytes", HalfPrecision())
    for parts, dimensions in TRIED:
        turn, centroids = codes_of(vectors, parts, dimensions)
        codes = ProductCodes(turn, centroids)
        alike = (codes.unpack(codes.pack(vectors[:20000])) * codes.asked(vectors[:20000])).sum(axis=1).mean()
        tell(f"{parts} bytes of {dimensions} dimensions, cosine {alike:.3f}", codes)
        if write and (parts, dimensions) == CHOSEN:
            np.savez_compressed(CODES, turn=turn.astype(np.float16), centroids=centroids.astype(np.float16))
            say(f"{CODES.name} written")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
