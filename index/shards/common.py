"""The codes that all shards of a folder pack token vectors by, in its ``codes.npz``.

A library learns its codes from its own vectors, which no worker has whole. So the first worker learns them from
passages that are drawn from all files, and the others use what they find. Learning gives other last digits on other
machines: what is there is never written over.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus import read_file
from index.encoder import Encoder, ModelIdentity
from index.errors import ShardError, ShardMismatch
from index.files import synced
from index.folder import merging
from index.folder.update import embedded
from index.passages import Passage, passages_of
from index.shards.listing import Listing
from index.shards.part import BROKEN
from index.vectors.codes import ProductCodes

CODES = "codes.npz"
DRAWN = 1_000  # passages, whose token vectors are a few times what codes are learned from


def common_codes(
    listing: Listing, out: Path, place: Path, encoder: Encoder, known: ProductCodes | None
) -> ProductCodes | None:
    """The codes in ``out``, None where all is so little that a byte a dimension will do. Where there are none yet they
    become those ``known``, or are learned; what is not whole yet is written in the folder ``place``. Raises ShardError,
    ShardMismatch where there are others than those ``known``."""
    if not (out / CODES).exists():
        _put(out / CODES, place, encoder.identity, known or _learned(listing, encoder))
    codes = read_codes(out, encoder.identity)
    if known and (codes is None or codes.digest() != known.digest()):
        raise ShardMismatch(
            f"The library packs token vectors by other codes than {out / CODES}. Give --out another folder, or name "
            "the library that these shards are for with --library."
        )
    return codes


def read_codes(out: Path, model: ModelIdentity | None = None) -> ProductCodes | None:
    """The codes in a folder of shards. Raises ShardError where they are missing or damaged, ShardMismatch where they
    are for vectors of another model than the one given."""
    try:
        with np.load(out / CODES, allow_pickle=False) as arrays:
            own = ModelIdentity(**json.loads(arrays["model"].tobytes()))
            codes = ProductCodes(arrays) if any(arrays[name].size for name in arrays.files if name != "model") else None
    except BROKEN as error:
        raise ShardError(
            f"{out / CODES} is missing or damaged ({error}). Put back the one that the shards in {out} were made with, "
            "or embed into a new folder."
        ) from error
    if model and own != model:
        raise ShardMismatch(
            f"The shards in {out} are made with the model {own.name}, and this is {model.name}, or has other weights. "
            "Give --out another folder, or the --model of these."
        )
    return codes


def _put(path: Path, place: Path, model: ModelIdentity, codes: ProductCodes | None) -> None:
    """Write ``codes`` to ``path``, unless they are there by then."""
    part = place / f"part.{CODES}"
    made_with = np.frombuffer(json.dumps(model.to_json()).encode(), np.uint8)
    np.savez(part, model=made_with, **(codes.arrays if codes else {}))  # type: ignore[arg-type]
    synced(part)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    synced(path.parent)


def _learned(listing: Listing, encoder: Encoder) -> ProductCodes | None:
    """Codes for token vectors of the passages of ``listing``, None where those are not more than a library holds in a
    byte a dimension."""
    passages: list[Passage] = []
    for each in listing.shuffled():
        if each.failure is None:
            for letter in read_file(each.file).letters:
                passages += passages_of(letter, len(passages))
        if len(passages) > merging.PACKED_FROM:
            drawn = _spread(passages, DRAWN)
            return ProductCodes.learned(merging.sample(list(embedded(encoder, drawn, {}, None))))
    return None


def _spread(passages: Sequence[Passage], most: int) -> list[Passage]:
    """At most ``most`` of ``passages``, evenly spread."""
    places = np.linspace(0, len(passages) - 1, min(most, len(passages))).astype(int)
    return [passages[place] for place in places.tolist()]
