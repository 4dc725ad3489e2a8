"""Questions of members and the answers to them: each question is kept with its answer, as one paragraph.

Publications set them under labels, "Vraag 1" and "Antwoord 1", on a line of their own or before the words. An answer
can be to several questions ("Antwoord 2 en 3"), which stand before it one by one or all together. In lists of questions
a number is the one label ("12"): question and answer follow it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.blocks import Block, Kind, gathered

_NUMBERS = r"\d{1,3}(?: *(?:,|en|t/m|tot en met|–|-) *\d{1,3})*"
_ASKS = rf"vra(?:ag|gen)(?: {_NUMBERS})?"
_ANSWERS = rf"antwoord(?:en)?(?: op)?(?: de)?(?: vra(?:ag|gen))?(?: {_NUMBERS})?"
_QUESTION = re.compile(rf"{_ASKS}[.:]?", re.IGNORECASE)
_ANSWER = re.compile(rf"{_ANSWERS}[.:]?", re.IGNORECASE)
_BEGINS_ANSWER = re.compile(rf"{_ANSWERS}(?:[.:]|$)", re.IGNORECASE | re.MULTILINE)
_NUMBER = re.compile(r"(\d{1,3})[.)]?")
# A label at the start of a line: alone, before a colon, or with a number before a capital. Or the number of a question
# that the label of an answer follows.
_AT_LINE = re.compile(
    rf"^(?:(?i:{_ASKS}|{_ANSWERS})(?:[.:]?$|:(?= )|(?<=\d)\.?(?= [«“‘]?[A-ZÀ-ÖØ-Þ]))"
    rf"|\d{{1,3}}[.)](?= .*\n(?i:{_ANSWERS})(?:[.:]|$)))",
    re.MULTILINE,
)
_REQUEST = re.compile(r"(?:Wilt|Kunt|Deelt|Bent|Heeft|Hebt|Herkent|Erkent) u\b")  # a question, even without "?"
_LABEL = re.compile(r"(?:vra|antwoord|\d)", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,3})\s*(?:t/m|tot en met|–|-)\s*(\d{1,3})")
# So many questions wait for their answer at the most: of a hostile file the oldest get none.
_WAITING = 500
_LONGEST_LABEL = 80


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
            self._open.append(_Question(label_numbers(blocks[0].text), blocks))
        if len(self._open) > _WAITING:
            yield from _together(self._open.pop(0).blocks)

    def answer(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """The answer with the questions it answers: the first label as a heading, all else as one paragraph."""
        if not blocks:
            return
        numbers = label_numbers(blocks[0].text)
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
    after = [*(block.text[:_LONGEST_LABEL] for block in blocks[1:]), ""]
    parts = [part for block, following in zip(blocks, after, strict=False) for part in _parts(block, following)]
    numbers = _asking_numbers(parts)
    answers = any(map(_answers, parts))
    if not numbers and not (answers and any(map(_asks, parts))):
        yield from blocks
        return
    questions = Questions()
    part: list[Block] = []  # a question or an answer, its label first

    def close(following: Block | None = None) -> Iterator[Block]:
        if part:
            answered = len(part) > 2 and not (following and _answers(following))
            if answered and _NUMBER.fullmatch(part[0].text):
                if not answers:  # those before it won't be answered any more
                    yield from questions.unanswered()
                yield from _together(list(part))
            else:
                yield from questions.answer(list(part)) if _answers(part[0]) else questions.ask(list(part))
            part.clear()

    for place, block in enumerate(parts):
        if _asks(block) or _answers(block) or place in numbers:
            yield from close(block)
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


def begins_answer(text: str) -> bool:
    """Whether a paragraph begins with the label of an answer, on a line of its own or before a colon."""
    return _BEGINS_ANSWER.match(text) is not None


def answer_start(text: str) -> int:
    """Where in a paragraph the answer begins that it holds with its question: behind the answer's label, or behind a
    first line that asks where the last does not; else 0."""
    start = 0
    for line in text.split("\n"):
        start += len(line) + 1
        if _ANSWER.fullmatch(line) and start < len(text):
            return start
    question, _, answer = text.partition("\n")
    return len(question) + 1 if question.endswith("?") and not text.endswith("?") and answer else 0


def _parts(block: Block, following: str) -> Iterator[Block]:
    """A paragraph, the labels at the start of its lines apart. ``following`` is what the next block begins with."""
    found = _AT_LINE.finditer(f"{block.text}\n{following}")
    labels = [label for label in found if label.end() <= len(block.text)]
    if block.kind is not Kind.PARAGRAPH or not labels:
        yield block
        return
    for start, end in pairwise(sorted({0, len(block.text), *(edge for label in labels for edge in label.span())})):
        text = block.text[start:end].strip()
        begin = block.text.find(text, start)
        within = (each for each in block.markers if start < each.offset <= end)
        markers = (replace(each, offset=min(max(each.offset - begin, 0), len(text))) for each in within)
        if text:
            yield replace(block, text=text, markers=tuple(markers))


def _asking_numbers(blocks: Sequence[Block]) -> set[int]:
    """The places of numbers that are questions' labels: an answer's label follows the question, or from 1 on the next
    number stands before a question too. A question without "?" is one where the number goes on in the run."""
    found = {
        place: number
        for place, (block, question) in enumerate(pairwise(blocks))
        if question.kind is Kind.PARAGRAPH and (number := _NUMBER.fullmatch(block.text))
    }
    asking = {place for place in found if blocks[place + 1].text.endswith("?")}
    numbers: dict[int, int] = {}
    last, form = 0, ""
    for (place, number), following in zip(found.items(), [*list(found)[1:], -1], strict=False):
        goes_on = int(number[1]) == last + 1 and (not last or form == number[0][len(number[1]) :])
        answered = any(map(_answers, blocks[place + 2 : place + 3]))
        between = following in asking and int(found[following][1]) == last + 2
        if place in asking or (goes_on and (answered or between or _REQUEST.match(blocks[place + 1].text))):
            last, form = int(number[1]), number[0][len(number[1]) :]
            numbers[place] = last
    labelled = {place for place in numbers if any(map(_answers, blocks[place + 2 : place + 3]))}
    counted = {
        place
        for (first, number), (second, following) in pairwise(numbers.items())
        if following == number + 1 and 1 in numbers.values()
        for place in (first, second)
    }
    return labelled | counted


def _asks(block: Block) -> bool:
    return block.kind in (Kind.HEADING, Kind.PARAGRAPH) and bool(_QUESTION.fullmatch(block.text))


def _answers(block: Block) -> bool:
    return block.kind in (Kind.HEADING, Kind.PARAGRAPH) and bool(_ANSWER.fullmatch(block.text))


def _together(blocks: Sequence[Block]) -> Iterator[Block]:
    first, *rest = blocks
    if _LABEL.match(first.text) and len(first.text) < _LONGEST_LABEL:
        yield replace(first, kind=Kind.HEADING, level=first.level or 2)
        blocks = rest
    if blocks:
        yield gathered(blocks)


def label_numbers(label: str) -> frozenset[int]:
    """ "Antwoord 1, 2 en 4 t/m 6" → {1, 2, 4, 5, 6}; none where it is no label."""
    if len(label) > _LONGEST_LABEL or not _LABEL.match(label):
        return frozenset()
    numbers = set(map(int, re.findall(r"\d{1,3}", label)))
    for first, last in _RANGE.findall(label):
        numbers.update(range(int(first), int(last) + 1))
    return frozenset(numbers)
