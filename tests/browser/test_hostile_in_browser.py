"""Letters that mean harm, read by the real readers and shown on the real page: their words are text and do nothing."""

import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import docx
import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.launching import DESKTOP, PHONE
from tests.browser.test_page import ask, too_wide
from tests.conftest import ROOT
from tests.corpus.docx_files import made, p
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.model]
SCRIPT = "<script>window.struck = 1</script>"
IMAGE = '<img src="x" onerror="window.struck = 2">'
LINK = "[klik](javascript:window.struck=3)"
ENTITY = "&lt;b&gt;vet&lt;/b&gt;"
TURNED, UNSEEN = "\u202e", "\u200b\u2060\ufeff"
HARM = f"{IMAGE} en {SCRIPT} en {LINK} en {ENTITY} en {TURNED}achteruit en on{UNSEEN}zichtbaar"
UNBROKEN = "sluisdeurenverantwoording" * 60
OTTERS = f"Over de otters schrijft de sluiswachter {HARM}, en zo ging het verder."
BEES = f"Over de wilde bijen schrijft de imker {HARM}, en zo ging het verder."
TURBINES = f"Over de windmolens schrijft de molenaar {UNBROKEN}, en zo ging het verder."
DIKE = (
    "Over het dijkherstel schrijft de dijkgraaf " + "dat het geld kost en dat het tijd kost en " * 2400 + "niets meer."
)
ADDRESS = "data:text/html,<script>window.struck=4</script>"
QUESTIONS = {
    "otters": "Wat schrijft de sluiswachter over de otters?",
    "bees": "Wat schrijft de imker over de wilde bijen?",
    "turbines": "Wat schrijft de molenaar over de windmolens?",
    "dike": "Wat schrijft de dijkgraaf over het dijkherstel?",
}


def write(folder: Path) -> list[Path]:
    """A letter each in Word, as a web page, and two in Markdown. Of these the first two hold the harm as text; the web
    page tries it in earnest too."""
    page = (
        f"<html><head><title>Brief over de bijen {escape(HARM)}</title></head><body onload='window.struck = 5'>"
        f"<h1>Brief over de bijen {escape(HARM)}</h1>{SCRIPT}{IMAGE}<svg onload='window.struck = 6'></svg>"
        f"<iframe src='{escape(ADDRESS)}'></iframe><p>{escape(BEES)}</p>"
        f"<p>Zie <a href='javascript:window.struck=7'>Kamerstuk 28 676, nr. 372</a>.</p></body></html>"
    )
    files = {
        "otters.docx": made(p(f"Brief over de otters {escape(HARM)}") + p(escape(OTTERS))),
        "bijen.html": page.encode(),
        "molens.md": f"# Brief over de windmolens {HARM}\n\n{TURBINES}\n\n{SCRIPT}\n\n{IMAGE} {LINK}\n".encode(),
        "dijk.md": f"# Brief over de dijk {UNBROKEN}\n\n{DIKE}\n".encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    library = folder / "library"
    paths = [str(path) for path in write(folder)]
    command = [sys.executable, "-m", "app", "--library", str(library), "add", *paths]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with serving(library) as address:
        yield address


@pytest.fixture
def struck() -> Iterator[list[str]]:
    """What went off on a page that ``watched`` follows, at the end nothing."""
    heard: list[str] = []
    yield heard
    assert heard == []


def watched(page: Page, struck: list[str]) -> Page:
    page.on("dialog", lambda dialog: (struck.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: struck.append(str(error)))
    return page


def harmless(page: Page, root: str) -> None:
    """Nothing in ``root`` is more than text and the page's own elements, and nothing has run."""
    assert page.evaluate("window.struck") is None
    assert page.locator(f"{root} :is(script, img, iframe, svg, object, embed, form, meta, base)").count() == 0
    addresses = page.locator(f"{root} a").evaluate_all("links => links.map(link => new URL(link.href).protocol)")
    assert set(addresses) <= {"http:", "https:", "about:"}  # the last: a fragment, in a page that has no address


def shown(text: str) -> str:
    """``text`` as it is read: what has no width is no word of a letter."""
    return "".join(sign for sign in text if sign not in UNSEEN)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_words_of_a_hostile_letter_are_text(
    visit: Open, hostile: str, struck: list[str], size: tuple[int, int]
) -> None:
    page = watched(visit(hostile, size=size), struck)
    harmless(page, "#vp")
    for count, (name, text) in enumerate({"otters": OTTERS, "bees": BEES, "turbines": TURBINES, "dike": DIKE}.items()):
        ask(page, QUESTIONS[name])
        expect(page.locator(".vp-question")).to_have_count(count + 1)
        answer = page.locator(".vp-answer").nth(count)
        passage = answer.locator("blockquote").filter(has_text=shown(text)[:60]).first
        expect(passage).to_have_text(shown(text), use_inner_text=False)
        assert too_wide(page) <= 0
        harmless(page, ".vp-answer")
        assert page.locator(".vp-chat :is(b, strong)").filter(has_text="vet").count() == 0
        answer.locator(f".vp-card:has-text('{text[:20]}') .vp-open").first.click()
        expect(page.locator("#vp-pane .vp-chosen")).to_contain_text(shown(text)[:400])
        harmless(page, "#vp-pane")
        assert page.evaluate("(p => p.scrollWidth - p.clientWidth)(document.querySelector('#vp-pane'))") <= 0
        page.keyboard.press("Escape")
        expect(page.locator("#vp-pane")).to_be_hidden()
    page.locator(".vp-masthead a[data-letters]").click()
    expect(page.locator("#vp-letters .vp-register li")).to_have_count(4)
    harmless(page, "#vp-letters")
    assert page.evaluate("(p => p.scrollWidth - p.clientWidth)(document.querySelector('#vp-letters'))") <= 0
    page.keyboard.press("Escape")
    page.locator(".vp-filters > summary").click()
    harmless(page, ".vp-filters")
    assert too_wide(page) <= 0


FORWARDS = """link => {
    const words = link.firstChild;
    const at = (start) => {
        const range = document.createRange();
        range.setStart(words, start);
        range.setEnd(words, start + 1);
        return range.getBoundingClientRect().left;
    };
    return at(0) < at(1);
}"""
"""Whether the first letter of an element's text stands left of the second."""


def test_a_letter_does_not_turn_the_pages_own_words_around(visit: Open, hostile: str) -> None:
    page = visit(hostile)
    ask(page, QUESTIONS["bees"])
    expect(page.locator(".vp-answer")).to_have_count(1)
    ask(page, "Hoe maak ik pannenkoeken?")
    expect(page.locator(".vp-near .vp-title").filter(has_text=TURNED).first).to_be_visible()
    own = page.locator(".vp-answer :is(.vp-own, .vp-source a, .vp-turned):visible")
    page.locator(".vp-near .vp-title").evaluate_all(
        "titles => titles.forEach(each => each.insertAdjacentHTML('afterend', '<span class=vp-turned>eigen</span>'))"
    )
    assert own.count() > 2
    for each in own.all():
        assert each.evaluate(FORWARDS), each.evaluate("element => element.parentElement.outerHTML")


@pytest.mark.parametrize("name", ["otters", "bees"])
def test_the_words_of_a_hostile_letter_are_text_in_what_is_saved(
    visit: Open, hostile: str, struck: list[str], tmp_path: Path, name: str
) -> None:
    page = watched(visit(hostile), struck)
    text = shown({"otters": OTTERS, "bees": BEES}[name])
    ask(page, QUESTIONS[name])
    expect(page.locator(".vp-best blockquote")).to_have_text(text)
    for label, suffix in (("Word", "docx"), ("webpagina", "html"), ("Markdown", "md")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Bewaar als {label}").click()
        download.value.save_as(tmp_path / f"saved.{suffix}")

    assert any(text in each.text for each in docx.Document(str(tmp_path / "saved.docx")).paragraphs)
    marked = MarkdownIt().render((tmp_path / "saved.md").read_text("utf-8"))  # as most do, raw HTML and all
    for saved in ((tmp_path / "saved.html").read_text("utf-8"), marked):
        page.goto("about:blank")
        page.set_content(saved)
        expect(page.locator("body")).to_contain_text(text)
        harmless(page, "body")
