"""Gradient checkpointing: every weight trained, only each layer's input kept (Chen et al. 2016).

A layer's own tensors are laid out anew when the backward pass comes to it, one layer at a time:
less memory for another forward pass.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from engine.ladder_side_tuning.backbone import Backbone
from engine.ladder_side_tuning.config import Setting
from engine.transformer.taps import Watch, pass_by


class Again(nn.Module):
    """One layer, both of its sublayers, computed again in the backward pass."""

    def __init__(self, attend: nn.Module, feed: nn.Module):
        super().__init__()
        self.attend, self.feed = attend, feed

    def forward(self, x: Tensor, watch: Watch = pass_by, name: str = "") -> Tensor:
        return checkpoint(self._whole, x, use_reentrant=False, preserve_rng_state=False)

    def _whole(self, x: Tensor) -> Tensor:
        return self.feed(self.attend(x))


class Passed(nn.Module):
    """Stands where a layer's second sublayer stood."""

    def forward(self, x: Tensor, watch: Watch = pass_by, name: str = "") -> Tensor:
        return x


def checkpointed(backbone: Backbone, setting: Setting) -> nn.Module:
    """Every weight, and each layer of the tower kept as its input only."""
    floors = backbone.encoder.sublayers
    for k in range(0, len(floors), 2):
        floors[k], floors[k + 1] = Again(floors[k], floors[k + 1]), Passed()
    return backbone.requires_grad_(True)
