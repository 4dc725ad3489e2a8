"""The command ``vindplaats``."""

import json
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus import CorpusError

if TYPE_CHECKING:
    from corpus.exports import Form
    from index import Library

# Everything that reaches for a model or a database is imported where it is used: --help stays quick.


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=False)
@click.option(
    "--library", type=click.Path(path_type=Path), metavar="DIR", help="The library's folder [default: your own]."
)
@click.option("--verbose", is_flag=True, help="Show the trace of an error.")
@click.version_option(package_name="vindplaats", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, library: Path | None, verbose: bool) -> None:
    """Ask a Dutch government letter a question, in Dutch or English; get the passage that answers it, word for
    word, with its vindplaats (the place where it is found)."""
    context.obj = {"library": library, "verbose": verbose}


_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_date = click.DateTime(["%Y-%m-%d"])


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say of which letters a question is asked; ``letter``, ``from_``, … of the command."""
    for option in (
        click.option("--sender", help="Only letters of this office or person, or a part of it."),
        click.option("--until", type=_date, metavar="YYYY-MM-DD", help="Only letters of this day or before."),
        click.option("--from", "since", type=_date, metavar="YYYY-MM-DD", help="Only letters of this day or later."),
        click.option("--dossier", help="Only letters in this dossier, such as 28676 or '36600 VII'."),
        click.option("--letter", "letters", multiple=True, metavar="LETTER_ID", help="Only this letter, or these."),
    ):
        command = option(command)
    return command


_model = click.option("--model", metavar="NAME_OR_PATH", help="A sentence-transformers model [default: bundled].")


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@_model
@click.pass_obj
def serve(options: dict[str, Any], host: str, port: int, model: str | None) -> None:
    """Open the page in which to ask. A library that isn't there yet is made, with the supplied letter."""
    from app import page

    def opened(notice: Callable[[str], None]) -> "Library":
        library = _open(options, model=model, start=True, notice=notice)
        library.encoder()
        return library

    page.serve(opened, host, port)


@cli.command()
@click.argument("question", nargs=-1)
@click.option("-k", "k", default=3, show_default=True, type=click.IntRange(1, 100), help="How many passages.")
@click.option(
    "--questions",
    type=click.Path(path_type=Path),
    metavar="FILE.jsonl",
    help='Ask many: one {"question": …} a line, one answer a line.',
)
@_filters
@_json
@click.pass_context
def ask(
    context: click.Context,
    /,
    question: tuple[str, ...],
    k: int,
    questions: Path | None,
    as_json: bool,
    since: datetime | None,
    until: datetime | None,
    **chosen: Any,
) -> None:
    """Ask QUESTION; print the passages that answer it, word for word."""
    from app.batch import ask_all, question_lines
    from app.printing import answer_lines
    from index import Filters

    if bool(question) == bool(questions):
        raise click.UsageError("Give one QUESTION, or --questions FILE.jsonl.")
    filters = Filters(since=since.date() if since else None, until=until.date() if until else None, **chosen)
    if not questions:
        from index.question import checked

        text = checked(" ".join(question))
        answer = _open(context.obj).ask(text, k, filters=filters)
        _print_json(answer.to_json()) if as_json else _print(answer_lines(answer))
        return
    entries = question_lines(questions)
    library = _open(context.obj)
    failed = False
    for result in ask_all(library, entries, k, filters):
        failed |= "error" in result
        click.echo(json.dumps(result, ensure_ascii=False))
    context.exit(1 if failed else 0)


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_model
@click.pass_context
def add(context: click.Context, paths: tuple[Path, ...], model: str | None) -> None:
    """Add letters: files, or folders with all letters in them: PDF, Word, XML, HTML,
    Markdown, text, JSONL."""
    from index import Library

    chosen: Path | None = context.obj["library"]
    library: Library = Library.open(chosen, model=model, notice=_notice) if chosen else _open(context.obj, model=model)
    with _progress("passages") as progress:
        report = library.add(paths, progress)
    for ids, verb in ((report.added, "added"), (report.replaced, "replaced"), (report.unchanged, "unchanged")):
        if 0 < len(ids) <= 20:
            _print(f"{verb} {identifier}" for identifier in ids)
        elif ids:
            click.echo(f"{verb} {len(ids)} letters")
    if report.failures:
        whole = len(report.failures) + len(report.added) + len(report.replaced) + len(report.unchanged)
        click.echo(f"{len(report.failures)} of {whole} could not be read:", err=True)
        for failure in report.failures:
            click.echo(f"  {failure}", err=True)
        context.exit(1)


@cli.command()
@click.argument("letter_ids", metavar="LETTER_ID...", nargs=-1, required=True)
@click.pass_obj
def remove(options: dict[str, Any], letter_ids: tuple[str, ...]) -> None:
    """Remove letters from the library."""
    _open(options).remove(letter_ids)
    _print(f"removed {identifier}" for identifier in dict.fromkeys(letter_ids))


@cli.command()
@_json
@click.pass_obj
def letters(options: dict[str, Any], as_json: bool) -> None:
    """List the letters in the library, newest first."""
    from app.printing import letters_lines

    found = _open(options).letters()
    _print_json([letter.to_json() for letter in found]) if as_json else _print(letters_lines(found))


@cli.command()
@click.argument("identifier", metavar="ID")
@click.option(
    "--form", type=click.Choice(["text", "html", "csl-json", "bibtex", "ris"]), default="text", show_default=True
)
@click.pass_obj
def cite(options: dict[str, Any], identifier: str, form: "Form") -> None:
    """Print the citation of a letter or a passage, by its ID, as text or for a reference manager."""
    click.echo(_open(options).cite(identifier, form).rstrip("\n"))


@cli.command()
@_model
@click.pass_obj
def rebuild(options: dict[str, Any], model: str | None) -> None:
    """Make the index again from the letters' text: after damage, or for another model."""
    library = _open(options, model=model)
    with _progress("passages") as progress:
        library.rebuild(progress)
    click.echo(f"rebuilt {library.path}")


@cli.command()
@click.argument("questions", type=click.Path(path_type=Path), metavar="QUESTIONS.jsonl")
@_json
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE.html", help="Write a page with charts and misses."
)
@click.pass_obj
def evaluate(options: dict[str, Any], questions: Path, as_json: bool, report: Path | None) -> None:
    """Measure how well the library answers a set of questions whose answers are known."""
    from index.evaluate import evaluate
    from index.question_set import read_questions
    from index.report import report_lines
    from index.report_page import about, report_html

    if report and not report.parent.is_dir():
        raise click.ClickException(f"The report {report} cannot be written: there is no folder {report.parent}.")
    asked = read_questions(questions)
    library = _open(options)
    with _progress("questions") as progress:
        evaluation = evaluate(library, asked, progress)
    _print_json(evaluation.to_json()) if as_json else _print(report_lines(evaluation))
    if report:
        try:
            report.write_text(report_html(evaluation, about(library, questions)), encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"The report {report} cannot be written: {error.strerror}.") from error


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@_json
@click.pass_context
def read(context: click.Context, file: Path, as_json: bool) -> None:
    """Show how a letter is understood: outline, paragraphs, footnotes. Needs no library and no model."""
    from app.printing import reading_lines
    from app.reading import letter_json
    from corpus import read_file

    reading = read_file(file)
    for letter in reading.letters:
        if as_json:
            click.echo(json.dumps(letter_json(letter), ensure_ascii=False, indent=2))
        else:
            _print(reading_lines(letter))
    for failure in reading.failures:
        click.echo(f"Error: {failure}", err=True)
    context.exit(1 if reading.failures else 0)


def _open(
    options: dict[str, Any],
    *,
    model: str | None = None,
    start: bool = False,
    notice: Callable[[str], None] | None = None,
) -> "Library":
    from app.settings import open_library

    return open_library(options["library"], model=model, start=start, notice=notice or _notice)


def _notice(text: str) -> None:
    click.echo(f"{text[0].upper()}{text[1:]} …", err=True)


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def _progress(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and time left, on a terminal, for what takes more than two seconds."""
    from tqdm import tqdm

    with tqdm(unit=f" {unit}", delay=2, disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def main() -> None:
    """Run the command; every error becomes one line and an exit status."""
    verbose = "--verbose" in sys.argv
    try:
        status = cli.main(prog_name="vindplaats", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        if verbose:
            traceback.print_exc()
        click.echo(f"Error: {_told(error)}", err=True)
        sys.exit(_status(error))


def _told(error: Exception) -> str:
    from app.page import PageError
    from index.errors import LibraryError

    if isinstance(error, CorpusError | LibraryError | PageError):
        return str(error)
    return f"unexpected {type(error).__name__}: {error}. Run again with --verbose to see where."


def _status(error: Exception) -> int:
    from index.errors import LibraryMissing, QuestionError

    return 2 if isinstance(error, QuestionError | LibraryMissing) else 1
