"""Any sentence-transformers model, exported once to run on ONNX Runtime.

The export is checked against the original on fixed texts and kept in the user's cache, with a manifest. A model that
cannot be exported runs on torch; that is kept too, so that it is not tried again at each start.
"""

import contextlib
import functools
import hashlib
import io
import json
import logging
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock

from index.encoder import Encoder, Floats, ModelIdentity, Notice, Progress, told, unit
from index.errors import ModelError
from index.models.adapter import Adapter
from index.models.bundled import cache_folder
from index.models.runtime import network
from index.models.transformer import (
    SentenceEncoder,
    identity_of,
    load_model,
    network_of,
    on_graphics_card,
    reading_of,
    tokenizer_of,
)
from index.models.windows import Network, Reading, WindowEncoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

# Part of the folder's name, so that a change in how a model is exported never meets an old export.
LAYOUT = 1
ALIKE = 0.9999  # the lowest cosine between a vector of the original and that of its export
TEXTS = (
    "Hoeveel geeft Nederland uit aan defensie?",
    "Which countries have not yet ratified the treaty?",
    "De minister zegt toe de Kamer vóór 1 juli 2026 te informeren over de uitkomsten.",
    "The subsidy is paid in four instalments; the last of them, 12.5 %, after the final report has been approved.",
    "Gemeenten ontvangen hiervoor € 1,3 miljard. " * 12,
)
# What torch's exporter prints behind each step: the model is traced, made of simpler operations, translated, shortened.
TICK, PRINTED = "✅", 4
STEPS = PRINTED + 2  # the graph is written, and compared with the model
_LOG = logging.getLogger("vindplaats")


def exported(name: str, notice: Notice | None = None, adapter: Adapter | None = None) -> Encoder:
    """The encoder for a hub name or a folder, changed by ``adapter``, from its export where there is one. Raises
    ModelError."""
    fingerprint = _fingerprint(name, adapter)
    if fingerprint:
        ready = _opened(_folder(name, fingerprint), adapter)
        if ready:
            return ready
    model = load_model(name)
    if adapter:
        adapter.apply(model)
    fingerprint = fingerprint or _fingerprint(name, adapter) or name
    identity = identity_of(model, name, fingerprint)
    tokenizer = tokenizer_of(model)
    if tokenizer is None:
        return SentenceEncoder(model, identity)
    reading = reading_of(model, name)
    folder = _folder(name, fingerprint)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):  # a second process waits here, then finds it
            if not folder.is_dir():
                progress = told(notice, "preparing the model, once", "steps")
                _export(model, tokenizer, identity, reading, folder, progress)
            ready = _opened(folder, adapter)
    except OSError as error:
        raise ModelError(
            f"The model cannot be exported to {folder.parent}: {error.strerror or error}. "
            "Make room or set VINDPLAATS_CACHE to a folder that can be written."
        ) from error
    if ready:
        return ready
    reason = _manifest(folder)["refused"]
    _LOG.warning("The model %s runs on torch, and slower, since it cannot be exported: %s", name, reason)
    return WindowEncoder(identity, tokenizer, network_of(model), reading)


def _folder(name: str, fingerprint: str) -> Path:
    # what cannot be exported with these versions may be with others
    made_with = hashlib.blake2b(json.dumps(_made_with()).encode(), digest_size=3).hexdigest()
    slug = re.sub(r"[^\w.+]+", "-", f"{Path(name).name}-{fingerprint}")
    return cache_folder() / "exported" / f"{slug}-{LAYOUT}-{made_with}"


def _made_with() -> dict[str, str]:
    return {package: version(package) for package in ("onnxruntime", "sentence-transformers", "torch", "transformers")}


def _fingerprint(name: str, adapter: Adapter | None) -> str | None:
    """A short hash of the weights: the hub's commit, or sizes and edges of the folder's files; None where the hub's
    model is not on this machine yet."""
    folder = Path(name)
    if not folder.is_dir():
        from huggingface_hub import try_to_load_from_cache

        try:
            found = try_to_load_from_cache(name, "config.json")
        except ValueError:  # not a name of the hub's; loading tells of it
            return None
        if not isinstance(found, str):
            return None
        return Path(found).parent.name[:16] + (f"+{adapter.fingerprint}" if adapter else "")
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)} {size}\n".encode())
        with path.open("rb") as file:
            digest.update(file.read(1 << 16))
            file.seek(max(0, size - (1 << 16)))
            digest.update(file.read())
    return digest.hexdigest()[:16]


def _manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return manifest


def _opened(folder: Path, adapter: Adapter | None) -> WindowEncoder | None:
    """The encoder exported to ``folder``, or None where there is none."""
    if not folder.is_dir():
        return None
    manifest = _manifest(folder)
    if manifest["refused"]:
        return None
    from tokenizers import Tokenizer

    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()  # exports of before did
    tokenizer.no_padding()
    identity, reading = ModelIdentity(**manifest["identity"]), Reading(**manifest["reading"])
    bulk = functools.partial(on_graphics_card, identity.name, adapter)
    return WindowEncoder(identity, tokenizer, network(folder / "model.onnx"), reading, bulk)


class _Ticks(io.StringIO):
    """Standard output for torch's exporter, which tells in no other way how far it is."""

    def __init__(self, reached: Callable[[int], None]) -> None:
        super().__init__()
        self._reached = reached
        self._ticks = 0

    def write(self, printed: str) -> int:
        self._ticks += printed.count(TICK)
        if TICK in printed:
            self._reached(min(self._ticks, PRINTED))
        return len(printed)


def _export(
    model: "SentenceTransformer",
    tokenizer: "Tokenizer",
    identity: ModelIdentity,
    reading: Reading,
    folder: Path,
    progress: Progress | None,
) -> None:
    """Write the export, or why there is none, to ``folder``, whole or not at all."""
    manifest: dict[str, Any] = {
        "identity": asdict(identity), "reading": asdict(reading), "made_with": _made_with(), "refused": None
    }  # fmt: skip
    part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.part-", dir=folder.parent))

    def reached(step: int) -> None:
        if progress:
            progress(step, STEPS)

    try:
        try:
            _write_graph(model, padded(tokenizer, TEXTS[:2], reading.limit), part / "model.onnx", reached)
            reached(STEPS - 1)
            manifest["cosine"] = verified(tokenizer, reading.limit, network_of(model), network(part / "model.onnx"))
        except OSError:
            raise
        except Exception as error:  # whatever torch, onnxscript and ONNX Runtime raise
            for leftover in part.iterdir():
                leftover.unlink()
            lines = str(error).strip().splitlines()
            manifest["refused"] = f"{type(error).__name__}: {lines[0] if lines else 'no reason given'}"
        tokenizer.save(str(part / "tokenizer.json"))
        (part / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        part.chmod(0o755)
        part.rename(folder)
        reached(STEPS)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _write_graph(
    model: "SentenceTransformer", example: tuple[Any, Any], path: Path, reached: Callable[[int], None]
) -> None:
    import torch

    class Both(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            output = self.model({"input_ids": ids, "attention_mask": mask})
            return output["sentence_embedding"], output["token_embeddings"]

    ids, mask = map(torch.from_numpy, example)
    texts, tokens = torch.export.Dim("texts"), torch.export.Dim("tokens")
    both = Both().eval()
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of torchvision, whatever it is asked
    with warnings.catch_warnings(), contextlib.redirect_stdout(_Ticks(reached)):
        warnings.simplefilter("ignore")
        torch.onnx.export(
            both,
            (ids, mask),
            path,
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding", "token_embeddings"],
            dynamic_shapes=({0: texts, 1: tokens}, {0: texts, 1: tokens}),
            verbose=True,
        )


def padded(tokenizer: "Tokenizer", texts: Sequence[str], limit: int) -> tuple[Any, Any]:
    """Ids and mask, (n, t) int64 each, of ``texts``, none longer than ``limit``."""
    every = [tokenizer.encode(text).ids[:limit] for text in texts]
    ids = np.zeros((len(every), max(map(len, every))), np.int64)
    mask = np.zeros_like(ids)
    for row, each in enumerate(every):
        ids[row, : len(each)] = each
        mask[row, : len(each)] = 1
    return ids, mask


def verified(tokenizer: "Tokenizer", limit: int, original: Network, export: Network) -> float:
    """The lowest cosine between the original's vectors of TEXTS and the export's, each text alone and twice at once.

    Raises ModelError where it is below ALIKE, or where the texts lie in another order around each other.
    """
    lowest = 1.0
    wholes: tuple[list[Floats], list[Floats]] = ([], [])
    for text in TEXTS:
        for times in (1, 2):
            ids = np.array([tokenizer.encode(text).ids[:limit]] * times, np.int64)
            before, after = original(ids), export(ids)
            cosines = [(unit(a) * unit(b)).sum(axis=-1).min() for a, b in zip(before, after, strict=True)]
            lowest = min(lowest, *map(float, cosines))
        wholes[0].append(before[0][0])
        wholes[1].append(after[0][0])
    orders = [np.argsort(-(unit(np.stack(whole)) @ unit(np.stack(whole)).T), axis=1) for whole in wholes]
    if lowest < ALIKE or (orders[0] != orders[1]).any():
        raise ModelError(f"its vectors are not the original's (cosine {lowest:.5f})")
    return lowest
