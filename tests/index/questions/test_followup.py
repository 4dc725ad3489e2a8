"""Follow-up questions: which lean on the one before, and what they then ask, word for word."""

import time

import pytest

from index.questions.followup import understood
from index.questions.question import MAX_CHARACTERS

CLIMATE = "Welke maatregelen neemt het kabinet tegen klimaatverandering?"
CLIMATE_EN = "What does the government do about climate change in Africa?"


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        # what a letter is asked to tell of
        ("Wat zegt de brief over China?", "En over stikstof?", "Wat zegt de brief over stikstof?"),
        ("Wat zegt de brief over China?", "En over de NAVO?", "Wat zegt de brief over de NAVO?"),
        ("Wat zegt de brief over de WHO?", "En over China?", "Wat zegt de brief over China?"),
        (
            "What does the letter say about China?",
            "And about climate change?",
            "What does the letter say about climate change?",
        ),
        ("What does the letter say about Russia?", "And the US?", "What does the letter say about the US?"),
        ("What did the EU say?", "And the US?", "What did the US say?"),
        # what else one says for "about"
        ("Wat zegt de brief over Rusland?", "En voor Georgië?", "Wat zegt de brief over Georgië?"),
        ("What does the letter say about Russia?", "And for China?", "What does the letter say about China?"),
        ("What does the letter say about Russia?", "And on nitrogen?", "What does the letter say about nitrogen?"),
        ("What does the letter say on Russia?", "And about China?", "What does the letter say on China?"),
        ("Wat staat er over Rusland?", "En rond Georgië?", "Wat staat er over Georgië?"),
        ("Wat zegt de brief over Rusland?", "En wat betreft China?", "Wat zegt de brief over China?"),
        ("Wat zegt de brief over Rusland?", "Inzake de uitgaven?", "Wat zegt de brief over de uitgaven?"),
        ("What does the letter say about Russia?", "As for China?", "What does the letter say about China?"),
        ("What does the letter say about Russia?", "Regarding China", "What does the letter say about China?"),
        ("What does Great Britain contribute?", "And regarding Germany?", "What does Germany contribute?"),
        ("Van wie is 28676-372?", "En 28676-370?", "Van wie is 28676-370?"),
        ("Hoeveel woningen zijn er in het jaar 2022?", "En in 2023?", "Hoeveel woningen zijn er in het jaar 2023?"),
        ("Wat is de begroting 2022?", "En 2023?", "Wat is de begroting 2023?"),
        ("What does Great Britain contribute?", "And Germany?", "What does Germany contribute?"),
        # behind the same preposition
        ("Wat zei Nederland over Oekraïne?", "En over Georgië?", "Wat zei Nederland over Georgië?"),
        ("What did the Dutch say about Ukraine?", "And about Georgia?", "What did the Dutch say about Georgia?"),
        ("Wordt de norm voor nitraat gehaald?", "En voor fosfaat?", "Wordt de norm voor fosfaat gehaald?"),
        ("Wat krijgen kleine dorpen in de Peel?", "En in Limburg?", "Wat krijgen kleine dorpen in Limburg?"),
        ("Geldt de norm voor kleine gemeenten?", "Voor grote steden ook?", "Geldt de norm voor grote steden?"),
        ("Hoeveel treinen rijden er in de spits?", "En in het weekend?", "Hoeveel treinen rijden er in het weekend?"),
        ("Is there help for farmers in Zeeland?", "Same for fishermen?", "Is there help for fishermen in Zeeland?"),
        ("Is there help for farmers in Zeeland?", "Also for fishermen?", "Is there help for fishermen in Zeeland?"),
        # the only one of its kind
        ("Hoeveel woningen bouwt Groningen?", "En in Limburg?", "Hoeveel woningen bouwt Limburg?"),
        ("Hoe schoon is het water in Limburg?", "Hoe zit het met Zeeland?", "Hoe schoon is het water in Zeeland?"),
        ("What does South Holland build?", "What about North Holland?", "What does North Holland build?"),
        ("Hoeveel betaalde Nederland in 2021?", "En in 2024?", "Hoeveel betaalde Nederland in 2024?"),
        ("Hoeveel betaalde Nederland in 2021?", "En Duitsland?", "Hoeveel betaalde Duitsland in 2021?"),
        ("Hoeveel betaalde Nederland in 2021?", "2024?", "Hoeveel betaalde Nederland in 2024?"),
        ("Wat gebeurt er met de Maaslijn?", "En de Hanzelijn?", "Wat gebeurt er met de Hanzelijn?"),
        ("Wat zegt de brief over China?", "En over artikel 5?", "Wat zegt de brief over artikel 5?"),
        ("Wat zegt de brief over China?", "En artikel 5?", "Wat zegt de brief over artikel 5?"),
        # two names, a number, a name of another kind
        ("Wat betaalt Nederland?", "En België en Frankrijk?", "Wat betaalt België en Frankrijk?"),
        ("Wat zegt artikel 5?", "En artikel 4?", "Wat zegt artikel 4?"),
        ("What does Article 5 say?", "And Article 4?", "What does Article 4 say?"),
        ("Wat staat in hoofdstuk 3?", "En in hoofdstuk 4?", "Wat staat in hoofdstuk 4?"),
        ("Hoeveel kwamen er in januari 2023?", "En in februari 2023?", "Hoeveel kwamen er in februari 2023?"),
        ("Wat vindt het CDA van de motie?", "En D66?", "Wat vindt D66 van de motie?"),
        ("Wat vindt het CDA van de motie?", "Dankjewel, en de PvdA?", "Wat vindt de PvdA van de motie?"),
        ("Is Georgia mentioned?", "And the US?", "Is the US mentioned?"),
        # the subject
        ("Welke korting krijgen studenten in de trein?", "En ouderen?", "Welke korting krijgen ouderen in de trein?"),
        ("What must farmers do for cleaner water?", "And industry?", "What must industry do for cleaner water?"),
    ],
)
def test_a_fragment_takes_the_place_of_a_phrase_of_its_kind(earlier: str, question: str, expected: str) -> None:
    assert understood(question, [earlier]) == expected


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ("Wat zegt de brief over China?", "And about Russia?", "Wat zegt de brief over Russia?"),
        ("Wat zegt de brief over China?", "What about the US?", "Wat zegt de brief over US?"),
        ("What does the letter say about China?", "En over Rusland?", "What does the letter say about Rusland?"),
        ("What is DIANA?", "En de NAR?", "What is NAR?"),
        (  # no article, but the end of a name
            "What does the letter say about China?",
            "En over de Schelde en Maas?",
            "What does the letter say about Schelde en Maas?",
        ),
        ("Wat vindt de NAVO van Rusland?", "And of China?", "Wat vindt de NAVO van China?"),
        ("Hoeveel woningen bouwt Zeeland?", "And Limburg?", "Hoeveel woningen bouwt Limburg?"),
        ("How many homes does Zeeland build?", "En hoe zit het in Limburg?", "How many homes does Limburg build?"),
        ("Hoeveel gaf Nederland in 2021 uit?", "And in 2024?", "Hoeveel gaf Nederland in 2024 uit?"),
    ],
)
def test_names_and_years_take_their_place_in_a_question_in_the_other_language(
    earlier: str, question: str, expected: str
) -> None:
    assert understood(question, [earlier]) == expected


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        ("Wat zei Nederland over Oekraïne?", "En Georgië?"),  # two names: which of them?
        ("Wat zegt de brief over China?", "En 2022?"),
        ("Wat zegt de brief over stikstof?", "En voor gemeenten?"),  # what it means for them
        ("Wat zegt de brief over China?", "En met Rusland?"),
        ("Wat zegt de brief over de wolf?", "En voor Drenthe?"),  # and there
        ("What does the letter say about drinking water?", "And on Bonaire?"),
        ("What does the letter say about China?", "And on Monday?"),
        ("Steunt Nederland Oekraïne?", "En Georgië?"),
        ("Wat is er op 14 juni 2021 besloten?", "En in 2022?"),  # "14 juni 2022" is another day
        ("Wat kost Agenda 2030?", "En in 2024?"),
        ("Wat zei de minister over China?", "En in Brussel?"),  # "over Brussel" would be another question
        ("Wat is de norm voor nitraat?", "En fosfaat?"),  # "Wat is fosfaat voor nitraat?"
        ("Wat gebeurt er met de Maaslijn?", "En Limburg?"),  # "de" says that they are not of a kind
        ("Hoeveel betaalt Nederland?", "En in 2024?"),
        ("Steunt Nederland Oekraïne?", "And Georgia?"),  # in another language too
        ("What does the letter say about China?", "En over stikstof?"),  # nitrogen has another name in English
        ("Wat zegt artikel 5?", "And article 4?"),
        # a name stands for another kind of it only where either does something
        ("Wat is de BTW?", "En in Duitsland?"),
        ("Hoe hoog is de AOW?", "En op Bonaire?"),
        ("Wat kost de F-35?", "En Duitsland?"),
        ("Wat vindt de VVD van kernenergie?", "En over Iran?"),
        ("Wat doet de minister aan PFAS?", "En Rotterdam?"),
        ("Steunt Nederland Oekraïne?", "En de EU?"),
        ("Steunt Nederland Oekraïne?", "Geldt dat ook voor België en Frankrijk?"),
        ("Wat gebeurde op 3 maart 2022?", "En mei 2023?"),
        ("What does ESPR stand for?", "And house building?"),
        ("How could AI help people who buy services?", "And policy officers?"),
    ],
)
def test_a_fragment_without_a_certain_place_is_asked_behind(earlier: str, question: str) -> None:
    assert understood(question, [earlier]) == f"{earlier} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Waarom?",
        "Vertel meer",
        "Tell me more.",
        "Waarom niet eerder?",
        "How much?",
        "Sinds wanneer?",
        "For how many years?",
        "Which provinces?",
        "Wie betaalt?",
        "Wat kost dat?",
        "Wat kost het?",
        "Waarom is het uitgesteld?",
        "Wanneer is het klaar?",
        "Hoeveel geld is daarvoor beschikbaar?",
        "Wat vinden gemeenten daarvan?",
        "Is die veilig?",
        # a verb before "dat" is no noun that it belongs to
        "Hoe lang duurt dat onderzoek?",
        "Wanneer precies begint dat plan?",
        "Hoe lang duren die maatregelen?",
        "Who exactly signed that treaty?",
        "Kan de minister dat veranderen?",
        "2021/22?",
        "Hoe hoog zijn deze boetes?",
        "Geldt dat ook voor huurders in Limburg?",
        "Zo nee, waarom niet?",
        "Who pays for it?",
        "What did Germany say about it?",
        "What are its goals?",
        "When did they start?",
        "How many people live there?",
        "Why was that decision made?",
        "If not, when will the measures start?",
        "But what if we fail?",
        "And how much money goes to them?",
        "Heeft de Tweede Kamer daarmee ingestemd?",
        "Wat heeft de Raad van State hierover geadviseerd?",
        "Hoeveel geld is daarvoor beschikbaar in 2024?",
        "Wat staat erin?",
        "How about the Open Skies Treaty?",
        "Wat gaat de minister eraan doen?",
        # what a name supports, or holds up
        "Steunt Duitsland dat?",
        "Does Germany support that?",
        "Kan Rusland dat tegenhouden?",
        "Wat doen het kabinet en de provincies daaraan?",
        "Dank u, wat kost de uitvoering daarvan?",
        "Minister, wat vindt u daarvan?",
        "Who in Parliament voted against it?",
        "Is het waar dat het kabinet daarmee stopt?",
        # a reply
        "Waarvoor?",
        "Oké, en waarom?",
        "Dank, en wanneer?",
        "Kunt u een voorbeeld geven?",
        "Kun je daar een voorbeeld van noemen?",
        "Heeft u nog een voorbeeld?",
        "Bijvoorbeeld?",
        "Can you give me some examples of that?",
        "Such as?",
    ],
)
def test_a_question_that_leans_is_asked_behind_the_earlier_one(question: str) -> None:
    assert understood(question, ["What is DIANA?"]) == f"What is DIANA? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "En waarvoor?",
        "Maar waarmee?",
        "En waarheen?",
        "En hiervoor?",
        "En ervoor?",
        "En waartoe?",
        "En hoezo?",
        "En bijvoorbeeld?",
        "En zo ja, hoe?",
    ],
)
def test_a_continuation_that_names_nothing_takes_the_place_of_nothing(question: str) -> None:
    earlier = "Waarom moet er meer in de gezamenlijke pot worden gestopt?"
    assert understood(question, [earlier]) == f"{earlier} {question}"


@pytest.mark.parametrize("question", ["Wat zegt die brief over kerosine?", "What does that letter say about kerosene?"])
def test_that_letter_is_the_one_that_was_asked_about(question: str) -> None:
    assert understood(question, ["Van wie is de brief over luchtvaart?"]) == question
    asked = "Welke brief stuurde de SER?"  # one that the letter speaks of
    assert understood("Wat stond er in die brief?", [asked]) == f"{asked} Wat stond er in die brief?"


@pytest.mark.parametrize("earlier", ["Hoeveel broedparen van de grutto waren er in 1990?", "What is DIANA?"])
@pytest.mark.parametrize(
    "question",
    [
        "En wat zegt de brief over Rusland?",
        "En wordt China genoemd?",
        "And is Russia mentioned?",
        "En wat zegt deze brief over de NAVO?",
        "En wat is het standpunt over China?",
        "En dan, welke afspraken zijn er over Rusland?",
        "En zegt de brief iets over China?",
        "Maar hoe denkt Duitsland over Georgië?",
        "And what does the letter say about Afghanistan?",
        "But who decides about Ukraine?",
        "En wie is Biden?",
        "Maar wat is de NAVO?",
        "And what is Article 5?",
    ],
)
def test_a_continuation_that_names_its_own_topic_stands_alone(question: str, earlier: str) -> None:
    assert understood(question, [earlier]) == question


@pytest.mark.parametrize(
    "question",
    [
        "En voor Georgië?",
        "En hoeveel is dat?",
        "En wat kost het?",
        "And who pays for that?",
        "En wat vindt Nederland?",
        "En wat bouwt Limburg?",
        # it points at something, also behind a name
        "En wat zei hij over Georgië?",
        "And what did they say about Georgia?",
        "En waarom zegt Nederland dat over China?",
        "En wie zijn dat?",
        # a verb or a noun is left out
        "En over Georgië?",
        "And what about Georgia?",
        "En wat nog over China?",
        "En waarom niet over China?",
        "En welke gaan over China?",
        "And how many about Ukraine?",
        # what has no name may be of what was asked before
        "En wat zegt Duitsland over de kosten?",
        "And what does the letter say about funding?",
        "En wie is de minister?",
        "En wat is nieuw?",
        # as may be what a name has or does
        "En wat is de rol van Nederland?",
        "En wat zijn de gevolgen voor Groningen?",
        "And what is Germany's?",
        "And what is Germany doing?",
        "En wat gebeurt er met China?",
    ],
)
def test_any_other_continuation_leans(question: str) -> None:
    assert understood(question, ["Hoe duur is dat?"]) == f"Hoe duur is dat? {question}"


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Wat zegt 28676-372 over China?", "En wat zegt de brief over Rusland?"),
        ("What does kst-28676-372 say about China?", "And what does the letter say about Russia?"),
    ],
)
def test_the_letter_is_the_one_that_was_named_before(before: str, question: str) -> None:
    assert understood(question, [before]) == f"{before} {question}"
    for alone in ("En wie is Biden?", "En welke brief gaat over Rusland?", "And which letter is about Russia?"):
        assert understood(alone, [before]) == alone


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("En wat zegt 31293-601 over leraren?", True),
        ("And what does kst-31293-601 say about teachers?", True),
        ("En staat er in 31293-601 iets over leraren?", True),
        # without a topic, or with one that is of something or points at it
        ("En wat zegt 31293-601?", False),
        ("En wat zegt 31293-601 over de kosten?", False),
        ("En wat zegt 31293-601 over die landen?", False),
        ("En wat zegt 31293-601 daarover?", False),
        ("En volgens 31293-601?", False),
        ("En wat zegt hij over 31293-601?", False),
        ("En wat zegt de brief over leraren?", False),
    ],
)
def test_what_another_letter_says_by_its_number_over_a_topic_is_whole(question: str, whole: bool) -> None:
    earlier = ["Wat zegt 28676-372 over Georgië?", "Van wie is deze brief?"]
    assert (understood(question, earlier[:1]) == question) is whole
    assert not whole or understood(question, earlier) == question


def test_the_letter_is_the_one_that_was_named_just_before() -> None:
    for question in ("Wat zegt deze brief over Georgië?", "Waarom is deze brief gestuurd?"):
        assert understood(question, ["Wat is DIANA?"]) == question
        assert understood(question, ["Wat is kst-28676-372?"]) == f"Wat is kst-28676-372? {question}"


@pytest.mark.parametrize("earlier", [CLIMATE, CLIMATE_EN])
@pytest.mark.parametrize(
    "question",
    [
        "Inzake stikstof",
        "Regarding the Sjoerdsma motion",
        "Waarom moet de NAVO praten met Rusland?",
        "Wat is DIANA?",
        "Wat is stikstof?",
        "Wie is Stoltenberg?",
        "Zijn er genoeg huizen?",
        "stikstof",
        "woningbouw Limburg",
        "Nord Stream 2",
        # "het", "dat" and "die" as article, conjunction and relative pronoun
        "Wat zei het kabinet over het besluit?",
        "Hoe duur is het project?",
        "Klopt het dat de huren stijgen?",
        "Hoe lang duurt het om een paspoort te krijgen?",
        "Wat is het beleid voor mensen die hun huis verliezen?",
        "Zijn er ook landen die weigeren?",
        "Wat gebeurt er met landen die weigeren?",
        "Wat kost een huis dat leegstaat?",
        "Are there countries that refused?",
        # what is at hand
        "Wat zegt deze brief over klimaatverandering?",
        "What does this letter say about China?",
        "Hoeveel woningen komen er dit jaar?",
        "Wat doet dit kabinet aan stikstof?",
        # look-ups
        "28676-370",
        "28676",
        "2023Z12345",
        "3345678",
        "2021-0000123456",
        "Hoe staat het met het water in Limburg?",
        # "it", "there", "that" and "their" likewise
        "Is it true that rents rise?",
        "How long does it take to get a passport?",
        "Is there a housing shortage?",
        "Are there limits on nitrate?",
        "What are the houses that farmers built?",
        "Does Germany support its farmers?",
        "Do they share my data?",
        # openings of questions that say all by themselves
        "What about the shortage of affordable rooms for students in Utrecht?",
        "En welke afspraken zijn er met Duitsland over Russisch gas?",
        "Ook in Nederland wordt gespioneerd, hoe vaak gebeurde dat in 2020?",
        "In welke provincies is het water schoon?",
        "For whom is the rent allowance?",
        "When does the law take effect?",
        "Wat staat erin over stikstof?",
        "Dank u wel",
        # it points at what the question says itself, or at what comes
        "Why do ambulances queue at hospitals, and what is done about it?",
        "Wat zijn kloonpolissen en wat gebeurt daarmee?",
        "Is een overheid die sorry zegt daarmee ook aansprakelijk?",
        "Mijn dochter heeft nog geen schoolboeken, wat wordt eraan gedaan?",
        "Wat vindt Hamer ervan dat zij geen opvolger krijgt?",
        "Is eraan gedacht de netbeheerders te verplichten?",
        "Wanneer bespreekt de Kamer dit verslag?",
        "Hoe zag de hoed van Valentino eruit?",
        "Kunt u een voorbeeld geven van een hybride dreiging?",
        "Geef voorbeelden van hybride dreigingen",
        "Can you give an example of a hybrid threat?",
        "Zoals wat is cyberveiligheid geregeld?",
    ],
)
def test_a_question_that_stands_alone_stays_itself(question: str, earlier: str) -> None:
    assert understood(question, [earlier]) == question


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (
            ["Hoeveel woningen bouwt Groningen in 2024?", "En in Limburg?", "En in 2025?", "Waarom?"],
            "Hoeveel woningen bouwt Limburg in 2025? Waarom?",
        ),
        # nothing of its own is not carried on; the last question that has something is
        (["What is DIANA?", "Why?", "Who pays for it?"], "What is DIANA? Who pays for it?"),
        (
            ["What is DIANA?", "Who pays for it?", "Where is it based?", "Since when?"],
            "What is DIANA? Where is it based? Since when?",
        ),
        # a fragment stands in the place of the fragment before it
        (["How will students live?", "And the elderly?", "And the sick?"], "How will students live? And the sick?"),
        # a place is looked for in the newest question first, and what came after it goes
        (["Wat kost ERTMS?", "Wanneer is dat klaar?", "En DIANA?", "Wie betaalt?"], "Wat kost DIANA? Wie betaalt?"),
        # a new topic ends the old one
        (
            ["Wat kost ERTMS?", "Waarom?", "Wat is stikstof?", "Hoe schadelijk is dat?"],
            "Wat is stikstof? Hoe schadelijk is dat?",
        ),
        # also where it opens as a continuation
        (
            ["Wat is DIANA?", "En wat zegt de brief over Rusland?", "En over China?"],
            "En wat zegt de brief over China?",
        ),
    ],
)
def test_a_chain_is_followed_from_the_oldest(turns: list[str], expected: str) -> None:
    assert understood(turns[-1], turns[:-1]) == expected


def test_nothing_before_it_leaves_any_question_as_typed() -> None:
    assert understood("  Waarom? ", []) == "  Waarom? "
    assert understood("Waarom?", ["", " \n"]) == "Waarom?"


def test_white_space_is_folded_where_questions_are_joined() -> None:
    assert understood(" Waarom?\n", ["Wat is\n DIANA?"]) == "Wat is DIANA? Waarom?"


@pytest.mark.parametrize("question", ["", "  ", "?", "Waarom\x00?"])
def test_what_cannot_be_asked_is_not_made_askable(question: str) -> None:
    assert understood(question, ["Wat is DIANA?"]) == question


def test_an_earlier_question_that_could_not_be_asked_is_passed_over() -> None:
    assert understood("Waarom?", ["Wat is DIANA?", "???", "x" * (MAX_CHARACTERS + 1)]) == "Wat is DIANA? Waarom?"


def test_the_result_can_always_be_asked() -> None:
    longest = "lang " * (MAX_CHARACTERS // 5 - 1) + "woord"
    assert len(longest) == MAX_CHARACTERS
    assert understood("Waarom?", [longest]) == "Waarom?"


def test_it_takes_no_noticeable_time() -> None:
    earlier = ["Hoeveel woningen bouwt Groningen in 2024?", "En in Limburg?", "En in 2025?", "Waarom?"]
    begin = time.perf_counter()
    for _ in range(20):
        understood("Wie betaalt dat?", earlier)
    assert (time.perf_counter() - begin) / 20 < 0.01  # measured: under a thousandth of a second
