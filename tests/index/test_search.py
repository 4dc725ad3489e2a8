"""Ranking and evidence, on vectors worked out by hand."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import Library
from index.confidence import NAMED
from index.dense import DenseIndex
from index.encoder import ModelIdentity
from index.fitted import Fitted, fitted_for
from index.search import evidence, late_score
from index.tokens import PassageTokens, TokenStore, best_matches, compact, write_tokens
from tests.conftest import WordEncoder

Collection = Callable[[dict[str, str]], Path]


def neutral(**known: object) -> Fitted:
    return replace(fitted_for(ModelIdentity("words", "by hand", 64)), **known)


def test_rarity_counts_the_passages_that_hold_a_token(tmp_path: Path, words: WordEncoder) -> None:
    encodings = words.encode_passages([("", text) for text in ("kat hond", "kat muis", "kat kat vis")])
    write_tokens(tmp_path, [(key, compact(each, neutral())) for key, each in enumerate(encodings, start=1)], 64)
    store = TokenStore.read(tmp_path)
    kat, hond = words.encode_question("kat hond").token_ids
    unknown = 60
    # N = 3; kat stands in 3 passages, hond in 1, the others in none
    weights = store.rarity(np.array([kat, hond, unknown, -1], np.int32), neutral())
    assert weights == pytest.approx([-math.log(each / 4) for each in (3.5, 1.5, 0.5, 0.5)], abs=1e-6)
    # half of all texts hold kat, and what is known at large counts for 4 passages: 3 + 4 × ½ of 3 + 4
    background = np.zeros(64, np.float32)
    background[kat] = 0.5
    weights = store.rarity(np.array([kat, hond], np.int32), neutral(prior=4.0, background=background))
    assert weights == pytest.approx([-math.log(5.5 / 8), -math.log(1.5 / 8)], abs=1e-6)


def test_a_hub_is_near_to_questions_in_general(words: WordEncoder) -> None:
    (encoding,) = words.encode_passages([("", "kat hond")])
    # one centroid is the axis of kat, one lies between kat and hond, one is of neither
    centroids = np.zeros((3, 64), np.float32)
    kat, hond = encoding.token_ids
    centroids[0, kat] = 1
    centroids[1, [kat, hond]] = math.sqrt(0.5)
    centroids[2, 63] = 1
    assert compact(encoding, neutral(centroids=centroids)).hub == pytest.approx((1 + math.sqrt(0.5) + 0) / 3)
    assert compact(encoding, neutral()).hub == 0


def test_tokens_come_back_by_key(tmp_path: Path, words: WordEncoder) -> None:
    encodings = words.encode_passages([("Kop", "een twee"), ("", "drie")])
    write_tokens(tmp_path, [(4, compact(encodings[0], neutral())), (9, compact(encodings[1], neutral()))], 64)
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
    assert store.rarity(np.array([3], np.int32), neutral()) == pytest.approx([math.log(2)])


def test_late_score_is_the_weighed_mean_of_best_matches() -> None:
    matches = np.array([[0.1, 0.9], [0.5, 0.2]], np.float32)
    assert late_score(np.array([3, 1], np.float32), matches) == pytest.approx((3 * 0.9 + 1 * 0.5) / 4)


@pytest.mark.parametrize(("weights", "tokens"), [([0, 0], 2), ([], 2), ([1, 1], 0)])
def test_late_score_of_nothing_is_zero(weights: list[float], tokens: int) -> None:
    assert late_score(np.array(weights, np.float32), np.zeros((len(weights), tokens), np.float32)) == 0.0


def test_evidence_is_the_sentence_with_the_words(words: WordEncoder) -> None:
    text = "De kat slaapt. De hond eet vis. De muis rent."
    question = words.encode_question("wie eet vis")
    tokens = compact(words.encode_passages([("vis eet", text)])[0], neutral())
    weights = np.ones(3, np.float32)
    spans = evidence(text, weights, best_matches(question, tokens), tokens)
    assert [text[start:end] for start, end in spans] == ["De hond eet vis."]


def test_evidence_of_a_passage_without_tokens_is_its_first_sentence() -> None:
    nothing = PassageTokens(np.empty((0, 4), np.float16), np.empty(0, np.int32), np.empty((0, 2), np.int32), 0.0)
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
    fitted = fitted_for(library.encoder().identity)
    answer = library.ask("waar is de vis")
    assert [hit.letter for hit in answer.passages] == ["b", "a", "c"]
    # N = 3: "de" stands in 3, "vis" in 1, "waar" and "is" in none
    common, rare, unknown = -math.log(3.5 / 4), -math.log(1.5 / 4), -math.log(0.5 / 4)
    whole = common + rare + 2 * unknown
    # every passage has the average of 5 words, so that a word held n times counts n / (n + 1.2)
    shared = {"b": common * 2 / 3.2 + rare / 2.2, "a": common * 2 / 3.2}
    for hit, late in ((answer.passages[0], common + rare), (answer.passages[1], common)):
        assert hit.score == pytest.approx((late + fitted.lexical * shared[hit.letter]) / whole, abs=1e-3)


def test_what_a_question_names_comes_first(collection: Collection, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    texts = {
        "kst-28676-370": "Een verslag van het debat.",
        "verwijzing": "Zie daarover Kamerstuk 28 676, nr. 370.",
        "ander": "Het debat over nr. 370 van Kamerstuk 28 676 duurde lang.",
    }
    library.add([collection(texts)])
    for question in ("28 676, nr. 370", "kst-28676-370", "KST-28676-370", "Kamerstukken II 28676, nr. 370"):
        answer = library.ask(question)
        assert {hit.letter for hit in answer.passages[:2]} == {"kst-28676-370", "verwijzing"}
        assert (answer.answered, answer.confidence) == (True, NAMED)
    assert library.ask("Hoe lang duurde het debat van 28 676, nr. 370?").passages[2].letter == "ander"
    missing = library.ask("28 676, nr. 371")
    assert (missing.answered, missing.confidence) == (False, 0.0)
    assert len(missing.passages) == 3


def test_words_shared_bring_in_what_the_vectors_miss(collection: Collection, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=400))
    texts = {f"p{number}": f"de begroting van post {number} groeit" for number in range(150)}
    library.add([collection(texts | {"doel": "De begrotingen groeiden in Oekraïne."})])
    query, ranked = library.rank("oekraine", 200)
    assert "doel" in {library.letter_of(found.key) for found in ranked}
    assert query.language in ("nl", "en")
