"""Workers that embed are killed at random moments, and the next run goes on: the files are those of a run that nobody
disturbed."""

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library
from index.folder import merging
from index.shards import embed as embedding
from index.vectors.codes import ProductCodes
from tests.index.shard_files import bytes_of, letters_in, quick_codes
from tests.reliability.letters import HashEncoder
from tests.reliability.processes import done, start, timed

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
KILLS = 12


@pytest.mark.parametrize("packed_from", [20, 5_000])
def test_a_worker_that_is_killed_leaves_what_the_next_goes_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed_from: int
) -> None:
    monkeypatch.setattr(embedding, "FILES", 5)
    monkeypatch.setattr(embedding, "CHUNK", 15)
    monkeypatch.setattr(merging, "PACKED_FROM", packed_from)
    monkeypatch.setattr(ProductCodes, "learned", quick_codes)
    files = letters_in(tmp_path / "letters", 60)

    def embed(out: Path) -> int:
        library = Library.open(tmp_path / "library", encoder=HashEncoder())
        return sum(report.embedded for report in library.embed([files], out, 2))

    def work(ready: Callable[[], None]) -> int:
        ready()
        return embed(tmp_path / "out")

    longest = timed(lambda: embed(tmp_path / "whole")) / 2
    whole = bytes_of(tmp_path / "whole")
    drawn = random.Random(packed_from)
    there: set[str] = set()
    killed = resumed = rounds = 0
    while killed < KILLS or not resumed:
        rounds += 1
        assert rounds < 5 * KILLS, "it is never there to be killed"
        child = start(work)
        time.sleep(drawn.uniform(0, longest))
        if child.kill():
            killed += 1
            made = bytes_of(tmp_path / "out")
            parts = {name: data for name, data in made.items() if name.endswith(".npz") and "part.codes" not in name}
            assert parts.items() <= whole.items(), "a file is whole as soon as it has its name"
            assert there <= set(parts), "and then it stays"
            resumed += bool(there)
            there = set(parts) - {"codes.npz"}  # which holds no passages
            if not there:  # a busy machine is slower than it was when the time was taken
                longest *= 1.5
        else:
            longest /= 1.5
            assert child.result() < 345 or not there
            assert bytes_of(tmp_path / "out") == whole
            shutil.rmtree(tmp_path / "out")
            there = set()
        child.close()
    done(lambda: embed(tmp_path / "out"))
    assert bytes_of(tmp_path / "out") == whole
    assert done(lambda: embed(tmp_path / "out")) == 0
