"""Names that Dutch and English write differently."""

from importlib.resources import files

import pytest

from index.names import ALIKE, SAME, _elsewhere, beginnings


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Germany", ["germa", "duits"]),
        ("Duitse", ["duits", "germa"]),
        ("NATO", ["nato", "navo"]),
        ("NAVO", ["navo", "nato"]),
        ("Nederland", ["neder", "dutch", "nethe"]),
        ("Korea", ["korea"]),  # the same in both, also in "South Korea"
        ("Kingdom", ["kingd", "konin"]),  # in its place in "United Kingdom"
        ("Veiligheidsraad", ["veili", "counc", "secur"]),  # one word for two
        ("Representatives", ["repre", "kamer"]),
        ("Amsterdam", ["amste"]),
        ("Oekraïne", ["oekra", "ukrai"]),
    ],
)
def test_what_may_stand_for_a_name(word: str, expected: list[str]) -> None:
    assert beginnings(word) == expected


def test_every_line_is_a_pair_of_different_names() -> None:
    lines = files("index").joinpath("names.tsv").read_text("utf-8").splitlines()
    pairs = [tuple(line.split("\t")) for line in lines]
    assert len(set(pairs)) == len(pairs) > 400
    for english, dutch in pairs:
        assert english == english.strip() != dutch == dutch.strip()
        assert english
        assert dutch


def test_what_begins_alike_in_both_languages_is_not_looked_up() -> None:
    for word, others in _elsewhere().items():
        assert 1 < len(word) <= ALIKE
        assert word not in others
    # of a name with one word in either language none begins with the other's first letters
    assert not any(other[:SAME] == "afr" for other in _elsewhere().get("afric", ()))
