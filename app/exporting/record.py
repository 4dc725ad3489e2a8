"""What a conversation comes to on paper, whatever the kind of file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.texts import InterfaceLanguage, Texts, texts_for
from app.view.conversation import Turn
from app.view.filtering import day_in_words, within_text
from app.view.markup import is_head, safe_url
from index.answer import Answer, Hit


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage word for word; ``number`` is its source's. ``footnotes``: those of its own that answer, each behind
    what it is called."""

    number: int
    text: str
    language: str
    url: str | None
    is_head: bool
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and what came of it. ``quotes`` are the passages that answer it, the best first; ``verdict`` says, in
    ``verdict_language``, what there is to say where there are none; ``notes`` are how it was read and where it was
    sought."""

    question: str
    language: str
    notes: tuple[str, ...]
    quotes: tuple[Quote, ...]
    verdict: str = ""
    verdict_language: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a passage stands. ``number`` is its place in the list, from 1."""

    number: int
    citation: str
    place: str
    place_language: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """A conversation to be written down; ``made`` says of itself by what and when."""

    language: InterfaceLanguage
    made: str
    day: date
    entries: tuple[Entry, ...]
    sources: tuple[Source, ...]

    @property
    def words(self) -> Texts:
        return texts_for(self.language)


def record_of(turns: Sequence[Turn], language: InterfaceLanguage, day: date) -> Record:
    """The questions with what answered them. A passage that answers twice is one source."""
    words = texts_for(language)
    numbers: dict[tuple[str, str], int] = {}
    sources: list[Source] = []

    def quote(hit: Hit) -> Quote:
        # a letter that was added again may have other words in the same place
        number = numbers.setdefault((hit.id, hit.text), len(numbers) + 1)
        if number > len(sources):
            sources.append(_source(number, hit, words))
        footnotes = tuple(f"{words.note} {note.number}: {note.text}" for note in hit.footnotes)
        return Quote(number, hit.text, hit.language, safe_url(hit.url), is_head(hit), footnotes)

    entries = []
    for turn in turns:
        if not turn.question:
            continue
        notes = [within_text(turn.within, language)]
        if not isinstance(turn.outcome, Answer):
            entries.append(Entry(turn.question, language, _filled(notes), (), words.not_answered, language))
            continue
        answer = turn.outcome
        if answer.understood != answer.question:
            notes.append(f"{words.understood} {answer.understood}")
        if answer.answered and answer.passages:
            quotes = tuple(quote(hit) for hit in answer.passages)
            entries.append(Entry(turn.question, answer.language, _filled(notes), quotes))
        else:
            not_found = texts_for(answer.language).not_found
            entries.append(Entry(turn.question, answer.language, _filled(notes), (), not_found, answer.language))
    made = f"{words.export_made} {day_in_words(day, language)}"
    return Record(language, made, day, tuple(entries), tuple(sources))


def _source(number: int, hit: Hit, words: Texts) -> Source:
    place, language = (words.place_head, words.code) if is_head(hit) else (hit.locator, "nl")
    return Source(number, hit.citation, place, language, safe_url(hit.url))


def _filled(notes: Sequence[str]) -> tuple[str, ...]:
    return tuple(note for note in notes if note)
