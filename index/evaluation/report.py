"""An evaluation as text: a table and the questions that went wrong, for a terminal."""

import textwrap
from collections.abc import Iterator

from index.evaluation.estimate import Estimate
from index.evaluation.evaluate import Evaluation, measured
from index.evaluation.outcome import Outcome

# How many misses of a kind a terminal shows, and how much of a question.
SHOWN = 5
LONG = 96


def report_lines(evaluation: Evaluation) -> Iterator[str]:
    """The measures as a table, one column a language; then what went wrong."""
    rows = list(measure_rows(evaluation))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        yield f"{name:<{widths[0]}}" + "".join(
            f"{cell:>{width + 3}}" for cell, width in zip(cells, widths[1:], strict=True)
        )
    misses = evaluation.misses()
    count = sum(map(len, misses.values()))
    if not count:
        return
    yield ""
    yield f"{count} of {len(evaluation.outcomes)} questions did not go well:"
    for miss, outcomes in misses.items():
        yield ""
        yield f"{len(outcomes)} {miss.told}"
        for outcome in outcomes[:SHOWN]:
            yield f"  {outcome.question.id}  {textwrap.shorten(outcome.question.question, LONG, placeholder=' …')}"
            yield f"      {_what_came(outcome)}"
        if len(outcomes) > SHOWN:
            yield f"  … and {len(outcomes) - SHOWN} more"


def _what_came(outcome: Outcome) -> str:
    first = outcome.first
    came = f"{first.id if first else 'nothing'} ({outcome.answer.confidence:.2f})"
    if not outcome.answerable or outcome.right_first:
        return came
    return f"{came}; {place_of(outcome)}: {outcome.right_id}"


def place_of(outcome: Outcome) -> str:
    """Where the right passage came, in words."""
    return f"right at {outcome.rank}" if outcome.rank else "right beyond the first ten"


def measure_rows(evaluation: Evaluation) -> Iterator[list[str]]:
    """The table of measures: a head, then a row a measure with its name and a cell for all and for each language."""
    by_language = evaluation.by_language()
    groups = [measured(outcomes) for outcomes in (evaluation.outcomes, *by_language.values())]
    yield ["", "all", *by_language]
    yield ["questions", *(f"{group.questions} ({group.answerable} answerable)" for group in groups)]
    for name in groups[0].ranking:
        yield [name, *(_with_interval(group.ranking[name]) for group in groups)]
    for name in groups[0].abstention:
        yield [name.replace("_", " "), *(_with_interval(group.abstention[name]) for group in groups)]
    errors = (group.calibration_error for group in groups)
    yield ["calibration error", *("–" if error is None else f"{error:.3f}" for error in errors)]
    for name in groups[0].latency_ms:
        yield [f"{name} ms", *(f"{group.latency_ms[name]:.1f}" for group in groups)]


def _with_interval(value: Estimate | None) -> str:
    return f"{value.mean:.3f} [{value.low:.3f}, {value.high:.3f}]" if value else "–"
