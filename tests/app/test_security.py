"""What the real server gives and refuses: places, passwords, headers, sizes, rates, and what it never writes down."""

import base64
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from app.access.passwords import write
from tests.conftest import LETTER, ROOT
from tests.serving import serving

pytestmark = pytest.mark.model
WORDS = "vier dijken en een sloot"
OUTSIDE = "dit staat buiten de bibliotheek"
HTML = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("secure")


@pytest.fixture(scope="module")
def open_page(folder: Path) -> Iterator[httpx.Client]:
    """This machine alone, no password; the library's folder has a secret beside it, and a link to it inside."""
    (folder / "geheim.txt").write_text(OUTSIDE)
    library = folder / "library"
    with serving(library, "--name", "brieven.example") as address, httpx.Client(base_url=address, timeout=60) as client:
        client.get("/api/letters")
        (library / "geheim.txt").symlink_to(folder / "geheim.txt")
        yield client


@pytest.fixture(scope="module")
def closed_page(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page that asks who somebody is, with all its doors."""
    file = folder / "wachtwoorden"
    write(file, "kaag", WORDS)
    library = tmp_path_factory.mktemp("closed") / "library"
    with serving(library, "--auth", str(file), "--editable", "--mcp") as address:
        yield address


def log_in(client: httpx.Client, password: str = WORDS, **more: str) -> httpx.Response:
    return client.post("/login", data={"name": "kaag", "password": password, **more})


# Places


def wanted(folder: Path) -> Iterator[str]:
    """Ways in which a file outside is asked for."""
    outside = [
        str(folder / "geheim.txt"),
        str(folder / "library" / "geheim.txt"),
        str(LETTER),
        "/etc/passwd",
        str(folder / "library" / "library.db"),
        "app/page.py",
        "pyproject.toml",
    ]
    ways = [
        "../" * 12,
        "..%2f" * 12,
        "%2e%2e/" * 12,
        "%252e%252e%252f" * 12,
        "....//" * 12,
        "..\\" * 12,
        "..%5c" * 12,
        "/",
        "",
    ]
    places = [
        "/gradio_api/file=",
        "/gradio_api/file/",
        "/file=",
        "/file/",
        "/gradio_api/proxy=file://",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/proxy=",
        "/gradio_api/stream/a/b/1/",
        "/gradio_api/custom_component/1/client/component/",
        "/static/",
        "/assets/",
        "/svelte/",
        "/",
        "/letter?id=",
        "/api/letters/",
    ]
    for place in places:
        for way in ways:
            for file in outside:
                yield place + way + file.lstrip("/")
                yield place + way + file


def raw(address: str, path: str) -> tuple[int, bytes]:
    """The answer to a path exactly as it stands: clients tidy it up."""
    where = urlsplit(address)
    with closing(socket.create_connection((where.hostname, where.port), timeout=60)) as connection:
        asked = f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n"
        connection.sendall(asked.encode("latin-1"))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def test_no_file_outside_is_given(open_page: httpx.Client, folder: Path) -> None:
    address = str(open_page.base_url).rstrip("/")
    inside = [
        OUTSIDE.encode(),
        b"root:x:",
        b"SQLite format",
        b"[build-system]",
        b"def serve(",
        LETTER.read_bytes()[:200],
    ]
    tried = sorted(set(wanted(folder)))
    assert len(tried) > 800
    for path in tried:
        status, body = raw(address, path)
        assert status in (400, 403, 404), (status, path)
        assert not [each for each in inside if each in body], path


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/upload"),
        ("GET", "/gradio_api/upload_progress?upload_id=1"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/component_server/"),
        ("GET", "/gradio_api/stream/a/1/2/playlist.m3u8"),
        ("POST", "/gradio_api/stream/a"),
        ("POST", "/gradio_api/process_recording"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("GET", "/monitoring/abc"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/run-history/records"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/vibe-code"),
        ("POST", "/gradio_api/vibe-edit"),
        ("GET", "/gradio_api/profiling/traces"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/docs"),
        ("GET", "/redoc"),
        ("GET", "/openapi.json"),
        ("GET", "/.git/config"),
        ("GET", "/assets/"),
        ("GET", "/static/"),
        ("POST", "/login"),
        ("POST", "/api/letters?name=a.md"),
        ("DELETE", "/api/letters/kst-28676-372"),
    ],
)
def test_doors_of_gradio_that_the_page_does_not_use_are_shut(open_page: httpx.Client, method: str, path: str) -> None:
    answer = open_page.request(method, path, content=b"<script>alert(1)</script>" if method == "POST" else None)
    assert answer.status_code == 404
    assert list(answer.json()) == ["error"]


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused(open_page: httpx.Client, method: str) -> None:
    assert open_page.request(method, "/api/ask?q=a").status_code == 405


def test_nothing_is_given_back_as_a_page_that_runs(open_page: httpx.Client) -> None:
    for answer in (
        open_page.get("/letter", params={"id": "<script>alert(1)</script>"}),
        open_page.get("/letters", params={"find": "<script>alert(1)</script>"}),
        open_page.get("/<script>alert(1)</script>"),
    ):
        assert "<script>alert" not in answer.text
        assert "script-src" not in answer.headers["content-security-policy"]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; base-uri 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"


# Hosts and origins


@pytest.mark.parametrize(
    "path", ["/", "/config", "/letters", "/api/ask?q=Wat+is+DIANA?", "/assets/x.js", "/gradio_api/info"]
)
def test_reading_under_a_name_that_was_pointed_here_is_refused(open_page: httpx.Client, path: str) -> None:
    for host in ("elders.example", "elders.example:7860", "127.0.0.1.elders.example", ""):
        assert open_page.get(path, headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:7860", "brieven.example", "BRIEVEN.example:443"])
def test_own_names_are_served(open_page: httpx.Client, host: str) -> None:
    assert open_page.get("/api/letters", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elders.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/api/ask", "/gradio_api/call/ask", "/gradio_api/queue/join", "/gradio_api/run/predict", "/correct"]
)
def test_a_page_from_elsewhere_cannot_act(open_page: httpx.Client, path: str, headers: dict[str, str]) -> None:
    assert open_page.post(path, json={"question": "Wat is DIANA?"}, headers=headers).status_code == 403


# Headers


def test_every_answer_has_its_headers(open_page: httpx.Client) -> None:
    for path, status in (
        ("/", 200),
        ("/api", 200),
        ("/api/ask?q=Wat+is+DIANA?", 200),
        ("/nergens", 404),
        ("/config", 200),
    ):
        answer = open_page.get(path)
        assert answer.status_code == status
        given = answer.headers
        assert given["x-content-type-options"] == "nosniff"
        assert given["x-frame-options"] == "DENY"
        assert given["referrer-policy"] == "same-origin"
        assert given["cross-origin-opener-policy"] == given["cross-origin-resource-policy"] == "same-origin"
        assert "geolocation=()" in given["permissions-policy"]
        assert given["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in given["content-security-policy"]
        assert "http" not in given["content-security-policy"]
        assert "server" not in given
        assert "access-control-allow-origin" not in given
    theme = open_page.get("/theme.css").headers
    assert theme["content-security-policy"].startswith("default-src 'none'")
    assert theme.get("cache-control") != "no-store"


def test_every_answer_says_what_it_is_and_how_it_is_encoded(open_page: httpx.Client) -> None:
    made_of = re.findall(r'(?:src|href)="\.?/?(assets/[^"]+)"', open_page.get("/").text)
    assert {path.rpartition(".")[2] for path in made_of} == {"css", "js"}
    ours = ("", "api", "config", "theme.css", "favicon.ico", "robots.txt", "letters", "api/letters", "nergens")
    for path in (*ours, *made_of):
        content = open_page.get(f"/{path}").headers["content-type"]
        assert re.fullmatch(r"application/json|[\w./+-]+; charset=utf-8", content), (path, content)


def test_scripts_of_the_page_run_by_their_hashes_alone(open_page: httpx.Client) -> None:
    page = open_page.get("/")
    directives = dict(each.split(" ", 1) for each in page.headers["content-security-policy"].split("; "))
    assert "'unsafe-inline'" not in directives["script-src"]
    assert re.fullmatch(r"'self' 'unsafe-eval'( 'sha256-[\w+/]{43}=')+", directives["script-src"])
    assert directives["default-src"] == "'none'"
    assert page.headers["content-encoding"] == "gzip"
    plain = open_page.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == page.text
    head = open_page.head("/")
    assert (head.status_code, head.content) == (200, b"")


def test_https_of_a_proxy_is_kept_to(open_page: httpx.Client) -> None:
    assert "strict-transport-security" not in open_page.get("/api/letters").headers
    by_proxy = open_page.get("/api/letters", headers={"X-Forwarded-Proto": "https"})
    assert by_proxy.headers["strict-transport-security"] == "max-age=31536000"


# Passwords


def test_everything_is_behind_the_password(closed_page: str) -> None:
    with httpx.Client(base_url=closed_page, timeout=60) as client:
        for path in (
            "/config",
            "/theme.css",
            "/assets/index.js",
            "/gradio_api/info",
            "/gradio_api/queue/data?session_hash=a",
            "/gradio_api/heartbeat/a",
            "/letter?id=kst-28676-372",
            "/letters",
            "/letters/version",
            "/around?id=a&par=b",
            "/api",
            "/api/letters",
            "/api/ask?q=Wat+is+DIANA?",
            "/api/openapi.json",
            "/nergens",
            "/logout",
        ):
            answer = client.get(path)
            assert answer.status_code == 401, path
            assert answer.json() == {"error": "Log in first."}
            assert ("www-authenticate" in answer.headers) is path.startswith("/api")
            by_page = client.get(path, headers={"Sec-Fetch-Mode": "cors", "Accept-Language": "nl-NL,nl;q=0.9"})
            assert by_page.json() == {"error": "Log eerst in."}
            assert "www-authenticate" not in by_page.headers
        for path in (
            "/gradio_api/queue/join",
            "/gradio_api/call/ask",
            "/gradio_api/run/predict",
            "/correct",
            "/mcp",
            "/logout",
        ):
            assert client.post(path, json={}).status_code == 401
        assert client.post("/api/letters?name=a.md", content=b"# A\n\nB").status_code == 401
        assert client.delete("/api/letters/kst-28676-372").status_code == 401
        page = client.get("/?letter=kst-28676-372", headers=HTML)
        assert (page.status_code, page.headers["location"]) == (303, "/login?onward=%2F%3Fletter%3Dkst-28676-372")


def test_a_login_lets_in_and_a_logout_out_again(closed_page: str) -> None:
    with httpx.Client(base_url=closed_page, timeout=60) as client:
        asked = client.get("/login?onward=/%3Fletter=a", headers={"Accept-Language": "nl"})
        assert asked.status_code == 200
        assert 'value="/?letter=a"' in asked.text
        assert "Wachtwoord" in asked.text
        assert "script-src" not in asked.headers["content-security-policy"]
        wrong = log_in(client, "een verkeerd wachtwoord")
        assert wrong.status_code == 403
        assert "do not belong together" in wrong.text
        assert "set-cookie" not in wrong.headers
        right = log_in(client, onward="//elders.example")
        assert (right.status_code, right.headers["location"]) == (303, "/")
        cookie = right.headers["set-cookie"]
        assert re.fullmatch(
            r"vindplaats-session=[\w-]{43}; HttpOnly; Max-Age=43200; Path=/; SameSite=strict", cookie
        ), cookie
        assert client.get("/api/letters").status_code == 200
        assert "vp-logout" not in client.get("/login").text
        kept = dict(client.cookies)
        left = client.post("/logout")
        assert (left.status_code, left.headers["location"]) == (303, "/login")
        assert 'vindplaats-session=""' in left.headers["set-cookie"]
        assert "storage" in left.headers["clear-site-data"]
        assert httpx.get(f"{closed_page}/api/letters", cookies=kept).status_code == 401


def test_behind_https_the_cookie_is_for_https_alone(closed_page: str) -> None:
    with httpx.Client(base_url=closed_page, timeout=60, headers={"X-Forwarded-Proto": "https"}) as client:
        cookie = log_in(client).headers["set-cookie"]
    assert cookie.startswith("__Host-vindplaats-session=")
    assert "; Secure" in cookie


def test_each_login_has_a_session_of_its_own(closed_page: str) -> None:
    with httpx.Client(base_url=closed_page, timeout=60) as client:
        log_in(client)
        first = dict(client.cookies)
        log_in(client)
        assert dict(client.cookies) != first
        assert httpx.get(f"{closed_page}/api/letters", cookies=first).status_code == 401


def test_programs_show_a_name_and_password_with_each_request(closed_page: str) -> None:
    right, wrong = ("kaag", WORDS), ("kaag", "een verkeerd wachtwoord")
    asked = f"{closed_page}/api/ask?q=Wat+is+DIANA?"
    assert httpx.get(asked, auth=right, timeout=60).json()["answered"] is True
    assert httpx.get(asked, auth=wrong, timeout=60).status_code == 401
    assert "set-cookie" not in httpx.get(asked, auth=right).headers
    started = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    told = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(f"{closed_page}/mcp", json=started, auth=right, headers=told, timeout=60).status_code != 401
    # the page's own addresses know sessions alone
    assert httpx.get(f"{closed_page}/config", auth=right).status_code == 401
    for given in ("Basic", "Basic !!!", "Basic " + base64.b64encode(b"kaag").decode(), f"Bearer {WORDS}"):
        assert httpx.get(asked, headers={"Authorization": given}).status_code == 401


def test_guesses_are_slowed_down(closed_page: str) -> None:
    proxied = {"X-Forwarded-For": "198.51.100.7"}
    with httpx.Client(base_url=closed_page, timeout=60, headers=proxied | {"Accept-Language": "nl"}) as client:
        assert log_in(client).status_code == 303  # so that it is known already
        assert [log_in(client, f"verkeerd wachtwoord {n}").status_code for n in range(5)] == [403] * 5
        last = log_in(client, "een verkeerd wachtwoord")
        assert last.status_code == 429
        assert int(last.headers["retry-after"]) >= 1
        assert "Te vaak een verkeerd wachtwoord" in last.text
        assert log_in(client).status_code == 429  # the right one too
    with httpx.Client(base_url=closed_page, timeout=60, headers={"X-Forwarded-For": "198.51.100.8"}) as other:
        assert log_in(other).status_code == 303


def test_without_a_password_others_get_no_page(vindplaats: Callable[..., Any], folder: Path) -> None:
    done = vindplaats("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert done.returncode == 1
    assert done.stderr.startswith("Error: --host 0.0.0.0 can be reached by others. Ask who they are with --auth FILE")
    readable = folder / "leesbaar"
    write(readable, "kaag", WORDS)
    readable.chmod(0o644)
    done = vindplaats("serve", "--auth", readable, "--port", "0")
    assert done.returncode == 1
    assert done.stderr == (
        f"Error: The password file {readable} is open to others on this machine. Close it with: chmod 600 {readable}\n"
    )


# Sizes, rates and slow clients


def test_what_is_too_large_is_refused(open_page: httpx.Client) -> None:
    for path in ("/api/ask", "/gradio_api/queue/join", "/gradio_api/run/predict", "/gradio_api/call/ask"):
        large = {"question": "a" * (2**20 + 1)}
        answer = open_page.post(path, json=large, headers={"Accept-Language": "nl"})
        assert answer.status_code == 413, path
        pieces = (b"a" * 2**16 for _ in range(20))
        assert open_page.post(path, content=pieces, headers={"Content-Type": "application/json"}).status_code == 413, (
            path
        )


def test_an_address_that_asks_too_much_waits(tmp_path: Path) -> None:
    with serving(tmp_path / "library", "--rate", "1") as address, httpx.Client(base_url=address, timeout=60) as client:
        statuses = [client.get("/letters/version").status_code for _ in range(14)]
        assert statuses[:10] == [200] * 10
        assert 429 in statuses[10:]
        late = client.get("/letters/version", headers={"Accept-Language": "nl"})
        while late.status_code != 429:
            late = client.get("/letters/version", headers={"Accept-Language": "nl"})
        assert late.headers["retry-after"] == "1"
        assert late.json()["error"] == "Er komt te veel tegelijk van uw adres. Over 1 seconden kunt u verder."
        assert client.get("/letters/version", headers={"X-Forwarded-For": "198.51.100.7"}).status_code == 200


def test_what_others_ask_waits_until_as_many_wait_as_may(tmp_path: Path) -> None:
    import threading

    with serving(tmp_path / "library", "--waiting", "2") as address:
        httpx.get(f"{address}/api/ask?q=Wat+is+DIANA?", timeout=120)
        answers: list[httpx.Response] = []

        def ask() -> None:
            told = {"Accept-Language": "nl-NL,nl;q=0.9,en;q=0.8"}
            answers.append(httpx.get(f"{address}/api/ask?q=Wat+is+DIANA?", timeout=120, headers=told))

        threads = [threading.Thread(target=ask) for _ in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {answer.status_code for answer in answers} == {200, 503}
        late = next(answer for answer in answers if answer.status_code == 503)
        assert late.json() == {"error": "Er wachten nu te veel vragen. Stel uw vraag over enkele ogenblikken opnieuw."}
        assert late.headers["retry-after"] == "2"
        assert httpx.get(f"{address}/api/ask?q=Wat+is+DIANA?", timeout=120).status_code == 200


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"POST /api/ask HTTP/1.1\r\n"])
def test_a_client_that_does_not_go_on_is_let_go(begun: bytes) -> None:
    program = (
        "import sys; from app.access import patience; patience.HEAD_SECONDS = 1.0\n"
        "from app.page import serve; from tests.browser.known import open_known\n"
        "serve(open_known, '127.0.0.1', 0)"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            where = urlsplit(process.stdout.readline().rpartition(" ")[2].strip())
            with closing(socket.create_connection((where.hostname, where.port))) as connection:
                connection.settimeout(60)
                connection.sendall(begun)
                assert connection.recv(100) == b""
            slow = f"POST /api/ask HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: 9\r\n\r\n".encode()
            with closing(socket.create_connection((where.hostname, where.port))) as connection:
                connection.sendall(slow)  # headers in time: the body has more
                time.sleep(2)
                connection.sendall(b'{"a": 1}\n')
                assert connection.recv(100).startswith(b"HTTP/1.1 422")
        finally:
            process.kill()


def test_more_connections_than_may_be_are_closed_at_once() -> None:
    program = (
        "from app.access import patience; patience.MOST_CONNECTIONS = 5\n"
        "from app.page import serve; from tests.browser.known import open_known\n"
        "serve(open_known, '127.0.0.1', 0)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            where = urlsplit(process.stdout.readline().rpartition(" ")[2].strip())
            idle = [socket.create_connection((where.hostname, where.port)) for _ in range(5)]
            idle[0].sendall(f"GET /letters/version HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
            idle[0].settimeout(60)
            assert idle[0].recv(100).startswith(b"HTTP/1.1 200")  # as many as may be are served
            with closing(socket.create_connection((where.hostname, where.port))) as late:
                late.settimeout(10)  # less than any other is given
                assert late.recv(100) == b""
            for each in idle:
                each.close()
        finally:
            process.kill()


# What is written down


def test_a_question_is_written_nowhere(tmp_path: Path) -> None:
    word = "kwabbernoot"
    temporary, home = tmp_path / "tmp", tmp_path / "home"
    temporary.mkdir()
    home.mkdir()
    library = tmp_path / "library"
    said = written_by(library, word, temporary, home)
    assert word not in said
    assert [
        line
        for line in said.splitlines()
        if not re.match(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} [A-Z]+ |Making", line)
    ] == []
    found = [path for path in tmp_path.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]
    assert found == []
    assert word in written_by(library, word, temporary, home, "--log-questions")


def written_by(library: Path, word: str, temporary: Path, home: Path, *options: str) -> str:
    """Standard error of a server that was asked about a word through all its doors, in and out of order."""
    out = temporary.parent / "stderr"
    environment = {"TMPDIR": str(temporary), "XDG_DATA_HOME": str(home)}
    with out.open("w") as errors, serving(library, "--mcp", *options, errors=errors, **environment) as address:
        with httpx.Client(base_url=address, timeout=60) as client:
            question = f"Wat is een {word}?"
            assert client.get("/api/ask", params={"q": question, "earlier": word}).status_code == 200
            client.post("/api/ask", json={"question": question})
            client.post("/api/ask", json={"question": question, "filters": {"from": word}})
            client.post("/api/ask", content=word.encode())
            client.get(f"/letters?find={word}")
            client.get(f"/letter?id={word}")
            client.get(f"/api/letters/{word}")
            client.get(f"/{word}", headers={"Host": "elders.example"})
            client.post("/gradio_api/call/ask", json={"data": [question, word, word, word, word]})
            client.post("/gradio_api/call/ask", json={"data": word})
            client.post("/gradio_api/run/predict", json={"data": [word], "fn_index": 1, "session_hash": word})
            client.post("/gradio_api/queue/join", json={"data": [word] * 3, "fn_index": 10, "session_hash": word})
            called = {"name": "ask", "arguments": {"question": question, "k": word}}
            for arguments in (called, called | {"arguments": {"question": question}}):
                message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": arguments}
                client.post("/mcp", json=message, headers={"Accept": "application/json, text/event-stream"})
            assert Client(address, verbose=False).predict(question, 3, api_name="/ask")["passages"]
            with pytest.raises(AppError):
                Client(address, verbose=False).predict(question, word, api_name="/ask")
        where = urlsplit(address)
        with closing(socket.create_connection((where.hostname, where.port))) as connection:
            connection.sendall(f"{word} \0 / HTTP/9\r\n\r\n".encode())
            connection.recv(1000)
    return out.read_text()


def test_no_word_leaves_the_machine(tmp_path: Path) -> None:
    """Every connection and every name that is looked up, by an audit hook in the server's own process."""
    program = """
import sys
def hook(event, given):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        name = given[1] if event in ("socket.connect", "socket.sendto") else given[0]
        sys.stderr.write(f"REACHED {event} {name!r}\\n"); sys.stderr.flush()
sys.addaudithook(hook)
sys.argv = ["vindplaats", *sys.argv[1:]]
from app.cli import main
main()
"""
    command = [sys.executable, "-c", program, "--library", str(tmp_path / "library"), "serve", "--port", "0"]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().rpartition(" ")[2].strip()
            assert httpx.get(f"{address}/api/ask?q=Wat+is+DIANA?", timeout=120).json()["answered"] is True
            assert httpx.get(address, timeout=60).status_code == 200
            assert Client(address, verbose=False).predict("Wat is DIANA?", 1, api_name="/ask")["answered"] is True
        finally:
            process.terminate()
            _, told = process.communicate()
    reached = [line for line in told.splitlines() if line.startswith("REACHED")]
    assert any("getaddrinfo" in line for line in reached)  # of --host: the hook works
    assert [line for line in reached if "127.0.0.1" not in line] == []
    assert json.dumps(reached).count("127.0.0.1") >= 1


def test_wrong_passwords_are_logged_without_what_was_typed(tmp_path: Path) -> None:
    file, out = tmp_path / "wachtwoorden", tmp_path / "stderr"
    write(file, "kaag", WORDS)
    with (
        out.open("w") as errors,
        serving(tmp_path / "library", "--auth", str(file), errors=errors) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        log_in(client, "een verkeerd wachtwoord")
        client.post("/login", data={"name": WORDS, "password": "kaag"})
        # the last is what the proxy added, those before it a visitor can make up
        proxied = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
        client.post("/login", data={"name": "kaag", "password": "nog een verkeerd"}, headers=proxied)
        log_in(client)
    lines = [line for line in out.read_text().splitlines() if not line.startswith("Making")]
    assert [line.partition(" WARNING a wrong password was given from ")[2] for line in lines] == [
        "127.0.0.1",
        "127.0.0.1",
        "198.51.100.7",
    ]
    assert WORDS not in out.read_text()


def test_a_verdict_is_kept_under_a_name_that_was_told(open_page: httpx.Client) -> None:
    verdict = {"question": "Hoe maak ik pannenkoeken?", "verdict": "nothing"}
    for host, status in (("brieven.example", 200), ("elders.example", 403)):
        headers = {"Host": host, "Origin": f"https://{host}"}
        assert open_page.post("/correct", json=verdict, headers=headers).status_code == status
