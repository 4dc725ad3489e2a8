"""Many questions from a file, one answer a line."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus import UnreadableFile
from index import Filters, Library
from index.errors import QuestionError

Entry = dict[str, Any]


def question_lines(path: Path) -> list[Entry]:
    """The lines of a question file as dicts; a line that is none becomes {"question": None, "error": …}."""
    try:
        raw = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, "is not UTF-8 text") from error
    entries: list[Entry] = []
    for number, line in enumerate(raw.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            entry = None
        if isinstance(entry, dict) and isinstance(entry.get("question"), str):
            entries.append(entry)
        else:
            entries.append({"question": None, "error": f'{path}, line {number}: not an object with a "question"'})
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
