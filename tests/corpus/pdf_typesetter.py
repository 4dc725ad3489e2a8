"""Sets text as a PDF, so that what a reader makes of the pages can be held against what was set.

Fonts are those that every PDF program has of its own (Helvetica and Times); their widths are asked of pdfium.
"""

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from corpus.pages import page_range

FACES = {
    "sans": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic"),
}
PLAIN, BOLD, ITALIC = 0, 1, 2
_CODES = "".join(bytes([code]).decode("cp1252", "ignore") for code in range(32, 256))


@dataclass(frozen=True)
class Piece:
    """A block to be set. ``marks`` are the numbers of notes with the words (counted from 0) behind which they stand;
    ``label`` hangs in front of an item; ``cells`` are those of a table's row, side by side above a rule; ``keep`` is
    the height that must follow on the page, ``gap`` that before it, where it is not the setting's."""

    text: str
    style: int = PLAIN
    size: float | None = None
    marks: tuple[tuple[int, str], ...] = ()
    label: str = ""
    heading: bool = False
    cells: tuple[str, ...] = ()
    keep: float = 0.0
    gap: float | None = None


@dataclass(frozen=True)
class Setting:
    """How pages are laid out, in points."""

    face: str = "sans"
    size: float = 9.0
    leading: float = 11.0
    note_size: float = 7.0
    width: float = 595.0
    height: float = 842.0
    left: float = 80.0
    right: float = 80.0
    top: float = 90.0
    bottom: float = 90.0
    columns: int = 1
    gutter: float = 20.0
    justified: bool = False
    hyphenated: bool = True
    indent: float = 0.0  # of a paragraph's first line
    gap: float = 11.0  # between paragraphs
    running: Callable[[int], list[tuple[float, float, float, str, str]]] = field(default=lambda _: [])
    first_page: int = 1
    first_top: float | None = None


@dataclass
class Drawing:
    """What stands on a page: (x, y from the top, size, face, text), rules (x, y, width) and pictures (x, y of the foot,
    width, height). ``sheet``: its width and height, where it is not as the others."""

    texts: list[tuple[float, float, float, str, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    sheet: tuple[float, float] | None = None


@cache
def widths(face: str) -> dict[str, float]:
    """Of each character at a size of 1, as pdfium has them."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    page = Drawing(
        [
            (20.0 + 25 * (place % 16), 40.0 + 30 * (place // 16), 10.0, face, letter)
            for place, letter in enumerate(_CODES)
        ]
    )
    document = pdfium.PdfDocument(write([page], 595, 842))
    text = document[0].get_textpage()
    found, box = {}, raw.FS_RECTF()
    for index in range(raw.FPDFText_CountChars(text.raw)):
        if not raw.FPDFText_IsGenerated(text.raw, index):
            raw.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(box))
            found[chr(raw.FPDFText_GetUnicode(text.raw, index))] = (box.right - box.left) / 10
    found[" "] = {"H": 0.278, "T": 0.25}[face[0]]
    text.close()
    document.close()
    return found


def width_of(text: str, face: str, size: float) -> float:
    table = widths(face)
    return sum(table.get(letter, 0.5) for letter in text) * size


def write(pages: Sequence[Drawing], width: float, height: float) -> bytes:
    """The bytes of a PDF with these pages."""
    faces = sorted({face for page in pages for _, _, _, face, _ in page.texts} | {"Helvetica"})
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding /WinAnsiEncoding >>".encode() for face in faces
    ]
    fonts = " ".join(f"/F{place} {place + 3} 0 R" for place in range(len(faces)))
    picture = len(objects) + 2 * len(pages) + 1
    kids = []
    usual = width, height
    for page in pages:
        width, height = page.sheet or usual
        content = b"".join(
            b"BT /F%d %.2f Tf %.2f %.2f Td (%s) Tj ET\n"
            % (faces.index(face), size, x, height - y, re.sub(rb"([\\()])", rb"\\\1", text.encode("cp1252", "replace")))
            for x, y, size, face, text in page.texts
        )
        content += b"".join(b"%.2f %.2f %.2f 0.5 re f\n" % (x, height - y, length) for x, y, length in page.rules)
        content += b"".join(
            b"q %.2f 0 0 %.2f %.2f %.2f cm /I Do Q\n" % (wide, high, x, height - y)
            for x, y, wide, high in page.pictures
        )
        packed = zlib.compress(content)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f]"
            b" /Resources << /Font << %s >> /XObject << /I %d 0 R >> >> /Contents %d 0 R >>"
            % (width, height, fonts.encode(), picture, len(objects))
        )
        kids.append(len(objects))
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        b"\nstream\n\xff\nendstream"
    )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return assembled(objects)


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


_BREAKS = re.compile(
    r"(?<=[aeiou][bcdfghjklmnprstvz])(?=[bcdfghjklmnprstvz][aeiou])|(?<=[aeiou])(?=[bdfgklmnprstvz][aeiou])"
)


def _divisions(word: str) -> list[tuple[str, str]]:
    """Where a word may be divided at a line's end; at a hyphen of its own it needs no other."""
    found = [
        (word[: at + 1], word[at + 1 :]) for at, letter in enumerate(word) if letter == "-" and 1 < at < len(word) - 3
    ]
    if not found and word.isalpha() and len(word) > 7:
        found = [
            (word[: match.start()] + "-", word[match.start() :])
            for match in _BREAKS.finditer(word.lower())
            if 3 <= match.start() <= len(word) - 3
        ]
    return found


@dataclass
class _Set:
    """A set line: words with the marks behind each."""

    words: list[tuple[str, list[str]]]
    piece: Piece
    face: str
    size: float
    first: bool
    last: bool = False


def _lines(piece: Piece, setting: Setting, measure: float, face: str, size: float) -> list[_Set]:
    if piece.cells:
        return [_Set([], piece, face, size, first=True, last=True)]
    marks: dict[int, list[str]] = {}
    for place, number in piece.marks:
        marks.setdefault(place, []).append(number)
    hang = 14.0 if piece.label else 0.0
    space = width_of(" ", face, size)
    waiting = [(word, marks.get(place, [])) for place, word in enumerate(piece.text.split(" "))]
    lines: list[_Set] = []
    while waiting:
        indent = setting.indent if not lines and not piece.heading and not piece.label else 0.0
        room = measure - indent - hang
        line: list[tuple[str, list[str]]] = []
        used = 0.0
        while waiting:
            word, numbers = waiting[0]
            wide = width_of(word, face, size) + sum(width_of(number, face, 0.6 * size) for number in numbers)
            if used + wide <= room:
                line.append(waiting.pop(0))
                used += wide + space
                continue
            if setting.hyphenated or "-" in word:
                for first, second in reversed(_divisions(word)):
                    if used + width_of(first, face, size) <= room:
                        line.append((first, []))
                        waiting[0] = (second, numbers)
                        break
            if not line:
                line.append(waiting.pop(0))
            break
        lines.append(_Set(line, piece, face, size, not lines))
    lines[-1].last = True
    return lines


@dataclass
class Truth:
    """``page`` is where each piece stands, "3" or "3-4"; ``broken`` are the pieces that a page or column parts."""

    page: dict[int, str | None] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)


def typeset(pieces: Sequence[Piece], notes: dict[str, str], setting: Setting) -> tuple[bytes, Truth]:
    """The PDF, and where its pieces came to stand."""
    plain, bold, italic = FACES[setting.face]
    faces = {PLAIN: plain, BOLD: bold, ITALIC: italic}
    measure = (setting.width - setting.left - setting.right - (setting.columns - 1) * setting.gutter) / setting.columns
    note_leading = 1.2 * setting.note_size
    truth = Truth()
    pages: list[Drawing] = []
    carried: list[_Set] = []  # lines of a note that had no room
    feet: list[_Set] = []
    queue: list[tuple[int, _Set]] = []
    for place, piece in enumerate(pieces):
        face = faces[piece.style]
        queue += [(place, line) for line in _lines(piece, setting, measure, face, piece.size or setting.size)]

    def places() -> Iterator[tuple[int, int, float]]:
        for number in count(setting.first_page):
            for column in range(setting.columns):
                yield number, column, setting.left + column * (measure + setting.gutter)

    where = places()
    last_of: dict[int, tuple[int, int]] = {}
    while queue or carried:
        number, column, x = next(where)
        if column == 0:
            page = Drawing()
            page.texts += setting.running(number)
            pages.append(page)
        y = setting.first_top if setting.first_top and len(pages) == 1 and column == 0 else setting.top
        floor = setting.height - setting.bottom
        feet, carried = carried, []
        top = True
        while queue:
            place, line = queue[0]
            step = setting.leading * line.size / setting.size
            usual = setting.gap if line.piece.gap is None else line.piece.gap
            gap = 0.0 if top or not line.first else usual + (4 if line.piece.heading else 0)
            cited = [mark for _, marks in line.words for mark in marks]
            more = [
                set_line
                for mark in cited
                for set_line in _lines(Piece(notes[mark], label=mark), setting, measure, plain, setting.note_size)
            ]
            needed = y + gap + step + (len(feet) + min(len(more), 1)) * note_leading + (14 if feet or more else 0)
            follows = line.piece.keep or (2.0 * setting.leading if line.piece.heading else 0.0)
            if needed + follows > floor and not top:
                break
            queue.pop(0)
            y += gap + step
            room = int((floor - y - 14) / note_leading) - len(feet)
            if len(more) > room > 0 or (more and room <= 0):
                carried += more[max(room, 1) :]
                more = more[: max(room, 1)]
            feet += more
            _draw(page, line, x, y, measure, setting)
            truth.page[place] = page_range(truth.page.get(place), str(number))
            if last_of.setdefault(place, (number, column)) != (number, column):
                truth.broken.add(place)
            last_of[place] = (number, column)
            top = False
            if carried:
                break
        if feet:
            start = floor - len(feet) * note_leading
            page.rules.append((x, start - 6, 70.0))
            for index, line in enumerate(feet, 1):
                _draw(page, line, x, start + index * note_leading, measure, setting, note=True)
    return write(pages, setting.width, setting.height), truth


def _draw(page: Drawing, line: _Set, x: float, y: float, measure: float, setting: Setting, note: bool = False) -> None:
    if cells := line.piece.cells:
        wide = measure / len(cells)
        page.texts += [(x + 2 + place * wide, y, line.size, line.face, cell) for place, cell in enumerate(cells)]
        page.rules.append((x, y + 3, measure))
        if line.piece.keep:
            page.rules.append((x, y - line.size - 1, measure))
        return
    hang = 14.0 if line.piece.label else 0.0
    if line.first and line.piece.label:
        if note:
            page.texts.append((x, y - 0.35 * line.size, 0.6 * line.size, line.face, line.piece.label))
        else:
            page.texts.append((x, y, line.size, line.face, line.piece.label))
    indent = setting.indent if line.first and not line.piece.heading and not line.piece.label else 0.0
    at = x + hang + indent
    space = width_of(" ", line.face, line.size)
    used = sum(
        width_of(word, line.face, line.size) + sum(width_of(mark, line.face, 0.6 * line.size) for mark in marks)
        for word, marks in line.words
    )
    if setting.justified and not line.last and not note and len(line.words) > 1:
        space = (measure - hang - indent - used) / (len(line.words) - 1)
    for word, marks in line.words:
        page.texts.append((at, y, line.size, line.face, word))
        at += width_of(word, line.face, line.size)
        for mark in marks:
            page.texts.append((at, y - 0.35 * line.size, 0.6 * line.size, line.face, mark))
            at += width_of(mark, line.face, 0.6 * line.size)
        at += space
