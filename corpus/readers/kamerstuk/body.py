"""The elements of a publication → blocks.

An element that is not known here is a paragraph, or part of one where it stands among words: nothing that is printed
gets lost. Headings rank by how deep their division lies and then by how they are set (a division that
holds all the others is the title); numbering is the outline's work.
"""

from lxml import etree

from corpus.blocks import Block, Kind, Style
from corpus.errors import Unreadable
from corpus.pairs import Questions
from corpus.readers.flow import BULLET, Flow
from corpus.readers.grid import Cell, Grid
from corpus.readers.kamerstuk.fields import SET_APART, SIGNATURES, words_of
from corpus.readers.kamerstuk.parse import local, named

_DEEPEST = 100  # real publications stay under 30
# Not printed, or printed elsewhere as well: the table of contents repeats the headings
_SKIPPED = frozenset(
    "metadata sys.gegevens versie ordernr vergjaar witreg colspec spanspec illustratie "
    "officiele-inhoudsopgave margetekst ltrlabel lijn".split()
)
_INLINE = frozenset(
    "nadruk extref intref extref-groep intref-groep dossierref inf sup sub unl datum naam voornaam voorvoegsels "
    "achternaam functie organisatie politiek ondernummer dossiernr begrotingshoofdstuk kamervraagonderwerp "
    "tekstcorrectie redactie afkorting herdruk i b u".split()
)
_HEAD = frozenset("tekstregel dossiernummer stuknr datumtekst kamervraagnummer nds-nr".split())
_HEAD_TITLES = frozenset("stuk dossier onderw nds-stuk".split())
_LABELS = {"li": "li.nr", "lid": "lidnr", "wijziging": "nr"}
# How a heading is set, from the highest rank to the lowest
_STYLES = {
    "vet": (2, Style.BOLD),
    "halfvet": (3, Style.BOLD),
    "vetcur": (3, Style.BOLD_ITALIC),
    "cur": (4, Style.ITALIC),
    "rom": (5, Style.PLAIN),
}
_SPEAKER = 7  # a speaker's name lies below all other headings


def read_body(root: etree._Element) -> tuple[Block, ...]:
    """All blocks of a publication, in reading order. Raises Unreadable where it is nested too deeply."""
    body = _Body(root)
    body.content(root)
    return body.flow.blocks()


class _Body:
    def __init__(self, root: etree._Element) -> None:
        self.flow = Flow(bold_level=2)
        self._depth = 0
        self._division = 0  # how many divisions with a heading of their own are open
        self._list = 0
        self._questions = Questions()
        self._note_numbers = {
            note.get("id"): note.get("nr") or _words(_child(note, "noot.nr"))
            for note in root.iter("{*}noot", "{*}voetnoot")
            if note.get("id")
        }

    def content(self, element: etree._Element, without: etree._Element | None = None) -> None:
        """All that is in ``element``, but for its child ``without``."""
        if self._depth >= _DEEPEST:
            raise Unreadable(f"is nested more than {_DEEPEST} deep (line {element.sourceline}); get the file anew")
        self._depth += 1
        self.flow.line = element.sourceline or 0
        self.flow.text(element.text)
        among_words = bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
        for child in element:
            if child.tag is etree.Entity:
                self.flow.text(named(child))
            elif child is not without:
                self._element(child, among_words)
                self.flow.line = child.sourceline or 0
            self.flow.text(child.tail)
        self._depth -= 1

    def _element(self, element: etree._Element, among_words: bool) -> None:
        name = local(element)
        if name in _SKIPPED:
            return
        if name in ("noot", "voetnoot"):
            self._note(element, name)
        elif name in ("nootref", "voetref"):
            if number := element.get("nr") or self._note_numbers.get(element.get("refid")) or words_of(element):
                self.flow.refer(number)
        elif name in _INLINE and not (name == "naam" and local(element.getparent()) == "onderw"):
            self._inline(element, name)
        elif not self._block(element, name):
            if among_words:
                self.content(element)
            else:
                self._paragraph(element)

    def _inline(self, element: etree._Element, name: str) -> None:
        set_as = (element.get("type") or "") if name == "nadruk" else {"b": "vet", "i": "cur"}.get(name, "")
        if name in SET_APART:
            self.flow.text(" ")
        bold, italic = "vet" in set_as, "cur" in set_as
        self.flow.bold += bold
        self.flow.italic += italic
        self.content(element)
        self.flow.bold -= bold
        self.flow.italic -= italic

    def _block(self, element: etree._Element, name: str) -> bool:
        """Read an element that stands by itself, if it is one that is more than a paragraph."""
        parent = local(element.getparent()) if element.getparent() is not None else ""
        if name in _HEAD or (name == "titel" and parent in _HEAD_TITLES) or _is_masthead(element.getparent()):
            self._block_of(Kind.HEAD, element)
        elif name in ("nummer", "naam") and parent in ("stuk", "onderw"):
            self.flow.open(Kind.HEAD)
            before = element.getprevious()
            if before is not None and local(before) == "ltrlabel":
                self.flow.text(words_of(before) + " ")
            self.content(element)
            self.flow.close()
        elif name in SIGNATURES:
            self._signature(element)
        elif name in ("tussenkop", "tuskop"):
            self._subheading(element)
        elif name == "kop" and not _is_masthead(element):
            self._heading(element)
        elif name in ("titel", "item-titel") and parent != "kop":
            self._block_of(Kind.HEADING, element, self._division + 2)
        elif name == "spreker":
            self._block_of(Kind.HEADING, element, self._division + _SPEAKER)
        elif name in ("lijst", "definitielijst"):
            self._list += 1
            self.content(element)
            self._list -= 1
        elif name in _LABELS:
            self._labelled(element, name)
        elif name == "definitie-item":
            self._definition(element)
        elif name == "table" and _is_regular(element):
            self._table(element)
        elif name in ("vraag", "antwoord"):
            self._question(element, name)
        elif name == "al-groep":
            self._group(element)
        else:
            return self._division_of(element)
        return True

    def _paragraph(self, element: etree._Element) -> None:
        self.flow.end_run()
        self.content(element)
        self.flow.end_run()

    def _block_of(self, kind: Kind, element: etree._Element, level: int = 0, style: Style | None = None) -> None:
        self.flow.open(kind, level, style=style)
        self.content(element)
        self.flow.close()

    def _division_of(self, element: etree._Element) -> bool:
        if not any(local(child) == "kop" for child in element) or element.getparent() is None:
            return False
        self._division += 1
        self.flow.bold_level = self._division + 2
        self._paragraph(element)
        self._division -= 1
        self.flow.bold_level = self._division + 2
        return True

    def _heading(self, element: etree._Element) -> None:
        self.flow.open(Kind.HEADING, self._division)
        self.flow.text(element.text)
        for child in element:
            self.flow.text(" ")
            self._element(child, among_words=True)
            self.flow.text(child.tail)
        self.flow.close()

    def _subheading(self, element: etree._Element) -> None:
        set_as = element.get("kopopmaak") or element.get("letat") or ""
        rank, style = _STYLES.get(set_as, (2, None) if not set_as else (5, None))
        self._block_of(Kind.HEADING, element, self._division + rank, style)

    def _signature(self, element: etree._Element) -> None:
        with self.flow.gathered() as blocks:
            self.flow.text(element.text)
            for child in element:
                self._paragraph(child)
                self.flow.text(child.tail)
        for block in blocks:
            self.flow.put(Block(Kind.HEAD, block.text, block.line, markers=block.markers))

    def _labelled(self, element: etree._Element, name: str) -> None:
        label = _child(element, _LABELS[name])
        if name == "li":
            self._open_item(label)
        else:
            self.flow.open(Kind.PARAGRAPH, label=_words(label))
        self.content(element, without=label)
        self.flow.close()

    def _open_item(self, label: etree._Element | None) -> None:
        words = _words(label)
        self.flow.open(Kind.ITEM, max(self._list, 1), label="" if BULLET.fullmatch(words) else words)

    def _definition(self, element: etree._Element) -> None:
        """A term and what it means, on lines of their own in one item."""
        label = _child(element, "li.nr")
        self._open_item(label)
        self.flow.text(element.text)
        for child in element:
            if child is not label:
                self.flow.line_break()
                self._lines(child)
            self.flow.text(child.tail)
        self.flow.close()

    def _lines(self, element: etree._Element) -> None:
        """The paragraphs of ``element`` as lines of the one that is under way, as long as they are just that."""
        self.flow.text(element.text)
        for child in element:
            if local(child) == "al":
                self.flow.line_break()
                self.content(child)
            else:
                self._element(child, among_words=False)
            self.flow.text(child.tail)

    def _group(self, element: etree._Element) -> None:
        """Paragraphs set closely together: one, where the first of them announces the others."""
        first = element[0] if len(element) else None
        self.flow.end_run()
        if first is not None and local(first) == "al" and words_of(first).endswith(":"):
            self._lines(element)
        else:
            self.content(element)
        self.flow.end_run()

    def _question(self, element: etree._Element, name: str) -> None:
        with self.flow.gathered() as blocks:
            self.content(element)
        self.flow.put(*(self._questions.ask(blocks) if name == "vraag" else self._questions.answer(blocks)))
        if not any(True for _ in element.itersiblings("{*}vraag", "{*}antwoord")):
            self.flow.put(*self._questions.unanswered())

    def _note(self, element: etree._Element, name: str) -> None:
        """A footnote: where it stands in the text (now), or apart with marks that refer to it (1995)."""
        printed = _child(element, "noot.nr")
        apart = name == "voetnoot" or (printed is None and element.get("nr") is not None)
        with self.flow.note(element.get("nr") or _words(printed) or "*", marked=not apart):
            self.content(element, without=printed)

    def _table(self, element: etree._Element) -> None:
        self.flow.end_run()
        for child in element:
            if local(child) == "tgroup":
                self._rows(child)
            elif local(child) in ("title", "titel", "caption"):
                self._block_of(Kind.ROW, child, 1)
            else:
                self._element(child, among_words=False)
        self.flow.end_run()

    def _rows(self, group: etree._Element) -> None:
        names = [spec.get("colname") for spec in group.iterchildren("{*}colspec")]
        columns = {name: place for place, name in enumerate(names) if name}
        rows = list(group.iterchildren("{*}thead", "{*}tbody", "{*}tfoot"))
        alone = group.get("cols") == "1" or all(len(row) < 2 for part in rows for row in part)
        grid = Grid()
        for part in rows:
            for row in part:
                if alone:
                    self._paragraph(row)
                elif block := grid.row(
                    [self._cell(cell, columns) for cell in row], row.sourceline or 0, heads=local(part) == "thead"
                ):
                    self.flow.put(block)

    def _cell(self, cell: etree._Element, columns: dict[str, int]) -> Cell:
        with self.flow.gathered() as blocks:
            self.content(cell)
        first = columns.get(cell.get("namest") or cell.get("colname") or "")
        last = columns.get(cell.get("nameend") or "")
        more = cell.get("morerows") or ""
        span = last - first + 1 if first is not None and last is not None else 1
        return Cell(blocks, first, span, int(more) + 1 if more.isdecimal() and len(more) < 5 else 1)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next(element.iterchildren(f"{{*}}{name}"), None)


def _words(element: etree._Element | None) -> str:
    return words_of(element) if element is not None else ""


def _is_regular(table: etree._Element) -> bool:
    """Whether all words of a table are in its cells or beside its rows as a whole."""
    groups = list(table.iterchildren("{*}tgroup"))
    parts = [part for group in groups for part in group if local(part) not in _SKIPPED]
    rows = [row for part in parts for row in part]
    holders = [table, *groups, *parts, *rows]
    inside = [text for holder in holders for text in (holder.text, *(child.tail for child in holder))]
    return (
        not any((text or "").strip() for text in inside)
        and {*map(local, parts)} <= {"thead", "tbody", "tfoot"}
        and {*map(local, rows)} <= {"row"}
    )


def _is_masthead(element: etree._Element | None) -> bool:
    """Whether ``element`` is the heading of the whole file: in 1995 the chamber and the year."""
    return element is not None and local(element) == "kop" and element.getparent() is element.getroottree().getroot()
