"""Trains the adapter: low-rank changes to the upper layers after which a question's tokens lie nearer to those that
answer it.

The changes start at nothing and learn to tell a question's passage from the other passages of its batch by late
interaction, by whole-text vectors a little, and, so that scores of different questions can be compared, by one
threshold for all. Questions that a passage only seems to answer are to stay below that threshold.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn.functional import cross_entropy, linear, normalize, pad, softplus

from index.encoder import Floats

FIRST = 4  # of the model's twelve layers, the first that changes
RANK = 16
STEPS = 1000
RATE = 5e-4
WARMING = 30  # steps over which the rate rises
DECAY = 0.01
BATCH = 24
# Tokens that are read together, with those that pad texts to one length. 24 passages at once took twice as long.
GROUP = 800
NEAR = 0.6  # of the batches are of passages that lie close together
NEIGHBOURS = 100
LATE, WHOLE = 0.03, 0.02  # temperatures: the scores of late interaction and the cosines of whole texts over these
WHOLE_SHARE = 0.2  # what whole texts weigh in the loss
THRESHOLD_SHARE = 0.3  # what the threshold weighs
HARDEST = 2  # wrong passages of each question that the threshold is held against
NEAR_MISSES = 16  # in a batch, at most, of its own passages
SEED = 0


@dataclass(frozen=True, slots=True)
class Read:
    """A text: its tokens' ids (t,) int32, and which are compared (t,) bool."""

    ids: npt.NDArray[np.int32]
    kept: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Task:
    """Questions on passages. weights: (kept tokens,) for each question; right: places of passages for each; answer:
    one of these; vectors: (q, e) of questions and of their answers before any change; share: of the batches. Behind
    the questions that are answered stand near misses, without a place in ``right`` and ``answer``; near: their places
    for each passage that seems to answer them."""

    questions: Sequence[Read]
    weights: Sequence[Floats]
    passages: Sequence[Read]
    right: Sequence[frozenset[int]]
    answer: Sequence[int]
    vectors: tuple[Floats, Floats]
    share: float
    near: Mapping[int, Sequence[int]]

    def nearest(self) -> npt.NDArray[np.int64]:
        """(q, n): for each question those whose answers are nearest to it and to its answer, as whole texts."""
        asked, answers = self.vectors
        return np.argsort(-(asked + answers) @ answers.T, axis=1)[:, :NEIGHBOURS]


class Changed(nn.Module):
    """A linear layer W with its change: W + B A."""

    def __init__(self, layer: nn.Linear, rank: int) -> None:
        super().__init__()
        self.layer = layer
        self.a = nn.Parameter(torch.randn(rank, layer.in_features) * layer.in_features**-0.5)
        self.b = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        changed: torch.Tensor = self.layer(states) + linear(linear(states, self.a), self.b)
        return changed


def change(layers: nn.ModuleList, rank: int = RANK, first: int = FIRST) -> dict[str, Changed]:
    """Put a change of this rank on each linear layer from the ``first`` on; by name within the transformer."""
    changed = {}
    for place in range(first, len(layers)):
        for name, layer in list(layers[place].named_modules()):
            if isinstance(layer, nn.Linear):
                parent, _, own = name.rpartition(".")
                wrapped = Changed(layer, rank)
                setattr(layers[place].get_submodule(parent), own, wrapped)
                changed[f"encoder.layer.{place}.{name}"] = wrapped
    return changed


def train(transformer: Any, tasks: Sequence[Task], say: Callable[[str], None]) -> dict[str, Changed]:
    """Learn the changes of the ``transformer``'s upper layers, in place."""
    drawn = random.Random(SEED)
    torch.manual_seed(SEED)
    torch.set_flush_denormal(True)
    transformer.requires_grad_(requires_grad=False)
    changed = change(transformer.encoder.layer)
    learned = [parameter for each in changed.values() for parameter in (each.a, each.b)]
    threshold = nn.Parameter(torch.tensor([30.0, -25.0]))  # a slope and a height
    optimizer = torch.optim.AdamW(
        [{"params": learned, "weight_decay": DECAY}, {"params": [threshold], "weight_decay": 0.0}], lr=RATE
    )
    nearest: dict[int, npt.NDArray[np.int64]] = {}
    losses: list[float] = []
    began = time.monotonic()
    for step in range(STEPS):
        rate = RATE * min(1, (step + 1) / WARMING) * (1 - 0.9 * step / STEPS)
        optimizer.param_groups[0]["lr"], optimizer.param_groups[1]["lr"] = rate, 50 * rate
        task = drawn.choices(tasks, [each.share for each in tasks])[0]
        count = len(task.answer)
        if drawn.random() < NEAR:
            if id(task) not in nearest:
                nearest[id(task)] = task.nearest()
            first = drawn.randrange(count)
            order = [first, *nearest[id(task)][first].tolist()]
        else:
            order = drawn.sample(range(count), count)
        batch = _different(task, order)
        near = [place for each in batch for place in task.near.get(task.answer[each], ())]
        near = drawn.sample(near, min(len(near), NEAR_MISSES))
        loss = _loss(transformer, task, batch, near, threshold)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*learned, threshold], 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 50 == 0:
            say(f"step {step + 1}: loss {np.mean(losses[-50:]):.3f}, {time.monotonic() - began:.0f} s")
    return changed


def _different(task: Task, order: Sequence[int]) -> list[int]:
    """The first questions in ``order``, no two with one answer."""
    batch: dict[int, int] = {}
    for place in order:
        batch.setdefault(task.answer[place], place)
    return list(batch.values())[:BATCH]


def _loss(
    transformer: Any, task: Task, batch: Sequence[int], near: Sequence[int], threshold: torch.Tensor
) -> torch.Tensor:
    answers = [task.answer[place] for place in batch]
    questions = [*batch, *near]
    asked, asked_kept, asked_whole = run(transformer, [task.questions[place] for place in questions])
    read, read_kept, read_whole = run(transformer, [task.passages[place] for place in answers])
    weights = torch.zeros(asked_kept.shape)
    for row, place in enumerate(questions):
        weights[row][asked_kept[row]] = torch.from_numpy(task.weights[place])
    every = late(asked, weights, [each[own] for each, own in zip(read, read_kept, strict=True)])
    answered, missed = every[: len(batch)], every[len(batch) :]
    same = torch.eye(len(batch), dtype=torch.bool)
    also = torch.tensor([[other in task.right[place] for other in answers] for place in batch]) & ~same
    target = torch.arange(len(batch))
    loss = cross_entropy((answered / LATE).masked_fill(also, -1e4), target)
    whole = (asked_whole[: len(batch)] @ read_whole.T / WHOLE).masked_fill(also, -1e4)
    level = answered * threshold[0] + threshold[1]
    wrong = level.masked_fill(also | same, -1e4).topk(min(HARDEST, len(batch)), dim=1).values
    apart = softplus(-level.diagonal()).mean() + softplus(wrong.mean(dim=1)).mean()
    if near:
        apart = apart + softplus(missed.amax(dim=1) * threshold[0] + threshold[1]).mean()
    return loss + WHOLE_SHARE * cross_entropy(whole, target) + THRESHOLD_SHARE * apart


def late(asked: torch.Tensor, weights: torch.Tensor, passages: Sequence[torch.Tensor]) -> torch.Tensor:
    """(n, p) the scores of questions (n, t, e), whose tokens weigh (n, t), with each of these passages, (t, e) with a
    token at the least."""
    if not passages:
        return torch.zeros(len(asked), 0)
    # one product for all: padded to one length, and then masked, they take twelve times as long
    matches = asked.flatten(0, 1) @ torch.cat(list(passages)).to(asked.dtype).T
    best = torch.stack([own.amax(1) for own in matches.split([len(each) for each in passages], dim=1)], dim=1)
    every = best.unflatten(0, asked.shape[:2])
    return (every * weights[..., None]).sum(1) / weights.sum(-1).clamp(min=1e-6)[:, None]


def run(
    transformer: Any, texts: Sequence[Read], earlier: int = 0, share: float = 0.0
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Tokens (n, t, e) of unit length, which are compared (n, t), and whole texts (n, e); ``earlier`` and ``share`` as
    those of an Adapter."""
    longest = max(len(text.ids) for text in texts)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place].ids))
    kept = torch.zeros(len(texts), longest, dtype=torch.bool)
    tokens, whole = [], []
    for group in groups(order, texts):
        ids = torch.zeros(len(group), len(texts[group[-1]].ids), dtype=torch.long)
        there = torch.zeros(ids.shape, dtype=torch.bool)
        for row, place in enumerate(group):
            count = len(texts[place].ids)
            ids[row, :count] = torch.from_numpy(texts[place].ids)
            there[row, :count] = True
            kept[place, :count] = torch.from_numpy(texts[place].kept)
        states = _states(transformer, ids, there)
        last = states[-1]
        whole.append((last * there[..., None]).sum(1) / there.sum(1, keepdim=True))
        vectors = normalize(last, dim=-1)
        if share:
            vectors = normalize(vectors + share * normalize(states[earlier], dim=-1), dim=-1)
        tokens.append(pad(vectors, (0, 0, 0, longest - ids.shape[1])))
    back = torch.tensor(order).argsort()
    return torch.cat(tokens)[back], kept, normalize(torch.cat(whole)[back], dim=-1)


def groups(order: Sequence[int], texts: Sequence[Read]) -> Iterator[list[int]]:
    """Texts of about one length, GROUP tokens at the most with those that pad them, or one text that has more."""
    group: list[int] = []
    for place in order:  # the shortest first
        if group and (len(group) + 1) * len(texts[place].ids) > GROUP:
            yield group
            group = []
        group.append(place)
    yield group


def _states(transformer: Any, ids: torch.Tensor, there: torch.Tensor) -> list[torch.Tensor]:
    """What goes into the first layer and what each makes of texts (n, t): (n, t, e). Nothing is learned below FIRST."""
    layers = transformer.encoder.layer
    mask = torch.zeros(there.shape).masked_fill(~there, -1e4)[:, None, None, :]
    with torch.no_grad():
        states = [transformer.embeddings(input_ids=ids)]
        for layer in layers[:FIRST]:
            states.append(output_of(layer(states[-1], mask)))
    for layer in layers[FIRST:]:
        states.append(output_of(layer(states[-1], mask)))
    return states


def output_of(given: Any) -> torch.Tensor:
    """A layer's states, which some releases of transformers wrap in a tuple."""
    states: torch.Tensor = given[0] if isinstance(given, tuple) else given
    return states
