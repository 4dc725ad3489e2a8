"""A small change to the bundled model's upper layers, learned for late interaction.

The model was trained to compare whole texts, late interaction compares tokens. Each weight matrix W of the changed
layers becomes W + B A, of low rank (Hu et al., "LoRA", 2021), when the model is loaded; nothing else of the model
changes, and it costs no time when it reads. tests/evaluation/fitting/fit_adapter.py learns it.
"""

import functools
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from index.encoder import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """The change (out, in) float32 to each weight matrix, by the name of its linear layer in the transformer."""

    changes: dict[str, Floats]
    fingerprint: str

    def apply(self, transformer: Any) -> None:
        """Change a torch module's weights in place. Raises AttributeError for a module without such layers."""
        import torch

        with torch.no_grad():
            for name, change in self.changes.items():
                weight = transformer.get_submodule(name).weight
                weight += torch.from_numpy(change).to(weight.device)


@functools.cache
def bundled_adapter() -> Adapter:
    """The adapter for the bundled model: adapter.npz holds "NAME.A" (r, in) and "NAME.B" (out, r), float16."""
    stored = files("index").joinpath("adapter.npz")
    with stored.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        names = sorted(name.removesuffix(".A") for name in arrays.files if name.endswith(".A"))
        a, b = ({name: arrays[f"{name}.{part}"].astype(np.float32) for name in names} for part in "AB")
    digest = hashlib.blake2b(stored.read_bytes(), digest_size=4)
    return Adapter({name: b[name] @ a[name] for name in names}, digest.hexdigest())
