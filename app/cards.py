"""Answers, and the library they come from, as HTML.

Questions and letters are untrusted: every text is escaped, every link is checked.

The words of a letter keep the letter's language (``lang="nl"``), the labels around them the page's, and "not found" the
language the question was asked in, so that a reader of either hears each one pronounced as it should be.
"""

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from app.filtering import BadFilter, LetterSummary
from app.markup import citation_html, is_head, passage_html, place, quotation, quotation_html, safe_url
from app.texts import EXAMPLES, InterfaceLanguage, Texts, as_interface_language, texts_for
from app.verdicts import verdict_buttons
from index.answer import Answer, Hit
from index.errors import LibraryError, NothingToAsk, QuestionError

_HIGH, _MIDDLE = 0.8, 0.5
_LETTERS_SHOWN = 5


def masthead(language: InterfaceLanguage) -> str:
    """The name and what it is for."""
    return (
        f'<header class="vp-masthead" lang="{language}"><h1 lang="nl">Vindplaats</h1>'
        f'<p>{escape(texts_for(language).claim)}</p><p class="vp-doors">'
        f'<a href="?letters=" data-letters>{escape(texts_for(language).all_letters)}</a></p></header>'
    )


def library_card(letters: Sequence[LetterSummary] | None, language: InterfaceLanguage) -> str:
    """What can be asked: how the answers come about and which letters there are (None: not known yet)."""
    words = texts_for(language)
    parts = [f'<p class="vp-promise">{escape(words.welcome)}</p>']
    if letters is not None:
        count = words.library_one if len(letters) == 1 else words.library_n.format(n=len(letters))
        parts.append(f'<h2 class="vp-count">{escape(count if letters else words.library_empty)}</h2>')
        items = [_letter_line(letter, words) for letter in letters[:_LETTERS_SHOWN]]
        if len(letters) > _LETTERS_SHOWN:
            more = words.library_more_n.format(n=len(letters) - _LETTERS_SHOWN)
            items.append(f'<li><a href="?letters=" data-letters>{escape(more)}</a></li>')
        parts.append(f'<ul class="vp-letters">{"".join(items)}</ul>' if items else "")
    return f'<div class="vp-library" lang="{language}">{"".join(parts)}</div>'


def examples_heading(language: InterfaceLanguage) -> str:
    """What the example questions stand under."""
    return f'<h2 class="vp-small" lang="{language}">{escape(texts_for(language).examples)}</h2>'


def history(language: InterfaceLanguage) -> str:
    """Where the browser lists what was asked in it before, but for the examples, as long as these are shown."""
    words = texts_for(language)
    examples = escape(json.dumps([question for questions in EXAMPLES.values() for question in questions]))
    return (
        f'<details class="vp-history" lang="{language}" data-examples="{examples}" hidden>'
        f"<summary>{escape(words.history)} "
        '(<span class="vp-history-count"></span>)</summary><ol></ol><button type="button" class="vp-history-clear" '
        f'data-said="{escape(words.history_cleared)}">{escape(words.history_clear)}</button></details>'
    )


def status_line(text: str, *, seconds: int | None = None, failed: str = "", ready: bool = False) -> str:
    """Where the library stands. The seconds are left unspoken, or a screen reader would count along."""
    kind = "vp-ready" if ready else "vp-failed" if failed else "vp-busy"
    lead = f"<strong>{escape(failed)}</strong> " if failed else ""
    passed = f' <span class="vp-seconds" aria-hidden="true">{seconds} s</span>' if seconds is not None else ""
    return f'<p class="vp-status {kind}" role="status">{lead}{escape(text)}{passed}</p>'


def answer_card(answer: Answer, language: InterfaceLanguage, *, narrowed: bool = False) -> str:
    """The whole answer to one question: the best passage large and the others folded away, or "not found". Of an answer
    that was sought in some letters only (``narrowed``) it can't be said that no letter gives one."""
    words = texts_for(language)
    read_as = _read_as(answer, words)
    if not (answer.answered and answer.passages):
        return read_as + _not_found(answer, words, language, narrowed=narrowed)
    best, *others = answer.passages
    cards = _card(best, words, "vp-best") + _also_found(others, words)
    nothing = "" if narrowed else verdict_buttons(words.judge_missing, ("nothing", words.judge_none))
    asked = escape(answer.understood)
    return f'{read_as}<div class="vp-answer" lang="{language}" data-asked="{asked}">{cards}{nothing}</div>'


def reply(
    question: str,
    outcome: Answer | Exception | None,
    language: InterfaceLanguage,
    *,
    ready: bool = True,
    narrowed: bool = False,
) -> str:
    """What stands under a question: its answer, what is wrong with it, or (None) that the answer is on its way."""
    words = texts_for(language)
    if not question:
        return notice(words.empty_question, kind="vp-hint")
    match outcome:
        case Answer():
            return answer_card(outcome, language, narrowed=narrowed)
        case NothingToAsk():
            return notice(words.nothing_to_ask)
        case BadFilter():
            return notice(words.bad_filter)
        case QuestionError():
            return notice(str(outcome), lead=words.cannot_ask)
        case LibraryError():
            return notice(str(outcome))
        case Exception():
            return notice(words.unexpected)
        case None:
            return notice(words.searching if ready else words.waiting, kind="vp-busy")


def question_line(question: str, language: InterfaceLanguage) -> str:
    """The question as it was asked."""
    label = escape(texts_for(language).your_question)
    return f'<h2 class="vp-question"><span class="vp-unseen">{label} </span>{escape(question)}</h2>'


def notice(text: str, *, kind: str = "", lead: str = "") -> str:
    """A sentence of the product itself, never dressed as an answer; ``kind`` is "vp-busy" or "vp-hint"."""
    bold = f"<strong>{escape(lead)}</strong> " if lead else ""
    return f'<p class="vp-notice {kind}">{bold}{escape(text)}</p>'


def confidence_word(confidence: float, words: Texts) -> str:
    """A probability in words: a reader acts on "uncertain" sooner than on 0.47."""
    if confidence >= _HIGH:
        return words.confidence_high
    return words.confidence_middle if confidence >= _MIDDLE else words.confidence_low


def _letter_line(letter: LetterSummary, words: Texts) -> str:
    count = words.paragraphs_one if letter.paragraphs == 1 else words.paragraphs_n.format(n=letter.paragraphs)
    to = escape(letter.id)
    title = f'<span class="vp-title" lang="nl">{escape(letter.title)}</span>'
    return (
        f'<li><a href="?letter={quote(letter.id, safe="")}" data-letter="{to}">{title}</a><br>'
        f'<cite lang="nl">{citation_html(letter.citation)}</cite>'
        f'<span class="vp-own"> · {escape(count)}</span></li>'
    )


def _card(hit: Hit, words: Texts, kind: str, *, weighed: bool = True) -> str:
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
        f'<blockquote lang="{spoken}">{passage}</blockquote>'
        f'<div class="vp-around-after" aria-live="off" hidden></div>{_surrounding(hit, words)}'
        f"<footer>{_source(hit, words)}{_actions(hit, words)}{_judging(words, weighed=weighed)}</footer></article>"
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


def _actions(hit: Hit, words: Texts) -> str:
    """Reading on and copying. What was copied is said once, by the page's own status line, hence aria-live."""
    offered = (
        (words.copy, words.copied, hit.citation, citation_html(hit.citation)),
        (words.copy_quote, words.copied_quote, quotation(hit), quotation_html(hit)),
    )
    buttons = "".join(
        f'<button type="button" class="vp-copy" data-copy="{escape(text)}" data-rich="{escape(rich)}" '
        f'data-done="{escape(words.done)}" data-said="{escape(said)}" data-failed="{escape(words.copy_failed)}">'
        f"{escape(label)}</button>"
        for label, said, text, rich in offered
    )
    return f'<p class="vp-actions" aria-live="off">{_reading(hit, words)}{buttons}</p>'


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


def _also_found(others: Sequence[Hit], words: Texts) -> str:
    if not others:
        return ""
    cards = "".join(_card(hit, words, "vp-other") for hit in others)
    return f'<details class="vp-also"><summary>{escape(words.also_found)} ({len(others)})</summary>{cards}</details>'


def _read_as(answer: Answer, words: Texts) -> str:
    """A follow-up as it was read with the questions before it, so that a wrong reading can be seen."""
    if answer.understood == answer.question:
        return ""
    return f'<p class="vp-understood">{escape(words.understood)} <q>{escape(answer.understood)}</q></p>'


def _not_found(answer: Answer, words: Texts, language: InterfaceLanguage, *, narrowed: bool) -> str:
    asked = as_interface_language(answer.language)
    spoken = texts_for(asked)
    cards = "".join(_card(hit, words, "vp-near", weighed=False) for hit in answer.passages)
    nearest = f'<p class="vp-nearest" lang="{asked}">{escape(spoken.nearest)}</p>' if cards else ""
    nothing = "" if narrowed or not cards else verdict_buttons(words.judge_not_found, ("nothing", words.judge_none))
    return (
        f'<div class="vp-answer vp-not-found" lang="{language}" data-asked="{escape(answer.understood)}">'
        f'<h3 class="vp-verdict" lang="{asked}">{escape(spoken.not_found)}</h3>{nothing}{nearest}{cards}</div>'
    )
