"""What a reader says of an answer, in a real browser: by keyboard, on a card and in the letter, kept and taken back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from index.corrections import CORRECTIONS, REJECTED
from index.evaluation.question_set import read_questions
from tests.browser.known import BURDEN, CYBER, FOUND, LETTER, SECOND, open_known, served
from tests.browser.launching import PHONE
from tests.browser.test_conversation_in_browser import BOTH, answered, further, press, spoken
from tests.browser.test_page import CONTRAST, ask, too_wide

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A page, and the folder in which it keeps verdicts."""
    folder = tmp_path_factory.mktemp("said")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VINDPLAATS_TEST_FOLDER", str(folder))
        with served(open_known) as page:
            yield page.address, folder


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def golds(folder: Path) -> dict[str, list[str | None]]:
    path = folder / CORRECTIONS
    questions = read_questions(path) if path.exists() else []
    return {each.question: [gold.quote for gold in each.answers] for each in questions}


@BOTH
def test_a_card_is_judged_by_keyboard_and_can_be_judged_otherwise(
    visit: Open, keeping: tuple[str, Path], size: tuple[int, int]
) -> None:
    address, folder = keeping
    question = f"Hoeveel op een scherm van {size[0]}?"
    page = visit(address, size=size)
    card = further(answered(page, question))
    right, wrong = (card.get_by_role("button", name=name, exact=True) for name in ("Dit klopt", "Dit is het niet"))
    press(right)
    spoken(page, "Bewaard: deze passage geeft het antwoord.")
    expect(right).to_have_attribute("aria-pressed", "true")
    assert golds(folder)[question] == [BURDEN]
    press(wrong, "Space")
    spoken(page, "Bewaard: deze passage is het antwoord niet.")
    expect(right).to_have_attribute("aria-pressed", "false")
    assert question not in golds(folder)
    assert [line["question"] for line in lines(folder / REJECTED)] == [question]
    press(wrong)
    spoken(page, "Uw oordeel is ingetrokken.")
    assert lines(folder / REJECTED) == []
    # what was said is still seen when the page is drawn anew, in the other language
    press(right)
    expect(right).to_have_attribute("aria-pressed", "true")
    page.get_by_role("radio", name="EN").check(force=True)
    press(card.get_by_role("button", name="More", exact=True))
    expect(card.get_by_role("button", name="This is right")).to_have_attribute("aria-pressed", "true")
    nothing = page.get_by_role("button", name="No answer in these letters")
    press(nothing)
    spoken(page, "Kept: these letters give no answer.")
    expect(card.get_by_role("button", name="This is right")).to_have_attribute("aria-pressed", "false")
    assert golds(folder)[question] == []
    assert too_wide(page) <= 0


@BOTH
def test_the_paragraph_that_answers_is_pointed_at_in_the_letter(
    visit: Open, keeping: tuple[str, Path], size: tuple[int, int]
) -> None:
    address, folder = keeping
    question = f"Wat staat in de brief op een scherm van {size[0]}?"
    page = visit(address, size=size)
    pane = page.get_by_role("complementary")
    page.locator(".vp-letters a").first.click()
    expect(pane.locator(".vp-letter-title")).to_be_focused()
    expect(pane.locator(".vp-here").first).to_be_hidden()  # nothing was asked yet
    page.keyboard.press("Escape")
    answered(page, question)
    answered(page, "Hoeveel daarna?", count=2)
    # the letter is opened from the first question's answer, so it is about that one
    page.locator(".vp-best").first.locator(".vp-open").click()
    expect(pane.locator(".vp-for")).to_have_text(f"Bij uw vraag: {question}")
    here = pane.locator(f"[data-passage='{SECOND.id}'] .vp-here")
    expect(here).to_have_accessible_name("Het antwoord staat hier")
    press(here)
    expect(here).to_have_attribute("aria-pressed", "true")
    spoken(page, "Bewaard: deze passage geeft het antwoord.")
    expect(here).to_have_css("opacity", "1")
    assert golds(folder)[question] == [CYBER]
    assert pane.locator(".vp-here").count() == len(LETTER.passages) + 1  # and the head
    assert page.evaluate(
        "document.querySelector('#vp-pane').scrollWidth <= document.querySelector('#vp-pane').clientWidth"
    )
    press(here)
    spoken(page, "Uw oordeel is ingetrokken.")
    assert question not in golds(folder)
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    page.locator(".vp-best").last.locator(".vp-open").click()
    expect(pane.locator(".vp-for")).to_have_text("Bij uw vraag: Hoeveel daarna?")


def test_where_nothing_was_found_that_can_be_confirmed_or_denied(visit: Open, keeping: tuple[str, Path]) -> None:
    address, folder = keeping
    page = visit(address)
    ask(page, "Welke kaas eet de minister?")
    press(page.get_by_role("button", name="Geen antwoord in deze brieven"))
    spoken(page, "Bewaard: deze brieven geven geen antwoord.")
    assert golds(folder)["Welke kaas eet de minister?"] == []
    near = further(page.locator(".vp-near").first)
    expect(near.get_by_role("button", name="Dit is het niet")).to_have_count(0)
    press(near.get_by_role("button", name="Dit is het antwoord wel"))
    expect(page.get_by_role("button", name="Geen antwoord in deze brieven")).to_have_attribute("aria-pressed", "false")
    assert golds(folder)["Welke kaas eet de minister?"] == [CYBER]


def test_of_some_letters_it_is_not_said_that_none_answers(visit: Open, several: str) -> None:
    page = visit(several)
    card = further(answered(page))
    expect(page.get_by_role("button", name="Geen antwoord in deze brieven")).to_have_count(1)
    page.locator(".vp-filters > summary").click()
    page.get_by_label("Dossier", exact=True).fill("28676")
    answered(page, "Hoeveel nog?", count=2)
    expect(page.get_by_role("button", name="Geen antwoord in deze brieven")).to_have_count(1)
    expect(card.get_by_role("button", name="Dit klopt")).to_be_visible()


@BOTH
def test_a_folder_that_cannot_be_written_is_told_beside_the_button(
    visit: Open, keeping: tuple[str, Path], size: tuple[int, int]
) -> None:
    address, folder = keeping
    (folder / CORRECTIONS).unlink(missing_ok=True)
    (folder / CORRECTIONS).mkdir()
    try:
        page = visit(address, size=size)
        card = further(answered(page))
        press(card.get_by_role("button", name="Dit klopt"))
        alert = card.get_by_role("alert")
        expect(alert).to_contain_text("Uw oordeel kon niet worden bewaard. The corrections in")
        expect(card.get_by_role("button", name="Dit klopt")).to_have_attribute("aria-pressed", "false")
        card.locator(".vp-open").click()
        press(page.locator("#vp-pane .vp-chosen .vp-here"))
        expect(page.locator("#vp-pane .vp-chosen").get_by_role("alert")).to_be_visible()
        assert "Traceback" not in page.locator("body").inner_text()
        assert too_wide(page) <= 0
    finally:
        (folder / CORRECTIONS).rmdir()


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_the_ticks_show_where_they_are_wanted(visit: Open, address: str, touch: bool) -> None:
    page = visit(address, size=PHONE)
    if touch:
        context: BrowserContext = page.context.browser.new_context(  # type: ignore[union-attr]
            locale="nl-NL", viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True, is_mobile=True
        )
        page = context.new_page()
        page.goto(address)
        page.locator(".vp-ready").wait_for(state="attached", timeout=30_000)
    answered(page)
    page.locator(".vp-best .vp-open").click()
    tick = page.locator(f"#vp-pane [data-passage='{FOUND.id}'] .vp-here")
    other = page.locator(f"#vp-pane [data-passage='{FOUND.letter}#cyber.3'] .vp-here")
    expect(tick).to_have_css("opacity", "1")  # the passage has the focus
    expect(other).to_have_css("opacity", "1" if touch else "0")
    if not touch:
        page.locator(f"#vp-pane [data-passage='{FOUND.letter}#cyber.3']").hover()
        expect(other).to_have_css("opacity", "1")
    assert tick.evaluate(CONTRAST) >= 4.5
    if touch:
        page.context.close()
