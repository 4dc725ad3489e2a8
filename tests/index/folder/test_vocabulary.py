"""The library's vocabulary: counted as passages come and go, and words that are spelled nearly alike."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.folder.store import Store
from index.folder.vocabulary import Frequency
from tests.conftest import insert

LETTERS = st.text("aeinrtDE", min_size=2, max_size=8)
TEXTS = st.lists(st.lists(LETTERS, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=3)


def kept(store: Store) -> list[list[tuple[object, ...]]]:
    """All that is kept of words, without the passages' keys."""
    tables = (
        "SELECT stems, forms FROM lexical ORDER BY 1, 2",
        "SELECT * FROM vocabulary ORDER BY language, word",
        "SELECT * FROM abbreviations ORDER BY letter, short, long",
    )
    return [store.database.query(sql) for sql in tables]


def test_words_are_counted_by_passage_and_language(store: Store) -> None:
    insert(store, "a", "De Map en de map", "MAP", "Kaarten")
    insert(store, "b", "a map", language="en")
    assert store.vocabulary.frequencies(["map", "de", "muis"], "nl") == {"map": Frequency(2, 1), "de": Frequency(1, 1)}
    assert store.vocabulary.frequencies(["map"], "en") == {"map": Frequency(1, 1)}
    assert [language for language in ("nl", "en", "de") if store.vocabulary.knows(language)] == ["nl", "en"]
    assert store.vocabulary.frequencies(["kaarten", "kaart"], "nl").keys() == {"kaarten", "kaart"}  # and its stem
    assert Frequency(2, 1).ordinary
    assert not Frequency(3, 1).ordinary


@settings(deadline=None, max_examples=30)
@given(st.dictionaries(st.sampled_from("abc"), TEXTS, min_size=1), TEXTS)
def test_what_goes_leaves_nothing(
    tmp_path_factory: pytest.TempPathFactory, staying: dict[str, list[str]], going: list[str]
) -> None:
    folder: Path = tmp_path_factory.mktemp("stores")
    once, twice = (Store.open(folder / name, create=True, write=True) for name in ("once", "twice"))
    insert(twice, "going", *going, "De Noord-Atlantische Raad (hierna: NAR)")
    for letter, texts in staying.items():
        insert(once, letter, *texts)
        insert(twice, letter, *texts)
    assert kept(once) != kept(twice)
    with twice.database.transaction():
        twice.delete(["going"])
    assert kept(once) == kept(twice)
    once.database.close()
    twice.database.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("defnsie", ["defensie"]),  # a letter too few
        ("defenssie", ["defensie"]),  # too much
        ("defenzie", ["defensie"]),  # wrong
        ("defesnie", ["defensie"]),  # two in the wrong order
        ("dfensie", ["defensie"]),
        ("defensei", ["defensie"]),
        ("devenzie", []),  # two errors, and too short for that
        ("onafhankelijkhijd", ["onafhankelijkheid"]),  # two errors in a long word
        ("beled", ["beleid", "beeld"]),  # both one error away, the most frequent first
        ("begroting", ["begroting"]),
    ],
)
def test_words_spelled_nearly_alike(store: Store, typed: str, found: list[str]) -> None:
    insert(store, "a", "defensie beleid onafhankelijkheid begroting", "beleid beeld begrotingen")
    assert store.vocabulary.nearest(typed, "nl") == found
    assert store.vocabulary.nearest(typed, "en") == []


WORDS = st.text("abc", min_size=4, max_size=9)


@settings(deadline=None, max_examples=30)
@given(st.sets(WORDS, min_size=1, max_size=30), WORDS.filter(lambda word: len(word) > 4))
def test_no_word_one_error_away_is_missed(
    tmp_path_factory: pytest.TempPathFactory, words: set[str], typed: str
) -> None:
    store = Store.open(tmp_path_factory.mktemp("stores") / "library.db", create=True, write=True)
    insert(store, "a", " ".join(sorted(words)), language="none")
    found = store.vocabulary.nearest(typed, "none")
    distances = {word: OSA.distance(typed, word) for word in words}
    nearest = [word for word in words if distances[word] == min(distances.values())]
    assert set(found) <= set(nearest)
    if min(distances.values()) <= 1:
        assert len(found) == min(len(nearest), 5)
    store.database.close()


def test_a_large_vocabulary_costs_no_reading_through(store: Store) -> None:
    chance = random.Random(1)
    words = {"".join(chance.choices("etaonirsldgk", k=chance.randint(5, 14))) for _ in range(100_000)}
    with store.database.transaction():
        store.vocabulary.add([" ".join(words)], "none")
    asked = chance.sample(sorted(words), 50)
    begin = time.perf_counter()
    for word in asked:
        assert store.vocabulary.nearest(word, "none")[0] == word
    assert (time.perf_counter() - begin) / len(asked) < 0.01
