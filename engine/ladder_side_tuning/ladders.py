r"""The author's ladder (article 9138): rungs are added after the block, without gates or biases.

$$s_0=D_0h_0,\qquad s_j=\mathrm{Block}_j(s_{j-1})+D_jh_{j\cdot\mathrm{skip}},$$

blocks post-norm as in BERT; the prediction comes from the side's first token alone. Matrices are
drawn from a normal law cut off at two standard deviations, whose own are widened by $1.13684723$ to
make up for the cut, $1/\sqrt d$ divided by the root of the number of blocks: the thought behind
DeepNorm.
"""

from __future__ import annotations

from math import sqrt

import torch
from torch import Tensor, nn

from engine.device import mix
from engine.ladder_side_tuning.backbone import Backbone
from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.side import features, side_config
from engine.transformer.attention import ATTENTION
from engine.transformer.encoder import sublayer
from engine.transformer.taps import Watch, pass_by
from engine.transformer.weights import draw, unit

WIDENED = 1.13684723


class AddingLadder(nn.Module):
    """A frozen tower and the author's side network with a head of its own."""

    def __init__(self, backbone: Backbone, setting: Setting):
        super().__init__()
        self.tower, self.at = backbone.requires_grad_(False), setting.rungs
        config, attend = side_config(setting, "post"), ATTENTION[setting.attention]
        self.downs = nn.ModuleList(
            nn.Linear(setting.width, setting.side, bias=False) for _ in (0, *self.at)
        )
        self.blocks = nn.ModuleList(
            nn.ModuleList(sublayer(config, floor, attend) for floor in (1, 2)) for _ in self.at
        )
        self.head = nn.Linear(setting.side, setting.classes)

    def forward(self, text: Tensor, watch: Watch = pass_by) -> Tensor:
        first, *rest = features(self.tower, self.at, text, watch)
        s = self.downs[0](first)
        for block, down, h in zip(self.blocks, self.downs[1:], rest, strict=True):
            for one in block:
                s = one(s)
            s = s + down(h)
        return self.head(s[:, 0])


def adding(backbone: Backbone, setting: Setting) -> AddingLadder:
    """The author's ladder with its own drawing."""
    net, config = AddingLadder(backbone, setting), side_config(setting, "post")
    rng, std = torch.Generator().manual_seed(mix(setting.seed, 3)), std_of(setting)
    for block in net.blocks:
        for one in block:
            draw(one, config, std, rng, cut=True)
    with torch.no_grad():
        for linear in (*net.downs, net.head):
            linear.weight.copy_(std * unit(linear.weight, rng, cut=True))
        net.head.bias.zero_()
    return net


def std_of(setting: Setting) -> float:
    r"""$1.13684723/\sqrt{d}$ over the root of the number of blocks, before the cut."""
    return WIDENED / sqrt(setting.side * len(setting.rungs))
