"""Charts, by the places that their shapes must have."""

import xml.etree.ElementTree as ElementTree

from index.evaluation.svg import LEFT, PLOT, RIGHT, TOP, WIDTH, Axis, Chart, Part, stacked

UNIT = Axis("share", 0, 1, [(0, "0%"), (1, "100%")])
TENS = Axis("how <many>", 0, 10, [(0, "0"), (10, "10")])


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (our own)


def test_values_lie_where_the_axes_say() -> None:
    chart = Chart(TENS, UNIT)
    chart.line([(0, 0), (10, 1)], "curve")
    chart.dot(5, 0.5, "half & half")
    chart.band([(0, 0, 1), (10, 0, 1)])
    root = parsed(chart.drawn("x", "Title", "Description"))
    left, right, top, bottom = LEFT, WIDTH - RIGHT, TOP, TOP + PLOT
    line, dot, band = root.find("polyline"), root.find("circle"), root.find("polygon")
    assert line is not None
    assert dot is not None
    assert band is not None
    assert line.attrib == {"class": "curve", "points": f"{left},{bottom} {right},{top}"}
    assert (float(dot.attrib["cx"]), float(dot.attrib["cy"])) == ((left + right) / 2, (top + bottom) / 2)
    assert dot.findtext("title") == "half & half"
    assert band.attrib["points"] == f"{left},{bottom} {right},{bottom} {right},{top} {left},{top}"


def test_a_chart_says_what_it_shows_to_those_who_hear_it() -> None:
    root = parsed(Chart(TENS, UNIT).drawn("x", "A & B", "<one> line"))
    assert root.attrib["role"] == "img"
    assert [root.find(f"*[@id='{each}']") is not None for each in root.attrib["aria-labelledby"].split()] == [True] * 2
    assert (root.findtext("title"), root.findtext("desc")) == ("A & B", "<one> line")
    assert {"share", "how <many>", "0%", "100%", "10"} <= {text.text for text in root.iter("text")}


def test_a_strip_has_its_bars_beneath_the_field() -> None:
    chart = Chart(TENS, UNIT, strip="n")
    chart.strip_bar(0, 5, 1.0, "7")
    chart.strip_bar(5, 10, 0.5, "3")
    root = parsed(chart.drawn("x", "", ""))
    full, half = root.findall("rect[@class='count']")
    assert float(full.attrib["height"]) == 2 * float(half.attrib["height"])
    assert float(full.attrib["y"]) > TOP + PLOT
    ends = {float(bar.attrib["y"]) + float(bar.attrib["height"]) for bar in (full, half)}
    assert len(ends) == 1


def test_parts_of_a_bar_take_their_share_of_it() -> None:
    parts = [Part("good", 3, "right"), Part("bad", 0, "wrong"), Part("none", 1, "refused")]
    root = parsed(stacked("x", "Title", "Description", "all", [("Four", parts)]))
    bar = [each for each in root.iter("rect") if each.attrib["height"] == "26"]
    assert [(each.attrib["class"], each.attrib["x"], each.attrib["width"]) for each in bar] == [
        ("part good", "0", "270"),
        ("part none", "270", "90"),
    ]
    named = [text.text for text in root.iter("text")]
    assert named == ["Four", "3 (75%) right", "0 (0%) wrong", "1 (25%) refused", "all"]
