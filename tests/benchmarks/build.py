"""How long a folder of letters takes to add, to add again, and to keep up with small changes.

    python -m tests.benchmarks.build [LETTERS]

Each step is the command as typed, in a process of its own, so that its start is in the time. Letters are Markdown files
of some paragraphs of laws each, under a heading.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.encode import paragraphs
from tests.benchmarks.reporting import report
from tests.conftest import ROOT

LETTERS, PARAGRAPHS = 1000, 5


def write_letters(folder: Path, count: int) -> None:
    texts = paragraphs(count * PARAGRAPHS)
    for place in range(count):
        body = "\n\n".join(texts[place * PARAGRAPHS : (place + 1) * PARAGRAPHS])
        (folder / f"brief-{place:04d}.md").write_text(f"# Brief {place}\n\n{body}\n", "utf-8")


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        letters, library = Path(place) / "letters", Path(place) / "library"
        letters.mkdir()
        write_letters(letters, count)
        one = letters / "brief-0000.md"

        def timed(*arguments: str) -> tuple[float, float, str]:
            """Seconds, peak memory in MB, and the last line it printed."""
            began = time.perf_counter()
            command = [sys.executable, "-m", "app", "--library", str(library), *arguments]
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            assert process.stdout
            said = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            process.stdout.close()
            assert status == 0, said
            return time.perf_counter() - began, used.ru_maxrss / 1024, said.strip().splitlines()[-1]

        def changed() -> None:
            one.write_text(one.read_text("utf-8") + "\nEen zin die erbij komt.\n", "utf-8")

        def renamed() -> None:
            (letters / "elders").mkdir()
            (letters / "brief-0001.md").rename(letters / "elders" / "brief-0001.md")

        add = ("add", str(letters))
        steps: list[tuple[str, Callable[[], None], tuple[str, ...]]] = [
            (f"add {count:,} letters of {PARAGRAPHS} paragraphs", lambda: None, add),
            ("add them again, unchanged (asked: ≤ 2 s)", lambda: None, add),
            ("again, one of them changed", changed, add),
            ("again, one of them moved to another folder", renamed, add),
            ("remove one", lambda: None, ("remove", "brief-0002")),
        ]
        rows = []
        figures = {}
        for what, before, arguments in steps:
            before()
            seconds, peak, said = timed(*arguments)
            rows.append([what, f"{seconds:.2f}", f"{peak:,.0f}", said])
            figures[what] = {"seconds": round(seconds, 2), "peak_mb": round(peak)}
    rate = count * PARAGRAPHS / figures[steps[0][0]]["seconds"]
    notes = (
        "`vindplaats` from the shell, start included, one step after the other. The first embeds "
        f"{rate:.0f} paragraphs a second, each of its sentences by itself too."
    )
    report("build", "A folder of letters", ["what", "seconds", "peak MB", "it says"], rows, notes, steps=figures)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS)
