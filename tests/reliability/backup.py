"""What a backup takes and holds, and what it would be without the derived files.

    python -m tests.reliability.backup LIBRARY...

The libraries are those that `python -m tests.benchmarks.query --cache DIR` made; they are only read.
"""

import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from index import Library
from index.folder.backup import back_up
from index.folder.database import DATABASE
from index.folder.restoring import restore
from index.folder.store import Store
from index.folder.update import CHUNK, embedded
from index.models.loading import load_encoder
from tests.reliability.reporting import report

SAMPLE = 2 * CHUNK  # passages that are embedded, to tell how long all would take


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def measured(library: Path, place: Path) -> list[str]:
    file, new = place / "backup.zip", place / "new"
    encoder = load_encoder(None)
    backing, made = timed(lambda: back_up(library, file))
    restoring, _ = timed(lambda: restore(file, new))
    with zipfile.ZipFile(file) as archive:
        texts = archive.getinfo(DATABASE).compress_size
    question = "Wat is de termijn voor bezwaar?"
    before, after = (Library.open(path, encoder=encoder).ask(question, 10) for path in (library, new))
    assert [hit.id for hit in before.passages] == [hit.id for hit in after.passages]
    with closing(Store.open(library / DATABASE).database) as database:
        rows = database.query(f"SELECT key FROM passages ORDER BY random() LIMIT {SAMPLE}")
        passages = list(islice(Store(database).passages([row[0] for row in rows]).values(), SAMPLE))
    embedding, _ = timed(lambda: list(embedded(encoder, passages, {}, None)))
    again = embedding / len(passages) * made.passages
    return [
        f"{made.passages:,}", f"{backing:.1f}", f"{restoring:.1f}", f"{made.size / 1e6:,.0f}", f"{texts / 1e6:,.0f}",
        f"{again / 60:,.0f} min",
    ]  # fmt: skip


def main(libraries: list[Path]) -> None:
    rows = []
    for library in libraries:
        with tempfile.TemporaryDirectory(dir=library.parent) as place:
            rows.append(measured(library, Path(place)))
    notes = (
        "With the derived files a backup is some times as large as the texts alone, and restored in the time that they "
        f"take to copy and compare. Without them they would have to be made again: so long as told, from {SAMPLE} "
        "passages embedded here. So they are in it."
    )
    head = ["passages", "backup s", "restore s", "MB", "of them texts, MB", "to embed all again"]
    report("backup", "A backup", head, rows, notes)


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
