"""Mentions of other papers: every form that letters use, and what only looks like one."""

import pytest

from corpus.references import address, dossier_and_number, find_identifiers, find_references, kamerstuk_id


def found(text: str) -> list[tuple[str, str]]:
    references = find_references(text)
    assert all(text[reference.start : reference.end] == reference.text for reference in references)
    assert all(reference.url == address(reference.id) for reference in references)
    return [(reference.text, reference.id) for reference in references]


@pytest.mark.parametrize(
    ("mention", "ids"),
    [
        ("Kamerstuk 28 676, nr. 331", ["kst-28676-331"]),
        ("Kamerstuk 28\u00a0676, nr. 331", ["kst-28676-331"]),
        ("Kamerstuk\u00a028\u202f676, nr.\u00a0331", ["kst-28676-331"]),
        ("Kamerstuk 28 676\nnr. 331", ["kst-28676-331"]),
        ("kamerstuk 28 676, nr. 331", ["kst-28676-331"]),
        ("Kamerstuk 28676 nr. 331", ["kst-28676-331"]),
        ("Kamerstukken 28 676, nrs. 331 en 340", ["kst-28676-331", "kst-28676-340"]),
        ("Kamerstukken 28 676, nrs. 331, 332 en 340", ["kst-28676-331", "kst-28676-332", "kst-28676-340"]),
        ("Kamerstukken 28 676, nrs. 331 t/m 333", ["kst-28676-331", "kst-28676-332", "kst-28676-333"]),
        ("Kamerstukken 28 676, nrs. 331 tot en met 332 en 340", ["kst-28676-331", "kst-28676-332", "kst-28676-340"]),
        ("Kamerstukken 28 676, nrs. 1 t/m 999", ["kst-28676-1", "kst-28676-999"]),
        ("Kamerstukken II 2020/21, 28676, nr. 372", ["kst-28676-372"]),
        ("Kamerstukken II 2020–2021, 28 676, nr. 372", ["kst-28676-372"]),
        ("Kamerstukken II, vergaderjaar 2020–2021, 28 676, nr. 372", ["kst-28676-372"]),
        ("Kamerstukken II 1999/2000, 26 200, nr. 5", ["kst-26200-5"]),
        ("Kamerstuk 36 600 VII, nr. 1", ["kst-36600-VII-1"]),
        ("Kamerstuk 36 600-VII, nr. 1", ["kst-36600-VII-1"]),
        ("Kamerstuk 36 600 IXB, nr. 12", ["kst-36600-IXB-12"]),
        ("Kamerstuk 35 000 A, nr. 5", ["kst-35000-A-5"]),
        ("Kamerstuk 21 501-02, nr. 3174", ["kst-21501-02-3174"]),
        ("Kamerstukken I 2012/13, 33802, C", ["kst-33802-C"]),
        ("Kamerstukken I 2012/13, 33802, I", ["kst-33802-I"]),
        ("Kamerstukken I 2008/09, 31700 VI, D", ["kst-31700-VI-D"]),
        ("Aanhangsel Handelingen II 2023/24, nr. 1314", ["ah-tk-20232024-1314"]),
        ("Aanhangsel van de Handelingen I 2023–2024, nr. 7", ["ah-ek-20232024-7"]),
        ("Aanhangsel Handelingen II 1999/00, nr. 12", ["ah-tk-19992000-12"]),
        ("Aanhangsel Handelingen II, vergaderjaar 2023–2024, nr. 9", ["ah-tk-20232024-9"]),
        ("Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 1101", ["ah-tk-20232024-1101"]),
        ("Aanhangsel Handelingen II 2023/24, nrs. 1314 en 1316", ["ah-tk-20232024-1314", "ah-tk-20232024-1316"]),
        ("Handelingen I 2022/23, nr. 8, item 3", ["h-ek-20222023-8-3"]),
        ("Kamerstuk 28 676, nr. 370 en nr. 371", ["kst-28676-370", "kst-28676-371"]),
        ("Kamerstukken 2020/21, 28 676, nr. 372", ["kst-28676-372"]),
    ],
)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("Zie (", ")."), ("zie ", ". De Kamer"), ("", ", p. 3")])
def test_the_forms_of_letters(mention: str, ids: list[str], before: str, after: str) -> None:
    assert found(before + mention + after) == [(mention, identifier) for identifier in ids]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Kamerstuk 28 676, nr. 331, 14 juni 2021", ["Kamerstuk 28 676, nr. 331"]),
        ("Kamerstuk 28 676, nr. 331 en 27 925, nr. 783", ["Kamerstuk 28 676, nr. 331"]),
        ("Kamerstuk 28 676, nr. 331, p. 3", ["Kamerstuk 28 676, nr. 331"]),
        (
            "Kamerstuk 27 925, nr. 783 en Kamerstuk 28 676, nr. 1",
            ["Kamerstuk 27 925, nr. 783", "Kamerstuk 28 676, nr. 1"],
        ),
    ],
)
def test_a_mention_ends_where_the_next_thing_begins(text: str, mentions: list[str]) -> None:
    assert [mention for mention, _ in found(text)] == mentions


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kamerstuk",
        "Kamerstuk 28 676",
        "Kamerstuk 28 676 over de NAVO",
        "Kamerstuk 28 676 EU-beleid",
        "Kamerstuk 28 676, A.B. Jansen",
        "nr. 331",
        "28 676, nr. 331",
        "Handelingen II 2022/23, nr. 84",
    ],
)
def test_what_names_no_paper(text: str) -> None:
    assert found(text) == []


def test_mentions_come_in_reading_order() -> None:
    text = "Aanhangsel Handelingen II 2023/24, nr. 5 en Kamerstuk 28 676, nr. 1"
    assert [identifier for _, identifier in found(text)] == ["ah-tk-20232024-5", "kst-28676-1"]


def test_identifiers_and_addresses() -> None:
    assert kamerstuk_id("28 676", "372") == "kst-28676-372"
    assert kamerstuk_id("28\u00a0676", "372") == "kst-28676-372"
    assert kamerstuk_id("36600", "1", "VII") == "kst-36600-VII-1"
    assert kamerstuk_id("36836", "D") == "kst-36836-D"
    assert kamerstuk_id("21501-02", "3174") == "kst-21501-02-3174"
    for identifier, place in (
        ("kst-28676-372", ("28676", "372")),
        ("kst-36600-VII-1", ("36600 VII", "1")),
        ("kst-36600-B-7", ("36600 B", "7")),
        ("kst-21501-02-3174", ("21501-02", "3174")),
        ("kst-36836-D", ("36836", "D")),
        ("kst-31700-VI-D", ("31700 VI", "D")),
        ("kst-1268678", None),
        ("blg-1184123", None),
        ("ah-tk-20242025-100", None),
    ):
        assert dossier_and_number(identifier) == place
    assert address("kst-36836-D") == "https://zoek.officielebekendmakingen.nl/kst-36836-D.html"


@pytest.mark.parametrize(
    ("question", "identifiers"),
    [
        ("28 676, nr. 370", ["kst-28676-370"]),
        ("Wat zegt KST-36600-vii-1 daarover?", ["kst-36600-VII-1"]),
        ("36410 VIII 12", ["kst-36410-VIII-12"]),
        ("kst 36410 viii 12", ["kst-36410-VIII-12"]),
        ("21501-02-3174", ["kst-21501-02-3174"]),
        ("36 600 B, nr. 7", ["kst-36600-B-7"]),
        ("35 570 L nr 3", ["kst-35570-L-3"]),
        ("36 410 VIII, nrs. 12 en 13", ["kst-36410-VIII-12", "kst-36410-VIII-13"]),
        ("28 676, nr. 370 en 27 925, nr. 783", ["kst-28676-370", "kst-27925-783"]),
        ("Kamerstukken I 2024/25, 36600 XXII, D", ["kst-36600-XXII-D"]),
        ("Aanhangsel Handelingen II 2023/24, nr. 1314", ["ah-tk-20232024-1314"]),
        ("28 676, nr. 370 en nr. 371", ["kst-28676-370", "kst-28676-371"]),
        ("28 676, no. 372", ["kst-28676-372"]),
        ("TK 28676, nr. 372", ["kst-28676-372"]),
        ("Kamerstukken 2020/21, 28676, nr. 372", ["kst-28676-372"]),
        ("https://zoek.officielebekendmakingen.nl/kst-28676-372.html", ["kst-28676-372"]),
        ("aanhangsel handelingen ii 2023-2024 nr 1314", ["ah-tk-20232024-1314"]),
        ("Aanhangsel 2023/24, nr. 1314", ["ah-tk-20232024-1314"]),
        ("AH-TK-20232024-1314", ["ah-tk-20232024-1314"]),
        ("ah-1095623", ["ah-1095623"]),
        ("ah-20232024-1314", ["ah-20232024-1314"]),
        ("12 500 no 3", []),
        ("28676, no 372", ["kst-28676-372"]),
        ("36410 VIII no 12", ["kst-36410-VIII-12"]),
        ("Handelingen II 2022/23, nr. 84, item 12", ["h-tk-20222023-84-12"]),
        # as they are usually written too
        ("Kamerstukken II 2020/21, 28676, 372", ["kst-28676-372"]),
        ("Kamerstukken II 2020/21 36600 VIII, 45, p. 3", ["kst-36600-VIII-45"]),
        ("Staat in Kamerstuk 28 676, 372 iets over DIANA?", ["kst-28676-372"]),
        ("TK 1999-2000, 26 800 VI, 12", ["kst-26800-VI-12"]),
        ("28 676 (NAVO), nr. 372", ["kst-28676-372"]),
        ("Kamerstuk 36 600 VIII (Onderwijs), nr. 45", ["kst-36600-VIII-45"]),
        ("36600, VIII, nr. 45", ["kst-36600-VIII-45"]),
        ("28.676, nr. 372", ["kst-28676-372"]),
        ("Aanhangsel Handelingen TK 2020/21, nr. 1234", ["ah-tk-20202021-1234"]),
        ("aanhangsel handelingen ek 2020/21, nr. 3", ["ah-ek-20202021-3"]),
        ("Aanh. Hand. II 2020/21, nr. 1234", ["ah-tk-20202021-1234"]),
        ("kst-36836-D", ["kst-36836-D"]),
        ("Kamerstuk 28676 372", ["kst-28676-372"]),
        ("kst 28676 372", ["kst-28676-372"]),
        ("TK 2020/21, 28676, 372", ["kst-28676-372"]),
        ("de norm ISO 27001-2", []),
        ("NEN-EN 15001-2", []),
        ("28676-370 EN 28676-372?", ["kst-28676-370", "kst-28676-372"]),
        ("het EK 25 000 30 supporters", []),
        ("letter 28676, number 372", ["kst-28676-372"]),
        ("28676–372", ["kst-28676-372"]),
        ("Wat zegt kst-33802-C over China?", ["kst-33802-C"]),
        ("https://zoek.officielebekendmakingen.nl/kst-36600-VIII-A.html", ["kst-36600-VIII-A"]),
        ("Wat staat er in 28676/372 over China?", ["kst-28676-372"]),
        ("28676\u2011372", ["kst-28676-372"]),
        ("Dienen er volgens 28676-372, 13 landen?", ["kst-28676-372"]),
        # two numbers and no more, which can mean nothing else
        ("28676 372", ["kst-28676-372"]),
        ("28 676, 372.", ["kst-28676-372"]),
        ("28 676 / 372", ["kst-28676-372"]),
        ("TK 28676: 372", ["kst-28676-372"]),
        ("21501-02 2345", ["kst-21501-02-2345"]),
        ("35925 X, 12", ["kst-35925-X-12"]),
        ("«33 802, C»", ["kst-33802-C"]),
        ("36600 V", []),
        ("11 800 000", []),
        ("11.800.000?", []),
        ("10000-20000", []),
        ("€ 28 676, 372", []),
        ("28 676, 372%", []),
        # numbers and names of other things
        ("onder kenmerk 28676/2021", []),
        ("28676-370 en 5 miljoen euro", ["kst-28676-370"]),
        ("kst-28676-in", ["kst-28676"]),
        ("28676, nr. 372, 2% van het bbp", ["kst-28676-372"]),
        ("12 500, 372 en 15", []),
        ("Hoeveel is 28.676, 372 of 10?", []),
        ("12.500 no 3", []),
        ("12 500 (huizen) no 3", []),
        ("de 12.500 (waarvan 300 nieuw)", []),
        ("10.000-15.000 euro", []),
        ("10.000-15 euro", []),
        ("10 000-15 000 euro", []),
        ("10 000–15 000 euro", []),
        ("van 2010-2020, 12500, 13000", []),
        ("in 2020-2021, 10 000 euro", []),
        ("In 2020/21 12 500, 372 meer", []),
        ("Kamerstuk 28 676, 25 juni 2021", []),
        ("Kamerstuk 28 676, 2021", []),
        ("Kamerstuk 28 676, 2% en 2,5 procent", []),
        ("Kamerstuk 28 676, 2 procent van het bbp", []),
        ("Kamerstuk 28 676, 12 500 euro", []),
        ("Kamerstukken 28676, 31865 en 36410", []),
        ("Wat kost een AH-64D of een H-1?", []),
        ("Hoeveel is 12 500 x 3?", []),
        ("10 000 a 15 000 euro", []),
        ("tussen 10 000 en 20 000", []),
        ("Wat kost 28 676 in 2024?", []),
    ],
)
def test_the_publications_that_a_question_names(question: str, identifiers: list[str]) -> None:
    assert [identifier for identifier, _, _ in find_identifiers(question)] == identifiers
