"""Questions with their answers, lists with their lead-in and tables with their column heads."""

import pytest

from corpus import read
from corpus.assemble import assemble
from corpus.blocks import Block, Document, Kind, Marker
from corpus.grouping import LONG_ITEMS, LONG_TABLE, grouped
from corpus.pairs import answer_start, paired
from tests.conftest import SHARED


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


def test_numbered_paragraphs_are_no_list() -> None:
    long = [item(f"{number}. " + "woord " * (LONG_ITEMS // 5)) for number in (1, 2, 3)]
    assert shown(list(grouped([par("Het volgende."), *long]))) == [
        ("paragraph", "Het volgende."),
        *(("paragraph", each.text) for each in long),
    ]


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
    together = assemble(Document(blocks, cut=True), "motie")
    assert [paragraph.text for _, paragraph in together.paragraphs()] == [" ".join(block.text for block in blocks)]
