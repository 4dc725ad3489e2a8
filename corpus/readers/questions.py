"""Questions of members and the answers to them, each question kept with its answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.blocks import Block, Kind
from corpus.readers.flow import joined

_RANGE = re.compile(r"(\d{1,3})\s*(?:t/m|tot en met|–|-)\s*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class _Question:
    numbers: frozenset[int]
    blocks: Sequence[Block]


@dataclass(slots=True)
class Questions:
    """The questions that still want their answer: several can be put before one is answered, or share an answer."""

    _open: list[_Question] = field(default_factory=list)

    def ask(self, blocks: Sequence[Block]) -> None:
        """A question; its first block is its label ("Vraag 1")."""
        if blocks:
            self._open.append(_Question(_numbers(blocks[0].text), blocks))

    def answer(self, blocks: Sequence[Block]) -> Block | None:
        """The answer with the questions it answers, as one paragraph; None where it holds no words."""
        if not blocks:
            return None
        numbers = _numbers(blocks[0].text)
        answered = [question for question in self._open if question.numbers & numbers] or self._open
        self._open = [question for question in self._open if question not in answered]
        return _paragraph([*(block for question in answered for block in question.blocks), *blocks])

    def unanswered(self) -> Iterator[Block]:
        """The questions that no answer came to."""
        waiting, self._open = self._open, []
        for question in waiting:
            yield _paragraph(question.blocks)


def _paragraph(blocks: Sequence[Block]) -> Block:
    text, markers = joined(blocks, "\n")
    return Block(Kind.PARAGRAPH, text, blocks[0].line, markers=markers)


def _numbers(label: str) -> frozenset[int]:
    """ "Antwoord 1, 2 en 4 t/m 6" → {1, 2, 4, 5, 6}; none where it is no label."""
    if len(label) > 80 or not re.match(r"(?:vra|antwoord|\d)", label, re.IGNORECASE):
        return frozenset()
    numbers = set(map(int, re.findall(r"\d{1,3}", label)))
    for first, last in _RANGE.findall(label):
        numbers.update(range(int(first), int(last) + 1))
    return frozenset(numbers)
