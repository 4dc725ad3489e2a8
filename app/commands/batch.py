"""Many questions from a file, one answer a line."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus import UnreadableFile
from corpus.errors import shown
from index import Filters, Library
from index.errors import QuestionError
from index.evaluation.question_set import entry_of, numbered_lines

Entry = dict[str, Any]


def question_lines(path: Path) -> list[Entry]:
    """The lines of a question file as dicts; a line that is none becomes {"question": None, "error": …}. Raises
    UnreadableFile."""
    try:
        lines = numbered_lines(path)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "cannot be read") from error
    entries: list[Entry] = []
    for number, line in lines:
        try:
            entries.append(entry_of(line))
        except ValueError as error:
            entries.append({"question": None, "error": f"{shown(path)}, line {number}: {error}"})
    return entries


def ask_all(library: Library, entries: Iterable[Entry], k: int, filters: Filters) -> Iterator[Entry]:
    """An answer for each entry, in order, with its id where it has one; {"question", "error"} where it has none."""
    for entry in entries:
        kept = {"id": entry["id"]} if "id" in entry else {}
        if entry["question"] is None:
            yield entry
            continue
        try:
            yield {**kept, **library.ask(entry["question"], k, filters=filters).to_json()}
        except QuestionError as error:
            yield {**kept, "question": entry["question"], "error": str(error)}
