"""Heads and signatures: who writes to whom, when, in which dossier; and what only looks like a head."""

import datetime

import pytest

from corpus import Dossier, Letter, Metadata, Sender, cite
from corpus.assemble import assemble
from corpus.blocks import Document
from corpus.readers.markdown import read_markdown
from corpus.readers.plain import read_plain

BODY = "Hierbij bied ik u het verslag aan."


def letter(*blocks: str, name: str = "brief") -> Letter:
    return assemble(Document(tuple(read_markdown("\n\n".join((*blocks, BODY)))), loose=True), name)


def running(read: Letter) -> list[str]:
    return [paragraph.text for _, paragraph in read.paragraphs()]


def test_tweede_kamer() -> None:
    read = letter(
        "Tweede Kamer der Staten-Generaal",
        "2",
        "Vergaderjaar 2023–2024",
        "**36 410**",
        "**Voorjaarsnota 2024**",
        "Nr. 101",
        "BRIEF VAN DE MINISTER VAN FINANCIËN",
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
        "Den Haag, 1 maart 2024",
        "Geachte voorzitter,",
    )
    assert read.metadata == Metadata(
        dossier="36410",
        dossier_title="Voorjaarsnota 2024",
        number="101",
        vergaderjaar="2023/24",
        chamber="II",
        date=datetime.date(2024, 3, 1),
        place="Den Haag",
        kind="BRIEF VAN DE MINISTER VAN FINANCIËN",
        addressee="de Voorzitter van de Tweede Kamer der Staten-Generaal",
    )
    assert (read.id, read.title, running(read)) == ("kst-36410-101", "Voorjaarsnota 2024", [BODY])
    assert len(read.head) == 10


@pytest.mark.parametrize(
    "rows",
    [
        ("# Tweede Kamer der Staten-Generaal", "| Vergaderjaar 2023–2024 | 2 |\n|---|---|"),
        ("| Tweede Kamer der Staten-Generaal | 2 |\n|---|---|\n| Vergaderjaar 2023–2024 | |",),
    ],
)
def test_a_masthead_in_a_table_has_the_number_of_the_chamber_beside_any_line(rows: tuple[str, ...]) -> None:
    *above, table = rows
    read = letter(
        *above,
        f"{table}\n| 36 410 | Voorjaarsnota 2024 |\n| Nr. 101 | VERSLAG VAN EEN SCHRIFTELIJK OVERLEG |",
        "Vastgesteld 1 maart 2024",
    )
    assert (read.id, running(read)) == ("kst-36410-101", [BODY])
    assert cite(read.metadata, read.title) == "Kamerstukken II 2023/24, 36410, nr. 101"
    assert read.metadata.date == datetime.date(2024, 3, 1)
    assert (read.title, read.metadata.kind) == ("Voorjaarsnota 2024", "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG")


@pytest.mark.parametrize("masthead", [("Eerste Kamer der Staten-Generaal", "1"), ()])
def test_eerste_kamer(masthead: tuple[str, ...]) -> None:
    read = letter(*masthead, "Vergaderjaar 2012–2013", "33 802", "Wijziging van de Wet", "C", "VERSLAG")
    assert read.metadata == Metadata(
        dossier="33802",
        dossier_title="Wijziging van de Wet",
        number="C",
        vergaderjaar="2012/13",
        chamber="I",
        kind="VERSLAG",
    )
    assert (read.id, running(read)) == ("kst-33802-C", [BODY])


@pytest.mark.parametrize(
    ("printed", "number", "dossier", "identifier"),
    [
        ("28 676", "Nr. 372", "28676", "kst-28676-372"),
        ("28\u00a0676", "nr 372", "28676", "kst-28676-372"),
        ("28676", "Nr.372", "28676", "kst-28676-372"),
        ("36 600 VII", "Nr. 1", "36600 VII", "kst-36600-VII-1"),
        ("36 600-VII", "Nr. 1", "36600 VII", "kst-36600-VII-1"),
        ("36 600 IXB", "Nr. 12", "36600 IXB", "kst-36600-IXB-12"),
        ("35 000 A", "Nr. 5", "35000 A", "kst-35000-A-5"),
        ("21 501-02", "Nr. 3174", "21501-02", "kst-21501-02-3174"),
        ("31 700 VI", "D", "31700 VI", "kst-31700-VI-D"),
    ],
)
def test_dossiers(printed: str, number: str, dossier: str, identifier: str) -> None:
    read = letter(printed, "Titel van het dossier", number)
    assert (read.metadata.dossier, read.metadata.dossier_title) == (dossier, "Titel van het dossier")
    assert (read.id, read.url) == (identifier, f"https://zoek.officielebekendmakingen.nl/{identifier}.html")
    assert read.metadata.chamber == ("I" if number == "D" else "II")
    assert running(read) == [BODY]


def test_a_title_on_the_line_of_the_dossier() -> None:
    assert letter("28 676 NAVO", "Nr. 3").metadata.dossier_title == "NAVO"
    assert letter("36 600 VII Vaststelling", "Nr. 3").metadata == Metadata(
        dossier="36600 VII", dossier_title="Vaststelling", number="3", chamber="II"
    )


def test_the_first_of_several_dossiers_names_the_letter() -> None:
    read = letter("28 676", "NAVO", "27 925", "Bestrijding internationaal terrorisme", "29 521 Missies", "Nr. 5")
    assert (read.id, read.metadata.dossier_title, running(read)) == ("kst-28676-5", "NAVO", [BODY])
    assert read.metadata.dossiers == ("28676", "27925", "29521")
    assert read.metadata.further_dossiers == (
        Dossier("27925", "Bestrijding internationaal terrorisme"),
        Dossier("29521", "Missies"),
    )
    assert read.head == ("28 676", "NAVO", "27 925", "Bestrijding internationaal terrorisme", "29 521 Missies", "Nr. 5")


def test_dossiers_whose_titles_do_not_follow() -> None:
    read = letter("28 676", "36 600-V", "28 676", "Begroting", "Nr. 5").metadata
    assert (read.dossier, read.dossier_title, read.number) == ("28676", None, "5")
    assert read.further_dossiers == (Dossier("36600 V", "Begroting"),)


def test_a_head_of_lines_without_blank_lines_between() -> None:
    text = "Vergaderjaar 2020-2021\n28 676\nNAVO\nNr. 372\nBRIEF VAN DE MINISTER\n\nDen Haag, 25 juni 2021\n\nDe tekst."
    read = assemble(Document(tuple(read_plain(text)), loose=True), "brief")
    assert (read.id, read.metadata.vergaderjaar, read.metadata.kind) == (
        "kst-28676-372",
        "2020/21",
        "BRIEF VAN DE MINISTER",
    )
    assert running(read) == ["De tekst."]


def test_a_kind_on_two_lines_is_one() -> None:
    read = letter("28 676", "NAVO", "Nr. 3", "BRIEF VAN DE MINISTERS VAN\\\nDEFENSIE")
    assert read.metadata.kind == "BRIEF VAN DE MINISTERS VAN DEFENSIE"
    assert read.head[-2:] == ("BRIEF VAN DE MINISTERS VAN", "DEFENSIE")


DOSSIER = ("Vergaderjaar 2023–2024", "36 410 VIII", "Begroting van Onderwijs")
BELOW = ("BRIEF VAN DE MINISTER", "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal", "Den Haag, 1 maart 2024")


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["Nr. 240, herdruk"], "240"),
        (["Nr. 240 HERDRUK"], "240"),
        (["Nr. 240", "HERDRUK"], "240"),
        (["Nr. 240 (t.v.v. nr. 239)"], "240"),
        (["Nr. 240 (T.V.V. NR. 239)"], "240"),
        (["AB, herdruk"], "AB"),
        (["AB (t.v.v. AA)"], "AB"),
    ],
)
def test_a_paper_that_replaces_another_has_its_own_number(lines: list[str], number: str) -> None:
    read = letter(*DOSSIER, *lines, *BELOW)
    assert read.metadata == Metadata(
        dossier="36410 VIII",
        dossier_title="Begroting van Onderwijs",
        number=number,
        vergaderjaar="2023/24",
        chamber="II",
        date=datetime.date(2024, 3, 1),
        place="Den Haag",
        kind="BRIEF VAN DE MINISTER",
        addressee="de Voorzitter van de Tweede Kamer der Staten-Generaal",
    )
    assert (read.id, running(read)) == (f"kst-36410-VIII-{number}", [BODY])


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["Nr. 240", "MOTIE VAN HET LID PIJPELINK C.S."], "MOTIE VAN HET LID PIJPELINK C.S."),
        (["Nr. 240 MOTIE VAN HET LID PIJPELINK C.S."], "MOTIE VAN HET LID PIJPELINK C.S."),
        (
            ["Nr. 240", "GEWIJZIGDE MOTIE VAN HET LID PIJPELINK", "TER VERVANGING VAN DIE GEDRUKT ONDER NR. 239"],
            "GEWIJZIGDE MOTIE VAN HET LID PIJPELINK TER VERVANGING VAN DIE GEDRUKT ONDER NR. 239",
        ),
    ],
)
def test_the_kind_of_a_motion(lines: list[str], kind: str) -> None:
    read = letter(*DOSSIER, *lines, "Voorgesteld 30 november 2023")
    assert (read.id, read.metadata.kind, running(read)) == ("kst-36410-VIII-240", kind, [BODY])
    assert read.metadata.date == datetime.date(2023, 11, 30)


@pytest.mark.parametrize(
    "line", ["F BRIEF VAN DE MINISTER VAN ONDERWIJS", "F, HERDRUK BRIEF VAN DE MINISTER VAN ONDERWIJS"]
)
def test_a_letter_of_the_senate_and_a_kind_on_one_line(line: str) -> None:
    read = letter(*DOSSIER, line, BELOW[2])
    assert (read.id, read.metadata.chamber) == ("kst-36410-VIII-F", "I")
    assert (read.metadata.kind, running(read)) == ("BRIEF VAN DE MINISTER VAN ONDERWIJS", [BODY])


@pytest.mark.parametrize("line", ["EU BELEID", "F Brief van de minister"])
def test_two_capitals_are_no_letter_of_the_senate_without_a_kind_behind(line: str) -> None:
    assert letter(*DOSSIER, line, BELOW[2]).metadata.number is None


def test_a_bill_for_the_kingdom_has_a_second_number() -> None:
    read = letter("36 410 (R2186)", "Wijziging van de Rijkswet", "Nr. 4", *BELOW)
    assert (read.id, read.metadata.dossier_title, running(read)) == ("kst-36410-4", "Wijziging van de Rijkswet", [BODY])
    assert letter("36 410 VIII (R2186) Rijkswet", "Nr. 4").metadata.dossier_title == "Rijkswet"


def test_a_letter_to_the_king() -> None:
    read = letter(*DOSSIER, "Nr. 4", "ADVIES", "Aan Zijne Majesteit de Koning", "Den Haag, 1 maart 2024")
    assert (read.metadata.addressee, read.metadata.date) == ("Zijne Majesteit de Koning", datetime.date(2024, 3, 1))
    assert running(read) == [BODY]


def test_below_a_line_that_says_nothing_the_head_goes_on() -> None:
    read = letter(*DOSSIER, "Gewijzigd voorstel", "Nr. 4", "Tweede lezing", *BELOW, "Geachte voorzitter,")
    assert (read.id, read.metadata.kind, read.metadata.addressee, read.metadata.date) == (
        "kst-36410-VIII-4",
        "BRIEF VAN DE MINISTER",
        "de Voorzitter van de Tweede Kamer der Staten-Generaal",
        datetime.date(2024, 3, 1),
    )
    assert running(read) == ["Gewijzigd voorstel", "Tweede lezing", BODY]


@pytest.mark.parametrize("line", ["Dit is een gewone alinea.", "Kop\n\n" * 6])
def test_but_not_below_a_sentence_or_many_lines(line: str) -> None:
    read = letter(*DOSSIER, line, "Den Haag, 1 maart 2024")
    assert (read.metadata.date, running(read)[-2:]) == (None, ["Den Haag, 1 maart 2024", BODY])


def test_a_heading_in_capitals_below_such_a_line_is_no_kind() -> None:
    read = letter(*DOSSIER, "Nr. 4", "Tweede lezing", "ALGEMEEN", "Aan de slag met lezen")
    assert (read.metadata.kind, read.metadata.addressee) == (None, None)
    assert running(read) == ["Tweede lezing", "ALGEMEEN", "Aan de slag met lezen", BODY]


ASKED = "Vragen van het lid Zon (VVD) aan de Minister van Water over het bericht «X» (ingezonden 6 maart 2024)."
ANSWERED = "Antwoord van Minister Zee (Water), mede namens de Minister van Wind (ontvangen 25 maart 2024)."
APPENDIX = (
    "Tweede Kamer der Staten-Generaal",
    "2",
    "Vergaderjaar 2023–2024",
    "Aanhangsel van de Handelingen",
    "Vragen gesteld door de leden der Kamer, met de daarop door de regering gegeven antwoorden",
    "1314",
)


@pytest.mark.parametrize("between", ["\n\n", "  \n"])
@pytest.mark.parametrize("lines", [APPENDIX, (*APPENDIX[:2], " ".join(APPENDIX[2:4]), *APPENDIX[4:])])
def test_questions_with_their_answers(between: str, lines: tuple[str, ...]) -> None:
    read = letter(between.join(lines), ASKED, ANSWERED)
    assert read.metadata == Metadata(
        number="1314",
        vergaderjaar="2023/24",
        chamber="II",
        date=datetime.date(2024, 3, 25),
        kind="Aanhangsel van de Handelingen",
        subject="het bericht «X»",
        senders=(Sender("Minister (Water)", "Zee"),),
    )
    assert (read.title, running(read)) == ("het bericht «X»", [ASKED, ANSWERED, BODY])
    assert cite(read.metadata, read.title) == "Aanhangsel Handelingen II 2023/24, nr. 1314"
    # whatever its file is called
    assert (read.id, read.url) == (
        "ah-tk-20232024-1314",
        "https://zoek.officielebekendmakingen.nl/ah-tk-20232024-1314.html",
    )


@pytest.mark.parametrize("without", [0, 2, 3, 5])
def test_what_says_less_of_an_aanhangsel_is_called_by_its_file(without: int) -> None:
    read = letter(*(line for place, line in enumerate(APPENDIX) if place != without), ASKED, ANSWERED)
    assert (read.id, read.url) == ("brief", None)


@pytest.mark.parametrize(
    ("answered", "senders"),
    [
        (
            "Antwoord van Minister Van der Zee (Wind – Zon) van Staatssecretaris Wiek (Wind) (ontvangen 1 mei 2024).",
            [("Minister (Wind – Zon)", "Van der Zee"), ("Staatssecretaris (Wind)", "Wiek")],
        ),
        ("Mededeling van Minister Wiek (ontvangen 1 mei 2024)", [("Minister", "Wiek")]),
    ],
)
def test_who_answered(answered: str, senders: list[tuple[str, str]]) -> None:
    read = letter(*APPENDIX, ASKED, answered)
    assert [(sender.office, sender.name) for sender in read.metadata.senders] == senders
    assert read.metadata.date == datetime.date(2024, 5, 1)


@pytest.mark.parametrize(
    ("printed", "place", "date"),
    [
        ("Den Haag, 25 juni 2021", "Den Haag", datetime.date(2021, 6, 25)),
        ("Den Haag 25 juni 2021", "Den Haag", datetime.date(2021, 6, 25)),
        ("Den Haag, 25 Juni 2021", "Den Haag", datetime.date(2021, 6, 25)),
        ("Den Haag, vrijdag 25 juni 2021", "Den Haag", datetime.date(2021, 6, 25)),
        ("The Hague, Wednesday, 14 July 2021", "The Hague", datetime.date(2021, 7, 14)),
        ("Voorgesteld 30 november 2023", None, datetime.date(2023, 11, 30)),
        ("Voorgesteld tijdens het notaoverleg van 30 november 2023", None, datetime.date(2023, 11, 30)),
        ("Vastgesteld 30 november 2023", None, datetime.date(2023, 11, 30)),
        ("Ontvangen 30 november 2023", None, datetime.date(2023, 11, 30)),
        ("'s-Gravenhage, 1 januari 1999", "'s-Gravenhage", datetime.date(1999, 1, 1)),
        ("29 februari 2024", None, datetime.date(2024, 2, 29)),
        ("The Hague, 14 July 2021", "The Hague", datetime.date(2021, 7, 14)),
        ("Datum: 4 april 2023", None, datetime.date(2023, 4, 4)),
        ("Date: The Hague, 14 July 2021", "The Hague", datetime.date(2021, 7, 14)),
    ],
)
def test_dates(printed: str, place: str | None, date: datetime.date) -> None:
    assert letter(printed).metadata == Metadata(place=place, date=date)


@pytest.mark.parametrize(
    "block",
    [
        "31 februari 2021",
        "Den Haag, 99 juni 2021",
        "Den Haag, 1 juni 0000",
        "Vrijdag 25 juni 2021",
        "10 000 woningen zijn er te weinig.",
        "Vergaderjaar 2020–2021 kende veel debatten.",
        "De Minister van Defensie heeft dit besloten.",
        "Aan de slag gaan is nu nodig.",
        "Nr. 5",
        "C",
        "NAVO",
        "S.A.M. Kaag",
        "Tweede Kamer",
    ],
)
def test_what_is_no_head_stays_running_text(block: str) -> None:
    read = assemble(
        Document(tuple(read_markdown(f"Dit is een gewone alinea.\n\n{block}\n\n{BODY}")), loose=True), "brief"
    )
    assert running(read) == ["Dit is een gewone alinea.", block, BODY]
    assert read.head == ()


@pytest.mark.parametrize(
    "block",
    [
        "31 februari 2021",
        "Den Haag, 99 juni 2021",
        "Versie 1 mei 2021",
        "Voorgesteld wordt op 1 mei 2021 te beginnen.",
        "Datum: 4 april 2023, een dag later dan gepland",
        "Datum: 31 februari 2023",
        "10 000 woningen zijn er te weinig.",
        "Vergaderjaar 2020–2021 kende veel debatten.",
    ],
)
def test_even_where_a_head_could_stand(block: str) -> None:
    read = letter(block)
    assert (running(read), read.metadata) == ([block, BODY], Metadata())


@pytest.mark.parametrize(
    ("blocks", "senders"),
    [
        (["De Minister van Defensie,\\\nK.H. Ollongren"], [("Minister van Defensie", "K.H. Ollongren")]),
        (["De Minister van Defensie,", "K.H. Ollongren"], [("Minister van Defensie", "K.H. Ollongren")]),
        (["De Minister-President,\\\nMark Rutte"], [("Minister-President", "Mark Rutte")]),
        (
            ["De Minister-President, Minister van Algemene Zaken,\\\nH.W.M. Schoof"],
            [("Minister-President, Minister van Algemene Zaken", "H.W.M. Schoof")],
        ),
        (
            ["De Minister van Volksgezondheid, Welzijn en Sport,\\\nHugo de Jonge"],
            [("Minister van Volksgezondheid, Welzijn en Sport", "Hugo de Jonge")],
        ),
        (
            ["De Minister van Justitie en Veiligheid,\\\nD. Yeşilgöz-Zegerius"],
            [("Minister van Justitie en Veiligheid", "D. Yeşilgöz-Zegerius")],
        ),
        (
            ["De Staatssecretaris van Financiën,\\\nA. van Rij", "De demissionair Minister van Defensie,\\\nÉ. Baas"],
            [("Staatssecretaris van Financiën", "A. van Rij"), ("demissionair Minister van Defensie", "É. Baas")],
        ),
        (
            ["De Minister van Defensie,\\\nDe Minister van Financiën,", "A. Een\\\nB. Twee"],
            [("Minister van Defensie", "A. Een"), ("Minister van Financiën", "B. Twee")],
        ),
        (["Hoogachtend,", "de Minister van Defensie,", "drs. A. Een"], [("Minister van Defensie", "drs. A. Een")]),
        (["Hoogachtend,\\\nde Minister van Defensie,\\\nA. Een"], [("Minister van Defensie", "A. Een")]),
        (
            ["mede namens de Minister van Financiën,\\\nde Minister van Defensie,\\\nA. Een"],
            [("Minister van Financiën", None), ("Minister van Defensie", "A. Een")],
        ),
        (["De Minister van Defensie,"], [("Minister van Defensie", None)]),
        (["Minister van Defensie,", "K.H. Ollongren"], [("Minister van Defensie", "K.H. Ollongren")]),
        (
            ["Hoogachtend,\\\nPiet Adema\\\nDe Minister van Landbouw\\\nA. Een\\\nMinister voor Natuur"],
            [("Minister van Landbouw", "Piet Adema"), ("Minister voor Natuur", "A. Een")],
        ),
        (["Met vriendelijke groeten,", "de Minister van Defensie,", "A. Een"], [("Minister van Defensie", "A. Een")]),
        (["Hoogachtend,", "DE MINISTER VAN DEFENSIE", "Ruben Een"], [("MINISTER VAN DEFENSIE", "Ruben Een")]),
        (
            ["Hoogachtend,", "De minister van Sociale Zaken\\\nen Werkgelegenheid,", "C. Een"],
            [("minister van Sociale Zaken en Werkgelegenheid", "C. Een")],
        ),
        (
            ["Hoogachtend,", "De Minister van Water en de Staatssecretaris van Geld,", "A. Een"],
            [("Minister van Water en de Staatssecretaris van Geld", "A. Een")],
        ),
        (
            ["Met vriendelijke groet,", "de secretaris, de burgemeester,", "drs. T. Een A. Twee"],
            [("secretaris", "drs. T. Een"), ("burgemeester", "A. Twee")],
        ),
        (
            ["Hoogachtend,", "De Minister van Water\\\nvoor deze,\\\nA. Een"],
            [("Minister van Water", None), ("", "A. Een")],
        ),
        (
            ["Hoogachtend,", "De staatssecretaris van Volksgezondheid,\\\nWelzijn en Sport,", "A. Een"],
            [("staatssecretaris van Volksgezondheid, Welzijn en Sport", "A. Een")],
        ),
        (
            ["Hoogachtend,", "De staatssecretaris van Volksgezondheid,", "Welzijn en Sport,", "A. Een"],
            [("staatssecretaris van Volksgezondheid, Welzijn en Sport", "A. Een")],
        ),
        (
            ["Hoogachtend,\\\nDe Staatssecretaris van Financiën,\\\nToeslagen en Douane\\\nA. Een"],
            [("Staatssecretaris van Financiën, Toeslagen en Douane", "A. Een")],
        ),
        (
            ["De Minister-President,\\\nMinister van Algemene Zaken,\\\nA. Een"],
            [("Minister-President, Minister van Algemene Zaken", "A. Een")],
        ),
        (
            [
                "Hoogachtend,",
                "Burgemeester en wethouders van Utrecht,",
                "De secretaris,\\\nG. Een",
                "De burgemeester,\\\nSharon Twee",
            ],
            [("secretaris", "G. Een"), ("burgemeester", "Sharon Twee")],
        ),
        (
            [
                "Hoogachtend,\\\nGedeputeerde Staten van Zuid-Holland,",
                "De commissaris van de Koning in Gelderland,",
                "D. Een",
            ],
            [("commissaris van de Koning in Gelderland", "D. Een")],
        ),
        (
            ["Met eerbiedige hoogachting,", "Namens het college,", "Eelco Een\\\nWethouder Mobiliteit"],
            [("Wethouder Mobiliteit", "Eelco Een")],
        ),
        (
            ["Yours sincerely,", "Sigrid Een\\\nMinister of Foreign Affairs"],
            [("Minister of Foreign Affairs", "Sigrid Een")],
        ),
        (
            ["The Minister for Foreign Trade and Development Cooperation,\\\nA. Een"],
            [("Minister for Foreign Trade and Development Cooperation", "A. Een")],
        ),
        (
            ["Hoogachtend", "mr. dr. F.B.J. Een", "Minister van Justitie en Veiligheid"],
            [("Minister van Justitie en Veiligheid", "mr. dr. F.B.J. Een")],
        ),
        (
            ["De minister van Financiën,\\\nnamens deze,", "drs. P. Een\\\ndirecteur Toeslagen"],
            [("minister van Financiën", None), ("directeur Toeslagen", "drs. P. Een")],
        ),
        (
            ["De Minister-President,", "Minister van Algemene Zaken,", "A. Een"],
            [("Minister-President, Minister van Algemene Zaken", "A. Een")],
        ),
        (
            ["Hoogachtend,", "De Minister van Defensie,\\\nMinister voor Zorg,\\\nA. Een\\\nB. Twee"],
            [("Minister van Defensie", "A. Een"), ("Minister voor Zorg", "B. Twee")],
        ),
        (
            ["Minister van Landbouw,\\\nMinister voor Natuur,", "A. Een\\\nB. Twee"],
            [("Minister van Landbouw", "A. Een"), ("Minister voor Natuur", "B. Twee")],
        ),
        (["De Minister van Klimaat,", "Marnix L.A. van Een"], [("Minister van Klimaat", "Marnix L.A. van Een")]),
        (
            ["Hoogachtend,", "De Minister van Water, De Minister van Geld,", "A. Een drs. B. Twee"],
            [("Minister van Water", "A. Een"), ("Minister van Geld", "drs. B. Twee")],
        ),
        (["De Minister van Klimaat,\\\nmw. drs. C. Helder"], [("Minister van Klimaat", "mw. drs. C. Helder")]),
        (["De Minister van Klimaat,", "Ş. Öztürk"], [("Minister van Klimaat", "Ş. Öztürk")]),
        (
            ["De Minister van Klimaat,\\\nnamens deze,\\\nA. Een"],
            [("Minister van Klimaat", None), ("", "A. Een")],
        ),
        (
            ["De Minister van Klimaat,", "namens deze:\\\nde directeur-generaal Water,\\\nA. Een"],
            [("Minister van Klimaat", None), ("directeur-generaal Water", "A. Een")],
        ),
        (
            ["DE MINISTER VAN WATER, namens deze, de directeur Toezicht,", "drs. A. Een"],
            [("MINISTER VAN WATER", None), ("directeur Toezicht", "drs. A. Een")],
        ),
        (
            ["Hoogachtend,", "De Minister van Water, namens deze, drs. A. Een"],
            [("Minister van Water", None), ("", "drs. A. Een")],
        ),
        (
            ["De president van de Algemene Rekenkamer,\\\nE. van Zon"],
            [("president van de Algemene Rekenkamer", "E. van Zon")],
        ),
        (
            ["De fungerend voorzitter van de commissie,\\\nKuik", "De adjunct-griffier van de commissie,\\\nVan Zon"],
            [("fungerend voorzitter van de commissie", "Kuik"), ("adjunct-griffier van de commissie", "Van Zon")],
        ),
    ],
)
@pytest.mark.parametrize("place", ["at the top", "at the foot"])
def test_signatures(blocks: list[str], senders: list[tuple[str, str | None]], place: str) -> None:
    text = [*blocks, BODY] if place == "at the top" else [BODY, *blocks]
    read = assemble(Document(tuple(read_markdown("\n\n".join(text))), loose=True), "brief")
    assert [(sender.office, sender.name) for sender in read.metadata.senders] == senders
    assert running(read) == [BODY]
    assert read.head == tuple("\n".join(blocks).replace("\\", "").split("\n"))


@pytest.mark.parametrize(
    ("line", "sender"),
    [
        ("De Minister van Klimaat,\nC. Helder", Sender("Minister van Klimaat", "C. Helder")),
        (
            "Hoogachtend,\nde Minister van Landbouw, Natuur en Voedselkwaliteit,\nPiet Adema",
            Sender("Minister van Landbouw, Natuur en Voedselkwaliteit", "Piet Adema"),
        ),
        (
            "Yours sincerely,\nSigrid Kaag\nMinister of Foreign Affairs",
            Sender("Minister of Foreign Affairs", "Sigrid Kaag"),
        ),
    ],
)
def test_a_signature_whose_lines_markdown_joins(line: str, sender: Sender) -> None:
    read = assemble(Document(tuple(read_markdown(f"{BODY}\n\n{line}"))), "brief")
    assert (read.metadata.senders, running(read)) == ((sender,), [BODY])


@pytest.mark.parametrize("closing", ["Hoogachtend,\n\n", "Hoogachtend,\n", "Met vriendelijke groet,\n"])
@pytest.mark.parametrize("below", ["", "\n\n## Bijlage\n\nNog een zin."])
def test_every_sender_of_a_signature_that_markdown_joins(closing: str, below: str) -> None:
    two = "De Minister van Klimaat,\nC. Helder\nDe Staatssecretaris van Defensie,\nA. van der Maat"
    read = assemble(Document(tuple(read_markdown(f"{BODY}\n\n{closing}{two}{below}")), loose=True), "brief")
    assert read.metadata.senders == (
        Sender("Minister van Klimaat", "C. Helder"),
        Sender("Staatssecretaris van Defensie", "A. van der Maat"),
    )
    named = "Christianne van der Wal-Zeggelink\nMinister voor Natuur en Stikstof"
    read = assemble(Document(tuple(read_markdown(f"{BODY}\n\n{closing}{named}{below}")), loose=True), "brief")
    assert read.metadata.senders == (Sender("Minister voor Natuur en Stikstof", "Christianne van der Wal-Zeggelink"),)


@pytest.mark.parametrize(
    "blocks",
    [
        ["Piet Adema Minister van Landbouw"],
        ["Met Piet Adema, Minister van Landbouw, spreek ik."],
        ["Met grote spoed, Piet Adema Minister van Landbouw", "Een zin."],
        ["Hoogachtend,", "Piet Adema Minister van Landbouw heeft dit gezegd"],
        ["Hoogachtend,", "De Minister van Klimaat, C. Helder De Minister van Defensie, heeft"],
        ["Hoogachtend,", "Een zin.", "Piet Adema Minister van Landbouw", "Nog een zin."],
    ],
)
def test_a_name_before_an_office_in_one_line_of_text_signs_nothing(blocks: list[str]) -> None:
    for text in ("\n\n".join([BODY, *blocks]), blocks[-1]):
        read = assemble(Document(tuple(read_markdown(text)), loose=True), "brief")
        assert read.metadata.senders == ()


@pytest.mark.parametrize(
    "below",
    [
        "P.S. Zie ook Minister van Financiën",
        "Reactie Tweede Kamer Minister van Financiën",
        "Brief Europese Commissie, Minister van Financiën",
        "Advies Raad van State Minister-President",
    ],
)
def test_what_stands_below_a_signature_is_no_name_before_an_office(below: str) -> None:
    blocks = [BODY, "Hoogachtend,", "De Minister van Defensie, A. Een", below]
    read = assemble(Document(tuple(read_markdown("\n\n".join(blocks))), loose=True), "brief")
    assert read.metadata.senders == (Sender("Minister van Defensie", "A. Een"),)
    assert running(read) == [BODY, below]


def test_a_minister_president_is_of_general_affairs_too() -> None:
    for office in (
        "DE MINISTER-PRESIDENT, Minister van Algemene Zaken,",
        "De Minister-President,\nMinister van Algemene Zaken,",
    ):
        blocks = [BODY, "Hoogachtend,", office, "M. Rutte"]
        read = assemble(Document(tuple(read_markdown("\n\n".join(blocks))), loose=True), "brief")
        (sender,) = read.metadata.senders
        assert (sender.office or "").upper() == "MINISTER-PRESIDENT, MINISTER VAN ALGEMENE ZAKEN"
        assert sender.name == "M. Rutte"


@pytest.mark.parametrize("closing", ["", "Hoogachtend,\n\n"])
def test_names_before_offices_sign_one_below_another(closing: str) -> None:
    signers = "Hoogachtend, Piet Adema, Minister van Landbouw" if not closing else "Piet Adema, Minister van Landbouw"
    text = f"{BODY}\n\n{closing}{signers}\n\nHugo de Jonge, Minister van Volkshuisvesting"
    read = assemble(Document(tuple(read_markdown(text)), loose=True), "brief")
    assert [sender.name for sender in read.metadata.senders] == ["Piet Adema", "Hugo de Jonge"]


def _with_annex(*blocks: str, kind: str = "BRIEF VAN DE MINISTERS VAN DEFENSIE EN VAN BUITENLANDSE ZAKEN") -> Letter:
    return letter("28 676", "NAVO", "Nr. 372", kind, *blocks, "# Verslag", "Het duurde een dag.")


def test_a_signature_that_markdown_joins_above_an_annex() -> None:
    read = _with_annex(
        "Hierbij het verslag.",
        "De Minister van Buitenlandse Zaken,\nmw. drs. S. van 't Hoff",
        "De Staatssecretaris van Defensie,\nBarbara Visser",
    )
    assert read.metadata.senders == (
        Sender("Minister van Buitenlandse Zaken", "mw. drs. S. van 't Hoff"),
        Sender("Staatssecretaris van Defensie", "Barbara Visser"),
    )
    assert running(read) == ["Hierbij het verslag.", "Het duurde een dag.", BODY]


@pytest.mark.parametrize(
    "blocks",
    [
        ["Een zin.", "De Minister van Defensie, mevrouw A. Bijleveld, heeft dit gezegd."],
        ["Een zin.", "De Minister van Defensie,\nA. Bijleveld en haar ambtgenoot"],
        ["Een zin.", "De Minister van Defensie, A. Bijleveld heeft gezegd"],
        ["Een zin.", "De Minister van Defensie, A. Bijleveld, sprak ook"],
        ["Een zin.", "De Minister van Defensie, Ank Bijleveld (CDA)"],
        ["Een zin.", "De Minister van Financiën, W. Koolmees"],
        ["Aanwezig waren:", "De Minister van Defensie, A. Bijleveld"],
        ["Een zin.", "## Deelnemers", "De Minister van Defensie, A. Bijleveld"],
        ["Een zin.", "- De Minister van Defensie, A. Bijleveld"],
    ],
)
def test_who_is_named_in_a_letter_above_its_annex_does_not_sign(blocks: list[str]) -> None:
    assert _with_annex(*blocks).metadata.senders == ()


def test_who_is_named_where_others_signed_or_in_what_is_no_letter_does_not_sign() -> None:
    named = "De Minister van Defensie, A. Bijleveld"
    read = _with_annex("De Minister van Buitenlandse Zaken,\\\nS. Kaag", "Een zin.", named)
    assert read.metadata.senders == (Sender("Minister van Buitenlandse Zaken", "S. Kaag"),)
    assert _with_annex("Een zin.", named, kind="VERSLAG VAN EEN OVERLEG MET DE MINISTER").metadata.senders == ()


@pytest.mark.parametrize("line", ["De Minister van Klimaat, C. Helder", "Piet Adema\\\nMinister van Landbouw"])
def test_who_is_named_in_the_text_signs_nothing(line: str) -> None:
    assert letter(line).metadata.senders == ()
    assert letter("Hoogachtend,", line).metadata.senders


@pytest.mark.parametrize(
    "line",
    [
        "De Minister van Onderwijs, Cultuur en Wetenschap",
        "De Minister-President, Minister van Defensie",
        "De Minister van Klimaat, C. Helder, was er ook.",
        "Piet Adema",
    ],
)
def test_what_only_looks_like_a_signature(line: str) -> None:
    read = letter("De tekst.", line)
    assert (read.metadata.senders, running(read)[1]) == ((), line)


@pytest.mark.parametrize(
    "line",
    [
        "De Minister van Defensie heeft toegezegd dat de Kamer wordt geïnformeerd,",
        "De voorzitter vraagt,",
        "Minister van Defensie zal, zoals gevraagd,",
        "The Minister of Foreign Affairs has promised this,",
        "Minister of Foreign Affairs in Paris,",
        "De Minister van Defensie heeft dit toegezegd\\\nDe Staatssecretaris van Financiën laat dit onderzoeken",
    ],
)
def test_an_office_of_which_something_is_told_does_not_sign(line: str) -> None:
    read = letter("De tekst.", line, "A. Een")
    assert read.metadata.senders == ()
    assert running(read)[1].startswith(line.replace("\\", ""))


@pytest.mark.parametrize(
    "office",
    [
        "Minister van Defensie (was getekend)",
        "Minister van Defensie, die verhinderd is",
        "Minister zonder Portefeuille die belast is met Ontwikkelingssamenwerking",
    ],
)
def test_a_verb_in_what_is_added_to_an_office(office: str) -> None:
    read = letter("De tekst.", f"De {office},\\\nA. Een")
    assert read.metadata.senders == (Sender(office, "A. Een"),)


def test_what_follows_a_greeting_in_one_block_runs() -> None:
    for first in (
        "Geachte voorzitter, bijgaand treft u het verslag aan.",
        "Geachte voorzitter,\\\nHierbij bied ik u het jaarverslag 2023 aan.",
        "Aan de hand van de volgende vragen ga ik hierop in:",
        "Aan de Kamer is het volgende toegezegd:",
        "Mevrouw de Boer is afgetreden.",
        "Geachte voorzitter, mevrouw Van Dijk vroeg naar het volgende:",
    ):
        read = letter(first)
        assert running(read) == [first.replace("\\", ""), BODY]
        assert read.metadata.addressee is None
    for greeting in (
        "Geachte voorzitter, geachte heer Van Zon,",
        "Geachte heer, mevrouw",
        "Geachte heer, mevrouw:",
        "Geachte voorzitter, geachte leden van de Kamer",
        "Geachte dames en heren, leden van de commissie",
        "Geachte voorzitter.",
    ):
        assert running(letter(greeting)) == [BODY]
    for line in ("Aan Provinciale Staten is dit gemeld", "Aan burgemeester en wethouders van Utrecht is dit gemeld"):
        assert letter(line).metadata.addressee is None
    for council in (
        "Provinciale Staten",
        "Provinciale Staten van Gelderland",
        "Gedeputeerde Staten van Zuid-Holland",
        "burgemeester en wethouders van de gemeente Capelle aan den IJssel",
    ):
        assert letter(f"Aan {council}").metadata.addressee == council
    addressed = letter("Aan de Voorzitter van de Tweede Kamer der Staten-Generaal:")
    assert addressed.metadata.addressee == "de Voorzitter van de Tweede Kamer der Staten-Generaal"


def test_offices_in_a_list_amid_the_text_do_not_sign() -> None:
    read = letter(
        "Aanwezig waren:", "De minister van Defensie\\\nDe staatssecretaris van Defensie", "Het duurde een uur."
    )
    assert read.metadata.senders == ()
    assert "De minister van Defensie\nDe staatssecretaris van Defensie" in running(read)


def test_an_office_without_a_name_is_kept_when_text_follows() -> None:
    read = letter("De Minister van Defensie,", "De zin gaat verder.", "De Minister van Financiën,\\\nA. Een")
    assert read.metadata.senders == (Sender("Minister van Defensie"), Sender("Minister van Financiën", "A. Een"))
    assert running(read) == ["De zin gaat verder.", BODY]


@pytest.mark.parametrize(
    "below", [["Welzijn en Sport"], ["Bijlage: overzicht", "A. Een"], ["Welzijn en Sport", "A. Een"]]
)
def test_no_office_goes_on_in_what_stands_below_it_unless_a_name_follows(below: list[str]) -> None:
    read = letter("Hoogachtend,", "De Minister van Defensie,", *below)
    assert read.metadata.senders == (Sender("Minister van Defensie"),)
    assert running(read) == [*below, BODY]


@pytest.mark.parametrize(
    "line",
    [
        "Burgemeester en wethouders van Utrecht,",
        "Namens het college,",
        "Wethouder Mobiliteit",
        "Burgemeester Halsema,",
        "Wethouder Smit van Financiën,",
        "De burgemeester opent de vergadering,",
        "De wethouder Financiën heeft toegezegd,",
        "Met hoogachting voor het werk van de inspectie",
    ],
)
def test_what_is_told_of_a_municipality_signs_nothing(line: str) -> None:
    read = letter("De tekst.", line, "A. Een")
    assert (read.metadata.senders, " ".join(running(read))) == ((), f"De tekst. {line} A. Een {BODY}")


@pytest.mark.parametrize(
    ("name", "left"),
    [
        (["A. Een"], ["Minister van Financiën"]),
        (["A. Een"], ["Kaart Nederland", "Minister van Financiën"]),
        (["A. Een"], ["directeur Toeslagen"]),
        ([], ["A. Een\ndirecteur Toeslagen"]),
    ],
)
def test_an_office_below_a_name_that_has_one_signs_nothing(name: list[str], left: list[str]) -> None:
    blocks = ["Hoogachtend,", "De Minister van Defensie,", *name, *left]
    read = letter(*(block.replace("\n", "\\\n") for block in blocks))
    assert read.metadata.senders == (Sender("Minister van Defensie", *name),)
    assert running(read) == [*left, BODY]


def test_no_office_goes_on_amid_the_text() -> None:
    lines = "De Minister van Volksgezondheid,\\\nWelzijn en Sport,\\\nA. Een"
    read = letter("De tekst.", lines)
    assert (read.metadata.senders, running(read)) == ((), ["De tekst.", lines.replace("\\", ""), BODY])


@pytest.mark.parametrize("between", ["\n", "\n\n\n"])
@pytest.mark.parametrize("names", ["G.H.M. Een          S.A. de Twee", "Guus Een              Sara de Twee"])
def test_who_signs_beside_each_other_in_a_plain_text_signs_alone(between: str, names: str) -> None:
    text = f"{BODY}\n\nHoogachtend,\n\nde secretaris,          de burgemeester,{between}{names}\n"
    read = assemble(Document(tuple(read_plain(text)), loose=True), "brief")
    first, second = names.split("  ", 1)
    assert read.metadata.senders == (Sender("secretaris", first), Sender("burgemeester", second.strip()))
    assert running(read) == [BODY]


@pytest.mark.parametrize(
    "text",
    [
        "de secretaris,          de burgemeester,\nGuus Een is er niet     Sara de Twee",
        "de secretaris,          de burgemeester,\nGuus Een",
        "Functie          De minister van Defensie\nGuus Een         Sara de Twee",
        "De minister van Defensie      De minister van Financiën\nGuus Een         Sara de Twee",
    ],
)
def test_other_words_beside_each_other_stay_on_their_line(text: str) -> None:
    (block,) = read_plain(text)
    assert block.lines == [" ".join(line.split()) for line in text.splitlines()]


def test_the_masthead_decides_the_chamber_not_the_addressee() -> None:
    read = letter(
        "Tweede Kamer der Staten-Generaal", "2", "28 676", "NAVO", "Nr. 3", "Aan de Voorzitter van de Eerste Kamer"
    )
    assert read.metadata.chamber == "II"
    assert letter("Aan de Voorzitter van de Eerste Kamer").metadata.chamber == "I"


@pytest.mark.parametrize(
    "greeting",
    ["Geacht college,", "Zeer geachte heer De Vries,", "Majesteit,", "Excellentie,", "L.S.,", "Dear Chair,"],
)
def test_whoever_is_greeted_is_of_the_head(greeting: str) -> None:
    text = f"Datum: 5 maart 2024\nOnderwerp: Uw zienswijze\n\n{greeting}\n\n{BODY}"
    read = assemble(Document(tuple(read_plain(text)), loose=True), "brief")
    assert running(read) == [BODY]
    assert read.head[-1] == greeting


@pytest.mark.parametrize(
    ("lines", "date"),
    [(("Geachte voorzitter,",), None), (("Datum: 4 april 2023",), datetime.date(2023, 4, 4))],
)
def test_a_greeting_or_a_date_may_stand_below_lines_that_say_nothing(
    lines: tuple[str, ...], date: datetime.date | None
) -> None:
    for above in (["Gemeente Utrecht"], ["Ministerie van Financiën", "Besluitenlijst"]):
        read = letter(*above, *lines)
        assert (read.head, read.metadata, " ".join(running(read))) == (
            lines,
            Metadata(date=date),
            " ".join([*above, BODY]),
        )


@pytest.mark.parametrize("line", ["Geachte voorzitter,", "Datum: 4 april 2023"])
def test_but_not_below_a_sentence(line: str) -> None:
    for above in (["Een zin."], ["Gemeente Utrecht", "Een zin."], ["Zes regels zonder iets"] * 6):
        read = letter(*above, line)
        assert (read.head, " ".join(running(read))) == ((), " ".join([*above, line, BODY]))


def test_what_stood_on_both_sides_of_a_signature_is_not_joined() -> None:
    text = "\n\n".join([BODY, "Met dank,", "Hoogachtend,", "de Minister van Defensie,", "A. Een", "bijlage 1", BODY])
    read = assemble(Document(tuple(read_plain(text)), loose=True), "brief")
    assert running(read) == [BODY, "Met dank,", "bijlage 1", BODY]


def test_numbered_bold_items_of_markdown_are_headings() -> None:
    text = f"{BODY}\n\n1.  **Aanleiding**\n\nEen zin.\n\n2.  **Aanpak**\n\nNog een zin."
    read = assemble(Document(tuple(read_markdown(text)), loose=True), "brief")
    assert [section.path for section in read.sections] == [(), ("1. Aanleiding",), ("2. Aanpak",)]
    assert running(read) == [BODY, "Een zin.", "Nog een zin."]


def test_a_heading_below_an_office_is_no_name() -> None:
    text = f"{BODY}\n\nHoogachtend,\n\nDe Minister van Defensie,\n\n## Bijlage Overzicht Moties\n\n{BODY}"
    read = assemble(Document(tuple(read_markdown(text)), loose=True), "brief")
    assert read.metadata.senders == (Sender("Minister van Defensie"),)
    assert read.sections[-1].path == ("Bijlage Overzicht Moties",)


def test_a_day_below_each_of_several_headings_is_not_the_letters() -> None:
    days = ["Datum: 4 april 2023", "Datum: 11 april 2023"]
    read = letter("# Verslagen", "## Eerste", days[0], "## Tweede", days[1])
    assert read.metadata.date is None
    assert running(read) == [*days, BODY]


def test_the_head_of_a_kamerstuk_may_begin_below_what_its_page_tells_of_it() -> None:
    above = ["- Kamerstuk 31293, nr. 812", "Download PDF"]
    head = ["Tweede Kamer der Staten-Generaal", "2", "Vergaderjaar 2026–2027", "31 293", "Primair Onderwijs"]
    read = letter(*above, *head, "Nr. 812 LIJST VAN VRAGEN", "Vastgesteld 1 december 2026", "De vragen zijn gesteld.")
    assert (read.id, read.metadata.dossier_title, read.metadata.date, read.metadata.kind) == (
        "kst-31293-812",
        "Primair Onderwijs",
        datetime.date(2026, 12, 1),
        "LIJST VAN VRAGEN",
    )
    assert running(read) == ["Kamerstuk 31293, nr. 812", "Download PDF", "De vragen zijn gesteld.", BODY]


@pytest.mark.parametrize(
    ("blocks", "day", "place"),
    [
        (["# Rapport", "Het is schoon.", "Utrecht, 22 mei 2025"], datetime.date(2025, 5, 22), "Utrecht"),
        # not of two, nor amid what is told
        (["# Rapport", "Het is schoon.", "Ede, 2 mei 2025", "Utrecht, 22 mei 2025"], None, None),
        (["# Rapport", *["Een alinea."] * 25, "Ede, 2 mei 2025", *["Nog een alinea."] * 25], None, None),
    ],
)
def test_a_paper_without_a_head_may_say_somewhere_when_it_is_of(
    blocks: list[str], day: datetime.date | None, place: str | None
) -> None:
    read = letter(*blocks[:-1], BODY, blocks[-1])
    assert (read.metadata.date, read.metadata.place) == (day, place)
    assert ("Utrecht, 22 mei 2025" in running(read)) == (day is None and "Utrecht, 22 mei 2025" in blocks)


COUNCIL = ["Aan: de raad", "Datum: 9 oktober 2025", "Onderwerp: Zwembad", "Geachte leden van de raad,", "Het is dicht."]


@pytest.mark.parametrize(
    ("blocks", "board", "cited"),
    [
        (
            ["Van: Het college van burgemeester en wethouders", *COUNCIL],
            "college van burgemeester en wethouders",
            "Brief van het college van burgemeester en wethouders aan de raad over ‘Zwembad’, 9 oktober 2025",
        ),
        (
            [*COUNCIL, "Met vriendelijke groet,", "Burgemeester en wethouders van Ede,"],
            "Burgemeester en wethouders van Ede",
            "Brief van Burgemeester en wethouders van Ede aan de raad over ‘Zwembad’, 9 oktober 2025",
        ),
        (
            [
                *COUNCIL,
                "Gedeputeerde Staten van Gelderland",
                "D. Een",
                "Commissaris van de Koning",
                "P. Twee secretaris",
            ],
            "Gedeputeerde Staten van Gelderland",
            "Brief van Gedeputeerde Staten van Gelderland aan de raad over ‘Zwembad’, 9 oktober 2025",
        ),
        (["Van: Directie Sport", *COUNCIL], None, "Zwembad, 9 oktober 2025"),
        ([*COUNCIL, "Gedeputeerde Staten van Gelderland", "Wij hebben besloten."], None, "Zwembad, 9 oktober 2025"),
    ],
)
def test_a_board_sends_a_letter_that_nobody_is_known_to_have_signed(
    blocks: list[str], board: str | None, cited: str
) -> None:
    read = assemble(Document(tuple(read_markdown("\n\n".join(blocks))), loose=True), "brief")
    assert [sender.author for sender in read.metadata.writers] == ([board] if board else [])
    assert cite(read.metadata, read.title) == cited
    said = [*read.head, *running(read)]
    assert sorted(said) == sorted(" ".join(block.split()) for block in blocks)


@pytest.mark.parametrize(
    ("blocks", "senders"),
    [
        (
            [
                "Met vriendelijke groet,",
                "namens het college van dijkgraaf en heemraden,",
                "ing. R.W. Een",
                "heemraad Water",
            ],
            [("heemraad Water", "ing. R.W. Een")],
        ),
        (
            ["Autoriteit Water, namens deze,", "w.g.", "mr. L.F. Een", "Directeur Directie Energie"],
            [("Autoriteit Water", None), ("Directeur Directie Energie", "mr. L.F. Een")],
        ),
        (["Hoogachtend,", "ing. R.W. Een\\\nhoofd Vergunningen"], [("hoofd Vergunningen", "ing. R.W. Een")]),
        (["Hoogachtend,", "ing. R.W. Een", "Bijlage: kaart van het gebied."], []),
        (["ing. R.W. Een", "heemraad Water"], []),  # who was there
    ],
)
def test_a_role_that_no_list_has_is_told_by_where_it_stands(
    blocks: list[str], senders: list[tuple[str, str | None]]
) -> None:
    read = assemble(Document(tuple(read_markdown("\n\n".join([BODY, *blocks, "# Kaart", BODY]))), loose=True), "brief")
    assert read.metadata.senders == tuple(Sender(*each) for each in senders)
    assert running(read)[0] == BODY
    assert not senders or running(read) == [BODY, BODY]


def test_who_signs_twice_is_one_sender() -> None:
    signed = ["Hoogachtend,", "De Minister van Water,", "A. Een"]
    read = letter(*signed, "TOELICHTING", *signed[1:], "De Minister van Water,")
    assert read.metadata.senders == (Sender("Minister van Water", "A. Een"),)


def test_chair_and_clerk_of_a_committee_sign() -> None:
    read = letter(
        "De tekst.", "De voorzitter van de commissie,\\\nBrandsema", "Adjunct-griffier van de commissie,\\\nTadema"
    )
    assert read.metadata.senders == (
        Sender("voorzitter van de commissie", "Brandsema"),
        Sender("Adjunct-griffier van de commissie", "Tadema"),
    )


@pytest.mark.parametrize(
    ("end", "signed"),
    [
        (
            ["Gedeputeerde Staten van Overijssel,", "drs. A.M. Een,\nvoorzitter", "mr. B.G. Twee,\nsecretaris"],
            ["Gedeputeerde Staten van Overijssel", "voorzitter drs. A.M. Een", "secretaris mr. B.G. Twee"],
        ),
        (
            [
                "Hoogachtend, burgemeester en wethouders van Ede,",
                "drs. J.H. Een mr. C. Twee-Drie",
                "secretaris burgemeester",
            ],
            ["burgemeester en wethouders van Ede", "secretaris drs. J.H. Een", "burgemeester mr. C. Twee-Drie"],
        ),
        (
            ["Algemene Rekenkamer", "drs. H.W. Een, wnd. president", "mw. mr. C. Twee, secretaris"],
            ["Algemene Rekenkamer", "wnd. president drs. H.W. Een", "secretaris mw. mr. C. Twee"],
        ),
        (["Algemene Rekenkamer", "drs. H.W. Een", "Dat is al."], []),
        (["Algemene Rekenkamer", "drs. H. Een, voorzitter\nmr. C. Twee, secretaris\nDat is al."], []),
        (["Aanwezig waren", "Een besluit is er niet.", "drs. H.W. Een, voorzitter"], []),
        (["Het werk is begeleid door een commissie", "drs. H. Een, voorzitter", "mr. C. Twee, secretaris"], []),
        (["Gemeenteraad Utrecht", "drs. H. Een, voorzitter", "mr. C. Twee, griffier", "Zij waren aanwezig."], []),
        (["Samenstelling van de raad", "drs. H.W. Een, voorzitter", "mw. mr. C. Twee, secretaris"], []),
    ],
)
def test_those_who_sign_for_a_board_have_their_roles(end: list[str], signed: list[str]) -> None:
    read = assemble(
        Document(tuple(read_plain("\n\n".join(["Onderwerp: Zwembad", "Het is dicht.", *end]))), loose=True), "x"
    )
    assert [" ".join(filter(None, (each.office, each.name))) for each in read.metadata.senders] == signed
    assert [each.author for each in read.metadata.writers] == signed[:1]
