"""Which letters each file gave that was read, so that a file that the library holds is not read again."""

from collections.abc import Sequence

from index.folder.database import Database

SCHEMA = """
CREATE TABLE readings (       -- the files that letters were read from, as long as they are what was read
    fingerprint TEXT NOT NULL, -- corpus.fingerprint, and the file's name where that is an official one
    place INTEGER NOT NULL,    -- of the letter in its file
    letter TEXT NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
    letters INTEGER NOT NULL,  -- how many the file holds
    PRIMARY KEY (fingerprint, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_letter ON readings (letter);
"""


class Readings:
    """The ids of files' letters by the files' marks. Writing goes within a transaction of the database; a letter that
    goes, or is replaced, takes what was read of its files with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, fingerprint: str) -> list[str]:
        """The letters of the file with this mark, if all of them are here as they were read from it."""
        rows = self._database.query(
            "SELECT letter, letters FROM readings WHERE fingerprint = ? ORDER BY place", (fingerprint,)
        )
        return [letter for letter, _ in rows] if rows and rows[0][1] == len(rows) else []

    def note(self, fingerprint: str, letter_ids: Sequence[str]) -> None:
        """Remember that the file with this mark holds these letters, as they are here, within a transaction."""
        rows = ((fingerprint, place, letter_id, len(letter_ids)) for place, letter_id in enumerate(letter_ids))
        self._database.change("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)", rows)

    def lost(self) -> int:
        """How many rows are of letters that are not there."""
        sql = "SELECT count(*) FROM readings WHERE letter NOT IN (SELECT id FROM letters)"
        return int(self._database.query(sql)[0][0])

    def forget_lost(self) -> None:
        self._database.query("DELETE FROM readings WHERE letter NOT IN (SELECT id FROM letters)")
