"""Ladders with all rungs, with few, with none; drawn at random, or cut from the tower."""

from __future__ import annotations

from collections.abc import Generator
from itertools import product

import numpy as np
import torch
from torch import Tensor, nn

from engine.device import default, describe, mix
from engine.jobs import Progress
from engine.ladder_side_tuning.backbone import Backbone, fresh
from engine.ladder_side_tuning.compare import counts, told
from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.config_gates import GATED, VARIANTS, GatesConfig, GatesResult
from engine.ladder_side_tuning.config_tasks import RATE, STEPS, TASKS
from engine.ladder_side_tuning.loaders import tower
from engine.ladder_side_tuning.methods import frozen, seeded
from engine.ladder_side_tuning.prune import Scores, carve, fisher
from engine.ladder_side_tuning.side import Ladder
from engine.ladder_side_tuning.tasks import TASK
from engine.ladder_side_tuning.tune import tuned, unseen

PARTS, EACH = 8, 8
"""Fisher scores are means over so many times so many texts."""


class Alone(Ladder):
    """A ladder whose rungs find nothing: a small network on the tower's embedding."""

    def climb(self, features: list[Tensor]) -> Tensor:
        first, *rest = features
        return super().climb([first, *(torch.zeros_like(h) for h in rest)])


def run(config: GatesConfig) -> Generator[Progress, None, GatesResult]:
    """Counts, scores, trainings; a `Progress` a step, with task, variant, seed, step and loss."""
    begun = len(VARIANTS) + PARTS
    total = begun + STEPS * len(VARIANTS) * config.seeds
    makers = [lambda v=v: ladder(v, config.setting(v)) for v in VARIANTS]
    counted = yield from counts(makers, config.setting("random"), total)
    scores = yield from scored(config, total)
    found = yield from climbed(config, scores, begun, total)
    said, seeds = describe(default()), config.from_seeds

    def all_of(name: str, variants: tuple[str, ...]) -> np.ndarray:
        return np.array([[found[v, s][name] for s in seeds] for v in variants])

    return GatesResult(
        config=config,
        accuracy=all_of("accuracy", VARIANTS),
        loss=all_of("loss", VARIANTS).astype(np.float32),
        gates=all_of("gates", GATED),
        cut=all_of("cut", GATED),
        bytes=np.array([one.bytes for one in counted]),
        trainable=np.array([one.trainable for one in counted]),
        device=said.label,
        threads=said.cores,
        torch_version=said.torch_version,
    )


def climbed(
    config: GatesConfig, scores: Scores, done: int, total: int
) -> Generator[Progress, None, dict[tuple[str, int], dict[str, list[float]]]]:
    """What each training gives, by variant and seed: accuracy, loss, gates and cuts."""
    device, found = default(), {}
    fresh_texts = [x.to(device) for x in unseen(config.task)]
    rate = RATE["lst"][TASKS.index(config.task)]
    for k, (seed, variant) in enumerate(product(config.from_seeds, VARIANTS)):
        own = config.setting(variant, seed)
        model = ladder(variant, own, scores).to(device)
        work, what = tuned(model, config.task, rate, own), (config.task, variant, seed)
        track = yield from told(work, done + STEPS * k, total, what)
        found[variant, seed] = {"accuracy": track.accuracy, "loss": track.loss}
        if variant in GATED:
            gates = [rung.gate.item() for rung in model.rungs]
            found[variant, seed] |= {"gates": gates, "cut": without(model, *fresh_texts)}
    return found


def ladder(variant: str, own: Setting, scores: Scores | None = None) -> Ladder:
    """A ladder beside the shipped tower; `pruned` is carved by `scores`, if given."""
    kind = Alone if variant == "alone" else Ladder
    with seeded(own.seed):
        model = kind(frozen(tower(own)), own)
    if variant == "pruned" and scores:
        carve(model, scores)
    return model


def scored(config: GatesConfig, total: int) -> Generator[Progress, None, Scores]:
    """Fisher scores of the tower under a head drawn at random, over texts of the task."""
    net, found = with_head(config), []
    rng = torch.Generator().manual_seed(mix(config.seed, 7))
    for k in range(PARTS):
        yield Progress(len(VARIANTS) + k, total)
        found.append(fisher(net, *TASK[config.task](EACH, rng)))
    return {name: sum(one[name] for one in found) / PARTS for name in found[0]}


def with_head(config: GatesConfig) -> Backbone:
    """The shipped tower with a head as it is drawn: under one of zeros no weight counts."""
    own = config.setting("random")
    net = tower(own)
    net.head = fresh(own).head
    return net


@torch.no_grad()
def without(model: nn.Module, text: Tensor, kind: Tensor) -> list[float]:
    """Accuracy with one rung after the other cut: it is handed its mean over texts and places."""
    found, shares = model.features(text), []
    for k, h in enumerate(found):
        mean = h.mean(dim=(0, 1), keepdim=True).expand_as(h)
        right = model.climb([*found[:k], mean, *found[k + 1 :]]).argmax(dim=1) == kind
        shares.append(right.double().mean().item())
    return shares
