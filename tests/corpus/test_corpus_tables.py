"""Tables in the text of a paragraph."""

from pathlib import Path

from corpus import read_file
from corpus.sentences import sentence_spans
from corpus.tables import cells, heads_over, is_row, tables

TEXT = (
    "Het meldpunt telde:\n"
    "Grond | 2021 | 2022\n"
    "Herkomst | 66 | 73\n"
    "Leeftijd | 12\n"
    "Dat is meer dan in 2020.\n"
    "Jaar | Klachten. Alle. | Aangiftes\n"
    "2022 | Geen. Er is niet geteld. | 4"
)


def test_a_row_has_cells_that_stand_apart() -> None:
    assert is_row("Grond | 2021")
    assert not is_row("a|b")
    assert not is_row("Dat is meer.")


def test_tables_are_rows_that_follow_each_other() -> None:
    found = [[TEXT[slice(*line)] for line in lines] for lines in tables(TEXT)]
    assert found == [
        ["Grond | 2021 | 2022", "Herkomst | 66 | 73", "Leeftijd | 12"],
        ["Jaar | Klachten. Alle. | Aangiftes", "2022 | Geen. Er is niet geteld. | 4"],
    ]
    assert list(tables("Een regel | met een streep\nen geen tabel.")) == []


def test_every_row_has_as_many_cells() -> None:
    (first, _) = tables(TEXT)
    rows = [[TEXT[slice(*cell)] for cell in row] for row in cells(TEXT, first)]
    assert rows == [["Grond", "2021", "2022"], ["Herkomst", "66", "73"], ["Leeftijd", "12", ""]]


def test_the_column_heads_that_stand_over_a_sentence() -> None:
    spans = sentence_spans(TEXT)
    found = {TEXT[slice(*span)]: heads for span, heads in zip(spans, heads_over(TEXT, spans), strict=True)}
    assert {sentence for sentence, heads in found.items() if heads == "Grond | 2021 | 2022"} == {
        "Herkomst | 66 | 73",
        "Leeftijd | 12",
    }
    assert {sentence for sentence, heads in found.items() if heads.startswith("Jaar")} == {
        "2022 | Geen.",
        "Er is niet geteld. | 4",
    }


def test_each_part_of_a_long_table_has_its_column_heads(tmp_path: Path) -> None:
    rows = "\n".join(f"| Een post met een lange naam, nummer {place} | {place} | {place + 1} |" for place in range(60))
    letter = tmp_path / "brief.md"
    letter.write_text(f"Zij telden:\n\n| Post | 2021 | 2022 |\n|-|-|-|\n{rows}\n", encoding="utf-8")
    (found,) = read_file(letter).letters
    texts = [paragraph.text for _, paragraph in found.paragraphs()]
    assert len(texts) > 1
    for text in texts:
        spans = sentence_spans(text)
        over = dict(zip((text[slice(*span)] for span in spans), heads_over(text, spans), strict=True))
        assert {heads for row, heads in over.items() if row.startswith("Een post")} == {"Post | 2021 | 2022"}
