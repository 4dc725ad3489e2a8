"""The evaluation's report in a real browser: it fits a hand, is legible in light and dark, and asks for nothing."""

import json
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from index import Library
from index.evaluation.evaluate import evaluate
from index.evaluation.question_set import Gold, Question
from index.evaluation.report_page import report_html
from tests.browser.known import HOSTILE, LENGTHY
from tests.browser.launching import DESKTOP, PHONE
from tests.browser.test_page import CONTRAST
from tests.conftest import WordEncoder

pytestmark = pytest.mark.browser

FILL_CONTRAST = CONTRAST.replace("(element).color", "(element).fill")
"""The same for what a chart is filled with."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report with a miss of long words, in two languages."""
    folder = tmp_path_factory.mktemp("report")
    texts = {"a": f"De kat slaapt bij {LENGTHY}.", "b": "De hond eet.", "c": "De vis zwemt."}
    file = folder / "letters.jsonl"
    file.write_text("\n".join(json.dumps({"id": key, "text": text}) for key, text in texts.items()), "utf-8")
    library = Library.open(folder / "library", encoder=WordEncoder())
    library.add([file])
    asked = [
        Question("1", "de vis zwemt", (Gold("a", None),), "nl"),
        Question("2", HOSTILE, (), "nl"),
        Question("3", "de hond eet", (Gold("a", None),), "en"),
    ]
    page = folder / "report.html"
    page.write_text(report_html(evaluate(library, asked), ["Questions: q.jsonl."]), "utf-8")
    return page.as_uri()


def opened(browser: Browser, report: str, size: tuple[int, int], scheme: Literal["light", "dark"]) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report)
    for summary in page.locator("summary").all():
        summary.click()
    assert asked == [report]
    assert "gekaapt" not in page.title()
    return page


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_sticks_out(browser: Browser, report: str, size: tuple[int, int]) -> None:
    page = opened(browser, report, size, "light")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    # each chart has a text for those who hear it, and its numbers in a table beside it
    assert page.locator("svg[role=img] > title").count() == page.locator("figure details table").count() == 8
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_legible_in_light_and_dark(browser: Browser, report: str, scheme: Literal["light", "dark"]) -> None:
    page = opened(browser, report, DESKTOP, scheme)
    for what in ("h1", ".soft", "small", "mark", "nav a", "summary", "code", ".charts p"):
        assert page.locator(what).first.evaluate(CONTRAST) >= 4.5, what
    for what in (".chart .tick", ".chart .label"):
        assert page.locator(what).first.evaluate(FILL_CONTRAST) >= 4.5, what
    for what in (".chart .dot", ".part.good", ".part.bad", ".part.lost", ".part.none", ".chart .count"):
        assert page.locator(what).first.evaluate(FILL_CONTRAST) >= 3, what
    page.close()
