r"""What the lab's steps are compared over, and where they are other steps on purpose.

A `Setting` is one way of stepping that diffusers and the lab both have. `ON_PURPOSE` says what
the lab does otherwise because it means to, `on_purpose` which steps of a setting that concerns.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from engine.diffusion.posterior import PREDICTIONS
from engine.diffusion.sampler import Step
from engine.diffusion.schedule import schedule

T = 1000
COUNTS = (1, 5, 10, 13, 20, 50, T)
SPACINGS = {"ddim": ("leading", "trailing", "linspace"), "inverse": ("leading", "trailing")}
SPACINGS["ddpm"] = (*SPACINGS["ddim"], "quadratic")
# What may be chosen besides: η and how to clip, the variance and whether to clip, or that alone.
CHOICES = {
    "ddim": tuple(product((0.0, 0.3, 1.0), ("none", "end", "guess"))),
    "ddpm": tuple(
        product(
            ("fixed_small", "fixed_small_log", "fixed_large", "fixed_large_log"), ("none", "guess")
        )
    ),
    "inverse": ((0.0, "none"), (0.0, "end")),
}
# diffusers' words for our schedules; "zero" ends without any signal (2305.08891).
WORDS = {
    "su": {"trained_betas": schedule("su", T).ho_betas.tolist()},
    "linear": {"beta_schedule": "linear"},
    "scaled_linear": {
        "beta_schedule": "scaled_linear",
        "beta_start": 0.00085,
        "beta_end": 0.012,
    },
    "cosine": {"beta_schedule": "squaredcos_cap_v2"},
    "zero": {"beta_schedule": "linear", "rescale_betas_zero_snr": True},
}
ON_PURPOSE = {
    "next of the list": "a step leads to the next time of the list; diffusers' DDIM goes by "
    "t − T//N wherever the list goes on (the lab can too, and does so to be compared)",
    "a time too many": "a list has as many times as were asked for; diffusers' trailing has one "
    "more, its −1, for 62 counts up to 1,000",
    "half to even": "a time midway between two is rounded to the even one; in diffusers the last "
    "digit of a float decides",
    "off the end": "an offset that leads beyond T is refused; diffusers' list begins at T + 1",
    "noise left behind": "the last step has no noise; diffusers' DDPM with the large variance "
    "adds some to the finished house when it jumps there from beyond t = 1",
    "logarithm for a variance": "there is no fixed_large_log; diffusers takes the root of a "
    "logarithm there, not a number but where the variance is one and the noise then lost",
    "not quite finished": "a way down ends at the house; diffusers' DDIM stops at t = 1 "
    "where set_alpha_to_one is False",
    "first step up": "an x0, a v or a clipped guess is read at the time that was asked for; "
    "diffusers' inverse scheduler reads it at the finished house, where all is signal",
    "epsilon without signal": "where no signal is left an ε says nothing of x0, and such a "
    "pipeline is refused; diffusers divides by 0",
}


class Setting(NamedTuple):
    """One way of stepping; `choice` is η for DDIM, the variance for DDPM."""

    kind: str
    schedule: str
    prediction: str
    spacing: str
    steps: int
    choice: float | str
    clip: str


def settings() -> Iterator[Setting]:
    """All of them."""
    for kind, chosen in CHOICES.items():
        every = product(WORDS, PREDICTIONS, SPACINGS[kind], COUNTS, chosen)
        for name, prediction, spacing, steps, (choice, clip) in every:
            yield Setting(kind, name, prediction, spacing, steps, choice, clip)


def on_purpose(setting: Setting, step: Step) -> str | None:
    """Why the lab's step is another one, if it is."""
    if setting.prediction == "epsilon" and step.alpha_bar == 0:
        return "epsilon without signal"
    if setting.choice == "fixed_large_log" and step.sigma > 0.9999:
        return "logarithm for a variance"
    if setting.kind == "ddpm" and "large" in setting.choice and step.s == 0 and step.t > 1:
        return "noise left behind"
    plain = setting.prediction == "epsilon" and setting.clip == "none"
    if setting.kind == "inverse" and step.t == 0 and not plain:
        return "first step up"
    return None
