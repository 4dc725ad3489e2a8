"""Letterheads of ministries, by their words alone: the same in every format, and never part of the running text."""

import datetime
from html import escape
from pathlib import Path

import pytest

from corpus import Letter, Sender, cite, read
from tests.corpus.docx_files import made, p, row, styled, table

ADDRESS = (
    "> Retouradres Postbus 20901 2500 EX Den Haag",
    "De voorzitter van de Tweede Kamer",
    "der Staten-Generaal",
    "Postbus 20018",
    "2500 EA DEN HAAG",
)
LABELS = (
    ("Datum", "22 december 2022"),
    ("Betreft", "Emissies door de luchtvaart"),
    ("Ons kenmerk", "IENW/BSK-2022/1"),
    ("Uw kenmerk", "2022Z1/2"),
    ("Bijlage(n)", "1"),
)
SALUTATION = "Geachte voorzitter,"
BODY = ("In de Kamer is de afgelopen jaren veel aandacht besteed aan de luchtvaart.", "Betreft dit Schiphol? Ja.")
SIGNED = ("Hoogachtend,", "DE STAATSSECRETARIS VAN INFRASTRUCTUUR EN WATERSTAAT,", "drs. V.L.W.A. Heijnen")
AFTER = (SALUTATION, *BODY, *SIGNED)
SPACED = tuple(f"{label} {value}" for label, value in LABELS)
WITH_COLONS = tuple(f"{label}: {value}" for label, value in LABELS)


def page(*elements: str) -> str:
    return f"<html><body>{''.join(elements)}{''.join(f'<p>{line}</p>' for line in AFTER)}</body></html>"


def lines_of(kind: str, lines: tuple[str, ...]) -> str | bytes:
    match kind:
        case "blocks.md":
            return "\n\n".join((*ADDRESS, *lines, *AFTER))
        case "lines.md":
            return "\n\n".join(("\n".join(ADDRESS), "\n".join(lines), *AFTER))
        case "hard breaks.md":
            return "\n\n".join(("  \n".join(ADDRESS), "  \n".join(lines), *AFTER))
        case "lines.txt":
            return "\n\n".join(("\n".join(ADDRESS), "\n".join(lines), *AFTER))
        case "paragraphs.html":
            return page(*(f"<p>{escape(line)}</p>" for line in (*ADDRESS, *lines)))
        case "breaks.html":
            return page(f"<p>{escape(ADDRESS[0])}</p><p>", "<br>".join(ADDRESS[1:]), "</p><p>", "<br>".join(lines))
        case _:
            return made("".join(p(escape(line)) for line in (*ADDRESS, *lines, *AFTER)))


OTHER_FORMS: dict[str, str | bytes] = {
    "bold labels.md": "\n\n".join(("  \n".join(ADDRESS), *(f"**{a}** {b}" for a, b in LABELS), *AFTER)),
    "labels apart.md": "\n\n".join(("  \n".join(ADDRESS), *(part for each in LABELS for part in each), *AFTER)),
    "table.md": "\n\n".join(
        ("\n".join(ADDRESS), "\n".join(["| | |", "|-|-|", *(f"| {a} | {b} |" for a, b in LABELS)]), *AFTER)
    ),
    "table.html": page(
        f"<h1>Kamerbrief</h1><p>{'<br>'.join(ADDRESS[1:])}</p><table>",
        *(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in LABELS),
        "</table>",
    ),
    "terms.html": page(
        f"<p>{'<br>'.join(ADDRESS[1:])}</p><dl>", *(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in LABELS), "</dl>"
    ),
    "spans.html": page(
        *(f"<div>{line}</div>" for line in ADDRESS[1:]),
        *(f"<div><span>{label}</span> <span>{value}</span></div>" for label, value in LABELS),
    ),
    "table.docx": made(
        "".join(p(escape(line)) for line in ADDRESS)
        + table(*(row(*each) for each in LABELS))
        + "".join(p(line) for line in AFTER)
    ),
    "tabs.docx": made(
        "".join(p(escape(line)) for line in ADDRESS)
        + "".join(p(f"<w:r><w:t>{a}</w:t><w:tab/><w:t>{b}</w:t></w:r>") for a, b in LABELS)
        + "".join(p(line) for line in AFTER)
    ),
    "without salutation.md": "\n\n".join((*ADDRESS, *SPACED, *AFTER[1:])),
    "without salutation.docx": made("".join(p(escape(line)) for line in (*ADDRESS, *WITH_COLONS, *AFTER[1:]))),
}
FORMS = OTHER_FORMS | {
    f"{style} {kind}": lines_of(kind, lines)
    for style, lines in (("spaced", SPACED), ("with colons", WITH_COLONS))
    for kind in (
        "blocks.md",
        "lines.md",
        "hard breaks.md",
        "lines.txt",
        "paragraphs.html",
        "breaks.html",
        "paragraphs.docx",
    )
}


def read_back(folder: Path, name: str, content: str | bytes) -> Letter:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(file)


def running(letter: Letter) -> tuple[str, ...]:
    return tuple(paragraph.text for _, paragraph in letter.paragraphs())


@pytest.mark.parametrize("name", FORMS)
def test_a_letterhead_is_read_in_every_form(tmp_path: Path, name: str) -> None:
    letter = read_back(tmp_path, name, FORMS[name])
    data = letter.metadata
    assert running(letter) == BODY
    assert (data.subject, data.kenmerk, data.date, data.addressee, data.chamber, data.senders) == (
        "Emissies door de luchtvaart",
        "IENW/BSK-2022/1",
        datetime.date(2022, 12, 22),
        "De voorzitter van de Tweede Kamer der Staten-Generaal",
        "II",
        (Sender("STAATSSECRETARIS VAN INFRASTRUCTUUR EN WATERSTAAT", "drs. V.L.W.A. Heijnen"),),
    )
    assert letter.title == ("Kamerbrief" if "<h1>" in str(FORMS[name]) else "Emissies door de luchtvaart")
    words = " ".join(letter.head)
    assert all(part in words for label, value in LABELS for part in (label, value))


@pytest.mark.parametrize("form", ["brief.md", "brief.docx"])
def test_below_a_subject_a_heading_alone_is_no_title(tmp_path: Path, form: str) -> None:
    above, below = (*ADDRESS, *WITH_COLONS, SALUTATION, BODY[0]), BODY[1]
    made_of = {
        "brief.md": "\n\n".join((*above, "# Planning", below)),
        "brief.docx": made("".join(map(p, map(escape, above))) + p("Planning", styled("Heading1")) + p(below)),
    }
    letter = read_back(tmp_path, form, made_of[form])
    assert (letter.title, [section.path for section in letter.sections]) == (
        "Emissies door de luchtvaart",
        [(), ("Planning",)],
    )


def test_above_a_letterhead_it_is(tmp_path: Path) -> None:
    text = "\n\n".join(("# Brief over luchtvaart", *ADDRESS, *WITH_COLONS, SALUTATION, BODY[0]))
    letter = read_back(tmp_path, "brief.md", text)
    assert (letter.title, [section.path for section in letter.sections]) == ("Brief over luchtvaart", [()])


@pytest.mark.parametrize(
    "lines",
    [
        ("Betreft dit ook de luchtvaart? Daarover gaat deze brief.", "Datum van ontvangst was 2 maart 2022."),
        ("Onderwerp van gesprek was het klimaat, waarover veel is gezegd.", "Bijlage 1 bevat het verslag."),
        ("Uw brief van 3 maart 2021 heb ik ontvangen.", "Kenmerk van deze aanpak is samenwerking."),
        ("Hierbij zend ik u het verslag van het overleg.", "Datum: 2 maart 2022", "Betreft: verslag"),
        ("Datum: nog niet bekend", "Verder volgt nader bericht."),
    ],
)
@pytest.mark.parametrize("salutation", [(SALUTATION,), ()])
def test_a_first_paragraph_is_no_letterhead(
    tmp_path: Path, lines: tuple[str, ...], salutation: tuple[str, ...]
) -> None:
    letter = read_back(tmp_path, "brief.md", "\n\n".join((*salutation, *lines, *BODY)))
    assert running(letter) == (*lines, *BODY)
    assert (letter.metadata.subject, letter.metadata.date, letter.metadata.kenmerk) == (None, None, None)


def test_one_label_without_a_salutation_is_not_enough(tmp_path: Path) -> None:
    letter = read_back(tmp_path, "brief.md", "\n\n".join(("Onderwerp: water", *BODY)))
    assert running(letter) == ("Onderwerp: water", *BODY)


def test_a_subject_may_go_on_on_the_next_line(tmp_path: Path) -> None:
    head = "Datum 2 maart 2022\nBetreft Emissies door de luchtvaart\nen wat daaraan wordt gedaan"
    letter = read_back(tmp_path, "brief.txt", "\n\n".join((head, "Geachte heer Jansen,", *BODY)))
    assert letter.metadata.subject == "Emissies door de luchtvaart en wat daaraan wordt gedaan"
    assert running(letter) == BODY


@pytest.mark.parametrize(
    ("lines", "subject"),
    [
        ("Vernieuwing Bruggen en\nTunnels eerste halfjaar 2023", "Vernieuwing Bruggen en Tunnels eerste halfjaar 2023"),
        ("Verslag van de\nTop 2021\nin Brussel", "Verslag van de Top 2021 in Brussel"),
        ("Agenda voor\nNederland 2030", "Agenda voor Nederland 2030"),
        # an address, as long as the subject could end above it
        ("Vernieuwing Bruggen\nPlesmanweg 1\n2597 JG Den Haag", "Vernieuwing Bruggen"),
        ("Vernieuwing Bruggen 2023\nRijnstraat 8", "Vernieuwing Bruggen 2023"),
        ("Vernieuwing Bruggen en\nPostbus 20901\n2500 EX Den Haag", "Vernieuwing Bruggen en"),
        ("Vernieuwing Bruggen en\nPagina 1 van 2", "Vernieuwing Bruggen en"),
        ("Vernieuwing Bruggen en\nT 070 456 0000", "Vernieuwing Bruggen en"),
        ("Vernieuwing Bruggen en\nwww.minienw.nl", "Vernieuwing Bruggen en"),
        ("Bezoek aan het\nMinisterie van Defensie", "Bezoek aan het Ministerie van Defensie"),
        # what stands apart, or behind a label of its own
        ("Vernieuwing Bruggen en\n\nPlesmanweg 1", "Vernieuwing Bruggen en"),
        ("Vernieuwing Bruggen en\nOns kenmerk W/1", "Vernieuwing Bruggen en"),
    ],
)
def test_a_subject_that_breaks_off_goes_on_in_what_looks_like_an_address(
    tmp_path: Path, lines: str, subject: str
) -> None:
    head = f"Datum 2 maart 2022\nBetreft {lines}"
    letter = read_back(tmp_path, "brief.txt", "\n\n".join((head, "Geachte heer Jansen,", *BODY)))
    assert (letter.metadata.subject, running(letter)) == (subject, BODY)


def test_labels_under_each_other_say_nothing(tmp_path: Path) -> None:
    text = "Datum\n\nOns kenmerk\n\n2 maart 2022\n\nW/1\n\nBetreft: water\n\nGeachte voorzitter,\n\n"
    letter = read_back(tmp_path, "brief.md", text + "\n\n".join(BODY))
    assert (letter.metadata.subject, letter.metadata.kenmerk) == ("water", None)
    assert running(letter) == BODY


@pytest.mark.parametrize(
    "printed",
    [
        *("4 april 2023", "4 apr. 2023", "04-04-2023", "4.4.2023", "04/04/2023", "2023-04-04", "4 APR 2023"),
        *("4 April 2023", "dinsdag 4 april 2023", "Tuesday 4 April 2023"),
    ],
)
@pytest.mark.parametrize("label", ["Datum:", "Datum", "Date:", "Date"])
def test_a_date_may_be_written_in_many_ways(tmp_path: Path, label: str, printed: str) -> None:
    letter = read_back(tmp_path, "brief.txt", "\n\n".join((f"{label} {printed}\nOns kenmerk: W/1", SALUTATION, *BODY)))
    assert (letter.metadata.date, running(letter)) == (datetime.date(2023, 4, 4), BODY)


@pytest.mark.parametrize("printed", ["4.13.2023", "2023-02-31", "4 eerste 2023", "artikel 4.4.20231"])
def test_what_is_no_day_is_no_date(tmp_path: Path, printed: str) -> None:
    letter = read_back(tmp_path, "brief.txt", "\n\n".join((f"Datum: {printed}\nOns kenmerk: W/1", *BODY)))
    assert letter.metadata.date is None


def test_months_have_their_english_names(tmp_path: Path) -> None:
    names = "January February March April May June July August September October November December".split()
    for number, name in enumerate(names, 1):
        text = "\n\n".join((f"Date: 14 {name} 2021\nOur reference: W/1", "Dear Madam President,", *BODY))
        assert read_back(tmp_path, "brief.txt", text).metadata.date == datetime.date(2021, number, 14)


@pytest.mark.parametrize("form", ["brief.txt", "brief.md"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_place_and_a_day_may_stand_among_labels(tmp_path: Path, form: str, between: str) -> None:
    lines = between.join(("Zwolle, maandag 3 april 2023", "Kenmerk: 2023/1", "Betreft: Water"))
    letter = read_back(tmp_path, form, "\n\n".join((lines, SALUTATION, *BODY)))
    said = letter.metadata
    assert (said.place, said.date, said.kenmerk, said.subject) == (
        "Zwolle",
        datetime.date(2023, 4, 3),
        "2023/1",
        "Water",
    )
    assert running(letter) == BODY


def test_what_a_label_says_is_the_day_of_the_letter_whatever_stands_above(tmp_path: Path) -> None:
    lines = "Advies Raad van State, 3 mei 2022\nZwolle, 4 mei 2022\nDatum: 5 mei 2022\nBetreft: Water"
    letter = read_back(tmp_path, "brief.txt", "\n\n".join((lines, SALUTATION, *BODY)))
    assert letter.metadata.date == datetime.date(2022, 5, 5)


def test_a_table_of_dates_is_no_letterhead(tmp_path: Path) -> None:
    text = "| Datum | Onderwerp |\n|-|-|\n| 2 maart 2022 | water |\n| 3 maart 2022 | lucht |\n\n"
    letter = read_back(tmp_path, "brief.md", text + "\n\n".join(BODY))
    assert letter.metadata.date is None
    assert running(letter)[0].startswith("Datum | Onderwerp")


@pytest.mark.parametrize(
    ("address", "addressee", "chamber"),
    [
        ("Aan de Voorzitter\nvan de Tweede Kamer\nder Staten-Generaal\nBinnenhof 4\n2513 AA Den Haag", "Tweede", "II"),
        ("Aan de Voorzitter van de\nTweede Kamer der Staten-Generaal\nPrinses Irenestraat 6\nDen Haag", "Tweede", "II"),
        ("De Voorzitter van de Eerste Kamer\nder Staten-Generaal\nKazernestraat 52\n2514 CV DEN HAAG", "Eerste", "I"),
    ],
)
def test_an_addressee_ends_where_the_address_begins(tmp_path: Path, address: str, addressee: str, chamber: str) -> None:
    text = "\n\n".join((address, "Datum 2 maart 2022\nBetreft Water", SALUTATION, *BODY))
    letter = read_back(tmp_path, "brief.txt", text)
    found = letter.metadata.addressee
    assert found is not None
    assert found.lower() == f"de voorzitter van de {addressee} kamer der staten-generaal".lower()
    assert (letter.metadata.chamber, running(letter)) == (chamber, BODY)


@pytest.mark.parametrize(
    ("lines", "addressee", "chamber"),
    [
        (
            "President of the House of Representatives\nof the States General\nBinnenhof 4",
            "President of the House of Representatives of the States General",
            "II",
        ),
        ("To the President of the Senate\nKazernestraat 52", "the President of the Senate", "I"),
        ("Aan Provinciale Staten van Gelderland", "Provinciale Staten van Gelderland", None),
        ("Aan Gedeputeerde Staten\nPostbus 1", "Gedeputeerde Staten", None),
        ("Provinciale Staten van Gelderland", None, None),
        ("President of the United States", None, None),
    ],
)
@pytest.mark.parametrize("form", ["brief.txt", "brief.html"])
def test_who_else_is_written_to(
    tmp_path: Path, form: str, lines: str, addressee: str | None, chamber: str | None
) -> None:
    above = (lines, "Date: 2 March 2022\nSubject: Water", "Dear Madam President,", *BODY)
    html = "".join(f"<p>{block}</p>" for block in above).replace("\n", "<br>")
    letter = read_back(tmp_path, form, "\n\n".join(above) if form == "brief.txt" else f"<html>{html}</html>")
    assert (letter.metadata.addressee, letter.metadata.chamber, running(letter)) == (addressee, chamber, BODY)


@pytest.mark.parametrize(
    ("address", "greeting", "addressee", "chamber"),
    [
        ("Tweede Kamer der Staten-Generaal\nPostbus 20018", "Geachte voorzitter,", "Tweede", "II"),
        ("De Eerste Kamer der Staten-Generaal\nKazernestraat 52", "Geachte leden,", "Eerste", "I"),
        ("Tweede Kamer der Staten-Generaal\nPostbus 20018", "Geachte minister,", None, None),
        ("Tweede Kamer der Staten-Generaal\nPostbus 20018", "Geachte leden van de gemeenteraad,", None, None),
        ("Tweede Kamer der Staten-Generaal\nCommissie Water", "Geachte voorzitter,", None, None),
        ("Tweede Kamer der Staten-Generaal\nPostbus 20018\n\nAan de commissie", "Geachte voorzitter,", "", None),
    ],
)
@pytest.mark.parametrize("form", ["brief.txt", "brief.html"])
def test_a_chamber_above_an_address_is_written_to_where_its_members_are_greeted(
    tmp_path: Path, form: str, address: str, greeting: str, addressee: str | None, chamber: str | None
) -> None:
    above = (*address.split("\n\n"), "Datum 2 maart 2022\nBetreft Water", greeting, *BODY)
    html = "".join(f"<p>{block}</p>" for block in above).replace("\n", "<br>")
    letter = read_back(tmp_path, form, "\n\n".join(above) if form == "brief.txt" else f"<html>{html}</html>")
    expected = f"{addressee} Kamer der Staten-Generaal" if addressee else None if addressee is None else "de commissie"
    assert (letter.metadata.addressee, letter.metadata.chamber, running(letter)) == (expected, chamber, BODY)


@pytest.mark.parametrize("street", ["Prinses Irenestraat 6", "Plein 2", "Lange Voorhout 34a", "2595 BD DEN HAAG"])
def test_an_address_may_stand_on_one_line(tmp_path: Path, street: str) -> None:
    address = f"> Retouradres Postbus 1 2500 AA Den Haag De Voorzitter van de Tweede Kamer der Staten-Generaal {street}"
    text = "\n\n".join((address.removeprefix("> "), "Datum 2 maart 2022", "Betreft Water", SALUTATION, *BODY))
    letter = read_back(tmp_path, "brief.md", text)
    found = (letter.metadata.addressee, letter.metadata.chamber)
    assert found == ("De Voorzitter van de Tweede Kamer der Staten-Generaal", "II")
    assert running(letter) == BODY


@pytest.mark.parametrize(
    ("label", "dossier"), [("Kamerdossier: 28 676, nr. 370", "28676"), ("Kamerstuknummer: 28 676, nr. 370", None)]
)
def test_the_number_of_a_paper_that_a_letter_answers_is_not_its_own(
    tmp_path: Path, label: str, dossier: str | None
) -> None:
    head = f"Datum: 2 maart 2022\nKenmerk: W-1\n{label}\nBetreft: Water"
    letter = read_back(tmp_path, "brief.txt", "\n\n".join((head, SALUTATION, *BODY)))
    assert (letter.id, letter.metadata.dossier, letter.metadata.number) == ("brief", dossier, None)


def test_a_memorandum_has_its_labels(tmp_path: Path) -> None:
    head = "Van: A. Een\nAan: de Minister van Water\nDatum: 2 maart 2022\nOnderwerp: vraag"
    letter = read_back(tmp_path, "nota.txt", "\n\n".join((head, "Beste minister,", *BODY)))
    assert (letter.metadata.addressee, letter.title, running(letter)) == ("de Minister van Water", "vraag", BODY)


@pytest.mark.parametrize("sign", ["@", "Datum ", "A ", "\u00a0Betreft", "1 ", "De voorzitter van "])
@pytest.mark.parametrize("before", ["", "# "])
def test_a_head_of_endless_lines_is_read_at_once(tmp_path: Path, sign: str, before: str) -> None:
    text = before + sign * 40_000 + "tot slot."
    letter = read_back(tmp_path, "brief.md", "\n\n".join((text, *BODY)))
    assert running(letter)[-2:] == BODY


@pytest.mark.parametrize(
    ("lines", "subject", "date", "kenmerk", "addressee"),
    [
        (
            ["Onderwerp: Warmte", "Portefeuillehouder: wethouder De Boer", "Datum: 5 maart 2024"],
            "Warmte",
            5,
            None,
            None,
        ),
        (["Datum: 5 maart 2024", "Onderwerp: Warmte", "Kenmerk: 2024-123"], "Warmte", 5, "2024-123", None),
        (
            [
                "Nummer: RIB 7",
                "Datum collegevergadering: 1 maart 2024",
                "Datum verzending: 5 maart 2024",
                "Steller: A. Een",
                "Onderwerp: Warmte",
            ],
            "Warmte",
            5,
            None,
            None,
        ),
        (["Datum: 5 maart 2024", "Onderwerp: Warmte", "mr. J. Jansen"], "Warmte", 5, None, None),
        (["Verzonden: 6 maart 2024", "Datum: 5 maart 2024", "Onderwerp: Warmte"], "Warmte", 5, None, None),
        (
            ["Datum: 5 maart 2024", "Onderwerp: Warmte", "over veiligheid: lessen"],
            "Warmte over veiligheid: lessen",
            5,
            None,
            None,
        ),
        (
            ["Aan: de gemeenteraad", "Verzonden: dinsdag 5 maart 2024 10:12", "Onderwerp: Warmte"],
            "Warmte",
            5,
            None,
            "de gemeenteraad",
        ),
    ],
)
def test_a_value_ends_where_another_label_begins(
    tmp_path: Path, lines: list[str], subject: str, date: int, kenmerk: str | None, addressee: str | None
) -> None:
    letter = read_back(tmp_path, "lines.txt", "\n\n".join(("\n".join(lines), *AFTER)))
    said = letter.metadata
    assert (said.subject, said.kenmerk, said.addressee) == (subject, kenmerk, addressee)
    assert (said.date, said.place) == (datetime.date(2024, 3, date), None)


def test_the_window_of_an_envelope_shows_to_whom_it_goes(tmp_path: Path) -> None:
    lines = [
        "Ministerie van Water",
        "> Retouradres Postbus 20901 2500 EX Den Haag",
        "Het Waterlands Dagblad",
        "t.a.v. de heer R. Een",
        "Postbus 411",
        "1440 AK Purmerend",
        "Datum 4 september 2025",
        "Betreft Uw verzoek",
        "Geachte heer Een,",
    ]
    for name, joined in (("brief.txt", "\n"), ("brief.md", "  \n")):
        letter = read_back(tmp_path, name, f"{joined.join(lines)}\n\nIk wijs het af.\n")
        assert letter.metadata.addressee == "Het Waterlands Dagblad"
    # nobody, or whose letter it is
    for window in ([], ["Bestuurskern", "Directie Water"]):
        below = "\n".join([*lines[:2], *window, *lines[4:]])
        assert read_back(tmp_path, "brief.txt", f"{below}\n\nIk wijs het af.\n").metadata.addressee is None


def test_a_letterhead_may_begin_below_what_tells_of_its_publication(tmp_path: Path) -> None:
    above = "*Documentnummer 0017. Weggelakte passages zijn aangeduid met de grond.*\n\n# TER BESLISSING\n\n"
    labels = "**Aan:** de Staatssecretaris\n\n**Datum:** 7 november 2024\n\n**Nota nummer:** W/1\n\n"
    table = "| | |\n|---|---|\n| **Onderwerp** | Walstroom |\n| **Paraaf chef** | A. Een, 6 november 2024 |\n\n"
    below = "De regeling vervalt.\n\nParaaf Staatssecretaris, 19 november 2024\n"
    data = read_back(tmp_path, "nota.md", above + labels + table + below).metadata
    assert (data.addressee, data.date, data.kenmerk, data.subject) == (
        "de Staatssecretaris",
        datetime.date(2024, 11, 7),
        "W/1",
        "Walstroom",
    )
    without = read_back(tmp_path, "nota.md", above + below)
    assert (without.metadata.date, without.metadata.place) == (None, None)


def test_a_kenmerk_ends_where_another_label_begins_on_its_line(tmp_path: Path) -> None:
    head = [
        "Datum 9 januari 2026 Behandeld door S. Een",
        "Ons kenmerk W-1/DV Doorkiesnummer 06 – 21 55",
        "Onderwerp: dijk",
    ]
    text = "\n".join([*head, "Geachte heer,", "", "De dijk wordt hoger."])
    assert read_back(tmp_path, "brief.txt", text).metadata.kenmerk == "W-1/DV"


def test_a_letterhead_may_stand_right_above_the_greeting_of_a_page(tmp_path: Path) -> None:
    above = "<h1>Kamerbrief over gebitten</h1><p>De staatssecretaris informeert de Kamer erover.</p><h2>Download</h2>"
    labels = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in LABELS)
    head = f"<p>Aan de voorzitter van de Tweede Kamer der Staten-Generaal<br>Postbus 20018</p><table>{labels}</table>"
    meta = '<html><head><meta name="DCTERMS.issued" content="2022-12-29"></head><body>'
    data = read_back(tmp_path, "brief.html", page(above, head).replace("<html><body>", meta)).metadata
    assert (data.date, data.kenmerk, data.subject, data.chamber) == (
        datetime.date(2022, 12, 22),
        "IENW/BSK-2022/1",
        "Emissies door de luchtvaart",
        "II",
    )


def test_a_table_of_labels_has_labels_of_its_own(tmp_path: Path) -> None:
    labels = (
        ("Onderwerp", "Zwembad De Waterlelie"),
        ("Zaaknummer / documentnummer", "Z/24/1 / D/24/2"),
        ("Agendapunt", "9 (bespreekstuk)"),
        ("Portefeuillehouder", "F. Boukhari"),
        ("Steller", "J. Terpstra"),
    )
    rows = "".join(f"| {label} | {value} |\n" for label, value in labels)
    below = "Aan de raad,\n\nHet dak is op, dus wij stellen voor het te vernieuwen.\n"
    text = f"# Raadsvoorstel\n\n| | |\n|---|---|\n{rows}\n{below}"
    letter = read_back(tmp_path, "voorstel.md", text)
    first = next(paragraph.text for _, paragraph in letter.paragraphs())
    assert first.split("\n") == [f"{label} | {value}" for label, value in labels]  # and can be found as any other
    assert (letter.metadata.kind, letter.title) == ("Raadsvoorstel", "Zwembad De Waterlelie")
    assert cite(letter.metadata, letter.title) == "Raadsvoorstel ‘Zwembad De Waterlelie’"
    # one that has but a label or two is a table of the text
    few = text.replace("Portefeuillehouder", "Kosten").replace("Steller", "Baten")
    assert read_back(tmp_path, "voorstel.md", few).metadata.kind is None


COUNCIL_LETTER = """provincie Overijssel

Provinciale Staten van Overijssel
Luttenbergstraat 2
8000 GB Zwolle

Onderwerp
Vervanging brug

Datum          Kenmerk          Pagina
14.10.2025     2025/0418862     1 van 4

Geachte Statenleden,

Met deze brief stellen wij u op de hoogte van de stand van zaken rond de vervanging van de
Leemansbrug over het kanaal, die veertien maanden later klaar is. Het bureau Ruitenberg &
Post onderschrijft dat.1

Statenbrief brug            2025/0418862            Pagina 2 van 4

Het werk begint in 2026.

Statenbrief brug            2025/0418862            Pagina 3 van 4

Het is dan klaar.
"""


def test_labels_may_stand_in_a_row_and_a_greeting_tell_which_council_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text(COUNCIL_LETTER, "utf-8")
    letter = read(tmp_path / "brief.txt")
    said = letter.metadata
    assert (said.date, said.kenmerk) == (datetime.date(2025, 10, 14), "2025/0418862")
    assert (said.addressee, said.subject) == ("Provinciale Staten van Overijssel", "Vervanging brug")
    # what is at the foot of each page is none of its text, and a line that leans on the next goes on there
    texts = [paragraph.text for _, paragraph in letter.paragraphs()]
    assert texts[-2:] == ["Het werk begint in 2026.", "Het is dan klaar."]
    assert "de vervanging van de Leemansbrug over" in texts[0]
    assert "Ruitenberg & Post" in texts[0]
    assert letter.head[-1].endswith("Pagina 3 van 4")


def test_to_whose_attention_it_is_tells_who_is_written_to(tmp_path: Path) -> None:
    lines = ["Park De Zandkamp B.V.", "t.a.v. mevrouw S. Kuperus", "Heideweg 14", "Betreft: Last onder dwangsom"]
    (tmp_path / "brief.md").write_text("\n\n".join([*lines, "Geachte mevrouw Kuperus,", "Het is verboden."]), "utf-8")
    assert read(tmp_path / "brief.md").metadata.addressee == "Park De Zandkamp B.V."


def test_labels_that_look_like_headings_are_of_the_letterhead(tmp_path: Path) -> None:
    text = """Datum 21 oktober 2025

Betreft Wachttijden

## Ons kenmerk

6583921

## Uw kenmerk

2025Z16482

Bij beantwoording de datum en ons kenmerk vermelden.

Geachte voorzitter,

Hierbij bied ik u de antwoorden aan.

## Vraag 1

Waarom?
"""
    (tmp_path / "brief.md").write_text(text, "utf-8")
    letter = read(tmp_path / "brief.md")
    assert letter.metadata.kenmerk == "6583921"
    assert [section.heading for section in letter.sections] == [None, "Vraag 1"]
    assert next(paragraph.text for _, paragraph in letter.paragraphs()) == "Hierbij bied ik u de antwoorden aan."
    assert "2025Z16482" in letter.head


@pytest.mark.parametrize(
    ("title", "day", "kenmerk"),
    [
        (
            "Regeling van de Minister van Defensie van 4 november 2025, nr. BS/2025-1, houdende regels",
            datetime.date(2025, 11, 4),
            "BS/2025-1",
        ),
        ("Regeling van de Minister van Defensie houdende regels", None, None),
        # the day of another
        ("Besluit van de Minister van VWS tot wijziging van de Regeling zorg van 3 mei 2019, nr. 12-A", None, None),
        ("Intrekking Regeling van de Minister van Defensie van 4 november 2020, nr. BS/2020/1", None, None),
    ],
)
def test_the_title_of_a_regulation_tells_its_day_and_number(
    tmp_path: Path, title: str, day: datetime.date | None, kenmerk: str | None
) -> None:
    (tmp_path / "regeling.md").write_text(f"# {title}\n\n## Artikel 1\n\nEr is geld.\n", "utf-8")
    letter = read(tmp_path / "regeling.md")
    assert (letter.metadata.date, letter.metadata.kenmerk) == (day, kenmerk)
    assert (title in letter.head) == (day is not None)


def test_a_letterhead_in_the_head_of_a_page_of_word_is_of_the_letters_head(tmp_path: Path) -> None:
    beside = ["Directie Woningbouw", "Inlichtingen", "drs. M.H. Ypma", "Kenmerk", "2026-1", "Uw kenmerk", "32 847"]
    text = [p("Datum: 22 april 2026"), p("Geachte voorzitter,"), p("Het gaat goed.")]
    (tmp_path / "brief.docx").write_bytes(made("".join(text), header="".join(map(p, beside))))
    letter = read(tmp_path / "brief.docx")
    assert letter.head[: len(beside)] == tuple(beside)
    assert (letter.metadata.kenmerk, letter.metadata.dossier) == ("2026-1", None)
    assert [paragraph.text for _, paragraph in letter.paragraphs()] == ["Het gaat goed."]
    # what others say again is none of it
    (tmp_path / "ander.docx").write_bytes(made("".join(text), header=p("Kenmerk") + p("2026-1")))
    letter = read(tmp_path / "ander.docx")
    assert "2026-1" not in letter.head


def test_a_table_of_a_page_that_sets_out_a_letterhead_is_no_table(tmp_path: Path) -> None:
    rows = """<table><tr><td>Aan de Voorzitter van de<br>Tweede Kamer der Staten-Generaal<br>Prinses Irenestraat 6</td>
<td><b>Directie Europa</b><br>Rijnstraat 8</td></tr>
<tr><td>Datum&nbsp; 27 maart 2026</td><td><b>Onze referentie</b><br>BZ26</td></tr>
<tr><td>Betreft&nbsp; Verslag</td><td><b>Contactpersoon</b><br>mr. F. Een</td></tr></table>"""
    page = (
        f"<html><body><h1>Verslag van de raad</h1>{rows}<p>Geachte Voorzitter,</p><p>Het is gedaan.</p></body></html>"
    )
    (tmp_path / "brief.html").write_text(page, "utf-8")
    letter = read(tmp_path / "brief.html")
    said = letter.metadata
    assert (said.addressee, said.kenmerk) == ("de Voorzitter van de Tweede Kamer der Staten-Generaal", "BZ26")
    assert (said.date, said.subject) == (datetime.date(2026, 3, 27), "Verslag")
    assert {"Directie Europa", "Contactpersoon", "mr. F. Een"} <= set(letter.head)
    assert [paragraph.text for _, paragraph in letter.paragraphs()] == ["Het is gedaan."]


@pytest.mark.parametrize(
    ("labels", "said", "kenmerk"),
    [
        ("Datum Kenmerk Pagina", "3 mei 2024 LNV/2024-12 1", "LNV/2024-12"),
        ("Datum Uw kenmerk Ons kenmerk", "3 mei 2024 ABC/99 LNV/2024-12", None),  # it isn't told whose is whose
        ("Datum Bijlage(n) Ons kenmerk", "3 mei 2024 2 LNV/2024-12", None),
    ],
)
def test_of_labels_in_a_row_the_second_is_told_where_it_is_the_kenmerk(
    tmp_path: Path, labels: str, said: str, kenmerk: str | None
) -> None:
    text = f"Betreft: Wolven\n\n{labels}\n{said}\n\nGeachte voorzitter,\n\nHet gaat goed.\n"
    (tmp_path / "brief.txt").write_text(text, "utf-8")
    found = read(tmp_path / "brief.txt").metadata
    assert (found.date, found.kenmerk) == (datetime.date(2024, 5, 3), kenmerk)


def test_a_table_of_data_with_breaks_in_its_heads_stays_one(tmp_path: Path) -> None:
    rows = "<tr><td>Naam</td><td>Datum<br>ontvangst</td><td>Status<br>aanvraag</td></tr>"
    rows += "<tr><td>Een</td><td>3 mei</td><td>toegekend</td></tr>"
    page = f"<html><body><h1>Aanvragen</h1><p>Dit zijn ze:</p><table>{rows}</table></body></html>"
    (tmp_path / "lijst.html").write_text(page, "utf-8")
    texts = [paragraph.text for _, paragraph in read(tmp_path / "lijst.html").paragraphs()]
    assert texts[-1].endswith("Naam | Datum ontvangst | Status aanvraag\nEen | 3 mei | toegekend")


@pytest.mark.parametrize(
    "lines",
    [
        ["Opmerking bij Pagina 4 van het rapport", "Opmerking bij Pagina 5 van het rapport"],
        ["Bijlage Pagina 4", "Bijlage Pagina 9"],
        ["Bijlage Pagina 4", "Bijlage Pagina 5"],
    ],
)
def test_lines_that_name_pages_are_no_feet(tmp_path: Path, lines: list[str]) -> None:
    parts = [part for line in lines for part in (line, "Een zin is het.")]
    (tmp_path / "brief.txt").write_text("\n\n".join(["Een zin is het.", *parts]), "utf-8")
    texts = [paragraph.text for _, paragraph in read(tmp_path / "brief.txt").paragraphs()]
    assert set(lines) <= set(" ".join(texts).replace(" Een zin is het.", "\n").splitlines()) | set(texts)
