"""What the commands share: options, how they open a library, and how they print."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from index import Library
    from index.encoder import Notice

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
DELAY = 2.0  # seconds that something takes before a bar is shown, where it isn't known to take long
model_option = click.option("--model", metavar="NAME_OR_PATH", help="A sentence-transformers model [default: bundled].")


def open_library(
    options: dict[str, Any],
    *,
    model: str | None = None,
    start: bool = False,
    notice: "Notice | None" = None,
) -> "Library":
    from app import settings

    return settings.open_library(options["library"], model=model, start=start, notice=notice or Noticed())


class Noticed:
    """Tells on standard error of work that takes long, each a line; and on a terminal how far it is."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._said = ""

    def __call__(self, text: str, done: int = 0, total: int = 0, unit: str = "") -> None:
        if not total:
            click.echo(f"{text[0].upper()}{text[1:]} …", err=True)
            self._said = text
            return
        if self._bar is None:
            self._bar = _bar(unit, total, delay=0 if text == self._said else DELAY)
        self._bar.update(done - self._bar.n)
        if done == total:
            self._bar.close()
            self._bar = None


def _bar(unit: str, total: int | None = None, delay: float = DELAY) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, unit=f" {unit}", delay=delay, disable=None, leave=False)


def print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def progress_bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and time left, on a terminal, for what takes more than two seconds."""
    with _bar(unit) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
