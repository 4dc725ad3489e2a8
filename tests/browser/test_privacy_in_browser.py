"""Nothing leaves the machine: no page asks another host for anything, and neither does the server behind it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_page import QUESTION, ask
from tests.conftest import ROOT
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.model]
LISTENER = """
import json, os, sys

def heard(event, given):
    if event == "socket.connect" and isinstance(given[1], tuple):
        place = given[1][0]
    elif event == "socket.getaddrinfo":
        place = given[0]
    else:
        return
    with open(os.environ["HEARD"], "a") as file:
        file.write(json.dumps(place if isinstance(place, str) else repr(place)) + "\\n")

sys.addaudithook(heard)
"""
"""Put before all else in the server: notes every name that is looked up and every host that is called."""
OWN = {"127.0.0.1", "::1", "localhost", "None"}


@pytest.fixture
def overheard(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The page of the real command, and the file in which it is noted whom it calls."""
    (tmp_path / "sitecustomize.py").write_text(LISTENER, "utf-8")
    heard = tmp_path / "heard"
    heard.touch()
    path = os.pathsep.join([str(tmp_path), str(ROOT), os.environ.get("PYTHONPATH", "")])
    with serving(tmp_path / "library", "--editable", PYTHONPATH=path, HEARD=str(heard)) as address:
        yield address, heard


def visited(page: Page, address: str, folder: Path) -> None:
    """All that the page has: an answer, a refusal, a letter, the list, a letter added, every export, the API's page."""
    page.goto(address)
    page.locator(".vp-ready").wait_for(state="attached", timeout=120_000)
    ask(page, QUESTION)
    expect(page.locator(".vp-best")).to_be_visible()
    ask(page, "Hoe maak ik pannenkoeken?")
    expect(page.locator(".vp-near").first).to_be_visible()
    for kind in ("Word", "webpagina", "Markdown"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Bewaar als {kind}").click()
        download.value.save_as(folder / f"saved.{kind}")
    page.locator(".vp-best .vp-further").click()
    page.locator(".vp-best .vp-around").click()
    page.locator(".vp-best .vp-open").click()
    expect(page.locator("#vp-pane .vp-chosen")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator(".vp-masthead a[data-letters]").click()
    (folder / "brief.md").write_text("# Brief\n\nIn het Lauwersmeer zijn elf otters geteld.\n", "utf-8")
    page.get_by_label("Kies bestanden").set_input_files(str(folder / "brief.md"))
    expect(page.locator(".vp-results .vp-outcome")).to_contain_text("toegevoegd:")
    page.goto(f"{address}/api")
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"{address}/?letters=brief&letter=kst-28676-372")
    expect(page.locator("#vp-pane .vp-letter-title")).to_be_visible()


def test_no_page_and_no_server_calls_another_host(
    browser: Browser, overheard: tuple[str, Path], tmp_path: Path
) -> None:
    address, heard = overheard
    context = browser.new_context(locale="nl-NL", accept_downloads=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("websocket", lambda socket: asked.append(socket.url))
    visited(page, address, tmp_path)
    (tmp_path / "saved.webpagina").rename(tmp_path / "saved.html")
    page.goto((tmp_path / "saved.html").as_uri())
    context.close()
    assert len(asked) > 40
    assert [url for url in asked if urlsplit(url).netloc != urlsplit(address).netloc] == [
        (tmp_path / "saved.html").as_uri()
    ]
    called = {json.loads(line) for line in heard.read_text("utf-8").splitlines()}
    assert called, "nothing was heard at all: not even the server's own address"
    assert called <= OWN


@pytest.mark.parametrize("path", ["/", "/api", "/letters", "/letter?id=kst-28676-372"])
def test_the_browser_is_told_to_ask_no_other_host(address: str, path: str) -> None:
    policy = httpx.get(f"{address}{path}").headers["content-security-policy"]
    sources = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}
    allowed = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    assert sources["default-src"] in (["'self'"], ["'none'"])
    named = {each for given in sources.values() for each in given if not each.startswith("'sha256-")}
    assert named <= allowed


def test_no_telemetry_is_on(address: str) -> None:
    settings = httpx.get(f"{address}/config").json()
    assert settings["analytics_enabled"] is False
    assert settings["space_id"] is None
    assert settings["is_colab"] is False
    assert settings["run_history"] is False
    assert httpx.get(f"{address}/monitoring").status_code in (403, 404)
