"""Rivals of the ladder, and what becomes of it in use: counted once, timed in turn."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor, nn

from engine.device import clock, default, describe, mix
from engine.jobs import Progress
from engine.ladder_side_tuning.account import Account, real_account
from engine.ladder_side_tuning.backbone import fresh, texts
from engine.ladder_side_tuning.cached import Cached
from engine.ladder_side_tuning.config import Setting
from engine.ladder_side_tuning.config_rivals import STEPS, USES, RivalsConfig, RivalsResult
from engine.ladder_side_tuning.methods import ready
from engine.ladder_side_tuning.step import passes
from engine.transformer.count import forward

EACH = 2 * len(STEPS) + len(USES)
"""Parts of a round."""

SPREAD = 0.02
"""Standard deviation of LoRA's second factor, which training would have moved from 0."""


def run(config: RivalsConfig) -> Generator[Progress, None, RivalsResult]:
    """Counts, then readings; a `Progress` before each part."""
    text, label = (x.to(default()) for x in texts(config.setting))
    training, answering, counted = yield from built(config, text, label)
    steps, answers = yield from timed(config, training, answering, (text, label))
    said = describe(text.device)
    return RivalsResult(
        config=config,
        work=np.array([one.forward + one.backward for one in counted]),
        kept=np.array([one.bytes for one in counted]),
        step_seconds=steps,
        answer=np.array([forward(one, text) for one in answering.values()]),
        answer_seconds=answers,
        cache=training["cached"].bytes,
        cached_gap=gap(training["lst"], training["cached"], text),
        merged_gap=gap(answering["lora"], answering["merged"], text),
        device=said.label,
        threads=said.cores,
        torch_version=said.torch_version,
    )


def built(
    config: RivalsConfig, text: Tensor, label: Tensor
) -> Generator[Progress, None, tuple[dict[str, nn.Module], dict[str, nn.Module], list[Account]]]:
    """Models for `STEPS` and for `USES`, and the account of a step of each of the former."""
    own, total = config.setting, EACH * (config.readings + 2)
    training, answering, counted = {}, {}, []
    for k, name in enumerate(STEPS):
        yield Progress(k, total)
        training[name] = trainee(name, own, text).to(text.device)
    for k, name in enumerate(USES, start=len(STEPS)):
        yield Progress(k, total)
        answering[name] = training["lst"] if name == "lst" else answerer(name, own).to(text.device)
    for k, one in enumerate(training.values(), start=len(STEPS) + len(USES)):
        yield Progress(k, total)
        counted.append(real_account(one, text, label))
    return training, answering, counted


def timed(
    config: RivalsConfig,
    training: dict[str, nn.Module],
    answering: dict[str, nn.Module],
    batch: tuple[Tensor, Tensor],
) -> Generator[Progress, None, tuple[np.ndarray, np.ndarray]]:
    """Seconds of steps and of answers, all in turn; the first round warms up and is thrown away."""
    device, rounds, done = batch[0].device, config.readings + 1, EACH
    steps, answers = np.zeros((len(STEPS), rounds)), np.empty((len(USES), rounds))
    for k in range(rounds):
        for i, one in enumerate(training.values()):
            for part in passes(one, *batch):
                steps[i, k], done = steps[i, k] + part, done + 1
                yield Progress(done, EACH * (rounds + 1))
            one.zero_grad(set_to_none=True)
        for i, one in enumerate(answering.values()):
            answers[i, k], done = answer(one, batch[0], device), done + 1
            yield Progress(done, EACH * (rounds + 1))
    return steps[:, 1:], answers[:, 1:]


def trainee(name: str, own: Setting, text: Tensor) -> nn.Module:
    """A model for one of `STEPS`."""
    if name == "cached":
        return Cached(ready("lst", own).to(text.device), text)
    return ready(name, own)


def answerer(name: str, own: Setting) -> nn.Module:
    """A model for one of `USES` but the ladder; LoRA is merged by peft."""
    if name == "tower":
        return fresh(own)
    lora = trained_lora(own)
    return lora.merge_and_unload() if name == "merged" else lora


def trained_lora(own: Setting) -> nn.Module:
    """LoRA as if it had been trained: its second factors are no longer 0."""
    model, rng = ready("lora", own), torch.Generator().manual_seed(mix(own.seed, 8))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_B" in name:
                weight.normal_(0, SPREAD, generator=rng)
    return model


@torch.no_grad()
def answer(model: nn.Module, text: Tensor, device: torch.device) -> float:
    """Seconds of one answer."""
    begun = clock(device)
    model(text)
    return clock(device) - begun


@torch.no_grad()
def gap(one: nn.Module, other: nn.Module, text: Tensor) -> float:
    """The largest difference of their logits."""
    return (one(text) - other(text)).abs().max().item()
