"""The adapter, on a layer worked out by hand and on the bundled model."""

import numpy as np
import pytest

from index.adapter import Adapter, bundled_adapter


def absent(name: str) -> Adapter:
    return Adapter({name: np.zeros((1, 2), np.float32)}, {name: np.zeros((2, 1), np.float32)}, "absent")


def test_a_weight_matrix_becomes_the_sum() -> None:
    import torch

    model = torch.nn.Sequential(torch.nn.Linear(2, 2, bias=False), torch.nn.Linear(2, 2, bias=False))
    with torch.no_grad():
        for layer in model:
            layer.weight.copy_(torch.eye(2))
    # B A of rank 1: (1, 2)ᵀ (3, 0)
    Adapter({"1": np.array([[3, 0]], np.float32)}, {"1": np.array([[1], [2]], np.float32)}, "by hand").apply(model)
    assert model[0].weight.tolist() == [[1, 0], [0, 1]]
    assert model[1].weight.tolist() == [[4, 0], [6, 1]]


def test_a_layer_that_is_not_there_is_an_error() -> None:
    import torch

    with pytest.raises(AttributeError):
        absent("encoder.layer.8").apply(torch.nn.Linear(2, 2))


@pytest.mark.model
def test_the_bundled_adapter_changes_its_model_a_little() -> None:
    from sentence_transformers import SentenceTransformer

    from index.bundled import bundled_model

    model = SentenceTransformer(bundled_model(), device="cpu")
    texts = ["query: Wat is DIANA?", "passage: De NAR zal DIANA nader uitwerken.", "passage: Een kat slaapt."]
    before = model.encode(texts, normalize_embeddings=True)
    bundled_adapter().apply(model[0].auto_model)
    after = model.encode(texts, normalize_embeddings=True)
    cosines = (before * after).sum(axis=1)
    assert (cosines > 0.8).all()
    assert (cosines < 0.9999).all()


def test_it_is_read_once_and_goes_by_its_content() -> None:
    adapter = bundled_adapter()
    assert adapter is bundled_adapter()
    assert len(adapter.fingerprint) == 8
    assert all(np.isfinite(change).all() and change.any() for change in adapter.changes.values())
