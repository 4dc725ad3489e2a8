"""The same letter gives the same paragraphs, headings, notes, metadata and id in whatever format it comes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from corpus import Letter, Metadata
from tests.corpus.letter_texts import LETTERS, PASSAGES, Text, supplied, texts
from tests.corpus.same_letter import FORMATS, WRITTEN, headings, in_all_formats, notes, paragraphs, same, shares

Set = list[tuple[Text, dict[str, Letter]]]
WORDS_DECIDE = "a hyphen at a line's end may be the word's own or not; no reader can always know"


@pytest.fixture(scope="module")
def letters() -> Set:
    return [(text, in_all_formats(text)) for text in texts()]


@pytest.fixture(scope="module")
def corpus(letters: Set) -> Set:
    """As ``letters``, where there is real text to make more than the supplied one of."""
    if not PASSAGES.exists():
        pytest.skip(f"needs {PASSAGES}, the passages of ministers' answers")
    return letters


def others(letters: Set) -> Iterator[tuple[str, Text, Letter, Letter]]:
    """(format, text, letter as written, letter as read) for each format of each letter."""
    for text, each in letters:
        for name, letter in each.items():
            if name != WRITTEN:
                yield name, text, each[WRITTEN], letter


def test_the_supplied_letter_is_the_same_in_every_format() -> None:
    each = in_all_formats(supplied())
    assert set(each) == {WRITTEN, *FORMATS}
    for one, other in combinations(each, 2):
        assert paragraphs(each[one]) == paragraphs(each[other]), (one, other)
    assert len(paragraphs(each[WRITTEN])) == 26


def test_the_corpus_has_every_shape(corpus: Set) -> None:
    assert len(corpus) == LETTERS + 1
    found = [letter for _, each in corpus for letter in [each[WRITTEN]]]
    words = [key for letter in found for key in paragraphs(letter)]
    assert len(words) > 500
    assert sum(len(letter.footnotes) for letter in found) > 100
    assert sum(bool(section.footnotes) for letter in found for section in letter.sections) > 5
    assert sum(" | " in text for _, text, _ in words) > 10
    assert sum(bool(re.search(r": 1\. ", text)) for _, text, _ in words) > 5
    assert sum("Antwoord 1" in text for _, text, _ in words) >= 4
    assert sum(len(text) < 60 for _, text, _ in words) > 30


def test_paragraphs_are_the_same_between_all_formats(corpus: Set) -> None:
    found = shares([each for _, each in corpus])
    assert len(found) == len(FORMATS) * (len(FORMATS) + 1) / 2
    low = {pair: share for pair, share in found.items() if share < (0.98 if "PDF" in pair else 1.0)}
    assert low == {}, WORDS_DECIDE


def test_headings_and_notes_are_the_same(letters: Set) -> None:
    for name, text, written, letter in others(letters):
        assert headings(letter) == headings(written), (text.name, name)
        assert [number for number, _ in notes(letter)] == [number for number, _ in notes(written)], (text.name, name)
        if name != "PDF":
            assert notes(letter) == notes(written), (text.name, name)


def test_words_of_notes_in_pdf(corpus: Set) -> None:
    pairs = [
        (read == wrote)
        for name, _, written, letter in others(corpus)
        if name == "PDF"
        for read, wrote in zip(notes(letter), notes(written), strict=True)
    ]
    assert sum(pairs) >= 0.98 * len(pairs) > 100


def test_each_paragraph_has_the_notes_it_had(letters: Set) -> None:
    for name, text, written, letter in others(letters):
        attached = [key[2] for key in paragraphs(letter)]
        assert attached == [key[2] for key in paragraphs(written)], (text.name, name)


def test_metadata_and_id_are_the_same(letters: Set) -> None:
    for name, text, _, letter in others(letters):
        found = replace(letter.metadata, language=None)
        assert _comparable(found) == _comparable(text.data), (text.name, name)
        expected = f"kst-{text.data.dossier}-{text.data.number}" if text.published else text.name
        assert letter.id == expected, (text.name, name)
        assert letter.title == (text.data.subject or text.data.dossier_title), (text.name, name)
        assert letter.warnings == (), (text.name, name)


def _comparable(data: Metadata) -> Metadata:
    """A letterhead prints "De voorzitter van …" where a Kamerstuk says "Aan de Voorzitter van …"."""
    return replace(data, addressee=data.addressee.lower() if data.addressee else None)


def test_a_letter_that_lost_a_paragraph_or_a_note_is_not_the_same() -> None:
    text = supplied()
    each = in_all_formats(text)
    shorter = in_all_formats(replace(text, parts=text.parts[:-1]))
    assert same(each[WRITTEN], shorter["XML"]) == (25, 26)
    assert same(each[WRITTEN], each["XML"]) == (26, 26)
    changed = in_all_formats(replace(text, notes=dict.fromkeys(text.notes, "Anders.")))
    assert notes(changed["PDF"]) != notes(each[WRITTEN])
