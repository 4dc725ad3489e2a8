"""Letters without their text: as a list shows them, and as a hit needs them."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from corpus import Metadata, Sender, cite


@dataclass(frozen=True, slots=True)
class LetterSummary:
    """A letter in a list; ``date`` is ISO 8601, ``paragraphs`` how many it has, ``senders`` who signed it;
    ``further_dossiers`` are those it stands in besides the one in which it has its number."""

    id: str
    title: str
    date: str | None
    dossier: str | None
    number: str | None
    citation: str
    url: str | None
    language: str
    paragraphs: int
    senders: tuple[Sender, ...]
    further_dossiers: tuple[str, ...] = ()

    @classmethod
    def of(cls, id_: str, title: str, language: str, url: str | None, encoded: str, paragraphs: int) -> "LetterSummary":
        """From a row of the store, ``encoded`` being the metadata."""
        metadata = metadata_of(encoded)
        return cls(
            id=id_,
            title=title,
            date=metadata.date.isoformat() if metadata.date else None,
            dossier=metadata.dossier,
            number=metadata.number,
            citation=cite(metadata, title, identifier=id_),
            url=url,
            language=language,
            paragraphs=paragraphs,
            senders=metadata.senders,
            further_dossiers=tuple(each.number for each in metadata.further_dossiers),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """What a hit needs of its letter."""

    id: str
    title: str
    language: str
    url: str | None
    metadata: Metadata
    head: tuple[str, ...]

    @property
    def head_id(self) -> str:
        """The id of its head as a passage; "kop" is Dutch for head."""
        return f"{self.id}#kop"

    @property
    def head_text(self) -> str:
        return "\n".join(self.head)


def metadata_of(encoded: str) -> Metadata:
    """The metadata of a letter from the JSON the store keeps."""
    return Metadata.of(json.loads(encoded))
