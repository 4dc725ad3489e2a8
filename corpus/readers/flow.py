"""Blocks out of running markup: what readers of XML and HTML tell, piece by piece, becomes paragraphs with notes.

A reader walks its tree and says what it meets: text, a mark, a line break, the begin and end of a heading or item.
White space is folded here, marks are taken out and emphasis is counted.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from corpus.blocks import Block, Kind, Marker, Style, visible
from corpus.bold import heads

_SPACE = re.compile(r"\s+")
# What is only a sign before a list item, no label that a text could refer to; symbol fonts have signs of their own
BULLET = re.compile(r"[-–—−•·●○◦▪■□▸►➢✓*o§+\uE000-\uF8FF]")


class Run:
    """Text as it is put together."""

    def __init__(self) -> None:
        self.markers: list[Marker] = []
        self._pieces: list[str] = []
        self._length = 0
        self._letters = {"all": 0, "italic": 0, "bold": 0}

    def add(self, text: str, *, italic: bool = False, bold: bool = False) -> None:
        text = _SPACE.sub(" ", visible(text))
        if self._ending() in ("", " ", "\n"):
            text = text.removeprefix(" ")
        self._put(text)
        letters = sum(map(str.isalnum, text))
        for name, counts in (("all", True), ("italic", italic), ("bold", bold)):
            self._letters[name] += letters * counts

    def break_line(self) -> None:
        if self._ending() == " ":
            self._pieces[-1] = self._pieces[-1][:-1]
            self._length -= 1
            self.markers = [replace(marker, offset=min(marker.offset, self._length)) for marker in self.markers]
        if self._length and self._ending() != "\n":
            self._put("\n")

    def mark(self, number: str, *, refers: bool = False) -> None:
        """A mark is here. One that is known to refer to a note stands at 1 at the earliest: at 0 it would be a note's
        own."""
        self.markers.append(Marker(number, max(self._length, 1) if refers else self._length, refers))

    def at_line_start(self) -> bool:
        return self._ending() in ("", "\n")

    def finished(self) -> tuple[str, tuple[Marker, ...]]:
        text = "".join(self._pieces).rstrip()
        return text, tuple(replace(marker, offset=min(marker.offset, len(text))) for marker in self.markers)

    @property
    def style(self) -> Style:
        italic = 0 < self._letters["all"] == self._letters["italic"]
        bold = 0 < self._letters["all"] == self._letters["bold"]
        if italic and bold:
            return Style.BOLD_ITALIC
        return Style.ITALIC if italic else Style.BOLD if bold else Style.PLAIN

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._length += len(text)

    def _ending(self) -> str:
        while self._pieces and not self._pieces[-1]:
            self._pieces.pop()
        return self._pieces[-1][-1] if self._pieces else ""


@dataclass(slots=True)
class _Frame:
    """What a run becomes that ends here; ``label`` stands before the first of them."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    style: Style | None = None
    label: str = ""


class Flow:
    """Takes what a reader tells and holds the blocks it makes.

    ``line`` is the source line the reader is at; ``bold_level`` the level of a heading that is only a bold paragraph.
    """

    def __init__(self, bold_level: int) -> None:
        self.bold_level = bold_level
        self.line = 0
        self.italic = self.bold = 0  # how many open elements say so
        self._blocks: list[Block] = []
        self._sinks = [self._blocks]
        self._frames = [_Frame()]
        self._run = Run()
        self._run_line = 0
        self._notes: list[Block] = []

    def blocks(self) -> tuple[Block, ...]:
        self.end_run()
        self._put_notes()
        return tuple(self._blocks)

    def text(self, text: str | None) -> None:
        if text:
            self._run_line = self._run_line or self.line
            self._run.add(text, italic=self.italic > 0, bold=self.bold > 0)

    def line_break(self) -> None:
        self._run.break_line()

    def break_or_end(self) -> None:
        """A line break; a second one, an empty line, ends the paragraph."""
        if self._run.at_line_start() and self._frames[-1].kind is not Kind.HEADING:
            self.end_run()
        else:
            self.line_break()

    def mark(self, number: str) -> None:
        """A superscript number; at the very beginning of a paragraph it makes that a note's body."""
        self._run.mark(number)

    def open(self, kind: Kind, level: int = 0, *, style: Style | None = None, label: str = "") -> None:
        """Begin a block. A label that an outer item has not used yet comes first: "1. a. the text"."""
        self.end_run()
        outer = self._frames[-1]
        label, outer.label = " ".join(filter(None, (outer.label, label))), ""
        self._frames.append(_Frame(kind, level, style, label))

    def close(self) -> None:
        self.end_run()
        frame = self._frames.pop()
        if frame.label:
            self.put(Block(frame.kind, frame.label, self.line, frame.level))

    def end_run(self) -> None:
        """End the paragraph; what follows begins another of the same kind."""
        run, self._run = self._run, Run()
        line, self._run_line = self._run_line or self.line, 0
        text, markers = run.finished()
        if not text and not markers:
            return
        frame = self._frames[-1]
        if frame.kind is Kind.HEADING:
            text = text.replace("\n", " ")
        if frame.label:
            label, frame.label = frame.label + " ", ""
            text, markers = (label + text).rstrip(), _moved(markers, len(label))
        style = run.style if frame.style is None else frame.style
        kind, level = frame.kind, frame.level
        if kind is Kind.PARAGRAPH and len(self._sinks) == 1 and heads(text, style):
            kind, level = Kind.HEADING, self.bold_level + (style is Style.BOLD_ITALIC)
        self.put(Block(kind, text, line, level, style, markers))

    def put(self, *blocks: Block) -> None:
        """Add blocks that the reader made itself."""
        self._sinks[-1] += blocks
        if blocks and len(self._sinks) == 1:
            self._put_notes()

    @contextmanager
    def gathered(self) -> Iterator[list[Block]]:
        """Blocks that end up in the list given, not in the document, for the reader to put together."""
        self.end_run()
        blocks: list[Block] = []
        self._sinks.append(blocks)
        self._frames.append(_Frame())
        yield blocks
        self.close()
        self._sinks.pop()

    @contextmanager
    def note(self, number: str, *, marked: bool = True) -> Iterator[None]:
        """The body of a footnote, whose mark is here; it comes after the block that is under way."""
        outer = self._run, self._run_line, self.italic, self.bold
        self._run, self._run_line, self.italic, self.bold = Run(), 0, 0, 0
        line = self.line
        with self.gathered() as blocks:
            yield
        self._run, self._run_line, self.italic, self.bold = outer
        text, markers = joined(blocks, "\n")
        if not text:
            return
        if marked:
            self.refer(number)
        self._notes.append(Block(Kind.PARAGRAPH, text, line, markers=(Marker(number, 0, stated=True), *markers)))

    def refer(self, number: str) -> None:
        """A mark that is known to refer to a note, not to be a note's own."""
        self._run.mark(number, refers=True)

    def _put_notes(self) -> None:
        notes, self._notes = self._notes, []
        self._sinks[0].extend(notes)


def joined(blocks: Sequence[Block], separator: str) -> tuple[str, tuple[Marker, ...]]:
    """The texts of ``blocks`` as one, with their markers."""
    at = 0
    markers: list[Marker] = []
    for block in blocks:
        markers += _moved(block.markers, at)
        at += len(block.text) + len(separator)
    return separator.join(block.text for block in blocks), tuple(markers)


def _moved(markers: Sequence[Marker], by: int) -> tuple[Marker, ...]:
    return tuple(replace(marker, offset=marker.offset + by) for marker in markers)
