"""The seam at which a library's storage comes in: what ``Library`` and ``rank`` need of it, and no more.

Two implementations: ``opened.py``, files in a folder, and ``milvus/``, collections on a server. Whatever decides what
a question is answered with (late interaction, rarity, shared words, confidence) stands on this side of the seam, so
that both give the same answers. ``W`` is what one of them makes of filters, which the other need not understand.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from index.corrections import Verdict
from index.encoder import Encoder, Floats, Progress
from index.filters import Filters
from index.fitted import Fitted
from index.lexical import Term, Words
from index.passages import Passage
from index.summaries import LetterSummary, StoredLetter
from index.whole import WholeLetter

if TYPE_CHECKING:
    from index.errors import LibraryMissing
    from index.folder.abbreviations import Definition
    from index.folder.check import Finding
    from index.folder.generation import Sentences
    from index.folder.update import Made, NewLetter
    from index.folder.vocabulary import Frequency
    from index.notes import Note
    from index.vectors.codes import ProductCodes
    from index.vectors.piece import Ints


class Chosen(Protocol):
    """The passages of the letters that meet the filters of a question."""

    @property
    def is_empty(self) -> bool: ...

    def among(self, keys: Collection[int]) -> set[int]:
        """Those of ``keys`` that are among them."""
        ...


W = TypeVar("W", bound=Chosen)
W_in = TypeVar("W_in", bound=Chosen, contravariant=True)


class Candidates(Protocol[W_in]):
    """Passages by their vectors and token vectors; ``Generation`` says what each method gives."""

    def __len__(self) -> int: ...

    def nearest(self, vector: Floats, k: int, within: W_in | None = None) -> list[int]: ...

    def matches(self, tokens: Floats, keys: Sequence[int]) -> Floats: ...

    def sentences(self, tokens: Floats, keys: Sequence[int]) -> "list[Sentences]": ...

    def rarity(self, ids: "Ints", fitted: Fitted) -> Floats: ...


class Inverted(Protocol[W_in]):
    """Passages by their words; see ``InvertedIndex``."""

    def holding(self, asked: Sequence[Term], k: int, within: W_in | None = None) -> list[int]: ...

    def held(self, words: Iterable[str]) -> list[str]: ...

    def words(self, keys: Sequence[int]) -> dict[int, tuple[str, Words, Words]]: ...

    def average_stems(self) -> float: ...


class Vocabulary(Protocol):
    """Words and how many passages hold each; see ``vocabulary.Vocabulary``."""

    def knows(self, language: str) -> bool: ...

    def frequencies(self, words: Iterable[str], language: str) -> "dict[str, Frequency]": ...

    def nearest(self, word: str, language: str) -> list[str]: ...


class Abbreviations(Protocol):
    """What the letters define; see ``abbreviations.Abbreviations``."""

    def beginning(self, words: Iterable[str]) -> set[str]: ...

    def defined(self, keys: Iterable[str]) -> "Sequence[Definition]": ...


class Readings(Protocol):
    """Which letters each file gave; see ``readings.Readings``."""

    def of(self, fingerprint: str) -> list[str]: ...


class Lexicon(Protocol[W_in]):
    """All that is kept of words."""

    @property
    def inverted(self) -> Inverted[W_in]: ...

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def abbreviations(self) -> Abbreviations: ...


class Letters(Lexicon[W], Protocol[W]):
    """Letters and passages at one moment; ``Store`` says what each method gives."""

    @property
    def readings(self) -> Readings: ...

    def number(self) -> int: ...

    def meta(self, key: str) -> Any: ...

    def next_key(self) -> int: ...

    def hashes(self, letter_ids: Iterable[str]) -> dict[str, str]: ...

    def sources(self) -> dict[str, str]: ...

    def within(self, filters: Filters) -> W | None: ...

    def some_letters(self, filters: Filters, most: int) -> list[str]: ...

    def published_as(self, publications: Collection[str]) -> list[str]: ...

    def naming(self, publications: Collection[str]) -> tuple[set[int], set[int]]: ...

    def passages(self, keys: Sequence[int]) -> dict[int, Passage]: ...

    def of_letters(self, letter_ids: Iterable[str]) -> dict[str, list[Passage]]: ...

    def letter(self, letter_id: str) -> StoredLetter: ...

    def whole(self, letter_id: str) -> WholeLetter: ...

    def notes_of(self, letter_id: str) -> "dict[str, tuple[Note, ...]]": ...

    def held(self, letter_ids: Collection[str]) -> frozenset[str]: ...

    def cited(self, identifier: str) -> tuple[StoredLetter | None, Passage | None]: ...

    def summaries(self) -> list[LetterSummary]: ...


class Storage(Protocol):
    """Where a library lies. ``path``, as text, is what ``--library`` takes; ``lock`` is held by whoever reads or
    writes, and a thread may take it again."""

    @property
    def path(self) -> Any: ...

    @property
    def lock(self) -> AbstractContextManager[Any]: ...

    def exists(self) -> bool: ...

    def missing(self) -> "LibraryMissing": ...

    def anew(self, model: str) -> str:
        """How its letters are embedded again with another model."""
        ...

    def close(self) -> None: ...

    def reading(self) -> Letters[Any]: ...

    def model(self) -> Mapping[str, Any] | None:
        """The identity of the model that made the vectors. Raises LibraryMissing."""
        ...

    def moment(self) -> AbstractContextManager[Letters[Any]]:
        """The library as it is at one moment."""
        ...

    def current(self, store: Any) -> Candidates[Any]:
        """What belongs to the letters of that moment."""
        ...

    def vouch(self, store: Any, letter_ids: set[str]) -> None:
        """Raise LibraryDamaged where one of the letters is not what was written."""
        ...

    def writing(self, *, create: bool = False) -> AbstractContextManager[Any]:
        """The same as ``moment``, to be changed by nobody else meanwhile. Raises LibraryBusy."""
        ...

    def change(
        self,
        store: Any,
        insert: "Sequence[NewLetter]" = (),
        delete: Sequence[str] = (),
        made: "Made | None" = None,
        sources: Mapping[str, Path] | None = None,
        readings: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Insert and delete letters, and remember where files lie and what they gave, all of it or nothing. ``made``
        may be None where nothing is inserted; ``store`` is what ``writing`` gives."""
        ...

    def packing(self, store: Any) -> "ProductCodes | None":
        """What token vectors are packed by, None where that is a byte a dimension."""
        ...

    def rebuild(self, encoder: Callable[[Any], Encoder], progress: Progress | None) -> None: ...

    def check(self, encoder: Callable[[Any], Encoder] | None, progress: Progress | None) -> "list[Finding]": ...

    def keep(self, question: str, verdict: Verdict, place: tuple[str, str] | None, *, withdraw: bool) -> None:
        """Keep what a reader says of an answer."""
        ...
