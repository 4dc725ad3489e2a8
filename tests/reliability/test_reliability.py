"""The commands of this folder, a few rounds of each."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.reliability import concurrency, crash, damage, load
from tests.reliability.letters import HashEncoder
from tests.reliability.processes import done

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def test_writers_killed(tmp_path: Path) -> None:
    tally = crash.run(tmp_path, HashEncoder, letters=20, rounds=8)
    assert (tally.rounds, sum(tally.left.values())) == (8, 8)


def test_a_library_that_is_being_made_is_killed(tmp_path: Path) -> None:
    found = Counter(crash.made(tmp_path / str(seed), seed, 0.3) for seed in range(4))
    assert set(found) <= {"not there yet", "there, whole"}


def test_readers_beside_a_writer(tmp_path: Path) -> None:
    figures = concurrency.run(tmp_path, 6, 3)
    assert figures["changes"] > 1
    assert figures["versions"] > 1
    assert figures["intruder"]


@pytest.mark.model
def test_many_users() -> None:
    with ThreadPoolExecutor(1) as apart:  # the browser of other tests keeps a loop running in this thread
        figures = apart.submit(load.run, 4, 40, 0.1).result()
    assert figures["at_once"]["answers"] == 40
    assert [figures[name]["errors"] for name in ("at_once", "crowd", "steady")] == [{}, {}, {}]
    assert min(min(row[1:]) for row in figures["memory"]) > 0
    told = load.verdict(figures | {"spread": 0.06, "logged": 1, "steady": {"errors": {"500": 2}}})
    assert [each.partition(":")[0].partition(" ")[0] for each in told] == ["steady", "crowd", "memory", "1"]


@pytest.fixture(scope="module")
def as_large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("large")
    done(lambda: damage.make(place))
    return place


@pytest.mark.parametrize(
    "kind", ["codes.npy", "dense.faiss", "lengths.npy", "spans.npy", "windows.npy", "codes-….npz", "library.db"]
)
def test_damage(as_large: Path, kind: str) -> None:
    found = damage.places(as_large / "library", kind, 4, repaired=kind == "spans.npy")
    assert sum(found.values()) == 4
