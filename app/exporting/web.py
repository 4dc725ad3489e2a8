"""A conversation as a page that stands alone: no script, nothing fetched from elsewhere."""

from html import escape

from app.exporting.record import Entry, Quote, Record, Source
from app.texts import Texts
from app.view.markup import citation_html, plain_part
from app.view.passage import parts

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 3rem auto; padding: 0 1.25rem; font: 1.0625rem/1.6 Georgia, "Liberation Serif", serif;
  overflow-wrap: break-word; }
h1, h2, .own { font-family: system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; line-height: 1.3; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; font-size: 1.2rem; } .own { font-size: 0.9375rem; }
blockquote { margin: 1rem 0; border-left: 3px solid #1a5068; padding-left: 1rem; }
blockquote p { margin: 0.3rem 0; } .verdict { font-weight: 600; } table { border-collapse: collapse; }
th, td { border: 1px solid #8b8678; padding: 0.25rem 0.6rem; text-align: left; vertical-align: top; }
ol { padding-left: 2rem; } li { margin: 0.5rem 0; } cite { font-style: normal; } cite i { font-style: italic; }
@media print { body { margin: 0; max-width: none; } blockquote { break-inside: avoid; } }
"""


def as_html(record: Record) -> bytes:
    """UTF-8; every text is escaped, and links lead to web addresses only."""
    words = record.words
    sources = "".join(_source(source, words) for source in record.sources)
    if sources:
        sources = f"<section><h2>{escape(words.sources)}</h2>\n<ol>\n{sources}</ol></section>\n"
    page = (
        f'<!doctype html>\n<html lang="{record.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(words.export_title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{escape(words.export_title)}</h1>\n<p class="own">{escape(record.made)}</p>\n'
        f"{''.join(_entry(entry, words) for entry in record.entries)}{sources}</body>\n</html>\n"
    )
    return page.encode()


def _entry(entry: Entry, words: Texts) -> str:
    lines = [f'<h2 lang="{escape(entry.language)}">{escape(entry.question)}</h2>']
    lines += [f'<p class="own">{escape(note)}</p>' for note in entry.notes]
    if entry.verdict:
        lines.append(f'<p class="verdict" lang="{escape(entry.verdict_language)}">{escape(entry.verdict)}</p>')
    for place, quote in enumerate(entry.quotes):
        if place == 1:
            lines.append(f'<p class="own">{escape(words.also_found)}:</p>')
        lines.append(_quote(quote))
    return "<section>" + "\n".join(lines) + "</section>\n"


def _quote(quote: Quote) -> str:
    mark = f'<a href="#bron-{quote.number}">[{quote.number}]</a>'
    if "\n" not in quote.text:
        inside = f"<p>“{escape(quote.text)}” {mark}</p>"
    else:
        lines = (plain_part(quote.text, part) for part in parts(quote.text, is_head=quote.is_head))
        inside = f"{''.join(lines)}<p>{mark}</p>"
    inside += "".join(f'<p class="own">{escape(note)}</p>' for note in quote.footnotes)
    cite = f' cite="{escape(quote.url)}"' if quote.url else ""
    return f'<blockquote lang="{escape(quote.language)}"{cite}>{inside}</blockquote>'


def _source(source: Source, words: Texts) -> str:
    url = f' <a href="{escape(source.url)}" rel="noopener noreferrer">{escape(source.url)}</a>' if source.url else ""
    place = f'<span lang="{source.place_language}">{escape(source.place)}</span> ({escape(words.own_locator)}).'
    return f'<li id="bron-{source.number}"><cite lang="nl">{citation_html(source.citation)}</cite>, {place}{url}</li>\n'
