"""Ranking and evidence, on vectors worked out by hand."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.sentences import sentence_spans
from index import Library
from index.confidence import NAMED
from index.dense import DenseIndex
from index.encoder import ModelIdentity
from index.fitted import Fitted, fitted_for
from index.search import Query, best_matches, evidence, sentence_scores, weighed
from index.tokens import PassageTokens, TokenStore, compact, write_tokens
from tests.conftest import WordEncoder

Collection = Callable[[dict[str, str]], Path]


def neutral(**known: object) -> Fitted:
    return replace(fitted_for(ModelIdentity("words", "by hand", 64)), **known)


def kept(words: WordEncoder, text: str, heading: str = "") -> PassageTokens:
    """A passage's tokens as the library keeps them."""
    whole, *alone = words.encode_passages([(heading, text), *(("", text[a:b]) for a, b in sentence_spans(text))])
    return compact(whole, list(zip(sentence_spans(text), alone, strict=True)))


def asked(words: WordEncoder, question: str, weights: Sequence[float] | None = None) -> Query:
    """A question whose tokens weigh 1, or as given."""
    encoding = words.encode_question(question)
    return Query(question, "nl", encoding, np.array(weights or [1] * len(encoding.token_ids), np.float32))


def test_rarity_counts_the_passages_that_hold_a_token(tmp_path: Path, words: WordEncoder) -> None:
    texts = ("kat hond", "kat muis", "kat kat vis")
    write_tokens(tmp_path, [(key, kept(words, text)) for key, text in enumerate(texts, start=1)], 64)
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


def test_tokens_come_back_by_key(tmp_path: Path, words: WordEncoder) -> None:
    first, second, third = kept(words, "Een twee. Drie!", "Kop"), kept(words, "…"), kept(words, "vier")
    write_tokens(tmp_path, [(4, first), (7, second), (9, third)], 64)
    store = TokenStore.read(tmp_path)
    assert [key for key, _ in store] == [4, 7, 9]
    for key, written in ((4, first), (7, second), (9, third)):
        found = store.passage(key)
        for name in ("vectors", "ids", "spans", "sentence_spans", "sentence_rows", "sentence_vectors"):
            assert getattr(found, name).tolist() == getattr(written, name).tolist(), (key, name)
    assert first.spans.tolist() == [[-1, -1], [0, 3], [4, 8], [10, 14]]
    assert first.sentence_spans.tolist() == [[0, 9], [10, 15]]
    assert first.sentence_rows.tolist() == [0, 2]
    assert second.sentence_spans.tolist() == []  # a sentence without a word
    for absent in (3, 5, 10):
        with pytest.raises(KeyError):
            store.passage(absent)


def test_a_store_can_be_empty(tmp_path: Path) -> None:
    write_tokens(tmp_path, [], 8)
    store = TokenStore.read(tmp_path)
    assert len(store) == 0
    assert store.dimensions == 8
    assert store.rarity(np.array([3], np.int32), neutral()) == pytest.approx([math.log(2)])


def test_late_interaction_is_the_weighed_mean_of_best_matches(words: WordEncoder) -> None:
    tokens = kept(words, "De kat slaapt. De hond eet.")
    query = asked(words, "kat eet kaas", [3, 1, 4])
    # kat and eet are there to the letter, kaas is not; in one sentence kat alone, in the other eet alone
    assert weighed(query, best_matches(query, tokens)) == pytest.approx((3 + 1) / 8)
    assert sentence_scores(query, tokens) == pytest.approx([3 / 8, 1 / 8])


def test_scores_of_nothing_are_zero(words: WordEncoder) -> None:
    assert best_matches(asked(words, "kat"), kept(words, "…")).tolist() == [0]
    assert sentence_scores(asked(words, "kat"), kept(words, "…")) == []
    assert weighed(asked(words, "kat hond", [0, 0]), np.ones(2, np.float32)) == 0


def test_evidence_is_the_sentence_with_the_words(words: WordEncoder) -> None:
    text = "De kat slaapt. De hond eet vis. De muis rent."
    spans = evidence(asked(words, "wie eet vis"), kept(words, text, "vis eet"))
    assert [text[start:end] for start, end in spans] == ["De hond eet vis."]
    assert evidence(asked(words, "wie"), kept(words, "…")) == ()


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
    ranking = fitted_for(library.encoder().identity).same.ranking
    answer = library.ask("waar is de vis")
    assert [hit.letter for hit in answer.passages] == ["b", "a", "c"]
    # N = 3: "de" stands in 3, "vis" in 1, "waar" and "is" in none
    common, rare, unknown = -math.log(3.5 / 4), -math.log(1.5 / 4), -math.log(0.5 / 4)
    whole = common + rare + 2 * unknown
    # every passage has the average of 5 words, so that a word held n times counts n / (n + 1.2); each is one sentence
    shared = {"b": common * 2 / 3.2 + rare / 2.2, "a": common * 2 / 3.2}
    for hit, late in ((answer.passages[0], common + rare), (answer.passages[1], common)):
        expected = (ranking["late"] + ranking["sentence"]) * late + ranking["shared"] * shared[hit.letter]
        assert hit.score == pytest.approx(expected / whole, abs=2e-3)


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
    assert "doel" in {passage.letter for passage in library.passages_of(found.key for found in ranked).values()}
    assert query.language in ("nl", "en")
