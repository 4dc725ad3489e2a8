"""A citation in the forms that reference managers read: CSL-JSON, BibTeX and RIS, and as text or HTML.

CSL has a type for parliamentary papers, "bill"; its published style for the Leidraad prints container, volume and
number: "Kamerstukken II 2020/21, 28676, nr. 372". ``page`` would be printed as the sub-number there, and as the extent
of the whole elsewhere, so the page of a quotation is the ``locator``.
"""

import json
from typing import Any, Literal

from corpus.blocks import folded
from corpus.citation import Citation, citation, locator
from corpus.letter import Letter, Paragraph, Section

Form = Literal["text", "html", "csl-json", "bibtex", "ris"]
_ARCHIVE = "Officiële bekendmakingen"
_LANGUAGES = {"nl": "dutch", "en": "english"}


def export(letter: Letter, section: Section, paragraph: Paragraph, form: Form) -> str:
    """The citation of ``paragraph``, which stands in ``section`` of ``letter``, in the form asked for.

    Section and paragraph, which are no part of the official citation, stand as a note in the forms that have one.
    """
    cited = citation(letter.metadata, letter.title, paragraph.page, letter.id)
    match form:
        case "text":
            return str(cited)
        case "html":
            return cited.html
    place = f"Plaats: {locator(section, paragraph)}"
    match form:
        case "csl-json":
            item = _csl(letter, paragraph, place)
            return json.dumps([item], ensure_ascii=False, indent=2)
        case "bibtex":
            return _bibtex(letter, paragraph, cited, place)
        case "ris":
            return _ris(letter, paragraph, cited, place)


def _csl(letter: Letter, paragraph: Paragraph, place: str) -> dict[str, Any]:
    metadata = letter.metadata
    whole = citation(metadata, letter.title, None, letter.id)
    item: dict[str, Any] = {"id": letter.id, "type": "bill" if whole.italic else "report"}
    item["title"] = folded(letter.title)
    if whole.italic:
        year, _, number = whole.after.lstrip(" ").partition(", ")
        item |= {"container-title": whole.before + whole.italic, "volume": year, "number": number}
    elif metadata.kenmerk:
        item["number"] = metadata.kenmerk
    item["author"] = [{"literal": sender.office} for sender in metadata.senders]
    if metadata.date:
        day = metadata.date
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    item |= {
        "language": _language(letter),
        "genre": metadata.kind,
        "publisher-place": metadata.place,
        "locator": paragraph.page,
        "annote": place,
    }
    if letter.url:
        item |= {"URL": letter.url, "archive": _ARCHIVE, "archive_location": letter.id}
    return {name: value for name, value in item.items() if value}


def _bibtex(letter: Letter, paragraph: Paragraph, cited: Citation, place: str) -> str:
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
        "pages": paragraph.page,
        "language": _LANGUAGES.get(_language(letter), _language(letter)),
        "annote": place,
    }
    values = {}
    if metadata.senders:
        # braces keep a name whole that is no person's
        values["author"] = " and ".join(f"{{{encoder.unicode_to_latex(each.office)}}}" for each in metadata.senders)
    values |= {name: encoder.unicode_to_latex(text) for name, text in texts.items() if text}
    values["title"] = f"{{{values['title']}}}"  # a second pair of braces keeps the capitals
    if metadata.date:
        values |= {"month": str(metadata.date.month), "date": metadata.date.isoformat()}
    if letter.url:
        values["url"] = letter.url  # verbatim: here nothing is escaped
    library = Library([Entry("misc", _key(letter), [Field(*value) for value in values.items()])])
    return write_string(library).strip() + "\n"


def _ris(letter: Letter, paragraph: Paragraph, cited: Citation, place: str) -> str:
    import rispy

    metadata = letter.metadata
    offices = [sender.office for sender in metadata.senders]
    reference = {
        "type_of_reference": "GOVDOC",
        "title": folded(letter.title),
        # what stands before a comma counts as a surname here, so an office with one is only named as publisher
        "authors": [office for office in offices if "," not in office],
        "publisher": "; ".join(offices),
        "year": str(metadata.date.year) if metadata.date else None,
        "date": metadata.date.strftime("%Y/%m/%d/") if metadata.date else None,
        "place_published": metadata.place,
        "volume": metadata.vergaderjaar,
        "number": metadata.number or metadata.kenmerk,
        "start_page": paragraph.page,
        "language": _language(letter),
        "accession_number": letter.id,
        "urls": [letter.url] if letter.url else None,
        "name_of_database": _ARCHIVE if letter.url else None,
        "notes": [str(cited), place],
    }
    stated = {name: value for name, value in reference.items() if value}

    written: str = rispy.dumps([stated])
    return written.removeprefix("1.\n")  # the library numbers what it writes, which the format doesn't have


def _language(letter: Letter) -> str:
    return letter.metadata.language or "nl"


def _key(letter: Letter) -> str:
    """The letter's id without the signs that end a key in BibTeX."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in letter.id)
