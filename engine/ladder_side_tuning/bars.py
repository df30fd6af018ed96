"""Every entrant at one setting: exact bytes and FLOPs, then the clock on the device at hand.

What a step needs is estimated before anything is allocated. A round times every entrant once, so
that a machine that slows down slows all alike; the first round warms up and is thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from functools import partial

import numpy as np
import torch

from engine.device import default, describe
from engine.jobs import Progress
from engine.ladder_side_tuning.account import Account, accounts
from engine.ladder_side_tuning.backbone import texts
from engine.ladder_side_tuning.config import ENTRANTS, METHODS, Setting
from engine.ladder_side_tuning.config_bars import CLOCKED, BarsConfig, BarsResult
from engine.ladder_side_tuning.formulas import ADAM, NUMBER, layer_numbers, needed
from engine.ladder_side_tuning.methods import ready
from engine.ladder_side_tuning.step import adam, step
from engine.memory import check_room, room
from engine.task import relayed


def run(config: BarsConfig) -> Generator[Progress, None, BarsResult]:
    """Counts, then readings; a `Progress` before each part of a step."""
    setting, device = config.setting, default()
    check_room(needed(setting), device, "n", setting.n)
    makers = [partial(ready, name, setting) for name in ENTRANTS]
    total = len(ENTRANTS) * (2 + 3 * (config.readings + 1))
    counted = accounts(makers, *texts(setting))
    found: list[Account] = yield from relayed(counted, lambda told: Progress(told.done, total))
    seconds = np.full((len(ENTRANTS), config.readings + 1), np.nan)
    peak = np.full(len(ENTRANTS), np.nan)
    if can_be_timed(setting, found[METHODS.index("full")], device):
        yield from timed(setting, seconds, peak, device, total)
    memory = np.array([bars(one) for one in found])
    again = np.array([NUMBER * layer_numbers(setting) * (n == "checkpoint") for n in ENTRANTS])
    names = ("trainable", "total", "forward", "backward", "reach")
    plain = {name: np.array([getattr(one, name) for one in found]) for name in names}
    said = describe(device)
    plain |= {"device": said.label, "threads": said.cores, "torch_version": said.torch_version}
    return BarsResult(config, memory, again, seconds=seconds[:, 1:], peak=peak, **plain)


def bars(one: Account) -> tuple[int, int, int, int]:
    """Bytes of weights, gradients, Adam's state (two numbers a weight, a step count a tensor) and
    activations."""
    state = NUMBER * (ADAM * one.trainable + one.tensors)
    return NUMBER * one.total, NUMBER * one.trainable, state, one.bytes


def can_be_timed(setting: Setting, full: Account, device: torch.device) -> bool:
    """Whether a turn is short enough and all entrants fit side by side."""
    return full.forward <= CLOCKED and len(ENTRANTS) * needed(setting) <= room(device)


def timed(
    setting: Setting, seconds: np.ndarray, peak: np.ndarray, device: torch.device, total: int
) -> Generator[Progress, None, None]:
    """Fill `seconds` (entrants, rounds), and on a GPU `peak` (entrants)."""
    done = total - 3 * seconds.size
    text, labels = (x.to(device) for x in texts(setting))
    runners = []
    for name in ENTRANTS:
        model = ready(name, setting).to(device)
        runners.append((model, adam(model)))
        yield Progress(done, total)
    for k in range(seconds.shape[1]):
        for i, (model, optimiser) in enumerate(runners):
            took, start = 0.0, allocated(device)
            for part in step(model, optimiser, text, labels):
                took, done = took + part, done + 1
                yield Progress(done, total)
            seconds[i, k], peak[i] = took, highest(device) - start


def allocated(device: torch.device) -> float:
    """Bytes that the GPU's allocator holds, from which `highest` counts anew; NaN on a CPU, which
    keeps no such account."""
    if device.type != "cuda":
        return math.nan
    torch.cuda.reset_peak_memory_stats(device)
    return torch.cuda.memory_allocated(device)


def highest(device: torch.device) -> float:
    """The most that it has held since `allocated` was asked; NaN on a CPU."""
    return torch.cuda.max_memory_allocated(device) if device.type == "cuda" else math.nan
