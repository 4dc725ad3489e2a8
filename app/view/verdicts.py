"""The buttons with which a reader says whether something is the answer."""

from html import escape

from app.texts import Texts
from index.corrections import Verdict


def verdict_buttons(lead: str, *offered: tuple[Verdict, str]) -> str:
    """Buttons with what can be said, after what is asked. Pressed again, they take it back."""
    buttons = "".join(
        f'<button type="button" class="vp-say" data-verdict="{verdict}" aria-pressed="false">{escape(label)}</button>'
        for verdict, label in offered
    )
    return (
        f'<div class="vp-judge" role="group" aria-label="{escape(lead)}" aria-live="off">'
        f'<span aria-hidden="true">{escape(lead)}</span>{buttons}</div>'
    )


def here_button(words: Texts) -> str:
    """The button beside a paragraph of the letter that says: this answers the question."""
    return (
        f'<button type="button" class="vp-say vp-here" lang="{words.code}" data-verdict="right" aria-pressed="false">'
        f'<span aria-hidden="true">✓</span><span class="vp-here-label">{escape(words.judge_here)}</span></button>'
    )
