"""Where a sentence ends, and where only an abbreviation does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import ends_in_abbreviation, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("Zonder punt", ["Zonder punt"]),
        ("Eén. Twee! Drie? Vier…", ["Eén.", "Twee!", "Drie?", "Vier…"]),
        ("Bondgenoten, o.a. Duitsland, stemden in. Dat is goed.",
         ["Bondgenoten, o.a. Duitsland, stemden in.", "Dat is goed."]),
        ("Zie Kamerstuk 28 676, nr. 331. Dit is nieuw.", ["Zie Kamerstuk 28 676, nr. 331.", "Dit is nieuw."]),
        ("Minister A.Th.B. Bijleveld sprak. S. Kaag ook.", ["Minister A.Th.B. Bijleveld sprak.", "S. Kaag ook."]),
        ("De EU (m.n. Frankrijk) wil dit. Wij ook.", ["De EU (m.n. Frankrijk) wil dit.", "Wij ook."]),
        ("Dit volgt uit het eerste lid. De Kamer stemt in.", ["Dit volgt uit het eerste lid.", "De Kamer stemt in."]),
        ("Het «nabije buitenland.» Daar is het.", ["Het «nabije buitenland.»", "Daar is het."]),
        ('Hij zei: "Klaar." «Goed» was het antwoord.', ['Hij zei: "Klaar."', "«Goed» was het antwoord."]),
        ("Het steeg in 2021. 2022 bracht meer.", ["Het steeg in 2021.", "2022 bracht meer."]),
        ("De norm is 1.45 procent. Één punt.", ["De norm is 1.45 procent.", "Één punt."]),
        ("Eerste regel\nTweede regel", ["Eerste regel", "Tweede regel"]),
        ("Lijst:\n1. een\n2. twee", ["Lijst:", "1. een", "2. twee"]),
        ("Dat was het...  Of niet?", ["Dat was het...", "Of niet?"]),
        ("The U.S. Government agreed, e.g. Mr. Biden. It did.",
         ["The U.S. Government agreed, e.g. Mr. Biden.", "It did."]),
        ("de heer jansen. kleine letter", ["de heer jansen. kleine letter"]),
        ("De motie van het lid Grinwis c.s. (Kamerstuk 33 037, nr. 525) verzoekt dit. Zij is aangenomen.",
         ["De motie van het lid Grinwis c.s. (Kamerstuk 33 037, nr. 525) verzoekt dit.", "Zij is aangenomen."]),
        ("Zie de brief d.d. 3 juni 2022. Die gold o.g.v. Verordening 1, i.c.m. NAVO-regels (Stb. 2020, 12).",
         ["Zie de brief d.d. 3 juni 2022.", "Die gold o.g.v. Verordening 1, i.c.m. NAVO-regels (Stb. 2020, 12)."]),
        ("Dat kost € 3 mln. (2023: € 2 mln.) meer. Zie par. 4 jo. Trb. 2021, 8, hfst. 3. Dat is duur.",
         ["Dat kost € 3 mln. (2023: € 2 mln.) meer.", "Zie par. 4 jo. Trb. 2021, 8, hfst. 3.", "Dat is duur."]),
        ("Zo ook artikel 610 e.v. BW en o.m. Duitsland c.q. Frankrijk.",
         ["Zo ook artikel 610 e.v. BW en o.m. Duitsland c.q. Frankrijk."]),
        # what closes a sentence as often as not
        ("Dat vroeg het lid Leijten c.s. In 2024 kost het 3 mln. De rest, wegen e.d. Wij niet.",
         ["Dat vroeg het lid Leijten c.s.", "In 2024 kost het 3 mln.", "De rest, wegen e.d.", "Wij niet."]),
        # a whole sentence in brackets, a part of an enumeration, a reference
        ("Dat is goed. (Zie bijlage 2.) Ook dit.", ["Dat is goed.", "(Zie bijlage 2.)", "Ook dit."]),
        ("Dat is de Raad. (2). Tenzij hij niet komt. (Onder)delen ook.",
         ["Dat is de Raad.", "(2).", "Tenzij hij niet komt.", "(Onder)delen ook."]),
        ("Dat staat in de brief. (Kamerstuk 32 545, nr. 4).", ["Dat staat in de brief. (Kamerstuk 32 545, nr. 4)."]),
        ("Dat staat in de brief. (Kamerstuk 32 545)\nMeer.", ["Dat staat in de brief. (Kamerstuk 32 545)", "Meer."]),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    ["o.a.", "zie nr.", "(m.b.t.", "S.", "A.Th.B.", "«bijv.", "Bijv.", "art.", "I.c.m.", "Stcrt.", "C.S."],
)
def test_abbreviations(text: str) -> None:
    assert ends_in_abbreviation(text)


@pytest.mark.parametrize("text", ["", "einde", "einde.", "NAVO.", "s.", "het lid.", ".", "…", "CO2.", "c.s.", "mln."])
def test_closed_sentences(text: str) -> None:
    assert not ends_in_abbreviation(text)


@given(st.text(st.characters(codec="utf-8") | st.sampled_from(" \n.!?»«AÉ1o")))
def test_spans_hold_every_character_but_white_space_once_and_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() for sentence in sentences(text))


def test_a_long_paragraph_is_divided_in_one_go() -> None:
    assert len(sentence_spans("Dit is een zin. " * 20_000)) == 20_000
