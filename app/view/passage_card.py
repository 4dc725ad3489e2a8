"""A passage as a card: its words, its place, and what can be done with it.

What most readers want stands in sight, the rest behind "more", so that the passage is what is seen first.
"""

from html import escape

from app.texts import Texts
from app.view.markup import citation_html, is_head, passage_html, place, quotation, quotation_html, safe_url
from app.view.verdicts import verdict_buttons
from index.answer import Hit

_HIGH, _MIDDLE = 0.8, 0.5


def passage_card(hit: Hit, words: Texts, kind: str, *, weighed: bool = True) -> str:
    """A passage with its place. One that is no answer is not ``weighed``: no confidence, no sentence marked."""
    spoken = escape(hit.language)
    path = " <span aria-hidden='true'>›</span> ".join(f"<span>{escape(part)}</span>" for part in hit.section)
    if path:
        heading = f'<h3 class="vp-path" lang="{spoken}">{path}</h3>'
    else:
        heading = f'<h3 class="vp-path">{escape(words.head_of_letter if is_head(hit) else words.no_section)}</h3>'
    passage = passage_html(hit, hit.evidence if weighed else (), words)
    return (
        f'<article class="vp-card {kind}" data-passage="{escape(hit.id)}" data-of="{escape(hit.letter)}">'
        f'<header class="vp-head">{heading}{_confidence(hit, words) if weighed else ""}</header>'
        '<div class="vp-around-before" aria-live="off" hidden></div>'
        f'<blockquote lang="{spoken}">{passage}{_footnotes(hit, words, marked=weighed)}</blockquote>'
        '<div class="vp-around-after" aria-live="off" hidden></div>'
        f"<footer>{_source(hit, words)}{_actions(hit, words, weighed=weighed)}</footer></article>"
    )


def _footnotes(hit: Hit, words: Texts, *, marked: bool) -> str:
    """Those of its footnotes that answer, which the passage itself doesn't show."""
    start, end = ("<mark>", "</mark>") if marked else ("", "")
    return "".join(
        f'<p class="vp-footnote"><span lang="{words.code}">{escape(words.note)} {escape(note.number)}:</span> '
        f"{start}{escape(note.text)}{end}</p>"
        for note in hit.footnotes
    )


def _judging(words: Texts, *, weighed: bool) -> str:
    if not weighed:
        return verdict_buttons(words.judge, ("right", words.judge_near))
    return verdict_buttons(words.judge, ("right", words.judge_right), ("wrong", words.judge_wrong))


def _confidence(hit: Hit, words: Texts) -> str:
    share = round(100 * min(max(hit.confidence, 0.0), 1.0))
    return (
        f'<p class="vp-confidence"><span class="vp-confidence-label">{escape(words.confidence)}</span> '
        f"<strong>{escape(confidence_word(hit.confidence, words))}</strong>"
        f'<span class="vp-bar" aria-hidden="true"><span style="width:{share}%"></span></span></p>'
    )


def _source(hit: Hit, words: Texts) -> str:
    url = safe_url(hit.url)
    link = (
        f'<br><a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(words.official)}'
        f'<span aria-hidden="true"> ↗</span><span class="vp-unseen"> ({escape(words.new_tab)})</span></a>'
        if url
        else ""
    )
    rows = (
        (words.citation, f'<cite lang="nl">{citation_html(hit.citation)}</cite>'),
        (words.locator, f'{place(hit, words)} <span class="vp-own">({escape(words.own_locator)})</span>'),
        (words.letter, f'<span class="vp-title" lang="{escape(hit.language)}">{escape(hit.title)}</span>{link}'),
    )
    return f'<dl class="vp-source">{"".join(f"<div><dt>{escape(t)}</dt><dd>{d}</dd></div>" for t, d in rows)}</dl>'


def _actions(hit: Hit, words: Texts, *, weighed: bool) -> str:
    """What can be done; of what is no answer, reading it in its letter comes before quoting it. What was copied is said
    once, by the page's own status line, hence aria-live."""
    text, rich = quotation(hit, words.note), quotation_html(hit, words.note)
    quote = _copying(words.copy_quote, words.copied_quote, text, rich, words)
    citation = _copying(words.copy, words.copied, hit.citation, citation_html(hit.citation), words)
    further = f'<button type="button" class="vp-further" aria-expanded="false">{escape(words.further)}</button>'
    return (
        f'<div class="vp-actions" aria-live="off">{quote if weighed else ""}{_reading(hit, words)}{further}</div>'
        f'<div class="vp-rest" aria-live="off" hidden><div class="vp-actions">{"" if weighed else quote}{citation}'
        f"{_surrounding(hit, words)}</div>"
        f"{_judging(words, weighed=weighed)}</div>"
    )


def _copying(label: str, said: str, text: str, rich: str, words: Texts) -> str:
    """A button that copies ``text``, or ``rich`` where what it is pasted into takes HTML."""
    return (
        f'<button type="button" class="vp-copy" data-copy="{escape(text)}" data-rich="{escape(rich)}" '
        f'data-done="{escape(words.done)}" data-said="{escape(said)}" data-failed="{escape(words.copy_failed)}">'
        f"{escape(label)}</button>"
    )


def _reading(hit: Hit, words: Texts) -> str:
    """The button that opens the letter at the passage."""
    evidence = ",".join(f"{start}-{end}" for start, end in hit.evidence)
    return (
        f'<button type="button" class="vp-open" data-letter="{escape(hit.letter)}" data-par="{escape(hit.id)}" '
        f'data-evidence="{evidence}">{escape(words.read_in_letter)}</button>'
    )


def _surrounding(hit: Hit, words: Texts) -> str:
    """The button that shows the paragraphs around the passage; the head of a letter has none."""
    if is_head(hit):
        return ""
    return (
        f'<button type="button" class="vp-around" aria-expanded="false" data-shown="{escape(words.around_shown)}" '
        f'data-hidden="{escape(words.around_hidden)}" data-failed="{escape(words.around_failed)}">'
        f"{escape(words.around)}</button>"
    )


def confidence_word(confidence: float, words: Texts) -> str:
    """A probability in words: a reader acts on "uncertain" sooner than on 0.47."""
    if confidence >= _HIGH:
        return words.confidence_high
    return words.confidence_middle if confidence >= _MIDDLE else words.confidence_low
