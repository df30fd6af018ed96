"""The experiments in the order of their chips, and what of theirs a link carries."""

from engine.unargmaxable.config_hide import WIDTHS
from pages.unargmaxable.experiments import cures, hide, proof, pull
from view import link

EXPERIMENTS = {"pull": pull, "proof": proof, "cures": cures, "hide": hide}
IN_EXPERIMENTS = (
    link.Choice("pulled", pull.WORDS),
    link.Choice("wide", tuple(map(str, WIDTHS))),
)
