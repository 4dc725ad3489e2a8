"""The elements of a page → blocks."""

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from corpus.blocks import Block, Kind, Style, folded
from corpus.bold import with_numbered_headings
from corpus.errors import Unreadable
from corpus.labels import ALONE
from corpus.letter import Sender
from corpus.pairs import Questions
from corpus.readers.flow import BULLET, Flow, joined
from corpus.readers.grid import Cell, Grid
from corpus.readers.html.labels import Labels
from corpus.readers.html.notes import Notes, mark_of, own_mark
from corpus.readers.html.page import (
    BLOCKS,
    HEADINGS,
    classes,
    content_of,
    further_links,
    has_words,
    is_shown,
    tag,
    words_of,
)
from corpus.readers.numerals import marks_of
from corpus.readers.stated import stated_senders
from corpus.signature import signs

_DEEPEST = 120  # real pages stay under 60
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_WORD_ITEM = re.compile(r"mso-list\s*:\s*l\d+ level(\d)", re.IGNORECASE)
_WORD_LABEL = re.compile(r"mso-list\s*:\s*Ignore", re.IGNORECASE)
# Classes of zoek.officielebekendmakingen.nl
_HEAD_CLASSES = frozenset("dossiertitel stuktitel kamerstukkop kamerstukdatum kamervraagnummer".split())
_SET_AS = re.compile(r"(?:^|_)(vet|halfvet|vetcur|cur|rom)$")
_RANKS = {"vet": 2, "halfvet": 3, "vetcur": 3, "cur": 4, "rom": 5}
_LONGEST_CELL = 1000  # characters; a table with more in one is there for the layout


def read_body(content: etree._Element, notes: Notes) -> tuple[tuple[Block, ...], tuple[Sender, ...]]:
    """All blocks of a page's document in reading order, and who signed it, where the page marks that as such.

    Raises Unreadable where it is nested too deeply.
    """
    body = _Body(notes)
    body.content(content)
    body.other_notes()
    blocks = with_numbered_headings(body.flow.blocks(), body.flow.bold_level)
    return blocks, stated_senders(body.signatures)


class _Body:
    def __init__(self, notes: Notes) -> None:
        self.flow = Flow(bold_level=2)
        self.signatures: list[tuple[bool, str]] = []
        self._notes = notes
        self._note: str | None = None  # the number of the note that is being read
        self._wanted: re.Pattern[str] | None = None  # a printed label that is to be dropped from the words to come
        self._depth = 0
        self._labels = Labels()
        self._questions = Questions()
        self._read: set[etree._Element] = set()
        self._signing = False
        noted = chain.from_iterable(body.iterancestors("aside", "footer", "header") for body in notes.bodies)
        titles = list(notes.root.iter("h1"))
        if not any(map(is_shown, content_of(notes.root).iter("h1"))):  # the title may be an h2 in an article's head
            heads = (article.xpath(".//header//h2") for article in notes.root.iter("article"))
            titles += next(filter(None, heads), [])
        titled = chain.from_iterable(title.iterancestors("header") for title in titles)
        self._kept = {*noted, *titled}
        self._further = set(further_links(content_of(notes.root)))
        inner = notes.root.iter("table", *HEADINGS)
        self._for_layout = {table for each in inner for table in _nearest(each, "table")}

    def content(self, element: etree._Element) -> None:
        """All that is in ``element``."""
        if self._depth >= _DEEPEST:
            raise Unreadable(f"is nested more than {_DEEPEST} deep (line {element.sourceline}); save the page anew")
        self._depth += 1
        self.flow.line = element.sourceline or 0
        as_typed = tag(element) == "pre"
        self._text(element.text, as_typed)
        for child in element:
            self._element(child)
            self.flow.line = child.sourceline or 0
            self._text(child.tail, as_typed)
        self._depth -= 1

    def other_notes(self) -> None:
        """The notes that stand outside the document's own element."""
        for body in self._notes.bodies:
            if body not in self._read:
                self._note_at(body)

    def _text(self, text: str | None, as_typed: bool = False) -> None:
        if not text:
            return
        if self._wanted and text.strip():
            text = self._wanted.sub("", text)
            self._wanted = None
        for place, line in enumerate(text.split("\n") if as_typed else (text,)):
            if place:
                self.flow.line_break()
            self.flow.text(line)

    def _element(self, element: etree._Element) -> None:
        name = tag(element)
        if self._signing and _signs(element) and not any(map(_signs, element.iterdescendants(etree.Element))):
            self.flow.end_run()
            self.signatures.append(("functie" in classes(element), words_of(element)))
        if element in self._notes.bodies and element not in self._read:
            self._note_at(element)
        elif self._is_around(element, name):
            return
        elif element in self._notes.marks:
            self.flow.refer(self._notes.marks[element])
        elif self._note and self._is_own_mark(element, name):
            self._wanted = None
        elif name == "br":
            self.flow.break_or_end()
        elif name in BLOCKS:
            self._block(element, name)
        elif name == "sup" or _RAISED.search(element.get("style") or ""):
            self._raised(element)
        elif not self._is_bullet(element):
            self._inline(element, name)

    def _is_around(self, element: etree._Element, name: str) -> bool:
        """Whether ``element`` is not shown, or of the site around the document."""
        beside = name in ("aside", "footer", "header") and element not in self._kept
        return beside or element in self._further or not is_shown(element)

    def _is_own_mark(self, element: etree._Element, name: str) -> bool:
        """Whether, in a note, ``element`` is only its number or the way back to its mark."""
        if name == "a" and self._notes.is_back(element):
            return True
        return (
            self._wanted is not None
            and name in ("sup", "span", "a", "b", "strong", "td", "p", "dt")
            and (mark_of(words_of(element).rstrip(". ")) == self._note)
        )

    def _note_at(self, body: etree._Element) -> None:
        self._read.add(body)
        number = self._notes.bodies[body]
        outer = self._note, self._wanted
        self._note = number
        self._wanted = own_mark(number, listed=tag(body) == "li")
        if tag(body) in BLOCKS:
            self.flow.end_run()
        with self.flow.note(number, marked=False):
            self.content(body)
        self._note, self._wanted = outer

    def _inline(self, element: etree._Element, name: str) -> None:
        style = element.get("style") or ""
        bold = name in ("b", "strong") or bool(_BOLD.search(style))
        italic = name in ("i", "em") or bool(_ITALIC.search(style))
        self.flow.bold += bold
        self.flow.italic += italic
        self.content(element)
        self.flow.bold -= bold
        self.flow.italic -= italic

    def _raised(self, element: etree._Element) -> None:
        """A superscript: the mark of a note that no link tells of, an exponent ("m²"), or letters ("1e")."""
        marks = [self._notes.marks[link] for link in element.iterdescendants("a") if link in self._notes.marks]
        words = words_of(element)
        if marks and not re.sub(r"[\W_]+", "", words).strip("".join(marks)):
            for mark in marks:
                self.flow.refer(mark)
        elif (found := marks_of(words)) and not any(each in self._notes.bodies for each in element.iterdescendants()):
            for number in found:
                self.flow.mark(number)
        else:
            self.content(element)

    def _is_bullet(self, element: etree._Element) -> bool:
        """Whether ``element`` is a sign that stands before a list item."""
        is_label = _WORD_LABEL.search(element.get("style") or "") or "ol" in classes(element)
        return bool(is_label) and BULLET.fullmatch(words_of(element)) is not None

    def _block(self, element: etree._Element, name: str) -> None:
        named = classes(element)
        item = _WORD_ITEM.search(element.get("style") or "") if name == "p" else None
        if not {"vraag", "antwoord"}.isdisjoint(named):
            self._question(element, named)
        elif "ondertekening" in named:
            self._signature(element)
        elif not _HEAD_CLASSES.isdisjoint(named) and not self._in_question(element):
            self._block_of(Kind.HEAD, element)
        elif name in HEADINGS or "MsoTitle" in named or any(each.startswith("tussenkop") for each in named):
            self._heading(element, name)
        elif name in ("ul", "ol", "menu", "dir"):
            with self._labels.list(element):
                self._paragraph(element)
        elif name == "li":
            self.flow.open(Kind.ITEM, self._labels.depth, label=self._labels.label(element))
            self.content(element)
            self.flow.close()
        elif item:
            self._block_of(Kind.ITEM, element, int(item[1]))
        elif name == "dl" and _is_regular(element):
            self._definitions(element)
        elif name == "table" and self._is_data(element):
            self._table(element)
        else:
            self._paragraph(element)

    def _paragraph(self, element: etree._Element) -> None:
        self.flow.end_run()
        self.content(element)
        self.flow.end_run()

    def _block_of(self, kind: Kind, element: etree._Element, level: int = 0, style: Style | None = None) -> None:
        self.flow.open(kind, level, style=style)
        self.content(element)
        self.flow.close()

    def _heading(self, element: etree._Element, name: str) -> None:
        level = int(name[1]) if name in HEADINGS else 1 if "MsoTitle" in classes(element) else 3
        names = [each for inner in (element, *element.iterdescendants()) for each in classes(inner)]
        if ranks := [_RANKS[match[1]] for each in names if (match := _SET_AS.search(each))]:
            level = ranks[-1]
        self._block_of(Kind.HEADING, element, level)
        self.flow.bold_level = level + 1

    def _in_question(self, element: etree._Element) -> bool:
        outer = element.getparent()
        return outer is not None and not {"vraag", "antwoord"}.isdisjoint(classes(outer))

    def _question(self, element: etree._Element, named: list[str]) -> None:
        with self.flow.gathered() as blocks:
            self.content(element)
        self.flow.put(*(self._questions.ask(blocks) if "vraag" in named else self._questions.answer(blocks)))
        if not any({"vraag", "antwoord"} & {*classes(after)} for after in element.itersiblings()):
            self.flow.put(*self._questions.unanswered())

    def _signature(self, element: etree._Element) -> None:
        self._signing = True
        with self.flow.gathered() as blocks:
            self.content(element)
        self._signing = False
        for block in blocks:
            self.flow.put(Block(Kind.HEAD, block.text, block.line, markers=block.markers))

    def _definitions(self, element: etree._Element) -> None:
        """Each term with what it means on the lines below, as one item."""
        with self._labels.list(element):
            entries: list[Block] = []
            explained = False
            for child in element.iterdescendants("dt", "dd"):
                if next(_nearest(child, "dl", "dt", "dd"), None) is not element:
                    continue
                if tag(child) == "dt" and explained:
                    self._put_definition(entries)
                    entries, explained = [], False
                explained = explained or tag(child) == "dd"
                with self.flow.gathered() as blocks:
                    self._element(child)
                entries += blocks
            self._put_definition(entries)

    def _put_definition(self, entries: list[Block]) -> None:
        text, markers = joined(entries, "\n")
        if text:
            self.flow.put(Block(Kind.ITEM, text, entries[0].line, self._labels.depth, markers=markers))

    def _is_data(self, table: etree._Element) -> bool:
        """Whether a table holds data; others are there to set text beside text."""
        if table in self._for_layout or not _is_regular(table) or table.get("role") in ("presentation", "none"):
            return False
        if next(table.iterdescendants("th"), None) is not None:
            return True
        rows = [list(row.iterchildren("td")) for row in table.iterdescendants("tr")]
        cells = [cell for row in rows for cell in row]
        # a letterhead has "Contactpersoon" above a name, and below it others, where data have labels side by side
        if sum(any(ALONE.fullmatch(_above_break(cell)) for cell in row) for row in rows) >= _FEWEST_LABELS:
            return False
        if any(signs(folded(" ".join(cell.itertext()))) for cell in cells):  # side by side
            return False
        return max(map(len, rows), default=0) > 1 and all(len(words_of(cell)) < _LONGEST_CELL for cell in cells)

    def _table(self, table: etree._Element) -> None:
        self.flow.end_run()
        for caption in table.iterchildren("caption"):
            self._block_of(Kind.ROW, caption, 1)
        grid = Grid()
        for row in table.iterdescendants("tr"):
            if row in self._notes.bodies:
                self._element(row)
            if row in self._notes.bodies or not is_shown(row):
                continue
            cells = [cell for cell in row.iterchildren("td", "th") if is_shown(cell)]
            heads = tag(row.getparent()) == "thead" or all(tag(cell) == "th" for cell in cells)
            if block := grid.row([self._cell(cell) for cell in cells], row.sourceline or 0, heads=heads):
                self.flow.put(block)

    def _cell(self, cell: etree._Element) -> Cell:
        with self.flow.gathered() as blocks:
            self._element(cell)
        return Cell(blocks, None, _span(cell.get("colspan")), _span(cell.get("rowspan")))


# where words stand in an element of a table; in a list of terms, in "dt" and "dd", also within a "div"
_HOLDING = {"table": ("caption",), "tr": ("td", "th"), "thead": (), "tbody": (), "tfoot": ()}


def _is_regular(outer: etree._Element) -> bool:
    """Whether all words of a table are in its cells or caption, and those of a list of terms in terms and meanings."""
    if any((text or "").strip() for text in (outer.text, *(child.tail for child in outer))):
        return False
    for child in outer:
        name = tag(child)
        if name in _HOLDING.get(tag(outer), ("dt", "dd")):
            continue
        if not (_is_regular(child) if name in ("thead", "tbody", "tfoot", "tr", "div") else not has_words(child)):
            return False
    return True


_FEWEST_LABELS = 2


def _above_break(cell: etree._Element) -> str:
    """The words of a cell above its first line break; "" where it has none."""
    words = [cell.text or ""]
    for inner in cell.iterdescendants():
        if tag(inner) == "br":
            return folded("".join(words))
        words.append(inner.text or "")
    return ""


def _span(stated: str | None) -> int:
    stated = (stated or "").strip()
    return int(stated) if stated.isdecimal() and 0 < len(stated) < 5 and int(stated) else 1


def _nearest(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    for outer in element.iterancestors(*names):
        yield outer
        return


def _signs(element: etree._Element) -> bool:
    """Whether an element in a signature says who signed or what he is."""
    return not {"functie", "naam"}.isdisjoint(classes(element)) and has_words(element)
