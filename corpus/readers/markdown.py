"""Markdown → blocks, on markdown-it's CommonMark parser (with tables)."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.blocks import Block, Kind, Marker, Style, visible

_SUP = re.compile(r"<(/?)sup\b[^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_FOOTNOTE_MARK = re.compile(r"\d{1,3}|\*{1,3}|[†‡]")
# Converters escape twice ("topics\\_49198"): what is left after parsing is still an escape, not a word.
_LEFT_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_markdown(text: str) -> list[Block]:
    """The blocks of a Markdown text, in reading order."""
    parser = MarkdownIt("commonmark").enable("table")
    return list(_blocks(parser.parse(text)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    depth = 0
    counters: list[int | None] = []  # next number of each open list, None for a bulleted one
    label = ""
    kind = Kind.PARAGRAPH
    level = 0
    cells: list[_Inline] | None = None
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "heading_open":
                kind, level = Kind.HEADING, int(token.tag[1:])
            case "heading_close":
                kind, level = Kind.PARAGRAPH, 0
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
                start = token.attrGet("start")
                counters.append(int(start) if start is not None else 1 if token.type[0] == "o" else None)
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
                counters.pop()
            case "list_item_open":
                number = counters[-1]
                if number is not None:
                    counters[-1] = number + 1
                label = f"{token.info}{token.markup} " if number is not None else ""
                kind = Kind.ITEM
            case "list_item_close":
                kind = Kind.ITEM if depth > 1 else Kind.PARAGRAPH
                label = ""
            case "tr_open":
                cells, row_line = [], line
            case "tr_close":
                if cells is not None and any(cell.text for cell in cells):
                    yield Block(Kind.ROW, " | ".join(cell.text for cell in cells), row_line)
                cells = None
            case "inline":
                inline = _Inline(token.children or [])
                if cells is not None:
                    cells.append(inline)
                elif inline.text or inline.markers:
                    yield inline.block(kind, line, depth if kind is Kind.ITEM else level, label)
                    label = ""
            case "fence" | "code_block":
                if body := _clean(token.content):
                    yield Block(Kind.PARAGRAPH, body, line)
            case "html_block":
                if body := _clean(_text_of_html(token.content)):
                    yield Block(Kind.PARAGRAPH, body, line)


class _Inline:
    """The text of a run of inline tokens, with its superscripts taken out and its style noticed."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.text = ""
        self.markers: list[Marker] = []
        self._emphasised = {"em": 0, "strong": 0}
        self._letters = {"em": 0, "strong": 0, "all": 0}
        superscript: str | None = None
        for token in tokens:
            if token.type == "html_inline":
                if tag := _SUP.fullmatch(token.content):
                    if tag[1] and superscript is not None:
                        self._close_superscript(superscript)
                    superscript = None if tag[1] else ""
                elif _BREAK.fullmatch(token.content):
                    self._add("\n")
                # other tags, <sub> among them, are markup only: CO<sub>2</sub> reads CO2
            elif token.type in ("text", "text_special", "code_inline"):
                if superscript is not None:
                    superscript += token.content
                else:
                    self._add(token.content)
            elif token.type == "softbreak":
                self._add(" ")
            elif token.type == "hardbreak":
                self._add("\n")
            elif token.type in ("em_open", "strong_open"):
                self._emphasised[token.tag if token.tag == "em" else "strong"] += 1
            elif token.type in ("em_close", "strong_close"):
                self._emphasised[token.tag if token.tag == "em" else "strong"] -= 1
        if superscript:
            self._add(superscript)
        self._tidy()

    def _add(self, piece: str) -> None:
        self.text += piece
        letters = sum(character.isalnum() for character in piece)
        self._letters["all"] += letters
        for name, open_tags in self._emphasised.items():
            self._letters[name] += letters if open_tags else 0

    def _close_superscript(self, content: str) -> None:
        if _FOOTNOTE_MARK.fullmatch(content.strip()):
            self.markers.append(Marker(content.strip(), len(self.text)))
        else:
            self._add(content)  # 1<sup>e</sup> reads 1e

    def _tidy(self) -> None:
        """Fold white space and drop left-over escapes, moving the markers along with the text."""
        cuts = [0, *(marker.offset for marker in self.markers), len(self.text)]
        pieces = [self.text[start:end] for start, end in pairwise(cuts)]
        tidy = ""
        markers = []
        for place, piece in enumerate(pieces):
            piece = re.sub(r"[^\S\n]+", " ", _LEFT_ESCAPE.sub(r"\1", visible(piece)))
            piece = re.sub(r" ?\n ?", "\n", piece)
            if not tidy or tidy[-1] in " \n":
                piece = piece.lstrip(" \n")
            tidy += piece
            if place < len(self.markers):
                markers.append(Marker(self.markers[place].number, len(tidy)))
        self.text = tidy.rstrip()
        self.markers = [Marker(marker.number, min(marker.offset, len(self.text))) for marker in markers]

    @property
    def style(self) -> Style:
        italic = 0 < self._letters["all"] == self._letters["em"]
        bold = 0 < self._letters["all"] == self._letters["strong"]
        if italic and bold:
            return Style.BOLD_ITALIC
        return Style.ITALIC if italic else Style.BOLD if bold else Style.PLAIN

    def block(self, kind: Kind, line: int, level: int, label: str) -> Block:
        markers = tuple(Marker(marker.number, marker.offset + len(label)) for marker in self.markers)
        text = self.text if kind is not Kind.HEADING else self.text.replace("\n", " ")
        return Block(kind, label + text, line, level, self.style, markers)


class _HtmlText(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.hidden += 1
        elif tag in ("br", "p", "div", "li", "tr"):
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self.hidden:
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)


def _text_of_html(source: str) -> str:
    parser = _HtmlText()
    parser.feed(source)
    parser.close()
    return "".join(parser.pieces)


def _clean(text: str) -> str:
    lines = (re.sub(r"\s+", " ", visible(line)).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
