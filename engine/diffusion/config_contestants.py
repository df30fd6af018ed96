"""Who skips steps, in which world and judged by what (torch-free)."""

from __future__ import annotations

from typing import NamedTuple

MEMBERS = ("0", "0.5", "1", "beta")
"""The members of the σ family: η, and σ = β of the step."""
DRAWN = ("0", "1")
"""Those whose samples are shown."""
BETA = "beta"


class Contestant(NamedTuple):
    """Who guesses, in which world: `world` is "points" or "houses"."""

    world: str
    builder: str


CONTESTANTS = {
    "houses_trained": Contestant("houses", "trained"),
    "houses_exact": Contestant("houses", "exact"),
    "houses_half": Contestant("houses", "half"),
    "points_exact": Contestant("points", "exact"),
    "points_network": Contestant("points", "network"),
}
METRICS = {"points": ("sliced", "mmd"), "houses": ("patches",)}
