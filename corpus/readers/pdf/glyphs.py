"""The characters of a page, as pdfium's text page has them."""

import ctypes
import math
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

_SMALLEST, _LARGEST = 0.5, 1000.0  # points
_BOLD_WEIGHT = 650
_BOLD_NAMES = ("bold", "black", "heavy", "demi", "-bd", ",bd")


class Glyph(NamedTuple):
    """One character. ``base`` is the height of its baseline, ``size`` that of its type; ``end`` is where its advance
    ends, so that the next letter of a word begins there."""

    text: str
    left: float
    end: float
    base: float
    size: float
    bold: bool
    italic: bool


class _Face(NamedTuple):
    size: float
    bold: bool
    italic: bool
    turn: int  # quarter turns clockwise of the text's direction, -1 for a slanting one


_HYPHENS = dict.fromkeys("\x02\ufffe\u00ad", "-")  # what pdfium and fonts make of a hyphen that is drawn
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_DRAWN_AS = _HYPHENS | _LIGATURES
# accents that fonts without the whole letter set over it, and the signs that combine
_ACCENTS = dict(
    zip(
        "´`¨ˆ˜ˇ¸˙¯˘˝˛",
        "\u0301\u0300\u0308\u0302\u0303\u030c\u0327\u0307\u0304\u0306\u030b\u0328",
        strict=True,
    )
)
_DOTLESS = {"ı": "i", "ȷ": "j"}


def glyphs_of(pdfium: Any, text: Any, count: int) -> Iterator[tuple[Glyph, int]]:
    """The characters of a text page, in the file's own coordinates, and the turn of each: quarters clockwise, or -1
    for a slanting one. ``end`` holds the advance."""
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    get_unicode, get_object = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetTextObject
    get_origin, get_box, is_generated = (
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_IsGenerated,
    )
    face: _Face | None = None
    faces: dict[Any, _Face | None] = {}
    last = None
    held: list[Glyph] = []
    at, turn = (0.0, 0.0), 0
    for index in range(count):
        if is_generated(text, index) == 1:
            continue
        drawn_by = ctypes.c_void_p.from_buffer(get_object(text, index)).value
        if drawn_by != last:
            last = drawn_by
            pdfium.FPDFText_GetMatrix(text, index, matrix)
            face = _face(pdfium, text, index, matrix, faces)
        if face is None or not (get_origin(text, index, x, y) and get_box(text, index, box)):
            continue
        upright = face.turn in (0, 2, -1)
        begin, end, origin = (box.left, box.right, x.value) if upright else (box.bottom, box.top, y.value)
        advance = abs(end - begin)
        if not math.isfinite(x.value + y.value + advance):
            continue
        code = get_unicode(text, index)
        letter = "\ufffd" if code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)
        letter = _DRAWN_AS.get(letter, letter)
        glyph = Glyph(letter, x.value, advance, y.value, face.size, face.bold, face.italic)
        if (glyph.left, glyph.base) == at and held and not letter.isspace() and not held[-1].text.isspace():
            if letter != "-" or held[-1].text != "-":  # one hyphen may count as two: a soft one and what it looks like
                # one drawing, several letters: a ligature, of which each has the whole box or its part of it
                held.append(glyph._replace(end=max(abs(begin - origin), abs(end - origin))))
            continue
        if len(held) == 1:
            yield held[0], turn
        else:
            yield from ((part, turn) for part in _shared_out(held))
        held, turn, at = [glyph], face.turn, (glyph.left, glyph.base)
    yield from ((part, turn) for part in _shared_out(held))


def _shared_out(letters: list[Glyph]) -> Iterator[Glyph]:
    """The letters of a ligature, each with its share of the width, which reaches as far as any of them."""
    width = max((glyph.end for glyph in letters), default=0.0)
    for place, glyph in enumerate(letters):
        share = width / len(letters)
        yield glyph._replace(left=glyph.left + place * share, end=share)


def _face(pdfium: Any, text: Any, index: int, matrix: Any, faces: dict[Any, _Face | None]) -> _Face | None:
    """How a character is set; None where its type has no size that could be seen."""
    nominal = pdfium.FPDFText_GetFontSize(text, index)
    size = nominal * math.hypot(matrix.c, matrix.d)
    if not _SMALLEST < size < _LARGEST:
        return None
    size = round(size, 2)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    quarter = round(angle / 90)
    turn = (-quarter) % 4 if abs(angle - quarter * 90) < 1 else -1
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 128, flags)
    weight = pdfium.FPDFText_GetFontWeight(text, index)
    key = (name.value, flags.value, weight, size, turn)
    if key not in faces:
        called = name.value.decode("latin-1").lower()
        bold = weight >= _BOLD_WEIGHT or any(word in called for word in _BOLD_NAMES)
        italic = bool(flags.value & 64) or any(word in called for word in ("italic", "oblique", "kursiv"))
        faces[key] = _Face(size, bold, italic, turn)
    return faces[key]


def composed(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Placed glyphs with each accent that is drawn over the letter before or after it as one with that letter; one
    that stands beside letters is a sign of its own ("foto´s")."""
    held: Glyph | None = None
    for glyph in glyphs:
        if held is not None and (whole := _over(held, glyph) or _over(glyph, held)):
            held = whole
            continue
        if held is not None:
            yield held
        held = glyph
    if held is not None:
        yield held


def _over(letter: Glyph, accent: Glyph) -> Glyph | None:
    """``letter`` under ``accent``, where they make one character and stand at one place."""
    sign = _ACCENTS.get(accent.text, accent.text)
    if len(sign) != 1 or not unicodedata.combining(sign) or not letter.text.isalpha():
        return None
    middle = (accent.left + accent.end) / 2
    same = abs(letter.base - accent.base) < 0.5 * letter.size
    text = unicodedata.normalize("NFC", _DOTLESS.get(letter.text, letter.text) + sign)
    if len(text) > 1 or not same or not letter.left - 0.5 < middle < letter.end + 0.5:
        return None
    return letter._replace(text=text)
