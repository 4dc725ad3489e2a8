"""Words between quotation marks whose place is asked."""

from pathlib import Path

import pytest

from index import Library
from index.questions.quoting import Quote, quote_asked
from tests.conftest import LETTER, WordEncoder


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ('Where does it say "zeer erkentelijk"?', Quote("zeer erkentelijk", absence_tells=True)),
        ("Waar staat ‘een en ondeelbaar’ in de brief?", Quote("een en ondeelbaar", absence_tells=True)),
        ("Staat er letterlijk „dit is zo’n geval”?", Quote("dit is zo’n geval", absence_tells=True)),
        ("Zegt de minister 'de NAVO is hersendood'?", Quote("de NAVO is hersendood", absence_tells=True)),
        ("In welke alinea komt «open-deurbeleid» voor?", Quote("open-deurbeleid", absence_tells=True)),
        ("Komt het woord “kernwapens” ergens in deze brief voor?", Quote("kernwapens", absence_tells=True)),
        (
            'Does the letter say, word for word, "ironclad commitment"?',
            Quote("ironclad commitment", absence_tells=True),
        ),
        ('"De wolf is terug."', Quote("De wolf is terug", absence_tells=True)),
        ('"een wolf erbij"', Quote("een wolf erbij", absence_tells=False)),
        ('Is the sentence "Zwavel is schadelijk" anywhere in it?', Quote("Zwavel is schadelijk", absence_tells=True)),
        ('What page says "zie uit naar het"?', Quote("zie uit naar het", absence_tells=True)),
        ('Op welke pagina staat "zie uit naar het"?', Quote("zie uit naar het", absence_tells=True)),
        ('Wat is de plek van "zie uit naar het"?', Quote("zie uit naar het", absence_tells=True)),
        ('What is the location of "ironclad commitment"?', Quote("ironclad commitment", absence_tells=True)),
        # more is asked, maybe
        ('Op welke pagina juicht men "zie uit naar het"?', Quote("zie uit naar het", absence_tells=False)),
        ('What page cheers on "zie uit naar het"?', Quote("zie uit naar het", absence_tells=False)),
        ('Waar staat dat de minister "meer regie neemt"?', Quote("meer regie neemt", absence_tells=True)),
        (
            'Waar staat dat het mooi is om "zeer erkentelijk te zijn"?',
            Quote("zeer erkentelijk te zijn", absence_tells=False),
        ),
        # what is asked of the words, or of something else
        ('Waar staat dat het mooi is om "meer regie" te nemen?', None),
        ("Waar staat 'NAR' voor?", None),
        ("In welke alinea’s staat 'vrede'?", Quote("vrede", absence_tells=True)),
        ('"Wat zegt de brief over China?"', Quote("Wat zegt de brief over China", absence_tells=False)),
        ('What does "DIANA" mean?', None),
        ('Wat zegt de brief over "Oekraïne"?', None),
        ('Wat staat er over "zie uit naar het"?', None),
        ('Wat is de zin van "zie uit naar het"?', None),
        ('Wie zei "zeer erkentelijk"?', None),
        ('Waarom staat er "een en ondeelbaar"?', None),
        ('Staat er "ja" of "nee"?', None),
        ("Waar staat NATO's position?", None),
        ("Waar staat ' dat?", None),
        ('Waar staat "?!"?', None),
        ("Waar staat dat Nederland twee procent haalt?", None),
    ],
)
def test_only_where_words_stand_may_be_asked(question: str, asked: Quote | None) -> None:
    assert quote_asked(question) == asked


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("De  wolf", "Er is de\nwolf, en de wolf.", ["de\nwolf", "de wolf"]),
        ("zo'n geval", "Dit is zo’n geval.", ["zo’n geval"]),
        ("2020-2021", "Vergaderjaar 2020–2021", ["2020–2021"]),
        ("Georgie", "over Georgië", ["Georgië"]),
        ("2%-norm (NAVO)", "de 2%-norm (NAVO) is", ["2%-norm (NAVO)"]),
        # not in a longer word, nor with other words
        ("norm", "normaal is abnorm", []),
        ("een wolf", "een grote wolf", []),
    ],
)
def test_words_are_the_same_however_they_are_set(words: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Quote(words, absence_tells=True).spans_in(text)] == found


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([LETTER])
    return library


def test_the_passages_that_have_the_words_answer_for_certain_in_order(library: Library) -> None:
    answer = library.ask('Where does it say "Minister-President Rutte"?')
    assert (answer.answered, answer.confidence, answer.language) == (True, 0.99, "en")
    having = [hit for hit in answer.passages if hit.confidence]
    assert [hit.locator for hit in having] == ["§ Introductie, al. 1", "§ Weerbaarheid, al. 1"]
    for hit in having:
        assert [hit.text[slice(*span)] for span in hit.evidence] == ["Minister-President Rutte"]
    assert library.ask('"een en ondeelbaar"').passages[0].confidence == 0.99
    # a passage that has them twice has both marked
    twice = next(hit for hit in library.ask("Waar staat 'bondgenoten'?", k=20).passages if len(hit.evidence) > 1)
    assert {twice.text[slice(*span)].lower() for span in twice.evidence} == {"bondgenoten"}


def test_words_that_no_passage_has_are_not_found_though_some_are_near(library: Library) -> None:
    for question in (
        "Staat er letterlijk 'de NAVO is niet ondeelbaar'?",
        'Where does it say "een veiligheid en deelbaar"?',
    ):
        answer = library.ask(question)
        assert not answer.answered
        assert answer.passages
        assert all(hit.confidence == 0 for hit in answer.passages)
    # words of another language than any letter's may be a translation, and a heading is no passage
    for question in ('Where does it say "the security of all allies"?', "Waar staat 'Politieke consultatie'?"):
        assert library.ask(question).confidence > 0


def test_in_a_large_library_those_are_looked_at_that_hold_such_words(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lookups.by_words.SMALL", 0)
    assert library.ask("Waar staat 'een en ondeelbaar'?").passages[0].confidence == 0.99
    # of what isn't found there nothing is said for certain
    assert library.ask("Waar staat 'veiligheid is ondeelbaar'?").confidence > 0
