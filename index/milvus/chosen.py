"""Filters as the server understands them."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from index.filters import Filters, dossier_column, plain_name
from index.milvus.connection import Connection, key_of, listed, quoted
from index.milvus.lookups import Lookup, Lookups
from index.milvus.state import State


@dataclass(frozen=True, slots=True)
class OnServerWithin:
    """The passages of the letters that meet a filter, as ``where``."""

    connection: Connection
    state: State
    where: str

    @property
    def is_empty(self) -> bool:
        return not self.connection.query("passages", self.where, ["number"], self.state.since("passages"), 1)

    def among(self, keys: Collection[int]) -> set[int]:
        """Those of ``keys`` that are among them."""
        since = self.state.since("passages")
        rows = self.connection.each("passages", "number", sorted(keys), ["number"], since, self.where)
        return {int(row["number"]) for row in rows}


def condition(connection: Connection, state: State, filters: Filters) -> str:
    """What rows of the letters, passages and windows that meet ``filters`` have in common."""
    parts = [state.counting()]
    if filters.letters:
        parts.append(f"letter in {listed([key_of(each) for each in filters.letters])}")
    if filters.dossier:
        wanted = searchable(dossier_column(filters.dossier))
        chapters = [
            f"(dossier >= {quoted(wanted + sign)} and dossier < {quoted(wanted + chr(ord(sign) + 1))})" for sign in " -"
        ]
        rows = Lookups(connection, state).of(Lookup.DOSSIER, [wanted])
        also = [f"letter in {listed([json.loads(row['data']) for row in rows])}"] if rows else []
        parts.append(f"({' or '.join([f'dossier == {quoted(wanted)}', *chapters, *also])})")
    if filters.since:
        parts.append(f"date >= {day(filters.since)}")
    if filters.until:
        parts.append(f"date > 0 and date <= {day(filters.until)}")
    if filters.sender:
        # a part of a name: servers differ in what they find within a text, so it is looked for here
        rows = connection.query("letters", " and ".join(parts), ["letter", "senders"], state.since("letters"))
        wanted = plain_name(filters.sender)
        meant = [row["letter"] for row in rows if wanted in row["senders"]]
        parts.append(f"letter in {listed(meant)}" if meant else "number < 0")
    return " and ".join(parts)


def day(when: date | None) -> int:
    """A date as a number that orders as it does; 0 for none."""
    return when.year * 10_000 + when.month * 100 + when.day if when else 0


def searchable(dossier: str) -> str:
    """``dossier`` without the signs that end a text in a filter."""
    return dossier.replace('"', "'").replace("\\", "/").replace("\n", " ")
