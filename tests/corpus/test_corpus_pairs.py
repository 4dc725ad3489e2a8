"""Questions with their answers, lists with their lead-in and tables with their column heads."""

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from corpus import read
from corpus.assemble import assemble
from corpus.blocks import Block, Document, Kind, Marker
from corpus.grouping import LONG_ITEMS, LONG_TABLE, grouped
from corpus.pairs import answer_start, paired
from tests.conftest import SHARED
from tests.corpus.docx_files import listed, made, p


def head(text: str) -> Block:
    return Block(Kind.HEADING, text, 0, 3)


def par(text: str, *markers: Marker) -> Block:
    return Block(Kind.PARAGRAPH, text, 0, markers=markers)


def item(text: str) -> Block:
    return Block(Kind.ITEM, text, 0, 1)


def row(text: str, *, heads: bool = False) -> Block:
    return Block(Kind.ROW, text, 0, 1 if heads else 0)


def shown(blocks: list[Block]) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in blocks]


def test_each_question_stands_with_its_answer() -> None:
    blocks = [
        par("Vragen van het lid X."),
        head("Vraag 1"),
        par("Is dat zo?", Marker("1", 9)),
        head("Antwoord 1"),
        par("Ja."),
        par("Zo is het.", Marker("2", 2)),
        head("Vraag 2"),
        par("Waarom?"),
        par("Vraag 3"),
        par("Wanneer?"),
        par("Antwoord op de vragen 2 en 3"),
        par("Daarom. Morgen."),
        head("Toelichting"),
        par("Dit vult aan."),
        head("Vraag 4"),
        par("Nog iets?"),
    ]
    found = list(paired(blocks))
    assert shown(found) == [
        ("paragraph", "Vragen van het lid X."),
        ("heading", "Vraag 1"),
        ("paragraph", "Is dat zo?\nAntwoord 1\nJa.\nZo is het."),
        ("heading", "Vraag 2"),
        ("paragraph", "Waarom?\nVraag 3\nWanneer?\nAntwoord op de vragen 2 en 3\nDaarom. Morgen."),
        ("heading", "Toelichting"),
        ("paragraph", "Dit vult aan."),
        ("heading", "Vraag 4"),
        ("paragraph", "Nog iets?"),
    ]
    assert found[2].markers == (Marker("1", 9), Marker("2", len("Is dat zo?\nAntwoord 1\nJa.\nZo")))


def test_where_an_answer_begins() -> None:
    text = "Is dat zo?\nAntwoord 1\nJa."
    assert text[answer_start(text) :] == "Ja."
    text = "Waarom?\nVraag 3\nWanneer?\nAntwoord op de vragen 2 en 3\nDaarom.\nAntwoord 4\nX"
    assert text[answer_start(text) :].startswith("Daarom.")
    text = "Is dat zo?\nJa.\nZo is het."
    assert text[answer_start(text) :] == "Ja.\nZo is het."
    assert answer_start("Is dat zo?\nWaarom?") == answer_start("Is dat zo?") == 0
    assert answer_start("Geen vraag.\nAntwoord geven wij later.") == answer_start("Antwoord 1") == answer_start("") == 0


@pytest.mark.parametrize(
    "blocks",
    [
        [head("Vraag 1"), par("Een kop die zo heet, zonder antwoord.")],
        [head("Antwoord"), par("Alleen een antwoord.")],
        [par("Vraag 1 luidt anders dan vraag 2."), par("Antwoord 1 ook.")],
        [],
    ],
)
def test_without_questions_and_answers_nothing_changes(blocks: list[Block]) -> None:
    assert list(paired(blocks)) == blocks


def test_real_answers_are_pairs() -> None:
    path = SHARED / "data" / "letters" / "kamervragen-1aa9bd01.pdf"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    letter = read(path)
    sections = [section for section in letter.sections if section.heading]
    assert [section.heading for section in sections] == [f"Vraag {number}" for number in range(1, 6)]
    for number, section in enumerate(sections, start=1):
        (paragraph,) = section.paragraphs
        question, _, answer = paragraph.text.partition(f"\nAntwoord {number}\n")
        assert len(question) > 50
        assert len(answer) > 50
    assert sections[0].paragraphs[0].footnotes == ("1", "2")


def test_a_list_stands_with_its_lead_in() -> None:
    blocks = [par("Drie zaken:"), item("een"), item("twee"), par("Daarna."), head("Kop"), item("los"), item("zand")]
    assert shown(list(grouped(blocks))) == [
        ("paragraph", "Drie zaken:\neen\ntwee"),
        ("paragraph", "Daarna."),
        ("heading", "Kop"),
        ("paragraph", "los\nzand"),
    ]


@pytest.mark.parametrize("form", ["brief.md", "brief.html"])
def test_a_number_with_a_heading_is_no_list(tmp_path: Path, form: str) -> None:
    lines = ["De inleiding.", "1. Evenredigheid", "De maatregel gaat ver.", "2. Uitvoering", "Dat kost geld."]
    html = re.sub(r"<p>(\d)\. (.*?)</p>", r"<ol start=\1><li>\2</li></ol>", "".join(f"<p>{line}</p>" for line in lines))
    (tmp_path / form).write_text("\n\n".join(lines) if form == "brief.md" else f"<html><body>{html}</body></html>")
    assert [paragraph.text for _, paragraph in read(tmp_path / form).paragraphs()] == lines


@pytest.mark.parametrize(
    "blocks",
    [
        [par("Dit wijzigt:"), item("1. de rente")],
        [par("Dit wijzigt"), item("1. de rente;")],
        [par("Het volgende wijzigt."), item("1. De rente daalt.")],
        [par("De raad besluit het volgende"), item("1. De rente daalt")],
        [par("Heeft u het bericht gelezen?"), item("1. Ja")],
        [par("Het volgende wijzigt."), item("de rente")],
        [par("Het volgende wijzigt."), item("1. Rente"), item("2. Huur")],
    ],
)
def test_a_list_of_one_stands_with_its_lead_in(blocks: list[Block]) -> None:
    assert shown(list(grouped(blocks))) == [("paragraph", "\n".join(block.text for block in blocks))]


def test_numbered_paragraphs_are_no_list() -> None:
    long = [item(f"{number}. " + "woord " * (LONG_ITEMS // 5)) for number in (1, 2, 3)]
    assert shown(list(grouped([par("Het volgende."), *long]))) == [
        ("paragraph", "Het volgende."),
        *(("paragraph", each.text) for each in long),
    ]


def test_a_long_list_of_lists_is_cut_between_its_items() -> None:
    def listed_below(letter: str, length: int) -> list[Block]:
        return [item(f"{letter}. Kop"), replace(item("een " + "x" * length), level=2), replace(item("twee"), level=2)]

    lists = [listed_below(letter, LONG_TABLE // 2) for letter in "ABC"]
    texts = ["\n".join(block.text for block in each) for each in lists]
    assert shown(list(grouped([par("Het fiche:"), *chain(*lists)]))) == [
        ("paragraph", f"Het fiche:\n{texts[0]}"),
        ("paragraph", texts[1]),
        ("paragraph", texts[2]),
    ]
    short = [*listed_below("A", 20), *listed_below("B", 20)]
    flat = [item("x" * 100) for _ in range(LONG_TABLE // 50)]
    for blocks in (short, flat):
        assert len(list(grouped([par("Aldus:"), *blocks]))) == 1


def test_a_table_is_rows_under_their_column_heads() -> None:
    heads = row("Jaar | Bedrag", heads=True)
    rows = [row(f"{2000 + number} | {'x' * 90}") for number in range(30)]
    found = list(grouped([par("Aldus:"), heads, *rows[:12], heads, *rows[12:], par("Verder.")]))
    tables, last = found[:-1], found[-1]
    assert last.text == "Verder."
    assert len(tables) == 3
    assert tables[0].text.startswith("Aldus:\nJaar | Bedrag\n2000 | ")
    assert all(table.text.startswith("Jaar | Bedrag\n20") for table in tables[1:])
    assert all(len(table.text) < LONG_TABLE + 120 for table in tables)
    told = [line for table in tables for line in table.text.split("\n") if line.startswith("20")]
    assert told == [each.text for each in rows]
    # without a lead-in it stands by itself, and heads alone are rows too
    assert shown(list(grouped([par("Een zin."), heads]))) == [
        ("paragraph", "Een zin."),
        ("paragraph", "Jaar | Bedrag"),
    ]


def test_what_the_format_keeps_apart_is_not_put_together() -> None:
    blocks = (par("De Kamer,"), par("gehoord de beraadslaging,"), par("gaat over tot de orde van de dag."))
    apart = assemble(Document(blocks), "motie")
    assert [paragraph.text for _, paragraph in apart.paragraphs()] == [block.text for block in blocks]
    together = assemble(Document(blocks, loose=True), "motie")
    assert [paragraph.text for _, paragraph in together.paragraphs()] == [" ".join(block.text for block in blocks)]


NUMBERED = (
    '<w:abstractNum w:abstractNumId="91"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="92"><w:abstractNumId w:val="91"/></w:num>'
)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "numbers.md",
            "1. Hoeveel?\n\nAntwoord: 29.\n\n2. Welke?\n\nAntwoord: Deze.",
            ["1.", "Hoeveel?\nAntwoord:\n29.", "2.", "Welke?\nAntwoord:\nDeze."],
        ),
        (
            "inner.md",
            "1. Hoeveel?\n\n   Antwoord: 29.\n\n2. Welke?\n\n   Antwoord: Deze.",
            ["1.", "Hoeveel?\nAntwoord:\n29.", "2.", "Welke?\nAntwoord:\nDeze."],
        ),
        (
            "numbers.docx",
            made(
                p("Hoeveel?", listed(92)) + p("Antwoord: 29.") + p("Welke?", listed(92)) + p("Antwoord: Deze."),
                numbering=NUMBERED,
            ),
            ["1.", "Hoeveel?\nAntwoord:\n29.", "2.", "Welke?\nAntwoord:\nDeze."],
        ),
        (
            "bold.html",
            "<html><body><p><b>Vraag 1</b><br>Hoeveel?</p><p><b>Antwoord 1</b><br>29.</p>"
            "<p><b>Vraag 2</b><br>Welke?</p><p><b>Antwoord 2</b><br>Deze.</p></body></html>",
            ["Vraag 1", "Hoeveel?\nAntwoord 1\n29.", "Vraag 2", "Welke?\nAntwoord 2\nDeze."],
        ),
        (
            "bold.md",
            "**Vraag 1**\nHoeveel?\n\n**Antwoord 1:** 29.\n\n**Vraag 2.** Welke?\n\n**Antwoord 2**\nDeze.",
            ["Vraag 1", "Hoeveel?\nAntwoord 1:\n29.", "Vraag 2.", "Welke?\nAntwoord 2\nDeze."],
        ),
        (
            "item.md",
            "**Vraag 1**\n\nHoeveel?\n\n**Antwoord op vraag 1**\n\n29.\n\n**Vraag 2**\n\nWelke?\n\n"
            "**Antwoord op vraag 2**\n\n- Deze.",
            ["Vraag 1", "Hoeveel?\nAntwoord op vraag 1\n29.", "Vraag 2", "Welke?\nAntwoord op vraag 2\nDeze."],
        ),
        ("alone.md", "1\n\nHoeveel?\n\n29.\n\n2\n\nWelke?\n\nDeze.", ["1", "Hoeveel?\n29.", "2", "Welke?\nDeze."]),
        (
            "alone.txt",
            "1\n\nHoeveel?\n\nAntwoord\n29.\n\n2\n\nWelke?\n\nAntwoord\nDeze.",
            ["1", "Hoeveel?\nAntwoord\n29.", "2", "Welke?\nAntwoord\nDeze."],
        ),
    ],
)
def test_a_question_stands_with_its_answer_however_it_is_labelled(
    tmp_path: Path, name: str, content: str | bytes, expected: list[str]
) -> None:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    found = [text for section, paragraph in read(file).paragraphs() for text in (section.heading, paragraph.text)]
    assert found == expected


def test_labels_within_a_paragraph_keep_their_notes() -> None:
    blocks = [
        par("Vraag 1: Is dat zo?\nAntwoord 1: Ja.", Marker("1", 7), Marker("2", 15), Marker("3", 19)),
        par("Vraag 2 is moeilijk.\n1. Waarom?"),
    ]
    label, text = paired(blocks)
    assert (label.text, label.markers) == ("Vraag 1:", (Marker("1", 7),))
    assert text.text == "Is dat zo?\nAntwoord 1:\nJa.\nVraag 2 is moeilijk.\n1. Waarom?"
    assert text.markers == (Marker("2", len("Is dat")), Marker("3", len("Is dat zo?")))


def test_a_list_that_goes_on_belongs_to_what_it_began_with() -> None:
    blocks = [par("De leden:"), item("1. Een."), par("Zo is het."), item("2. Twee."), par("En ook:"), item("3. Drie.")]
    assert shown(list(grouped(blocks))) == [
        ("paragraph", "De leden:\n1. Een."),
        ("paragraph", "Zo is het."),
        ("paragraph", "2. Twee."),
        ("paragraph", "En ook:\n3. Drie."),
    ]


def test_a_list_of_questions_stays_in_its_order() -> None:
    blocks = [par("De commissie vraagt:")]
    for number, texts in enumerate((["Waarom?"], ["Hoe?"], ["Waarom drie?", "Graag ook voor 2024?"], ["Wie?"]), 1):
        blocks += [par(str(number)), *map(par, texts)]
    assert [text for kind, text in shown(list(paired(blocks))) if kind == "heading"] == ["1", "2", "3", "4"]


def test_a_numbered_question_without_a_question_mark_is_one_of_its_own() -> None:
    texts = [
        "1",
        "Waarom?",
        "29.",
        "2",
        "Graag een lijst.",
        "Deze.",
        "3",
        "Hoe?",
        "Zo.",
        "4",
        "Wilt u dat doen.",
        "Ja.",
    ]
    assert [text for kind, text in shown(list(paired(list(map(par, texts))))) if kind == "heading"] == list("1234")
    labelled = ["1. Waarom?", "Antwoord: 29.", "2. Zo ja, waarom.", "Antwoord: Ja.", "3. Hoe?", "Antwoord: Zo."]
    assert shown(list(paired(list(map(par, labelled)))))[2:4] == [
        ("heading", "2."),
        ("paragraph", "Zo ja, waarom.\nAntwoord:\nJa."),
    ]


def test_a_number_in_an_answer_is_no_question() -> None:
    texts = ["1", "Waarom?", "Daarom.", "2", "Hoe?", "Zo.", "3.", "Wilt u dat doen.", "7", "Een pagina.", "3", "Einde."]
    assert [text for kind, text in shown(list(paired(list(map(par, texts))))) if kind == "heading"] == ["1", "2"]
