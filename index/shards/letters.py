"""A letter as one line of JSON, and back, with nothing lost."""

import json
from dataclasses import asdict
from typing import Any

from corpus import Footnote, Letter, Metadata, Paragraph, Reference, Section


def letter_line(letter: Letter) -> str:
    return json.dumps(asdict(letter), ensure_ascii=False, default=str)


def letter_of(line: str) -> Letter:
    """Raises ValueError, KeyError or TypeError where the line is no letter."""
    values = json.loads(line)
    return Letter(
        **{
            **values,
            "metadata": Metadata.of(values["metadata"]),
            "sections": tuple(map(_section, values["sections"])),
            "footnotes": tuple(Footnote(**{**each, "references": _references(each)}) for each in values["footnotes"]),
            "head": tuple(values["head"]),
            "warnings": tuple(values["warnings"]),
        }
    )


def _section(values: dict[str, Any]) -> Section:
    paragraphs = tuple(
        Paragraph(**{**each, "footnotes": tuple(each["footnotes"]), "references": _references(each)})
        for each in values["paragraphs"]
    )
    fixed = {"path": tuple(values["path"]), "paragraphs": paragraphs, "footnotes": tuple(values["footnotes"])}
    return Section(**{**values, **fixed})


def _references(values: dict[str, Any]) -> tuple[Reference, ...]:
    return tuple(Reference(**each) for each in values["references"])
