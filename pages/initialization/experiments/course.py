"""What the experiment `training` says of its runs: their setting, a table, the prose's numbers."""

from __future__ import annotations

import numpy as np

from engine.initialization.config_training import (
    EVERY,
    MASKED,
    RATES,
    WARMUP,
    WIDTH,
    TrainingConfig,
    TrainingResult,
)
from pages.initialization.brief import brief
from view import bundle
from view.language import number, t

SLUG = "initialization"
TOLD = ("post_adam_cold", "post_adam_warm", "pre_adam_cold", "post_sgd_cold")
"""The shipped runs that the prose tells of."""
HALF, BERT, XAVIER = 1, 2, 3
"""Where they stand among the five that are scaled."""


def std(config: TrainingConfig, s: int) -> str:
    """How one of the five is called: its std, and over 1/√d."""
    return f"{brief(config.stds[s])} ({number(config.gains[s], 2)}/√d)"


def setting(config: TrainingConfig) -> str:
    """What the charts below were trained with."""
    return t(
        f"{SLUG}.training.setting",
        optimiser=t(f"{SLUG}.optimiser.{config.optimiser}"),
        norm=t(f"{SLUG}.norm.{config.norm}"),
        warmup=t(f"{SLUG}.training.{'warm' if config.warmup else 'cold'}", steps=WARMUP),
        rate=f"{config.rate(config.steps):g}",
        seed=str(config.seed),
    )


def ends(result: TrainingResult) -> str:
    """Where each of the five ended."""
    return " · ".join(
        f"{std(result.config, s)}: {number(result.last[s], 2)}" for s in range(len(result.loss))
    )


def table(result: TrainingResult) -> str:
    """Markdown: each std's last loss, how much of what can be learnt it has learnt, how it went."""
    heads = [t(f"{SLUG}.training.{name}") for name in ("std", "last", "learnt", "first", "went")]
    rows = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|---|"]
    for s in range(len(result.loss)):
        cells = [
            std(result.config, s),
            number(result.last[s], 2),
            number(100 * result.learnt[s]) + "%" * bool(np.isfinite(result.learnt[s])),
            brief(float(np.median(result.updates[s, 0]))),
            t(f"{SLUG}.training.{result.course(s)}", step=str(result.broke[s])),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def said() -> dict[str, str]:
    """The numbers of the prose, of the runs that were shipped."""
    shipped = {name: bundle.load(f"initialization_training_{name}")[0] for name in TOLD}
    cold = shipped["post_adam_cold"]
    return {
        **_last(shipped),
        **_low_high(shipped),
        "line": cold.lines[0],
        "best": number(cold.best, 2),
        "alphabet": number(cold.alphabet, 2),
        "floors": str(cold.updates.shape[2]),
        "width": str(WIDTH),
        "hidden": number(100 * MASKED),
        "shipped_seed": str(cold.config.seed),
        "mark": str(EVERY),
        "dead": brief(float(np.median(cold.updates[XAVIER, -1]))),
        "warm_steps": str(WARMUP),
        "small": brief(float(np.median(cold.updates[0, 0]))),
        "large": brief(float(np.median(cold.updates[-1, 0]))),
    }


def _last(shipped: dict[str, TrainingResult]) -> dict[str, str]:
    """Where three of the five stds ended in each run."""
    return {
        f"{name}_{who}": number(one.last[s], 2)
        for name, one in shipped.items()
        for who, s in (("half", HALF), ("bert", BERT), ("xavier", XAVIER))
    }


def _low_high(shipped: dict[str, TrainingResult]) -> dict[str, str]:
    """How far the lowest and the highest floor move at Xavier's std, by optimiser."""
    return {
        f"{name}_{end}": brief(float(shipped[f"post_{name}_cold"].updates[XAVIER, 0, floor]))
        for name in RATES
        for end, floor in (("first", 0), ("top", -1))
    }
