"""The command ``vindplaats``."""

import errno
import io
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from app.commands import embedding, evaluating, keeping
from app.commands.terminal import LibraryPlace, json_option, model_option, open_library, print_json, print_lines
from corpus import CorpusError
from corpus.errors import refused

if TYPE_CHECKING:
    from corpus.exports import Form
    from index import Library
    from index.encoder import Notice

# Everything that reaches for a model or a database is imported where it is used: --help stays quick.


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=False)
@click.option(
    "--library",
    type=LibraryPlace(),
    metavar="DIR",
    help="The library's folder, or milvus://HOST:PORT/NAME on a server [default: your own].",
)
@click.option("--verbose", is_flag=True, help="Show the trace of an error.")
@click.version_option(package_name="vindplaats", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, library: "Path | str | None", verbose: bool) -> None:
    """Ask a Dutch government letter a question, in Dutch or English; get the passage that answers it, word for
    word, with its vindplaats (the place where it is found)."""
    context.obj = {"library": library, "verbose": verbose}


_date = click.DateTime(["%Y-%m-%d"])


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say of which letters a question is asked; ``letters``, ``since``, … of the command."""
    for option in (
        click.option("--sender", help="Only letters of this office or person, or a part of it."),
        click.option("--until", type=_date, metavar="YYYY-MM-DD", help="Only letters of this day or before."),
        click.option("--from", "since", type=_date, metavar="YYYY-MM-DD", help="Only letters of this day or later."),
        click.option("--dossier", help="Only letters in this dossier, such as 28676 or '36600 VII'."),
        click.option("--letter", "letters", multiple=True, metavar="LETTER_ID", help="Only this letter, or these."),
    ):
        command = option(command)
    return command


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@model_option
@click.option(
    "--editable",
    is_flag=True,
    help="Let whoever opens the page add and remove letters; with a --host that others reach only where --auth asks "
    "who they are.",
)
@click.option("--mcp", is_flag=True, help="Let assistants search and cite, at /mcp; wants vindplaats[mcp].")
@click.option(
    "--auth",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Let in only who has a name and password in FILE, which `vindplaats password` makes.",
)
@click.option("--no-auth", is_flag=True, help="Let all in who reach a --host that others can reach.")
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="Another name that the page is reached by; may be repeated."
)
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    metavar="N",
    help="Requests an address may make a second; 0 for any number [default: 20, and this machine itself any number].",
)
@click.option(
    "--waiting",
    default=64,
    show_default=True,
    type=click.IntRange(1, 100_000),
    metavar="N",
    help="How many questions may wait; the next is told to come back.",
)
@click.option("--log-questions", is_flag=True, help="Write each question to standard error; else none is logged.")
@click.pass_obj
def serve(
    options: dict[str, Any],
    /,
    host: str,
    port: int,
    model: str | None,
    editable: bool,
    mcp: bool,
    log_questions: bool,
    **access: Any,
) -> None:
    """Open the page in which to ask. A library that isn't there yet is made, with the supplied letter. For programs the
    same is there as JSON, at /api."""
    from app import logs, page
    from app.access import Access
    from app.api.doors import Doors

    def opened(notice: "Notice") -> "Library":
        library = open_library(options, model=model, start=True, notice=notice)
        library.encoder().read_together("", ())  # opens all there is, so that no first question waits for it
        return library

    logs.set_up(verbose=options["verbose"], questions=log_questions)
    served = logs.telling(opened) if log_questions else opened
    page.serve(served, host, port, Doors(editable=editable, mcp=mcp), Access(**access))


@cli.command()
@click.argument("name")
@click.option("--file", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The password file.")
def password(name: str, file: Path) -> None:
    """Give NAME a password in FILE, for `serve --auth FILE`; it is asked for, twice. A name is taken out with an
    editor, by its line."""
    from app.access.passwords import check_name, write

    check_name(name)
    given = click.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True)
    click.echo(f"{'changed' if write(file, name, given) else 'added'} {name}")


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
@json_option
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
    from app.commands.batch import ask_all, question_lines
    from app.commands.printing import answer_lines
    from index import Filters

    if bool(question) == bool(questions):
        raise click.UsageError("Give one QUESTION, or --questions FILE.jsonl.")
    filters = Filters(since=since.date() if since else None, until=until.date() if until else None, **chosen)
    if not questions:
        from index.questions.question import checked

        text = checked(" ".join(question))
        answer = open_library(context.obj).ask(text, k, filters=filters)
        print_json(answer.to_json()) if as_json else print_lines(answer_lines(answer))
        return
    entries = question_lines(questions)
    library = open_library(context.obj)
    failed = False
    for result in ask_all(library, entries, k, filters):
        failed |= "error" in result
        print_json(result, indent=None)
    context.exit(1 if failed else 0)


@cli.command()
@click.argument("identifier", metavar="ID")
@click.option(
    "--form", type=click.Choice(["text", "html", "csl-json", "bibtex", "ris"]), default="text", show_default=True
)
@click.pass_obj
def cite(options: dict[str, Any], identifier: str, form: "Form") -> None:
    """Print the citation of a letter or a passage, by its ID, as text or for a reference manager."""
    cited = open_library(options).cite(identifier, form)
    match form:
        case "csl-json":
            print_json(json.loads(cited))
        case "bibtex" | "ris":  # files of other programs, whatever letters the terminal has
            click.echo(cited.rstrip("\n").encode())
        case _:
            click.echo(cited)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_context
def read(context: click.Context, file: Path, as_json: bool) -> None:
    """Show how a letter is understood: outline, paragraphs, footnotes. Needs no library and no model.

    With --json, the letters of a collection are given one a line.
    """
    from app.commands.reading import letter_json, reading_lines
    from corpus import read_file

    reading = read_file(file)
    for letter in reading.letters:
        if as_json:
            print_json(letter_json(letter), indent=2 if len(reading.letters) == 1 else None)
        else:
            print_lines(reading_lines(letter))
    for failure in reading.failures:
        click.echo(f"Error: {failure}", err=True)
    context.exit(1 if reading.failures else 0)


for each in (
    keeping.add, embedding.embed, keeping.remove, keeping.letters, keeping.check, keeping.rebuild, keeping.backup,
    keeping.restore, evaluating.evaluate,
):  # fmt: skip
    cli.add_command(each)


def main() -> None:
    """Run the command; every error becomes one line and an exit status."""
    verbose = "--verbose" in sys.argv
    signal.signal(signal.SIGTERM, _end)
    # both are None where they were closed before it began
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character gets the rest
    try:
        status = cli.main(prog_name="vindplaats", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(status if isinstance(status, int) else 0)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except _Ended:  # what was half made is cleared away by now: it ends as whoever sent the signal expects
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
    except BrokenPipeError:
        # whoever read the output has seen enough; what is left in the buffer goes nowhere when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)  # as click has it where the pipe is closed earlier
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        if verbose:
            traceback.print_exc()
        click.echo(f"Error: {_told(error)}", err=True)
        sys.exit(_status(error))


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


class _Ended(BaseException):
    """SIGTERM came."""


def _end(*_: object) -> None:
    raise _Ended


def _told(error: Exception) -> str:
    from app.page import PageError
    from index.errors import LibraryError

    if isinstance(error, CorpusError | LibraryError | PageError):
        return str(error)
    if isinstance(error, OSError) and isinstance(error.filename, str | bytes):
        return str(refused(Path(os.fsdecode(error.filename)), error))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EIO, errno.EFBIG):
        return f"the output cannot be written: {error.strerror}."
    return f"unexpected {type(error).__name__}: {error}. Run again with --verbose to see where."


def _status(error: Exception) -> int:
    from index.errors import LibraryMissing, QuestionError

    return 2 if isinstance(error, QuestionError | LibraryMissing) else 1
