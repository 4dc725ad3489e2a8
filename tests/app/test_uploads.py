"""Letters come and go over HTTP: the real command with --editable, real files, the real model."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from app.api import models
from app.api.uploads import safe_name
from tests.serving import BEES, CULVERTS, OTTERS, letter_files, serving


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("brief.pdf", "brief.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\Kaag\Brief aan de Kamer.docx", "Brief aan de Kamer.docx"),
        ("een\0twee\n.md", "eentwee.md"),
        ("..", "brief"),
        ("", "brief"),
        ("/", "brief"),
        (".md", "md"),
        ("a" * 5000 + ".pdf", "a" * 200 + ".pdf"),
        ("é" * 300 + ".pdf", "é" * 100 + ".pdf"),
        ("x." + "y" * 5000, "x." + "y" * 198),
        ("half\ud800.md", "half.md"),
    ],
)
def test_a_name_from_anywhere_becomes_a_file_in_the_folder(given: str, kept: str, tmp_path: Path) -> None:
    assert safe_name(given) == kept
    (tmp_path / kept).write_bytes(b"")
    assert (tmp_path / kept).parent == tmp_path


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, temporary: Path) -> Iterator[httpx.Client]:
    library = tmp_path_factory.mktemp("editable") / "library"
    settings = {"TMPDIR": str(temporary), "VINDPLAATS_MAX_MEGABYTES": "1"}
    with (
        serving(library, "--editable", **settings) as address,
        httpx.Client(base_url=address, timeout=120) as client,
    ):
        yield client


def send(api: httpx.Client, name: str, content: bytes, **headers: str) -> httpx.Response:
    return api.post("/api/letters", params={"name": name}, content=content, headers=headers)


def ids(api: httpx.Client) -> set[str]:
    return {letter["id"] for letter in api.get("/api/letters").json()}


@pytest.mark.model
def test_letters_come_change_and_go(
    api: httpx.Client, tmp_path: Path, temporary: Path, until: Callable[[Callable[[], bool]], None]
) -> None:
    files = letter_files(tmp_path)
    before, version = ids(api), api.get("/letters/version").json()
    for kind, words in (("word", CULVERTS), ("pdf", OTTERS), ("markdown", BEES)):
        told = send(api, files[kind].name, files[kind].read_bytes())
        assert told.status_code == 200
        done = models.Added.model_validate(told.json())
        assert (done.file, done.added, done.failures) == (files[kind].name, [files[kind].stem], [])
        # the next question is answered from it
        answer = api.get("/api/ask", params={"q": words[:60], "k": 1}).json()
        assert answer["passages"][0]["text"] == words
    assert ids(api) == before | {"duikers", "otters", "bijen"}
    assert api.get("/letters/version").json() > version

    again = send(api, "bijen.md", files["markdown"].read_bytes())
    assert models.Added.model_validate(again.json()).unchanged == ["bijen"]
    other = files["markdown"].read_bytes() + b"\nEn voor vlinders.\n"
    kept = api.post("/api/letters", params={"name": "bijen.md", "replace": "false"}, content=other)
    assert (kept.status_code, models.Held.model_validate(kept.json()).held) == (409, ["bijen"])
    assert len(api.get("/api/letters/bijen").json()["paragraphs"]) == 1
    changed = send(api, "bijen.md", other)
    assert models.Added.model_validate(changed.json()).replaced == ["bijen"]
    assert len(api.get("/api/letters/bijen").json()["paragraphs"]) == 2

    for letter in ("duikers", "otters", "bijen"):
        assert api.delete(f"/api/letters/{letter}").json() == {"removed": letter}
    assert ids(api) == before
    gone = api.delete("/api/letters/otters")
    assert gone.status_code == 404
    assert "Not in this library: otters" in gone.json()["error"]
    until(lambda: list(temporary.glob("vindplaats-*")) == [])


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "content", "status", "told"),
    [
        ("kapot.pdf", b"dit is \0 geen PDF", 422, "kapot.pdf: is no PDF, whatever its name says"),
        ("leeg.md", b"", 422, "leeg.md: "),
        ("plaatje.png", b"\x89PNG\r\n\x1a\n\0\0", 422, "plaatje.png: is no text, and no PDF or Word document"),
        ("../../../kapot.docx", b"PK\x03\x04 afgebroken", 422, "kapot.docx: "),
        ("groot.md", b"x" * (2**20 + 1), 413, "groot.md: is larger than 1 MiB"),
        ("regels.jsonl", b'{"id": "a"}\n', 422, 'regels.jsonl: line 1: "text" must be'),
    ],
)
def test_what_is_no_letter_is_refused_as_the_command_does(
    api: httpx.Client, temporary: Path, name: str, content: bytes, status: int, told: str
) -> None:
    before = ids(api)
    answer = send(api, name, content)
    assert answer.status_code == status
    error = models.Wrong.model_validate(answer.json()).error
    assert error.startswith(told)
    assert str(temporary) not in error
    assert ids(api) == before
    assert list(temporary.glob("vindplaats-*")) == []


@pytest.mark.model
def test_a_stream_without_a_length_is_cut_off_at_the_limit(api: httpx.Client, temporary: Path) -> None:
    answer = api.post("/api/letters", params={"name": "eindeloos.md"}, content=iter([b"x" * 2**16] * 17))
    assert answer.status_code == 413
    assert list(temporary.glob("vindplaats-*")) == []


@pytest.mark.model
def test_a_file_that_breaks_off_leaves_nothing(
    api: httpx.Client, temporary: Path, until: Callable[[Callable[[], bool]], None]
) -> None:
    before, place = ids(api), api.base_url
    with socket.create_connection((place.host, place.port or 80)) as connection:
        head = f"POST /api/letters?name=half.md HTTP/1.1\r\nHost: {place.host}\r\nContent-Length: 1000\r\n\r\n"
        connection.sendall(head.encode() + b"# Een halve brief")
        until(lambda: any(temporary.glob("vindplaats-*/half.md")))
    until(lambda: list(temporary.glob("vindplaats-*")) == [])
    assert ids(api) == before


@pytest.mark.model
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_pages_from_elsewhere_change_nothing(api: httpx.Client, headers: dict[str, str]) -> None:
    before = ids(api)
    assert send(api, "van-elders.md", b"# Brief\n\nVan elders.", **headers).status_code == 403
    assert api.delete("/api/letters/kst-28676-372", headers=headers).status_code == 403
    assert ids(api) == before
    assert api.get("/api/letters/kst-28676-372").status_code == 200


@pytest.mark.model
def test_how_far_it_is_comes_line_by_line_while_questions_are_answered(api: httpx.Client) -> None:
    paragraphs = "\n\n".join(
        f"Alinea {place} gaat over dijkvak {place} en wat daar in {1900 + place} gebeurde." for place in range(120)
    )
    lines: list[dict[str, Any]] = []

    def add() -> None:
        content, accept = f"# Dijken\n\n{paragraphs}".encode(), {"Accept": "application/x-ndjson"}
        with httpx.stream(
            "POST", f"{api.base_url}/api/letters?name=dijken.md", content=content, headers=accept, timeout=120
        ) as told:
            lines.extend(json.loads(line) for line in told.iter_lines())

    adding = threading.Thread(target=add)
    adding.start()
    answered = 0
    while adding.is_alive():
        assert api.get("/api/ask", params={"q": "Wat is DIANA?"}).json()["answered"] is True
        answered += "dijken" not in ids(api)
    adding.join()
    assert answered > 0
    *far, last = lines
    assert last["added"] == ["dijken"]
    assert far
    assert [each["done"] for each in far] == sorted({each["done"] for each in far})
    assert {each["total"] for each in far} == {120}
    assert api.delete("/api/letters/dijken").status_code == 200


@pytest.mark.model
def test_a_removal_that_nobody_waits_for_any_more_is_not_done(api: httpx.Client) -> None:
    assert send(api, "blijft.md", b"# Blijft\n\nDeze brief blijft.").json()["added"] == ["blijft"]
    words = "en wat er aan de dijken, de gemalen en de wegen in deze polder in dat jaar is gedaan"
    paragraphs = "\n\n".join(f"Alinea {place} gaat over polder {place}, {words}." for place in range(1000))
    begun = threading.Event()

    def add() -> None:
        content, accept = f"# Polders\n\n{paragraphs}".encode(), {"Accept": "application/x-ndjson"}
        with httpx.stream(
            "POST", f"{api.base_url}/api/letters?name=polders.md", content=content, headers=accept, timeout=120
        ) as told:
            for _ in told.iter_lines():
                begun.set()

    adding = threading.Thread(target=add)
    adding.start()
    assert begun.wait(60)
    with pytest.raises(httpx.ReadTimeout):
        httpx.delete(f"{api.base_url}/api/letters/blijft", timeout=0.5)
    adding.join()
    assert {"blijft", "polders"} <= ids(api)
    for letter in ("blijft", "polders"):
        assert api.delete(f"/api/letters/{letter}").status_code == 200


@pytest.mark.model
def test_two_files_of_one_name_at_once_are_both_read(api: httpx.Client) -> None:
    lines = [json.dumps({"id": f"tegelijk-{place}", "text": f"Brief nummer {place}."}).encode() for place in range(3)]
    told: list[dict[str, Any]] = []

    def add(line: bytes) -> None:
        told.append(httpx.post(f"{api.base_url}/api/letters?name=brieven.jsonl", content=line, timeout=120).json())

    threads = [threading.Thread(target=add, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each["added"][0] for each in told) == ["tegelijk-0", "tegelijk-1", "tegelijk-2"]
    assert [each["removed"] for each in told] == [[], [], []]
    for place in range(3):
        assert api.delete(f"/api/letters/tegelijk-{place}").status_code == 200


@pytest.mark.model
def test_ids_with_signs_of_addresses_and_of_sql_work(api: httpx.Client) -> None:
    identifier = """een/twee#drie?vier"'; --"""
    line = json.dumps({"id": identifier, "text": "Brief met een vreemde naam."}).encode()
    assert send(api, "vreemd.jsonl", line).json()["added"] == [identifier]
    written = quote(identifier, safe="")
    letter = api.get(f"/api/letters/{written}").json()
    assert letter["id"] == identifier
    passage = letter["paragraphs"][0]["id"].replace(identifier, written).replace("#", "%23")
    assert api.get(f"/api/passage/{passage}").json()["text"] == "Brief met een vreemde naam."
    assert api.delete(f"/api/letters/{written}").status_code == 200


def test_others_on_the_network_get_no_door_without_a_password(vindplaats: Callable[..., Any]) -> None:
    done = vindplaats("serve", "--host", "0.0.0.0", "--port", "0", "--editable")  # noqa: S104
    assert done.returncode == 1
    assert done.stderr.startswith("Error: --editable is not for --host 0.0.0.0: there is no password")
