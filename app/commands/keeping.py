"""The commands that keep a library: what goes in, what goes out, and whether all is well."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.terminal import (
    Bar,
    Noticed,
    json_option,
    model_option,
    open_library,
    passed_over_lines,
    print_json,
    print_lines,
    several,
    tell_failures,
)

if TYPE_CHECKING:
    from index import AddReport, Library

# Everything that reaches for a model or a database is imported where it is used: --help stays quick.


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@model_option
@click.option("--watch", is_flag=True, help="Then follow the files and folders, until Ctrl-C.")
@click.option(
    "--shards",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Instead of PATHS: what `vindplaats embed` wrote to DIR; no model is needed.",
)
@click.pass_context
def add(context: click.Context, paths: tuple[Path, ...], model: str | None, watch: bool, shards: Path | None) -> None:
    """Add letters: files, or folders with all letters in them: PDF, Word, XML, HTML, Markdown, text, JSONL.

    A file that only moved, or has another name, costs nothing. With --watch the letters of files that come, change or
    vanish from now on come, change and go with them.
    """
    if shards and (paths or model or watch):
        raise click.UsageError("--shards stands alone: DIR holds the letters, and what a model made of them.")
    if shards:
        from app.settings import default_library
        from index import Library

        # not one with the supplied letter, as a new library of the user's own would be
        library = Library.open(context.obj["library"] or default_library())
        with closing(Bar("passages")) as progress:
            report = library.load(shards, progress)
        if not _tell(report):
            context.exit(1)
        return
    if not paths:
        raise click.UsageError("Missing argument 'PATHS...'.")
    library = open_library(context.obj, model=model)
    if watch:
        from app.commands.watch import follow

        follow(library, paths, lambda: _add(library, paths), click.echo)
    elif not _add(library, paths).is_whole:
        context.exit(1)


def _add(library: "Library", paths: Sequence[Path]) -> "AddReport":
    with closing(Bar("passages")) as progress:
        report = library.add(paths, progress)
    _tell(report)
    return report


def _tell(report: "AddReport") -> bool:
    """Tell what was added; whether all was."""
    still = tuple(each for each in report.unchanged if each not in report.moved)
    for ids, verb in (
        (report.added, "added"),
        (report.replaced, "replaced"),
        (tuple(report.moved), "moved"),
        (report.removed, "removed"),
        (still, "unchanged"),
    ):
        if 0 < len(ids) <= 20:
            print_lines(f"{verb} {identifier}" for identifier in ids)
        elif ids:
            click.echo(f"{verb} {len(ids)} letters")
    if 0 < len(report.passed_over) <= 20:
        print_lines(passed_over_lines(report))
    elif report.passed_over:
        files = {file for file, _, _ in report.passed_over}
        click.echo(f"passed over {several(len(files), 'file')}, since later ones hold the same letters")
    read = len(report.added) + len(report.replaced) + len(report.unchanged)
    tell_failures(report.failures, len(report.failures) + read)
    return report.is_whole


@click.command()
@click.argument("letter_ids", metavar="LETTER_ID...", nargs=-1, required=True)
@click.pass_obj
def remove(options: dict[str, Any], letter_ids: tuple[str, ...]) -> None:
    """Remove letters from the library."""
    open_library(options).remove(letter_ids)
    print_lines(f"removed {identifier}" for identifier in dict.fromkeys(letter_ids))


@click.command()
@json_option
@click.pass_obj
def letters(options: dict[str, Any], as_json: bool) -> None:
    """List the letters in the library, newest first."""
    from app.commands.printing import letters_lines

    found = open_library(options).letters()
    print_json([letter.to_json() for letter in found]) if as_json else print_lines(letters_lines(found))


@click.command()
@click.option("--dry-run", is_flag=True, help="Only look; change nothing.")
@json_option
@click.pass_context
def check(context: click.Context, dry_run: bool, as_json: bool) -> None:
    """Look whether the library is whole, and make again what is damaged of what can be made again."""
    from app.settings import default_library
    from index import Library

    # not by open, which refuses a library whose database is damaged
    library = Library(context.obj["library"] or default_library(), None, None, Noticed())
    with closing(Bar("passages")) as progress:
        findings = library.check(not dry_run, progress)
    left = [finding for finding in findings if finding.outcome != "repaired"]
    if as_json:
        print_json([finding.to_json() for finding in findings])
    else:
        print_lines(map(str, findings))
        unmended = f"{len(left)} of {len(findings)} {'found' if dry_run else 'could not be repaired'}."
        click.echo("All is well." if not findings else "All of it was repaired." if not left else unmended)
    context.exit(1 if left else 0)


@click.command()
@model_option
@click.pass_obj
def rebuild(options: dict[str, Any], model: str | None) -> None:
    """Make the index again from the letters' text: after damage, for another model, or of an older version."""
    from app.settings import default_library
    from index import Library

    # not by open, which refuses a library of an older version
    library = Library(options["library"] or default_library(), model, None, Noticed())
    with closing(Bar("passages")) as progress:
        library.rebuild(progress)
    click.echo(f"rebuilt {library.path}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(options: dict[str, Any], file: Path) -> None:
    """Write the library to FILE, a new one, as it is at this moment; others may read and write meanwhile."""
    from app.settings import default_library
    from index.folder.backup import back_up
    from index.places import folder_for

    library = folder_for(
        options["library"] or default_library(), "a backup", "Its server has its own: see Milvus Backup."
    )
    with closing(Bar("MB")) as progress:
        made = back_up(library, file, progress)
    held = f"{several(made.letters, 'letter')}, {several(made.passages, 'passage')}"
    click.echo(f"backed up {held}: {file} ({made.size / 1e6:.1f} MB)")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Also where there is a library, whose database is kept beside it.")
@click.pass_obj
def restore(options: dict[str, Any], file: Path, replace: bool) -> None:
    """Make the library what the backup FILE holds."""
    from app.settings import default_library
    from index.folder.restoring import restore as restored
    from index.places import folder_for

    library = folder_for(
        options["library"] or default_library(), "a backup", "Restore it in a folder, or add the letters' files."
    )
    with closing(Bar("MB")) as progress:
        done = restored(file, library, replace=replace, progress=progress)
    held = f"{several(done.letters, 'letter')}, {several(done.passages, 'passage')}"
    click.echo(f"restored {held}: {library}")
    if done.before:
        click.echo(f"the database that was there is kept: {done.before}")
