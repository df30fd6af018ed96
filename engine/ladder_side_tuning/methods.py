"""What is trained: a function for each method, from a backbone to a model with the same calls.

The backbone is changed in place and belongs to the model from then on. Every method trains the
head, since a new task needs one. New weights are drawn from the setting's seed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from engine.device import mix
from engine.ladder_side_tuning import peft_methods
from engine.ladder_side_tuning.backbone import STD, Backbone, fresh
from engine.ladder_side_tuning.checkpoint import checkpointed
from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.side import Ladder
from engine.transformer.taps import Watch, pass_by

Method = Callable[[Backbone, Setting], nn.Module]


def full(backbone: Backbone, setting: Setting) -> nn.Module:
    """Every weight."""
    return backbone.requires_grad_(True)


def head(backbone: Backbone, setting: Setting) -> nn.Module:
    """The head alone."""
    return frozen(backbone)


def bitfit(backbone: Backbone, setting: Setting) -> nn.Module:
    """Every bias, those of norms included (Ben Zaken et al. 2022)."""
    frozen(backbone)
    for name, weight in backbone.named_parameters():
        if name.endswith("bias"):
            weight.requires_grad_(True)
    return backbone


def prompt(backbone: Backbone, setting: Setting) -> nn.Module:
    """Trained tokens before the text (Lester et al. 2021)."""
    return Prompted(frozen(backbone), setting)


def adapter(backbone: Backbone, setting: Setting) -> nn.Module:
    """A narrow waist after each branch, before the sum (Houlsby et al. 2019)."""
    frozen(backbone)
    for one in backbone.encoder.sublayers:
        one.branch = Adapted(one.branch, setting.width, setting.adapter)
    return backbone


def lora(backbone: Backbone, setting: Setting) -> nn.Module:
    """peft's LoRA on q and v, and the head."""
    return with_head(peft_methods.lora(backbone, setting))


def ia3(backbone: Backbone, setting: Setting) -> nn.Module:
    """peft's IA³ on k, v and the inside of the feed-forward branch, and the head."""
    return with_head(peft_methods.ia3(backbone, setting))


def ladder(backbone: Backbone, setting: Setting) -> nn.Module:
    """The side network, and the head above it."""
    return Ladder(frozen(backbone), setting)


METHOD: dict[str, Method] = {
    "full": full,
    "prompt": prompt,
    "adapter": adapter,
    "lora": lora,
    "ia3": ia3,
    "bitfit": bitfit,
    "head": head,
    "lst": ladder,
    "checkpoint": checkpointed,
}


def made(name: str, backbone: Backbone, setting: Setting) -> nn.Module:
    """`backbone` made ready to be trained by method `name`."""
    with seeded(setting.seed):
        return METHOD[name](backbone, setting)


def ready(name: str, setting: Setting) -> nn.Module:
    """The same of a fresh backbone."""
    return made(name, fresh(setting), setting)


class Prompted(nn.Module):
    """`prompt` trained vectors stand before the embedded text."""

    def __init__(self, backbone: Backbone, setting: Setting):
        super().__init__()
        self.backbone = backbone
        self.prompt = nn.Parameter(STD * torch.randn(setting.prompt, setting.width))

    def forward(self, text: Tensor, watch: Watch = pass_by) -> Tensor:
        x = self.backbone.embed(text)
        x = torch.cat([self.prompt.expand(len(x), -1, -1), x], dim=1)
        return self.backbone.read(self.backbone.encoder(x, watch))


class Adapted(nn.Module):
    """A branch and its adapter: $F+W_2\\,\\mathrm{gelu}(W_1F)$; $W_2=0$ at first."""

    def __init__(self, branch: nn.Module, width: int, waist: int):
        super().__init__()
        self.inner = branch
        self.adapter = nn.Sequential(nn.Linear(width, waist), nn.GELU(), nn.Linear(waist, width))
        nn.init.zeros_(self.adapter[2].weight)
        nn.init.zeros_(self.adapter[2].bias)

    def forward(self, x: Tensor, watch: Watch = pass_by, name: str = "") -> Tensor:
        x = self.inner(x, watch, name)
        return x + self.adapter(x)


def frozen(backbone: Backbone) -> Backbone:
    """`backbone`, its head alone trainable."""
    backbone.requires_grad_(False)
    backbone.head.requires_grad_(True)
    return backbone


def with_head(model: nn.Module) -> nn.Module:
    """`model`, its head trainable too."""
    model.get_submodule("base_model.model.head").requires_grad_(True)
    return model


@contextmanager
def seeded(seed: int) -> Generator[None, None, None]:
    """Torch's and peft's own initialisers draw from `seed`, and leave no trace."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(mix(seed, 2))
        yield
