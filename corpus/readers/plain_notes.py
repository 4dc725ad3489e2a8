"""Notes of a plain text, whose marks programs write in brackets: "buitenland.[1]", and at the end "[1] Artikel 13."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.blocks import Block, Kind, Marker

_BODY = re.compile(r"\[(\d{1,3})\] (?=\S)")
# With a space before it a number refers to a list of literature and is read as a word: "zoals in [1] staat"
_MARK = re.compile(r"(?<=\S)\[(\d{1,3})\]")
_APART = re.compile(r"\s\[\d{1,3}\]")


def with_notes(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with each note as one of its own, and its mark out of the text. As they are where they have none: the
    notes are numbered from 1 on without a gap, each is referred to right behind a word of a block above it, and no
    number in brackets stands by itself."""
    bodies = {
        place: list(_bodies(block))
        for place, block in enumerate(blocks)
        if block.kind is Kind.PARAGRAPH and _BODY.match(block.text)
    }
    numbers = [number for notes in bodies.values() for number, _ in notes]
    if not numbers or numbers != [str(number) for number in range(1, len(numbers) + 1)]:
        return list(blocks)
    texts = [block.text for place, block in enumerate(blocks) if place not in bodies]
    known = set(numbers)
    if any(map(_APART.search, texts)) or not known.issubset(_referred_above(blocks, bodies)):
        return list(blocks)
    found: list[Block] = []
    for place, block in enumerate(blocks):
        if place in bodies:
            found += (replace(block, text=text, markers=(Marker(number, 0, True),)) for number, text in bodies[place])
        else:
            found.append(_without_marks(block, known))
    return found


def _bodies(block: Block) -> Iterator[tuple[str, str]]:
    """The notes in a block, each with its number: one begins with each line that has one."""
    number, text = "", ""
    for line in block.lines:
        if begins := _BODY.match(line):
            if number:
                yield number, text
            number, text = begins[1], line[begins.end() :]
        else:
            text = f"{text}\n{line}"
    yield number, text


def _referred_above(blocks: Sequence[Block], bodies: dict[int, list[tuple[str, str]]]) -> set[str]:
    """The numbers of the notes whose mark stands in a block above them."""
    marked: set[str] = set()
    referred: set[str] = set()
    for place, block in enumerate(blocks):
        if place in bodies:
            referred.update(number for number, _ in bodies[place] if number in marked)
        else:
            marked.update(_MARK.findall(block.text))
    return referred


def _without_marks(block: Block, known: set[str]) -> Block:
    text, markers, last = "", list[Marker](), 0
    for match in _MARK.finditer(block.text):
        if match[1] in known:
            text += block.text[last : match.start()]
            markers.append(Marker(match[1], len(text), True))
            last = match.end()
    return replace(block, text=text + block.text[last:], markers=tuple(markers)) if markers else block
