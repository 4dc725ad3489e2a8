"""The questions that were written for this."""

import json
from collections import Counter

import pytest

from tests.conftest import SHARED
from tests.evaluation.fitting.data import WRITTEN, lines, part

FILES = sorted(WRITTEN.glob("*.jsonl"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_has_an_id_a_language_and_a_passage(file) -> None:  # type: ignore[no-untyped-def]
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert max(Counter(line["id"] for line in lines).values()) == 1
    assert {line["language"] for line in lines} == {"nl", "en"}
    for line in lines:
        assert line["question"].strip() == line["question"] != ""
        assert bool(line["answers"]) != ("near" in line), line["id"]


def test_no_question_is_asked_twice() -> None:
    asked = Counter(
        json.loads(line)["question"].casefold() for file in FILES for line in file.read_text("utf-8").splitlines()
    )
    assert [question for question, count in asked.items() if count > 1] == []


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the development data is not here")
def test_none_is_asked_of_what_something_is_judged_on() -> None:
    treaties = {line["id"]: line["doc"] for line in lines("treaties/articles.jsonl.gz")}
    for file in FILES:
        for line in map(json.loads, file.read_text("utf-8").splitlines()):
            passages = [answer["letter"] for answer in line["answers"]] or [line["near"]]
            judged = [each for each in passages if each.startswith("kv-") or each in treaties]
            assert all(part(treaties.get(each, each)) == "head" for each in judged), (file.name, line["id"])
