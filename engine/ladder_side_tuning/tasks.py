r"""Texts made by a small law, and two questions about them whose best answers are known.

There are `TOPICS` topics of `WORDS` words, the first half of one kind, the second of the other. A
place of a text has a topic; its word is one of the topic's with probability `OWN`, else any. A
text has a topic of each kind.

* **easy**: which kind is there more of? Each place is the major topic's with probability `MAJOR`.
* **hard**: which kind comes first? The first half of the places is one topic's, the second the
  other's. Both kinds are equally many, so a reader blind to order is right half of the time.

The backbone has filled gaps in texts whose topics stand in no order (`training`): it knows
topics, and has had no use for places.

Bayes' rule sums over the pairs of topics $(a,b)$ that each answer allows, all equally likely,
the probability of the text; words are independent given the topics of places.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Generator, Tensor

from engine.ladder_side_tuning.config_tasks import MAJOR, OWN, TOPICS, WORDS, N

HALF = TOPICS // 2


def spoken(topic: Tensor, rng: Generator) -> Tensor:
    """Words for topics of places, both (count, N)."""
    own = topic * WORDS + torch.randint(WORDS, topic.shape, generator=rng)
    free = torch.randint(TOPICS * WORDS, topic.shape, generator=rng)
    return torch.where(torch.rand(topic.shape, generator=rng) < OWN, own, free)


def pairs(count: int, rng: Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Two topics of different kinds for each text, and the kind of the first."""
    kind = torch.randint(2, (count,), generator=rng)
    a, b = torch.randint(HALF, (2, count), generator=rng)
    return a + HALF * kind, b + HALF * (1 - kind), kind


def easy(count: int, rng: Generator) -> tuple[Tensor, Tensor]:
    """Texts (count, N), and the kind there is more of."""
    a, b, kind = pairs(count, rng)
    major = torch.rand(count, N, generator=rng) < MAJOR
    return spoken(torch.where(major, a[:, None], b[:, None]), rng), kind


def hard(count: int, rng: Generator) -> tuple[Tensor, Tensor]:
    """Texts (count, N), and the kind that comes first."""
    a, b, kind = pairs(count, rng)
    early = (torch.arange(N) < N // 2).expand(count, N)
    return spoken(torch.where(early, a[:, None], b[:, None]), rng), kind


def mixed(count: int, rng: Generator) -> Tensor:
    """Texts for the backbone's own training: two topics of any kinds, in any order and share."""
    a, b = torch.randint(TOPICS, (2, count), generator=rng)
    share = torch.rand(count, 1, generator=rng)
    first = torch.rand(count, N, generator=rng) < share
    return spoken(torch.where(first, a[:, None], b[:, None]), rng)


TASK: dict[str, Callable[[int, Generator], tuple[Tensor, Tensor]]] = {"easy": easy, "hard": hard}


def weights(task: str) -> Tensor:
    """Probability of the first topic at each place, (N,)."""
    early = (torch.arange(N) < N // 2).double()
    return early if task == "hard" else torch.full((N,), MAJOR, dtype=torch.float64)


def bayes(text: Tensor, task: str) -> Tensor:
    """The likelier kind by Bayes' rule, (count,); float64."""
    said = torch.full((TOPICS, TOPICS), (1 - OWN) / TOPICS, dtype=torch.float64)
    said += OWN * torch.eye(TOPICS, dtype=torch.float64)  # of a word's topic, given the place's
    each = said[:, text // WORDS]  # (topic, count, N)
    first = weights(task)
    mix = first * each[:, None] + (1 - first) * each[None]
    likely = mix.log().sum(dim=-1)  # (first, second, count)
    kind_0 = likely[:HALF, HALF:].flatten(0, 1).logsumexp(dim=0)
    kind_1 = likely[HALF:, :HALF].flatten(0, 1).logsumexp(dim=0)
    return (kind_1 > kind_0).long()
