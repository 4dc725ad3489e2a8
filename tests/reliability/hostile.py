"""Inputs for readers: letters made by us, the words their formats are made of, and ways to spoil them."""

import json
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from hypothesis import strategies as st

from corpus.assemble import assemble
from corpus.errors import CorpusError, Unreadable
from corpus.formats import Format, reader_of
from corpus.read import read_collection
from corpus.readers.pdf import read_pdf
from tests.corpus.pdf_typesetter import assembled
from tests.reliability.words import GOOD, HTML, JSONL, MARKDOWN, PDF, PLACED, TEXT, WORD, XML

KEPT = Path(__file__).parent / "corpus"
LONGEST = 20_000  # bytes of a kept or mutated input
_FORMATS = {
    "markdown": Format.MARKDOWN,
    "plain": Format.PLAIN,
    "xml": Format.XML,
    "html": Format.HTML,
    "docx": Format.DOCX,
}


def _collection(data: bytes) -> None:
    reading = read_collection(Path("a.jsonl"), BytesIO(data))
    if not reading.letters and reading.failures:
        raise reading.failures[0]


def _reader(name: str) -> Callable[[bytes], object]:
    if name == "jsonl":
        return _collection
    # here it is read in this process, which has limits of its own, so that coverage is seen
    reader = read_pdf if name == "pdf" else reader_of(_FORMATS[name])
    return lambda data: assemble(reader(data), "brief")


@dataclass(frozen=True)
class Reader:
    """suffix: of a file's name. words: what a file is put together of. whole: the file around these."""

    name: str
    suffix: str
    words: Sequence[str]
    whole: Callable[[str], bytes] = str.encode
    part: Callable[[bytes], str] | None = None  # that of a file which ``whole`` puts in its frame

    def outcome(self, data: bytes) -> str:
        """Read an input: "read" or "refused"; whatever else is raised is a fault."""
        try:
            _reader(self.name)(data)
        except (Unreadable, CorpusError) as error:
            if not str(error).strip():
                raise AssertionError("an error that says nothing") from error
            return "refused"
        return "read"

    def seeds(self) -> list[bytes]:
        """What mutations start from: the kept inputs, and one with every word."""
        kept = sorted((KEPT / self.name).glob("*"))
        return [path.read_bytes() for path in kept] + [self.whole(GOOD[self.name]), self.whole("\n".join(self.words))]


_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def _zipped(text: str) -> bytes:
    """The text as the body of a document; what opens is closed, or few inputs would be XML at all."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        new.writestr("word/document.xml", f"<w:document {_SPACES}><w:body>{_closed(text)}</w:body></w:document>")
    return file.getvalue()


def _unzipped(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        text = archive.read("word/document.xml").decode("utf-8", "replace")
    return text.partition("<w:body>")[2].rpartition("</w:body>")[0]


def _page(text: str) -> bytes:
    content = text.encode("cp1252", "replace")
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F0 5 0 R >>"
            b" /XObject << /X 6 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 6 /Resources << /XObject << /X 6 0 R >> >> >>\n"
            b"stream\n/X Do \nendstream",
        ]
    )


def _content(data: bytes) -> str:
    return data.partition(b"stream\n")[2].partition(b"\nendstream")[0].decode("cp1252", "replace")


def _closed(text: str) -> str:
    """Markup with an end tag for each element that is open at its end, and none that ends nothing."""
    opened: list[str] = []
    pieces: list[str] = []
    for piece in text.split("<"):
        name = piece.partition(">")[0].split(" ")[0].rstrip("/")
        if name.startswith("/"):
            while opened and name[1:] in opened and opened[-1] != name[1:]:
                pieces.append(f"/{opened.pop()}>")
            if not opened:
                pieces.append(piece.partition(">")[2].replace("<", ""))
                continue
            opened.pop()
        elif pieces and name and not name.startswith(("!", "?")) and not piece.partition(">")[0].endswith("/"):
            opened.append(name)
        pieces.append(piece)
    return "<".join(pieces) + "".join(f"</{name}>" for name in reversed(opened))


READERS = {
    reader.name: reader
    for reader in (
        Reader("markdown", ".md", (*MARKDOWN, *TEXT)),
        Reader("plain", ".txt", TEXT),
        Reader("jsonl", ".jsonl", JSONL),
        Reader("xml", ".xml", (*XML, *TEXT), lambda text: _closed(f"<kamerstuk>{text}").encode()),
        Reader("html", ".html", (*HTML, *TEXT), lambda text: f"<p>{text}".encode()),
        Reader("docx", ".docx", (*WORD, *TEXT), _zipped, _unzipped),
        Reader("pdf", ".pdf", (*PDF, *PLACED, *PLACED, *PLACED), _page, _content),
    )
}
_ENCODINGS = ("utf-16", "utf-16-le", "latin-1", "cp1252", "utf-7")


def spoiled(reader: Reader, data: bytes, drawn: random.Random) -> bytes:
    """``data`` with a few changes: of its bytes, or of the words of the part that is text."""
    if reader.part and drawn.random() < 0.7:
        try:
            return reader.whole(_spoiled_text(reader, reader.part(data), drawn))
        except (ValueError, KeyError, zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError):
            pass
    elif drawn.random() < 0.6:
        return _spoiled_text(reader, data.decode("utf-8", "replace"), drawn).encode("utf-8", "replace")
    changed = bytearray(data[:LONGEST] or b" ")
    for _ in range(drawn.choice((1, 1, 2, 5, 30))):
        at = drawn.randrange(len(changed) + 1)
        match drawn.randrange(4):
            case 0 if at < len(changed):
                changed[at] = drawn.randrange(256)
            case 1:
                changed[at:at] = drawn.randbytes(drawn.choice((1, 2, 8)))
            case 2 if len(changed) > 1:
                del changed[at : at + drawn.choice((1, 4, 100))]
            case _:
                start = drawn.randrange(len(changed) + 1)
                changed[at:at] = changed[start : start + drawn.choice((4, 64, 1000))]
    return bytes(changed[: 2 * LONGEST])


def _spoiled_text(reader: Reader, text: str, drawn: random.Random) -> str:
    for _ in range(drawn.choice((1, 2, 4, 12))):
        at = drawn.randrange(len(text) + 1)
        word = drawn.choice(reader.words) * drawn.choice((1, 1, 1, 1, 3, 40, 500))
        gone = drawn.choice((0, 0, 1, 5, 60))
        text = (text[:at] + word + text[at + gone :])[: 2 * LONGEST]
    return text


def inputs(reader: Reader, seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Files put together of a format's words, some of them many times, and seeds that are spoiled."""
    word = st.sampled_from(reader.words) | st.text(max_size=6)
    repeated = st.tuples(word, st.sampled_from((1, 1, 1, 1, 2, 7, 300))).map(lambda pair: pair[0] * pair[1])
    text = st.lists(repeated, max_size=40).map(lambda words: "".join(words)[: 2 * LONGEST])
    written = text.map(lambda each: reader.whole(each.encode("utf-8", "replace").decode()))
    encoded = st.tuples(text, st.sampled_from(_ENCODINGS)).map(lambda pair: pair[0].encode(pair[1], "replace"))
    changed = st.tuples(st.sampled_from(list(seeds)), st.integers(0, 2**62)).map(
        lambda pair: spoiled(reader, pair[0], random.Random(pair[1]))
    )
    return st.one_of(written, changed, changed, encoded if reader.name != "jsonl" else lines())


def lines() -> st.SearchStrategy[bytes]:
    """JSON of any kind, a value a line."""
    value = st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(("id", "text", "title", "language", "x")), inner, max_size=4)
        ),
        max_leaves=8,
    )
    return st.lists(value.map(json.dumps), max_size=6).map(lambda each: "\n".join(each).encode())
