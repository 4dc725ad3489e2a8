"""What a letter promises to parliament."""

from pathlib import Path

import pytest

from index import Library
from index.questions.promised import asks_for_promises, promises_in
from tests.conftest import LETTER, WordEncoder


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Welke toezeggingen doet de minister?", True),
        ("Wat zegt het kabinet toe?", True),
        ("toezeggingen", True),
        ("Wanneer wordt de Kamer weer geïnformeerd?", True),
        ("Wanneer hoort de Kamer hier meer over?", False),  # of something that was asked before
        ("Wat gaat de minister naar de Kamer sturen, en wanneer?", True),
        ("What does the minister promise to Parliament?", True),
        ("Which commitments does the letter make?", True),
        ("When will the House be informed again?", True),
        ("Wat heeft de minister toegezegd?", True),
        ("Is er een toezegging gedaan?", True),
        ("Wanneer informeert de minister de Kamer?", True),
        ("What has been promised to parliament?", True),
        ("which earlier promises to Parliament does this letter make good on", True),
        ("Wat kan de Kamer verwachten?", True),
        # of something else, of others, or of what was
        ("Wanneer wordt de Kamer hierover geïnformeerd?", False),
        ("Welke brief is naar de Kamer gestuurd?", False),
        ("When did the House receive this letter?", False),
        ("What does the House expect?", False),
        ("Wat verwachten de ministers van de Kamer?", False),
        ("What promises did the state make?", False),
        ("Wat zijn toezeggingen?", False),
        ("Wanneer wordt de Kamer geïnformeerd over ultrafijn stof?", False),
        ("Welke toezegging deed Duitsland?", False),
        ("Wat beloofde de NAVO aan Georgië?", False),
        ("Which commitments did the allies make?", False),
        ("Wat vroeg de Kamer?", False),
    ],
)
def test_all_words_must_ask_for_them(question: str, asked: bool) -> None:
    assert asks_for_promises(question) is asked


@pytest.mark.parametrize(
    "sentence",
    [
        "Uw Kamer ontvangt in juli een verslag.",
        "In juli ontvangt uw Kamer een verslag.",
        "De plannen verschijnen in juni, waarna de Kamer jaarlijks een overzicht ontvangt.",
        "Over de uitkomst wordt uw Kamer in het voorjaar geïnformeerd.",
        "De uitkomst wordt aan uw Kamer voorgelegd voordat zij wordt uitgevoerd.",
        "De Kamer zal bij zo'n besluit binnen een dag worden ingelicht.",
        "Haar verslag zal ik voor de zomer aan de Kamer zenden.",
        "In april stuur ik uw Kamer de eerste ervaringen.",
        "Tweemaal per jaar bericht ik u hoe dat verloopt.",
        "Ik verwacht het in maart aan uw Kamer te zenden.",
        "Op dat bedrag kom ik terug.",
        "Ik zeg toe dat het loket binnen zes maanden opent.",
        "In het debat van 9 mei heb ik uw Kamer toegezegd daarop terug te komen.",
        "Zoals toegezegd aan het lid Kröger is dit onderzocht.",
    ],
)
def test_a_sentence_promises_by_its_verbs(sentence: str) -> None:
    text = f"Het beleid is herzien. {sentence}"
    assert promises_in(text) == ((23, len(text)),)


@pytest.mark.parametrize(
    "sentence",
    [
        "Met deze brief informeer ik uw Kamer over de uitkomsten.",
        "Hierbij ontvangt uw Kamer het verslag van de Raad.",
        "Over de invulling is uw Kamer op 18 juni geïnformeerd.",
        "De motie verzoekt de regering om de Kamer vóór de zomer te informeren.",
        "Banken hebben toegezegd betalingen te vertragen.",
        "Ik heb een verlenging niet toegezegd.",
        "Over de inhoud kan ik uw Kamer niet informeren.",
        "Ik zal uw Kamer geen afschrift sturen.",
        "De Kamer van Koophandel ontvangt de inschrijving.",
        "Op de Waterconferentie werden 700 toezeggingen gedaan.",
    ],
)
def test_what_others_promise_and_what_was_sent_is_none(sentence: str) -> None:
    assert promises_in(sentence) == ()


def test_what_the_supplied_letter_promises(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER])
    answer = library.ask("Welke toezeggingen doet de minister?")
    assert answer.answered
    assert [hit.locator for hit in answer.passages if hit.confidence] == ["§ Lastenverdeling, al. 2", "§ Cyber, al. 2"]
    assert all("toe" in hit.text[slice(*span)] for hit in answer.passages[:2] for span in hit.evidence)


def test_a_letter_without_promises_is_searched(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    (tmp_path / "brief.md").write_text("Den Haag, 3 mei 2022\n\nEen hond en een muis.\n", "utf-8")
    library.add([tmp_path / "brief.md"])
    assert all(hit.confidence < 0.99 for hit in library.ask("Welke toezeggingen doet de minister?").passages)
