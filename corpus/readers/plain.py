"""Plain text → blocks: an empty line ends a paragraph, lines within one are kept."""

import re

from corpus.blocks import Block, Kind, folded


def read_plain(text: str) -> list[Block]:
    """The paragraphs of a plain text, in reading order."""
    blocks = []
    line = 1
    for chunk in re.split(r"(\n[^\S\n]*\n\s*)", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [kept for raw in chunk.split("\n") if (kept := folded(raw))]
        if lines:
            blocks.append(Block(Kind.PARAGRAPH, "\n".join(lines), line + (len(chunk) - len(chunk.lstrip("\n")))))
        line += chunk.count("\n")
    return blocks
