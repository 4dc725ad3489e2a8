"""Pages from elsewhere are refused, programs and the page itself are not."""

import pytest

from app.access.guard import is_loopback, refusal
from app.address import PageError
from app.api.doors import Doors

HERE = {"host": "127.0.0.1:7860"}


@pytest.mark.parametrize(
    "headers",
    [
        HERE,
        {"host": "localhost:7860"},
        {"host": "[::1]:7860"},
        {"host": "192.168.1.20"},
        {"host": "LOCALHOST"},
        HERE | {"origin": "http://127.0.0.1:7860"},
        HERE | {"origin": "http://127.0.0.1:7860", "sec-fetch-site": "same-origin"},
        # behind a proxy the origin is the proxy's, and the browser vouches for it
        HERE | {"origin": "https://vindplaats.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_the_page_and_programs_may(headers: dict[str, str]) -> None:
    assert refusal(headers, "127.0.0.1") is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": ""},
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example:7860"},
        {"host": "[::1"},
        HERE | {"origin": "http://["},
        # a name of theirs that was made to point here: to the browser it is the same origin
        {"host": "evil.example:7860", "origin": "http://evil.example:7860", "sec-fetch-site": "same-origin"},
        HERE | {"origin": "http://evil.example"},
        HERE | {"origin": "null"},
        HERE | {"origin": "http://127.0.0.1:8000"},
        HERE | {"sec-fetch-site": "cross-site"},
        HERE | {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:7860"},
        HERE | {"sec-fetch-site": "none"},
    ],
)
def test_pages_from_elsewhere_may_not(headers: dict[str, str]) -> None:
    assert refusal(headers, "127.0.0.1")


def test_the_name_that_is_served_at_is_trusted() -> None:
    assert refusal({"host": "brieven.example:80"}, "Brieven.example") is None


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("192.168.1.2", False),
        ("example.org", False),
        ("localhost.example.org", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, inside: bool) -> None:
    assert is_loopback(host) is inside
    if inside:
        Doors(editable=True).check(host)
    else:
        with pytest.raises(PageError, match="no password"):
            Doors(editable=True).check(host)
    Doors().check(host)


def test_a_limit_that_is_none_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VINDPLAATS_MAX_MEGABYTES", "veel")
    with pytest.raises(PageError, match="the setting VINDPLAATS_MAX_MEGABYTES is 'veel'"):
        Doors(editable=True).check("127.0.0.1")


def test_without_its_package_mcp_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.doors.find_spec", lambda _: None)
    with pytest.raises(PageError, match=r"pip install 'vindplaats\[mcp\]'"):
        Doors(mcp=True).check("127.0.0.1")
