"""What people look at beside the measures: four charts of the questions of one language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from index.evaluation import measures
from index.evaluation.estimate import share
from index.evaluation.outcome import Miss, Outcome
from index.evaluation.svg import Axis, Chart, Part, stacked

T = TypeVar("T")
DEEPEST = 10
STEPS = 200  # points of a curve that the eye still tells apart
PERCENT = [(value / 100, f"{value}%") for value in (0, 25, 50, 75, 100)]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the numbers in it, as the cells of a table."""

    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of chart: ``key`` is part of the identifiers on the page, ``how`` says how to read it."""

    key: str
    title: str
    how: str
    make: Callable[[str, str, Sequence[Outcome]], Figure | None]


def _hits(identifier: str, title: str, outcomes: Sequence[Outcome]) -> Figure | None:
    """How many of the answerable questions have a right passage among the first k; None where none is answerable."""
    judged = [outcome.judged for outcome in outcomes if outcome.answerable]
    if not judged:
        return None
    depths = range(1, DEEPEST + 1)
    found = [(k, each) for k in depths if (each := share([any(one[:k]) for one in judged]))]
    chart = Chart(
        Axis("k, how many passages are looked at", 0.5, DEEPEST + 0.5, [(k, str(k)) for k in depths]),
        Axis("questions with a right passage among them", 0, 1, PERCENT),
    )
    chart.band([(k, each.low, each.high) for k, each in found])
    chart.line([(k, each.mean) for k, each in found], "curve")
    for k, each in found:
        chart.dot(k, each.mean, f"first {k}: {each.mean:.1%}")
    shares = ", ".join(f"{each.mean:.0%} for k = {k}" for k, each in found if k in (1, 3, DEEPEST))
    rows = [(str(k), f"{each.mean:.1%}", f"{each.low * 100:.1f}–{each.high:.1%}") for k, each in found]
    svg = chart.drawn(identifier, title, f"{len(judged)} questions that have an answer: {shares}.")
    return Figure(svg, ("k", "hit@k", "95% interval"), tuple(rows))


def _reliability(identifier: str, title: str, outcomes: Sequence[Outcome]) -> Figure | None:
    """How often the first passage is right, by how sure the product was of it."""
    sure, right = _judged(outcomes)
    bins = measures.reliability(sure, right)
    error = measures.calibration_error(sure, right)
    most = max(each.count for each in bins)
    chart = Chart(
        Axis("confidence", 0, 1, PERCENT),
        Axis("questions whose first passage is right", 0, 1, PERCENT),
        strip="n",
    )
    chart.line([(0, 0), (1, 1)], "ideal")
    rows = []
    for each in bins:
        interval = share([True] * each.right + [False] * (each.count - each.right))
        if interval:
            chart.whisker(each.confidence, interval.low, interval.high)
    for each in bins:
        told = f"{each.low * 100:.0f}–{each.high:.0%}"
        chart.strip_bar(each.low, each.high, each.count / most, str(each.count))
        chart.dot(each.confidence, each.accuracy, f"{told}: {each.right} of {each.count} right")
        rows.append((told, str(each.count), f"{each.confidence:.1%}", f"{each.right} ({each.accuracy:.1%})"))
    surest = max(bins, key=lambda each: each.low)
    description = (
        f"{len(outcomes)} questions in {len(bins)} bins. Expected calibration error {error:.3f}. In the highest bin, "
        f"{surest.low:.0%} to {surest.high:.0%} sure, {surest.right} of {surest.count} are right."
    )
    note = f"Expected calibration error: {error:.3f}."
    head = ("confidence", "n", "mean", "right")
    return Figure(chart.drawn(identifier, title, description), head, tuple(rows), note)


def _risk(identifier: str, title: str, outcomes: Sequence[Outcome]) -> Figure | None:
    """How many answers would be wrong, were only the surest questions answered."""
    sure, right = _judged(outcomes)
    points = measures.risk_coverage(sure, right)
    area = measures.area_under_risk(points)
    count, good = len(right), sum(right)
    ideal = [(at / count, max(0, at - good) / at) for at in _thinned(range(1, count + 1))]
    chart = Chart(
        Axis("coverage: questions that would be answered", 0, 1, PERCENT),
        Axis("risk: answers that would be wrong", 0, 1, PERCENT),
    )
    chart.line(ideal, "ideal")
    chart.line([(point.coverage, point.risk) for point in _thinned(points)], "curve")
    answered = [outcome.right_first for outcome in outcomes if outcome.answer.answered]
    wrong = answered.count(False)
    note = f"Mean risk: {area:.3f}. As it is, {len(answered)} of {count} are answered, {wrong} of those wrong."
    if answered:
        chart.dot(len(answered) / count, wrong / len(answered), f"as it is: {wrong} of {len(answered)} wrong", "now")
    rows = []
    for step in range(1, 11):
        point = next(point for point in points if point.coverage >= step / 10 - 1e-9)
        rows.append((f"{point.coverage:.1%}", f"{point.risk:.1%}", f"{point.confidence:.3f}"))
    description = f"{note} Were all answered, {points[-1].risk:.0%} would be wrong."
    head = ("coverage", "risk", "confidence from")
    return Figure(chart.drawn(identifier, title, description), head, tuple(dict.fromkeys(rows)), note)


def _refusals(identifier: str, title: str, outcomes: Sequence[Outcome]) -> Figure | None:
    """Which questions were answered and which refused, by whether anything answers them."""
    missed = [outcome.miss for outcome in outcomes]
    with_answer = [outcome for outcome in outcomes if outcome.answerable]
    without = len(outcomes) - len(with_answer)
    misled = missed.count(Miss.ANSWERED_UNANSWERABLE)
    parts = [
        Part("good", sum(outcome.miss is None for outcome in with_answer), "answered right"),
        Part("bad", missed.count(Miss.ANSWERED_WRONG), "answered wrong"),
        Part("lost", missed.count(Miss.REFUSED_RIGHT), "refused, the right passage being nearest"),
        Part("none", missed.count(Miss.REFUSED_WRONG), "refused, a wrong passage being nearest"),
    ]
    refused = [Part("bad", misled, "answered, wrong"), Part("good", without - misled, "refused, right")]
    bars = [(f"Answerable ({len(with_answer)})", parts), (f"Unanswerable ({without})", refused)]
    bars = [(named, each) for named, each in bars if sum(part.count for part in each)]
    description = " ".join(
        f"{named}: {', '.join(f'{part.count} {part.told}' for part in each)}." for named, each in bars
    )
    right, wrong, lost, none = (part.count for part in parts)
    rows = (
        ("answered right", str(right), "0"),
        ("answered wrong", str(wrong), str(misled)),
        ("refused", str(lost + none), str(without - misled)),
        ("– right passage nearest", str(lost), "–"),
    )
    head = ("", "answerable", "unanswerable")
    svg = stacked(identifier, title, description, "Each bar is all questions of its kind.", bars)
    return Figure(svg, head, rows)


KINDS = (
    Kind(
        "hits",
        "Finding the passage: hit@k",
        "Of the questions that have an answer, how many have a right passage among the first k. The shaded band is "
        "where another sample of as many questions would put it, 95 times of 100.",
        _hits,
    ),
    Kind(
        "reliability",
        "Reliability of the confidence",
        "Where the product says 80%, eight of ten first passages should be right: points on the dashed line. Below it "
        "the product is too sure, above it too shy. Vertical lines are 95% intervals; n is how many questions fall in "
        "each bin.",
        _reliability,
    ),
    Kind(
        "risk",
        "Risk and coverage",
        "The surest questions first: how many answers are wrong when only so many of all questions get one. "
        "The dashed line is what a perfect confidence would give; the ring is what the product does, which "
        "asks whether anything answers and not only the first passage: it may lie beside the curve.",
        _risk,
    ),
    Kind(
        "refusals",
        "Answering and refusing",
        "What became of the questions that have an answer in the library, and of those that have none.",
        _refusals,
    ),
)


def _judged(outcomes: Sequence[Outcome]) -> tuple[list[float], list[bool]]:
    """How sure the product was of each answer's first passage, and whether it is right."""
    return [outcome.sure for outcome in outcomes], [outcome.right_first for outcome in outcomes]


def _thinned(points: Sequence[T]) -> list[T]:
    """At most about STEPS of the points, the last one always."""
    step = -(-len(points) // STEPS)
    return [*points[: len(points) - 1 : step], points[-1]]
