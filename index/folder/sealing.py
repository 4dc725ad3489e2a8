"""Seals on letters, which tell whether what is stored of each is still what was written."""

import hashlib
import json

from index.folder.database import Database


def seal(database: Database, letter_id: str, hash_: str) -> None:
    """Put a seal on a letter, whose file's content has this hash, within a transaction."""
    database.query("UPDATE letters SET hash = ? WHERE id = ?", (f"{hash_} {_seal(database, letter_id)}", letter_id))


def is_whole(database: Database, letter_id: str) -> bool:
    """Whether a letter is here as it was written, or was stored without a seal."""
    rows = database.query("SELECT hash FROM letters WHERE id = ?", (letter_id,))
    sealed = rows[0][0].partition(" ")[2] if rows else None
    return sealed == "" or sealed == _seal(database, letter_id)


def _seal(database: Database, letter_id: str) -> str:
    """A hash of all that is stored of a letter but for its place."""
    rows = database.query(
        "SELECT id, title, language, url, metadata, footnotes, head, date, dossier, senders FROM letters WHERE id = ?",
        (letter_id,),
    ) + database.query("SELECT * FROM passages WHERE letter = ? ORDER BY key", (letter_id,))
    return hashlib.blake2b(json.dumps(rows).encode(), digest_size=16).hexdigest()
