"""The command that embeds in bulk, for ``add --shards``."""

from contextlib import closing
from functools import partial
from pathlib import Path

import click

from app.commands.terminal import Bar, Noticed, model_option, several, tell_failures


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder of the shards.")
@click.option(
    "--shards", default=1, show_default=True, type=click.IntRange(1, 99_999), metavar="N", help="How many shards."
)
@click.option("--shard", type=click.IntRange(1), metavar="I", help="Only this one, from 1 to N [default: all].")
@click.option(
    "--ray",
    metavar="ADDRESS",
    help="Let the machines of a Ray cluster do it: auto, local or ray://…; wants vindplaats[ray].",
)
@model_option
@click.pass_context
def embed(
    context: click.Context,
    paths: tuple[Path, ...],
    out: Path,
    shards: int,
    shard: int | None,
    ray: str | None,
    model: str | None,
) -> None:
    """Embed letters in bulk: write them, with what is derived of them, to shards in DIR, which
    `vindplaats add --shards DIR` loads.

    Each worker makes a shard of its own. What is there already is not made again; a run that was killed goes on where
    it was. The library is not changed.
    """
    from app.settings import default_library
    from index import Library

    if (shard or 1) > shards:
        raise click.UsageError(f"There is no shard {shard} of {shards}.")
    if shard and ray:
        raise click.UsageError("With --ray all shards are made; leave out --shard.")
    opened = partial(Library.open, context.obj["library"] or default_library(), model=model)
    failed = False
    with closing(Bar("shards" if ray else "files")) as progress:
        if ray:
            from index.shards.cluster import embed_on_ray

            reports = embed_on_ray(opened, paths, out, shards, ray, progress)
        else:
            reports = opened(notice=Noticed()).embed(paths, out, shards, shard, progress)
        for report in reports:
            click.echo(
                f"shard {report.shard} of {report.shards}: {several(report.letters, 'letter')}, "
                f"{several(report.passages, 'passage')}, {report.embedded} of them embedded now"
            )
            tell_failures(report.failures, report.letters + len(report.failures))
            failed |= bool(report.failures)
    context.exit(1 if failed else 0)
