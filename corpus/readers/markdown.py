"""Markdown → blocks, on markdown-it's CommonMark parser (with tables)."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import count, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.blocks import Block, Kind, Marker, Style, visible
from corpus.labels import LABEL
from corpus.readers.numerals import marks_of

_SUP = re.compile(r"<(/?)sup\b[^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_HTML_CELL = frozenset(("td", "th"))
_HTML_INLINE = frozenset("a abbr b big cite code del em font i ins mark q s small span strong sub sup tt u wbr".split())
# Converters escape twice ("topics\\_49198"): what is left after parsing is still an escape, not a word.
_FOOTNOTE = re.compile(r"(?P<begins>^[ >]*)?\[\^(?P<label>[^\]\s]{1,80})\](?P<own>:(?=\s))?", re.MULTILINE)
_OWN_MARK = '<sup class="own">'  # before the words of a note
_LINE_OF_FIELDS = r"(?!---|\.\.\.)(?:\w[\w .-]*:(?:[^\S\n].*)?|(?:[^\S\n]|[#-]).*)\n"
_FRONT_MATTER = re.compile(rf"---[^\S\n]*\n(?=\w)(?P<fields>(?:{_LINE_OF_FIELDS})+)(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)")
# Signs that no text has, around the number of a note until the text is tidy and its place in it known.
_RAISED, _RAISED_MARK = "\ue000{}\ue001", re.compile("\ue000([^\ue001]*)\ue001")
_NO_SIGNS = {0xE000: None, 0xE001: None}
_LEFT_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


_LABELLED = re.compile(rf"{LABEL}\s?:\s", re.IGNORECASE)


def read_markdown(text: str) -> list[Block]:
    """The blocks of a Markdown text, in reading order."""
    # beyond "maxNesting" the parser drops words in silence: its own limit of 20 is what a row of dashes can reach
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    head: list[Block] = []
    if front := _FRONT_MATTER.match(text):
        head.append(Block(Kind.HEAD, _clean(front["fields"]), 2))
        text = "\n" * front[0].count("\n") + text[front.end() :]
    return [*head, *_blocks(parser.parse(_with_marks(text)))]


def _with_marks(text: str) -> str:
    """``text`` with its footnotes as converters write them. A note that has a name gets a number that is left, in the
    order of the text, as it is printed."""
    found = list(_FOOTNOTE.finditer(text))
    labels = dict.fromkeys(match["label"] for match in found)
    defined = {match["label"] for match in found if match["begins"] is not None and match["own"]}
    left = (number for number in map(str, count(1)) if number not in labels)
    numbers = {
        label: label if marks_of(label) else next(left) for label in labels if marks_of(label) or label in defined
    }

    def marked(match: re.Match[str]) -> str:
        begins, number, own = match["begins"] or "", numbers.get(match["label"]), match["own"] or ""
        if number is None:
            return match[0]
        if match["begins"] is not None and own:
            return f"{begins}{_OWN_MARK}{number}</sup>"
        return f"{begins}<sup>{number}</sup>{own}"

    return _FOOTNOTE.sub(marked, text)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    depth = 0
    label = ""  # the number of a list item, until the item's first words come
    kind = Kind.PARAGRAPH
    level = 0
    cells: list[_Inline] | None = None
    heads = False
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "heading_open":
                kind, level = Kind.HEADING, int(token.tag[1:])
            case "heading_close":
                kind, level = Kind.PARAGRAPH, 0
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
            case "list_item_open":
                label += f"{token.info}{token.markup} " if token.info else ""
                kind = Kind.ITEM
            case "list_item_close":
                if label:
                    yield Block(Kind.ITEM, label.rstrip(), line, depth)
                kind = Kind.ITEM if depth > 1 else Kind.PARAGRAPH
                label = ""
            case "thead_open" | "thead_close":
                heads = token.type == "thead_open"
            case "tr_open":
                cells, row_line = [], line
            case "tr_close":
                if cells is not None and any(cell.text or cell.markers for cell in cells):
                    yield _row(cells, row_line, label, heads=heads)
                    label = ""
                cells = None
            case "inline":
                if cells is not None:
                    cells.append(_Inline(token.children or []))
                    continue
                (_, first), *notes = _notes_apart(token.children or [], line)
                if first.text or first.markers:
                    yield first.block(kind, line, depth if kind is Kind.ITEM else level, label)
                    label = ""
                yield from (note.block(Kind.PARAGRAPH, note_line, 0, "") for note_line, note in notes)
            case "fence" | "code_block" | "html_block":
                html = token.type == "html_block"
                body, markers = _marked(_clean(_text_of_html(token.content))) if html else (_clean(token.content), [])
                if body or markers:
                    placed = tuple(Marker(each.number, each.offset + len(label)) for each in markers)
                    yield Block(Kind.PARAGRAPH, label + body, line, markers=placed)
                    label = ""


def _notes_apart(tokens: Sequence[Token], line: int) -> Iterator[tuple[int, "_Inline"]]:
    """The words of a paragraph, and those of each note that stands under it without an empty line, with their lines."""
    start, first = 0, line
    for place, (token, after) in enumerate(pairwise(tokens)):
        if token.type in ("softbreak", "hardbreak"):
            line += 1
            if after.content == _OWN_MARK:
                yield first, _Inline(tokens[start:place])
                start, first = place + 1, line
    yield first, _Inline(tokens[start:])


def _is_label(tokens: Sequence[Token]) -> bool:
    """Whether a line begins with a label as a title block has them, one that is known or any in bold: "**Vastgesteld
    te:** Den Haag"."""
    tokens = [token for token in tokens if token.type != "text" or token.content]
    if tokens and _LABELLED.match(tokens[0].content):
        return True
    if [token.type for token in tokens[:3]] != ["strong_open", "text", "strong_close"]:
        return False
    return tokens[1].content.endswith(":") or (len(tokens) > 3 and tokens[3].content.startswith(":"))


class _Inline:
    """The text of a run of inline tokens, with its superscripts taken out and its style noticed."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.text = ""
        self.markers: list[Marker] = []
        self._emphasised = {"em": 0, "strong": 0}
        self._letters = {"em": 0, "strong": 0, "all": 0}
        superscript: str | None = None
        for place, token in enumerate(tokens):
            if token.type == "html_inline":
                if tag := _SUP.fullmatch(token.content):
                    if superscript is not None:
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
            elif token.type in ("softbreak", "hardbreak"):
                if superscript is not None:
                    superscript += " "
                else:
                    soft = token.type == "softbreak" and not _is_label(tokens[place + 1 : place + 7])
                    self._add(" " if soft else "\n")
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
        numbers = marks_of(content)
        self.markers += [Marker(number, len(self.text)) for number in numbers]
        if not numbers:
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


def _row(cells: Sequence[_Inline], line: int, label: str, *, heads: bool) -> Block:
    text = label
    markers: list[Marker] = []
    for place, cell in enumerate(cells):
        text += " | " if place else ""
        markers += [Marker(marker.number, marker.offset + len(text)) for marker in cell.markers]
        text += cell.text.replace("\n", " ")
    return Block(Kind.ROW, text, line, level=int(heads), markers=tuple(markers))


class _HtmlText(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.hidden = 0
        self.raised: int | None = None  # where the superscript begins that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.hidden += 1
        if tag == "sup":
            self.raised = len(self.pieces)
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self.hidden:
            self.hidden -= 1
        if tag == "sup" and self.raised is not None:
            if numbers := marks_of("".join(self.pieces[self.raised :])):
                self.pieces[self.raised :] = map(_RAISED.format, numbers)
            self.raised = None
        self._part(tag)

    def _part(self, tag: str) -> None:
        """Keep the words before and after a tag apart, unless it is one that can stand inside a word."""
        if tag in _HTML_CELL:
            self.pieces.append(" ")
        elif tag not in _HTML_INLINE:
            self.pieces.append("\n")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """A browser takes "<![…>" as a comment; the base class fails on it."""
        return self.parse_bogus_comment(i, report)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data.translate(_NO_SIGNS))


def _text_of_html(source: str) -> str:
    """The text of HTML, the numbers of notes between two signs of their own."""
    parser = _HtmlText()
    parser.feed(source)
    parser.close()
    return "".join(parser.pieces)


def _marked(text: str) -> tuple[str, list[Marker]]:
    """Text, and the numbers of notes that stood in it between their signs."""
    plain, markers, last = "", list[Marker](), 0
    for match in _RAISED_MARK.finditer(text):
        plain += text[last : match.start()]
        last = match.end()
        if text[last : last + 1] in ("", "\n"):
            plain = plain.rstrip(" ")
        if plain[-1:] in ("", " ", "\n"):  # what stood around it would stand twice
            last += text[last : last + 1] in (" ", "\n")
        markers.append(Marker(match[1], len(plain)))
    plain = (plain + text[last:]).rstrip()
    return plain, [Marker(each.number, min(each.offset, len(plain))) for each in markers]


def _clean(text: str) -> str:
    lines = (re.sub(r"\s+", " ", visible(line)).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
