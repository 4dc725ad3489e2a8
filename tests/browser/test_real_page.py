"""The product as it is: the real command, the real model, the supplied letter, a real browser."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.model]
Open = Callable[..., Page]
CITATION = "Kamerstukken II 2020/21, 28676, nr. 372"


TABLED = """Vergaderjaar 2023-2024

36 600

Rijksbegroting

Nr. 12

Den Haag, 3 mei 2024

# Brief over de meldingen bij het meldpunt

De meldingen bij het meldpunt discriminatie waren per jaar:

| Grond | 2021 | 2022 |
|---|---|---|
| Leeftijd | 10 | 14 |
| Herkomst | 66 | 73 |

De Minister van Financiën,
"""


@pytest.fixture(scope="module")
def real_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over a library that isn't there yet: the start makes it, with the supplied letter."""
    with serving(tmp_path_factory.mktemp("page") / "library") as address:
        yield address


@pytest.fixture(scope="module")
def two_letters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over the supplied letter and one with a table."""
    folder: Path = tmp_path_factory.mktemp("two")
    (folder / "meldingen.md").write_text(TABLED, "utf-8")
    library = folder / "library"
    add = [
        sys.executable,
        "-m",
        "app",
        "--library",
        str(library),
        "add",
        "corpus/letters",
        str(folder / "meldingen.md"),
    ]
    subprocess.run(add, cwd=ROOT, check=True, capture_output=True)
    with serving(library) as address:
        yield address


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


def test_the_letters_that_are_asked_can_be_chosen(visit: Open, two_letters: str) -> None:
    page = visit(two_letters, "nl-NL")
    box = page.locator(".vp-box textarea")
    # "Hoeveel meldingen op grond van herkomst kreeg het meldpunt discriminatie in 2022?" was asked here, and is no
    # longer called answered (.52) since questions are read with changes of their own
    box.fill("meldingen discriminatie herkomst 2022")
    box.press("Enter")
    card = page.locator(".vp-best")
    expect(card.get_by_role("columnheader")).to_have_text(["Grond", "2021", "2022"], timeout=120_000)
    expect(card.get_by_role("row").last.get_by_role("cell")).to_have_text(["Herkomst", "66", "73"])

    page.locator(".vp-filters > summary").click()
    page.get_by_label("Dossier", exact=True).fill("28676")
    box.fill("Wie heeft deze brief ondertekend?")
    box.press("Enter")
    expect(page.locator(".vp-within")).to_contain_text("Gezocht in: dossier 28676")
    card = page.locator(".vp-best").last
    expect(card.locator(".vp-path")).to_have_text("Kop van de brief")
    expect(card.locator("mark").nth(1)).to_have_text("S.A.M. Kaag")

    page.locator(".vp-filters > summary").click()
    page.get_by_label("Vanaf").fill("2022-01-01")
    box.fill("Wat is DIANA?")
    box.press("Enter")
    expect(page.locator(".vp-notice")).to_contain_text("Geen enkele brief")


def test_what_readers_say_is_a_question_set(
    visit: Open, tmp_path: Path, vindplaats: Callable[..., "subprocess.CompletedProcess[str]"]
) -> None:
    library = tmp_path / "library"
    with serving(library) as address:
        page = visit(address, "nl-NL", ready=False)
        box = page.locator(".vp-box textarea")
        box.fill("Wat is DIANA?")
        box.press("Enter")
        page.locator(".vp-best").get_by_role("button", name="Meer").click(timeout=120_000)
        page.locator(".vp-best").get_by_role("button", name="Dit klopt").click()
        expect(page.locator("#vp-said")).to_have_text("Bewaard: deze passage geeft het antwoord.")
        box.fill("Hoe maak ik pannenkoeken?")
        box.press("Enter")
        page.locator(".vp-not-found").get_by_role("button", name="Geen antwoord in deze brieven").click()
        expect(page.locator("#vp-said")).to_have_text("Bewaard: deze brieven geven geen antwoord.")
    done = vindplaats("--library", library, "evaluate", library / "corrections.jsonl", "--json")
    measured = json.loads(done.stdout)
    assert (measured["questions"], measured["answerable"], measured["hit@1"]) == (2, 1, 1.0)
    assert measured["abstention"]["refused_unanswerable"] == 1.0


def test_all_of_a_part_and_the_words_that_are_looked_up_are_shown(visit: Open, real_address: str) -> None:
    page = visit(real_address)
    box = page.locator(".vp-box textarea")
    box.fill("Wat staat er in de inleiding?")
    box.press("Enter")
    expect(page.locator(".vp-also summary")).to_have_text("Ook gevonden (4)", timeout=60_000)
    expect(page.locator(".vp-best mark")).to_have_count(0)
    box.fill('Waar staat "een en ondeelbaar"?')
    box.press("Enter")
    expect(page.locator(".vp-best mark")).to_have_text("een en ondeelbaar")
    box.fill('Staat er letterlijk "de NAVO is hersendood"?')
    box.press("Enter")
    expect(page.locator(".vp-not-found")).to_have_count(1)
