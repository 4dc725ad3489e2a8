"""What a library of 1, 10 and 100 million paragraphs takes, worked out of what the other commands here measured.

    python -m tests.benchmarks.capacity

Writes docs/capacity.md. Nothing is measured here: the results of ``query``, ``build`` and ``parity`` are read. What
those did not measure is said.
"""

import json
import math
import sys
from typing import Any

from index.models.loading import DIMENSIONS
from tests.benchmarks.build import LETTERS, PARAGRAPHS
from tests.benchmarks.reporting import HERE
from tests.conftest import ROOT

TARGET = ROOT / "docs" / "capacity.md"
SIZES = (1_000_000, 10_000_000, 100_000_000)
MEASURED = 100_000, 1_000_000  # sizes of a library in a folder, of which the second is the largest that was measured
SERVER = "Milvus 2.3.5"
WORKERS = 16  # cores of a machine that embeds
PARAMETERS = 21.3e6  # of the model without its vocabulary
TOKENS = 110  # of a passage with its sentences, counted while a vector of each was kept, in the library of ``parity``
CARD = 50e12  # operations a second, which is assumed of a graphics card
QUESTIONS = 10  # a second, that a library is to answer


def results(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((HERE / "results" / f"{name}.json").read_text("utf-8"))
    return content


def plan() -> str:
    """The page."""
    query, build, parity = results("query"), results("build"), results("parity")
    small, large = (query["figures"]["sizes"][str(size)] for size in MEASURED)
    growth = {key: (large[key] - small[key]) / (MEASURED[1] - MEASURED[0]) for key in ("p50", "own_mb")}
    adding = next(iter(build["figures"]["steps"].values()))["seconds"]
    cores = build["machine"]["cores"]
    rate = LETTERS * PARAGRAPHS / adding / cores
    server = parity["figures"]["measured"][SERVER]
    folder, kinds = parity["figures"]["measured"]["a folder"], large["of_them"]
    tokens = sum(size for kind, size in kinds.items() if kind.startswith("token vectors")) / sum(kinds.values())

    def of_folder(key: str, size: int) -> float:
        return float(large[key]) + growth[key] * (size - MEASURED[1])

    def column(size: int) -> list[str]:
        hours = size / rate / 3600
        asking = of_folder("p50", size)
        return [
            f"{size // 1_000_000} M",
            _bytes(size * DIMENSIONS * 4),
            _bytes(size * large["bytes_a_paragraph"]),
            _bytes(size * large["bytes_a_paragraph"] * tokens),
            _bytes(of_folder("own_mb", size) * 1e6),
            _seconds(asking / 1000),
            f"{math.ceil(QUESTIONS * asking / 1000) * cores}",
            _bytes(size * server["memory"]),
            _bytes(size * server["disk"]),
            f"{hours:,.0f}",
            f"{hours / WORKERS:,.{0 if hours > WORKERS else 1}f}",
            f"{2 * PARAMETERS * TOKENS * size / CARD / 3600:,.2f}",
        ]

    names = [
        "paragraphs",
        "their vectors as a server holds them, 384 × float32",
        "in a folder: disk",
        "of that, packed token vectors",
        "in a folder: a process's own memory, beside the files that it has mapped",
        f"in a folder: a question, p50, on {cores} cores",
        f"in a folder: cores for {QUESTIONS} questions a second",
        f"on a server ({SERVER}): memory",
        f"on a server ({SERVER}): disk",
        "embedding: hours of one core",
        f"embedding: hours of a machine of {WORKERS} cores, in shards",
        "embedding: hours of a graphics card, by arithmetic only",
    ]
    columns = [column(size) for size in SIZES]
    lines = [[name, *(each[place] for each in columns)] for place, name in enumerate(names)]
    lines.insert(1, ["---", *["---:"] * len(SIZES)])
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    machine = query["machine"]
    passages, takes = parity["figures"]["passages"], f"{server['p50']:.0f} ms and in a folder {folder['p50']:.0f}"
    processor, operations = build["machine"]["processor"], f"{CARD / 1e12:.0f} × 10¹²"
    return f"""# How much it takes

Written by `python -m tests.benchmarks.capacity` of what was measured
([RESULTS.md](../tests/benchmarks/RESULTS.md)), not by hand.

{table}

## Where the figures come from

- **A folder**: {MEASURED[1]:,} paragraphs of laws were measured: {large["bytes_a_paragraph"]:,} bytes of disk each,
  p50 {large["p50"]:.0f} ms, {large["own_mb"]:,} MB of a process's own. What is beyond that is a straight line through
  {MEASURED[0]:,} and {MEASURED[1]:,}, {growth["p50"] * 1e6:.0f} ms and {growth["own_mb"] * 1e6:.0f} MB for each
  million, and was not run. Its own memory is what it cannot do without. The files are mapped beside it: what is read of
  them stays in memory as long as the system has room, {large["resident_mb"] - large["own_mb"]:,} MB of them at a
  million, and is given back when it has not. Token vectors are {tokens:.0%} of the files. What is not in memory is read
  as it is asked for: a disk slower than an SSD is felt.
- **A server**: {passages:,} passages were put on {SERVER} on the same two cores, where a question took
  {takes}. Memory is what the server's process grew by, everything in it held in memory, and disk what
  its folder grew by, its log included. Servers let go of their log in time, and newer ones can map fields into memory,
  so it may be less. Of 10 million and more nothing was run.
- **Embedding**: {rate:.0f} paragraphs a second on a core, each of its sentences by itself too, from the command line
  ({processor}). Shards share nothing, so machines add up. No graphics card was at hand: the last line is
  2 × {PARAMETERS / 1e6:.1f} million parameters × {TOKENS} tokens a passage, counted in the library of
  {passages:,}, at {operations} operations a second, which is assumed;
  reading texts and cutting them into tokens comes on top, on the cores beside the card.
- The machine: {machine["processor"]}, {machine["cores"]} cores, {machine["memory_gb"]} GB.

## What changes at each step

- **1 million**: one folder on one machine with two cores. `add` embeds it
  within a day; nothing else is needed.
- **10 million**: embed in shards on some machines (`vindplaats embed`), or
  the first `add` takes some days. A folder still answers, but a question is felt; where more than a few people ask, put
  the library on a server with the memory above, and as many machines that run `vindplaats serve` on it as have to
  answer.
- **100 million**: a cluster, its collections shared out over query nodes that together have the memory above; token
  vectors and texts, which are read for some hundred passages a question only, mapped from disk (Milvus from 2.4 on).
  Embedding is a job for a Ray cluster. This was not run: begin with a tenth of it, and run
  `python -m tests.benchmarks.parity --server HOST:PORT` on your cluster.
"""


def _bytes(size: float) -> str:
    return f"{size / 1e9:,.1f} GB" if size < 1e11 else f"{size / 1e9:,.0f} GB"


def _seconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def main() -> int:
    TARGET.write_text(plan(), "utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)} is written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
