"""All shards on the machines of a Ray cluster, by Ray Data. Where a worker dies, another goes on."""

import os
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.encoder import Progress
from index.errors import ShardError
from index.shards.embed import ShardReport, report_of

if TYPE_CHECKING:
    from index.library import Library

# Of a core that Ray counts for a worker: whole ones leave none for the tasks that hand out work, and all would wait.
CORES = 0.4


class _Worker:
    """Makes one shard after another, in a process of its own with a model of its own."""

    def __init__(self, opened: "Callable[[], Library]", paths: Sequence[Path], out: Path, shards: int) -> None:
        self._library = opened()
        self._asked = paths, out, shards

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        (report,) = self._library.embed(*self._asked, int(row["shard"]))
        return {"shard": report.shard, "embedded": report.embedded}


def embed_on_ray(
    opened: "Callable[[], Library]",
    paths: Sequence[Path],
    out: Path,
    shards: int,
    address: str,
    progress: Progress | None = None,
) -> Iterator[ShardReport]:
    """Make all ``shards`` of the files in ``paths`` in the folder ``out``, in the order in which they are done.

    ``opened`` opens the library, on every machine; it, ``paths`` and ``out`` lie there at the same places. ``address``
    is that of a cluster, "auto" for the one of this machine, or "local" to start one here. A worker takes a graphics
    card, or a whole machine where the cluster has none. ``progress(done, total)`` counts shards. Raises ShardError.
    """
    if find_spec("ray") is None:
        raise ShardError("Ray is not installed. Install it with: pip install 'vindplaats[ray]'")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # what is done here is nobody else's business
    import ray

    try:
        ray.init(address=address, log_to_driver=False, logging_level="warning")
    except (OSError, RuntimeError, ValueError) as error:
        raise ShardError(
            f"The Ray cluster {address} cannot be used: {error} Start it, or let this machine do it alone: --ray local"
        ) from error
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        cards = int(ray.cluster_resources().get("GPU", 0))
        machines = sum(bool(node["Alive"]) for node in ray.nodes())
        done = ray.data.from_items([{"shard": each} for each in range(1, shards + 1)], override_num_blocks=shards).map(
            _Worker,
            fn_constructor_args=(opened, [path.absolute() for path in paths], out.absolute(), shards),
            compute=ray.data.ActorPoolStrategy(size=min(shards, cards or machines)),
            num_cpus=None if cards else CORES,
            num_gpus=1 if cards else None,
        )
        for number, row in enumerate(done.iter_rows(), start=1):
            if progress:
                progress(number, shards)
            yield report_of(out, int(row["shard"]), shards, int(row["embedded"]))
    except ray.exceptions.RayError as error:
        said = str(error).strip().splitlines()[-1]
        raise ShardError(
            f"A worker of the Ray cluster {address} failed: {said} What it finished stays good: see to it, and run the "
            "same command again."
        ) from error
    finally:
        ray.shutdown()
