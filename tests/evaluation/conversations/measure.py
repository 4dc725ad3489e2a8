"""Conversations, and how often a passage that answers a later turn of one is found: a table.

    python -m tests.evaluation.conversations.measure

A line of a file is one conversation; each turn has a quote of each paragraph that answers it, and its kind: "first";
"follow-up", which can't be understood without those before it; "switch", which can; "unanswered", a follow-up that
nothing in the letter answers. made_up.jsonl is on three letters in one library, on housing, water quality and railways,
that name the same provinces, years and groups of people. invented.jsonl is on letters of fitting/invented.jsonl that
nothing is learned from, each by itself, supplied.jsonl on the supplied letter. These two were written from a letter
alone, without a look at any answer, and say of a follow-up what it asks if it stood ``alone``. So was unanswered.jsonl,
on 18 of these letters and the supplied one, whose last turns nothing answers; a second reader held each of these
against every paragraph.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.blocks import folded
from index import Library
from index.encoder import Encoder
from index.models.loading import load_encoder
from tests.conftest import LETTER
from tests.evaluation.fitting.invented import invented

HERE = Path(__file__).parent
SETS = ("made_up", "invented", "supplied", "unanswered")
HELD = ("held", "18", "19", "20")  # how ids begin of those that nothing was chosen by
# How a turn is asked: by itself; as one question behind all turns before it; in conversation; said in full.
WAYS: dict[str, Callable[["Turn"], tuple[str, Sequence[str]]]] = {
    "typed": lambda turn: (turn.question, ()),
    "behind": lambda turn: (" ".join([*turn.earlier, turn.question]), ()),
    "in conversation": lambda turn: (turn.question, turn.earlier),
    "alone": lambda turn: (turn.alone, ()),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """``letter``: the id of the only one in the library, empty for the three; ``earlier``: the turns before it."""

    conversation: str
    language: str
    letter: str
    kind: str
    question: str
    quotes: tuple[str, ...]
    alone: str
    earlier: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        return self.conversation.startswith(HELD)


@dataclass(frozen=True, slots=True)
class Found:
    """``place``: that of the first passage that answers, from 1; 4 for any after the third."""

    place: int
    answered: bool


def turns_of(name: str) -> Iterator[Turn]:
    """Those of one of SETS, in order."""
    for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        earlier: tuple[str, ...] = ()
        for turn in said["turns"]:
            asked, quotes = turn["question"], tuple(turn["quotes"])
            alone = turn.get("alone", asked)
            yield Turn(said["id"], said["language"], said["letter"], turn["kind"], asked, quotes, alone, earlier)
            earlier = (*earlier, asked)


def files_of(name: str, work: Path) -> dict[str, list[Path]]:
    """By what ``Turn.letter`` says, the files of its library, those of invented letters written into ``work``."""
    if name == "made_up":
        return {"": sorted(HERE.glob("*.md"))}
    asked = {turn.letter for turn in turns_of(name)}
    written = {LETTER.stem: [LETTER]} if LETTER.stem in asked else {}
    for letter, text in invented(judged=True).items():
        if letter in asked:
            written[letter] = [work / f"{letter}.md"]
            written[letter][0].write_text(text.markdown(), encoding="utf-8")
    return written


def found(name: str, ways: Sequence[str], encoder: Encoder, work: Path) -> list[tuple[Turn, dict[str, Found]]]:
    """Later turns of this set asked in each of WAYS, of libraries made in ``work``."""
    later = [turn for turn in turns_of(name) if turn.earlier]
    answered: list[tuple[Turn, dict[str, Found]]] = []
    for letter, files in files_of(name, work).items():
        with closing(Library.open(work / f"{name}{letter}", encoder=encoder)) as library:
            library.add(files)
            own = [turn for turn in later if turn.letter == letter]
            answered += [(turn, {way: _asked(library, turn, way) for way in ways}) for turn in own]
    return answered


def _asked(library: Library, turn: Turn, way: str) -> Found:
    question, earlier = WAYS[way](turn)
    answer = library.ask(question, 3, earlier)
    texts = [folded(hit.text) for hit in answer.passages]
    right = [any(quote in text for quote in turn.quotes) for text in texts]
    return Found([*right, *[False] * (3 - len(right)), True].index(True) + 1, answer.answered)


def main() -> None:
    encoder = load_encoder()
    say = sys.stdout.write
    say("| turns | number | " + " | ".join(f"{way}: first, of three, answered" for way in WAYS) + " |\n")
    say("|---|---|" + "---|" * len(WAYS) + "\n")
    with tempfile.TemporaryDirectory() as work:
        for name in SETS:
            ways = [way for way in WAYS if way != "alone" or name != "made_up"]  # which doesn't say it in full
            every = found(name, ways, encoder, Path(work))
            kinds = dict.fromkeys((turn.is_held, turn.kind, turn.language) for turn, _ in every)
            for held, kind, language in sorted(kinds):
                own = [
                    asked for turn, asked in every if (turn.is_held, turn.kind, turn.language) == (held, kind, language)
                ]
                say(f"| {name}{', held' if held else ''}, {kind}, {language} | {len(own)} |")
                for way in ways:
                    say(" {}, {}, {} |".format(*counts([asked[way] for asked in own])))
                say("  |" * (len(WAYS) - len(ways)) + "\n")
                sys.stdout.flush()


def counts(asked: Sequence[Found]) -> tuple[int, int, int]:
    """For how many the passage that answers comes first and among the first three, and how many are called answered."""
    places = [each.place for each in asked]
    return places.count(1), sum(place <= 3 for place in places), sum(each.answered for each in asked)


if __name__ == "__main__":
    main()
