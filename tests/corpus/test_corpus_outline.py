"""Headings whose levels don't agree, and the outline a reader would draw."""

import pytest

from corpus.blocks import Block, Kind, Style
from corpus.outline import paths

PLAIN, ITALIC, BOLD = Style.PLAIN, Style.ITALIC, Style.BOLD


def outline(*headings: tuple[int, str, Style]) -> list[str]:
    blocks = [Block(Kind.HEADING, text, 1, level, style) for level, text, style in headings]
    return [" > ".join(path) for path in paths(blocks)]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param(
            [(2, "A", PLAIN), (3, "B", PLAIN), (3, "C", PLAIN), (2, "D", PLAIN)],
            ["A", "A > B", "A > C", "D"],
            id="levels",
        ),
        pytest.param([(2, "A", PLAIN), (4, "B", PLAIN), (3, "C", PLAIN)], ["A", "A > B", "A > C"], id="skipped levels"),
        pytest.param([(3, "A", PLAIN), (2, "B", PLAIN)], ["A", "B"], id="starting low"),
        pytest.param(
            [(2, "A", PLAIN), (3, "B", ITALIC), (4, "C", ITALIC), (3, "D", ITALIC)],
            ["A", "A > B", "A > C", "A > D"],
            id="italic headings are siblings",
        ),
        pytest.param(
            [(2, "A", BOLD), (3, "B", BOLD), (4, "C", ITALIC)], ["A", "A > B", "A > B > C"], id="italic under bold"
        ),
        pytest.param(
            [(2, "1. A", PLAIN), (2, "1.1 B", PLAIN), (2, "1.1.1 C", PLAIN), (2, "1.2 D", PLAIN), (2, "2. E", PLAIN)],
            ["1. A", "1. A > 1.1 B", "1. A > 1.1 B > 1.1.1 C", "1. A > 1.2 D", "2. E"],
            id="numbering wins over equal levels",
        ),
        pytest.param(
            [(2, "1 A", PLAIN), (3, "B", PLAIN), (2, "1.1 C", PLAIN)],
            ["1 A", "1 A > B", "1 A > 1.1 C"],
            id="an unnumbered heading between",
        ),
        pytest.param(
            [(2, "1. A", PLAIN), (2, "2.1 B", PLAIN)], ["1. A", "2.1 B"], id="2.1 does not lie under 1. when 2. is lost"
        ),
        pytest.param(
            [(3, "2. A", ITALIC), (4, "2.1 B", ITALIC)], ["2. A", "2. A > 2.1 B"], id="numbering wins over italics"
        ),
        pytest.param(
            [(2, "1. A", BOLD), (2, "2. B", BOLD), (3, "1. C", BOLD), (3, "2. D", BOLD), (2, "3. E", BOLD)],
            ["1. A", "2. B", "2. B > 1. C", "2. B > 2. D", "3. E"],
            id="a run of a lower level begins again",
        ),
        pytest.param(
            [(2, "2. B", BOLD), (2, "1. C", ITALIC), (2, "2. D", ITALIC), (2, "3. E", BOLD)],
            ["2. B", "2. B > 1. C", "2. B > 2. D", "3. E"],
            id="a run in italics begins again",
        ),
        pytest.param(
            [(2, "1. A", PLAIN), (3, "2. B", PLAIN), (3, "3. C", PLAIN), (3, "1. D", PLAIN)],
            ["1. A", "2. B", "3. C", "1. D"],
            id="a run whose levels differ goes on",
        ),
        pytest.param(
            [(2, "2. A", BOLD), (7, "3 mei 2021", BOLD), (2, "3. B", BOLD)],
            ["2. A", "2. A > 3 mei 2021", "3. B"],
            id="day",
        ),
        pytest.param([(2, "2030 agenda", PLAIN), (3, "1. A", PLAIN)], ["2030 agenda", "2030 agenda > 1. A"], id="year"),
    ],
)
def test_outline(headings: list[tuple[int, str, Style]], expected: list[str]) -> None:
    assert outline(*headings) == expected
