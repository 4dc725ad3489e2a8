"""What makes the bundled model, which was trained to compare whole texts, one for late interaction, which compares
tokens.

Each weight matrix W of the upper layers becomes W + B A, of low rank (Hu et al., "LoRA", 2021), when the model is
loaded. And a token's vector is not the last layer's alone, which knows most of what stands around the token, but with a
share of an earlier one's, which still knows most of the token itself. Neither costs time that can be measured.
tests/evaluation/fitting/fit_adapter.py learns the changes, and tells how the share was chosen. Questions are read with
more changes than passages, which fit_questions.py and fit_conversations.py learn: so a library stays as it is when they
are learned again. And a question that is read together with a passage is read with others.
"""

import functools
import hashlib
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from index.encoder import Floats

Matrices = tuple[dict[str, Floats], dict[str, Floats]]  # A (r, in) and B (out, r) by the name of their layer


class Adapter:
    """Low-rank changes by the name of the linear layer in the transformer that they are of: A (r, in), B (out, r).

    To what the last layer makes of a token ``share`` times what layer ``earlier`` does is added, both of unit length (1
    is the first; 0 what goes into it); the vectors of whole texts stay the mean of the last.
    """

    def __init__(
        self, matrices: Callable[[], Matrices], fingerprint: str, earlier: int = 0, share: float = 0.0
    ) -> None:
        """``matrices`` gives A and B; they are read only to make a graph, and not at each start."""
        self._matrices = matrices
        self.fingerprint = fingerprint
        self.earlier = earlier
        self.share = share

    @functools.cached_property
    def changes(self) -> dict[str, Floats]:
        """The change (out, in) float32 to each weight matrix. They are multiplied out at the first call: a fifth of a
        second, which is needed only to make a graph."""
        a, b = self._matrices()
        return {name: b[name] @ a[name] for name in a}

    def with_more(self, matrices: Callable[[], Matrices], fingerprint: str) -> "Adapter":
        """These changes and others on top of them, whose matrices stand beside these: [B, b] [A; a] = B A + b a."""

        def both() -> Matrices:
            every = self._matrices(), matrices()
            above: dict[str, Floats] = {}
            beside: dict[str, Floats] = {}
            for name in every[0][0].keys() | every[1][0].keys():
                above[name] = np.concatenate([a[name] for a, _ in every if name in a])
                beside[name] = np.concatenate([b[name] for _, b in every if name in b], axis=1)
            return above, beside

        return Adapter(both, f"{self.fingerprint}-{fingerprint}", self.earlier, self.share)

    def apply(self, model: Any) -> None:
        """Change a sentence-transformers model in place. Raises AttributeError where it has no such layers."""
        from torch import Tensor, nn
        from torch.nn.functional import normalize

        layer, share = self.earlier, self.share

        class WithEarlier(nn.Module):
            def forward(self, features: dict[str, Any]) -> dict[str, Any]:
                last: Tensor = normalize(features["token_embeddings"], dim=-1)
                earlier: Tensor = normalize(features["all_layer_embeddings"][layer], dim=-1)
                return features | {"token_embeddings": last + share * earlier}

        transformer = model[0].auto_model
        self.change(transformer)
        transformer.config.output_hidden_states = True
        model.append(WithEarlier())

    def change(self, transformer: Any) -> None:
        """Change the weights of a torch module. Raises AttributeError for one without such layers."""
        import torch

        with torch.no_grad():
            for name, change in self.changes.items():
                weight = transformer.get_submodule(name).weight
                weight += torch.from_numpy(change).to(weight.device)


@functools.cache
def bundled_adapter() -> Adapter:
    """The bundled model's, for passages: adapter.npz holds the matrices, "earlier" and "share"."""
    with _stored("adapter.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        earlier, share = int(arrays["earlier"]), float(arrays["share"])
    return Adapter(lambda: _matrices("adapter.npz"), _hash("adapter.npz"), earlier, share)


@functools.cache
def question_adapter() -> Adapter:
    """The one for questions: the changes that passages are read with, and on top of them those in questions.npz, which
    were learned for questions alone. What a library holds does not depend on it."""
    return bundled_adapter().with_more(lambda: _matrices("questions.npz"), _hash("questions.npz"))


@functools.cache
def cross_adapter() -> Adapter:
    """The one for a question and a passage that are read together: see index/models/cross_encoder.py."""
    return bundled_adapter().with_more(lambda: _matrices("cross_encoder.npz"), _hash("cross_encoder.npz"))


@functools.cache
def conversation_adapter() -> Adapter:
    """The one for a question that is read together with a passage behind those before it."""
    return bundled_adapter().with_more(lambda: _matrices("cross_conversations.npz"), _hash("cross_conversations.npz"))


def _stored(name: str) -> Traversable:
    return files("index.models").joinpath(name)


def _hash(name: str) -> str:
    return hashlib.blake2b(_stored(name).read_bytes(), digest_size=4).hexdigest()


def _matrices(name: str) -> Matrices:
    """A and B by the name of their layer, float32, of a file that holds them as "NAME.A" and "NAME.B", float16."""
    with _stored(name).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        names = sorted(each.removesuffix(".A") for each in arrays.files if each.endswith(".A"))
        a, b = ({each: arrays[f"{each}.{part}"].astype(np.float32) for each in names} for part in "AB")
    return a, b
