"""A few texts split by pieces of their own, beside the tokenizer that knows all pieces."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.models import bundled, subwords
from index.models.subwords import MARKS, NUMBERS, PIECES, TOKENIZER, Subwords, split_by
from tests.conftest import ROOT


def small(folder: Path) -> Subwords:
    """Six pieces and the marks; ``▁naval`` costs less than ``▁nav`` and ``al``."""
    vocabulary = [*((mark, 0.0) for mark in MARKS)]
    vocabulary += [("▁", -2.0), ("▁nav", -3.0), ("al", -3.0), ("▁naval", -5.5), ("s", -2.5), ("ij", -9.0)]
    split_by(vocabulary).save(str(folder / TOKENIZER))
    order = sorted(range(len(vocabulary)), key=lambda number: vocabulary[number])
    np.save(folder / PIECES, np.array([vocabulary[number][0] for number in order]))
    np.save(folder / NUMBERS, np.array([(number, vocabulary[number][1]) for number in order]))
    return Subwords(folder)


def test_by_hand(tmp_path: Path) -> None:
    few = small(tmp_path)
    tokens = few.encode("naval navs qij")
    assert tokens.ids == [0, 7, 5, 8, 4, 3, 9, 2]  # q is no piece
    assert tokens.offsets == [(0, 0), (0, 5), (5, 9), (9, 10), (10, 11), (11, 12), (12, 14), (0, 0)]
    assert tokens.special_tokens_mask == [1, 0, 0, 0, 0, 0, 0, 1]
    assert few.encode("naval", add_special_tokens=False).ids == [7]
    assert len(tokens) == 8
    tokens.truncate(3)
    assert (tokens.ids, tokens.offsets, tokens.special_tokens_mask) == ([0, 7, 5], [(0, 0), (0, 5), (5, 9)], [1, 0, 0])


def test_all_pieces_are_loaded_after_a_few_texts_or_when_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subwords, "FEW", 2)
    for load_first in (False, True):
        few = small(tmp_path)
        if load_first:
            few.load()
        kinds = [type(few.encode("naval")) for _ in range(4)]
        assert [kind is subwords.Tokens for kind in kinds] == [not load_first, not load_first, False, False]
        assert [each.ids for each in few.encode_batch(["naval", "s"])] == [[0, 7, 2], [0, 4, 8, 2]]


def test_a_long_text_is_not_cut_into_all_it_may_hold(tmp_path: Path) -> None:
    few = small(tmp_path)
    assert isinstance(few.encode("naval " * 100), subwords.Tokens)
    assert len(few.encode("s" * 1_000_000)) == 1_000_003
    assert not isinstance(few.encode("naval"), subwords.Tokens)


@pytest.fixture(scope="module")
def both() -> tuple[Subwords, Tokenizer]:
    folder = Path(bundled.bundled_model())
    return Subwords(folder), Tokenizer.from_file(str(folder / TOKENIZER))


def same(both: tuple[Subwords, Tokenizer], text: str) -> None:
    few, whole = both
    few._few = 0
    for marked in (True, False):
        ours, theirs = few.encode(text, add_special_tokens=marked), whole.encode(text, add_special_tokens=marked)
        assert ours.ids == theirs.ids, text
        assert ours.offsets == theirs.offsets, text
        assert ours.special_tokens_mask == theirs.special_tokens_mask, text


@pytest.mark.model
@given(st.text() | st.text("abcdeé <s>/▁ﬁ\n0123,.\0İß", max_size=200))
@example("")
@example("a<pad>b ＜s＞ c<unk>")
@example("a\0a\0")
@example("x" * 2000)
@example("日本語のテキスト Ελληνικά русский e\u0301 \u2028 🎉")
def test_any_text_as_all_pieces_split_it(both: tuple[Subwords, Tokenizer], text: str) -> None:
    same(both, text)


@pytest.mark.model
def test_paragraphs_and_questions_as_all_pieces_split_them(both: tuple[Subwords, Tokenizer]) -> None:
    paragraphs = (ROOT / "tests/evaluation/fitting/invented.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in paragraphs[:400]]
    lines = (ROOT / "tests/evaluation/letter.jsonl").read_text("utf-8").splitlines()
    texts += [json.loads(line)["question"] for line in lines]
    assert len(texts) > 500
    for text in texts:
        same(both, f"query: {text}")
