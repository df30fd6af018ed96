r"""The ladder: a small network beside the frozen tower (Sung et al. 2022, section 3.2).

$$z_0=W_0h_0,\qquad z_i=f_i\bigl(g_i\,z_{i-1}+(1-g_i)\,W_ih_i\bigr),\qquad
g_i=\sigma(a_i/T),$$

$T=0.1$, $a_i=0$ at first; $h_0$ the embedding, $h_i$ what layer i of the tower gives, $f_i$ a
layer of the same kind, $1/r$ as wide. The tower runs without a gradient: of its tensors only the
rungs' inputs $h_i$ are kept. The prediction comes from the side alone: $z$ is normed, brought
back to the tower's width by a trained up-projection, and read by the head, as in the paper.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.ladder_side_tuning.backbone import Backbone
from engine.ladder_side_tuning.config import Setting
from engine.transformer.attention import ATTENTION
from engine.transformer.config import EncoderConfig
from engine.transformer.encoder import norm_of, sublayer
from engine.transformer.taps import Watch, pass_by

TEMPERATURE = 0.1


def side_config(setting: Setting, recipe: str = "pre") -> EncoderConfig:
    """The small layers: 1/r as wide, one for each rung."""
    return EncoderConfig(setting.side, setting.heads_beside, len(setting.rungs), recipe=recipe)


class Rung(nn.Module):
    """One step of the ladder: down from the tower, mixed by the gate, through a small layer."""

    def __init__(self, setting: Setting):
        super().__init__()
        config, attend = side_config(setting), ATTENTION[setting.attention]
        self.down = nn.Linear(setting.width, setting.side)
        self.a = nn.Parameter(torch.zeros(()))
        self.layer = nn.ModuleList(sublayer(config, floor, attend) for floor in (1, 2))

    @property
    def gate(self) -> Tensor:
        """g, the share of what comes up the ladder."""
        return torch.sigmoid(self.a / TEMPERATURE)

    def forward(self, z: Tensor, h: Tensor) -> Tensor:
        g = self.gate
        z = g * z + (1 - g) * self.down(h)
        for one in self.layer:
            z = one(z)
        return z


class Ladder(nn.Module):
    """A frozen tower and its side network."""

    def __init__(self, backbone: Backbone, setting: Setting):
        super().__init__()
        self.tower, self.at = backbone, setting.rungs
        self.first = nn.Linear(setting.width, setting.side)
        self.rungs = nn.ModuleList(Rung(setting) for _ in self.at)
        self.final = norm_of(side_config(setting))
        self.up = nn.Linear(setting.side, setting.width)

    def forward(self, text: Tensor, watch: Watch = pass_by) -> Tensor:
        return self.climb(self.features(text, watch))

    def features(self, text: Tensor, watch: Watch = pass_by) -> list[Tensor]:
        """What the rungs read, see `features`."""
        return features(self.tower, self.at, text, watch)

    def climb(self, features: list[Tensor]) -> Tensor:
        """Logits from the features alone."""
        z = self.first(features[0])
        for rung, h in zip(self.rungs, features[1:], strict=True):
            z = rung(z, h)
        return self.tower.read(self.up(self.final(z)))


@torch.no_grad()
def features(
    tower: Backbone, at: tuple[int, ...], text: Tensor, watch: Watch = pass_by
) -> list[Tensor]:
    """The frozen $h$ of the embedding and of the layers `at`."""
    x = watch("0", tower.embed(text))
    found = [x]
    for floor, one in enumerate(tower.encoder.sublayers, start=1):
        x = one(x, watch, str(floor))
        if floor % 2 == 0 and floor // 2 in at:
            found.append(x)
    return found
