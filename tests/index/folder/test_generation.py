"""Segments and what is asked of them, on vectors worked out by hand."""

import math
from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sentences import sentence_spans
from index.encoder import Encoding, ModelIdentity
from index.errors import LibraryDamaged
from index.fitted import Fitted, fitted_for
from index.folder import generation as generation_module
from index.folder import merging
from index.folder.generation import EMPTY, Generation, open_generation
from index.folder.merging import clear, write_generation
from index.vectors.dense import unpacked
from index.vectors.piece import Piece, joined, piece_of
from index.vectors.segment import open_segment, write_segment
from tests.conftest import WordEncoder


def neutral(**known: object) -> Fitted:
    return replace(fitted_for(ModelIdentity("words", "by hand", 64)), **known)


def kept(words: WordEncoder, key: int, text: str, heading: str = "") -> Piece:
    whole, *alone = words.encode_passages([(heading, text), *(("", text[a:b]) for a, b in sentence_spans(text))])
    return piece_of(key, whole, list(zip(sentence_spans(text), alone, strict=True)), neutral())


def test_the_commonest_tokens_share_a_vector_with_the_passage_alone_and_are_counted() -> None:
    share = np.array([0.5, 0.1, 0.09], np.float32)  # of the tokens 0, 1 and 2; nothing is known of 7
    vectors = np.eye(4, dtype=np.float32)
    text = Encoding(vectors[:1], vectors, np.array([0, 1, 2, 7], np.int32), np.zeros((4, 2), np.int32))
    common = Encoding(vectors[:1], vectors[:2], np.array([0, 1], np.int32), np.zeros((2, 2), np.int32))
    sentences = [((0, 4), text), ((5, 9), common)]
    piece = piece_of(3, text, sentences, neutral(background=share))
    assert piece.ids.tolist() == [0, 1, 2, 7]
    np.testing.assert_allclose(unpacked(piece.codes), [*vectors[2:], [0.707, 0.707, 0, 0]], atol=0.01)
    assert piece.lengths.tolist() == [2, 2]  # a sentence of common words alone keeps them
    np.testing.assert_allclose(unpacked(piece.sentence_codes), vectors[[2, 3, 0, 1]], atol=0.01)
    assert piece_of(3, text, sentences, neutral()).tokens.tolist() == [4]  # another model: nothing is known


def written(library: Path, record: Any, pieces: Sequence[Piece], gone: Sequence[int] = ()) -> tuple[Any, Generation]:
    record = write_generation(library, record, pieces, set(gone))
    clear(library, record)
    return record, open_generation(library, record)


def test_rarity_counts_the_passages_that_hold_a_token(tmp_path: Path, words: WordEncoder) -> None:
    texts = ("kat hond", "kat muis", "kat kat vis")
    # a segment for each: what they hold is added up
    record: Any = EMPTY
    segments = [write_segment(tmp_path, f"segment-{key}", [kept(words, key, text)]) for key, text in enumerate(texts)]
    found = open_generation(tmp_path, {**record, "segments": segments})
    kat, hond = words.encode_question("kat hond").token_ids
    unknown = 60
    # N = 3; kat stands in 3 passages, hond in 1, the others in none
    weights = found.rarity(np.array([kat, hond, unknown, -1], np.int32), neutral())
    assert weights == pytest.approx([-math.log(each / 4) for each in (3.5, 1.5, 0.5, 0.5)], abs=1e-6)
    # half of all texts hold kat, and what is known at large counts for 4 passages: 3 + 4 × ½ of 3 + 4
    background = np.zeros(64, np.float32)
    background[kat] = 0.5
    weights = found.rarity(np.array([kat, hond], np.int32), neutral(prior=4.0, background=background))
    assert weights == pytest.approx([-math.log(5.5 / 8), -math.log(1.5 / 8)], abs=1e-6)


@pytest.mark.parametrize("whole", [0, 30_000])
def test_a_passage_of_one_sentence_is_kept_once(
    tmp_path: Path, words: WordEncoder, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    monkeypatch.setattr(generation_module, "WHOLE", whole)
    texts = ["kat hond", "Muis kat. Hond.", "...", "hond muis"]
    encodings = words.encode_passages([("", text) for text in texts])
    once = [
        piece_of(key, encoding, [((0, len(text)), None)], neutral()) if key != 1 else kept(words, key, text)
        for key, (text, encoding) in enumerate(zip(texts, encodings, strict=True))
    ]
    twice = [kept(words, key, text) for key, text in enumerate(texts)]
    assert [each.lengths.tolist() for each in once] == [[0], [2, 1], [], [0]]
    assert [len(each.sentence_codes) for each in once] == [0, 3, 0, 0]
    (tmp_path / "once").mkdir()
    (tmp_path / "twice").mkdir()
    _, small = written(tmp_path / "once", EMPTY, once)
    _, large = written(tmp_path / "twice", EMPTY, twice)
    asked = words.encode_question("hond kat").tokens
    for keys in ([0, 1, 2, 3], [3, 0], [1, 3]):
        for own, other in zip(small.sentences(asked, keys), large.sentences(asked, keys), strict=True):
            assert own.spans.tolist() == other.spans.tolist()
            assert own.matches == pytest.approx(other.matches)


def test_a_piece_has_a_passage_with_its_sentences(words: WordEncoder) -> None:
    piece = kept(words, 4, "… Een twee. Drie!", "Kop een")
    assert (piece.keys.tolist(), piece.windows.tolist(), piece.tokens.tolist()) == ([4], [1], [5])
    assert piece.spans.tolist() == [[2, 11], [12, 17]]  # the first sentence has no word
    assert (piece.sentences.tolist(), piece.lengths.tolist()) == ([2], [2, 1])
    assert piece.sentence_codes.argmax(axis=1).tolist() == words.encode_question("een twee drie").token_ids.tolist()
    assert piece.ids.tolist() == sorted(set(words.encode_question("kop een twee drie").token_ids.tolist()))


def test_pieces_come_back_from_a_segment(tmp_path: Path, words: WordEncoder) -> None:
    pieces = [
        kept(words, 4, "Een twee. Drie!", "Kop"),
        kept(words, 7, "…"),
        kept(words, 9, "vier"),
        kept(words, 12, ""),
    ]
    segment = open_segment(tmp_path, write_segment(tmp_path, "segment-1", pieces))
    assert segment.places(np.array([3, 4, 5, 7, 9, 12, 13])).tolist() == [-1, 0, -1, 1, 2, 3, -1]
    for gone in (set[int](), {4}, {7}, {12}, {4, 12}, {7, 9}, {4, 7, 9, 12}):
        left = list(segment.without(gone))
        expected = [piece for piece in pieces if int(piece.keys[0]) not in gone]
        assert sum(map(len, left)) == len(expected)
        for name in (field.name for field in fields(Piece)) if expected else ():
            assert getattr(joined(left), name).tolist() == getattr(joined(expected), name).tolist(), (gone, name)


def test_late_interaction_takes_the_best_match_of_each_token(tmp_path: Path, words: WordEncoder) -> None:
    texts = ["De kat slaapt. De hond eet.", "…", "kaas"]
    _, found = written(tmp_path, EMPTY, [kept(words, key, text) for key, text in enumerate(texts, start=1)])
    question = words.encode_question("kat eet kaas").tokens
    assert found.matches(question, [3, 1, 2]).tolist() == [[0, 0, 1], [1, 1, 0], [0, 0, 0]]
    first, second, third = found.sentences(question, [1, 2, 3])
    # in one sentence kat alone, in the other eet alone
    assert (first.spans.tolist(), first.matches.tolist()) == ([[0, 14], [15, 27]], [[1, 0, 0], [0, 1, 0]])
    assert second.matches.shape == (0, 3)
    assert third.matches.tolist() == [[0, 0, 1]]
    assert found.sentences(question, []) == []
    with pytest.raises(KeyError):
        found.matches(question, [1, 5])


def test_nearest_gives_each_passage_once_and_never_pads(tmp_path: Path) -> None:
    def piece(key: int, rows: list[list[float]]) -> Piece:
        vectors = np.array(rows, np.float32)
        none = np.empty((0, 2), np.float32)
        spans = np.empty((0, 2), np.int32)
        return piece_of(key, Encoding(vectors, none, np.empty(0, np.int32), spans), [], neutral())

    # 7 has two windows; 8 and 9 come later, in a segment of their own or not
    record, found = written(tmp_path, EMPTY, [piece(7, [[1, 0], [0.6, 0.8]])])
    record, found = written(tmp_path, record, [piece(8, [[0, 1]]), piece(9, [[0.8, 0.6]])])
    assert found.nearest(np.array([1, 0], np.float32), 10) == [7, 9, 8]
    assert found.nearest(np.array([1, 0], np.float32), 2) == [7, 9]
    _, found = written(tmp_path, record, [], [7])
    assert found.nearest(np.array([1, 0], np.float32), 10) == [9, 8]
    assert len(found) == 2


def test_nothing_is_asked_of_nothing(tmp_path: Path) -> None:
    _, found = written(tmp_path, EMPTY, [])
    assert (len(found), found.nearest(np.ones(3, np.float32), 5)) == (0, [])
    assert found.rarity(np.array([3], np.int32), neutral()) == pytest.approx([math.log(2)])
    assert found.matches(np.ones((2, 3), np.float32), []).shape == (0, 2)


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_a_generation_holds_what_was_added_and_not_removed(tmp_path_factory: Any, data: st.DataObject) -> None:
    """Whatever the order of changes, it is as if what is left had been added at once; and segments stay few."""
    library = tmp_path_factory.mktemp("library")
    words = WordEncoder(words=400)
    vocabulary = [f"w{number}" for number in range(12)]
    texts: dict[int, str] = {}
    record: Any = EMPTY
    key, removed = 0, False
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(merging, "SMALL", data.draw(st.sampled_from([0, 3, 4096])))
        patched.setattr(generation_module, "WHOLE", data.draw(st.sampled_from([0, 30_000])))
        patched.setattr(merging, "SPILLED", data.draw(st.sampled_from([2, 500_000])))
        for _ in range(data.draw(st.integers(1, 8))):
            gone = data.draw(st.lists(st.sampled_from(sorted(texts)), unique=True)) if texts else []
            count = data.draw(st.integers(0, 9))
            new = {
                key + place: " ".join(data.draw(st.lists(st.sampled_from(vocabulary), max_size=4)))
                for place in range(count)
            }
            key += count
            record, found = written(library, record, [kept(words, each, text) for each, text in new.items()], gone)
            texts = {each: text for each, text in {**texts, **new}.items() if each not in gone}
            assert len(found) == len(texts)
            sizes = [segment["passages"] - len(segment["gone"]) for segment in record["segments"]]
            removed = removed or bool(gone)
            if new:
                assert all(old > 2 * young for old, young in pairwise(sizes[-2:]))
            if not removed:  # what loses passages may be smaller than what comes after it, until it is taken in
                assert all(old > 2 * young for old, young in pairwise(sizes))
    _, whole = written(
        tmp_path_factory.mktemp("whole"), EMPTY, [kept(words, each, text) for each, text in texts.items()]
    )
    question = words.encode_question("w1 w5 w7")
    keys = sorted(texts)
    assert sorted(found.nearest(question.vectors[0], 1000)) == keys
    assert found.matches(question.tokens, keys).tolist() == whole.matches(question.tokens, keys).tolist()
    for one, other in zip(found.sentences(question.tokens, keys), whole.sentences(question.tokens, keys), strict=True):
        assert (one.spans.tolist(), one.matches.tolist()) == (other.spans.tolist(), other.matches.tolist())
    assert sorted(path.name for path in library.iterdir()) == sorted(each["name"] for each in record["segments"])


def test_a_small_change_leaves_a_large_segment_alone(tmp_path: Path, words: WordEncoder) -> None:
    record, _ = written(tmp_path, EMPTY, [kept(words, key, "kat") for key in range(30)])
    (large,) = record["segments"]
    record, found = written(tmp_path, record, [kept(words, 30, "hond")])
    assert [each["passages"] for each in record["segments"]] == [30, 1]
    assert record["segments"][0] == large
    # the small ones are taken together
    record, found = written(tmp_path, record, [kept(words, 31, "hond")])
    assert [each["passages"] for each in record["segments"]] == [30, 2]
    assert len(found.nearest(words.encode_question("hond").vectors[0], 50)) == 32


def test_what_is_gone_from_a_large_segment_is_skipped_until_it_is_a_fifth(
    tmp_path: Path, words: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "SMALL", 5)
    record, _ = written(tmp_path, EMPTY, [kept(words, key, f"kat w{key}") for key in range(20)])
    (large,) = record["segments"]
    record, found = written(tmp_path, record, [], [3, 4])
    assert record["segments"] == [{**large, "gone": [3, 4]}]
    assert not {3, 4} & set(found.nearest(words.encode_question("kat w3 w4").vectors[0], 20))
    record, found = written(tmp_path, record, [], [5, 6, 7])
    assert [(each["passages"], each["gone"]) for each in record["segments"]] == [(15, [])]
    assert len(found) == 15


@pytest.mark.parametrize("name", ["keys.npy", "codes.npy", "frequencies.npy"])
def test_a_changed_file_is_told(tmp_path: Path, words: WordEncoder, name: str) -> None:
    record = write_segment(tmp_path, "segment-1", [kept(words, 1, "kat")])
    path = tmp_path / "segment-1" / name
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 255]))
    with pytest.raises(LibraryDamaged, match=f"{name} is not what was written there.*rebuild"):
        open_segment(tmp_path, record)


def test_a_library_that_gets_large_packs_its_token_vectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "PACKED_FROM", 60)
    monkeypatch.setattr(merging, "SPILLED", 200)
    words = WordEncoder(words=64)
    texts = [f"w{number % 50} w{number % 7} kat. w{number % 11} hond w{number % 3}." for number in range(150)]
    pieces = [kept(words, key, text) for key, text in enumerate(texts)]
    record, few = written(tmp_path, EMPTY, pieces[:50])
    assert record["codes"] is None
    record, many = written(tmp_path, record, [joined(pieces[start : start + 25]) for start in range(50, 125, 25)], [3])
    name = record["codes"]["name"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, *(s["name"] for s in record["segments"])])
    assert len(many) == 124
    question = words.encode_question("w5 hond").tokens
    keys = [key for key in range(50) if key != 3]
    # packed as they are, they say nearly the same
    assert np.abs(many.matches(question, keys) - few.matches(question, keys)).mean() < 0.1
    before, after = few.sentences(question, keys), many.sentences(question, keys)
    assert [each.spans.tolist() for each in after] == [each.spans.tolist() for each in before]
    # what comes later is packed by the same codes
    record, more = written(tmp_path, record, pieces[125:])
    assert (record["codes"]["name"], len(more)) == (name, 149)
    assert more.matches(question, keys) == pytest.approx(many.matches(question, keys))
    (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(LibraryDamaged, match=f"{name} is not what was written there"):
        open_generation(tmp_path, record)
