"""What every command here ends with: a table in RESULTS.md."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import reporting

HERE = Path(__file__).parent
INTRODUCTION = """# What a library survives

Written by the commands in this folder, which CONTRIBUTING.md tells of; not by hand. Each part says where it was run.
"""


def report(
    name: str, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], notes: str, **figures: Any
) -> None:
    """Print the table, and write it into results/NAME.json and RESULTS.md."""
    reporting.report(name, title, head, rows, notes, here=HERE, introduction=INTRODUCTION, **figures)
