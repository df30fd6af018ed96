"""What do a ladder's step and its bytes cost beside peft's methods on the same backbone?

`step_*`: seconds of forward, backward and Adam's step of our ladder beside one of peft's LoRA or
IA³ and beside full fine-tuning, all on one backbone (256 wide, 8 layers, batch 4, n = 128, r = 8),
in interleaved pairs. `bytes_*`: what each keeps for its backward pass, by torch's own account;
nothing is timed, so there is no spread. `_naive` and `_fused` say which attention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec

from benchmarks.pairs import Case, compare, missing
from engine import device
from engine.ladder_side_tuning.account import account
from engine.ladder_side_tuning.backbone import texts
from engine.ladder_side_tuning.config import ATTENTIONS, Setting
from engine.ladder_side_tuning.methods import ready
from engine.ladder_side_tuning.step import adam, step

PEERS = {"lora": "peft's LoRA", "ia3": "peft's IA³", "full": "full fine-tuning"}
PEFTS = ("lora", "ia3")


def cases() -> Iterator[Case]:
    """`step_*`, then `bytes_*`, of every peer with either attention."""
    for unit, case in (("ms", stepped), ("MiB", kept)):
        for name, peer in PEERS.items():
            for attention in ATTENTIONS:
                label = f"{'step' if unit == 'ms' else 'bytes'}_{name}_{attention}"
                there = name not in PEFTS or find_spec("peft") is not None
                setting = Setting(attention=attention)
                yield case(label, name, setting) if there else missing(label, peer, unit)


def stepped(label: str, name: str, setting: Setting) -> Case:
    """Milliseconds of a step."""
    ours, peer = stepper("lst", setting), stepper(name, setting)
    return compare(label, ours, peer, peer_name=PEERS[name], unit="ms")


def stepper(name: str, setting: Setting) -> Callable[[], float]:
    """A function that takes one step of method `name` and says how many milliseconds it took."""
    where = device.default()
    text, labels = (x.to(where) for x in texts(setting))
    model = ready(name, setting).to(where)
    optimiser = adam(model)
    return lambda: 1e3 * sum(step(model, optimiser, text, labels))


def kept(label: str, name: str, setting: Setting) -> Case:
    """Mebibytes kept for the backward pass."""
    ours, peer = (account(ready(one, setting), *texts(setting)).bytes for one in ("lst", name))
    mib = 2**20
    return Case(label, ours / mib, peer / mib, PEERS[name], peer / ours, 0.0, None, "MiB")
