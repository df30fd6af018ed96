"""What this page hands to the board, and what it says of the numbers on screen."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import astuple
from hashlib import blake2b
from typing import Any

from engine.diffusion.config_fan import FanResult
from engine.diffusion.config_modes import DATA, REACH
from engine.diffusion.config_roads import FARTHEST, HAND, ROADS, RoadsResult
from engine.diffusion.config_steps import T
from view import link
from view.device import name as device_name
from view.language import number, t
from view.live import Live

FEW, SOME = 10, 100
OPENING = {"eta": 0.0, "S": SOME, "start": 0.3}
STRIP = (1, 5, 10, 50, 1000)
"""The numbers of steps shown side by side below the picture."""


def scene(result: FanResult, roads: RoadsResult | None, told: bool) -> dict[str, Any]:
    """What the law of the fan computes with, and where the engine's own roads end."""
    config = result.config
    return {
        "digest": blake2b(repr(astuple(config)).encode(), digest_size=8).hexdigest(),
        "log_alpha_bar": result.log_alpha_bar.tolist(),
        "modes": DATA[config.data]._asdict(),
        "steps": list(config.steps),
        "times": result.times.tolist(),
        "starts": result.starts.tolist(),
        "noise": b64encode(result.noise.astype("<i2").tobytes()).decode(),
        "noise_scale": result.noise_scale,
        "etas": list(config.etas),
        "begins": result.begins.tolist(),
        "ends": result.ends.tolist(),
        "shares": DATA[config.data].shares.tolist(),
        "reach": REACH,
        "hand": HAND,
        "farthest": FARTHEST,
        "w1": result.w1.tolist(),
        "walked": result.walked.tolist(),
        "upper": (100 * result.upper).tolist(),
        "floor": result.median,
        "answer": result.enough(0.0) if told else None,
        "opening": OPENING,
        "strip": list(STRIP),
        "asks": not link.hidden("question"),
        "told": told,
        "engine": roads and engine(roads),
    }


def engine(roads: RoadsResult) -> dict[str, Any]:
    """Which roads the engine has walked, and where they end."""
    config = roads.config
    ends = [*roads.fan.tolist(), *roads.hand.tolist()]
    return {"eta": config.eta, "S": config.steps, "start": config.start, "ends": ends}


def origin(shown: Live) -> str:
    """How many samples, where they were walked, and when if that was not here."""
    result: FanResult = shown.result
    told = {"count": number(result.config.count), "dtype": result.dtype}
    if shown.origin:
        return t("ddim.shipped", date=shown.origin, **told)
    return t("ddim.here", device=device_name(result.device, result.threads), **told)


def numbers(result: FanResult) -> dict:
    """The live numbers of the prose."""
    most = result.config.steps[-1]
    return {
        "T": str(T),
        "count": result.config.count,
        "fresh": result.config.fresh,
        "roads": ROADS,
        "S": str(SOME),
        "walked_1": number(result.at(result.walked, 1.0, SOME), 1),
        "walked_0": number(result.at(result.walked, 0.0, SOME), 1),
        "few": str(FEW),
        "w1_few": number(result.at(result.w1, 0.0, FEW), 3),
        "w1_few_1": number(result.at(result.w1, 1.0, FEW), 3),
        "most": str(most),
        "floor": number(result.median, 3),
        "etas": ", ".join(f"{eta:g}" for eta in result.config.etas),
    }
