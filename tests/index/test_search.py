"""Ranking and evidence, on vectors worked out by hand."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index import Library
from index.dense import DenseIndex
from index.search import evidence, late_score
from index.tokens import PassageTokens, TokenStore, best_matches, compact, write_tokens
from tests.conftest import WordEncoder

Collection = Callable[[dict[str, str]], Path]


def test_rarity_is_bm25_idf(tmp_path: Path, words: WordEncoder) -> None:
    texts = ["kat hond", "kat muis", "kat kat vis"]
    encodings = words.encode_passages([("", text) for text in texts])
    write_tokens(tmp_path, list(enumerate(map(compact, encodings), start=1)), 64)
    store = TokenStore.read(tmp_path)
    kat, hond = words.encode_question("kat hond").token_ids
    unknown = 60
    weights = store.rarity(np.array([kat, hond, unknown, -1], np.int32))
    # N = 3; kat stands in 3 passages, hond in 1, the others in none
    expected = [math.log1p(0.5 / 3.5), math.log1p(2.5 / 1.5), math.log1p(3.5 / 0.5), math.log1p(3.5 / 0.5)]
    assert weights == pytest.approx(expected, abs=1e-6)


def test_tokens_come_back_by_key(tmp_path: Path, words: WordEncoder) -> None:
    encodings = words.encode_passages([("Kop", "een twee"), ("", "drie")])
    write_tokens(tmp_path, [(4, compact(encodings[0])), (9, compact(encodings[1]))], 64)
    store = TokenStore.read(tmp_path)
    assert [key for key, _ in store] == [4, 9]
    assert store.passage(4).spans.tolist() == [[-1, -1], [0, 3], [4, 8]]
    assert store.passage(9).vectors.shape == (1, 64)
    for absent in (3, 5, 10):
        with pytest.raises(KeyError):
            store.passage(absent)


def test_a_store_can_be_empty(tmp_path: Path) -> None:
    write_tokens(tmp_path, [], 8)
    store = TokenStore.read(tmp_path)
    assert len(store) == 0
    assert store.dimensions == 8
    assert store.rarity(np.array([3], np.int32)) == pytest.approx([math.log1p(1.0)])


def test_late_score_is_the_weighed_mean_of_best_matches() -> None:
    matches = np.array([[0.1, 0.9], [0.5, 0.2]], np.float32)
    assert late_score(np.array([3, 1], np.float32), matches) == pytest.approx((3 * 0.9 + 1 * 0.5) / 4)


@pytest.mark.parametrize(("weights", "tokens"), [([0, 0], 2), ([], 2), ([1, 1], 0)])
def test_late_score_of_nothing_is_zero(weights: list[float], tokens: int) -> None:
    assert late_score(np.array(weights, np.float32), np.zeros((len(weights), tokens), np.float32)) == 0.0


def test_evidence_is_the_sentence_with_the_words(words: WordEncoder) -> None:
    text = "De kat slaapt. De hond eet vis. De muis rent."
    question = words.encode_question("wie eet vis")
    tokens = compact(words.encode_passages([("vis eet", text)])[0])
    weights = np.ones(3, np.float32)
    spans = evidence(text, weights, best_matches(question, tokens), tokens)
    assert [text[start:end] for start, end in spans] == ["De hond eet vis."]


def test_evidence_of_a_passage_without_tokens_is_its_first_sentence() -> None:
    nothing = PassageTokens(np.empty((0, 4), np.float16), np.empty(0, np.int32), np.empty((0, 2), np.int32))
    spans = evidence("Een. Twee.", np.ones(2, np.float32), np.empty((2, 0), np.float32), nothing)
    assert spans == ((0, 4),)


def test_dense_search_gives_each_passage_once_and_never_pads() -> None:
    index = DenseIndex.empty(2)
    rows = np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32)
    index.add(np.array([7, 7, 8]), rows)
    keys, cosines = index.search(np.array([1, 0], np.float32), 10)
    assert keys.tolist() == [7, 8]
    assert cosines == pytest.approx([1.0, 0.0])
    index.remove(np.array([7]))
    assert index.search(np.array([1, 0], np.float32), 10)[0].tolist() == [8]


def test_dense_search_in_nothing() -> None:
    keys, cosines = DenseIndex.empty(3).search(np.array([1, 0, 0], np.float32), 5)
    assert (len(keys), len(cosines)) == (0, 0)


def test_the_passage_with_the_rarest_shared_word_comes_first(collection: Collection, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([collection({"a": "de kat en de hond", "b": "de vis en de kat", "c": "de muis en de kat"})])
    answer = library.ask("waar is de vis")
    assert [hit.letter for hit in answer.passages] == ["b", "a", "c"]
    # N = 3: "de" stands in 3, "vis" in 1, "waar" and "is" in none
    common, rare, unknown = math.log1p(0.5 / 3.5), math.log1p(2.5 / 1.5), math.log1p(3.5 / 0.5)
    assert answer.passages[0].score == pytest.approx((common + rare) / (common + rare + 2 * unknown), abs=1e-3)
    assert answer.passages[1].score == pytest.approx(common / (common + rare + 2 * unknown), abs=1e-3)
