r"""A source of letters whose every entropy is known: a Markov chain of order one.

Sentences are $x_1\dots x_n$ with $x_1\sim\pi$ and $x_{i+1}\sim T_{x_i\,\cdot}$, π stationary. Each
letter is hidden with probability q, independently. Given what is seen, a hidden $x_i$ depends on
the nearest seen letters alone, at distances a to the left and b to the right, so that the best
possible loss per hidden letter is

$$\frac1n\sum_i\sum_{a,b}P_i(a)\,P_i(b)\,H(X_i\mid X_{i-a},X_{i+b}),\qquad
P(a)=q^{a-1}(1-q),$$

an end without a seen letter having the probability that is left; $H$ by the powers of T, in nats.
Nobody who predicts hidden letters can do better on average.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

SHARP, LANGUAGE = 3.0, 7
"""How uneven the rows of T are, and the seed of the language: it is one and the same for all."""


@dataclass(frozen=True)
class Source:
    """`follows` T (letters, letters) and its stationary `often` π (letters,), float64, CPU."""

    follows: Tensor
    often: Tensor

    def sentences(self, count: int, n: int, rng: torch.Generator) -> Tensor:
        """`count` sentences of `n` letters, (count, n) int64."""
        u = torch.rand(n, count, generator=rng, dtype=torch.float64)
        letters = [_drawn(self.often.expand(count, -1), u[0])]
        for i in range(1, n):
            letters.append(_drawn(self.follows[letters[-1]], u[i]))
        return torch.stack(letters, dim=1)

    @property
    def alphabet(self) -> float:
        r"""$H(X_i)$ of π: the loss of whoever knows only how frequent letters are."""
        return _plogp(self.often)

    def best(self, n: int, q: float) -> float:
        """The least expected loss per hidden letter."""
        powers = [torch.eye(len(self.often), dtype=torch.float64)]
        for _ in range(1, n):
            powers.append(powers[-1] @ self.follows)
        given = {(a, b): self._given(powers, a, b) for a in range(n) for b in range(n - a)}
        places = (
            (p * r, given[a, b])
            for i in range(n)
            for a, p in enumerate(_nearest(i, q))
            for b, r in enumerate(_nearest(n - 1 - i, q))
        )
        return sum(weight * entropy for weight, entropy in places) / n

    def _given(self, powers: list[Tensor], a: int, b: int) -> float:
        """$H(X_i|X_{i-a},X_{i+b})$; a distance of 0 says that nothing is seen there."""
        left = self.often[:, None] * powers[a] if a else self.often[None, :]
        right = powers[b] if b else torch.ones(len(self.often), 1, dtype=torch.float64)
        joint = left[:, :, None] * right[None, :, :]
        return _plogp(joint) - _plogp(joint.sum(dim=1))


def source(letters: int, seed: int = LANGUAGE) -> Source:
    """The language of `seed`: rows of T are softmaxes of Gaussians; π by least squares."""
    rng = torch.Generator().manual_seed(seed)
    scores = torch.randn(letters, letters, generator=rng, dtype=torch.float64)
    follows = torch.softmax(SHARP * scores, dim=1)
    one = torch.ones(1, letters, dtype=torch.float64)
    still = torch.cat([follows.T - torch.eye(letters, dtype=torch.float64), one])
    goal = torch.cat([torch.zeros(letters, dtype=torch.float64), one[0, :1]])
    return Source(follows, torch.linalg.lstsq(still, goal[:, None]).solution[:, 0])


def _nearest(reach: int, q: float) -> list[float]:
    """Probabilities of the distance to the nearest seen of `reach` letters; at 0: none."""
    return [q**reach, *(q ** (a - 1) * (1 - q) for a in range(1, reach + 1))]


def _plogp(p: Tensor) -> float:
    """$-\\sum p\\ln p$, 0 ln 0 = 0."""
    return -torch.special.xlogy(p, p).sum().item()


def _drawn(p: Tensor, u: Tensor) -> Tensor:
    """A letter of each row of `p`, by its distribution function at `u`."""
    return (p.cumsum(dim=1)[:, :-1] < u[:, None]).sum(dim=1)
