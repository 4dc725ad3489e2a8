"""Question files and evaluations, on a library whose ranking is known."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library
from index.errors import QuestionSetError
from index.evaluation.evaluate import evaluate
from index.evaluation.question_set import Gold, read_questions
from tests.conftest import WordEncoder

Collection = Callable[..., Path]


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path, collection: Collection) -> Library:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    texts = {"a": "De kat slaapt in de mand.", "b": "De hond eet.", "c": "De vis zwemt.", "d": "De vis zwemt."}
    library.add([collection(texts)])
    return library


def test_every_measure_by_hand(library: Library, tmp_path: Path) -> None:
    path = write(
        tmp_path / "q.jsonl",
        {"id": "first", "question": "slaapt de kat in de mand", "answers": [{"letter": "a", "quote": "kat  slaapt"}]},
        {"id": "later", "question": "eet de hond", "answers": [{"letter": "a"}], "language": "nl"},
        {"id": "none", "question": "what is cheese", "answers": [], "language": "en"},
    )
    evaluation = evaluate(library, read_questions(path))
    later = next(outcome for outcome in evaluation.outcomes if outcome.question.id == "later")
    rank = later.judged.index(True) + 1
    measured = evaluation.to_json()
    assert (measured["questions"], measured["answerable"]) == (3, 2)
    assert rank in (2, 3, 4)
    assert measured["hit@1"] == 0.5
    assert measured["mrr@10"] == pytest.approx((1 + 1 / rank) / 2, abs=1e-4)
    assert set(measured["by_language"]) == {"nl", "en"}
    assert measured["by_language"]["en"]["hit@1"] is None
    assert measured["by_language"]["en"]["abstention"]["refused_unanswerable"] == 1.0
    # Wilson, 1 of 2: (.5 + z²/4 ± z √(1/8 + z²/16)) / (1 + z²/2)
    assert measured["interval_95"]["hit@1"] == [0.0945, 0.9055]
    assert measured["interval_95"]["auroc"] is not None
    assert set(measured["latency_ms"]) == {"p50", "p95", "p99"}


def test_what_went_wrong_is_told(library: Library, tmp_path: Path) -> None:
    path = write(
        tmp_path / "q.jsonl",
        {"id": "right", "question": "slaapt de kat in de mand", "answers": [{"letter": "a"}]},
        {"id": "none", "question": "what is cheese", "answers": [], "language": "en"},
        {"id": "later", "question": "de vis zwemt", "answers": [{"letter": "b"}], "language": "nl"},
    )
    evaluation = evaluate(library, read_questions(path))
    (told,) = [miss for miss in evaluation.to_json()["misses"] if miss["id"] == "later"]
    answer = evaluation.outcomes[2].answer
    assert told == {
        "id": "later",
        "question": "de vis zwemt",
        "language": "nl",
        "miss": "answered_wrong" if answer.answered else "refused_wrong",
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "first": {"id": "c#al.1", "citation": "c", "locator": "al. 1"},
        "rank": 4,
        "right": "b#al.1",
    }
    assert "none" not in [miss["id"] for miss in evaluation.to_json()["misses"]]


def test_what_a_footnote_says_the_passage_that_carries_it_answers(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text(
        "Den Haag, 3 mei 2022\n\nEen hond.\n\nEen muis.<sup>1</sup>\n\n<sup>1</sup> De kat at vis.\n", "utf-8"
    )
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([tmp_path / "brief.md"])
    asked = {"id": "x", "question": "wat at de kat", "answers": [{"letter": "brief", "quote": "kat at vis"}]}
    (outcome,) = evaluate(library, read_questions(write(tmp_path / "q.jsonl", asked))).outcomes
    assert [gold.text for gold in outcome.golds] == ["Een muis."]
    assert outcome.right_first


def test_the_same_words_in_another_letter_are_right_and_count_once(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", {"id": "x", "question": "de vis zwemt", "answers": [{"letter": "d"}]})
    (outcome,) = evaluate(library, read_questions(path)).outcomes
    assert outcome.judged[:2] == (True, False)
    assert [gold.letter for gold in outcome.golds] == ["d"]


def test_all_bad_lines_are_named_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path / "q.jsonl",
        {"id": "ok", "question": "Wat?", "answers": []},
        "{broken",
        {"id": "ok", "question": "Wat dan?", "answers": []},
        {"question": "Wat?"},
        {"question": "", "answers": []},
        {"question": "Wat?", "answers": [{"quote": "x"}]},
        {"question": "Wat?", "answers": [{"letter": "a", "quote": " "}]},
        [1],
    )
    with pytest.raises(QuestionSetError) as caught:
        read_questions(path)
    first, *lines = str(caught.value).splitlines()
    assert first == f"{path} cannot be used:"
    assert [line.split(":")[0].strip() for line in lines] == [f"line {n}" for n in (2, 3, 4, 5, 6, 7, 8)]


def test_a_line_that_is_no_json_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    good = b'{"question": "Wat?", "answers": []}'
    bad = (b"\xff", b'{"id": NaN, ' + good[1:], b'{"id": [-1e999], ' + good[1:], b"[" * 100_000)
    path.write_bytes(b"\n".join([b"\xef\xbb\xbf" + good, *bad, good, b"{"]))
    with pytest.raises(QuestionSetError) as caught:
        read_questions(path)
    assert str(caught.value).splitlines()[1:] == [
        "  line 2: not UTF-8",
        "  line 3: not JSON (NaN is no number there)",
        "  line 4: not JSON (-1e999 is no number there)",
        "  line 5: nested too deeply",
        "  line 7: not JSON (Expecting property name enclosed in double quotes)",
    ]


def test_what_a_terminal_takes_for_a_command_is_left_out(tmp_path: Path) -> None:
    entry = {"id": "\x1b[31ma", "language": "NL\x9b", "answers": [{"letter": "b\x07\n"}]}
    (question,) = read_questions(write(tmp_path / "q.jsonl", {"question": "Wat?", **entry}))
    assert (question.id, question.language, question.answers) == ("[31ma", "nl", (Gold("b", None),))


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_a_file_without_questions(tmp_path: Path, content: str) -> None:
    with pytest.raises(QuestionSetError, match="holds no question"):
        read_questions(write(tmp_path / "q.jsonl", content))


def test_ids_that_nobody_gave_stand_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    lines = [{"id": 2}, {}, {"id": None}, {"id": None}]
    path.write_text("\n".join(json.dumps(line | {"question": "kat?", "answers": []}) for line in lines))
    assert [question.id for question in read_questions(path)] == ["2", "2", "3", "4"]
    path.write_text(json.dumps({"question": "kat?", "answers": [{"letter": "\ud800"}]}))
    with pytest.raises(QuestionSetError, match="line 1: half of a UTF-16 pair"):
        read_questions(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="No such file"):
        read_questions(tmp_path / "q.jsonl")


def test_answers_that_do_not_stand_in_the_library(library: Library, tmp_path: Path) -> None:
    path = write(
        tmp_path / "q.jsonl",
        {"id": "1", "question": "Wat?", "answers": [{"letter": "z"}]},
        {"id": "2", "question": "Wat?", "answers": [{"letter": "a", "quote": "koe"}]},
    )
    with pytest.raises(QuestionSetError) as caught:
        evaluate(library, read_questions(path))
    assert str(caught.value).splitlines() == [
        "2 answers do not stand in this library:",
        "  1: letter z is not in this library",
        "  2: no paragraph or footnote of a holds 'koe'",
    ]


@pytest.mark.parametrize(
    ("quote", "share"),
    [
        ("kat slaapt in", 1.0),  # within what is marked
        ("De kat  slaapt. Buiten", 1.0),  # which lies in it
        ("eet de hond", 0.0),
    ],
)
def test_it_is_measured_whether_what_is_marked_answers(
    tmp_path: Path, collection: Collection, quote: str, share: float
) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    texts = {"a": "De kat slaapt in de mand. Buiten eet de hond.", "b": "De kat slaapt. Buiten niet."}
    library.add([collection(texts)])
    letter = "b" if "Buiten" in quote else "a"
    asked = {"question": "kat slaapt" if letter == "b" else "de kat slaapt in de mand"}
    lines = [
        {"id": "quoted", "answers": [{"letter": letter, "quote": quote}], **asked},
        {"id": "unquoted", "answers": [{"letter": letter}], **asked},
        {"id": "wrong", "question": "buiten eet de hond", "answers": [{"letter": "b", "quote": "niet"}]},
    ]
    evaluation = evaluate(library, read_questions(write(tmp_path / "q.jsonl", *lines)))
    assert [outcome.right_first for outcome in evaluation.outcomes] == [True, True, False]
    assert [outcome.marked for outcome in evaluation.outcomes] == [bool(share), None, None]
    assert evaluation.to_json()["evidence"] == share
