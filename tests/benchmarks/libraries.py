"""Libraries of any size, made of real paragraphs of laws and, beyond REAL of them, of perturbed copies.

The real ones are added through the product. A copy has its paragraph's words under a key of its own; its vectors are
turned a little at random, and so are its token vectors, so that no two are alike: what is measured on copies is time
and size, not quality.
"""

import json
import shutil
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from index import Library
from index.encoder import Encoder, unit
from index.folder.merging import clear, write_generation
from index.folder.store import Store
from index.folder.update import DATABASE, writing
from index.vectors.dense import packed, unpacked
from index.vectors.piece import Piece
from index.vectors.segment import open_segment
from tests.benchmarks.encode import paragraphs

REAL = 20_000
TURN = 0.5  # how long the random vector is that is added to one of length 1: copies have a cosine of about .9
FLIPPED = 0.05  # of the bytes of packed token vectors
SEED = 6
KINDS = {
    "library": "texts and words",
    "codes": "token vectors",
    "sentence_codes": "token vectors of sentences",
    "vectors": "vectors",
    "dense": "index of vectors",
}
"""What is in a library's files, by their names."""


def bytes_of(folder: Path) -> Counter[str]:
    """How many bytes of a library's files are of what kind."""
    found = Counter[str]()
    for path in folder.rglob("*"):
        if path.is_file():
            found[KINDS.get(path.stem, "the rest")] += path.stat().st_size
    return found


def library_of(size: int, cache: Path, encoder: Encoder) -> Library:
    """A library of ``size`` paragraphs, made in ``cache`` where it isn't there yet."""
    path = cache / f"{'laws' if size <= REAL else 'copies'}-{encoder.identity.fingerprint}-{size}"
    if not (path / DATABASE).exists():
        if size > REAL:
            library_of(REAL, cache, encoder).close()
            shutil.copytree(cache / f"laws-{encoder.identity.fingerprint}-{REAL}", path)
            _multiply(path, size)
        else:
            _add(path, size, encoder)
    return Library.open(path, encoder=encoder)


def _add(path: Path, count: int, encoder: Encoder) -> None:
    path.mkdir(parents=True, exist_ok=True)
    file = path.with_suffix(".jsonl")
    entries = ({"id": f"wet-{place}", "text": text, "language": "nl"} for place, text in enumerate(paragraphs(count)))
    file.write_text("\n".join(json.dumps(entry) for entry in entries), encoding="utf-8")
    with closing(Library.open(path, encoder=encoder)) as library:
        report = library.add([file])
        assert (report.passages, report.failures) == (count, ())


def _multiply(path: Path, size: int) -> None:
    """Copies of all passages until there are ``size``."""
    with writing(path) as store:
        record = store.meta("generation")
        segments = [open_segment(path, each) for each in record["segments"]]
        count = sum(map(len, segments))
        pieces = (
            _copy(piece, number, count)
            for number in range(1, -(-size // count))
            for segment in segments
            for piece in segment.without({int(key) for key in segment.piece.keys if int(key) + number * count > size})
        )
        written = write_generation(path, record, pieces, ())
        with store.database.transaction():
            for number in range(1, -(-size // count)):
                _copy_rows(store, number, count, size)
            store.set_meta("generation", written)
        clear(path, written)


def _copy(piece: Piece, number: int, count: int) -> Piece:
    drawn = np.random.default_rng((SEED, number, int(piece.keys[0])))
    shape = piece.vectors.shape
    noise = unit(drawn.standard_normal(shape, np.float32))
    return replace(
        piece,
        keys=piece.keys + number * count,
        vectors=packed(unit(unpacked(piece.vectors) + TURN * noise)),
        codes=_flipped(piece.codes, drawn),
        sentence_codes=_flipped(piece.sentence_codes, drawn),
    )


def _flipped(codes: Any, drawn: np.random.Generator) -> Any:
    flips = drawn.random(codes.shape, np.float32) < FLIPPED
    return np.where(flips, drawn.integers(0, 256, codes.shape, np.uint8), codes)


def _copy_rows(store: Store, number: int, count: int, size: int) -> None:
    shift = number * count
    last = min(count, size - shift)
    for change in (
        "INSERT INTO letters SELECT id || '-{n}', title, language, url, metadata, footnotes, head, source, "
        "substr(hash, 1, instr(hash || ' ', ' ') - 1), "  # without the seal, which is of the other id
        "added, date, dossier, senders FROM letters WHERE id IN (SELECT letter FROM passages WHERE key <= {last})",
        "INSERT INTO passages SELECT key + {shift}, id || '-{n}', letter || '-{n}', section, paragraph, page, "
        "text, footnotes, locator FROM passages WHERE key <= {last}",
        "INSERT INTO lexical (rowid, stems, forms) SELECT rowid + {shift}, stems, forms FROM lexical "
        "WHERE rowid <= {last}",
    ):
        store.database.query(change.format(n=number, shift=shift, last=last))
    store.database.query(
        "UPDATE lexical_size SET stems = stems * 1.0 / passages * (SELECT count(*) FROM passages), "
        "passages = (SELECT count(*) FROM passages)"
    )
    if number == 1:
        store.database.query("UPDATE vocabulary SET passages = passages * ?", (size // count,))
