"""Questions of members and the answers to them, each question kept with its answer."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.blocks import Block, Kind
from corpus.readers.flow import joined

_RANGE = re.compile(r"(\d{1,3})\s*(?:t/m|tot en met|–|-)\s*(\d{1,3})")
_MOST = 30  # numbers in one label; what names more is no label


class Questions:
    """The questions that still want their answer: several can be put before one is answered, or share an answer."""

    def __init__(self) -> None:
        self._open: dict[int, Sequence[Block]] = {}  # in the order in which they were asked
        self._asked = 0
        self._by_number: defaultdict[int, list[int]] = defaultdict(list)

    def ask(self, blocks: Sequence[Block]) -> None:
        """A question; its first block is its label ("Vraag 1")."""
        if not blocks:
            return
        self._asked += 1
        self._open[self._asked] = blocks
        for number in _numbers(blocks[0].text):
            self._by_number[number].append(self._asked)

    def answer(self, blocks: Sequence[Block]) -> Block | None:
        """The answer with the questions it answers, as one paragraph; None where it holds no words.

        An answer whose label names none of the open questions answers them all.
        """
        if not blocks:
            return None
        named = [asked for number in _numbers(blocks[0].text) for asked in self._by_number.pop(number, ())]
        answered = sorted({*named} & self._open.keys()) or list(self._open)
        return _paragraph([*(block for asked in answered for block in self._open.pop(asked)), *blocks])

    def unanswered(self) -> Iterator[Block]:
        """The questions that no answer came to."""
        waiting = list(self._open.values())
        self._open.clear()
        self._by_number.clear()
        for blocks in waiting:
            yield _paragraph(blocks)


def _paragraph(blocks: Sequence[Block]) -> Block:
    text, markers = joined(blocks, "\n")
    return Block(Kind.PARAGRAPH, text, blocks[0].line, markers=markers)


def _numbers(label: str) -> set[int]:
    """ "Antwoord 1, 2 en 4 t/m 6" → {1, 2, 4, 5, 6}; none where it is no label."""
    if len(label) > 80 or not re.match(r"(?:vra|antwoord|\d)", label, re.IGNORECASE):
        return set()
    numbers = set(map(int, re.findall(r"\d{1,3}", label)))
    for first, last in _RANGE.findall(label):
        numbers.update(range(int(first), min(int(last), int(first) + _MOST) + 1))
    return numbers if len(numbers) <= _MOST else set()
