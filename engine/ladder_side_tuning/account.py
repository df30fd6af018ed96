"""One step of one method, counted: bytes kept by place and cause, FLOPs, how far a gradient goes.

Always on the CPU in float32, so that the numbers are the same on every machine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.nn.functional import cross_entropy
from torch.nn.utils.stateless import _reparametrize_module as swapped
from torch.utils.flop_counter import FlopCounterMode

from engine.task import Progress, finished
from engine.transformer.count import ON_CPU
from engine.transformer.encoder import Sublayer
from engine.transformer.kept import Kept
from engine.transformer.places import Places

LAYER = re.compile(r"\bsublayers\.(\d+)(?:\.(?:branch\.)?(?:inner\.)?(\w*))?")
RUNG = re.compile(r"\brungs\.(\d+)\.?(\w*)")
OWN = re.compile(r"\b(lora_B|adapter)\b")
SCALED, MAPS, FEED = {"k", "v"}, {"q", "k", "v", "o"}, {"first", "second", "bend"}


@dataclass(frozen=True)
class Account:
    """`kept` is bytes by (place, number, cause): ("layer", 1 … L), ("rung", 0 …) or ("ends", 0).
    FLOPs `forward` and `backward`; `reach` is the lowest layer a gradient enters, 0 for none;
    `trainable` of `total` parameters in so many trained `tensors`."""

    kept: Counter
    forward: int
    backward: int
    reach: int
    trainable: int
    total: int
    tensors: int

    @property
    def bytes(self) -> int:
        """All that is kept."""
        return self.kept.total()


def account(model: nn.Module, text: Tensor, labels: Tensor) -> Account:
    """Forward, loss and backward of `model`, once, with tensors that have shapes but no numbers:
    the same calls as a real step, and the same account, without the work."""
    return finished(accounts([lambda: model], text, labels))[0]


def accounts(
    makers: Sequence[Callable[[], nn.Module]], text: Tensor, labels: Tensor
) -> Generator[Progress, None, list[Account]]:
    """That of every model, made when its turn comes; a `Progress` before each half."""
    found: list[Account] = []
    for k, make in enumerate(makers):
        yield Progress(2 * k, 2 * len(makers))
        halves = counted(make(), text, labels)
        next(halves)
        yield Progress(2 * k + 1, 2 * len(makers))
        found += halves
    return found


def counted(model: nn.Module, text: Tensor, labels: Tensor) -> Generator[Account, None, None]:
    """The account of the forward pass, if asked for nothing more, then the whole."""
    fake = FakeTensorMode()
    weights = {name: fake.from_tensor(w) for name, w in model.named_parameters()}
    text, labels = fake.from_tensor(text), fake.from_tensor(labels)
    with fake, swapped(model, weights):
        loss, half = up(model, text, labels)
    yield half
    with fake, swapped(model, weights):
        whole = down(loss, half)
    yield whole


def real_account(model: nn.Module, text: Tensor, labels: Tensor) -> Account:
    """The same with numbers, whatever device they are on."""
    return down(*up(model, text, labels))


def up(model: nn.Module, text: Tensor, labels: Tensor) -> tuple[Tensor, Account]:
    """The loss, and the account of the forward pass."""
    places, counter = Places(model), FlopCounterMode(display=False, custom_mapping=ON_CPU)
    kept = Kept(model.parameters(), lambda: where(*places.place))
    with reached(model) as layers, kept, counter, places:
        loss = cross_entropy(model(text), labels)
    trained = [w.numel() for w in model.parameters() if w.requires_grad]
    sizes = (sum(trained), sum(w.numel() for w in model.parameters()), len(trained))
    return loss, Account(kept.bytes, counter.get_total_flops(), 0, min(layers, default=0), *sizes)


def down(loss: Tensor, half: Account) -> Account:
    """The account of the backward pass too."""
    with FlopCounterMode(display=False, custom_mapping=ON_CPU) as counter:
        loss.backward()
    return replace(half, backward=counter.get_total_flops())


@contextmanager
def reached(model: nn.Module) -> Generator[set[int], None, None]:
    """Meanwhile, the layers whose output asks for a gradient."""
    found: set[int] = set()
    floors = [one for one in model.modules() if isinstance(one, Sublayer)]
    tower = [one for one in floors if one.norm.normalized_shape == floors[0].norm.normalized_shape]
    hooks = [
        one.register_forward_hook(
            lambda _, __, out, k=k: found.add(k // 2 + 1) if out.requires_grad else None
        )
        for k, one in enumerate(tower)
    ]
    try:
        yield found
    finally:
        for hook in hooks:
            hook.remove()


def where(path: str, function: str) -> tuple[str, int, str]:
    """Place, its number and cause of what `function` keeps in the module `path`."""
    if rung := RUNG.search(path):
        return "rung", int(rung[1]), "rungs" if rung[2] == "down" else "own"
    if path == "first":
        return "ends", 0, "rungs"
    if layer := LAYER.search(path):
        return "layer", int(layer[1]) // 2 + 1, cause(path, layer[2], function)
    return "ends", 0, "ends"


def cause(path: str, module: str, function: str) -> str:
    """What a tensor of a backbone layer is kept for, see `CAUSES`."""
    if OWN.search(path) or (module in SCALED and function == "mul"):
        return "own"
    if not module:
        return "inputs"
    if function == "layer_norm":
        return "norm"
    if module in FEED | MAPS:
        return "feed" if module in FEED else "projections"
    return "sheet" if function == "softmax" else "attention"
