"""Who may say what of an answer: the page itself, and nobody who comes in from elsewhere."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.api.correcting import is_own
from index.corrections import CORRECTIONS, REJECTED
from index.evaluation.question_set import read_questions
from tests.browser.known import BURDEN, FOUND, open_known, served

RIGHT = {"question": "Hoeveel?", "verdict": "right", "letter": FOUND.letter, "passage": FOUND.id}
Page = tuple[str, Path]


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:7860"}, True),
        ({"host": "localhost:7860", "origin": "http://localhost:7860", "sec-fetch-site": "same-origin"}, True),
        ({"host": "[::1]:7860", "origin": "http://[::1]:7860"}, True),
        ({"host": "brieven.example:80", "origin": "http://brieven.example:80"}, True),
        ({"host": "127.0.0.1:7860", "origin": "https://elders.example"}, False),
        ({"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:8000"}, False),
        ({"host": "127.0.0.1:7860", "origin": "null"}, False),
        ({"host": "127.0.0.1:7860"}, False),
        ({"origin": "http://"}, False),
        # another page on this machine; a name outside that was made to lead here is refused before
        ({"host": "localhost:1", "origin": "http://localhost:1", "sec-fetch-site": "same-site"}, False),
    ],
)
def test_a_request_is_known_by_where_it_comes_from(headers: dict[str, str], own: bool) -> None:
    assert is_own(headers) is own


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page, by its host and port, and the folder in which it keeps what is said."""
    folder = tmp_path_factory.mktemp("said")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VINDPLAATS_TEST_FOLDER", str(folder))
        with served(open_known) as known:
            yield urlsplit(known.address).netloc, folder


@pytest.fixture(autouse=True)
def _nothing_said(page: Page) -> None:
    for path in page[1].glob("*.jsonl"):
        path.unlink()


def send(page: Page, entry: Any, method: str = "POST", **other: str) -> tuple[int, str]:
    """The status, and what is to be said."""
    host = page[0]
    headers = {"Origin": f"http://{host}", "Content-Type": "application/json", **other}
    connection = http.client.HTTPConnection(host, timeout=20)
    try:
        body = entry if isinstance(entry, bytes) else json.dumps(entry).encode()
        connection.request(method, "/correct?lang=nl", body, {name: text for name, text in headers.items() if text})
        answer = connection.getresponse()
        text = answer.read().decode()
        return answer.status, json.loads(text).get("said", text)
    finally:
        connection.close()


def kept(page: Page) -> dict[str, list[str | None]]:
    path = page[1] / CORRECTIONS
    return (
        {each.question: [gold.quote for gold in each.answers] for each in read_questions(path)} if path.exists() else {}
    )


def test_the_page_keeps_what_is_said_and_takes_it_back(page: Page) -> None:
    assert send(page, RIGHT) == (200, "Bewaard: deze passage geeft het antwoord.")
    assert kept(page) == {"Hoeveel?": [BURDEN]}
    assert send(page, {"question": "Hoeveel?", "verdict": "nothing"})[0] == 200
    assert kept(page) == {"Hoeveel?": []}
    assert send(page, {**RIGHT, "verdict": "wrong"}) == (200, "Bewaard: deze passage is het antwoord niet.")
    assert json.loads((page[1] / REJECTED).read_text("utf-8"))["rejected"][0]["quote"] == BURDEN
    assert send(page, {"question": "Hoeveel?", "verdict": "nothing", "withdraw": True}) == (
        200,
        "Uw oordeel is ingetrokken.",
    )
    assert kept(page) == {}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"Origin": "https://elders.example"}, "This was asked by a page from elsewhere"),
        ({"Origin": ""}, "Een oordeel kan alleen vanaf deze pagina zelf worden gegeven."),
        ({"Sec-Fetch-Site": "cross-site"}, "This was asked by a page from elsewhere"),
        ({"Content-Type": "text/plain"}, "Een oordeel kan alleen vanaf deze pagina zelf worden gegeven."),
        ({"Host": "elders.example", "Origin": "http://elders.example"}, "This is not served at elders.example"),
    ],
)
def test_others_may_not(page: Page, other: dict[str, str], told: str) -> None:
    status, said = send(page, RIGHT, **other)
    assert status == 403
    assert told in said
    assert kept(page) == {}


def test_only_a_post_writes(page: Page) -> None:
    assert send(page, RIGHT, "GET")[0] in (404, 405)
    assert kept(page) == {}


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        (b"{", 400),
        (b"\xff", 400),
        ([], 400),
        ({"question": "Hoeveel?"}, 400),
        ({**RIGHT, "verdict": "misschien"}, 400),
        ({**RIGHT, "verdict": ["right"]}, 400),
        ({**RIGHT, "question": 7}, 400),
        ({**RIGHT, "letter": "\ud800"}, 400),
        ({**RIGHT, "passage": {}}, 400),
        ({**RIGHT, "question": "x" * 20_000}, 413),
        ({**RIGHT, "question": "??"}, 400),
    ],
)
def test_what_is_no_verdict_is_not_kept(page: Page, entry: Any, status: int) -> None:
    answered, told = send(page, entry)
    assert answered == status
    assert told.startswith("Uw oordeel kon niet worden bewaard.")
    assert kept(page) == {}


def test_a_folder_that_refuses_is_told_of(page: Page) -> None:
    (page[1] / CORRECTIONS).mkdir()
    try:
        status, told = send(page, RIGHT)
    finally:
        (page[1] / CORRECTIONS).rmdir()
    assert status == 503
    assert told.startswith("Uw oordeel kon niet worden bewaard. The corrections in ")
    assert "Traceback" not in told
