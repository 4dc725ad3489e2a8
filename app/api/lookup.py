"""Letters and passages as JSON, for programs: each works on a library, in the thread that owns it."""

from itertools import pairwise
from typing import Any

from app.desk import Answerer
from index.errors import UnknownLetter
from index.notes import Note
from index.passages import Passage
from index.whole import WholeLetter, alike


def letter_json(library: Answerer, identifier: str) -> dict[str, Any]:
    """A whole letter: head, outline, paragraphs, notes. Raises UnknownLetter."""
    letter = library.letter(identifier)
    return {
        "id": letter.id,
        "title": letter.title,
        "citation": letter.citation,
        "url": letter.url,
        "language": letter.language,
        "head": {"id": letter.head_id, "lines": list(letter.head)} if letter.head else None,
        "outline": _outline(letter),
        "paragraphs": [_paragraph(passage) for passage in letter.passages],
        "notes": [_note(note) for note in letter.notes],
        "mentioned": sorted(letter.mentioned),
    }


def passage_json(library: Answerer, identifier: str) -> dict[str, Any]:
    """A passage with its place, its notes and the ids of those before and after it. Raises UnknownLetter."""
    letter = library.letter(identifier.rpartition("#")[0]) if "#" in identifier else None
    ids = [passage.id for passage in letter.passages] if letter else []
    if letter is None or identifier not in [*ids, *([letter.head_id] if letter.head else [])]:
        raise UnknownLetter(
            f"Not in this library: {identifier}. The id of a passage is that of its letter, # (in an address %23), and "
            "its place; `ask` gives it."
        )
    if identifier == letter.head_id:
        passage = Passage(0, letter.head_id, letter.id, (), 0, None, "\n".join(letter.head), (), "kop")
        before, after = None, ids[0] if ids else None
    else:
        place = ids.index(identifier)
        passage = letter.passages[place]
        before, after = (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)
    return {
        **_paragraph(passage),
        "letter": letter.id,
        "title": letter.title,
        "language": letter.language,
        "citation": library.cite(identifier),
        "url": letter.url,
        "notes": [_note(note) for note in letter.own_notes().get(passage.id, ())],
        "previous": before,
        "next": after,
    }


def _outline(letter: WholeLetter) -> list[dict[str, Any]]:
    """Each heading once, where it comes up: its level, its text, and the first paragraph under it."""
    paths = [((), ""), *((path, passages[0].id) for path, passages in letter.sections())]
    headings = []
    for (before, _), (path, first) in pairwise(paths):
        same = alike(before, path)
        headings += [{"level": at + 1, "text": path[at], "first": first} for at in range(same, len(path))]
    return headings


def _paragraph(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "section": list(passage.section),
        "paragraph": passage.paragraph,
        "page": passage.page,
        "text": passage.text,
        "footnotes": list(passage.footnotes),
        "locator": passage.locator,
    }


def _note(note: Note) -> dict[str, Any]:
    return {"number": note.number, "text": note.text, "page": note.page}
