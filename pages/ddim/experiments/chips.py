"""The experiments in the order of their chips, the first four the course, and their link."""

from engine.diffusion.config_coefficients import LARGEST
from engine.diffusion.config_contestants import CONTESTANTS
from engine.diffusion.config_race import RACES
from engine.diffusion.config_steps import T
from engine.diffusion.config_traps import TRAPS
from engine.diffusion.config_walk import ENDS
from pages.ddim.experiments import coefficients, encode, hub, networks, own, race, skip, traps, walk
from view import link

EXPERIMENTS = {
    "skip": skip,
    "coefficients": coefficients,
    "encode": encode,
    "walk": walk,
    "race": race,
    "traps": traps,
    "networks": networks,
    "own": own,
}
LINKED = (
    link.Choice("who", tuple(CONTESTANTS)),
    link.Whole("t", 1, T),
    link.Whole("s", 0, T - 1),
    *(link.Real(name, -most, most) for name, most in LARGEST.items()),
    link.Switch("grain"),
    link.Choice("ends", ENDS),
    link.Whole("first", 0, 1000),
    link.Choice("race", RACES),
    link.Choice("trap", TRAPS),
    link.Text("times", own.LONGEST),
    link.Choice("net", networks.KINDS),
    link.Choice("hub", hub.MODELS),
    *(link.Text(name, hub.LONGEST) for name in ("folder", "model")),
)
