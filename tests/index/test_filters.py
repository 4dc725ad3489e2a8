"""Which letters a question is asked of."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Metadata, Sender
from index import Filters, Library
from index.errors import NothingToAsk, QuestionError
from index.filters import columns, dossier_column, plain_name
from tests.conftest import WordEncoder

LETTERS = {
    "kst-28676-372": ("28 676", "NAVO", "372", "25 juni 2021", "Minister van Defensie", "A.Th.B. Bijleveld-Schouten"),
    "kst-36600-VII-12": ("36 600 VII", "Zaken", "12", "3 oktober 2024", "Minister van Wonen", "J. Uitermark"),
    "kst-36600-3": ("36 600", "Miljoenennota", "3", "17 september 2024", "Minister van Financiën", "E. Heinen"),
}  # fmt: skip


@pytest.fixture
def library(tmp_path: Path, words: WordEncoder) -> Library:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name, (dossier, title, number, day, office, signer) in LETTERS.items():
        head = f"Tweede Kamer der Staten-Generaal\n\n{dossier} {title}\n\nNr. {number}\n\nDen Haag, {day}"
        body = f"Een kat en een hond in {title}."
        (folder / f"{name}.md").write_text(f"{head}\n\n{body}\n\nDe {office},\n\n{signer}\n", "utf-8")
    library = Library.open(tmp_path / "library", encoder=words)
    assert library.add([folder]).failures == ()
    return library


def found(library: Library, **filters: object) -> set[str]:
    return {hit.letter for hit in library.ask("kat hond", 10, filters=filters).passages}


def test_each_filter_keeps_the_letters_that_meet_it(library: Library) -> None:
    navo, chapter, budget = LETTERS
    assert found(library) == {navo, chapter, budget}
    assert found(library, dossier="28676") == found(library, dossier="28 676") == {navo}
    assert found(library, dossier="36600") == {chapter, budget}
    assert found(library, dossier="36 600 vii") == {chapter}
    assert found(library, **{"from": "2024-01-01"}) == {chapter, budget}
    assert found(library, **{"from": date(2024, 9, 17), "until": "2024-09-17"}) == {budget}
    assert found(library, until="2024-09-16") == {navo}
    assert found(library, sender="bijleveld") == found(library, sender="minister van DEFENSIE") == {navo}
    assert found(library, sender="Financien") == {budget}
    assert found(library, letter=navo) == {navo}
    assert found(library, letter=[navo, chapter], sender="uitermark") == {chapter}
    answer = library.ask("kat", filters=Filters(letters=(budget,)))
    assert [hit.letter for hit in answer.passages] == [budget]


def test_a_letter_is_found_in_each_of_its_dossiers(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "kst-33037-5.md"
    head = "Tweede Kamer der Staten-Generaal\n\n33 037 Mest\n\n36 600 XIV Begroting\n\n21 501-32 Raad\n\nNr. 5"
    path.write_text(f"{head}\n\nEen kat en een hond, zie Kamerstuk 28 676, nr. 372.\n", "utf-8")
    library.add([path])
    several = "kst-33037-5"
    for dossier in ("33037", "36 600 XIV", "21501-32", "21501"):
        assert found(library, dossier=dossier) == {several}, dossier
    assert found(library, dossier="36600") == {several, "kst-36600-VII-12", "kst-36600-3"}
    for dossier in ("36600 XI", "3303", "36600 VIII"):
        with pytest.raises(NothingToAsk):
            library.ask("kat", filters={"dossier": dossier})
    assert library.ask("33 037, nr. 5").passages[0].letter == several
    (summary,) = (letter for letter in library.letters() if letter.id == several)
    assert (summary.dossier, summary.further_dossiers) == ("33037", ("36600 XIV", "21501-32"))
    assert "36 600 XIV" in library.ask("In welk dossier zit 33 037, nr. 5?").passages[0].text


def test_a_publication_named_in_the_question_is_found_within_the_filter_only(library: Library) -> None:
    assert library.ask("28 676, nr. 372").passages[0].letter == "kst-28676-372"
    assert found(library, dossier="36600") == {
        hit.letter for hit in library.ask("28 676, nr. 372", 10, filters={"dossier": "36600"}).passages
    }


def test_filters_that_no_letter_meets_or_that_are_none_are_told(library: Library) -> None:
    with pytest.raises(NothingToAsk, match=r"meets the filter: dossier 99999, until 2020-01-01\.$"):
        library.ask("kat", filters={"dossier": "99999", "until": "2020-01-01"})
    with pytest.raises(QuestionError, match="no filter author, colour; there are letter, dossier, from, until, sender"):
        library.ask("kat", filters={"colour": "red", "author": "x"})
    for name in ("letter", "dossier", "sender"):
        with pytest.raises(QuestionError, match=rf"The filter {name} is no text: 'a\\ud800'"):
            library.ask("kat", filters={name: "a\ud800"})
    with pytest.raises(QuestionError, match="from wants a date such as 2021-06-25, not 'juni'"):
        library.ask("kat", filters={"from": "juni"})
    with pytest.raises(QuestionError, match=r"from, 2023-01-01, is a later day than until, 2022-01-01\. Turn them"):
        library.ask("kat", filters={"from": "2023-01-01", "until": "2022-01-01"})
    with pytest.raises(QuestionError, match="filter letter is empty"):
        library.ask("kat", filters={"letter": [""]})
    assert library.ask("kat", filters={"letter": "", "dossier": ""}).passages


def test_letters_that_changed_are_filtered_by_what_they_say_now(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "letters" / "kst-36600-3.md"
    path.write_text(path.read_text("utf-8").replace("17 september 2024", "17 september 2019"), "utf-8")
    library.add([path])
    assert found(library, until="2020-01-01") == {"kst-36600-3"}
    library.remove(["kst-36600-3"])
    with pytest.raises(NothingToAsk):
        library.ask("kat", filters={"until": "2020-01-01"})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("28 676", "28676"),
        ("28676", "28676"),
        ("36 600-VII", "36600 VII"),
        ("36600 vii", "36600 VII"),
        ("21 501-02", "21501-02"),
        ("35 000 A", "35000 A"),
        ("iets*", "iets"),
    ],
)
def test_dossiers_are_compared_in_one_form(given: str, kept: str) -> None:
    assert dossier_column(given) == kept


def test_columns_of_a_letter() -> None:
    senders = (Sender("Minister van Financiën", "E. Heinen"), Sender("Staatssecretaris  Toeslagen"))
    metadata = Metadata(dossier="36600 VII", date=date(2024, 9, 17), senders=senders)
    assert columns(metadata) == (
        "2024-09-17",
        "36600 VII",
        "minister van financien e. heinen\nstaatssecretaris toeslagen",
    )
    assert columns(Metadata()) == (None, None, "")
    assert plain_name("  Édouard\tKAAG ") == "edouard kaag"
