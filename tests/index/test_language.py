"""Dutch or English."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library
from index.evaluation.question_set import read_questions
from index.language import detect_language
from tests.conftest import ROOT, WordEncoder

Collection = Callable[[dict[str, str]], Path]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wat is DIANA?", "nl"),
        ("What is DIANA?", "en"),
        ('Kent u de uitzending "Who is who"?', "nl"),
        ("Bent u bekend met 'How to spend it'?", "nl"),
        ("What does 'de Kamer' mean?", "en"),
        ("Nota 'Ruimte voor de rivier'", "nl"),
        ("'s-Hertogenbosch en de gemeenten' plan", "nl"),
        ("What's the letter's date?", "en"),
        ("Hoeveel geeft Nederland uit aan defensie?", "nl"),
        ("How much does the Netherlands spend on defence?", "en"),
        ("defensie-uitgaven 2024", "nl"),
        ("burden sharing", "en"),
        ("En voor Georgië?", "nl"),
        ("how much is that?", "en"),
        ("What does Het Loo cost?", "en"),
        ("Wat staat er in The Way Forward?", "nl"),
        ("Did Van Rompuy agree?", "en"),
        # the first word that tells, but for those of a name
        ("Wat is het Defence Innovation Accelerator for the North Atlantic?", "nl"),
        ("WAT IS HET DEFENCE INNOVATION ACCELERATOR FOR THE NORTH ATLANTIC?", "nl"),
        ("Wat doet het Office of the High Commissioner for Human Rights?", "nl"),
        ("wat kost the ocean cleanup?", "nl"),
        ("Van wie is Right to Challenge?", "nl"),
        ("En wat staat er in het Convention on the Elimination of Discrimination?", "nl"),
        ("De doelen van The Way Forward voor het klimaat", "nl"),
        ("Doet de WHO mee aan het verdrag?", "nl"),
        ("What is Werk aan Uitvoering?", "en"),
        ("How much does het Rijk pay?", "en"),
        ("What does Hoofdstuk 3 van het rapport say?", "en"),
        ("And what does the Wet op het primair onderwijs say?", "en"),
        ("In which year did Wijk bij Duurstede refuse?", "en"),
        ("Did Een tegen eenzaamheid work?", "en"),
        ("If NEN-EN 730 lacks the figure, what applies?", "en"),
        # a title comes first: then the word that asks
        ("The Hague: wat gebeurt daar?", "nl"),
        ("Women, Peace and Security: wat doet Nederland?", "nl"),
        ("Search and rescue: hoe staat het daarmee?", "nl"),
        ("Ruimte voor de Rivier: what is it?", "en"),
        ("Het Financieele Dagblad, what does it say?", "en"),
        ("WHO: wat doet die?", "nl"),
        ("WHO en COVID", "nl"),
        ("And wat met Georgië?", "nl"),
        ("WHO IS BIDEN AND WHERE IS HET LOO?", "en"),
        ("Klimaatdoelen van de NAVO", "nl"),
        ("36410 VIII nr. 99", "nl"),
        ("nr. 176", "nl"),
        ("kst-36410-VIII-12", "nl"),
        ("Kamerstukken II 2024/25, 36600 B, nr. 7, p. 3", "nl"),
        ("TK 28676-372", "nl"),
        ("ah-tk-20202021-1234", "nl"),
        ("h-tk-20202021-12-3", "nl"),
        ("28676 nummer 372", "nl"),
        ("dossier 28 676", "nl"),
        ("letter 28676-372", "en"),
        ("28676 number 372", "en"),
    ],
)
def test_questions(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("subsidie", "nl"),
        ("budget evaluatie", "nl"),
        ("budget", "en"),  # English letters use it too
        ("budget pledge", "en"),  # the Dutch letter has it in a name alone
        ("evaluatie peace", "en"),  # not at all
        ("for subsidie", "en"),
        ("the subsidie", "en"),
        ("MH17 evaluatie", "nl"),
        ("of", "en"),
    ],
)
def test_keywords_are_dutch_where_dutch_letters_alone_use_them(
    text: str, language: str, collection: Collection, tmp_path: Path
) -> None:
    assert {detect_language(each) for each in ("subsidie", "budget evaluatie", "MH17 evaluatie")} == {"en"}
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=60))
    dutch = "Na de evaluatie van de subsidie komt er een budget, zoals in de Defence Investment Pledge is afgesproken."
    library.add([collection({"brief": dutch, "letter": "The budget of the peace mission grows."})])
    query, _ = library.rank(text, 1)
    assert query.language == language


def test_without_letters_the_text_alone_tells() -> None:
    assert detect_language("subsidie", lambda *_: []) == "en"


def test_the_language_of_questions_that_were_written_in_it() -> None:
    """Those of every question file here; a handful are hardly more than names, or a few keywords."""
    wrong = [
        question.question
        for file in (ROOT / "tests" / "evaluation").rglob("*.jsonl")
        if file.parent.name in ("evaluation", "letters") and "keywords" not in file.name
        for question in read_questions(file)
        if question.language and detect_language(question.question) != question.language
    ]
    assert len(wrong) <= 8, wrong


def test_letters_without_end_are_read_once() -> None:
    assert detect_language("p " * 90 + "zzq") in ("nl", "en")
