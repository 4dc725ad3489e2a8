"""Asking of some letters only: the form, what it sends, and what is said of it above an answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.known import HOSTILE
from tests.browser.launching import DESKTOP, PHONE
from tests.browser.test_page import CONTRAST, ask, too_wide

pytestmark = pytest.mark.browser


def opened(page: Page) -> None:
    page.locator(".vp-filters > summary").click()
    expect(page.locator(".vp-fields")).to_be_visible()


def test_one_letter_needs_no_form(visit: Open, address: str) -> None:
    page = visit(address)
    expect(page.get_by_role("heading", name="In deze bibliotheek staat één brief")).to_be_visible()
    assert page.locator(".vp-filters").count() == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("locale", "closed", "labels", "within"),
    [
        (
            "nl-NL",
            "Zoek in alle 3 brieven",
            ("Dossier", "Vanaf", "Tot en met", "Afzender"),
            "Gezocht in: dossier 28676, vanaf 1 januari 2021, tot en met 31 december 2022, afzender Kaag",
        ),
        (
            "en-US",
            "Search in all 3 letters",
            ("Dossier number", "From", "Up to", "Sender"),
            "Searched in: dossier number 28676, from 1 January 2021, up to 31 December 2022, sender Kaag",
        ),
    ],
)
def test_a_question_is_asked_of_the_letters_that_were_chosen(
    visit: Open, several: str, size: tuple[int, int], locale: str, closed: str, labels: tuple[str, ...], within: str
) -> None:
    page = visit(several, locale, size)
    summary = page.locator(".vp-filters > summary")
    expect(summary).to_have_text(closed)
    expect(page.locator(".vp-fields")).to_be_hidden()
    opened(page)
    for label, value in zip(labels, ("28676", "2021-01-01", "2022-12-31", "Kaag"), strict=True):
        page.get_by_label(label, exact=True).fill(value)
    assert too_wide(page) <= 0
    ask(page, "Welke filters?")
    expect(page.locator(".vp-best blockquote")).to_have_text(
        "Gevraagd aan dossier 28676, from 2021-01-01, until 2022-12-31, sender Kaag."
    )
    expect(page.locator(".vp-within")).to_contain_text(within)
    expect(page.locator(".vp-fields")).to_be_hidden()  # folded away, so that the answer can be seen
    expect(summary).to_contain_text("28676")
    assert too_wide(page) <= 0


def test_letters_are_found_ticked_and_named(visit: Open, several: str) -> None:
    page = visit(several)
    opened(page)
    page.get_by_role("searchbox").fill("372 navo")
    expect(page.locator(".vp-pick:visible")).to_have_count(1)
    page.get_by_role("checkbox", name="Verslag van de NAVO Top").check()
    page.get_by_role("searchbox").fill("toestand september")
    # one that is ticked stays in sight
    expect(page.locator(".vp-pick:visible .vp-title")).to_have_text(
        ["Nota over de toestand", "Verslag van de NAVO Top van 14 juni 2021"]
    )
    page.get_by_role("checkbox", name="Nota over de toestand").check()
    expect(page.locator(".vp-choice")).to_have_text("2 brieven")
    ask(page, "Welke filters?")
    expect(page.locator(".vp-best blockquote")).to_have_text("Gevraagd aan letter kst-36600-1, kst-28676-372.")
    expect(page.locator(".vp-within cite")).to_have_text(
        ["Nota over de toestand", "Verslag van de NAVO Top van 14 juni 2021"]
    )


def test_the_choice_outlives_a_change_of_language_and_can_be_cleared(visit: Open, several: str) -> None:
    page = visit(several)
    opened(page)
    page.get_by_label("Dossier", exact=True).fill("36600")
    page.get_by_role("checkbox", name="Nota over de toestand").check()
    ask(page, "Welke filters?")
    expect(page.locator(".vp-within")).to_contain_text("Gezocht in: dossier 36600, Nota over de toestand")
    page.get_by_role("radio", name="EN").check(force=True)
    expect(page.locator(".vp-within")).to_contain_text("Searched in: dossier number 36600, Nota over de toestand")
    expect(page.locator(".vp-filters > summary")).to_have_text("Search in dossier number 36600, Nota over de toestand")
    page.locator(".vp-within").get_by_role("button", name="Clear filters").press("Enter")
    expect(page.locator("#vp-said")).to_have_text("The filters are cleared. Your next question goes to all letters.")
    expect(page.locator(".vp-filters > summary")).to_have_text("Search in all 3 letters")
    expect(page.locator(".vp-box textarea")).to_be_focused()
    expect(page.locator(".vp-clear:visible")).to_have_count(0)  # nothing is left to clear
    ask(page, "Welke filters nu?")
    expect(page.locator(".vp-best blockquote").last).to_have_text("Gevraagd aan alles.")
    expect(page.locator(".vp-within")).to_have_count(1)  # the first answer still says what it was asked of


def test_the_address_asks_of_the_same_letters_again(visit: Open, several: str) -> None:
    page = visit(several)
    opened(page)
    page.get_by_label("Afzender").fill("Kaag")
    page.get_by_role("checkbox", name="Nota over de toestand").check()
    ask(page, "Welke filters?")
    expect(page.locator(".vp-best")).to_have_count(1)
    expect(page).to_have_url(re.compile("in="))
    again = visit(page.url)
    expect(again.locator(".vp-best blockquote")).to_have_text("Gevraagd aan letter kst-36600-1, sender Kaag.")
    expect(again.locator(".vp-choice")).to_have_text("afzender Kaag, Nota over de toestand")
    opened(again)
    expect(again.get_by_label("Afzender")).to_have_value("Kaag")
    expect(again.get_by_role("checkbox", name="Nota over de toestand")).to_be_checked()
    hostile = visit(f"{several}/?q=Welke+filters%3F&in=%7B%22dossier%22%3A%5B1%5D%2C%22letter%22%3A3%7D")
    expect(hostile.locator(".vp-best blockquote")).to_have_text("Gevraagd aan alles.")


@pytest.mark.parametrize(
    ("locale", "label", "said", "clear"),
    [
        ("nl-NL", "Dossier", "Geen enkele brief in deze bibliotheek voldoet aan deze filters.", "Wis filters"),
        ("en-US", "Dossier number", "No letter in this library meets these filters.", "Clear filters"),
    ],
)
def test_filters_that_no_letter_meets_are_explained(
    visit: Open, several: str, locale: str, label: str, said: str, clear: str
) -> None:
    page = visit(several, locale)
    opened(page)
    page.get_by_label(label, exact=True).fill("99999")
    ask(page, "Wat is DIANA?")
    expect(page.locator(".vp-notice")).to_contain_text(said)
    expect(page.locator(".vp-within")).to_contain_text("99999")
    page.locator(".vp-within").get_by_role("button", name=clear).click()
    ask(page, "Wat is DIANA?")
    expect(page.locator(".vp-best")).to_have_count(1)


def test_what_the_form_offers_stays_text_and_escape_closes_it(visit: Open, several: str) -> None:
    page = visit(several)
    opened(page)
    expect(page.locator(".vp-pick .vp-title").last).to_have_text(HOSTILE)
    assert page.locator(".vp-filters img").count() == 0
    assert page.locator("#vp-dossiers option").evaluate_all("all => all.map(e => e.value)") == ["28676", "36600 IX"]
    assert "Minister van Financiën" in page.locator("#vp-senders option").evaluate_all("all => all.map(e => e.value)")
    page.get_by_label("Dossier", exact=True).press("Escape")
    expect(page.locator(".vp-fields")).to_be_hidden()
    expect(page.locator(".vp-filters > summary")).to_be_focused()
    expect(page).to_have_title("Vindplaats")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_form_is_legible_and_every_field_has_a_name(visit: Open, several: str, dark: bool) -> None:
    page = visit(several, dark=dark)
    opened(page)
    page.get_by_label("Dossier", exact=True).fill("28676")
    for selector in ("summary span", ".vp-choice", ".vp-filters-hint", ".vp-field span", "input", ".vp-pick .vp-title",
                     ".vp-pick .vp-own", "legend", ".vp-clear"):  # fmt: skip
        assert page.locator(f".vp-filters {selector}").first.evaluate(CONTRAST) >= 4.5, selector
    for field in page.locator(".vp-filters input").all():
        assert field.evaluate("e => e.labels[0]?.innerText || e.getAttribute('aria-label') || ''").strip()


def test_programs_can_filter(several: str) -> None:
    from gradio_client import Client  # type: ignore[import-untyped]
    from gradio_client.exceptions import AppError  # type: ignore[import-untyped]

    client = Client(several, verbose=False)
    try:
        chosen = {"dossier": "28676", "letter": ["kst-28676-372"], "from": "2021-01-01"}
        answer = client.predict(question="Welke filters?", filters=chosen, api_name="/ask")
        assert answer["passages"][0]["text"] == ("Gevraagd aan letter kst-28676-372, dossier 28676, from 2021-01-01.")
        with pytest.raises(AppError, match="wants a date such as 2021-06-25"):
            client.predict(question="Welke filters?", filters={"from": "gisteren"}, api_name="/ask")
        with pytest.raises(AppError, match="There is no filter minister"):
            client.predict(question="Welke filters?", filters={"minister": "Kaag"}, api_name="/ask")
    finally:
        client.close()
