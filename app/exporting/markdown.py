"""A conversation as Markdown (CommonMark), in which no sign of a letter or a question means anything."""

import re

from app.exporting.record import Entry, Quote, Record, Source
from app.texts import Texts
from app.view.markup import citation_parts

_SIGNS = re.compile(r"[\\`*_#\[\]<>&|~$]")
# what makes a list, a line or the heading of the line before where a line begins with it
_BEGINS = re.compile(r"^(?:([+=-])|(\d{1,9})([.)]))")


def as_markdown(record: Record) -> bytes:
    """UTF-8 without a mark, lines ended by LF."""
    words = record.words
    blocks = [f"# {escaped(words.export_title)}", escaped(record.made)]
    for entry in record.entries:
        blocks += _entry(entry, words)
    if record.sources:
        blocks += [f"## {escaped(words.sources)}", "\n".join(_source(source, words) for source in record.sources)]
    return ("\n\n".join(blocks) + "\n").encode()


def escaped(text: str) -> str:
    """One line of text that a reader of Markdown gives back as it is, but for white space around it."""
    line = inside(text.strip())
    return _BEGINS.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)


def inside(text: str) -> str:
    """The same for text that does not begin its line."""
    return _SIGNS.sub(r"\\\g<0>", " ".join(text.splitlines()))


def _entry(entry: Entry, words: Texts) -> list[str]:
    blocks = [f"## {escaped(entry.question)}", *(escaped(note) for note in entry.notes)]
    if entry.verdict:
        blocks.append(f"**{escaped(entry.verdict)}**")
    for place, quote in enumerate(entry.quotes):
        if place == 1:
            blocks.append(f"{escaped(words.also_found)}:")
        blocks.append(_quote(quote))
    # two quotes in a row would be one
    return [
        block if not (block.startswith(">") and before.startswith(">")) else f"<!-- -->\n\n{block}"
        for before, block in zip(["", *blocks], blocks, strict=False)
    ]


def _quote(quote: Quote) -> str:
    mark = f"\\[{quote.number}\\]"
    notes = "".join(f"\n>\n> {escaped(note)}" for note in quote.footnotes)
    if "\n" not in quote.text:
        return f"> “{inside(quote.text)}” {mark}{notes}"
    lines = [escaped(line) for line in quote.text.split("\n") if line.strip()]
    return "> " + "\\\n> ".join(lines) + f"\n>\n> {mark}{notes}"


def _source(source: Source, words: Texts) -> str:
    before, series, rest = citation_parts(source.citation)
    cited = f"{inside(before)}*{inside(series)}*{inside(rest)}" if series else escaped(rest)
    url = re.sub(r"[<>\\\s]", "", source.url or "")
    link = f" <{url}>" if url else ""
    return f"{source.number}. {cited}, {inside(source.place)} ({inside(words.own_locator)}).{link}"
