"""Questions of members and the answers to them: each question is kept with its answer, as one paragraph.

Publications set them under labels, "Vraag 1" and "Antwoord 1". An answer can be to several questions ("Antwoord 2 en
3"), which stand before it one by one or all together.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.blocks import Block, Kind, gathered

_NUMBERS = r"\d{1,3}(?:\s*(?:,|en|t/m|tot en met|–|-)\s*\d{1,3})*"
_QUESTION = re.compile(rf"vra(?:ag|gen)(?: {_NUMBERS})?[.:]?", re.IGNORECASE)
_ANSWER = re.compile(rf"antwoord(?:en)?(?: op)?(?: de)?(?: vra(?:ag|gen))?(?: {_NUMBERS})?[.:]?", re.IGNORECASE)
_LABEL = re.compile(r"(?:vra|antwoord|\d)", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,3})\s*(?:t/m|tot en met|–|-)\s*(\d{1,3})")
# So many questions wait for their answer at the most: of a hostile file the oldest get none.
_WAITING = 500


@dataclass(frozen=True, slots=True)
class _Question:
    numbers: frozenset[int]
    blocks: Sequence[Block]


@dataclass(slots=True)
class Questions:
    """The questions that still want their answer."""

    _open: list[_Question] = field(default_factory=list)

    def ask(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """A question; its first block is its label ("Vraag 1"). Gives those that have waited too long."""
        if blocks:
            self._open.append(_Question(_numbers(blocks[0].text), blocks))
        if len(self._open) > _WAITING:
            yield from _together(self._open.pop(0).blocks)

    def answer(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """The answer with the questions it answers: the first label as a heading, all else as one paragraph."""
        if not blocks:
            return
        numbers = _numbers(blocks[0].text)
        answered = [question for question in self._open if question.numbers & numbers] or self._open
        self._open = [question for question in self._open if question not in answered]
        yield from _together([*(block for question in answered for block in question.blocks), *blocks])

    def unanswered(self) -> Iterator[Block]:
        """The questions that no answer came to."""
        waiting, self._open = self._open, []
        for question in waiting:
            yield from _together(question.blocks)


def paired(blocks: Sequence[Block]) -> Iterator[Block]:
    """``blocks`` with each question put with its answer, where labels say what is which; else as they are."""
    if not (any(map(_asks, blocks)) and any(map(_answers, blocks))):
        yield from blocks
        return
    questions = Questions()
    part: list[Block] = []  # a question or an answer, its label first

    def close() -> Iterator[Block]:
        if part:
            yield from questions.ask(list(part)) if _asks(part[0]) else questions.answer(list(part))
            part.clear()

    for block in blocks:
        if _asks(block) or _answers(block):
            yield from close()
            part.append(block)
        elif block.kind is Kind.HEADING:
            yield from close()
            yield from questions.unanswered()
            yield block
        elif part:
            part.append(block)
        else:
            yield block
    yield from close()
    yield from questions.unanswered()


def is_label(line: str) -> bool:
    """Whether ``line`` is but the label of a question or an answer: "Vraag 3", "Antwoord 2 en 3"."""
    return bool(_QUESTION.fullmatch(line) or _ANSWER.fullmatch(line))


def answer_start(text: str) -> int:
    """Where in a paragraph the answer begins that it holds with its question: behind the answer's label; else 0."""
    start = 0
    for line in text.split("\n"):
        start += len(line) + 1
        if _ANSWER.fullmatch(line) and start < len(text):
            return start
    return 0


def _asks(block: Block) -> bool:
    return block.kind in (Kind.HEADING, Kind.PARAGRAPH) and bool(_QUESTION.fullmatch(block.text))


def _answers(block: Block) -> bool:
    return block.kind in (Kind.HEADING, Kind.PARAGRAPH) and bool(_ANSWER.fullmatch(block.text))


def _together(blocks: Sequence[Block]) -> Iterator[Block]:
    first, *rest = blocks
    if _LABEL.match(first.text) and len(first.text) < 80:
        yield replace(first, kind=Kind.HEADING, level=first.level or 2)
        blocks = rest
    if blocks:
        yield gathered(blocks)


def _numbers(label: str) -> frozenset[int]:
    """ "Antwoord 1, 2 en 4 t/m 6" → {1, 2, 4, 5, 6}; none where it is no label."""
    if len(label) > 80 or not _LABEL.match(label):
        return frozenset()
    numbers = set(map(int, re.findall(r"\d{1,3}", label)))
    for first, last in _RANGE.findall(label):
        numbers.update(range(int(first), int(last) + 1))
    return frozenset(numbers)
