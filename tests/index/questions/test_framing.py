"""Questions that only ask what is said of something."""

import json

import pytest

from index import Library
from index.questions.framing import is_topic, unframed
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Wat zegt de brief over Georgië?", "Georgië"),
        ("wat staat er over Georgië in deze brief", "Georgië"),
        ("En wat staat er in de brief over klimaat?", "klimaat"),
        ("Wat wordt er over de NAVO-Rusland Raad gezegd in de brief?", "de NAVO-Rusland Raad"),
        ("Staat er in de brief ook iets over China?", "China"),
        ("Is er iets over Oekraïne te vinden?", "Oekraïne"),
        ("Waar gaat het in de brief over klimaat?", "klimaat"),
        ("Wat zegt de brief over een verbod op wegwerpplastic?", "een verbod op wegwerpplastic"),
        ("Wordt de motie-Koopmans in de brief genoemd?", "de motie-Koopmans"),
        ("Waar wordt Griekenland genoemd?", "Griekenland"),
        ("Noemt de brief Griekenland?", "Griekenland"),
        ("Geef mij alle passages over artikel 5.", "artikel 5"),
        ("Wat staat er over art. 5 van het verdrag?", "art. 5 van het verdrag"),
        ("Worden de afgewezen bedrijven bij naam genoemd?", "de afgewezen bedrijven"),
        ("Vertel me meer over DIANA", "DIANA"),
        ("Ik wil graag alles lezen over het bedrag dat Nederland betaalt", "het bedrag dat Nederland betaalt"),
        ("What does the letter say about Georgia?", "Georgia"),
        ("What’s said about climate change in this letter?", "climate change"),
        ("What does the letter say on burden sharing?", "burden sharing"),
        ("Noem alle passages over China", "China"),
        ("alles over China", "China"),
        ("Alle vermeldingen van China in de brief", "China"),
        ("Geef elke plek waar professor Braun wordt genoemd", "professor Braun"),
        ("Alle alinea's waarin China voorkomt", "China"),
        ("List every mention of burden sharing", "burden sharing"),
        ("Give every place where Professor Braun is mentioned.", "Professor Braun"),
        ("Every point in the letter where China comes up, please.", "China"),
        ("Where does the letter mention China?", "China"),
        ("Which passages mention American tech companies?", "American tech companies"),
        ("Find all the places that deal with computing power", "computing power"),
        ("Tell me each spot where the Senate is named", "the Senate"),
        ("Maak een lijstje van de alinea’s waar burgers in voorkomen", "burgers"),
        ("Op welke plaatsen gaat het over geld en kosten?", "geld en kosten"),
        ("Waar komen drones allemaal aan bod?", "drones"),
        ("Is there anything in the document about Turkey", "Turkey"),
        ("Does the letter mention Greece?", "Greece"),
        ("Are hybrid threats discussed in the letter?", "hybrid threats"),
        ("Where does it say something about Article 5?", "Article 5"),
        ("Please show me everything about China", "China"),
        ("Could you find the paragraphs on climate?", "climate"),
        ("Tell me about the next summit, please.", "the next summit"),
        ("Wordt in de brief China genoemd?", "China"),
        ("Wordt Rusland genoemd?", "Rusland"),
        ("Zijn Georgië en Oekraïne genoemd?", "Georgië en Oekraïne"),
        ("Wat zegt de minister over China?", "China"),
        ("Wat zegt het kabinet over China?", "China"),
        ("What's in the letter about Georgia?", "Georgia"),
        ("Did the letter mention Georgia?", "Georgia"),
        ("Komt China aan bod in de brief?", "China"),
        ("Komt Georgië in de brief voor?", "Georgië"),
        ("Wat staat er allemaal over Georgië?", "Georgië"),
        ("Wat zegt de brief ten aanzien van China?", "China"),
        ("Zegt de brief ook iets over kosten?", "kosten"),
        ("Wat zegt dit verslag over China?", "China"),
        ("Wat zegt de brief over art. 5 van het verdrag?", "art. 5 van het verdrag"),
        ("Is there anything on China in the letter?", "China"),
        ("Wat staat er over het bedrag dat Nederland betaalt?", "het bedrag dat Nederland betaalt"),
        ("Does the letter refer to Georgia?", "Georgia"),
        ("Wat zegt de brief over China en Rusland?", "China en Rusland"),
        ("Wordt er in de brief iets over Georgië gezegd?", "Georgië"),
        ("Wat wordt er over Rusland gezegd in de brief?", "Rusland"),
        ("In welke alinea staat iets over China?", "China"),
        ("In welke alinea wordt China genoemd?", "China"),
        ("Kunt u mij iets over China vertellen?", "China"),
        ("Waar kan ik informatie over subsidies vinden?", "subsidies"),
        ("Laat zien wat er over China staat", "China"),
        ("Kunt u alles over China laten zien?", "China"),
        ("Wat is er over China terug te vinden?", "China"),
        ("Ik wil alles over China weten", "China"),
        ("Wat zegt de brief over China, graag", "China"),
        ("Noemt de brief China ook?", "China"),
        ("Wat zegt de brief over de rol van de staat?", "de rol van de staat"),
        ("Wat zegt de brief over leren lezen?", "leren lezen"),
        ("Wat staat er over werk zoeken?", "werk zoeken"),
        ("Wat staat er over zij-instroom?", "zij-instroom"),
        ("Wat zegt de brief over de WHO?", "de WHO"),
        ("Wat zegt de brief over China en de WHO?", "China en de WHO"),
        ("WAT ZEGT DE BRIEF OVER CHINA?", "CHINA"),
        ("Is the US mentioned?", "the US"),
        ("What does the letter say about IT?", "IT"),
        ("In which paragraph is China mentioned?", "China"),
        ("Is China mentioned anywhere in the letter?", "China"),
        ("Which letters are about nitrogen?", "nitrogen"),
        ("What exactly does the letter say about China?", "China"),
        ("Welke alinea's gaan over Georgië?", "Georgië"),
        ("In welke brieven staat iets over stikstof?", "stikstof"),
        ("Welk stuk noemt de motie-Koopmans?", "de motie-Koopmans"),
        ("Which paragraphs are about China?", "China"),
        ("Which paragraph mentions Georgia?", "Georgia"),
        ("In which letter can I find something about fishing?", "fishing"),
        ("Wat zegt de brief over dhr. Stoltenberg?", "dhr. Stoltenberg"),
        ("What does the letter say about Mr. Rutte?", "Mr. Rutte"),
        ("Ik wil weten wat er over China wordt gezegd", "China"),
        ("Kunt u zeggen wat er over China vermeld staat?", "China"),
        ("Kunt u vertellen wat er over China te lezen is?", "China"),
        ("Kun je me vertellen wat er over China in de brief staat?", "China"),
        ("Kunt u vertellen waar het over China gaat?", "China"),
        ("Is er meer informatie over China beschikbaar?", "China"),
        ("Is there information about China available?", "China"),
        ("Does the letter say anything about China at all?", "China"),
        ("Does the letter mention China anywhere?", "China"),
        ("Wat staat er over China op pagina 3?", "China"),
        ("Is er iets over China bekend?", "China"),
        ("Wat zegt de brief over onvoldoende middelen beschikbaar?", "onvoldoende middelen beschikbaar"),
        ("Kunt u iets zeggen over hoe het met Nederland gaat?", "hoe het met Nederland gaat"),
    ],
)
def test_the_topic_is_what_is_asked(question: str, topic: str) -> None:
    assert unframed(question) == topic


@pytest.mark.parametrize(
    "question",
    [
        "China",
        "Georgië en Oekraïne",
        # somebody else says it
        "Wat zegt Stoltenberg over China?",
        "Welke minister schrijft over China?",
        "Which minister talks about China?",
        "Which letter mentions China as an ally?",
        "WHAT DOES THE LETTER SAY ABOUT IT?",
        "What does the text say on page 3?",
        "Wat zegt de brief over China. Welk nummer heeft die?",
        "Wat zegt Brussel in het rapport over de rechtsstaat over lobbyen?",
        "What did the Commissioner say about changing the text?",
        # more is asked than what is said
        "Wat is er over Afghanistan besloten?",
        "Waarom staat er niets over beugels in deze brief?",
        "In welk stuk aan de Kamer staat wat er met de Belgen over Indaver is besproken?",
        "When can a state refuse to take back a refugee who travelled abroad on its travel document?",
        "Is there a report on lobbying?",
        "Where can I find the report on the online consultation about harsh legislation?",
        "Is er meer geld voor defensie genoemd?",
        "Worden er nieuwe maatregelen genoemd?",
        "Are there any measures mentioned?",
        "What is on the agenda?",
        "On what date was the essay on the cabinet's vision written?",
        "Waar gaat de brief over?",
        "Wie is genoemd?",
        "Is dit plan al besproken in de Milieuraad?",
        "Is bekend hoeveel mensen voor anorexia worden behandeld?",
        "Waar is de dienst gevestigd die in de heffing wordt genoemd?",
        "Ik zoek de brief over Afghanistan. Welk nummer heeft die?",
        "Wat is 'informatie betreffende het beheer van rechten' bij databanken?",
        "Informatie over procedures voor overheidsopdrachten",
        # a claim, a comparison, a time, a place, a further question, something said before
        "Wordt Rusland als bondgenoot genoemd?",
        "Wordt Rusland een partner genoemd?",
        "Wordt Rusland partner genoemd?",
        "Noemt de brief Rusland een bondgenoot?",
        "Wordt Rusland niet als bedreiging genoemd?",
        "Does the letter mention China as an ally?",
        "Is Rutte tot secretaris-generaal genoemd?",
        "Wordt Stoltenberg president genoemd?",
        "Waar gaat de brief over China over?",
        "Wat staat er over vijf jaar te gebeuren?",
        "Wat gaat er over vijf jaar veranderen?",
        "Is er iets over van het budget?",
        "Is er iets over gebleven van de missie?",
        "Is er iets over te zeggen?",
        "Noemt de brief er iets over?",
        "Staat er meer over dan vorig jaar?",
        "Zegt de brief meer over China dan over Rusland?",
        "What is stated on the invoice?",
        "What was said on Monday?",
        "What does the letter say on 14 June?",
        "What is mentioned on page 3 about China?",
        "Give me a text on Monday",
        "Wat zegt de brief over China en waarom?",
        "Wat zegt de brief over China en wat vindt Nederland daarvan?",
        "What does the letter say about Georgia and who was invited?",
        "Toon alle brieven over China behalve die over Rusland",
        "Wat zegt de brief over China niet?",
        "Wat zegt de brief over zijn budget?",
        "Wat zegt de brief over de kosten daarvan?",
        "Wat zegt de brief over het budget voor 2022?",
        "Wordt China in 28676-372 genoemd?",
        "Is a date mentioned?",
        "Wordt een datum genoemd?",
        "Does the letter mention anything?",
        "Does it mention Georgia?",
        "Noem alle landen die de brief noemt",
        "Give every place where something is planned for 2024",
        "Noemt de brief wanneer er wordt vergaderd?",
        "Waar komt blauwtong voor?",
        "Geef alle plekken waar de wolf voorkomt",
        "Op welke plekken komt China voor?",
        "Where do wolves appear?",
        "Noem alle plaatsen die Rusland noemt",
        "Wordt iemand genoemd?",
        "Wordt er over Georgië iets gezegd?",
        "Tell me about the summit of June 2021.",
        # nothing is
        "What does the letter say about it?",
        "Wat zegt de brief over deze brief?",
        "Is it mentioned in the letter?",
        "Wat staat er over?",
        "over",
    ],
)
def test_other_questions_stay(question: str) -> None:
    assert unframed(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "China",
        "China?",
        "klimaat",
        "artikel 5",
        "de motie-Koopmans",
        "Georgië en Oekraïne",
        "NAVO 2030",
        "de top in 2018",
        "climate change",
        "the US",
        "WHO",
    ],
)
def test_a_topic_is_typed_by_itself(question: str) -> None:
    assert is_topic(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "over",
        "dat",
        "de brief",
        "Wie?",
        "Steunt Biden?",
        "kost stikstof",
        "Wordt Rusland genoemd",
        "Wat zegt de brief over China?",
        "En China",
        "28 676, nr. 372",
        # what asks for something on a topic
        "steunt Rusland Georgië",
        "streefjaar voor het halen van de normen",
        "summit communiqué annex",
        "2018",
        "Wat kost dat in 2018",
    ],
)
def test_what_asks_for_more_is_no_topic(question: str) -> None:
    assert not is_topic(question)


def test_hardly_any_question_of_a_set_is_taken_for_one() -> None:
    """Most that were written ask something of a topic: a rule that cuts them would be too wide."""
    folder = ROOT / "tests" / "evaluation" / "letters"
    questions = [
        json.loads(line)["question"]
        for file in sorted(folder.glob("*.questions.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    assert len(questions) > 1000
    assert [each for each in questions if unframed(each) != each] == [
        "Does the letter mention helping schools teach about sustainability?",
        "Tell me about the hospital case where the AI's predictions were accurate but dangerous",
    ]


@pytest.mark.model
def test_a_topic_is_found_however_it_is_asked_for(real_library: Library) -> None:
    for topic, questions in {
        "Georgië": ("Wat zegt de brief over Georgië?", "Staat er iets over Georgië in de brief?"),
        "China": ("What does the letter say about China?", "Wat wordt er gezegd over China?"),
        "climate change": ("Is climate change mentioned?", "Show me what the letter says about climate change"),
    }.items():
        alone = real_library.ask(topic)
        assert alone.answered
        for question in questions:
            answer = real_library.ask(question)
            assert answer.answered, question
            assert answer.question == question
            assert answer.passages[0].id == alone.passages[0].id
    assert not real_library.ask("Wat zegt de brief over pannenkoeken?").answered
    assert not real_library.ask("Does the letter mention Greece?").answered
    assert not real_library.ask("Wordt Rusland als bondgenoot genoemd?").answered
    for topic in ("Noord-Korea", "Zuid-Afrika", "terrorisme", "NAVO 2035", "de top in 2018"):
        assert not real_library.ask(topic).answered
        assert not real_library.ask(f"Wat zegt de brief over {topic}?").answered
    assert real_library.ask("NAVO 2030").answered


def test_no_question_takes_long() -> None:
    """Were a point read in two ways, 20 of these would take seconds and 100 for ever."""
    question = "Wat zegt de brief over " + "dhr.a " * 300 + "; x"
    assert unframed(question) == question
