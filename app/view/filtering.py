"""Which letters a question is asked of: the form in which it is chosen, and the words for what was chosen.

The form is plain HTML, so that a phone shows its own wheel for a date and the browser writes dates as its user does;
``filters.js`` reads it when a question is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Protocol

from app.texts import InterfaceLanguage, Texts, texts_for
from corpus import Sender, dutch_date
from index.errors import QuestionError
from index.filters import EVERYTHING, Filters, plain_name
from index.questions.question import is_text

_LISTED = 500  # letters that can be ticked; of more, the newest
_NAMED = 3  # letters named above an answer; more are counted
LONGEST = 300
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class LetterSummary(Protocol):
    """What the page says of a letter. ``date`` is an ISO date; ``paragraphs`` their number."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def date(self) -> str | None: ...
    @property
    def dossier(self) -> str | None: ...
    @property
    def further_dossiers(self) -> Sequence[str]: ...
    @property
    def citation(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def paragraphs(self) -> int: ...
    @property
    def senders(self) -> Sequence[Sender]: ...
    @property
    def language(self) -> str: ...
    def to_json(self) -> dict[str, Any]: ...


def title_html(letter: LetterSummary) -> str:
    """The letter's title in its language."""
    return f'<span class="vp-title" lang="{escape(letter.language)}">{escape(letter.title)}</span>'


def citation_language(letter: LetterSummary) -> str:
    """As an attribute's value. A citation is Dutch, unless it begins with the title of a letter that says no more."""
    return escape(letter.language) if letter.citation.startswith(letter.title) else "nl"


def dossiers_of(letter: LetterSummary) -> tuple[str, ...]:
    return (*filter(None, (letter.dossier,)), *letter.further_dossiers)


class BadFilter(QuestionError):
    """What the form sent cannot be used, such as a date that is none."""


@dataclass(frozen=True, slots=True)
class Within:
    """The filters in force for one question, and title and language of the letters they name."""

    filters: Filters = EVERYTHING
    titles: tuple[tuple[str, str], ...] = ()


def read(given: Any) -> Filters:
    """The filters from what the form sent. Raises BadFilter."""
    if not given:
        return EVERYTHING
    if not isinstance(given, Mapping):
        raise BadFilter("The filters are no set of names with their values.")
    letters = given.get("letter") or []
    texts = [given.get(name) or "" for name in ("dossier", "from", "until", "sender")]
    if not isinstance(letters, str | list) or not all(
        isinstance(text, str) and len(text) <= LONGEST and is_text(text) for text in [*texts, *letters]
    ):
        raise BadFilter("The filters have values that are no text.")
    if len(letters) > _LISTED:
        raise BadFilter(f"The filters name more than {_LISTED} letters.")
    try:
        return Filters.of({name: value.strip() if isinstance(value, str) else value for name, value in given.items()})
    except QuestionError as error:
        raise BadFilter(str(error)) from error


def named(filters: Filters, letters: Sequence[LetterSummary]) -> Within:
    """``filters`` with the titles of the letters they name; one that isn't here is called by its id."""
    titles = {letter.id: (letter.title, letter.language) for letter in letters}
    return Within(filters, tuple(titles.get(identifier, (identifier, "nl")) for identifier in filters.letters))


def within_line(within: Within, language: InterfaceLanguage) -> str:
    """What was searched, above an answer, with a button that clears the form; empty where it was everything."""
    if not within.filters:
        return ""
    words = texts_for(language)
    said = [
        f'<cite lang="{escape(spoken)}">{escape(text)}</cite>' if spoken else escape(text)
        for text, spoken in _said(within, language)
    ]
    return (
        f'<p class="vp-within" lang="{language}">{escape(words.within)} {", ".join(said)} '
        f'<button type="button" class="vp-clear" data-said="{escape(words.cleared)}">{escape(words.clear)}</button></p>'
    )


def form(letters: Sequence[LetterSummary] | None, language: InterfaceLanguage) -> str:
    """The form, folded away; nothing where there is no choice between letters."""
    if letters is None or len(letters) < 2:
        return ""
    words = texts_for(language)
    everything = escape(words.filters_none_n.format(n=len(letters)))
    return (
        f'<details class="vp-filters" lang="{language}" data-none="{everything}" '
        f'data-letters="{escape(words.filter_letters_n)}"><summary><span>{escape(words.filters)}</span> '
        f'<span class="vp-choice">{everything}</span></summary><div class="vp-fields">'
        f'<p class="vp-filters-hint">{escape(words.filters_hint)}</p>{_fields(letters, words)}{_picks(letters, words)}'
        f'<button type="button" class="vp-clear" data-said="{escape(words.cleared)}">{escape(words.clear)}</button>'
        "</div></details>"
    )


def _fields(letters: Sequence[LetterSummary], words: Texts) -> str:
    dossiers = sorted({dossier for letter in letters for dossier in dossiers_of(letter)})
    senders: dict[str, str] = {}
    for letter in letters:
        for sender in letter.senders:
            for name in filter(None, (sender.office, sender.name)):
                senders.setdefault(plain_name(name), name)
    offered = sorted(senders.values(), key=plain_name)
    return "".join(
        (
            _typed("dossier", words.filter_dossier, words.any_dossier, dossiers),
            _typed("sender", words.filter_sender, words.any_sender, offered),
            _day("from", words.filter_from),
            _day("until", words.filter_until),
        )
    )


def _typed(name: str, label: str, placeholder: str, offered: Sequence[str]) -> str:
    options = "".join(f'<option value="{escape(value)}"></option>' for value in offered[:_LISTED])
    return (
        f'<label class="vp-field"><span>{escape(label)}</span><input type="text" name="{name}" autocomplete="off" '
        f'maxlength="{LONGEST}" spellcheck="false" placeholder="{escape(placeholder)}" data-word="{escape(label)}" '
        f'list="vp-{name}s"><datalist id="vp-{name}s">{options}</datalist></label>'
    )


def _day(name: str, label: str) -> str:
    return (
        f'<label class="vp-field"><span>{escape(label)}</span>'
        f'<input type="date" name="{name}" min="1800-01-01" max="2199-12-31" data-word="{escape(label)}"></label>'
    )


def _picks(letters: Sequence[LetterSummary], words: Texts) -> str:
    picks = "".join(_pick(letter) for letter in letters[:_LISTED])
    more = len(letters) > _LISTED
    newest = f'<p class="vp-own">{escape(words.filter_newest_n.format(n=_LISTED))}</p>' if more else ""
    return (
        f'<fieldset class="vp-picks"><legend>{escape(words.filter_letters)}</legend>'
        f'<input type="search" class="vp-find" placeholder="{escape(words.filter_find)}" '
        f'aria-label="{escape(words.filter_find)}"><div class="vp-list">{picks}</div>{newest}</fieldset>'
    )


def _pick(letter: LetterSummary) -> str:
    return (
        f'<label class="vp-pick" data-find="{escape(found_by(letter))}">'
        f'<input type="checkbox" name="letter" value="{escape(letter.id)}">'
        f"<span>{title_html(letter)} "
        f'<span class="vp-own" lang="nl">{escape(_known_by(letter))}</span></span></label>'
    )


def _known_by(letter: LetterSummary) -> str:
    """What tells a letter from others of its title, without saying the title again."""
    day = dutch_date(letter.date) if letter.date else ""
    return day if letter.title in letter.citation else letter.citation


def found_by(letter: LetterSummary) -> str:
    """The words that a letter can be found by, as names are compared."""
    day = f"{letter.date} {dutch_date(letter.date)}" if letter.date else ""
    return plain_name(f"{letter.title} {letter.citation} {day}")


def within_text(within: Within, language: InterfaceLanguage) -> str:
    """The same as plain text."""
    said = ", ".join(text for text, _ in _said(within, language))
    return f"{texts_for(language).within} {said}" if said else ""


def _said(within: Within, language: InterfaceLanguage) -> Iterator[tuple[str, str]]:
    """What was chosen, in words, and of the title of a letter its language."""
    words, filters = texts_for(language), within.filters
    for label, value in (
        (words.filter_dossier, filters.dossier),
        (words.filter_from, filters.since and day_in_words(filters.since, language)),
        (words.filter_until, filters.until and day_in_words(filters.until, language)),
        (words.filter_sender, filters.sender),
    ):
        if value:
            yield f"{label.lower()} {value}", ""
    if len(within.titles) > _NAMED:
        yield words.filter_letters_n.format(n=len(within.titles)), ""
    else:
        yield from within.titles


def day_in_words(day: date, language: InterfaceLanguage) -> str:
    """25 juni 2021, 25 June 2021."""
    return dutch_date(day.isoformat()) if language == "nl" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
