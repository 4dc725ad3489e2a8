"""The command, run as a user runs it, with the whole of what it prints."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library
from tests.conftest import LETTER, ROOT

QUESTIONS = ROOT / "tests" / "evaluation" / "letter.jsonl"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def library(real_library: Library, tmp_path: Path) -> Path:
    """A copy of the supplied letter's library, to do with as one likes."""
    return Path(shutil.copytree(real_library.path, tmp_path / "library"))


def test_read_tells_how_the_letter_was_understood(vindplaats: Run) -> None:
    done = vindplaats("read", LETTER)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:20] == [
        "kst-28676-372",
        "VERSLAG VAN DE NAVO TOP VAN 14 JUNI 2021",
        "",
        "  kind          BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN EN DEFENSIE",
        "  dossier       28676 NAVO",
        "  number        372",
        "  vergaderjaar  2020/21",
        "  chamber       II",
        "  date          2021-06-25",
        "  place         Den Haag",
        "  addressee     de Voorzitter van de Tweede Kamer der Staten-Generaal",
        "  sender        Minister van Buitenlandse Zaken, S.A.M. Kaag",
        "  sender        Minister van Defensie, A.Th.B. Bijleveld-Schouten",
        "  address       https://zoek.officielebekendmakingen.nl/kst-28676-372.html",
        "  holds         26 paragraphs, 16 headings, 2 footnotes, 5 references, 0 warnings",
        "",
        "== Head and signatures, as printed ==",
        "  | Vergaderjaar 2020–2021",
        "  | 28 676",
        "  | NAVO",
    ]
    at = lines.index("== Text ==")
    assert lines[at + 1 : at + 8] == [
        "  1. Hierbij bied ik u, mede namens de Minister-President, het verslag aan van de NAVO Top van",
        "     14 juni 2021.",
        "",
        "# VERSLAG VAN DE NAVO TOP VAN 14 JUNI 2021",
        "",
        "## Introductie",
        "  1. Op 14 juni vond de NAVO-Top van staatshoofden en regeringsleiders plaats in Brussel.",
    ]
    assert "### Lastenverdeling [2]" in lines
    assert "[1] Raadpleegbaar via www.tweedekamer.nl" in lines
    assert lines[-1] == "  Kamerstuk 27 925, nr. 783  https://zoek.officielebekendmakingen.nl/kst-27925-783.html"


def test_read_json_is_the_front_door(vindplaats: Run) -> None:
    done = vindplaats("read", LETTER, "--json")
    letter = json.loads(done.stdout)
    assert list(letter) == [
        "id", "title", "url", "metadata", "headings", "paragraphs", "footnotes", "references", "warnings", "head",
    ]  # fmt: skip
    assert letter["metadata"]["date"] == "2021-06-25"
    assert letter["head"][:3] == ["Vergaderjaar 2020–2021", "28 676", "NAVO"]
    assert letter["headings"][2] == {"level": 2, "text": "NAVO2030", "page": None, "footnotes": []}
    paragraph = next(each for each in letter["paragraphs"] if each["id"] == "kst-28676-372#lastenverdeling.1")
    assert (paragraph["section"], paragraph["paragraph"], paragraph["page"], paragraph["footnotes"]) == (
        ["NAVO2030", "Lastenverdeling"],
        1,
        None,
        ["2"],
    )
    assert letter["references"][0] == {
        "text": "Kamerstuk 28 676, nr. 331",
        "id": "kst-28676-331",
        "url": "https://zoek.officielebekendmakingen.nl/kst-28676-331.html",
    }


@pytest.mark.model
def test_an_answer_in_full(vindplaats: Run, library: Path) -> None:
    done = vindplaats("--library", library, "ask", "-k", "1", "Can a cyber attack trigger Article 5?")
    assert (done.returncode, done.stderr) == (0, "")
    shown, count = re.subn(r"confidence \d+%", "confidence N%", done.stdout)
    assert count == 1
    assert (
        shown
        == """\
1. Cyber  (confidence N%)
   Staatshoofden en regeringsleiders bekrachtigden NAVO's Comprehensive Cyber Defence
   Policy. De NAVO versterkt de eigen cyberveiligheid en verankert niet alleen de
   responsies op het gebied van cyber, maar bevestigt ook dat de impact van meerdere
   (beperkte) cyberaanvallen gezamenlijk kan leiden tot het invoeren van Artikel 5. Het
   nieuwe beleidskader verdiept het beleid op weerbaarheidsaspecten met betrekking tot
   cyber. Zo is er meer aandacht voor de bescherming van de kritische infrastructuur.
   Mede op aandringen van Nederland is ook de samenwerking met de EU in het cyberdomein
   verder uitgewerkt. De NAVO blijft een platform voor politiek overleg en coördinatie
   van mogelijke (nationale) responsies en voor het delen van lessons learned, best
   practices en kennis en innovatie in het cyberdomein. In het najaar van 2021 zal dit
   beleidskader nader worden uitgewerkt in een actieplan.
   Kamerstukken II 2020/21, 28676, nr. 372
   place in the letter: § Cyber, al. 1
   https://zoek.officielebekendmakingen.nl/kst-28676-372.html

"""
    )


@pytest.mark.model
def test_an_answer_as_json(vindplaats: Run, library: Path) -> None:
    done = vindplaats("--library", library, "ask", "Wat is DIANA?", "--json")
    answer = json.loads(done.stdout)
    assert list(answer) == ["question", "language", "answered", "confidence", "elapsed_ms", "passages"]
    assert (answer["question"], answer["language"], answer["answered"]) == ("Wat is DIANA?", "nl", True)
    assert [passage["rank"] for passage in answer["passages"]] == [1, 2, 3]
    first = answer["passages"][0]
    assert list(first) == [
        "rank", "id", "letter", "title", "section", "paragraph", "page", "text", "evidence", "score", "confidence",
        "citation", "locator", "url",
    ]  # fmt: skip
    assert first["id"] == "kst-28676-372#behoud-van-technologische-voorsprong.1"
    assert first["citation"] == "Kamerstukken II 2020/21, 28676, nr. 372"
    assert first["locator"] == "§ Behoud van technologische voorsprong, al. 1"
    assert all("DIANA" in first["text"][start:end] for start, end in first["evidence"])


@pytest.mark.model
def test_what_no_letter_answers_is_said_in_the_language_of_the_question(vindplaats: Run, library: Path) -> None:
    done = vindplaats("--library", library, "ask", "Hoe", "maak", "ik", "pannenkoeken?")
    assert done.returncode == 0
    first, second, third = done.stdout.splitlines()[:3]
    assert first == "Niet gevonden in deze brieven. Het dichtst in de buurt, maar geen antwoord:"
    assert second == ""
    assert third.endswith("(geen antwoord)")


@pytest.mark.model
def test_many_questions_one_answer_a_line_in_order(vindplaats: Run, library: Path, tmp_path: Path) -> None:
    asked = tmp_path / "questions.jsonl"
    asked.write_bytes(
        b'{"id": 7, "question": "Wat is DIANA?"}\nkapot\n\n{"question": " "}\n{"question": "\xff"}\n[]\n'
        b'{"question": "And Russia?"}\n'
    )
    done = vindplaats("--library", library, "ask", "--questions", asked, "--json", "-k", "1")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer["question"] for answer in answers] == ["Wat is DIANA?", None, " ", None, None, "And Russia?"]
    assert answers[0]["id"] == 7
    assert answers[1]["error"] == f"{asked}, line 2: not JSON (Expecting value)"
    assert answers[2]["error"].startswith("The question is empty.")
    assert answers[3]["error"] == f"{asked}, line 5: not UTF-8"
    assert answers[4]["error"] == f'{asked}, line 6: not an object with a "question"'
    assert answers[5]["passages"][0]["locator"] == "§ Rusland, al. 1"


@pytest.mark.model
def test_a_library_from_nothing(vindplaats: Run, tmp_path: Path) -> None:
    library, notes = tmp_path / "library", tmp_path / "notes"
    notes.mkdir()
    (notes / "brief.md").write_text("# Nota\n\nDe vergunning is op 3 mei verleend.\n")
    (notes / "kapot.md").write_bytes(b"\xff\xfe")
    done = vindplaats("--library", library, "add", notes)
    assert (done.returncode, done.stdout) == (1, "added brief\n")
    assert done.stderr.splitlines()[-2] == "1 of 2 could not be read:"
    assert str(notes / "kapot.md") in done.stderr.splitlines()[-1]
    done = vindplaats("--library", library, "add", notes / "brief.md")
    assert (done.returncode, done.stdout) == (0, "unchanged brief\n")
    assert vindplaats("--library", library, "letters").stdout == "brief  no date  1 paragraph  Nota\n"
    listed = json.loads(vindplaats("--library", library, "letters", "--json").stdout)
    assert [letter["id"] for letter in listed] == ["brief"]
    done = vindplaats("--library", library, "remove", "brief")
    assert (done.returncode, done.stdout) == (0, "removed brief\n")
    assert vindplaats("--library", library, "letters").stdout == ""


@pytest.mark.model
def test_your_own_library_starts_with_the_supplied_letter(vindplaats: Run, tmp_path: Path) -> None:
    done = vindplaats("letters", VINDPLAATS_LIBRARY=str(tmp_path / "own"))
    assert done.returncode == 0
    assert done.stdout == (
        "kst-28676-372  2021-06-25  26 paragraphs  VERSLAG VAN DE NAVO TOP VAN 14 JUNI 2021\n"
        "    Kamerstukken II 2020/21, 28676, nr. 372\n"
    )
    assert "with the supplied letter" in done.stderr


@pytest.mark.model
def test_evaluate_prints_the_measures_and_writes_a_report(vindplaats: Run, library: Path, tmp_path: Path) -> None:
    questions = Path(os.fsdecode(os.fsencode(tmp_path) + b"/vragen-\xe9.jsonl"))
    quote = "besloten staatshoofden en regeringsleiders een Defence Innovation Accelerator"
    lines = [
        {"id": "a", "question": "Wat is DIANA?", "answers": [{"letter": "kst-28676-372", "quote": quote}]},
        {"id": "b", "question": "Hoe maak ik pannenkoeken?", "answers": []},
    ]
    questions.write_text("\n".join(map(json.dumps, lines)))
    report = tmp_path / "report.html"
    report.write_text("of before")
    report.chmod(0o640)
    done = vindplaats("--library", library, "evaluate", questions, "--json", "--report", report)
    measured = json.loads(done.stdout)
    assert (measured["questions"], measured["hit@1"], measured["ndcg@10"]) == (2, 1.0, 1.0)
    assert measured["abstention"]["auroc"] == 1.0
    assert measured["by_language"]["nl"]["mrr@10"] == 1.0
    assert measured["misses"] == []
    page = report.read_text("utf-8")
    assert "<h1>Evaluation</h1>" in page
    assert "Library: 1 letter, 26 paragraphs." in page
    assert "Questions: vragen-\\udce9.jsonl." in page
    assert report.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [library, report, questions]


@pytest.mark.model
def test_the_report_is_there_whoever_stops_reading_the_table(library: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"question": "Hoe maak ik pannenkoeken?", "answers": []}')
    report = tmp_path / "report.html"
    arguments = ["--library", library, "evaluate", tmp_path / "q.jsonl", "--report", report]
    with subprocess.Popen([sys.executable, "-m", "app", *arguments], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.close()
    assert process.returncode == 1
    assert "<h1>Evaluation</h1>" in report.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["ask"], 2, "Give one QUESTION, or --questions FILE.jsonl."),
        (["ask", ""], 2, "The question is empty. Ask in a few words what you want to find."),
        (["ask", "😀"], 2, "The question holds no word or number."),
        (["ask", "wat\x07"], 2, "The question holds a control character (U+0007 at position 4)."),
        (["ask", "x" * 10_000], 2, "The question is 10,000 characters long; at most 2,000 are read."),
        (["ask", "-k", "0", "wat"], 2, "0 is not in the range"),
        (["--library", "{tmp}/none", "ask", "wat"], 2, "There is no library in {tmp}/none. Make one with: vindplaats"),
        (["--library", "{tmp}/none", "letters"], 2, "There is no library in {tmp}/none."),
        (["--library", str(LETTER), "ask", "wat"], 1, "is a file; a library is a folder."),
        (["--library", "{tmp}/none", "add", "{tmp}/weg.md"], 1, "1 of 1 could not be read:"),
        (["read", "{tmp}/weg.md"], 1, "weg.md"),
        (["read", "{tmp}"], 1, "{tmp}"),
        (["evaluate", str(QUESTIONS), "--report", "{tmp}/no/r.html"], 1, "there is no folder {tmp}/no."),
        (["evaluate", "{tmp}/weg.jsonl"], 1, "{tmp}/weg.jsonl: No such file or directory"),
        (["ask", "--questions", "{tmp}/weg.jsonl", "--json"], 1, "{tmp}/weg.jsonl: No such file or directory"),
        (["serve", "--port", "65536"], 2, "65536 is not in the range"),
        (["wat"], 2, "No such command 'wat'."),
    ],
)
def test_bad_input_is_told_in_a_line(
    vindplaats: Run, tmp_path: Path, arguments: list[str], status: int, told: str
) -> None:
    own = tmp_path / "own"
    done = vindplaats(*(each.format(tmp=tmp_path) for each in arguments), VINDPLAATS_LIBRARY=str(own))
    assert (done.returncode, done.stdout) == (status, "")
    assert told.format(tmp=tmp_path) in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use(vindplaats: Run, library: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = vindplaats("--library", library, "serve", "--port", port)
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["codes.npy", "vectors.npy"])
def test_a_corrupt_index_file_names_itself_and_the_way_out(vindplaats: Run, library: Path, name: str) -> None:
    (path,) = library.glob(f"segment-*/{name}")
    path.write_bytes(path.read_bytes()[:100])
    before = {each: each.read_bytes() for each in library.rglob("*") if each.is_file()}
    done = vindplaats("--library", library, "ask", "Wat is DIANA?")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{path} has 100 bytes" in done.stderr
    assert f"`vindplaats --library {library} rebuild`" in done.stderr
    assert {each: each.read_bytes() for each in library.rglob("*") if each.is_file()} == before
    assert vindplaats("--library", library, "rebuild").stdout == f"rebuilt {library}\n"
    assert vindplaats("--library", library, "ask", "Wat is DIANA?").returncode == 0


def test_check_tells_and_repairs(vindplaats: Run, library: Path) -> None:
    done = vindplaats("--library", library, "check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "All is well.\n", "")
    (path,) = library.glob("segment-*/codes.npy")
    path.write_bytes(path.read_bytes()[:100])
    wrong = path.stat().st_size
    done = vindplaats("--library", library, "check", "--dry-run")
    found, summary = done.stdout.splitlines()
    assert (done.returncode, summary) == (1, "1 of 1 found.")
    assert found.startswith(f"{path} has {wrong} bytes instead of ")
    assert found.endswith(": can be repaired, the index is made again")
    done = vindplaats("--library", library, "check", "--json")
    (finding,) = json.loads(done.stdout)
    assert (done.returncode, finding["place"], finding["outcome"]) == (0, str(path), "repaired")
    assert vindplaats("--library", library, "check", "--json").stdout == "[]\n"
    (path,) = library.glob("segment-*/codes.npy")
    path.unlink()
    done = vindplaats("--library", library, "check")
    assert (done.returncode, done.stdout) == (
        0,
        f"{path} is missing: repaired, the index is made again\nAll of it was repaired.\n",
    )
    assert vindplaats("--library", library, "ask", "Wat is DIANA?").returncode == 0


def test_check_leaves_a_corrupt_database(vindplaats: Run, library: Path, tmp_path: Path) -> None:
    database = library / "library.db"
    database.write_bytes(b"not a database at all" * 100)
    done = vindplaats("--library", library, "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-1] == "1 of 1 could not be repaired."
    assert "is not a library or is damaged" in done.stdout
    assert database.read_bytes() == b"not a database at all" * 100
    done = vindplaats("--library", tmp_path / "none", "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no library in" in done.stderr


def test_a_corrupt_database_is_told_and_kept(vindplaats: Run, library: Path) -> None:
    database = library / "library.db"
    database.write_bytes(b"not a database at all" * 100)
    done = vindplaats("--library", library, "ask", "Wat is DIANA?")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not a library or is damaged" in done.stderr
    assert database.read_bytes() == b"not a database at all" * 100


def test_every_command_says_what_it_does(vindplaats: Run) -> None:
    shown = vindplaats("--help").stdout
    commands = re.findall(r"^  (\w+)  ", shown.partition("Commands:")[2], re.MULTILINE)
    assert commands == [
        "add", "ask", "backup", "check", "cite", "embed", "evaluate", "letters", "password", "read", "rebuild",
        "remove", "restore", "serve",
    ]  # fmt: skip
    for command in commands:
        done = vindplaats(command, "--help")
        assert done.returncode == 0
        assert done.stdout.startswith(f"Usage: vindplaats {command} ")


def test_the_version_is_the_package_version(vindplaats: Run) -> None:
    stated = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert stated is not None
    assert vindplaats("--version").stdout == f"vindplaats {stated[1]}\n"


def test_bytes_that_are_no_text_name_no_letter(vindplaats: Run, library: Path) -> None:
    done = vindplaats("--library", library, "cite", "\udcff")
    assert (done.returncode, done.stderr.splitlines()[0][:27]) == (1, "Error: Not in this library:")


@pytest.mark.model
def test_what_other_programs_read_is_utf8_in_any_encoding(library: Path) -> None:
    for form in ("csl-json", "ris"):
        command = [sys.executable, "-m", "app", "--library", library, "cite", "kst-28676-372", "--form", form]
        environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=environment)
        cited = done.stdout.decode("utf-8")
        assert "Officiële bekendmakingen" in (str(json.loads(cited)) if form == "csl-json" else cited)


def test_a_letter_that_gives_way_to_another_of_its_name_is_told(vindplaats: Run, library: Path, tmp_path: Path) -> None:
    for folder, text in (("x", "De kat slaapt."), ("y", "De hond eet.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "brief.md").write_text(text, "utf-8")
    first, other = (tmp_path / folder / "brief.md" for folder in "xy")
    done = vindplaats("--library", library, "add", first, other)
    assert done.returncode == 1
    assert f"passed over {first}: {other} is called brief too; give one of them another name, and add it" in done.stdout
