"""What an abbreviation stands for."""

from pathlib import Path

import pytest

from index import Library
from index.questions.definitions import Asked, asked_for, definition_in, is_long_form, listed_in
from tests.conftest import LETTER, WordEncoder

NAR = "In de komende maanden zal de Noord-Atlantische Raad (hierna de NAR) de besluiten moeten voorbereiden"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Waar staat NAR voor?", Asked("nar", None, in_letters=True)),
        ("Waarvoor staat de afkorting «NAR»?", Asked("nar", None, in_letters=True)),
        ("waar staan EDTs voor", Asked("edt", None, in_letters=True)),
        ("En wat betekent SG NAVO?", Asked("sg navo", None)),
        ("Wat betekent de term NAR in deze brief?", Asked("nar", None)),
        ("Wat wordt verstaan onder het begrip DIANA?", Asked("diana", None)),
        ("Wat wordt met de NAR bedoeld?", Asked("nar", None)),
        ("Waarvan is PBL de afkorting?", Asked("pbl", None, in_letters=True)),
        ("Wat is de NAR?", Asked("nar", None)),
        ("What does NAR stand for?", Asked("nar", None, in_letters=True)),
        ("What do the letters NAR mean?", Asked("nar", None, in_letters=True)),
        ("What is meant by the “NAR”?", Asked("nar", None)),
        ("What is NAR short for?", Asked("nar", None, in_letters=True)),
        ("NAR, welke woorden zitten achter die letters?", Asked("nar", None, in_letters=True)),
        ("Waar is NAR eigenlijk een afkorting van?", Asked("nar", None, in_letters=True)),
        ("NAR voluit?", Asked("nar", None, in_letters=True)),
        ("DIANA meaning?", Asked("diana", None)),
        ("betekenis DIANA", Asked("diana", None)),
        ("NPCE afkorting", Asked("npce", None, in_letters=True)),
        ("afkorting NPCE", Asked("npce", None, in_letters=True)),
        ("What does RAG mean in these letters?", Asked("rag", None)),
        # spelled as a word that says nothing, but in capitals
        ("Waar staat OM voor?", Asked("om", None, in_letters=True)),
        ("What does US stand for?", Asked("us", None, in_letters=True)),
        ("Wat is IT?", Asked("it", None)),
        ("WAT IS IT?", None),
        ("define DIANA", Asked("diana", None)),
        ("DIANA, wat is dat?", Asked("diana", None)),
        ("what's NAR short for", Asked("nar", None, in_letters=True)),
        ("Waar staat HUF voor in HUF-toets?", Asked("huf", None, in_letters=True)),
        ("What does SG stand for in 'SG-overleg'?", Asked("sg", None, in_letters=True)),
        ("What are EDTs", Asked("edt", None)),
        ("Wat is de afkorting van de Noord-Atlantische Raad?", Asked(None, "noord atlantische raad")),
        ("How is the North Atlantic Council abbreviated?", Asked(None, "north atlantic council")),
        ("Waar staat de afkorting SG voor?", Asked("sg", None, in_letters=True)),
        ("Waar staat SG NAVO voor?", Asked("sg navo", None)),
        ("What is the NAR according to this letter?", Asked("nar", None)),
        ("Waar staat Nederland voor?", Asked("nederland", None)),
        # more than a term, another sense, or nothing to look up
        ("Waar staat in de brief dat de NAR bijeenkomt?", None),
        ("Wat betekent de NAR voor Nederland?", None),
        ("Wat is de rol van de NAR?", None),
        ("What is the role of NAR?", None),
        ("Wat is het?", None),
        ("What does it mean?", None),
    ],
)
def test_the_whole_question_must_ask_what_it_stands_for(question: str, asked: Asked | None) -> None:
    assert asked_for(question) == asked


def test_an_abbreviation_is_spelt_out_behind_a_colon() -> None:
    text = "Een hond. HUF: handhaafbaarheid, uitvoerbaarheid en fraudebestendigheid. De HUF: een goed begin."
    span = definition_in(text, Asked("huf", None))
    assert span
    assert text[slice(*span)] == "HUF: handhaafbaarheid, uitvoerbaarheid en fraudebestendigheid."
    assert definition_in("HUF: een hond.", Asked("huf", None)) is None


def test_the_sentence_that_defines_it() -> None:
    text = f"Het was laat. {NAR}. De NAR zal dat doen."
    for asked in (Asked("nar", None), Asked(None, "noord atlantische raad")):
        span = definition_in(text, asked)
        assert span
        assert text[slice(*span)] == f"{NAR}."
    assert definition_in(text, Asked("raad", None)) is None
    assert definition_in("De NAR zal dat doen.", Asked("nar", None)) is None


@pytest.mark.parametrize(
    ("text", "short", "spelt"),
    [
        ("Dat heet Retrieval Augmented Generation. Of kortweg: retrieval augmented generation of RAG.", "rag", True),
        ("IMVO Internationaal Maatschappelijk Verantwoord Ondernemen", "imvo", True),
        ("de methode SOFA: samenwerken, ondersteunen, faciliteren en afstemmen", "sofa", True),
        ("het Rijksinstituut voor Volksgezondheid en Milieu, of RVM", "rvm", True),
        ("de EU, voluit Europese Unie", "eu", True),
        ("de SG: de Secretaris-Generaal", "sg", True),
        ("De NAVO-EU-samenwerking groeit. De Europese Unie wil dat ook.", "eu", True),
        # the letters of other words, or without the short form
        ("een uitspraak over de EU", "eu", False),
        ("de EU, Estland, Uruguay en Ethiopië en Uganda", "eu", False),
        ("de EU en de EEA Guidance Unit", "eu", False),
        ("de Europese Unie", "eu", False),
        ("de Europese Unie is niet nieuw", "eu", False),
        ("Retrieval Augmented Generation is nieuw. RAG ook.", "rag", False),
        ("De RAG heeft een aantal grote voordelen.", "rag", False),
        ("Retrieval RAG Augmented Generation", "rag", False),
    ],
)
def test_words_with_its_initials_spell_it_out_where_its_letters_are_asked(
    text: str, short: str, *, spelt: bool
) -> None:
    assert bool(definition_in(text, Asked(short, None, in_letters=True))) == spelt
    assert definition_in(text, Asked(short, None)) is None


@pytest.mark.parametrize(
    ("text", "short", "introduced"),
    [
        ("Dat heet ook wel Retrieval Augmented Generation oftewel RAG.", "rag", True),
        ("Teksten worden geknipt in stukjes, ookwel ‘chunks’ genoemd.", "chunks", True),
        ("Teksten worden geknipt in stukjes, ook wel chunks.", "chunk", True),
        ("A short agreement, also known as a pre-pack, is made.", "pre pack", True),
        ("De stille bewindvoering heet ook wel pre-pack.", "pre pack", True),
        ("Onder stille voorbereiding, ook wel pre-pack, wordt meer verstaan.", "pre pack", True),
        ("Daarvoor wordt ook wel AI gebruikt.", "ai", False),
        ("Men kiest ofwel voor eigen beheer, ofwel RAG bij een leverancier.", "rag", False),
        ("De vergunning verleent de provincie, ofwel het waterschap.", "waterschap", False),
        ("Ook wel wordt een chunk gebruikt.", "chunk", False),
        ("Een chunk is ook wel nuttig.", "chunk", False),
        ("Er zijn 74 afwijzingen, ofwel 2,2 procent.", "afwijzingen", False),
    ],
)
def test_a_word_may_be_introduced_as_what_something_is_called_too(text: str, short: str, *, introduced: bool) -> None:
    assert bool(definition_in(text, Asked(short, None))) == introduced


@pytest.mark.parametrize(
    ("note", "short", "whole"),
    [
        ("Ecodesign for Sustainable Products Regulation", "espr", True),
        ("De Noord-Atlantische Raad.", "nar", True),
        ("Zie de Noord-Atlantische Raad", "nar", False),
        ("Europese Unie", "eu", False),  # too short to tell
    ],
)
def test_a_footnote_may_be_a_long_form_and_no_more(note: str, short: str, *, whole: bool) -> None:
    assert is_long_form(note, Asked(short, None, in_letters=True)) == whole


@pytest.mark.parametrize(
    ("heading", "text", "listed"),
    [
        ("Afkortingen", "COP United Nations Climate Change Conference", True),
        ("Lijst van afkortingen", "COP: klimaatconferentie", True),
        ("Afkortingen", "COP", False),
        ("Afkortingen", "De COP is een conferentie", False),
        ("Inleiding", "COP United Nations Climate Change Conference", False),
    ],
)
def test_a_list_of_abbreviations_tells_what_they_are(heading: str, text: str, *, listed: bool) -> None:
    assert bool(listed_in([heading], text, Asked("cop", None, in_letters=True))) == listed


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The supplied letter and one with a definition of its own. Read only."""
    folder = tmp_path_factory.mktemp("definitions")
    (folder / "brief.md").write_text("De bibliotheken lenen uit.\n\nHet Nader Akkoord Rente (NAR) loopt af.\n", "utf-8")
    library = Library.open(folder / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER, folder / "brief.md"])
    return library


@pytest.mark.parametrize("question", ["Waar staat NAR voor?", "wat is de nar", "What does NAR stand for?"])
def test_the_passages_that_define_it_answer(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert (answer.answered, answer.confidence) == (True, 0.99)
    first, second, third = answer.passages
    said = {first.letter: first, second.letter: second}
    marked = {letter: [hit.text[slice(*span)] for span in hit.evidence] for letter, hit in said.items()}
    assert marked["brief"] == ["Het Nader Akkoord Rente (NAR) loopt af."]
    assert [line.startswith(NAR) for line in marked["kst-28676-372"]] == [True]
    assert (first.confidence, second.confidence) == (0.99, 0.99)
    assert third.confidence < 0.99
    (hit,) = library.ask(question, k=1, filters={"letter": "brief"}).passages
    assert hit.letter == "brief"
    assert "(DIANA)" in library.ask("En wat betekent DIANA?", earlier=[question]).passages[0].text


@pytest.mark.parametrize(
    "question", ["Waar staat NAVO voor?", "What does the abbreviation XYZ stand for?", "Waar staat VS voor?"]
)
def test_what_no_letter_spells_out_is_not_found(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert (answer.answered, answer.confidence) == (False, 0.0)
    assert [hit.confidence for hit in answer.passages] == [0.0] * 3


def test_two_letters_are_found_by_words_with_these_as_capitals(library: Library) -> None:
    answer = library.ask("Waar staat EU voor?")
    first = answer.passages[0]
    assert answer.confidence == first.confidence == 0.99
    assert ["de Europese Unie" in first.text[slice(*span)] for span in first.evidence] == [True]


def test_it_is_not_found_in_a_letter_that_has_not_got_it(library: Library) -> None:
    answer = library.ask("Waar staat DIANA voor?", filters={"letter": "brief"})
    assert (answer.answered, answer.confidence) == (False, 0.0)


def test_what_more_passages_have_than_are_looked_at_is_asked_as_any_other(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lookups.by_words._LOOKED_AT", 5)
    assert library.ask("Waar staat NAVO voor?").confidence > 0
    assert library.ask("Waar staat XYZ voor?").confidence == 0


def test_nor_is_one_told_that_all_too_many_have(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.lookups.by_words.SMALL", 3)
    monkeypatch.setattr("index.folder.inverted.PLACES", 3)
    assert library.ask("Waar staat NAVO voor?").confidence > 0
    assert library.ask("Waar staat XYZ voor?").confidence == 0
    assert library.ask("Waar staat DIANA voor?").confidence == 0.99


@pytest.mark.parametrize("question", ["Wat betekent EU?", "Wat is de NAVO?", "Wat is weerbaarheid?"])
def test_what_no_letter_defines_is_asked_as_any_other(library: Library, question: str) -> None:
    answer = library.ask(question)
    with library.asking() as asking:
        _, ranked = asking.rank(question, 6)
    assert [hit.score for hit in answer.passages] == [hit.score for hit in ranked[:3]]
    assert answer.confidence < 0.99


def test_a_footnote_defines_for_the_passage_it_stands_at(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text(
        "Den Haag, 3 mei 2022\n\nEen hond.\n\nMet een HUF-toets wordt dat nagegaan.<sup>1</sup>\n\nDe HUF volgt.\n\n"
        "<sup>1</sup> HUF: handhaafbaarheid, uitvoerbaarheid en fraudebestendigheid\n",
        "utf-8",
    )
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([tmp_path / "brief.md"])
    for question in ("Waar staat HUF voor?", "Wat is HUF?"):
        answer = library.ask(question)
        assert answer.answered
        found = [(hit.text, len(hit.footnotes)) for hit in answer.passages if hit.confidence == 0.99]
        assert found == [("Met een HUF-toets wordt dat nagegaan.", 1)]
