"""Whether a letter that is only asked what it says of something shows the right paragraphs, and says so.

    python -m tests.evaluation.topics

Topics are headings of invented letters (fitting/invented.py) and what was written as such on their paragraphs, in Dutch
and English: a letter's own, those of others, of which it mostly says nothing, and near misses.
"""

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from index import Library
from index.evaluation import measures
from index.models.loading import load_encoder
from index.questions.framing import unframed
from tests.evaluation.fitting.data import document, written
from tests.evaluation.fitting.fit_scoring import Remembering, paragraph_of
from tests.evaluation.fitting.invented import Invented, invented

ASKED = ("Wat zegt de brief over {}?", "Staat er iets over {} in de brief?", "Wat schrijft de minister over {}?")
# Headings that are of any letter's parts, not of a topic, and those that are whole sentences.
OF_PARTS = frozenset("aanleiding afsluiting conclusie inleiding slot tot vervolg".split())
MOST_WORDS = 5
OWN, OTHERS = 5, 6  # of a kind, of a letter and of others


@dataclass(frozen=True, slots=True)
class Topic:
    """A question for one, of a ``kind``, and the texts of the paragraphs that tell of it, none where it is ``whose``
    another letter's, or a near miss."""

    question: str
    kind: str
    whose: str
    right: frozenset[str] = frozenset()


def topics_of(letters: Mapping[str, Invented]) -> Iterator[tuple[str, list[Topic]]]:
    """By letter those that it is asked for."""
    of_headings = {identifier: list(_headings(identifier, letter)) for identifier, letter in letters.items()}
    of_people: dict[str, list[Topic]] = defaultdict(list)
    for line in written("broad"):
        letter = document(paragraph_of(line))
        if letter in letters and unframed(line["question"]) != line["question"]:
            right = frozenset(letters[letter].paragraphs[each["letter"]][1] for each in line["answers"])
            whose = "its own" if right else "near misses"
            of_people[letter].append(Topic(line["question"], f"written in {line['language']}", whose, right))
    for identifier in letters:
        drawn = random.Random(identifier)
        found = [*of_headings[identifier], *of_people[identifier]]
        for every in (of_headings, of_people):
            others = [each for letter in letters if letter != identifier for each in every[letter]]
            found += [
                Topic(each.question, each.kind, "another's") for each in drawn.sample(others, min(OTHERS, len(others)))
            ]
        yield identifier, found


def _headings(identifier: str, letter: Invented) -> Iterator[Topic]:
    below: dict[str, set[str]] = defaultdict(set)
    for heading, text in letter.paragraphs.values():
        words = heading.lower().split()
        if words and len(words) <= MOST_WORDS and not OF_PARTS.intersection(words):
            below[heading].add(text)
    drawn = random.Random(identifier)
    for heading in drawn.sample(sorted(below), min(OWN, len(below))):
        yield Topic(drawn.choice(ASKED).format(_within(heading)), "headings", "its own", frozenset(below[heading]))


def _within(heading: str) -> str:
    """A heading as it stands within a sentence: its first capital is gone, unless it is an abbreviation's."""
    return heading if heading[1:2].isupper() else heading[:1].lower() + heading[1:]


def main() -> None:
    encoder, letters = Remembering(load_encoder()), invented(judged=True)
    found: dict[tuple[str, str], list[tuple[bool, bool, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as work:
        for identifier, topics in topics_of(letters):
            file = Path(work) / f"{identifier}.md"
            file.write_text(letters[identifier].markdown(), encoding="utf-8")
            with closing(Library.open(file.with_suffix(".library"), encoder=encoder)) as library:
                library.add([file])
                for topic in topics:
                    answer = library.ask(topic.question)
                    first = answer.passages[0].text in topic.right
                    found[topic.kind, topic.whose].append((answer.answered, first, answer.confidence))
    for kind in dict.fromkeys(kind for kind, _ in found):
        own, *others = (found.get((kind, whose), []) for whose in ("its own", "another's", "near misses"))
        line = f"{kind}: {len(own)} of the letter, first a paragraph on it {mean(first for _, first, _ in own):.3f}"
        line += f", answered {mean(each for each, _, _ in own):.3f}"
        for whose, asked in zip(("another's", "near misses"), others, strict=True):
            if asked:
                area = measures.auroc([sure for _, _, sure in own], [sure for _, _, sure in asked])
                answered = mean(each for each, _, _ in asked)
                line += f"; {len(asked)} {whose}, answered {answered:.3f}, AUROC {area:.3f}"
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
