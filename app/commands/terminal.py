"""What the commands share: options, how they open a library, and how they print."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from index import Library

# as index.places has them, which brings too much on the way to --help
ON_SERVER = ("milvus:", "milvus+tls:")


class LibraryPlace(click.ParamType[str | Path]):
    """A folder, or a library on a server."""

    name = "library"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> str | Path:
        return value if isinstance(value, Path) or value.startswith(ON_SERVER) else Path(value)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
model_option = click.option("--model", metavar="NAME_OR_PATH", help="A sentence-transformers model [default: bundled].")


def open_library(
    options: dict[str, Any],
    *,
    model: str | None = None,
    start: bool = False,
    notice: Callable[[str], None] | None = None,
) -> "Library":
    from app import settings

    return settings.open_library(options["library"], model=model, start=start, notice=notice or notice_line)


def notice_line(text: str) -> None:
    click.echo(f"{text[0].upper()}{text[1:]} …", err=True)


def print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def progress_bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and time left, on a terminal, for what takes more than two seconds."""
    from tqdm import tqdm

    with tqdm(unit=f" {unit}", delay=2, disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
