"""What the lines of a passage are taken for, and that no character is lost on the way to page and terminal."""

from dataclasses import replace

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands.printing import WIDTH, answer_lines
from app.view.passage import Kind, figures, parts
from index.answer import Answer, Hit
from index.notes import Note


def kinds(text: str) -> list[tuple[str, str]]:
    return [(part.kind.name, text[part.start : part.end]) for part in parts(text)]


def cells(text: str) -> list[list[str]]:
    (table,) = (part for part in parts(text) if part.kind is Kind.ROW)
    return [[text[slice(*cell)] for cell in row] for row in table.rows]


def hit(text: str, evidence: tuple[tuple[int, int], ...] = (), paragraph: int = 1, locator: str = "al. 1") -> Hit:
    return Hit(
        rank=1, id="b#al.1", letter="b", title="Brief", section=(), paragraph=paragraph, page="3", text=text,
        evidence=evidence, score=1.0, confidence=0.9, citation="Kamerstukken II 2020/21, 1, nr. 2, p. 3",
        locator=locator, url=None, language="nl",
    )  # fmt: skip


def printed(passage: Hit, language: str = "nl") -> list[str]:
    answer = Answer("?", "?", "en" if language == "en" else "nl", True, 0.9, 1.0, (passage,))
    return list(answer_lines(answer))


def test_lines_are_told_apart() -> None:
    assert kinds("Hoe?\nEn hoe nog meer?\nAntwoord 2 en 3\nZo:\n1. eerst\n2. dan\nTot slot.") == [
        ("TEXT", "Hoe?"),
        ("TEXT", "En hoe nog meer?"),
        ("LABEL", "Antwoord 2 en 3"),
        ("TEXT", "Zo:"),
        ("ITEM", "1. eerst"),
        ("ITEM", "2. dan"),
        ("TEXT", "Tot slot."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. Een alinea met een nummer.",
        "Antwoord 3",
        "Eén rij | met twee cellen",
        "Boven de rij\nEén rij | met twee cellen\nonder de rij",
        "De code a|b staat\nin c|d",
        "",
    ],
)
def test_what_is_no_list_or_table_is_text(text: str) -> None:
    assert {kind for kind, _ in kinds(text)} <= {"TEXT"}


def test_rows_are_a_table_and_empty_cells_keep_their_place() -> None:
    assert cells("Zie:\nSoort | 2021 | 2022\nA | 1\n | | 3\nB | | 2") == [
        ["Soort", "2021", "2022"],
        ["A", "1", ""],
        ["", "", "3"],
        ["B", "", "2"],
    ]


def test_a_column_of_figures_is_known_by_all_that_stands_under_its_head() -> None:
    text = "Jaar | Bedrag | Deel | Naam | Leeg\n2021 | € 1.200,5 | 12% | A 1 |\n2022 | – | -3% | 7 |"
    (table,) = parts(text)
    assert figures(text, table.rows) == (True, True, True, False, False)


@given(st.text(alphabet="ab1.|\n -•", max_size=60))
def test_every_character_but_line_ends_and_bars_is_in_one_part(text: str) -> None:
    position = 0
    for part in parts(text):
        assert not text[position : part.start].strip("\n")
        position = part.end
        row_cells = [cell for row in part.rows for cell in row]
        if row_cells:
            inside = "".join(text[slice(*cell)] for cell in row_cells)
            whole = text[part.start : part.end]
            assert inside.replace("|", "").split() or not whole.replace("|", "").split()
            assert "".join(inside.replace("|", "").split()) == "".join(whole.replace("|", "").split())
            assert len({len(row) for row in part.rows}) == 1
    assert not text[position:].strip("\n")


def test_the_terminal_puts_columns_in_line() -> None:
    text = "Aantallen:\nSoort | 2021 | 2022\nLange naam | 7 | 10\nKort | 12 | 9"
    start = text.index("7 | 10")
    lines = printed(hit(text, ((start, start + 1),)))
    assert [click.unstyle(line) for line in lines[1:5]] == [
        "   Aantallen:",
        "   Soort      | 2021 | 2022",
        "   Lange naam |    7 |   10",
        "   Kort       |   12 |    9",
    ]
    assert lines[3] == f"   Lange naam |    {click.style('7', bold=True)} |   10"


def test_a_table_too_wide_for_the_terminal_is_wrapped_word_for_word() -> None:
    text = "\n".join(" | ".join([f"{'woord ' * 5}{row}"] * 4) for row in "ab")
    lines = [click.unstyle(line) for line in printed(hit(text))]
    shown = lines[1 : lines.index("   Kamerstukken II 2020/21, 1, nr. 2, p. 3")]
    assert " ".join(shown).split() == text.split()
    assert all(len(line) <= WIDTH for line in shown)


@pytest.mark.parametrize(
    ("language", "place"),
    [("nl", "plaats in de brief: kop van de brief"), ("en", "place in the letter: head of the letter")],
)
def test_the_terminal_names_the_head_and_keeps_its_lines(language: str, place: str) -> None:
    lines = printed(hit("28 676\nNAVO\nDen Haag, 25 juni 2021", ((12, 34),), paragraph=0, locator="kop"), language)
    assert [click.unstyle(line) for line in lines[1:4]] == ["   28 676", "   NAVO", "   Den Haag, 25 juni 2021"]
    assert lines[3] == f"   {click.style('Den Haag, 25 juni 2021', bold=True)}"
    assert f"   {place}" in lines
    assert "   Kamerstukken II 2020/21, 1, nr. 2, p. 3" in lines


def test_footnotes_that_answer_are_printed_below_the_passage() -> None:
    noted = replace(hit("Met een HUF-toets."), footnotes=(Note("6", "HUF: uitvoerbaarheid", "7"),))
    shown = click.style("HUF: uitvoerbaarheid", bold=True)
    assert f"   voetnoot 6: {shown}" in printed(noted)
    assert f"   footnote 6: {shown}" in printed(noted, "en")
