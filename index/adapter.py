"""A small change to the bundled model's upper layers, learned for late interaction.

The model was trained to compare whole texts, late interaction compares tokens. Each weight matrix W of the changed
layers becomes W + B A, of low rank (Hu et al., "LoRA", 2021), when the model is loaded; nothing else of the model
changes, and it costs no time when it reads. tests/evaluation/fitting/fit_adapter.py learns it.
"""

import functools
import hashlib
from importlib.resources import files
from typing import Any

import numpy as np

from index.encoder import Floats


class Adapter:
    """Low-rank changes by the name of the linear layer in the transformer that they are of: A (r, in), B (out, r)."""

    def __init__(self, a: dict[str, Floats], b: dict[str, Floats], fingerprint: str) -> None:
        self._a = a
        self._b = b
        self.fingerprint = fingerprint

    @functools.cached_property
    def changes(self) -> dict[str, Floats]:
        """The change (out, in) float32 to each weight matrix. They are multiplied out at the first call: a fifth of a
        second, which is needed only to make a graph."""
        return {name: self._b[name] @ self._a[name] for name in self._a}

    def apply(self, transformer: Any) -> None:
        """Change a torch module's weights in place. Raises AttributeError for a module without such layers."""
        import torch

        with torch.no_grad():
            for name, change in self.changes.items():
                weight = transformer.get_submodule(name).weight
                weight += torch.from_numpy(change).to(weight.device)


@functools.cache
def bundled_adapter() -> Adapter:
    """The adapter for the bundled model: adapter.npz holds "NAME.A" and "NAME.B", float16."""
    stored = files("index").joinpath("adapter.npz")
    with stored.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        names = sorted(name.removesuffix(".A") for name in arrays.files if name.endswith(".A"))
        a, b = ({name: arrays[f"{name}.{part}"].astype(np.float32) for name in names} for part in "AB")
    return Adapter(a, b, hashlib.blake2b(stored.read_bytes(), digest_size=4).hexdigest())
