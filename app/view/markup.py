"""Passages and citations as HTML. Letters are untrusted: every text is escaped, every link is checked."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from html import escape
from itertools import groupby, pairwise

from app.texts import Texts
from app.view.passage import Kind, Part, figures, parts
from corpus import Reference
from corpus.tables import Span
from index.answer import Hit
from index.whole import references

_SERIES = re.compile(r"^(Bijlage bij )?((?:Aanhangsel )?(?:Kamerstukken|Handelingen)(?: I{1,2})?)(?= \d|, )")


def is_head(hit: Hit) -> bool:
    """Whether a passage is the head of its letter, with its date, sender and addressee."""
    return hit.paragraph == 0


def place(hit: Hit, words: Texts) -> str:
    """Where in the letter a passage stands, escaped. The head is named in the page's language, as it is no quote."""
    if is_head(hit):
        return f'<span class="vp-locator">{escape(words.place_head)}</span>'
    return f'<span class="vp-locator" lang="nl">{escape(hit.locator)}</span>'


def marked(
    text: str, evidence: Iterable[Span], here: Collection[str] = (), start: int = 0, end: int | None = None
) -> str:
    """``text`` from ``start`` to ``end``, escaped, with ``evidence`` (characters of ``text``) in ``<mark>`` and the
    publications that it mentions as links: to the letter where its id is ``here``, else to the official publication.

    Ranges are clipped and not nested: whatever comes in, the words come out once and in full.
    """
    end = len(text) if end is None else end
    spans = [(max(first, start), min(last, end)) for first, last in evidence]
    mentions = references(text)
    cuts = {
        start,
        end,
        *(at for span in spans for at in span),
        *(at for each in mentions for at in (each.start, each.end)),
    }
    pieces = pairwise(sorted(at for at in cuts if start <= at <= end))

    def kind(piece: Span) -> tuple[bool, Reference | None]:
        since, until = piece
        mention = next((each for each in mentions if each.start <= since and until <= each.end), None)
        return any(first <= since and until <= last for first, last in spans), mention

    shown = ""
    for (is_evidence, mention), run in groupby(pieces, key=kind):
        words = escape("".join(text[since:until] for since, until in run))
        words = f"<mark>{words}</mark>" if is_evidence else words
        shown += _linked(words, mention, here) if mention else words
    return shown


def _linked(words: str, mention: Reference, here: Collection[str]) -> str:
    if mention.id in here:
        to = escape(mention.id)
        return f'<a href="?letter={to}" data-letter="{to}">{words}</a>'
    url = safe_url(mention.url)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{words}</a>' if url else words


def passage_html(hit: Hit, evidence: Sequence[Span], words: Texts) -> str:
    """The passage: lines, items, labels and tables; between two of them a line end, as in its text."""
    return "\n".join(_part(hit, part, evidence, words) for part in parts(hit.text, is_head=is_head(hit)))


def citation_html(citation: str) -> str:
    """A citation with its series in italics, as the Leidraad voor juridische auteurs writes it."""
    before, series, rest = citation_parts(citation)
    return f"{escape(before)}<i>{escape(series)}</i>{escape(rest)}" if series else escape(citation)


def citation_parts(citation: str) -> tuple[str, str, str]:
    """What stands before the series, the series, and the rest; the first two may be empty."""
    found = _SERIES.match(citation)
    return (found[1] or "", found[2], citation[found.end() :]) if found else ("", "", citation)


def safe_url(url: str | None) -> str | None:
    """``url`` if it is a web address; a letter could bring along anything else."""
    return url if url is not None and re.match(r"https?://[^\s]+$", url, re.IGNORECASE) else None


def quotation(hit: Hit, note: str) -> str:
    """The passage, with its footnotes that answer, each called a ``note``, and its citation, to be pasted as plain
    text; one of several lines stands by itself."""
    notes = [f"{note} {each.number}: {each.text}" for each in hit.footnotes]
    if "\n" in hit.text or notes:
        return "\n".join((hit.text, *notes, f"({hit.citation})"))
    return f"“{hit.text}” ({hit.citation})"


def quotation_html(hit: Hit, note: str) -> str:
    """The same to be pasted where italics and tables can be."""
    cited = f"({citation_html(hit.citation)})"
    notes = "".join(f"<p>{escape(note)} {each.number}: {escape(each.text)}</p>" for each in hit.footnotes)
    if "\n" not in hit.text and not notes:
        return f"<p>“{escape(hit.text)}” {cited}</p>"
    shown = (plain_part(hit.text, part) for part in parts(hit.text, is_head=is_head(hit)))
    return f"{''.join(shown)}{notes}<p>{cited}</p>"


def plain_part(text: str, part: Part) -> str:
    """A part of a passage as HTML that needs no style sheet."""
    if part.rows:
        rows = ("".join(f"<td>{escape(text[slice(*cell)])}</td>" for cell in row) for row in part.rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return f"<p>{escape(text[part.start : part.end]).replace(chr(10), '<br>')}</p>"


def pane_html(body: str, title: str, close: str, more: str = "") -> str:
    """What lies beside the conversation: ``body`` and ``more``, which are HTML, under a bar with its title, which
    closes it."""
    button = f'<button type="button" class="vp-close" aria-label="{escape(close)}">'
    bar = f'<strong>{escape(title)}</strong>{more}{button}<span aria-hidden="true">×</span></button>'
    return f'<div class="vp-pane-bar">{bar}</div><div class="vp-pane-body">{body}</div>'


CLASSES = {Kind.TEXT: "", Kind.ITEM: ' class="vp-item"', Kind.LABEL: ' class="vp-label"', Kind.ROW: ""}
"""How the paragraph of each kind of line is called, as an attribute."""


def _part(hit: Hit, part: Part, evidence: Sequence[Span], words: Texts) -> str:
    if part.rows:
        return table_html(
            hit.text, part, lambda start, end: marked(hit.text, evidence, hit.mentioned, start, end), words
        )
    kind = ' class="vp-lines"' if is_head(hit) else CLASSES[part.kind]
    return f"<p{kind}>{marked(hit.text, evidence, hit.mentioned, part.start, part.end)}</p>"


def table_html(text: str, part: Part, shown: Callable[[int, int], str], words: Texts) -> str:
    """A table that scrolls sideways where it is too wide, by the keyboard as well. ``shown`` gives the HTML of the
    characters of a cell."""
    kinds = [' class="vp-figure"' if figure else "" for figure in figures(text, part.rows)]

    def row(cells: Sequence[Span], tag: str, scope: str = "") -> str:
        cells_html = (f"<{tag}{scope}{kind}>{shown(*cell)}</{tag}>" for cell, kind in zip(cells, kinds, strict=True))
        return f"<tr>{' '.join(cells_html)}</tr>"

    heads, *body = part.rows
    head = row(heads, "th", ' scope="col"')
    rows = "\n".join(row(cells, "td") for cells in body)
    return (
        f'<div class="vp-table" role="region" tabindex="0" aria-label="{escape(words.table)}">'
        f"<table><thead>{head}</thead>\n<tbody>{rows}</tbody></table></div>"
    )
