"""A question read together with a passage: the head by hand, the rest with the bundled model."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoder import Encoder, Floats, ToRead
from index.models.adapter import bundled_adapter, cross_adapter
from index.models.bundled import bundled_model
from index.models.cross_encoder import (
    BEFORE_PASSAGE,
    BEFORE_QUESTION,
    PASSAGE,
    PASSAGE_TOKENS,
    QUESTION,
    QUESTION_TOKENS,
    STEP,
    CrossEncoder,
    Head,
    Kept,
    _best,
    ids_of,
    learned_head,
)
from index.models.graph import Builder, write_graph
from index.models.loading import load_encoder
from index.models.runtime import together
from tests.conftest import ROOT

SPENT = "Het defensiebudget komt dit jaar uit op 11,8 miljard euro, ruim 3 miljard meer dan in 2014."
PROMISED = "De minister zegt toe de Kamer vóór 1 juli 2026 te informeren over de uitkomsten van het onderzoek."


@pytest.fixture(scope="module")
def bundled() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(Path(bundled_model()) / "tokenizer.json"))


def odds(encoder: Encoder, question: str, *passages: tuple[str, str, int]) -> Sequence[float]:
    """The log-odds of passages of which the sentence from a character on matters most."""
    read = encoder.read_together(question, [(heading, text, [(place, len(text))]) for heading, text, place in passages])
    assert read is not None
    return [pair.log_odds for pair in read]


def test_the_head_weighs_the_first_token_the_words_and_how_they_match() -> None:
    # normalised, (3, 1) is (1, -1) and so is the mean (5, 1) of the colon and a word
    question = np.zeros((BEFORE_QUESTION + 2, 2), np.float32)
    question[0], question[BEFORE_QUESTION - 1], question[BEFORE_QUESTION] = [3, 1], [4, -2], [6, 4]
    head = Head(np.array([2, 0], np.float32), np.array([0, 5], np.float32), 0.5, (10.0, -4.0))
    matches = np.array([[0.5, 0.8], [0.6, 0.2]], np.float32)
    assert head.log_odds(question, matches) == pytest.approx(2 - 5 + 0.5 + 10 * (0.8 + 0.6) / 2 - 4, abs=1e-3)
    assert head.log_odds(question, np.zeros((0, 2), np.float32)) == pytest.approx(2 - 5 + 0.5 - 4, abs=1e-3)


def test_what_was_learned_stands_on_this_adapter() -> None:
    for name in ("cross_encoder", "cross_conversations"):
        with np.load(ROOT / "index" / "models" / f"{name}.npz", allow_pickle=False) as arrays:
            assert arrays["adapter"].item() == bundled_adapter().fingerprint, f"run fit_{name}.py again"
    for name in ("cross_encoder", "cross_conversations"):
        head = learned_head(name)
        assert head.first.shape == head.words.shape == (384,)
        assert np.isfinite([head.bias, *head.late, *head.first, *head.words]).all()


@pytest.mark.model
def test_the_passage_that_answers_is_the_likelier_one_in_both_languages(bundled: Encoder) -> None:
    for question in ("Hoeveel geeft Nederland uit aan defensie?", "How much does the Netherlands spend on defence?"):
        spent, promised = odds(bundled, question, ("Financiën", SPENT, 0), ("", PROMISED, 0))
        assert spent > promised + 1


@pytest.mark.model
def test_what_is_read_beside_a_passage_changes_nothing(bundled: Encoder) -> None:
    question = "Wanneer wordt de Kamer geïnformeerd?"
    together = odds(bundled, question, ("Financiën", SPENT, 0), ("", PROMISED, 0), ("", PROMISED + " " + SPENT, 0))
    apart = [
        odds(bundled, question, passage)[0]
        for passage in (("Financiën", SPENT, 0), ("", PROMISED, 0), ("", PROMISED + " " + SPENT, 0))
    ]
    assert together == pytest.approx(apart, abs=1e-3)


@pytest.mark.model
def test_of_a_long_passage_the_part_that_matters_is_read(bundled: Encoder) -> None:
    filler = "De Inspectie Leefomgeving en Transport houdt toezicht op de kwaliteit van drinkwater. "
    question = "Hoeveel geeft Nederland uit aan defensie?"
    long = filler * 30 + SPENT + " " + filler * 30
    there, elsewhere = odds(bundled, question, ("", long, 30 * len(filler)), ("", long, 0))
    assert there > elsewhere + 1


def test_each_token_of_a_question_is_compared_with_those_of_each_sentence() -> None:
    # four tokens of a passage, behind a lead of ten characters, for two of a question
    ends, matches = np.array([-1, 3, 9, 12]), np.array([[0.9, 0.1, 0.5, 0.2], [0.9, 0.3, 0.4, 0.6]], np.float32)
    found = _best(matches, ends, [(10, 12), (0, 9), (20, 30)])
    np.testing.assert_allclose(found, [[0.2, 0.6], [0.5, 0.4], [-1, -1]])
    assert _best(matches, ends, ()).shape == (0, 2)


@pytest.mark.model
def test_the_sentence_that_answers_matches_best(bundled: Encoder) -> None:
    text = f"{PROMISED} {SPENT}"
    spans = [(0, len(PROMISED)), (len(PROMISED) + 1, len(text))]
    for question in ("Hoeveel geeft Nederland uit aan defensie?", "How much does the Netherlands spend on defence?"):
        (pair,) = bundled.read_together(question, [("Financiën", text, spans)]) or []
        promised, spent = pair.matches
        assert spent.mean() > promised.mean()
        assert spent[0] > promised[0]
    # of what is too long those that stand around the first that is given
    long = " ".join([text] * 10)
    spans = [(start, start + len(SPENT)) for start in (long.rindex(SPENT), long.index(SPENT))]
    (pair,) = bundled.read_together("Hoeveel geeft Nederland uit aan defensie?", [("", long, spans)]) or []
    assert pair.matches[0].min() > 0
    assert (pair.matches[1] == -1).all()


def test_a_passage_is_read_once_for_many_questions(tokenizer: Any) -> None:
    read: list[tuple[list[int], int, Kept]] = []

    def network(text: Sequence[int], first: int, kept: Kept) -> tuple[Floats, Kept]:
        read.append((list(text), first, kept))
        return np.ones((len(text), 384), np.float32), [np.full((1, len(text), 384), len(text), np.float32)]

    reader = CrossEncoder(tokenizer, network, learned_head())
    reader.read("Wanneer?", [("", SPENT, ()), ("", PROMISED, ())])
    reader.read("Hoeveel?", [("", PROMISED, ()), ("", SPENT, ())])
    spent, promised = (ids_of(tokenizer, PASSAGE + text, PASSAGE_TOKENS) for text in (SPENT, PROMISED))
    when, much = (ids_of(tokenizer, QUESTION + text, QUESTION_TOKENS) for text in ("Wanneer?", "Hoeveel?"))
    texts = [(text, first) for text, first, _ in read]
    asked = [(when, 0), (when, 0), (much, 0), (much, 0)]
    assert texts == [(spent, QUESTION_TOKENS), asked[0], (promised, QUESTION_TOKENS), *asked[1:]]
    # and each question sees what was kept of its passage
    assert [kept[0].shape[1] if kept else 0 for *_, kept in read] == [
        0, len(spent), 0, len(promised), len(promised), len(spent)
    ]  # fmt: skip


def test_in_a_conversation_the_question_is_read_by_what_was_learned_for_that(tokenizer: Any) -> None:
    read: list[tuple[str, int]] = []

    def network(name: str) -> Any:
        def run(text: Sequence[int], first: int, _: Kept) -> tuple[Floats, Kept]:
            read.append((name, first))
            return np.ones((len(text), 2), np.float32), [np.ones((1, len(text), 2), np.float32)]

        return run

    def head(bias: float) -> Head:
        return Head(np.zeros(2, np.float32), np.zeros(2, np.float32), bias, (0.0, 0.0))

    reader = CrossEncoder(tokenizer, network("alone"), head(1.0), lambda: (network("behind others"), head(2.0)))
    passages: list[ToRead] = [("", SPENT, ())]
    assert [pair.log_odds for pair in reader.read("Wanneer?", passages, in_conversation=True)] == [2.0]
    assert [pair.log_odds for pair in reader.read("Wanneer?", passages)] == [1.0]
    # the passage is one and the same
    assert read == [("alone", QUESTION_TOKENS), ("behind others", 0), ("alone", 0)]
    one_for_all = CrossEncoder(tokenizer, network("alone"), head(1.0))
    assert [pair.log_odds for pair in one_for_all.read("Wanneer?", passages, in_conversation=True)] == [1.0]


def test_of_a_question_that_is_too_long_the_end_is_read_in_a_conversation(tokenizer: Any) -> None:
    read: list[list[int]] = []

    def network(text: Sequence[int], _: int, kept: Kept) -> tuple[Floats, Kept]:
        if kept:
            read.append(list(text))
        return np.ones((len(text), 384), np.float32), [np.ones((1, len(text), 384), np.float32)]

    reader, passages = CrossEncoder(tokenizer, network, learned_head()), list[ToRead]([("", SPENT, ())])
    question = "Wat kost defensie? " * 30 + "wie controleert dat?"
    long = tokenizer.encode(QUESTION + question).ids
    for in_conversation in (True, False):
        reader.read(question, passages, in_conversation=in_conversation)
        reader.read("wie controleert dat?", passages, in_conversation=in_conversation)
    end, short, beginning, same = read
    assert len(end) == len(beginning) == QUESTION_TOKENS < len(long)
    assert end[:BEFORE_QUESTION] == long[:BEFORE_QUESTION]
    assert end[BEFORE_QUESTION:] == long[BEFORE_QUESTION - QUESTION_TOKENS :]
    assert beginning == [*long[: QUESTION_TOKENS - 1], long[-1]]
    assert short == same == tokenizer.encode(QUESTION + "wie controleert dat?").ids


@pytest.mark.model
def test_a_follow_up_is_answered_by_what_it_asks_there(bundled: Encoder) -> None:
    court = "De Algemene Rekenkamer onderzoekt elk jaar of dat budget rechtmatig is besteed."
    passages = [("Financiën", text, [(0, len(text))]) for text in (SPENT, court)]
    for before, question in (
        ("Hoeveel geeft Nederland uit aan defensie?", "wie controleert dat?"),
        ("How much does the Netherlands spend on defence?", "who checks that?"),
    ):
        spent, checked = bundled.read_together(f"{before} {question}", passages, in_conversation=True) or []
        assert checked.log_odds > spent.log_odds + 1


def test_parts_of_a_long_passage_begin_where_others_do(tokenizer: Any) -> None:
    read = 0

    def network(text: Sequence[int], _: int, kept: Kept) -> tuple[Floats, Kept]:
        nonlocal read
        read += not kept
        return np.ones((len(text), 384), np.float32), [np.ones((1, len(text), 384), np.float32)]

    reader = CrossEncoder(tokenizer, network, learned_head())
    words = "een woord en nog een " * 100
    for place in range(0, len(words), 10):
        reader.read("waarom?", [("", words, [(place, len(words))])])
    assert 2 <= read <= len(tokenizer.encode(words)) // STEP


def test_texts_are_read_with_both_marks_and_no_more_than_was_learned(tokenizer: Any) -> None:
    assert len(tokenizer.encode(QUESTION, add_special_tokens=False)) + 1 == BEFORE_QUESTION
    assert len(tokenizer.encode(PASSAGE, add_special_tokens=False)) + 1 == BEFORE_PASSAGE
    start, *_, end = tokenizer.encode("a").ids
    long = ids_of(tokenizer, QUESTION + "waarom " * 500, QUESTION_TOKENS)
    assert (len(long), long[0], long[-1]) == (QUESTION_TOKENS, start, end)

    read: list[list[int]] = []

    def network(text: Sequence[int], _: int, kept: Kept) -> tuple[Floats, Kept]:
        if not kept:
            read.append(list(text))
        return np.ones((len(text), 384), np.float32), [np.ones((1, len(text), 384), np.float32)]

    # every word is one token, so that the place of each tells which are read
    numbers = [f"{number}" for number in range(10, 100)] * 4
    words = " ".join(numbers)
    reader = CrossEncoder(tokenizer, network, learned_head())
    for place in range(0, len(words), 30):
        reader.read("waarom?", [("Kop", words, [(place, len(words))])])
        assert PASSAGE_TOKENS - 3 <= len(read[-1]) <= PASSAGE_TOKENS
        assert (read[-1][0], read[-1][-1]) == (start, end)
        assert words[place:].split()[1] in tokenizer.decode(read[-1]).split()


@pytest.mark.model
def test_the_graph_reads_as_what_was_learned_does(bundled: Encoder, tokenizer: Any, tmp_path: Path) -> None:
    """The question behind the passage, in one run in torch, and one after the other in the graph."""
    import torch
    from transformers import AutoModel

    from tests.evaluation.fitting import fit_cross_encoder

    folder = shutil.copytree(bundled_model(), tmp_path / "model", ignore=shutil.ignore_patterns("*.onnx"))
    write_graph(folder, cross_adapter(), folder / "graph.onnx", Builder(), together=True)
    full = CrossEncoder(tokenizer, together(folder / "graph.onnx"), learned_head())
    transformer = AutoModel.from_pretrained(folder)
    cross_adapter().change(transformer)
    head = fit_cross_encoder.Head(384)
    with np.load(ROOT / "index" / "models" / "cross_encoder.npz", allow_pickle=False) as arrays:
        head.load_state_dict({name: torch.from_numpy(arrays[name]) for name in head.state_dict()})
    for question in ("Hoeveel geeft Nederland uit aan defensie?", "When will parliament be told?"):
        for text in (SPENT, PROMISED):
            ids = [np.array(ids_of(tokenizer, each, 512), np.int32) for each in (PASSAGE + text, QUESTION + question)]
            with torch.inference_mode():
                passage, own = fit_cross_encoder.states(transformer, ids[0], ids[1:])
                learned = head(passage, [own]).item()
            assert full.read(question, [("", text, ())])[0].log_odds == pytest.approx(learned, abs=2e-3)
            assert odds(bundled, question, ("", text, 0))[0] == pytest.approx(learned, abs=0.5)
