"""Items of lists and members of articles that are asked for by their place or their number."""

import pytest

from index import Library
from index.passages import Passage
from index.questions.items import Item, item_asked, lists_in, member, members_asked
from tests.conftest import WordEncoder


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("Hoe luidt de tweede aanbeveling aan de minister?", Item(2, None, "recommendation", False, says_more=True)),
        ("the last item on the list of tasks", Item(-1, None, None, of_list=True, says_more=True)),
        ("What is the second of the alternatives?", Item(2, None, "alternative", of_list=False)),
        ("Wat is besluitpunt V?", Item(None, "V", "decision", of_list=False)),
        ("en aanbeveling 3?", Item(None, "3", "recommendation", of_list=False)),
        ("wat is het laatste punt van het lijstje?", Item(-1, None, None, of_list=True, says_more=True)),
        ("Welke aanbevelingen doet de raad?", None),
        ("punt 3", None),  # of anything
        ("What is the second reading of the bill?", None),
        ("Wat is de eerste stap die Nederland zet?", Item(1, None, "step", of_list=False, says_more=True)),
        ("What does the third point of the decision say?", Item(3, None, "decision", of_list=False)),
        ("What was the final decision of the Council?", None),  # the latest
        ("Wat is de laatste afspraak met Turkije?", None),
        ("Waarom is de tweede maatregel geschrapt?", None),
    ],
)
def test_the_whole_question_must_ask_for_an_item(question: str, item: Item | None) -> None:
    assert item_asked(question) == item


def passages(*texts: str) -> list[Passage]:
    return [Passage(key, "", "", ("Kop",), 1, None, text, (), "") for key, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Wij doen dit:\n1. lopen;\n2. rennen\nen vallen."], [["1. lopen;", "2. rennen\nen vallen."]]),
        (["Vraag\nDit doe ik:\nlopen;\nrennen.\nDat is al."], [["lopen;", "rennen."]]),  # the last ends the list
        (
            ["I. te lopen; II. zie IV. van 2019;", "III. te vallen."],
            [["I. te lopen;", "II. zie IV. van 2019;", "III. te vallen."]],
        ),
        (["- lopen;", "- rennen.", "Dat is al."], [["- lopen;", "- rennen."]]),
        (["1. Zij doet:\na. lopen;\nb. rennen.\n2. Hij doet:\na. gaan;\nb. staan."], [["a. gaan;", "b. staan."]]),
        (["Soort | Aantal\n1. a | 2\n2. b | 3"], []),
        (["Een zin.\nNog een zin.\nEn nog een."], []),
    ],
)
def test_lists_are_lines_of_a_passage_or_passages_in_a_row(texts: list[str], found: list[list[str]]) -> None:
    lists = [[texts[key][slice(*span)] for key, span in each.items] for each in lists_in(passages(*texts))]
    assert all(each in lists for each in found)
    assert bool(lists) == bool(found)


@pytest.mark.parametrize(
    ("lead", "kind", "is_of"),
    [
        ("Er zijn drie taken. De minister doet dit:", "task", False),  # what leads in is the last sentence
        ("De vervolgstappen zijn:", "step", True),
        ("Het overleg met de fracties gaat over:", "action", False),
        ("De Kamer is tevreden over:", "reason", False),
        ("These steps have been taken:", "task", False),
    ],
)
def test_a_list_is_of_what_its_lead_in_says(lead: str, kind: str, is_of: bool) -> None:
    (every,) = lists_in([Passage(1, "", "", (), 1, None, f"{lead}\n1. dit;\n2. dat.", (), "")])
    assert Item(1, None, kind, of_list=False).may_be_of(every) == is_of


@pytest.mark.parametrize(
    ("question", "asked", "marks"),
    [
        ("Wat bepaalt artikel 4 lid 2?", "Wat bepaalt artikel 4?", ("2",)),
        ("artikel 5, tweede lid, onderdeel b", "artikel 5", ("2", "b")),
        ("onderdeel b van het tweede lid van artikel 5", "artikel 5", ("2", "b")),
        ("artikel 1, onderdeel b, onder 2°", "artikel 1", ("b", "2")),
        ("What does article 4(2) say?", "What does article 4 say?", ("2",)),
        ("the third paragraph of article 3", "article 3", ("3",)),
        ("het laatste lid van artikel 8", "artikel 8", ("-1",)),
        ("Wat staat er in artikel 4?", "Wat staat er in artikel 4?", ()),
        ("Wat staat er in het tweede lid?", "Wat staat er in het tweede lid?", ()),
    ],
)
def test_members_are_told_from_their_article(question: str, asked: str, marks: tuple[str, ...]) -> None:
    assert members_asked(question) == (asked, marks)


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        (("2",), "2. Subsidie krijgt:\na. een haven;\nb. een werf."),
        (("2", "b"), "b. een werf."),
        (("-1",), "3. Anders niet."),
        (("4",), None),
        (("b",), "b. een werf.\n3. Anders niet."),
    ],
)
def test_a_member_has_what_stands_below_it(marks: tuple[str, ...], found: str | None) -> None:
    text = "1. Er is subsidie.\n2. Subsidie krijgt:\na. een haven;\nb. een werf.\n3. Anders niet."
    span = member(text, marks)
    assert (text[slice(*span)] if span else None) == found


RULES = """# Regeling walstroom

## Artikel 1

1. Er is subsidie.
2. Een haven krijgt meer.

## Artikel 2

De taken van de minister zijn:

- geld geven;
- toezicht houden.

## Toelichting

### Artikel 1

Havens zijn duur.
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A regulation. Read only."""
    folder = tmp_path_factory.mktemp("items")
    (folder / "regeling.md").write_text(RULES, "utf-8")
    library = Library.open(folder / "library", encoder=WordEncoder(words=4096))
    library.add([folder / "regeling.md"])
    return library


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("Wat bepaalt artikel 1, tweede lid?", "1. Er is subsidie.\n2. Een haven", "2. Een haven krijgt meer."),
        ("Wat is de toelichting op artikel 1?", "Havens zijn duur.", ""),
        ("Wat is de laatste taak op de lijst?", "De taken van de minister zijn:", "toezicht houden."),
        ("artikel 1 letterlijk graag", "1. Er is subsidie.", ""),
    ],
)
def test_what_stands_there_answers_and_is_marked(rules: Library, question: str, text: str, marked: str) -> None:
    answer = rules.ask(question)
    first = answer.passages[0]
    assert (answer.answered, first.confidence) == (True, 0.99)
    assert first.text.startswith(text)
    assert marked in "".join(first.text[start:end] for start, end in first.evidence)


def test_an_item_that_no_list_has_is_looked_for_as_anything_else(rules: Library) -> None:
    assert rules.ask("Wat is de vijfde taak van de minister?").passages[0].confidence < 0.99


def test_of_a_member_that_an_article_lacks_nothing_answers(rules: Library) -> None:
    missing = rules.ask("Wat bepaalt artikel 1 lid 7?")
    assert (missing.answered, missing.confidence) == (False, 0.0)
    # where none is marked, all of the article is shown
    first = rules.ask("Wat bepaalt artikel 2 lid 7?").passages[0]
    assert (first.section[-1], first.confidence, first.evidence) == ("Artikel 2", 0.99, ())


def test_a_number_that_a_list_lacks_is_no_place_in_it() -> None:
    (every,) = lists_in(passages("De aanbevelingen zijn:\n6. lopen;\n7. rennen."))
    item = item_asked("aanbeveling 2")
    assert item
    assert item.of(every) is None


def test_numbers_with_a_degree_sign_stand_below_members() -> None:
    text = "1. Subsidie is er voor:\n1°. onderzoek;\n2°. opleiding.\n2. Zij is 100 euro."
    for marks, found in (
        (("2",), "2. Zij is 100 euro."),
        (("1", "2"), "2°. opleiding."),
        (("1",), "1. Subsidie is er voor:\n1°. onderzoek;\n2°. opleiding."),
    ):
        span = member(text, marks)
        assert span
        assert text[slice(*span)] == found
