"""What SQLite keeps of the words of letters beside their texts: made of these alone, and made again of them."""

from collections.abc import Iterable, Sequence

from corpus import find_references
from index.folder import abbreviations, inverted, vocabulary
from index.folder.abbreviations import Abbreviations
from index.folder.database import Database
from index.folder.inverted import InvertedIndex
from index.folder.vocabulary import Vocabulary
from index.notes import Note, own_notes
from index.passages import Passage

SCHEMA = (
    """
CREATE TABLE mentions (       -- publications that a passage refers to
    publication TEXT NOT NULL,
    passage INTEGER NOT NULL REFERENCES passages (key) ON DELETE CASCADE,
    PRIMARY KEY (publication, passage)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_passage ON mentions (passage);
"""
    + abbreviations.SCHEMA
    + inverted.SCHEMA
    + vocabulary.SCHEMA
)


class Words:
    """The four of them. Writing goes within a transaction of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.inverted = InvertedIndex(database)
        self.vocabulary = Vocabulary(database)
        self.abbreviations = Abbreviations(database)

    def add(self, letter_id: str, language: str, passages: Sequence[Passage], notes: Sequence[Note]) -> None:
        """Keep what a letter's passages and its footnotes say."""
        self._database.change("INSERT INTO mentions VALUES (?, ?)", sorted(mentions(passages, notes)))
        self.inverted.add(passages, language)
        self.vocabulary.add([passage.words for passage in passages], language)
        self.abbreviations.add(letter_id, [*(each.text for each in passages), *(note.text for note in notes)])

    def remove(self, passages: Sequence[Passage], language: str) -> None:
        """Forget the words of passages; what else is kept of a letter goes with it."""
        self.inverted.remove(passage.key for passage in passages)
        self.vocabulary.remove([passage.words for passage in passages], language)

    def again(self, letters: Iterable[tuple[str, str, Sequence[Passage], Sequence[Note]]]) -> None:
        """Make all of it again from every letter's id, language, passages and footnotes."""
        self.inverted.clear()
        for table in ("mentions", "vocabulary", "abbreviations"):
            self._database.query(f"DELETE FROM {table}")
        for letter in letters:
            self.add(*letter)


def mentions(passages: Sequence[Passage], notes: Sequence[Note]) -> set[tuple[str, int]]:
    """The publications that the passages of a letter refer to, themselves or in their own of its footnotes, each with
    the key of the passage."""
    own = own_notes(passages, notes)
    return {
        (reference.id, passage.key)
        for passage in passages
        for text in (passage.text, *(note.text for note in own[passage.id]))
        for reference in find_references(text)
    }
