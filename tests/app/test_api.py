"""The JSON API of the real command, asked over HTTP, with the real model and the supplied letter."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from gradio_client import Client

from app.api import models
from corpus import read_file
from tests.conftest import LETTER
from tests.serving import serving

pytestmark = pytest.mark.model
DIANA = {"question": "Wat is DIANA?"}
ID = "kst-28676-372"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api") / "library"


@pytest.fixture(scope="module")
def api(library: Path) -> Iterator[httpx.Client]:
    """The page as it is served without any option, over a new library."""
    with serving(library) as address, httpx.Client(base_url=address, timeout=120) as client:
        yield client


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "elapsed_ms": 0}


def test_an_answer_is_the_one_that_the_command_gives(
    api: httpx.Client, library: Path, vindplaats: Callable[..., Any]
) -> None:
    posted = api.post("/api/ask", json=DIANA)
    assert posted.status_code == 200
    told = vindplaats("--library", library, "ask", DIANA["question"], "--json")
    assert timeless(posted.json()) == timeless(json.loads(told.stdout))
    assert timeless(api.get("/api/ask", params={"q": DIANA["question"]}).json()) == timeless(posted.json())
    assert posted.headers["cache-control"] == "no-store"


def test_answers_are_as_they_are_described(api: httpx.Client) -> None:
    for question in (
        DIANA,
        {"question": "Hoe maak ik pannenkoeken?"},
        {"question": "En Rusland?", "earlier": ["Wat zegt de brief over China?"], "k": 2},
        {"question": "Wie heeft deze brief ondertekend?"},
    ):
        answer = models.Answer.model_validate(api.post("/api/ask", json=question).json())
        assert len(answer.passages) <= question.get("k", 3)
        for passage in answer.passages:
            assert all(0 <= start < end <= len(passage.text) for start, end in passage.evidence)
    assert api.get("/api/ask", params={"q": "Hoe maak ik pannenkoeken?"}).json()["answered"] is False


def test_what_an_address_asks_besides_is_refused_and_not_passed_over(api: httpx.Client) -> None:
    for path, given in (("/api/ask", {"q": "Wat?", "letters": ID}), ("/api/letters", {"zoek": "navo"})):
        answer = api.get(path, params=given)
        assert (answer.status_code, answer.json()) == (422, {"error": f"{list(given)[-1]} is not known here."})


def test_filters_reach_the_library_both_ways(api: httpx.Client) -> None:
    for filters in ({"dossier": "28676"}, {"letter": ID, "from": "2021-01-01"}, {"letter": [ID]}):
        assert api.post("/api/ask", json={**DIANA, "filters": filters}).status_code == 200
        assert api.get("/api/ask", params={"q": "Wat is DIANA?", **filters}).status_code == 200
    for answer in (
        api.post("/api/ask", json={**DIANA, "filters": {"until": "2020-12-31"}}),
        api.get("/api/ask", params={"q": "Wat is DIANA?", "until": "2020-12-31"}),
    ):
        assert answer.status_code == 422
        assert answer.json() == {"error": "No letter in this library meets the filter: until 2020-12-31."}


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "told"),
    [
        ("POST", "/api/ask", b'{"question": ', 400, "no JSON"),
        ("POST", "/api/ask", b"{}", 422, "question is missing"),
        ("POST", "/api/ask", b'{"question": "Wat?", "vraag": 1}', 422, "vraag is not known here"),
        ("POST", "/api/ask", b'{"question": 1}', 422, "question: input should be a valid string"),
        ("POST", "/api/ask", b'{"question": "Wat?", "k": 0}', 422, "k: input should be greater"),
        ("POST", "/api/ask", b'{"question": "..."}', 422, "no word or number"),
        ("POST", "/api/ask", b'{"question": "Wat?", "filters": {"from": "gisteren"}}', 422, "wants a date such as"),
        (
            "POST",
            "/api/ask",
            b'{"question": "Wat?", "filters": {"minister": "x"}}',
            422,
            "filters.minister is not known",
        ),
        ("POST", "/api/ask", b'{"question": "' + b"x" * 2**20 + b'"}', 413, ""),
        ("POST", "/api/ask", b'{"question": "' + b"x" * 2001 + b'"}', 422, "2,001 characters long"),
        ("GET", "/api/ask", None, 422, "q is missing"),
        ("GET", "/api/ask?q=%00", None, 422, "control character"),
        ("GET", "/api/letters?start=-1", None, 422, "start: "),
        ("GET", "/api/letters/kst-1-1", None, 404, "Not in this library: kst-1-1"),
        ("GET", "/api/letters/../../etc/passwd", None, 404, ""),
        ("GET", f"/api/passage/{ID}", None, 404, "%23"),
        ("GET", f"/api/passage/{ID}%23nergens.1", None, 404, "Not in this library"),
        ("GET", "/api/answers", None, 404, "There is no GET /api/answers"),
        ("PUT", "/api/ask", b"{}", 404, "There is no PUT /api/ask"),
        # these are there with --editable only
        ("POST", "/api/letters?name=brief.md", b"# Brief\n\nTekst.", 404, "There is no POST /api/letters"),
        ("DELETE", f"/api/letters/{ID}", None, 404, f"There is no DELETE /api/letters/{ID}"),
    ],
)
def test_what_is_wrong_is_told(
    api: httpx.Client, method: str, path: str, sent: bytes | None, status: int, told: str
) -> None:
    headers = {"content-type": "application/json"} if sent else {}
    answer = api.request(method, path, content=sent, headers=headers)
    assert answer.status_code == status
    if told:
        assert told in models.Wrong.model_validate(answer.json()).error
    assert [letter["id"] for letter in api.get("/api/letters").json()] == [ID]


def test_the_list_is_the_one_that_the_command_gives(
    api: httpx.Client, library: Path, vindplaats: Callable[..., Any]
) -> None:
    listed = api.get("/api/letters")
    assert listed.json() == json.loads(vindplaats("--library", library, "letters", "--json").stdout)
    assert [models.LetterInList.model_validate(each).id for each in listed.json()] == [ID]
    assert listed.headers["x-total-count"] == "1"
    assert api.get("/api/letters", params={"find": "navo juni 2021"}).json() == listed.json()
    assert api.get("/api/letters", params={"find": "kaas"}).json() == []
    assert api.get("/api/letters", params={"start": 1, "limit": 5}).json() == []


def test_a_letter_is_read_whole_and_word_for_word(api: httpx.Client) -> None:
    letter = models.Letter.model_validate(api.get(f"/api/letters/{ID}").json())
    assert len(letter.paragraphs) == 26
    (read,) = read_file(LETTER).letters
    assert [(paragraph.id, paragraph.text) for paragraph in letter.paragraphs] == [
        (paragraph.id, paragraph.text) for _, paragraph in read.paragraphs()
    ]
    ids = [paragraph.id for paragraph in letter.paragraphs]
    assert {heading.first for heading in letter.outline} <= set(ids)
    assert ("Lastenverdeling", 2) in {(heading.text, heading.level) for heading in letter.outline}
    assert len(letter.outline) == len({(heading.level, heading.text) for heading in letter.outline})
    numbers = {note.number for note in letter.notes}
    assert {number for paragraph in letter.paragraphs for number in paragraph.footnotes} <= numbers


def test_passages_lead_from_one_to_the_next(api: httpx.Client) -> None:
    letter = api.get(f"/api/letters/{ID}").json()
    walked, at = [], letter["paragraphs"][0]["id"]
    while at:
        passage = models.Passage.model_validate(api.get(f"/api/passage/{quote(at, safe='')}").json())
        assert passage.previous == (walked[-1] if walked else None)
        assert passage.citation == letter["citation"]
        walked.append(passage.id)
        at = passage.next
    assert walked == [paragraph["id"] for paragraph in letter["paragraphs"]]
    noted = api.get(f"/api/passage/{ID}%23lastenverdeling.1").json()
    assert [note["number"] for note in noted["notes"]] == noted["footnotes"] == ["2"]
    head = models.Passage.model_validate(api.get(f"/api/passage/{quote(letter['head']['id'])}").json())
    assert head.text.split("\n") == letter["head"]["lines"]
    assert (head.paragraph, head.locator, head.next) == (0, "kop", walked[0])


def test_the_description_is_complete_and_names_only_what_is_there(api: httpx.Client) -> None:
    described = api.get("/api/openapi.json").json()
    assert {(path, method) for path, methods in described["paths"].items() for method in methods} == {
        ("/api/ask", "get"),
        ("/api/ask", "post"),
        ("/api/letters", "get"),
        ("/api/letters/{id}", "get"),
        ("/api/passage/{id}", "get"),
    }
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)))
    assert named == set(described["components"]["schemas"])
    for methods in described["paths"].values():
        for operation in methods.values():
            for answer in operation["responses"].values():
                assert "schema" in answer["content"]["application/json"]
            assert operation["responses"]["422"]["content"]["application/json"]["schema"]["$ref"].endswith("/Wrong")


def test_the_page_about_it_loads_nothing_from_elsewhere(api: httpx.Client) -> None:
    page = api.get("/api")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert re.findall(r"""(?:src|href|url\()=?["']?(https?:[^"')]*)""", page.text) == []
    assert f"curl '{str(api.base_url).rstrip('/')}/api/ask?q=" in unescape(page.text)
    for path in api.get("/api/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in page.text
    targets = set(re.findall(r'href="#(\w+)"', page.text))
    assert targets <= set(re.findall(r'id="(\w+)"', page.text))


def test_gradio_keeps_its_addresses_but_for_taking_files(api: httpx.Client) -> None:
    for path in ("/", "/config", "/gradio_api/info", "/gradio_api/openapi.json", "/theme.css"):
        assert api.get(path).status_code == 200, path
    answer = Client(str(api.base_url), verbose=False).predict(DIANA["question"], 1, api_name="/ask")
    assert answer["answered"] is True
    for path in ("/gradio_api/upload", "/gradio_api/upload/"):
        assert api.post(path, files={"files": ("brief.txt", b"tekst")}).status_code in (404, 405)


def test_without_their_options_the_other_doors_are_not_there(api: httpx.Client) -> None:
    assert api.post("/mcp", json={}).status_code in (404, 405)
    page = api.get("/").text
    assert "vp-register" in page
    assert "vp-adding" not in page
    assert "vp-confirm" not in api.get("/letters").text
