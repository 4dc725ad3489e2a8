"""Which letters a question is asked of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus import Metadata
from index.errors import QuestionError
from index.lexical import plain
from index.questions.question import is_text

NAMES = ("letter", "dossier", "from", "until", "sender")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a letter must meet to be asked, all of it; None or empty asks nothing. ``since`` and ``until`` are the first
    and last day; a letter without a date meets neither. ``dossier`` "36600" takes in its chapters ("36600 VII");
    ``sender`` is part of an office or a name, whatever its case and accents."""

    letters: tuple[str, ...] = ()
    dossier: str | None = None
    since: date | None = None
    until: date | None = None
    sender: str | None = None

    def __post_init__(self) -> None:
        """Raises QuestionError where one is no text."""
        texts = [("dossier", self.dossier), ("sender", self.sender), *(("letter", each) for each in self.letters)]
        for name, text in texts:
            if text and not is_text(text):
                raise QuestionError(f"The filter {name} is no text: {text!a}. Type it again.")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Filters":
        """From names as the command has them: letter (one id or several), dossier, from, until (dates, or ISO 8601
        text), sender. Raises QuestionError for any other name, a letter without one, for what is no date, and for a
        first day that comes after the last."""
        if unknown := sorted(set(given) - set(NAMES)):
            raise QuestionError(f"There is no filter {', '.join(unknown)}; there are {', '.join(NAMES)}.")
        chosen = given.get("letter") or ()
        letters = (chosen,) if isinstance(chosen, str) else tuple(chosen)
        if not all(map(str.strip, letters)):
            raise QuestionError("The filter letter is empty. Give the id of a letter, or leave the filter out.")
        since, until = (_day(name, given.get(name)) for name in ("from", "until"))
        if since and until and since > until:
            raise QuestionError(f"The filter from, {since}, is a later day than until, {until}. Turn them round.")
        return cls(letters, given.get("dossier") or None, since, until, given.get("sender") or None)

    def __bool__(self) -> bool:
        return self != Filters()

    def __str__(self) -> str:
        parts = (
            ("letter", ", ".join(self.letters)), ("dossier", self.dossier), ("from", self.since),
            ("until", self.until), ("sender", self.sender),
        )  # fmt: skip
        return ", ".join(f"{name} {value}" for name, value in parts if value)

    def condition(self) -> tuple[str, list[Any]]:
        """As SQL on the columns of the table of letters, and its values."""
        clauses: list[str] = ["1"]
        values: list[Any] = []

        def wants(clause: str, *given: Any) -> None:
            clauses.append(clause)
            values.extend(given)

        if self.letters:
            wants(f"id IN ({','.join('?' * len(self.letters))})", *self.letters)
        if self.dossier:
            # among the lines of the column; by themselves, since then the index alone is read
            lines = "SELECT rowid FROM letters WHERE char(10) || dossier || char(10) GLOB ?"
            wants(f"rowid IN ({lines})", f"*\n{dossier_column(self.dossier)}[\n -]*")
        if self.since:
            wants("date >= ?", self.since.isoformat())
        if self.until:
            wants("date <= ?", self.until.isoformat())
        if self.sender:
            wants("instr(senders, ?) > 0", plain_name(self.sender))
        return " AND ".join(clauses), values


EVERYTHING = Filters()


def columns(metadata: Metadata) -> tuple[str | None, str | None, str]:
    """What the table of letters holds to be filtered by: date, dossiers and senders, a line each."""
    return (
        metadata.date.isoformat() if metadata.date else None,
        "\n".join(map(dossier_column, metadata.dossiers)) or None,
        "\n".join(plain_name(f"{sender.office} {sender.name or ''}") for sender in metadata.senders),
    )


def dossier_column(dossier: str) -> str:
    """ "28 676" → "28676", "36 600-vii" → "36600 VII"; what has no number stays as it is."""
    match = re.fullmatch(r"(\d{2})\s?(\d{3})(?:(-\d{2})|[\s-]*([A-Za-z]{1,6}))?", dossier.strip())
    if not match:
        return re.sub(r"[*?\[\]]", "", dossier.strip())
    part = match[3] or (f" {match[4].upper()}" if match[4] else "")
    return match[1] + match[2] + part


def plain_name(text: str) -> str:
    """``text`` as names are compared: without accents and capitals, white space folded."""
    return " ".join(plain(text).split())


def _day(name: str, value: Any) -> date | None:
    if value is None or value == "" or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise QuestionError(f"The filter {name} wants a date such as 2021-06-25, not {value!r}.") from None
