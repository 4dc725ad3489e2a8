"""The README says what is true: its commands run, its files are there, its measured table is the measured one."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library
from index.evaluation.evaluate import Evaluation, evaluate
from index.evaluation.question_set import read_questions
from index.evaluation.report import measure_rows
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(mark: str) -> list[str]:
    """The lines of the code block under ``<!-- mark -->``."""
    match = re.search(rf"<!-- {mark} -->\n```\w*\n(.*?)```", README, re.DOTALL)
    assert match, f"README.md has no block marked {mark}"
    return match[1].splitlines()


def test_two_commands_do_all_the_set_up() -> None:
    assert len(commands("start")) == len(commands("test")) == 1
    assert commands("start")[0].endswith("vindplaats serve")
    assert commands("test")[0].endswith("pytest")
    for line in (*commands("start"), *commands("test")):
        assert "-c constraints.txt" in line


def test_ci_runs_the_readme_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "readme test" in script
    assert "readme start" in script


@pytest.mark.model
def test_the_forms_of_questions_are_known(real_library: Library) -> None:
    rows = README.partition("<!-- forms -->")[2].partition("\n\n")[0]
    questions = re.findall(r"“(.*?)”", rows)
    assert len(questions) == 19
    for question in questions:
        answer = real_library.ask(question)
        assert (answer.answered, answer.confidence) == (True, 0.99), question
        if "inleiding" not in question and "last paragraph" not in question:  # of which all is meant
            assert answer.passages[0].evidence, question


@pytest.mark.model
def test_the_commands_to_try_work_as_written(tmp_path: Path) -> None:
    environment = {**os.environ, "VINDPLAATS_LIBRARY": str(tmp_path / "library")}
    for line in commands("try"):
        program, *arguments = shlex.split(line)
        assert program == ".venv/bin/vindplaats"
        done = subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


@pytest.mark.model
def test_the_python_example_runs(tmp_path: Path) -> None:
    match = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert match
    program = match[1].replace('"my-letters"', repr(str(tmp_path / "library")))
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == (
        "True Kamerstukken II 2020/21, 28676, nr. 372 § Behoud van technologische voorsprong, al. 1\n"
    ), done.stderr


def test_every_option_named_is_there(vindplaats: Callable[..., "subprocess.CompletedProcess[str]"]) -> None:
    known = {"--library", "--version", "--verbose", "--help"}
    for command in re.findall(r"^  (\w+)  ", vindplaats("--help").stdout.partition("Commands:")[2], re.MULTILINE):
        known |= set(re.findall(r"--[a-z-]+", vindplaats(command, "--help").stdout))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README.replace("<!--", "").replace("-->", "")))
    assert named <= known


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target


# On another processor the model rounds a little otherwise: it may move a question of 91, and an interval with it.
PROCESSOR = 0.04


def markdown_table(evaluation: Evaluation) -> str:
    """The measures without latency, which differs between machines."""
    head, *rows = measure_rows(evaluation)
    lines = [head, ["---"] * len(head), *(row for row in rows if not row[0].endswith(" ms"))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


@pytest.mark.model
@pytest.mark.parametrize(("name", "mark"), [("letter.ordinary", "measured"), ("letter", "measured hard")])
def test_the_tables_are_what_is_measured(real_library: Library, name: str, mark: str) -> None:
    measured = evaluate(real_library, read_questions(ROOT / "tests" / "evaluation" / f"{name}.jsonl"))
    table = markdown_table(measured)
    written = README.partition(f"<!-- {mark} -->\n")[2]
    assert written
    for line, told in zip(table.splitlines(), written.splitlines(), strict=False):
        one, other = (re.sub(r"\d\.\d+", "0", each) for each in (line, told))
        assert one == other, f"README.md should hold:\n{table}"
        figures = [[float(figure) for figure in re.findall(r"\d\.\d+", each)] for each in (line, told)]
        assert figures[1] == pytest.approx(figures[0], abs=PROCESSOR), f"README.md should hold:\n{table}"


@pytest.mark.model
def test_what_it_says_beside_the_table_is_measured(real_library: Library) -> None:
    letter, keywords = (
        evaluate(real_library, read_questions(ROOT / "tests" / "evaluation" / name)).to_json()
        for name in ("letter.jsonl", "letter.keywords.jsonl")
    )
    told = re.search(r"(1?\.\d\d) have the right passage first and (1?\.\d\d) among the first three", README)
    assert told
    assert [float(each) for each in told.groups()] == pytest.approx(
        [keywords["hit@1"], keywords["hit@3"]], abs=0.005 + PROCESSOR / 4
    )
    refused = [miss for miss in letter["misses"] if miss["miss"].startswith("refused")]
    near = [miss for miss in refused if miss["rank"] and miss["rank"] <= 3]
    told = re.search(r"(\d+) % are called “not found”; for (\d+) of those (\d+)", README)
    assert told
    share, shown, all_of_them = map(int, told.groups())
    # two of the 182 questions, and what is rounded
    assert share == pytest.approx(100 * letter["abstention"]["refused_answerable"], abs=100 * 2 / 182 + 0.5)
    assert [shown, all_of_them] == pytest.approx([len(near), len(refused)], abs=2)


def test_constraints_pin_what_is_needed() -> None:
    pinned = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if line and line[0] != "#"
    )
    needed = re.search(r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.DOTALL | re.MULTILINE)
    assert needed
    names = re.findall(r'"([a-z0-9-]+)', needed[1])
    assert len(names) > 8
    assert {name for name in names if name not in {key.lower().replace("_", "-") for key in pinned}} == set()
    assert pinned["torch"] == "2.13.0"
