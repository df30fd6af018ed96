"""The experiments in the order of their chips, the first four the course, and their link."""

from engine.diffusion.config_ddim import ENDS, RACES, TRAPS
from pages.ddim.experiments import encode, own, race, traps, walk
from view import link

EXPERIMENTS = {
    "encode": encode,
    "walk": walk,
    "race": race,
    "traps": traps,
    "own": own,
}
LINKED = (
    link.Switch("grain"),
    link.Choice("ends", ENDS),
    link.Whole("first", 0, 1000),
    link.Choice("race", RACES),
    link.Choice("trap", TRAPS),
    link.Text("times", own.LONGEST),
)
