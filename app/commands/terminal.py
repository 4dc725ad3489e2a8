"""What the commands share: options, how they open a library, and how they print."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus import is_official

if TYPE_CHECKING:
    from corpus import CorpusError
    from index import AddReport, Library
    from index.encoder import Notice

# as index.places has them, which brings too much on the way to --help
ON_SERVER = ("milvus:", "milvus+tls:")


class LibraryPlace(click.ParamType[str | Path]):
    """A folder, or a library on a server."""

    name = "library"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> str | Path:
        return value if isinstance(value, str) and value.startswith(ON_SERVER) else Path(value)


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


class Bar:
    """A bar with rate and time left, on a terminal, from the first that is told to the last, or to ``close``; of what
    takes no longer than ``delay`` seconds none is shown."""

    def __init__(self, unit: str, delay: float = DELAY) -> None:
        self._unit = unit
        self._delay = delay
        self._shown: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._shown is None:
            from tqdm import tqdm

            self._shown = tqdm(total=total, unit=f" {self._unit}", delay=self._delay, disable=None, leave=False)
        self._shown.total = total
        self._shown.update(done - self._shown.n)
        if done == total:
            self.close()

    def close(self) -> None:
        if self._shown is not None:
            self._shown.close()
            self._shown = None


class Noticed:
    """Tells on standard error of work that takes long, each a line; and on a terminal how far it is."""

    def __init__(self) -> None:
        self._told = self._counted = ""
        self._bar = Bar("")

    def __call__(self, text: str, done: int = 0, total: int = 0, unit: str = "") -> None:
        if not total:
            from tqdm import tqdm

            # above a bar that is under way
            tqdm.write(f"{text[0].upper()}{text[1:]} …", file=sys.stderr)
            self._told = text
            return
        if text != self._counted:
            self._counted = text
            self._bar = Bar(unit, 0.0 if text == self._told else DELAY)
        self._bar(done, total)


def several(count: int, word: str) -> str:
    """ "1 letter", "2 letters"."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def print_json(value: Any, indent: int | None = 2) -> None:
    """``indent`` None: on one line. Where the terminal's letters are not Unicode's, with escapes for what it lacks."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    click.echo(json.dumps(value, ensure_ascii=not unicode, indent=indent))


def passed_over_lines(report: "AddReport") -> Iterator[str]:
    """A line for each file whose letter was taken from another: the same publication, or one that is called so too."""
    for file, letter, later in report.passed_over:
        called = f"{later} holds {letter} too"
        if not is_official(letter):
            called = f"{later} is called {letter} too; give one of them another name, and add it"
        yield f"passed over {file}: {called}"


def tell_failures(failures: "Sequence[CorpusError]", whole: int) -> None:
    """Name, on standard error, those of the ``whole`` that could not be read."""
    if failures:
        click.echo(f"{len(failures)} of {whole} could not be read:", err=True)
    for failure in failures:
        click.echo(f"  {failure}", err=True)
