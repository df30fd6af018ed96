r"""How far down a gradient has to go for one tensor's sake.

With the lowest trained tensor above k of L layers, the backward pass crosses L − k of them. The
rule of thumb $1+(L-k)/L$ times the forward pass leaves two things out. Attention multiplies two
activations, each with a gradient of its own: a layer that is crossed costs

$$\frac{24D+8n}{24D+4n}$$

times its forward pass. And the tensor's own layer is crossed only above the tensor.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

import numpy as np
from torch import nn

from engine.jobs import Progress
from engine.ladder_side_tuning.account import accounts
from engine.ladder_side_tuning.backbone import Backbone, fresh, texts
from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.config_depth import BRANCHES, RIVALS, DepthConfig, DepthResult
from engine.ladder_side_tuning.methods import ready
from engine.ladder_side_tuning.table import table


def run(config: DepthConfig) -> Generator[Progress, None, DepthResult]:
    """The tensor on every floor, then whole methods; a `Progress` before each half of a step."""
    setting = config.setting
    places = range(setting.layers + 2)
    makers = [partial(alone, setting, config.tensor, place) for place in places]
    makers += [partial(ready, name, setting) for name in RIVALS]
    found = yield from accounts(makers, *texts(setting))
    mine, rivals = found[: len(places)], found[len(places) :]
    kept = np.stack([table(one, setting)[0] for one in mine])
    names = ("trainable", "forward", "backward", "reach")
    plain = {name: np.array([getattr(one, name) for one in mine]) for name in names}
    sizes = np.array([one.bytes for one in rivals])
    flops = np.array([one.forward + one.backward for one in rivals])
    return DepthResult(config, kept, **plain, rival_bytes=sizes, rival_flops=flops)


def alone(setting: Setting, tensor: str, layer: int) -> nn.Module:
    """A backbone of which one tensor is trained: `tensor` of `layer`; 0 the embedding, L + 1 the
    head's weights."""
    net = fresh(setting).requires_grad_(False)
    one_tensor(net, tensor, layer).requires_grad_(True)
    return net


def one_tensor(net: Backbone, tensor: str, layer: int) -> nn.Parameter:
    """The parameter itself."""
    if layer == 0:
        return net.word.weight
    if layer > net.config.layers:
        return net.head.weight
    branch, module, kind = tensor.split(".")
    floor = net.encoder.sublayers[2 * (layer - 1) + list(BRANCHES).index(branch)]
    return floor.get_parameter(f"{'' if module == 'norm' else 'branch.'}{module}.{kind}")
