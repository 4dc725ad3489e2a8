"""Lines → drafts of blocks: what the spacing, indents, sizes and full stops say about where a paragraph ends."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from corpus.joining import LEANING
from corpus.readers.pdf.columns import Line
from corpus.readers.pdf.setting import HYPHENED
from corpus.readers.pdf.tables import Table
from corpus.sentences import ends_in_abbreviation

_BULLET = re.compile(r"[•·▪●○◦‣➢►▶→✓✔❖■□▫\uf000-\uf0ff–—*-]\s+(?=\S)")
_LABEL = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z]|[ivx]{1,4})\.)\s+(?=\S)")
_FIRST_LABEL = re.compile(rf"{_BULLET.pattern}|\(?(?:1|a|i)[.)]\s")
_OPEN_BULLET = re.compile(r"o\s+(?=\S)")
_CLOSED = re.compile(r"[.!?:…][»”’\"')\]]*$")
PART_ENDED = re.compile(r"[.!?:;…][»”’\"')\]]*$")
_LISTED = re.compile(r"(?:[.!?:;,…][»”’\"')\]]*|\b(?:en|of|and|or))$")
_DIVISIBLE = 9  # letters; of a longer word some would have been set on the line before
_AND_MORE = r"(?:(?:,| en|, en| t/m| tot en met) \d{1,3}[a-z]?)*"
QUESTION = re.compile(
    r"(?:Vraag|Vragen|Antwoord|VRAAG|VRAGEN|ANTWOORD)(?: op(?: de)? (?:vraag|vragen))?:? "
    rf"\d{{1,3}}[a-z]?{_AND_MORE}[:.]?"
)


@dataclass(slots=True)
class Draft:
    """The lines of one block to be. ``label`` is an item's, as printed; ``text_left`` where its words begin;
    ``parts`` holds the places of lines that begin a further paragraph of the same item."""

    lines: list[Line]
    label: str = ""
    bullet: bool = False
    text_left: float = 0.0
    parts: set[int] = field(default_factory=set)
    all_bold: bool = field(init=False, default=True)
    all_italic: bool = field(init=False, default=True)
    underlined: bool = field(init=False, default=True)

    def __post_init__(self) -> None:
        for line in self.lines:
            self._note(line)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self._note(line)

    def _note(self, line: Line) -> None:
        if line.letters:
            self.all_bold &= line.all_bold
            self.all_italic &= line.all_italic
        self.underlined &= line.underlined

    @property
    def item(self) -> bool:
        return bool(self.label) or self.bullet

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]


@dataclass(slots=True)
class Spacing:
    """``leadings`` is the usual distance of two baselines for each size of type, in points; ``greedy`` tells that
    lines are filled while the next word fits, so that one that is not was ended on purpose; ``divided`` that words
    are divided at their ends."""

    leadings: dict[float, float] = field(default_factory=dict)
    greedy: bool = False
    divided: bool = False

    def of(self, line: Line) -> float:
        return self.leadings.get(round(line.size, 1), 1.25 * line.size)


def spacing(lines: Sequence[Line], divided: bool) -> Spacing:
    steps: dict[float, Counter[float]] = {}
    for first, second in pairwise(lines):
        step = second.base - first.base
        if first.column == second.column and abs(first.size - second.size) < 0.1 and 0 < step < 2 * first.size:
            steps.setdefault(round(first.size, 1), Counter())[round(step, 1)] += 1
    usual = {}
    for size, counts in steps.items():
        times = {step: counts[step] + counts[round(step + 0.1, 1)] + counts[round(step - 0.1, 1)] for step in counts}
        usual[size] = max(times, key=lambda step: (times[step], -step))
    return Spacing(usual, _greedy(lines), divided)


def _greedy(lines: Sequence[Line]) -> bool:
    going_on = early = 0
    for first, second in pairwise(lines):
        if first.column == second.column and second.text[:1].islower() and not _CLOSED.search(first.text):
            going_on += 1
            early += _fits(first, second)
    return early < 0.03 * going_on


def label_of(line: Line) -> tuple[str, bool]:
    """An item's printed label and whether it is a bullet; ("", False) where the line begins none. A bullet that is
    drawn and not printed is ("", True)."""
    if line.dotted:
        return "", True
    if match := _BULLET.match(line.text):
        return match.group(), True
    if match := _LABEL.match(line.text):
        return match.group(), False
    if (match := _OPEN_BULLET.match(line.text)) and line.second - line.left > 1.1 * line.size:
        return match.group(), True
    return "", False


def drafts(pieces: Iterable[Line | Table], usual: Spacing) -> list[Draft | Table]:
    found: list[Draft | Table] = []
    held: Draft | None = None
    after_table = False
    waiting = list(pieces)
    for piece, following in zip(waiting, chain(waiting[1:], (None,)), strict=False):
        if isinstance(piece, Table):
            found.append(piece)
            after_table = True
            continue
        if held and _under_words(held, piece):
            apart = piece.base - held.last.base > 1.28 * usual.of(piece) and piece.column == held.last.column
            breaks = apart or _style_breaks(held, piece, following) or _opens_indented(held, piece, following, usual)
        else:
            breaks = held is None or _breaks(held, piece, following, usual, after_table)
        if held and not breaks:
            if held.item and _ended(held.last, piece, usual):
                held.parts.add(len(held.lines))
            held.add(piece)
        else:
            held = _begin(piece)
            found.append(held)
        after_table = False
    return found


def _begin(line: Line) -> Draft:
    label, bullet = label_of(line)
    return Draft([line], label, bullet, line.second if label else line.left)


def _breaks(draft: Draft, line: Line, following: Line | Table | None, usual: Spacing, after_table: bool) -> bool:
    last = draft.last
    moved = after_table or line.column != last.column
    if abs(line.size - last.size) > 0.06 * max(line.size, last.size):
        return True
    if QUESTION.fullmatch(last.text) or QUESTION.fullmatch(line.text):
        return True
    if line.underlined and not last.underlined and (_CLOSED.search(last.text) or _fits(last, line)):
        return True
    if draft.underlined and not line.underlined and (line.text[:1].isupper() or _fits(last, line)):
        return True
    if _style_breaks(draft, line, following):
        return True
    step = line.base - last.base
    if not moved and step > 1.28 * usual.of(line):
        return True
    if any(label_of(line)) and _starts_item(draft, line):
        return True
    if HYPHENED.search(last.text) and line.text[:1].isalnum():
        return False
    if draft.first.tab and not moved:  # a list of terms with what they mean
        if abs(draft.first.tab - line.tab) < 2 and abs(draft.first.left - line.left) < 2:
            return True
        if abs(draft.first.tab - line.left) < 2:
            return False
    if moved:
        return _breaks_moved(draft, line, usual, after_table)
    if _right_aligned(last, line):
        return False
    if draft.item and line.left < draft.text_left - 0.6 * line.size and _left_item(draft, line):
        return True
    if not draft.item and line.left > last.left + 0.8 * line.size and _CLOSED.search(last.text):
        return len(draft.lines) > 1 or _fits(last, line)
    if not draft.item and len(draft.lines) > 1 and line.left < last.left - 0.8 * line.size:
        return bool(_CLOSED.search(last.text))
    return _ended(last, line, usual)


def _ended(last: Line, line: Line, usual: Spacing) -> bool:
    """Whether ``last`` was ended on purpose, so that ``line`` begins a paragraph."""
    closed = bool(_CLOSED.search(last.text)) and not ends_in_abbreviation(last.text)
    if line.text[:1].islower() or not _fits(last, line, part=usual.divided and closed):
        return False
    if closed:
        return True
    if line.text[:1].isdigit() or last.text.rsplit(" ", 1)[-1] in LEANING:
        return False
    if usual.greedy:
        return _fits(last, line, 1.5)
    return _slack(last) > 0.3 * (last.end - last.start)


def _right_aligned(last: Line, line: Line) -> bool:
    """Whether two lines are set against an edge on their right that is not that of the column, as captions are."""
    same = abs(line.right - last.right) < 1.5 and last.right < last.end - last.size
    return same and abs(line.left - last.left) > 2 * line.size


def _hangs(draft: Draft, line: Line) -> bool:
    return abs(line.left - draft.text_left) < 0.6 * line.size < draft.text_left - draft.first.left


def _under_words(draft: Draft, line: Line) -> bool:
    """Whether a line goes on under the words of an item, behind its label."""
    same = abs(line.size - draft.last.size) < 0.06 * line.size
    return draft.item and same and _hangs(draft, line) and not any(label_of(line))


def _opens_indented(draft: Draft, line: Line, following: Line | Table | None, usual: Spacing) -> bool:
    """Whether a line looks to go on in an item but is the first, indented one of the paragraph behind it."""
    if not PART_ENDED.search(draft.last.text) or not isinstance(following, Line):
        return False
    if any(label_of(following)) or line.text[:1].islower():
        return False
    near = following.column == line.column and following.base - line.base < 1.28 * usual.of(line)
    return near and following.left < line.left - 0.6 * line.size


def _style_breaks(draft: Draft, line: Line, following: Line | Table | None) -> bool:
    """Whether bold or italic words that fill the lines so far end here, or begin."""
    last = draft.last
    if not line.letters or not last.letters:
        return False
    if draft.all_bold and not line.starts_bold:
        return True
    if line.all_bold and not last.bold and (_CLOSED.search(last.text) or _fits(last, line)):
        return True
    if draft.all_italic and line.italic == 0:
        indented = line.left > last.left + 0.8 * line.size
        begins = line.text[:1].isupper() and not _CLOSED.search(last.text)
        if indented or begins or _fits(last, line):
            return True
    if not line.all_italic or last.italic or not _CLOSED.search(last.text):
        return False
    alone = isinstance(following, Line) and following.italic == 0 and following.column == line.column
    titles = line.text[:1].isupper() and not PART_ENDED.search(line.text) and not line.text.endswith(",")
    return (alone and titles) or _fits(last, line)


def _starts_item(draft: Draft, line: Line) -> bool:
    last = draft.last
    if draft.item and abs(line.left - draft.first.left) < 2:
        return True
    if abs(line.left - last.left) > 0.8 * line.size or _fits(last, line):
        return True
    first = draft.item or line.dotted or _FIRST_LABEL.match(line.text)  # a full line may be followed by "6. Verder"
    return bool(first and _LISTED.search(last.text))


def _left_item(draft: Draft, line: Line) -> bool:
    """Whether a line further to the left than an item's words ends the item."""
    hanging = len(draft.lines) > 1 and draft.lines[1].left > draft.text_left - 0.6 * line.size
    return hanging or _fits(draft.last, line) or line.left < draft.first.left - 2


def _breaks_moved(draft: Draft, line: Line, usual: Spacing, after_table: bool) -> bool:
    """Whether the first line of a column or page, or behind a table, begins a new block."""
    last = draft.last
    low = line.text[:1].islower()
    if _CLOSED.search(last.text):
        indented = line.left > line.start + 0.8 * line.size and not draft.item
        whole = after_table and not ends_in_abbreviation(last.text)
        return not low and (whole or _ended(last, line, usual) or indented)
    return not low and not HYPHENED.search(last.text) and _ended(last, line, usual)


def _slack(line: Line) -> float:
    return line.end - line.right


def _fits(last: Line, line: Line, slack: float = 0.3, part: bool = False) -> bool:
    """Whether the first word of ``line``, or a part of it, had room behind ``last``: then that was ended on purpose."""
    word = line.text.split(" ", 1)[0]
    if part and len(word) > _DIVISIBLE and word.isalpha():
        word = word[: _DIVISIBLE - 2]
    if "-" in word[1:-1]:
        word = word[: word.index("-", 1) + 1]
    width = (line.right - line.left) / max(len(line.text), 1)
    return last.right + width * (len(word) + 1) < last.end - slack * line.size
