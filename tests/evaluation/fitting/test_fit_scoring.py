"""From where on an answer is called one, on confidences worked out by hand."""

from types import SimpleNamespace

from tests.evaluation.fitting.fit_scoring import Judged, threshold_of


def judged(letters: float, *, answerable: bool) -> Judged:
    return Judged(SimpleNamespace(answerable=answerable), letters, letters)  # type: ignore[arg-type]


def test_nine_in_ten_that_nothing_answers_are_refused_and_no_more_than_must() -> None:
    unanswerable = [judged(sure, answerable=False) for sure in (0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 0.613, 0.9)]
    answerable = [judged(sure, answerable=True) for sure in (0.5, 0.615, 0.7)]
    threshold = threshold_of([*answerable, *unanswerable])
    assert threshold == 0.62
    assert sum(each.letters < threshold for each in unanswerable) == 9
