"""The packed weights → a sentence-transformers folder.

File layout (little endian), as read from the package's own loader:

    "E5S1" · u32 version · i32 hidden, layers, heads, intermediate, vocabulary, positions, token types ·
    f32 layer-norm epsilon · i32 block size ·
    i32 pieces, bos, eos, pad, unk · u64 blob length · u32[pieces + 1] offsets · f32[pieces] scores · blob ·
    i32 normalisation entries · u32 their bytes · (u32 code point · u8 n · u32[n])* ·
    i32 tensors · (u16 name length · name · u8 type · u32 count · u64 offset · u64 bytes)* · tensors

A Q4_0 block holds 32 weights: one fp16 scale, then 16 bytes of nibbles. The low nibble of byte j is weight j,
the high nibble weight j + 16; a weight is (nibble - 8) * scale.
"""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import Progress
from index.errors import ModelError
from index.models.subwords import MARKS, NUMBERS, PIECES, TOKENIZER, split_by

BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
RUN = 500_000  # blocks that are made into weights at a time, 64 MB


class _Reader:
    """A cursor over the packed file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, dtype=dtype, count=count, offset=self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def write_model(data: bytes, folder: Path, manifest: dict[str, Any], progress: Progress | None = None) -> None:
    """Write the packed model ``data`` to ``folder``; ``progress`` counts the weights in MB. Raises ModelError where it
    is in another format."""
    from safetensors.numpy import save_file

    reader = _Reader(data)
    magic, _version = reader.take("4sI")
    hidden, layers, heads, intermediate, vocabulary, positions, token_types = reader.take("7i")
    epsilon, block = reader.take("fi")
    if magic != b"E5S1" or block != BLOCK:
        raise ModelError("The packed weights are not in the format this version reads.")
    pieces = _read_pieces(reader)
    stored = _read_tensors(reader, progress)

    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": intermediate,
        "vocab_size": vocabulary,
        "max_position_embeddings": positions,
        "type_vocab_size": token_types,
        "layer_norm_eps": float(f"{epsilon:.6g}"),
        "hidden_act": "gelu",
        "pad_token_id": MARKS.index("<pad>"),
        "dtype": "float32",
    }
    tensors = _bert_tensors(stored, hidden, layers, intermediate, vocabulary, positions, token_types)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    _write_tokenizer(pieces, folder)
    _write_json(folder / "config.json", config)
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": positions,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "model_input_names": ["input_ids", "attention_mask"],
        },
    )
    modules = ("Transformer", "Pooling", "Normalize")
    _write_json(
        folder / "modules.json",
        [
            {
                "idx": place,
                "name": str(place),
                "path": f"{place}_{name}" if place else "",
                "type": f"sentence_transformers.models.{name}",
            }
            for place, name in enumerate(modules)
        ],
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": positions, "do_lower_case": False})
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True},
    )
    _write_json(folder / "manifest.json", manifest)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _read_pieces(reader: _Reader) -> list[tuple[str, float]]:
    """The tokenizer's, each with its score."""
    pieces, *marks, unknown = reader.take("5i")
    (blob_length,) = reader.take("Q")
    offsets = reader.array("<u4", pieces + 1)
    scores = reader.array("<f4", pieces)
    blob = reader.bytes(blob_length)
    _entries, normalisation_bytes = reader.take("iI")
    reader.bytes(normalisation_bytes)

    read = [
        (blob[start:end].decode("utf-8"), float(score))
        for start, end, score in zip(offsets[:-1].tolist(), offsets[1:].tolist(), scores, strict=True)
    ]
    begin, end, padding = marks
    if tuple(read[place][0] for place in (begin, padding, end, unknown)) != MARKS:
        raise ModelError("The packed weights have other marks than this version reads.")
    return read


def _write_tokenizer(pieces: list[tuple[str, float]], folder: Path) -> None:
    split_by(pieces).save(str(folder / TOKENIZER))
    order = sorted(range(len(pieces)), key=lambda number: pieces[number][0])
    np.save(folder / PIECES, np.array([pieces[number][0] for number in order]))
    np.save(folder / NUMBERS, np.array([(number, pieces[number][1]) for number in order]))


def _read_tensors(reader: _Reader, progress: Progress | None) -> dict[str, np.ndarray]:
    """All tensors by their packed name, flat, float32."""
    entries: dict[str, tuple[int, int, int]] = {}
    (count,) = reader.take("i")
    for _ in range(count):
        (name_length,) = reader.take("H")
        name = reader.bytes(name_length).decode("ascii")
        _, values, offset, size = reader.take("BIQQ")
        entries[name] = values, offset, size
    whole, done = sum(values for values, _, _ in entries.values()), 0
    stored: dict[str, np.ndarray] = {}
    for name, (values, offset, size) in entries.items():
        if size == values * 4:
            stored[name] = np.frombuffer(reader.data, dtype="<f4", count=values, offset=offset)
            done += values
            continue
        blocks = np.frombuffer(reader.data, np.uint8, size, offset).reshape(-1, BLOCK_BYTES)
        weights = np.empty((len(blocks), BLOCK), np.float32)
        for start in range(0, len(blocks), RUN):
            run = blocks[start : start + RUN]
            weights[start : start + RUN] = _dequantised(run)
            done += len(run) * BLOCK
            if progress:
                progress(done * 4 // 1_000_000, whole * 4 // 1_000_000)
        stored[name] = weights.reshape(-1)
    if progress:
        progress(whole * 4 // 1_000_000, whole * 4 // 1_000_000)
    return stored


def _dequantised(blocks: np.ndarray) -> np.ndarray:
    """Q4_0 blocks (n, 18) uint8 as weights (n, 32) float32."""
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1)
    weights: np.ndarray = (nibbles.astype(np.float32) - 8.0) * scales
    return weights


def _bert_tensors(
    stored: dict[str, np.ndarray],
    hidden: int,
    layers: int,
    intermediate: int,
    vocabulary: int,
    positions: int,
    token_types: int,
) -> dict[str, np.ndarray]:
    """The packed tensors under the names and shapes of ``transformers.BertModel``."""
    tensors = {
        "embeddings.word_embeddings.weight": stored["emb.word"].reshape(vocabulary, hidden),
        "embeddings.position_embeddings.weight": stored["emb.pos"].reshape(positions, hidden),
        "embeddings.token_type_embeddings.weight": stored["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": stored["emb.ln.w"],
        "embeddings.LayerNorm.bias": stored["emb.ln.b"],
        # mean pooling reads no pooler; zeros keep the loader from drawing one at random
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    missing = token_types - tensors["embeddings.token_type_embeddings.weight"].shape[0]
    if missing > 0:  # only type 0 is ever used
        kept = tensors["embeddings.token_type_embeddings.weight"]
        tensors["embeddings.token_type_embeddings.weight"] = np.pad(kept, ((0, missing), (0, 0)))
    parts = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    shapes = {"fi": (intermediate, hidden), "fo": (hidden, intermediate)}
    for layer in range(layers):
        for short, long in parts.items():
            weight = stored[f"l{layer}.{short}.w"]
            if not short.endswith("ln"):
                weight = weight.reshape(shapes.get(short, (hidden, hidden)))
            tensors[f"encoder.layer.{layer}.{long}.weight"] = weight
            tensors[f"encoder.layer.{layer}.{long}.bias"] = stored[f"l{layer}.{short}.b"]
    return tensors
