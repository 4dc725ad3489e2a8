"""Ranking and evidence, on vectors worked out by hand."""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import Library, asking, confidence, search
from index.answer import Answer
from index.confidence import SUREST
from index.encoder import Encoding, Pair, Progress, ToRead
from index.filters import Filters
from index.fitted import Curve, Middle, Together, fitted_for
from index.folder import inverted
from index.lexical import Term, Variant, stems
from index.questions.question import asks_what_it_says, besides, names_only
from index.search import Query, Ranked, reordered, weighed
from tests.conftest import WordEncoder

Collection = Callable[[dict[str, str]], Path]


def test_scores_are_weighed_means(words: WordEncoder) -> None:
    query = Query("kat hond", "nl", words.encode_question("kat hond"), np.array([3, 1], np.float32))
    assert weighed(query, np.array([[1, 0], [0.5, 0.9]], np.float32)) == pytest.approx([0.75, 0.6])
    without = replace(query, weights=np.zeros(2, np.float32))
    assert weighed(without, np.ones((1, 2), np.float32)).tolist() == [0]


def test_evidence_is_the_sentence_with_the_words(collection: Collection, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([collection({"dieren": "De kat slaapt. De hond eet vis. De muis rent.", "punten": "…"})])
    hits = {hit.letter: hit for hit in library.ask("wie eet vis").passages}
    assert [hits["dieren"].text[start:end] for start, end in hits["dieren"].evidence] == ["De hond eet vis."]
    assert hits["punten"].evidence == ()  # there is no word in it


LIST = "Ik neem maatregelen:\n\n- Subsidie voor scholen. Die loopt door.\n- Meer salaris.\n"
TABLE = "Zij telden zo:\n\n| Grond | Meldingen |\n|-|-|\n| Herkomst | 66 |\n| Leeftijd | 12 |\n"
ANSWERED = (
    "Vraag 1\n\nWaarom?\n\nAntwoord\n\nDit is afgesproken:\n\n1. Geen fluiten.\n\n2. Geen draaien.\n\nDat is getest.\n"
)
ASKED = "Vraag 1\n\nWat vindt u van:\n\n- vuurwerk;\n- lawaai?\n\nAntwoord 1\n\n…\n"


@pytest.mark.parametrize(
    ("text", "question", "shown"),
    [
        (LIST, "maatregelen", "Ik neem maatregelen:\nSubsidie voor scholen. Die loopt door.\nMeer salaris."),
        (LIST, "scholen", "Subsidie voor scholen."),
        (LIST, "salaris", "Meer salaris."),
        (TABLE, "grond", "Grond | Meldingen\nHerkomst | 66\nLeeftijd | 12"),
        (TABLE, "zij", "Zij telden zo:\nGrond | Meldingen\nHerkomst | 66\nLeeftijd | 12"),
        (TABLE, "herkomst", "Herkomst | 66"),
        (ANSWERED, "afgesproken", "Dit is afgesproken:\n1. Geen fluiten.\n2. Geen draaien."),
        (ASKED, "vindt", "Wat vindt u van:\nvuurwerk;\nlawaai?"),
        ("Hij zegt: vuurwerk is leuk. Maar ook luid.\n", "zegt", "Hij zegt: vuurwerk is leuk."),
        ("Het is als volgt:\n", "volgt", "Het is als volgt:"),
    ],
)
def test_with_the_sentence_goes_what_it_announces(text: str, question: str, shown: str, tmp_path: Path) -> None:
    letter = tmp_path / "brief.md"
    letter.write_text(text, encoding="utf-8")
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([letter])
    (hit,) = library.ask(question).passages
    assert [hit.text[start:end] for start, end in hit.evidence] == [shown]


def test_a_row_is_read_under_its_column_heads_and_compared_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = tmp_path / "brief.md"
    letter.write_text(
        "Zij telden:\n\n| Grond | Meldingen |\n|-|-|\n| Herkomst | 66 |\n| Leeftijd | 12 |\n", encoding="utf-8"
    )
    encoder, read = WordEncoder(), dict[str, str]()
    encode = encoder.encode_passages

    def noted(passages: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Encoding]:
        read.update((text, heading) for heading, text in passages)
        return encode(passages, progress)

    monkeypatch.setattr(encoder, "encode_passages", noted)
    library = Library.open(tmp_path / "library", encoder=encoder)
    library.add([letter])
    heads = "Grond | Meldingen"
    assert {text: heading for text, heading in read.items() if "\n" not in text} == {
        "Zij telden:": "",
        heads: "",
        "Herkomst | 66": heads,
        "Leeftijd | 12": heads,
    }
    # with the words of its heads the row would have both words
    (hit,) = library.ask("herkomst meldingen").passages
    assert library.rank("herkomst meldingen", 1)[1][0].sentence == pytest.approx(0.5, abs=0.01)
    assert hit.text.endswith("Leeftijd | 12")


@pytest.mark.model
def test_the_row_that_answers_is_shown(tmp_path: Path) -> None:
    letter = tmp_path / "brief.md"
    letter.write_text(
        "# Discriminatie\n\nHet meldpunt kreeg deze meldingen:\n\n"
        "| Grond | Meldingen in 2021 | Meldingen in 2022 |\n|-|-|-|\n"
        "| Seksuele gerichtheid | 10 | 14 |\n| Geslacht | 2 | 3 |\n| Godsdienst | 12 | 17 |\n",
        encoding="utf-8",
    )
    library = Library.open(tmp_path / "library")
    library.add([letter])
    answer = library.ask("Hoeveel meldingen over seksuele gerichtheid waren er in 2022?")
    (hit, *_) = answer.passages
    assert answer.answered
    assert next(hit.text[start:end] for start, end in hit.evidence) == "Seksuele gerichtheid | 10 | 14"


def test_those_whose_sentences_are_not_looked_at_stand_behind(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=200))
    texts = {f"p{number}": f"de kat en post {number}" for number in range(30)}
    library.add([collection(texts | {"doel": "de kat slaapt"})])
    every = [hit.id for hit in library.ask("de kat slaapt", k=31).passages]
    monkeypatch.setattr(search, "CONTENDERS", 5)
    assert [hit.id for hit in library.ask("de kat slaapt", k=5).passages] == every[:5]
    assert len(library.ask("de kat slaapt", k=31).passages) == 31


def test_the_passage_with_the_rarest_shared_word_comes_first(collection: Collection, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    library.add([collection({"a": "de kat en de hond", "b": "de vis en de kat", "c": "de muis en de kat"})])
    ranking = fitted_for(library.encoder().identity).same.ranking
    answer = library.ask("waar is de vis")
    assert [hit.letter for hit in answer.passages] == ["b", "a", "c"]
    # N = 3: "de" stands in 3, "vis" in 1, "waar" and "is" in none
    common, rare, unknown = -math.log(3.5 / 4), -math.log(1.5 / 4), -math.log(0.5 / 4)
    whole = common + rare + 2 * unknown
    # every passage has the average of 5 words, so that a word held n times counts n / (n + 1.2); each is one sentence
    shared = {"b": common * 2 / 3.2 + rare / 2.2, "a": common * 2 / 3.2}
    for hit, late in ((answer.passages[0], common + rare), (answer.passages[1], common)):
        expected = (ranking["late"] + ranking["sentence"]) * late + ranking["shared"] * shared[hit.letter]
        assert hit.score == pytest.approx(expected / whole, abs=2e-3)


def test_a_common_word_that_a_misspelt_one_stands_for_hides_no_rare_one(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=200))
    texts = {f"p{number}": f"de minister schreef brief {number}" for number in range(60)}
    library.add([collection(texts | {"doel": "de kaviaar is op"})])
    monkeypatch.setattr(inverted, "PLACES", 20)
    minister, caviar = stems("minister kaviaar", "nl")
    rare, common = Term(caviar, 2.0), Term(minister, 0.1)
    misspelt = Term("minsster", 3.0, (Variant((minister,), 1.0),))
    with library.asking() as asked:
        assert len(asked.store.inverted.holding((common,), 100)) == 0  # too common to be looked for
        for terms in ((rare, common), (misspelt, rare)):
            (key,) = asked.store.inverted.holding(terms, 5)
            assert asked.store.passages([key])[key].letter == "doel"


def test_how_near_a_question_is_to_any_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=8))
    file = tmp_path / "letters.jsonl"
    texts = (("nl", "de kat"), ("nl", "een hond"), ("en", "the dog"), ("de", "de hond"))
    lines = (json.dumps({"id": text, "text": text, "language": language}) for language, text in texts)
    file.write_text("\n".join(lines), encoding="utf-8")
    library.add([file])
    assert {hit.usual_question for hit in library.rank("de hond", 4)[1]} == {0}
    # the middle of Dutch texts is "de", that of English ones "the": a text of two words holds it or does not
    axis = {word: library.encoder().encode_question(word).tokens[0] for word in ("de", "the")}
    known = {"en": Middle(axis["the"], 0.1), "nl": Middle(axis["de"], 0.5)}
    fitted = replace(fitted_for(library.encoder().identity), middles=known)
    monkeypatch.setattr(asking, "fitted_for", lambda _: fitted)
    _, ranked = library.rank("de hond", 4)
    half = 0.5**0.5
    expected = {1: half - 0.5, 2: half - 0.5, 3: -0.1, 4: 0}
    assert {hit.key: hit.usual_question for hit in ranked} == pytest.approx(expected, abs=5e-3)


def test_what_a_question_names_comes_first(collection: Collection, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    texts = {
        "kst-28676-370": "Een verslag van het debat.",
        "verwijzing": "Zie daarover Kamerstuk 28 676, nr. 370.",
        "ander": "Het debat over nr. 370 van Kamerstuk 28 676 duurde lang.",
    }
    library.add([collection(texts)])
    for question in ("28 676, nr. 370", "kst-28676-370", "KST-28676-370", "Kamerstukken II 28676, nr. 370"):
        answer = library.ask(question)
        assert [hit.letter for hit in answer.passages[:2]] == ["kst-28676-370", "verwijzing"]
        assert (answer.answered, answer.confidence) == (True, SUREST)
    assert library.ask("Hoe lang duurde het debat van 28 676, nr. 370?").passages[2].letter == "ander"
    missing = library.ask("28 676, nr. 371")
    assert (missing.answered, missing.confidence) == (False, 0.0)
    assert len(missing.passages) == 3


def test_a_publication_comes_before_what_refers_to_it(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    own = tmp_path / "kst-36410-VIII-12.md"
    own.write_text("Den Haag, 3 mei 2023\n\nEen kat.\n\nNr. 12 over de vis.\n\nDe Minister van Financiën,\n\nS. Kaag\n")
    other = tmp_path / "brief.md"
    other.write_text(
        "Den Haag, 4 mei 2023\n\nZie 12 Kamerstuk 36 410 VIII, nr. 12.\n\nDe Minister van Defensie,\n\nA. B\n"
    )
    library.add([other, own])
    answer = library.ask("36 410 VIII, nr. 12")
    # those of the letter as it is read, though others have more of the words
    assert [hit.text for hit in answer.passages] == ["Een kat.", "Nr. 12 over de vis.", answer.passages[2].text]
    assert answer.passages[2].letter == "brief"
    assert library.ask("Wat zegt 36 410 VIII, nr. 12 over de vis?").passages[0].text == "Nr. 12 over de vis."
    (head,) = library.ask("Van wie is deze brief?", earlier=["36 410 VIII, nr. 12"]).passages
    assert head.id == "kst-36410-VIII-12#kop"


def test_of_several_publications_each_begins(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    for number, words in ((12, "Een kat.\n\nTwee katten.\n\nDrie katten."), (13, "Een hond.\n\nTwee honden.")):
        (tmp_path / f"kst-36410-{number}.md").write_text(f"Brief.\n\n{words}\n", "utf-8")
    library.add([tmp_path])
    first = [(hit.letter, hit.paragraph) for hit in library.ask("36 410, nrs. 12 en 13", k=4).passages]
    assert sorted(first[:2]) == [("kst-36410-12", 1), ("kst-36410-13", 1)]
    assert sorted(first[2:]) == [("kst-36410-12", 2), ("kst-36410-13", 2)]


def test_a_letter_is_found_by_the_number_in_its_head(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    head = "36 600 VIII Begroting\n\nNr. {} BRIEF VAN DE MINISTER VAN FINANCIËN\n\nDen Haag, 3 mei 2023\n\n{}\n"
    for name, number, text in (("kst-1234567", 45, "Een kat."), ("kst-1234568", 4, "Een hond."), ("a", 5, "De vis.")):
        (tmp_path / f"{name}.md").write_text(head.format(number, text), "utf-8")
    library.add([tmp_path])
    for question in ("36 600 VIII, nr. 45", "kst-36600-VIII-45", "Kamerstukken II 2022/23, 36600 VIII, nr. 45"):
        answer = library.ask(question)
        assert (answer.answered, answer.passages[0].letter) == (True, "kst-1234567")
    assert not library.ask("36 600 VIII, nr. 46").answered
    assert not library.ask("36 600, nr. 45").answered
    # an annex has the number of its letter, but is not that
    (tmp_path / "blg-1234569.md").write_text(head.format(46, "Een muis."), "utf-8")
    library.add([tmp_path])
    assert not library.ask("36 600 VIII, nr. 46").answered


def test_a_citation_is_a_question(collection: Collection, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    texts = {"kst-36600-XXII-D": "De kat.", "kst-28676-370": "De hond.", "ah-tk-20232024-1314": "De vis."}
    library.add([collection(texts)])
    for question, letter in (
        ("Kamerstukken I 2024/25, 36600 XXII, D", "kst-36600-XXII-D"),
        ("Kamerstukken II 2020/21, 28676, nr. 370, p. 3.", "kst-28676-370"),
        ("Bijlage bij Kamerstukken II 2020/21, 28676, nr. 370", "kst-28676-370"),
        ("Aanhangsel Handelingen II 2023/24, nr. 1314", "ah-tk-20232024-1314"),
    ):
        answer = library.ask(question)
        assert (answer.answered, answer.passages[0].letter) == (True, letter)


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Kamerstuk 28 676, nr. 372, an Aanhangsel, and a letter that refers to the first and to nr. 370."""
    folder = tmp_path_factory.mktemp("numbered")
    texts = {
        "kst-28676-372": "De kat.\n\n## Lasten, kosten\n\nDe hond kost geld.\n\nDe vis zwemt.\n\n## Slot\n\nEen muis.",
        "ah-tk-20202021-1234": "De ezel.",
        "verwijzing": "De kat van Tweede Kamer, vergaderjaar 2020–2021, Kamerstuk 28 676, nr. 372, p. 3.\n\n"
        "Toon ik zoek show me § al. 1 pdf html blz. pagina Kamerstuk 28 676, nr. 370.",
    }
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(f"{text}\n", "utf-8")
    library = Library.open(folder / "library", encoder=WordEncoder(words=256))
    library.add([folder])
    return library


@pytest.mark.parametrize(
    "question",
    [
        "Tweede Kamer, vergaderjaar 2020–2021, 28 676, nr. 372",
        "Tweede Kamer, vergaderjaar 2020–2021, 28 676, nr. 372 3",
        "Ik zoek Kamerstuk 28 676, nr. 372",
        "Toon 28676-372",
        "Laat me de kamerbrief 28676-372 zien",
        "Show me 28676-372",
        "Could I see kst-28676-372, please?",
        "28 676, nr. 372, blz. 3",
        "Kamerstuk 28 676, nr. 372 (pagina 3)",
        "Kamerstuk 28 676, nr. 372, 25 juni 2021",
        "kst-28676-372.pdf",
        "28676-372.pdf",
        "https://zoek.officielebekendmakingen.nl/kst-28676-372.pdf",
    ],
)
def test_what_says_no_more_than_a_number_is_a_look_up(numbered: Library, question: str) -> None:
    answer, number = numbered.ask(question, k=6), numbered.ask("28676-372", k=6)
    assert [hit.id for hit in answer.passages[:4]] == [hit.id for hit in number.passages[:4]]
    assert (answer.answered, answer.confidence) == (True, SUREST)


@pytest.mark.parametrize(
    "question",
    [
        "Wie schreef 28676-372?",
        "Hoeveel kost 28676-372?",
        "Geldt 28676-372 nog?",
        "Waarom 28676-372?",
        "Wat zegt verwijzing over 28676-372?",
        "28676-372 muis",
        "Toon muizen in 28676-372",
        "Is 28676-372 vervallen?",
        "Vat 28676-372 samen",
        "En in 28676-372?",
        "Toon Kamerstuk 28 676",
        "Show me 372.pdf",
        "28676-372 2030",
        "28676-372: 2%",
        "28676-372 nr 5",
    ],
)
def test_what_says_more_than_a_number_is_none(question: str) -> None:
    assert not names_only(question)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Wat is DIANA volgens Kamerstuk 28 676, nr. 372?", "Wat is DIANA?"),
        ("What is DIANA according to the letter 28676-372?", "What is DIANA?"),
        ("Wanneer vond de top plaats (Kamerstuk 28 676, nr. 372)?", "Wanneer vond de top plaats?"),
        ("Wanneer vond de top plaats (zie 28 676, nr. 372, p. 3)?", "Wanneer vond de top plaats?"),
        ("Wat is DIANA? Kamerstukken II 2020/21, 28676, nr. 372, p. 3.", "Wat is DIANA?"),
        ("Wat is DIANA (Kamerstukken II 2020/21, 28676, nr. 372, § Cyber, al. 1)?", "Wat is DIANA?"),
        ("In Kamerstuk 28 676, nr. 372, wat is DIANA?", "wat is DIANA?"),
        ("28676-372: wat is DIANA?", "wat is DIANA?"),
        ("28676-372 - wat is DIANA?", "wat is DIANA?"),
        ("28676-372 Wat zegt die over China?", "Wat zegt die over China?"),
        ("Toon me de brief 28676-372 Wat zegt die over China?", "Wat zegt die over China?"),
        ("28676-372 en 28676-373 Wat zeggen die over China?", "Wat zeggen die over China?"),
        (
            "Wat zijn volgens de Tweede Kamer, vergaderjaar 2020–2021, 28 676, nr. 372 de plannen?",
            "Wat zijn de plannen?",
        ),
        ("Wat staat in kst-28676-372.pdf over China?", "Wat staat over China?"),
        ("Wat zegt Kamerstukken II 2020/21, 28676, nr. 372 over de 2%-norm?", "Wat zegt over de 2%-norm?"),
        ("What does 28676-372 say about China?", "What does say about China?"),
        ("Wat schrijft de minister in 28676-372 en 28676-373 over geld?", "Wat schrijft de minister over geld?"),
        ("Wat zegt de brief (28676-372) over China?", "Wat zegt de brief over China?"),
        ("Wat zegt 28676-372 over de kosten?", "Wat zegt over de kosten?"),
        ("What does 28676-372 say about the US?", "What does say about the US?"),
        ("Kamerstuk 28 676, nr. 372 China", "China"),
        # the publication is what the question is about
        ("Wie stemde voor 28676-372?", ""),
        ("Waarom is 28676-372 belangrijk?", ""),
        ("Is Kamerstuk 28 676, nr. 372 aangenomen?", ""),
        ("Wat vond de Kamer van 28676-372?", ""),
        ("Welke reactie kwam er op 28676-372?", ""),
        ("Verviel 28676-372 toen hoe dan ook?", ""),
        ("Toon hoe 28676-372 wat verandert", ""),
        ("28676-372 waarom?", ""),
        ("Wat was de reactie op 28676-372 over China?", ""),
        ("Wat is het verschil tussen 28676-372 en 28676-373?", ""),
        ("Wat zegt dit over 28676-372?", ""),
        # nothing else is asked
        ("Wat staat er in 28676-372?", ""),
        ("Hoe zit het volgens 28676-372?", ""),
        # another publication
        ("Wat is DIANA volgens 28676-370?", ""),
        ("Wat zegt 28676-372 over 28676-370?", "Wat zegt over 28676-370?"),
        ("Wat kost DIANA, 12 500 of 28 676?", ""),
    ],
)
def test_a_number_that_says_where_is_no_part_of_what_is_asked(question: str, rest: str) -> None:
    found, cut = besides(question, ["kst-28676-372", "kst-28676-373"])
    assert found == (rest or question)
    assert bool(cut) == bool(rest)


def test_a_question_of_a_letter_is_answered_as_if_that_were_alone(numbered: Library) -> None:
    for question, rest in (
        ("Wat kost de hond volgens Kamerstuk 28 676, nr. 372?", "Wat kost de hond?"),
        ("Toon muis (28676-372)", "Toon muis"),
        ("Wat zegt 28676-372 over de ezel?", "Wat zegt over de ezel?"),
    ):
        answer = numbered.ask(question, k=6)
        alone = numbered.ask(rest, k=4, filters={"letter": "kst-28676-372"})
        assert [(hit.id, hit.score, hit.confidence) for hit in answer.passages[:4]] == [
            (hit.id, hit.score, hit.confidence) for hit in alone.passages
        ]
        assert (answer.question, answer.understood, answer.confidence) == (question, question, alone.confidence)
        # others come behind, those first that refer to it
        assert answer.passages[4].letter == "verwijzing"
    assert numbered.ask("Wat kost de hond volgens 28676-372?").passages[0].text == "De hond kost geld."


def test_a_word_beside_a_number_is_in_the_language_of_both(numbered: Library) -> None:
    for question in ("Kamerstukken II 2020/21, 28676, nr. 372, p. 2: China", "Kamerstuk 28 676, nr. 372: Afghanistan"):
        assert (numbered.rank(question, 6)[0].language, numbered.ask(question).language) == ("nl", "nl")
    assert numbered.rank("28676-372 burden sharing", 6)[0].language == "en"


def test_a_letter_that_was_looked_up_is_asked(numbered: Library) -> None:
    for before in ("28676-372", "Toon me de brief 28676-372", "28676-372 en ah-tk-20202021-1234"):
        assert numbered.ask("Wat kost die hond?", earlier=[before]).passages[0].text == "De hond kost geld."
        with numbered.asking() as asked:
            query, _ = asked.rank(f"{before} Wat kost die hond?", 6)
        assert (query.text, len(query.own)) == ("Wat kost die hond?", 5 if " en " in before else 4)


def test_a_number_that_is_only_referred_to_stays_in_the_question(numbered: Library) -> None:
    for question in ("Wat kost de hond volgens 28676-370?", "Wat staat er in 28676-370?"):
        query, ranked = numbered.rank(question, 6)
        assert (query.text, query.looked_up, query.own, ranked[0].named) == (question, False, frozenset(), True)
    with numbered.asking() as asked:
        within = Filters.of({"letter": "verwijzing"})
        query, _ = asked.rank("Wat kost de hond volgens 28676-372?", 6, within)
        assert query.text == "Wat kost de hond volgens 28676-372?"


def test_what_asks_only_what_a_letter_says_shows_it_from_the_beginning(numbered: Library) -> None:
    for question in ("Wat staat er in kst-28676-372?", "Wat zegt Kamerstuk 28 676, nr. 372?", "What's in 28676-372?"):
        answer = numbered.ask(question)
        assert (answer.confidence, answer.passages[0].text) == (SUREST, "De kat.")
    for question in (
        "Wanneer is 28676-372?",
        "Wat kost 28676-372?",
        "Wat zegt 28676-372 niet?",
        "Wat zegt hij in 1-2?",
        "Wat zegt de Tweede Kamer in 28676-372?",
        "Wat zegt motie 5 in 28676-372?",
        "Is 28676-372 from 2021?",
    ):
        assert not asks_what_it_says(question)


def test_a_file_of_answers_is_looked_up(numbered: Library) -> None:
    answer = numbered.ask("ah-tk-20202021-1234.html")
    assert (answer.confidence, answer.passages[0].letter) == (SUREST, "ah-tk-20202021-1234")


@pytest.mark.parametrize(
    ("locator", "text"),
    [
        ("§ Lasten, kosten, al. 1", "De hond kost geld."),
        ("p. 2, § Lasten, kosten, al. 2.", "De vis zwemt."),
        ("§ slot, al. 1", "Een muis."),
        ("al. 1", "De kat."),
    ],
)
def test_the_paragraph_that_is_cited_comes_first(numbered: Library, locator: str, text: str) -> None:
    answer = numbered.ask(f"Kamerstukken II 2020/21, 28676, nr. 372, {locator}")
    assert (answer.answered, answer.confidence, answer.passages[0].text) == (True, SUREST, text)
    assert {hit.letter for hit in answer.passages} == {"kst-28676-372"}


def test_nothing_answers_for_a_place_that_a_letter_lacks(numbered: Library) -> None:
    answer = numbered.ask("Kamerstukken II 2020/21, 28676, nr. 372, § Elders, al. 9")
    assert (answer.answered, answer.confidence) == (False, 0.0)
    assert numbered.ask("§ Slot, al. 1").passages[0].text == "Een muis."


def test_answers_are_found_by_their_citation_whatever_their_file_is_called(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder())
    head = "Tweede Kamer der Staten-Generaal\n\nVergaderjaar 2022–2023\n\nAanhangsel van de Handelingen\n\n{}\n\n{}\n"
    (tmp_path / "antwoord.md").write_text(head.format(1234, "Een kat."), "utf-8")
    (tmp_path / "document.md").write_text(head.format(1235, "Een hond."), "utf-8")
    library.add([tmp_path])
    for question in ("Aanhangsel Handelingen II 2022/23, nr. 1234", "ah-tk-20222023-1234"):
        answer = library.ask(question)
        assert (answer.answered, answer.passages[0].letter) == (True, "ah-tk-20222023-1234")
    assert not library.ask("Aanhangsel Handelingen II 2021/22, nr. 1234").answered
    assert not library.ask("Aanhangsel Handelingen I 2022/23, nr. 1234").answered


def test_words_shared_bring_in_what_the_vectors_miss(collection: Collection, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", encoder=WordEncoder(words=400))
    texts = {f"p{number}": f"de begroting van post {number} groeit" for number in range(150)}
    library.add([collection(texts | {"doel": "De begrotingen groeiden in Oekraïne."})])
    with library.asking() as asked:
        query, ranked = asked.rank("oekraine", 200)
        passages = asked.store.passages([found.key for found in ranked])
    assert "doel" in {passage.letter for passage in passages.values()}
    assert query.language in ("nl", "en")


def test_what_is_read_together_is_put_in_another_order_and_nothing_else_passes_it() -> None:
    def hit(key: int, score: float) -> Ranked:
        return Ranked(key, score, score, score, 0, 0, True, False, np.zeros(0, np.float32))

    # at .01: 2 - 2 and 0 - 2 and 1 - 2 of log-odds take 0, .02 and .01, and what wasn't read .02
    found = reordered([hit(0, 0.71), hit(1, 0.7), hit(2, 0.68), hit(3, 0.679)], [0.0, 2.0, 1.0], 0.01)
    assert [(each.key, each.together) for each in found] == [(1, 2.0), (0, 0.0), (2, 1.0), (3, None)]
    assert [each.score for each in found] == pytest.approx([0.7, 0.69, 0.67, 0.659])
    # one that was not read stays behind the least likely, which stood before it
    found = reordered([hit(0, 0.7), hit(1, 0.69)], [1.0], 0.1)
    assert [(each.key, each.score) for each in found] == [(0, 0.7), (1, 0.69)]


class Reading(WordEncoder):
    """Knows that a passage with "ja" answers, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, bool]] = []
        self.read: list[tuple[str, str, int]] = []

    def read_together(self, question: str, passages: Sequence[ToRead], *, in_conversation: bool = False) -> list[Pair]:
        self.asked.append((question, in_conversation))
        self.read += [(heading, text, sentences[0][0]) for heading, text, sentences in passages]
        return [
            Pair(
                2.0 if "ja" in text else -2.0, np.array([["!" in text[slice(*each)]] for each in sentences], np.float32)
            )
            for _, text, sentences in passages
        ]


def read_from(
    low: float, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch, weights: dict[str, float] | None = None
) -> None:
    """Passages are read together with the question where the letters answer as surely as ``low``, however sure the
    curves are of words."""
    fitted, sure = fitted_for(encoder.identity), Curve(0.0, {"together": 1.0})
    together = Together(low, 1.0, 0.3, weights or {"apart": 1.0}, sure, sure)
    same, cross = (replace(each, together=together) for each in (fitted.same, fitted.cross))
    monkeypatch.setattr(confidence, "SURELY", 1.0)
    monkeypatch.setattr(asking, "fitted_for", lambda _: replace(fitted, same=same, cross=cross))


def test_the_first_passages_are_read_together_with_the_question(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Reading()
    library = Library.open(tmp_path / "library", encoder=encoder)
    texts = {"a": "Meer! De kat slaapt.", "b": "De kat, ja", "c": "Een kat en een muis", "d": "Een muis"}
    library.add([collection(texts)])

    def ask(low: float) -> Answer:
        read_from(low, encoder, monkeypatch, {"apart": 1.0, "words": 100.0})
        return library.ask("Slaapt de kat?", k=4)

    read_apart = ask(low=2.0)
    assert [hit.letter for hit in read_apart.passages][:2] == ["a", "b"]
    assert encoder.read == []
    answer = ask(low=0.0)
    assert [hit.letter for hit in answer.passages][:2] == ["b", "a"]
    # until it is read: then the one that matches best is another
    marked = {hit.letter: [hit.text[first:last] for first, last in hit.evidence] for hit in answer.passages}
    assert marked["a"] == ["Meer!"]
    assert [hit.text[first:last] for hit in read_apart.passages[:1] for first, last in hit.evidence] == [
        "De kat slaapt."
    ]
    assert answer.passages[0].confidence == pytest.approx(1 / (1 + math.exp(-2)))
    # the sentence that matters begins behind "Meer! "
    assert sorted(encoder.read) == [("", texts["b"], 0), ("", texts["c"], 0), ("", texts["a"], 6)]


def test_in_a_larger_library_passages_are_read_until_one_answers(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Reading()
    library = Library.open(tmp_path / "library", encoder=encoder)
    library.add([collection({"a": "De kat slaapt.", "b": "De kat, ja", "c": "Een kat en een muis", "d": "Een muis"})])
    read_from(0.0, encoder, monkeypatch)
    monkeypatch.setattr(asking, "ALL_READ_UP_TO", 3)

    def read(question: str, *letters: str) -> list[str]:
        encoder.read.clear()
        library.ask(question, k=4, filters=Filters(letters=letters))
        return [text for _, text, _ in encoder.read]

    assert read("Slaapt de kat?") == ["De kat slaapt.", "De kat, ja"]
    assert read("Is er een muis?") == ["Een muis", "Een kat en een muis", "De kat slaapt."]
    # which letter it is no passage tells by itself, but where one letter is asked it is no matter
    assert read("Is er een muis in een brief?") == []
    assert read("Is er een muis in de brief?", "c") == ["Een kat en een muis"]
    # in a still larger one none is read, but of one letter
    monkeypatch.setattr(asking, "READ_UP_TO", 3)
    assert read("Slaapt de kat?") == []
    assert read("Slaapt de kat?", "a") == ["De kat slaapt."]
    library.remove(["a", "b", "d"])
    monkeypatch.setattr(asking, "ALL_READ_UP_TO", 0)
    monkeypatch.setattr(asking, "READ_UP_TO", 0)
    assert read("Is er een muis in de brief?") == ["Een kat en een muis"]  # nor is there another


def test_in_a_conversation_it_is_read_behind_what_was_asked_before(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Reading()
    library = Library.open(tmp_path / "library", encoder=encoder)
    library.add([collection({"a": "De kat slaapt.", "b": "De kat eet, ja", "c": "Een hond eet brood."})])
    read_from(0.0, encoder, monkeypatch)

    def asked(question: str, *earlier: str) -> list[tuple[str, bool]]:
        encoder.asked.clear()
        library.ask(question, 3, earlier)
        return list(dict.fromkeys(encoder.asked))

    assert asked("Slaapt de kat?") == [("Slaapt de kat?", False)]
    assert asked("Wat eet hij dan?", "Slaapt de kat?") == [("Slaapt de kat? Wat eet hij dan?", True)]
    # but not what was put into the one before, nor what finds the same passage by itself
    assert asked("En in huis?", "Wat eet de kat in tuin?") == [("Wat eet de kat in huis?", False)]
    assert asked("Eet de hond brood?", "Slaapt de kat?") == [("Eet de hond brood?", False)]
    assert asked("Eet de hond brood?", "Bedankt!") == [("Eet de hond brood?", False)]
    # and a topic isn't read at all
    assert asked("En over de hond?", "Wat zegt de brief over de kat?") == []


def test_what_is_read_together_of_a_named_letter_stays_before_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Reading()
    library = Library.open(tmp_path / "library", encoder=encoder)
    for name, text in (("kst-28676-372", "De kat slaapt.\n\nEen kat, ja"), ("ander", "De kat slaapt, ja")):
        (tmp_path / f"{name}.md").write_text(f"{text}\n", "utf-8")
    library.add([tmp_path])
    read_from(0.0, encoder, monkeypatch)
    answer = library.ask("Slaapt de kat volgens 28676-372?")
    assert [hit.text for hit in answer.passages] == ["Een kat, ja", "De kat slaapt.", "De kat slaapt, ja"]
    assert sorted(text for _, text, _ in encoder.read) == ["De kat slaapt.", "Een kat, ja"]
    assert answer.confidence == pytest.approx(1 / (1 + math.exp(-2)))
