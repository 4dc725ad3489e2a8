"""A citation in the forms that reference managers read: CSL-JSON, BibTeX and RIS, and as text or HTML.

CSL has a type for parliamentary papers, "bill"; its published style for the Leidraad prints container, volume and
number: "Kamerstukken II 2020/21, 28676, nr. 372". ``page`` would be printed as the sub-number there, and as the extent
of the whole elsewhere, so the page of a quotation is the ``locator``.
"""

import json
from typing import Any, Literal, Protocol

from corpus.blocks import folded
from corpus.citation import Citation, citation
from corpus.letter import Metadata
from corpus.pages import pages_in

Form = Literal["text", "html", "csl-json", "bibtex", "ris"]
_ARCHIVE = "Officiële bekendmakingen"
_LANGUAGES = {"nl": "dutch", "en": "english"}


class Cited(Protocol):
    """What is cited: a letter, with or without its text."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def metadata(self) -> Metadata: ...


def export(letter: Cited, form: Form, page: str | None = None, place: str | None = None) -> str:
    """The citation of a letter, or of what stands on the printed ``page`` of it, in the form asked for.

    ``place`` is the product's own locator, section and paragraph: it is no part of the official citation, and stands as
    a note in the forms that have one.
    """
    cited = citation(letter.metadata, letter.title, page, letter.id)
    note = f"Plaats: {place}" if place else None
    match form:
        case "text":
            return str(cited)
        case "html":
            return cited.html
        case "csl-json":
            return json.dumps([_csl(letter, page, note)], ensure_ascii=False, indent=2)
        case "bibtex":
            return _bibtex(letter, page, cited, note)
        case "ris":
            return _ris(letter, page, cited, note)


def _csl(letter: Cited, page: str | None, place: str | None) -> dict[str, Any]:
    metadata = letter.metadata
    whole = citation(metadata, letter.title, None, letter.id)
    item: dict[str, Any] = {"id": letter.id, "type": "bill" if whole.italic else "report"}
    item["title"] = folded(letter.title)
    if whole.italic:
        year, _, number = whole.after.lstrip(" ").partition(", ")
        item |= {"container-title": whole.before + whole.italic, "volume": year, "number": number}
    elif metadata.kenmerk:
        item["number"] = metadata.kenmerk
    item["author"] = [{"literal": sender.author} for sender in metadata.writers]
    if metadata.date:
        day = metadata.date
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    item |= {
        "language": _language(letter),
        "genre": metadata.kind,
        "publisher-place": metadata.place,
        "locator": page,
        "annote": place,
    }
    if letter.url:
        item |= {"URL": letter.url, "archive": _ARCHIVE, "archive_location": letter.id}
    return {name: value for name, value in item.items() if value}


def _bibtex(letter: Cited, page: str | None, cited: Citation, place: str | None) -> str:
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    encoder = UnicodeToLatexEncoder(unknown_char_policy="keep", unknown_char_warning=False)
    metadata = letter.metadata
    texts = {
        "title": folded(letter.title),
        "howpublished": str(cited),
        "year": str(metadata.date.year) if metadata.date else None,
        "number": metadata.number or metadata.kenmerk,
        "pages": page.replace("-", "--") if page else None,
        "language": _LANGUAGES.get(_language(letter), _language(letter)),
        "annote": place,
    }
    values = {}
    if metadata.senders:
        # braces keep a name whole that is no person's
        values["author"] = " and ".join(f"{{{encoder.unicode_to_latex(each.author)}}}" for each in metadata.writers)
    values |= {name: encoder.unicode_to_latex(text) for name, text in texts.items() if text}
    values["title"] = f"{{{values['title']}}}"  # a second pair of braces keeps the capitals
    if metadata.date:
        values |= {"month": str(metadata.date.month), "date": metadata.date.isoformat()}
    if letter.url:
        values["url"] = letter.url  # verbatim: here nothing is escaped
    library = Library([Entry("misc", _key(letter), [Field(*value) for value in values.items()])])
    return write_string(library).strip() + "\n"


def _ris(letter: Cited, page: str | None, cited: Citation, place: str | None) -> str:
    import rispy

    metadata = letter.metadata
    pages = pages_in(page)
    authors = [sender.author for sender in metadata.writers]
    reference = {
        "type_of_reference": "GOVDOC",
        "title": folded(letter.title),
        # what stands before a comma counts as a surname here, so an office with one is only named as publisher
        "authors": [author for author in authors if "," not in author],
        "publisher": "; ".join(authors),
        "year": str(metadata.date.year) if metadata.date else None,
        "date": metadata.date.strftime("%Y/%m/%d/") if metadata.date else None,
        "place_published": metadata.place,
        "volume": metadata.vergaderjaar,
        "number": metadata.number or metadata.kenmerk,
        "start_page": pages[0] if pages else None,
        "end_page": pages[-1] if len(pages) > 1 else None,
        "language": _language(letter),
        "accession_number": letter.id,
        "urls": [letter.url] if letter.url else None,
        "name_of_database": _ARCHIVE if letter.url else None,
        "notes": [str(cited), *([place] if place else [])],
    }
    stated = {name: value for name, value in reference.items() if value}

    written: str = rispy.dumps([stated])
    return written.removeprefix("1.\n")  # the library numbers what it writes, which the format doesn't have


def _language(letter: Cited) -> str:
    return letter.metadata.language or "nl"


def _key(letter: Cited) -> str:
    """The letter's id without the signs that end a key in BibTeX."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in letter.id)
