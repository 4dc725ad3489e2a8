"""Plain text → blocks: an empty line ends a paragraph, lines within one are kept, unless they are those of running text
that a program broke to keep them short. Headings are told by their numbers, or by standing alone above text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.blocks import Block, Kind, folded
from corpus.joining import LEANING, joined
from corpus.readers.plain_headings import heading_levels
from corpus.readers.plain_notes import with_notes
from corpus.sentences import ends_in_abbreviation
from corpus.signature import OFFICE, is_name

# Programs break lines at a width between these; where a line of text holds more characters, none of it was broken.
_NARROWEST, _WIDEST = 50, 120
_LONG_WORD = re.compile(r"\S{30,}")  # an address, which sticks out
_WORD = re.compile(r"\w+(?:-\w+)*")
_CLOSED = re.compile(r"[.;:!?…][»”’\"')\]]*$")
_MARK = re.compile(r"(?:[-–—•·*+#▪◦‣]|\(?(?:[A-Za-z]|\d{1,2}|[ivx]{1,4})[.)]|\[\d+\]|\d+(?:\.\d+)+)\s")
# What no running text has: a row of a table, a line that is quoted, a rule, a label ("Onderwerp: …").
_OTHER = re.compile(r"[^.!?:\s]\s{2,}\S|\s\|\s|\.{4}|;\S|^\s*[>|]|^[\W_]*$|^\s*[A-Z][\w -]{0,20}:\s")
_BESIDE = re.compile(r"\s{2,}")
# Of the width, since letters are not all of one width: where the sentence surely goes on, and where it may not.
_ALMOST, _FULL = 0.7, 0.9

# the lines of a paragraph, as they are laid out and tidy, and which line of the text is the first
_Chunk = tuple[list[tuple[str, str]], int]


def read_plain(text: str) -> list[Block]:
    """The paragraphs of a plain text, in reading order."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    chunks = _signers_apart(list(_chunks(text)))
    width = _width([[laid_out for laid_out, _ in lines] for lines, _ in chunks])
    words = set(_WORD.findall(text.lower())) if width else set()
    levels = heading_levels([[tidy for _, tidy in lines] for lines, _ in chunks])
    blocks = []
    for place, (lines, line) in enumerate(chunks):
        if level := levels.get(place):
            blocks.append(Block(Kind.HEADING, lines[0][1], line, level))
            lines, line = lines[1:], line + 1
        if lines:
            body = "\n".join(_text_of(item, width, words) for item in _items(lines))
            blocks.append(Block(Kind.PARAGRAPH, body, line))
    return with_notes(blocks)


def _chunks(text: str) -> Iterator[_Chunk]:
    """The lines between empty ones."""
    line = 1
    for chunk in re.split(r"(\n[^\S\n]*\n\s*)", text):
        if lines := [(raw.expandtabs().rstrip(), kept) for raw in chunk.split("\n") if (kept := folded(raw))]:
            yield lines, line + (len(chunk) - len(chunk.lstrip("\n")))
        line += chunk.count("\n")


def _signers_apart(chunks: Sequence[_Chunk]) -> list[_Chunk]:
    """``chunks`` in which those who sign beside each other, held apart by wide spaces, do so below each other, each
    office above its name; a name for the signature above which lines were left empty as well."""
    apart: list[_Chunk] = []
    for lines, line in chunks:
        beside = apart and len(lines) == 1 and _beside(apart[-1][0][-1], lines[0])
        if beside:
            above, first = apart.pop()
            lines, line = [*above, *lines], first
        kept: list[tuple[str, str]] = []
        for each in lines:
            signing = _beside(kept[-1], each) if kept else []
            kept[len(kept) - bool(signing) :] = signing or [each]
        apart.append((kept, line))
    return apart


def _beside(above: tuple[str, str], below: tuple[str, str]) -> list[tuple[str, str]]:
    """The lines of offices that stand beside each other, each with the name below it; none where that isn't so."""
    offices, names = (_BESIDE.split(laid_out.strip()) for laid_out, _ in (above, below))
    if len(offices) < 2 or len(offices) != len(names) or not all(map(is_name, names)):
        return []
    if not all(OFFICE.match(office) and office.endswith(",") for office in offices):
        return []
    return [(part, folded(part)) for both in zip(offices, names, strict=True) for part in both]


def _width(paragraphs: Sequence[Sequence[str]]) -> int:
    """How many characters the longest line of text holds, which is of a sentence; 0 where lines are as they were
    written. A letterhead may be wider."""
    of_text = 0
    for lines in paragraphs:
        longest = max((len(_LONG_WORD.sub("", line).rstrip()) for line in lines if not _OTHER.search(line)), default=0)
        if longest > _WIDEST or any(_goes_on(*pair) for pair in pairwise(lines)) or _is_closed(lines[-1]):
            of_text = max(of_text, longest)
    return of_text if _NARROWEST <= of_text <= _WIDEST else 0


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
    """Whether these lines are one run of text: each but the last is full, or nearly so, and one in three at the least
    is followed by a small letter amid a sentence. A head, a signature or a list has lines that are not."""
    if not width or len(lines) < 2 or any(map(_OTHER.search, lines)):
        return False
    amid = 0
    for above, below in pairwise(lines):
        goes_on = _goes_on(above, below)
        share = _ALMOST if goes_on else _FULL
        first = below.split(maxsplit=1)[0]
        if len(above) + 1 + len(first) <= width and len(above) < share * width:
            return False
        amid += goes_on
    return 3 * amid >= len(lines) - 1 and amid > 0


def _goes_on(above: str, below: str) -> bool:
    """Whether a sentence surely goes on from one line to the next."""
    last = above.rsplit(maxsplit=1)[-1]
    return (below.lstrip()[0].islower() or last in LEANING or last == "&") and not _is_closed(above)


def _joined(lines: Sequence[str], words: set[str]) -> str:
    pieces = [lines[0]]
    for line in lines[1:]:
        pieces[-1:] = joined(pieces[-1], line, words)
    return "".join(pieces)
