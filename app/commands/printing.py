"""Answers and lists of letters as text for a terminal."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from app.view.passage import Part, figures, parts
from corpus.tables import Span

if TYPE_CHECKING:  # the index package brings FAISS, which ``read`` does without
    from index import Answer, Hit, LetterSummary

WIDTH = 88

_WORDS = {
    "nl": {
        "not found": "Niet gevonden in deze brieven. Het dichtst in de buurt, maar geen antwoord:",
        "sure": "zekerheid {:.0%}",
        "no answer": "geen antwoord",
        "place": "plaats in de brief: {}",
        "head": "kop van de brief",
        "footnote": "voetnoot {}: ",
    },
    "en": {
        "not found": "Not found in these letters. Nearest, but not an answer:",
        "sure": "confidence {:.0%}",
        "no answer": "not an answer",
        "place": "place in the letter: {}",
        "head": "head of the letter",
        "footnote": "footnote {}: ",
    },
}


def answer_lines(answer: "Answer") -> Iterator[str]:
    """An answer, in the language of its question; what answers stands out where the terminal can show it."""
    words = _WORDS[answer.language]
    if not answer.answered:
        yield words["not found"]
        yield ""
    for hit in answer.passages:
        sure = words["sure"].format(hit.confidence) if answer.answered else words["no answer"]
        yield f"{hit.rank}. {click.style(' › '.join(hit.section) or hit.title, bold=True)}  ({sure})"
        yield from _passage(hit, marked=answer.answered)
        for note in hit.footnotes:
            yield from _footnote(words["footnote"].format(note.number), note.text, marked=answer.answered)
        yield f"   {hit.citation}"
        yield f"   {words['place'].format(hit.locator if hit.paragraph else words['head'])}"
        if hit.url:
            yield f"   {hit.url}"
        yield ""


def _footnote(lead: str, text: str, *, marked: bool) -> Iterator[str]:
    for start, line in _wrapped(whole := lead + text):
        yield f"   {_bold(whole, (start, start + len(line)), [(len(lead), len(whole))] if marked else ())}"


def _passage(hit: "Hit", *, marked: bool) -> Iterator[str]:
    """The passage in lines of at most WIDTH, the columns of a table in line where they fit; evidence in bold."""
    evidence = hit.evidence if marked else ()
    for part in parts(hit.text, is_head=hit.paragraph == 0):
        if rows := _aligned(hit.text, part, evidence):
            yield from (f"   {row}" for row in rows)
        else:
            for start, line in _wrapped(hit.text[part.start : part.end]):
                first = part.start + start
                yield f"   {_bold(hit.text, (first, first + len(line)), evidence)}"


def _aligned(text: str, part: Part, evidence: Sequence[Span]) -> list[str]:
    """The rows of a table with their cells under one another; none where ``part`` is no table or is too wide."""
    lengths = [[end - start for start, end in row] for row in part.rows]
    widths = [max(column) for column in zip(*lengths, strict=True)]
    if not widths or sum(widths) + 3 * (len(widths) - 1) > WIDTH - 3:
        return []
    right = figures(text, part.rows)
    lines = []
    for row in part.rows:
        cells = []
        for cell, width, is_right in zip(row, widths, right, strict=True):
            gap = " " * (width - (cell[1] - cell[0]))
            cells.append(f"{gap}{_bold(text, cell, evidence)}" if is_right else _bold(text, cell, evidence) + gap)
        lines.append(" | ".join(cells).rstrip())
    return lines


def _bold(text: str, span: Span, evidence: Sequence[Span]) -> str:
    """The characters of ``span``, evidence in bold."""
    shown, (at, end) = "", span
    for first, last in sorted(evidence):
        first, last = max(first, at), min(last, end)
        if first < last:
            shown += text[at:first] + click.style(text[first:last], bold=True)
            at = last
    return shown + text[at:end]


def _wrapped(text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text``, each with the offset at which it starts."""
    start = end = None
    for match in re.finditer(r"\S+", text):
        broken = end is not None and "\n" in text[end : match.start()]
        if start is not None and end is not None and (broken or match.end() - start > WIDTH - 3):
            yield start, text[start:end]
            start = None
        start = match.start() if start is None else start
        end = match.end()
    if start is not None and end is not None:
        yield start, text[start:end]


def letters_lines(letters: "Sequence[LetterSummary]") -> Iterator[str]:
    """One letter a line: id, date, number of paragraphs, title; the citation beneath."""
    for letter in letters:
        count = f"{letter.paragraphs} paragraph{'s' if letter.paragraphs != 1 else ''}"
        yield f"{letter.id}  {letter.date or 'no date'}  {count}  {letter.title}"
        if letter.citation != letter.title:
            yield f"    {letter.citation}"
