"""Lists and tables as paragraphs: what only says something together is found and shown together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from corpus.blocks import Block, Kind, Style, gathered
from corpus.pairs import is_label

# Items of so many characters on average are paragraphs with a number, not an enumeration.
LONG_ITEMS = 600
# A table in more characters than this is several paragraphs of rows, under the same column heads; and a list of lists
# is several of items.
LONG_TABLE = 1200
# "2. Verder", "b) verder", or no more than a number: what stands before it does not introduce it.
_GOES_ON = re.compile(r"(?:[2-9]|\d\d{1,2}|[b-h])[.)]\s|\d{1,3}[.)]$")
_FIRST = re.compile(r"(?:1|[aAI])[.)]\s")
_MARKED = re.compile(r"(?:[-–—•·▪◦‣*]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,5})[.)])\s", re.IGNORECASE)


def is_item(line: str) -> bool:
    """Whether a line of a paragraph begins with the mark of an item; in many letters the items have none."""
    return bool(_MARKED.match(line))


def led_in(blocks: Sequence[Block], title: Block | None) -> Iterator[Block]:
    """``blocks`` with each underlined line in the paragraph that it leads into, where all headings by size or weight
    rank above it: ministries' own outlines of their letters don't have it then. Else it is a heading."""
    headings = [block for block in blocks if block.kind is Kind.HEADING and block is not title]
    others = [block.level for block in headings if not _leads_in(block) and not is_label(block.text)]
    if not others or any(block.level <= max(others) for block in headings if _leads_in(block)):
        yield from blocks
        return
    held: Block | None = None
    for block in blocks:
        if held and block.kind is Kind.PARAGRAPH:
            block = gathered([held, block])
        elif held:
            yield held
        held = None
        if block is not title and _leads_in(block):
            held = replace(block, kind=Kind.PARAGRAPH, level=0)
        else:
            yield block
    if held:
        yield held


def _leads_in(block: Block) -> bool:
    return block.kind is Kind.HEADING and block.style is Style.UNDERLINED and not is_label(block.text)


def grouped(blocks: Iterable[Block]) -> Iterator[Block]:
    """``blocks`` with each list in the paragraph that leads into it, and the rows of a table in one or several, the
    first with a lead-in that ends in ":"."""
    held: Block | None = None
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        members = list(group)
        if kind not in (Kind.ITEM, Kind.ROW):
            *before, last = [*([held] if held else []), *members]
            yield from before
            held = last
            continue
        lead = [held] if held and _introduces(held, members) else []
        if held and not lead:
            yield held
        held = None
        yield from _rows(lead, members) if kind is Kind.ROW else _items(lead, members)
    if held:
        yield held


def _introduces(held: Block, members: Sequence[Block]) -> bool:
    """Whether a list or table belongs to what stands before it. A question by itself is no list, nor is a number
    with a heading below a whole sentence, and a list that goes on belongs to what began it, unless the words say so."""
    first = members[0]
    if held.kind is not Kind.PARAGRAPH or is_label(held.text):
        return False
    if held.text.endswith(":"):
        return True
    heads = _FIRST.match(first.text) and held.text.endswith(".") and not first.text.endswith((".", ";", ","))
    alone = len(members) == 1 and (first.text.endswith("?") or heads)
    return first.kind is Kind.ITEM and not alone and not _GOES_ON.match(first.text)


def _items(lead: Sequence[Block], items: Sequence[Block]) -> Iterator[Block]:
    """A list, or its parts where it has lists in it and is long: each item of the highest level with all below it."""
    if len(items) > 1 and sum(len(item.text) for item in items) > LONG_ITEMS * len(items):
        yield from lead
        yield from (replace(item, kind=Kind.PARAGRAPH, level=0) for item in items)
        return
    top = min(item.level for item in items)
    wholes: list[list[Block]] = []
    for item in items:
        if item.level == top or not wholes:
            wholes.append([])
        wholes[-1].append(item)
    part, length = list(lead), 0
    for whole in wholes if len(wholes) < len(items) else [items]:
        size = sum(len(item.text) for item in whole)
        if length and length + size > LONG_TABLE:
            yield gathered(part)
            part, length = [], 0
        part += whole
        length += size
    yield gathered(part)


def _rows(lead: Sequence[Block], rows: Sequence[Block]) -> Iterator[Block]:
    """A table. Column heads that return, as on each page, stand once."""
    heads = list(takewhile(lambda row: row.level, rows))
    known = {head.text for head in heads}
    part = [*lead, *heads]
    length = 0
    for row in (row for row in rows[len(heads) :] if not (row.level and row.text in known)):
        if length and length + len(row.text) > LONG_TABLE:
            yield gathered(part)
            part, length = list(heads), 0
        part.append(row)
        length += len(row.text)
    if part:
        yield gathered(part)
