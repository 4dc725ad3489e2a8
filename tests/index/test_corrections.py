"""What readers say of answers: kept so that ``evaluate`` can ask it again."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from index import Library, corrections
from index.corrections import CORRECTIONS, REJECTED, keep
from index.errors import LibraryBusy, LibraryUnreadable, QuestionError, UnknownLetter
from index.evaluation.evaluate import evaluate
from index.evaluation.question_set import Gold, read_questions
from tests.conftest import LETTER, ROOT, WordEncoder

CAT, DOG = ("kat", "De kat slaapt."), ("hond", "De hond eet.")


def say(folder: Path, question: str, verdict: Any, passage: tuple[str, str] | None = None, back: bool = False) -> None:
    keep(folder, question, verdict, passage, withdraw=back)


def golds(folder: Path) -> dict[str, list[tuple[str, str | None]]]:
    if not (folder / CORRECTIONS).exists():
        return {}
    return {each.question: [(g.letter, g.quote) for g in each.answers] for each in read_questions(folder / CORRECTIONS)}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_a_line_is_one_of_a_question_set(tmp_path: Path) -> None:
    say(tmp_path, " Wie  slaapt er hier? ", "right", CAT)
    (line,) = lines(tmp_path / CORRECTIONS)
    assert line.pop("id").startswith("c-")
    assert line == {
        "question": "Wie slaapt er hier?",
        "answers": [{"letter": "kat", "quote": "De kat slaapt."}],
    }
    (question,) = read_questions(tmp_path / CORRECTIONS)
    assert (question.answers, question.language) == ((Gold("kat", "De kat slaapt."),), None)
    assert not (tmp_path / REJECTED).exists()


def test_the_last_that_was_said_of_a_question_stands(tmp_path: Path) -> None:
    say(tmp_path, "Wie slaapt?", "right", CAT)
    say(tmp_path, "Wie eet?", "nothing")
    say(tmp_path, "wie  SLAAPT?", "right", DOG)
    assert golds(tmp_path) == {"Wie eet?": [], "wie SLAAPT?": [DOG]}
    say(tmp_path, "Wie slaapt?", "nothing")
    say(tmp_path, "Wie eet?", "right", DOG)
    assert golds(tmp_path) == {"Wie slaapt?": [], "Wie eet?": [DOG]}


def test_what_is_wrong_is_no_answer_and_no_question_without_one(tmp_path: Path) -> None:
    say(tmp_path, "Wie slaapt?", "wrong", DOG)
    assert golds(tmp_path) == {}
    say(tmp_path, "Wie slaapt?", "right", CAT)
    say(tmp_path, "Wie slaapt?", "wrong", ("vis", "De vis zwemt."))
    say(tmp_path, "Wie slaapt?", "wrong", DOG)  # twice is once
    assert golds(tmp_path) == {"Wie slaapt?": [CAT]}
    (line,) = lines(tmp_path / REJECTED)
    assert [each["letter"] for each in line["rejected"]] == ["vis", "hond"]
    assert "answers" not in line


def test_right_and_wrong_of_one_passage_exclude_each_other(tmp_path: Path) -> None:
    say(tmp_path, "Wie slaapt?", "right", CAT)
    say(tmp_path, "Wie slaapt?", "wrong", CAT)
    assert golds(tmp_path) == {}
    assert [line["rejected"] for line in lines(tmp_path / REJECTED)] == [[{"letter": CAT[0], "quote": CAT[1]}]]
    say(tmp_path, "Wie slaapt?", "right", CAT)
    assert golds(tmp_path) == {"Wie slaapt?": [CAT]}
    assert not (tmp_path / REJECTED).exists()


def test_it_can_be_taken_back(tmp_path: Path) -> None:
    say(tmp_path, "Wie slaapt?", "right", CAT)
    say(tmp_path, "Wie slaapt?", "right", DOG, back=True)  # never said
    say(tmp_path, "Wie slaapt?", "nothing", back=True)
    assert golds(tmp_path) == {"Wie slaapt?": [CAT]}
    say(tmp_path, "Wie eet?", "nothing")
    say(tmp_path, "Wie slaapt?", "right", CAT, back=True)
    assert golds(tmp_path) == {"Wie eet?": []}
    say(tmp_path, "Wie eet?", "nothing", back=True)
    say(tmp_path, "Wie eet?", "wrong", CAT)
    say(tmp_path, "Wie eet?", "wrong", CAT, back=True)
    assert sorted(path.name for path in tmp_path.glob("*.jsonl*")) == []


def test_lines_of_others_stay_as_they_are(tmp_path: Path) -> None:
    own = '{"id": "7",   "question": "Wie eet?", "answers": [], "note": "met de hand"}'
    (tmp_path / CORRECTIONS).write_text(f"{own}\n\nonaf", "utf-8")  # no line end behind the last
    say(tmp_path, "Wie slaapt?", "right", CAT)
    before, half, new = (tmp_path / CORRECTIONS).read_text("utf-8").splitlines()
    assert (before, half) == (own, "onaf")
    assert json.loads(new)["question"] == "Wie slaapt?"


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(tmp_path, "Wie slaapt?", "right", CAT)
    before = (tmp_path / CORRECTIONS).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(corrections.os, "fsync", full)
    with pytest.raises(LibraryUnreadable, match="No space left on device"):
        say(tmp_path, "Wie eet?", "nothing")
    assert (tmp_path / CORRECTIONS).read_bytes() == before
    monkeypatch.undo()
    say(tmp_path, "Wie eet?", "nothing")
    assert set(golds(tmp_path)) == {"Wie slaapt?", "Wie eet?"}


def test_what_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / CORRECTIONS).mkdir()
    with pytest.raises(LibraryUnreadable, match=r"cannot be written \(corrections.jsonl: "):
        say(tmp_path, "Wie slaapt?", "right", CAT)
    (tmp_path / CORRECTIONS).rmdir()
    (tmp_path / CORRECTIONS).write_bytes(b"\xff\n")
    with pytest.raises(LibraryUnreadable, match="not UTF-8"):
        say(tmp_path, "Wie slaapt?", "right", CAT)
    monkeypatch.setattr(corrections, "_PATIENCE", 0.05)
    with FileLock(tmp_path / "corrections.lock"), pytest.raises(LibraryBusy, match="writing corrections"):
        say(tmp_path, "Wie slaapt?", "right", CAT)
    with pytest.raises(QuestionError):
        say(tmp_path, "??", "nothing")


WRITER = """
import sys
from pathlib import Path
from index.corrections import keep
for number in range(15):
    keep(Path(sys.argv[1]), f"Vraag {sys.argv[2]} {number}?", "nothing", None, withdraw=False)
"""


def test_two_processes_lose_no_line(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, name], cwd=ROOT) for name in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert len(read_questions(tmp_path / CORRECTIONS)) == 30


def test_evaluate_reads_what_a_library_kept(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=2048))
    library.add([LETTER])
    hit = library.ask("Wat is DIANA?").passages[0]
    head = library.letter(hit.letter).head_id
    library.correct("Wat is DIANA?", "right", hit.letter, hit.id)
    library.correct("Van wie is deze brief?", "right", hit.letter, head)
    library.correct("Hoe maak ik pannenkoeken?", "nothing")
    library.correct("Hoe maak ik pannenkoeken?", "wrong", hit.letter, hit.id)
    outcomes = evaluate(library, read_questions(library.path / CORRECTIONS)).outcomes
    assert [[gold.id for gold in outcome.golds] for outcome in outcomes] == [[hit.id], [head], []]
    for letter, passage in ((hit.letter, "kst-28676-372#al.99"), ("kst-1", hit.id), (hit.letter, None), (None, None)):
        with pytest.raises(UnknownLetter):
            library.correct("Wat is DIANA?", "right", letter, passage)
    assert library.check() == []
