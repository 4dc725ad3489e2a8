"""Plain text → blocks: an empty line ends a paragraph, lines within one are kept, unless they are those of running text
that a program broke to keep them short. Headings are told by their numbers, or by standing alone above text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.blocks import Block, Kind, folded
from corpus.joining import joined
from corpus.readers.plain_headings import heading_levels
from corpus.sentences import ends_in_abbreviation

# Programs break lines at a width between these; where a line holds more characters, none of the file was broken.
_NARROWEST, _WIDEST = 50, 120
_LONG_WORD = re.compile(r"\S{30,}")  # an address, which sticks out
_WORD = re.compile(r"\w+(?:-\w+)*")
_CLOSED = re.compile(r"[.;:!?…][»”’\"')\]]*$")
_MARK = re.compile(r"(?:[-–—•·*+#▪◦‣]|\(?(?:[A-Za-z]|\d{1,2}|[ivx]{1,4})[.)]|\[\d+\]|\d+(?:\.\d+)+)\s")
# What no running text has: a row of a table, a line that is quoted, a rule, a label ("Onderwerp: …").
_OTHER = re.compile(r"[^.!?:\s]\s{2,}\S|\s\|\s|\.{4}|;\S|^\s*[>|]|^[\W_]*$|^\s*[A-Z][\w -]{0,20}:\s")
# Of the width, if the next line goes on with a small letter: letters are not all of one width.
_ALMOST = 0.7


def read_plain(text: str) -> list[Block]:
    """The paragraphs of a plain text, in reading order."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    width = _width(text)
    words = set(_WORD.findall(text.lower())) if width else set()
    chunks = list(_chunks(text))
    levels = heading_levels([[tidy for _, tidy in lines] for lines, _ in chunks])
    blocks = []
    for place, (lines, line) in enumerate(chunks):
        if level := levels.get(place):
            blocks.append(Block(Kind.HEADING, lines[0][1], line, level))
            lines, line = lines[1:], line + 1
        if lines:
            body = "\n".join(_text_of(item, width, words) for item in _items(lines))
            blocks.append(Block(Kind.PARAGRAPH, body, line))
    return blocks


def _chunks(text: str) -> Iterator[tuple[list[tuple[str, str]], int]]:
    """The lines between empty ones, as they are laid out and tidy, and which line of the text is the first."""
    line = 1
    for chunk in re.split(r"(\n[^\S\n]*\n\s*)", text):
        if lines := [(raw.expandtabs().rstrip(), kept) for raw in chunk.split("\n") if (kept := folded(raw))]:
            yield lines, line + (len(chunk) - len(chunk.lstrip("\n")))
        line += chunk.count("\n")


def _width(text: str) -> int:
    """How many characters the longest line holds; 0 where lines are as they were written."""
    longest = max((len(_LONG_WORD.sub("", line.expandtabs()).rstrip()) for line in text.split("\n")), default=0)
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def _items(lines: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Lines apart where an item of a list begins. A number that a line happens to begin with is none: what is above an
    item ends in a stop or a comma, or begins with a mark of the same form."""
    items = [[lines[0]]]
    for (_, above), below in pairwise(lines):
        mark = _form_of_mark(below[1])
        if mark and (_is_closed(above) or above.endswith(",") or mark == _form_of_mark(items[-1][0][1])):
            items.append([below])
        else:
            items[-1].append(below)
    return items


def _form_of_mark(line: str) -> str:
    """ "w.w" of "2.1 Inleiding", "-" of "- een"; "" where no mark begins the line."""
    mark = _MARK.match(line)
    return re.sub(r"\w+", "w", mark.group().strip()) if mark else ""


def _text_of(lines: Sequence[tuple[str, str]], width: int, words: set[str]) -> str:
    laid_out, tidy = zip(*lines, strict=True)
    return _joined(tidy, words) if _is_running(laid_out, width) else "\n".join(tidy)


def _is_closed(line: str) -> bool:
    return bool(_CLOSED.search(line)) and not ends_in_abbreviation(line)


def _is_running(lines: Sequence[str], width: int) -> bool:
    """Whether these lines are one run of text: each but the last is full, and one at the least is followed by a small
    letter amid a sentence. A head, a signature or a list has lines that are not."""
    if not width or len(lines) < 2 or any(map(_OTHER.search, lines)):
        return False
    amid = False
    for above, below in pairwise(lines):
        first = below.split(maxsplit=1)[0]
        goes_on = first[0].islower() and not _is_closed(above)
        if len(above) + 1 + len(first) <= width and not (goes_on and len(above) >= _ALMOST * width):
            return False
        amid = amid or goes_on
    return amid


def _joined(lines: Sequence[str], words: set[str]) -> str:
    pieces = [lines[0]]
    for line in lines[1:]:
        pieces[-1:] = joined(pieces[-1], line, words)
    return "".join(pieces)
