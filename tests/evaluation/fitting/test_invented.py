"""The invented letters and what is asked of them."""

import re
from collections import Counter
from pathlib import Path

from corpus import read_file
from corpus.blocks import folded
from tests.evaluation.fitting.data import document, written
from tests.evaluation.fitting.invented import contrasts, invented
from tests.evaluation.fitting.pairs import broad_learned, invented_judged, invented_learned

EVERY = invented(judged=True) | invented(judged=False)
PARAGRAPHS = {each for letter in EVERY.values() for each in letter.paragraphs}


def test_each_question_is_asked_of_a_paragraph_that_is_there() -> None:
    for line in written("invented"):
        assert {answer["letter"] for answer in line["answers"]} <= PARAGRAPHS, line["id"]
    near = [line for line in written("near_misses") if line["near"].startswith("invented-")]
    assert near
    assert {line["near"] for line in near} <= PARAGRAPHS


def test_each_letter_is_asked_about_broadly_in_both_languages() -> None:
    asked, near = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for line in written("broad"):
        paragraphs = [answer["letter"] for answer in line["answers"]] or [line["near"]]
        assert set(paragraphs) <= PARAGRAPHS, line["id"]
        assert len({document(each) for each in paragraphs}) == 1, line["id"]
        (near if "near" in line else asked)[document(paragraphs[0]), line["language"]] += 1
    letters = [(letter, language) for letter in EVERY for language in ("nl", "en")]
    assert [each for each in letters if asked[each] < 4 or not near[each]] == []


def test_each_letter_is_asked_about_in_both_languages() -> None:
    asked = Counter((document(line["answers"][0]["letter"]), line["language"]) for line in written("invented"))
    assert {letter for letter in EVERY if min(asked[letter, "nl"], asked[letter, "en"]) < 40} == set()


def test_nothing_is_learned_from_a_letter_that_is_judged() -> None:
    learned, judged = [*invented_learned(), *broad_learned()], [*invented_judged()]
    assert {each for found in learned for each in found.passages}.isdisjoint(
        each for found in judged for each in found.passages
    )
    asked = {question for found in learned for question in (*found.questions, *(near for near, _ in found.near))}
    assert asked.isdisjoint(question for found in judged for question in found.questions)
    assert len(judged) == 4 * len(invented(judged=True)) > 0  # what is asked of each, and broadly, in two languages


def test_each_change_is_of_a_paragraph_and_of_its_questions() -> None:
    texts = {each: text for letter in EVERY.values() for each, (_, text) in letter.paragraphs.items()}
    asked = {
        line["id"]: {line["near"]} if "near" in line else {answer["letter"] for answer in line["answers"]}
        for kind in ("invented", "near_misses")
        for line in written(kind)
    }
    changes = contrasts()
    assert changes.keys() >= {each for letter in invented(judged=False).values() for each in letter.paragraphs}
    assert changes.keys() <= texts.keys()
    for paragraph, each in ((paragraph, each) for paragraph, some in changes.items() for each in some):
        assert texts[paragraph].count(each.was) == 1, (paragraph, each)
        assert each.flips
        assert all(paragraph in asked[question] for question in each.flips), (paragraph, each)
        changed = texts[paragraph].replace(each.was, each.becomes)
        assert changed != texts[paragraph]
        assert not re.search(r"\s\s|\s[,.;:]|\.\.(?!\.)|^\s|\s$", changed), (paragraph, each)


def test_no_two_paragraphs_are_alike() -> None:
    texts = Counter(text for letter in EVERY.values() for _, text in letter.paragraphs.values())
    assert [text for text, times in texts.items() if times > 1] == []


def test_a_letter_is_read_as_it_was_written(tmp_path: Path) -> None:
    for identifier, letter in EVERY.items():
        file = tmp_path / f"{identifier}.md"
        file.write_text(letter.markdown(), encoding="utf-8")
        (read,) = read_file(file).letters
        found = [folded(paragraph.text) for _, paragraph in read.paragraphs()]
        assert found == [text for _, text in letter.paragraphs.values()], identifier
