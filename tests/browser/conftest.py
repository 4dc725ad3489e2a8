"""A real page in a real browser."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.browser.known import open_known, open_several, served
from tests.browser.launching import DESKTOP, LAUNCH, chromium

expect.set_options(timeout=30_000)  # a machine that is busy with something else takes more than the five seconds of old


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with served(open_known) as page:
        yield page.address


@pytest.fixture(scope="session")
def several() -> Iterator[str]:
    """The address of a page over three letters."""
    with served(open_several) as page:
        yield page.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        missing = "no chromium on the path: apt-get install chromium"
        if os.environ.get("VINDPLAATS_CI_BROWSER") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=LAUNCH)
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens a page as a visitor with a language, a screen and a colour preference; nothing foreign may be asked for."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []

    def watch(route: Route) -> None:
        if re.match(r"https?://(127\.0\.0\.1|localhost|\[::1\])[:/]", route.request.url):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    def open_page(
        address: str, locale: str = "nl-NL", size: tuple[int, int] = DESKTOP, dark: bool = False, ready: bool = True
    ) -> Page:
        context = browser.new_context(
            locale=locale,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.route("**/*", watch)
        page = context.new_page()
        page.goto(address)
        page.locator(".vp-masthead h1").wait_for(timeout=30_000)
        if ready:
            page.locator(".vp-ready").wait_for(state="attached", timeout=30_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert foreign == []
