"""The labels that Word prints before numbered paragraphs. The file holds none of them: they are counted here."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.readers.docx.names import Element, descend, number, switch, value, w
from corpus.readers.docx.styles import Styles, style_of
from corpus.readers.numerals import roman

_LEVELS = 9
_MOST = 10_000  # a label counts no further; what is higher is an error in the file


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before an item: ``text`` is empty for a bullet. ``depth`` counts from 1."""

    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart: int | None = None  # the level above which must move for this to begin again; 0 for never
    spaced: bool = True
    legal: bool = False  # all levels in figures


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and how far each has counted."""

    _styles: Styles
    _abstract: dict[str, Element] = field(default_factory=dict)
    _lists: dict[str, Element] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)  # by abstract list
    _begun: set[tuple[str, int]] = field(default_factory=set)  # levels of lists whose own start was used
    _levels: dict[str, list[_Level]] = field(default_factory=dict)

    @classmethod
    def of(cls, part: Element | None, styles: Styles) -> "Numbering":
        numbering = cls(styles)
        if part is not None:
            numbering._abstract = {
                each.get(w("abstractNumId"), ""): each for each in part.iterchildren(w("abstractNum"))
            }
            numbering._lists = {each.get(w("numId"), ""): each for each in part.iterchildren(w("num"))}
        return numbering

    def label(self, paragraph: Element) -> Label | None:
        """The label of the next paragraph in the order of the text; None where it is in no list."""
        list_id, depth = self._place(paragraph)
        if list_id is None or list_id not in self._lists:
            return None
        abstract = self._abstract_of(list_id)
        if abstract is None:
            return None
        if list_id not in self._levels:
            self._levels[list_id] = [self._level(list_id, abstract, at) for at in range(_LEVELS)]
        levels = self._levels[list_id]
        self._count(list_id, abstract.get(w("abstractNumId"), ""), depth, levels)
        level = levels[depth]
        if level.format == "bullet":
            return Label("", depth + 1)
        text = self._printed(levels, depth, self._counts[abstract.get(w("abstractNumId"), "")])
        if not any(character.isalnum() for character in text):
            return Label("", depth + 1)
        return Label(text + (" " if level.spaced else ""), depth + 1)

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        """The list that a paragraph belongs to, by itself or by its style, and its level from 0."""
        own = descend(paragraph, "pPr", "numPr")
        list_id, depth = value(own, "numId"), number(value(own, "ilvl"))
        if list_id is None:
            for style in self._styles.lineage(style_of(paragraph)):
                list_id = value(style, "pPr", "numPr", "numId")
                if depth is None:
                    depth = number(value(style, "pPr", "numPr", "ilvl"))
                if list_id is not None:
                    depth = self._linked_level(list_id, paragraph) if depth is None else depth
                    break
        if list_id == "0":
            list_id = None  # taken out of its list
        return list_id, min(max(depth or 0, 0), _LEVELS - 1)

    def _linked_level(self, list_id: str, paragraph: Element) -> int | None:
        abstract = self._abstract_of(list_id)
        names = [style.get(w("styleId")) for style in self._styles.lineage(style_of(paragraph))]
        for level in () if abstract is None else abstract.iterchildren(w("lvl")):
            if value(level, "pStyle") in names:
                return number(level.get(w("ilvl")))
        return None

    def _abstract_of(self, list_id: str, steps: int = 5) -> Element | None:
        """Where a list is described; a list style stands in between where one is used."""
        abstract = self._abstract.get(value(self._lists.get(list_id), "abstractNumId") or "")
        linked = value(abstract, "numStyleLink")
        if linked and steps:
            for style in self._styles.lineage(linked, "numbering"):
                if further := value(style, "pPr", "numPr", "numId"):
                    return self._abstract_of(further, steps - 1)
        return abstract

    def _level(self, list_id: str, abstract: Element, depth: int) -> _Level:
        override = _at(self._lists[list_id].iterchildren(w("lvlOverride")), depth)
        described = descend(override, "lvl")
        if described is None:
            described = _at(abstract.iterchildren(w("lvl")), depth)
        if described is None:
            return _Level("none")
        start = number(value(override, "startOverride"))
        if start is None:
            start = number(value(described, "start"))
        return _Level(
            format=_format(described),
            pattern=value(described, "lvlText") or "",
            start=0 if start is None else start,
            restart=number(value(described, "lvlRestart")),
            spaced=value(described, "suff") != "nothing",
            legal=bool(switch(described, "isLgl")),
        )

    def _count(self, list_id: str, abstract_id: str, depth: int, levels: list[_Level]) -> None:
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        for at in range(depth + 1):
            overridden = _at(self._lists[list_id].iterchildren(w("lvlOverride")), at)
            if (list_id, at) not in self._begun and descend(overridden, "startOverride") is not None:
                counts[at] = None  # a list that begins for itself does so once
            self._begun.add((list_id, at))
        now = counts[depth]
        counts[depth] = levels[depth].start if now is None else min(now + 1, _MOST)
        for at in range(depth):
            if counts[at] is None:
                counts[at] = levels[at].start
        for at in range(depth + 1, _LEVELS):
            restart = levels[at].restart
            if restart is None or restart > depth:
                counts[at] = None

    def _printed(self, levels: list[_Level], depth: int, counts: list[int | None]) -> str:
        text = levels[depth].pattern
        for at in range(_LEVELS):
            sign = f"%{at + 1}"
            if sign in text:
                format_ = "decimal" if levels[depth].legal and levels[at].format != "none" else levels[at].format
                text = text.replace(sign, written(counts[at] or 0, format_))
        return " ".join(text.split())


def _at(elements: Iterator[Element], depth: int) -> Element | None:
    return next((each for each in elements if number(each.get(w("ilvl"))) == depth), None)


def _format(level: Element) -> str:
    """Newer formats stand in an alternative; what is meant for older programs is near enough."""
    found = next(level.iter(w("numFmt")), None)
    stated = None if found is None else found.get(w("val"))
    return stated or "decimal"


def written(count: int, format_: str) -> str:
    """``count`` as a list of that format prints it: 3 is "3", "c", "C", "iii", "III" or "03"."""
    count = min(count, _MOST)
    match format_:
        case "none" | "bullet":
            return ""
        case "lowerLetter" | "upperLetter" if count > 0:
            letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letters if format_ == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            numeral = roman(count)
            return numeral if format_ == "lowerRoman" else numeral.upper()
        case "decimalZero":
            return f"{count:02}"
        case "chicago":
            return "*†‡§"[(count - 1) % 4] * ((count - 1) // 4 + 1)
        case _:
            return str(count)
