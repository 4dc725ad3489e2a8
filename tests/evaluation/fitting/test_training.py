"""How the adapter is trained, without a model."""

from itertools import chain

import numpy as np

from tests.evaluation.fitting.training import GROUP, Read, groups


def text(length: int) -> Read:
    return Read(np.ones(length, np.int32), np.ones(length, bool))


def test_texts_of_about_one_length_are_read_together() -> None:
    texts = [text(length) for length in (3, 4, 5, 190, 200, 200, 320, 390, 2 * GROUP)]
    found = list(groups(range(len(texts)), texts))
    assert list(chain.from_iterable(found)) == list(range(len(texts)))
    padded = [len(group) * len(texts[group[-1]].ids) for group in found]
    assert padded == [760, 400, 780, 2 * GROUP]
