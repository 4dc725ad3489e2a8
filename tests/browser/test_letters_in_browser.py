"""The list of all letters, in a real browser, over a library of hundreds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from index.errors import UnknownLetter
from index.whole import WholeLetter
from tests.browser.conftest import Open
from tests.browser.known import LETTER, KnownLibrary, Summary, served
from tests.browser.launching import DESKTOP, PHONE
from tests.browser.test_page import CONTRAST, ask, too_wide

pytestmark = pytest.mark.browser
MANY = tuple(
    Summary(
        f"kst-36600-{number}",
        f"Brief {number} over {'klimaat' if number % 100 == 7 else 'begroting'}",
        f"2024-01-{1 + number % 28:02}",
        "36600",
        f"Kamerstukken II 2023/24, 36600, nr. {number}",
        paragraphs=number,
    )
    for number in range(1, 1251)
)


class ManyLetters(KnownLibrary):
    def letters(self) -> Sequence[Summary]:
        return MANY

    def letter(self, letter_id: str) -> WholeLetter:
        found = [each for each in MANY if each.id == letter_id]
        if not found:
            raise UnknownLetter(letter_id)
        return replace(LETTER, id=letter_id, title=found[0].title)


def open_many(_: object) -> ManyLetters:
    return ManyLetters()


@pytest.fixture(scope="module")
def many() -> Iterator[str]:
    with served(open_many, module="tests.browser.test_letters_in_browser") as page:
        yield page.address


def rows(page: Page) -> list[str]:
    return page.locator("#vp-letters .vp-register .vp-title").all_text_contents()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_letter_is_found_and_opened_and_the_list_is_there_again(
    visit: Open, many: str, size: tuple[int, int]
) -> None:
    page = visit(many, "nl-NL", size)
    page.get_by_role("link", name="Alle brieven").click()
    drawer = page.get_by_role("complementary", name="Alle brieven")
    expect(drawer.get_by_role("heading", name="In deze bibliotheek staan 1250 brieven")).to_be_focused()
    assert rows(page) == [letter.title for letter in MANY[:100]]
    assert too_wide(page) <= 0
    drawer.get_by_role("searchbox").fill("KLIMAAT 36600")
    expect(drawer.get_by_role("status")).to_have_text("13 brieven gevonden")
    expect(drawer.locator(".vp-register li")).to_have_count(13)
    assert page.url.endswith("?letters=KLIMAAT+36600")
    link = drawer.get_by_role("link", name="Brief 107 over klimaat")
    link.click()
    letter = page.get_by_role("complementary", name="De brief")
    expect(letter.locator(".vp-letter-title")).to_have_text("Brief 107 over klimaat")
    expect(drawer).to_have_count(0)  # neither seen nor heard where the letter lies over it
    page.keyboard.press("Escape")
    expect(letter).to_be_hidden()
    expect(link).to_be_focused()
    expect(drawer.locator(".vp-register li")).to_have_count(13)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("link", name="Alle brieven")).to_be_focused()
    assert "letters=" not in page.url


def test_a_long_list_comes_in_parts(visit: Open, many: str) -> None:
    page = visit(many, "en-GB")
    page.get_by_role("link", name="All letters").click()
    page.get_by_role("button", name="Show more letters").press("Enter")
    expect(page.locator("#vp-letters .vp-register li")).to_have_count(200)
    expect(page.get_by_role("link", name=MANY[100].title, exact=True)).to_be_focused()
    assert rows(page) == [letter.title for letter in MANY[:200]]


def test_the_address_opens_it_and_back_and_forward_work(visit: Open, many: str) -> None:
    page = visit(f"{many}?letters=klimaat", "nl-NL")
    drawer = page.get_by_role("complementary", name="Alle brieven")
    expect(drawer.get_by_role("searchbox")).to_have_value("klimaat")
    expect(drawer.locator(".vp-register li")).to_have_count(13)
    drawer.get_by_role("link", name="Brief 7 over klimaat").click()
    letter = page.get_by_role("complementary", name="De brief")
    expect(letter).to_be_visible()
    page.go_back()
    expect(letter).to_be_hidden()
    expect(drawer).to_be_visible()
    page.go_forward()
    expect(letter.locator(".vp-letter-title")).to_have_text("Brief 7 over klimaat")
    page.reload()
    expect(letter.locator(".vp-letter-title")).to_have_text("Brief 7 over klimaat")
    page.keyboard.press("Escape")
    expect(drawer.locator(".vp-register li")).to_have_count(13)
    drawer.get_by_role("button", name="Sluit de lijst").click()
    expect(drawer).to_be_hidden()
    page.go_back()
    expect(drawer).to_be_visible()


def test_what_comes_late_opens_nothing_that_is_closed_since(visit: Open, many: str) -> None:
    page = visit(many, "nl-NL")
    held: list[Route] = []
    page.route(re.compile(r"/letters?\?"), lambda route: held.append(route))
    page.get_by_role("link", name="Alle brieven").click()
    expect(page).to_have_url(re.compile(r"\?letters=$"))
    page.go_back()
    page.evaluate("history.pushState(null, '', '?letter=kst-36600-7'); dispatchEvent(new PopStateEvent('popstate'))")
    page.go_back()
    page.wait_for_function("!location.search")
    assert [urlsplit(route.request.url).path for route in held] == ["/letters", "/letter"]
    with page.expect_response(re.compile(r"/letter\?")), page.expect_response(re.compile(r"/letters\?")):
        for route in held:
            route.continue_()
    page.evaluate("new Promise((done) => setTimeout(done, 100))")
    expect(page.locator("#vp-letters")).to_be_hidden()
    expect(page.locator("#vp-pane")).to_be_hidden()


def test_it_stays_beside_a_conversation_and_changes_its_language(visit: Open, many: str) -> None:
    page = visit(many, "nl-NL")
    ask(page, "Hoeveel geeft Nederland uit?")
    page.get_by_role("link", name="Alle brieven").click()
    drawer = page.locator("#vp-letters")
    expect(drawer.locator(".vp-facts").first).to_have_text(re.compile(r"2 januari 2024 · dossier 36600 · 1 alinea$"))
    expect(page.locator(".vp-best")).to_be_visible()
    page.get_by_role("radio", name="EN").check(force=True)
    expect(drawer.locator(".vp-facts").first).to_have_text("2 January 2024 · dossier number 36600 · 1 paragraph")
    expect(page.locator(".vp-best")).to_be_visible()


def test_what_nothing_is_found_with_is_said(visit: Open, many: str) -> None:
    page = visit(f"{many}?letters=", "en-GB")
    page.locator(".vp-find-letter").fill("kaas")
    expect(page.locator("#vp-letters").get_by_role("status")).to_have_text(
        "No letter has these words in its title, citation or date."
    )
    assert rows(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_its_words_can_be_read(visit: Open, many: str, dark: bool) -> None:
    page = visit(f"{many}?letters=", "nl-NL", dark=dark)
    page.locator("#vp-letters .vp-facts").first.wait_for()
    for selector in (".vp-pane-bar strong", "h2", ".vp-facts", ".vp-title", "cite", ".vp-find-letter", ".vp-more"):
        assert page.locator(f"#vp-letters {selector}").first.evaluate(CONTRAST) >= 4.5, selector


def test_the_letters_beyond_the_first_five_lead_to_it(visit: Open, many: str) -> None:
    page = visit(many, "nl-NL")
    page.get_by_role("link", name="en nog 1245").click()
    expect(page.get_by_role("complementary", name="Alle brieven")).to_be_visible()
