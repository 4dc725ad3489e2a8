"""A conversation as a Word document: real headings, quotes in the letter's language, links."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from app.exporting.record import Entry, Quote, Record, Source
from app.view.markup import citation_parts
from app.view.passage import Kind, parts

_LOCALES = {"nl": "nl-NL", "en": "en-GB"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ACCENT = RGBColor(0x1A, 0x50, 0x68)


def as_docx(record: Record) -> bytes:
    """A document in Word's own styles, so that it takes on those of a house template it is pasted into."""
    return _Writer(record).written()


class _Writer:
    def __init__(self, record: Record) -> None:
        self._record = record
        self._document = Document()
        self._bookmarks = 0

    def written(self) -> bytes:
        record, words = self._record, self._record.words
        self._prepare()
        self._heading(words.export_title, 1, record.language)
        self._paragraph(record.made)
        for entry in record.entries:
            self._entry(entry)
        if record.sources:
            self._heading(words.sources, 2, record.language)
        for source in record.sources:
            self._source(source)
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _prepare(self) -> None:
        properties = self._document.core_properties
        day = self._record.day
        properties.title, properties.language = self._record.words.export_title, _LOCALES[self._record.language]
        properties.author, properties.comments, properties.last_modified_by = "Vindplaats", "", ""
        properties.created = properties.modified = datetime(day.year, day.month, day.day)
        styles = self._document.styles
        for element in styles.element.iter(qn("w:lang")):
            element.set(qn("w:val"), _LOCALES[self._record.language])
        quote = styles["Quote"]
        quote.font.italic, quote.font.color.rgb = False, RGBColor(0, 0, 0)
        quote.paragraph_format.left_indent, quote.paragraph_format.space_after = Cm(1), Pt(6)
        for level in (1, 2):
            styles[f"Heading {level}"].font.color.rgb = _ACCENT

    def _entry(self, entry: Entry) -> None:
        self._heading(entry.question, 2, entry.language)
        for note in entry.notes:
            self._paragraph(note)
        if entry.verdict:
            _run(self._document.add_paragraph(), entry.verdict, entry.verdict_language).bold = True
        for place, quote in enumerate(entry.quotes):
            if place == 1:
                self._paragraph(f"{self._record.words.also_found}:").paragraph_format.keep_with_next = True
            self._quote(quote)

    def _quote(self, quote: Quote) -> None:
        if "\n" not in quote.text:
            paragraph = self._document.add_paragraph(style="Quote")
            _run(paragraph, f"“{quote.text}”", quote.language)
            _run(paragraph, " ", quote.language)
        else:
            for part in parts(quote.text, is_head=quote.is_head):
                if part.kind is Kind.ROW:
                    self._table(quote, part.rows)
                else:
                    line = self._document.add_paragraph(style="Quote")
                    _run(line, quote.text[part.start : part.end], quote.language)
            paragraph = self._document.add_paragraph(style="Quote")
        link = _link(paragraph, f"[{quote.number}]", self._record.language)
        link.set(qn("w:anchor"), f"bron_{quote.number}")
        for note in quote.footnotes:
            _run(self._document.add_paragraph(style="Quote"), note, quote.language)

    def _table(self, quote: Quote, rows: Any) -> None:
        table = self._document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, span in zip(cells.cells, row, strict=True):
                _run(cell.paragraphs[0], quote.text[slice(*span)], quote.language)

    def _source(self, source: Source) -> None:
        language, words = self._record.language, self._record.words
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(1), Cm(-1)
        self._bookmarked(_run(paragraph, f"[{source.number}]", language), f"bron_{source.number}")
        _run(paragraph, "\t", language)
        before, series, rest = citation_parts(source.citation)
        _run(paragraph, before, "nl")
        _run(paragraph, series, "nl").italic = True
        _run(paragraph, f"{rest}, ", "nl")
        _run(paragraph, source.place, source.place_language)
        _run(paragraph, f" ({words.own_locator}).", language)
        if source.url:
            _run(paragraph, " ", language)
            link = _link(paragraph, source.url, language)
            target = self._document.part.relate_to(source.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), target)

    def _bookmarked(self, run: Any, name: str) -> None:
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), name)
        run._r.addprevious(start)
        run._r.addnext(end)

    def _heading(self, text: str, level: int, language: str) -> None:
        _run(self._document.add_heading(level=level), text, language)

    def _paragraph(self, text: str) -> Any:
        paragraph = self._document.add_paragraph()
        _run(paragraph, text, self._record.language)
        return paragraph


def _run(paragraph: Any, text: str, language: str) -> Any:
    """``text`` at the end of ``paragraph``, spelled in ``language``; signs that XML can't hold are left out."""
    run = paragraph.add_run(_NOT_IN_XML.sub("", text))
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), _LOCALES.get(language, language))
    run._r.get_or_add_rPr().append(lang)
    return run


def _link(paragraph: Any, text: str, language: str) -> Any:
    """A link at the end of ``paragraph``; where it leads is for the caller to say."""
    run = _run(paragraph, text, language)
    run.font.color.rgb, run.font.underline = _ACCENT, True
    link = OxmlElement("w:hyperlink")
    run._r.addprevious(link)
    link.append(run._r)
    return link
