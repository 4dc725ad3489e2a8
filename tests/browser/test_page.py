"""The page as a visitor meets it: in Dutch and English, on a desk and in a hand."""

import re
import signal
import socket
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.page import PageError, serve
from tests.browser.known import BURDEN, BURDEN_EVIDENCE, CYBER, HOSTILE, open_damaged, open_known, open_slowly, served
from tests.browser.launching import DESKTOP, PHONE

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
QUESTION = "Hoeveel geeft Nederland uit aan defensie?"
CONTRAST = """element => {
    const parse = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    let behind = element;
    while (parse(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
    const pair = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(c => light(parse(c)));
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""
"""The contrast of an element's text with what lies behind it, as WCAG 2 computes it."""


AT_THE_TOP = """() => {
    const last = [...document.querySelectorAll(".vp-question")].at(-1).getBoundingClientRect();
    const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    return Math.abs(last.top) < 8 || (end && last.top > 0);
}"""
"""Whether the last question stands at the top, or as near to it as the page can be scrolled."""


def ask(page: Page, question: str) -> None:
    page.locator(".vp-box textarea").fill(question)
    page.locator(".vp-box textarea").press("Enter")


def too_wide(page: Page) -> int:
    """By how many pixels the page scrolls sideways."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("locale", "label", "button", "library"),
    [
        ("nl-NL", "Uw vraag", "Zoek op", "In deze bibliotheek staat één brief"),
        ("en-US", "Your question", "Look it up", "This library holds one letter"),
    ],
)
def test_the_page_speaks_the_visitors_language(
    visit: Open, address: str, size: tuple[int, int], locale: str, label: str, button: str, library: str
) -> None:
    page = visit(address, locale, size)
    expect(page.get_by_label(label)).to_be_visible()
    expect(page.get_by_role("button", name=button)).to_be_visible()
    expect(page.get_by_role("heading", name=library)).to_be_visible()
    expect(page.get_by_role("link", name="Verslag van de NAVO Top")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", locale[:2])
    expect(page).to_have_title("Vindplaats")
    assert page.locator("footer:visible").count() == 0
    assert too_wide(page) <= 0


def test_the_language_can_be_switched_and_is_remembered(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL")
    ask(page, QUESTION)
    expect(page.locator(".vp-best")).to_contain_text("eigen plaatsaanduiding")
    page.get_by_role("radio", name="EN").check(force=True)
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.locator(".vp-box textarea")).to_have_attribute("placeholder", "Dutch or English")
    expect(page.locator(".vp-best")).to_contain_text("our own indication")
    expect(page.get_by_role("button", name="Start again")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert BURDEN in page.locator(".vp-best blockquote").inner_text()
    page.reload()
    expect(page.get_by_label("Your question")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_answer_is_the_passage_and_its_place(visit: Open, address: str, size: tuple[int, int]) -> None:
    page = visit(address, size=size)
    ask(page, QUESTION)
    card = page.locator(".vp-best")
    expect(card.locator("blockquote")).to_have_text(BURDEN)
    expect(card.locator("blockquote")).to_have_attribute("lang", "nl")
    expect(card.locator("mark")).to_have_text(BURDEN_EVIDENCE)
    expect(card.locator(".vp-path")).to_have_text("NAVO2030 › Lastenverdeling")
    expect(card.locator("cite")).to_have_text("Kamerstukken II 2020/21, 28676, nr. 372")
    expect(card.locator("cite i")).to_have_text("Kamerstukken II")
    expect(card.locator(".vp-locator")).to_have_text("§ Lastenverdeling, al. 1")
    expect(card.locator(".vp-confidence strong")).to_have_text("zeker")
    link = card.get_by_role("link", name="Officiële publicatie")
    expect(link).to_have_attribute("href", "https://zoek.officielebekendmakingen.nl/kst-28676-372.html")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(page.locator(".vp-question")).to_contain_text(QUESTION)
    expect(page.locator(".vp-box textarea")).to_have_value("")

    others = page.locator(".vp-also")
    expect(others.locator("blockquote").first).to_be_hidden()
    others.locator("summary").click()
    expect(others.locator("blockquote").first).to_have_text(CYBER)
    expect(others.locator(".vp-confidence strong")).to_have_text(["waarschijnlijk", "onzeker"])
    assert too_wide(page) <= 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_new_answer_is_brought_into_view(visit: Open, address: str, size: tuple[int, int]) -> None:
    page = visit(address, size=size)
    for count in (1, 2):
        ask(page, QUESTION)
        expect(page.locator(".vp-best")).to_have_count(count)
        page.wait_for_function(AT_THE_TOP, timeout=5000)


def test_examples_can_be_clicked_and_the_conversation_begun_again(visit: Open, address: str) -> None:
    page = visit(address, "en-US")
    page.get_by_role("button", name="Can a cyber attack trigger Article 5?").click()
    expect(page.locator(".vp-best")).to_have_count(1)
    expect(page.locator(".vp-examples")).to_be_hidden()
    ask(page, "Wat is DIANA?")
    expect(page.locator(".vp-question")).to_have_count(2)
    expect(page.locator(".vp-best")).to_have_count(2)
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".vp-question")).to_have_count(0)
    page.get_by_role("button", name="Wat is DIANA?").click()
    expect(page.locator(".vp-best")).to_have_count(1)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Welke kaas eet de minister?", "Niet gevonden in deze brieven"),
        ("Which cheese does the minister eat?", "Not found in these letters"),
    ],
)
def test_not_found_looks_like_no_answer(visit: Open, address: str, question: str, verdict: str) -> None:
    page = visit(address, "nl-NL")
    ask(page, question)
    expect(page.locator(".vp-verdict")).to_have_text(verdict)
    assert page.locator(".vp-best").count() == 0
    near = page.locator(".vp-near")
    expect(near).to_have_count(2)
    expect(near.first).to_have_css("border-top-style", "dashed")
    expect(near.first.locator("blockquote")).to_have_text(CYBER)


def test_a_question_asked_too_early_waits_and_is_answered(visit: Open) -> None:
    with served(open_slowly) as slow:
        page = visit(slow.address, "nl-NL", ready=False)
        expect(page.locator(".vp-status")).to_contain_text("Het model wordt klaargezet (eenmalig) …")
        before = page.locator(".vp-seconds").inner_text()
        expect(page.locator(".vp-seconds")).not_to_have_text(before)
        ask(page, QUESTION)
        expect(page.locator(".vp-notice")).to_contain_text("zodra het model gereed is")
        page.get_by_role("radio", name="EN").check(force=True)
        expect(page.locator(".vp-status")).to_contain_text("Preparing the model, once …")
        expect(page.locator(".vp-notice")).to_contain_text("as soon as the model is ready")
        slow.open()
        expect(page.locator(".vp-best cite")).to_have_text("Kamerstukken II 2020/21, 28676, nr. 372")
        expect(page.locator(".vp-best")).to_contain_text("Place in the letter")
        expect(page.locator(".vp-ready")).to_have_count(1)


def test_a_question_is_read_with_the_one_it_waits_behind(visit: Open) -> None:
    with served(open_slowly) as slow:
        page = visit(slow.address, "nl-NL", ready=False)
        ask(page, QUESTION)
        expect(page.locator(".vp-notice")).to_have_count(1)
        ask(page, "En voor Georgië?")
        expect(page.locator(".vp-notice")).to_have_count(2)
        slow.open()
        expect(page.locator(".vp-understood q")).to_have_text(f"{QUESTION} En voor Georgië?")


def test_a_library_that_cannot_be_opened_says_why(visit: Open) -> None:
    with served(open_damaged) as damaged:
        page = visit(damaged.address, "en-US", ready=False)
        message = "letters.db is cut short: run 'vindplaats add' again"
        expect(page.locator(".vp-failed")).to_have_text(f"The library could not be opened. {message}")
        ask(page, QUESTION)
        expect(page.locator(".vp-notice")).to_have_text(message)


def test_errors_are_told_plainly(visit: Open, address: str) -> None:
    page = visit(address, "en-US")
    ask(page, "???")
    expect(page.locator(".vp-notice").last).to_contain_text("The question holds no word or number.")
    ask(page, "klimaat " * 300)
    expect(page.locator(".vp-notice").last).to_contain_text("longer than the 2000 characters")
    assert len(page.locator(".vp-question").last.inner_text()) < 2100  # what can't be asked isn't kept whole
    expect(page.locator(".vp-notice").last).to_be_in_viewport()
    expect(page.locator(".vp-question").last).to_be_in_viewport()
    ask(page, "wat is" + " " * 2000 + "DIANA?")
    expect(page.locator(".vp-question").last).to_contain_text("wat is DIANA?")
    ask(page, "stuk")
    expect(page.locator(".vp-notice").last).to_contain_text("Something went wrong while searching.")
    ask(page, "   ")
    expect(page.locator(".vp-notice").last).to_have_text("Type a question first.")
    assert "geheim" not in page.locator("body").inner_text()
    assert "Traceback" not in page.locator("body").inner_text()


def test_a_hostile_letter_and_question_stay_text(visit: Open, address: str) -> None:
    page = visit(address)
    ask(page, f"{HOSTILE} aanval")
    expect(page.locator(".vp-best blockquote")).to_have_text(HOSTILE)
    expect(page.locator(".vp-question")).to_contain_text(HOSTILE)
    assert page.locator(".vp-chat img").count() == 0
    assert page.locator(".vp-best a").count() == 0
    expect(page).to_have_title("Vindplaats")


def test_unbroken_words_do_not_widen_a_phone(visit: Open, address: str) -> None:
    page = visit(address, size=PHONE)
    ask(page, "lang" + "woord" * 60)
    expect(page.locator(".vp-best mark")).to_be_visible()
    assert too_wide(page) <= 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_its_paper(visit: Open, address: str, dark: bool) -> None:
    page = visit(address, dark=dark)
    ask(page, QUESTION)
    expect(page.locator(".vp-best")).to_be_visible()
    ask(page, "Welke kaas eet de minister?")
    expect(page.locator(".vp-near")).to_have_count(2)
    for selector in (
        ".vp-masthead p",
        ".vp-best blockquote p",
        ".vp-best mark",
        ".vp-path",
        ".vp-source dt",
        ".vp-own",
        ".vp-best a",
        ".vp-copy",
        ".vp-verdict",
        ".vp-near blockquote p",
        ".vp-send",
        ".vp-again",
        ".vp-switch label.selected span",
    ):
        assert page.locator(selector).first.evaluate(CONTRAST) >= 4.5, selector


def test_every_control_has_a_name_and_shows_focus(visit: Open, address: str) -> None:
    page = visit(address)
    ask(page, QUESTION)
    expect(page.locator(".vp-best")).to_be_visible()
    assert page.locator(".vp-filters").count() == 0  # there is one letter: nothing to choose between
    for control in page.locator("#vp :is(a, button, textarea, summary):visible").all():
        control.focus()
        name = control.evaluate("e => e.innerText || e.getAttribute('aria-label') || e.labels?.[0]?.innerText || ''")
        assert name.strip(), control.evaluate("e => e.outerHTML")
    page.locator(".vp-box textarea").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".vp-send")).to_be_focused()
    expect(page.locator(".vp-send")).to_have_css("outline-style", "solid")


def test_programs_can_ask_and_nothing_else(address: str) -> None:
    from gradio_client import Client  # type: ignore[import-untyped]

    client = Client(address, verbose=False)
    try:
        answer = client.predict(question=QUESTION, k=2, api_name="/ask")
        assert [passage["rank"] for passage in answer["passages"]] == [1, 2]
        assert answer["passages"][0]["citation"] == "Kamerstukken II 2020/21, 28676, nr. 372"
        assert answer["language"] == "nl"
        assert list(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == ["/ask"]
    finally:
        client.close()


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("[::1]", "[::1]")],  # noqa: S104
)
def test_serving_says_one_line_and_stops_at_ctrl_c(host: str, shown: str) -> None:
    with served(open_known, host) as page:
        assert re.fullmatch(rf"Vindplaats is ready at http://{re.escape(shown)}:\d+\n", page.line)
        page.process.send_signal(signal.SIGINT)
        assert page.process.communicate(timeout=20) == ("", "")
        assert page.process.returncode == 0


def test_stopping_while_a_page_is_open_is_no_error() -> None:
    with served(open_known) as page:
        host, port = page.address.removeprefix("http://").rstrip("/").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as visitor:
            # what a page keeps open as long as it is there
            visitor.sendall(f"GET /gradio_api/heartbeat/0123456789a HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            assert visitor.recv(15) == b"HTTP/1.1 200 OK"
            page.process.send_signal(signal.SIGINT)
            assert page.process.communicate(timeout=20) == ("", "")
        assert page.process.returncode == 0


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PageError, match=f"^Port {port} is in use: choose another with --port$"):
            serve(open_known, "127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [
        ("geen.adres.invalid", 7860, "Host geen.adres.invalid is not known"),
        ("203.0.113.7", 7860, "Host 203.0.113.7 is not an address of this machine"),
        ("127.0.0.1", 70000, "Port 70000 does not exist"),
    ],
)
def test_an_address_that_cannot_be_served_is_named(host: str, port: int, message: str) -> None:
    with pytest.raises(PageError, match=re.escape(message)):
        serve(open_known, host, port)


def test_a_follow_up_is_read_with_the_question_before_it(visit: Open, address: str) -> None:
    page = visit(address)
    ask(page, QUESTION)
    expect(page.locator(".vp-best")).to_have_count(1)
    expect(page.locator(".vp-understood")).to_have_count(0)
    ask(page, "En in 2024?")
    expect(page.locator(".vp-understood")).to_have_text(f"Gelezen als: {QUESTION} En in 2024?")
    page.get_by_role("button", name="Opnieuw beginnen").click()
    ask(page, "En in 2024?")
    expect(page.locator(".vp-best")).to_have_count(1)
    expect(page.locator(".vp-understood")).to_have_count(0)
