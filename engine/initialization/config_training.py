r"""Experiment `training`: a tiny masked language model at five stds (torch-free).

BERT base's depth, 24 floors, at a width that can be trained in a minute. A std is told as a
multiple of $1/\sqrt d$: what counts is $\sigma\sqrt d$, and 0.02 at width 768 is 0.554 of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import check, check_one_of, check_whole
from engine.initialization.config import MAX_SEED

LAYERS, WIDTH, HEADS = 12, 64, 2
LETTERS, LENGTH, BATCH = 26, 8, 32
MASKED = 0.2
"""The share of letters that are hidden, each for itself."""
STEPS, WARMUP, EVERY = 300, 100, 10
"""Steps, those over which the rate climbs, and the distance of the marks."""
BERT = 0.02 * 768**0.5
GAINS = {
    "scaled": (BERT / 4, BERT / 2, BERT, 1.0, 2.0),
    "literal": tuple(std * WIDTH**0.5 for std in (0.005, 0.01, 0.02, 0.05, 0.2)),
}
"""Five stds over $1/\\sqrt d$: about BERT's and Xavier's; or 0.02 as it is written."""
RATES = {"adam": 1e-3, "sgd": 0.1}
TIMES = (1, 5, 20)
"""The rate may be so many times that of `RATES`."""
NORMS = ("post", "pre")
RISE, STILL = 0.15, 0.05
COURSES = ("broke", "back", "stuck", "falls")
"""A run broke off; or went back up, by `RISE` of all that can be learnt; or fell by no more than
`STILL` of it from the third quarter to the last; or goes on falling."""


@dataclass(frozen=True)
class TrainingConfig:
    """Five stds of a `family` of `GAINS` with the same `seed`, by an optimiser of `RATES` at so
    many `times` its rate, with `warmup` or without, the LayerNorm `post` or `pre`."""

    optimiser: str = "adam"
    warmup: bool = False
    times: int = 1
    norm: str = "post"
    family: str = "scaled"
    seed: int = 1
    steps: int = STEPS

    def __post_init__(self):
        check_one_of(self.optimiser, "optimiser", RATES)
        check(type(self.warmup) is bool, "warmup", "must be yes or no", self.warmup)
        check_one_of(self.times, "times", TIMES)
        check_one_of(self.norm, "norm", NORMS)
        check_one_of(self.family, "family", GAINS)
        check_whole(self.seed, "seed", 0, MAX_SEED)
        check_whole(self.steps, "steps", 2 * EVERY, STEPS)

    @property
    def gains(self) -> tuple[float, ...]:
        r"""$\sigma\sqrt d$ of each std."""
        return GAINS[self.family]

    @property
    def stds(self) -> tuple[float, ...]:
        """What the weights are drawn with."""
        return tuple(gain / WIDTH**0.5 for gain in self.gains)

    def rate(self, k: int) -> float:
        """The learning rate of step `k`, counted from 0."""
        share = min(1.0, (k + 1) / WARMUP) if self.warmup else 1.0
        return self.times * RATES[self.optimiser] * share

    @property
    def marks(self) -> tuple[int, ...]:
        """Steps, counted from 0, at which more than the loss is kept: the last of each ten."""
        return tuple(range(EVERY - 1, self.steps, EVERY))


def blocks(losses: np.ndarray) -> np.ndarray:
    """Means of `EVERY` steps each, (…, marks); a block that is not whole yet is nan."""
    whole = losses.shape[-1] // EVERY * EVERY
    return losses[..., :whole].reshape(*losses.shape[:-1], -1, EVERY).mean(axis=-1)


@dataclass(frozen=True)
class TrainingResult:
    r"""Of each std, float64, nan from where a run broke on: `loss` (stds, steps) in nats per
    hidden letter, before the step; at the config's marks `updates` (stds, marks, floors), the
    norm of a step of the floor's matrices over their own norm. `broke` (stds,) int is the step,
    from 1, whose loss was no longer finite, 0 for none.

    `best` is the loss of whoever knows the source, `alphabet` that of whoever knows only how
    frequent letters are; `lines` are sentences, `·` for what is hidden.
    """

    config: TrainingConfig
    loss: np.ndarray
    updates: np.ndarray
    broke: np.ndarray
    best: float
    alphabet: float
    lines: tuple[str, ...]
    device: str
    threads: int

    @property
    def last(self) -> np.ndarray:
        """The mean loss of the last two blocks, (stds,)."""
        return blocks(self.loss)[:, -2:].mean(axis=1)

    @property
    def learnt(self) -> np.ndarray:
        """What share of the way from `alphabet` to `best` the last losses have come, (stds,)."""
        return (self.alphabet - self.last) / (self.alphabet - self.best)

    def course(self, s: int) -> str:
        """How the run of std `s` went: one of `COURSES`."""
        if self.broke[s]:
            return "broke"
        y, span = blocks(self.loss[s]), self.alphabet - self.best
        quarter = max(len(y) // 4, 1)
        third, last = y[-2 * quarter : -quarter].mean(), y[-quarter:].mean()
        if last - y.min() > RISE * span:
            return "back"
        return "falls" if third - last > STILL * span else "stuck"


SHIPPED = {
    f"{norm}_{optimiser}_{'warm' if warmup else 'cold'}": TrainingConfig(
        optimiser, warmup, norm=norm
    )
    for norm in NORMS
    for optimiser in RATES
    for warmup in (False, True)
}
WORK = "engine.initialization.training:run"
BUNDLES = {f"initialization_training_{name}": (WORK, one) for name, one in SHIPPED.items()}
