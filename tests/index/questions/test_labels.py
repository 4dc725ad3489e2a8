"""Labels of heads, and offices."""

import pytest

from corpus import Sender
from index.questions.labels import (
    asks_who,
    holders_of,
    kenmerk_given,
    label_asked,
    labelled_so,
    lines_alone,
    lines_labelled,
    lines_like,
    names_label,
    row_labelled,
)

HEAD = [
    "Gemeente Velmerveen",
    "Zaaknummer | Z/25/418803",
    "Portefeuillehouder wethouder M. Terpstra",
    "Programma begroting: 5. Sport",
    "Contactpersoon",
    "mr. L. Okhuijsen",
    "senior jurist",
    "Ons kenmerk",
    "IENW/BSK-2025/1",
    "Uw kenmerk",
    "WD 25/07",
    "T 070 - 123 45 67",
    "woo@ienw.example",
    "D.W. Ravenhorst",
    "Commissaris van de Koning",
    "Bezoekadres Havenkade 12",
    "Verzonden 12 januari 2026 Afschrift aan gemeente Ede",
]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("zaaknummer van de brief", HEAD[1:2]),
        ("What is the case number?", HEAD[1:2]),
        ("Onder welke wethouder valt dit dossier?", HEAD[2:3]),
        ("Who is the portfolio holder?", HEAD[2:3]),
        ("Bij welk programma van de begroting hoort de brief?", HEAD[3:4]),
        ("Wie is de contactpersoon?", HEAD[4:7]),
        ("contact person", HEAD[4:7]),
        ("wie is de contactpersoon bij de gemeente voor deze brief", HEAD[4:7]),
        ("Wie behandelt dit?", []),
        ("visiting address of the water board", HEAD[15:16]),
        ("who got a copy of the letter?", HEAD[16:]),
        ("Wat is uw kenmerk?", HEAD[9:11]),
        ("your reference", HEAD[9:11]),
        # more is asked, or another label
        ("Wat doet de contactpersoon aan handhaving?", []),
        ("Wat kost het zwembad volgens de portefeuillehouder?", []),
        ("Wie is de opsteller?", []),
        ("Wat is de status?", []),
    ],
)
def test_a_label_that_is_all_a_question_asks_tells(question: str, lines: list[str]) -> None:
    asked = label_asked(question)
    found = lines_labelled(HEAD, labelled_so(asked)) if asked else []
    assert [HEAD[place] for place in found] == lines


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("telefoonnummer van de contactpersoon", "T 070 - 123 45 67"),
        ("What is the e-mail address?", "woo@ienw.example"),
        ("e-mail address of the author", "woo@ienw.example"),
        ("zaaknummer", None),
    ],
)
def test_what_it_looks_like_tells_a_number_to_call(question: str, line: str | None) -> None:
    asked = label_asked(question)
    assert asked
    assert [HEAD[place] for place in lines_like(HEAD, asked)] == ([line] if line else [])


def test_who_holds_an_office_is_told_by_who_signed_in_it() -> None:
    senders = [
        Sender("voorzitter van de commissie", "Brandsema"),
        Sender("adjunct-griffier van de commissie", "Olthof"),
        Sender("minister van Buitenlandse Zaken", "S.A.M. Kaag"),
        Sender("minister van Defensie"),
    ]
    for question, names in (
        ("wie was voorzitter van de commissie bij de brief", ["Brandsema"]),
        ("Who was the deputy clerk?", ["Olthof"]),
        ("Who is the Minister of Foreign Affairs?", ["S.A.M. Kaag"]),
        ("Hoe heet de minister van BZ?", ["S.A.M. Kaag"]),
        ("Wie is de minister van Defensie?", []),  # no name
        ("Wie is de griffier?", []),
        ("Wie zit er in de commissie?", []),
    ):
        asked = label_asked(question)
        assert asked
        assert asks_who(question)
        assert [each.name for each in holders_of(senders, asked)] == names
    for question in ("Wat doet de minister?", "To whom will the minister give it?", "Voor wie doet de minister dit?"):
        assert not asks_who(question)
    commissioner = label_asked("Wie is de commissaris van de Koning?")
    assert commissioner
    assert lines_alone(HEAD, commissioner) == [14]


@pytest.mark.parametrize("question", ["", "?", "Wie is het?", "een twee drie vier vijf zes zeven acht"])
def test_nothing_or_much_is_no_label(question: str) -> None:
    assert label_asked(question) is None


def test_in_a_text_a_label_is_set_apart_from_what_it_says() -> None:
    lines = ["Datum van ontvangst was 2 maart 2022.", "Datum | 3 maart 2022", "Kenmerk", "W/1"]
    asked = {"Datum": [1], "Kenmerk": [2, 3]}
    for label, places in asked.items():
        assert lines_labelled(lines, lambda each, label=label: each == label, set_apart=True) == places
    assert lines_labelled(lines, lambda each: each == "Datum") == [0, 1]


def test_rows_of_a_colophon_are_told_from_other_tables() -> None:
    colophon = "Colofon |\nLocatie | Zaltbommel\nDocumentnummer | V20"
    assert row_labelled(colophon, labelled_so({"locatie"})) == [1]
    for other in (
        "Zij telden zo:\nLocatie | Meldingen\nEde | 3",
        "Locatie | Meldingen\nEde | 3\nVelp | 4",
        "Colofon |\nLocatie | Ede | 3",
        "Hij zegt: locatie is alles.",
    ):
        assert row_labelled(other, labelled_so({"locatie"})) == []


def test_of_several_letters_only_labels_that_are_known_are_asked() -> None:
    for question, known in (("zaaknummer", True), ("Wie is de griffier?", True), ("Wat eet hij dan?", False)):
        asked = label_asked(question)
        assert asked
        assert names_label(asked) is known


@pytest.mark.parametrize(
    ("question", "kenmerk"),
    [
        ("IENW/BSK-2022/268034", "IENW/BSK-2022/268034"),
        ("Welke brief heeft kenmerk IENW/BSK-2023/33017?", "IENW/BSK-2023/33017"),
        ("brief met kenmerk 2025-0000123", "2025-0000123"),
        ("which letter has reference number 25004417", "25004417"),
        ("kst-28676-372", None),  # which is looked up by its number
        ("NAVO-2030", None),  # and these are topics
        ("F-35", None),
        ("Welke brief is van 22-12-2022?", None),
        ("Welke brief gaat over 2022/2023?", None),
        ("Welke brief met nr 2023D12345?", "2023D12345"),
        ("Wat zegt IENW/BSK-2022/268034 over luchtvaart?", None),
    ],
)
def test_a_kenmerk_may_be_all_that_is_given(question: str, kenmerk: str | None) -> None:
    assert kenmerk_given(question) == kenmerk


@pytest.mark.parametrize(
    "question", ["Hoeveel bijlagen heeft de brief?", "How many annexes are there?", "aantal bijlagen"]
)
def test_how_many_annexes_there_are_stands_behind_their_label(question: str) -> None:
    asked = label_asked(question)
    assert asked
    lines = ["Ons kenmerk", "IENW/1", "Bijlage(n)", "4", "Geachte voorzitter,", "Hoogachtend,"]
    assert [lines[place] for place in lines_labelled(lines, labelled_so(asked))] == ["Bijlage(n)", "4"]
    assert label_asked("Welke bijlagen zijn er?") != asked


SENT = [
    "De voorzitter van de Tweede Kamer",
    "Prinses Irenestraat 6",
    "2595 BD Den Haag",
    "Datum 21 oktober 2025",
    "Ministerie van Defensie",
    "Directie Operaties",
    "Jaarverslag Defensie 2023",
    "Plein 4",
    "2511 CR Den Haag",
    "Postbus 20701",
    "2500 ES Den Haag",
    "Inlichtingen bij",
    "mw. T. Hoekzema",
]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("What is the visiting address of the ministry that sent this?", ["Plein 4", "2511 CR Den Haag"]),
        ("Wat is het postadres?", ["Postbus 20701", "2500 ES Den Haag"]),
        ("Which directorate wrote this letter?", ["Directie Operaties"]),
        ("Welke afdeling van het ministerie heeft dit behandeld?", ["Directie Operaties"]),
    ],
)
def test_the_senders_own_lines_are_told_by_what_they_look_like(question: str, lines: list[str]) -> None:
    asked = label_asked(question)
    assert asked
    assert [SENT[place] for place in lines_like(SENT, asked)] == lines


@pytest.mark.parametrize(
    "question",
    ["Bij wie kan ik terecht met vragen over deze brief?", "Who can I contact?", "Wie heeft deze brief behandeld?"],
)
def test_whom_to_turn_to_is_the_contact(question: str) -> None:
    asked = label_asked(question)
    assert asked == {"contactpersoon"}
    assert [SENT[place] for place in lines_labelled(SENT, labelled_so(asked))] == SENT[-2:]


def test_a_copy_is_told_by_a_sentence_too() -> None:
    asked = label_asked("Aan wie is een afschrift gestuurd?")
    assert asked == {"kopie"}
    said = ["Het is dicht.", "Een afschrift van deze brief gaat naar de gemeente Ede.", "De kopie is zoek."]
    assert lines_like(said, asked) == [1]


def test_who_acts_in_an_office_holds_it() -> None:
    senders = [Sender("wnd. president", "H. Een"), Sender("secretaris", "C. Twee")]
    for question, name in (("Who signed as president?", "H. Een"), ("Wie tekende als secretaris?", "C. Twee")):
        asked = label_asked(question)
        assert asked
        assert [each.name for each in holders_of(senders, asked)] == [name]
