"""The index of many vectors, against exact search."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from index.encoder import unit
from index.vectors import dense
from index.vectors.dense import DenseIndex, packed, unpacked, write_index


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """In clusters, as texts lie."""
    drawn = np.random.default_rng(4)
    centres = unit(drawn.normal(size=(40, 48)))
    return packed(unit(centres[drawn.integers(0, 40, 4000)] + 0.4 * unit(drawn.normal(size=(4000, 48)))))


def test_few_vectors_are_searched_exactly(vectors: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "dense.faiss"
    write_index(vectors[:100], path)
    assert not path.exists()
    index = DenseIndex(vectors[:100], np.ones(100, np.int32), path)
    windows = unpacked(vectors[:100])
    exact = windows @ windows[7]
    found = index.search(windows[7], 10)
    assert [place for place, _ in found] == np.argsort(-exact, kind="stable")[:10].tolist()
    assert [cosine for _, cosine in found] == pytest.approx(np.sort(exact)[::-1][:10].tolist(), abs=1e-5)


def test_many_vectors_are_searched_nearly_so(
    vectors: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT", 1000)
    path = tmp_path / "dense.faiss"
    write_index(vectors, path)
    assert isinstance(faiss.read_index(str(path)), faiss.IndexIVF)
    index = DenseIndex(vectors, np.full(2000, 2, np.int32), path)  # two windows a passage
    windows = unpacked(vectors)
    recalled = []
    for query in windows[::200]:
        exact = (windows @ query).reshape(2000, 2).max(axis=1)
        best = set(np.argsort(-exact)[:50].tolist())
        found = [place for place, _ in index.search(query, 50)]
        assert len(found) == len(set(found)) == 50
        recalled.append(len(best & set(found)) / 50)
        kept = np.ones(2000, bool)
        kept[sorted(best)[:25]] = False
        assert not set(sorted(best)[:25]) & {place for place, _ in index.search(query, 50, kept)}
        few = np.zeros(2000, bool)
        few[::50] = True  # searched exactly
        assert [place for place, _ in index.search(query, 5, few)] == (50 * np.argsort(-exact[::50])[:5]).tolist()
    assert np.mean(recalled) > 0.95


def test_an_index_is_made_alike_each_time(vectors: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "EXACT", 1000)
    for name in "ab":
        write_index(vectors, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_how_far_it_is_is_told(vectors: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "EXACT", 1000)
    monkeypatch.setattr(dense, "BLOCK", 1500)
    said: list[tuple[object, ...]] = []
    write_index(vectors[:1000], tmp_path / "none", lambda *told: said.append(told))
    assert not said
    write_index(vectors, tmp_path / "some", lambda *told: said.append(told))
    text = "making the index of vectors"
    assert said == [(text,), *((text, done, 4000, "vectors") for done in (1500, 3000, 4000))]
