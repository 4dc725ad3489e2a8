"""Plain text → blocks: an empty line ends a paragraph. Lines within one are kept, but where an editor broke them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.blocks import Block, Kind, folded
from corpus.joining import joined

_NARROWEST = 50  # characters of lines that are broken because they are full
_FULL, _MOSTLY = 0.9, 0.8  # of the width, of the lines
_STARTS_ITEM = re.compile(r"[-–—•*·o]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.):]\s")


def read_plain(text: str) -> list[Block]:
    """The paragraphs of a plain text, in reading order."""
    found: list[tuple[list[str], int]] = []
    line = 1
    for chunk in re.split(r"(\n[^\S\n]*\n\s*)", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [kept for raw in chunk.split("\n") if (kept := folded(raw))]
        if lines:
            found.append((lines, line + (len(chunk) - len(chunk.lstrip("\n")))))
        line += chunk.count("\n")
    width = _width([lines for lines, _ in found])
    words = {word.lower() for word in re.findall(r"\w+(?:-\w+)*", text)} if width else set[str]()
    return [Block(Kind.PARAGRAPH, _unwrapped(lines, width, words), line) for lines, line in found]


def _width(paragraphs: Sequence[Sequence[str]]) -> int:
    """At how many characters the lines of a text were broken; 0 where they end as their author had it.

    Lines that end within a sentence tell: in a text that was broken, there was no room for the next word on them."""
    broken = [
        (line, following)
        for lines in paragraphs
        for line, following in pairwise(lines)
        if (line[-1].isalnum() or line[-1] == "-") and following[0].islower() and not _STARTS_ITEM.match(following)
    ]
    width = max((len(line) for line, _ in broken), default=0)
    full = sum(_is_full(line, following, width) for line, following in broken)
    return width if width >= _NARROWEST and full >= _MOSTLY * len(broken) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next word had no room on ``line``, or hardly; of a divided word its second half."""
    word = following.split(" ", 1)[0]
    return len(line) + len(word) + (not line.endswith("-")) > _FULL * width


def _unwrapped(lines: Sequence[str], width: int, words: set[str]) -> str:
    """The lines of a paragraph, full ones joined with what follows them."""
    pieces = [lines[0]]
    for line, following in pairwise(lines):
        headed = line.isupper() and not following.isupper()
        begins = headed or line[-1] in ":;" or _STARTS_ITEM.match(following)
        if not width or begins or not _is_full(line, following, width):
            pieces.append(f"\n{following}")
        else:
            pieces[-1], second = joined(pieces[-1], following, words)
            pieces.append(second)
    return "".join(pieces)
