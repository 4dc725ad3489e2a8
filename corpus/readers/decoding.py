"""Bytes of a marked-up file → text, by its byte order mark or what it declares. Nothing is guessed, but of a page that
declares nothing what browsers take it for."""

import re
from itertools import islice

from lxml import etree

from corpus.encodings import windows_text
from corpus.errors import Unreadable

# The longest papers that are known, budgets, hold 1.1 million characters of text. What is far larger is no letter and
# would hold up everything else.
MAX_BYTES = 8 * 1024 * 1024
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_XML = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([^\"'>]{1,40})[\"']")
_META = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_META_WITHIN = 4096  # bytes; HTML wants it in the first 1024
# Python also knows encodings that unpack or run code ("zlib", "idna"): only those that letters are written in
_KNOWN = re.compile(r"utf-?8|utf-?16(?:-?[lb]e)?|(?:us-)?ascii|iso-?8859-?\d{1,2}|latin-?1|(?:windows-|cp)125\d")
# Windows writes its own signs where Latin-1 has control codes, and calls it Latin-1 all the same
_WINDOWS = re.compile(r"(?:us-)?ascii|iso-?8859-?1|latin-?1")


def decoded(data: bytes, *, html: bool) -> str:
    """The text of an XML or HTML file, with line ends as "\\n".

    Raises Unreadable where it is empty, too large, in an unknown encoding, or not in the one it declares.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is {len(data) / 2**20:.0f} MiB; a letter is at most {MAX_BYTES // 2**20} MiB")
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    declared = encoding or _declared(data, html=html)
    encoding = declared or "utf-8"
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        older = windows_text(data) if html and not declared else None
        if older is None:
            line = data.count(b"\n", 0, error.start) + 1
            raise Unreadable(f"is not {encoding} text, as it should be (line {line}); save it as UTF-8") from None
        text = older
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(f"is not text (a NUL character at line {line}); save it as UTF-8 text")
    if not text.strip():
        raise Unreadable("is empty; was it saved?")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_declaration(text: str) -> str:
    """``text`` without its XML declaration, whose encoding no longer holds."""
    match = _DECLARATION.match(text)
    return text[match.end() :] if match else text


def require_readable_size(root: etree._Element, most: int) -> None:
    """Raises Unreadable where a tree has more than ``most`` elements, which would take many seconds to read."""
    if next(islice(root.iter(), most, None), None) is not None:
        raise Unreadable(f"has more than {most:,} elements, more than any letter; split it")


def _declared(data: bytes, *, html: bool) -> str:
    """The encoding that a file declares, "" where it declares none."""
    match = _XML.match(data[:300]) or (_META.search(data[:_META_WITHIN]) if html else None)
    if not match:
        return ""
    name = match[1].decode("latin-1").lower().replace("_", "-")
    if not _KNOWN.fullmatch(name):
        raise Unreadable(f"declares the encoding {name!r}, which is not known here; save it as UTF-8")
    if name.startswith("utf-16"):
        return "utf-8"  # what declares itself in single bytes is not in double ones
    return "cp1252" if _WINDOWS.fullmatch(name) else name
