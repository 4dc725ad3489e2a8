"""The seven letters of development as Markdown, from the files in which they were published.

Stands in until the product reads PDF, DOCX and the XML of Kamerstukken itself: it knows no more than these seven need.
"""

import re
import zipfile
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from corpus.blocks import folded
from corpus.joining import joined
from tests.conftest import SHARED

_FILES = {
    "kabinetsvisie": "Kabinetsvisie.docx",
    "advies": "Advies.docx",
    "sscict": "Visiestuk_SSC-ICT.docx",
    "kst-28844-269": "kst-28844-269.xml",
    "circulair": "Kamerbrief_circulaire_economie.pdf",
    "luchtvaart": "Kamerbrief_emissie_luchtvaart.pdf",
    "klimaat": "Internationale_Klimaatstrategie.pdf",
}
LETTERS: tuple[str, ...] = tuple(_FILES)


def source(letter: str) -> Path:
    """The file in which one of LETTERS was published."""
    return SHARED / "data" / "letters" / _FILES[letter]


def markdown_of(letter: str) -> str:
    """The text of one of LETTERS as Markdown."""
    path = source(letter)
    match path.suffix:
        case ".xml":
            return _markdown(_kamerstuk_blocks(_xml(path.read_bytes())))
        case ".docx":
            with zipfile.ZipFile(path) as parts:
                body = _xml(parts.read("word/document.xml"))
            return _markdown(_quotations_whole(_docx_blocks(body)), longest_list=1000)
        case _:
            return _markdown(_pdf_blocks(list(_pdf_lines(path, _SPREADS if letter == "klimaat" else Layout()))))


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (``level`` from 1), a list item or a paragraph."""

    text: str
    level: int = 0
    item: bool = False


def _markdown(blocks: Iterable[Block], longest_list: float = float("inf")) -> str:
    """Items stay together with the paragraph that leads into them. Where none does, or where they are more than
    ``longest_list`` characters together, each is a paragraph."""
    written: list[str] = []
    items: list[str] = []
    for block in (*blocks, Block("")):
        text = re.sub(r"[\\`*_<>\[\]]", r"\\\g<0>", block.text)
        if block.item:
            items.append(text)
            continue
        if items and (sum(map(len, items)) > longest_list or written[-1].startswith("#")):
            written += items
        elif items:
            written.append("\n".join(item if re.match(r"\d\. ", item) else f"- {item}" for item in items))
        items = []
        written.append(f"{'#' * block.level} {text}".lstrip())
    return "\n\n".join(written)


def _xml(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)  # noqa: S314  (the seven files are known)


def _kamerstuk_blocks(letter: ElementTree.Element) -> Iterator[Block]:
    """Those of the XML of officielebekendmakingen.nl."""
    yield Block(folded(letter.findtext(".//stuk/titel", "")), 1)
    for element in letter.iterfind(".//tekst//*"):
        if element.tag in ("al", "tussenkop"):
            yield Block(folded(_without_notes(element)), 2 if element.tag == "tussenkop" else 0)
    signed = (letter.findtext(f".//ondertekening//{part}", "") for part in ("functie", "voornaam", "achternaam"))
    yield Block(folded(" ".join(signed)))


def _without_notes(element: ElementTree.Element) -> str:
    inside = (("" if child.tag == "noot" else _without_notes(child)) + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inside)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = {f"{_W}tab": "\t", f"{_W}br": " "}
_CAPTION = ("Figuur:", "Versimpelde weergave")


def _docx_blocks(body: ElementTree.Element) -> Iterator[Block]:
    """A paragraph that is bold or underlined as a whole is a heading: these documents have no styles."""
    title, in_parts = "", False
    for paragraph in body.iter(f"{_W}p"):
        runs = [
            (run, "".join(_SPACES.get(part.tag, part.text or "") for part in run)) for run in paragraph.iter(f"{_W}r")
        ]
        whole = "".join(text for _, text in runs)
        text = folded(whole)
        if not text or text.startswith(_CAPTION):
            continue
        if not title:
            title, _, author = whole.partition("\t")
            yield Block(folded(title).rstrip("."), 1)
            if author:
                yield Block(folded(author))
            continue
        item = paragraph.find(f".//{_W}numPr") is not None
        marked = any(
            all(run.find(f"{_W}rPr/{_W}{mark}") is not None for run, text in runs if text.strip()) for mark in "bu"
        )
        if marked and not item:
            part = text.startswith("Deel ")
            in_parts = in_parts or part
            centred = paragraph.find(f".//{_W}jc[@{_W}val='center']") is not None
            yield Block(text, 2 if part or centred or not in_parts else 3)
        else:
            yield Block(text, item=item)


def _quotations_whole(blocks: Iterable[Block]) -> Iterator[Block]:
    """A quotation of several paragraphs becomes one with what leads into it."""
    held, inside = Block(""), False
    for block in blocks:
        if inside or (block.text.startswith("“") and "”" not in block.text):
            held = replace(held, text=f"{held.text}\n{block.text}")
            inside = "”" not in block.text
            continue
        if held.text:
            yield held
        held = block
    yield held


@dataclass(frozen=True, slots=True)
class Layout:
    """The edges of a page's columns, in points; what begins outside them is left out. ``pages`` are those that have
    others than the rest."""

    edges: Sequence[float] = (0, 595)
    pages: Mapping[int, Sequence[float]] = field(default_factory=dict)


_SPREADS = Layout(
    (0, 290, 595, 885, 1190),
    dict.fromkeys((1, 13), ())  # the cover and the imprint
    | dict.fromkeys((2, 3), (0, 290, 595))  # beside which stand the contents and a figure
    | {6: (0, 290, 595, 815, 980, 1190), 7: (0, 210, 385, 595, 810, 980, 1190)},
)
_SMALLEST = 8.9  # points; smaller are notes, captions and what stands beside a letter
_IN_FIGURES = re.compile("TextTT|Serif")
_LEADING = 1.6  # of the size of the letters; lines further apart are other paragraphs
_ITEM = re.compile(r"[•\uf0b7-]\s+|(?=\d\. )")
_COUNTED = re.compile(r"\d: ")
_CLOSED = re.compile(r"[.?!:][\"”’)]?$")


@dataclass(slots=True)
class Line:
    """``place`` is its page and column; ``base`` the height at which it stands, from above."""

    text: str
    place: tuple[int, int]
    left: float
    right: float
    base: float
    size: float
    bold: bool
    underlined: bool = False


def _pdf_lines(path: Path, layout: Layout) -> Iterator[Line]:
    """The lines in reading order."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            edges = layout.pages.get(page.page_number, layout.edges)
            lines = [line for line in _lines_as_written(page, edges) if 0 < line.place[1] < len(edges)]
            for line in lines:
                line.underlined = any(_underlines(rule, line) for rule in page.rects)
            yield from sorted(lines, key=lambda line: (line.place, round(line.base), line.left))


def _lines_as_written(page: Any, edges: Sequence[float]) -> list[Line]:
    """These files have the letters of a line one after the other, whatever the order of the lines."""
    lines: list[Line] = []
    letters = page.chars
    for last, letter, following in zip([None, *letters], letters, [*letters[1:], None], strict=False):
        text, left, base, size = letter["text"], letter["x0"], letter["bottom"], round(letter["size"], 1)
        space = text.isspace()
        if space and following and abs(following["x0"] - left) < 0.4:
            continue  # a place where the word may be divided
        lowered = (
            last and last["text"] + text == "O2" and last["size"] >= _SMALLEST and abs(left - last["x1"]) < 2
        )  # CO₂
        if not space and not lowered and (size < _SMALLEST or _IN_FIGURES.search(letter["fontname"])):
            continue
        bold = space or "Bold" in letter["fontname"]
        line = lines[-1] if lines else None
        if line and abs(base - line.base) < (6 if space or lowered else 2) and -2 < left - line.right < 20:
            line.text, line.right, line.bold = line.text + text, letter["x1"], line.bold and bold
        elif not space:
            place = page.page_number, bisect(edges, left)
            lines.append(Line(text, place, left, letter["x1"], base, size, bold))
    return lines


def _underlines(rule: dict[str, float], line: Line) -> bool:
    near = abs(rule["top"] - line.base) < 2.5 and rule["height"] < 1.5
    return near and abs(rule["x0"] - line.left) < 2 and abs(rule["x1"] - line.right) < 8


def _pdf_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """In letters what stands before the salutation gives no more than the title."""
    words = {word.lower() for line in lines for word in re.findall(r"\w+(?:-\w+)*", line.text)}
    head = next((at for at, line in enumerate(lines) if line.text.startswith("Geachte ")), 0)
    title = folded("".join(line.text for line in lines[:head])).partition("Betreft ")[2]
    sizes = sorted({line.size for line in lines[head:] if line.bold}, reverse=True)
    blocks = [Block(title, 1)] if title else []
    for at, line in enumerate(lines[head:], head):
        text, last, before = folded(line.text), blocks[-1] if blocks else Block("", -1), lines[at - 1]
        near = moved = False
        if line.place == before.place:
            near = line.base - before.base < _LEADING * line.size
        else:
            moved = text[0] == "(" or text[0].islower() or not _CLOSED.search(last.text)
        goes_on = not last.level and (near or moved or last.text.startswith("Hoogachtend"))
        counted = _COUNTED.match(text)
        if line.underlined or counted or (line.bold and (last.level or not near)):
            level = sizes.index(line.size) + 1 + bool(title)
            level += 2 if line.underlined else bool(counted or re.match(r"\d\.\d", text))
            if last.level == level or (near and last.level):
                blocks[-1] = replace(last, text=f"{last.text} {text}")
            else:
                blocks.append(Block(text, level))
        elif item := _ITEM.match(text):
            blocks.append(Block(text[item.end() :], item=True))
        elif goes_on:
            whole = before.text.endswith(" ")  # no word is divided there, whatever hyphen stands before it
            first, second = (f"{last.text} ", text) if whole else joined(last.text, text, words)
            blocks[-1] = replace(last, text=first + second)
        else:
            blocks.append(Block(text))
    for block in blocks:  # bold words that lead into what follows are no heading
        leads = block.text.endswith(":") and not _COUNTED.match(block.text)
        yield replace(block, level=0) if leads else block
