"""Whatever a command is given: one line that says what is wrong, the right exit status, and no trace."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LETTER, ROOT

LONG = "x" * 300
REPORT, NOT = "The report", "cannot be written"
LINE = '{"question": "Wat is DIANA?", "answers": []}\n'


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "app", *map(os.fsencode, map(str, arguments))]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library that holds no vectors to be asked about, and files of all sorts."""
    folder = tmp_path_factory.mktemp("plaats")
    (folder / "map").mkdir()
    (folder / "bestand").write_text("Geen bibliotheek.", "utf-8")
    (folder / "vragen.jsonl").write_text(LINE, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ("--library {0}/bestand letters", 1, "{0}/bestand is a file; a library is a folder."),
        ("--library {0}/weg letters", 2, "There is no library in {0}/weg. Make one with: "),
        ("--library {0}/weg ask water", 2, "There is no library in {0}/weg."),
        ("--library {0}/weg remove a", 2, "There is no library in {0}/weg."),
        ("--library {0}/weg cite a", 2, "There is no library in {0}/weg."),
        ("--library {0}/weg evaluate {0}/map", 1, "{0}/map: Is a directory"),
        ("--library {0}/weg ask --questions {0}/weg.jsonl", 1, "{0}/weg.jsonl: No such file"),
        ("--library {0}/weg backup {0}/b.zip", 2, "There is no library in {0}/weg."),
        ("--library {0}/weg restore {0}/bestand", 1, "{0}/bestand"),
        ("--library {0}/weg restore {0}/weg.zip", 1, "The backup {0}/weg.zip cannot be read: "),
        ("--library {0}/weg check", 2, "There is no library in {0}/weg."),
        ("evaluate {0}/vragen.jsonl --report {0}/vragen.jsonl", 1, f"{REPORT} {{0}}/vragen.jsonl {NOT}: it is the que"),
        (
            "--library {0}/map evaluate {0}/vragen.jsonl --report {0}/map/r",
            1,
            f"{REPORT} {{0}}/map/r {NOT}: it would lie",
        ),
        ("evaluate {0}/vragen.jsonl --report {0}", 1, f"{REPORT} {{0}} {NOT}: it is not a file."),
        ("evaluate {0}/vragen.jsonl --report /proc/x", 1, f"{REPORT} /proc/x {NOT}: No such file or directory."),
        (f"evaluate {{0}}/vragen.jsonl --report {LONG}", 1, f"{REPORT} {LONG} {NOT}: File name too long."),
        (f"--library {LONG} letters", 1, f"{LONG}: the system refuses it (File name too long); check its name"),
        (f"--library {LONG} restore {{0}}/b.zip", 1, f"{LONG}: the system refuses it (File name too long); check its"),
        ("--library ~niemand/weg letters", 2, "There is no library in ~niemand/weg."),
        ("ask --sender \udcff water", 2, "The filter sender is no text: '\\udcff'."),
        ("read {0}/weg.md", 1, "{0}/weg.md: no such file or folder; check the path"),
        ("read {0}/map", 1, "{0}/map: is not a file; name the files in it"),
        ("ask --from 2021-02-31 water", 2, "Invalid value for '--from': '2021-02-31'"),
        ("ask", 2, "Give one QUESTION, or --questions FILE.jsonl."),
        ("ask -k 0 water", 2, "Invalid value for '-k'"),
        ("serve --port 70000", 2, "Invalid value for '--port'"),
        ("onzin", 2, "No such command 'onzin'."),
    ],
)
def test_one_line_and_the_right_status(place: Path, arguments: str, status: int, said: str) -> None:
    done = run(*arguments.format(place).split(" "))
    lines = done.stderr.decode().splitlines()
    errors = [line for line in lines if line.startswith("Error: ")]
    assert (done.returncode, done.stdout) == (status, b"")
    assert len(errors) == 1
    assert errors == lines[-1:]
    assert errors[0].removeprefix("Error: ").startswith(said.format(place))
    # usage stands before it where it was used wrongly
    assert status == 2 or len(lines) == 1
    assert b"Traceback" not in done.stderr
    assert (place / "vragen.jsonl").read_text("utf-8") == LINE
    assert sorted(each.name for each in place.rglob("*")) == ["bestand", "map", "vragen.jsonl"]


def test_files_that_cannot_be_added_are_named_on_a_line_each(tmp_path: Path) -> None:
    folder = tmp_path / "brieven"
    folder.mkdir()
    (folder / "regel\neinde\x1b[31m.md").write_bytes(b"\xff")
    Path(os.fsdecode(os.fsencode(folder) + b"/geen-utf8-\xff.md")).write_text("Tekst.", "utf-8")
    os.mkfifo(folder / "pijp.md")
    (folder / "buiten.md").symlink_to(LETTER)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "s.md"))
        done = run("--library", tmp_path / "library", "add", folder)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "4 of 4 could not be read:",
        f"  {folder}/geen-utf8-\\udcff.md: its name, or that of its folder, is not UTF-8; give it another",
        f"  {folder}/pijp.md: is not a file; name the files in it",
        f"  {folder}/regel\\neinde\\x1b[31m.md: is not UTF-8 text (line 1); save it as UTF-8",
        f"  {folder}/s.md: is not a file; name the files in it",
    ]


def test_a_device_is_not_read() -> None:
    done = run("read", "/dev/zero")
    assert (done.returncode, done.stderr) == (1, b"Error: /dev/zero: is not a file; name the files in it\n")


def test_what_a_terminal_takes_for_a_command_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Een \x1b]0;titel\x07zin\x9b31m.\x08", "utf-8")
    done = run("read", tmp_path / "a.txt")
    assert done.returncode == 0
    assert b"Een ]0;titelzin31m." in done.stdout
    assert not {0x1B, 0x07, 0x08} & set(done.stdout)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_lacks_characters_gets_the_rest(encoding: str) -> None:
    done = run("read", LETTER, env=os.environ | {"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Vergaderjaar 2020" in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_json_is_json_in_any_encoding_and_of_several_letters_a_line_each(encoding: str, tmp_path: Path) -> None:
    lines = [json.dumps({"id": name, "text": f"coördinatie 👍 {name}"}) for name in "ab"]
    (tmp_path / "c.jsonl").write_text("\n".join(lines))
    done = run("read", tmp_path / "c.jsonl", "--json", env=os.environ | {"PYTHONIOENCODING": encoding})
    assert [json.loads(line)["id"] for line in done.stdout.decode().splitlines()] == ["a", "b"]
    assert "coördinatie 👍 a" in json.dumps(json.loads(done.stdout.splitlines()[0]), ensure_ascii=False)


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_whoever_reads_the_output_may_stop(more: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "read", str(LETTER), *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in (0, 1)  # 0 where all fitted into the pipe


def test_output_that_has_no_room() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "app", "read", str(LETTER)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [b"Error: the output cannot be written: No space left on device."]


def test_ctrl_c_ends_it_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Tekst.", "utf-8")
    program = (
        "import os, signal, sys\nfrom app import cli\nfrom app.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "def interrupted(*_): os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.modules['corpus'].read_file = interrupted\nsys.argv[1:] = ['read', 'a.md']\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr.strip() == b""


def test_sigterm_clears_away_what_is_half_made_and_ends_it(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys, tempfile\nfrom app.cli import main\nimport corpus\n"
        f"def ended(*_):\n    with tempfile.TemporaryDirectory(dir={str(tmp_path)!r}):\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "corpus.read_file = ended\nsys.argv[1:] = ['read', 'a.md']\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGTERM
    assert done.stderr.strip() == b""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("variable", ["~niemand/weg", "~/weg"])
def test_a_home_that_nobody_has_is_a_folder_like_others(place: Path, variable: str) -> None:
    environment = os.environ | {"VINDPLAATS_LIBRARY": variable, "HOME": str(place)}
    done = run("backup", place / "b.zip", env=environment)
    folder = variable.replace("~/", f"{place}/")
    assert (done.returncode, done.stderr.decode()) == (2, f"Error: There is no library in {folder}.\n")


@pytest.mark.parametrize("closed", ["1", "2"])
def test_output_that_is_closed_is_written_nowhere(closed: str) -> None:
    command = f'exec "$0" -m app read "$1" --json {closed}>&-'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable, str(LETTER)], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert bool(done.stdout) == (closed == "2")


def test_the_trace_is_there_for_who_asks(tmp_path: Path) -> None:
    done = run("--verbose", "--library", tmp_path / "weg", "letters")
    assert done.returncode == 2
    assert b"Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith(b"Error: There is no library")
