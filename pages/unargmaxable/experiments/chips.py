"""The experiments in the order of their chips, and what of theirs a link carries."""

from engine.unargmaxable.config_hide import WIDTHS
from engine.unargmaxable.config_lift import NORMS
from pages.unargmaxable.experiments import cures, hide, lift, proof, pull
from view import link

EXPERIMENTS = {"pull": pull, "lift": lift, "proof": proof, "cures": cures, "hide": hide}
IN_EXPERIMENTS = (
    link.Choice("pulled", pull.WORDS),
    link.Choice("norms", tuple(NORMS)),
    link.Choice("wide", tuple(map(str, WIDTHS))),
)
