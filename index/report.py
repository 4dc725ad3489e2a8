"""An evaluation, for people: lines for a terminal, a page for a colleague."""

from collections.abc import Iterator
from html import escape
from typing import Any

from index.evaluate import RANKING, Evaluation, Outcome


def report_lines(evaluation: Evaluation) -> Iterator[str]:
    """The measures as a table, one column a language."""
    measured = evaluation.to_json()
    groups = {"all": measured, **measured["by_language"]}
    for name, *cells in _rows(groups):
        yield f"{name:<22}" + "".join(f"{cell:>22}" for cell in cells)


def markdown_table(evaluation: Evaluation) -> str:
    """The measures without latency as a Markdown table: the same on every machine."""
    measured = evaluation.to_json()
    head, *rows = _rows({"all": measured, **measured["by_language"]})
    kept = [row for row in rows if not row[0].endswith(" ms")]
    lines = [head, ["---"] * len(head), *kept]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _rows(groups: dict[str, dict[str, Any]]) -> Iterator[list[str]]:
    yield ["", *groups]
    yield ["questions", *(f"{group['questions']} ({group['answerable']} answerable)" for group in groups.values())]
    for name in RANKING:
        yield [name, *(_with_interval(group, name) for group in groups.values())]
    for name in ("auroc", "refused_unanswerable", "refused_answerable", "balanced_accuracy", "calibration_error"):
        yield [name.replace("_", " "), *(_number(group["abstention"][name]) for group in groups.values())]
    for name in ("p50", "p95", "p99"):
        yield [f"{name} ms", *(f"{group['latency_ms'][name]:.1f}" for group in groups.values())]


def _with_interval(group: dict[str, Any], name: str) -> str:
    if group[name] is None:
        return "–"
    low, high = group["interval_95"][name]
    return f"{group[name]:.3f} [{low:.3f}, {high:.3f}]"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Vindplaats: evaluation</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
body {{ max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; margin: 1rem 0; }}
th, td {{ text-align: right; padding: .25rem .75rem; border-bottom: 1px solid #8886; }}
th:first-child, td:first-child {{ text-align: left; }}
article {{ border-left: 3px solid #c50; padding-left: 1rem; margin: 1.5rem 0; }}
article p {{ margin: .25rem 0; }}
small {{ opacity: .75; }}
</style>
<h1>Evaluation</h1>
<table>{table}</table>
<h2>{misses} questions that did not go well</h2>
{articles}
</html>
"""


def report_html(evaluation: Evaluation) -> str:
    """A page that stands alone: the measures, then every question that went wrong and what came first."""
    measured = evaluation.to_json()
    head, *rows = _rows({"all": measured, **measured["by_language"]})
    table = "".join(
        f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in row)}</tr>"
        for tag, row in [("th", head), *(("td", row) for row in rows)]
    )
    wrong = [outcome for outcome in evaluation.outcomes if _went_wrong(outcome)]
    return _PAGE.format(table=table, misses=len(wrong), articles="\n".join(map(_article, wrong)))


def _went_wrong(outcome: Outcome) -> bool:
    if not outcome.question.answers:
        return outcome.answer.answered
    return not outcome.answer.answered or not any(outcome.judged[:1])


def _article(outcome: Outcome) -> str:
    question, answer = outcome.question, outcome.answer
    place = next((rank for rank, is_right in enumerate(outcome.judged, start=1) if is_right), None)
    if not question.answers:
        what = "nothing answers it, yet it was answered"
    elif place == 1:
        what = "the right passage came first, yet it was refused"
    else:
        what = f"the right passage came at {place}" if place else "the right passage is not among the first ten"
    first = answer.passages[0] if answer.passages else None
    shown = f"<p><small>first: {escape(first.id)}</small></p><p>{escape(first.text)}</p>" if first else ""
    return (
        f"<article><p><b>{escape(question.question)}</b> <small>{escape(question.id)}</small></p>"
        f"<p>{what}; confidence {answer.confidence:.2f}</p>{shown}</article>"
    )
