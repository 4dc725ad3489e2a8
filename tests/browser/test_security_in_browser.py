"""The page behind its policy and its password, in a real browser: nothing complains, and nothing foreign runs."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.access.passwords import write
from tests.browser.known import open_known, served
from tests.browser.test_page import ask
from tests.serving import letter_files, serving

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WORDS = "vier dijken en een sloot"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page with all its doors, behind a password."""
    folder: Path = tmp_path_factory.mktemp("closed")
    write(folder / "wachtwoorden", "kaag", WORDS)
    with serving(folder / "library", "--auth", str(folder / "wachtwoorden"), "--editable") as address:
        yield address


def complaints(page: Page) -> list[str]:
    """What the console says from now on, but for what is only told."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def log_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Naam").fill("kaag")
    page.get_by_label("Wachtwoord").fill(WORDS)
    page.get_by_role("button", name="Inloggen").click()


@pytest.mark.model
def test_a_visitor_logs_in_asks_and_leaves(visit: Open, closed: str, tmp_path: Path) -> None:
    page = visit_login(visit, closed)
    said = complaints(page)
    page.get_by_label("Naam").fill("kaag")
    page.get_by_label("Wachtwoord").fill("een verkeerd wachtwoord")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(
        "Deze naam en dit wachtwoord horen niet bij elkaar. Probeer het nog eens."
    )
    assert [text for text in said if "403" not in text] == []
    said.clear()
    page.get_by_label("Naam").fill("kaag")
    page.get_by_label("Wachtwoord").fill(WORDS)
    page.keyboard.press("Enter")
    page.locator(".vp-ready").wait_for(state="attached", timeout=60_000)
    ask(page, "Wat is DIANA?")
    expect(page.locator(".vp-best")).to_be_visible(timeout=60_000)
    page.locator(".vp-best .vp-further").click()
    page.locator(".vp-best").get_by_role("button", name="Omliggende alinea's").click()
    page.locator(".vp-best").get_by_role("button", name="Dit klopt").click()
    expect(page.locator("#vp-said")).to_have_text("Bewaard: deze passage geeft het antwoord.")
    with page.expect_download():
        page.get_by_role("button", name="Bewaar als Word").click()
    page.get_by_role("link", name="Alle brieven").click()
    page.get_by_label("Kies bestanden").set_input_files([str(letter_files(tmp_path)["pdf"])])
    expect(page.locator(".vp-results li")).to_contain_text("toegevoegd: otters", timeout=60_000)
    page.get_by_role("button", name="Sluit de lijst").click()
    assert said == []
    page.evaluate("localStorage.setItem('vindplaats.asked', JSON.stringify([{q: 'Wat?'}]))")
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_label("Wachtwoord")).to_be_visible()
    assert page.evaluate("localStorage.getItem('vindplaats.asked')") is None
    page.goto(closed)
    expect(page.get_by_label("Wachtwoord")).to_be_visible()


def visit_login(visit: Open, address: str) -> Page:
    """A page in Dutch at the login: ``visit`` waits for the conversation, which is not there yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("playwright.sync_api.Locator.wait_for", lambda *_, **__: None)
        return visit(address, "nl-NL", ready=False)


@pytest.mark.model
def test_who_is_no_longer_known_is_asked_again(visit: Open, closed: str) -> None:
    page = visit_login(visit, closed)
    log_in(page, closed)
    page.locator(".vp-ready").wait_for(state="attached", timeout=60_000)
    page.context.clear_cookies()
    ask(page, "Wat is DIANA?")
    expect(page.get_by_label("Wachtwoord")).to_be_visible()


def test_nothing_that_gets_into_the_page_runs(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL")
    said = complaints(page)
    page.evaluate(
        """() => {
            const place = document.querySelector(".vp-masthead");
            place.insertAdjacentHTML("beforeend", "<img src=x onerror=\\"document.title='gekaapt'\\">");
            const script = document.createElement("script");
            script.textContent = "document.title = 'gekaapt'";
            place.append(script);
            const other = document.createElement("script");
            other.src = "https://elders.example/kaap.js";
            place.append(other);
        }"""
    )
    page.wait_for_timeout(500)
    expect(page).to_have_title("Vindplaats")
    assert sum("Content Security Policy" in text for text in said) >= 3


def test_the_page_cannot_be_put_in_a_frame(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL")
    said = complaints(page)

    class Framing(BaseHTTPRequestHandler):
        """A page of this machine, as browsers keep those of others from it already."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{address}"></iframe>'.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Framing) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{other.server_port}/")
        page.frames[1].wait_for_url("chrome-error://chromewebdata/")
        other.shutdown()
    assert any("frame-ancestors" in text for text in said), said


def test_too_many_questions_are_told_in_the_conversation(visit: Open) -> None:
    with served(open_busy, module="tests.browser.test_security_in_browser") as busy:
        page = visit(busy.address, "nl-NL")
        for asked in (1, 2):
            expect(page.locator(".vp-box textarea")).to_have_value("")
            ask(page, "Hoeveel geeft Nederland uit aan defensie?")
            expect(page.locator(".vp-question")).to_have_count(asked, timeout=30_000)
        expect(page.locator(".vp-notice").last).to_have_text(
            "Er wachten nu te veel vragen. Stel uw vraag over enkele ogenblikken opnieuw.", timeout=30_000
        )


def open_busy(notice: Callable[[str], None]) -> object:
    """A library to which one question may wait, and that does not come to it while the test looks."""
    from app import desk

    library = open_known(notice)
    plain = library.ask

    def ask_slowly(*given: object, **more: object) -> object:
        desk.Desk.full = property(lambda _: True)  # type: ignore[assignment,method-assign]
        threading.Event().wait(2)
        return plain(*given, **more)  # type: ignore[arg-type]

    library.ask = ask_slowly  # type: ignore[assignment,method-assign]
    return library


def test_who_asks_too_much_is_told_to_wait(visit: Open, address: str) -> None:
    page = visit(address, "nl-NL")
    told = "Er komt te veel tegelijk van uw adres. Over 3 seconden kunt u verder."
    page.route("**/queue/join*", lambda route: route.fulfill(status=429, json={"error": told}))
    ask(page, "Hoeveel geeft Nederland uit aan defensie?")
    expect(page.locator("#vp-said.vp-seen")).to_have_text(told)
    page.unroute("**/queue/join*")
    ask(page, "Hoeveel geeft Nederland uit aan defensie?")
    expect(page.locator(".vp-best")).to_be_visible()
