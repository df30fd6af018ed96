r"""Sublayers in a row: attention, feed-forward, attention, … each with its skip path and norm.

$x_{l}=\mathrm{Norm}(a\,x_{l-1}+s\,F_l(x_{l-1}))$ and its kin, see the package. No embedding, no
dropout, no mask: (batch, n, width) in and out. Equals `torch.nn.TransformerEncoderLayer` with
the same weights where the two coincide (post and pre with residual).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.transformer.attention import Attention, naive
from engine.transformer.branches import FeedForward, SelfAttention
from engine.transformer.config import EncoderConfig
from engine.transformer.taps import Watch, pass_by


class Sublayer(nn.Module):
    """One branch with its skip path and its norm."""

    def __init__(self, config: EncoderConfig, branch: nn.Module):
        super().__init__()
        how = config.how
        self.branch, self.place = branch, how.norm
        self.norm = nn.Identity() if how.norm == "none" else norm_of(config)
        self.skip = how.skip.of(config.layers) if how.residual else 0.0
        self.scale = nn.Parameter(torch.tensor(how.scale)) if how.learned else how.scale

    def forward(self, x: Tensor, watch: Watch = pass_by, name: str = "1") -> Tensor:
        inside = self.norm(x) if self.place == "pre" else x
        branch = watch(f"{name}.branch", self.branch(inside, watch, name))
        return watch(name, self.join(x, branch))

    def join(self, x: Tensor, branch: Tensor) -> Tensor:
        """Skip path and branch together, and the norm after them, if any."""
        total = self.scale * branch
        if self.skip:
            total = self.skip * x + total
        return self.norm(total) if self.place == "post" else total


class Encoder(nn.Module):
    """All sublayers of `config`, and one more norm after pre-norm ones.

    `watch` is handed every named tensor, see `engine.transformer.taps`.
    """

    def __init__(self, config: EncoderConfig, attend: Attention = naive):
        super().__init__()
        self.config = config
        self.sublayers = nn.ModuleList(
            sublayer(config, floor, attend) for floor in range(1, 2 * config.layers + 1)
        )
        self.final = norm_of(config) if config.how.norm == "pre" else nn.Identity()

    def forward(self, x: Tensor, watch: Watch = pass_by) -> Tensor:
        x = watch("0", x)
        for floor, one in enumerate(self.sublayers, start=1):
            x = one(x, watch, str(floor))
        return watch("out", self.final(x))


def sublayer(config: EncoderConfig, floor: int, attend: Attention = naive) -> Sublayer:
    """Sublayer number `floor` = 1, 2 …: odd ones attend, even ones feed forward."""
    return Sublayer(config, SelfAttention(config, attend) if floor % 2 else FeedForward(config))


def norm_of(config: EncoderConfig) -> nn.LayerNorm:
    """LayerNorm over the width, γ = 1 and β = 0."""
    return nn.LayerNorm(config.width, eps=config.eps)
