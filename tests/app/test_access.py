"""Passwords, sessions and rates, by a clock that the test holds."""

import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.access import Access
from app.access.guard import refusal
from app.access.login import form, local, login_html
from app.access.passwords import Passwords, read, write
from app.access.rates import Buckets, Failures, address_of
from app.access.sessions import Sessions
from app.address import PageError
from app.cli import cli

WORDS = "vier dijken en een sloot"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "wachtwoorden"
    write(path, "kaag", WORDS)
    return path


def test_a_password_is_kept_as_a_hash_that_only_its_owner_can_read(file: Path) -> None:
    line = file.read_text()
    assert line.startswith("kaag:$scrypt$ln=15,r=8,p=3$")
    assert WORDS not in line
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    write(file, "bijleveld", WORDS)
    hashes = read(file)
    assert list(hashes) == ["kaag", "bijleveld"]
    assert hashes["kaag"] != hashes["bijleveld"]  # each has its salt
    file.write_text(f"# wie erbij mag\n{file.read_text()}\n# einde\n")
    write(file, "kaag", WORDS + "!")
    lines = file.read_text().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["# wie erbij mag", "kaag", "bijleveld", "", "# einde"]
    assert read(file)["kaag"] != hashes["kaag"]


def test_what_a_link_leads_to_is_written_and_stays_its_owners(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(file)
    if os.geteuid() == 0:
        os.chown(file, 65534, 65534)
    owner = file.stat().st_uid, file.stat().st_gid
    write(link, "bijleveld", WORDS)
    assert link.is_symlink()
    assert list(read(file)) == ["kaag", "bijleveld"]
    assert (file.stat().st_uid, file.stat().st_gid) == owner


def test_only_the_right_password_of_the_name_is_right(file: Path) -> None:
    passwords = Passwords(file)
    assert not passwords.known("kaag", WORDS)
    assert passwords.right("kaag", WORDS)
    assert passwords.known("kaag", WORDS)
    for name, password in (
        ("kaag", WORDS + "."),
        ("kaag", WORDS.upper()),
        ("kaag", ""),
        ("iemand", WORDS),
        ("", ""),
        ("kaag", "x" * 10**6),
    ):
        assert not passwords.right(name, password)
        assert not passwords.known(name, password)


def test_an_unknown_name_costs_what_a_wrong_password_does(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passwords, hashed = Passwords(file), []
    monkeypatch.setattr("app.access.passwords._scrypt", lambda *given: hashed.append(given[2:]) or b"x" * 32)
    passwords.right("kaag", "een verkeerd wachtwoord")
    passwords.right("iemand", "een verkeerd wachtwoord")
    assert hashed == [(15, 8, 3, 32)] * 2


def test_accents_are_the_same_however_they_are_typed(file: Path) -> None:
    write(file, "kaag", "caf\u00e9 aan de dijk")
    assert Passwords(file).right("kaag", "cafe\u0301 aan de dijk")


def test_another_password_or_none_is_so_at_once(file: Path) -> None:
    passwords = Passwords(file)
    assert passwords.right("kaag", WORDS)
    write(file, "kaag", "een heel ander wachtwoord")
    assert not passwords.known("kaag", WORDS)
    assert not passwords.right("kaag", WORDS)
    file.unlink()
    assert passwords.stamp("kaag") is None  # without the file nobody comes in
    write(file, "bijleveld", WORDS)
    assert not passwords.right("kaag", "een heel ander wachtwoord")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_file_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(PageError, match=f"open to others on this machine. Close it with: chmod 600 {file}"):
        Access(auth=file).check("127.0.0.1")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("# alleen dit\n", "is empty"),
        ("kaag\n", "line 1: is not a name, a colon and a hash"),
        ("kaag:geheim\n", "line 1: is not a name"),
        ("\n:$scrypt$ln=15,r=8,p=3$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo\n", "line 2: is not a name"),
        ("a:$scrypt$ln=15,r=8,p=3$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo\n" * 2, "line 2: a is there twice"),
    ],
)
def test_a_file_that_is_none_is_refused_by_its_line(file: Path, text: str, told: str) -> None:
    file.write_text(text)
    with pytest.raises(PageError, match=told):
        Passwords(file)


def test_a_file_that_is_not_there_is_told_with_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="Make it with: vindplaats password NAME --file"):
        Passwords(tmp_path / "geen")


@pytest.mark.parametrize(
    ("name", "password"), [("", WORDS), ("a b", WORDS), ("a:b", WORDS), ("#a", WORDS), ("a", "kort")]
)
def test_what_cannot_be_a_name_or_password(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(PageError, match=r"cannot be used|must be 12 to 1000 characters"):
        write(tmp_path / "file", name, password)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "password", ["a" * 12, "1234 5678 90", "\U0001f9a6 en \u00e9\u00e9n sloot", "x" * 64, "x" * 1000]
)
def test_a_password_may_be_of_any_signs_and_long(file: Path, password: str) -> None:
    write(file, "kaag", password)
    passwords = Passwords(file)
    assert passwords.right("kaag", password)
    assert not passwords.right("kaag", password[:-1])


def test_the_command_asks_for_the_password_and_never_takes_it_as_a_word(tmp_path: Path) -> None:
    file = tmp_path / "file"
    done = CliRunner().invoke(cli, ["password", "kaag", "--file", str(file)], input=f"{WORDS}\n{WORDS}\n")
    assert (done.exit_code, done.stdout) == (0, "added kaag\n")
    assert WORDS not in done.output
    assert Passwords(file).right("kaag", WORDS)
    again = CliRunner().invoke(cli, ["password", "kaag", WORDS, "--file", str(file)])
    assert again.exit_code == 2
    changed = CliRunner().invoke(cli, ["password", "kaag", "--file", str(file)], input=f"{WORDS}!\n{WORDS}!\n")
    assert changed.stdout == "changed kaag\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "brieven.example"])  # noqa: S104
def test_a_host_that_others_reach_wants_a_password_or_a_plain_no(host: str, file: Path) -> None:
    with pytest.raises(PageError, match=r"can be reached by others.*--auth FILE.*--no-auth"):
        Access().check(host)
    assert Access(no_auth=True).check(host) is None
    assert Access(auth=file).check(host) is not None
    with pytest.raises(PageError, match="each other's opposite"):
        Access(auth=file, no_auth=True).check(host)


def test_without_options_only_this_machine_is_served() -> None:
    options = {option.name: option.default for option in cli.commands["serve"].params}
    assert options["host"] == "127.0.0.1"
    assert Access().check("127.0.0.1") is None


def test_no_auth_is_given_in_full(tmp_path: Path) -> None:
    given = ["--library", str(tmp_path / "library"), "serve", "--host", "0.0.0.0"]  # noqa: S104
    for short in ("--no-a", "--no", "--noauth"):
        assert CliRunner().invoke(cli, [*given, short]).exit_code == 2


def test_a_session_ends_by_itself_and_by_hand(clock: Clock) -> None:
    stamps = {"kaag": "een", "bijleveld": "twee"}
    sessions = Sessions(stamps.get, clock)
    token, other = sessions.begin("kaag"), sessions.begin("bijleveld")
    assert len(token) >= 43  # 256 bits
    assert (sessions.name_of(token), sessions.name_of(other)) == ("kaag", "bijleveld")
    assert [sessions.name_of(wrong) for wrong in ("", token[:-1], token + "a", "kaag")] == [None] * 4
    sessions.end(token)
    assert sessions.name_of(token) is None
    for _ in range(3):
        clock.now += 3.9 * 3600
        seen = sessions.name_of(other)
    assert seen == "bijleveld"
    clock.now += 0.5 * 3600  # twelve hours since it began
    assert sessions.name_of(other) is None
    idle = sessions.begin("kaag")
    clock.now += 2 * 3600
    assert sessions.name_of(idle, used=False) == "kaag"  # a page that is open looks for news by itself
    clock.now += 2 * 3600 + 1
    assert sessions.name_of(idle, used=False) is None


def test_a_session_ends_with_the_password_it_began_with(clock: Clock) -> None:
    stamps = {"kaag": "een", "bijleveld": "twee"}
    sessions = Sessions(stamps.get, clock)
    token, other = sessions.begin("kaag"), sessions.begin("bijleveld")
    stamps["kaag"] = "drie"
    del stamps["bijleveld"]
    assert (sessions.name_of(token), sessions.name_of(other)) == (None, None)


def test_a_bucket_fills_at_its_rate(clock: Clock) -> None:
    buckets = Buckets(2, clock)
    assert [buckets.wait("a") for _ in range(21)] == [0] * 20 + [1]
    assert buckets.wait("b") == 0
    clock.now += 1.0
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 1]
    slow = Buckets(0.1, clock)
    assert [slow.wait("a"), slow.wait("a")] == [0, 10]
    for number in range(10_050):
        buckets.wait(str(number))
    assert len(buckets._left) == 10_000


def test_wrong_passwords_make_an_address_wait_longer_and_longer(clock: Clock) -> None:
    failures, waits = Failures(clock), []
    for _ in range(16):
        clock.now += waits[-1] if waits else 0
        failures.count("a")
        waits.append(failures.wait("a"))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert failures.wait("b") == 0
    failures.forget("a")
    assert failures.wait("a") == 0


def test_one_connection_to_the_net_is_one_address() -> None:
    assert address_of("2001:db8:1:2:3:4:5:6") == address_of("2001:db8:1:2::1") != address_of("2001:db8:1:3::1")
    assert address_of("::ffff:192.0.2.1") == address_of("192.0.2.1") == "192.0.2.1"
    assert address_of("fe80::1%eth0") == "fe80::"
    assert address_of("testclient") == "testclient"


def test_this_machine_may_ask_as_much_as_it_likes_unless_told_otherwise() -> None:
    assert (Access().rate_of("127.0.0.1"), Access().rate_of("::1"), Access().rate_of("192.0.2.1")) == (0, 0, 20)
    assert Access(rate=3).rate_of("127.0.0.1") == 3
    assert Access(rate=0).rate_of("192.0.2.1") == 0


@pytest.mark.parametrize(
    ("onward", "kept"),
    [
        ("/", "/"),
        ("/?letter=kst-28676-372", "/?letter=kst-28676-372"),
        ("//elders.example", "/"),
        (r"/\elders.example", "/"),
        ("https://elders.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: b", "/"),
        ("/\t/elders.example", "/"),
        ("", "/"),
        ("//[", "/"),
    ],
)
def test_a_login_leads_nowhere_but_here(onward: str, kept: str) -> None:
    assert local(onward) == kept


@pytest.mark.parametrize(("language", "asked"), [("nl", "Wachtwoord"), ("en", "Password")])
def test_the_login_page_speaks_two_languages_and_runs_nothing(language: Any, asked: str) -> None:
    page = login_html(language, '/?a="><script>', "<b>fout</b>")
    assert f'<label for="password">{asked}</label>' in page
    assert '/?a=&quot;&gt;&lt;script&gt;"' in page
    assert "&lt;b&gt;fout&lt;/b&gt;" in page
    assert "<script" not in page
    assert 'type="password" autocomplete="current-password"' in page
    assert re.findall(r'<input [^>]*name="(\w+)"', page) == ["name", "password", "onward"]
    assert f'<html lang="{language}">' in page


def test_of_a_form_the_first_of_each_field_counts() -> None:
    assert form(b"name=kaag&password=a%26b+c&name=ander") == {"name": "kaag", "password": "a&b c"}
    with pytest.raises(ValueError, match="fields"):
        form(b"&".join(b"a=b" for _ in range(100)))


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, True),  # a link that is followed
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, False),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, False),
        ({"origin": "http://elders.example"}, False),
        ({"host": "elders.example", "sec-fetch-site": "none"}, False),
    ],
)
def test_reading_too_is_for_this_page_and_programs(headers: dict[str, str], passes: bool) -> None:
    assert (refusal({"host": "127.0.0.1:7860"} | headers, "127.0.0.1", reading=True) is None) is passes


def test_names_that_are_told_are_served_and_no_others() -> None:
    for host, passes in (("brieven.example", True), ("Brieven.Example:443", True), ("sub.brieven.example", False)):
        assert (refusal({"host": host}, "127.0.0.1", "brieven.example") is None) is passes
