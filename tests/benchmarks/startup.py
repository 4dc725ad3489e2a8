"""How long it takes from the shell to an answer, and from the shell to a page that answers.

python -m tests.benchmarks.startup
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from tests.benchmarks.reporting import report
from tests.conftest import LETTER, ROOT
from tests.serving import started

ASKS, SERVES = 9, 5
QUESTION, PLACE = "Wat is DIANA?", "§ Behoud van technologische voorsprong, al. 1"


def ask(library: Path) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "app", "--library", str(library), "ask", QUESTION],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    return time.perf_counter() - began


def imported(module: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - began


def serve(library: Path) -> tuple[float, float]:
    """Seconds until the page is there, and until it has answered."""
    began = time.perf_counter()
    with started(library, errors=subprocess.DEVNULL) as (_, address):
        httpx.get(address, timeout=60).raise_for_status()
        there = time.perf_counter() - began
        done = subprocess.run(
            [sys.executable, "tests/ask_page.py", address, QUESTION, PLACE],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return there, time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        subprocess.run(
            [sys.executable, "-m", "app", "--library", str(library), "add", str(LETTER)], cwd=ROOT, check=True
        )
        ask(library)  # the first reads from the disk what the others find in memory
        asked = [ask(library) for _ in range(ASKS)]
        served = [serve(library) for _ in range(SERVES)]
        others = {module: [imported(module) for _ in range(3)] for module in ("gradio", "sentence_transformers")}
    median = statistics.median
    figures = {
        "ask": median(asked),
        "page": median(there for there, _ in served),
        "page_answer": median(answered for _, answered in served),
    }
    rows = [
        ["`vindplaats ask`, shell to answer", f"{figures['ask']:.2f} s", f"{min(asked):.2f}–{max(asked):.2f}", "≤ 1.5"],
        ["`vindplaats serve`, shell to page", f"{figures['page']:.2f} s", "", "≤ 7"],
        [
            "the same, to its first answer (asked by a client that starts then)",
            f"{figures['page_answer']:.2f} s",
            "",
            "",
        ],
        *([f"`import {module}` alone", f"{median(times):.2f} s", "", ""] for module, times in others.items()),
    ]
    report(
        "startup",
        "Start-up",
        ["what", "median", "range", "asked"],
        rows,
        "On a library of the supplied letter.",
        **figures,
    )


if __name__ == "__main__":
    main()
