"""How ``read`` shows a letter: all that was understood, with printed pages in the margin."""

import datetime
import json

from app.commands.reading import WIDTH, letter_json, reading_lines
from corpus import Footnote, Letter, Metadata, Paragraph, Reference, Section, Sender

REFERENCE = Reference("Kamerstuk 28 676, nr. 1", "kst-28676-1", "https://voorbeeld.nl/kst-28676-1.html", 0, 23)
LONG = "Dit is een zin van de brief die verder niets bijzonders zegt. " * 3 + "Einde."
LETTER = Letter(
    id="brief",
    title="Water in de stad",
    metadata=Metadata(
        date=datetime.date(2022, 3, 2),
        place="Den Haag",
        addressee="de Voorzitter",
        subject="Water in de stad",
        kenmerk="IENW/1",
        senders=(Sender("Minister van Water", "A. Een"), Sender("Minister van Land")),
        language="nl",
    ),
    sections=(
        Section(None, 0, (), (Paragraph("brief#al.1", 1, "Hierbij de brief.", ("1",), page="1"),)),
        Section(
            "1. Kosten",
            2,
            ("1. Kosten",),
            (
                Paragraph("brief#k.1", 1, LONG, page="1"),
                Paragraph("brief#k.2", 2, "Het gaat om:\n1. geld;\n2. tijd.", ("2",), (REFERENCE, REFERENCE), "2"),
                Paragraph("brief#k.3", 3, "Tot slot.", page="2"),
            ),
            ("3",),
            "1",
        ),
    ),
    footnotes=(Footnote("1", "Zie de bijlage.", page="1"), Footnote("2", LONG, page="2")),
    head=("Datum 2 maart 2022", "Ons kenmerk IENW/1"),
    warnings=("footnote number 2 is used 2 times",),
)


def test_the_whole_of_a_letter_as_text() -> None:
    assert "\n".join(reading_lines(LETTER)) == (
        """\
brief
Water in de stad

  date          2022-03-02
  place         Den Haag
  addressee     de Voorzitter
  subject       Water in de stad
  kenmerk       IENW/1
  sender        Minister van Water, A. Een
  sender        Minister van Land
  language      nl
  holds         4 paragraphs, 1 heading, 2 footnotes, 2 references, 1 warning

== Head and signatures, as printed ==
  | Datum 2 maart 2022
  | Ons kenmerk IENW/1

== Outline ==
    1. Kosten (3, p. 1)

== Text ==
p. 1     1. Hierbij de brief. [1]

       ## 1. Kosten [3]
         1. Dit is een zin van de brief die verder niets bijzonders zegt. Dit is een zin van de
            brief die verder niets bijzonders zegt. Dit is een zin van de brief die verder niets
            bijzonders zegt. Einde.
p. 2     2. Het gaat om:
            1. geld;
            2. tijd. [2]
         3. Tot slot.

== Footnotes ==
p. 1   [1] Zie de bijlage.
p. 2   [2] Dit is een zin van de brief die verder niets bijzonders zegt. Dit is een zin van de
           brief die verder niets bijzonders zegt. Dit is een zin van de brief die verder niets
           bijzonders zegt. Einde.

== References ==
  Kamerstuk 28 676, nr. 1  https://voorbeeld.nl/kst-28676-1.html

== Warnings ==
  footnote number 2 is used 2 times"""
    )


def test_no_word_is_divided_and_no_line_is_longer_than_it_must_be() -> None:
    address = "https://voorbeeld.nl/" + "een-lang-adres-" * 10
    section = Section(None, 0, (), (Paragraph("brief#al.1", 1, f"{LONG} {address} {LONG}"),))
    lines = list(reading_lines(Letter("brief", "Brief", Metadata(), (section,))))
    assert f"     {address}" in lines
    assert max(len(line) for line in lines if address not in line) <= WIDTH
    assert " ".join(" ".join(lines).split()).endswith(f"{LONG} {address} {LONG}")


def test_json_has_the_head_and_all_metadata() -> None:
    value = json.loads(json.dumps(letter_json(LETTER)))
    assert value["head"] == ["Datum 2 maart 2022", "Ons kenmerk IENW/1"]
    assert (value["metadata"]["subject"], value["metadata"]["kenmerk"], value["metadata"]["place"]) == (
        "Water in de stad",
        "IENW/1",
        "Den Haag",
    )
    assert value["metadata"]["senders"][0] == {"office": "Minister van Water", "name": "A. Een"}
    assert [paragraph["page"] for paragraph in value["paragraphs"]] == ["1", "1", "2", "2"]
    assert value["warnings"] == ["footnote number 2 is used 2 times"]
