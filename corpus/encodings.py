"""Text of Windows in its own encoding, as older programs still save it, told from damaged UTF-8 and from what is no
text."""

import re
import string

# in the order of length, halves of surrogate pairs among them, which some programs write
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# what no Dutch or English text has: letters of DOS and of the Macintosh are these signs, "caf‚", "be‘digd"
_NO_SIGN = re.compile(
    rb"[\x81\x83\x86-\x8a\x8c-\x90\x98\x9a\x9c-\x9f]|[A-Za-z][\x82\x84]|[A-Za-z][\x80\x85\x91\x93-\x95\x99][a-z]"
)
_DOS_END = b"\x1a"
_OTHERS = bytes(range(0x80, 0x100))
_LETTERS = string.ascii_letters.encode()


def windows_text(data: bytes) -> str | None:
    """The text that ``data``, which is no UTF-8, is in windows-1252, and so in Latin-1; None where it is none: it holds
    control characters or codes that stand for nothing, or for signs amid words, as where it is in an encoding of DOS or
    of the Macintosh; signs beyond ASCII outnumber the letters, as in other scripts; or it is UTF-8 that was damaged or
    cut off."""
    data = data.removesuffix(_DOS_END)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.reason == "unexpected end of data":
            return None
    if _CONTROL.search(data) or _NO_SIGN.search(data) or _count(data, _OTHERS) >= _count(data, _LETTERS):
        return None
    rest, characters = _UTF8.subn(b"", data)
    if characters >= _count(rest, _OTHERS):
        return None
    return data.decode("cp1252")


def _count(data: bytes, of: bytes) -> int:
    return len(data) - len(data.translate(None, of))
