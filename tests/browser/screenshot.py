"""Makes the pictures in the README from the running page: docs/page.png and docs/phone.png.

python -m tests.browser.screenshot
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.launching import DESKTOP, LAUNCH, PHONE, chromium
from tests.conftest import ROOT
from tests.serving import serving

PICTURES = ROOT / "docs"


def asked(browser: Browser, address: str, size: tuple[int, int], question: str, answer: str) -> Page:
    """The page with a question and the ``answer``, a selector, that came."""
    page = browser.new_page(
        locale="nl-NL",
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1.5,
        reduced_motion="reduce",
    )
    page.goto(address)
    page.locator(".vp-ready").wait_for(state="attached", timeout=120_000)
    page.locator(".vp-box textarea").fill(question)
    page.locator(".vp-box textarea").press("Enter")
    page.locator(answer).first.wait_for()
    page.wait_for_timeout(1000)
    return page


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "library") as address,
        sync_playwright() as run,
    ):
        browser = run.chromium.launch(executable_path=chromium(), args=LAUNCH)
        page = asked(browser, address, DESKTOP, "Hoeveel geeft Nederland uit aan defensie?", ".vp-best")
        page.screenshot(path=PICTURES / "page.png")
        page = asked(browser, address, PHONE, "Hoeveel soldaten heeft de NAVO?", ".vp-near")
        page.screenshot(path=PICTURES / "phone.png")
        browser.close()


if __name__ == "__main__":
    main()
