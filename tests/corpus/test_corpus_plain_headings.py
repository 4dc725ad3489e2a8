"""Headings of plain texts: by their numbers, or by standing alone above text."""

import pytest

from corpus.blocks import Kind
from corpus.readers.plain import read_plain

SENTENCE = "Het heiwerk heeft elf weken stilgelegen en is daarna hervat."
OTHER = "De leverancier verkeert in surseance van betaling, zoals bekend."


def headings(*paragraphs: str) -> list[tuple[str, int, int]]:
    return [
        (block.text, block.level, block.line)
        for block in read_plain("\n\n".join(paragraphs))
        if block.kind is Kind.HEADING
    ]


def test_numbers_that_go_on_head_what_is_below() -> None:
    found = headings(
        "1. Aanleiding",
        SENTENCE,
        "2. Wat hebben wij gedaan?",
        f"2.1 Kademuur\n{SENTENCE}",
        f"2.2 Lucht\n{OTHER}",
        "3 Slot",
        OTHER,
    )
    assert found == [
        ("1. Aanleiding", 2, 1),
        ("2. Wat hebben wij gedaan?", 2, 5),
        ("2.1 Kademuur", 3, 7),
        ("2.2 Lucht", 3, 10),
        ("3 Slot", 2, 13),
    ]


def test_a_list_with_letters_may_stand_below() -> None:
    found = headings("1. Kernboodschap", f"a. {SENTENCE}\n   {OTHER}", f"b. {OTHER}", "2. Slot", SENTENCE)
    assert found == [("1. Kernboodschap", 2, 1), ("2. Slot", 2, 8)]


def test_what_is_below_a_heading_in_the_same_paragraph_is_text_of_its_own() -> None:
    blocks = read_plain(f"1. Aanleiding\n{SENTENCE}\n\n2. Slot\n{OTHER}")
    assert [(block.kind, block.text, block.line) for block in blocks] == [
        (Kind.HEADING, "1. Aanleiding", 1),
        (Kind.PARAGRAPH, SENTENCE, 2),
        (Kind.HEADING, "2. Slot", 4),
        (Kind.PARAGRAPH, OTHER, 5),
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("1. Peren", "2. Appels", "3. Kersen", SENTENCE),  # a list with space between its items
        ("1. Peren\n2. Appels\n3. Kersen", SENTENCE),
        ("1. Wij stemmen in met het voorstel van het college;", SENTENCE, "2. Wij stellen geld beschikbaar.", OTHER),
        ("3. Aanleiding", SENTENCE, "7. Slot", OTHER),  # that don't go on
        ("1. Aanleiding", SENTENCE),  # one alone
        (f"1. Aanleiding\nhad het college niet. {SENTENCE}", f"2. Slot\nkomt later. {OTHER}"),
        ("12 mei 2025", SENTENCE, "13 mei 2025", OTHER),
        (f"1 januari gaat het in\n{SENTENCE}", f"2 april\n{OTHER}"),
        (f"1. Wij schreven over het overleg met de minister van\nFinanciën. {SENTENCE[:30]}", "2. Slot\nVan dit."),
    ],
)
def test_a_list_is_none(paragraphs: tuple[str, ...]) -> None:
    assert headings(*paragraphs) == []


def test_a_line_alone_heads_text_behind_the_greeting_or_a_sentence() -> None:
    found = headings(
        "Geachte raadsleden,",
        "Kernboodschap",
        "- Het bad gaat later open.\n- Het kost meer.",
        SENTENCE,
        "Vervolg",
        OTHER,
    )
    assert [text for text, *_ in found] == ["Kernboodschap", "Vervolg"]


@pytest.mark.parametrize(
    "line",
    [
        "Utrecht, 22 mei 2025",
        "Tabel 1 Kosten van het bad",
        "De minister van Financiën",
        "A.B. van Dijk",
        "met kleine letter",
        "Het bad gaat open.",
        "Zie ook:",
    ],
)
def test_no_other_line_alone_is_one(line: str) -> None:
    assert headings("Geachte raadsleden,", SENTENCE, line, OTHER) == []


def test_nothing_in_the_head_nor_behind_closing_words_is_one() -> None:
    assert headings("GEMEENTE WESTERDRECHT", "Raadsinformatiebrief", SENTENCE) == []
    assert (
        headings("Geachte raadsleden,", SENTENCE, "Met vriendelijke groet,", SENTENCE, "Jan Jansen en anderen", OTHER)
        == []
    )
