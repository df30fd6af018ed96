"""What this page says of the crowd: the numbers of the prose."""

from engine.diffusion.config_fan import ROADS, FanResult, T
from view.language import number

FEW, SOME = 10, 100


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
