"""A letter as ``read --json`` prints it."""

from dataclasses import asdict
from typing import Any

from corpus import Letter


def letter_json(letter: Letter) -> dict[str, Any]:
    """How a letter was understood, as plain values; the form is a front door and stays as it is."""
    metadata = asdict(letter.metadata)
    metadata["date"] = letter.metadata.date.isoformat() if letter.metadata.date else None
    return {
        "id": letter.id,
        "title": letter.title,
        "url": letter.url,
        "metadata": metadata,
        "headings": [
            {
                "level": section.level,
                "text": section.heading,
                "page": section.page,
                "footnotes": list(section.footnotes),
            }
            for section in letter.sections
            if section.heading
        ],
        "paragraphs": [
            {
                "id": paragraph.id,
                "section": list(section.path),
                "paragraph": paragraph.number,
                "page": paragraph.page,
                "text": paragraph.text,
                "footnotes": list(section.notes_of(paragraph)),
            }
            for section, paragraph in letter.paragraphs()
        ],
        "footnotes": [{"number": note.number, "text": note.text, "page": note.page} for note in letter.footnotes],
        "references": [
            {"text": reference.text, "id": reference.id, "url": reference.url} for reference in letter.references()
        ],
        "warnings": list(letter.warnings),
    }
