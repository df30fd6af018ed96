"""Weights in use: logits, probabilities, and how well they do.

Softmax over $w_k\\cdot x+b_k$; what is common to all classes cancels, so two classifiers are
one where their differences between classes agree.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Linear:
    """`weights` (K, d) and `bias` (K,), float64."""

    weights: Tensor
    bias: Tensor

    def logits(self, x: Tensor) -> Tensor:
        """(n, K), of rows `x` (n, d)."""
        return torch.addmm(self.bias, x.to(self.weights), self.weights.T)

    def probabilities(self, x: Tensor) -> Tensor:
        """(n, K), rows summing to one."""
        return self.logits(x).softmax(dim=1)

    def accuracy(self, x: Tensor, y: Tensor) -> float:
        """The share of rows whose most probable class is `y`."""
        return (self.logits(x).argmax(dim=1) == y).double().mean().item()

    def log_loss(self, x: Tensor, y: Tensor) -> float:
        """The mean of −log p(y|x), in nats."""
        return torch.nn.functional.cross_entropy(self.logits(x), y).item()

    def binary(self) -> tuple[Tensor, Tensor]:
        """w (d,) and b of p(y=1|x) = σ(w·x + b), for two classes."""
        (w0, w1), (b0, b1) = self.weights, self.bias
        return w1 - w0, b1 - b0


def calibration(probability: Tensor, right: Tensor, bins: int = 10) -> tuple[Tensor, ...]:
    """Said against true: mean probability, share right, and rows of each of `bins` bins.

    `probability` (n,) in 0…1, `right` (n,) bool. Empty bins are NaN.
    """
    index = (probability * bins).long().clamp(max=bins - 1)
    count = torch.bincount(index, minlength=bins).double()
    said = torch.zeros(bins, dtype=torch.float64).index_add_(0, index, probability.double())
    true = torch.zeros(bins, dtype=torch.float64).index_add_(0, index, right.double())
    return said / count, true / count, count
