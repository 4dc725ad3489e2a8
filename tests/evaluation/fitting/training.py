"""Trains the head: a small change to token vectors after which a question's tokens lie nearer those that answer it.

The model was trained on whole texts; late interaction compares tokens. The head, x → unit(x + B A x), starts at no
change and learns to tell a question's passage from the other passages of its batch by their late interaction. Few
steps and a low rank keep it from learning its sources instead of the task.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy, normalize

from index.encoder import Encoding, Floats
from index.fitted import Head

RANK = 64
STEPS = 225
RATE = 5e-4
DECAY = 0.01
WARMING = 30  # steps over which the rate rises
TEMPERATURE = 0.03
BATCH = 24
HARD = 0.6  # of the batches are of passages that lie close together
NEIGHBOURS = 90
LONGEST = 320  # tokens of a passage
PRIOR = 200  # as "prior" in index/fitted.json
SEED = 0


@dataclass(frozen=True, slots=True)
class Task:
    """Questions and the passages that answer them.

    weights: (t,) float32 for each question, how rare its tokens are; right: (q, p) bool; answer: (q,) int64, the
    place of one right passage for each question.
    """

    questions: Sequence[Encoding]
    passages: Sequence[Encoding]
    weights: Sequence[Floats]
    right: npt.NDArray[np.bool_]
    answer: npt.NDArray[np.int64]

    def nearest(self) -> npt.NDArray[np.int64]:
        """(q, q): for each question all questions, those first whose answers are nearest to it as whole texts."""
        asked = np.stack([question.vectors[0] for question in self.questions])
        answers = np.stack([self.passages[place].vectors[0] for place in self.answer])
        return np.argsort(-(asked @ answers.T), axis=1)


def task(
    questions: Sequence[Encoding], passages: Sequence[Encoding], right: npt.NDArray[np.bool_], background: Floats
) -> Task:
    """background: (vocabulary,); right: (q, p). Weights are the product's own: see TokenStore.rarity."""
    held = PRIOR * background + holding(passages, len(background))
    rarity = -np.log((held + 0.5) / (len(passages) + PRIOR + 1))
    weights = [np.maximum(0, rarity[question.token_ids]).astype(np.float32) for question in questions]
    return Task(questions, passages, weights, right, right.argmax(axis=1))


def holding(texts: Sequence[Encoding], vocabulary: int) -> npt.NDArray[np.float64]:
    """How many of the texts hold each token: (vocabulary,)."""
    counts = np.zeros(vocabulary)
    for text in texts:
        counts[np.unique(text.token_ids)] += 1
    return counts


def train(groups: Sequence[tuple[float, Sequence[Task]]]) -> tuple[Head, float]:
    """The head for tasks in groups, each with its share of the batches; and the mean loss of the last 50 steps."""
    drawn = random.Random(SEED)
    torch.manual_seed(SEED)
    width = groups[0][1][0].questions[0].tokens.shape[1]
    a = torch.nn.Parameter(torch.randn(RANK, width) * width**-0.5)
    b = torch.nn.Parameter(torch.zeros(width, RANK))
    optimizer = torch.optim.AdamW([a, b], lr=RATE, weight_decay=DECAY)
    nearest: dict[int, npt.NDArray[np.int64]] = {}
    losses = []
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARMING) * (1 - 0.9 * step / STEPS)
        chosen = drawn.choice(drawn.choices([tasks for _, tasks in groups], [share for share, _ in groups])[0])
        if drawn.random() < HARD:
            if id(chosen) not in nearest:
                nearest[id(chosen)] = chosen.nearest()
            batch = neighbours(chosen, nearest[id(chosen)], drawn.randrange(len(chosen.questions)))
        else:
            count = len(chosen.questions)
            batch = drawn.sample(range(count), min(BATCH, count))
        loss = loss_of(chosen, batch, a, b)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    halved = [each.detach().numpy().astype(np.float16).astype(np.float32) for each in (a, b)]  # as they are stored
    return Head(*halved), float(np.mean(losses[-50:]))


def neighbours(chosen: Task, nearest: npt.NDArray[np.int64], first: int) -> list[int]:
    """A batch of questions: ``first`` and those whose answers lie near it, no two with one answer."""
    batch, seen = [first], {chosen.answer[first]}
    for place in nearest[first, :NEIGHBOURS].tolist():
        if len(batch) < BATCH and chosen.answer[place] not in seen:
            seen.add(chosen.answer[place])
            batch.append(place)
    return batch


def loss_of(chosen: Task, batch: Sequence[int], a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of each question's passage among those of the batch; other right ones are left out of it.

    a: (r, e), b: (e, r).
    """

    def changed(parts: Sequence[Floats]) -> torch.Tensor:
        rows = torch.from_numpy(np.concatenate(parts))
        return normalize(rows + rows @ a.T @ b.T, dim=-1)

    answers = chosen.answer[list(batch)]
    asked = [chosen.questions[place].tokens for place in batch]
    read = [chosen.passages[place].tokens[:LONGEST] for place in answers]
    matches = changed(asked) @ changed(read).T
    best = torch.stack([each.amax(dim=1) for each in matches.split([len(each) for each in read], dim=1)], dim=1)
    weights = [torch.from_numpy(chosen.weights[place]) for place in batch]
    parts = zip(weights, best.split([len(each) for each in asked]), strict=True)
    scores = torch.stack([weight @ part / (weight.sum() + 1e-6) for weight, part in parts]) / TEMPERATURE
    right = torch.from_numpy(chosen.right[np.ix_(list(batch), answers)]).fill_diagonal_(False)
    return cross_entropy(scores.masked_fill(right, -1e4), torch.arange(len(batch)))
