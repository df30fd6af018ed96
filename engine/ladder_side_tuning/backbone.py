r"""The tower: words and places embedded, pre-norm layers, the mean of all tokens, a linear head.

Text (batch, n) of whole numbers to logits (batch, classes). Weights are drawn as BERT's are,
$0.02\,\mathcal N(0,1)$ with biases 0, until a trained backbone's are put in their place.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.device import mix
from engine.ladder_side_tuning.config import Setting
from engine.transformer.attention import ATTENTION
from engine.transformer.config import EncoderConfig
from engine.transformer.encoder import Encoder
from engine.transformer.taps import Watch, pass_by
from engine.transformer.weights import draw

STD = 0.02


class Backbone(nn.Module):
    """Embedding, encoder, head."""

    def __init__(self, setting: Setting):
        super().__init__()
        self.config = encoder_config(setting)
        self.word = nn.Embedding(setting.vocabulary, setting.width)
        self.place = nn.Embedding(setting.n, setting.width)
        self.encoder = Encoder(self.config, ATTENTION[setting.attention])
        self.head = nn.Linear(setting.width, setting.classes)

    def embed(self, text: Tensor) -> Tensor:
        """(batch, n) to (batch, n, width)."""
        return self.word(text) + self.place.weight[: text.shape[1]]

    def read(self, x: Tensor) -> Tensor:
        """Features of all tokens to logits."""
        return self.head(x.mean(dim=1))

    def forward(self, text: Tensor, watch: Watch = pass_by) -> Tensor:
        return self.read(self.encoder(self.embed(text), watch))


def encoder_config(setting: Setting) -> EncoderConfig:
    """The backbone's pre-norm layers."""
    return EncoderConfig(setting.width, setting.heads, setting.layers, recipe="pre")


def fresh(setting: Setting) -> Backbone:
    """A backbone with weights drawn from the setting's seed."""
    with torch.device("meta"):  # torch's own drawing, thrown away, would take as long as ours
        net = Backbone(setting)
    net, rng = net.to_empty(device="cpu"), torch.Generator().manual_seed(mix(setting.seed, 0))
    for norm in net.encoder.modules():
        if isinstance(norm, nn.LayerNorm):
            norm.reset_parameters()
    for one in net.encoder.sublayers:
        draw(one, net.config, STD, rng)
    with torch.no_grad():
        for table in (net.word.weight, net.place.weight, net.head.weight):
            table.normal_(0, STD, generator=rng)
        net.head.bias.zero_()
    return net


def texts(setting: Setting) -> tuple[Tensor, Tensor]:
    """A batch of random texts, (batch, n), and a class for each."""
    rng = torch.Generator().manual_seed(mix(setting.seed, 1))
    shape = (setting.batch, setting.n)
    text = torch.randint(setting.vocabulary, shape, generator=rng)
    return text, torch.randint(setting.classes, shape[:1], generator=rng)
