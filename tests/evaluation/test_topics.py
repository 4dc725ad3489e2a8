"""Which topics a letter is asked for."""

from tests.evaluation.fitting.invented import Invented
from tests.evaluation.topics import Topic, topics_of


def test_headings_are_asked_of_their_own_letter_and_of_others() -> None:
    letters = {
        "a": Invented("A", {"a-1": ("", "Voorop."), "a-2": ("Inleiding", "Vooraf."), "a-3": ("Wolven", "Een wolf.")}),
        "b": Invented("B", {"b-1": ("WIA en Wajong", "Een."), "b-2": ("WIA en Wajong", "Twee.")}),
    }
    asked = dict(topics_of(letters))
    assert [(topic.whose, topic.right) for topic in asked["a"]] == [
        ("its own", frozenset(["Een wolf."])),
        ("another's", frozenset()),
    ]
    own, other = asked["b"]
    assert own.right == {"Een.", "Twee."}
    assert "WIA en Wajong" in own.question
    assert other == Topic(asked["a"][0].question, "headings", "another's")
    assert "wolven" in other.question  # as within a sentence
