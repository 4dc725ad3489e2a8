"""What every reader makes of its file: a flat run of blocks in reading order, and what the file's own fields say.

A reader knows its format and nothing about letters; ``assemble`` knows letters and nothing about formats.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.letter import NOTHING_STATED, Metadata
from corpus.pages import page_range


class Kind(StrEnum):
    """What a block is. HEAD is what the layout shows to be the letter's head (a letterhead's "Ons kenmerk IENW/1"):
    its lines are never running text. A PARAGRAPH with a marker at 0 is a footnote's body."""

    HEAD = "head"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


class Style(StrEnum):
    """How the whole of a block is set; a heading's style tells its rank where the source's levels don't. UNDERLINED is
    set apart by nothing else."""

    PLAIN = "plain"
    UNDERLINED = "underlined"
    ITALIC = "italic"
    BOLD = "bold"
    BOLD_ITALIC = "bold italic"


@dataclass(frozen=True, slots=True)
class Marker:
    """A superscript number taken out of a text: a footnote's mark, or an exponent, as the assembler finds.

    ``offset`` is the character in the text before which it stood. ``stated``: the format itself says that it is a
    note's, where others are only set as one.
    """

    number: str
    offset: int
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row.

    ``text`` is verbatim with white space folded and hard line breaks kept as "\\n"; ``level`` is a heading's
    level as the source gives it (1 is the highest), a list item's depth, or 1 for a row of column heads; ``line`` is
    the source line (from 1; 0 where the format has none). The cells of a row stand apart by " | ". ``page`` is the
    printed number of the page it stands on, a range where it crosses pages (``corpus.pages``).
    """

    kind: Kind
    text: str
    line: int
    level: int = 0
    style: Style = Style.PLAIN
    markers: tuple[Marker, ...] = ()
    page: str | None = None

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader understood it.

    ``metadata`` holds only what the format keeps in fields of its own (XML elements, a letterhead's labels) and wins
    over what the words of the head say; ``title`` and ``identifier`` likewise, None where the format has none.
    ``loose``: whether page breaks may have cut paragraphs in two and bold lines may head text, which the format doesn't
    tell.
    """

    blocks: tuple[Block, ...]
    metadata: Metadata = NOTHING_STATED
    title: str | None = None
    identifier: str | None = None
    loose: bool = False


def gathered(members: Sequence[Block]) -> Block:
    """Blocks, at least one, as the lines of one paragraph."""
    text = ""
    markers: list[Marker] = []
    for member in members:
        text += "\n" if text else ""
        markers += [replace(marker, offset=marker.offset + len(text)) for marker in member.markers]
        text += member.text
    page = page_range(*(member.page for member in members))
    return replace(members[0], kind=Kind.PARAGRAPH, text=text, level=0, markers=tuple(markers), page=page)


# What a line under a picture, a table or a chart begins with.
CAPTION = re.compile(r"(?:Figuur|Tabel|Grafiek|Bron|Foto|Noot|Kader)\b")

# Invisible characters that typesetting leaves inside words: soft hyphen, zero-width space and joiners, BOM. And those
# that a terminal takes for commands; the control characters that are white space are folded as such.
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)) | dict.fromkeys(
    code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()
)


def visible(text: str) -> str:
    """``text`` without the invisible characters that would break words for a search."""
    return text.translate(_INVISIBLE)


def folded(text: str) -> str:
    """``text`` without invisible characters, each run of white space as one space."""
    return re.sub(r"\s+", " ", visible(text)).strip()
