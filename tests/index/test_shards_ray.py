"""Shards on a Ray cluster, one of its own on this machine: no worker's death is noticed in what comes out."""

import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from index import Library
from index.errors import ShardError
from index.shards import cluster
from index.shards.cluster import embed_on_ray
from tests.index.shard_files import bytes_of, dying, letters_in
from tests.reliability.letters import HashEncoder

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install -e '.[ray]'")


@needs_ray
@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_dies_is_not_missed(tmp_path: Path) -> None:
    files = letters_in(tmp_path / "letters", 40)
    alone = Library.open(tmp_path / "library", encoder=HashEncoder())
    reports = list(alone.embed([files], tmp_path / "alone", 5))
    mark = tmp_path / "died"
    seen: list[tuple[int, int]] = []
    on_ray = list(
        embed_on_ray(
            partial(dying, tmp_path / "library", mark),
            [files],
            tmp_path / "ray",
            5,
            "local",
            lambda done, total: seen.append((done, total)),
        )
    )
    assert mark.exists()
    assert bytes_of(tmp_path / "ray") == bytes_of(tmp_path / "alone")
    assert seen == [(number, 5) for number in range(1, 6)]
    told = sorted((report.shard, report.letters, report.passages, repr(report.failures)) for report in on_ray)
    assert told == [(report.shard, report.letters, report.passages, repr(report.failures)) for report in reports]


def test_without_a_cluster_it_says_what_was_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoCluster(ModuleType):
        @staticmethod
        def init(**_: object) -> None:
            raise ConnectionError("Could not find any running Ray instance.")

        @staticmethod
        def shutdown() -> None: ...

    monkeypatch.setattr(cluster, "find_spec", lambda _: True)
    monkeypatch.setitem(sys.modules, "ray", NoCluster("ray"))
    with pytest.raises(ShardError, match=r"cluster auto cannot be used: Could not find .*--ray local"):
        list(embed_on_ray(partial(Library.open, tmp_path), [tmp_path], tmp_path / "out", 1, "auto"))


def test_without_ray_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(ShardError, match=r"pip install 'vindplaats\[ray\]'"):
        list(embed_on_ray(partial(Library.open, tmp_path), [tmp_path], tmp_path / "out", 1, "local"))
