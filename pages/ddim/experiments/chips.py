"""The experiments in the order of their chips: the first four are the course."""

from pages.ddim.experiments import encode, own, race, skip, traps, walk

EXPERIMENTS = {
    "skip": skip,
    "encode": encode,
    "walk": walk,
    "race": race,
    "traps": traps,
    "own": own,
}
