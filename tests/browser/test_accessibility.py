"""Whether everyone can use the page: WCAG 2.2 AA as far as axe-core can tell, and a session by keyboard alone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.launching import DESKTOP, PHONE
from tests.browser.test_page import QUESTION, ask, too_wide
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
    page.locator(".vp-also summary").click()
    for each in page.locator(".vp-further").all():
        each.click()
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


FOCUSED = """() => {
    const uncovered = (element) => [...element.getClientRects()].some((box) =>  // WCAG 2.4.11
        [0.1, 0.5, 0.9].some((share) => element.contains(
            document.elementFromPoint(box.left + box.width / 2, box.top + share * box.height))));
    const focused = document.activeElement;
    const shown = focused.matches("input[type=radio], input[type=file]") ? focused.closest("label") : focused;
    const style = getComputedStyle(shown);
    focused.dataset.reached = "";
    return {
        what: focused.outerHTML.slice(0, 160),
        box: focused.matches(".vp-box textarea"),
        seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
        inView: uncovered(shown),
    };
}"""
"""What has the focus, whether that can be seen, and a mark on it: it was reached."""

SMALL = """root => [...document.querySelectorAll(`${root} :is(a, button, summary, input, textarea, label.selected)`)]
    .filter(each => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter(each => !(each.matches("a") && each.closest("p, dd, blockquote, li")))
    .map(each => [each.outerHTML.slice(0, 160), (each.closest("label.vp-pick") ?? each).getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24)
    .map(([what, box]) => `${what}: ${box.width} x ${box.height}`)"""
"""Targets below 24 by 24 pixels (WCAG 2.5.8); links in running text are exempt."""


def tab(page: Page, key: str = "Tab") -> bool:
    """Go one on; whether that is the question box. Wherever it is, it must be seen that it is there."""
    page.keyboard.press(key)
    now = page.evaluate(FOCUSED)
    assert now["seen"], now["what"]
    assert now["inView"], now["what"]
    return bool(now["box"])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_session_by_keyboard_alone(visit: Open, address: str, size: tuple[int, int]) -> None:
    page = visit(address, size=size)
    assert any(tab(page) for _ in range(20))
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    card = page.get_by_role("log").locator(".vp-best")  # a live region: what comes into it is spoken
    expect(card).to_be_visible()
    expect(page.locator(".vp-box textarea")).to_be_focused()

    further = card.get_by_role("button", name="Meer")
    while not further.evaluate("element => element === document.activeElement"):
        tab(page, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(further).to_have_attribute("aria-expanded", "true")
    page.evaluate("document.querySelectorAll('[data-reached]').forEach(each => delete each.dataset.reached)")
    while not tab(page):
        pass
    while page.locator(".vp-masthead [data-reached]").count() == 0:
        tab(page, "Shift+Tab")
    answer = page.locator(".vp-answer")
    reachable = answer.locator(":is(a, button, summary):visible")
    assert reachable.count() > 8
    missed = reachable.evaluate_all("found => found.filter(e => !('reached' in e.dataset)).map(e => e.outerHTML)")
    assert missed == []

    card.get_by_role("button", name="Lees in de brief").focus()
    page.keyboard.press("Enter")
    pane = page.get_by_role("complementary", name="De brief")
    expect(pane.locator(".vp-chosen")).to_be_focused()
    for _ in range(4):
        tab(page)
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(card.get_by_role("button", name="Lees in de brief")).to_be_focused()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_escape_closes_the_innermost_that_is_open(visit: Open, address: str, size: tuple[int, int]) -> None:
    page = visit(address, size=size)
    ask(page, QUESTION)
    also = page.locator(".vp-also")
    summary, further = also.locator("summary"), also.get_by_role("button", name="Meer").first
    summary.press("Enter")
    further.press("Enter")
    citation = also.get_by_role("button", name="Kopieer vindplaats").first
    citation.focus()
    page.keyboard.press("Escape")
    expect(citation).to_be_hidden()
    expect(further).to_be_focused()
    page.keyboard.press("Escape")
    expect(further).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_is_pressed_is_large_enough_to_hit(visit: Open, several: str, size: tuple[int, int]) -> None:
    page = visit(several, size=size)
    assert page.evaluate(SMALL, "#vp") == []
    page.locator(".vp-filters > summary").click()
    assert page.evaluate(SMALL, ".vp-filters") == []
    ask(page, QUESTION)
    expect(page.locator(".vp-best")).to_be_visible()
    page.locator(".vp-also summary").click()
    for each in page.locator(".vp-further").all():
        each.click()
    ask(page, "Welke kaas eet de minister?")
    expect(page.locator(".vp-near")).to_have_count(2)
    assert page.evaluate(SMALL, "#vp") == []
    page.locator(".vp-best .vp-open").click()
    expect(page.locator("#vp-pane .vp-chosen")).to_be_focused()
    assert page.evaluate(SMALL, "#vp-pane") == []
    page.keyboard.press("Escape")
    page.locator(".vp-masthead a[data-letters]").click()
    expect(page.locator("#vp-letters h2")).to_be_focused()
    assert page.evaluate(SMALL, "#vp-letters") == []


def test_dutch_is_said_to_be_dutch_on_an_english_page(visit: Open, address: str) -> None:
    page = visit(address, "en-GB")
    ask(page, QUESTION)
    expect(page.locator(".vp-best")).to_be_visible()
    page.locator(".vp-best .vp-further").click()
    page.locator(".vp-best .vp-around").click()
    page.locator(".vp-best .vp-open").click()
    expect(page.locator("#vp-pane .vp-chosen")).to_be_focused()
    spoken = "element => element.closest('[lang]').lang"
    for selector in ("blockquote p", ".vp-title", ".vp-path", "cite", ".vp-neighbour-text p", "#vp-pane .vp-par p"):
        for each in page.locator(selector).all():
            assert each.evaluate(spoken) == "nl", selector
    for selector in (".vp-source dt", ".vp-further", "#vp-pane .vp-for", ".vp-outline summary", ".vp-here-label"):
        for each in page.locator(selector).all():
            assert each.evaluate(spoken) == "en", selector


def test_a_page_of_320_pixels_scrolls_one_way_only(visit: Open, several: str) -> None:
    """What 400 % of zoom leaves of a screen of 1280 (WCAG 1.4.10)."""
    page = visit(several, size=(320, 256))
    assert too_wide(page) <= 0
    ask(page, QUESTION)
    page.locator(".vp-also summary").click()
    for each in page.locator(".vp-further").all():
        each.click()
    ask(page, "Welke kaas eet de minister?")
    expect(page.locator(".vp-near")).to_have_count(2)
    assert too_wide(page) <= 0
    for opener, pane in ((".vp-best .vp-open", "#vp-pane"), (".vp-masthead a[data-letters]", "#vp-letters")):
        page.locator(opener).click()
        expect(page.locator(f"{pane} .vp-close")).to_be_visible()
        assert page.locator(pane).evaluate("pane => pane.scrollWidth - pane.clientWidth") <= 0
        page.keyboard.press("Escape")
