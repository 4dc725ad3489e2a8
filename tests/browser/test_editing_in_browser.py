"""Adding letters and removing them in a real browser: the real command with --editable, real files, the real model."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.launching import DESKTOP, PHONE
from tests.browser.test_page import CONTRAST, ask, too_wide
from tests.serving import CULVERTS, letter_files, serving

pytestmark = [pytest.mark.browser, pytest.mark.model]
DROP = """([selector, files]) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    const place = document.querySelector(selector);
    for (const kind of ["dragover", "drop"]) {
        place.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
}"""


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("editing") / "library", "--editable") as address:
        yield address


def listed(page: Page) -> set[str]:
    links = page.locator("#vp-letters .vp-register .vp-title")
    return {link.get_attribute("data-letter") or "" for link in links.all()}


def remove(page: Page, letter: str) -> None:
    page.locator(f'#vp-letters .vp-remove[data-id="{letter}"]').click()
    page.locator(".vp-confirm .vp-yes").click()
    expect(page.locator(f'#vp-letters [data-letter="{letter}"].vp-title')).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_letters_are_added_asked_and_removed(visit: Open, editable: str, size: tuple[int, int], tmp_path: Path) -> None:
    page = visit(editable, "nl-NL", size)
    page.get_by_role("link", name="Alle brieven").click()
    expect(page.get_by_role("heading", name="In deze bibliotheek staat één brief").last).to_be_visible()
    files = letter_files(tmp_path)
    page.get_by_label("Kies bestanden").set_input_files([str(path) for path in files.values()])
    results = page.locator(".vp-results li")
    expect(results).to_have_text(
        [
            "duikers.docx — toegevoegd: duikers",
            "otters.pdf — toegevoegd: otters",
            "bijen.md — toegevoegd: bijen",
            re.compile(r"^kapot\.pdf — niet toegevoegd: is no PDF, whatever its name says"),
        ],
        timeout=60_000,
    )
    assert results.nth(3).locator("[lang=en]").count() == 1
    assert too_wide(page) <= 0
    # the list, the start of the page, the filters and the answers follow
    heading = page.locator("#vp-letters h2").first
    expect(heading).to_have_text("In deze bibliotheek staan 4 brieven")
    assert listed(page) == {"kst-28676-372", "duikers", "otters", "bijen"}
    expect(page.locator(".vp-library .vp-count")).to_have_text("In deze bibliotheek staan 4 brieven")
    expect(page.locator(".vp-filters .vp-choice")).to_have_text("alle 4 brieven")

    # another letter of the same name replaces it only if that is wanted
    other = tmp_path / "andere" / "bijen.md"
    other.parent.mkdir()
    other.write_text("# Wespen\n\nDe wesp steekt vaak.\n", "utf-8")
    page.get_by_label("Kies bestanden").set_input_files(str(other))
    expect(results.nth(4)).to_have_text("bijen.md — zo heet al een andere brief: bijen. Vervang die")
    assert "wesp" not in page.request.get(f"{editable}/api/letters/bijen").text()
    results.nth(4).get_by_role("button", name="Vervang die").click()
    expect(results.nth(4)).to_have_text("bijen.md — vervangen: bijen")
    assert "wesp" in page.request.get(f"{editable}/api/letters/bijen").text()
    assert too_wide(page) <= 0

    page.locator('#vp-letters .vp-remove[data-id="otters"]').click()
    dialog = page.get_by_role("dialog", name="Deze brief verwijderen?")
    expect(dialog).to_contain_text("otters")
    expect(dialog.get_by_role("button", name="Annuleer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator('#vp-letters .vp-remove[data-id="otters"]')).to_be_focused()
    assert "otters" in listed(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#vp-said")).to_have_text("De brief is verwijderd.")
    expect(heading).to_have_text("In deze bibliotheek staan 3 brieven")
    assert listed(page) == {"kst-28676-372", "duikers", "bijen"}
    assert page.evaluate("document.activeElement.matches('#vp-letters .vp-title')")
    expect(page.locator(".vp-library .vp-count")).to_have_text("In deze bibliotheek staan 3 brieven")

    page.get_by_role("button", name="Sluit de lijst").click()
    ask(page, "Wat gebeurt er met de duikers onder de Zuiderdijk?")
    expect(page.locator(".vp-best blockquote")).to_have_text(CULVERTS)
    page.get_by_role("link", name="Alle brieven").click()
    for letter in ("duikers", "bijen"):
        remove(page, letter)


def held_removal(page: Page) -> list[Route]:
    """The removal of the first letter, as one that waits for files that are being added; the request for it."""
    held: list[Route] = []
    page.route("**/api/letters/**", lambda route: held.append(route))
    page.locator(".vp-remove").first.click()
    page.locator(".vp-confirm .vp-yes").click()
    return held


def test_a_removal_that_waits_says_so(visit: Open, editable: str) -> None:
    page = visit(f"{editable}?letters=", "nl-NL")
    held = held_removal(page)
    expect(page.locator(".vp-confirm .vp-wrong")).to_have_text(
        "Er worden nog brieven toegevoegd. Daarna wordt deze verwijderd."
    )
    held[0].fulfill(status=404, json={"error": ""})
    expect(page.locator(".vp-confirm")).to_be_hidden()
    page.reload()
    expect(page.locator("#vp-letters .vp-register .vp-title")).to_have_count(1)


def test_a_removal_that_is_cancelled_while_it_waits_is_broken_off(visit: Open, editable: str) -> None:
    page = visit(f"{editable}?letters=", "nl-NL")
    held_removal(page)
    expect(page.locator(".vp-confirm .vp-wrong")).not_to_be_empty()
    with page.expect_event("requestfailed"):
        page.keyboard.press("Escape")
    expect(page.locator(".vp-confirm")).to_be_hidden()
    expect(page.locator("#vp-letters .vp-register .vp-title")).to_have_count(1)
    # the next one asks as if nothing had been
    page.locator(".vp-remove").first.click()
    expect(page.locator(".vp-confirm .vp-wrong")).to_be_empty()
    expect(page.locator(".vp-confirm .vp-yes")).to_be_enabled()


def test_files_are_dropped_and_others_pages_follow(visit: Open, editable: str) -> None:
    page, other = visit(editable, "en-GB"), visit(editable, "en-GB")
    page.get_by_role("link", name="All letters").click()
    page.locator(".vp-adding").wait_for()
    lines = "\n".join(json.dumps({"id": f"regel-{n}", "text": f"Regel {n} van de verzameling."}) for n in range(5))
    page.evaluate(DROP, [".vp-adding", [["regels.jsonl", lines + '\n{"id": "x"}'], ["leeg.md", ""]]])
    results = page.locator(".vp-results li")
    expect(results.first).to_contain_text("regels.jsonl — added: 5 letters", timeout=60_000)
    expect(results.first).to_contain_text('line 6: "text" must be a text that is not empty')
    expect(results.last).to_contain_text("leeg.md — not added: ")
    expect(page.locator(".vp-filters .vp-choice")).to_have_text("all 6 letters")
    # the other page looks when it is looked at
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(other.locator(".vp-library .vp-count")).to_have_text("This library holds 6 letters")
    expect(other.locator(".vp-filters .vp-choice")).to_have_text("all 6 letters")
    for number in range(5):
        remove(page, f"regel-{number}")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_its_words_can_be_read(visit: Open, editable: str, dark: bool) -> None:
    page = visit(f"{editable}?letters=", "nl-NL", dark=dark)
    page.get_by_label("Kies bestanden").set_input_files([{"name": "leeg.md", "mimeType": "", "buffer": b""}])
    page.locator(".vp-results .vp-failed").wait_for(timeout=60_000)
    page.locator(".vp-remove").first.click()
    for selector in (
        *(".vp-adding h3", ".vp-choose", ".vp-own", ".vp-file", ".vp-outcome", ".vp-remove"),
        *(".vp-confirm h2", ".vp-named", ".vp-no", ".vp-yes"),
    ):
        assert page.locator(f"#vp-letters {selector}").first.evaluate(CONTRAST) >= 4.5, selector
