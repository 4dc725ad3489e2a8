"""Questions about a letter itself."""

import json
from datetime import date
from pathlib import Path

import pytest

from corpus import Metadata, Sender
from index import Library
from index.errors import NothingToAsk
from index.filters import Filters
from index.heads import byline, evidence, opening
from index.passages import Passage
from index.questions.about import About, asked_about, asks_of_head
from index.questions.followup import understood
from index.questions.head_words import Field
from tests.conftest import LETTER, WordEncoder


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("van wie is deze brief", About(Field.SENDER)),
        ("Van wie is de brief over circulaire economie?", About(Field.SENDER, "circulaire economie")),
        ("Wie heeft deze brief ondertekend?", About(Field.SENDER)),
        ("Welke ministers hebben deze brief aan de Kamer gestuurd?", About(Field.SENDER)),
        ("Who signed the letter?", About(Field.SENDER)),
        ("Weet u wie deze brief heeft geschreven?", About(Field.SENDER)),
        ("Weet je wie deze brief over China ondertekend heeft?", About(Field.SENDER, "China")),
        ("Can you tell me who wrote this letter?", About(Field.SENDER)),
        ("Van welk ministerie komt deze brief?", About(Field.SENDER)),
        ("Kunt u mij vertellen wanneer de brief is verstuurd?", About(Field.DATE)),
        ("Do you know when this letter was sent?", About(Field.DATE)),
        ("Ik wil weten waar deze brief over gaat", About(Field.SUBJECT)),
        ("Could you tell me what this letter is about?", About(Field.SUBJECT)),
        ("Kun je zeggen aan wie de brief gericht is?", About(Field.ADDRESSEE)),
        ("who is it from", About(Field.SENDER)),
        ("Who was the letter signed by?", About(Field.SENDER)),
        ("Wie ondertekent de brief?", About(Field.SENDER)),
        ("Door welke minister is de brief aan de Kamer gestuurd?", About(Field.SENDER)),
        ("Van wanneer dateert de brief?", About(Field.DATE)),
        (
            "Who wrote the letter about China, which was sent in May?",
            About(Field.SENDER, "China, which was sent in May"),
        ),
        ("What’s the date of the letter?", About(Field.DATE)),
        ("WHO'S THE SENDER?", About(Field.SENDER)),
        ("WHAT’S THIS LETTER ABOUT?", About(Field.SUBJECT)),
        ("Which minister sent the letter on lobbying to parliament?", About(Field.SENDER, "lobbying")),
        ("Aan wie is de brief gericht?", About(Field.ADDRESSEE)),
        ("To whom is it addressed?", About(Field.ADDRESSEE)),
        ("when was it sent", About(Field.DATE)),
        ("Van welke datum is deze kamerbrief?", About(Field.DATE)),
        ("Wanneer is de brief over vaccins aan de Tweede Kamer gestuurd?", About(Field.DATE, "vaccins")),
        ("Wanneer is de brief over vaccins verstuurd naar de Tweede Kamer?", About(Field.DATE, "vaccins")),
        ("Wanneer is de brief over de top door de minister aan de Kamer gestuurd?", About(Field.DATE, "de top")),
        ("When was the letter about China sent to the House?", About(Field.DATE, "China")),
        ("Aan wie is de brief over de reis gestuurd door de minister?", About(Field.ADDRESSEE, "de reis")),
        ("To whom was the letter on China sent by the Minister of Foreign Affairs?", About(Field.ADDRESSEE, "China")),
        ("Van wie is de brief over de reis van de minister?", About(Field.SENDER, "de reis van de minister")),
        ("Who sent the letter on the plan by the minister?", About(Field.SENDER, "the plan by the minister")),
        ("Wanneer is de brief van de minister van Financiën over China verstuurd?", About(Field.DATE, "China")),
        ("Who wrote the letter from the minister about China?", About(Field.SENDER, "China")),
        ("Who signed the letter to parliament about China?", About(Field.SENDER, "China")),
        ("Which topics does the letter on Georgia cover?", About(Field.SUBJECT, "Georgia")),
        ("Which number does the letter on China have?", About(Field.NUMBER, "China")),
        ("When did the letter about China go to the House?", About(Field.DATE, "China")),
        ("Van wie is de brief van 3 maart over China?", About(Field.SENDER, "China", "3 maart")),
        ("Who sent the letter of 3 March 2021 about China?", About(Field.SENDER, "China", "3 March 2021")),
        ("Aan wie heeft de minister de brief gestuurd?", About(Field.ADDRESSEE)),
        ("What is the date of this letter?", About(Field.DATE)),
        ("Waar gaat deze brief over?", About(Field.SUBJECT)),
        ("Geef me een korte samenvatting van deze brief", About(Field.SUMMARY)),
        ("Kunt u de brief kort samenvatten?", About(Field.SUMMARY)),
        ("Waar gaat de brief over de luchtvaart over?", About(Field.SUBJECT, "de luchtvaart")),
        ("Vat de brief over stikstof kort samen", About(Field.SUMMARY, "stikstof")),
        ("What is the summary of the letter on aviation?", About(Field.SUMMARY, "aviation")),
        ("Vat de brief over stikstof samen in vijf zinnen", About(Field.SUMMARY, "stikstof")),
        ("Vat de brief over de top in Parijs in 5 zinnen samen", About(Field.SUMMARY, "de top in Parijs")),
        ("Vat 28676-372 samen", About(Field.SUMMARY, "28676-372")),
        ("Could you please summarise the letter?", About(Field.SUMMARY)),
        ("give a summary", About(Field.SUMMARY)),
        ("Wat zijn de belangrijkste punten van deze brief?", About(Field.SUMMARY)),
        ("main points of this letter", About(Field.SUMMARY)),
        ("What are the main points?", About(Field.SUMMARY)),
        ("hoofdpunten van het verslag?", About(Field.SUMMARY)),
        ("samenvatting graag", About(Field.SUMMARY)),
        ("TL;DR please", About(Field.SUMMARY)),
        ("Vat deze brief samen in vijf zinnen", About(Field.SUMMARY)),
        ("Summarise the letter in 2 or 3 bullet points", About(Field.SUMMARY)),
        ("Waar gaat de brief in het kort over?", About(Field.SUMMARY)),
        ("Briefly, what is this letter about?", About(Field.SUMMARY)),
        ("In het kort: wat is het onderwerp van de brief?", About(Field.SUBJECT)),
        ("In het kort: van wie is deze brief?", About(Field.SENDER)),
        ("hoofdonderwerp", About(Field.SUBJECT)),
        # which may be a part of it
        ("What are the main conclusions?", None),
        ("Vat punt 2 van deze brief samen", None),
        ("Summarise point two of this letter", None),
        ("Wat zijn de belangrijkste punten van het akkoord?", None),
        ("Wat krijgt de Tweede Kamer met deze brief toegezonden?", About(Field.SUBJECT)),
        ("Wat wordt met dit schrijven aan het parlement aangeboden?", About(Field.SUBJECT)),
        ("Van welke bijeenkomst doet de brief verslag?", About(Field.SUBJECT)),
        ("Over welke conferentie gaat dit verslag?", About(Field.SUBJECT)),
        ("Wat is het doel van deze brief?", About(Field.SUBJECT)),
        ("Waar gaat dit rapport over?", About(Field.SUBJECT)),
        ("What is the topic of this report?", About(Field.SUBJECT)),
        ("Wat is het onderwerp?", About(Field.SUBJECT)),
        ("Hoe luidt de titel?", About(Field.SUBJECT)),
        ("Wat is de titel van dit verslag?", About(Field.SUBJECT)),
        ("What is the title?", About(Field.SUBJECT)),
        ("Which title does the letter have?", About(Field.SUBJECT)),
        ("Which meeting does this report cover?", About(Field.SUBJECT)),
        ("What is this letter to parliament a report on?", About(Field.SUBJECT)),
        ("What was submitted to parliament with this letter?", About(Field.SUBJECT)),
        # what comes with a letter, and another report
        ("Wat krijgt de Kamer bij deze brief?", None),
        ("Waar gaat het rapport van de commissie over?", None),
        ("Wat is de titel van het boek?", None),
        ("What is the subject of the debate?", None),
        ("Which country does the report cover?", None),
        ("Vat samen wat de brief over China zegt", None),
        ("Summarise the position on China", None),
        ("Wie heeft de brief namens de ACM getekend?", About(Field.SENDER)),
        ("Who signed the letter on behalf of the Council of State and in what capacity?", About(Field.SENDER)),
        ("Who signed the letter and what is their role?", About(Field.SENDER)),
        ("position of the person who signed", About(Field.SENDER)),
        ("Wie heeft deze brief genomen?", About(Field.SENDER)),
        ("Wanneer is de brief vastgesteld?", About(Field.DATE)),
        ("When was this letter finalised?", About(Field.DATE)),
        ("aan welk bedrijf is de brief gericht", About(Field.ADDRESSEE)),
        ("What company is it addressed to?", About(Field.ADDRESSEE)),
        # whom the text tells
        ("Namens wie is de brief, naast de minister, gestuurd?", None),
        ("Wat is het kenmerk van de brief?", About(Field.KENMERK)),
        ("Welke brief is dit?", About(Field.NUMBER)),
        ("In welk dossier zit dit stuk?", About(Field.NUMBER)),
        ("En wanneer is hij verstuurd?", About(Field.DATE)),
        ("Wanneer is die verstuurd?", About(Field.DATE)),
        ("And when was it sent?", About(Field.DATE)),
        ("En wie heeft hem ondertekend?", About(Field.SENDER)),
        ("Wie heeft hem gestuurd?", None),
        ("How do I cite this?", About(Field.CITATION)),
        ("Hoe citeer ik dit?", About(Field.CITATION)),
        ("hoe verwijs ik hiernaar?", About(Field.CITATION)),
        ("Van wie is kst-36045-176?", About(Field.SENDER, "kst-36045-176")),
        ("Van wie is Kamerstuk 36 045, nr. 176?", About(Field.SENDER, "Kamerstuk 36 045, nr. 176")),
        ("Who sent the letter kst-36045-176 to parliament?", About(Field.SENDER, "kst-36045-176")),
        ("Van wie is de brief over de motie bij 36 045, nr. 176?", About(Field.SENDER, "de motie bij 36 045, nr. 176")),
        # two questions
        ("Van wie is de brief over de wolf? En wanneer is hij verstuurd?", None),
        ("Wie schreef de brief over China en wat staat erin?", None),
        ("Van wie is de brief over China en van wanneer?", About(Field.SENDER, "China", also=Field.DATE)),
        ("wie heeft die brief geschreven en wanneer?", About(Field.SENDER, also=Field.DATE)),
        ("who signed that letter and when was it sent?", About(Field.DATE, also=Field.SENDER)),
        ("Geef datum en kamerstuknummer van de brief", About(Field.NUMBER, also=Field.DATE)),
        ("When was the letter signed and sent?", About(Field.DATE)),
        # other letters, and other things than a letter
        ("Who is it?", None),
        ("Wanneer komt de brief over het overstappen van vmbo naar mbo?", None),
        ("To whom was the letter of 14 January from the chair addressed?", None),
        ("Wie heeft de motie ondertekend?", None),
        ("Wanneer is het besluit genomen?", None),
        ("Who decided it?", None),
        ("Which MPs asked for the letter to be sent to the House?", None),
        # where the letter says it, whom it cites, what is to come
        ("Waar staat dit geschreven?", None),
        ("Where is this written?", None),
        ("Komt Den Haag voor in de brief?", None),
        ("Which law does this letter cite?", None),
        ("Is there a footnote in the letter?", None),
        ("Wie is hiervoor verantwoordelijk?", None),
        ("Who wrote to the minister?", None),
        ("Vanaf welke datum mag dit?", None),
        ("What numbers does the letter give?", None),
        ("In welke brief staat dit?", None),
        ("What is the aim of the government in this letter?", None),
        ("Summarise the conference", None),
        ("main points of the summit", None),
        ("Which topics does the letter to parliament on Georgia promise to discuss?", None),
        ("Which topics does the letter on Georgia promise to cover?", None),
        ("When does the letter on China say it will be sent?", None),
        ("Wie is volgens de brief van de minister over China verantwoordelijk?", None),
        ("Voor wie is dit bedoeld volgens de minister?", None),
        ("Kan men naar dit artikel verwijzen?", None),
        ("Wat zegt de brief van de minister over China?", None),
    ],
)
def test_the_whole_question_must_ask_of_the_letter(question: str, about: About | None) -> None:
    assert asked_about(question) == about


@pytest.mark.parametrize(("written", "told"), [("first", 0.94), ("second", 0.82), ("last", 0.85)])
def test_a_head_is_asked_in_many_ways_and_what_sounds_alike_is_not_taken_for_it(written: str, told: float) -> None:
    """Of each set some 50 to 80 a language of both, as others would ask. Words were added for the first two; the last
    judges. What isn't known for a question on the head is asked of the paragraphs."""
    lines = (Path(__file__).parent / "head_questions.jsonl").read_text("utf-8").splitlines()
    asked = [each for each in map(json.loads, lines) if each["set"] == written]
    found = [(about := asked_about(each["question"])) and about.field for each in asked]
    of_head = [(right, each["field"]) for right, each in zip(found, asked, strict=True) if each["field"]]
    assert len(of_head) >= 100
    assert sum(field == right for field, right in of_head) >= told * len(of_head)
    assert sum(field not in (right, None) for field, right in of_head) <= 1
    assert not [each for field, each in zip(found, asked, strict=True) if field and not each["field"]]


@pytest.mark.parametrize(
    ("earlier", "question", "of_letter"),
    [
        ("Which summit does the letter mention?", "What date was it?", False),
        ("What does the letter say about the Open Skies Treaty?", "Who signed it?", False),
        ("Wordt het klimaatakkoord in de brief genoemd?", "Wie heeft dit ondertekend?", False),
        ("What is the Open Skies Treaty?", "Who are the signatories?", False),
        ("Who signed this letter?", "And the House?", False),
        ("Wie heeft deze brief ondertekend?", "Is hij verantwoordelijk?", False),
        ("Welke motie noemt de brief?", "Van wie is die?", False),
        ("Noemt de brief een verdrag?", "Wanneer is dat getekend?", False),
        ("Does the letter mention a deadline?", "What date is it?", False),
        ("What does the letter say about Georgia?", "When was it signed?", True),
        ("Noemt de brief Georgië?", "Van wie is die?", True),
        ("Which letter mentions China?", "Who signed it?", True),
        ("Welk stuk vermeldt stikstof?", "Wie schreef deze?", True),
        ("Welk rapport noemt de brief?", "Waar gaat dit rapport over?", False),
        ("Van wanneer is deze brief?", "En wie heeft hem ondertekend?", True),
        ("What is the Open Skies Treaty?", "En wie heeft hem ondertekend?", False),
        ("Wie is Biden?", "Wie heeft hem geschreven?", False),
        # but cited is the letter
        ("What is the Open Skies Treaty?", "How do I cite this?", True),
        ("Welke motie noemt de brief?", "hoe verwijs ik hiernaar?", True),
        ("Wat is DIANA?", "En hoe citeer ik dat?", True),
        ("Wie schreef de brief?", "Waar gaat dit verslag over?", True),
    ],
)
def test_what_a_letter_mentions_is_meant_before_the_letter(earlier: str, question: str, of_letter: bool) -> None:
    assert bool(asks_of_head(question, understood(question, [earlier]), [earlier])) == of_letter


def test_evidence_are_the_lines_that_say_it() -> None:
    head = ("Vergaderjaar 2020–2021", "28 676 NAVO", "Nr. 372", "Den Haag, 25 juni 2021")
    head += ("De Minister van Defensie,", "A. Bijleveld")
    senders = (Sender("Minister van Defensie", "A. Bijleveld"),)
    metadata = Metadata("28676", "NAVO", "372", "2020/21", date=date(2021, 6, 25), place="Den Haag", senders=senders)
    text = "\n".join(head)

    def said(field: Field, metadata: Metadata = metadata) -> list[str]:
        return [text[start:end] for start, end in evidence(field, metadata, head)]

    assert said(Field.SENDER) == ["De Minister van Defensie,", "A. Bijleveld"]
    assert said(Field.DATE) == said(Field.PLACE) == ["Den Haag, 25 juni 2021"]
    assert said(Field.VERGADERJAAR) == ["Vergaderjaar 2020–2021"]
    assert said(Field.CITATION) == ["Vergaderjaar 2020–2021", "28 676 NAVO", "Nr. 372"]
    # what has no number is cited by who wrote it and when
    assert said(Field.CITATION, Metadata(date=date(2021, 6, 25), senders=senders)) == list(head[3:])
    assert said(Field.VERGADERJAAR, Metadata(vergaderjaar="2019/20")) == []
    assert said(Field.NUMBER) == ["28 676 NAVO", "Nr. 372"]
    assert said(Field.SUBJECT) == ["28 676 NAVO"]
    assert said(Field.ADDRESSEE) == said(Field.KENMERK) == []
    line = "Nr. 372 BRIEF VAN DE MINISTER VAN DEFENSIE"
    assert evidence(Field.NUMBER, metadata, [line]) == ((0, len(line)),)
    assert evidence(Field.NUMBER, metadata, ["Nr. 3720"]) == ()
    dates = ["Den Haag, 5 juni 2021", "Ontvangen op 15 juni 2021."]
    assert evidence(Field.DATE, Metadata(date=date(2021, 6, 5)), dates) == ((0, len(dates[0])),)
    for line in ("The Hague, 5 June 2021", "05-06-2021"):
        assert evidence(Field.DATE, Metadata(date=date(2021, 6, 5)), ["Ontvangen", line]) == ((10, 10 + len(line)),)
    assert evidence(Field.NUMBER, Metadata("36836", number="D"), ["De voorzitter", "D"]) == ((14, 15),)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (("Aan", "De Vóórzitter van de Tweede Kamer", "der  Staten-Generaal", "Postbus 20018"), (1, 2)),
        (("De Voorzitter van", "de Tweede Kamer der", "Staten-Generaal"), (0, 1, 2)),
        (("De Voorzitter van de Tweede Kamer der Staten-Generaal", "Den Haag"), (0,)),
        (("Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",), (0,)),
        (("Aan de Voorzitter van de Tweede", "Kamer der Staten-Generaal, Postbus 20018"), (0, 1)),
        # not all of it, other words between, part of a word
        (("De Voorzitter van de Tweede Kamer", "Postbus 20018"), ()),
        (("De Voorzitter van de Tweede Kamer", "Postbus 20018", "der Staten-Generaal"), ()),
        (("Onderzijde Voorzitter van de Tweede Kamer", "der Staten-Generaals"), ()),
        ((), ()),
    ],
)
def test_what_is_asked_may_stand_on_two_lines_of_the_head(head: tuple[str, ...], said: tuple[int, ...]) -> None:
    metadata = Metadata(addressee="de Voorzitter van de Tweede Kamer der Staten-Generaal")
    text = "\n".join(head)
    found = [text[start:end] for start, end in evidence(Field.ADDRESSEE, metadata, head)]
    assert found == [head[place] for place in said]


@pytest.mark.parametrize(
    ("kind", "senders", "said"),
    [
        ("BRIEF VAN DE MINISTER VAN FINANCIËN", (), ["Nr. 6 BRIEF VAN DE MINISTER", "VAN FINANCIËN"]),
        ("GEWIJZIGDE MOTIE VAN HET LID KAAG", (), ["GEWIJZIGDE MOTIE VAN HET LID KAAG"]),
        ("VERSLAG VAN EEN SCHRIFTELIJK OVERLEG", (), []),
        ("ADVIES VAN DE RAAD VAN STATE", (), []),
        (None, (), []),
        # a signature says more
        ("BRIEF VAN DE MINISTER VAN FINANCIËN", (Sender("Minister van Financiën", "W. Hoekstra"),), ["W. Hoekstra"]),
    ],
)
def test_a_letter_without_a_signature_is_sent_by_whom_its_kind_tells(
    kind: str | None, senders: tuple[Sender, ...], said: list[str]
) -> None:
    head = ["Nr. 6 BRIEF VAN DE MINISTER", "VAN FINANCIËN", "GEWIJZIGDE MOTIE VAN HET LID KAAG"]
    head += ["VERSLAG VAN EEN SCHRIFTELIJK OVERLEG", "ADVIES VAN DE RAAD VAN STATE", "W. Hoekstra"]
    text = "\n".join(head)
    found = [text[start:end] for start, end in evidence(Field.SENDER, Metadata(kind=kind, senders=senders), head)]
    assert found[-1:] == said if senders else found == said


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (
            ["Geachte voorzitter.", "Hierbij bied ik u het verslag aan. Het is lang."],
            "Hierbij bied ik u het verslag aan.",
        ),
        (
            ["Op 3 mei is gestemd.", "Er was haast. Over de wolf informeer ik uw Kamer."],
            "Over de wolf informeer ik uw Kamer.",
        ),
        (
            ["It was put to a vote.", "In 2021, as this paper shows, it rained."],
            "In 2021, as this paper shows, it rained.",
        ),
        # what is said in passing, or later, is no opening
        (["Wij bespreken hierbij ook andere zaken. Daarna niet."], "Wij bespreken hierbij ook andere zaken."),
        (["Een."] * 5 + ["Hierbij bied ik u het verslag aan."], "Een."),
        # nor is what is no sentence, where there are any
        (["Door A. Bijleveld", "Deze week regende het. Het was nat."], "Deze week regende het."),
        (["Door A. Bijleveld"], "Door A. Bijleveld"),
        (["§ 1.1 Samenvatting", "In deze brief staat meer."], "In deze brief staat meer."),
        ([], None),
    ],
)
def test_a_letter_opens_with_what_it_is_for(texts: list[str], said: str | None) -> None:
    found = opening([Passage(key, "", "", (), key, None, text, (), "") for key, text in enumerate(texts, start=1)])
    assert (found[0].text[slice(*found[1])] if found else None) == said


@pytest.mark.parametrize(
    ("text", "names", "day"),
    [
        ("Door Jitse Goutbeek 6-2-2024", "Jitse Goutbeek", "6-2-2024"),
        (
            "Auteurs: J. de Vries, A. van den Berg en K. Smit (maart 2023)",
            "J. de Vries, A. van den Berg en K. Smit",
            "maart 2023",
        ),
        ("By Anna Smith, 3 May 2022.", "Anna Smith", "3 May 2022"),
        ("Geschreven door P. Jansen", "P. Jansen", None),
        ("Door Jansen is een plan gemaakt.", None, None),
        ("Door de minister", None, None),
        ("6-2-2024", None, None),
    ],
)
def test_a_line_below_the_title_may_tell_who_wrote_it_and_when(text: str, names: str | None, day: str | None) -> None:
    passages = [
        Passage(key, "", "", (), key, None, each, (), "") for key, each in enumerate(["Een stuk.", text], start=1)
    ]
    for field, said in ((Field.SENDER, names), (Field.DATE, day)):
        found = byline(passages, field)
        assert (found[0].text[slice(*found[1])] if found else None) == said
    assert byline(passages, Field.SUBJECT) is None


def test_who_wrote_a_text_without_a_head_is_told_by_that_line(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    (tmp_path / "stuk.md").write_text("# Over de wolf\n\nDoor Anna Smit, 6-2-2024\n\nDe wolf is terug.\n", "utf-8")
    library.add([tmp_path / "stuk.md"])
    for question, said in (
        ("Wie heeft dit geschreven?", ["Anna Smit"]),
        ("Wie heeft dit geschreven en wanneer?", ["Anna Smit", "6-2-2024"]),
        ("Wanneer is dit stuk geschreven?", ["6-2-2024"]),
    ):
        answer = library.ask(question)
        assert (answer.answered, answer.confidence) == (True, 0.99)
        (hit,) = answer.passages
        assert [hit.text[slice(*span)] for span in hit.evidence] == said


def test_a_summary_says_it_before_an_opening() -> None:
    headed = {"Aanleiding": "In deze brief ga ik in op de wolf.", "1. Samenvatting": "De wolf is terug. Hij blijft."}
    passages = [Passage(0, "", "", (), 0, None, "De Minister", (), "kop")]
    passages += [
        Passage(key, "", "", (name,), 1, None, text, (), "") for key, (name, text) in enumerate(headed.items())
    ]
    found = opening(passages)
    assert found
    assert found[0].text[slice(*found[1])] == "De wolf is terug."


OTHER = "Den Haag, 3 mei 2022\n\nEen hond en een muis.\n\nDe Minister van Financiën,\n\nS.A.M. Kaag\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER])
    return library


def test_the_head_of_the_only_letter_answers(library: Library) -> None:
    answer = library.ask("Van wie is deze brief?")
    (hit,) = answer.passages
    assert (hit.id, hit.locator, hit.citation) == (
        "kst-28676-372#kop",
        "kop",
        "Kamerstukken II 2020/21, 28676, nr. 372",
    )
    assert answer.answered
    said = " ".join(hit.text[start:end] for start, end in hit.evidence)
    assert "De Minister van Defensie" in said
    assert "Kaag" in said
    source = " ".join(LETTER.read_text("utf-8").split())
    assert all(line in source for line in hit.text.split("\n"))
    for question in ("when was it sent", "Datum?", "What is the date?"):
        (hit,) = library.ask(question).passages
        assert [hit.text[start:end] for start, end in hit.evidence] == ["Den Haag, 25 juni 2021"]
    # it is not the one about something else
    assert all(hit.paragraph for hit in library.ask("Van wie is de brief over stikstof in natuurgebieden?").passages)
    # what can't be asked is no question before it, and what is too long isn't either
    for before in ("???", "hond " * 1000):
        assert library.ask("Van wie is deze brief?", earlier=[before]).passages[0].id == "kst-28676-372#kop"
    # "it" is what was asked about before
    for before in ("Wat is het Open Skies verdrag?", "What is DIANA?"):
        for question in ("when was it signed", "What is the date?"):
            assert all(hit.paragraph for hit in library.ask(question, earlier=[before]).passages)
    earlier = ["What is the Open Skies Treaty?", "when was it signed?"]
    assert all(hit.paragraph for hit in library.ask("who signed it?", earlier=earlier).passages)
    for before in ("Wat zegt deze brief over Georgië?", "Wat staat er in kst-28676-372?", "Van wie is deze brief?"):
        assert library.ask("when was it signed", earlier=[before]).passages[0].id == "kst-28676-372#kop"
    for question, line in {
        "hoe citeer ik dit stuk": "Nr. 372",
        "Which parliamentary year is this from?": "Vergaderjaar 2020–2021",
        "Vanuit welke stad is de brief verstuurd?": "Den Haag, 25 juni 2021",
    }.items():
        (hit,) = library.ask(question).passages
        assert line in [hit.text[slice(*span)] for span in hit.evidence]
    # what the head doesn't say is asked of the paragraphs
    assert all(hit.paragraph for hit in library.ask("Wat is het kenmerk van de brief?").passages)


def test_what_a_letter_is_about_its_opening_tells_and_its_head(library: Library, tmp_path: Path) -> None:
    for question in ("Waar gaat deze brief over?", "Summarise the letter", "Waar gaat Kamerstuk 28 676, nr. 372 over?"):
        answer = library.ask(question)
        assert answer.answered
        text, head = answer.passages  # of whose subject the head has no more than the name of the dossier
        assert [(hit.rank, hit.locator) for hit in (text, head)] == [(1, "al. 1"), (2, "kop")]
        assert [text.text[slice(*span)] for span in text.evidence] == [text.text]
        assert text.text.startswith("Hierbij bied ik u")
        assert text.citation == "Kamerstukken II 2020/21, 28676, nr. 372"
        assert [head.text[slice(*span)] for span in head.evidence] == ["NAVO"]
        (hit,) = library.ask(question, k=1).passages
        assert hit == text
    letter = "Datum: 3 mei 2022\n\nBetreft: Honden\n\nGeachte voorzitter,\n\nEen hond en een muis.\n"
    (tmp_path / "brief.md").write_text(letter, "utf-8")
    library.add([tmp_path / "brief.md"])
    said = ["Betreft: Honden", "Een hond en een muis."]
    for question in ("Waar gaat deze brief over?", "Wat is het onderwerp?", "What is the title of this letter?"):
        hits = library.ask(question, filters={"letter": "brief"}).passages
        assert [(hit.rank, hit.text[slice(*hit.evidence[0])]) for hit in hits] == list(enumerate(said, start=1))
    # who asks for a summary learns more of the opening
    for question in (
        "Vat de brief samen",
        "hoofdpunten",
        "tl;dr",
        "Waar gaat de brief over in het kort?",
        "main points",
    ):
        hits = library.ask(question, filters={"letter": "brief"}).passages
        assert [(hit.rank, hit.text[slice(*hit.evidence[0])]) for hit in hits] == list(enumerate(said[::-1], start=1))


def test_among_several_letters_the_filter_the_topic_or_the_question_before_says_which(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "brief.md").write_text(OTHER, "utf-8")
    library.add([tmp_path / "brief.md"])
    asked = "Van wanneer is deze brief?"
    assert all(hit.paragraph for hit in library.ask(asked).passages)  # of which letter it doesn't say
    (hit,) = library.ask(asked, filters={"letter": "brief"}).passages
    assert (hit.id, hit.text[hit.evidence[0][0] : hit.evidence[0][1]]) == ("brief#kop", "Den Haag, 3 mei 2022")
    assert library.ask("Van wanneer is de brief over hond en muis?").passages[0].id == "brief#kop"
    assert library.ask(asked, earlier=["hond muis"]).passages[0].id == "brief#kop"
    for question in ("Van wanneer is kst-28676-372?", "En van wanneer is Kamerstuk 28 676, nr. 372?"):
        (hit,) = library.ask(question).passages
        assert hit.id == "kst-28676-372#kop"
    # one that comes after another of the same letter is of that letter
    earlier = ["Van wie is de brief over hond en muis?"]
    for question in ("En wanneer is hij verstuurd?", "Wanneer is die verstuurd?", "And when was it sent?"):
        assert library.ask(question, earlier=earlier).passages[0].id == "brief#kop"
        earlier.append(question)
    # though others come between
    assert library.ask("En wanneer is hij verstuurd?", earlier=["Van wie is deze brief?"] * 1200).passages
    assert all(hit.paragraph for hit in library.ask("Van wie is kst-28676-371?").passages)
    # one that is asked by its number is meant, whether or not it answers
    for before in ("Wat zegt 28676-372 over zebra's?", "Wat zegt Kamerstuk 28 676, nr. 372 over hond en muis?"):
        assert library.ask(asked, earlier=[before]).passages[0].id == "kst-28676-372#kop"
    assert all(hit.paragraph for hit in library.ask(asked, earlier=["Wie stemde voor 28676-372?"]).passages)
    # the number says which letter, whatever else it is said to be about
    named = library.ask("Van wie is kst-28676-372 over hond en muis?").passages[0]
    assert named.letter == "kst-28676-372"


def test_a_letter_that_says_nothing_of_it_is_passed_over(library: Library, tmp_path: Path) -> None:
    (tmp_path / "nader.md").write_text("Hond en muis. Hond en muis.\n", "utf-8")
    (tmp_path / "brief.md").write_text(OTHER, "utf-8")
    library.add([tmp_path / "brief.md", tmp_path / "nader.md"])
    assert library.ask("hond en muis").passages[0].letter == "nader"
    assert [hit.id for hit in library.ask("Van wanneer is de brief over hond en muis?", k=1).passages] == ["brief#kop"]


KAMERSTUK = """31 293 Primair Onderwijs

Nr. 601 BRIEF VAN DE MINISTER VOOR PRIMAIR EN VOORTGEZET ONDERWIJS

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal

Den Haag, 14 februari 2022

Leraren en zij-instromers krijgen een subsidie.

De Minister voor Primair en Voortgezet Onderwijs,

A.D. Wiersma
"""


@pytest.mark.parametrize(
    ("before", "letters"),
    [
        ("Wat zegt 31293-601 over Kamerstuk 28 676, nr. 372?", ["kst-31293-601"]),
        ("Wat zegt 31293-601 over leraren?", ["kst-31293-601"]),
        ("Wat is DIANA volgens 28676-372?", ["kst-28676-372"]),
        ("Toon 31293-601 en 28676-372", ["kst-31293-601", "kst-28676-372"]),
        ("Wat zeggen 31293-601 en 28676-372 over subsidie?", ["kst-31293-601", "kst-28676-372"]),
    ],
)
def test_a_letter_that_another_is_asked_about_is_not_meant(
    library: Library, tmp_path: Path, before: str, letters: list[str]
) -> None:
    (tmp_path / "brief.md").write_text(KAMERSTUK, "utf-8")
    library.add([tmp_path / "brief.md"])
    hits = library.ask("Van wanneer is deze brief?", k=9, earlier=[before]).passages
    assert sorted(hit.letter for hit in hits if not hit.paragraph) == sorted(letters)


BARE = "Bibliotheken lenen boeken uit. De brief over bibliotheken is ondertekend, gericht en gestuurd op 3 mei 2021.\n"
FOLLOWED = "Wie heeft de brief over hond en muis ondertekend?"


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The supplied letter, one that was signed, and one without a head. Read only."""
    folder = tmp_path_factory.mktemp("several")
    for name, text in (("brief.md", OTHER), ("bibliotheken.md", BARE)):
        (folder / name).write_text(text, "utf-8")
    library = Library.open(folder / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER, folder / "brief.md", folder / "bibliotheken.md"])
    return library


@pytest.mark.parametrize(
    ("question", "letter"),
    [
        ("Wie heeft de brief over bibliotheken ondertekend?", None),
        ("Welk dossiernummer heeft de brief over bibliotheken?", None),
        ("Aan wie is de brief over boeken gericht?", None),
        ("Van wanneer is de brief over bibliotheken?", None),
        ("Welk dossiernummer heeft de brief over hond en muis?", None),
        ("Wie heeft de brief over hond en muis ondertekend?", "brief"),
        ("Van wanneer is de brief over hond en muis?", "brief"),
        ("Wie heeft Kamerstuk 28 676, nr. 372 ondertekend?", "kst-28676-372"),
        ("Van wie is de brief van 3 mei over hond en muis?", "brief"),
        ("Van wie is de brief van mei 2022 over hond en muis?", "brief"),
        ("Who signed the letter of 3 May 2022 on hond en muis?", "brief"),
        ("Van wie is de brief uit 2022 over hond en muis?", "brief"),
        ("Van wie is de brief van 4 mei over hond en muis?", None),
        ("Van wie is de brief van mei 2021 over hond en muis?", None),
        ("Van wie is de brief van 3 mei over bibliotheken?", None),
    ],
)
def test_the_head_of_another_letter_answers_nothing(several: Library, question: str, letter: str | None) -> None:
    hits = several.ask(question).passages
    assert [hit.letter for hit in hits if not hit.paragraph] == ([letter] if letter else [])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Wie heeft de brief over bibliotheken ondertekend?", False),
        ("Aan wie is de brief over bibliotheken gericht?", False),
        ("Wat is het kenmerk van de brief over bibliotheken?", False),
        ("Welk dossiernummer heeft de brief over bibliotheken?", False),
        # a text tells when and of what
        ("Wanneer is de brief over bibliotheken gestuurd?", True),
        # it doesn't say which letter
        ("Van wie is deze brief?", False),
        ("Op welke datum is de brief gestuurd?", False),
        ("Waar gaat deze brief over?", False),
        ("Vat deze brief samen", False),
        # of what is not here others tell
        ("Van wie is kst-28676-370?", True),
        ("Wat is het kenmerk van kst-28676-370?", True),
        # ordinary questions
        ("Wie heeft de motie over bibliotheken ondertekend?", True),
        ("De brief over bibliotheken is ondertekend en gericht aan wie?", True),
    ],
)
def test_what_the_head_alone_would_say_no_paragraph_answers(several: Library, question: str, told: bool) -> None:
    answer = several.ask(question)
    with several.asking() as asking:
        judged = asking.weighed(question, 3, Filters())[-1]
    assert answer.passages
    assert all(hit.paragraph for hit in answer.passages)
    assert (answer.answered, answer.confidence) == ((judged.answered, judged.confidence) if told else (False, 0.0))
    assert told or not any(hit.confidence for hit in answer.passages)


def test_a_filter_that_no_letter_meets_is_still_said(several: Library) -> None:
    with pytest.raises(NothingToAsk):
        several.ask("Van wie is deze brief?", filters={"dossier": "99999"})


@pytest.mark.parametrize(
    ("earlier", "question", "said"),
    [
        ((FOLLOWED,), "En wanneer?", "Den Haag, 3 mei 2022"),
        ((FOLLOWED,), "En op welke datum?", "Den Haag, 3 mei 2022"),
        ((FOLLOWED,), "Wat is de datum?", "Den Haag, 3 mei 2022"),
        ((FOLLOWED,), "Wanneer dan?", "Den Haag, 3 mei 2022"),
        ((FOLLOWED,), "En wanneer was dat?", "Den Haag, 3 mei 2022"),
        ((FOLLOWED,), "And when was that?", "Den Haag, 3 mei 2022"),
        (("Van wanneer is de brief over hond en muis?",), "En wie heeft hem ondertekend?", "S.A.M. Kaag"),
        (("Van wie is Kamerstuk 28 676, nr. 372?", "En wanneer was dat?"), "En aan wie?", "Aan de Voorzitter"),
        ((FOLLOWED,), "And when?", "Den Haag, 3 mei 2022"),
        ((FOLLOWED,), "What's the date of it?", "Den Haag, 3 mei 2022"),
        (("Van wanneer is de brief over hond en muis?",), "Door wie?", "S.A.M. Kaag"),
        (("Van wie is Kamerstuk 28 676, nr. 372?",), "To whom?", "Aan de Voorzitter van de Tweede Kamer"),
        (("Van wie is Kamerstuk 28 676, nr. 372?",), "En welk dossier?", "Nr. 372"),
        ((FOLLOWED, "En aan wie?", "Wat is het kenmerk?"), "En wanneer?", "Den Haag, 3 mei 2022"),
        ((FOLLOWED, "Wat is de datum?"), "Wanneer is hij verstuurd?", "Den Haag, 3 mei 2022"),
        (("Wat is DIANA?", FOLLOWED), "En wanneer?", "Den Haag, 3 mei 2022"),
        (("hond muis", "En wanneer?", "Van wie is deze brief?"), "En wanneer?", "Den Haag, 3 mei 2022"),
        # the same letter doesn't say it, or isn't known
        ((FOLLOWED,), "En aan wie?", None),
        ((FOLLOWED,), "Wat is het kenmerk?", None),
        (("Van wie is deze brief?",), "En wanneer?", None),
        # after other questions, or where more is asked
        (("Wat is DIANA?",), "En wanneer?", None),
        (("Wat is DIANA?",), "En wanneer was dat?", None),
        (("Wat is DIANA?",), "And who signed it?", None),
        ((FOLLOWED, "Wat is DIANA?"), "En wanneer?", None),
        (("Wat is DIANA?", "En wanneer?"), "En aan wie?", None),
        (("Wie heeft het Open Skies verdrag ondertekend?",), "En wanneer?", None),
        (("What is the Open Skies Treaty?", "who signed it?"), "And when?", None),
        ((FOLLOWED,), "En waarom?", None),
        ((FOLLOWED,), "En wanneer was de top?", None),
        ((FOLLOWED,), "What is the date of the summit?", None),
        ((FOLLOWED,), "Wat is het onderwerp van hoofdstuk 3?", None),
        ((), "Wat is de datum?", None),
    ],
)
def test_a_field_alone_is_asked_of_the_letter_whose_head_was_asked_before(
    several: Library, earlier: tuple[str, ...], question: str, said: str | None
) -> None:
    answer = several.ask(question, earlier=earlier)
    heads = [hit.text[start:end] for hit in answer.passages if not hit.paragraph for start, end in hit.evidence]
    assert any(line.startswith(said) for line in heads) if said else not heads
    if not any(map(asked_about, earlier)):
        assert answer.understood == understood(question, earlier)


@pytest.mark.parametrize(
    ("earlier", "question", "read"),
    [
        (("Van wanneer is de brief over boeken?", "Aan wie is hij gericht?"), "En wanneer?", None),
        (("Van wanneer is de brief over boeken?", "Aan wie is hij gericht?", "Door wie?"), "En wanneer?", None),
        (("Van wanneer is de brief over boeken?",), "En wanneer?", None),
        # what doesn't lean is asked of the letter too
        (
            ("Van wanneer is de brief over boeken?", "Aan wie is hij gericht?"),
            "Wat is de datum?",
            "Van wanneer is de brief over boeken? Aan wie is hij gericht? Wat is de datum?",
        ),
        (("Wat is DIANA?", "Van wie is deze brief?"), "Wat is de datum?", "Van wie is deze brief? Wat is de datum?"),
    ],
)
def test_a_field_alone_is_read_with_all_that_the_question_before_leans_on(
    several: Library, earlier: tuple[str, ...], question: str, read: str | None
) -> None:
    assert several.ask(question, earlier=earlier).understood == (read or understood(question, earlier))


@pytest.mark.parametrize(
    ("before", "letter"),
    [("Wat is DIANA?", "kst-28676-372"), ("hond muis", "brief")],
)
def test_what_was_shown_is_cited_whatever_it_was_asked_about(several: Library, before: str, letter: str) -> None:
    for question in ("How do I cite this?", "En hoe citeer ik dat?", "hoe verwijs ik hiernaar?"):
        (hit,) = several.ask(question, earlier=[before]).passages
        assert (hit.letter, hit.locator) == (letter, "kop")


ANSWERS = """Tweede Kamer der Staten-Generaal

Vergaderjaar 2020–2021 Aanhangsel van de Handelingen

1234

Vragen van het lid Van Nispen (SP) aan de Minister voor Rechtsbescherming over de wachttijden.

Antwoord van Minister Dekker (Rechtsbescherming) (ontvangen 25 januari 2021).

Vraag 1

Kent u het bericht over de wachttijden?

Antwoord 1

Ja.
"""


_PUT, _ANSWERED = ANSWERS.split("\n\n")[3:5]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Wie heeft dit document geschreven?", [_ANSWERED]),
        ("Welke minister heeft deze brief gestuurd?", [_ANSWERED]),
        ("Van wanneer is deze brief?", [_ANSWERED]),
        ("Wie schreef de brief over wachttijden, en wanneer?", [_ANSWERED]),
        ("Aan wie is het stuk gericht?", [_PUT]),
        ("Van wie is de brief en aan wie is hij gericht?", [_ANSWERED, _PUT]),
        ("Van wie is de brief over wachttijden?", [_ANSWERED]),
        ("Wat is het kenmerk van deze brief?", []),
        ("Wie is de geadresseerde van de brief over stikstof?", []),
    ],
)
def test_who_answered_members_and_whom_they_asked_its_lines_tell(
    tmp_path: Path, question: str, told: list[str]
) -> None:
    (tmp_path / "antwoorden.md").write_text(ANSWERS, "utf-8")
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([tmp_path / "antwoorden.md"])
    answer = library.ask(question)
    assert answer.answered == bool(told)
    if told:
        assert sorted(hit.text for hit in answer.passages) == sorted(told)
        assert all(hit.evidence == ((0, len(hit.text)),) for hit in answer.passages)


@pytest.mark.parametrize(
    ("earlier", "question", "letter"),
    [
        ("Kent u het bericht over de wachttijden?", "Van wie is deze brief?", "antwoorden"),
        ("Kent u het bericht over de wachttijden?", "Van wanneer is deze brief?", "antwoorden"),
        ("Van wie is de brief over bibliotheken?", "En van wanneer is deze brief?", "bibliotheken"),
        # it says itself which one
        ("Kent u het bericht over de wachttijden?", "Wanneer is de brief over bibliotheken gestuurd?", "bibliotheken"),
    ],
)
def test_what_the_text_may_tell_that_of_the_letter_meant_tells(
    tmp_path: Path, earlier: str, question: str, letter: str
) -> None:
    about = "Deze brief van de minister gaat over de wolf. Van wie deze brief is en van wanneer deze brief is."
    for name, text in (("antwoorden", ANSWERS), ("bibliotheken", BARE), ("wolf", about)):
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([tmp_path / f"{name}.md" for name in ("antwoorden", "bibliotheken", "wolf")])
    hits = library.ask(question, earlier=[earlier]).passages
    assert hits[0].letter == ("ah-tk-20202021-1234" if letter == "antwoorden" else letter)


@pytest.mark.parametrize("question", ["Wat is de kern?", "vat dit samen", "summarise it", "Welke onderwerpen?"])
def test_a_summary_behind_another_question_is_of_what_was_asked(question: str) -> None:
    assert asks_of_head(question, question, ["Wat zegt de NAVO over China?"]) is None
    assert asks_of_head("Vat de brief samen", "Vat de brief samen", ["Wat zegt de NAVO over China?"])
    assert asks_of_head("tl;dr please", "tl;dr please", ["Wat zegt de NAVO over China?"])


@pytest.mark.parametrize(
    ("field", "line"),
    [
        (Field.KENMERK, "Zaaknummer: Z/25"),
        (Field.NUMBER, "Zaaknummer: Z/25"),
        (Field.SENDER, "Van: Directie Water"),
        (Field.ADDRESSEE, "Gericht aan: de raad"),
        (Field.DATE, "Vastgesteld rapport | 22 mei 2025"),
    ],
)
def test_where_no_rule_finds_it_a_label_tells(field: Field, line: str) -> None:
    head = ["Gemeente Ede", "Telefoonnummer: 0318 12 34 56", line]
    (span,) = evidence(field, Metadata(), head)
    assert "\n".join(head)[slice(*span)] == line
    assert evidence(field, Metadata(), head[:2]) == ()
