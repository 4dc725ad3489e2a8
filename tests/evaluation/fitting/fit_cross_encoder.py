"""Learns to read a question together with a passage: whether this tells what is asked, and not only what it is about.

    python -m tests.evaluation.fitting.fit_cross_encoder FILE [FROM]

For index/models/cross_encoder.py, on the bundled model's own weights. A passage is read once with several questions
behind it, which see the passage and themselves: those that it answers, near misses, and questions whose answers lie
near to it. Each is a decision of its own (binary cross-entropy). Most passages of invented letters are read with
something changed, after which some questions are no longer answered and some near misses are: so that neither the
manner of a question nor what a passage is about tells. The changes of the model stand on top of the adapter, in all but
the lowest layers. Late interaction in the last layer counts from the beginning, since without it hardly anything is
learned in the first hundreds of steps.

It prints how well questions are told from near misses on the invented letters that nothing is learned from, and how
often a passage that answers is told from the same one changed. It writes what it learned to FILE, an .npz, and can go
on FROM one, which may be the same; half of what that had learned is kept. index/models/cross_encoder.npz was learned
so, in runs that docs/retrieval.md tells of.
"""

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, layer_norm, normalize

from index.evaluation.measures import auroc
from index.models.adapter import bundled_adapter
from tests.evaluation.fitting.data import under, written
from tests.evaluation.fitting.fit_adapter import Texts, keep, task_of
from tests.evaluation.fitting.fit_questions import mean
from tests.evaluation.fitting.invented import Contrast, contrasts, invented
from tests.evaluation.fitting.pairs import broad_learned, invented_judged, pairs
from tests.evaluation.fitting.training import Changed, Read, Task, change, output_of

QUESTION_TOKENS = 64  # of which most questions have fewer; the places of a passage's tokens come after these
# Tokens of either before its own words: the model's mark and the prompt. The question's colon is read with its words.
BEFORE_QUESTION, BEFORE_PASSAGE = 4, 3
FIRST = 2  # of the layers that change
RANK = 32
STEPS = 3000
RATE = 7e-4
GOING_ON = 0.8  # of the rate, where something is learned already
HEAD_RATE = 1e-3
WARMING = 60  # steps over which the rate rises
DECAY = 0.01
PASSAGES = 4  # a step
INVENTED = 0.65  # of these, of invented letters
CHANGED = 0.75  # of those, with something changed
VARIANTS = 6  # of a passage that there are changes of
HALF = 0.45  # of the changes, that a variant has
RIGHT, NEAR = 5, 4  # questions on a passage, at most
WRONG = 3, 6  # of other passages: at least, and at most; one more than are right
NEAREST = 6  # passages whose answers a question could be taken for
KNOWN = 60  # answers, the nearest as whole texts, that these are looked for among
HARDEST = 12  # such questions of a passage
SEED = 0

Ids = npt.NDArray[np.int32]


@dataclass(slots=True)
class Asked:
    """A passage with the questions that it answers, those that it seems to, and those that its neighbours answer.
    ``changed``: the passage with something changed, each with the questions that are answered then and weren't or were
    and aren't, as bytes. ``left``: of each kind of question what is still to come before any comes again."""

    passage: Ids
    invented: bool
    right: list[Ids] = field(default_factory=list)
    near: list[Ids] = field(default_factory=list)
    wrong: list[Ids] = field(default_factory=list)
    changed: list[tuple[Ids, frozenset[bytes]]] = field(default_factory=list)
    left: dict[str, list[Ids]] = field(default_factory=dict)

    def draw(self, kind: str, count: int, drawn: random.Random) -> list[Ids]:
        every: list[Ids] = getattr(self, kind)
        left, found = self.left.setdefault(kind, []), []
        while len(found) < min(count, len(every)):
            if not left:
                left += drawn.sample(every, len(every))
            found.append(left.pop())
        return found


class Head(nn.Module):
    """What tells the log-odds: the question's first token and the mean of its words, both normalised, and late
    interaction, by a slope and a height."""

    def __init__(self, dimensions: int) -> None:
        super().__init__()
        self.linear = nn.Linear(2 * dimensions, 1)
        nn.init.zeros_(self.linear.weight)
        nn.init.constant_(self.linear.bias, -0.7)
        self.late = nn.Parameter(torch.tensor([30.0, -25.0]))

    def forward(self, passage: torch.Tensor, questions: Sequence[torch.Tensor]) -> torch.Tensor:
        """(n,) from the last states of a passage (p, d) and of questions (q, d) each."""
        told = torch.stack([torch.stack([each[0], each[BEFORE_QUESTION - 1 : -1].mean(0)]) for each in questions])
        told = layer_norm(told, told.shape[-1:]).flatten(1)
        words = [normalize(each[BEFORE_QUESTION:-1], dim=-1) for each in questions]
        best = (torch.cat(words) @ normalize(passage[BEFORE_PASSAGE:-1], dim=-1).T).amax(1)
        late = torch.stack([own.mean() for own in best.split([len(each) for each in words])])
        log_odds: torch.Tensor = self.linear(told)[:, 0] + late * self.late[0] + self.late[1]
        return log_odds


def asked_of(tasks: Sequence[Task], invented: Sequence[bool]) -> list[Asked]:
    """Every passage that is asked about, once, whatever tasks it stands in."""
    found: dict[bytes, Asked] = {}
    wrong: dict[bytes, list[tuple[int, Ids]]] = defaultdict(list)  # by how many answers are nearer

    def at(passage: Read, of: bool) -> Asked:
        return found.setdefault(passage.ids.tobytes(), Asked(passage.ids, of))

    for task, of in zip(tasks, invented, strict=True):
        for place, right in enumerate(task.right):
            for passage in right:
                at(task.passages[passage], of).right.append(task.questions[place].ids)
        for passage, rows in task.near.items():
            at(task.passages[passage], of).near.extend(task.questions[row].ids for row in rows)
        asked, answers = task.vectors
        for place, vector in enumerate(asked):
            nearest = np.argsort(-(answers @ vector))[:KNOWN]
            others = dict.fromkeys(
                task.answer[other] for other in nearest if task.answer[other] not in task.right[place]
            )
            for rank, passage in enumerate(list(others)[:NEAREST]):
                wrong[at(task.passages[passage], of).passage.tobytes()].append((rank, task.questions[place].ids))
    for passage, questions in wrong.items():
        found[passage].wrong = [ids for _, ids in sorted(questions, key=lambda each: each[0])[:HARDEST]]
    return [each for each in found.values() if each.right or each.near]


def contrast(asked: Sequence[Asked], texts: Texts) -> None:
    """Give passages of invented letters their variants with something changed."""
    drawn = random.Random(SEED)
    questions = {line["id"]: line["question"] for kind in ("invented", "near_misses") for line in written(kind)}
    by_ids = {each.passage.tobytes(): each for each in asked if each.invented}
    changes = contrasts()
    for letter in invented(judged=False).values():
        whole = texts.read("passage: ", list(letter.passages().values()))
        for read, (identifier, (heading, text)) in zip(whole, letter.paragraphs.items(), strict=True):
            known, passage = changes.get(identifier), by_ids.get(read.ids.tobytes())
            for _ in range(VARIANTS if known and passage else 0):
                some = [each for each in known if drawn.random() < HALF] or [drawn.choice(known)]
                new, flips = changed_by(drawn.sample(some, len(some)), text)
                (variant,) = texts.read("passage: ", [under([heading] if heading else [], new)])
                turned = texts.read("query: ", [questions[each] for each in flips])
                passage.changed.append((variant.ids, frozenset(each.ids.tobytes() for each in turned)))


def changed_by(changes: Sequence[Contrast], text: str) -> tuple[str, set[str]]:
    """The text with these changes, but for those whose place another took, and the questions that flip."""
    flips: set[str] = set()
    for each in changes:
        if text.count(each.was) == 1:
            text = text.replace(each.was, each.becomes)
            flips |= each.flips
    return text, flips


def states(transformer: Any, passage: Ids, questions: Sequence[Ids]) -> list[torch.Tensor]:
    """What the last layer makes of the passage's tokens and of each question's, (t, d) each."""
    counts = [len(passage), *map(len, questions)]
    ids = torch.from_numpy(np.concatenate([passage, *questions]).astype(np.int64))
    places = torch.cat([torch.arange(QUESTION_TOKENS, QUESTION_TOKENS + counts[0]), *map(torch.arange, counts[1:])])
    own = torch.repeat_interleave(torch.arange(len(counts)), torch.tensor(counts))
    seen = (own[:, None] == own[None]) | (own[None] == 0)
    mask = torch.zeros(seen.shape).masked_fill(~seen, -1e4)[None, None]
    embeddings = transformer.embeddings
    with torch.no_grad():
        placed = embeddings.position_embeddings(places) + embeddings.token_type_embeddings.weight[0]
        now = embeddings.LayerNorm(embeddings.word_embeddings(ids) + placed)[None]
    for place, layer in enumerate(transformer.encoder.layer):
        with torch.set_grad_enabled(torch.is_grad_enabled() and place >= FIRST):
            now = output_of(layer(now, mask))
    return list(now[0].split(counts))


def learn(
    transformer: Any,
    asked: Sequence[Asked],
    say: Callable[[str], None],
    start: Mapping[str, npt.NDArray[np.float32]] | None = None,
) -> tuple[dict[str, Changed], Head]:
    """Learn changes of the ``transformer``'s layers, in place, and the head. ``start``: what was learned before, as it
    is written."""
    drawn = random.Random(SEED)
    torch.manual_seed(SEED)
    torch.set_flush_denormal(True)
    changed, head = going_on(transformer, start)
    learned = [parameter for each in changed.values() for parameter in (each.a, each.b)]
    optimizer = torch.optim.AdamW(
        [{"params": learned, "weight_decay": DECAY}, {"params": list(head.parameters()), "weight_decay": 0.0}], lr=RATE
    )
    coming = _in_turn(*([each for each in asked if each.invented is invented] for invented in (True, False)), drawn)
    losses: list[float] = []
    for step in range(STEPS):
        share = min(1, (step + 1) / WARMING) * (1 - 0.95 * step / STEPS) * (GOING_ON if start else 1)
        optimizer.param_groups[0]["lr"], optimizer.param_groups[1]["lr"] = RATE * share, HEAD_RATE * share
        batch = [_questions(next(coming), drawn) for _ in range(PASSAGES)]
        total = sum(len(questions) for _, questions, _ in batch)
        optimizer.zero_grad()
        loss = 0.0
        for passage, questions, true in batch:
            read, *own = states(transformer, passage, questions)
            part = binary_cross_entropy_with_logits(head(read, own), true, reduction="sum") / total
            part.backward()
            loss += part.item()
        nn.utils.clip_grad_norm_([*learned, *head.parameters()], 1.0)
        optimizer.step()
        losses.append(loss)
        if (step + 1) % 50 == 0:
            say(f"step {step + 1}: loss {np.mean(losses[-50:]):.3f}")
    if start:
        halve(changed, head, start)
    return changed, head


def going_on(transformer: Any, start: Mapping[str, npt.NDArray[np.float32]] | None) -> tuple[dict[str, Changed], Head]:
    """Changes of the ``transformer``'s layers, in place, and a head, as they are stored in ``start``; else new ones."""
    transformer.requires_grad_(requires_grad=False)
    changed = change(transformer.encoder.layer, RANK, FIRST)
    head = Head(transformer.config.hidden_size)
    if start:
        with torch.no_grad():
            for name, each in changed.items():
                each.a.copy_(torch.from_numpy(start[f"{name}.A"]))
                each.b.copy_(torch.from_numpy(start[f"{name}.B"]))
            for name, value in head.named_parameters():
                value.copy_(torch.from_numpy(start[name]))
    return changed, head


def halve(changed: dict[str, Changed], head: Head, start: Mapping[str, npt.NDArray[np.float32]]) -> None:
    """Keep half of what was learned before and half of what it became (Wortsman et al., "Model soups", 2022). On
    letters of development that put as many right passages first as the latter, and refused as well as the former."""
    with torch.no_grad():
        for name, each in changed.items():
            before = torch.from_numpy(start[f"{name}.A"]).float(), torch.from_numpy(start[f"{name}.B"]).float()
            a, b = mean([before, (each.a, each.b)])
            each.a.copy_(a)
            each.b.copy_(b)
        for name, value in head.named_parameters():
            value.copy_((value + torch.from_numpy(start[name])) / 2)


def _in_turn(invented: Sequence[Asked], others: Sequence[Asked], drawn: random.Random) -> Iterator[Asked]:
    """Of either kind each passage once before any comes again."""
    kinds, left = (others, invented), [list[Asked](), list[Asked]()]
    while True:
        which = drawn.random() < INVENTED
        left[which] = left[which] or drawn.sample(kinds[which], len(kinds[which]))
        yield left[which].pop()


def _questions(asked: Asked, drawn: random.Random) -> tuple[Ids, list[Ids], torch.Tensor]:
    """A passage, questions, and for each whether it is answered."""
    passage, flips = asked.passage, frozenset[bytes]()
    if asked.changed and drawn.random() < CHANGED:
        passage, flips = drawn.choice(asked.changed)
    right, near = asked.draw("right", RIGHT, drawn), asked.draw("near", NEAR, drawn)
    answered = [each.tobytes() not in flips for each in right] + [each.tobytes() in flips for each in near]
    wrong = asked.draw("wrong", min(max(WRONG[0], sum(answered) + 1), WRONG[1]), drawn)
    return passage, [*right, *near, *wrong], torch.tensor([*answered, *[False] * len(wrong)], dtype=torch.float32)


def judged(transformer: Any, head: Head, tasks: Sequence[Task]) -> str:
    """How well log-odds tell questions from near misses, each with the passage that answers it or seems to."""
    answered, missed = [], []
    with torch.inference_mode():
        for task in tasks:
            for place, passage in enumerate(task.passages):
                right = [task.questions[row].ids for row, answers in enumerate(task.right) if place in answers]
                near = [task.questions[row].ids for row in task.near.get(place, ())]
                if right or near:
                    found = _log_odds(transformer, head, passage.ids, [*right, *near])
                    answered += found[: len(right)]
                    missed += found[len(right) :]
    return f"AUROC {auroc(answered, missed):.3f}, {len(answered)} and {len(missed)}"


def told_apart(transformer: Any, head: Head, texts: Texts) -> str:
    """How often a question has higher log-odds with the passage that answers it than with the same passage changed, or
    the other way round, in the invented letters that nothing is learned from. Neither what a passage is about nor the
    manner of a question tells."""
    questions = {line["id"]: line for kind in ("invented", "near_misses") for line in written(kind)}
    changes, told = contrasts(), defaultdict(list)
    with torch.inference_mode():
        for letter in invented(judged=True).values():
            for identifier, (heading, text) in letter.paragraphs.items():
                lead = [heading] if heading else []
                for change in changes.get(identifier, ()):
                    both = texts.read("passage: ", [under(lead, text), under(lead, changed_by([change], text)[0])])
                    asked = [questions[each] for each in sorted(change.flips)]
                    read = [each.ids for each in texts.read("query: ", [line["question"] for line in asked])]
                    was, becomes = (_log_odds(transformer, head, passage.ids, read) for passage in both)
                    for line, before, after in zip(asked, was, becomes, strict=True):
                        near = not line["answers"]
                        told[line["language"], near].append(after > before if near else before > after)
    return ", ".join(
        f"{language} {'near misses' if near else 'questions'} {np.mean(right):.3f} of {len(right)}"
        for (language, near), right in sorted(told.items())
    )


def _log_odds(transformer: Any, head: Head, passage: Ids, questions: Sequence[Ids]) -> list[float]:
    read, *own = states(transformer, passage, questions)
    found: list[float] = head(read, own).tolist()
    return found


def stored(changed: dict[str, Changed], head: Head) -> dict[str, Any]:
    """What is stored."""
    return keep(changed, 1.0) | {name: value.detach().numpy() for name, value in head.named_parameters()}


def main(file: Path, start: Path | None = None) -> None:
    started = time.monotonic()

    def say(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - started:4.0f} s] {line}\n")
        sys.stdout.flush()

    texts = Texts()
    bundled_adapter().change(texts.transformer)
    before = dict(np.load(start)) if start else None
    tasks, of_letters = [], []
    for found in (*pairs(), *broad_learned()):
        tasks.append(task_of(found, texts))
        of_letters.append(found.name.startswith(("invented", "broad")))
        say(f"{found.name}: {len(found.passages)} passages, {len(found.questions)} questions")
    asked = asked_of(tasks, of_letters)
    contrast(asked, texts)
    changed, head = learn(texts.transformer, asked, say, before)
    np.savez_compressed(file, adapter=np.array(bundled_adapter().fingerprint), **stored(changed, head))
    say(f"{file} written")
    for language in ("nl", "en"):
        held = [task_of(each, texts, learned=False) for each in invented_judged() if f" {language}→" in each.name]
        say(f"invented letters, {language}: {judged(texts.transformer, head, held)}")
    say(f"told from what they were changed to: {told_apart(texts.transformer, head, texts)}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("Name the file to write, an .npz, and if you will the one to go on from.")  # before an hour has passed
    main(*map(Path, sys.argv[1:]))
