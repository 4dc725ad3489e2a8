"""What stands under a heading that is asked by its number."""

from collections.abc import Sequence

import pytest

from index import Library
from index.filters import Filters
from index.passages import Passage
from index.questions.sections import Place, bare_numbers, place_asked, place_named
from tests.conftest import WordEncoder


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("vraag 5", Place("question", frozenset({"5"}), None)),
        ("Vragen 3 en 4", Place("question", frozenset({"3", "4"}), None)),
        ("vragen 3 t/m 6?", Place("question", frozenset({"3", "4", "5", "6"}), None)),
        ("Wat is het antwoord op vraag 3?", Place("question", frozenset({"3"}), None, "answer")),
        ("En wat antwoordt de minister op vraag 4?", Place("question", frozenset({"4"}), None, "answer")),
        (
            "Wat antwoordde de minister op vraag 4 over vuurwerk?",
            Place("question", frozenset({"4"}), "vuurwerk", "answer"),
        ),
        ("Hoe luidt vraag 7 van deze brief?", Place("question", frozenset({"7"}), None)),
        ("What is the answer to question 6?", Place("question", frozenset({"6"}), None, "answer")),
        ("How did the minister respond to question 4?", Place("question", frozenset({"4"}), None, "answer")),
        ("Wat staat er bij antwoord 3?", Place("question", frozenset({"3"}), None, "answer")),
        ("en bij vraag 4?", Place("question", frozenset({"4"}), None)),
        ("and to question 5?", Place("question", frozenset({"5"}), None)),
        ("Wat vraagt Erkens bij vraag 8?", Place("question", frozenset({"8"}), None, "question")),
        ("What did the MPs ask in question 2?", Place("question", frozenset({"2"}), None, "question")),
        ("Wat wordt er in vraag 8 over de wolf gevraagd?", Place("question", frozenset({"8"}), "de wolf", "question")),
        ("vraag 3 van de vragen over de wolf", Place("question", frozenset({"3"}), "de wolf")),
        ("What does question 1 about bees ask?", Place("question", frozenset({"1"}), "bees", "question")),
        ("Waar gaat vraag 6 over?", Place("question", frozenset({"6"}), None)),
        ("Wat is de eerste vraag?", Place("question", frozenset({"1"}), None)),
        ("What is the answer to the last question?", Place("question", frozenset({"-1"}), None, "answer")),
        ("What does question 3 say?", Place("question", frozenset({"3"}), None)),
        ("Wat wordt bij vraag 3 gevraagd en geantwoord?", Place("question", frozenset({"3"}), None)),
        ("vraag 3 over de reactie van Shell", Place("question", frozenset({"3"}), "de reactie van Shell")),
        ("Wat antwoordt De Wilde op vraag 2?", Place("question", frozenset({"2"}), None, "answer")),
        ("tell me more about number 5", Place("point", frozenset({"5"}), None)),
        ("meer over punt 3", Place("point", frozenset({"3"}), None)),
        ("artikel 5a", Place("article", frozenset({"5a"}), None)),
        ("Wat staat er in artikel 5 van het verdrag?", Place("article", frozenset({"5"}), "het verdrag")),
        ("What does article 12 say?", Place("article", frozenset({"12"}), None)),
        ("paragraaf 3.1 t/m 3.4", Place("section", frozenset({"3.1", "3.2", "3.3", "3.4"}), None)),
        ("vragen 1, 3-5 en 8", Place("question", frozenset({"1", "3", "4", "5", "8"}), None)),
        ("artikelen 9 tot en met 11", Place("article", frozenset({"9", "10", "11"}), None)),
        # of others the two ends are all that is known
        ("paragraaf 3.1 t/m 4", Place("section", frozenset({"3.1", "4"}), None)),
        ("paragraaf 1.2-2.4", Place("section", frozenset({"1.2", "2.4"}), None)),
        ("artikelen 2a-2c", Place("article", frozenset({"2a", "2c"}), None)),
        ("hoofdstuk IV t/m VI", Place("chapter", frozenset({"iv", "vi"}), None)),
        ("§ 2.1", Place("section", frozenset({"2.1"}), None)),
        ("Bijlage II", Place("annex", frozenset({"ii"}), None)),
        ("Wat staat er in bijlage A?", Place("annex", frozenset({"a"}), None)),
        ("annex B", Place("annex", frozenset({"b"}), None)),
        ("Bijlagen 1 en 2", Place("annex", frozenset({"1", "2"}), None)),
        ("bijlagen A en B", Place("annex", frozenset({"a", "b"}), None)),
        ("hoofdstukken 2 en 3", Place("chapter", frozenset({"2", "3"}), None)),
        ("What do chapters 1-2 say?", Place("chapter", frozenset({"1", "2"}), None)),
        ("Wat staat er in de paragrafen 2 en 3?", Place("section", frozenset({"2", "3"}), None)),
        ("Wat zeggen de paragrafen 2 en 3?", Place("section", frozenset({"2", "3"}), None)),
        ("sections 2 and 3", Place("section", frozenset({"2", "3"}), None)),
        ("wat houdt aanbeveling 4 in?", Place("recommendation", frozenset({"4"}), None)),
        ("What does recommendation 2 say?", Place("recommendation", frozenset({"2"}), None)),
        ("What does box 1 describe?", Place("box", frozenset({"1"}), None)),
        ("Wat staat er onder norm 2.3?", Place("standard", frozenset({"2.3"}), None)),
        ("tabel 3", Place("table", frozenset({"3"}), None)),
        ("What does table 1 show?", Place("table", frozenset({"1"}), None)),
        # only an annex may have a letter, and no part of a word is one
        ("hoofdstuk A", None),
        ("Wat staat er in de bijlagen?", None),
        # of it more is asked than what stands there
        ("Wat betekent artikel 5?", None),
        ("Wat zei Biden over artikel 5?", None),
        ("Valt een aanval onder artikel 5?", None),
        ("Wat zegt de brief over artikel 5?", None),
        ("Wat is de vraag?", None),
        ("Wat vroeg Biden?", None),
        ("Wat is de eerste vraag over kosten?", None),
        ("in artikel 5 staat dat bondgenoten elkaar helpen", None),
        ("Wat antwoordt de minister op deze vraag?", None),
        ("Waarom is vraag 3 niet beantwoord?", None),
    ],
)
def test_the_whole_question_must_ask_for_a_heading(question: str, place: Place | None) -> None:
    assert place_asked(question) == place


@pytest.mark.parametrize(
    ("kind", "number", "found"),
    [
        ("question", "3", [1]),
        ("question", "10", [3]),
        ("question", "11", [3]),
        ("question", "4", []),
        ("question", "-1", [3]),
        ("question", "-2", [3]),
        ("question", "-9", []),
        ("article", "5", [4]),
        ("article", "5a", [5]),
        ("section", "2.1", [6]),
        ("chapter", "2", [6]),
        ("annex", "ii", [8]),
        ("annex", "b", [9]),
        ("annex", "3", []),
        ("point", "2.1", [6]),
        ("point", "9", None),  # it may be of a list
    ],
)
def test_headings_are_found_by_their_numbers(kind: str, number: str, found: list[int]) -> None:
    sections = [
        (),
        ("Vraag 3",),
        ("Vraag en aanbod",),
        ("Vraag 10 en 11",),
        ("Artikel 5. Begrippen",),
        ("Titel", "Art. 5a"),
        ("Hoofdstuk 2 Uitvoering", "2.1 Planning"),
        ("100% groen", "2030-agenda"),
        ("BIJLAGE II",),
        ("Bijlage B: cijfers",),
        ("Bijlagen",),
    ]
    passages = [Passage(key, "", "", section, 1, None, "", (), "") for key, section in enumerate(sections)]
    assert Place(kind, frozenset({number}), None).standing(passages) == found
    assert Place(kind, frozenset({number}), None).standing(passages[:3:2]) is None


@pytest.mark.parametrize(
    ("kind", "number", "found"),
    [
        ("recommendation", "2", [2]),
        ("recommendation", "-1", [2]),
        ("recommendation", "7", []),
        ("table", "1", [3, 4]),  # with what its caption is of
        ("table", "2", [5]),
        ("figure", "1", None),
        ("question", "1", [6]),
        ("question", "2", [7, 8]),
        ("question", "3", []),
        ("margin", "12", [9]),
        ("margin", "13", [9]),
        ("margin", "14", []),
        ("box", "1", [10]),
        ("box", "3", None),  # which may be spoken of
        ("article", "5", []),  # in running text
        ("article", "6", [12]),
    ],
)
def test_paragraphs_are_found_by_the_numbers_that_they_begin_with_and_questions_by_bare_ones(
    kind: str, number: str, found: list[int] | None
) -> None:
    texts = [
        ("Aanbevelingen", "De raad doet twee aanbevelingen."),
        ("Aanbevelingen", "Aanbeveling 1. Leg een norm vast."),
        ("Aanbevelingen", "Aanbeveling 2: Sta het toe."),
        ("Cijfers", "Tabel 1. Voortgang"),
        ("Cijfers", "Sector | Gereed\nHuur | 3"),
        ("Cijfers", "Tabel 2 | Kosten\nHuur | 3"),
        ("1", "Hoeveel scholen doen mee?\nTien."),
        ("2", "Welke?\nDie in Ede."),
        ("2", "En die in Velp."),
        ("Feiten", "12. Er zijn twee netten.\n13. Een is oud."),
        ("Feiten", "Box 1. De overstap"),
        ("Feiten", "Artikel 5 van het verdrag blijft de hoeksteen."),
        ("Feiten", "Artikel 6 – Slot\nHet gaat in."),
    ]
    passages = [Passage(key, "", "", (section,), 1, None, text, (), "") for key, (section, text) in enumerate(texts)]
    assert Place(kind, frozenset({number}), None).standing(passages) == found


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("list the grounds for refusal in article 10", Place("article", frozenset({"10"}), None)),
        ("Wat eist bijlage 1 van een inzamelpunt?", Place("annex", frozenset({"1"}), None)),
        ("How many schools does the answer to question 3 name?", Place("question", frozenset({"3"}), None)),
        ("Volgens artikel 3 van deze brief, wie beslist?", Place("article", frozenset({"3"}), None)),
        # another's, several, or none
        ("Wat betekent artikel 5 van de Grondwet voor gemeenten?", None),
        ("Is article 5 of the treaty invoked?", None),
        ("Wat is het verschil tussen artikel 3 en bijlage 2?", None),
        ("Geldt artikel 4:35 van de Awb?", None),
        ("Wat kost punt 3?", None),
        ("Wat kost het?", None),
    ],
)
def test_a_heading_may_be_named_in_a_question(question: str, place: Place | None) -> None:
    assert place_named(question) == place


@pytest.mark.parametrize(
    ("headings", "numbered"),
    [
        # what begins with a figure, or with what looks like one, is not numbered by it
        (["Inleiding", "40 jaar NAVO"], {}),
        (["3 maart 2021", "4 april 2021", "12 miljoen"], {}),
        (["1 jaar later"], {}),
        (["1,5 graad", "3.000 soldaten", "12:30 uur", "3.5.2021", "100% groen", "2030-agenda"], {}),
        (["X-ray", "5G en veiligheid", "V.S. en NAVO", "I have a plan", "2e Kamer"], {}),
        # but it is where others count up to it
        (["1 Inleiding", "40 jaar NAVO", "2 Uitvoering", "4 Slot"], {"1": 0, "2": 2, "4": 3}),
        (["2 - Uitvoering", "(3) Slot"], {"3": 1}),
        # or where its form tells
        (["40. Slot", "2.Uitvoering", "3: Kosten"], {"40": 0, "2": 1, "3": 2}),
        (["II. Doel", "5a) Meer"], {"ii": 0, "5a": 1}),
        (["2.1 Planning", "2.2. Kosten", "§ 2.3 Tijd"], {"2.1": 0, "2.2": 1, "2.3": 2}),
    ],
)
def test_a_heading_that_begins_with_a_figure_may_be_numbered_by_it(
    headings: list[str], numbered: dict[str, int]
) -> None:
    assert bare_numbers(set(headings)) == {headings[place]: number for number, place in numbered.items()}
    passages = [Passage(key, "", "", (heading,), 1, None, "", (), "") for key, heading in enumerate(headings)]
    for number in ("1", "2", "3", "4", "5", "5g", "12", "40", "v", "x"):
        found = Place("chapter", frozenset({number}), None).standing(passages)
        assert found == ([numbered[number]] if number in numbered else [] if numbered else None)


ANSWERS = """# Vragen over {0}

## Vraag 1

Kent u het bericht over {0}?

Ja, dat ken ik. Het regende.

## Vraag 2 en 3

Wat vindt u van {0}?

Dat vraag ik mij af.

## Slot

Er was haast. Vraag 2 is lang, en vraag 3 ook.
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Two letters with numbered questions. Read only."""
    folder = tmp_path_factory.mktemp("sections")
    for topic in ("bijen", "wolven"):
        (folder / f"{topic}.md").write_text(ANSWERS.format(topic), "utf-8")
    library = Library.open(folder / "library", encoder=WordEncoder(words=4096))
    library.add([folder / "bijen.md", folder / "wolven.md"])
    return library


def sections_of(library: Library, question: str, earlier: Sequence[str] = ()) -> list[tuple[str, str]]:
    hits = library.ask(question, earlier=earlier).passages
    return [(hit.letter, hit.section[-1]) for hit in hits if hit.confidence]


def test_the_half_that_is_asked_for_is_marked() -> None:
    text = "Kent u het bericht?\nZo nee, waarom niet?\nAntwoord 1\nJa.\nHet stond in de krant."
    for question, marked in (
        ("Wat is het antwoord op vraag 1?", ["Ja.\nHet stond in de krant."]),
        ("Wat wordt er gevraagd bij vraag 1?", ["Kent u het bericht?\nZo nee, waarom niet?"]),
        ("vraag 1", []),
    ):
        place = place_asked(question)
        assert place
        assert [text[start:end] for start, end in place.spans(text)] == marked
    asked = place_asked("Wat vraagt u bij vraag 1?")
    assert asked
    assert asked.spans("Kent u het bericht?") == ()


def test_questions_that_are_answered_together_have_one_heading() -> None:
    together = "Wat kost een hond?\nVraag 3\nWat kost een kat?\nAntwoord vragen 2 en 3\nTien euro."
    texts = {
        "Vraag 1": "Blaft een hond?\nAntwoord 1\nJa.",
        "Vraag 2": together,
        "Vraag 4": "Miauwt een kat?\nAntwoord 4\nJa.",
    }
    passages = [
        Passage(key, str(key), "", (heading,), 1, None, text, (), "")
        for key, (heading, text) in enumerate(texts.items())
    ]
    for number, keys in {"2": [1], "3": [1], "4": [2], "5": [], "-1": [2]}.items():
        assert Place("question", frozenset([number]), None).standing(passages) == keys


def test_of_margins_the_line_that_is_asked_for_is_marked() -> None:
    place = place_asked("Wat staat er in randnummer 13?")
    text = "12. Er zijn twee netten.\n13. Een is oud.\n14. Een is nieuw."
    assert place
    assert [text[start:end] for start, end in place.spans(text)] == ["13. Een is oud."]


def test_what_is_told_under_a_heading_that_is_named_comes_first(several: Library) -> None:
    (first, *_) = several.ask("Waarom was er haast volgens vraag 1?", filters={"letter": "bijen"}).passages
    assert first.section[-1] == "Vraag 1"


@pytest.mark.parametrize("question", ["vraag 3", "Wat is het antwoord op vraag 2?", "What does question 3 say?"])
def test_of_the_only_letter_what_stands_there_answers_in_its_order(several: Library, question: str) -> None:
    bees = {"letter": "bijen"}
    found = several.ask(question, filters=bees)
    assert (found.answered, found.confidence) == (True, 0.99)
    own = [hit for hit in found.passages if hit.confidence]
    assert [hit.section[-1] for hit in own] == ["Vraag 2 en 3"] * len(own)
    assert [hit.paragraph for hit in own] == list(range(1, len(own) + 1))
    assert own[0].text.startswith("Wat vindt u van bijen?")
    # one that isn't there is not found
    missing = several.ask("Wat is het antwoord op vraag 7?", filters=bees)
    assert (missing.answered, missing.confidence) == (False, 0.0)
    assert missing.passages
    # where the letter numbers no such heading it is a question as any other
    with several.asking() as asking:
        judged = asking.weighed("artikel 3", 3, Filters.of(bees))[-1]
    assert judged.confidence > 0


def test_of_several_letters_the_topic_tells_which(several: Library) -> None:
    for topic in ("bijen", "wolven"):
        found = sections_of(several, f"Wat is het antwoord op vraag 2 over {topic}?")
        assert set(found) == {(topic, "Vraag 2 en 3")}
        followed = sections_of(several, "En op vraag 1?", earlier=[f"Wat is het antwoord op vraag 2 over {topic}?"])
        assert set(followed) == {(topic, "Vraag 1")}
        before = [f"Wat is het antwoord op vraag 2 over {topic}?", "Waar staat dat?"]
        assert set(sections_of(several, "en bij de laatste vraag?", earlier=before)) == {(topic, "Vraag 2 en 3")}
    # without one it is a question as any other, and so is one whose topic no letter answers
    for question in ("vraag 2", "Wat is het antwoord op vraag 2 over zeehonden?"):
        answer = several.ask(question)
        with several.asking() as asking:
            _, ranked = asking.rank(question, 6)
        assert [hit.score for hit in answer.passages] == [hit.score for hit in ranked[:3]]
