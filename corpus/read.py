"""A path → letters: which files, which reader, and what could not be read."""

import hashlib
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.apart import read_apart
from corpus.assemble import assemble
from corpus.blocks import folded
from corpus.errors import CorpusError, UnknownFormat, Unreadable, UnreadableFile, refused
from corpus.formats import BEGINNING, SUFFIXES, Format, format_of
from corpus.letter import Letter, Metadata, Paragraph, Section
from corpus.limits import most_bytes
from corpus.references import find_references

_log = logging.getLogger(__name__)
_MISSING = "no such file or folder; check the path"
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_ABOUT_THE_FOLDER = {"readme", "sources", "license", "licence", "changelog", "contributing"}
# How files are read. Raise it with every change in that: a library reads files again that it holds by an older number.
READING = 16
LONGEST_LINE = 2 * 2**20  # bytes of a collection; the longest papers hold 1.1 million characters


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: its letters, and what of it could not be read."""

    path: Path
    letters: tuple[Letter, ...]
    failures: tuple[CorpusError, ...] = ()


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[CorpusError]]:
    """The files to read: those named, and every file of a known format in the folders named, sorted.

    Links inside a folder are not followed, so that a folder never brings in what lies outside it.
    """
    files: dict[Path, None] = {}
    failures: list[CorpusError] = []
    for path in paths:
        try:
            found, troubles = _named(path)
        except OSError as error:
            found, troubles = [], [refused(path, error)]
        files.update(dict.fromkeys(found))
        failures += troubles
    return list(files), failures


def _named(path: Path) -> tuple[list[Path], list[CorpusError]]:
    if not path.is_dir():
        return ([path], []) if path.exists() else ([], [UnreadableFile(path, _MISSING)])
    troubles: list[CorpusError] = []
    found = list(_walk(path, troubles))
    if not found and not troubles:
        troubles.append(UnknownFormat(path, f"the folder holds no file that can be read ({', '.join(SUFFIXES)})"))
    return found, troubles


def _walk(folder: Path, failures: list[CorpusError]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        failures.append(refused(Path(error.filename or folder), error))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if _is_letter(path) and not path.is_symlink():
                yield path


def _is_letter(path: Path) -> bool:
    """Whether a file found in a folder is meant as a letter, not as a word about the folder."""
    known = path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    return known and path.stem.lower() not in _ABOUT_THE_FOLDER


def read(path: Path) -> Letter:
    """The one letter in a file. Raises CorpusError where it cannot be read or holds none or several."""
    reading = read_file(path)
    if reading.failures:
        raise reading.failures[0]
    if len(reading.letters) != 1:
        raise UnreadableFile(path, f"holds {len(reading.letters)} letters, not one")
    return reading.letters[0]


def fingerprint(path: Path) -> str | None:
    """A hash of a file's bytes and of how they are read; None where they can't be. Files with equal fingerprints say
    the same, wherever they lie and whatever they are called; only the ids of their letters can go by their names."""
    try:
        _require_file(path)
        with path.open("rb") as file:
            kind = format_of(file.read(BEGINNING), path.suffix)
            file.seek(0)
            if path.stat().st_size > most_bytes() * (16 if kind is Format.JSONL else 1):
                return None
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
    except (CorpusError, Unreadable, OSError):
        return None
    digest.update(f"{READING} {kind.name}".encode())
    return digest.hexdigest()


def read_file(path: Path) -> Reading:
    """All letters in a file, whatever its format; what is wrong with it is returned, never raised."""
    try:
        _require_file(path)
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
        kind = format_of(beginning, path.suffix)
        if kind is Format.JSONL:
            _require_size(path, 16 * most_bytes(), "a collection")
            with path.open("rb") as lines:
                return read_collection(path, lines)
        _require_size(path, most_bytes(), "a letter")
        letter = assemble(read_apart(kind, path.read_bytes()), path.stem)
        if not any(True for _ in letter.paragraphs()):
            raise Unreadable("holds no paragraph of text; is it the whole letter?")
        return Reading(path, (letter,))
    except CorpusError as error:
        return Reading(path, (), (error,))
    except Unreadable as error:
        return Reading(path, (), (UnreadableFile(path, str(error)),))
    except OSError as error:
        return Reading(path, (), (refused(path, error),))
    except Exception as error:
        # a mistake of ours: the other files of a folder go in all the same
        _log.debug("%s could not be read", path, exc_info=True)
        what = f"cannot be understood ({type(error).__name__}: {error}); please report this file"
        return Reading(path, (), (UnreadableFile(path, what),))


def _require_file(path: Path) -> None:
    """A pipe or device would be waited on for ever; a folder is for ``find_files``."""
    if not path.is_file():
        raise UnreadableFile(path, "is not a file; name the files in it" if path.exists() else _MISSING)
    if _UNWRITABLE.search(str(path.absolute())):
        raise UnreadableFile(path, "its name, or that of its folder, is not UTF-8; give it another")


def _require_size(path: Path, most: int, what: str) -> None:
    if (size := path.stat().st_size) > most:
        raise Unreadable(
            f"is {size / 2**20:.0f} MiB; {what} is at most {most // 2**20} MiB, or what VINDPLAATS_MAX_MEGABYTES says"
        )


def read_collection(path: Path, lines: BinaryIO) -> Reading:
    """A JSONL collection: each line {"id", "text", "title"?, "language"?} is a letter of one paragraph. ``path`` is
    named where one can't be read."""
    letters: dict[str, Letter] = {}
    failures: list[CorpusError] = []
    for number, raw in enumerate(iter(lambda: lines.readline(LONGEST_LINE + 1), b""), start=1):
        if len(raw) > LONGEST_LINE:
            reason = f"line {number}: is longer than {LONGEST_LINE // 2**20} MiB; split it. What follows is not read"
            failures.append(UnreadableFile(path, reason))
            break
        if not raw.strip():
            continue
        try:
            letter = _one_paragraph(json.loads(raw.decode("utf-8-sig")))
            if letter.id in letters:
                raise ValueError(f"id {letter.id!r} stands on an earlier line too; give each line its own")
            letters[letter.id] = letter
        except (ValueError, RecursionError) as error:
            failures.append(UnreadableFile(path, f"line {number}: {_what_is_wrong(error)}"))
    if not letters and not failures:
        failures.append(UnreadableFile(path, 'is empty; each line must be an object with "id" and "text"'))
    return Reading(path, tuple(letters.values()), tuple(failures))


def _what_is_wrong(error: ValueError | RecursionError) -> str:
    match error:
        case json.JSONDecodeError():
            return f"not JSON ({error.msg}, character {error.pos + 1})"
        case UnicodeDecodeError():
            return "is not UTF-8 text; save it as UTF-8"
        case RecursionError():
            return 'is nested too deeply; it must be an object with "id" and "text"'
        case _:
            return str(error)


def _one_paragraph(entry: object) -> Letter:
    if not isinstance(entry, dict):
        raise ValueError('is not an object with "id" and "text"')
    values: dict[str, str] = {}
    for key in ("id", "text", "title", "language"):
        value = entry.get(key)
        if value is None and key in ("title", "language"):
            continue
        if not isinstance(value, str) or not folded(value):
            raise ValueError(f'"{key}" must be a text that is not empty')
        if _UNWRITABLE.search(value):
            raise ValueError(f'"{key}" holds a NUL character or half a surrogate pair, which no text file can; drop it')
        values[key] = folded(value)
    identifier, text = values["id"], values["text"]
    paragraph = Paragraph(f"{identifier}#al.1", 1, text, references=find_references(text))
    return Letter(
        id=identifier,
        title=values.get("title", identifier),
        metadata=Metadata(language=values["language"].lower().partition("-")[0] if "language" in values else None),
        sections=(Section(None, 0, (), (paragraph,)),),
    )
