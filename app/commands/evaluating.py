"""The command that measures how well a library answers."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import click

from app.commands.terminal import Bar, json_option, open_library, print_json, print_lines
from corpus.errors import shown


@click.command()
@click.argument("questions", type=click.Path(path_type=Path), metavar="QUESTIONS.jsonl")
@json_option
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE.html", help="Write a page with charts and misses."
)
@click.pass_obj
def evaluate(options: dict[str, Any], questions: Path, as_json: bool, report: Path | None) -> None:
    """Measure how well the library answers a set of questions whose answers are known."""
    from app.settings import default_library
    from index.evaluation.evaluate import evaluate as evaluated
    from index.evaluation.question_set import read_questions
    from index.evaluation.report import report_lines
    from index.evaluation.report_page import about, report_html
    from index.files import replacing
    from index.places import checked_place

    asked = read_questions(questions)
    with ExitStack() as opened:
        if report:
            place = checked_place(options["library"] or default_library())
            with _told(report):
                _check_place(report, questions, place if isinstance(place, Path) else None)
                page = opened.enter_context(replacing(report))
        library = open_library(options)
        with closing(Bar("questions")) as progress:
            evaluation = evaluated(library, asked, progress)
        if report:
            written = report_html(evaluation, about(library, questions))
            with _told(report):
                # the name of the question file may be no text
                page.write(written.encode(errors="backslashreplace"))
                opened.close()
    print_json(evaluation.to_json()) if as_json else print_lines(report_lines(evaluation))


def _check_place(report: Path, questions: Path, library: Path | None) -> None:
    """Raises ClickException where the report would take the place of the questions, lie among the library's files, or
    have no folder."""
    if report.exists() and report.samefile(questions):
        why = "it is the question file; give it another name"
    elif library and Path(os.path.realpath(report)).is_relative_to(os.path.realpath(library)):
        why = "it would lie in the library's folder; give it another place"
    elif not report.parent.is_dir():
        why = f"there is no folder {shown(report.parent)}"
    else:
        return
    raise click.ClickException(_unwritable(report, why))


@contextmanager
def _told(report: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise click.ClickException(_unwritable(report, error.strerror or str(error))) from error


def _unwritable(report: Path, why: str) -> str:
    return f"The report {shown(report)} cannot be written: {why}."
