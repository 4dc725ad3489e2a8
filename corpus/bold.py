"""Which bold lines are headings, where a format can't say so.

Converters to Markdown write a heading as a bold paragraph now and then; lines of a letterhead, signatures, labels of
questions and captions are bold too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.blocks import CAPTION, Block, Kind, Style
from corpus.joining import is_cut
from corpus.letterhead import SALUTATION, take_letterhead
from corpus.pairs import begins_answer, is_label
from corpus.signature import OFFICE

_BOLD = (Style.BOLD, Style.BOLD_ITALIC)
_HEADS = re.compile(r".{1,120}(?<![.,;:!?…])")
_BELOW_ALL = 7  # the level of such a heading in Markdown, where "#" goes to 6
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,5})\.\s")
_SENTENCE_END = (".", "?", "!", ":")


def heads(text: str, style: Style) -> bool:
    """Whether a paragraph is the heading of what follows, by how it is set."""
    return style in _BOLD and _HEADS.fullmatch(text) is not None


def with_numbered_headings(blocks: Sequence[Block], level: int) -> tuple[Block, ...]:
    """``blocks`` with bold items of a numbered list as headings, where each stands alone above text, as a word
    processor numbers headings and converters then list them. One alone is none."""
    alone = [
        place
        for place, block in enumerate(blocks[:-1])
        if block.kind is Kind.ITEM
        and heads(block.text, block.style)
        and _NUMBERED.match(block.text)
        and blocks[place + 1].kind is Kind.PARAGRAPH
        and not (place and blocks[place - 1].kind is Kind.ITEM)
    ]
    found = frozenset(alone) if len(alone) > 1 else frozenset()
    return tuple(
        replace(block, kind=Kind.HEADING, level=level) if place in found else block
        for place, block in enumerate(blocks)
    )


def with_bold_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """``blocks`` with each bold line that heads text as a heading below all others. In the head of a letter and
    behind its last sentence, which is not bold, a bold line is none, nor is one of a signature or of a question."""
    blocks = with_numbered_headings(blocks, _BELOW_ALL)
    head, _ = take_letterhead(blocks)
    sentences = (place for place, block in enumerate(blocks) if block.text.endswith(_SENTENCE_END))
    last = max((at for at in sentences if blocks[at].style not in _BOLD and not _is_note(blocks[at])), default=0)
    begun = False  # whether the head is behind
    for place, block in enumerate(blocks):
        above = blocks[place - 1].text if place else ""
        follows = blocks[place + 1].text if place + 1 < len(blocks) else ""
        begun = begun or block.kind is Kind.HEADING or above.endswith(_SENTENCE_END) or _greets(above)
        goes_on = above.endswith(",") and not _greets(above)
        goes_on |= place in head or any(map(OFFICE.match, (block.text, above)))
        goes_on |= is_label(above) or begins_answer(follows)
        below = next((each for each in blocks[place + 1 : place + 4] if not _is_note(each)), block)
        goes_on |= below.kind is Kind.PARAGRAPH and is_cut(block.text, below.text)  # by the end of a page
        if place < last and not goes_on and (begun or follows.endswith(_SENTENCE_END)) and _is_bold_heading(block):
            yield replace(block, kind=Kind.HEADING, level=_BELOW_ALL + (block.style is Style.BOLD_ITALIC))
        else:
            yield block


def _greets(text: str) -> bool:
    return len(text) < 200 and SALUTATION.fullmatch(text) is not None


def _is_bold_heading(block: Block) -> bool:
    """Whether a paragraph has the look of a heading and is no number, label of a question, caption or note."""
    other = is_label(block.text) or CAPTION.match(block.text) or not any(map(str.isalpha, block.text))
    return block.kind is Kind.PARAGRAPH and heads(block.text, block.style) and not other and not _is_note(block)


def _is_note(block: Block) -> bool:
    return any(marker.offset == 0 for marker in block.markers)
