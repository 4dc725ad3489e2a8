"""Learns to read a follow-up together with a passage, behind the questions before it.

    python -m tests.evaluation.fitting.fit_cross_conversations FILE

What fit_cross_encoder.py learned knows questions that stand by themselves only: "en wie betaalt dat?" behind the
question before it seems to be answered by what answers that one. The follow-ups of fit_conversations.py say of each
what it asks in full. So a follow-up, as the product reads it (index/questions/turns.py), learns to have the log-odds
that the question in full has with the same passage (Hinton et al., "Distilling the knowledge in a neural network",
2015), and a little to tell whether the passage answers it. A passage is read with follow-ups that it answers, with
those that it is among the nearest to, which the product would have to tell apart, with whole questions behind another
one, and with near misses behind one, whole and as follow-ups. It starts from index/models/cross_encoder.npz, whose
changes passages keep: only what questions are read with learns, so that no question by itself is read in another way.

It prints how well log-odds tell, among the nearest passages, those that answer a follow-up from others, on letters that
it doesn't learn from, beside what those of the questions in full tell; and it writes what it learned to FILE, an .npz.
"""

import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, gelu, scaled_dot_product_attention, smooth_l1_loss

from corpus.blocks import folded
from index import Library
from index.confidence import READ
from index.encoder import Encoder
from index.evaluation.measures import auroc
from index.models.adapter import bundled_adapter
from index.models.loading import load_encoder
from index.questions.turns import Turn, turns_of
from tests.evaluation.fitting.data import document, written
from tests.evaluation.fitting.fit_adapter import Texts
from tests.evaluation.fitting.fit_conversations import FOLLOW_UPS, NEAR, conversations, parts
from tests.evaluation.fitting.fit_cross_encoder import FIRST, QUESTION_TOKENS, Ids, going_on, stored
from tests.evaluation.fitting.invented import Invented, invented

STEPS = 800
RATE = 7e-4
WARMING = 20  # steps over which the rate rises
PASSAGES = 4  # a step
# With a passage, at most: follow-ups that it answers, those that it is near to, others; whole questions behind another,
# that it answers and that it is near to; near misses behind another, whole or as follow-ups.
ANSWERED, NEARBY, OTHERS = 5, 7, 1
SWITCHED, MISSED = 2, 4
NEAREST = 4  # passages that a follow-up may be taken for the answer of
SOUGHT = 0.5  # of the follow-ups, for which these are looked for: it takes time
SWITCHES, BEHIND = 16, 2  # whole questions of a letter that are put behind another; others that a near miss is
TOLD = 0.3  # what it weighs in the loss whether the passage answers
JUDGED = 12  # follow-ups on a letter that judge
SEED = 0

Matrices = Mapping[str, npt.NDArray[np.float32]]
Kept = Sequence[tuple[torch.Tensor, torch.Tensor]]  # keys and values (p, d) in each layer


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in a conversation, the ways in which it may be read, as it is read ``behind`` others, and as it says
    all ``in_full``; by their places, which paragraphs answer it (``right``), and which are ``nearest``."""

    turns: Sequence[Turn]
    behind: str
    in_full: str
    right: frozenset[int] = frozenset()
    nearest: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Its passages; follow-ups; whole questions behind another one; near misses behind one, by the place of the passage
    that seems to answer them; the tokens of all questions."""

    passages: Sequence[Ids]
    turns: Sequence[Asked]
    switched: Sequence[Asked]
    missed: Mapping[int, Sequence[Asked]]
    ids: Mapping[str, Ids]


class Both(nn.Module):
    """A model that reads both together: its ``transformer``, what of it is ``changed``, and the head."""

    def __init__(self, transformer: Any, start: Matrices) -> None:
        super().__init__()
        self.transformer = transformer
        self.changed, self.head = going_on(transformer, start)

    def passage(self, ids: Ids) -> tuple[torch.Tensor, Kept]:
        """What the last layer makes of a passage's tokens, (p, d), and what they are to a question."""
        with torch.no_grad():
            (states,), kept = self._read([ids], QUESTION_TOKENS, ())
        return states, kept

    def forward(self, passage: tuple[torch.Tensor, Kept], questions: Sequence[Ids]) -> torch.Tensor:
        """(n,) the log-odds that a passage answers each."""
        states, kept = passage
        log_odds: torch.Tensor = self.head(states, self._read(questions, 0, kept)[0])
        return log_odds

    def _read(self, texts: Sequence[Ids], place: int, before: Kept) -> tuple[Sequence[torch.Tensor], Kept]:
        """The last states (t, d) of texts whose tokens stand from a place on, see those of their own text and what
        stands ``before`` all of them; and what they are themselves."""
        counts = [len(each) for each in texts]
        ids = torch.from_numpy(np.concatenate(texts).astype(np.int64))
        own = torch.repeat_interleave(torch.arange(len(counts)), torch.tensor(counts))
        seen = own[:, None] == own[None]
        if before:
            seen = torch.cat([torch.ones(len(ids), len(before[0][0]), dtype=torch.bool), seen], 1)
        embeddings, heads = self.transformer.embeddings, self.transformer.config.num_attention_heads
        with torch.no_grad():
            placed = embeddings.position_embeddings(torch.cat([place + torch.arange(count) for count in counts]))
            placed = placed + embeddings.token_type_embeddings.weight[0]
            now = embeddings.LayerNorm(embeddings.word_embeddings(ids) + placed)
        kept = []

        def by_head(values: torch.Tensor) -> torch.Tensor:
            return values.unflatten(1, (heads, -1)).transpose(0, 1)

        for number, layer in enumerate(self.transformer.encoder.layer):
            with torch.set_grad_enabled(torch.is_grad_enabled() and number >= FIRST):
                attention, out = layer.attention.self, layer.attention.output
                query, key, value = attention.query(now), attention.key(now), attention.value(now)
                kept.append((key, value))
                if before:
                    key, value = (torch.cat(both) for both in zip(before[number], (key, value), strict=True))
                heard = scaled_dot_product_attention(by_head(query), by_head(key), by_head(value), seen)
                middle = out.LayerNorm(out.dense(heard.transpose(0, 1).flatten(1)) + now)
                now = layer.output.LayerNorm(layer.output.dense(gelu(layer.intermediate.dense(middle))) + middle)
        return now.split(counts), kept

    def learned(self) -> list[nn.Parameter]:
        return [*(each for own in self.changed.values() for each in (own.a, own.b)), *self.head.parameters()]


def letter_of(
    text: Invented,
    questions: Sequence[dict[str, Any]],
    near: Sequence[dict[str, Any]],
    talks: Sequence[Sequence[tuple[str, str]]],
    missing: Sequence[Sequence[tuple[str, str]]],
    texts: Any,
) -> Letter:
    """A letter with the ``questions`` that were written on it, the near misses, and the conversations: ``talks``, and
    those ``missing`` an answer."""
    places = {identifier: place for place, identifier in enumerate(text.paragraphs)}
    in_full = {line["id"]: line["question"] for line in questions}
    right = {line["id"]: frozenset(places[answer["letter"]] for answer in line["answers"]) for line in questions}
    turns = [
        asked(typed, [said for _, said in talk[:place]], in_full[asks], right[asks])
        for talk in talks
        for place, (asks, typed) in enumerate(talk)
        if place
    ]
    drawn = random.Random(text.title)

    def others(line: dict[str, Any], count: int) -> list[str]:
        own = [each["question"] for each in questions if each["language"] == line["language"] and each is not line]
        return drawn.sample(own, min(count, len(own)))

    switched = [
        asked(line["question"], [other], line["question"], right[line["id"]])
        for line in drawn.sample(questions, min(SWITCHES, len(questions)))
        for other in others(line, 1)
    ]
    missed = defaultdict(list)
    for line in near:
        behind = (asked(line["question"], [other], line["question"]) for other in others(line, BEHIND))
        missed[places[line["near"]]] += _behind(behind)
    misses = {line["id"]: line for line in near}
    for (_, first), (asks, typed) in missing:
        line = misses[asks]
        missed[places[line["near"]]] += _behind([asked(typed, [first], line["question"])])
    turns, switched = _behind(turns), _behind(switched)
    every = [*turns, *switched, *(each for own in missed.values() for each in own)]
    said = list(dict.fromkeys(said for each in every for said in (each.behind, each.in_full)))
    ids = {each: read.ids for each, read in zip(said, texts.read("query: ", said), strict=True)}
    return Letter(
        [read.ids for read in texts.read("passage: ", list(text.passages().values()))], turns, switched, missed, ids
    )


def asked(question: str, earlier: Sequence[str], in_full: str, right: frozenset[int] = frozenset()) -> Asked:
    """A question after ``earlier`` ones."""
    turns = turns_of(question, earlier)
    return Asked(turns, turns[-1].topic if turns[-1].before else "", in_full, right)


def _behind(every: Any) -> list[Asked]:
    """Those that are read behind others at all."""
    return [each for each in every if each.behind]


def sought(letter: Letter, text: Invented, encoder: Encoder) -> Letter:
    """The letter once the NEAREST passages of many of its follow-ups, and of whole questions behind others, are known
    as the product finds them."""
    drawn = random.Random(text.title)
    texts = {folded(own): place for place, (_, own) in enumerate(text.paragraphs.values())}
    with tempfile.TemporaryDirectory() as work:
        file = Path(work) / "letter.md"
        file.write_text(text.markdown(), encoding="utf-8")
        with closing(Library.open(Path(work) / "library", encoder=encoder)) as library:
            library.add([file])
            with library.asking() as asking:

                def nearest(each: Asked) -> Asked:
                    first, *others = (asking.rank(turn, NEAREST)[1] for turn in each.turns)
                    for other in others:  # as asking.py has it
                        first = other if other[0].key != first[0].key else first
                    passages = asking.store.passages([hit.key for hit in first])
                    places = (texts.get(folded(passages[hit.key].text)) for hit in first)
                    return replace(each, nearest=[place for place in places if place is not None])

                turns = [nearest(each) if drawn.random() < SOUGHT else each for each in letter.turns]
                return replace(letter, turns=turns, switched=[nearest(each) for each in letter.switched])


def draw(letter: Letter, drawn: random.Random) -> tuple[int, list[Asked]]:
    """The place of a passage, and questions in conversations."""
    place = drawn.randrange(len(letter.passages))

    def some(asked: Sequence[Asked], kind: str, count: int) -> list[Asked]:
        own = [each for each in asked if _kind(each, place) == kind]
        return drawn.sample(own, min(count, len(own)))

    near = letter.missed.get(place, ())
    return place, [
        *some(letter.turns, "answered", ANSWERED),
        *some(letter.turns, "nearby", NEARBY),
        *some(letter.turns, "other", OTHERS),
        *some(letter.switched, "answered", SWITCHED),
        *some(letter.switched, "nearby", SWITCHED),
        *drawn.sample(near, min(MISSED, len(near))),
    ]


def _kind(asked: Asked, place: int) -> str:
    """Whether the passage at ``place`` answers it, or else is near to it."""
    return "answered" if place in asked.right else "nearby" if place in asked.nearest else "other"


def loss_of(letter: Letter, both: Both, teacher: Both, drawn: random.Random) -> torch.Tensor | None:
    """That of one passage; None where no question is there."""
    place, talking = draw(letter, drawn)
    if not talking:
        return None
    passage = teacher.passage(letter.passages[place])
    with torch.no_grad():
        expected = teacher(passage, [letter.ids[each.in_full] for each in talking])
    found = both(passage, [letter.ids[each.behind] for each in talking])
    told = torch.tensor([float(place in each.right) for each in talking])
    return smooth_l1_loss(found, expected) + TOLD * binary_cross_entropy_with_logits(found, told)


def learn(both: Both, teacher: Both, letters: Sequence[Letter], say: Callable[[str], None]) -> None:
    """``both`` learns, in place, of what the ``teacher`` says, from where that is."""
    drawn = random.Random(SEED)
    optimizer = torch.optim.AdamW(both.learned(), lr=RATE, weight_decay=0.0)
    losses: list[float] = []
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = RATE * min(1, (step + 1) / WARMING) * (1 - 0.95 * step / STEPS)
        optimizer.zero_grad()
        total = 0.0
        for letter in drawn.choices(letters, k=PASSAGES):
            loss = loss_of(letter, both, teacher, drawn)
            if loss is not None:
                (loss / PASSAGES).backward()
                total += loss.item() / PASSAGES
        nn.utils.clip_grad_norm_(both.learned(), 1.0)
        optimizer.step()
        losses.append(total)
        if (step + 1) % 50 == 0:
            say(f"step {step + 1}: loss {np.mean(losses[-50:]):.3f}")


def judged(both: Both, teacher: Both, letters: Sequence[Letter]) -> str:
    """Of follow-ups that one of the nearest passages answers, how often this has the highest log-odds, and how well
    these tell such passages from others; beside what the teacher says of the question in full."""
    drawn = random.Random(SEED)
    first: list[tuple[bool, bool]] = []
    told: list[tuple[float, float, bool]] = []
    with torch.inference_mode():
        for letter in letters:
            own = [each for each in letter.turns if each.right & {*each.nearest[:READ]}]
            for each in drawn.sample(own, min(JUDGED, len(own))):
                near = each.nearest[:READ]
                passages = [teacher.passage(letter.passages[place]) for place in near]
                found, in_full = (
                    [model(passage, [letter.ids[said]]).item() for passage in passages]
                    for model, said in ((both, each.behind), (teacher, each.in_full))
                )
                right = [place in each.right for place in near]
                first.append((right[int(np.argmax(found))], right[int(np.argmax(in_full))]))
                told += zip(found, in_full, right, strict=True)
    highest, in_full_too = np.mean(first, axis=0)
    areas = [auroc(*([each[way] for each in told if each[2] is kind] for kind in (True, False))) for way in (0, 1)]
    return (
        f"highest for {highest:.3f} of {len(first)}, in full for {in_full_too:.3f}; "
        f"AUROC {areas[0]:.3f}, in full {areas[1]:.3f}"
    )


def main(file: Path) -> None:
    began = time.monotonic()

    def say(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - began:4.0f} s] {line}\n")
        sys.stdout.flush()

    with files("index.models").joinpath("cross_encoder.npz").open("rb") as opened, np.load(opened) as arrays:
        start = dict(arrays)
    if str(start["adapter"]) != bundled_adapter().fingerprint:
        sys.exit("cross_encoder.npz stands on another adapter. Run fit_cross_encoder.py again.")
    torch.manual_seed(SEED)
    torch.set_flush_denormal(True)
    texts, others = Texts(), Texts()
    for each in (texts, others):
        bundled_adapter().change(each.transformer)
    both, teacher = Both(texts.transformer, start), Both(others.transformer, start)
    teacher.requires_grad_(requires_grad=False)
    talks, missing, questions, near = (defaultdict(list) for _ in range(4))
    for each, file_of in ((talks, FOLLOW_UPS), (missing, NEAR)):
        for name, turns in conversations(file_of):
            each[name].append(turns)
    for line in written("invented"):
        questions[document(line["answers"][0]["letter"])].append(line)
    for line in written("near_misses"):
        near[document(line["near"])].append(line)
    written_on, encoder = invented(judged=False), load_encoder()
    letters = {}
    for name, own in talks.items():
        letter = letter_of(written_on[name], questions[name], near[name], own, missing[name], texts)
        letters[name] = sought(letter, written_on[name], encoder)
    learned, unlearned = ([letters[name] for name in names if name in letters] for names in parts())
    say(f"{sum(len(letter.turns) for letter in learned)} follow-ups on {len(learned)} letters")
    say(f"before, on {len(unlearned)} letters that it doesn't learn from: {judged(both, teacher, unlearned)}")
    learn(both, teacher, learned, say)
    say(f"after: {judged(both, teacher, unlearned)}")
    np.savez_compressed(file, adapter=np.array(bundled_adapter().fingerprint), **stored(both.changed, both.head))
    say(f"{file} written")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the file to write, an .npz.")  # before an hour has passed
    main(Path(sys.argv[1]))
