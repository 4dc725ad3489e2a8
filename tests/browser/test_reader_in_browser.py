"""The letter beside the conversation, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.known import FOUND, HOSTILE
from tests.browser.launching import DESKTOP, PHONE

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def asked(page: Page, question: str = "Hoeveel geeft Nederland uit?") -> None:
    page.locator(".vp-box textarea").fill(question)
    page.locator(".vp-box textarea").press("Enter")
    page.locator(".vp-best").wait_for()


def in_sight(page: Page, selector: str) -> bool:
    """Whether the middle of the element is on the screen."""
    return bool(
        page.locator(selector).evaluate(
            "each => { const at = each.getBoundingClientRect(); const middle = (at.top + at.bottom) / 2;"
            " return middle > 0 && middle < innerHeight }"
        )
    )


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_card_opens_the_letter_at_its_passage(visit: Open, address: str, size: tuple[int, int]) -> None:
    page = visit(address, "nl-NL", size)
    asked(page)
    page.locator(".vp-best .vp-open").click()
    pane = page.get_by_role("complementary", name="De brief")
    expect(pane).to_be_visible()
    chosen = pane.locator(".vp-chosen")
    expect(chosen).to_be_focused()
    assert in_sight(page, "#vp-pane .vp-chosen")
    start, end = FOUND.evidence[0]
    expect(chosen.locator("mark")).to_have_text(FOUND.text[start:end])
    # its note opens in place
    chosen.locator(".vp-note summary").click()
    expect(chosen.get_by_text("Voor een overzicht van uitgaven.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(page.locator(".vp-best .vp-open")).to_be_focused()


def test_of_a_passage_longer_than_the_screen_what_answers_is_shown(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL", PHONE)
    page.add_style_tag(content="#vp-pane .vp-par { font-size: 2rem !important; line-height: 2 !important }")
    asked(page)
    page.locator(".vp-best .vp-open").click()
    chosen = page.locator("#vp-pane .vp-chosen")
    expect(chosen).to_be_focused()
    assert chosen.evaluate("each => each.getBoundingClientRect().height > innerHeight")
    assert chosen.locator("mark").evaluate(
        "each => { const at = each.getBoundingClientRect(); return at.top >= 0 && at.top < innerHeight }"
    )


def test_the_address_reopens_it_and_back_and_forward_work(visit: Open, address: str) -> None:
    page = visit(address, "en-GB")
    asked(page)
    page.locator(".vp-best .vp-open").click()
    pane = page.get_by_role("complementary", name="The letter")
    expect(pane.locator(".vp-chosen")).to_be_visible()
    link = page.url
    assert "letter=kst-28676-372" in link
    # a mention of a letter that is here leads there
    pane.get_by_role("link", name="Kamerstuk 28 676, nr. 331").first.click()
    expect(pane.locator(".vp-letter-title")).to_have_text(HOSTILE)
    assert page.title() == "Vindplaats"
    page.go_back()
    expect(pane.locator(".vp-chosen mark")).to_be_visible()
    page.go_back()
    expect(page.locator("#vp-pane")).to_be_hidden()
    page.go_forward()
    expect(pane.locator(".vp-chosen")).to_be_visible()
    again = visit(link, "en-GB")
    expect(again.locator("#vp-pane .vp-chosen mark")).to_be_visible()
    assert in_sight(again, "#vp-pane .vp-chosen")


def test_the_address_asks_the_question_again(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL")
    asked(page, "Hoeveel & waarom?")
    expect(page).to_have_url(re.compile("[?]q=Hoeveel"))
    again = visit(page.url, "nl-NL")
    expect(again.locator(".vp-question")).to_contain_text("Hoeveel & waarom?")
    expect(again.locator(".vp-best mark")).to_be_visible()
    expect(again.locator(".vp-question")).to_have_count(1)
    # a second question is a step, and back leads to the first
    asked(page, "Wat nog meer?")
    expect(page.locator(".vp-best")).to_have_count(2)
    expect(page).to_have_url(re.compile("[?]q=Wat"))
    page.go_back()
    assert in_sight(page, ".vp-question >> nth=0")
    expect(page.locator(".vp-question")).to_have_count(2)


def test_a_new_conversation_leaves_nothing_in_the_address(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL")
    asked(page)
    expect(page).to_have_url(re.compile("[?]q="))
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(page.locator(".vp-question")).to_have_count(0)
    assert "q=" not in page.url


def test_a_question_that_is_too_long_to_be_read_stays_out_of_the_address(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL")
    page.locator(".vp-box textarea").fill("Wat " * 1000)
    page.locator(".vp-box textarea").press("Enter")
    expect(page.locator(".vp-question")).to_have_count(1)
    assert "q=" not in page.url
    assert page.evaluate("localStorage.getItem('vindplaats.asked')") is None


def test_a_letter_that_is_open_speaks_the_pages_language(visit: Open, address: str) -> None:
    page = visit(f"{address}/?letter={FOUND.letter}", "nl-NL")
    expect(page.get_by_role("complementary", name="De brief")).to_be_visible()
    page.get_by_role("radio", name="EN").check(force=True)
    expect(page.get_by_role("complementary", name="The letter")).to_be_visible()
    expect(page.get_by_role("button", name="Close the letter")).to_be_visible()


def test_under_a_letter_on_a_phone_nothing_is_reached(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL", PHONE)
    asked(page)
    page.locator(".vp-best .vp-open").click()
    expect(page.locator("#vp-pane .vp-chosen")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.closest('.gradio-container') === null")
    page.keyboard.press("Escape")
    expect(page.locator(".vp-best .vp-open")).to_be_focused()


def test_what_the_gate_says_is_told_and_opens_nothing(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL")
    refused = {"status": 429, "json": {"error": "Te veel vragen; over 3 seconden weer."}}
    for path in ("**/letter?*", "**/letters?*", "**/around?*", "**/correct?*"):
        page.route(path, lambda route: route.fulfill(**refused))
    asked(page)
    page.locator(".vp-best .vp-open").click()
    expect(page.locator("#vp-said")).to_have_text("Te veel vragen; over 3 seconden weer.")
    expect(page.locator("#vp-pane")).to_be_hidden()
    page.evaluate("document.getElementById('vp-said').textContent = ''")
    page.get_by_role("link", name="Alle brieven").click()
    expect(page.locator("#vp-said")).to_have_text("Te veel vragen; over 3 seconden weer.")
    expect(page.locator("#vp-letters")).to_be_hidden()
    page.locator(".vp-best .vp-further").click()
    page.locator(".vp-best .vp-say").first.click()
    expect(page.locator(".vp-best .vp-not-kept")).to_have_text("Te veel vragen; over 3 seconden weer.")


def test_the_contents_lead_to_their_section(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL")
    page.locator(".vp-letters a").first.click()
    page.locator("#vp-pane .vp-outline summary").click()
    page.locator("#vp-pane .vp-outline").get_by_role("link", name="Lastenverdeling").click()
    expect(page.locator(f"#vp-pane [data-passage='{FOUND.id}']")).to_be_focused()
    assert "letter=kst-28676-372" in page.url


def test_a_letter_that_is_not_there_is_told(visit: Open, address: str) -> None:
    page = visit(f"{address}/?letter=kst-1", "nl-NL")
    expect(page.locator("#vp-pane .vp-notice")).to_have_text("Deze brief staat niet in de bibliotheek.")
    page.locator("#vp-pane .vp-close").click()
    expect(page.locator("#vp-pane")).to_be_hidden()
    assert "letter=" not in page.url
