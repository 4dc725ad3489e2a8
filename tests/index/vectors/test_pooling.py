"""Token vectors that become one."""

import numpy as np
import pytest

from index.encoder import unit
from index.vectors.pooling import pooled


def test_the_nearest_become_their_mean() -> None:
    vectors = np.array([[1, 0, 0], [0, 1, 0], [0.96, 0.28, 0], [0, 0, 1]], np.float32)
    found = sorted(map(tuple, pooled(vectors, 2).tolist()))
    # the first and third; then the two others, which are a little farther from each other than from those, but one and
    # one cost less than two and one
    assert found == [pytest.approx((0, 0.7071, 0.7071), abs=1e-3), pytest.approx((0.98995, 0.14142, 0), abs=1e-3)]


@pytest.mark.parametrize(
    ("count", "factor", "left"), [(0, 3, 0), (1, 3, 1), (3, 3, 1), (4, 3, 2), (100, 3, 34), (7, 1, 7)]
)
def test_so_many_become_one(count: int, factor: int, left: int) -> None:
    vectors = unit(np.random.default_rng(2).normal(size=(count, 16)))
    found = pooled(vectors, factor)
    assert (found.shape, found.dtype) == ((left, 16), np.float32)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)


def test_equal_ones_are_one_and_nothing_is_lost() -> None:
    vectors = np.repeat(np.eye(4, dtype=np.float32), 3, axis=0)
    assert sorted(pooled(vectors, 3).tolist()) == sorted(np.eye(4).tolist())
