"""Which sentences are marked, worked out by hand."""

import re

import numpy as np
import pytest

from index.encoder import Pair
from index.evidence import in_order, marked, telling, weighed_anew
from index.notes import span_of


def test_sentences_are_weighed_anew_by_how_they_match_once_read_together() -> None:
    sentences, levels = in_order([[0, 4], [5, 9], [10, 14]], np.array([1.0, 3.0, 2.0]))
    assert (sentences, levels) == (((5, 9), (10, 14), (0, 4)), (3.0, 2.0, 1.0))
    # of two tokens of the question, in this order of sentences
    pair = Pair(0.0, np.array([[0.2, 0.4], [0.6, 0.2], [0.9, 0.9]], np.float32))
    again, levels = weighed_anew(sentences, levels, pair, {"apart": 0.5, "words": 1.0, "first": 2.0})
    assert again == ((0, 4), (10, 14), (5, 9))
    assert levels == pytest.approx((0.5 + 0.9 + 1.8, 1 + 0.4 + 1.2, 1.5 + 0.3 + 0.4))


@pytest.mark.parametrize(
    ("text", "levels", "expected"),
    [
        ("Eén. Twee. Drie.", [0.0, 2.0, 0.0], ["Twee."]),  # e² to 2: .79
        ("Eén. Twee. Drie.", [1.0, 0.0, 0.9], ["Eén.", "Drie."]),  # .43, and the next likely one
        ("Eén. Twee. Drie.", [0.9, 1.0, 0.0], ["Eén. Twee."]),  # beside each other
        ("Eén.\nTwee:\na. Drie;\nb. Vier.", [0.9, 1.0, 0.0, 0.0], ["Eén.\nTwee:\na. Drie;\nb. Vier."]),
        ("Jaar | Som\n2023 | 10\n2024 | 11", [0.1, 1.0, 0.9], ["2023 | 10"]),  # of rows one
        ("Vraag 1\nEén. Twee.\nAntwoord 1\nDrie. Vier.", [3.0, 3.0, 2.0, 1.0], ["Drie."]),
        ("Vraag 1\nEén. Twee.\nAntwoord 1\nDrie. Vier. Vijf.", [3.0, 3.0, 1.0, 1.0, 0.9], ["Drie. Vier."]),
        ("1. Eén.\n2. Twee.\n3. Drie.", [0.0, 0.0, 0.0, 5.0, 0.0, 0.0], ["2. Twee."]),  # with its number
        ("1. Eén.\n2. Twee.\n3. Drie.", [0.0, 0.0, 1.0, 0.0, 0.9, 0.0], ["2. Twee.\n3. Drie."]),
        ("1", [], []),
    ],
)
def test_what_is_marked_likely_answers(text: str, levels: list[float], expected: list[str]) -> None:
    spans = [match.span() for match in re.finditer(r"[^\s.:;|][^.:;\n]*[.:;]?", text)]
    spans = [span for span in spans if not re.match(r"Vraag|Antwoord|[ab]\.", text[slice(*span)])][: len(levels)]
    found = marked(text, *in_order(spans, np.array(levels)))
    assert [text[slice(*span)] for span in found] == expected


@pytest.mark.parametrize(
    ("levels", "spans", "footnote"),
    [
        ([0.0, 0.0, 3.0, 0.0], [], 0),  # e³ to 3: .87, the first footnote alone
        ([0.9, 0.0, 1.0, 0.0], ["Eén."], 0),  # and the next likely one
        ([1.0, 0.0, 0.0, 0.9], ["Eén."], 1),
        ([3.0, 0.0, 0.0, 1.0], ["Eén."], None),
        ([0.0, 0.0, 0.9, 1.0], [], 1),  # of footnotes one
        ([1.0, 0.9, 0.0, 0.0], ["Eén."], None),  # of the text .52
    ],
)
def test_a_footnote_tells_as_a_sentence_does(levels: list[float], spans: list[str], footnote: int | None) -> None:
    text = "Eén. Twee."
    sentences = [(0, 4), (5, 10), span_of(0), span_of(1)]
    found, place = telling(text, *in_order(sentences, np.array(levels)))
    assert ([text[slice(*span)] for span in found], place) == (spans, footnote)
    assert telling(text, sentences[:1], []) == (((0, 4),), None)  # looked up


def test_beside_a_footnote_the_answer_is_marked_and_not_the_question() -> None:
    text = "Klopt het?\nAntwoord 3\nJa. De prijs steeg."
    sentences = [(0, 10), (22, 25), (26, 41), span_of(0)]
    for levels, footnote in (([3.0, 0.0, 1.0, 1.5], None), ([1.0, 0.0, 0.9, 1.1], 0)):
        spans, place = telling(text, *in_order(sentences, np.array(levels)))
        assert ([text[slice(*span)] for span in spans], place) == (["De prijs steeg."], footnote)
