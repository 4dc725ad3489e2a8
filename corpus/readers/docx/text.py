"""The words of one paragraph, with how they are set and the marks of the notes among them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from corpus.blocks import Marker, Style, visible
from corpus.readers.docx.fields import Fields, is_printed, names_note
from corpus.readers.docx.names import Element, descend, math, mc, value, w
from corpus.readers.docx.styles import Look, Styles, style_of
from corpus.readers.docx.symbols import character, shown
from corpus.readers.numerals import marks_of

_TRANSPARENT = frozenset(map(w, "bdo customXml dir hyperlink ins moveTo rubyBase smartTag".split()))
_BREAKS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_PICTURES = frozenset((w("drawing"), w("pict"), w("object")))
_REFERENCES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text set in one way; or, where ``mark`` is given, the mark of a note, which has no text.

    ``stated``: Word says that this is the number of a note.
    """

    text: str
    look: Look
    mark: str = ""
    stated: bool = False


@dataclass(slots=True)
class Words:
    """What one paragraph holds: its pieces, the text boxes anchored to it, the notes it refers to."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)  # kind, id, mark
    pictures: bool = False

    def extend(self, others: "Words") -> None:
        """Take in the words that follow."""
        self.pieces += others.pieces
        self.boxes += others.boxes
        self.notes += others.notes
        self.pictures = self.pictures or others.pictures


# The mark of the note of a kind with an id, where the note's author didn't give it one.
Count = Callable[[str, str], str]


@dataclass(slots=True)
class Reader:
    """Reads the paragraphs of one part, in order."""

    styles: Styles
    fields: Fields
    count: Count

    def words(self, paragraph: Element) -> Words:
        words = Words()
        self._inside(paragraph, style_of(paragraph), words)
        return words

    def _inside(self, element: Element, style: str | None, words: Words) -> None:
        for child in element:
            tag = child.tag
            if tag == w("r"):
                self._run(child, style, words)
            elif tag in _TRANSPARENT:
                self._inside(child, style, words)
            elif tag == w("sdt"):
                # a prompt that nobody filled in is no text, but a field can begin or end in it
                content = descend(child, "sdtContent")
                prompt = descend(child, "sdtPr", "showingPlcHdr") is not None
                if content is not None:
                    self._inside(content, style, Words() if prompt else words)
            elif tag == w("fldSimple"):
                instruction, start = child.get(w("instr"), ""), len(words.pieces)
                self._inside(child, style, words if is_printed(instruction) else Words())
                if names_note(instruction):
                    words.pieces[start:] = [replace(piece, stated=True) for piece in words.pieces[start:]]
            elif tag == mc("AlternateContent"):
                self._inside(chosen(child), style, words)
            elif tag in (math("oMath"), math("oMathPara")) and self.fields.printed:
                words.pieces.append(Piece(_formula(child), self.styles.look(style, child)))

    def _run(self, run: Element, style: str | None, words: Words) -> None:
        look = self.styles.look(style, run)
        own_mark: tuple[str, str] | None = None  # a note whose author chose its mark, which follows
        chosen_mark = ""
        for child in _parts(run):
            tag = child.tag
            text = ""
            if tag == w("fldChar"):
                self.fields.meet(child)
            elif tag == w("instrText"):
                self.fields.instruct(child.text or "")
            elif look.hidden or not self.fields.printed:
                continue
            elif tag == w("t"):
                text = shown(child.text or "", look.font)
            elif tag == w("sym"):
                text = character(child.get(w("char")), child.get(w("font"), ""))
            elif tag in _BREAKS:
                text = _BREAKS[tag]
            elif tag in _REFERENCES:
                kind, identifier = _REFERENCES[tag], child.get(w("id"), "")
                if child.get(w("customMarkFollows")) in ("1", "true", "on"):
                    own_mark = kind, identifier
                elif mark := self.count(kind, identifier):
                    words.notes.append((kind, identifier, mark))
                    words.pieces.append(Piece("", look, mark, stated=True))
            elif tag in _PICTURES:
                boxes = list(_boxes(child))
                words.boxes += boxes
                words.pictures = words.pictures or not boxes
            elif tag == w("ruby"):
                self._inside(child, style, words)
            if own_mark:
                chosen_mark += text
            elif text:
                words.pieces.append(Piece(text, look, stated=self.fields.names_note))
        if own_mark and (mark := visible(chosen_mark).strip()):
            words.notes.append((*own_mark, mark))
            words.pieces.append(Piece("", look, mark, stated=True))


def _parts(run: Element) -> Iterator[Element]:
    for child in run:
        if child.tag == mc("AlternateContent"):
            yield from chosen(child)
        else:
            yield child


def chosen(alternative: Element) -> Element:
    """The one form of the same content that is read: the newest, unless only the oldest has words."""
    forms = list(alternative.iterchildren(mc("Choice"), mc("Fallback")))
    return next(
        (form for form in forms if next(form.iter(w("t")), None) is not None), forms[0] if forms else alternative
    )


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes in a drawing; those inside them are left to whoever reads them."""
    for child in chosen(element) if element.tag == mc("AlternateContent") else element:
        if child.tag == w("txbxContent"):
            yield child
        else:
            yield from _boxes(child)


def _formula(element: Element) -> str:
    """A formula on one line: a fraction's line becomes "/", so that ½ doesn't read 12."""
    if element.tag == math("t"):
        return element.text or ""
    between = "/" if element.tag == math("f") else ""
    return between.join(filter(None, map(_formula, element)))


def set_as(pieces: Sequence[Piece]) -> Look | None:
    """How all letters of ``pieces`` are set: what holds for each of them. None where there is no letter."""
    looks = {piece.look for piece in pieces if any(map(str.isalnum, piece.text))}
    if not looks:
        return None
    return Look(
        bold=all(look.bold for look in looks),
        italic=all(look.italic for look in looks),
        underlined=all(look.underlined for look in looks),
        size=min(look.size for look in looks),
    )


def set_style(look: Look | None) -> Style:
    """``look`` as a block has it."""
    if look is None or not (look.bold or look.italic):
        return Style.PLAIN
    if look.bold and look.italic:
        return Style.BOLD_ITALIC
    return Style.BOLD if look.bold else Style.ITALIC


def raw(pieces: Sequence[Piece]) -> str:
    """The text with its tabs, for what a tab tells."""
    return visible("".join(piece.text for piece in pieces)).strip(" \n")


def fold(pieces: Sequence[Piece], marks: bool = True) -> tuple[str, tuple[Marker, ...]]:
    """The text with white space folded, and the marks in it.

    A raised number that was typed is a mark too, unless ``marks`` is False: then it is text.
    """
    text: list[str] = []
    length = 0
    last = "\n"
    markers: list[Marker] = []
    for part in _marked(pieces) if marks else pieces:
        if part.mark:
            # Word's own reference is no note's body, wherever it stands; a raised number that was typed may be
            markers.append(Marker(part.mark, max(length, 1) if part.stated else length, part.stated))
            continue
        folded = re.sub(r"[^\S\n]+", " ", visible(part.text))
        folded = re.sub(r" ?\n[ \n]*", "\n", folded)
        if last in " \n":
            folded = folded.lstrip(" \n" if last == "\n" else " ")
        if folded:
            if folded[0] == "\n" and last == " ":
                text[-1] = text[-1][:-1]
                length -= 1
                markers = [replace(marker, offset=min(marker.offset, length)) for marker in markers]
            text.append(folded)
            length += len(folded)
            last = folded[-1]
    whole = "".join(text).rstrip()
    return whole, tuple(replace(marker, offset=min(marker.offset, len(whole))) for marker in markers)


def _marked(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """``pieces`` with raised numbers that were typed as marks. Word can cut a number in two: they are put together."""
    for (raised, stated), group in groupby(pieces, lambda piece: (piece.look.raised and not piece.mark, piece.stated)):
        members = list(group)
        typed = visible("".join(member.text for member in members)).strip() if raised else ""
        numbers = marks_of(typed)
        yield from (Piece("", members[0].look, number, stated) for number in numbers)
        if not numbers:
            yield from members


def lines(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """What stands before the first hard break, or before a tab that parts letters of two sizes; and what follows."""
    first: list[Piece] = []
    tabs = 0
    for place, piece in enumerate(pieces):
        before, broken, after = piece.text.partition("\n")
        if not broken and piece.text.endswith("\t"):
            tabs += 1  # only the first one can part a title from what stands beside it
            if tabs == 1 and _changes_size(first, piece, pieces[place + 1 :]):
                return [*first, piece], list(pieces[place + 1 :])
        if broken and raw([*first, Piece(before, piece.look)]):
            rest = [Piece(after, piece.look), *pieces[place + 1 :]]
            return [*first, Piece(before, piece.look)], rest
        first.append(piece)
    return first, []


def _changes_size(first: Sequence[Piece], tab: Piece, rest: Sequence[Piece]) -> bool:
    before, after = set_as([*first, tab]), set_as(rest)
    return before is not None and after is not None and before.size != after.size


def centred(paragraph: Element, styles: Styles) -> bool:
    """Whether a paragraph is set in the middle of the line."""
    own = value(paragraph, "pPr", "jc")
    if own is None:
        lineage = styles.lineage(value(paragraph, "pPr", "pStyle"))
        own = next((stated for each in lineage if (stated := value(each, "pPr", "jc"))), None)
    return own == "center"
