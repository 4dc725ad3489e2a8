"""Whole letters that were written for this, as ministers write to parliament.

What they say is made up; some follow real events with other figures. Each keeps to one subject, so that its paragraphs
are hard to tell apart, and has some fifty questions in Dutch and as many in English, each of which one paragraph
answers, seldom two or three, and in either twelve to twenty-four near misses, which none answers. They are in
invented.jsonl, a paragraph a line.

contrasts.jsonl has changes of all paragraphs, a few words each: after one, a question is no longer answered or a near
miss is, and all others are as before (Gardner et al., "Evaluating Models' Local Decision Boundaries via Contrast Sets",
2020).
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.evaluation.fitting.data import document, part, under

INVENTED = Path(__file__).with_name("invented.jsonl")
CONTRASTS = Path(__file__).with_name("contrasts.jsonl")


@dataclass(frozen=True, slots=True)
class Invented:
    """``paragraphs``: by its id, the heading over each, which may be empty, and its text."""

    title: str
    paragraphs: dict[str, tuple[str, str]]

    def passages(self) -> dict[str, str]:
        """The paragraphs as the encoder reads them."""
        return {
            identifier: under([heading] if heading else [], text)
            for identifier, (heading, text) in self.paragraphs.items()
        }

    def markdown(self) -> str:
        blocks, above = [f"# {self.title}"], ""
        for heading, text in self.paragraphs.values():
            if heading not in ("", above):
                blocks.append(f"## {heading}")
            above = heading or above
            blocks.append(text)
        return "\n\n".join(blocks)


@dataclass(frozen=True, slots=True)
class Contrast:
    """``was`` stands once in a paragraph; with ``becomes`` in its place the questions with the ids ``flips`` are not
    answered if they were, and are if they were near misses."""

    was: str
    becomes: str
    flips: frozenset[str]


def invented(*, judged: bool) -> dict[str, Invented]:
    """Those that nothing is learned from, which are ``judged``, or the others."""
    titles: dict[str, str] = {}
    paragraphs: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for line in map(json.loads, INVENTED.read_text("utf-8").splitlines()):
        letter = document(line["id"])
        titles[letter] = line["letter"]
        paragraphs[letter][line["id"]] = line["heading"], line["text"]
    return {
        letter: Invented(title, paragraphs[letter])
        for letter, title in titles.items()
        if (part(letter) == "test") == judged
    }


def contrasts() -> dict[str, list[Contrast]]:
    """Changes of each paragraph, by its id."""
    found: dict[str, list[Contrast]] = defaultdict(list)
    for line in map(json.loads, CONTRASTS.read_text("utf-8").splitlines()):
        found[line["id"]].append(Contrast(line["was"], line["becomes"], frozenset(line["flips"])))
    return found
