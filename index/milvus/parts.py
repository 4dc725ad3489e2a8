"""Values of any size, kept by number and kind as rows of bounded size.

A value is bytes; what is written of it is base64, since Milvus has texts and no bytes. Before it stand how many rows
it takes and a checksum: bytes that changed on the way or on a disk are told, and not shown as the words of a letter.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import partial

from index.errors import LibraryDamaged
from index.milvus.connection import Connection, Row, quoted
from index.milvus.schema import NOTHING

MOST = 60_000  # characters of a row


class Kind(IntEnum):
    """WHOLE: a passage's vectors, token vectors and tokens. SENTENCES: those of each of its sentences. TEXT: its words.
    LETTER: a letter without its text. NOTES: its footnotes."""

    WHOLE = 0
    SENTENCES = 1
    TEXT = 2
    LETTER = 3
    NOTES = 4


def rows_of(number: int, kind: Kind, value: bytes) -> Iterator[Row]:
    """The rows of a value."""
    for place, data in enumerate(cut(value)):
        yield {"pk": f"{number}.{kind}.{place}", "number": number, "data": data, "vector": NOTHING}


def read(connection: Connection, numbers: Sequence[int], kind: Kind, since: int | None) -> dict[int, bytes]:
    """The values of this kind by their numbers, without those that are gone. Raises LibraryDamaged."""
    first = [f"{number}.{kind}.0" for number in numbers]
    rows = {row["pk"]: row["data"] for row in connection.each("parts", "pk", first, ["pk", "data"], since)}
    others = [f"{pk[:-1]}{place}" for pk, data in rows.items() for place in range(1, int(data.partition(" ")[0]))]
    rows |= {row["pk"]: row["data"] for row in connection.each("parts", "pk", others, ["pk", "data"], since)}
    found: dict[int, bytes] = {}
    for number, pk in zip(numbers, first, strict=True):
        if pk in rows:
            count = int(rows[pk].partition(" ")[0])
            texts = [rows.get(f"{pk[:-1]}{place}", "") for place in range(count)]
            found[number] = joined(texts, connection, pk, partial(_again, connection, number))
    return found


def _again(connection: Connection, number: int) -> str:
    """What to do about the letter with this number, or with a passage that has it."""
    letters = connection.query("letters", f"number == {number}", ["id"])
    for passage in connection.query("passages", f"number == {number}", ["letter"]):
        letters += connection.query("letters", f"letter == {quoted(passage['letter'])}", ["id"])
    named = f" {letters[-1]['id']}" if letters else ""
    return f"Remove its letter{named} and add it again."


def cut(value: bytes) -> list[str]:
    """``value`` as texts of MOST characters and a little."""
    text = base64.b64encode(value).decode()
    pieces = [text[start : start + MOST] for start in range(0, len(text), MOST)] or [""]
    return [f"{len(pieces)} {_checksum(value)} {pieces[0]}", *pieces[1:]]


def joined(texts: Sequence[str], connection: Connection, place: str, step: Callable[[], str]) -> bytes:
    """The value of which these are the texts. Raises LibraryDamaged, with the ``step`` to take."""
    _, checksum, first = texts[0].split(" ", 2)
    value = base64.b64decode("".join([first, *texts[1:]]))
    if _checksum(value) != checksum:
        raise LibraryDamaged(f"{connection.address}: the row {place} is not what was written there. {step()}")
    return value


def _checksum(value: bytes) -> str:
    return hashlib.blake2b(value, digest_size=8).hexdigest()
