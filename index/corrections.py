"""What readers say of answers, kept beside the library as a question set that ``evaluate`` reads.

``corrections.jsonl`` has a line for each question that was corrected, in the format of question sets. A passage that is
not the answer says nothing of which one is, so it is no line of a question set: ``rejected.jsonl`` has the same lines
with "rejected" for "answers". Of each question the last that was said stands. In which language it is asked isn't told:
of keywords only the library can tell, when they are asked again.

Both are written anew and put in the place of the old one in one step: a reader sees whole lines only. They hold what
people have said, a line a question, so they stay small. Lines that were not made here stay as they are.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from corpus.blocks import folded
from index.errors import LibraryBusy, LibraryUnreadable
from index.files import synced
from index.questions.question import checked

CORRECTIONS, REJECTED = "corrections.jsonl", "rejected.jsonl"
Verdict = Literal["right", "wrong", "nothing"]
"""This passage answers; this passage doesn't; nothing in the library does."""
Place = dict[str, str]
_LOCK = "corrections.lock"
_PATIENCE = 5.0  # seconds that another process may take for its line


def keep(folder: Path, question: str, verdict: Verdict, passage: tuple[str, str] | None, *, withdraw: bool) -> None:
    """Write down what was said of ``question``, or strike it out. ``passage`` is a letter's id and the words of its
    passage, None for "nothing".

    Raises QuestionError where that is no question, LibraryBusy, LibraryUnreadable where the folder refuses; the files
    are then as they were.
    """
    question = checked(question)
    place = {"letter": passage[0], "quote": passage[1]} if passage else None
    try:
        with writing(folder):
            _keep(folder, question, verdict, place, withdraw)
    except UnicodeDecodeError as error:
        raise LibraryUnreadable(f"A file of corrections in {folder} is not UTF-8 text: move it elsewhere.") from error
    except OSError as error:
        name = Path(error.filename or folder).name
        raise LibraryUnreadable(
            f"The corrections in {folder} cannot be written ({name}: {error.strerror or error}). "
            "See that the folder can be written to."
        ) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Nobody else writes corrections to ``folder`` meanwhile. Raises LibraryBusy."""
    try:
        with FileLock(folder / _LOCK, timeout=_PATIENCE):
            yield
    except Timeout:
        raise LibraryBusy(f"Another process is writing corrections to {folder}. Try again when it is done.") from None


def _keep(folder: Path, question: str, verdict: Verdict, place: Place | None, withdraw: bool) -> None:
    answers, rejected = _Lines(folder / CORRECTIONS, "answers"), _Lines(folder / REJECTED, "rejected")
    given, refused = answers.of(question), rejected.of(question) or []
    if verdict == "wrong":
        # first out of the one, then into the other: killed in between, nothing is said that contradicts itself
        if given and place in given:
            answers.put(question, None)
        others = [each for each in refused if each != place]
        rejected.put(question, (others if withdraw or place is None else [*others, place]) or None)
        return
    said = [place] if place else []
    if withdraw:
        if given == said:
            answers.put(question, None)
        return
    if place in refused:
        rejected.put(question, [each for each in refused if each != place] or None)
    answers.put(question, said)


class _Lines:
    """A file with a line for each question, of which ``name`` is the field that counts."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            text = ""
        self._lines = [line for line in text.split("\n") if line.strip()]

    def of(self, question: str) -> list[Place] | None:
        """What the last line of ``question`` says."""
        found = [_parsed(line)[self._name] for line in self._lines if self._is_of(line, question)]
        return found[-1] if found else None

    def put(self, question: str, places: Sequence[Place] | None) -> None:
        """Write the file with this for ``question`` in place of what was there; None for nothing."""
        lines = [line for line in self._lines if not self._is_of(line, question)]
        if places is not None:
            entry = {
                "id": f"c-{blake2b(_same(question).encode(), digest_size=6).hexdigest()}",
                "question": question,
                self._name: places,
            }
            lines.append(json.dumps(entry, ensure_ascii=False))
        if lines != self._lines:
            _write(self._path, lines)
            self._lines = lines

    def _is_of(self, line: str, question: str) -> bool:
        entry = _parsed(line)
        asked = entry.get("question")
        return isinstance(asked, str) and _same(asked) == _same(question) and isinstance(entry.get(self._name), list)


def _parsed(line: str) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        if isinstance(entry := json.loads(line), dict):
            return entry
    return {}


def _same(question: str) -> str:
    """Equal for questions that differ in capitals and white space only."""
    return folded(question).casefold()


def _write(path: Path, lines: Sequence[str]) -> None:
    if not lines:
        path.unlink()  # a question set without a question is refused
        return
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    synced(path.parent)
