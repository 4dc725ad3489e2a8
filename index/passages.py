"""Passages: paragraphs as the index holds them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from corpus import Letter, locator
from corpus.citation import path_ends


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph with its place. ``key`` is its number in the store, never used again after removal."""

    key: int
    id: str
    letter: str
    section: tuple[str, ...]
    paragraph: int
    page: str | None
    text: str
    footnotes: tuple[str, ...]
    locator: str

    @property
    def heading(self) -> str:
        """The heading path as the model reads it before the text."""
        return " › ".join(self.section)

    @property
    def words(self) -> str:
        """The text whose words are compared. Headings count: they often hold what the passage is about."""
        return f"{self.heading} {self.text}"


def passages_of(letter: Letter, first_key: int) -> Iterator[Passage]:
    """The passages of a letter in reading order, numbered from ``first_key``."""
    ends = path_ends(letter.sections)
    for key, (section, paragraph) in enumerate(letter.paragraphs(), start=first_key):
        yield Passage(
            key,
            paragraph.id,
            letter.id,
            section.path,
            paragraph.number,
            paragraph.page,
            paragraph.text,
            section.notes_of(paragraph),
            locator(section, paragraph, ends),
        )


def content_hash(letter: Letter) -> str:
    """A hash of everything the letter says: equal hashes, nothing to do again."""
    said = asdict(letter)
    if not letter.metadata.further_dossiers:  # a later field: what was hashed before there was one is as it was
        del said["metadata"]["further_dossiers"]
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()
