"""Text of Windows in its own encoding, as older programs still save it, told from damaged UTF-8 and from what is no
text."""

import re

# in the order of length, halves of surrogate pairs among them, which some programs write
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_OTHERS = re.compile(rb"[\x80-\xff]")
_LETTERS = re.compile(rb"[A-Za-z]")


def windows_text(data: bytes) -> str | None:
    """The text that ``data``, which is no UTF-8, is in windows-1252, and so in Latin-1; None where it is none: it holds
    control characters or codes that stand for nothing, signs beyond ASCII outnumber the letters, as in other scripts,
    or it is UTF-8 that was damaged or cut off."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.reason == "unexpected end of data":
            return None
    if _CONTROL.search(data) or len(_OTHERS.findall(data)) >= len(_LETTERS.findall(data)):
        return None
    if len(_UTF8.findall(data)) >= len(_OTHERS.findall(_UTF8.sub(b"", data))):
        return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None
