"""The adapter, on a layer worked out by hand and on the bundled model."""

from types import SimpleNamespace

import numpy as np
import pytest

from index.models.adapter import Adapter, bundled_adapter, question_adapter
from tests.conftest import ROOT


def absent(name: str) -> Adapter:
    return Adapter(lambda: ({name: np.zeros((1, 2), np.float32)}, {name: np.zeros((2, 1), np.float32)}), "absent")


def test_a_weight_matrix_becomes_the_sum() -> None:
    import torch

    model = torch.nn.Sequential(torch.nn.Linear(2, 2, bias=False), torch.nn.Linear(2, 2, bias=False))
    with torch.no_grad():
        for layer in model:
            layer.weight.copy_(torch.eye(2))
    # B A of rank 1: (1, 2)ᵀ (3, 0)
    Adapter(lambda: ({"1": np.array([[3, 0]], np.float32)}, {"1": np.array([[1], [2]], np.float32)}), "by hand").change(
        model
    )
    assert model[0].weight.tolist() == [[1, 0], [0, 1]]
    assert model[1].weight.tolist() == [[4, 0], [6, 1]]


def test_a_layer_that_is_not_there_is_an_error() -> None:
    import torch

    with pytest.raises(AttributeError):
        absent("encoder.layer.8").change(torch.nn.Linear(2, 2))


def test_a_share_of_an_earlier_layer_is_added_to_tokens() -> None:
    import torch

    class Layers(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.auto_model = torch.nn.Identity()
            self.auto_model.config = SimpleNamespace(output_hidden_states=False)

        def forward(self, states: list[torch.Tensor]) -> dict[str, object]:
            given = {"token_embeddings": states[-1], "sentence_embedding": states[-1].mean(dim=1)}
            return given | ({"all_layer_embeddings": states} if self.auto_model.config.output_hidden_states else {})

    model = torch.nn.Sequential(Layers())
    Adapter(lambda: ({}, {}), "by hand", earlier=1, share=0.5).apply(model)
    given = model([torch.tensor([[vector]]) for vector in ([9.0, 9.0], [0.0, 4.0], [3.0, 0.0])])
    assert given["token_embeddings"].tolist() == [[[1.0, 0.5]]]
    assert given["sentence_embedding"].tolist() == [[3.0, 0.0]]


def test_changes_on_top_of_others_are_added() -> None:
    def matrices(rows: list[list[float]]) -> dict[str, np.ndarray]:
        return {"both": np.array(rows, np.float32), f"only {len(rows)}": np.array(rows, np.float32)}

    # B A: of rank 1 (1, 2)ᵀ (3, 0) = (3, 0; 6, 0); of rank 2 the identity times itself
    column = {name: np.array([[1], [2]], np.float32) for name in ("both", "only 1")}
    first = Adapter(lambda: (matrices([[3, 0]]), column), "one")
    more = matrices([[1, 0], [0, 1]]), {name: np.eye(2, dtype=np.float32) for name in ("both", "only 2")}
    whole = first.with_more(lambda: more, "two")
    assert {name: change.tolist() for name, change in whole.changes.items()} == {
        "both": [[4, 0], [6, 1]],
        "only 1": [[3, 0], [6, 0]],
        "only 2": [[1, 0], [0, 1]],
    }
    assert whole.fingerprint == "one-two"
    assert first.changes["both"].tolist() == [[3, 0], [6, 0]]


@pytest.mark.model
def test_the_bundled_adapter_changes_its_model_a_little() -> None:
    from sentence_transformers import SentenceTransformer

    from index.models.bundled import bundled_model

    model = SentenceTransformer(bundled_model(), device="cpu")
    texts = ["query: Wat is DIANA?", "passage: De NAR zal DIANA nader uitwerken.", "passage: Een kat slaapt."]
    before = model.encode(texts, normalize_embeddings=True)
    bundled_adapter().apply(model)
    after = model.encode(texts, normalize_embeddings=True)
    cosines = (before * after).sum(axis=1)
    assert (cosines > 0.8).all()
    assert (cosines < 0.9999).all()


def test_it_is_read_once_and_goes_by_its_content() -> None:
    adapter = bundled_adapter()
    assert adapter is bundled_adapter()
    assert len(adapter.fingerprint) == 8
    assert (adapter.earlier, adapter.share) == (8, pytest.approx(0.4))
    assert all(np.isfinite(change).all() and change.any() for change in adapter.changes.values())


def test_the_changes_for_questions_were_learned_on_this_adapter() -> None:
    with np.load(ROOT / "index" / "models" / "questions.npz", allow_pickle=False) as arrays:
        assert arrays["adapter"].item() == bundled_adapter().fingerprint, "run fit_questions.py again"
        assert arrays["conversations"].item() > 0, "run fit_conversations.py on them"


def test_questions_are_read_with_more_changes_than_passages() -> None:
    passages, questions = bundled_adapter(), question_adapter()
    assert questions is question_adapter()
    assert questions.fingerprint.startswith(f"{passages.fingerprint}-")
    assert (questions.earlier, questions.share) == (passages.earlier, passages.share)
    assert questions.changes.keys() == passages.changes.keys()
    more = [questions.changes[name] - change for name, change in passages.changes.items()]
    assert all(np.isfinite(change).all() and change.any() for change in more)
