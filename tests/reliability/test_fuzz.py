"""Hostile inputs, a few hundred for each reader; and those that were kept, all of them."""

from pathlib import Path

import pytest

from tests.reliability.fuzz import confirmed, run
from tests.reliability.hostile import KEPT, READERS


@pytest.mark.parametrize("name", READERS)
def test_kept_inputs_are_read_or_refused(name: str) -> None:
    kept = sorted((KEPT / name).iterdir())
    outcomes = {READERS[name].outcome(path.read_bytes()) for path in kept}
    assert outcomes == {"read", "refused"}
    assert sum(path.stat().st_size for path in kept) <= 100_000


@pytest.mark.parametrize("name", READERS)
def test_inputs_put_together_at_random(tmp_path: Path, name: str) -> None:
    said = run("hypothesis", name, 7, 300, tmp_path, [])
    assert said["inputs"] >= 250
    assert said["faults"] == {}
    assert said["read"]
    assert said["refused"]


def test_branches_lead_to_further_inputs(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="pip install -c constraints.txt '.[fuzz]'")
    (tmp_path / "found").mkdir()
    said = run("coverage", "plain", 7, 300, tmp_path, [tmp_path / "found"])
    assert said["inputs"] == 300
    assert said["faults"] == {}


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ("raise KeyError('x')", "KeyError: 'x'"),
        ("raise corpus.Unreadable(' ')", "AssertionError: an error that says nothing"),
        ("bytearray(2 << 30)", "MemoryError: "),
        ("import os; os.abort()", "ended with -6"),
        ("while True: pass", "ended with -27"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, mistake: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that goes wrong is told of, in each way in which one can."""
    (tmp_path / "sitecustomize.py").write_text(
        "import corpus.readers.plain, corpus.errors as corpus\n"
        f"def wrong(text):\n    {mistake}\n"
        "corpus_plain = __import__('sys').modules['corpus.readers.plain']\ncorpus_plain.read_plain = wrong\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(__file__).parents[2]}")
    said = run("hypothesis", "plain", 7, 20, tmp_path, [])
    assert told in said["faults"]


def test_a_fault_is_confirmed_as_files_are_read() -> None:
    assert confirmed("plain", b"Tekst.") is None
    assert confirmed("plain", b"\xff") is None
