"""Names that Dutch and English write differently."""

import json
import re
from importlib.resources import files

import pytest

from index.lexical import plain
from index.names import standing_elsewhere, standing_for
from tests.conftest import ROOT

LINES = files("index").joinpath("names.tsv").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("Germany", "In Duitsland en België.", True),
        ("German", "De Duitse regering.", True),
        ("Germany", "De duiven vliegen.", False),
        ("NATO", "De NAVO-top in Brussel.", True),
        ("NAVO", "The NATO summit.", True),
        ("Nederlandse", "The Dutch position.", True),
        ("Dutch", "Het Nederlandse standpunt, van Nederland.", True),
        ("Ukrainians", "De Oekraïense regering.", True),
        ("Korea", "In Zuid-Korea.", True),  # begins alike
        ("South", "In Zuid-Korea.", True),
        ("Kingdom", "Het Verenigd Koninkrijk.", True),  # in its place in "United Kingdom"
        ("Council", "De Veiligheidsraad.", True),  # one word for two
        ("Council", "De veiligheid van het land.", False),
        ("Russia", "In Rusland.", True),  # three letters the same, and not five
        ("Rusland", "In Russia.", True),
        ("Polen", "Poland agrees.", True),
        ("Moscow", "Het overleg in Moskou.", True),
        ("States", "De staatssecretaris van Financiën.", False),
        ("Monday", "Op maandag.", True),
        ("Turkey", "De Turkse regering.", False),
        ("Turkey", "In Turkije.", True),
        ("Monday", "Na drie maanden.", False),
        ("Constitution", "Op grond van de wet.", False),
        ("Constitution", "Volgens de Grondwet.", True),
        ("Education", "Het onderzoek, onder meer.", False),
        ("Australia", "In Oostenrijk.", False),
        ("Amsterdam", "In Rotterdam.", False),
    ],
)
def test_what_stands_for_a_name_in_the_other_language(name: str, text: str, stands: bool) -> None:
    assert bool(re.search(standing_elsewhere(name), plain(text))) == stands


def test_in_its_own_language_only_what_begins_alike() -> None:
    assert re.search(standing_for("Georgia"), plain("Georgië"))
    assert re.search(standing_for("Duitse"), plain("Duitsland"))
    assert not re.search(standing_for("Germany"), plain("Duitsland"))


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("Schiphol", "Het schip ligt in de haven.", False),
        ("Schiphol", "Schiphols groei.", True),
        ("Gelderland", "Regels die gelden.", False),
        ("Milieudefensie", "Het milieu.", False),
        ("Stoltenberg's", "Stoltenberg sprak.", True),
        ("Commission", "De Europese Commissie.", True),
        ("Surinaamse", "Suriname.", True),
        ("Rotterdammers", "Rotterdam.", True),
        ("Limburgers", "In Limburg.", True),
        ("Woningwet", "De woning.", False),
    ],
)
def test_another_name_stands_where_all_but_its_ending_does(name: str, text: str, stands: bool) -> None:
    assert bool(re.search(standing_for(name), plain(text))) == stands


def test_every_line_is_a_pair_of_different_names() -> None:
    pairs = [tuple(line.split("\t")) for line in LINES]
    assert len(set(pairs)) == len(pairs) > 400
    for english, dutch in pairs:
        assert english == english.strip() != dutch == dutch.strip()
        assert english
        assert dutch


def test_no_everyday_word_stands_for_a_name() -> None:
    """Of letters on anything but the names that are asked for, few hold one."""
    lines = (ROOT / "tests/evaluation/fitting/invented.jsonl").read_text("utf-8").splitlines()
    texts = [plain(json.loads(line)["text"]) for line in lines[::20]]
    words = {word for line in LINES for word in re.findall(r"[A-ZÀ-Þ][\w-]{3,}", line.partition("\t")[0])}
    # what ministers write on: their own country and parliament, its laws, the year
    own = set(
        "Chamber Dutch Netherlands Parliament Cabinet Government Regulation Agreement Council Kingdom European".split()
    )
    often = {}
    for word in words - own:
        alike, elsewhere = re.compile(standing_for(word)), re.compile(standing_elsewhere(word))
        share = sum(not alike.search(text) and bool(elsewhere.search(text)) for text in texts) / len(texts)
        if share > 0.05:
            often[word] = share
    assert often == {}
