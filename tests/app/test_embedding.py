"""Shards from the command line: made, loaded, and what is told when something is wrong."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library
from tests.conftest import LETTER, ROOT
from tests.index.shard_files import letters_in
from tests.reliability.letters import HashEncoder

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.model
def test_shards_are_made_and_loaded(vindplaats: Run, tmp_path: Path, real_library: Library) -> None:
    library, out = tmp_path / "library", tmp_path / "out"
    one = vindplaats("--library", library, "embed", LETTER, "--out", out, "--shards", "2", "--shard", "1")
    two = vindplaats("--library", library, "embed", LETTER, "--out", out, "--shards", "2", "--shard", "2")
    told = sorted((one.stdout + two.stdout).splitlines())
    assert (one.returncode, two.returncode, one.stderr + two.stderr) == (0, 0, "")
    assert [line.partition(": ")[2] for line in told if ": 1 letter" in line] == [
        "1 letter, 26 passages, 26 of them embedded now"
    ]
    assert len(told) == 2
    again = vindplaats("--library", library, "embed", LETTER, "--out", out, "--shards", "2")
    assert sorted(again.stdout.replace("0 of them", "26 of them").splitlines()) == [
        line.replace("0 of them", "26 of them") for line in told
    ]
    assert not library.exists()
    loaded = vindplaats("--library", library, "add", "--shards", out)
    assert (loaded.returncode, loaded.stdout, loaded.stderr) == (0, "added kst-28676-372\n", "")
    question = "Wat is DIANA?"
    one_answer, other = Library.open(library).ask(question), real_library.ask(question)
    assert [(hit.id, hit.confidence) for hit in one_answer.passages] == [
        (hit.id, hit.confidence) for hit in other.passages
    ]


def test_a_load_needs_no_model(tmp_path: Path) -> None:
    files = letters_in(tmp_path / "letters")
    for _ in Library.open(tmp_path / "none", encoder=HashEncoder()).embed([files], tmp_path / "out", 2):
        pass
    program = (
        "import sys; from app.cli import cli\n"
        "status = cli.main(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'torch', 'onnxruntime', 'tokenizers', 'onnx', 'gradio', 'ray', 'transformers'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or status)"
    )
    library = tmp_path / "library"
    done = subprocess.run(
        [sys.executable, "-c", program, "--library", library, "add", "--shards", tmp_path / "out"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["added 52 letters"]
    told = done.stderr.splitlines()
    assert done.returncode == 1  # as for `add`, since three could not be read
    assert told[0] == "3 of 55 could not be read:"
    assert len(told) == 4
    assert len(Library.open(library).letters()) == 52


def test_shards_that_are_not_whole(vindplaats: Run, tmp_path: Path) -> None:
    files = letters_in(tmp_path / "letters")
    for _ in Library.open(tmp_path / "none", encoder=HashEncoder()).embed([files], tmp_path / "out", 3, 2):
        pass
    done = vindplaats("--library", tmp_path / "library", "add", "--shards", tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Error: The shards in {tmp_path / 'out'} cannot be loaded, and nothing was changed:",
        *(
            f"  {tmp_path / 'out' / f'shard-0000{shard}-of-00003'} is missing; run: vindplaats embed PATHS --shards 3 "
            f"--shard {shard} --out {tmp_path / 'out'}"
            for shard in (1, 3)
        ),
    ]
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add"], "Missing argument 'PATHS...'."),
        (["add", "x", "--shards", "y"], "--shards stands alone"),
        (["add", "--shards", "y", "--watch"], "--shards stands alone"),
        (["embed", "x"], "Missing option '--out'."),
        (["embed", "x", "--out", "y", "--shards", "2", "--shard", "3"], "There is no shard 3 of 2."),
        (["embed", "x", "--out", "y", "--shard", "1", "--ray", "local"], "leave out --shard"),
    ],
)
def test_what_cannot_be_asked(vindplaats: Run, arguments: list[str], told: str) -> None:
    done = vindplaats(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
