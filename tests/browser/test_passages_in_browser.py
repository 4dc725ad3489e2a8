"""How passages look and are copied: tables, questions with their answers, the head of a letter."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.known import BURDEN, HEAD_LINES, REPORTS
from tests.browser.launching import DESKTOP, PHONE
from tests.browser.test_page import CONTRAST, QUESTION, ask, too_wide

pytestmark = pytest.mark.browser
CITATION = "Kamerstukken II 2020/21, 28676, nr. 372"
CLOSED = "() => void (navigator.clipboard.write = () => Promise.reject(new Error('closed')))"
"""As on a page that is served over plain HTTP from another machine."""
READ = """async () => {
    const [item] = await navigator.clipboard.read();
    const read = async type => (await (await item.getType(type)).text());
    return {text: await read("text/plain"), html: await read("text/html")};
}"""


def answered(page: Page, question: str) -> Locator:
    ask(page, question)
    card = page.locator(".vp-best").last
    expect(card).to_be_visible()
    return card


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_rows_are_a_table_with_its_heads(visit: Open, address: str, size: tuple[int, int]) -> None:
    page = visit(address, size=size)
    card = answered(page, "Wat staat er in de tabel?")
    table = card.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["Grond", "2021", "2022"])
    expect(table.get_by_role("row").nth(1).get_by_role("cell")).to_have_text(["Seksuele gerichtheid", "10", "14"])
    expect(card.locator(".vp-label")).to_have_text("Antwoord 6 en 7")
    expect(card.locator(".vp-item")).to_have_text(["1. voorlopig; en", "2. afgerond."])
    # what answers is marked in the cells and the lines that it covers, and nowhere else
    expect(card.locator("mark")).to_have_text(
        ["Seksuele gerichtheid", "10", "De cijfers zijn:", "1. voorlopig; en", "2. afgerond."]
    )
    # every word of the letter once, in order
    assert card.locator("blockquote").inner_text().split() == REPORTS.replace(" | ", " ").split()
    expect(card.locator("cite")).to_have_text("Aanhangsel Handelingen II 2023/24, nr. 1314, p. 2")
    assert too_wide(page) <= 0


def test_a_wide_table_scrolls_by_itself(visit: Open, address: str) -> None:
    page = visit(address, "en-US", PHONE)
    card = answered(page, "breed")
    region = card.get_by_role("region", name="Table from the letter")
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    expect(region).to_have_css("outline-style", "solid")
    page.wait_for_function("document.querySelector('.vp-table').scrollLeft > 0")
    assert too_wide(page) <= 0


@pytest.mark.parametrize(
    ("locale", "heading", "place"),
    [
        ("nl-NL", "Kop van de brief", "kop van de brief (eigen plaatsaanduiding)"),
        ("en-US", "Head of the letter", "head of the letter (our own indication)"),
    ],
)
def test_the_head_of_a_letter_keeps_its_lines(visit: Open, address: str, locale: str, heading: str, place: str) -> None:
    page = visit(address, locale)
    card = answered(page, "Van wanneer is deze brief?")
    expect(card.locator(".vp-path")).to_have_text(heading)
    assert card.locator("blockquote").inner_text().split("\n") == list(HEAD_LINES)
    expect(card.locator("mark")).to_have_text("Den Haag, 25 juni 2021")
    expect(card.locator("dd").nth(1)).to_have_text(place)


def test_a_citation_and_a_quote_are_copied_by_keyboard(visit: Open, address: str) -> None:
    page = visit(address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = answered(page, QUESTION)
    citation = card.get_by_role("button", name="Kopieer vindplaats")
    quote = card.get_by_role("button", name="Kopieer citaat met vindplaats")
    quote.press("Enter")
    expect(page.locator("#vp-said")).to_have_text("Het citaat is met zijn vindplaats gekopieerd.")
    expect(page.get_by_role("status").filter(has_text="Het citaat")).to_have_count(1)
    expect(card.get_by_role("button", name="Gekopieerd")).to_be_focused()
    copied = page.evaluate(READ)
    assert copied["text"] == f"“{BURDEN}” ({CITATION})"
    assert "(<i>Kamerstukken II</i> 2020/21, 28676, nr. 372)" in copied["html"]
    expect(quote).to_be_visible()  # the label comes back

    for name in ("Lees in de brief", "Meer"):
        page.keyboard.press("Tab")
        expect(card.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(citation).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#vp-said")).to_have_text("De vindplaats is gekopieerd.")
    expect(card.get_by_role("button", name="Gekopieerd")).to_be_focused()
    copied = page.evaluate(READ)
    assert copied["text"] == CITATION
    assert copied["html"].endswith("<i>Kamerstukken II</i> 2020/21, 28676, nr. 372")


def test_copying_works_where_the_clipboard_is_closed(visit: Open, address: str) -> None:
    page = visit(address, "en-US")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(CLOSED)
    answered(page, "tabel").get_by_role("button", name="Copy quote with citation").click()
    expect(page.locator("#vp-said")).to_have_text("The quote has been copied with its citation.")
    copied = page.evaluate(READ)
    assert copied["text"] == f"{REPORTS}\n(Aanhangsel Handelingen II 2023/24, nr. 1314, p. 2)"
    assert "<td>Seksuele gerichtheid</td><td>10</td><td>14</td>" in copied["html"]


def test_what_cannot_be_copied_is_said_in_sight(visit: Open, address: str) -> None:
    page = visit(address, "en-US")
    page.evaluate(CLOSED)
    page.evaluate("() => void (document.execCommand = () => false)")
    answered(page, QUESTION).get_by_role("button", name="Copy quote with citation").click()
    said = page.locator("#vp-said")
    expect(said).to_have_text("Copying failed. Select the text and copy it yourself.")
    assert (said.bounding_box() or {"height": 0})["height"] > 20


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_tables_and_labels_are_legible(visit: Open, address: str, dark: bool) -> None:
    page = visit(address, dark=dark)
    card = answered(page, "tabel")
    for selector in ("th", "td", "td mark", ".vp-label", ".vp-item", ".vp-copy"):
        assert card.locator(selector).first.evaluate(CONTRAST) >= 4.5, selector
