"""The experiments in the order of their chips, and what of theirs a link carries."""

from engine.initialization.config_norms import ASKED, DEPTHS, WIDTHS
from pages.initialization.experiments import branches, norms, truncation, updates
from view import link

EXPERIMENTS = {"norms": norms, "branches": branches, "updates": updates, "truncation": truncation}
IN_EXPERIMENTS = (
    link.Choice("asked", ASKED),
    link.Choice("layers", tuple(map(str, DEPTHS))),
    link.Choice("width", tuple(map(str, WIDTHS))),
    link.Choice("floors", branches.FLOORS_OFFERED),
    link.Real("sigma", *branches.SIGMA),
    link.Choice("eps", tuple(updates.EPS)),
    link.Choice("wanted", tuple(truncation.WANTED)),
)
