"""Styles: what a paragraph or a run looks like once everything that its style is based on is taken into account."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.readers.docx.names import VAL, Element, descend, number, switch, value, w

BODY_TEXT = 9  # the outline level that says: no heading
_DEFAULT_SIZE = 20  # half points, where nothing is stated
# Names are in the language of the Word that wrote them, or in that of the house style built on them.
_HEADING = re.compile(
    r"(?:^|[\s_-])(?:heading|kop|kopje|header|rubrik|überschrift|titre|encabezado|titolo)[\s_-]*(?P<level>[1-9])(?!\d)"
)
_UNRANKED = re.compile(r"(?:^|[\s_-])(?:tussen|sub|paragraaf|hoofd)?kop(?:je)?(?:$|[\s_-])")
_TITLE = re.compile(r"^(?:title|titel)$")
_CONTENTS = re.compile(
    r"^(?:toc|inhopg|inhoudsopgave|verzeichnis)[\s_-]?(?:\d|heading)|^kop van inhoudsopgave|^contents heading"
)
_CAPTION = re.compile(r"^(?:caption|bijschrift)")
_LIST = re.compile(r"^(?:list|lijst)")
_SUBHEADING = 6  # what a style named "Tussenkop" ranks as: below those with a number


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are set; ``size`` in half points."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    hidden: bool = False
    raised: bool = False
    size: int = _DEFAULT_SIZE
    font: str = ""


@dataclass(slots=True)
class Styles:
    """The styles of one document, by their ids."""

    _by_id: dict[str, Element] = field(default_factory=dict)
    _defaults: dict[str, str] = field(default_factory=dict)  # style type → id
    _everywhere: Element | None = None
    _looks: dict[tuple[str | None, str | None], Look] = field(default_factory=dict)

    @classmethod
    def of(cls, part: Element | None) -> "Styles":
        styles = cls()
        if part is None:
            return styles
        styles._everywhere = descend(part, "docDefaults", "rPrDefault", "rPr")
        for style in part.iterchildren(w("style")):
            name = style.get(w("styleId"), "")
            styles._by_id.setdefault(name, style)
            if style.get(w("default")) in ("1", "true", "on"):
                styles._defaults.setdefault(style.get(w("type"), ""), name)
        return styles

    def lineage(self, style: str | None, kind: str = "paragraph") -> Iterator[Element]:
        """A style and those that it is based on, nearest first; the default one where ``style`` is not there."""
        name = style if style in self._by_id else self._defaults.get(kind) if kind == "paragraph" else None
        seen: set[str] = set()
        while name and name not in seen and (found := self._by_id.get(name)) is not None:
            seen.add(name)
            yield found
            name = value(found, "basedOn")

    def heading_level(self, paragraph: Element) -> int:
        """1 to 9 for a heading, 0 for other text: its outline level, or what the name of its style says."""
        own = number(value(paragraph, "pPr", "outlineLvl"))
        if own is not None:
            return 0 if own >= BODY_TEXT else own + 1
        unranked = False
        for style in self.lineage(style_of(paragraph)):
            stated = number(value(style, "pPr", "outlineLvl"))
            if stated is not None:
                return 0 if stated >= BODY_TEXT else stated + 1
            name = _name(style)
            if match := _HEADING.search(name):
                return int(match["level"])
            if _TITLE.match(name):
                return 1
            unranked = unranked or bool(_UNRANKED.search(name))
        return _SUBHEADING if unranked else 0

    def is_title(self, paragraph: Element) -> bool:
        return self._named(paragraph, _TITLE)

    def is_contents(self, paragraph: Element) -> bool:
        """Whether it is a line or the heading of a table of contents."""
        return self._named(paragraph, _CONTENTS)

    def is_caption(self, paragraph: Element) -> bool:
        return self._named(paragraph, _CAPTION)

    def is_list(self, paragraph: Element) -> bool:
        return self._named(paragraph, _LIST)

    def _named(self, paragraph: Element, pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(_name(style)) for style in self.lineage(style_of(paragraph)))

    def look(self, paragraph_style: str | None, run: Element) -> Look:
        """How a run is set in a paragraph of that style."""
        key = (paragraph_style, value(run, "rPr", "rStyle"))
        if key not in self._looks:
            self._looks[key] = self._styled(*key)
        properties = descend(run, "rPr")
        return self._looks[key] if properties is None else _changed(self._looks[key], properties)

    def _styled(self, paragraph_style: str | None, run_style: str | None) -> Look:
        look = Look() if self._everywhere is None else _changed(Look(), self._everywhere)
        for style in reversed([*self.lineage(paragraph_style)]):
            look = _changed(look, descend(style, "rPr"))
        under = look
        for style in reversed([*self.lineage(run_style, "character")]):
            look = _changed(look, descend(style, "rPr"))
        return Look(
            # where both styles set these, they cancel out (ECMA-376 17.7.3)
            bold=self._toggled("b", run_style, under.bold, look.bold),
            italic=self._toggled("i", run_style, under.italic, look.italic),
            underlined=look.underlined,
            hidden=look.hidden,
            raised=look.raised,
            size=look.size,
            font=look.font,
        )

    def _toggled(self, name: str, run_style: str | None, paragraph_has: bool, combined: bool) -> bool:
        stated = (switch(descend(style, "rPr"), name) for style in self.lineage(run_style, "character"))
        own = next((state for state in stated if state is not None), None)
        return combined if own is None else own != paragraph_has

    def bold_first_row(self, table: Element) -> bool:
        """Whether the table's style sets its first row in bold, and the table lets it."""
        shown = descend(table, "tblPr", "tblLook")
        if shown is None:
            return False
        bits = shown.get(VAL, "")
        if (shown.get(w("firstRow")) or ("1" if _has_bit(bits, 0x20) else "0")) not in ("1", "true", "on"):
            return False
        return any(
            part.get(w("type")) == "firstRow" and switch(descend(part, "rPr"), "b")
            for style in self.lineage(value(table, "tblPr", "tblStyle"), "table")
            for part in style.iterchildren(w("tblStylePr"))
        )


def _has_bit(digits: str, bit: int) -> bool:
    try:
        return bool(int(digits[:8] or "0", 16) & bit)
    except ValueError:
        return False


def style_of(paragraph: Element) -> str | None:
    return value(paragraph, "pPr", "pStyle")


def _name(style: Element) -> str:
    return (value(style, "name") or style.get(w("styleId")) or "").strip().casefold()


def _changed(look: Look, properties: Element | None) -> Look:
    """``look`` with what ``properties`` state."""
    if properties is None:
        return look
    bold, italic, hidden = (switch(properties, name) for name in ("b", "i", "vanish"))
    underlined, raised = switch(properties, "u"), value(properties, "vertAlign")
    fonts = descend(properties, "rFonts")
    return Look(
        bold=look.bold if bold is None else bold,
        italic=look.italic if italic is None else italic,
        underlined=look.underlined if underlined is None else underlined,
        hidden=look.hidden if hidden is None else hidden,
        raised=look.raised if raised is None else raised == "superscript",
        size=number(value(properties, "sz")) or look.size,
        font=look.font if fonts is None else (fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or look.font),
    )
