"""What docs/security.md says is tested, is."""

import re
from collections.abc import Iterator

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def rows() -> Iterator[tuple[str, str, str]]:
    yield from re.findall(r"^\| (\d+\.\d+\.\d+) \|.*\| `([\w/.]+)::(\w+)` \|$", TEXT, re.MULTILINE)


def test_every_requirement_names_a_test_that_is_there() -> None:
    missing = [
        f"{number}: {file}::{name}"
        for number, file, name in rows()
        if not re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_no_row_is_without_one() -> None:
    numbered = re.findall(r"^\| \d+\.\d+\.\d+ \|", TEXT, re.MULTILINE)
    numbers = [number for number, _, _ in rows()]
    assert len(numbers) == len(numbered) > 50
    assert numbers == sorted(set(numbers), key=lambda number: [int(part) for part in number.split(".")])
