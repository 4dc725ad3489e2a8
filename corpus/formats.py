"""Which reader a file is for, by what is in it; its name decides only between kinds of text that look alike."""

import re
from collections.abc import Callable
from enum import Enum

from corpus.blocks import Document
from corpus.encodings import windows_text
from corpus.errors import Unreadable

SUFFIXES = (".md", ".markdown", ".txt", ".xml", ".pdf", ".docx", ".html", ".htm", ".xhtml", ".jsonl")
BEGINNING = 4096  # bytes that are looked at
_BINARY = {".pdf": "PDF", ".docx": "Word document"}
_DECLARED = re.compile(r"\s*<\?xml\b")
# what may stand before the first element: declarations, instructions, comments
_PROLOGUE = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[.*?\])?[^>]*>)*", re.IGNORECASE | re.DOTALL)
_DOCTYPE_HTML = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_ELEMENT = re.compile(r"<([A-Za-z][\w.:-]*)[\s/>]")
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)


class Format(Enum):
    MARKDOWN = "Markdown"
    PLAIN = "plain text"
    JSONL = "JSONL"
    XML = "XML"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "Word document"


def format_of(data: bytes, suffix: str) -> Format:
    """The format of a file that begins with ``data``, of which ``suffix`` is that of its name.

    Raises Unreadable where it is not what its name says and no text either.
    """
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    # a ZIP, or an old or locked Word document: the reader says what is wrong with it
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return Format.DOCX
    suffix = suffix.lower()
    if suffix == ".jsonl":
        return Format.JSONL
    text = _beginning(data)
    if text is None:
        if suffix in _BINARY:
            raise Unreadable(f"is no {_BINARY[suffix]}, whatever its name says; was it saved whole?")
        if suffix not in SUFFIXES:
            raise Unreadable(f"is no text, and no PDF or Word document; read are {', '.join(SUFFIXES)}")
        return Format.PLAIN  # whose reader says where it is no text
    if found := _marked_up(text, suffix):
        return found
    if not suffix and re.match(r'\s*\{\s*"', text):
        return Format.JSONL
    if suffix and suffix not in SUFFIXES:
        raise Unreadable(f"is text of a kind that no letter is in ({suffix}); read are {', '.join(SUFFIXES)}")
    if suffix in (".md", ".markdown") or _HEADING.search(text):
        return Format.MARKDOWN
    return Format.PLAIN


def _beginning(data: bytes) -> str | None:
    """The first characters, or None where they are no text."""
    head = data[:BEGINNING]
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    if b"\0" in head:
        return None
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        # a character that is cut at the end, or text in an older encoding, which markup may declare
        if error.start >= len(head) - 3 or head.lstrip()[:1] == b"<":
            return head.decode("latin-1")
        return windows_text(head)


def _marked_up(text: str, suffix: str) -> Format | None:
    if _DOCTYPE_HTML.search(text):
        return Format.HTML if suffix not in (".md", ".markdown", ".txt") or text.lstrip().startswith("<") else None
    prologue = _PROLOGUE.match(text)
    element = _ELEMENT.match(text, prologue.end() if prologue else 0)
    if element and element[1].lower() in ("html", "head", "body"):
        return Format.HTML
    if _DECLARED.match(text) or (element and suffix == ".xml"):
        return Format.XML
    if suffix in (".html", ".htm", ".xhtml"):
        return Format.HTML
    return Format.XML if suffix == ".xml" else None


def reader_of(kind: Format) -> Callable[[bytes], Document]:
    """The reader for a format, its library loaded here and not before it is wanted. All but JSONL have one."""
    match kind:
        case Format.PDF:
            from corpus.readers.pdf import read_pdf

            return read_pdf
        case Format.DOCX:
            from corpus.readers.docx import read_docx

            return read_docx
        case Format.XML:
            from corpus.readers.kamerstuk import read_kamerstuk

            return read_kamerstuk
        case Format.HTML:
            from corpus.readers.html import read_html

            return read_html
        case Format.MARKDOWN:
            from corpus.readers.markdown import read_markdown

            return lambda data: Document(tuple(read_markdown(text_of(data))), loose=True)
        case _:
            from corpus.readers.plain import read_plain

            return lambda data: Document(tuple(read_plain(text_of(data))), loose=True)


def text_of(data: bytes) -> str:
    """A text file's text: in Unicode, as its first bytes tell, else in UTF-8, else in windows-1252. Raises Unreadable,
    with the line, where it is none."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        older = None if marked else windows_text(data)
        if older is None:
            line = data.count(b"\n", 0, error.start) + 1
            raise Unreadable(f"is not UTF-8 text (line {line}); save it as UTF-8") from None
        text = older
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(f"is not text (a NUL character at line {line}); save it as UTF-8 text")
    if not text.strip():
        raise Unreadable("is empty; was it saved?")
    return text
