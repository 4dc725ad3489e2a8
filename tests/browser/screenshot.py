"""Makes the picture in the README from the running page.

python -m app serve &
python -m tests.browser.screenshot http://127.0.0.1:7860 docs/page.png
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.launching import DESKTOP, LAUNCH

QUESTION = "Hoeveel geeft Nederland uit aan defensie?"


def main(address: str, picture: str) -> None:
    Path(picture).parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=LAUNCH)
        context = browser.new_context(
            locale="nl-NL",
            viewport={"width": DESKTOP[0], "height": DESKTOP[1]},
            device_scale_factor=1.5,
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(address)
        page.locator(".vp-ready").wait_for(state="attached", timeout=120_000)
        page.locator(".vp-box textarea").fill(QUESTION)
        page.locator(".vp-box textarea").press("Enter")
        page.locator(".vp-best").wait_for()
        page.wait_for_timeout(1000)
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
