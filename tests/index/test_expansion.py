"""Dutch as it is written: abbreviations both ways, typing errors, words apart and joined."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library
from index.expansion import expanded
from index.folder.store import Store
from index.lexical import WORD, Term, Variant, stem
from tests.conftest import LETTER, WordEncoder, insert

Collection = Callable[[dict[str, str]], Path]


def variants(store: Store, question: str, language: str = "nl") -> dict[str, set[tuple[str, ...]]]:
    """The variants of the question's words that have any, by stem."""
    asked = [Term(word, 1.0) for word in dict.fromkeys(stem(word, language) for word in WORD.findall(question))]
    found = expanded(asked, question, language, store)
    assert [term.stem for term in found] == [term.stem for term in asked]
    return {term.stem: {variant.stems for variant in term.variants} for term in found if term.variants}


@pytest.fixture
def councils(store: Store) -> Store:
    insert(store, "a", "De Noord-Atlantische Raad (hierna: NAR) vergadert.", "Het Openbaar Ministerie (OM) vervolgt.")
    insert(store, "b", "Het gaat om de map met stukken, de map op tafel.", "Het Membership Action Plan (MAP).")
    insert(store, "c", "De Algemene wet bestuursrecht (Awb) en de Secretaris-Generaal van de NAVO (hierna: SG NAVO).")
    return store


NAR = ("noord", "atlantische", "raad")


@pytest.mark.parametrize(
    ("question", "word", "expected"),
    [
        ("Wat besloot de NAR?", "nar", NAR),
        ("wat besloot de nar?", "nar", NAR),  # three letters and no ordinary word
        ("Wat doet het OM?", "om", ("openbaar", "ministerie")),
        ("Wat is het MAP?", "map", ("membership", "action", "plan")),
        ("Geldt de awb?", "awb", ("algemene", "wet", "bestuursrecht")),
        ("Wat zei de SG NAVO?", "sg", ("secretaris", "generaal", "navo")),
        ("Besluit van de Noord-Atlantische Raad?", "raad", ("nar_",)),
        ("besluit van de noord atlantische raad", "noord", ("nar_",)),
        ("Doet het Openbaar Ministerie iets?", "ministerie", ("om_",)),
        ("Geldt de Algemene wet bestuursrecht?", "bestuursrecht", ("awb",)),
        ("Wat zei de secretaris-generaal van de NAVO?", "secretaris", ("sg_", "navo_")),
    ],
)
def test_abbreviations_both_ways(councils: Store, question: str, word: str, expected: tuple[str, ...]) -> None:
    stems = tuple(form if form.endswith("_") else stem(form, "nl") for form in expected)
    assert stems in variants(councils, question)[stem(word, "nl")]


def test_words_with_which_an_abbreviation_begins(councils: Store) -> None:
    asked = ["noord", "atlantische", "nar", "sg", "sgs", "algemene", "algemeen", "a", ""]
    assert councils.abbreviations.beginning(asked) == {"noord", "nar", "sg", "algemene"}
    assert councils.abbreviations.beginning([]) == set()


@pytest.mark.parametrize(
    "question",
    [
        "Waar gaat het om?",  # an ordinary word, and short
        "Wat staat er in de map?",  # an ordinary word of these letters
        "De raad van het noorden",  # a part of a long form
        "Wat doet de ACM?",  # which no letter defines
    ],
)
def test_what_is_no_abbreviation(councils: Store, question: str) -> None:
    assert variants(councils, question) == {}


def test_definitions_go_with_their_letter(councils: Store) -> None:
    with councils.database.transaction():
        councils.delete(["a"])
    assert variants(councils, "Wat besloot de NAR?") == {}


def test_a_short_form_with_many_meanings_keeps_those_of_most_letters(store: Store) -> None:
    for number, word in enumerate("Raad Regels Rente Rechten Regio Reeks Rapport Ruimte".split()):
        insert(store, f"a{number}", f"De Algemene {word} (AR) telt.")
    insert(store, "b", "De Algemene Ruimte (AR) telt.")
    found = variants(store, "Wat is de AR?")["ar"]
    assert len(found) == 5
    assert (stem("Algemene", "nl"), stem("Ruimte", "nl")) in found


@pytest.mark.parametrize(
    ("question", "word", "expected"),
    [
        ("klimaat neutraal in 2050", "neutraal", "klimaatneutraal"),
        ("de veiligheid situatie", "situatie", "veiligheidssituatie"),
        ("bouw van student huizen", "huizen", "studentenhuizen"),
        ("wat kosten defensie uitgaven", "uitgaven", "defensieuitgaven"),  # as hyphenated in the passage
        ("klimaat-neutraal", "klimaat", "klimaatneutraal"),
    ],
)
def test_words_apart_are_looked_up_joined(store: Store, question: str, word: str, expected: str) -> None:
    insert(store, "a", "De veiligheidssituatie, klimaatneutraal, studentenhuizen, defensie-uitgaven.")
    assert variants(store, question)[stem(word, "nl")] == {(stem(expected, "nl"),)}


def test_words_that_are_joined_nowhere_stay_apart(store: Store) -> None:
    insert(store, "a", "De klimaat en neutraal. Hetgeen inzake, ofwel.")
    assert variants(store, "klimaat, neutraal; klimaat en neutraal; in zake het geen of wel") == {}


@pytest.mark.parametrize(
    ("question", "expected"),
    [("navotop", ("navo", "top")), ("veiligheidssituatie", ("veiligheid", "situatie"))],
)
def test_an_unknown_compound_is_looked_up_in_parts(store: Store, question: str, expected: tuple[str, ...]) -> None:
    insert(store, "a", "De top van de NAVO over de situatie van de veiligheid.")
    insert(store, "b", "De nav en de otop. De NAVO en haar top.")
    insert(store, "d", "De top.")
    parts = tuple(stem(part, "nl") for part in expected)
    assert parts in variants(store, question)[stem(question, "nl")]
    insert(store, "c", f"Over de {question}.")
    assert variants(store, question) == {}  # it is no longer unknown


def test_a_misspelled_word_counts_as_the_nearest_at_a_discount(store: Store) -> None:
    insert(store, "a", "Cyberaanvallen en weerbaarheid, beleid en beeld.")
    (term,) = expanded([Term("weerbaarhied", 1.0)], "weerbaarhied", "nl", store)
    assert term.variants == (Variant((stem("weerbaarheid", "nl"),), 0.5),)
    assert variants(store, "cyberanval") == {"cyberanval": {("cyberaanval",)}}  # by stem
    assert variants(store, "beled") == {"beled": {("beleid",), ("beeld",)}}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("weerbaarheden", "nl"),  # held, by stem
        ("bele", "nl"),  # short
        ("beled", "en"),  # in a language of no letter
        ("ander", "nl"),  # near to a word that says nothing
        ("welke", "nl"),  # which says nothing itself
        ("20211", "nl"),
    ],
)
def test_what_is_not_misspelled(store: Store, question: str, language: str) -> None:
    insert(store, "a", "Weerbaarheid, beleid van 2021 en onder bel welk.")
    assert variants(store, question, language) == {}


def test_where_no_passage_is_in_its_language_nothing_like_a_word_is_looked_for(
    councils: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(councils.vocabulary), "nearest", lambda *_: pytest.fail("looked for"))
    assert variants(councils, "What did the council decde in the NAR?", "en") == {
        "nar": {("noord", "atlantisch", "raad")}
    }


def test_the_supplied_letter(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=2000))
    library.add([LETTER])
    store = Store.open(tmp_path / "library" / "library.db")
    assert variants(store, "wat zijn edts")["edts"] == {
        tuple(stem(word, "nl") for word in ("emerging", "disruptive", "technologies"))
    }
    assert variants(store, "Wat doet de NAVO in Oekraine aan het klimaat?") == {}
    store.database.close()


def test_the_other_form_is_found_and_counts(tmp_path: Path, collection: Collection) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=2000))
    filler = {f"p{number}": f"de begroting van post {number} groeit gestaag dit jaar" for number in range(150)}
    texts = {
        "definitie": "Het Planbureau voor de Leefomgeving (PBL) rekent dit jaar alles door.",
        "lang": "Volgens het Planbureau voor de Leefomgeving groeit de begroting.",
        "kort": "De begroting groeit gestaag volgens het PBL.",
        "koppel": "De cijfers over de defensie-uitgaven staan in de bijlage.",
    }
    library.add([collection(filler | texts)])

    def first(question: str, k: int) -> set[str]:
        return {hit.letter for hit in library.ask(question, k).passages}

    assert first("Wat schrijft het PBL?", 3) >= {"definitie", "kort", "lang"}
    assert first("Wat schrijft het Planbureau voor de Leefomgeving?", 3) >= {"definitie", "lang", "kort"}
    assert first("Wat zijn de defensieuitgaven?", 1) == {"koppel"}
    assert first("Wat rekent het Planbureua door?", 1) == {"definitie"}
