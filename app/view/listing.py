"""The letters of a library as they were after one change, to be listed and looked through."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.view.filtering import LONGEST, LetterSummary, dossiers_of, found_by
from index.filters import plain_name


@dataclass(frozen=True, slots=True)
class Listing:
    """letters: newest first. version: ``Library.version`` then. keys: what each letter is found by."""

    version: int
    letters: tuple[LetterSummary, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, version: int, letters: Sequence[LetterSummary]) -> "Listing":
        keys = (f"{found_by(letter)} {plain_name(' '.join(dossiers_of(letter)))}" for letter in letters)
        return cls(version, tuple(letters), tuple(keys))

    def found(self, text: str) -> Sequence[LetterSummary]:
        """The letters with every word of ``text`` in title, citation, date or dossier, whatever its case or accents; at
        most 300 characters of it are looked for."""
        words = set(plain_name(text[:LONGEST]).split())
        if not words:
            return self.letters
        return [
            letter for letter, key in zip(self.letters, self.keys, strict=True) if all(word in key for word in words)
        ]
