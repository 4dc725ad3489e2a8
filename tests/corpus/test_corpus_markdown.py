"""Markdown as converters write it → blocks."""

from pathlib import Path

import pytest

from corpus.blocks import Block, Kind, Marker, Style
from corpus.bold import with_bold_headings
from corpus.read import read_file
from corpus.readers.markdown import read_markdown


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read_markdown(text)]


def text_of(markdown: str) -> str:
    (block,) = read_markdown(markdown)
    return block.text


def markers(markdown: str) -> list[tuple[str, int]]:
    return [(marker.number, marker.offset) for block in read_markdown(markdown) for marker in block.markers]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("*schuin* en **vet** en ***beide***", "schuin en vet en beide"),
        ("CO<sub>2</sub>-reductie", "CO2-reductie"),
        ("1<sup>e</sup> lid", "1e lid"),
        ("de 21<sup>ste</sup> eeuw", "de 21ste eeuw"),
        (r"topics\_49198", "topics_49198"),
        (r"topics\\_49198", "topics_49198"),
        (r"\* geen lijst", "* geen lijst"),
        ("[www.navo.int](https://www.navo.int)", "www.navo.int"),
        ("<https://www.navo.int>", "https://www.navo.int"),
        ("R&amp;D en &euro; 5", "R&D en € 5"),
        ("regel één\nregel twee", "regel één regel twee"),
        ("regel één  \nregel twee", "regel één\nregel twee"),
        ("regel één\\\nregel twee", "regel één\nregel twee"),
        ("regel één<br>regel twee<br/>drie", "regel één\nregel twee\ndrie"),
        ("twee  spaties\u00a0en\u00a0\u00a0vaste", "twee spaties en vaste"),
        ("on\u00adzicht\u200bbaar", "onzichtbaar"),
        ("«NAVO-Leaders» Meeting", "«NAVO-Leaders» Meeting"),
        ("`code` blijft", "code blijft"),
        ("methaan<?xpp afbm?>doel", "methaandoel"),
        ("> een citaat", "een citaat"),
        ("woord <!-- onzichtbaar --> woord", "woord woord"),
        ("5 < 6 en 7 > 6", "5 < 6 en 7 > 6"),
        ("<span id='page-1'></span>Tekst", "Tekst"),
        ("a<sup>b<sup>c", "abc"),
        ("a<sup>b\nc</sup> d", "ab c d"),
        ("a</sup>b", "ab"),
    ],
)
def test_inline(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text", "expected"),
    [
        ("toekomen<sup>1</sup>. Daarin", "toekomen. Daarin", [("1", 8)]),
        ("<sup>1</sup> Raadpleegbaar via", "Raadpleegbaar via", [("1", 0)]),
        ("10 m<sup>2</sup> groot", "10 m groot", [("2", 4)]),
        ("een<sup>1</sup><sup>2</sup>", "een", [("1", 3), ("2", 3)]),
        ("  *een* <sup>12</sup>  twee", "een twee", [("12", 4)]),
        ("een<sup>*</sup> twee<sup>†</sup>", "een twee", [("*", 3), ("†", 8)]),
        ("een<SUP>1</SUP>", "een", [("1", 3)]),
        ("een<sup> 1 </sup>", "een", [("1", 3)]),
        ("in 2024<sup>2,3</sup> en", "in 2024 en", [("2", 7), ("3", 7)]),
        ("in 2024<sup>2 3</sup> en<sup>(4)</sup>", "in 2024 en", [("2", 7), ("3", 7), ("4", 10)]),
        ("in 2024<sup>2)</sup>", "in 2024", [("2", 7)]),
        ("<p>in 2024<sup>2, 3</sup> en</p>", "in 2024 en", [("2", 7), ("3", 7)]),
        ("een[^1] twee", "een twee", [("1", 3)]),
        ("een[^1]: twee", "een: twee", [("1", 3)]),
        ("een[^noot] twee", "een[^noot] twee", []),
        ("[^2]: De noot", "De noot", [("2", 0)]),
        ("[^2]: https://www.navo.int", "https://www.navo.int", [("2", 0)]),
        ("een<sup>1234</sup>", "een1234", []),
        ("<p>Dat kost € 20<sup>1</sup>.</p>", "Dat kost € 20.", [("1", 13)]),
        ("<div><sup>3</sup> Raadpleegbaar via</div>", "Raadpleegbaar via", [("3", 0)]),
        ("<p>sinds 2023[^2] of <b>later<sup>*</sup></b></p>", "sinds 2023 of later", [("2", 10), ("*", 19)]),
        ("<p>Tekst</p><p><sup>1</sup></p><p>Meer</p>", "Tekst\nMeer", [("1", 6)]),
        ("<p>Tekst <sup>1</sup></p>", "Tekst", [("1", 5)]),
        ("<p>de 21<sup>ste</sup> eeuw <sup>9", "de 21ste eeuw 9", []),
        ("<p>een \ue000 en \ue0012\ue001</p>", "een en 2", []),
    ],
)
def test_superscript_numbers_are_taken_out_with_their_place(
    markdown: str, text: str, expected: list[tuple[str, int]]
) -> None:
    assert (text_of(markdown), markers(markdown)) == (text, expected)


@pytest.mark.parametrize(
    ("markdown", "level", "style", "text"),
    [
        ("# Kop", 1, Style.PLAIN, "Kop"),
        ("#### *Kop*", 4, Style.ITALIC, "Kop"),
        ("## **Kop**", 2, Style.BOLD, "Kop"),
        ("## ***Kop***", 2, Style.BOLD_ITALIC, "Kop"),
        ("## **Kop** en *meer*", 2, Style.PLAIN, "Kop en meer"),
        ("## **1.** *Kop*", 2, Style.PLAIN, "1. Kop"),
        ("## *Kop* –", 2, Style.ITALIC, "Kop –"),
        ("### *Kop<sup>2</sup>*", 3, Style.ITALIC, "Kop"),
        ("Kop\n===", 1, Style.PLAIN, "Kop"),
        ("## Kop ##", 2, Style.PLAIN, "Kop"),
        ("## een<br>twee", 2, Style.PLAIN, "een twee"),
    ],
)
def test_headings(markdown: str, level: int, style: Style, text: str) -> None:
    (block,) = read_markdown(markdown)
    assert (block.kind, block.level, block.style, block.text) == (Kind.HEADING, level, style, text)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("- een\n- twee", [("item", "een"), ("item", "twee")]),
        ("1. een\n2. twee", [("item", "1. een"), ("item", "2. twee")]),
        ("3) een\n5) vijf", [("item", "3) een"), ("item", "5) vijf")]),
        ("- een\n  - diep\n- twee\n\nNa.", [("item", "een"), ("item", "diep"), ("item", "twee"), ("paragraph", "Na.")]),
        ("1. een\n   - diep\n\n   Verder.", [("item", "1. een"), ("item", "diep"), ("item", "Verder.")]),
        ("1. - diep", [("item", "1. diep")]),
        ("1. 2. diep", [("item", "1. 2. diep")]),
        ("2021.", [("item", "2021.")]),
        ("1.     code", [("paragraph", "1. code")]),
        ("- een\n\n  verder\n- twee", [("item", "een"), ("item", "verder"), ("item", "twee")]),
        ("- " * 40 + "diep", [("item", "diep")]),
        ("> " * 40 + "diep", [("paragraph", "diep")]),
    ],
)
def test_lists(markdown: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(markdown) == expected


def test_the_depth_of_an_item_and_the_line_of_every_block() -> None:
    assert read_markdown("# Kop\n\nTekst\n\n- een\n  - twee<sup>1</sup>\n\n1. drie<sup>2</sup>\n") == [
        Block(Kind.HEADING, "Kop", 1, level=1),
        Block(Kind.PARAGRAPH, "Tekst", 3),
        Block(Kind.ITEM, "een", 5, level=1),
        Block(Kind.ITEM, "twee", 6, level=2, markers=(Marker("1", 4),)),
        Block(Kind.ITEM, "1. drie", 8, level=1, markers=(Marker("2", 7),)),
    ]


def test_tables() -> None:
    assert read_markdown(
        "| Jaar | bbp |\n|------|----:|\n| 2021<sup>1</sup> | *1,45%* |\n|  | 10 m<sup>2</sup> |\n"
    ) == [
        Block(Kind.ROW, "Jaar | bbp", 1, level=1),
        Block(Kind.ROW, "2021 | 1,45%", 3, markers=(Marker("1", 4),)),
        Block(Kind.ROW, " | 10 m", 4, markers=(Marker("2", 7),)),
    ]


def test_a_break_in_a_cell_stays_on_its_row() -> None:
    rows = "| Wie | 2024 |\n|---|---|\n| VWS<br>(incl.<sup>1</sup> covid) | 1.020<br/> |\n"
    assert read_markdown(rows) == [
        Block(Kind.ROW, "Wie | 2024", 1, level=1),
        Block(Kind.ROW, "VWS (incl. covid) | 1.020", 3, markers=(Marker("1", 10),)),
    ]


def test_notes_with_a_name_have_the_numbers_that_are_left() -> None:
    text = "Een[^cbs] twee[^1] drie[^12] vier[^cbs] vijf[^los].\n"
    notes = "[^12]: Noot *twaalf*.\n[^cbs]: Noot: twee.\n\n[^1]: Een.\n"
    assert read_markdown(text + notes) == [
        Block(
            Kind.PARAGRAPH,
            "Een twee drie vier vijf[^los].",
            1,
            markers=tuple(Marker(*mark) for mark in (("2", 3), ("1", 8), ("12", 13), ("2", 18))),
        ),
        Block(Kind.PARAGRAPH, "Noot twaalf.", 2, markers=(Marker("12", 0),)),
        Block(Kind.PARAGRAPH, "Noot: twee.", 3, markers=(Marker("2", 0),)),
        Block(Kind.PARAGRAPH, "Een.", 5, markers=(Marker("1", 0),)),
    ]


def test_a_note_under_the_last_item_of_a_list_is_none_of_it() -> None:
    assert [(block.kind, block.text) for block in read_markdown("- punt[^1]\n[^1]: Noot.\n")] == [
        (Kind.ITEM, "punt"),
        (Kind.PARAGRAPH, "Noot."),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fields_before_the_text_are_its_head(newline: str) -> None:
    fields = "---\ntitle: Brief\nBetreft: Wolf\ntags:\n  - natuur\n- dieren\n# opmerking\nleeg:\n---\nTekst.\n"
    assert read_markdown(fields.replace("\n", newline)) == [
        Block(Kind.HEAD, "title: Brief\nBetreft: Wolf\ntags:\n- natuur\n- dieren\n# opmerking\nleeg:", 2),
        Block(Kind.PARAGRAPH, "Tekst.", 10),
    ]


@pytest.mark.parametrize("text", ["---\nEen zin.\n\nNog een.\n\n---\n", "---\n\nLet op: dit.\n\n---\n", "---\na: b\n"])
def test_text_between_two_rules_is_text(text: str) -> None:
    assert Kind.HEAD not in {block.kind for block in read_markdown(text)}


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("<div>een</div>", "een"),
        ("<p>een</p><p>twee</p>", "een\ntwee"),
        ("<div>een<br>twee</div>", "een\ntwee"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>", "a b\nc"),
        ("<div>CO<sub>2</sub> en <b>v</b>et</div>", "CO2 en vet"),
        ("<div>R&amp;D &copy; 2021</div>", "R&D © 2021"),
        ("<div><script>var x;</script>een<style>p {}</style></div>", "een"),
        ("<div><![foo[ x ]]> een</div>", "een"),
        ("<div>een < twee</div>", "een < twee"),
        ("<h2>Kop</h2>tekst", "Kop\ntekst"),
        ("```\nregel een\n  regel twee\n```", "regel een\nregel twee"),
        ("    ingesprongen", "ingesprongen"),
    ],
)
def test_html_and_code(markdown: str, text: str) -> None:
    assert blocks(markdown) == [("paragraph", text)]


@pytest.mark.parametrize(
    "markdown", ["", "\n\n", "---", "<!-- niets -->", "<br>", "&nbsp;", "\u200b", "#", "|a|\n|-|\n"]
)
def test_what_shows_nothing_gives_no_words(markdown: str) -> None:
    assert [text for _, text in blocks(markdown) if text not in ("", "a")] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Geachte voorzitter,\n\n**Aanleiding**\n\nHet is zo.", ["Aanleiding"]),
        ("# A\n\n## B\n\nb.\n\n**C**\n\nEen.\n\n**D**\n\nTwee.\n\n## E\n\ne.", ["A", "B", "C", "D", "E"]),
        ("**Aanleiding**\n\nHet is zo.", ["Aanleiding"]),
        ("Een zin.\n\n**Dit is belangrijk.**\n\nHet is zo.", []),
        ("Een zin.\n\n**Aanleiding** Het is zo.\n\nMeer.", []),
        ("Een zin.\n\n**Aanleiding**\nHet is zo.\n\nMeer.", []),
        ("Een zin.\n\n- **Aanleiding**\n\n  Het is zo.\n\nMeer.", []),
        ("Een zin.\n\n| a | b |\n|---|---|\n| **c** | d |\n\nMeer.", []),
        ("Een zin.\n\nDe Minister van Defensie,\n\n**A. de Vries**\n\nBijlage", []),
        ("Een zin.\n\n**De Minister van Defensie**\n\n**A. de Vries**\n\n**Bijlage**\n\nHet is zo.", ["Bijlage"]),
        ("Een zin.[^1]\n\n**Met groet**\n\n**A. de Vries**\n\n[^1]: Een noot.", []),
        ("**Een zin.**\n\n**Dit is vet**\n\n**Meer.**\n\n**A. de Vries**", []),
        ("Een zin.\n\n**1. Wilt u dit toelichten**\n\n**Antwoord**\n\nDat is zo.", []),
        ("Een zin.\n\n**1. Wilt u dit toelichten**\n\nAntwoord: Ja.\n\nDat is zo.", []),
        ("Een zin.\n\n**Vraag 1**\n\n**Wilt u dit toelichten**\n\nGraag.\n\nAntwoord 1\n\nJa.", []),
        ("Een zin.\n\n**Met vriendelijke groet**\n\nA. de Vries", []),
        ("Een zin.\n\n**Ook**\n\nde leden vragen dit.", []),
        ("**28 676**\n\n**NAVO**\n\n**Nr. 372**\n\nAan de Voorzitter", []),
        ("Een zin.\n\n**Tabel 1 Bedragen**\n\nMeer.\n\n**2021**\n\nMeer.\n\n**Slot**", []),
    ],
)
def test_a_bold_line_alone_heads_what_follows(source: str, expected: list[str]) -> None:
    found = with_bold_headings(read_markdown(source))
    assert [block.text for block in found if block.kind is Kind.HEADING] == expected


def test_bold_labels_below_a_title_are_of_the_letterhead(tmp_path: Path) -> None:
    labels = "**Datum**\n\n3 mei 2021\n\n**Betreft**\n\nDrones\n\n**Onze referentie**\n\nBS2021001"
    (tmp_path / "brief.md").write_text(f"# Ministerie van Defensie\n\n{labels}\n\nGeachte voorzitter,\n\nHet is zo.")
    metadata = read_file(tmp_path / "brief.md").letters[0].metadata
    assert (str(metadata.date), metadata.subject, metadata.kenmerk) == ("2021-05-03", "Drones", "BS2021001")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Kenmerk:** W/1\n**Vastgesteld te:** Ede", "Kenmerk: W/1\nVastgesteld te: Ede"),
        ("**Kenmerk**: W/1\n**Wie dan ook**: Een", "Kenmerk: W/1\nWie dan ook: Een"),
        ("Aan: de raad\nZaaknummer: Z/1", "Aan: de raad\nZaaknummer: Z/1"),
        ("Dit is\n**vet** gezet: zo", "Dit is vet gezet: zo"),
        ("Dit is\nalles: zo", "Dit is alles: zo"),
    ],
)
def test_labels_stand_on_lines_of_their_own(markdown: str, text: str) -> None:
    assert text_of(markdown) == text
