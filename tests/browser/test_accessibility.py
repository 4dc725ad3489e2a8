"""Whether everyone can use the page: WCAG 2.2 AA as far as axe-core can tell, and a session by keyboard alone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.browser.test_page import QUESTION, ask
from tests.serving import serving

pytestmark = pytest.mark.browser
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""Every rule of axe-core for WCAG 2.0 to 2.2, A and AA, and best practice; the one that is new in 2.2 must be asked
for."""


def violations(page: Page, where: str) -> list[str]:
    """What axe-core finds wrong, one line an element."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{where}: {rule['id']} ({rule['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over the supplied letter, where letters may be added and removed."""
    with serving(tmp_path_factory.mktemp("axe") / "library", "--editable") as address:
        yield address


@pytest.mark.model
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_axe_finds_nothing_wrong(visit: Open, editable: str, locale: str, dark: bool, size: tuple[int, int]) -> None:
    page = visit(editable, locale, size, dark)
    wrong = violations(page, "the empty page")
    ask(page, QUESTION)
    expect(page.locator(".vp-best")).to_be_visible()
    wrong += violations(page, "an answer")
    for each in page.locator(".vp-card details, .vp-also").all():
        each.evaluate("element => element.open = true")
    page.locator(".vp-best .vp-around").click()
    expect(page.locator(".vp-best .vp-around-after")).to_be_visible()
    wrong += violations(page, "all of an answer")
    ask(page, "Hoe maak ik pannenkoeken?")
    expect(page.locator(".vp-near").first).to_be_visible()
    wrong += violations(page, "a refusal")
    page.locator(".vp-best .vp-open").click()
    expect(page.locator("#vp-pane .vp-chosen")).to_be_focused()
    wrong += violations(page, "a letter")
    page.keyboard.press("Escape")
    page.locator(".vp-masthead a[data-letters]").click()
    expect(page.locator("#vp-letters h2").first).to_be_focused()
    wrong += violations(page, "the list of letters")
    page.locator("#vp-letters .vp-remove").first.click()
    expect(page.locator("#vp-letters dialog")).to_be_visible()
    wrong += violations(page, "a dialog")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".vp-again").first.click()
    page.locator(".vp-history").evaluate("element => element.open = true")
    expect(page.locator(".vp-history li").first).to_be_visible()
    wrong += violations(page, "what was asked before")
    assert "\n".join(wrong) == ""
