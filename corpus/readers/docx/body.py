"""The body of a document: paragraphs, list items and tables in the order of the text."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from corpus.blocks import Kind
from corpus.readers.docx.entry import Entry, joined
from corpus.readers.docx.fields import Fields
from corpus.readers.docx.names import Element, descend, mc, number, switch, value, w
from corpus.readers.docx.notes import Notes
from corpus.readers.docx.numbering import Numbering
from corpus.readers.docx.styles import Styles, style_of
from corpus.readers.docx.text import Piece, Reader, Words, centred, chosen, raw, set_as

_TRANSPARENT = frozenset(map(w, "customXml ins moveTo sdtContent smartTag".split()))
_TYPED_BULLET = re.compile(r"^\s*(?:[•·▪◦●○■□◻➢➔✓❖∗\ufffd]|[-–*](?=\s)|o(?=\t))\s+(?=\S)")
_TYPED_LABEL = re.compile(r"^\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\t\s*(?=\S)")
_LONGEST_HEADING = 250  # characters; what is longer is text, whatever its style
_BLOCKS_IN_CELL = 4  # a table of two rows with that many paragraphs in a cell arranges text
_SIGNED_FOR = re.compile(r"^(?:namens )?(?:de|het) .{0,30}(?:minister|staatssecretaris)\b.{0,120},$", re.IGNORECASE)


@dataclass(slots=True)
class Body:
    """Reads what holds paragraphs and tables: the body, a cell, a text box."""

    styles: Styles
    numbering: Numbering
    notes: Notes
    reader: Reader
    _tables: int = 0
    _apart: bool = True
    _below_picture: bool = False
    _held: tuple[Element, Words] | None = None  # a paragraph whose end was deleted, so that it goes on in the next
    _item: Entry | None = None  # the list item that stands right before
    _bare: list[Piece] = field(default_factory=list)  # the numbers of empty paragraphs of the cell being read

    @classmethod
    def of(cls, part: Element, styles: Styles, numbering: Numbering, notes: Notes) -> "Body":
        return cls(styles, numbering, notes, Reader(styles, Fields.of(part), notes.count))

    def entries(self, container: Element) -> Iterator[Entry]:
        for child in container:
            tag = child.tag
            if tag == w("p"):
                yield from self._paragraph(child)
            elif tag == w("tbl"):
                yield from self._release()
                yield from self._table(child)
            elif tag == w("sdt"):
                yield from self._control(child)
            elif tag in _TRANSPARENT:
                yield from self.entries(child)
            elif tag == mc("AlternateContent"):
                yield from self.entries(chosen(child))
        yield from self._release()

    def _control(self, control: Element) -> Iterator[Entry]:
        content = descend(control, "sdtContent")
        if content is None:
            return
        properties = descend(control, "sdtPr")
        gallery = value(properties, "docPartObj", "docPartGallery")
        inside = self.entries(content)
        if gallery == "Table of Contents" or descend(properties, "showingPlcHdr") is not None:
            for _ in inside:  # gone past, since a field can begin or end in it
                pass
        else:
            yield from inside

    def _paragraph(self, paragraph: Element) -> Iterator[Entry]:
        words = self.reader.words(paragraph)
        if self._held:
            before, self._held = self._held[1], None
            before.extend(words)
            words = before
        mark = descend(paragraph, "pPr", "rPr")
        if descend(mark, "del") is not None or descend(mark, "moveFrom") is not None:
            self._held = paragraph, words
        else:
            yield from self._finished(paragraph, words)

    def _release(self) -> Iterator[Entry]:
        """The paragraph that nothing follows in which it could go on."""
        if self._held:
            held, self._held = self._held, None
            yield from self._finished(*held)

    def _finished(self, paragraph: Element, words: Words) -> Iterator[Entry]:
        if self.styles.is_contents(paragraph):
            return
        entry = self._entry(paragraph, words)
        if entry is not None:
            self._apart = False
            self._item = entry if entry.kind is Kind.ITEM else None
            entry.notes = list(self.notes.bodies(words.notes))
            yield entry
        else:
            self._apart = True
        self._below_picture = words.pictures or (self._below_picture and entry is None)
        for box in words.boxes:
            yield from self.entries(box)

    def _entry(self, paragraph: Element, words: Words) -> Entry | None:
        text = raw(words.pieces)
        label = self.numbering.label(paragraph)  # an empty one is counted too
        if not text and not any(piece.mark for piece in words.pieces):
            mark = descend(paragraph, "pPr")  # a number is set as the end of its paragraph
            look = self.styles.look(style_of(paragraph), paragraph if mark is None else mark)
            self._bare += [Piece(label.text, look)] if label and not look.hidden else []
            return None
        entry = Entry(
            Kind.PARAGRAPH,
            words.pieces,
            label=label.text if label else "",
            title=self.styles.is_title(paragraph),
            caption=self.styles.is_caption(paragraph),
            centred=centred(paragraph, self.styles),
            apart=self._apart,
            below_picture=self._below_picture,
        )
        level = self.styles.heading_level(paragraph)
        if level and len(entry.text) <= _LONGEST_HEADING:
            entry.kind, entry.level = Kind.HEADING, level
        elif label:
            entry.kind, entry.level = Kind.ITEM, label.depth
        elif bullet := _TYPED_BULLET.match("".join(piece.text for piece in words.pieces)):
            entry = replace(entry, kind=Kind.ITEM, level=1, pieces=_without(words.pieces, bullet.end()))
        elif _TYPED_LABEL.match("".join(piece.text for piece in words.pieces)):
            entry.kind, entry.level = Kind.ITEM, 1
        elif self._item and self.styles.is_list(paragraph) and number(_indent(paragraph)) != 0:
            entry.kind, entry.level = Kind.ITEM, self._item.level  # a further paragraph of the item
        return entry

    def _cell(self, cell: Element) -> tuple[list[Entry], list[Piece]]:
        """What stands in a cell, and the numbers that Word prints before its empty paragraphs."""
        self._bare = []
        return list(self.entries(cell)), self._bare

    def _table(self, table: Element) -> Iterator[Entry]:
        rows = [(row, list(_inside(row, "tc"))) for row in _inside(table, "tr") if not _is_gone(row)]
        read = [[self._cell(cell) for cell in row_cells] for _, row_cells in rows]
        cells = [[entries for entries, _ in row] for row in read]
        self._item = None
        if _holds_signatures(cells):
            yield from (entry for column in zip_longest(*cells, fillvalue=[]) for cell in column for entry in cell)
            return
        if _arranges(table, cells):
            yield from (entry for row in cells for cell in row for entry in cell)
            return
        starts = [list(_starts(row, row_cells)) for row, row_cells in rows]
        columns = max(starts, key=len)
        self._tables += 1
        number_ = self._tables
        styled = self.styles.bold_first_row(table)
        made: list[Entry] = []
        for (row, row_cells), row_read, row_starts in zip(rows, read, starts, strict=True):
            pieces = [
                [] if _goes_on(cell) else joined([_on_a_row(entry) for entry in entries], " ") or bare
                for cell, (entries, bare) in zip(row_cells, row_read, strict=True)
            ]
            if not any(raw(part) for part, (entries, _) in zip(pieces, row_read, strict=True) if entries):
                continue
            head = switch(descend(row, "trPr"), "tblHeader") or (styled and not made)
            spread = _spread(pieces, row_starts, columns)
            entry = Entry(Kind.ROW, joined(spread, " | "), int(bool(head)), table=number_)
            entry.cells = tuple(raw(part) for part in pieces)
            entry.notes = [note for each, _ in row_read for one in each for note in one.notes]
            made.append(entry)
        if len(made) > 1 and not made[0].level and _bold(made[0]) and not _bold(made[1]):
            made[0].level = 1
        yield from made
        self._apart = True


def _indent(paragraph: Element) -> str | None:
    indent = descend(paragraph, "pPr", "ind")
    return None if indent is None else indent.get(w("left")) or indent.get(w("start"))


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also where controls and the like stand around them."""
    for child in element:
        if child.tag == w(name):
            yield child
        elif child.tag in _TRANSPARENT or child.tag == w("sdt"):
            yield from _inside(child, name)


def _is_gone(row: Element) -> bool:
    properties = descend(row, "trPr")
    return descend(properties, "del") is not None or bool(switch(properties, "hidden"))


def _goes_on(cell: Element) -> bool:
    """Whether a cell is the lower part of one that began above."""
    merged = descend(cell, "tcPr", "vMerge")
    return merged is not None and merged.get(w("val")) != "restart"


def _starts(row: Element, cells: Sequence[Element]) -> Iterator[int]:
    """Where in the table's grid each cell of a row begins."""
    start = number(value(row, "trPr", "gridBefore")) or 0
    for cell in cells:
        yield start
        start += max(1, number(value(cell, "tcPr", "gridSpan")) or 1)


def _spread(cells: Sequence[list[Piece]], starts: Sequence[int], columns: Sequence[int]) -> Sequence[list[Piece]]:
    """The cells of a row with empty ones between them for what they cover of the columns: those of the fullest row,
    since a grid has lines of its own wherever a border was moved a little."""
    if len(cells) == len(columns):
        return cells
    spread: list[list[Piece]] = []
    for cell, start in zip(cells, starts, strict=True):
        spread += [[]] * (bisect(columns, start) - 1 - len(spread))
        spread.append(cell)
    return spread


def _arranges(table: Element, cells: list[list[list[Entry]]]) -> bool:
    """Whether a table only arranges text on the page: one column, tables in it, headings in it, or long cells."""
    if max(map(len, cells), default=0) <= 1 or next(table.iterdescendants(w("tbl")), None) is not None:
        return True
    inside = [cell for row in cells for cell in row]
    if any(entry.kind is Kind.HEADING for cell in inside for entry in cell):
        return True
    most = {1: 2, 2: _BLOCKS_IN_CELL}.get(len(cells))
    return most is not None and any(len(cell) >= most for cell in inside)


def _holds_signatures(cells: list[list[list[Entry]]]) -> bool:
    """Whether those who sign stand side by side, each in a column."""
    return any(_SIGNED_FOR.match(line) for row in cells for cell in row for entry in cell for line in entry.lines)


def _on_a_row(entry: Entry) -> list[Piece]:
    """The pieces of an entry with its label, on one line."""
    pieces = [replace(piece, text=piece.text.replace("\n", " ")) for piece in entry.pieces]
    return [Piece(entry.label, pieces[0].look), *pieces] if entry.label else pieces


def _bold(entry: Entry) -> bool:
    look = set_as([piece for piece in entry.pieces if piece.text != " | "])
    return look is not None and look.bold


def _without(pieces: list[Piece], length: int) -> list[Piece]:
    """``pieces`` without the first ``length`` characters."""
    kept: list[Piece] = []
    for piece in pieces:
        kept.append(replace(piece, text=piece.text[length:]))
        length = max(0, length - len(piece.text))
    return kept
