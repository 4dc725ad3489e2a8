"""The product as it is: the real command, the real model, the supplied letter, a real browser."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.model]
Open = Callable[..., Page]
CITATION = "Kamerstukken II 2020/21, 28676, nr. 372"


@pytest.fixture(scope="module")
def real_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over a library that isn't there yet: the start makes it, with the supplied letter."""
    library: Path = tmp_path_factory.mktemp("page") / "library"
    command = [sys.executable, "-m", "app", "--library", str(library), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Vindplaats is ready at http://127.0.0.1:")
            yield line.rpartition(" ")[2].strip()
        finally:
            process.terminate()


@pytest.mark.parametrize(
    ("locale", "question", "section", "locator", "quote", "evidence"),
    [
        (
            "nl-NL",
            "Wat is DIANA?",
            "NAVO2030 › Behoud van technologische voorsprong",
            "§ Behoud van technologische voorsprong, al. 1",
            "besloten staatshoofden en regeringsleiders een Defence Innovation Accelerator for the North Atlantic "
            "(DIANA) op te richten.",
            "DIANA",
        ),
        (
            "en-GB",
            "Can a cyber attack trigger Article 5?",
            "Cyber",
            "§ Cyber, al. 1",
            "bevestigt ook dat de impact van meerdere (beperkte) cyberaanvallen gezamenlijk kan leiden tot het "
            "invoeren van Artikel 5.",
            "het invoeren van Artikel 5.",
        ),
    ],
)
def test_a_question_is_answered_with_the_passage_and_its_citation(
    visit: Open,
    real_address: str,
    locale: str,
    question: str,
    section: str,
    locator: str,
    quote: str,
    evidence: str,
) -> None:
    page = visit(real_address, locale, ready=False)
    # asked at once: the page waits for the model, and the question with it
    page.locator(".vp-box textarea").fill(question)
    page.locator(".vp-box textarea").press("Enter")
    card = page.locator(".vp-best")
    expect(card).to_be_visible(timeout=120_000)
    expect(card).to_contain_text(section)
    expect(card).to_contain_text(locator)
    expect(card).to_contain_text(CITATION)
    expect(card.locator("blockquote")).to_contain_text(quote)
    expect(card.locator("blockquote")).to_have_attribute("lang", "nl")
    expect(card.locator("mark").first).to_contain_text(evidence)
    link = card.locator("a[href='https://zoek.officielebekendmakingen.nl/kst-28676-372.html']")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_what_the_letter_does_not_say_is_said_to_be_missing(visit: Open, real_address: str) -> None:
    page = visit(real_address, "nl-NL", ready=False)
    page.locator(".vp-box textarea").fill("Hoe maak ik pannenkoeken?")
    page.locator(".vp-box textarea").press("Enter")
    expect(page.get_by_role("heading", name="Niet gevonden in deze brieven")).to_be_visible(timeout=120_000)
    expect(page.locator(".vp-best")).to_have_count(0)
