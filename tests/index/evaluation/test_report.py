"""The report, on paper and on the terminal, of a library whose ranking is known."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index import Library
from index.evaluation.evaluate import Evaluation, evaluate
from index.evaluation.question_set import Gold, Question
from index.evaluation.report import SHOWN, measure_rows, report_lines
from index.evaluation.report_page import about, report_html
from tests.conftest import WordEncoder

VOID = {"meta", "br"}


def asked(identifier: str, question: str, *golds: Gold, language: str = "nl") -> Question:
    return Question(identifier, question, golds, language)


@pytest.fixture
def library(tmp_path: Path, collection: Callable[..., Path]) -> Library:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    texts = {"a": "De kat slaapt in de mand.", "b": "De <hond> eet.", "c": "De vis zwemt."}
    library.add([collection(texts)])
    return library


@pytest.fixture
def evaluation(library: Library) -> Evaluation:
    return evaluate(
        library,
        [
            asked("<i>", "De vis <b> zwemt", Gold("b", "<hond> eet")),
            asked("fine", "what is cheese", language="en"),
            asked("also", "de vis", Gold("a", "kat slaapt"), language='x" onclick="'),
        ],
    )


class Tags(HTMLParser):
    """Checks that tags nest, and gathers identifiers and links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_stands_alone(evaluation: Evaluation) -> None:
    page = report_html(evaluation)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))
    assert {link for link in tags.links if not link.startswith("#")} == set()
    assert {link[1:] for link in tags.links} <= set(tags.ids)
    assert not re.search(r"<script|@import|url\(|<link", page)


def test_the_page_is_the_same_each_time(evaluation: Evaluation) -> None:
    assert report_html(evaluation, ["Questions: x."]) == report_html(evaluation, ["Questions: x."])


def test_what_comes_from_files_is_escaped(evaluation: Evaluation) -> None:
    page = report_html(evaluation, ["<script>"])
    assert "De vis &lt;b&gt; zwemt" in page
    assert "&lt;i&gt;" in page
    assert "<b> zwemt" not in page
    assert "<script" not in page
    assert 'lang="x' not in page


def test_a_miss_shows_what_came_and_what_should_have(evaluation: Evaluation) -> None:
    page = report_html(evaluation)
    assert "What went wrong: 2 of 3 questions" in page
    found = re.findall(r"<article>.*?</article>", page, re.DOTALL)
    first, second = sorted(found, key=lambda article: "also" in article)  # their kinds come in an order of their own
    assert '<h5>Came first</h5><blockquote lang="nl"><mark>De vis zwemt.</mark></blockquote>' in first
    assert re.search(r"<h5>Right, at [23]</h5>", first)
    assert "De <mark>&lt;hond&gt; eet</mark>." in first
    assert "De <mark>kat slaapt</mark> in de mand." in second
    assert "what is cheese" not in page  # refused, as it should be


def test_a_right_passage_beyond_the_first_ten_is_shown_too(tmp_path: Path, collection: Callable[..., Path]) -> None:
    library = Library.open(tmp_path / "many", encoder=WordEncoder())
    library.add([collection({f"v{n}": "De vis zwemt" + " weg" * n for n in range(12)} | {"z": "Kaas"}, "many.jsonl")])
    evaluation = evaluate(library, [asked("far", "de vis zwemt", Gold("z", None))])
    page = report_html(evaluation)
    assert "<h5>Right, not among the first 10</h5><blockquote>Kaas</blockquote>" in page
    assert any(line.endswith("right beyond the first ten: z#al.1") for line in report_lines(evaluation))


def test_the_page_says_what_was_asked_of_what(library: Library) -> None:
    assert about(library, Path("some/where/q.jsonl")) == [
        "Questions: q.jsonl.",
        "Library: 3 letters, 3 paragraphs.",
        "Model: words.",
    ]


def test_the_terminal_shows_the_table_and_then_the_misses(evaluation: Evaluation) -> None:
    lines = list(report_lines(evaluation))
    assert lines[1].split()[:2] == ["questions", "3"]
    table, told = lines[: lines.index("")], lines[lines.index("") + 1 :]
    assert any(line.startswith("refused unanswerable") for line in table)
    assert told[0] == "2 of 3 questions did not go well:"
    assert "  <i>  De vis <b> zwemt" in told
    assert re.fullmatch(
        r" {6}c#al\.1 \(\d\.\d\d\); right at [23]: b#al\.1", told[told.index("  <i>  De vis <b> zwemt") + 1]
    )


def test_figures_are_rounded_once(library: Library) -> None:
    questions = [asked(str(n), "de vis zwemt", Gold("c" if n < 4 else "b", None)) for n in range(19)]
    (row,) = (row for row in measure_rows(evaluate(library, questions)) if row[0] == "hit@1")
    assert row[1].startswith("0.211 ")  # 4/19 is .21053, and .2105 would make .210


def test_all_questions_have_a_column_whatever_the_languages_are_called(library: Library) -> None:
    questions = [asked("a", "de vis", Gold("c", None)), asked("b", "what is cheese", language="all")]
    head, counts, *_ = measure_rows(evaluate(library, questions))
    assert head == ["", "all", "all", "nl"]
    assert [cell.split()[0] for cell in counts[1:]] == ["2", "1", "1"]


def test_the_terminal_counts_what_it_does_not_show(library: Library) -> None:
    count = SHOWN + 3
    questions = [asked(str(number), f"de vis zwemt {number}", Gold("b", None)) for number in range(count)]
    lines = list(report_lines(evaluate(library, questions)))
    assert f"{count} of {count} questions did not go well:" in lines
    assert sum(line.startswith("  ") and "de vis zwemt" in line for line in lines) <= 2 * SHOWN
    assert any(re.fullmatch(r"  … and \d+ more", line) for line in lines)


def test_nothing_is_said_of_misses_where_there_are_none(library: Library) -> None:
    evaluation = evaluate(library, [asked("none", "what is cheese", language="en")])
    assert not any("did not go well" in line for line in report_lines(evaluation))
    page = report_html(evaluation)
    assert "<p>Nothing did.</p>" in page
    assert "Nothing to draw." in page
