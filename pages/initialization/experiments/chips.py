"""The experiments in the order of their chips, and what of theirs a link carries."""

from engine.initialization.config_norms import ASKED, DEPTHS, WIDTHS
from engine.initialization.config_softmax import GAMMAS
from engine.initialization.config_training import GAINS, NORMS, RATES
from pages.initialization.experiments import branches, head, norms, training, truncation, updates
from view import link

EXPERIMENTS = {
    "norms": norms,
    "branches": branches,
    "training": training,
    "updates": updates,
    "head": head,
    "truncation": truncation,
}
IN_EXPERIMENTS = (
    link.Choice("asked", ASKED),
    link.Choice("layers", tuple(map(str, DEPTHS))),
    link.Choice("width", tuple(map(str, WIDTHS))),
    link.Choice("floors", branches.FLOORS_OFFERED),
    link.Real("sigma", *branches.SIGMA),
    link.Choice("eps", tuple(updates.EPS)),
    link.Choice("wanted", tuple(truncation.WANTED)),
    link.Choice("optimiser", tuple(RATES)),
    link.Choice("norm", NORMS),
    link.Choice("times", training.TIMES_OFFERED),
    link.Choice("family", tuple(GAINS)),
    link.Switch("warmup"),
    link.Switch("half"),
    link.Stop("at", training.AT),
    link.Choice("tied", tuple(head.TIED)),
    link.Stop("gamma", GAMMAS),
)
