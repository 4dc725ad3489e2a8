"""The list of all letters beside the conversation, newest first, and, where the library may be changed, the means to.

Letters are untrusted: every text is escaped. A long list comes a part at a time.
"""

from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import quote

from app.texts import InterfaceLanguage, Texts, texts_for
from app.view.filtering import LetterSummary, citation_language, day_in_words, dossiers_of
from app.view.listing import Listing
from app.view.markup import citation_html, pane_html
from corpus.limits import most_bytes

PART = 100  # letters at a time
MOST_FILES = 200  # that are added at a time


def letters_html(listing: Listing, language: InterfaceLanguage, find: str = "", *, editable: bool = False) -> str:
    """The whole pane: a bar, what the library holds, a field to find by, and the first part of the list."""
    words, count = texts_for(language), len(listing.letters)
    said = words.library_one if count == 1 else words.library_n.format(n=count) if count else words.library_empty
    label = escape(words.filter_find)
    finder = (
        f'<input type="search" class="vp-find-letter" value="{escape(find)}" placeholder="{label}" '
        f'aria-label="{label}" autocomplete="off" spellcheck="false" maxlength="300">'
        if count
        else ""
    )
    body = (
        f'<h2 tabindex="-1">{escape(said)}</h2>{_adding(words) if editable else ""}{finder}'
        f'<p class="vp-tally" role="status"></p>'
        f'<div class="vp-rows">{rows_html(listing.found(find), 0, language, find=find, editable=editable)}</div>'
        f"{_confirming(words) if editable else ''}"
    )
    return letters_pane(body, language)


def letters_pane(body: str, language: InterfaceLanguage) -> str:
    """``body``, which is HTML, as the pane of all letters."""
    words = texts_for(language)
    return pane_html(body, words.all_letters, words.letters_close)


def rows_html(
    letters: Sequence[LetterSummary],
    start: int,
    language: InterfaceLanguage,
    *,
    many: int = PART,
    find: str = "",
    editable: bool = False,
) -> str:
    """``many`` of ``letters`` from the one at ``start``, and a button for those after them."""
    words, end = texts_for(language), start + many
    count = len(letters)
    found = words.letters_found_one if count == 1 else words.letters_found_n.format(n=count)
    tally = found if count else words.letters_none
    rows = "".join(_row(letter, words, language, editable=editable) for letter in letters[start:end])
    more = f'<button type="button" class="vp-more">{escape(words.letters_more)}</button>' if end < count else ""
    return f'<ol class="vp-register" data-tally="{escape(tally if find.strip() else "")}">{rows}</ol>{more}'


def _row(letter: LetterSummary, words: Texts, language: InterfaceLanguage, *, editable: bool) -> str:
    day = day_in_words(date.fromisoformat(letter.date), language) if letter.date else words.undated
    count = words.paragraphs_one if letter.paragraphs == 1 else words.paragraphs_n.format(n=letter.paragraphs)
    dossiers = ", ".join(dossiers_of(letter))
    dossier = f"{words.filter_dossier.lower()} {dossiers}" if dossiers else ""
    facts = " · ".join(escape(fact) for fact in (day, dossier, count) if fact)
    to, title, spoken = escape(letter.id), escape(letter.title), escape(letter.language)
    cited = f'<cite lang="{citation_language(letter)}">{citation_html(letter.citation)}</cite>'
    remove = (
        f'<button type="button" class="vp-remove" data-id="{to}">{escape(words.remove)}'
        f'<span class="vp-unseen"> <span lang="{spoken}">{title}</span></span></button>'
        if editable
        else ""
    )
    return (
        f'<li><p class="vp-facts">{facts}</p><a href="?letter={quote(letter.id, safe="")}" data-letter="{to}" '
        f'class="vp-title" lang="{spoken}">{title}</a>{"" if letter.citation == letter.title else cited}{remove}</li>'
    )


def _adding(words: Texts) -> str:
    """Where files are dropped or chosen. What editing.js says comes along as data."""
    most = most_bytes() // 2**20
    said = {
        "waiting": words.add_waiting,
        "sending": words.add_sending,
        "reading": words.add_reading,
        "added": words.add_added,
        "replaced": words.add_replaced,
        "unchanged": words.add_unchanged,
        "held": words.add_held,
        "replace": words.add_replace,
        "failed": words.add_failed,
        "letters": words.add_letters_n,
        "large": words.add_too_large_n.format(n=most),
        "crowd": words.add_too_many_n.format(n=MOST_FILES),
        "unreached": words.no_reply,
        "most": str(most_bytes()),
        "files": str(MOST_FILES),
    }
    data = "".join(f' data-{name}="{escape(text)}"' for name, text in said.items())
    return (
        f'<section class="vp-adding" aria-labelledby="vp-adding"{data}>'
        f'<h3 id="vp-adding">{escape(words.add_letters)}</h3><p>'
        f'<label class="vp-choose">{escape(words.add_choose)}<input type="file" multiple></label> '
        f'<span class="vp-drop">{escape(words.add_drop)}</span></p>'
        f'<p class="vp-own">{escape(words.add_kinds_n.format(n=most))}</p>'
        '<ul class="vp-results" aria-live="polite"></ul></section>'
    )


def _confirming(words: Texts) -> str:
    return (
        f'<dialog class="vp-confirm" aria-labelledby="vp-confirm" data-done="{escape(words.remove_done)}" '
        f'data-unreached="{escape(words.no_reply)}" data-waits="{escape(words.remove_waits)}">'
        f'<h2 id="vp-confirm">{escape(words.remove_ask)}</h2>'
        f'<p class="vp-named"></p><p>{escape(words.remove_about)}</p><p class="vp-wrong" role="alert"></p>'
        f'<p class="vp-choices"><button type="button" class="vp-no" autofocus>{escape(words.remove_no)}</button>'
        f'<button type="button" class="vp-yes">{escape(words.remove_yes)}</button></p></dialog>'
    )
