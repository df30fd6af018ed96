"""What this page hands to the board, and what it says of the numbers on screen."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from engine.initialization.config import DescentResult
from engine.initialization.config_hero import AT
from pages.initialization.brief import brief
from view.device import name as device_name
from view.language import number, t
from view.live import Live


def scene(result: DescentResult, told: bool) -> dict[str, Any]:
    """What the law of the shaft computes with: the medians at every measured std."""
    config, building = result.config, result.config.building
    low, high = result.decades
    return {
        "floors": building.floors,
        "width": building.width,
        "stds": list(config.stds),
        "marks": [config.stds[AT["bert"]], config.stds[AT["xavier"]]],
        "bert": AT["bert"],
        "start": config.stds[AT["xavier"]],
        "skip": result.median("skip").tolist(),
        "total": result.median("total").tolist(),
        "variance": result.median("variance").tolist(),
        "low": low,
        "high": high,
        "told": told,
    }


def named(result: DescentResult, told: bool) -> SimpleNamespace:
    """What can be taken away of `result`: the total gradient only once it is told."""
    curves = {name: curve for name, curve in result.curves.items() if told or name == "noise"}
    return SimpleNamespace(config=result.config, curves=curves)


def origin(shown: Live) -> str:
    """Where the numbers were measured, on what and how often."""
    result: DescentResult = shown.result
    building = result.config.building
    where = device_name(result.device, result.threads)
    first = building.seed
    seeds = {"seeds": f"{first}–{first + building.seeds - 1}", "n": str(building.n)}
    if shown.origin:
        return t("initialization.shipped", date=shown.origin, **seeds)
    return t("initialization.here", device=where, **seeds)


def numbers(result: DescentResult, told: bool) -> dict[str, str]:
    """The live numbers of the prose; those of the total gradient once they are `told`."""
    building = result.config.building
    skip, total = (result.median(name)[:, 0] for name in ("skip", "total"))
    spread = result.total[AT["xavier"], :, 0]
    bert, xavier = AT["bert"], AT["xavier"]
    secret = {"total_bert": brief(total[bert]), "total_xavier": brief(total[xavier])}
    secret |= {"lowest": brief(spread.min()), "highest": brief(spread.max())}
    return {
        "floors": str(building.floors),
        "layers": str(building.layers),
        "width": str(building.width),
        "n": str(building.n),
        "rho": number(building.rho, 1),
        "seeds": str(building.seeds),
        "root": number(result.config.stds[xavier], 4),
        "skip_bert": brief(skip[bert]),
        "skip_xavier": brief(skip[xavier]),
        "slogan": brief(result.slogan),
        "alike": number(result.median("alike")[xavier, -1], 3),
        **(secret if told else dict.fromkeys(secret, "?")),
    }
