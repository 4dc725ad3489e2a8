"""The conversation in a real browser: what stands around a passage, what was asked before, and saving."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.known import BURDEN, CLIMATE, CYBER, LETTER, open_known, served
from tests.browser.launching import DESKTOP, PHONE
from tests.browser.test_page import CONTRAST, ask, too_wide

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
QUESTION = "Hoeveel geeft Nederland uit?"
BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"


def answered(page: Page, question: str = QUESTION, count: int = 1) -> Locator:
    ask(page, question)
    expect(page.locator(".vp-best")).to_have_count(count)
    return page.locator(".vp-best").nth(count - 1)


def further(card: Locator) -> Locator:
    """The card with all that can be done with it in sight."""
    press(card.get_by_role("button", name="Meer", exact=True))
    return card


def press(button: Locator, key: str = "Enter") -> None:
    """By the keyboard alone."""
    button.focus()
    button.press(key)


def spoken(page: Page, text: str) -> None:
    expect(page.locator("#vp-said")).to_have_text(text)


@BOTH
def test_the_paragraphs_around_a_passage_unfold_and_fold(visit: Open, address: str, size: tuple[int, int]) -> None:
    page = visit(address, size=size)
    card = further(answered(page))
    button = card.get_by_role("button", name="Omliggende alinea's")
    expect(button).to_have_attribute("aria-expanded", "false")
    stood = card.locator("blockquote").bounding_box()
    press(button)
    before, after = card.get_by_role("group", name="Alinea ervoor"), card.get_by_role("group", name="Alinea erna")
    expect(before.locator(".vp-neighbour-text")).to_have_text(LETTER.passages[6].text)
    expect(before.locator(".vp-path")).to_have_text("NAVO2030 › Klimaat en veiligheid")
    expect(after.locator(".vp-neighbour-text")).to_have_text(LETTER.passages[8].text)
    expect(after.locator(".vp-path")).to_have_text("Cyber")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()
    spoken(page, "De alinea's ervoor en erna staan er nu bij.")
    # the passage is what it was, where it was, and is not taken for its neighbours
    expect(card.locator("blockquote")).to_have_text(BURDEN)
    stands = card.locator("blockquote").bounding_box()
    assert stood
    assert stands
    assert abs(stands["y"] - stood["y"]) < 8
    sizes = [card.locator(each).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") for each in
             ("blockquote p", ".vp-neighbour-text p")]  # fmt: skip
    assert sizes[0] > sizes[1]
    assert card.locator(".vp-neighbour-text p").first.evaluate(CONTRAST) >= 4.5
    assert too_wide(page) <= 0
    # a question that follows leaves it open
    answered(page, "Wat nog meer?", count=2)
    expect(before).to_be_visible()
    press(button, "Space")
    expect(before).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_head_has_no_neighbours_and_a_letter_that_went_is_told(visit: Open, address: str) -> None:
    page = visit(address)
    card = answered(page, "wanneer?")
    expect(card.locator(".vp-around")).to_have_count(0)
    ask(page, "Hoeveel in de tabel?")
    further(page.locator(".vp-best").nth(1)).locator(".vp-around").click()  # of a letter that isn't here
    expect(page.locator("#vp-said.vp-seen")).to_have_text("Deze brief staat niet in de bibliotheek.")


@BOTH
def test_what_was_asked_before_is_offered_on_return(visit: Open, several: str, size: tuple[int, int]) -> None:
    page = visit(several, size=size)
    expect(page.locator(".vp-history")).to_be_hidden()
    answered(page)
    answered(page, "En in 2024?", count=2)
    page.locator(".vp-filters > summary").click()
    page.get_by_label("Dossier", exact=True).fill("28676")
    answered(page, "Hoeveel met filters?", count=3)
    expect(page.locator(".vp-history")).to_be_hidden()  # all of it stands on the page
    page.goto(several)
    offered = page.locator(".vp-history")
    expect(offered.get_by_role("listitem")).to_have_text(
        ["Hoeveel met filters?", f"{QUESTION} En in 2024?", QUESTION]  # a follow-up as it was read
    )
    expect(offered.locator("summary")).to_have_text("Eerder gevraagd (3)")
    assert too_wide(page) <= 0
    press(offered.get_by_role("button", name="Hoeveel met filters?"))
    expect(page.locator(".vp-best blockquote")).to_have_text("Gevraagd aan dossier 28676.")
    expect(page.locator(".vp-box textarea")).to_be_focused()
    # in a conversation it is folded away, and has what doesn't stand there
    expect(offered).not_to_have_attribute("open", "")
    offered.locator("summary").click()
    expect(offered.get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(offered.get_by_role("listitem")).to_have_count(3)
    # the address asks the last question again; the others are offered
    page.goto(f"{several}/?q=Waarom")
    expect(page.locator(".vp-best")).to_have_count(1)
    page.reload()
    expect(page.locator(".vp-best")).to_have_count(1)
    expect(offered.locator("summary")).to_have_text("Eerder gevraagd (3)")
    offered.locator("summary").click()
    press(offered.get_by_role("button", name="Wis geschiedenis"))
    spoken(page, "De geschiedenis is gewist.")
    expect(offered).to_be_hidden()
    page.goto(several)
    page.locator(".vp-ready").wait_for(state="attached")
    expect(offered).to_be_hidden()


def test_the_history_is_of_a_limited_length_and_takes_no_markup(visit: Open, address: str) -> None:
    page = visit(address)
    entries = [{"q": f"<b>Vraag</b> {number}?"} for number in range(40)]
    page.evaluate("kept => localStorage.setItem('vindplaats.asked', JSON.stringify(kept))", [7, None, *entries])
    page.reload()
    expect(page.locator(".vp-history").get_by_role("listitem")).to_have_count(20)
    expect(page.locator(".vp-history b")).to_have_count(0)
    answered(page)
    kept = page.evaluate("JSON.parse(localStorage.getItem('vindplaats.asked')).map(each => each.q)")
    assert len(kept) == 20
    assert kept[0] == QUESTION
    page.evaluate("localStorage.setItem('vindplaats.asked', '{')")
    page.goto(address)
    page.locator(".vp-ready").wait_for(state="attached")
    expect(page.locator(".vp-history")).to_be_hidden()


def test_the_page_works_with_storage_switched_off(visit: Open, address: str) -> None:
    page = visit(address)
    page.context.add_init_script(NO_STORAGE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.reload()
    answered(page)
    page.get_by_role("button", name="Opnieuw beginnen").click()
    answered(page, "Wat is DIANA?")
    expect(page.locator(".vp-history")).to_be_hidden()
    assert errors == []


@BOTH
def test_a_conversation_is_saved_in_three_kinds(
    visit: Open, address: str, size: tuple[int, int], tmp_path: Path
) -> None:
    page = visit(address, size=size)
    expect(page.get_by_role("button", name="Bewaar als Word")).to_be_hidden()
    answered(page)
    ask(page, "Welke kaas eet de minister?")
    expect(page.locator(".vp-verdict")).to_have_count(1)
    for label, suffix in (("Word", "docx"), ("webpagina", "html"), ("Markdown", "md")):
        with page.expect_download() as download:
            press(page.get_by_role("button", name=f"Bewaar als {label}"))
        name = download.value.suggested_filename
        assert name.startswith("vindplaats-20")
        assert name.endswith(f".{suffix}")
        assert download.value.url.startswith("blob:")  # put together in the browser: no address leads to it
        download.value.save_as(tmp_path / f"saved.{suffix}")
        spoken(page, f"Het gesprek is bewaard als {name}.")
    document = docx.Document(str(tmp_path / "saved.docx"))
    paragraphs = [each.text for each in document.paragraphs]
    assert f"“{BURDEN}” [1]" in paragraphs
    assert f"“{CYBER}” [2]" in paragraphs
    assert "Niet gevonden in deze brieven" in paragraphs
    assert f"“{BURDEN}”" in (tmp_path / "saved.html").read_text("utf-8")
    assert f"“{CLIMATE}” \\[3\\]" in (tmp_path / "saved.md").read_text("utf-8")
    assert too_wide(page) <= 0
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(page.get_by_role("button", name="Bewaar als Word")).to_be_hidden()


def test_saving_leaves_nothing_on_the_server_and_is_of_one_visitor(
    visit: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with served(open_known) as page_of_its_own:
        page, other = visit(page_of_its_own.address), visit(page_of_its_own.address)
        answered(page)
        answered(other, "Wat is van een ander?")
        with page.expect_download() as download:
            page.get_by_role("button", name="Bewaar als Markdown").click()
        text = Path(download.value.path()).read_text("utf-8")
        assert QUESTION in text
        assert "ander" not in text
        assert [each for each in tmp_path.rglob("*") if each.is_file()] == []
