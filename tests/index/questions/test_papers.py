"""What papers are called that are no letters by name."""

import pytest

from index.questions.papers import as_letter, papers_named, surnames, words_of_writers


@pytest.mark.parametrize(
    ("names", "question", "read"),
    [
        (["Besluit op uw verzoek"], "Wie heeft het besluit ondertekend?", "Wie heeft de brief ondertekend?"),
        (["Besluit op uw verzoek"], "Who is this decision addressed to?", "Who is this letter addressed to?"),
        (["Besluit op uw verzoek"], "kenmerk van dit Woo-besluit", "kenmerk van deze brief"),
        (["Nr. 512 Verslag van een overleg"], "Wanneer is het verslag gestuurd?", "Wanneer is de brief gestuurd?"),
        ([None, "MEMORIE VAN TOELICHTING"], "Van wie is deze toelichting?", "Van wie is deze brief?"),
        (["Subsidieregeling dorpshuizen"], "datum van de subsidieregeling", "datum van de brief"),
        (["Rapport van het bezoek"], "date of the inspection report", "date of the letter"),
        (["Tijdelijke regeling hitte"], "artikel 3 van de regeling", "artikel 3 van de brief"),
        (["Convenant zonnepanelen"], "kenmerk convenant", "kenmerk de brief"),
        # a verb, an idiom, or the end of another word
        (["Besluit op uw verzoek"], "What is needed in order to get it?", "What is needed in order to get it?"),
        (["Rapport van het bezoek"], "When does he report to the House?", "When does he report to the House?"),
        (["Lijst van vragen"], "Hoe lang is de wachtlijst?", "Hoe lang is de wachtlijst?"),
        (["Plan van aanpak"], "Wat is het bestemmingsplan?", "Wat is het bestemmingsplan?"),
        # what it speaks of, and is not
        (["Besluit op uw verzoek"], "Van wie is het rapport?", "Van wie is het rapport?"),
        (["Aanbieding rapport over bijen"], "Wie schreef het rapport?", "Wie schreef het rapport?"),
        (["Nota naar aanleiding van het verslag"], "datum van het verslag", "datum van het verslag"),
        (["Planning 2027"], "Van wie is het plan?", "Van wie is het plan?"),
        (["Besluit op uw verzoek"], "Welke besluiten staan erin?", "Welke besluiten staan erin?"),
        # letters to councils are letters, whatever they say
        ([], "zaaknummer van deze statenbrief", "zaaknummer van deze brief"),
        ([], "When was this council letter sent?", "When was this letter sent?"),
        ([], "onderwerp raadsinformatiebrief", "onderwerp de brief"),
        ([], "Wie schreef de aanbiedingsbrief?", "Wie schreef de aanbiedingsbrief?"),
    ],
)
def test_the_only_letter_is_meant_by_the_name_of_what_it_is(names: list[str | None], question: str, read: str) -> None:
    assert as_letter(question, papers_named(*names), this=False) == read


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Van wie is dit advies?", "Van wie is deze brief?"),
        ("When was this report finalised?", "When was this letter finalised?"),
        ("wie nam dit Woo besluit", "wie nam deze brief"),
        ("Van wie is het advies?", "Van wie is het advies?"),
    ],
)
def test_this_is_it_whatever_it_is_where_nothing_was_asked_before(question: str, read: str) -> None:
    assert as_letter(question, frozenset(), this=True) == read
    assert as_letter(question, frozenset(), this=False) == question


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("kenmerk van dit advies van de Raad van State?", "kenmerk van deze brief?"),
        ("Who signed the letter from the raad van state", "Who signed the letter"),
        ("kenmerk van dit advies van de Algemene Rekenkamer", "kenmerk van deze brief van de Algemene Rekenkamer"),
        ("het advies van de Raad van State over bijen", "het advies van de Raad van State over bijen"),
    ],
)
def test_whose_it_is_says_nothing_where_it_is_theirs(question: str, read: str) -> None:
    writers = words_of_writers(["vice-president van de Raad van State", "Minister van Water"])
    assert as_letter(question, frozenset(), writers, this=True) == read


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("In what capacity did Van Wessum-Kooij sign?", "In what capacity did the signatory sign?"),
        ("Wat is de functie van drs. A.M. ten Vergert?", "Wat is de functie van de ondertekenaar?"),
        ("What is Ten Vergert's role?", "What is the signatory's role?"),
        ("Wat zegt Ten Vergert over bruggen?", "Wat zegt Ten Vergert over bruggen?"),
        ("When did Van Wessum-Kooij sign it?", "When did Van Wessum-Kooij sign it?"),
        ("Wat schrijft de brief over Ten Vergert?", "Wat schrijft de brief over Ten Vergert?"),
        ("Wie is Ten Vergert?", "Wie is de ondertekenaar?"),
    ],
)
def test_who_signed_is_the_signatory(question: str, asked: str) -> None:
    signed = surnames(["drs. A.M. ten Vergert", "T. van Wessum-Kooij", None])
    assert signed == {"ten vergert", "van wessum-kooij"}
    assert as_letter(question, frozenset(), this=True, signed=signed) == asked


def test_a_surname_has_no_first_name_and_no_title() -> None:
    names = ["Wopke Hoekstra", "mr. drs. B. van den Berg MSc", "A. Bos"]
    assert surnames(names) == {"hoekstra", "van den berg", "bos"}
    # a small letter is no name
    assert as_letter("Welke functie heeft het bos?", frozenset(), this=True, signed=surnames(names)).endswith(
        "het bos?"
    )
