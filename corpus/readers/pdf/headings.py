"""Which blocks are headings, and how they rank, by how they are set."""

import re
from collections.abc import Sequence

from corpus.blocks import CAPTION, Style
from corpus.readers.pdf.paragraphs import QUESTION, Draft

_LONGEST = 220  # characters
_LONGEST_QUESTION = 70
_LARGER = 1.07  # than running text
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+\D")
_ADDRESS = re.compile(r"://|www\.|\S@\S")  # underlined as a link
_RUNNING_END = re.compile(r"[.;,:][»”’\"')\]]*$")


def style_of(draft: Draft, size: float) -> Style:
    """``size``: of running text, in points."""
    letters = any(line.letters for line in draft.lines)
    bold, italic = letters and draft.all_bold, letters and draft.all_italic
    if bold and italic:
        return Style.BOLD_ITALIC
    if bold or italic:
        return Style.BOLD if bold else Style.ITALIC
    return Style.UNDERLINED if draft.underlined and not _larger(draft, size) else Style.PLAIN


def is_heading(draft: Draft, size: float) -> bool:
    """Whether a block stands out from running text by its size, weight, slant or underline and is short."""
    text = " ".join(line.text for line in draft.lines)
    if QUESTION.fullmatch(text):
        return True
    letters = sum(line.letters for line in draft.lines)
    if len(draft.lines) > 4 or len(text) > _LONGEST or letters < 3 or draft.bullet:
        return False
    larger = _larger(draft, size)
    if draft.first.size < 0.9 * size or CAPTION.match(text):
        return False
    if _RUNNING_END.search(text) and not (larger and text.endswith(":")):
        return False
    if text.endswith("?") and len(text) > _LONGEST_QUESTION and not larger:
        return False  # a member's question, set off from its answer
    if larger or draft.all_bold or (draft.underlined and not _ADDRESS.search(text)):
        return True
    words = _NUMBERED.sub(lambda match: match.group()[-1], text)
    return draft.all_italic and len(draft.lines) <= 2 and words[0].isupper()


def _larger(draft: Draft, size: float) -> bool:
    return draft.first.size > _LARGER * size


def heading_levels(found: Sequence[Draft], size: float, top: int) -> dict[int, int]:
    """For each heading, by its ``id``: a level from ``top`` down, larger and bolder type first."""
    headings = [draft for draft in found if is_heading(draft, size)]
    ranks = sorted({_rank(draft) for draft in headings})
    return {id(draft): top + ranks.index(_rank(draft)) for draft in headings}


def _rank(draft: Draft) -> tuple[float, int, int]:
    """Smaller is more prominent."""
    text = " ".join(line.text for line in draft.lines)
    numbering = _NUMBERED.match(text)
    depth = numbering["number"].count(".") if numbering else 0
    style = 0 if draft.all_bold else 1 if draft.underlined else 3 if draft.all_italic else 2
    if QUESTION.fullmatch(text):
        style = 9
    return -round(draft.first.size * 2) / 2, style, depth
