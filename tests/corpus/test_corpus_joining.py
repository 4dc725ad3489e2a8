"""Where a page break cut, and how the halves are written when whole."""

import pytest

from corpus.joining import is_cut, joined


@pytest.mark.parametrize(
    ("first", "second", "words", "whole"),
    [
        ("om misver-", "standen te voorkomen", set(), "om misverstanden te voorkomen"),
        ("besluitvorming te", "versterken. Zij", set(), "besluitvorming te versterken. Zij"),
        ("de in-", "en uitvoer", set(), "de in- en uitvoer"),
        ("op zee-", "of landniveau", set(), "op zee- of landniveau"),
        ("alle NAVO-", "landen", set(), "alle NAVO-landen"),
        ("de 2021-", "cijfers", set(), "de 2021-cijfers"),
        ("langs het Amsterdam-", "Rijnkanaal", set(), "langs het Amsterdam-Rijnkanaal"),
        ("de trans-", "Atlantische band", set(), "de trans-Atlantische band"),
        ("een zee-", "egel", set(), "een zee-egel"),
        ("een mini-", "jurk", set(), "een mini-jurk"),
        ("de massa-", "invoer", set(), "de massa-invoer"),
        ("de defensie-", "uitgaven", set(), "de defensie-uitgaven"),
        ("de defensie-", "begroting", {"defensie-begroting"}, "de defensie-begroting"),
        ("de defensie-", "begroting", {"defensiebegroting"}, "de defensiebegroting"),
        ("de zee-", "egel", {"zeeegel"}, "de zeeegel"),
        ("de NAVO-EU-", "samenwerking", {"navo-eu-samenwerking"}, "de NAVO-EU-samenwerking"),
        ("om misver\u2010", "standen te", set(), "om misverstanden te"),
        ("een A-", "status", set(), "een A-status"),
        ("per e-", "mail", set(), "per e-mail"),
        ("de EDTs-", "lijst", set(), "de EDTs-lijst"),
        ("de CO2-", "reductie", set(), "de CO2-reductie"),
        ("De Weer-", "baarheid", set(), "De Weerbaarheid"),
        ("een streep -", "tekst", set(), "een streep - tekst"),
        ("door uitval en -", "defecten", set(), "door uitval en -defecten"),
        ("https://nos.nl/item/ruim-400-wijken-", "ligt/", {"wijkenligt"}, "https://nos.nl/item/ruim-400-wijken-ligt/"),
        ("(www.volkskrant.nl/nog-veel-", "juridische)", set(), "(www.volkskrant.nl/nog-veel-juridische)"),
        (
            "de pijlers -mitigatie en financiering-",
            "in balans",
            set(),
            "de pijlers -mitigatie en financiering- in balans",
        ),
        ("groepen en -organisaties die misver-", "standen", set(), "groepen en -organisaties die misverstanden"),
        ("de vriend-", "in en buur", set(), "de vriendin en buur"),
        ("zie www.nos.nl over misver-", "standen", set(), "zie www.nos.nl over misverstanden"),
    ],
)
def test_halves_make_the_word_that_was_written(first: str, second: str, words: set[str], whole: str) -> None:
    assert is_cut(first, second)
    assert "".join(joined(first, second, words)) == whole


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("artikel 12-", "(oud) van de wet", "artikel 12-(oud) van de wet"),
        ("de energie-", "(transitie)opgave", "de energie-(transitie)opgave"),
        ("de energie-", "‘transitie’", "de energie-‘transitie’"),
        ("de energie-", "(en klimaat)opgave", "de energie- (en klimaat)opgave"),
        ("de energie-", "en klimaatopgave", "de energie- en klimaatopgave"),
        ("de energie-", "enquête", "de energie-enquête"),
    ],
)
def test_a_hyphen_that_divides_no_word_stays(first: str, second: str, whole: str) -> None:
    assert "".join(joined(first, second, {"energie", "12"})) == whole


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("klimaat en defensie,", "alsook disruptieve"),
        ("klimaat en defensie,", "Duitsland en"),
        ("De NAVO is hierbij", "van plan"),
        ("bezoek van de", "Minister van Defensie"),
        ("in het jaar van", "2021 is"),
        ("de begroting (zie bijlage", ") is"),
        ("de landen, o.a.", "in Europa"),
        ("brief van S.A.M.", "kaag"),
        ("de norm van 2%", "te halen"),
    ],
)
def test_a_cut_is_seen(first: str, second: str) -> None:
    assert is_cut(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Dit is het einde.", "Dit is nieuw."),
        ("Dit is het einde.", "dit begint klein."),
        ("Dit is «het einde.»", "nieuw"),
        ("Is dit het einde?", "nee"),
        ("Het gaat om:", "het eerste"),
        ("eerste punt;", "tweede punt"),
        ("zonder punt", "Een nieuwe alinea"),
        ("zonder punt", "a. het eerste"),
        ("zonder punt", "1) het eerste"),
        ("zonder punt", "iv. het vierde"),
        ("", "tekst"),
        ("tekst", ""),
        ("het woord-", "– tekst"),
        ("- de kosten van het plan,", "- de baten"),
        ("- de kosten van het plan,", "• de baten"),
    ],
)
def test_two_paragraphs_stay_two(first: str, second: str) -> None:
    assert not is_cut(first, second)


def test_a_text_of_one_endless_word_costs_no_more_than_another() -> None:
    endless = "a" * 2_000_000
    assert is_cut(endless, "b")
    assert "".join(joined(endless + "-", "b", set())) == endless + "b"
