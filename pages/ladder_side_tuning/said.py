"""What this page hands to the board, and what it says of the numbers on screen."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from engine.ladder_side_tuning.config_hero import SETTINGS, HeroResult
from pages.ladder_side_tuning.question import SLUG, setting
from view import bundle
from view.board.tower import METHODS
from view.kept import hidden
from view.language import number, t
from view.live import Live
from view.player.words import Badge

SECRET = "lora"
"""Whose activations are the question."""


def scene(result: HeroResult, told: bool) -> dict[str, Any]:
    """What the law of the tower computes with: bytes floor by floor, as they were counted."""
    tower, ladder = result.drawn
    return {
        "layers": result.config.layers,
        "reduction": result.config.reduction,
        "methods": list(METHODS),
        "kept": _by_method(result, tower.tolist()),
        "beside": _by_method(result, ladder.tolist()),
        "bytes": _by_method(result, result.bytes.tolist()),
        "reach": _by_method(result, result.reach.tolist()),
        "work": _by_method(result, result.work.tolist()),
        "trained": _by_method(result, result.share.tolist()),
        "asks": not hidden("question"),
        "told": told,
    }


def _by_method(result: HeroResult, values: list) -> dict[str, Any]:
    """Of the methods that have a house, by name."""
    return {method: values[result.index(method)] for method in METHODS}


def named(result: HeroResult, told: bool) -> SimpleNamespace:
    """What can be taken away of `result`: the curve of the question only once it is told."""
    curves = {name: curve for name, curve in result.curves.items() if told or name != SECRET}
    return SimpleNamespace(config=result.config, curves=curves)


def badge_of(shown: Live) -> Badge:
    """How the numbers came about: counted, so the same on every machine; here, or when."""
    config = shown.result.config
    about = {"width": str(config.width), "batch": str(config.batch)}
    if shown.origin:
        said = t(f"{SLUG}.shipped", date=shown.origin, **about)
    else:
        said = t(f"{SLUG}.here", **about)
    return {"kind": "exact", "label": t("badge.exact"), "text": said}


def numbers(result: HeroResult, told: bool) -> dict[str, str]:
    """The live numbers of the prose; those of LoRA's activations once they are `told`."""
    base: HeroResult = bundle.load(SLUG)[0]
    config = result.config
    return {
        "layers": str(config.layers),
        "width": str(config.width),
        "batch": str(config.batch),
        "heads": str(config.heads),
        "n": str(config.n),
        "r": str(config.reduction),
        "setting": setting(result),
        "base_setting": setting(base),
        "full": _mega(result.of("bytes", "full")),
        "lst": _mega(result.of("bytes", "lst")),
        "base_lst": _percent(base.of("spared", "lst")),
        "sheet": _percent(result.sheets),
        "forward_lst": number(result.of("forward", "lst") / result.of("forward", "full"), 2),
        **_elsewhere(),
        **_methods(result, told),
    }


def _elsewhere() -> dict[str, str]:
    """What the ladder spares in other settings, as shipped."""
    others = {name: bundle.load(f"{SLUG}_{name}")[0] for name in SETTINGS}
    return {f"lst_{name}": _percent(one.of("spared", "lst")) for name, one in others.items()}


def _methods(result: HeroResult, told: bool) -> dict[str, str]:
    """What each method spares and how much it computes."""
    said = {}
    for method in METHODS:
        secret = method == SECRET and not told
        said[f"spared_{method}"] = "?" if secret else _percent(result.of("spared", method))
        said[f"work_{method}"] = number(result.of("work", method), 2)
    return said


def _mega(size: float) -> str:
    return number(size / 1e6, 1)


def _percent(share: float | np.floating) -> str:
    return number(100 * float(share), 1)
