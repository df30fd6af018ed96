"""What this page hands to the board, and what it says of the numbers on screen."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.attention.config import NAIVE_LONGEST, MeasureResult
from engine.attention.config_budget import BudgetConfig, BudgetResult
from engine.attention.config_ratio import NEAR
from view import bundle
from view.device import name as device_name
from view.kept import hidden
from view.language import number, t
from view.live import Live

UNITS = {"macs": 1, "flops": 2}
"""A multiplication is one MAC, and two FLOPs with its addition."""
LARGEST = 4.0
"""The largest guess that the flag can make: so many times as fast."""


def scene(
    config: BudgetConfig, result: BudgetResult, clock: MeasureResult, *, told: bool, unit: str
) -> dict[str, Any]:
    """What the law of the bricks computes with; the engine's own numbers, once they are of it."""
    known = result.config == config
    layer = config.layer
    short = {"dense": "c_dense", "projections": "c_proj", "ffn": "c_ffn"}
    return {
        **{"width": layer.width, "heads": layer.heads, "head": layer.head},
        "wider": config.wider,
        "per_token": result.per_token,
        "depth": config.depth,
        "vocabulary": config.vocabulary,
        "crossings": result.crossings,
        **{key: f"{result.coefficients[name]:g}" for name, key in short.items()},
        "unit": UNITS[unit],
        "asks": not hidden("question"),
        "told": told,
        "most": LARGEST,
        "measured": _measured(clock) if clock.config.layer == layer else None,
        "engine": result.told if known else None,
    }


def _measured(clock: MeasureResult) -> dict[str, list]:
    """Medians by length, and the sheet's share by the clock with its quartiles."""
    low, high = clock.share_ends
    kernels = ("naive", "fused", "linear")
    noisy = np.any([clock.noisy[name] for name in kernels], axis=0)
    return {
        "lengths": clock.lengths.tolist(),
        **{name: _told(clock.median[name]) for name in kernels},
        "share": clock.share.tolist(),
        "low": low.tolist(),
        "high": high.tolist(),
        "noisy": noisy.tolist(),
    }


def _told(seconds: np.ndarray) -> list[float | None]:
    """Seconds as JSON has them, None where nothing was timed."""
    return [None if np.isnan(one) else float(one) for one in seconds]


def origin(clock: Live) -> str:
    """Where the clock's numbers were read, and how often."""
    result: MeasureResult = clock.result
    said = {
        "device": device_name(result.device, result.threads),
        "dtype": result.config.dtype,
        "readings": str(result.config.readings),
    }
    if clock.origin:
        return t("attention.clock.shipped", date=clock.origin, **said)
    return t("attention.clock.here", **said)


def numbers(
    config: BudgetConfig, result: BudgetResult, clock: MeasureResult, told: bool
) -> dict[str, str]:
    """The live numbers of the prose; those that answer the question once it is `told`."""
    base: BudgetResult = bundle.load("attention_budget")[0]

    def known(text: str) -> str:
        return text if told else "?"

    return {
        "D": number(config.layer.width),
        "d": str(config.layer.head),
        "heads": str(config.layer.heads),
        "ask": str(base.config.n),
        "share": known(number(100 * base.at(base.shares["sheet"]))),
        "free": known(number(base.at(base.free), 2)),
        "gone": known(number(base.at(base.gone), 2)),
        "ffn": number(result.crossings["ffn"]),
        "half": number(result.crossings["half"]),
        "dense": f"{result.coefficients['dense']:g}",
        "even": number(result.crossings["linear"]),
        "naive_longest": number(NAIVE_LONGEST),
        "twice": number(base.crossings["twice"]),
        **crossed(clock),
    }


def crossed(clock: MeasureResult) -> dict[str, str]:
    """The crossings by the clock beside those by count, and how far the clock departs."""
    last = clock.departure[clock.from_1024]
    return {
        "linear_clock": at(clock.crossing("fused", "linear")),
        "linear_naive": at(clock.crossing("naive", "linear")),
        "half_clock": at(clock.crossing("fused", "dense")),
        "half_naive": at(clock.crossing("naive", "dense")),
        "linear_count": number(clock.predicted["linear"]),
        "half_count": number(clock.predicted["dense"]),
        "from": number(clock.tokens[clock.from_1024][0]) if len(last) else "—",
        "to": number(clock.tokens[-1]),
        "near": number(100 * NEAR),
        "departs": number(100 * np.abs(last).max()) if len(last) else "—",
        "readings": str(clock.config.readings),
        "threads": str(clock.threads),
        "dtype": clock.config.dtype,
    }


def at(length: float | None) -> str:
    """A crossing in words: the length, or that there is none within the lengths measured."""
    return "—" if length is None else number(length)
