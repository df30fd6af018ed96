"""Every method on both tasks, from several seeds: accuracy against bytes and seconds."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial
from itertools import count, product

import numpy as np
import torch
from torch import nn

from engine.device import default, describe
from engine.jobs import Progress
from engine.ladder_side_tuning.account import Account, real_account
from engine.ladder_side_tuning.backbone import texts
from engine.ladder_side_tuning.config import METHODS, Setting
from engine.ladder_side_tuning.config_tasks import (
    PARTS,
    RATE,
    STEPS,
    TASKS,
    TasksConfig,
    TasksResult,
    setting,
)
from engine.ladder_side_tuning.loaders import tower
from engine.ladder_side_tuning.methods import frozen, made, ready
from engine.ladder_side_tuning.tasks import bayes
from engine.ladder_side_tuning.tune import Track, tuned, unseen
from engine.task import relayed


def run(config: TasksConfig) -> Generator[Progress, None, TasksResult]:
    """Counts, then trainings; a `Progress` a step, whose preview says task, method or part, seed,
    step and loss."""
    own, device, begun = setting(config.reduction), default(), len(METHODS)
    total = begun + STEPS * config.seeds * (len(TASKS) * len(METHODS) + len(PARTS))
    makers = [partial(ready, name, own) for name in METHODS]
    counted = yield from counts(makers, own, total)
    tracks = yield from trained(config, device, begun, total)
    whole = [[[tracks[t, m, s] for s in config.from_seeds] for m in METHODS] for t in TASKS]
    parts = [[tracks["hard", part, s].accuracy for s in config.from_seeds] for part in PARTS]
    said = describe(device)
    return TasksResult(
        config=config,
        accuracy=each(whole, "accuracy"),
        loss=each(whole, "loss").astype(np.float32),
        seconds=each(whole, "seconds"),
        bytes=np.array([one.bytes for one in counted]),
        trainable=np.array([one.trainable for one in counted]),
        best=np.array([by_rule(task) for task in TASKS]),
        parts=np.array(parts),
        device=said.label,
        threads=said.cores,
        torch_version=said.torch_version,
    )


def counts(
    makers: Sequence[Callable[[], nn.Module]], own: Setting, total: int
) -> Generator[Progress, None, list[Account]]:
    """The account of every model: of so small ones a real step's is the quickest."""
    found: list[Account] = []
    for k, make in enumerate(makers):
        yield Progress(k, total)
        found.append(real_account(make(), *texts(own)))
    return found


def trained(
    config: TasksConfig, device: torch.device, done: int, total: int
) -> Generator[Progress, None, dict[tuple[str, str, int], Track]]:
    """All trainings by task, method or part, and seed; seed by seed, so that a slow minute is
    everybody's."""
    todo = [(t, m, s) for s, t, m in product(config.from_seeds, TASKS, METHODS)]
    todo += [("hard", part, s) for s, part in product(config.from_seeds, PARTS)]
    tracks = {}
    for k, what in enumerate(todo):
        work = (part if what[1] in PARTS else training)(*what, config.reduction, device)
        tracks[what] = yield from told(work, done + STEPS * k, total, what)
    return tracks


def each(tracks: list, name: str) -> np.ndarray:
    """`name` of all tracks, (tasks, methods, seeds, …)."""
    return np.array([[[getattr(one, name) for one in b] for b in a] for a in tracks])


def training(
    task: str, method: str, seed: int, reduction: int, device: torch.device
) -> Generator[float, None, Track]:
    """The training of one method."""
    own = setting(reduction, seed)
    model = made(method, tower(own), own).to(device)
    return tuned(model, task, RATE[method][TASKS.index(task)], own)


def part(
    task: str, name: str, seed: int, reduction: int, device: torch.device
) -> Generator[float, None, Track]:
    """The training of a part of the tower, and of the head."""
    own, model = setting(reduction, seed), frozen(tower())
    begins, rate = PARTS[name]
    for called, weight in model.named_parameters():
        weight.requires_grad_(weight.requires_grad or any(one in called for one in begins))
    return tuned(model.to(device), task, rate, own)


def told(work: Generator, done: int, total: int, what: tuple) -> Generator[Progress, None, object]:
    """`work`, a `Progress` for each loss it yields, with `what`, the step and the loss."""
    steps = count(1)

    def tell(loss: float) -> Progress:
        step = next(steps)
        return Progress(done + step, total, (*what, step, loss))

    return (yield from relayed(work, tell))


def by_rule(task: str) -> float:
    """Accuracy of Bayes' rule on the texts that all are judged on."""
    text, kind = unseen(task)
    return (bayes(text, task) == kind).double().mean().item()
