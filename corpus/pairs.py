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
_RANGE = re.compile(r"(\d{1,3})\s*(?:t/m|tot en met|–|-)\s*(\d{1,3})")


@dataclass(slots=True)
class _Part:
    """A question or an answer: its label and what stands under it."""

    label: Block
    blocks: list[Block] = field(default_factory=list)

    @property
    def numbers(self) -> set[int]:
        numbers = set(map(int, re.findall(r"\d{1,3}", self.label.text)))
        for first, last in _RANGE.findall(self.label.text):
            numbers.update(range(int(first), int(last) + 1))
        return numbers


def paired(blocks: Sequence[Block]) -> Iterator[Block]:
    """``blocks`` with each question and its answer as a heading, the question's label, and one paragraph under it.

    What holds no questions with answers is left as it is.
    """
    if not (any(map(_asks, blocks)) and any(map(_answers, blocks))):
        yield from blocks
        return
    waiting: list[_Part] = []
    answer: _Part | None = None
    for block in blocks:
        if _asks(block) or _answers(block) or block.kind is Kind.HEADING:
            if answer:
                yield from _pair(waiting, answer)
                answer = None
            if _asks(block):
                waiting.append(_Part(block))
            elif _answers(block):
                answer = _Part(block)
            else:
                yield from _unanswered(waiting)
                yield block
        elif answer:
            answer.blocks.append(block)
        elif waiting:
            waiting[-1].blocks.append(block)
        else:
            yield block
    if answer:
        yield from _pair(waiting, answer)
    yield from _unanswered(waiting)


def _asks(block: Block) -> bool:
    return block.kind in (Kind.HEADING, Kind.PARAGRAPH) and bool(_QUESTION.fullmatch(block.text))


def _answers(block: Block) -> bool:
    return block.kind in (Kind.HEADING, Kind.PARAGRAPH) and bool(_ANSWER.fullmatch(block.text))


def _pair(waiting: list[_Part], answer: _Part) -> Iterator[Block]:
    """The questions that ``answer`` is to, which wait no longer, and the answer."""
    answered = [part for part in waiting if part.numbers & answer.numbers] or list(waiting)
    waiting[:] = [part for part in waiting if part not in answered]
    yield from _together([*answered, answer])


def _unanswered(waiting: list[_Part]) -> Iterator[Block]:
    for part in waiting:
        yield from _together([part])
    waiting.clear()


def _together(parts: Sequence[_Part]) -> Iterator[Block]:
    """A heading, the first label, and a paragraph with all that follows it; a label alone where nothing does."""
    first, *rest = parts
    yield replace(first.label, kind=Kind.HEADING, level=first.label.level or 2)
    members = [*first.blocks, *(block for part in rest for block in (part.label, *part.blocks))]
    if members:
        yield gathered(members)
