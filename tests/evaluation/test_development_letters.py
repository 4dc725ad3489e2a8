"""The questions on the letters of development, and on answers to members' questions, say what they mean, in the letters
as they are read. Needs no model."""

from collections import Counter
from pathlib import Path

import pytest

from corpus import read_file
from corpus.blocks import folded
from index.notes import notes_in
from tests.evaluation.sets import QuestionSet, development_sets, kind_sets, lookup_sets, near_miss_sets, plain_sets

SETS = development_sets()
NEAR = near_miss_sets()
LOOKUPS = [*lookup_sets(), *kind_sets(), *plain_sets()]


@pytest.mark.parametrize("each", [*SETS, *LOOKUPS], ids=lambda each: each.name)
def test_every_quote_stands_in_exactly_one_paragraph(each: QuestionSet, tmp_path: Path) -> None:
    if each.missing:
        pytest.skip(each.missing)
    reading = read_file(each.passages_file(tmp_path))
    (letter,) = reading.letters
    assert letter.id == each.document
    assert not reading.failures
    # the head counts as one, where who signs stands; what none says a footnote does, for the one that carries it
    paragraphs, notes = [paragraph for _, paragraph in letter.paragraphs()], notes_in(letter)
    texts = [folded(text) for text in (*(each.text for each in paragraphs), "\n".join(letter.head))]
    below = [folded("\n\n".join(note.text for note in notes[each.id])) for each in paragraphs]
    problems = []
    for question in each.asked_questions():
        found = [
            [at for at, text in enumerate(texts) if (gold.quote or "") in text]
            or [at for at, text in enumerate(below) if (gold.quote or "") in text]
            for gold in question.answers
        ]
        places = [at for ats in found for at in ats]
        if any(len(ats) != 1 for ats in found) or len(places) != len(set(places)):
            problems.append(
                (question.id, [(gold.quote, ats) for gold, ats in zip(question.answers, found, strict=True)])
            )
    assert problems == []


@pytest.mark.parametrize("each", [*SETS, *LOOKUPS], ids=lambda each: each.name)
def test_every_answer_names_its_letter_and_quotes_it(each: QuestionSet) -> None:
    golds = [gold for question in each.asked_questions() for gold in question.answers]
    assert {gold.letter for gold in golds} == {each.document}
    assert all(gold.quote for gold in golds)


def test_ids_are_unique_and_no_question_is_asked_twice_of_a_letter() -> None:
    questions = [(each.document, question) for each in (*SETS, *NEAR, *LOOKUPS) for question in each.asked_questions()]
    ids = Counter(question.id for _, question in questions)
    assert [identifier for identifier, count in ids.items() if count > 1] == []
    asked = Counter((document, folded(question.question).casefold()) for document, question in questions)
    assert [question for question, count in asked.items() if count > 1] == []
    assert {question.language for _, question in questions} == {"nl", "en"}


def test_each_letter_has_questions_that_it_answers_and_others_in_both_languages() -> None:
    for each in (*SETS, *LOOKUPS):
        kinds = {(question.language, bool(question.answers)) for question in each.asked_questions()}
        assert len(kinds) == 4, each.name


@pytest.mark.parametrize("each", NEAR, ids=lambda each: each.name)
def test_no_letter_answers_its_near_misses(each: QuestionSet) -> None:
    questions = each.asked_questions()
    assert {question.language for question in questions} == {"nl", "en"}
    assert [question.id for question in questions if question.answers] == []


def test_a_letter_is_read_from_the_file_it_was_published_in(tmp_path: Path) -> None:
    each = next(each for each in SETS if each.document == "advies")
    if each.missing:
        pytest.skip(each.missing)
    assert each.passages_file(tmp_path) == tmp_path / "advies.docx"
    assert (tmp_path / "advies.docx").read_bytes() == each.passages.read_bytes()
