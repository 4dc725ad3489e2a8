"""Whether a letter that is only asked what it says of something shows the right paragraphs, and says so.

    python -m tests.evaluation.topics

Topics are headings of invented letters that nothing was learned from (fitting/invented.py): a letter's own, which it
tells of below them, and those of another letter, of which most say nothing. Each is asked for in several ways, with the
question as it is and with the topic that is cut out of it (index/framing.py).
"""

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import mean
from unittest.mock import patch

from index import Library, measures
from index.framing import unframed
from index.models import load_encoder
from tests.evaluation.fitting.fit_scoring import Remembering
from tests.evaluation.fitting.invented import Invented, invented

ASKED = ("Wat zegt de brief over {}?", "Staat er iets over {} in de brief?", "Wat schrijft de minister over {}?")
# Headings that are of any letter's parts, not of a topic, and those that are whole sentences.
OF_PARTS = frozenset("aanleiding afsluiting conclusie inleiding slot tot vervolg".split())
MOST_WORDS = 5
TOPICS = 5  # of a letter


def topics(letter: Invented, drawn: random.Random) -> list[str]:
    headings = sorted({heading for heading, _ in letter.paragraphs.values() if heading})
    plain = [each for each in headings if not OF_PARTS.intersection(each.lower().split())]
    short = [each for each in plain if len(each.split()) <= MOST_WORDS]
    return drawn.sample(short, min(TOPICS, len(short)))


def within(heading: str) -> str:
    """A heading as it stands within a sentence: its first capital is gone, unless it is an abbreviation's."""
    return heading if heading[1:2].isupper() else heading[:1].lower() + heading[1:]


def main() -> None:
    encoder = Remembering(load_encoder())
    letters = invented(judged=True)
    drawn = random.Random(1)
    every = {identifier: topics(letter, drawn) for identifier, letter in letters.items()}
    ways: dict[str, Callable[[str], str]] = {"as it is": lambda question: question, "the topic": unframed}
    found: dict[tuple[str, str], list[tuple[bool, bool, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as work:
        for identifier, letter in letters.items():
            file = Path(work) / f"{identifier}.md"
            file.write_text(letter.markdown(), encoding="utf-8")
            other = drawn.choice([each for each in letters if each != identifier])
            with closing(Library.open(file.with_suffix(".library"), encoder=encoder)) as library:
                library.add([file])
                for whose, headings in (("its own", every[identifier]), ("another's", every[other])):
                    for heading in headings:
                        for question in (asked.format(within(heading)) for asked in ASKED):
                            for way, cut in ways.items():
                                with patch("index.asking.unframed", cut):
                                    answer = library.ask(question)
                                first = answer.passages[0].section[-1:] == (heading,)
                                found[way, whose].append((answer.answered, first, answer.confidence))
    for way in ways:
        own, others = found[way, "its own"], found[way, "another's"]
        area = measures.auroc([sure for _, _, sure in own], [sure for _, _, sure in others])
        sys.stdout.write(
            f"searched with {way}: {len(own)} on a heading of the letter, first a paragraph below it "
            f"{mean(first for _, first, _ in own):.3f}, answered {mean(each for each, _, _ in own):.3f}; {len(others)} "
            f"on another letter's, answered {mean(each for each, _, _ in others):.3f}; AUROC {area:.3f}\n"
        )


if __name__ == "__main__":
    main()
