"""What every reader makes of its file: a flat run of blocks in reading order.

A reader knows its format and nothing about letters; ``assemble`` knows letters and nothing about formats.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


class Style(StrEnum):
    """How the whole of a block is set; a heading's style tells its rank where the source's levels don't."""

    PLAIN = "plain"
    ITALIC = "italic"
    BOLD = "bold"
    BOLD_ITALIC = "bold italic"


@dataclass(frozen=True, slots=True)
class Marker:
    """A superscript number taken out of a text: a footnote's mark, or an exponent, as the assembler finds.

    ``offset`` is the character in the text before which it stood.
    """

    number: str
    offset: int


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row.

    ``text`` is verbatim with white space folded and hard line breaks kept as "\\n"; ``level`` is a heading's
    level as the source gives it (1 is the highest) or a list item's depth; ``line`` is the source line (from 1).
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


# Invisible characters that typesetting leaves inside words: soft hyphen, zero-width space and joiners, BOM.
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def visible(text: str) -> str:
    """``text`` without the invisible characters that would break words for a search."""
    return text.translate(_INVISIBLE)


def folded(text: str) -> str:
    """``text`` without invisible characters, each run of white space as one space."""
    return re.sub(r"\s+", " ", visible(text)).strip()
