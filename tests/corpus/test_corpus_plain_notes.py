"""Notes of plain texts: their marks leave the text, and what is no note stays as it is."""

import pytest

from corpus import Letter, Sender
from corpus.assemble import assemble
from corpus.blocks import Document
from corpus.readers.plain import read_plain

FIRST = "De dijk is vorig jaar verhoogd.[1] Dat duurde lang."
SECOND = "De kosten[2] vielen mee."


def letter(*paragraphs: str) -> Letter:
    return assemble(Document(tuple(read_plain("\n\n".join(paragraphs))), loose=True), "brief")


def running(read: Letter) -> list[tuple[str, tuple[str, ...]]]:
    return [(paragraph.text, paragraph.footnotes) for _, paragraph in read.paragraphs()]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_marks_in_brackets_refer_to_notes_at_the_end(between: str) -> None:
    notes = between.join(["[1] Kamerstuk 36 410, nr. 3.", "[2] Raming van het waterschap,\nmei 2024."])
    read = letter(FIRST, SECOND, notes, "Bijlage: 1")
    assert [(note.number, note.text) for note in read.footnotes] == [
        ("1", "Kamerstuk 36 410, nr. 3."),
        ("2", "Raming van het waterschap, mei 2024."),
    ]
    assert running(read) == [
        ("De dijk is vorig jaar verhoogd. Dat duurde lang.", ("1",)),
        ("De kosten vielen mee.", ("2",)),
        ("Bijlage: 1", ()),
    ]
    assert not read.warnings


def test_a_heading_may_have_one_and_a_square_is_none() -> None:
    read = letter(
        "1. De dijk[1]",
        FIRST.replace("[1]", ""),
        "2. Het veld",
        "Het hele veld is 3 m[2] groot en het ligt achter de dijk.",
        "[1] Zie de kaart.",
    )
    assert [(section.heading, section.footnotes) for section in read.sections] == [
        ("1. De dijk", ("1",)),
        ("2. Het veld", ()),
    ]
    assert running(read)[-1] == ("Het hele veld is 3 m[2] groot en het ligt achter de dijk.", ())


@pytest.mark.parametrize(
    "paragraphs",
    [
        (FIRST, "[1] Een noot.", "Zoals in [1] staat."),  # a list of literature
        (FIRST, SECOND, "[1] Een noot."[::-1]),
        (FIRST, "[2] Een noot."),
        (FIRST, "[1] Een noot.\n[3] En nog een."),
        ("Een zin zonder noot.", "[1] Een noot."),
        ("[1] Een noot.", FIRST),
    ],
)
def test_what_is_no_note_stays_text(paragraphs: tuple[str, ...]) -> None:
    read = letter(*paragraphs)
    assert read.footnotes == ()
    assert running(read) == [(paragraph, ()) for paragraph in paragraphs]


def test_who_signs_above_an_office_signs_above_notes_too() -> None:
    read = letter(FIRST, "Sanne Een\nMinister van Water, Wind en Zon", "[1] Zie de kaart van 2024.")
    assert read.metadata.senders == (Sender("Minister van Water, Wind en Zon", "Sanne Een"),)
    assert [number for _, marks in running(read) for number in marks] == ["1"]
