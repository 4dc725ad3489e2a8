"""PDF → Document, on pdfium: letters of ministries, Kamerstukken as published, strategies in columns."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, count, groupby

from corpus.blocks import Block, Document, Kind, Marker
from corpus.errors import Unreadable
from corpus.pages import page_range
from corpus.readers.pdf.boxes import Box
from corpus.readers.pdf.columns import Line, in_columns, lines_of
from corpus.readers.pdf.contents import take_contents
from corpus.readers.pdf.figures import past_captions, take_figures
from corpus.readers.pdf.headings import heading_levels, style_of
from corpus.readers.pdf.letterhead import take_head
from corpus.readers.pdf.notes import take_notes
from corpus.readers.pdf.pages import Page, body_size, parted, take_furniture, take_margins
from corpus.readers.pdf.paragraphs import Draft, drafts, spacing
from corpus.readers.pdf.segments import segments
from corpus.readers.pdf.setting import divides_words, text_of
from corpus.readers.pdf.source import Sheet, sheets
from corpus.readers.pdf.tables import Table, take_tables

__all__ = ["read_pdf"]

_MOST_SEGMENTS = 4_000  # of a page; one with more is a map or a drawing, and has no running text
_UNREADABLE_SHARE = 0.3  # of the letters: without a meaning in Unicode


def read_pdf(data: bytes, begin: Callable[[int], None] = lambda _: None) -> Document:
    """The document that the bytes of a PDF hold. ``begin`` is told how many pages it has before they are read.

    Raises Unreadable where they hold none: damaged, locked, empty, too large, only pictures, or letters without
    their meaning.
    """
    pages: list[Page] = []
    pictures = 0
    letters: Counter[bool] = Counter()
    with closing(sheets(data, begin)) as found:
        for sheet in found:
            pictures += bool(sheet.pictures)
            for glyph in sheet.glyphs:
                if not glyph.text.isspace():
                    letters[_meaningless(glyph.text)] += 1
            pages.append(_page(sheet))
    _check(letters, pictures)
    upright = {_format(page.width, page.height) for page in pages if page.height > page.width}
    # one that is a page of the same paper on its side is no spread of two
    apart = [parted(page) if _format(page.height, page.width) not in upright else [page] for page in pages]
    return _Reading([*chain.from_iterable(apart)]).document()


def _format(width: float, height: float) -> tuple[int, int]:
    return round(width / 5), round(height / 5)


def _meaningless(text: str) -> bool:
    code = ord(text[0])
    return code == 0xFFFD or code < 32 or 0xE000 <= code < 0xF000 or 0xF100 <= code < 0xF900


def _check(letters: Counter[bool], pictures: int) -> None:
    total = letters.total()
    if not total and pictures:
        raise Unreadable("it holds no text, only images; run text recognition (OCR) first and add what that makes")
    if not total:
        raise Unreadable("it holds no text; check that it is the right file")
    if letters[True] > _UNREADABLE_SHARE * total:
        raise Unreadable(
            f"{letters[True]} of its {total} characters have no meaning in Unicode, so its words cannot be read;"
            " print it anew or run text recognition (OCR) first"
        )


def _page(sheet: Sheet) -> Page:
    found = segments(sheet.glyphs, sheet.bars)
    return Page(
        sheet.width,
        sheet.height,
        found if len(found) <= _MOST_SEGMENTS else [],
        list(sheet.rules),
        list(sheet.bars),
        list(sheet.pictures),
        list(sheet.dots),
    )


class _Reading:
    """The steps from pages to blocks, and what they know of the whole document."""

    def __init__(self, pages: list[Page]) -> None:
        self.pages = pages
        self.size = body_size(pages)
        self.notes: list[Line] = []

    def document(self) -> Document:
        identifier = take_furniture(self.pages, self.size)
        take_margins(self.pages, self.size)
        head, stated, letter = take_head(self.pages, self.size)
        take_contents(self.pages)
        pieces = list(self._pieces())
        lines = [piece for piece in pieces if isinstance(piece, Line)]
        self.words = _words([*lines, *self.notes])
        self.hyphenated = divides_words(lines, self.words)
        found = past_captions(drafts(pieces, spacing(lines, self.hyphenated)))
        blocks = self._blocks(found, bool(stated.subject))
        blocks = _with_notes(blocks, self._note_blocks())
        if not blocks:
            raise Unreadable(
                "it holds no running text, only heads, feet or words of figures; check that it is the right file"
            )
        return Document((*head, *blocks), stated, stated.subject if letter else None, identifier)

    def _pieces(self) -> Iterator[Line | Table]:
        """Lines and tables of the running text, in reading order; notes are set apart."""
        columns = count()
        ends: list[tuple[float, float, float]] = []
        per_page: list[tuple[list[Line], list[Table]]] = []
        for place, page in enumerate(self.pages):
            tables = take_tables(page, place)
            take_figures(page, self.size)
            running: list[Line] = []
            for column in in_columns(page.segments):
                lines = lines_of(column, place, next(columns))
                start = min(line.left for line in lines)
                for line in lines:
                    line.start = start
                    line.underlined = _underlined(line, page.rules)
                    line.dotted = _dotted(line, page.dots)
                body, notes = take_notes(lines, page.rules, self.size)
                running += body
                ends.extend(_supported_end(page, start, body))
                self.notes += notes
            per_page.append((running, tables))
        for page, (running, tables) in zip(self.pages, per_page, strict=True):
            _set_ends(running, [(start, end) for width, start, end in ends if width == page.width])
            yield from _with_tables(running, tables)

    def _blocks(self, found: Sequence[Draft | Table], titled: bool) -> list[Block]:
        levels = heading_levels([draft for draft in found if isinstance(draft, Draft)], self.size, 2 if titled else 1)
        blocks: list[Block] = []
        for place, draft in enumerate(found):
            if isinstance(draft, Table):
                number = self.pages[draft.page].number
                blocks += [
                    Block(Kind.ROW, row.text, 0, int(row.head), markers=row.markers, page=number)
                    for row in draft.rows
                    if row.text.strip(" |")
                ]
                continue
            page = page_range(*(self.pages[line.page].number for line in (draft.first, draft.lines[-1])))
            level = levels.get(id(draft))
            text, markers = text_of(draft.lines, self.words, self.hyphenated, draft.parts)
            kind, depth = (Kind.HEADING, level) if level else (Kind.PARAGRAPH, 0)
            if draft.item and not level:
                kind, depth = Kind.ITEM, _depth(draft, found, place)
                if draft.bullet:
                    cut = len(draft.label)
                    text = text[cut:]
                    markers = tuple(Marker(marker.number, max(0, marker.offset - cut)) for marker in markers)
            if text:
                blocks.append(Block(kind, text, 0, depth, style_of(draft, self.size), markers, page))
        return blocks

    def _note_blocks(self) -> list[Block]:
        groups: list[list[Line]] = []
        for line in self.notes:
            begins = bool(line.markers) and line.markers[0].offset == 0
            if begins or not groups:
                groups.append([line])
            else:
                groups[-1].append(line)
        found = []
        for group in groups:
            text, markers = text_of(group, self.words, self.hyphenated)
            if text:
                found.append(Block(Kind.PARAGRAPH, text, 0, markers=markers, page=self.pages[group[0].page].number))
        return found


def _supported_end(page: Page, start: float, lines: Sequence[Line]) -> Iterator[tuple[float, float, float]]:
    """(width of the page, start, end) of a column in which several lines come near its end."""
    for _, group in groupby(sorted(lines, key=lambda line: line.size), key=lambda line: round(line.size, 1)):
        rights = sorted(line.right for line in group)
        if len(rights) >= 6 and rights[-3] > rights[-1] - 0.08 * (rights[-1] - start):
            yield page.width, start, rights[-1]


def _set_ends(lines: Sequence[Line], ends: Sequence[tuple[float, float]]) -> None:
    """Give each line the end of its column: the nearest that columns from the same edge have in this document."""
    for _, group in groupby(lines, key=lambda line: (line.column, round(line.size, 1))):
        column = list(group)
        own = max(line.right for line in column)
        near = [end for start, end in ends if abs(start - column[0].start) < 8 and end > own - 1]
        for line in column:
            line.end = min(near, default=own)


def _words(lines: Iterable[Line]) -> set[str]:
    """The words of the document, without those that a line's end may have divided."""
    found: set[str] = set()
    cut = False
    for line in lines:
        words = re.findall(r"\w+(?:-\w+)*", line.text)
        if cut:
            words = words[1:]
        cut = line.text.endswith("-")
        found.update(word.lower() for word in (words[:-1] if cut else words))
    return found


def _underlined(line: Line, rules: Sequence[Box]) -> bool:
    """Whether a rule lies under all of the line."""
    return any(
        -0.5 < rule.top - line.base < 0.35 * line.size
        and abs(rule.left - line.left) < 4
        and abs(rule.right - line.right) < 8
        for rule in rules
    )


def _dotted(line: Line, dots: Sequence[Box]) -> bool:
    """Whether a bullet is drawn before the line, at half the height of its letters."""
    return any(
        0 < line.left - dot.right < 2 * line.size
        and line.base - 0.8 * line.size < dot.top
        and dot.bottom < line.base
        and abs(dot.width - (dot.bottom - dot.top)) < 0.3 * dot.width
        for dot in dots
    )


def _depth(draft: Draft, found: Sequence[Draft | Table], place: int) -> int:
    """How deep the item at ``place`` lies in the enumeration to which it belongs: further in than those before it."""
    depth = 1
    left = draft.first.left
    for other in map(found.__getitem__, range(place - 1, -1, -1)):
        if isinstance(other, Table) or not other.item:
            break
        if other.first.column == draft.first.column and other.first.left < left - 5:
            depth += 1
            left = other.first.left
    return depth


def _with_tables(lines: Sequence[Line], tables: Sequence[Table]) -> Iterator[Line | Table]:
    """Each table behind the last line above it."""
    pieces: list[Line | Table] = list(lines)
    for table in tables:
        above = [
            place
            for place, piece in enumerate(pieces)
            if (piece.bottom if isinstance(piece, Table) else piece.base) < table.top
            and piece.left < table.right
            and piece.right > table.left
        ]
        pieces.insert(above[-1] + 1 if above else 0, table)
    yield from pieces


def _with_notes(blocks: Sequence[Block], notes: Sequence[Block]) -> list[Block]:
    """Each note behind the block that refers to it; a note that none refers to at the end."""
    waiting: dict[str, list[Block]] = {}
    for note in notes:
        waiting.setdefault(note.markers[0].number if note.markers else "", []).append(note)
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        cited = [same for marker in block.markers if (same := waiting.get(marker.number))]
        found += [same.pop(0) for same in cited if same]
    left = {id(note) for same in waiting.values() for note in same}
    return found + [note for note in notes if id(note) in left]
