"""Answers, and the library they come from, as HTML.

Questions and letters are untrusted: every text is escaped, every link is checked.

The words of a letter keep the letter's language (``lang``), the labels around them the page's, and "not found" the
language the question was asked in, so that a reader of either hears each one pronounced as it should be.
"""

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from app.desk import Busy, Desk
from app.texts import EXAMPLES, InterfaceLanguage, Texts, as_interface_language, texts_for
from app.view.filtering import BadFilter, LetterSummary, citation_language, title_html
from app.view.markup import citation_html
from app.view.passage_card import passage_card
from app.view.verdicts import verdict_buttons
from index.answer import Answer, Hit
from index.errors import LibraryError, NothingAsked, NothingToAsk, QuestionError, QuestionTooLong
from index.questions.question import MAX_CHARACTERS

_LETTERS_SHOWN = 5


def masthead(language: InterfaceLanguage) -> str:
    """The name and what it is for."""
    words = texts_for(language)
    return (
        f'<header class="vp-masthead" lang="{language}" data-failed="{escape(words.no_reply)}">'
        f'<h1 lang="nl">Vindplaats</h1><p>{escape(words.claim)}</p><p class="vp-doors">'
        f'<a href="?letters=" data-letters>{escape(words.all_letters)}</a></p></header>'
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


def status(desk: Desk, language: InterfaceLanguage) -> str:
    """How far the library is. The seconds are left unspoken, or a screen reader would count along."""
    words = texts_for(language)
    if failure := desk.failure:
        own = isinstance(failure, LibraryError)
        said = f'<span lang="en">{escape(str(failure))}</span>' if own else escape(words.unexpected)
        kind, text = "failed", f"<strong>{escape(words.failed)}</strong> {said}"
    elif desk.ready:
        kind, text = "ready", escape(words.ready)
    else:
        passed = f'<span class="vp-seconds" aria-hidden="true">{desk.passed} s</span>'
        kind, text = "busy", f"{escape(words.preparing if desk.preparing else words.loading)} {passed}"
    return f'<p class="vp-status vp-{kind}" role="status">{text}</p>'


def answer_card(answer: Answer, language: InterfaceLanguage, *, narrowed: bool = False) -> str:
    """The whole answer to one question: the best passage large and the others folded away, or "not found". Of an answer
    that was sought in some letters only (``narrowed``) it can't be said that no letter gives one."""
    words = texts_for(language)
    read_as = _read_as(answer, words)
    if not (answer.answered and answer.passages):
        return read_as + _not_found(answer, words, language, narrowed=narrowed)
    best, *others = answer.passages
    cards = passage_card(best, words, "vp-best") + _also_found(others, words)
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
        case NothingAsked():
            return notice(words.nothing_asked, kind="vp-hint")
        case QuestionTooLong():
            return notice(words.question_too_long_n.format(n=MAX_CHARACTERS), lead=words.cannot_ask)
        case QuestionError():
            return notice(str(outcome), lead=words.cannot_ask, lang="en")
        case LibraryError():
            return wrong(outcome, language)
        case Exception():
            return notice(words.unexpected)
        case None:
            return notice(words.searching if ready else words.waiting, kind="vp-busy")


def question_line(question: str, number: int, language: InterfaceLanguage) -> str:
    """The question as it was asked, the ``number``-th of the conversation."""
    label = escape(texts_for(language).your_question)
    return (
        f'<h2 class="vp-question" data-turn="{number}"><span class="vp-unseen">{label} </span>{escape(question)}</h2>'
    )


def notice(text: str, *, kind: str = "", lead: str = "", lang: str = "") -> str:
    """A sentence of the product itself, never dressed as an answer; ``kind`` is "vp-busy" or "vp-hint", ``lang`` its
    language where that is not the page's."""
    bold = f"<strong>{escape(lead)}</strong> " if lead else ""
    said = f'<span lang="{lang}">{escape(text)}</span>' if lang else escape(text)
    return f'<p class="vp-notice {kind}">{bold}{said}</p>'


def said(error: LibraryError, language: InterfaceLanguage) -> str:
    """As it is; that too many wait, which is nobody's error, in the visitor's language."""
    return texts_for(language).busy if isinstance(error, Busy) else str(error)


def wrong(error: LibraryError, language: InterfaceLanguage) -> str:
    """What is said of it, as HTML; errors tell what is wrong in English."""
    return notice(said(error, language), lang="" if isinstance(error, Busy) else "en")


def _letter_line(letter: LetterSummary, words: Texts) -> str:
    count = words.paragraphs_one if letter.paragraphs == 1 else words.paragraphs_n.format(n=letter.paragraphs)
    to = escape(letter.id)
    return (
        f'<li><a href="?letter={quote(letter.id, safe="")}" data-letter="{to}">{title_html(letter)}</a><br>'
        f'<cite lang="{citation_language(letter)}">{citation_html(letter.citation)}</cite>'
        f'<span class="vp-own"> · {escape(count)}</span></li>'
    )


def _also_found(others: Sequence[Hit], words: Texts) -> str:
    if not others:
        return ""
    cards = "".join(passage_card(hit, words, "vp-other") for hit in others)
    return f'<details class="vp-also"><summary>{escape(words.also_found)} ({len(others)})</summary>{cards}</details>'


def _read_as(answer: Answer, words: Texts) -> str:
    """A follow-up as it was read with the questions before it, so that a wrong reading can be seen."""
    if answer.understood == answer.question:
        return ""
    return f'<p class="vp-understood">{escape(words.understood)} <q>{escape(answer.understood)}</q></p>'


def _not_found(answer: Answer, words: Texts, language: InterfaceLanguage, *, narrowed: bool) -> str:
    asked = as_interface_language(answer.language)
    spoken = texts_for(asked)
    cards = "".join(passage_card(hit, words, "vp-near", weighed=False) for hit in answer.passages)
    nearest = f'<p class="vp-nearest" lang="{asked}">{escape(spoken.nearest)}</p>' if cards else ""
    nothing = "" if narrowed or not cards else verdict_buttons(words.judge_not_found, ("nothing", words.judge_none))
    return (
        f'<div class="vp-answer vp-not-found" lang="{language}" data-asked="{escape(answer.understood)}">'
        f'<h3 class="vp-verdict" lang="{asked}">{escape(spoken.not_found)}</h3>{nearest}{cards}{nothing}</div>'
    )
