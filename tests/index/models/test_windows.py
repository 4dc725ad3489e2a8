"""Windows over long texts, with a tokenizer of words and a network whose vectors are worked out by hand."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from index.encoder import ModelIdentity
from index.models import windows
from index.models.windows import HEADING_CHARACTERS, Reading, WindowEncoder

WORDS = [f"w{number}" for number in range(40)]


def encoder(limit: int) -> WindowEncoder:
    """Each word, mark and point is a token; its vector is its axis, and a text's is the sum of its tokens."""
    vocabulary = {word: place for place, word in enumerate(["<s>", "</s>", "?", ".", ":", "vraag", "tekst", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="?"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )

    def network(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        assert ids.shape[1] <= limit
        tokens = np.eye(len(vocabulary), dtype=np.float32)[ids]
        return tokens.sum(axis=1), tokens

    identity = ModelIdentity("by hand", "", len(vocabulary))
    return WindowEncoder(identity, tokenizer, network, Reading("vraag ", "tekst ", limit))


def test_a_passage_that_fits_is_read_once_behind_its_heading() -> None:
    (encoding,) = encoder(20).encode_passages([("w1 w2", "w3 . w4")])
    # "tekst" is the prompt and ":" and "." are no words
    assert encoding.spans.tolist() == [[-1, -1], [-1, -1], [0, 2], [5, 7]]
    assert encoding.tokens.argmax(axis=1).tolist() == encoding.token_ids.tolist()
    # <s> tekst w1 w2 : w3 . w4 </s>: nine tokens once each
    assert encoding.vectors == pytest.approx(np.where(encoding.vectors > 0, 1 / 3, 0))
    assert (encoding.vectors > 0).sum() == 9


def test_the_longest_heading_leaves_room() -> None:
    (encoding,) = encoder(12).encode_passages([("w1 " * HEADING_CHARACTERS, "w2 w3 w4 w5 w6 w7 w8 w9")])
    assert encoding.spans.tolist() == [[3 * place, 3 * place + 2] for place in range(8)]


@given(
    st.lists(st.sampled_from([*WORDS, "."]), min_size=1, max_size=120),
    st.lists(st.sampled_from(WORDS), max_size=8),
    st.integers(8, 64),
)
def test_every_word_once_and_in_order(words: list[str], heading: list[str], limit: int) -> None:
    text = " ".join(words)
    (encoding,) = encoder(limit).encode_passages([(" ".join(heading), text)])
    in_text = encoding.spans[encoding.spans[:, 0] >= 0].tolist()
    assert [text[start:end] for start, end in in_text] == [word for word in words if word != "."]
    assert in_text == sorted(in_text)


def test_many_windows_go_to_the_other_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "BULK", 4)
    monkeypatch.setattr(windows, "BATCH_TOKENS", 5)
    usual = encoder(16)
    woken: list[int] = []

    def other(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        woken.append(len(ids))
        return usual._network(ids)

    both = WindowEncoder(usual.identity, usual._tokenizer, usual._network, usual._reading, lambda: other)
    both.encode_passages([("", "w1 w2")] * 3)
    both.encode_question("w1")
    assert woken == []
    both.encode_passages([("", "w1 w2")] * 4)
    assert woken == [4]  # more at a time
    # where there is no graphics card
    without = WindowEncoder(usual.identity, usual._tokenizer, usual._network, usual._reading, lambda: None)
    assert len(without.encode_passages([("", "w1 w2")] * 4)) == 4


def test_batches_are_of_one_length_and_read_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "BATCH_TOKENS", 12)
    usual = encoder(16)
    shapes: list[tuple[int, ...]] = []
    both_there = threading.Barrier(2, timeout=10)  # broken unless two are read at once

    def watched(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        both_there.wait()
        shapes.append(ids.shape)
        return usual._network(ids)

    beside = WindowEncoder(usual.identity, usual._tokenizer, watched, usual._reading, at_once=2)
    passages = [("", "w1 w2"), ("", "w3"), ("", "w4 w5"), ("", "w6 w7"), ("", "w8 w9"), ("", "w10"), ("", "w1 w2 w3")]
    found = beside.encode_passages(passages)
    assert sorted(shapes) == [(1, 6), (2, 4), (2, 5), (2, 5)]
    for one, other in zip(found, usual.encode_passages(passages), strict=True):
        assert (one.token_ids == other.token_ids).all()
        assert (one.vectors == other.vectors).all()


def test_what_goes_wrong_in_one_batch_ends_the_others() -> None:
    usual = encoder(16)
    reached = []

    def failing(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        reached.append(ids.shape)
        raise MemoryError

    beside = WindowEncoder(usual.identity, usual._tokenizer, failing, usual._reading, at_once=2)
    with pytest.raises(MemoryError):
        beside.encode_passages([("", " ".join(WORDS[: 1 + place])) for place in range(12)])
    assert len(reached) < 12


def test_passages_keep_their_order_whatever_their_length() -> None:
    passages = [("", " ".join(WORDS[: 1 + place * 7 % 30])) for place in range(25)]
    together = encoder(16).encode_passages(passages)
    for passage, encoding in zip(passages, together, strict=True):
        (alone,) = encoder(16).encode_passages([passage])
        assert (encoding.token_ids == alone.token_ids).all()
        assert encoding.vectors == pytest.approx(alone.vectors)
