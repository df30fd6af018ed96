"""What this page hands to the board, and what it says of the numbers on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engine.diffusion.config_bells import REACH, BayesConfig, BayesResult, pair
from view import link
from view.device import name as device_name
from view.language import number, t
from view.live import Live

OF_THE_STATE = ("t", "s", "xt", "x0")
OF_THE_LINK = ("schedule", "T")
BELLS = ("prior", "likelihood", "product", "guess", "approx", "truth")


def placed(place: Mapping[str, Any]) -> dict[str, Any]:
    """What of the board's state and of the address the engine is asked about."""
    known = {name: place[name] for name in OF_THE_STATE + OF_THE_LINK if name in place}
    return pair(known["T"]) | known if "T" in known else known


def scene(config: BayesConfig, result: BayesResult, told: bool) -> dict[str, Any]:
    """What the law of the bells computes with; the engine's own numbers, once they are of it."""
    default = BayesConfig()
    return {
        "log_alpha_bar": result.log_alpha_bar.tolist(),
        "points": list(config.points),
        "variance": config.variance,
        "noise": result.noise.tolist(),
        "reach": REACH,
        "start": {"xt": default.xt, "x0": default.x0, **pair(result.config.T)},
        "asks": not link.hidden("question"),
        "told": told,
        "engine": _numbers(result) if result.config == config else None,
    }


def _numbers(result: BayesResult) -> dict[str, Any]:
    """All that the browser compares itself with, and the state it belongs to."""
    return {
        **{name: getattr(result.config, name) for name in OF_THE_STATE},
        **{name: asdict(getattr(result, name)) for name in BELLS},
        "kappa": result.kappa,
        "lam": result.lam,
        "weights": result.weights.tolist(),
        "grid": result.grid.tolist(),
        "density": result.density.tolist(),
    }


def origin(shown: Live) -> str:
    """Where the engine's numbers were computed."""
    where = device_name(shown.result.device, shown.result.threads)
    dated = {"device": where, "date": shown.origin}
    return t("bayes.shipped", **dated) if shown.origin else t("bayes.here", device=where)


def numbers(result: BayesResult) -> dict[str, str]:
    """The live numbers of the prose."""
    config, single = result.config, result.single
    return {
        "t": str(config.t),
        "s": str(config.s),
        "T": str(config.T),
        "xt": number(config.xt, 2),
        "kappa": number(result.kappa, 3),
        "lam": number(result.lam, 3),
        "kappa_one": number(single.kappa, 5),
        "lam_one": number(single.lam, 5),
        "count": str(len(config.points)),
        "guess": number(result.guess.mean, 2),
        "lower_sd": number(result.product.sd, 3),
        "truth_sd": number(result.truth.sd, 3),
        "weight_T": number(result.weight_T),
        "reach": number(REACH, 1),
    }
