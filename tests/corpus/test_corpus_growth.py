"""Work in proportion to what is read: a text of four times the length takes no more than some four times as long.

Compared are processor times of one run, in turn, the least of several; no time has a limit of its own.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

import app
import corpus
import index
from corpus.assemble import assemble
from corpus.blocks import Block, Document, Kind, Marker
from corpus.readers.plain import read_plain
from corpus.references import find_references
from corpus.sentences import sentence_spans
from index.lexical import joined_words
from tests.conftest import ROOT

MOST = 9.0  # times as long for a text of four times the length: 4 is in proportion, 16 is each part with each other
NOTHING = 0.0004  # seconds; what takes less needs no comparing
# What looks at no more than so much, whatever the text, or is run where time has an end (corpus/apart.py)
BOUNDED = {
    "corpus.joining._CUT_WORD": "the last 100 characters",
    "corpus.letterhead._ADDRESS": "a line of 300",
    "corpus.letterhead._SENTENCE": "a line of 300",
    "corpus.readers.pdf.contents._ENTRY": "apart",
    "corpus.readers.pdf.headings._NUMBERED": "apart",
    "corpus.readers.pdf.letterhead._AFTER_NAME": "apart",
    "index.questions.ellipsis._TAIL": "a question",
}
PARTS = (
    "a|A| |1|-|.|\n|\t|,|(|<|a |A |1 |1,|1, |a.|A.|a-|-a|1.1|vraag |Antwoord 1, |28 676, nr. 1 en |Kamerstuk |<a |<!--|"
    "[^1]|(a|«|'|a@|www.|https://a/|é| de |1e|NAVO |NAVO (|(NAVO|A. |De Minister van |vergaderjaar 2020|hierna |\u00a0|"
    "a\n|| |. |x=|x = '|\\|*|`|&amp;|Tweede Kamer, vergaderjaar 2020 "
).split("|")


def taken(work: Callable[[], object], times: int = 3) -> float:
    least = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return least


def grows(work: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Whether four times ``size`` takes far more than four times as long. A machine that is busy with other things
    gets three chances."""
    return all(taken(work(4 * size)) > MOST * max(taken(work(size)), NOTHING) for _ in range(3))


def test_the_comparison_tells_one_from_the_other() -> None:
    assert grows(lambda size: lambda: [None for _ in range(size) for _ in range(size)], 500)
    assert not grows(lambda size: lambda: [None for _ in range(1000 * size)], 500)


def modules() -> Iterator[ModuleType]:
    for package in (corpus, index, app):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def patterns() -> Iterator[tuple[str, re.Pattern[str], set[str]]]:
    """Each pattern of a module with its name and the ways in which it is used there."""
    for module in modules():
        source = (ROOT / f"{module.__name__.replace('.', '/')}.py").with_suffix(".py")
        text = source.read_text("utf-8") if source.exists() else ""
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                ways = set(re.findall(rf"\b{name}\.(search|match|fullmatch|finditer|sub|split|findall)\b", text))
                yield f"{module.__name__}.{name}", value, {each if "match" in each else "search" for each in ways}


def test_every_pattern() -> None:
    slow = []
    for name, pattern, ways in patterns():
        if name in BOUNDED:
            continue
        for way in ways:
            for part in PARTS:
                look = getattr(pattern, way)

                def work(size: int, part: str = part, look: Callable[[str], object] = look) -> Callable[[], object]:
                    text = part * (size // max(len(part), 1)) + "\x01"
                    return lambda: look(text)

                if taken(work(4000), 1) > MOST * NOTHING and grows(work, 1000):
                    slow.append((name, way, part))
    assert slow == []


def blocks(*made: Block) -> Callable[[], object]:
    return lambda: assemble(Document(made, loose=True), "brief")


WORK: dict[str, Callable[[int], Callable[[], object]]] = {
    "headings that are equal": lambda size: blocks(
        *[Block(Kind.HEADING, "Kop", 1, 2), Block(Kind.PARAGRAPH, "Tekst.", 1)] * size
    ),
    "marks in a paragraph": lambda size: blocks(
        Block(Kind.PARAGRAPH, "2 Noot.", 1, markers=(Marker("2", 0),)),
        Block(Kind.PARAGRAPH, "m " * size, 1, markers=tuple(Marker("2", 1 + 2 * place) for place in range(size))),
    ),
    "halves of a paragraph": lambda size: blocks(*[Block(Kind.PARAGRAPH, "en de" * 40, 1)] * size),
    "items of a list": lambda size: blocks(*[Block(Kind.ITEM, "punt;", 1, 1)] * size),
    "rows of a table": lambda size: blocks(*[Block(Kind.ROW, "a | b", 1)] * size),
    "questions": lambda size: blocks(*[Block(Kind.HEADING, "Vraag 1", 1, 2), Block(Kind.PARAGRAPH, "Wat?", 1)] * size),
    "points": lambda size: lambda: sentence_spans("." * size),
    "sentences": lambda size: lambda: sentence_spans("Zo o.a. dit. " * size),
    "publications": lambda size: lambda: find_references("Kamerstuk 28 676, nrs. 1, 2, 3 en 4 " * size),
    "lines that were broken": lambda size: (
        lambda: read_plain("woorden in een regel die vol is en dan verder gaat\n" * size)
    ),
    "a word without end": lambda size: lambda: joined_words("a" * size),
}


@pytest.mark.parametrize("name", WORK)
def test_work_is_in_proportion(name: str) -> None:
    assert not grows(WORK[name], 3000)
