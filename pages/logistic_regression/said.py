"""What this page hands to the board, and what it says of the numbers on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.logistic_regression.config import BOX, FAR, MOST, HeroConfig
from engine.logistic_regression.config_hero_result import HeroResult
from view import link
from view.device import name as device_name
from view.language import number, t
from view.live import Live

PLACES = ("points", "chosen", "left", "right")


def placed(
    drawn: HeroConfig,
    asked: Mapping[str, Any],
    linked: Mapping[str, Any],
    told: Mapping[str, Any] | None,
) -> HeroConfig:
    """`drawn` with the points where the hand left them, or else where the link has them.

    Both count only for the drawn points that they were moved from.
    """
    if told is not None:
        return _moved(drawn, told) if told.get("base") == drawn.base else drawn
    default = HeroConfig()
    of = {name: asked.get(name, getattr(default, name)) for name in ("classes", "count", "seed")}
    same = all(str(getattr(drawn, name)) == str(value) for name, value in of.items())
    known = {"placed": linked.get("points", ()), "chosen": linked.get("chosen", drawn.chosen)}
    return replace(drawn, **known) if same else drawn


def _moved(drawn: HeroConfig, told: Mapping[str, Any]) -> HeroConfig:
    xy, kinds = [float(v) for v in told["points"]], [int(k) for k in told["kinds"]]
    points = tuple(zip(xy[::2], xy[1::2], kinds, strict=True))
    points = () if points == drawn.drawn else points
    return replace(drawn, placed=points, chosen=int(told["chosen"]))


def flat(config: HeroConfig) -> dict[str, Any]:
    """The points as the browser has them: places end to end, a digit for each class."""
    points = config.points
    return {
        "points": [value for x, y, _ in points for value in (x, y)],
        "kinds": "".join(str(kind) for _, _, kind in points),
        "chosen": config.chosen,
    }


def there(config: HeroConfig, linked: Mapping[str, Any]) -> dict[str, Any]:
    """What the board opens with, where the link asks for it."""
    moved = "points" in linked or "chosen" in linked
    points = {"base": config.base, **flat(config)} if moved else {}
    return points | {side: linked[side] for side in ("left", "right") if side in linked}


def scene(drawn: HeroConfig, config: HeroConfig, result: HeroResult, told: bool) -> dict[str, Any]:
    """What the law of the boundary computes with; the engine's own numbers, once they are of it."""
    return {
        "classes": drawn.classes,
        "base": drawn.base,
        **flat(drawn),
        "home": list(drawn.home),
        "box": list(BOX),
        "most": MOST,
        "asks": not link.hidden("question"),
        "told": told,
        "engine": _numbers(result) if result.config == config else None,
    }


def _numbers(result: HeroResult) -> dict[str, Any]:
    """All that the browser compares itself with, and the points it belongs to."""
    return {
        **flat(result.config),
        "closed": result.closed.tolist(),
        "mle": result.mle.tolist(),
        "separated": result.separated,
        "loss": result.closed_loss,
        "distance": result.distance,
        "angle": result.angle,
    }


def origin(shown: Live) -> str:
    """Where the engine's numbers were computed."""
    where = device_name(shown.result.device, shown.result.threads)
    if shown.origin:
        return t("logistic_regression.shipped", date=shown.origin)
    return t("logistic_regression.here", device=where)


def numbers(result: HeroResult, told: bool) -> dict[str, str]:
    """The live numbers of the prose; the answer to the question only once it is `told`."""
    closed, mle = result.strip
    return {
        "count": str(result.config.count),
        "far": number(FAR, 0),
        "steps": str(len(result.path) - 1),
        "closed_turn": f"{number(closed[-1], 1)}°" if told else "?",
        "mle_turn": f"{number(mle[-1], 2)}°",
        "closed_loss": number(result.closed_loss, 3),
        "mle_loss": number(result.losses[-1], 3),
        "first": f"{number(result.first, 2)}°",
    }
