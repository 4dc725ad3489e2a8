"""Answers and lists of letters as text for a terminal."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from index import Answer, Hit, LetterSummary

WIDTH = 88

_WORDS = {
    "nl": {
        "not found": "Niet gevonden in deze brieven. Het dichtst in de buurt, maar geen antwoord:",
        "sure": "zekerheid {:.0%}",
        "no answer": "geen antwoord",
        "place": "plaats in de brief: {}",
    },
    "en": {
        "not found": "Not found in these letters. Nearest, but not an answer:",
        "sure": "confidence {:.0%}",
        "no answer": "not an answer",
        "place": "place in the letter: {}",
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
        yield f"   {hit.citation}"
        yield f"   {words['place'].format(hit.locator)}"
        if hit.url:
            yield f"   {hit.url}"
        yield ""


def _passage(hit: "Hit", *, marked: bool) -> Iterator[str]:
    """The passage in lines of at most WIDTH; evidence in bold."""
    for start, line in _wrapped(hit.text):
        shown = ""
        for match in re.finditer(r"\S+|\s+", line):
            at = start + match.start()
            is_evidence = marked and any(first <= at < last for first, last in hit.evidence)
            shown += click.style(match.group(), bold=True) if is_evidence else match.group()
        yield f"   {shown}"


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
