"""The command that writes RESULTS.md, with an encoder whose vectors can be worked out by hand."""

import gzip
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.encoder import Progress
from tests.conftest import LETTER, ROOT, WordEncoder
from tests.evaluation import results, sets
from tests.evaluation.results import Row, measure, merged, read_rows, rows_of, state_of, table
from tests.evaluation.sets import SETS, QuestionSet, letter_sets, library_for

ROW = Row("abc1234", "2026-11-24", "letter", "nl", "26 + 10", "0.692", "0.923", "0.846", "0.873", "0.900", "0.538", "–")
STATE = ("abc1234", "2026-11-24")


class Counting(WordEncoder):
    """Counts the passages it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.passages = 0

    def encode_passages(self, passages, progress: Progress | None = None):  # type: ignore[no-untyped-def]
        self.passages += len(passages)
        return super().encode_passages(passages, progress)


@pytest.fixture
def small(tmp_path: Path) -> QuestionSet:
    """Two passages and four questions, one of them on what isn't there and one in English."""
    passages, questions = tmp_path / "passages.jsonl", tmp_path / "questions.jsonl"
    texts = [{"id": "a", "text": "De kat slaapt."}, {"id": "b", "text": "De hond eet."}]
    asked = [
        {"id": "1", "question": "slaapt de kat", "answers": [{"letter": "a"}], "language": "nl"},
        {"id": "2", "question": "is kaas duur", "answers": [], "language": "nl"},
        {"id": "3", "question": "wat eet de koe", "answers": [{"letter": "c"}], "language": "nl"},
        {"id": "4", "question": "does the cat sleep", "answers": [{"letter": "a"}], "language": "en"},
    ]
    passages.write_text("\n".join(map(json.dumps, texts)), "utf-8")
    questions.write_text("\n".join(map(json.dumps, asked)), "utf-8")
    return QuestionSet("small", passages, questions, "nl", "nl")


def test_rows_read_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    assert read_rows(path) == []
    path.write_text(table([ROW, replace(ROW, language="en")]), "utf-8")
    assert read_rows(path) == [ROW, replace(ROW, language="en")]
    path.write_text(path.read_text("utf-8") + "| abc1234 | letter |\n", "utf-8")
    with pytest.raises(ValueError, match="other columns than the rest"):
        read_rows(path)


def test_a_row_for_each_language() -> None:
    group = {
        "questions": 36,
        "answerable": 26,
        "hit@1": 0.6923,
        "hit@3": 0.9231,
        "ndcg@10": 0.8461,
        "abstention": {
            "auroc": 0.8731,
            "refused_unanswerable": 0.9,
            "refused_answerable": 0.5385,
            "calibration_error": None,
        },
    }
    measured = {"by_language": {"en": group, "nl": group}}
    assert rows_of(measured, *STATE, "letter") == [replace(ROW, language="en"), ROW]


def test_rows_of_the_same_commit_are_replaced_and_others_kept() -> None:
    old = [replace(ROW, commit="0000000"), replace(ROW, commit="0000000", set="gone"), ROW, replace(ROW, set="gone")]
    new = [replace(ROW, hit_1="0.700"), replace(ROW, language="en")]
    found = merged(old, new)
    assert found == [new[1], old[0], new[0], old[1], old[3]]
    assert merged(found, new) == found
    # with changes beside the commit it is another row
    assert len(merged(found, [replace(ROW, commit="abc1234+")])) == len(found) + 1


def test_measuring_twice_gives_the_same_file(small: QuestionSet, tmp_path: Path) -> None:
    path, encoder = tmp_path / "RESULTS.md", WordEncoder()
    path.write_text(table([replace(ROW, commit="0000000")]), "utf-8")
    measure([small], lambda: encoder, tmp_path / "cache", STATE, path)
    once = path.read_text("utf-8")
    measure([small], lambda: encoder, tmp_path / "cache", STATE, path)
    assert path.read_text("utf-8") == once
    older, row = read_rows(path)
    assert older == replace(ROW, commit="0000000")
    # the question whose passage isn't there and the English one are not asked
    assert (row.set, row.language, row.questions, row.hit_1) == ("small", "nl", "1 + 1", "1.000")


def test_a_library_is_made_once(small: QuestionSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Counting()
    for _ in range(2):
        library_for(small, tmp_path / "cache", encoder).close()
    assert encoder.passages == 2  # each as a whole, which is its one sentence
    # other code makes another library
    monkeypatch.setattr(sets, "_makers", lambda: [LETTER])
    library_for(small, tmp_path / "cache", encoder).close()
    assert encoder.passages == 4


def test_all_that_makes_a_library_counts() -> None:
    makers = {path.name for path in sets._makers()}
    assert {"store.py", "windows.py", "fitted.npz", "assemble.py", "language.py"} <= makers
    assert not makers & sets.ASKING
    assert {path.name for path in (ROOT / "index").rglob("*")} >= sets.ASKING | sets.ASKING_FOLDERS


def test_what_is_not_there_is_skipped_with_a_reason(
    tmp_path: Path, small: QuestionSet, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "RESULTS.md"
    gone = replace(small, passages=tmp_path / "weg.jsonl")

    def load() -> WordEncoder:
        raise AssertionError("nothing to measure, yet the model is loaded")

    measure([gone], load, tmp_path / "cache", STATE, path)
    assert capsys.readouterr().out == f"small: skipped, {tmp_path / 'weg.jsonl'} not there\n"
    assert not path.exists()


def test_treaties_are_sampled_and_cut(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl.gz"
    treaties = [f"BWBV{number}" for number in range(80)]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for treaty in treaties:
            file.write(json.dumps({"id": f"{treaty}-1", "doc": treaty, "nl": "tekst " * 200, "en": ""}) + "\n")
    found = list(QuestionSet("t", path, path, "nl")._texts())
    assert [identifier for identifier, _ in found] == [f"{each}-1" for each in treaties if sets.sampled(each)]
    assert 0 < len(found) < 30
    assert {len(text) for _, text in found} == {900}
    assert list(QuestionSet("t", path, path, "en")._texts()) == []


def test_every_question_file_on_the_letter_is_a_set(tmp_path: Path) -> None:
    (tmp_path / "letter.long.jsonl").touch()
    assert [each.name for each in letter_sets(tmp_path)] == ["letter", "letter keywords", "letter long"]
    assert len({each.name for each in SETS}) == len(SETS)


def test_the_commit_is_marked_when_something_is_changed(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    (tmp_path / "a").write_text("a")
    (tmp_path / "RESULTS.md").write_text("")
    git("add", ".")
    git("commit", "-qm", "first", "--date", "2026-01-02T03:04:05Z")
    commit, date = state_of(tmp_path)
    assert len(commit) == 7
    assert len(date) == 10
    (tmp_path / "RESULTS.md").write_text("changed")
    assert state_of(tmp_path) == (commit, date)
    (tmp_path / "a").write_text("b")
    assert state_of(tmp_path) == (f"{commit}+", date)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    def run(*arguments: str) -> list[str]:
        asked: list[str] = []
        monkeypatch.setattr(results, "measure", lambda chosen, *_: asked.extend(each.name for each in chosen))
        done = CliRunner().invoke(results.main, arguments)
        return asked if done.exit_code == 0 else [done.output]

    return run


def test_only_the_sets_named_are_measured(command: Callable[..., list[str]]) -> None:
    assert command() == [each.name for each in SETS]
    assert command("--set", "kamervragen", "--set", "letter") == ["letter", "kamervragen"]
    (told,) = command("--set", "kamervraag")
    assert (
        "'kamervraag' is not one of 'letter', 'letter keywords', 'letter near', 'letter ordinary', 'kamervragen'"
        in told
    )
