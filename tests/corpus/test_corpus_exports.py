"""Citations for documents of every kind, and for reference managers, read back by the libraries that read theirs."""

import datetime
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import Letter, Metadata, Paragraph, Section, Sender, cite, locator
from corpus.blocks import folded
from corpus.exports import Form, export
from corpus.letter import Chamber

DEFENCE = Sender("Minister van Defensie", "A.Th.B. Bijleveld-Schouten")
NATURE = Sender("Minister van Landbouw, Natuur en Visserij")
DAY = datetime.date(2021, 6, 25)
NAVO = Metadata(
    dossier="28676",
    dossier_title="NAVO",
    number="372",
    vergaderjaar="2020/21",
    chamber="II",
    date=DAY,
    place="Den Haag",
    kind="BRIEF VAN DE MINISTER VAN DEFENSIE",
    senders=(DEFENCE, NATURE),
)
WATER = Metadata(
    chamber="II",
    date=datetime.date(2022, 12, 22),
    subject="Water en Bodem sturend",
    kenmerk="IENW/BSK-2022/1",
    senders=(Sender("Minister van Infrastructuur en Waterstaat"),),
)


def exported(
    metadata: Metadata,
    form: Form,
    *,
    id_: str = "kst-28676-372",
    title: str = "Verslag van de top",
    page: str | None = "3",
    url: str | None = "https://zoek.officielebekendmakingen.nl/kst-28676-372.html",
) -> str:
    paragraph = Paragraph(f"{id_}#lasten.2", 2, "Tekst.", page=page)
    section = Section("Lasten & baten", 2, ("Lasten & baten",), (paragraph,))
    return export(Letter(id_, title, metadata, (section,), url=url), form, page, locator(section, paragraph))


def test_who_signs_without_an_office_is_named() -> None:
    motion = replace(NAVO, senders=(Sender("", "Pijpelink"), Sender("", "Haage")))
    assert json.loads(exported(motion, "csl-json"))[0]["author"] == [{"literal": "Pijpelink"}, {"literal": "Haage"}]
    assert "author = {{Pijpelink} and {Haage}}" in exported(motion, "bibtex")
    assert rispy.loads(exported(motion, "ris"))[0]["authors"] == ["Pijpelink", "Haage"]
    for_another = replace(WATER, senders=(*WATER.senders, Sender("", "A. Een")))
    assert cite(for_another, "Titel").startswith("Brief van de minister van Infrastructuur en Waterstaat en A. Een aan")


@pytest.mark.parametrize(
    ("identifier", "chamber", "year", "number", "cited"),
    [
        ("ah-tk-20232024-1314", "II", "2023/24", "1314", "Aanhangsel Handelingen II 2023/24, nr. 1314"),
        ("ah-tk-20232024-1314", None, None, None, "Aanhangsel Handelingen II 2023/24, nr. 1314"),
        ("ah-ek-20142015-12", None, None, None, "Aanhangsel Handelingen I 2014/15, nr. 12"),
        ("ah-tk-19992000-12", None, None, None, "Aanhangsel Handelingen II 1999/2000, nr. 12"),
        ("antwoord", "II", "2023/24", "1314", "Aanhangsel Handelingen II 2023/24, nr. 1314"),
        ("ah-1314", "II", "2025/26", "1314", "Aanhangsel Handelingen II 2025/26, nr. 1314"),
        ("h-tk-20222023-84-12", None, None, None, "Handelingen II 2022/23, nr. 84, item 12"),
        ("h-ek-20072008-70", None, None, None, "Handelingen I 2007/08, nr. 70"),
        ("h-vv-20222023-1-1", None, None, None, "Handelingen 2022/23, nr. 1, item 1"),
    ],
)
def test_answers_and_proceedings(
    identifier: str, chamber: Chamber | None, year: str | None, number: str | None, cited: str
) -> None:
    metadata = Metadata(chamber=chamber, vergaderjaar=year, number=number)
    assert cite(metadata, "Titel", None, identifier) == cited
    assert cite(metadata, "Titel", "5", identifier) == f"{cited}, p. 5"


def test_an_annex_is_cited_with_the_paper_that_it_belongs_to() -> None:
    metadata = Metadata(dossier="34389", number="9", vergaderjaar="2015/16", chamber="II")
    assert cite(metadata, "Rapport", None, "blg-1184123") == "Bijlage bij Kamerstukken II 2015/16, 34389, nr. 9"
    assert exported(metadata, "html", id_="blg-1184123", page=None) == (
        "Bijlage bij <i>Kamerstukken II</i> 2015/16, 34389, nr. 9"
    )
    assert cite(Metadata(date=DAY), "Rapport", None, "blg-1184123") == "Rapport, 25 juni 2021"


@pytest.mark.parametrize(
    ("metadata", "cited"),
    [
        (
            WATER,
            "Brief van de minister van Infrastructuur en Waterstaat aan de Tweede Kamer over ‘Water en Bodem sturend’, "
            "22 december 2022 (kenmerk IENW/BSK-2022/1)",
        ),
        (
            Metadata(senders=(DEFENCE, NATURE), addressee="De Nationale ombudsman"),
            "Brief van de minister van Defensie en de minister van Landbouw, Natuur en Visserij aan de Nationale "
            "ombudsman over ‘Titel’",
        ),
        (
            Metadata(senders=(DEFENCE,) * 3, chamber="I", date=DAY),
            "Brief van de minister van Defensie, de minister van Defensie en de minister van Defensie aan de Eerste "
            "Kamer over ‘Titel’, 25 juni 2021",
        ),
        (Metadata(senders=(DEFENCE,), addressee="J. Jansen"), "Brief van de minister van Defensie over ‘Titel’"),
        (Metadata(date=DAY, kenmerk="X/1"), "Titel, 25 juni 2021 (kenmerk X/1)"),
        (Metadata(kenmerk="X/1"), "Titel (kenmerk X/1)"),
        (Metadata(number="3"), "Titel"),
    ],
)
def test_a_letter_that_is_no_kamerstuk(metadata: Metadata, cited: str) -> None:
    assert cite(metadata, "Titel") == cited
    assert cite(metadata, "Titel", "2") == f"{cited}, p. 2"


def test_text_and_html() -> None:
    assert exported(NAVO, "text") == "Kamerstukken II 2020/21, 28676, nr. 372, p. 3"
    assert exported(NAVO, "text", page=None) == "Kamerstukken II 2020/21, 28676, nr. 372"
    assert exported(NAVO, "html") == "<i>Kamerstukken II</i> 2020/21, 28676, nr. 372, p. 3"
    senate = Metadata(dossier="31700 VI", number="D", vergaderjaar="2008/09", chamber="I")
    assert exported(senate, "html", page="4") == "<i>Kamerstukken I</i> 2008/09, 31700 VI, D, p. 4"
    assert exported(Metadata(), "html", title="R&D <b>", page=None, id_="x") == "R&amp;D &lt;b&gt;"


def csl(metadata: Metadata, **others: Any) -> dict[str, Any]:
    (item,) = json.loads(exported(metadata, "csl-json", **others))
    return item  # type: ignore[no-any-return]


def test_csl_json_of_a_kamerstuk() -> None:
    assert csl(NAVO) == {
        "id": "kst-28676-372",
        "type": "bill",
        "title": "Verslag van de top",
        "container-title": "Kamerstukken II",
        "volume": "2020/21",
        "number": "28676, nr. 372",
        "author": [{"literal": "Minister van Defensie"}, {"literal": "Minister van Landbouw, Natuur en Visserij"}],
        "issued": {"date-parts": [[2021, 6, 25]]},
        "language": "nl",
        "genre": "BRIEF VAN DE MINISTER VAN DEFENSIE",
        "publisher-place": "Den Haag",
        "locator": "3",
        "annote": "Plaats: § Lasten & baten, al. 2",
        "URL": "https://zoek.officielebekendmakingen.nl/kst-28676-372.html",
        "archive": "Officiële bekendmakingen",
        "archive_location": "kst-28676-372",
    }


def test_csl_json_of_others() -> None:
    letter = csl(WATER, id_="water", url=None, page=None)
    assert (letter["type"], letter["number"]) == ("report", "IENW/BSK-2022/1")
    assert letter.keys().isdisjoint({"container-title", "volume", "locator", "URL", "archive", "archive_location"})
    answers = csl(Metadata(), id_="ah-tk-20232024-1314")
    assert (answers["container-title"], answers["volume"], answers["number"]) == (
        "Aanhangsel Handelingen II",
        "2023/24",
        "nr. 1314",
    )
    yearless = csl(Metadata(dossier="28676", number="372", chamber="II"))
    assert (yearless.get("volume"), yearless["number"]) == (None, "28676, nr. 372")
    assert csl(Metadata(language="en"))["language"] == "en"


# What CSL's schema for items (1.0.2) allows of what is written here: variables that are text, names and dates.
_TEXTS = frozenset(
    "id type title container-title volume number language genre publisher-place locator annote URL archive "
    "archive_location".split()
)


def kamerstukken() -> st.SearchStrategy[Metadata]:
    line = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=30)
    line = line.map(folded).filter(bool)
    maybe = st.none()
    return st.builds(
        Metadata,
        dossier=maybe | st.sampled_from(["28676", "36600 VII", "21501-02"]),
        number=maybe | st.sampled_from(["1", "372", "C", "AB"]),
        vergaderjaar=maybe | st.sampled_from(["2020/21", "1999/2000"]),
        chamber=maybe | st.sampled_from(["I", "II"]),
        date=maybe | st.dates(datetime.date(1815, 1, 1), datetime.date(2100, 1, 1)),
        place=maybe | line,
        kind=maybe | line,
        addressee=maybe | line,
        subject=maybe | line,
        kenmerk=maybe | line,
        senders=st.lists(line.map(Sender), max_size=3).map(tuple),
        language=st.sampled_from([None, "nl", "en"]),
    )


@settings(deadline=None, max_examples=100)
@given(kamerstukken(), st.sampled_from([None, "3", "12-13"]))
def test_csl_json_holds_only_what_its_schema_allows(metadata: Metadata, page: str | None) -> None:
    item = csl(metadata, page=page)
    for name, value in item.items():
        if name == "author":
            assert all(author.keys() == {"literal"} and author["literal"] for author in value)
        elif name == "issued":
            ((year, month, day),) = value["date-parts"]
            assert datetime.date(year, month, day) == metadata.date
        else:
            assert name in _TEXTS
            assert isinstance(value, str)
            assert value
    assert item["type"] in ("bill", "report")


class _Words(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words += data


@settings(deadline=None, max_examples=100)
@given(kamerstukken(), st.sampled_from([None, "3", "12-13"]))
def test_html_reads_as_the_text_does(metadata: Metadata, page: str | None) -> None:
    html = exported(metadata, "html", page=page)
    assert _Words(html).words == exported(metadata, "text", page=page)
    assert set(re.findall(r"<[^>]*>", html)) <= {"<i>", "</i>"}


def bibtex(written: str) -> dict[str, str]:
    library = bibtexparser.parse_string(written, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {"key": entry.key, **{field.key: field.value for field in entry.fields}}


def test_bibtex_of_a_kamerstuk() -> None:
    assert bibtex(exported(NAVO, "bibtex")) == {
        "key": "kst-28676-372",
        "author": "Minister van Defensie and Minister van Landbouw, Natuur en Visserij",
        "title": "Verslag van de top",
        "howpublished": "Kamerstukken II 2020/21, 28676, nr. 372, p. 3",
        "year": "2021",
        "month": "6",
        "date": "2021-06-25",
        "number": "372",
        "pages": "3",
        "language": "dutch",
        "annote": "Plaats: § Lasten & baten, al. 2",
        "url": "https://zoek.officielebekendmakingen.nl/kst-28676-372.html",
    }


def test_what_crosses_a_page_is_cited_by_both() -> None:
    assert exported(NAVO, "text", page="3-4") == "Kamerstukken II 2020/21, 28676, nr. 372, p. 3-4"
    assert "pages = {3--4}" in exported(NAVO, "bibtex", page="3-4")
    read = ris(exported(NAVO, "ris", page="3-4"))
    assert (read["start_page"], read["end_page"]) == ("3", "4")
    assert csl(NAVO, page="3-4")["locator"] == "3-4"


def test_bibtex_keeps_offices_whole_and_signs_escaped() -> None:
    written = exported(NAVO, "bibtex", title="50% van R&D_x, {coördinatie} #1 $", id_="brief {1}, $x")
    assert "author = {{Minister van Defensie} and {Minister van Landbouw, Natuur en Visserij}}" in written
    assert r"title = {{50\% van R\&D\_x, \{co\"ordinatie\} \#1 \$}}" in written
    assert written.startswith("@misc{brief--1----x,")


titles = st.text(
    st.sampled_from("abc éëïç&%$#_{}~^\\\"'«»‘’“”–—€§<>[]()@,;:/|=+-*!? 123"), min_size=1, max_size=40
).map(lambda text: f"x{folded(text)}x")


@settings(deadline=None, max_examples=200)
@given(titles)
@example("x{x")
@example("x}x")
@example("x\\x")
def test_any_title_survives_bibtex(title: str) -> None:
    written = exported(NAVO, "bibtex", title=title)
    assert written.isascii()
    assert len(re.findall(r"(?<!\\)\{", written)) == len(re.findall(r"(?<!\\)\}", written))
    read = bibtex(written)["title"]
    # straight quotes and hyphens beside each other are ligatures to LaTeX, whose ^ and ~ are accents without a letter
    same = str.maketrans("ˆ˜", "^~", "'\"‘’“”-–—‚ {}")
    assert read.translate(same) == title.translate(same)


def ris(written: str) -> dict[str, Any]:
    (reference,) = rispy.loads(written)
    return reference  # type: ignore[no-any-return]


def test_ris_of_a_kamerstuk() -> None:
    written = exported(NAVO, "ris")
    assert written.startswith("TY  - GOVDOC\n")
    assert written.endswith("ER  - \n")
    assert ris(written) == {
        "type_of_reference": "GOVDOC",
        "title": "Verslag van de top",
        "authors": ["Minister van Defensie"],
        "publisher": "Minister van Defensie; Minister van Landbouw, Natuur en Visserij",
        "year": "2021",
        "date": "2021/06/25/",
        "place_published": "Den Haag",
        "volume": "2020/21",
        "number": "372",
        "start_page": "3",
        "language": "nl",
        "accession_number": "kst-28676-372",
        "urls": ["https://zoek.officielebekendmakingen.nl/kst-28676-372.html"],
        "name_of_database": "Officiële bekendmakingen",
        "notes": ["Kamerstukken II 2020/21, 28676, nr. 372, p. 3", "Plaats: § Lasten & baten, al. 2"],
    }


@settings(deadline=None, max_examples=100)
@given(titles)
@example("xER  - x")
@example("x\nER  - \nTY  - JOUR\nx")
def test_any_title_survives_ris(title: str) -> None:
    assert ris(exported(NAVO, "ris", title=title))["title"] == folded(title)


def test_years_of_less_than_four_figures_and_letters_without_anything() -> None:
    bare = exported(Metadata(), "ris", url=None, page=None, id_="x")
    assert ris(bare) == {
        "type_of_reference": "GOVDOC",
        "title": "Verslag van de top",
        "language": "nl",
        "accession_number": "x",
        "notes": ["Verslag van de top", "Plaats: § Lasten & baten, al. 2"],
    }
    assert bibtex(exported(Metadata(), "bibtex", url=None, page=None, id_="x")).keys() == {
        "key", "title", "howpublished", "language", "annote",
    }  # fmt: skip
