"""A paragraph or a table row on its way to becoming a block, with what tells headings and letterheads from text."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.blocks import Block, Kind, Marker, Style
from corpus.readers.docx.styles import Look
from corpus.readers.docx.text import Piece, fold, set_as, set_style


@dataclass(slots=True)
class Entry:
    """``label`` is printed before the text. ``table`` numbers the table that it stands in, 0 for none."""

    kind: Kind
    pieces: Sequence[Piece]
    level: int = 0
    label: str = ""
    cells: tuple[str, ...] = ()
    table: int = 0
    title: bool = False
    caption: bool = False
    centred: bool = False
    apart: bool = False  # an empty paragraph stands before it
    below_picture: bool = False
    underlined: bool = False  # a heading by nothing else
    notes: list[Block] = field(default_factory=list)
    text: str = ""
    markers: tuple[Marker, ...] = ()
    look: Look | None = None

    def __post_init__(self) -> None:
        text, markers = fold(self.pieces)
        self.look = set_as(self.pieces)
        self.text = (self.label + text).rstrip()
        self.markers = tuple(replace(marker, offset=marker.offset + len(self.label)) for marker in markers)

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def block(self) -> Block:
        text = self.text if self.kind is not Kind.HEADING else self.text.replace("\n", " ")
        style = Style.UNDERLINED if self.underlined else set_style(self.look)
        return Block(self.kind, text, 0, self.level, style, self.markers)


def joined(parts: Sequence[Sequence[Piece]], between: str) -> list[Piece]:
    """Pieces of several texts as those of one, with ``between`` between them."""
    pieces: list[Piece] = []
    for place, part in enumerate(parts):
        if place:
            pieces.append(Piece(between, Look()))
        pieces += part
    return pieces
