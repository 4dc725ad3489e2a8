"""Measures the product on every question set there is, and writes what came of it into RESULTS.md.

    python -m tests.evaluation.results [--set NAME]... [--library-cache DIR]

A row is one question set in one language at one commit; "+" behind the commit says that the working tree held changes
that are not in it. Rows of the same commit are replaced, all others are kept. Embedding a collection takes minutes:
``--library-cache`` keeps the libraries, for the next run to take where nothing that they are made with has changed.
"""

import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import click

from index.encoder import Encoder
from index.evaluation.evaluate import evaluate
from tests.conftest import ROOT
from tests.evaluation.sets import HERE, SETS, QuestionSet, library_for

RESULTS = HERE / "RESULTS.md"
INTRODUCTION = """# Results

Written by `python -m tests.evaluation.results`, which CONTRIBUTING.md tells of; not by hand. Newest last within a
question set and language. Questions are counted as answerable + unanswerable; ECE is the expected calibration error.

"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table, as text: what is read back is what was written."""

    commit: str
    date: str
    set: str
    language: str
    questions: str
    hit_1: str
    hit_3: str
    ndcg_10: str
    auroc: str
    refused_unanswerable: str
    refused_answerable: str
    ece: str


HEAD = (
    "commit", "date", "questions", "language", "number", "hit@1", "hit@3", "nDCG@10", "AUROC", "refused unanswerable",
    "refused answerable", "ECE",
)  # fmt: skip


def rows_of(measured: dict[str, Any], commit: str, date: str, name: str) -> list[Row]:
    """A row for each language of an evaluation, given as JSON."""
    rows = []
    for language, group in measured["by_language"].items():
        abstention = group["abstention"]
        figures = (
            *(group[each] for each in ("hit@1", "hit@3", "ndcg@10")),
            *(
                abstention[each]
                for each in ("auroc", "refused_unanswerable", "refused_answerable", "calibration_error")
            ),
        )
        number = f"{group['answerable']} + {group['questions'] - group['answerable']}"
        shown = ("–" if figure is None else f"{figure:.3f}" for figure in figures)
        rows.append(Row(commit, date, name, language, number, *shown))
    return rows


def read_rows(path: Path) -> list[Row]:
    """The rows of RESULTS.md; none where it is not there yet. Raises ValueError where a line has other columns."""
    if not path.exists():
        return []
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    if bad := [line for line, row in zip(lines[2:], cells, strict=True) if len(row) != len(fields(Row))]:
        raise ValueError(f"{path}: this line has other columns than the rest: {bad[0]}")
    return [Row(*row) for row in cells]


def merged(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """``new`` instead of the rows of the same commit and question set, behind the others of their set and language.

    Sets stand in the order of SETS, those that are no longer known last.
    """
    replaced = {(row.commit, row.set) for row in new}
    rows = [row for row in old if (row.commit, row.set) not in replaced] + list(new)
    names = list(dict.fromkeys([*(each.name for each in SETS), *(row.set for row in rows)]))
    return sorted(rows, key=lambda row: (names.index(row.set), row.language))


def table(rows: Iterable[Row]) -> str:
    """RESULTS.md with these rows."""
    lines = [HEAD, ["---"] * len(HEAD), *(astuple(row) for row in rows)]
    return INTRODUCTION + "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def state_of(checkout: Path) -> tuple[str, str]:
    """The commit, with "+" where something is changed beside it, and its date. RESULTS.md itself doesn't count."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=checkout, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--", ".", f":(exclude,glob)**/{RESULTS.name}")
    return git("rev-parse", "--short=7", "HEAD") + ("+" if changed else ""), git("log", "-1", "--format=%cs")


def measure(
    sets: Iterable[QuestionSet],
    load: Callable[[], Encoder],
    cache: Path,
    state: tuple[str, str],
    results: Path = RESULTS,
) -> None:
    """Measure each set that is there and write its rows at once, so that what breaks off later costs nothing."""
    encoder: Encoder | None = None
    for each in sets:
        if each.missing:
            click.echo(f"{each.name}: skipped, {each.missing}")
            continue
        encoder = encoder or load()
        click.echo(f"{each.name}: …")
        library = library_for(each, cache, encoder)
        rows = rows_of(evaluate(library, each.asked_questions()).to_json(), *state, each.name)
        library.close()
        results.write_text(table(merged(read_rows(results), rows)), encoding="utf-8")
        for row in rows:
            click.echo(f"{each.name}: {row.language} {row.questions}, hit@1 {row.hit_1}, nDCG@10 {row.ndcg_10}")


@click.command()
@click.option("--set", "names", multiple=True, metavar="NAME", type=click.Choice([each.name for each in SETS]))
@click.option("--library-cache", "cache", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def main(names: tuple[str, ...], cache: Path | None) -> None:
    """Measure the product on every question set, or on those named, and write RESULTS.md."""
    from index.models.loading import load_encoder

    chosen = [each for each in SETS if not names or each.name in names]
    with nullcontext(cache) if cache else tempfile.TemporaryDirectory() as folder:
        measure(chosen, load_encoder, Path(folder), state_of(ROOT))


if __name__ == "__main__":
    main()
