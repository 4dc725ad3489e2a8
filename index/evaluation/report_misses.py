"""A question that went wrong, as a piece of a page: what came first, and what should have."""

import re
from collections.abc import Iterable
from html import escape

from index.answer import Hit
from index.evaluation.outcome import Outcome

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-zA-Z0-9]{2,8})*")


def miss_article(outcome: Outcome) -> str:
    """The question, what came first with its citation and place, and the right passage with its place in the order."""
    question = outcome.question
    return (
        f"<article><h4{_spoken(outcome.language)}>{escape(question.question)}</h4>"
        f"<p class='soft'>{escape(question.id)}, confidence {outcome.answer.confidence:.2f}</p>"
        f"<div class='pair'>{_first(outcome)}{'' if outcome.right_first else _right(outcome)}</div></article>"
    )


def _first(outcome: Outcome) -> str:
    hit = outcome.first
    if hit is None:
        return "<div><h5>Nothing came</h5></div>"
    if not outcome.answerable:
        named = "What was given as an answer"
    else:
        named = "Came first, and is right" if outcome.right_first else "Came first"
    kind = " class='right'" if outcome.right_first else ""
    return f"<div{kind}><h5>{named}</h5>{_passage(hit.text, hit.evidence, hit.language)}{_source(hit)}</div>"


def _right(outcome: Outcome) -> str:
    """The right passage, as it was shown or as it stands in the library."""
    if not outcome.golds:
        return ""
    if outcome.rank:
        hit = outcome.answer.passages[outcome.rank - 1]
        shown = _passage(hit.text, _spans(hit.text, _quotes(outcome)), hit.language)
        return f"<div class='right'><h5>Right, at {outcome.rank}</h5>{shown}{_source(hit)}</div>"
    gold = outcome.golds[0]
    more = f", nor are {len(outcome.golds) - 1} more" if len(outcome.golds) > 1 else ""
    shown = _passage(gold.text, _spans(gold.text, _quotes(outcome)), None)
    source = f"<p class='soft'>{escape(gold.locator)}<br><code>{escape(gold.id)}</code></p>"
    return f"<div class='right'><h5>Right, not among the first {len(outcome.judged)}{more}</h5>{shown}{source}</div>"


def _source(hit: Hit) -> str:
    citation = f'<a href="{escape(hit.url)}">{escape(hit.citation)}</a>' if hit.url else escape(hit.citation)
    return (
        f"<p class='soft'>{citation}<br>{escape(hit.locator)}<br>"
        f"<code>{escape(hit.id)}</code>, confidence {hit.confidence:.2f}</p>"
    )


def _quotes(outcome: Outcome) -> list[str]:
    return [gold.quote for gold in outcome.question.answers if gold.quote]


def _spans(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    """Where the quotes, whose white space is folded, stand in the text as it is; those that don't are left out."""
    patterns = [r"\s+".join(map(re.escape, quote.split())) for quote in quotes]
    return [found.span() for pattern in patterns if (found := re.search(pattern, text))]


def _passage(text: str, marks: Iterable[tuple[int, int]], language: str | None) -> str:
    """The text word for word; what answers, or was thought to, is marked."""
    shown = []
    at = 0
    for start, end in sorted(marks):
        start = max(start, at)
        if end > start:
            shown += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    return f"<blockquote{_spoken(language)}>{''.join([*shown, escape(text[at:])])}</blockquote>"


def _spoken(language: str | None) -> str:
    """The attribute that tells a reader's voice which language follows."""
    return f' lang="{language}"' if language and _LANGUAGE.fullmatch(language) else ""
