"""Which letter a question names."""

import pytest

from index.questions.naming import Named, letter_named


@pytest.mark.parametrize(
    ("question", "named"),
    [
        (
            "Wat zegt de brief over circulaire economie over het PBL?",
            Named("Wat zegt de brief over het PBL?", "de brief over circulaire economie", "circulaire economie"),
        ),
        (
            "What does the letter on aviation say about kerosene?",
            Named("What does the letter say about kerosene?", "the letter on aviation", "aviation"),
        ),
        (
            "In de brief over het lobbyregister: wie is Braun?",
            Named("wie is Braun?", "de brief over het lobbyregister", "het lobbyregister"),
        ),
        (
            "back to the corridor letter: who pays?",
            Named("back to the letter: who pays?", "the corridor letter", "corridor", titled=True),
        ),
        (
            "en de brief over de navotop, staat daar iets in over klimaat?",
            Named("staat er iets in over klimaat?", "de brief over de navotop", "de navotop"),
        ),
        (
            "staat er in de navobrief iets over China?",
            Named("staat er in de brief iets over China?", "de navobrief", "navo", titled=True),
        ),
        # where it ends isn't told: "naar recycling" may be what is asked
        (
            "Hoeveel geld gaat er volgens de brief over circulaire economie naar recycling?",
            Named(
                "Hoeveel geld gaat er volgens de brief over circulaire economie naar recycling?",
                "",
                "circulaire economie",
            ),
        ),
        # so it is with what stands behind it
        (
            "Noemt de brief over vuurwerk de brandweer?",
            Named("Noemt de brief over vuurwerk de brandweer?", "", "vuurwerk de brandweer"),
        ),
        # what was asked before, of another
        ("en de brief over luchtvaart?", Named("", "de brief over luchtvaart", "luchtvaart")),
        ("what about the climate strategy?", Named("", "the climate strategy", "climate strategy", True, "strategie")),
        ("wat zegt de brief over de NAVO-top daarover?", Named("", "de brief over de NAVO-top", "de NAVO-top")),
        # its head
        ("van wie is de luchtvaartbrief?", Named("van wie is de brief?", "de luchtvaartbrief", "luchtvaart", True)),
        # no subjects, two letters, and what is no letter's
        ("Does the open letter mention China?", None),
        ("Does the minister's letter mention kerosene?", None),
        ("Noemt de regeringsbrief China?", None),
        ("Wat is het verschil tussen de brief over luchtvaart en de brief over klimaat?", None),
        ("Verwijst de klimaatstrategie naar de brief over circulaire economie?", None),
        ("Wat zegt de brief over wat er met afval gebeurt?", None),
        ("Wat zegt het jaarverslag van ProRail over vertraging?", None),
        # documents of other kinds, whose title must say so
        (
            "Wat zegt de Internationale Klimaatstrategie over waterstof?",
            Named(
                "Wat zegt de brief over waterstof?",
                "de Internationale Klimaatstrategie",
                "Internationale Klimaatstrategie",
                titled=True,
                noun="strategie",
            ),
        ),
        (
            "does the climate strategy refer to that too?",
            Named(
                "does the letter refer to that too?",
                "the climate strategy",
                "climate strategy",
                True,
                "strategie",
            ),
        ),
        ("Wanneer wordt de klimaatstrategie gepubliceerd?", None),
        ("Wat staat er in het advies over geld?", None),
        # no more is asked than what is said of it, or which one it is
        ("Wat zegt de brief over China?", None),
        ("What does the letter on China say?", None),
        ("Welke brief gaat over China?", None),
        ("Wat staat er in de laatste brief?", None),
        ("Does the same letter mention China?", None),
        ("Wat zegt de brief?", None),
    ],
)
def test_a_letter_is_named_by_what_it_is_on(question: str, named: Named | None) -> None:
    assert letter_named(question) == named
