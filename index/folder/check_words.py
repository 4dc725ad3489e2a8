"""Whether what SQLite keeps of the words of letters says what their texts say."""

from collections import Counter
from collections.abc import Iterator

from index.errors import LibraryError
from index.folder.inverted import words_of
from index.folder.store import Store
from index.folder.vocabulary import Frequency, counted
from index.folder.words import mentions


def wrong_words(store: Store, place: str) -> list[tuple[str, str]]:
    """What is wrong, as places in the database ``place`` and problems."""
    try:
        return [(place, problem) for problem in _problems(store)]
    except LibraryError as error:
        return [(place, f"holds words that cannot be read ({error})")]


def _problems(store: Store) -> Iterator[str]:
    database = store.database
    passages: Counter[tuple[str, str]] = Counter()
    lowercase: Counter[tuple[str, str]] = Counter()
    number = stems = wrong = defined = 0
    mentioned: set[tuple[str, int]] = set()
    for letter_id, language, its, notes in store.texts():
        words = [words_of(each, language) for each in its]
        wrong += sum(store.inverted.of(each.key) != own for each, own in zip(its, words, strict=True))
        number += len(its)
        stems += sum(len(own.split()) for own, _ in words)
        mentioned |= mentions(its, notes)
        defined += not store.abbreviations.agree(
            letter_id, [*(each.text for each in its), *(note.text for note in notes)]
        )
        for sums, of_letter in zip((passages, lowercase), counted([each.words for each in its], language), strict=True):
            sums.update({(language, word): times for word, times in of_letter.items()})
    extra = store.inverted.count() - number
    if wrong or extra > 0:
        yield f"has {wrong} passages with other words than their texts, or none, and words of {max(extra, 0)} more"
    elif not store.inverted.is_whole():
        yield "has an index of words that is damaged"
    if store.inverted.size() != (number, stems):
        yield "counts the passages, or their words, wrong"
    expected = {word: Frequency(times, lowercase[word]) for word, times in passages.items()}
    if store.vocabulary.count() != len(expected) or {(a, b): each for a, b, each in store.vocabulary.all()} != expected:
        yield "has a vocabulary of other words than the texts"
    if set(database.query("SELECT publication, passage FROM mentions")) != mentioned:
        yield "has other references than the texts"
    letters = database.query("SELECT count(*) FROM abbreviations WHERE letter NOT IN (SELECT id FROM letters)")[0][0]
    if defined or letters:
        yield f"has other abbreviations than the texts, in {defined + letters} letters"
    if store.readings.lost():
        yield "remembers files of letters that are not there"
