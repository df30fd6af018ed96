"""What this page hands to the board, and what it says of the numbers on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engine.diffusion.config_bells import REACH, BayesConfig, BayesResult
from view import link
from view.device import name as device_name
from view.language import number, t
from view.live import Live

OF_THE_STATE = ("t", "s", "xt", "x0")
OF_THE_LINK = ("schedule", "T")


def placed(place: Mapping[str, Any]) -> dict[str, Any]:
    """What of the board's state and of the address the engine is asked about."""
    return {name: place[name] for name in OF_THE_STATE + OF_THE_LINK if name in place}


def scene(result: BayesResult, told: bool) -> dict[str, Any]:
    """What the law of the bells computes with, and the engine's own numbers to compare."""
    config, default = result.config, BayesConfig()
    engine = {name: getattr(config, name) for name in OF_THE_STATE}
    engine |= {"kappa": result.kappa, "lam": result.lam, "weights": result.weights.tolist()}
    engine |= {"grid": result.grid.tolist(), "density": result.density.tolist()}
    for name in ("prior", "likelihood", "product", "guess", "approx", "truth"):
        engine[name] = asdict(getattr(result, name))
    return {
        "log_alpha_bar": result.log_alpha_bar.tolist(),
        "points": list(config.points),
        "variance": config.variance,
        "noise": result.noise.tolist(),
        "reach": REACH,
        "start": {name: getattr(default, name) for name in OF_THE_STATE},
        "asks": not link.hidden("question"),
        "told": told,
        "engine": engine,
    }


def origin(shown: Live) -> str:
    """Where the engine's numbers were computed."""
    where = device_name(shown.result.device, shown.result.threads)
    dated = {"device": where, "date": shown.origin}
    return t("bayes.shipped", **dated) if shown.origin else t("bayes.here", device=where)


def numbers(result: BayesResult) -> dict[str, str]:
    """The live numbers of the prose."""
    return {
        "t": str(result.config.t),
        "s": str(result.config.s),
        "kappa": number(result.kappa, 3),
        "lam": number(result.lam, 3),
        "guess": number(result.guess.mean, 2),
    }
