"""The paragraphs before and after a passage, shown on its card."""

from html import escape

from app.texts import InterfaceLanguage, Texts, texts_for
from app.view.reader import lines_html
from index.passages import Passage
from index.whole import WholeLetter


def around_html(letter: WholeLetter, passage_id: str, language: InterfaceLanguage) -> tuple[str, str]:
    """The neighbours of a passage as HTML, the one before it first; where there is none, that is said. Raises KeyError
    for a passage that is not in the letter; the head, which stands outside its text, counts as none."""
    words = texts_for(language)
    places = {passage.id: place for place, passage in enumerate(letter.passages)}
    place = places[passage_id]
    before = letter.passages[place - 1] if place else None
    after = letter.passages[place + 1] if place + 1 < len(letter.passages) else None
    section = letter.passages[place].section
    return (
        _neighbour(before, letter, section, words, words.around_before, words.letter_begins),
        _neighbour(after, letter, section, words, words.around_after, words.letter_ends),
    )


def _neighbour(
    passage: Passage | None, letter: WholeLetter, section: tuple[str, ...], words: Texts, label: str, none: str
) -> str:
    if passage is None:
        return f'<p class="vp-neighbour-label">{escape(none)}</p>'
    path = ""
    if passage.section != section:
        names = " <span aria-hidden='true'>›</span> ".join(escape(name) for name in passage.section)
        path = f' <span class="vp-path" lang="{escape(letter.language)}">{names}</span>' if names else ""
        path = path or f' <span class="vp-path">{escape(words.no_section)}</span>'
    text = lines_html(passage.text, (), letter.mentioned, words)
    return (
        f'<div class="vp-neighbour" role="group" aria-label="{escape(label)}" data-passage="{escape(passage.id)}">'
        f'<p class="vp-neighbour-label"><span>{escape(label)}</span>{path}</p>'
        f'<div class="vp-neighbour-text" lang="{escape(letter.language)}">{text}</div></div>'
    )
