"""Who put questions, who answered them, and whose are asked for."""

from pathlib import Path

import pytest

from index import Library
from index.questions.asked_by import Asker, asked_by, asker_asked
from tests.conftest import WordEncoder

ANSWERS = """Tweede Kamer der Staten-Generaal

Vergaderjaar 2023–2024 Aanhangsel van de Handelingen

{number}

Vragen van {members} aan de Minister van Natuur over {topic} (ingezonden 6 maart 2024).

Antwoord van Minister {minister} (Natuur) (ontvangen 25 maart 2024).

## Vraag 1

Kent u het bericht over {topic}?

## Antwoord 1

Ja.
"""


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Answers to the questions of three members, in two letters. Read only."""
    folder = tmp_path_factory.mktemp("answers")
    both = (
        ("1314", "de leden Jansen (SP) en Van Dam (Volt)", "bijen", "De Wit"),
        ("1315", "het lid Bakker (VVD)", "wolven", "Prins"),
    )
    for number, members, topic, minister in both:
        text = ANSWERS.format(number=number, members=members, topic=topic, minister=minister)
        (folder / f"ah-tk-20232024-{number}.md").write_text(text, "utf-8")
    library = Library.open(folder / "library", encoder=WordEncoder(words=4096))
    library.add(sorted(folder.glob("*.md")))
    return library


@pytest.mark.parametrize(
    ("question", "asker"),
    [
        ("Wie stelde deze vragen?", Asker(True, False)),
        ("Welke Kamerleden hebben dit gevraagd?", Asker(True, False)),
        ("van welke partij zijn de vragenstellers", Asker(True, False)),
        ("who asked that?", Asker(True, False)),
        ("Which MPs asked about this?", Asker(True, False)),
        ("When were the questions submitted?", Asker(True, False)),
        ("Wie beantwoordde de vragen en wanneer?", Asker(False, True)),
        ("which minister answered?", Asker(False, True)),
        ("Wanneer reageerde minister De Jonge op de vragen?", Asker(False, True, name="jonge")),
        ("When were the questions put, and who answered them?", Asker(True, True)),
        ("Wie stelde de vragen over de wolf?", Asker(True, False, "de wolf")),
        ("Who answered the questions on bees, and when?", Asker(False, True, "bees")),
        ("wanneer zijn de kamervragen over bijen beantwoord", Asker(False, True, "bijen")),
        ("op welke dag kwam dat antwoord binnen?", Asker(False, True)),
        ("when was this answer received by the House?", Asker(False, True)),
        ("Which minister sent this notice?", Asker(False, True)),
        ("welke kamerleden hadden dit gevraagt?", Asker(True, False)),
        ("Wanneer komt het antwoord?", None),
        ("welke datum gaf de minister in het antwoord?", None),
        ("welke minister heeft de antwoorden ontvangen?", None),
        ("Welk antwoord kwam er van de NAVO?", None),
        # who asked something in a text, what was asked, and whom one asks
        ("Wie vroeg om meer geld?", None),
        ("Wat vroegen de leden?", None),
        ("Who asked NATO to help?", None),
        ("Wie heeft deze brief ontvangen?", None),
        ("When was it submitted?", None),
        ("Welke partijen hebben gereageerd?", None),
        ("Wie stelde dat?", None),
        ("Who was asked about PFAS?", None),
        ("By what date does parliament have to respond?", None),
        ("Wanneer zijn de vragen over Schiphol en wanneer zijn ze beantwoord?", None),
        ("Wie moet antwoord geven aan Oekraïne?", None),
        ("Wanneer is de vraag naar gas gestegen?", None),
        ("Wie ondertekende de brief?", None),
    ],
)
def test_each_word_tells_that_no_more_is_asked(question: str, asker: Asker | None) -> None:
    assert asker_asked(question) == asker


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("vragen van de SP", (("sp",),)),
        ("Welke Kamervragen heeft Van Dam van Volt gesteld?", (("van dam", "volt"),)),
        ("Welke vragen stelde Bakker?", (("bakker",),)),
        ("questions by the VVD", (("vvd",),)),
        ("Which questions did Jansen ask?", (("jansen",),)),
        ("vragen van het lid Bakker", (("bakker",),)),
        ("vragen van mevrouw Özdil", (("ozdil",),)),
        ("vragen van de VVD-fractie", (("vvd",),)),
        ("vragen van D66 en de VVD", (("d66",), ("vvd",))),
        ("welke vragen heeft hij gesteld?", ()),
        ("all questions of the letter", ()),
        ("vragen van Kamerleden", ()),
        ("vragen van 2023", ()),
        ("vragen van de SP over bijen", ()),
        ("Welke vragen heeft de minister gesteld?", ()),
        ("Wat zijn de vragen?", ()),
        ("vragen", ()),
    ],
)
def test_whose_questions_are_asked_for(question: str, names: tuple[tuple[str, ...], ...]) -> None:
    assert asked_by(question) == names


def sure(library: Library, question: str, *earlier: str) -> list[tuple[str, str]]:
    answer = library.ask(question, earlier=earlier)
    return [
        (hit.letter[-4:], hit.text[slice(*hit.evidence[0])].split(" (")[0])
        for hit in answer.passages
        if answer.answered and hit.confidence > 0.9
    ]


def test_the_line_that_tells_is_found_in_the_letter_that_is_meant(answered: Library) -> None:
    assert sure(answered, "Wie stelde de vragen over bijen?") == [("1314", "Vragen van de leden Jansen")]
    assert sure(answered, "Wie beantwoordde de vragen over wolven?") == [("1315", "Antwoord van Minister Prins")]
    asked = "Wat is vraag 1 over wolven?"
    assert sure(answered, "who asked that?", asked) == [("1315", "Vragen van het lid Bakker")]
    assert sure(answered, "Wanneer beantwoordde minister Prins de vragen over wolven?") == [
        ("1315", "Antwoord van Minister Prins")
    ]
    with answered.asking() as asking:
        _, ranked = asking.rank("Wanneer beantwoordde minister De Wit de vragen over wolven?", 3)
    other = answered.ask("Wanneer beantwoordde minister De Wit de vragen over wolven?")
    assert [hit.score for hit in other.passages] == [hit.score for hit in ranked]
    assert sure(answered, "And who answered?", asked, "who asked that?") == [("1315", "Antwoord van Minister Prins")]


def test_whose_questions_they_are_is_found(answered: Library) -> None:
    def found(question: str) -> list[str]:
        return [hit.text.split(" aan ")[0] for hit in answered.ask(question).passages if hit.confidence]

    assert found("vragen van de SP") == ["Vragen van de leden Jansen (SP) en Van Dam (Volt)"]
    assert found("Welke Kamervragen heeft Van Dam van Volt gesteld?") == found("vragen van de SP")
    assert found("questions by the VVD") == ["Vragen van het lid Bakker (VVD)"]
    assert len(found("vragen van de SP en de VVD")) == 2
    assert answered.ask("vragen van burgers").confidence > 0  # which may be anybody's
    missing = answered.ask("vragen van de PVV")  # all letters here are answers to others
    assert (missing.answered, missing.confidence) == (False, 0.0)


def test_where_no_line_tells_it_is_a_question_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("# Een brief\n\nWie dat vroeg weet niemand.\n\nEen hond.\n", "utf-8")
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=4096))
    library.add([tmp_path / "brief.md"])
    for question in ("Wie vroeg dat?", "vragen van de SP"):
        with library.asking() as asking:
            _, ranked = asking.rank(question, 3)
        assert [hit.score for hit in library.ask(question).passages] == [hit.score for hit in ranked]
