"""Definitions of abbreviations: the forms of letters, what only looks like one, and any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import find_abbreviations, read_file
from tests.conftest import LETTER


def found(text: str) -> list[tuple[str, str]]:
    return [(pair.short, pair.long) for pair in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("De Noord-Atlantische Raad (hierna de NAR) vergadert.", "NAR", "Noord-Atlantische Raad"),
        ("De Noord-Atlantische Raad (hierna: NAR) vergadert.", "NAR", "Noord-Atlantische Raad"),
        ("De Noord-Atlantische Raad (hierna te noemen: «de NAR») vergadert.", "NAR", "Noord-Atlantische Raad"),
        ("De Noord-Atlantische Raad (verder: “NAR”) vergadert.", "NAR", "Noord-Atlantische Raad"),
        ("De Noord-Atlantische Raad, hierna te noemen de NAR, vergadert.", "NAR", "Noord-Atlantische Raad"),
        ("In de NAR (Noord-Atlantische Raad) is dit besproken.", "NAR", "Noord-Atlantische Raad"),
        (
            "Technologieën (emerging and disruptive technologies, hierna EDTs) bieden kansen.",
            "EDTs",
            "emerging and disruptive technologies",
        ),
        (
            "Een Defence Innovation Accelerator for the North Atlantic (DIANA) wordt opgericht.",
            "DIANA",
            "Defence Innovation Accelerator for the North Atlantic",
        ),
        ("In de exclusieve economische zone (EEZ) ligt het.", "EEZ", "exclusieve economische zone"),
        ("De Chinese Communistische Partij (CCP) besloot.", "CCP", "Chinese Communistische Partij"),
        ("Voor het Membership Action Plan (MAP) geldt dit.", "MAP", "Membership Action Plan"),
        ("Volgens het Planbureau voor de Leefomgeving (PBL, 2020).", "PBL", "Planbureau voor de Leefomgeving"),
        ("Aan de Autoriteit Consument en Markt (hierna: ACM).", "ACM", "Autoriteit Consument en Markt"),
        ("The Court of Audit (hereinafter: CoA) says so.", "CoA", "Court of Audit"),
        ("The Court of Audit (hereinafter referred to as the CoA) says so.", "CoA", "Court of Audit"),
        ("Op grond van de Algemene wet bestuursrecht (Awb).", "Awb", "Algemene wet bestuursrecht"),
        (
            "De Secretaris-Generaal van de NAVO (hierna: SG NAVO) had dit.",
            "SG NAVO",
            "Secretaris-Generaal van de NAVO",
        ),
        (
            "Met de Vereniging van Nederlandse Gemeenten (VNG) is overlegd.",
            "VNG",
            "Vereniging van Nederlandse Gemeenten",
        ),
        ("Een verklaring van geen bezwaar (VGB) is nodig.", "VGB", "verklaring van geen bezwaar"),
        ("Een risico-inventarisatie en -evaluatie (RI&E).", "RI&E", "risico-inventarisatie en -evaluatie"),
        ("De coronatoegangsbewijzen zijn op: een coronatoegangsbewijs (CTB).", "CTB", "coronatoegangsbewijs"),
        # a word behind has none of the letters
        ("Door de Rijksdienst voor Ondernemend Nederland (RVO).", "RVO", "Rijksdienst voor Ondernemend Nederland"),
        ("Op Curaçao, Aruba en Sint Maarten (CAS) geldt dit.", "CAS", "Curaçao, Aruba en Sint Maarten"),
    ],
)
def test_the_forms_of_letters(text: str, short: str, long: str) -> None:
    assert found(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "De minister (hierna: de minister) antwoordt.",  # nothing is shortened
        "Verordening 2016/679 (hierna: de verordening) geldt.",
        "Op verzoek van de leden Van Dijk en Regerschot (VVD).",
        "Het bedrag (EUR 5.000) is betaald.",
        "In het land (Rusland) is dat zo.",
        "Zie bijlage I (II).",
        "Zie onder deel (De).",
        "Gelet op Verordening 91/670/EEG, Verordening (EG) 12.",
        "Een onderwerp. (OND) Nieuwe zin.",  # the words stand in another sentence
        "Volgens de raad (NAR).",  # letters that are not there
        "Toebedeeld aan sectoren en ketens (SER).",  # all in one word, with another behind it
        "Met gebruikmaking van het oude (GBA).",
        "Het werk van Nederlandse gemeenten (VNG).",  # only "van" begins so
        "(NAR)",
        "",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert found(text) == []


def test_the_supplied_letter() -> None:
    (letter,) = read_file(LETTER).letters
    assert [pair for _, paragraph in letter.paragraphs() for pair in found(paragraph.text)] == [
        ("SG NAVO", "Secretaris-Generaal van de NAVO"),
        ("NAR", "Noord-Atlantische Raad"),
        ("MAP", "Membership Action Plan"),
        ("EDTs", "emerging and disruptive technologies"),
        ("DIANA", "Defence Innovation Accelerator for the North Atlantic"),
    ]


WORDS = st.lists(
    st.sampled_from("Autoriteit Bureau Consument Dienst Emissie Fonds Gemeenten Handel Justitie Kamer".split()),
    min_size=2,
    max_size=8,
    unique=True,
)


@given(WORDS, st.sampled_from(["({})", "(hierna: {})", "(hierna de {})", ", hierna te noemen {}", "(hereinafter: {})"]))
def test_initials_stand_for_their_words(words: list[str], form: str) -> None:
    short, long = "".join(word[0] for word in words), " ".join(words)
    separator = "" if form.startswith(",") else " "
    assert found(f"Zoals de {long}{separator}{form.format(short)} schrijft, is dit zo.") == [(short, long)]


@given(st.text(st.sampled_from("AbCd Raad(),.[]«» hierna: de-\n\u00a0é1İ"), max_size=200) | st.text(max_size=100))
def test_both_stand_in_the_text(text: str) -> None:
    for short, long in found(text):
        assert short in text
        assert long in text
        assert len(short) < len(long)


@pytest.mark.parametrize("piece", ["(AB) ", "Aa Bb ", "(hierna: AB", "AB (a b) ", ", hierna AB", "a" * 50, "- "])
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    find_abbreviations(piece * (100_000 // len(piece)))
