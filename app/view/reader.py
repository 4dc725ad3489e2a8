"""A whole letter as HTML, to read an answer where it stands.

Letters are untrusted: every text is escaped and every link is checked. Addresses within it are fragments of the page
("#par-…"); mentions of letters in the same library lead there, others to the official publication.
"""

from collections.abc import Collection, Sequence
from hashlib import blake2b
from html import escape

from app.texts import InterfaceLanguage, Texts, texts_for
from app.view.markup import CLASSES, citation_html, marked, pane_html, safe_url, table_html
from app.view.passage import parts
from app.view.verdicts import here_button
from index.notes import Note
from index.passages import Passage
from index.whole import WholeLetter, alike

Spans = Sequence[tuple[int, int]]


def letter_html(
    letter: WholeLetter,
    language: InterfaceLanguage,
    *,
    chosen: str | None = None,
    evidence: Spans = (),
) -> str:
    """``letter`` with the passage ``chosen``, by its id, set apart and the characters ``evidence`` of it marked."""
    words, here = texts_for(language), letter.mentioned
    pieces = [_header(letter, words), _outline(letter, words)]
    pieces.append(_head(letter, words, evidence if chosen == letter.head_id else None))
    notes = letter.own_notes()
    page: str | None = None
    open_path: tuple[str, ...] = ()
    for path, passages in letter.sections():
        pieces += _headings(open_path, path)
        open_path = path
        for passage in passages:
            turned = passage.page is not None and passage.page != page
            page = passage.page or page
            spans = evidence if passage.id == chosen else None
            pieces.append(_paragraph(passage, notes[passage.id], words, spans, here, page=page if turned else None))
    lang = escape(letter.language)
    return f'<article class="vp-letter" lang="{lang}" data-letter="{escape(letter.id)}">{"".join(pieces)}</article>'


def letter_pane(body: str, language: InterfaceLanguage) -> str:
    """``body``, which is HTML, under a bar that says what it is and for which question, and closes it."""
    words = texts_for(language)
    asked = f'<span class="vp-for" data-label="{escape(words.judge_for)}"></span>'
    return pane_html(body, words.letter_pane, words.close_letter, asked)


def anchor(passage_id: str) -> str:
    """The id of a passage's element; ids of letters hold signs that a fragment can't."""
    return f"par-{blake2b(passage_id.encode(), digest_size=6).hexdigest()}"


def _header(letter: WholeLetter, words: Texts) -> str:
    url = safe_url(letter.url)
    tab = f'<span aria-hidden="true"> ↗</span><span class="vp-unseen"> ({escape(words.new_tab)})</span>'
    official = (
        f' <a lang="{words.code}" href="{escape(url)}" target="_blank" rel="noopener noreferrer">'
        f"{escape(words.official)}{tab}</a>"
        if url
        else ""
    )
    return (
        f'<header><h2 class="vp-letter-title" tabindex="-1">{escape(letter.title)}</h2>'
        f'<p><cite lang="nl">{citation_html(letter.citation)}</cite>{official}</p></header>'
    )


def _outline(letter: WholeLetter, words: Texts) -> str:
    paths = [(path, passages[0]) for path, passages in letter.sections() if path]
    if len(paths) < 3:
        return ""
    items = "".join(
        f'<li class="vp-depth-{min(len(path), 4)}"><a href="#{anchor(first.id)}">{escape(path[-1])}</a></li>'
        for path, first in paths
    )
    summary = f'<summary lang="{words.code}">{escape(words.outline)}</summary>'
    return f'<details class="vp-outline">{summary}<nav><ol>{items}</ol></nav></details>'


def _head(letter: WholeLetter, words: Texts, evidence: Spans | None) -> str:
    if not letter.head:
        return ""
    text = marked("\n".join(letter.head), evidence or ()).replace("\n", "<br>")
    opened, chosen = (" open", " vp-chosen") if evidence is not None else ("", "")
    return (
        f'<details class="vp-letter-head"{opened}><summary lang="{words.code}">{escape(words.head)}</summary>'
        f'<p id="{anchor(letter.head_id)}" class="vp-par{chosen}" '
        f'data-passage="{escape(letter.head_id)}" tabindex="-1">{text}{here_button(words)}</p></details>'
    )


def _headings(before: tuple[str, ...], path: tuple[str, ...]) -> list[str]:
    """The headings that ``path`` has and the path before it had not."""
    levels = range(alike(before, path), len(path))
    return [f"<h{min(level + 3, 6)}>{escape(path[level])}</h{min(level + 3, 6)}>" for level in levels]


def _paragraph(
    passage: Passage,
    own: Sequence[Note],
    words: Texts,
    evidence: Spans | None,
    here: Collection[str],
    page: str | None,
) -> str:
    unseen = f'<span class="vp-unseen">{escape(words.page)} </span>'
    folio = f'<span class="vp-folio" lang="{words.code}">{unseen}{escape(page)}</span>' if page else ""
    notes = "".join(_note(note, words, here) for note in own)
    chosen = ' vp-chosen" aria-current="true' if evidence is not None else ""
    return (
        f'<div id="{anchor(passage.id)}" class="vp-par{chosen}" data-passage="{escape(passage.id)}" tabindex="-1">'
        f"{folio}{lines_html(passage.text, evidence or (), here, words)}{notes}{here_button(words)}</div>"
    )


def lines_html(text: str, evidence: Spans, here: Collection[str], words: Texts) -> str:
    """The lines of a paragraph as on its card: a table is a table, a label a label."""

    def shown(start: int, end: int) -> str:
        return marked(text, evidence, here, start, end)

    return "".join(
        table_html(text, part, shown, words)
        if part.rows
        else f"<p{CLASSES[part.kind]}>{shown(part.start, part.end)}</p>"
        for part in parts(text)
    )


def _note(note: Note, words: Texts, here: Collection[str]) -> str:
    label = f'<span class="vp-unseen" lang="{words.code}">{escape(words.note)} </span>{escape(note.number)}'
    return f'<details class="vp-note"><summary>{label}</summary><p>{marked(note.text, (), here)}</p></details>'
