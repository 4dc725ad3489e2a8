"""Plain text → blocks: an empty line ends a paragraph, lines within one are kept, but for those that a program broke
to keep them short."""

import re
from collections.abc import Sequence

from corpus.blocks import Block, Kind, folded
from corpus.joining import joined

# A file whose longest line is shorter has lines of its author's own; one with a longer line broke none.
_NARROWEST, _WIDEST = 50, 120
_LONG_WORD = re.compile(r"\S{30}")  # an address may stick out
_WORD = re.compile(r"[\w-]+")
_OPENS_LINE = re.compile(r"[-–—•·*+>|#]|(?:[a-z]{1,2}|\d{1,3}|[ivxIVX]{1,4})[.)](?:\s|$)")
_COLUMNS = re.compile(r"\S(?:\s{3,}|\t| \| )\S")
_ENDS_LINE = re.compile(r"[.!?:;…]$")
# Set in letters of unlike widths, a full line may have fewer of them.
_ALMOST = 0.7


def read_plain(text: str) -> list[Block]:
    """The paragraphs of a plain text, in reading order."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    width = _width(text)
    words = frozenset(_WORD.findall(text.lower())) if width else frozenset[str]()
    blocks = []
    line = 1
    for chunk in re.split(r"(\n[^\S\n]*\n\s*)", text):
        lines = [(raw, kept) for raw in chunk.split("\n") if (kept := folded(raw))]
        if lines:
            number = line + (len(chunk) - len(chunk.lstrip("\n")))
            blocks.append(Block(Kind.PARAGRAPH, _paragraph(lines, width, words), number))
        line += chunk.count("\n")
    return blocks


def _width(text: str) -> int:
    """How many characters a line holds at the most; 0 where lines are as their author broke them."""
    lengths = [len(line) for line in map(folded, text.split("\n")) if not _LONG_WORD.search(line)]
    longest = max(lengths, default=0)
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def _paragraph(lines: Sequence[tuple[str, str]], width: int, words: frozenset[str]) -> str:
    """Lines as they stand and as they are kept, made one text."""
    (above, last), *rest = lines
    pieces = [last]
    for raw, line in rest:
        if _broken(last, line, width) and not (_COLUMNS.search(above) or _COLUMNS.search(raw)):
            pieces[-1:] = joined(pieces[-1], line, words)
        else:
            pieces += "\n", line
        above, last = raw, line
    return "".join(pieces)


def _broken(line: str, below: str, width: int) -> bool:
    """Whether ``line`` ends where it was full, and goes on ``below``."""
    if not width or _OPENS_LINE.match(below):
        return False
    if len(line) + 1 + len(below.split(" ")[0]) > width:
        return True
    return len(line) >= _ALMOST * width and below[0].islower() and not _ENDS_LINE.search(line)
