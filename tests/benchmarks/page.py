"""How soon the page can be used, how soon it answers, and how much it weighs, in a real browser.

python -m tests.benchmarks.page
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from index.evaluation.question_set import read_questions
from tests.benchmarks.reporting import quantiles, report
from tests.browser.launching import DESKTOP, LAUNCH, chromium
from tests.conftest import LETTER, ROOT
from tests.serving import serving

QUESTIONS = ROOT / "tests" / "evaluation" / "letter.jsonl"
WATCH = """
performance.setResourceTimingBufferSize(5000);
window.measured = { answers: [] };
let asked = null, before = 0;
const answers = () => document.querySelectorAll(".vp-answer").length;
addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".vp-box textarea")) return;
    [asked, before] = [performance.now(), answers()];
}, true);
new MutationObserver(() => {
    const box = document.querySelector(".vp-box textarea");
    if (measured.usable === undefined && document.querySelector(".vp-masthead h1") && box && !box.disabled) {
        measured.usable = performance.now() - performance.getEntriesByType("navigation")[0].responseStart;
    }
    if (asked === null || answers() <= before) return;
    const began = asked;
    asked = null;
    requestAnimationFrame(() => setTimeout(() => measured.answers.push(performance.now() - began)));  // painted
}).observe(document, { childList: true, subtree: true });
"""
"""Notes, in milliseconds, when the question box can be used after the server's first byte, and how long each answer
takes from Enter until it is painted."""
WEIGHT = """() => {
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const sum = (name) => all.reduce((total, each) => total + each[name], 0);
    return { requests: all.length, sent: sum("transferSize"), unpacked: sum("decodedBodySize") };
}"""


def opened(browser: Browser, address: str) -> Page:
    """A first visit: nothing is in the browser's cache."""
    context = browser.new_context(
        locale="nl-NL", viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, reduced_motion="reduce"
    )
    context.add_init_script(WATCH)
    page = context.new_page()
    visited(page, address)
    return page


def visited(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".vp-ready").wait_for(state="attached", timeout=120_000)
    page.wait_for_function("measured.usable !== undefined")


def answer_times(page: Page, questions: list[str]) -> list[float]:
    """Seconds from Enter to the card, each question by itself."""
    box = page.locator(".vp-box textarea")
    for count, question in enumerate(questions, 1):
        box.fill(question)
        box.press("Enter")
        page.wait_for_function(f"measured.answers.length === {count}")
        page.locator(".vp-again").first.click()
        page.locator(".vp-answer").wait_for(state="detached")
    found: list[float] = page.evaluate("measured.answers")
    return [each / 1000 for each in found]


def measured(address: str, visits: int, questions: list[str]) -> dict[str, Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=LAUNCH)
        opened(browser, address).context.close()  # the server has done nothing yet
        usable, first = [], {}
        for _ in range(visits):
            page = opened(browser, address)
            usable.append(page.evaluate("measured.usable") / 1000)
            page.wait_for_timeout(1000)
            first = page.evaluate(WEIGHT)
            page.context.close()
        page = opened(browser, address)
        visited(page, address)
        page.wait_for_timeout(1000)
        again = page.evaluate(WEIGHT)
        times = answer_times(page, [questions[0], *questions])[1:]
        browser.close()
    return {"usable": usable, "first": first, "again": again, "answers": times}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=9)
    parser.add_argument("--questions", type=int, default=40)
    given = parser.parse_args()
    asked = [each.question for each in read_questions(QUESTIONS)]
    asked = asked[:: max(len(asked) // given.questions, 1)][: given.questions]
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        command = [sys.executable, "-m", "app", "--library", str(library), "add", str(LETTER)]
        subprocess.run(command, cwd=ROOT, check=True)
        with serving(library) as address:
            found = measured(address, given.visits, asked)
    usable, first, again = found["usable"], found["first"], found["again"]
    answers = quantiles(found["answers"])
    median = statistics.median(usable)
    megabytes = [f"{each['sent'] / 1e6:.2f} MB in {each['requests']} requests" for each in (first, again)]
    spread = f"{min(usable):.2f}–{max(usable):.2f}"
    tail = f"p95 {answers['p95']:.0f}, p99 {answers['p99']:.0f}"
    rows = [
        [f"question box usable, {len(usable)} first visits", f"{median:.2f} s", spread, "≤ 1.5 s"],
        [f"Enter to the answer painted, {len(asked)} questions", f"{answers['p50']:.0f} ms", tail, "≤ 300 ms"],
        ["weight of a first visit", megabytes[0], f"{first['unpacked'] / 1e6:.2f} MB unpacked", ""],
        ["weight of the next", megabytes[1], "", ""],
    ]
    report(
        "page",
        "The page",
        ["what", "median", "range", "asked"],
        rows,
        "In headless Chromium on the machine that serves, on a library of the supplied letter. Usable: the page's "
        "words are there and the question box takes some, counted from the server's first byte.",
        usable_s=median,
        answer_ms=answers,
        first=first,
        again=again,
    )


if __name__ == "__main__":
    main()
