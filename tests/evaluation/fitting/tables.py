"""Tables of laws, in pieces such as a letter has, and what was asked of their rows."""

import re
from collections.abc import Sequence

from tests.evaluation.fitting.data import Asked, Source, lines, part, written


def table_sources() -> list[Source]:
    """Tables, as Markdown files with what their law is called above them, and questions on their rows in either
    language."""
    passages = _tables()

    def asked(kind: str, language: str) -> tuple[Asked, ...]:
        every = ((line, line.get("near") or line["answers"][0]["letter"]) for line in written(kind))
        return tuple(
            Asked(line["question"], frozenset({table}), _part(table))
            for line, table in every
            if line["language"] == language and table in passages
        )

    return [
        Source(f"tables {language}>nl", kind, "nl", passages, asked("tables", language), asked("near_misses", language))
        for language, kind in (("nl", "same"), ("en", "cross"))
    ]


def _tables() -> dict[str, str]:
    """By the ids that questions know them by, which name the paragraphs of the column heads, of the first row and of
    the last: "BWBR0034547-333,334-341"."""
    by_id = {line["id"]: line for line in lines("laws/paragraphs.jsonl.gz")}
    found = {}
    for identifier in sorted({answer["letter"] for line in written("tables") for answer in line["answers"]}):
        law, _, places = identifier.partition("-")
        heads, first, last = map(int, re.split("[,-]", places))
        rows = [by_id[f"{law}-{place}"] for place in (heads, *range(first, last + 1))]
        found[identifier] = _markdown(_called(rows[0]["title"]), [_cells(line["text"]) for line in rows])
    return found


def _part(identifier: str) -> str:
    """The same for all tables of a law. Nothing else learns from them."""
    return "test" if part(identifier.partition("-")[0]) == "test" else "fit"


def _called(title: str) -> str:
    """The short title of a law, which stands in brackets at the end of the long one."""
    short = re.search(r"\(([^()]+)\)$", title)
    return short[1] if short else title


def _cells(row: str) -> list[str]:
    """Of which "---" is empty."""
    return ["" if cell.strip() == "---" else cell.strip() for cell in row.strip(" |").split("|")]


def _markdown(law: str, rows: Sequence[Sequence[str]]) -> str:
    columns = max(map(len, rows))
    heads, *others = (" | ".join((*row, *[""] * (columns - len(row)))) for row in rows)
    table = "\n".join(f"| {row} |" for row in (heads, " | ".join("-" * columns), *others))
    return f"# Tabel\n\n## {law}\n\n{table}\n"
