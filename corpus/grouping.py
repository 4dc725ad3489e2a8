"""Lists and tables as paragraphs: what only says something together is found and shown together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from corpus.blocks import Block, Kind, gathered

# Items of so many characters on average are paragraphs with a number, not an enumeration.
LONG_ITEMS = 600
# A table in more characters than this is several paragraphs of rows, under the same column heads.
LONG_TABLE = 1200


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
        leads = held is not None and held.kind is Kind.PARAGRAPH and (kind is Kind.ITEM or held.text.endswith(":"))
        if held and not leads:
            yield held
        lead = [held] if held and leads else []
        held = None
        yield from _rows(lead, members) if kind is Kind.ROW else _items(lead, members)
    if held:
        yield held


def _items(lead: Sequence[Block], items: Sequence[Block]) -> Iterator[Block]:
    if len(items) > 1 and sum(len(item.text) for item in items) > LONG_ITEMS * len(items):
        yield from lead
        yield from (replace(item, kind=Kind.PARAGRAPH, level=0) for item in items)
    else:
        yield gathered([*lead, *items])


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
