"""Citations: the examples of the Leidraad, and the years in which a century turns."""

import datetime
from dataclasses import replace

import pytest

from corpus import Metadata, Paragraph, Section, cite, locator
from corpus.citation import dutch_date, path_ends, vergaderjaar
from corpus.letter import Chamber, Sender


@pytest.mark.parametrize(
    ("printed", "cited"),
    [
        ("2020–2021", "2020/21"),
        ("2020-2021", "2020/21"),
        ("2020 – 2021", "2020/21"),
        ("2020—2021", "2020/21"),
        ("2020/21", "2020/21"),
        ("2008/2009", "2008/09"),
        ("2009–10", "2009/10"),
        ("1999–2000", "1999/2000"),
        ("1999-00", "1999/2000"),
        ("vergaderjaar 1998–1999, 26 200", "1998/99"),
        ("2020", None),
        ("", None),
        ("2020–20212", None),
    ],
)
def test_vergaderjaar(printed: str, cited: str | None) -> None:
    assert vergaderjaar(printed) == cited


@pytest.mark.parametrize(
    ("dossier", "number", "year", "chamber", "page", "cited"),
    [
        ("28676", "372", "2020/21", "II", "3", "Kamerstukken II 2020/21, 28676, nr. 372, p. 3"),
        ("28676", "372", "2020/21", "II", None, "Kamerstukken II 2020/21, 28676, nr. 372"),
        ("33802", "C", "2012/13", "I", "3", "Kamerstukken I 2012/13, 33802, C, p. 3"),
        ("31700 VI", "D", "2008/09", "I", None, "Kamerstukken I 2008/09, 31700 VI, D"),
        ("36600 VII", "1", "2024/25", "II", None, "Kamerstukken II 2024/25, 36600 VII, nr. 1"),
        ("21501-02", "3174", "2024/25", "II", None, "Kamerstukken II 2024/25, 21501-02, nr. 3174"),
        ("26200", "5", "1999/2000", "II", None, "Kamerstukken II 1999/2000, 26200, nr. 5"),
        ("28676", "372", None, "II", None, "Kamerstukken II, 28676, nr. 372"),
        ("28676", "372", "2020/21", None, None, "Kamerstukken 2020/21, 28676, nr. 372"),
    ],
)
def test_a_kamerstuk(
    dossier: str, number: str, year: str | None, chamber: Chamber | None, page: str | None, cited: str
) -> None:
    metadata = Metadata(dossier=dossier, number=number, vergaderjaar=year, chamber=chamber)
    assert cite(metadata, "Titel", page) == cited


def test_what_is_no_kamerstuk_is_cited_by_title_and_date() -> None:
    dated = Metadata(date=datetime.date(2021, 6, 5))
    assert cite(dated, "Verslag") == "Verslag, 5 juni 2021"
    assert cite(dated, "Verslag", "2") == "Verslag, 5 juni 2021, p. 2"
    assert cite(Metadata(dossier="28676"), "Verslag") == "Verslag"


def test_what_a_minister_signs_and_sends_to_nobody_is_no_letter() -> None:
    signed = Metadata(date=datetime.date(2021, 6, 5), senders=(Sender("Minister van Water"),))
    assert cite(signed, "Convenant Zonnepanelen") == "Convenant Zonnepanelen, 5 juni 2021"
    title = "Regeling van de Minister van Water van 5 juni 2021"
    assert cite(signed, title) == f"{title}, 5 juni 2021"
    sent = replace(signed, subject="Convenant Zonnepanelen")
    assert cite(sent, "Convenant") == "Brief van de minister van Water over ‘Convenant Zonnepanelen’, 5 juni 2021"
    assert cite(replace(signed, chamber="II"), "Convenant").startswith("Brief van de minister van Water aan de Tweede")
    assert cite(signed, "Conventies").startswith("Brief van")
    for office, named in (
        ("Autoriteit Consument en Markt", "de Autoriteit Consument en Markt"),
        ("Directeur Directie Energie", "de directeur Directie Energie"),
        ("MINISTER VAN WATER", "de minister van Water"),
        ("Minister-President, Minister van Algemene Zaken", "de minister-president, minister van Algemene Zaken"),
        ("MINISTER-PRESIDENT, MINISTER VAN ALGEMENE ZAKEN", "de minister-president, minister van Algemene Zaken"),
        ("Inspecteur-Generaal van de Inspectie Water", "de inspecteur-generaal van de Inspectie Water"),
        ("Plaatsvervangend Secretaris-Generaal", "de plaatsvervangend secretaris-generaal"),
        ("Minister van Noord-Holland en Vice-President", "de minister van Noord-Holland en vice-president"),
        ("college van burgemeester en wethouders", "het college van burgemeester en wethouders"),
        ("Gedeputeerde Staten van Gelderland", "Gedeputeerde Staten van Gelderland"),
    ):
        assert cite(replace(signed, senders=(Sender(office),)), "Vuurwerk").startswith(
            f"Brief van {named} over ‘Vuurwerk’"
        )


def test_every_month() -> None:
    assert [dutch_date(f"2024-{month:02}-01").split()[1] for month in range(1, 13)] == [
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ]  # fmt: skip


def test_the_locator_names_the_innermost_section() -> None:
    paragraph = Paragraph("x#lasten.2", 2, "Tekst.")
    assert locator(Section("B", 3, ("A", "B"), (paragraph,)), paragraph) == "§ B, al. 2"
    assert locator(Section(None, 0, (), (paragraph,)), paragraph) == "al. 2"


def test_the_locator_names_those_above_where_the_heading_is_not_the_only_one() -> None:
    paragraph = Paragraph("x#planning.1", 1, "Tekst.")
    paths = (("Infrastructuur", "Wegen", "Planning"), ("Spoor", "Planning"), ("Spoor", "Cijfers"), ("Planning",))
    sections = [Section(path[-1], 3, path, (paragraph,)) for path in paths]
    assert [locator(section, paragraph, path_ends(sections)) for section in sections] == [
        "§ Wegen › Planning, al. 1",
        "§ Spoor › Planning, al. 1",
        "§ Cijfers, al. 1",
        "§ Planning, al. 1",
    ]
