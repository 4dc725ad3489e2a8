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
            Named("back to the letter: who pays?", "the corridor letter", "corridor"),
        ),
        (
            "en de brief over de navotop, staat daar iets in over klimaat?",
            Named("staat er iets in over klimaat?", "de brief over de navotop", "de navotop"),
        ),
        (
            "staat er in de navobrief iets over China?",
            Named("staat er in de brief iets over China?", "de navobrief", "navo"),
        ),
        # where it ends isn't told: "naar recycling" may be what is asked
        (
            "Hoeveel geld gaat er volgens de brief over circulaire economie naar recycling?",
            Named(
                "Hoeveel geld gaat er volgens de brief over circulaire economie naar recycling?",
                "de brief over circulaire economie naar recycling",
                "circulaire economie",
            ),
        ),
        # documents of other kinds, whose title must say so
        (
            "Wat zegt de Internationale Klimaatstrategie over waterstof?",
            Named(
                "Wat zegt de brief over waterstof?",
                "de Internationale Klimaatstrategie",
                "Internationale Klimaatstrategie",
                "strategie",
            ),
        ),
        (
            "does the climate strategy refer to that programme too?",
            Named(
                "does the letter refer to that programme too?", "the climate strategy", "climate strategy", "strategie"
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
